import { describe, expect, it } from 'vitest';
import { chunkBytes, inChunks } from '../../../src/modules/files/content.service.ts';

/** Pieces of some size, as a socket gives them, with a count of how many were taken. */
function piecesOf(sizes: readonly number[], failAtEnd = false) {
  const taken = { pieces: 0, bytes: 0 };
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    for (const size of sizes) {
      taken.pieces += 1;
      taken.bytes += size;
      yield Buffer.alloc(size, taken.pieces % 251);
    }
    if (failAtEnd) throw new Error('the line was cut');
  }
  return { pieces: pieces(), taken };
}

async function sizesOf(chunks: AsyncIterable<Buffer>): Promise<number[]> {
  const sizes: number[] = [];
  for await (const chunk of chunks) sizes.push(chunk.length);
  return sizes;
}

describe('content comes in rows of 256 KB', () => {
  it.each([
    ['nothing is no row', [], []],
    ['empty pieces are no row', [0, 0], []],
    ['small pieces are put together', [100_000, 100_000, 100_000], [chunkBytes, 300_000 - chunkBytes]],
    ['a large piece is divided', [2 * chunkBytes + 1], [chunkBytes, chunkBytes, 1]],
    ['what fits exactly leaves no rest', [chunkBytes, chunkBytes], [chunkBytes, chunkBytes]],
  ])('%s', async (_, given, rows) => {
    expect(await sizesOf(inChunks(piecesOf(given).pieces))).toEqual(rows);
  });

  it('a row that was begun before is filled up first', async () => {
    expect(await sizesOf(inChunks(piecesOf([1000]).pieces, 10))).toEqual([10, 990]);
  });

  it('the bytes are the same, in order', async () => {
    const sizes = Array.from({ length: 50 }, (_, index) => (index * 7919) % 40_000);
    const expected: Uint8Array[] = [];
    for await (const piece of piecesOf(sizes).pieces) expected.push(piece);
    const got: Buffer[] = [];
    for await (const chunk of inChunks(piecesOf(sizes).pieces, 17)) got.push(chunk);
    expect(Buffer.concat(got).equals(Buffer.concat(expected))).toBe(true);
  });

  it('what came before the line was cut is given before the error', async () => {
    const got: number[] = [];
    const reading = (async () => {
      for await (const chunk of inChunks(piecesOf([chunkBytes + 5], true).pieces)) got.push(chunk.length);
    })();
    await expect(reading).rejects.toThrow('the line was cut');
    expect(got).toEqual([chunkBytes, 5]);
  });

  it('no more than a row and a piece is taken from the source before a row is given, however long it is', async () => {
    const size = 65_536;
    const { pieces, taken } = piecesOf(Array<number>(960).fill(size));
    let given = 0;
    for await (const chunk of inChunks(pieces)) {
      given += chunk.length;
      expect(taken.bytes - given).toBeLessThanOrEqual(size);
    }
    expect(given).toBe(960 * size);
  });
});
