import type { Cell } from '../../shared/csv-cell.ts';

export interface TableColumn {
  /** What machines know it by; the same in every language. */
  code: string;
  /** What people read. */
  heading: string;
}

/** A table of any length: its rows are read as they are written, once. */
export interface Table {
  /** What its sheet is called. */
  name: string;
  columns: readonly TableColumn[];
  /** What its first cell says, on a line above all others; nothing unless given. */
  mark?: string;
  /** A cell for each column. */
  rows: AsyncIterable<readonly Cell[]>;
}

/** A table that is at hand. */
export function smallTable(name: string, columns: readonly TableColumn[], cells: readonly (readonly Cell[])[]): Table {
  return {
    name,
    columns,
    rows: (async function* () {
      yield* cells;
    })(),
  };
}

/** The lines that a table begins with: its mark, if it has one; the codes; the words. */
export function headLines({ mark, columns }: Pick<Table, 'mark' | 'columns'>): string[][] {
  const marked = mark === undefined ? [] : [[mark]];
  return [...marked, columns.map(({ code }) => code), columns.map(({ heading }) => heading)];
}
