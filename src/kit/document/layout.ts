import type { Language } from '../../shared/localized-text.ts';
import { drawChart, type ChartPicture } from './chart-picture.ts';
import type { ChartModel, ChartPoint } from './chart.rules.ts';
import type { ChartBlock, ChecklistBlock, DocumentBlock, DocumentModel, FigureSource, TableBlock, TableCell } from './document.rules.ts';
import { dateInWords, fill, numberInWords, pointInWords, wordsOf } from './document-words.ts';
import { type TableSize, tableSize } from './table-size.ts';

/** A document with everything said in words: the renderers only place it. `\n` in a text is a line break. */
export interface LaidOutDocument {
  readonly language: Language;
  readonly title: string;
  readonly subtitle: string;
  readonly author: string;
  readonly date: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly watermark: { readonly word: string; readonly notice: string } | null;
  readonly contents: string | null;
  readonly blocks: readonly LaidOutBlock[];
}

/** A chart, or a part of one that is too high for a page. */
export interface LaidOutPicture extends ChartPicture {
  readonly caption: string;
  /** What a reader who does not see it is told. */
  readonly alternative: string;
}

export interface LaidOutTable extends Omit<TableSize, 'shares'> {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly isNumber: boolean; readonly share: number }[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export type LaidOutBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly key: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'figure'; readonly pictures: readonly LaidOutPicture[] }
  | { readonly kind: 'callout'; readonly isWarning: boolean; readonly title: string; readonly text: string }
  | { readonly kind: 'pageBreak' }
  | LaidOutTable;

// What XML and a page cannot hold, and what turns the reading direction.
const unprintable = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A text as it may be printed: letter for letter, with one kind of line break. */
function printable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replaceAll(unprintable, '');
}

/** Numbers headings, figures and tables, draws the charts and puts every value into words. */
export function layOut(model: DocumentModel): LaidOutDocument {
  const { language } = model;
  const words = wordsOf(language);
  const numbering = { headings: [0, 0, 0], figures: 0, tables: 0, keys: 0 };
  return {
    language,
    title: printable(model.title),
    subtitle: printable(model.subtitle ?? ''),
    author: printable(model.author),
    date: model.date,
    facts: [
      { label: words.author, value: printable(model.author) },
      { label: words.date, value: dateInWords(model.date, language) },
      ...(model.facts ?? []).map(({ label, value }) => ({ label: printable(label), value: printable(value) })),
    ],
    watermark: model.isWatermarked ? { word: words.draft, notice: words.draftNotice } : null,
    contents: model.hasContents ? words.contents : null,
    blocks: model.blocks.flatMap((block) => layOutBlock(block, numbering, language)),
  };
}

interface Numbering {
  headings: number[];
  figures: number;
  tables: number;
  keys: number;
}

function layOutBlock(block: DocumentBlock, numbering: Numbering, language: Language): LaidOutBlock[] {
  if (block.kind === 'heading') {
    numbering.keys += 1;
    const number = block.isNumbered ? `${nextNumber(numbering.headings, block.level)}. ` : '';
    return [{ kind: 'heading', level: block.level, text: `${number}${printable(block.text)}`, key: `h${numbering.keys}` }];
  }
  if (block.kind === 'paragraph') return [{ kind: 'paragraph', text: printable(block.text) }];
  if (block.kind === 'list') return [{ kind: 'list', isOrdered: block.isOrdered ?? false, items: block.items.map(printable) }];
  if (block.kind === 'callout') {
    return [{ kind: 'callout', isWarning: block.tone === 'warning', title: printable(block.title), text: printable(block.text) }];
  }
  if (block.kind === 'pageBreak') return [block];
  if (block.kind === 'chart') return layOutChart(block, numbering, language);
  return [layOutTable(block.kind === 'checklist' ? checklistTable(block, language) : block, numbering, language)];
}

function nextNumber(counters: number[], level: 1 | 2 | 3): string {
  counters[level - 1] = (counters[level - 1] ?? 0) + 1;
  counters.fill(0, level);
  return counters.slice(0, level).join('.');
}

function layOutTable(table: TableBlock, numbering: Numbering, language: Language): LaidOutTable {
  numbering.tables += 1;
  const caption = fill(wordsOf(language).table, { number: numbering.tables, caption: printable(table.caption) });
  return tableOf(caption, table, language);
}

function tableOf(caption: string, table: Omit<TableBlock, 'kind' | 'caption'>, language: Language): LaidOutTable {
  const words = wordsOf(language);
  const rows = table.rows.map((row) => row.map((cell) => cellInWords(cell, language)));
  const { shares, ...size } = tableSize(table.columns, rows);
  return {
    kind: 'table',
    ...size,
    caption,
    columns: table.columns.map(({ title, align }, index) => ({
      title: printable(title),
      isNumber: align === 'end',
      share: shares[index] ?? 0,
    })),
    rows,
    notes: [...(rows.length === 0 ? [`${words.noRows}.`] : []), ...(table.notes ?? []).map(printable), ...sourceOf(table.source, language)],
  };
}

