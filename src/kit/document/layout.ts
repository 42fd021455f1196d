import { dayInWords, numberInWords } from '../../shared/in-words.ts';
import type { Language } from '../../shared/localized-text.ts';
import { drawChart, type ChartPicture } from './chart-picture.ts';
import type { CategoryChart, ChartModel, ChartPoint, QuadrantChart } from './chart.rules.ts';
import type { ChartBlock, ChecklistBlock, DocumentBlock, DocumentModel, FigureSource, TableBlock, TableCell } from './document.rules.ts';
import { fill, pointInWords, wordsOf } from './document-words.ts';
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

// What XML and a page cannot hold, byte order marks among it, and what turns the reading direction.
const unprintable = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

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
      { label: words.date, value: dayInWords(model.date, language) },
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
  const below = { notes: [...gapNotes(safe, language), ...(notes ?? [])], source };
  const numbers = inUnit(fill(words.figureNumbers, { number }), safe.kind === 'quadrant' ? '' : safe.unit);
  const tables = numbersOf(safe, language).map((table) => tableOf(numbers, { ...table, ...below }, language));
  const best = [...tables.filter(({ isWide }) => !isWide), ...tables].slice(0, 1);
  return [
    {
      kind: 'figure',
      pictures: pictures.map((picture, index) => ({
        ...picture,
        caption: pictures.length === 1 ? caption : fill(words.figurePart, { ...facts, part: index + 1 }),
        alternative: fill(pictures.length === 1 ? words.alternative : words.alternativePart, { ...facts, part: index + 1 }),
      })),
    },
    ...best,
  ];
}

/** Charts are data through and through, so that every text of one can be cleaned in one pass. */
function printableChart(chart: ChartModel): ChartModel {
  return JSON.parse(JSON.stringify(chart), (_, value: unknown) => (typeof value === 'string' ? printable(value) : value)) as ChartModel;
}

type Numbers = Pick<TableBlock, 'columns' | 'rows'>;

/** The table of a chart's numbers; of lines also the other way about, for where their names have no room beside each other. */
function numbersOf(chart: ChartModel, language: Language): Numbers[] {
  const cell = (point: ChartPoint | undefined): TableCell => ({
    ...(point ?? { value: null, gap: '' }),
    ...(chart.digits === undefined ? {} : { digits: chart.digits }),
  });
  if (chart.kind === 'quadrant') return [numbersOfPoints(chart, cell, language)];
  const { categories, series } = chart;
  const columnsOf = (first: string, titles: readonly string[]) => [
    { title: first, weight: 2 },
    ...titles.map((title) => ({ title, align: 'end' as const })),
  ];
  const bySeries = {
    columns: columnsOf(
      chart.categoryTitle,
      series.map(({ name }) => name),
    ),
    rows: categories.map((name, index) => [name, ...series.map(({ points }) => cell(points[index]))]),
  };
  if (chart.kind !== 'line') return [bySeries];
  const byCategory = {
    columns: columnsOf(chart.seriesTitle, categories),
    rows: series.map(({ name, points }) => [name, ...points.map((point) => cell(point))]),
  };
  return [bySeries, byCategory];
}

function numbersOfPoints(chart: QuadrantChart, cell: (point: ChartPoint) => TableCell, language: Language): Numbers {
  return {
    columns: [
      { title: wordsOf(language).number, align: 'end', weight: 0.2 },
      { title: chart.pointTitle, weight: 3 },
      ...[chart.across, chart.upwards].map(({ title, unit }) => ({ title: inUnit(title, unit), align: 'end' as const })),
    ],
    rows: chart.points.map(({ name, across, upwards }, index) => [String(index + 1), name, cell(across), cell(upwards)]),
  };
}

function inUnit(title: string, unit: string): string {
  return unit === '' ? title : `${title}, ${unit}`;
}

/** Why each mark of a gap is there: one note for each reason. An abbreviation at its end has the full stop already. */
function gapNotes(chart: ChartModel, language: Language): string[] {
  const gaps = chart.kind === 'quadrant' ? gapsOfPoints(chart) : gapsOfCategories(chart);
  const byReason = Map.groupBy(gaps, ({ reason }) => reason);
  return [...byReason].map(([reason, each]) =>
    fill(wordsOf(language).gapNote, { reason, places: [...new Set(each.map(({ place }) => place))].join(', ').replace(/\.$/u, '') }),
  );
}

interface Gap {
  place: string;
  reason: string;
}

const reasonOf = (point: ChartPoint | undefined): string | null => (point?.value === null ? point.gap : null);

function gapsOfPoints({ points }: QuadrantChart): Gap[] {
  return points.flatMap(({ name, across, upwards }) =>
    [across, upwards].flatMap((point) => {
      const reason = reasonOf(point);
      return reason === null ? [] : [{ place: name, reason }];
    }),
  );
}

/** The category alone where all of its series lack for the same reason, otherwise with the names of those that do. */
function gapsOfCategories({ categories, series }: CategoryChart): Gap[] {
  return categories.flatMap((category, index) => {
    const lacking = series.flatMap(({ name, points }) => {
      const reason = reasonOf(points[index]);
      return reason === null ? [] : [{ name, reason }];
    });
    return [...Map.groupBy(lacking, ({ reason }) => reason)].map(([reason, each]) => ({
      reason,
      place: each.length === series.length ? category : `${category} (${each.map(({ name }) => name).join('; ')})`,
    }));
  });
}
