/** Excel reads UTF-8 only in files that begin with this. */
export const byteOrderMark = '\uFEFF';

/** What a cell may hold; null is an empty cell, never a zero. */
export type Cell = string | number | null;

const formulaStart = /^[=+\-@\t\r]/;

/**
 * A text that no spreadsheet takes for a formula: one that begins with = + - @ TAB or CR gets an apostrophe before it. For CSV cells;
 * a cell of XLSX needs none, because it is typed as a string.
 */
export function escapeFormula(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** A cell of a CSV file (RFC 4180). Numbers stay numbers, also negative ones; texts are escaped. */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'number' ? String(cell) : escapeFormula(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of a CSV file, with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
