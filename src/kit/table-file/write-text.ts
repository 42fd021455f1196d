import { byteOrderMark, type Cell, csvLine } from '../../shared/csv-cell.ts';
import { headLines, type Table } from './table.ts';

const pieceLength = 65_536;

/** Text as bytes, some 64 KB at a time. */
export async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Buffer, void> {
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < pieceLength) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}

/** CSV (RFC 4180) that Excel opens as UTF-8: a line of codes, a line of headings, then the rows; formulas are disarmed. */
export async function* csvLines(table: Table): AsyncGenerator<string, void> {
  yield `${byteOrderMark}${headLines(table).map(csvLine).join('')}`;
  for await (const cells of table.rows) yield csvLine(cells);
}

/** A JSON object per line and row, its members named by the codes. */
export async function* ndjsonLines({ columns, rows }: Table): AsyncGenerator<string, void> {
  const codes = columns.map(({ code }) => code);
  for await (const cells of rows) yield `${JSON.stringify(member(codes, cells))}\n`;
}

/** One JSON object: the columns with their headings, then the rows, their members named by the codes. */
export async function* jsonLines({ name, columns, rows }: Table): AsyncGenerator<string, void> {
  const codes = columns.map(({ code }) => code);
  yield `{"name":${JSON.stringify(name)},"columns":${JSON.stringify(columns)},"rows":[`;
  let separator = '\n';
  for await (const cells of rows) {
    yield `${separator}${JSON.stringify(member(codes, cells))}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}

function member(codes: readonly string[], cells: readonly Cell[]): Record<string, Cell> {
  return Object.fromEntries(codes.map((code, place) => [code, cells[place] ?? null]));
}
