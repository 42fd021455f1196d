import type { Ctx } from '../../kit/ctx.ts';
import { type Headings, isHeading, readHeadings } from '../../kit/table-file/heading.rules.ts';
import { isBlank } from '../../kit/table-file/table-file.rules.ts';
import { formatOf, readJsonObjects, readTable, type TableSource } from '../../kit/table-file/table-file.ts';
import { assertNone } from '../../kit/workflow.ts';
import { HubError, type Violation } from '../../shared/errors.ts';
import { readContent } from '../files/content.service.ts';
import { uploadToRead } from '../files/upload.service.ts';
import { type FileLine, lineOfCells, lineOfObject, neededVolumeColumns, volumeFileColumns } from './volume-file.rules.ts';
import { lineCountViolation, mostLines, unreadableVolumes } from './volume-line.rules.ts';

/** What a file states, and its SHA-256: where its figures come from. */
export interface StatedInFile {
  lines: readonly FileLine[];
  sha256: string;
}

/** Reads an upload without using it up. Refuses with all that cannot be read, by row and column. NOT_FOUND for another's. */
export async function readVolumes(ctx: Ctx, uploadId: string): Promise<StatedInFile> {
  const { id, bytes, mediaType, sha256 } = await uploadToRead(ctx, uploadId);
  const refusal = unreadableVolumes(bytes, formatOf(mediaType) !== undefined);
  if (refusal) throw new HubError(refusal);
  const lines: FileLine[] = [];
  for await (const line of linesOf({ bytes, read: (from, to) => readContent(ctx, id, from, to) }, mediaType)) {
    lines.push(line);
    if (lines.length > mostLines) break;
  }
  const wrong = lines.flatMap(({ row, flaws }) => flaws.map(({ column, violation }) => at(row, column, violation)));
  assertNone([...[lineCountViolation(lines.length)].flatMap((violation) => violation ?? []), ...wrong]);
  return { lines, sha256 };
}

function at(row: number, column: string | undefined, violation: Violation): Violation {
  return { ...violation, path: ['input', 'uploadId'], row, column };
}

async function* linesOf(source: TableSource, mediaType: string): AsyncGenerator<FileLine, void> {
  const format = formatOf(mediaType);
  if (format === 'CSV' || format === 'XLSX') return yield* linesOfTable(source, format);
  for await (const { number, value } of readJsonObjects(source)) yield lineOfObject(number, value);
}

async function* linesOfTable(source: TableSource, format: 'CSV' | 'XLSX'): AsyncGenerator<FileLine, void> {
  let headings: Headings | undefined;
  for await (const row of readTable(source, format)) {
    if (isBlank(row)) continue;
    if (!headings) {
      const read = readHeadings(row.cells, volumeFileColumns, neededVolumeColumns);
      assertNone(read.flaws.map(({ column, violation }) => at(row.number, column, violation)));
      ({ headings } = read);
    } else if (!isHeading(row.cells, volumeFileColumns, headings)) {
      yield lineOfCells(row.number, row.cells, headings);
    }
  }
}
