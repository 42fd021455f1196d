import { dataFile, readCsv } from '../../../src/kit/data.ts';

const columns = ['code', 'level', 'parent_code', 'name_ky', 'name_ru', 'name_en', 'change', 'predecessors', 'valid_from'] as const;
type Column = (typeof columns)[number];
/** A row of a classifier; cells left out are empty. */
export type ClassifierCells = { code: string } & Partial<Record<Column, string>>;

/** The text of a classifier file. */
export function classifierText(rows: readonly ClassifierCells[], separator = ','): string {
  return [columns.join(separator), ...rows.map((row) => columns.map((column) => row[column] ?? '').join(separator))].join('\r\n');
}

/** The division that a fresh hub has, as a classifier would list it: code, level and parent, nothing changed. */
export function wholeDivision(): ClassifierCells[] {
  return readCsv<'code' | 'level' | 'parent_code'>(dataFile('reference/admin_units.csv')).map(({ code, level, parent_code }) => ({
    code,
    level,
    parent_code,
  }));
}

/** The whole division with some rows in place of its own; the units of `without` are not listed. */
export function divisionWith(rows: readonly ClassifierCells[], without: readonly string[] = []): ClassifierCells[] {
  const replaced = new Set([...rows.map(({ code }) => code), ...without]);
  return [...wholeDivision().filter(({ code }) => !replaced.has(code)), ...rows];
}

/** The rows of the example that the product ships, in a whole division. */
export function exampleDivision(): ClassifierCells[] {
  const rows = readCsv<Column>(dataFile('reference/classifier.example.csv'));
  return divisionWith(
    rows,
    rows.flatMap(({ predecessors }) => predecessors.split(/[ |]/)),
  );
}
