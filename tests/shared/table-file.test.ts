import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createInflateRaw } from 'node:zlib';
import readSheets from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { smallTable, type Table } from '../../src/kit/table-file/table.ts';
import { writeTable } from '../../src/kit/table-file/write-table.ts';
import type { Cell } from '../../src/shared/csv-cell.ts';

const at = new Date('2026-10-05T03:00:00Z');
const columns = [
  { code: 'text', heading: 'Текст' },
  { code: 'number', heading: 'Сан' },
];
const bytesOf = async (pieces: AsyncIterable<Uint8Array>) => await buffer(pieces);
const written = (format: Parameters<typeof writeTable>[0], rows: readonly (readonly Cell[])[], change: Partial<Table> = {}) =>
  bytesOf(writeTable(format, { ...smallTable('table', columns, rows), ...change }, { at }));

const texts = ['=1+1', '+996', '-1', '@x', 'a "b", c', '<&>', 'ң ө ү', 'эки\nсап', ' бош ', '_x0041_', '007', '1e5'];

describe('CSV', () => {
  it('has a mark for Excel, codes, headings, and no formula; an absent number is empty, and a negative one stays one', async () => {
    const csv = (
      await written(
        'CSV',
        [
          ['=1+1', -1],
          ['a "b"\nc', null],
        ],
        { mark: '#form-version x' },
      )
    ).toString();
    expect(csv).toBe('\uFEFF#form-version x\r\ntext,number\r\nТекст,Сан\r\n\'=1+1,-1\r\n"a ""b""\nc",\r\n');
  });
});

describe('XLSX', () => {
  it('keeps every text as the text it is, and numbers as numbers', async () => {
    const [sheet] = await readSheets(
      Readable.from(
        await written(
          'XLSX',
          texts.map((text, place) => [text, place - 1]),
        ),
      ),
      { trim: false },
    );
    expect(sheet?.data.slice(0, 2)).toEqual([
      ['text', 'number'],
      ['Текст', 'Сан'],
    ]);
    const read = sheet?.data.slice(2).map(([text, number]) => [String(text).replace('_x005F_', '_'), number]);
    expect(read).toEqual(texts.map((text, place) => [text, place - 1]));
  });

  it('types no cell as a formula, whatever is in it', async () => {
    const xml = await sheetXml(
      await written(
        'XLSX',
        texts.map((text) => [text, null]),
      ),
    );
    expect(xml).not.toContain('<f>');
    expect(xml.match(/t="inlineStr"/g)?.length).toBe(texts.length + 4);
  });

  it('escapes what XML cannot hold instead of breaking', async () => {
    const [sheet] = await readSheets(Readable.from(await written('XLSX', [['a\u0000b\u0007\ud800', 1]])));
    expect(sheet?.data.length).toBe(3);
  });

  it('says where a text was longer than a cell may be', async () => {
    const [sheet] = await readSheets(Readable.from(await written('XLSX', [['я'.repeat(40_000), 1]])));
    expect(String(sheet?.data[2]?.[0])).toMatch(/^я{32766}…$/);
    const [half] = await readSheets(Readable.from(await written('XLSX', [[`${'я'.repeat(32_765)}${'😀'.repeat(2)}`, 1]])));
    expect(String(half?.data[2]?.[0])).toMatch(/^я{32765}…$/);
  });

  it('is the same file for the same table', async () => {
    expect(await written('XLSX', [['a', 1]])).toEqual(await written('XLSX', [['a', 1]]));
  });

  it('ends with the error of its rows, and is not taken for whole', async () => {
    const rows = (async function* (): AsyncGenerator<Cell[]> {
      yield ['a', 1];
      throw new Error('the source broke off');
    })();
    await expect(written('XLSX', [], { rows })).rejects.toThrow('the source broke off');
  });
});

describe('JSON and NDJSON', () => {
  it('name members by the codes; what is absent is null', async () => {
    const rows = [['=1+1', null]] as const;
    expect(JSON.parse((await written('JSON', rows)).toString())).toEqual({
      name: 'table',
      columns,
      rows: [{ text: '=1+1', number: null }],
    });
    expect((await written('NDJSON', rows)).toString()).toBe('{"text":"=1+1","number":null}\n');
    expect(JSON.parse((await written('JSON', [])).toString())).toMatchObject({ rows: [] });
  });
});

/** The first sheet's XML, found by its name in the archive and unpacked with nothing of ours. */
async function sheetXml(xlsx: Buffer): Promise<string> {
  const name = 'xl/worksheets/sheet1.xml';
  const start = xlsx.indexOf(name) + name.length + xlsx.readUInt16LE(xlsx.indexOf(name) - 2);
  const inflate = createInflateRaw();
  const pieces: Buffer[] = [];
  inflate.on('data', (piece: Buffer) => pieces.push(piece));
  inflate.end(xlsx.subarray(start));
  await once(inflate, 'end');
  return Buffer.concat(pieces).toString();
}
