import { Readable } from 'node:stream';
import { CsvError, parse, type Parser } from 'csv-parse';
import { brokenCsv, columnName, formulaInCell, isHandedOn, RowCount, tableLimits, type TableRow, tooLongCell } from './table-file.rules.ts';
import { type TableSource, textOf } from './table-source.ts';

/** Rows of a CSV file, separated by commas, semicolons or tabs, whichever its first line names or has most of. */
export async function* readCsv(source: TableSource): AsyncGenerator<TableRow, void> {
  const text = textOf(source);
  const { rest: start, delimiter } = separated(await beginningOf(text));
  let parsed = 0;
  const parser: Parser = parse({
    delimiter: delimiter ?? delimiterOf(start),
    // Of files that were pasted together each keeps its own.
    recordDelimiter: ['\r\n', '\n', '\r'],
    relaxColumnCount: true,
    onRecord: (cells) => {
      parsed += 1;
      // Of every record that is not as long as the first the parser makes an error, with its stack, and drops it: so each is the first.
      Object.assign(parser.info, { records: 0 });
      return cells;
    },
    // Of a whole line: what is longer is a quotation mark that was never closed.
    maxRecordSize: tableLimits.columns * tableLimits.cell,
  });
  const input = Readable.from(joined(start, text)).on('error', (error) => parser.destroy(error));
  const count = new RowCount();
  let number = 0;
  try {
    for await (const cells of input.pipe(parser) as AsyncIterable<string[]>) {
      number += 1;
      const row = { number, cells };
      if (!isHandedOn(row)) continue;
      count.add(row);
      const formula = cells.findIndex((cell) => cell.startsWith('='));
      if (formula !== -1) throw formulaInCell({ row: number, column: columnName(formula) });
      yield row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The rows before it that were still waiting are gone.
    throw error.code === 'CSV_MAX_RECORD_SIZE' ? tooLongCell({ row: parsed + 1 }) : brokenCsv(parsed + 1);
  } finally {
    input.destroy();
  }
}

/**
 * Takes the line `sep=;` off the start of a text, with which a spreadsheet names what separates the cells; it shows that line to nobody, and
 * counts the rows without it.
 */
export function separated(text: string): { rest: string; delimiter?: string } {
  const [line = '', delimiter] = /^"?sep=([,;\t])"?(?:\r\n|\n|\r)/i.exec(text) ?? [];
  return { rest: text.slice(line.length), delimiter };
}

/** Enough of the text to see its first line. */
async function beginningOf(text: AsyncIterator<string>): Promise<string> {
  let start = '';
  while (start.length < tableLimits.cell && !start.includes('\n')) {
    const { value, done } = await text.next();
    if (done) break;
    start += value;
  }
  return start;
}

async function* joined(start: string, rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield start;
  yield* rest;
}

const delimiters = [',', ';', '\t'] as const;

/** Of the first line that has any: what stands in quotation marks separates nothing, and the mark of a template stands alone. */
function delimiterOf(start: string): string {
  const lines = start
    .slice(0, 20_000)
    .replaceAll(/"[^"]*"/g, '')
    .split('\n');
  const counted = lines.map((line) => delimiters.map((delimiter) => line.split(delimiter).length - 1));
  const counts = counted.find((each) => each.some((count) => count > 0)) ?? [1, 0, 0];
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}
