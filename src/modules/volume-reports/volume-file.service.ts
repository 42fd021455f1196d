import type { Ctx } from '../../kit/ctx.ts';
import { type Headings, isHeading, readHeadings } from '../../kit/table-file/heading.rules.ts';
import { emptyFile } from '../../kit/table-file/table-file.rules.ts';
import { formatOf, readJsonObjects, readTable, type TableSource } from '../../kit/table-file/table-file.ts';
import { assertNone } from '../../kit/workflow.ts';
import { HubError } from '../../shared/errors.ts';
import { readContent } from '../files/content.service.ts';
import { uploadToRead } from '../files/upload.service.ts';
import {
  atCell,
  type FileLine,
  lineOfCells,
  lineOfObject,
  neededVolumeColumns,
  tooManyLines,
  volumeFileColumns,
} from './volume-file.rules.ts';
import { mostLines, unreadableVolumes } from './volume-line.rules.ts';

/** What a file states, and its SHA-256: where its figures come from. */
export interface StatedInFile {
  lines: readonly FileLine[];
  sha256: string;
}

/**
 * Reads an upload without using it up. What its cells cannot say is told with its lines; refuses a file that is none, has nothing in it or
 * more than can be taken, or whose headings are wrong. NOT_FOUND for another's.
 */
export async function readVolumes(ctx: Ctx, uploadId: string): Promise<StatedInFile> {
  const { id, bytes, mediaType, sha256 } = await uploadToRead(ctx, uploadId);
  const refusal = unreadableVolumes(bytes, formatOf(mediaType) !== undefined);
  if (refusal) throw new HubError(refusal);
  const lines: FileLine[] = [];
  for await (const line of linesOf({ bytes, read: (from, to) => readContent(ctx, id, from, to) }, mediaType)) {
    if (lines.push(line) > mostLines) throw new HubError(tooManyLines(line.row));
  }
  if (lines.length === 0) throw emptyFile();
  return { lines, sha256 };
}

async function* linesOf(source: TableSource, mediaType: string): AsyncGenerator<FileLine, void> {
  const format = formatOf(mediaType);
  if (format === 'CSV' || format === 'XLSX') return yield* linesOfTable(source, format);
  for await (const { number, value } of readJsonObjects(source)) yield lineOfObject(number, value);
}

async function* linesOfTable(source: TableSource, format: 'CSV' | 'XLSX'): AsyncGenerator<FileLine, void> {
  let headings: Headings | undefined;
  for await (const row of readTable(source, format)) {
    if (!headings) {
      const read = readHeadings(row.cells, volumeFileColumns, neededVolumeColumns);
      assertNone(read.flaws.map(({ column, violation }) => atCell(violation, row.number, column)));
      ({ headings } = read);
    } else if (!isHeading(row.cells, volumeFileColumns, headings)) {
      yield lineOfCells(row.number, row.cells, headings);
    }
  }
}
