import type { TableColumn } from './document.rules.ts';
import { textWidth } from './font.ts';

/** How a table stands on the page; sizes in points. */
export interface TableSize {
  /** Takes pages laid across. */
  readonly isWide: boolean;
  readonly textSize: number;
  /** The columns' shares of the page's width, together 1. */
  readonly shares: readonly number[];
  /** Whether a row is not parted by the end of a page. */
  readonly keptTogether: readonly boolean[];
}

/** The room between the margins of an A4 page, in points: upright, and laid across. */
export const pageWidths = { upright: 482, across: 728 } as const;
/** What a cell's sides take from its text's room. */
export const cellPadding = 10;

/** In points, as they are tried. */
export const tableTextSizes = [9, 8, 7.5] as const;
const acrossTextSize = 8;
// What is longer is no word, but a key or a link, and breaks.
const longestLetters = 24;

/** No column narrower than its longest word while there is room, then as wide as its texts are; what is left as weighed. */
export function tableSize(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): TableSize {
  const isUpright = (size: number) => sum(leastWidths(columns, rows, size)) <= pageWidths.upright;
  const uprightSize = tableTextSizes.find(isUpright);
  const textSize = uprightSize ?? acrossTextSize;
  const room = uprightSize === undefined ? pageWidths.across : pageWidths.upright;
  const widths = { room, least: leastWidths(columns, rows, textSize), whole: wholeWidths(columns, rows, textSize) };
  const shares = sharesOf(columns, widths);
  const isKept = (row: readonly string[]) =>
    row.every((text, index) => linesOf(text, (shares[index] ?? 0) * room - cellPadding, textSize) <= mostLinesKept);
  return { isWide: uprightSize === undefined, textSize, shares, keptTogether: rows.map(isKept) };
}

// What is kept together must fit on a page laid across, also where every other word begins a line.
const mostLinesKept = 15;

function linesOf(text: string, room: number, size: number): number {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(textWidth(line, size) / room)), 0);
}

function leastWidths(columns: readonly TableColumn[], rows: readonly (readonly string[])[], size: number): number[] {
  return columns.map(
    ({ title }, index) =>
      cellPadding + rows.reduce((width, row) => Math.max(width, longestWord(row[index] ?? '', size)), longestWord(title, size, 'bold')),
  );
}

function longestWord(text: string, size: number, weight?: 'bold'): number {
  return Math.max(...text.split(/[ \n\t]|(?<=-)/u).map((word) => textWidth(word.slice(0, longestLetters), size, weight)));
}

/** How wide columns are whose texts stand in one line each; a heading may take two, and why there is no number three. */
function wholeWidths(columns: readonly TableColumn[], rows: readonly (readonly string[])[], size: number): number[] {
  return columns.map(({ title, align }, index) => {
    const widthOf = (text: string) => {
      const lines = align === 'end' && !/^[-−\d]/u.test(text) ? 3 : 1;
      return cellPadding + Math.max(...text.split('\n').map((line) => textWidth(line, size))) / lines;
    };
    const heading = cellPadding + 0.6 * textWidth(title, size, 'bold');
    return rows.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), heading);
  });
}

interface Widths {
  room: number;
  least: readonly number[];
  whole: readonly number[];
}

function sharesOf(columns: readonly TableColumn[], { room, least, whole }: Widths): number[] {
  let widths = [...least];
  const deal = (wants: readonly number[]) => {
    const spare = Math.max(0, room - sum(widths));
    const part = sum(wants) > spare ? spare / sum(wants) : 1;
    widths = widths.map((width, index) => width + part * (wants[index] ?? 0));
  };
  const wantsUpTo = (most: number, isOf: (column: TableColumn) => boolean) =>
    columns.map((column, index) => (isOf(column) ? Math.max(0, Math.min(whole[index] ?? 0, most) - (widths[index] ?? 0)) : 0));
  // Numbers first, that they need not break; then texts, of which none takes more than half before the others have what they want.
  deal(wantsUpTo(room, ({ align }) => align === 'end'));
  deal(wantsUpTo(room / 2, ({ align }) => align !== 'end'));
  deal(wantsUpTo(room, ({ align }) => align !== 'end'));
  const weights = columns.map(({ weight }) => weight ?? 1);
  const left = Math.max(0, room - sum(widths)) / sum(weights);
  widths = widths.map((width, index) => width + left * (weights[index] ?? 1));
  return widths.map((width) => Math.round((10_000 * width) / sum(widths)) / 10_000);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
