import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { DocumentModel, FigureSource } from '../../src/kit/document/document.rules.ts';
import { pointInWords } from '../../src/kit/document/document-words.ts';
import { htmlOf } from '../../src/kit/document/html.ts';
import { layOut } from '../../src/kit/document/layout.ts';
import { pdfOf } from '../../src/kit/document/pdf.ts';

const typed = '=HYPERLINK("x")\n<script>alert(1)</script> #set text(red) $x$ [[ *a* {{n}} \u0000';
const model: DocumentModel = {
  language: 'KY',
  title: 'Жыйынтыктоочу доклад',
  isWatermarked: true,
  author: 'Мониторинг бөлүмү',
  date: '2026-11-15',
  hasContents: true,
  blocks: [
    { kind: 'heading', level: 1, text: 'Көрсөткүчтөр', isNumbered: true },
    { kind: 'heading', level: 2, text: 'Канааттануу', isNumbered: true },
    { kind: 'paragraph', text: typed },
    {
      kind: 'chart',
      source: { n: 1204, text: 'анкеталар' },
      chart: {
        kind: 'line',
        seriesTitle: 'Көрсөткүч',
        title: typed,
        unit: '%',
        categoryTitle: 'Жыл',
        categories: ['2025', '2026'],
        series: [{ name: 'x', points: [{ value: 0 }, { value: null, gap: 'сурамжылоо өткөрүлгөн жок' }] }],
      },
    },
    { kind: 'table', caption: 'Бош', columns: [{ title: 'А' }], rows: [] },
  ],
};

test('what people typed stays what they typed, but for what cannot be printed', () => {
  const paragraph = layOut(model).blocks.find(({ kind }) => kind === 'paragraph');
  expect(paragraph).toEqual({ kind: 'paragraph', text: typed.replace('\u0000', '') });
});

test('an interval reads with a minus, and what is abbreviated at the end of a note has one full stop', () => {
  expect(pointInWords({ value: 10.7, interval: { low: -10.7, high: 32.1 } }, 'RU')).toBe('10,7 [-10,7\u00a0…\u00a032,1]');
  const points = [{ value: 1 }, { value: null, gap: 'нет' }];
  const { blocks } = layOut({
    ...model,
    language: 'RU',
    blocks: [
      {
        kind: 'chart',
        source: { n: 1, text: 'х' },
        chart: {
          kind: 'line',
          seriesTitle: 'х',
          title: 'х',
          unit: '',
          categoryTitle: 'х',
          categories: ['авг.', 'сен.'],
          series: [{ name: 'х', points }],
        },
      },
    ],
  });
  const table = blocks.find((block) => block.kind === 'table');
  expect(table?.notes[0]).toBe('× – нет данных (нет): сен.');
});

test('headings are numbered, a zero is a 0, and a gap says why', () => {
  const { blocks } = layOut(model);
  expect(blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))).toEqual(['1. Көрсөткүчтөр', '1.1. Канааттануу']);
  const [numbers, empty] = blocks.filter((block) => block.kind === 'table');
  expect(numbers?.rows).toEqual([
    ['2025', '0'],
    ['2026', 'маалымат жок: сурамжылоо өткөрүлгөн жок'],
  ]);
  expect(numbers?.notes.at(-1)?.replaceAll('\u00a0', ' ')).toBe('n = 1 204, булагы: анкеталар');
  expect(empty?.notes).toEqual(['Саптар жок.']);
});

test('the PDF is tagged, says its language, and is the same twice', () => {
  const pdf = pdfOf(layOut(model));
  expect(pdf.equals(pdfOf(layOut(model)))).toBe(true);
  const text = plainOf(pdf);
  expect(text).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/u);
  expect(text).toMatch(/\/Lang\s*\(ky\)/u);
  expect(text).toContain('/Outlines');
});

test('a row of short texts is not parted by the end of a page, a long one is', () => {
  // Beside its rows a page holds the head of the table and its own number.
  const [, ...others] = linesOf('1\n2\n3\n4\n5', 60);
  expect(others.length).toBeGreaterThan(3);
  expect(others.map((lines) => (lines - 2) % 5)).toEqual(others.map(() => 0));
  expect(linesOf('1\n'.repeat(200), 1).length).toBeGreaterThan(3);
});

test('what a table rests on is never alone on a page', () => {
  const pages = Array.from({ length: 12 }, (_, index) => linesOf('1', 36 + index, { text: '1\n2\n3' }));
  const parted = pages.filter(({ length }) => length > 1);
  expect(parted.length).toBeGreaterThan(2);
  // The head again, a row of the table, three lines of the note and the page's number.
  for (const lines of parted) expect(lines.at(-1)).toBeGreaterThanOrEqual(6);
  expect(parted.length).toBeLessThan(pages.length);
});

/** How many lines of text there are on each page of a document with a table of so many rows. */
function linesOf(cell: string, rows: number, source?: FigureSource): number[] {
  const body = Array.from({ length: rows }, () => [cell]);
  const table = { kind: 'table', caption: 'А', columns: [{ title: 'Б' }], rows: body, source } as const;
  const pages = streamsOf(pdfOf(layOut({ ...model, hasContents: false, isWatermarked: false, blocks: [table] })));
  return pages.filter((page) => page.includes('BT')).map((page) => page.match(/T[jJ]$/gmu)?.length ?? 0);
}

test('the page shows markup as text, and neither holds nor allows a script', () => {
  const html = htmlOf(layOut(model));
  expect(html).toContain('=HYPERLINK(&quot;x&quot;)<br>&lt;script&gt;alert(1)&lt;/script&gt; #set');
  expect(html).not.toMatch(/<script|style=/u);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain('<html lang="ky">');
});

/** A PDF with its compressed streams opened. */
function plainOf(pdf: Buffer): string {
  return [pdf.toString('latin1'), ...streamsOf(pdf)].join('\n');
}

function streamsOf(pdf: Buffer): string[] {
  return [...pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/gu)].map(([, body = '']) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return body;
    }
  });
}
