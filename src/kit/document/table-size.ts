import type { TableColumn } from './document.rules.ts';
import { textWidth } from './font.ts';

/** How a table stands on the page; sizes in points. */
export interface TableSize {
  /** Takes pages laid across. */
  readonly isWide: boolean;
  readonly textSize: number;
  /** The columns' shares of the page's width, together 1. */
  readonly shares: readonly number[];
}

/** The room between the margins of an A4 page, in points: upright, and laid across. */
export const pageWidths = { upright: 482, across: 728 } as const;
/** What a cell's sides take from its text's room. */
export const cellPadding = 10;

const mostUprightColumns = 7;
const textSize = 9;
const smallTextSize = 8;
// What is longer is no word, but a key or a link, and breaks.
const longestLetters = 24;

/** As weighed, and no column narrower than its longest word while there is room; across the page if there is none upright. */
export function tableSize(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): TableSize {
  const weights = columns.map(({ weight }) => weight ?? 1);
  const least = leastWidths(columns, rows, textSize);
  const isWide = columns.length > mostUprightColumns || sum(least) > pageWidths.upright;
  if (!isWide) return { isWide, textSize, shares: sharesOf(least, weights, pageWidths.upright) };
  return { isWide, textSize: smallTextSize, shares: sharesOf(leastWidths(columns, rows, smallTextSize), weights, pageWidths.across) };
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

function sharesOf(least: readonly number[], weights: readonly number[], room: number): number[] {
  const spare = Math.max(0, room - sum(least));
  const widths = least.map((width, index) => width + (spare * (weights[index] ?? 1)) / sum(weights));
  return widths.map((width) => Math.round((10_000 * width) / sum(widths)) / 10_000);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
