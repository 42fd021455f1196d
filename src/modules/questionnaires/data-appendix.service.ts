import { createHash } from 'node:crypto';
import type { Ctx } from '../../kit/ctx.ts';
import { type ExportColumn, exportSheet, exportTable } from '../../kit/export.ts';
import type { DataCut } from '../../kit/export.rules.ts';
import { inSnapshot, streamRows } from '../../kit/row-stream.ts';
import type { Sql } from '../../kit/sql.ts';
import type { Table } from '../../kit/table-file/table.ts';
import { writeTable } from '../../kit/table-file/write-table.ts';
import { zipBytes, type ZipEntry } from '../../kit/table-file/write-zip.ts';
import { inTransaction } from '../../kit/transaction.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { StoredFile } from '../files/file.entity.ts';
import { storeFile } from '../files/file.service.ts';
import { readme, standingFiles } from './data-appendix.rules.ts';
import type { ResponseCounts } from './response-export.rules.ts';
import { codebookTables, groundOf, responseTable } from './response-export.service.ts';

export interface AppendixOf {
  /** Of the file, without its ending. */
  name: string;
  /** Which responses: `inBatches(…)` of what was pinned. */
  which: Sql;
  cut: DataCut;
  /** What a reader needs besides the answers. */
  beside: readonly AnnexedTable[];
}

/** A table that is annexed beside the answers, as a file and as a sheet of the workbook. */
export interface AnnexedTable {
  /** Of its file, without its ending, and of its sheet. */
  name: string;
  /** What it holds, for the reader of the archive. */
  about: LocalizedText;
  columns: readonly Pick<ExportColumn<never>, 'code' | 'heading'>[];
  /** Opens it for reading, once, in a transaction that sees one moment. */
  open: (ctx: Ctx) => Table;
}

/** An annexed table of rows at hand, or of a statement of any length. */
export function annexedTable<Row extends object>(
  frame: Pick<AnnexedTable, 'name' | 'about'>,
  columns: readonly ExportColumn<Row>[],
  rows: readonly Row[] | Sql,
): AnnexedTable {
  return {
    ...frame,
    columns,
    open: (ctx) =>
      Array.isArray(rows)
        ? exportSheet(frame.name, columns, rows, ctx.language)
        : exportTable({ name: frame.name, columns, rows: streamRows<Row>(ctx, rows as Sql) }, { cut: 'FULL', language: ctx.language }),
  };
}

/**
 * R-III.3: the databases of answers that are annexed to the report, as one ZIP: the responses in CSV and XLSX, a codebook in three
 * languages, the form versions, what is withheld, what else the figures rest on, and the SHA-256 of every file. Headings are in `ctx.language`. Written as it is read,
 * in a transaction of its own; the caller audits it with the report.
 */
export async function writeDataAppendix(ctx: Ctx, appendix: AppendixOf): Promise<{ file: StoredFile } & ResponseCounts> {
  return inSnapshot(ctx, (reader) =>
    inTransaction(ctx, async (writer) => {
      const { content, counts } = await appendixContent(reader, appendix);
      const file = await storeFile(writer, { name: `${appendix.name}.zip`, mediaType: 'application/zip', content });
      return { file, ...counts };
    }),
  );
}

/** The bytes of an appendix, and how many rows it has. `ctx` is in a transaction that sees one moment. */
async function appendixContent(
  ctx: Ctx,
  { which, cut, beside }: Omit<AppendixOf, 'name'>,
): Promise<{ content: AsyncIterable<Uint8Array>; counts: ResponseCounts }> {
  const ground = await groundOf(ctx, { which, cut });
  const explained = beside.flatMap(({ name, columns }) =>
    columns.map(({ code, heading }) => ({ code, file: `${name}.csv`, text: heading })),
  );
  const standing = () => ({ responses: responseTable(ctx, ground), ...codebookTables(ctx, ground, explained) });
  const files = [
    ...standingFiles.map(({ name, about }) => ({ name, about, open: () => standing()[name] })),
    ...beside.map(({ name, about, open }) => ({ name, about, open: () => open(ctx) })),
  ];
  const sheets = () => files.filter(({ name }) => name !== 'responses').map(({ open }) => open());
  const entries: ZipEntry[] = [
    { name: 'README.md', content: () => bytesOf(readme(files)) },
    { name: 'responses.xlsx', content: () => writeTable('XLSX', standing().responses, { at: ctx.now, beside: sheets() }) },
    ...files.map(({ name, open }) => ({ name: `${name}.csv`, content: () => writeTable('CSV', open(), { at: ctx.now }) })),
  ];
  return { content: zipBytes(withSums(entries), ctx.now), counts: ground.counts };
}

async function* bytesOf(text: string): AsyncGenerator<Buffer, void> {
  yield Buffer.from(text);
}

/** The same files, and one more that states the SHA-256 of each, as `sha256sum --check` reads it. */
function withSums(entries: readonly ZipEntry[]): ZipEntry[] {
  const sums: string[] = [];
  const summed = entries.map(({ name, content }) => ({
    name,
    content: async function* () {
      const hash = createHash('sha256');
      for await (const piece of content()) {
        hash.update(piece);
        yield piece;
      }
      sums.push(`${hash.digest('hex')}  ${name}\n`);
    },
  }));
  const list: ZipEntry = {
    name: 'SHA256SUMS',
    content: () => bytesOf(sums.join('')),
  };
  return [...summed, list];
}
