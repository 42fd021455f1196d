import { describe, expect, it } from 'vitest';
import { isHeading, readHeadings } from '../../../src/kit/table-file/heading.rules.ts';
import { columnIndex, columnName } from '../../../src/kit/table-file/table-file.rules.ts';
import { templateHead } from '../../../src/modules/forms/template-column.rules.ts';
import {
  columnsNeeded,
  columnsOfFile,
  dayOfCell,
  markOf,
  responseOfCells,
  responseOfObject,
} from '../../../src/modules/questionnaires/response-file.rules.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';

describe('a day in a cell', () => {
  it.each([
    ['as ISO 8601 writes it', '2026-03-05', '2026-03-05'],
    ['as people write it', '5.3.2026', '2026-03-05'],
    ['as a spreadsheet keeps it', '46086', '2026-03-05'],
    ['that is not given', '', null],
    ['that no calendar has', '31.02.2026', undefined],
    ['in the American order', '03/05/2026', undefined],
    ['with a time', '2026-03-05T10:00', undefined],
  ])('%s', (_title, cell, day) => {
    expect(dayOfCell(cell)).toBe(day);
  });
});

describe('a day in an object', () => {
  const read = (appliedOn: unknown) => {
    const { response, flaws } = responseOfObject({ serviceCode: 'MS-002', appliedOn, answers: {} }, 'a');
    return [response.appliedOn, ...flaws.map(({ column, violation }) => [column, violation.rule].join(' '))];
  };

  it.each([
    ['as the API has it', '2026-03-05', ['2026-03-05']],
    ['that is not given', null, [null]],
    ['as a spreadsheet keeps it is none', '46086', [null, 'appliedOn ours:day-of-a-cell']],
    ['as people write it in a table is none', '05.03.2026', [null, 'appliedOn ours:day-of-a-cell']],
    ['that no calendar has is none', '2026-02-31', [null, 'appliedOn ours:day-of-a-cell']],
    ['that is a number is none', 46_086, [null, 'appliedOn ours:json']],
  ])('%s', (_title, given, expected) => {
    expect(read(given)).toEqual(expected);
  });
});

describe('the head of a template', () => {
  const columns = columnsOfFile(questionnaire);

  it.each(['KY', 'RU', 'EN'] as const)('is read in %s, by its codes and by its words', (language) => {
    const [mark = [], codes = [], words = []] = templateHead({ id: 'a', questions: questionnaire }, 'QUESTIONNAIRE', language);
    expect(markOf(mark)).toBe('a');
    const { headings, flaws } = readHeadings(codes, columns, columnsNeeded(questionnaire));
    expect(flaws).toEqual([]);
    expect(isHeading(words, columns, headings)).toBe(true);
    expect(isHeading(codes, columns, headings)).toBe(true);
    expect(isHeading(['MS-002', ...words.slice(1)], columns, headings)).toBe(false);
  });
});

describe('a row', () => {
  const read = (code: string, cell: string) => responseOfCells([cell], { codes: [code] }, questionnaire).response.answers;

  it.each([
    ['an empty cell is "asked, and no answer", never a zero', 'VISITS', '', null],
    ['so is one in which nothing is to be seen', 'VISITS', '\u200B', null],
    ['a zero is a zero', 'VISITS', '0', '0'],
    ['thousands stand apart, decimals after a comma', 'COST_PAID', '1 200,50', '1200.50'],
    ['yes in Kyrgyz', 'COMPLAINED', 'Ооба', true],
    ['no in Russian', 'COMPLAINED', 'нет', false],
    ['what is neither is left for the check to refuse', 'COMPLAINED', 'maybe', 'maybe'],
    ['options are separated by semicolons', 'INFORMED_BY', 'INTERNET; NOTICE_BOARD', ['INTERNET', 'NOTICE_BOARD']],
    ['an apostrophe only keeps a text from being a formula', 'CHANNEL', "'=x", '=x'],
  ])('%s', (_title, code, cell, answer) => {
    expect(read(code, cell)).toEqual({ [code]: answer });
  });

  it.each([
    ['COST_PAID', '1.200'],
    ['COST_PAID', '350,500'],
    ['VISITS', '2.000'],
  ])('%s: %j may be read in two ways, and neither is taken', (code, cell) => {
    const { response, flaws } = responseOfCells([cell], { codes: [code] }, questionnaire);
    expect(flaws.map(({ column, violation }) => [column, violation.rule])).toEqual([[code, 'ours:number-of-a-cell']]);
    expect(response.answers).toEqual({ [code]: null });
  });

  it.each([
    ['1 200.500', '1200.500'],
    ['1200.500', '1200.500'],
    ['0.500', '0.500'],
    ['1,20', '1.20'],
  ])('%j is one number', (cell, answer) => {
    expect(responseOfCells([cell], { codes: ['COST_PAID'] }, questionnaire)).toMatchObject({
      flaws: [],
      response: { answers: { COST_PAID: answer } },
    });
  });

  it.each([
    ['the id, where it has one', ['municipalityId', 'municipalitySoate'], ['a', ''], 'municipalityId'],
    ['the code, where it has one', ['municipalityId', 'municipalitySoate'], ['', '4.17022E+13'], 'municipalitySoate'],
    ['the code, where it may have either and has none', ['municipalityId', 'municipalitySoate'], ['', ''], 'municipalitySoate'],
    ['the id, where there is no column for the code', ['municipalityId'], [''], 'municipalityId'],
    ['the id, where there is no column for either', ['serviceCode'], ['MS-002'], 'municipalityId'],
  ])('says whose it is by %s', (_title, headings, cells, column) => {
    expect(responseOfCells(cells, { codes: headings }, questionnaire).municipalityColumn).toBe(column);
  });

  it('asks nothing without a column', () => {
    expect(responseOfCells(['MS-002'], { codes: ['serviceCode'] }, questionnaire).response).toMatchObject({
      serviceCode: 'MS-002',
      answers: {},
    });
  });
});

describe('the name of a column', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [299, 'KN'],
  ])('%i is %s', (index, name) => {
    expect(columnName(index)).toBe(name);
    expect(columnIndex(`${name}7`)).toBe(index);
  });
});
