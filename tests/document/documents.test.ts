import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { expect, test } from 'vitest';
import type { DocumentBlock, DocumentModel, FigureSource } from '../../src/kit/document/document.rules.ts';
import { pointInWords } from '../../src/kit/document/document-words.ts';
import { fontFiles } from '../../src/kit/document/font.ts';
import { htmlOf } from '../../src/kit/document/html.ts';
import { layOut } from '../../src/kit/document/layout.ts';
import { pdfOf } from '../../src/kit/document/pdf.ts';
import { inShownLetters } from '../../src/kit/document/pdf-letters.ts';

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

const signs = '→ ⚠\uFE0F ☎ ع ❗水👩\u200D👩 ✅ 1\uFE0F\u20E3 \uFEFF\u0378';
const points = [{ value: 1 }, { value: null, gap: signs }];
const line = { title: signs, unit: signs, categoryTitle: signs, seriesTitle: signs, categories: [signs, 'б'] };
const place = { name: signs, across: { value: 1 }, upwards: { value: 2 } };
const blocksOfSigns: readonly DocumentBlock[] = [
  { kind: 'heading', level: 1, text: signs },
  { kind: 'paragraph', text: signs.repeat(50) },
  { kind: 'list', items: [signs] },
  { kind: 'callout', tone: 'warning', title: signs, text: signs },
  { kind: 'checklist', caption: signs, items: [{ requirement: 'R12', text: signs, isMet: false, note: signs }] },
  { kind: 'table', caption: signs, columns: [{ title: signs }], rows: [[signs]], notes: [signs], source: { text: signs } },
  { kind: 'chart', notes: [signs], source: { text: signs }, chart: { kind: 'line', ...line, series: [{ name: signs, points }] } },
  { kind: 'chart', source: { text: signs }, chart: { kind: 'interval', ...line, series: [{ name: signs, points }] } },
  {
    kind: 'chart',
    source: { text: signs },
    chart: {
      kind: 'quadrant',
      title: signs,
      pointTitle: signs,
      across: { title: signs, unit: signs, threshold: 1 },
      upwards: { title: signs, unit: signs, threshold: 1 },
      points: [place],
      quarters: { lowLow: signs, highLow: signs, lowHigh: signs, highHigh: signs },
    },
  },
];

test.each(blocksOfSigns.map((block) => ({ of: block.kind === 'chart' ? `chart (${block.chart.kind})` : block.kind, block })))(
  'what no font shows stops no PDF: $of',
  ({ block }) => {
    const facts = [{ label: signs, value: signs }];
    const pdf = pdfOf(layOut({ ...model, title: signs, subtitle: signs, author: signs, facts, blocks: [block] }));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  },
);

test('a letter that no font shows is □, whole; what a font shows stays, in drawings by the font that has it', () => {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: Object.values(fontFiles).map((file) => readFileSync(file)) }] });
  const text = 'Көк → ≥ 5 ✓ 水👩\u200D👩❗ 1\uFE0F\u20E3\nе\u0301 ң';
  const expected = 'Көк → ≥ 5 ✓ □□□ □\nе\u0301 ң';
  const drawing = '<svg a="b"><text c="d">水 → ⚠\uFE0F &lt;ө</text></svg>';
  const shown = inShownLetters({ texts: [text, drawing], svg: drawing, n: 5, none: null }, compiler);
  const drawn = (letter: string) => `<tspan font-family="DejaVu Sans Mono">${letter}</tspan>`;
  expect(shown).toEqual({
    texts: [expected, drawing.replace('水', '□')],
    svg: `<svg a="b"><text c="d">${drawn('□')} ${drawn('→')} ${drawn('□')} &lt;ө</text></svg>`,
    n: 5,
    none: null,
  });
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
