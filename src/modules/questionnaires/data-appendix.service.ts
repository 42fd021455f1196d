import { createHash } from 'node:crypto';
import type { Ctx } from '../../kit/ctx.ts';
import type { DataCut } from '../../kit/export.rules.ts';
import { inSnapshot } from '../../kit/row-stream.ts';
import type { Sql } from '../../kit/sql.ts';
import type { Table } from '../../kit/table-file/table.ts';
import { writeTable } from '../../kit/table-file/write-table.ts';
import { zipBytes, type ZipEntry } from '../../kit/table-file/write-zip.ts';
import { inTransaction } from '../../kit/transaction.ts';
import type { StoredFile } from '../files/file.entity.ts';
import { storeFile } from '../files/file.service.ts';
import type { ResponseCounts } from './response-export.rules.ts';
import { codebookTables, groundOf, responseTable } from './response-export.service.ts';

export interface AppendixOf {
  /** Of the file, without its ending. */
  name: string;
  /** Which responses: `inBatches(…)` of what was pinned. */
  which: Sql;
  cut: DataCut;
}

/**
 * R-III.3: the databases of answers that are annexed to the report, as one ZIP: the responses in CSV and XLSX, a codebook in three
 * languages, the form versions, what is withheld, and the SHA-256 of every file. Headings are in `ctx.language`. Written as it is read,
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
  { which, cut }: Omit<AppendixOf, 'name'>,
): Promise<{ content: AsyncIterable<Uint8Array>; counts: ResponseCounts }> {
  const ground = await groundOf(ctx, { which, cut });
  const tables = () => codebookTables(ctx, ground);
  const csv = (name: string, table: () => Table): ZipEntry => ({ name, content: () => writeTable('CSV', table(), { at: ctx.now }) });
  const entries: ZipEntry[] = [
    csv('responses.csv', () => responseTable(ctx, ground)),
    {
      name: 'responses.xlsx',
      content: () => writeTable('XLSX', responseTable(ctx, ground), { at: ctx.now, beside: Object.values(tables()) }),
    },
    csv('codebook.csv', () => tables().codebook),
    csv('options.csv', () => tables().options),
    csv('form-versions.csv', () => tables().formVersions),
    csv('notes.csv', () => tables().notes),
  ];
  return { content: zipBytes(withSums(entries), ctx.now), counts: ground.counts };
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
    content: async function* () {
      yield Buffer.from(sums.join(''));
    },
  };
  return [...summed, list];
}
