import type { Ctx } from '../../kit/ctx.ts';
import { formatOf, readJsonObjects, readTable, type TableSource } from '../../kit/table-file/table-file.ts';
import { type FileFlaw, type Headings, isHeading, readHeadings } from '../../kit/table-file/heading.rules.ts';
import { emptyFile } from '../../kit/table-file/table-file.rules.ts';
import { HubError, type Violation } from '../../shared/errors.ts';
import { readContent } from '../files/content.service.ts';
import type { StoredFile } from '../files/file.entity.ts';
import type { FormVersion } from '../forms/form.entity.ts';
import { columnsNeeded, columnsOfFile, markOf, markRefusal, responseOfCells, responseOfObject } from './response-file.rules.ts';
import type { FiledResponse, MunicipalityColumn } from './response.rules.ts';

/** What a row of a file says, or what is wrong with it; without a response it is the file that is wrong, and nothing follows. */
export interface FileRow {
  row: number;
  response?: FiledResponse;
  municipalityColumn?: MunicipalityColumn;
  violations: readonly Violation[];
}

/** The responses of a file one after the other, never more of it at hand than a piece. What is wrong with the file itself comes last. */
export async function* readResponses(ctx: Ctx, file: StoredFile, version: FormVersion): AsyncGenerator<FileRow, void> {
  let count = 0;
  try {
    for await (const row of rowsOf(ctx, file, version)) {
      count += 1;
      yield row;
    }
    if (count === 0) throw emptyFile();
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    for (const violation of error.details.violations ?? [error.violation]) yield { row: violation.row ?? 1, violations: [violation] };
  }
}

function rowsOf(ctx: Ctx, { bytes, contentId, mediaType }: StoredFile, version: FormVersion): AsyncGenerator<FileRow, void> {
  const source: TableSource = { bytes, read: (from, to) => readContent(ctx, contentId, from, to) };
  const format = formatOf(mediaType);
  return format === 'CSV' || format === 'XLSX' ? rowsOfTable(source, format, version) : rowsOfJson(source, version);
}

async function* rowsOfJson(source: TableSource, version: FormVersion): AsyncGenerator<FileRow, void> {
  for await (const { number, value } of readJsonObjects(source)) {
    const { flaws, ...read } = responseOfObject(value, version.id);
    yield { row: number, ...read, violations: placed(flaws, number) };
  }
}

/** A mark may stand anywhere, for files are pasted together; the first other line that is not empty has the headings. */
async function* rowsOfTable(source: TableSource, format: 'CSV' | 'XLSX', { id, questions }: FormVersion): AsyncGenerator<FileRow, void> {
  const columns = columnsOfFile(questions);
  let headings: Headings | undefined;
  for await (const row of readTable(source, format)) {
    const mark = markOf(row.cells);
    if (mark !== undefined) {
      refuse(
        row.number,
        [markRefusal(mark, id)].flatMap((violation) => (violation ? [{ violation }] : [])),
      );
    } else if (!headings) {
      const read = readHeadings(row.cells, columns, columnsNeeded(questions));
      refuse(row.number, read.flaws);
      ({ headings } = read);
    } else if (!isHeading(row.cells, columns, headings)) {
      const { flaws, ...read } = responseOfCells(row.cells, headings, questions);
      yield { row: row.number, ...read, violations: placed(flaws, row.number) };
    }
  }
}

/** Refuses the file for what is wrong with its head, all of it. */
function refuse(row: number, flaws: readonly FileFlaw[]): void {
  const violations = placed(flaws, row);
  const [first] = violations;
  if (first) throw new HubError(first, { violations });
}

function placed(flaws: readonly FileFlaw[], row: number): Violation[] {
  return flaws.map(({ column, violation }) => ({ ...violation, path: ['input', 'uploadId'], row, column }));
}
