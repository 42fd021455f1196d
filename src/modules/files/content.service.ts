import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Ctx } from '../../kit/ctx.ts';
import { firstRow, run, sql } from '../../kit/sql.ts';

/** Bytes in a row of content. However large a file is, no more than this of it is held. */
export const chunkBytes = 262_144;

/**
 * Bytes regrouped into rows: 256 KB each, the first one shorter where it fills up a row begun before, the last one what is left. When
 * the source breaks off, what came until then is given before the error goes on.
 */
export async function* inChunks(source: AsyncIterable<Uint8Array>, firstBytes = chunkBytes): AsyncGenerator<Buffer, void> {
  let chunk = Buffer.alloc(firstBytes);
  let size = 0;
  const rest = (): Buffer[] => (size > 0 ? [chunk.subarray(0, size)] : []);
  try {
    for await (const piece of source) {
      for (let from = 0; from < piece.length;) {
        const part = piece.subarray(from, from + chunk.length - size);
        chunk.set(part, size);
        size += part.length;
        from += part.length;
        if (size < chunk.length) continue;
        yield chunk;
        chunk = Buffer.alloc(chunkBytes);
        size = 0;
      }
    }
  } catch (error) {
    yield* rest();
    throw error;
  }
  yield* rest();
}

/** Size in bytes and SHA-256 (hex) of a content. */
export interface ContentFacts {
  bytes: number;
  sha256: string;
}

const compressed = promisify(gzip);
const decompressed = promisify(gunzip);
/** Texts shrink to a fifth at the quickest; the database itself would take longer over it than over all else that it does with a row. */
const quickest = { level: 1 };

/** Writes a content, row by row, in the caller's transaction. While the database writes a row, the next one is made ready. */
export async function writeContent(ctx: Ctx, contentId: string, content: AsyncIterable<Uint8Array>): Promise<ContentFacts> {
  const hash = createHash('sha256');
  let bytes = 0;
  let isCompressed = true;
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for await (const chunk of inChunks(content)) {
      hash.update(chunk);
      const smaller: Buffer = isCompressed ? await compressed(chunk, quickest) : chunk;
      // Of what does not shrink, like a spreadsheet, the rest will not either.
      isCompressed = smaller.length < chunk.length;
      await writing;
      writing = run(
        ctx,
        sql`insert into content_chunk (content_id, ordinal, bytes, is_compressed)
            values (${contentId}, ${bytes / chunkBytes}::int, ${isCompressed ? smaller : chunk}::bytea, ${isCompressed})`,
      );
      // Thrown where it is awaited.
      writing.catch(() => undefined);
      bytes += chunk.length;
    }
  } finally {
    await writing;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The bytes of a content from one place up to another (not included), in order, a row at a time; the whole unless given. */
export async function* readContent(
  ctx: Pick<Ctx, 'em'>,
  contentId: string,
  from = 0,
  to = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<Buffer, void> {
  for (let ordinal = Math.floor(from / chunkBytes); ordinal * chunkBytes < to; ordinal += 1) {
    const start = ordinal * chunkBytes;
    const row = await firstRow<{ bytes: Buffer; isCompressed: boolean }>(
      ctx,
      sql`select bytes, is_compressed from content_chunk where content_id = ${contentId} and ordinal = ${ordinal}`,
    );
    if (!row) return;
    const bytes = row.isCompressed ? await decompressed(row.bytes) : row.bytes;
    yield bytes.subarray(Math.max(0, from - start), to - start);
  }
}

/** Removes a content, unless a file was made of it. */
export async function discardContent(ctx: Ctx, contentId: string): Promise<void> {
  await run(
    ctx,
    sql`delete from content_chunk where content_id = ${contentId} and not exists (select 1 from file f where f.content_id = ${contentId})`,
  );
}

/** SHA-256 (hex) of a content as it is stored. */
export async function hashContent(ctx: Pick<Ctx, 'em'>, contentId: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readContent(ctx, contentId)) hash.update(chunk);
  return hash.digest('hex');
}
