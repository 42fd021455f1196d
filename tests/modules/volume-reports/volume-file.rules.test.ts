import { describe, expect, it } from 'vitest';
import { type FileLine, lineOfCells, lineOfObject, volumeColumns } from '../../../src/modules/volume-reports/volume-file.rules.ts';

const codes = Object.keys(volumeColumns);
const read = (cells: Partial<Record<keyof typeof volumeColumns, string>>): FileLine => {
  const said: Record<string, string> = { serviceCode: 'MS-002', quarter: 'Q1', channel: 'IN_PERSON', delivered: '5', ...cells };
  return lineOfCells(
    2,
    codes.map((code) => said[code] ?? ''),
    { codes },
  );
};
const wrong = ({ flaws }: FileLine) => flaws.map(({ column, violation }) => [column, violation.rule].join(' '));

describe('a count in a cell', () => {
  it.each([
    ['0', 0],
    ['007', 7],
    ['1 200', 1_200],
    ['1\u00A0200\u00A0300', 1_200_300],
    ['1000000000', 1_000_000_000],
  ])('%j is %i', (cell, value) => {
    const { line, flaws } = read({ delivered: cell });
    expect(flaws).toEqual([]);
    expect(line.delivered).toMatchObject({ state: 'VALUE', value });
  });

  it.each([
    ['a decimal comma', '1,5'],
    ['two numbers side by side', '12 34'],
    ['two numbers on two lines', '1\n200'],
    ['a minus', '-0'],
    ['an exponent', '1e3'],
    ['more than a count may be', '2147483648'],
    ['a day', '2026-10-01'],
    ['a word', 'нет'],
    ['a dash', '—'],
    ['digits of another script', '٣'],
  ])('%s is refused, and no other number made of it', (_title, cell) => {
    const line = read({ delivered: cell });
    expect(wrong(line)).toEqual(['delivered ours:cell-of-a-volume']);
    expect(line.line.delivered).toBeUndefined();
  });

  it.each(['1.200', '1,200', '350.000'])('%j may be read in two ways, and neither is taken', (cell) => {
    const line = read({ delivered: cell });
    expect(wrong(line)).toEqual(['delivered ours:number-of-a-cell']);
    expect(line.line.delivered).toBeUndefined();
  });

  it('that may be read in two ways is told with both', () => {
    const said = (cell: string) => read({ delivered: cell }).flaws.map(({ violation }) => violation.message.en);
    expect(['1.200', '350,000'].flatMap(said)).toEqual([
      '"1.200" may be read in two ways: 1200 or 1.2.',
      '"350,000" may be read in two ways: 350000 or 350.',
    ]);
  });

  it.each([
    ['delivered', '-4', 'This is no count. In the cell: "-4".'],
    ['paidTotal', '350 сом', 'This is no amount. In the cell: "350 сом".'],
    ['quarter', 'Q5', 'There is no such quarter. In the cell: "Q5".'],
    ['channel', 'pigeon', 'There is no such channel. In the cell: "pigeon".'],
    ['delivered', 'номер 12345678901234', 'This is no count. In the cell: "номер [***]".'],
    ['quarter', '', 'There is no such quarter.'],
  ] as const)('what stands in a cell of %s is repeated where it is wrong: %j', (column, cell, message) => {
    expect(read({ [column]: cell }).flaws.map(({ violation }) => violation.message.en)).toEqual([message]);
  });

  it('is MISSING where the cell is empty, never 0', () => {
    expect(read({ delivered: '' })).toMatchObject({ line: { delivered: { state: 'MISSING' } }, flaws: [] });
  });
});

describe('an amount in a cell', () => {
  it.each([
    ['350,5', '350.50'],
    ['1 200,50', '1200.50'],
    ['1 200.50', '1200.50'],
    ['0', '0.00'],
    ['', null],
  ])('%j is %s', (cell, amount) => {
    expect(read({ paidTotal: cell })).toMatchObject({ line: { paidTotal: amount }, flaws: [] });
  });

  it.each(['1.200', '1,200', '350,555'])('%j may be read in two ways, and neither is taken', (cell) => {
    const line = read({ paidTotal: cell });
    expect(wrong(line)).toEqual(['paidTotal ours:number-of-a-cell']);
    expect(line.line.paidTotal).toBeUndefined();
  });

  it.each(['1.200,50', '1,200.50', '0,555', '12 34', '-5', '350 сом'])('%j is refused', (cell) => {
    expect(wrong(read({ paidTotal: cell }))).toEqual(['paidTotal ours:cell-of-a-volume']);
  });
});

describe('a quarter in a cell', () => {
  it.each([
    ['q1', 'Q1'],
    ['2', 'Q2'],
    ['III', 'Q3'],
  ])('%s is %s', (cell, quarter) => {
    expect(read({ quarter: cell })).toMatchObject({ line: { quarter }, flaws: [] });
  });

  it.each(['1 квартал', '2.0', 'Q5', ''])('%j is refused', (cell) => {
    expect(wrong(read({ quarter: cell }))).toEqual(['quarter ours:cell-of-a-volume']);
  });
});

describe('a row', () => {
  it('that is longer than the headings is refused: a comma in a number pushed its cells to the right', () => {
    const line = lineOfCells(2, ['MS-002', 'Q1', 'IN_PERSON', '5', '', '350', '5', '', ''], { codes });
    expect(wrong(line)).toEqual(['I ours:known-columns']);
  });
});

describe('an object', () => {
  const object = { serviceCode: 'MS-002', quarter: 1, channel: 'IN_PERSON' };

  it.each([
    [1_000, { state: 'VALUE', value: 1_000 }],
    [-0, { state: 'VALUE', value: 0 }],
    ['5', { state: 'VALUE', value: 5 }],
    [null, { state: 'MISSING' }],
  ])('states %j', (delivered, figure) => {
    expect(lineOfObject(1, { ...object, delivered })).toMatchObject({ line: { quarter: 'Q1', delivered: figure }, flaws: [] });
  });

  it.each([true, [5], { state: 'VALUE', value: 5 }, 1.5])('is refused for %j', (delivered) => {
    expect(wrong(lineOfObject(1, { ...object, delivered }))).toEqual(['delivered ours:cell-of-a-volume']);
  });

  it('without a figure is refused: it is not taken for one that nobody knows', () => {
    expect(wrong(lineOfObject(1, object))).toEqual(['delivered ours:needed-columns']);
    expect(wrong(lineOfObject(1, { delivered: 5 }))).toEqual(
      ['serviceCode', 'quarter', 'channel'].map((code) => `${code} ours:needed-columns`),
    );
  });
});
