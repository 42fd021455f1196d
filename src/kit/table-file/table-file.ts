import { readCsv } from './csv-table.ts';
import type { TableRow } from './table-file.rules.ts';
import type { TableSource } from './table-source.ts';
import { readXlsx } from './xlsx-table.ts';

export { readJsonObjects } from './json-table.ts';
export type { TableSource } from './table-source.ts';

export type FileFormat = 'CSV' | 'XLSX' | 'JSON';

/** What a file is read as, by its media type; undefined = the hub reads no data in it. */
export function formatOf(mediaType: string): FileFormat | undefined {
  return formats[mediaType];
}

const formats: Readonly<Record<string, FileFormat | undefined>> = {
  'text/csv': 'CSV',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/json': 'JSON',
};

/** The rows of a CSV file, or of the first sheet of a workbook that is shown, one after the other, without the empty ones. Refuses what is over `tableLimits`. */
export function readTable(source: TableSource, format: 'CSV' | 'XLSX'): AsyncGenerator<TableRow, void> {
  return format === 'CSV' ? readCsv(source) : readXlsx(source);
}
