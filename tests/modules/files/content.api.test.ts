import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { newId } from '../../../src/kit/entity.ts';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { chunkBytes, readContent, writeContent } from '../../../src/modules/files/content.service.ts';
import { startHub, type TestHub } from '../../support/hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
});
afterAll(() => hub.stop());

const ctx = () => consoleCtx(hub.hub.orm, hub.clock, 'test');

async function kept(content: Buffer): Promise<string> {
  const id = newId();
  async function* pieces() {
    yield content;
  }
  const facts = await inTransaction(ctx(), (inner) => writeContent(inner, id, pieces()));
  expect(facts).toEqual({ bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') });
  return id;
}

async function read(id: string, from?: number, to?: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readContent(ctx(), id, from, to)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const rowsOf = (id: string) =>
  hub.rows<{ isCompressed: boolean; stored: number }>(
    sql`select is_compressed, octet_length(bytes) as stored from content_chunk where content_id = ${id} order by ordinal`,
  );

describe('a content that the hub made', () => {
  const text = Buffer.from('{"code":"MS-002","жооп":"кезек узун"}\n'.repeat(20_000));

  it('is kept compressed, and read back as it was, whole or from a place to another across rows', async () => {
    const id = await kept(text);
    const rows = await rowsOf(id);
    expect(rows).toHaveLength(Math.ceil(text.length / chunkBytes));
    for (const { isCompressed, stored } of rows) expect([isCompressed, stored < chunkBytes / 5]).toEqual([true, true]);
    expect((await read(id)).equals(text)).toBe(true);
    const [from, to] = [chunkBytes - 7, chunkBytes + 11];
    expect((await read(id, from, to)).equals(text.subarray(from, to))).toBe(true);
  });

  it('is kept as it is where compressing would not make it smaller', async () => {
    const noise = randomBytes(chunkBytes + 10);
    const id = await kept(noise);
    expect(await rowsOf(id)).toEqual([
      { isCompressed: false, stored: chunkBytes },
      { isCompressed: false, stored: 10 },
    ]);
    expect((await read(id)).equals(noise)).toBe(true);
  });

  it('is written by the time that its source is known to have broken off, so that whoever cleans up finds all of it', async () => {
    const id = newId();
    const whole = randomBytes(chunkBytes);
    async function* pieces() {
      yield whole;
      yield whole;
      throw new Error('The line is cut');
    }
    await expect(writeContent(ctx(), id, pieces())).rejects.toThrow('The line is cut');
    expect(await rowsOf(id)).toHaveLength(2);
  });

  it('is not lost in silence where a row cannot be written', async () => {
    const id = newId();
    const again = async () => {
      async function* pieces() {
        yield randomBytes(3 * chunkBytes);
      }
      await writeContent(ctx(), id, pieces());
    };
    await again();
    await expect(again()).rejects.toThrow('content_chunk');
  });
});
