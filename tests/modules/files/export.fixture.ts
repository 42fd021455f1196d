import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { fromBufferPromise } from 'yauzl';
import type { Client, TestHub } from '../../support/hub.ts';

export const exportFields =
  'id kind format cut rows createdAt expiresAt job { id state done total failure { code rule message } } file { name mediaType bytes sha256 url }';

export interface ExportSeen {
  id: string;
  rows: number | null;
  expiresAt: string;
  job: {
    id: string;
    state: string;
    done: number;
    total: number | null;
    failure: { code: string; rule: string | null; message: string } | null;
  };
  file: { name: string; mediaType: string; bytes: number; sha256: string; url: string } | null;
}

const start = `mutation($input: StartExportInput!) { startExport(input: $input) { export { ${exportFields} } } }`;
const read = `query($id: ID!) { export(id: $id) { ${exportFields} } }`;

/** A table read again: its lines above the headings' words, and its rows by the codes. */
export interface ReadTable {
  lines: string[][];
  codes: string[];
  rows: Record<string, string>[];
}

export function exportsOf(hub: TestHub) {
  const started = async (client: Client, input: Record<string, unknown>): Promise<ExportSeen> =>
    (await client.must(start, { input: { idempotencyKey: hub.key(), ...input } })).startExport.export;
  const seen = async (client: Client, id: string): Promise<ExportSeen> => (await client.must(read, { id })).export;
  const fetched = async ({ file }: ExportSeen): Promise<Buffer> => Buffer.from(await (await fetch(file?.url ?? '')).arrayBuffer());
  /** Started, made, and read again. */
  const made = async (client: Client, input: Record<string, unknown>): Promise<ExportSeen> => {
    const { id } = await started(client, input);
    await hub.runJobs();
    return seen(client, id);
  };
  return {
    started,
    seen,
    made,
    fetched,
    async refused(client: Client, input: Record<string, unknown>) {
      const [error] = await client.refused(start, { input: { idempotencyKey: hub.key(), ...input } });
      return error?.extensions;
    },
    unseen: async (client: Client, id: string) => (await client.refused(read, { id }))[0]?.extensions.code,
    /** As CSV, in full unless said. */
    async table(client: Client, input: Record<string, unknown>): Promise<ReadTable & { export: ExportSeen }> {
      const done = await made(client, { format: 'CSV', cut: 'FULL', language: 'EN', ...input });
      if (!done.file) throw new Error(`No file: ${JSON.stringify(done.job)}`);
      return { ...tableOf(await fetched(done)), export: done };
    },
  };
}

export function tableOf(csv: Buffer): ReadTable {
  const lines: string[][] = parse(csv, { bom: true, relaxColumnCount: true });
  const head = lines[0]?.length === 1 && lines[0][0]?.startsWith('#') ? 1 : 0;
  const codes = lines[head] ?? [];
  const rows = lines.slice(head + 2).map((cells) => Object.fromEntries(codes.map((code, place) => [code, cells[place] ?? ''])));
  return { lines, codes, rows };
}

/** The files of an archive by name, in its order. */
export async function unzipped(zip: Buffer): Promise<Map<string, Buffer>> {
  const archive = await fromBufferPromise(zip);
  const files = new Map<string, Buffer>();
  for await (const entry of archive.eachEntry()) {
    const pieces = (await archive.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    files.set(entry.fileName, await buffer(pieces));
  }
  return files;
}