function cellInWords(cell: TableCell, language: Language): string {
  return typeof cell === 'string' ? printable(cell) : printable(pointInWords(cell, language, cell.digits));
}

function sourceOf(source: FigureSource | undefined, language: Language): string[] {
  if (!source) return [];
  const words = wordsOf(language);
  const text = printable(source.text);
  if (source.n === undefined) return [fill(words.sourced, { source: text })];
  return [fill(words.counted, { n: numberInWords(source.n, language, 0), source: text })];
}

function checklistTable({ caption, items }: ChecklistBlock, language: Language): TableBlock {
  const words = wordsOf(language);
  return {
    kind: 'table',
    caption,
    columns: [{ title: words.requirement }, { title: words.requirementText, weight: 4 }, { title: words.state, weight: 2 }],
    rows: items.map(({ requirement, text, isMet, note }) => [
      requirement,
      text,
      `${isMet ? words.met : words.missing}${note ? `\n${note}` : ''}`,
    ]),
  };
}

function layOutChart({ chart, notes, source }: ChartBlock, numbering: Numbering, language: Language): LaidOutBlock[] {
  numbering.figures += 1;
  const words = wordsOf(language);
  const safe = printableChart(chart);
  const number = numbering.figures;
  const caption = fill(words.figure, { number, caption: safe.title });
  const pictures = drawChart(safe, language, `c${number}`);
  const facts = { kind: words.kinds[safe.kind], title: safe.title, caption, parts: pictures.length };
  const table = numbersOf(safe, language);
  return [
    {
      kind: 'figure',
      pictures: pictures.map((picture, index) => ({
        ...picture,
        caption: pictures.length === 1 ? caption : fill(words.figurePart, { ...facts, part: index + 1 }),
        alternative: fill(pictures.length === 1 ? words.alternative : words.alternativePart, { ...facts, part: index + 1 }),
      })),
    },
    tableOf(fill(words.figureNumbers, { number }), { ...table, notes: [...gapNotes(safe, language), ...(notes ?? [])], source }, language),
  ];
}

/** Charts are data through and through, so that every text of one can be cleaned in one pass. */
function printableChart(chart: ChartModel): ChartModel {
  return JSON.parse(JSON.stringify(chart), (_, value: unknown) => (typeof value === 'string' ? printable(value) : value)) as ChartModel;
}

function numbersOf(chart: ChartModel, language: Language): Pick<TableBlock, 'columns' | 'rows'> {
  const words = wordsOf(language);
  const cell = (point: ChartPoint): TableCell => ({ ...point, ...(chart.digits === undefined ? {} : { digits: chart.digits }) });
  if (chart.kind === 'quadrant') {
    return {
      columns: [
        { title: words.number, align: 'end', weight: 0.2 },
        { title: chart.pointTitle, weight: 3 },
        ...[chart.across, chart.upwards].map(({ title, unit }) => ({ title: inUnit(title, unit), align: 'end' as const })),
      ],
      rows: chart.points.map(({ name, across, upwards }, index) => [String(index + 1), name, cell(across), cell(upwards)]),
    };
  }
  return {
    columns: [
      { title: chart.categoryTitle, weight: 2 },
      ...chart.series.map(({ name }) => ({ title: inUnit(name, chart.unit), align: 'end' as const })),
    ],
    rows: chart.categories.map((name, index) => [
      name,
      ...chart.series.map(({ points }) => cell(points[index] ?? { value: null, gap: '' })),
    ]),
  };
}

function inUnit(title: string, unit: string): string {
  return unit === '' ? title : `${title}, ${unit}`;
}

/** Why each mark of a gap is there: one note for each reason. */
function gapNotes(chart: ChartModel, language: Language): string[] {
  const named: [string, ChartPoint][] =
    chart.kind === 'quadrant'
      ? chart.points.flatMap(({ name, across, upwards }) => [
          [name, across] as [string, ChartPoint],
          [name, upwards] as [string, ChartPoint],
        ])
      : chart.series.flatMap(({ name, points }) =>
          points.map((point, index): [string, ChartPoint] => {
            const category = chart.categories[index] ?? '';
            return [chart.series.length > 1 ? `${category} (${name})` : category, point];
          }),
        );
  const gaps = named.flatMap(([place, point]) => (point.value === null ? [{ place, reason: point.gap }] : []));
  const byReason = Map.groupBy(gaps, ({ reason }) => reason);
  return [...byReason].map(([reason, each]) =>
    fill(wordsOf(language).gapNote, { reason, places: [...new Set(each.map(({ place }) => place))].join(', ') }),
  );
}
