import { describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import { byteOrderMark, csvCell, csvLine, escapeFormula } from '../../src/shared/csv-cell.ts';

describe('a text that a spreadsheet would run', () => {
  it.each(['=1+1', '+996312000000', '-1', '@SUM(A1)', '\tx', '\r=1'])('%j gets an apostrophe before it', (text) => {
    expect(escapeFormula(text)).toBe(`'${text}`);
  });

  it.each(['', 'Суу', ' =1', '1-2', 'a=b', "'=1", '0'])('%j is left alone', (text) => {
    expect(escapeFormula(text)).toBe(text);
  });
});

describe('a CSV cell', () => {
  it.each([
    ['a number stays a number, also a negative one', -1.5, '-1.5'],
    ['a 0 is a 0', 0, '0'],
    ['nothing is an empty cell', null, ''],
    ['a comma is quoted', 'а, б', '"а, б"'],
    ['quotes are doubled', 'ОсОО "Суу"', '"ОсОО ""Суу"""'],
    ['lines stay within the cell', 'а\r\nб', '"а\r\nб"'],
    ['a dangerous text is escaped inside its quotes', '=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ])('%s', (_, cell, text) => {
    expect(csvCell(cell)).toBe(text);
  });

  it('is read back by a CSV reader as it was, but for the apostrophe', () => {
    const cells = ['Кызмат', 'a,b', 'a"b', 'a\nb', '=1', ''];
    expect(parse(byteOrderMark + csvLine(cells), { bom: true })).toEqual([['Кызмат', 'a,b', 'a"b', 'a\nb', "'=1", '']]);
  });
});
