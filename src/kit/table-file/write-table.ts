import type { TableFormat } from '../export.rules.ts';
import type { Table } from './table.ts';
import { csvLines, encoded, jsonLines, ndjsonLines } from './write-text.ts';
import { xlsxBytes } from './write-xlsx.ts';

/** How the files of a format are called and typed. */
export const fileOfFormat: Record<TableFormat, { ending: string; mediaType: string }> = {
  CSV: { ending: 'csv', mediaType: 'text/csv; charset=utf-8' },
  XLSX: { ending: 'xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  JSON: { ending: 'json', mediaType: 'application/json' },
  NDJSON: { ending: 'ndjson', mediaType: 'application/x-ndjson' },
};

/** The bytes of a file that holds a table, made as its rows are read. Of the formats only XLSX has room for the sheets `beside` it. */
export function writeTable(
  format: TableFormat,
  table: Table,
  { at, beside = [] }: { at: Date; beside?: readonly Table[] },
): AsyncIterable<Uint8Array> {
  switch (format) {
    case 'CSV':
      return encoded(csvLines(table));
    case 'XLSX':
      return xlsxBytes([table, ...beside], at);
    case 'JSON':
      return encoded(jsonLines(table));
    case 'NDJSON':
      return encoded(ndjsonLines(table));
  }
}
