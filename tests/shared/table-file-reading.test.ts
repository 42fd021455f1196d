import { afterEach, describe, expect, it, vi } from 'vitest';
import { readJsonObjects, readTable, type TableSource } from '../../src/kit/table-file/table-file.ts';
import { tableLimits } from '../../src/kit/table-file/table-file.rules.ts';
import { HubError } from '../../src/shared/errors.ts';
import { rawXlsx, zipOf } from '../modules/questionnaires/response-file.fixture.ts';

const pieceBytes = 262_144;

function sourceOf(content: Buffer | string): TableSource {
  const bytes = Buffer.from(content);
  return {
    bytes: bytes.length,
    read: async function* (from = 0, to = bytes.length) {
      for (let at = from; at < to; at += pieceBytes) yield bytes.subarray(at, Math.min(at + pieceBytes, to));
    },
  };
}

/** The rows that a reader hands on, and what it refuses after them. */
async function read(content: Buffer | string, format: 'CSV' | 'XLSX') {
  const rows: [number, ...string[]][] = [];
  try {
    for await (const { number, cells } of readTable(sourceOf(content), format)) rows.push([number, ...cells]);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const { rule, row, column } = error.violation;
    return { rows, refusal: { rule, row, column } };
  }
  return { rows, refusal: undefined };
}

afterEach(() => vi.restoreAllMocks());

describe('what is blank in a table', () => {
  const blanks = tableLimits.rows - 2;

  it.each([
    ['empty lines of CSV', 'CSV', () => `a,b\n${'\n'.repeat(blanks)}1,2\n`],
    ['lines of CSV with blanks and commas alone', 'CSV', () => `a,b\n${' ,\t\n'.repeat(blanks)}1,2\n`],
    [
      'rows of XLSX with nothing in their cells',
      'XLSX',
      () => rawXlsx(`${rowOf('a', 'b')}${'<row><c s="1"/><c t="inlineStr"><is><t> </t></is></c></row>'.repeat(blanks)}${rowOf('1', '2')}`),
    ],
  ] as const)('is counted and not handed on: %s', async (_title, format, content) => {
    const { rows, refusal } = await read(await content(), format);
    expect(refusal).toBeUndefined();
    expect(rows).toEqual([
      [1, 'a', 'b'],
      [tableLimits.rows, '1', '2'],
    ]);
  });

  it.each([
    ['CSV', () => `a,b\n${'\n'.repeat(2 ** 21)}`],
    ['XLSX', () => rawXlsx(`${rowOf('a', 'b')}${'<row/>'.repeat(tableLimits.rows)}`)],
  ] as const)('is refused where there is more of it than a file may have, and was not handed on: %s', async (format, content) => {
    const { rows, refusal } = await read(await content(), format);
    expect(refusal).toMatchObject({ rule: 'ours:lines-of-a-file', row: tableLimits.rows + 1 });
    expect(rows).toEqual([[1, 'a', 'b']]);
  });
});

describe('CSV', () => {
  it.each([
    ['a semicolon', 'sep=;\r\na;b,c,d\r\n1,5;2\r\n', ['a', 'b,c,d'], ['1,5', '2']],
    ['a comma', 'SEP=,\na,b;c;d\n1,2;3\n', ['a', 'b;c;d'], ['1', '2;3']],
    ['a tab, in quotation marks', '\uFEFF"sep=\t"\ra\tb\r1\t2\r', ['a', 'b'], ['1', '2']],
  ])('is separated by what its first line names, which spreadsheets do not show either: %s', async (_title, content, head, row) => {
    expect(await read(content, 'CSV')).toEqual({
      rows: [
        [1, ...head],
        [2, ...row],
      ],
      refusal: undefined,
    });
  });

  it('has an empty line where nothing is to be seen', async () => {
    expect((await read('a,b\n\u200B,\u00AD\n1,2\n', 'CSV')).rows).toEqual([
      [1, 'a', 'b'],
      [3, '1', '2'],
    ]);
  });

  it('makes no error of a line that is shorter or longer than the first, of which a template has nothing but its mark', async () => {
    const errors = vi.spyOn(Error, 'captureStackTrace');
    const { rows } = await read(`#mark\na,b,c\n${'1\n1,2,3,4\n'.repeat(500)}`, 'CSV');
    expect(rows).toHaveLength(1_002);
    expect(errors).not.toHaveBeenCalled();
  });

  it('keeps the ends of lines of each of the files that were pasted together', async () => {
    expect((await read('a,b\r\n1,2\n3,4\r5,6\r\n', 'CSV')).rows).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
      [3, '3', '4'],
      [4, '5', '6'],
    ]);
  });

  it('says in which row quotation marks are out of place, whatever of it was read already', async () => {
    const { refusal } = await read(`a,b\n${'1,2\n'.repeat(200)}1,2"3\n${'1,2\n'.repeat(200)}`, 'CSV');
    expect(refusal).toMatchObject({ rule: 'ours:csv', row: 202 });
  });
});

describe('XLSX', () => {
  it.each([
    ['of the formats that every workbook has', '14', '46296', '2026-10-01'],
    ["of a workbook's own formats", '164', '46296', '2026-10-01'],
    ['with its time', '22', '46296.5', '2026-10-01T12:00:00'],
    ['in words and colours with the letters of a day', '165', '46296', '46296'],
    ['of no format', '0', '46296', '46296'],
  ])('reads a number as the day that its cell shows: %s', async (_title, numFmtId, value, expected) => {
    const { rows } = await read(await rawXlsx(styled(value), { extra: { ...relations, 'xl/styles.xml': styles(numFmtId) } }), 'XLSX');
    expect(rows).toEqual([[1, expected]]);
  });

  it('knows a workbook that counts its days from 1904', async () => {
    const extra = {
      ...relations,
      'xl/styles.xml': styles('14'),
      'xl/workbook.xml': workbook('<sheet r:id="rId1"/>', '<workbookPr date1904="1"/>'),
    };
    expect((await read(await rawXlsx(styled('44834'), { extra }), 'XLSX')).rows).toEqual([[1, '2026-10-01']]);
  });

  it('refuses a day that no spreadsheet shows either', async () => {
    const extra = { ...relations, 'xl/styles.xml': styles('14') };
    const { refusal } = await read(await rawXlsx(styled('99999999'), { extra }), 'XLSX');
    expect(refusal).toEqual({ rule: 'ours:no-formulas', row: 1, column: 'A' });
  });

  it('reads the first sheet that is shown', async () => {
    const extra = {
      'xl/workbook.xml': workbook('<sheet state="hidden" r:id="rId2"/><sheet state="veryHidden" r:id="rId3"/><sheet r:id="rId1"/>'),
    };
    expect((await read(await rawXlsx(rowOf('shown'), { extra }), 'XLSX')).rows).toEqual([[1, 'shown']]);
    expect(
      await read(await rawXlsx(rowOf('a'), { extra: { 'xl/workbook.xml': workbook('<sheet state="hidden" r:id="rId1"/>') } }), 'XLSX'),
    ).toEqual({
      rows: [],
      refusal: { rule: 'ours:xlsx', row: undefined, column: undefined },
    });
  });

  it('refuses a second sheet with the same head, whatever is beneath it, and passes over others', async () => {
    const sheets = { 'xl/workbook.xml': workbook('<sheet r:id="rId1"/><sheet r:id="rId4"/>') };
    const beside = (rows: string) => ({
      ...sheets,
      'xl/_rels/workbook.xml.rels': relationsOf(relation('rId4', 'worksheet', 'worksheets/sheet2.xml')),
      'xl/worksheets/sheet2.xml': `<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
    });
    const formula = '<row><c><f>1+1</f><v>2</v></c></row>';
    const [first, refusal] = [rowOf('a', 'b') + rowOf('1', '2'), { rule: 'ours:one-sheet' }];
    expect((await read(await rawXlsx(first, { extra: beside(`<row/>${rowOf('a', 'b')}${formula}`) }), 'XLSX')).refusal).toMatchObject(
      refusal,
    );
    expect((await read(await rawXlsx(first, { extra: beside(rowOf('a', 'c') + formula) }), 'XLSX')).refusal).toBeUndefined();
    expect((await read(await rawXlsx(first, { extra: beside(formula) }), 'XLSX')).refusal).toBeUndefined();
  });

  it('refuses merged cells where something stands, and not below it', async () => {
    const merged = (reference: string) =>
      sheetWith(rowOf('a', 'b') + rowOf('1'), `<mergeCells><mergeCell ref="${reference}"/></mergeCells>`);
    expect((await read(await merged('A2:A7'), 'XLSX')).refusal).toEqual({ rule: 'ours:no-merged-cells', row: 2, column: 'A' });
    expect((await read(await merged('A3:B7'), 'XLSX')).refusal).toBeUndefined();
  });

  it.each([
    [
      'a list of another sheet to choose from',
      `<x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$1:$A$5</xm:f></x14:formula1><xm:sqref>B2</xm:sqref></x14:dataValidation>`,
    ],
    ['a format that hangs on another sheet', `<x14:cfRule type="expression"><xm:f>Lists!A1=1</xm:f></x14:cfRule><xm:sqref>A1</xm:sqref>`],
    ['a button, with its place', `<anchor><from><xdr:col>0</xdr:col><xdr:row>7</xdr:row></from></anchor>`],
  ])('takes nothing for a cell that is none: %s', async (_title, beside) => {
    const after = `<extLst xmlns:x14="a" xmlns:xm="b" xmlns:xdr="c">${beside}<v>1</v><t>1</t></extLst>`;
    expect(await read(await sheetWith(rowOf('a', 'b'), after), 'XLSX')).toEqual({ rows: [[1, 'a', 'b']], refusal: undefined });
  });

  it('finds a formula in a cell whatever prefix its elements have', async () => {
    const formula = '<x:row xmlns:x="a"><x:c><x:v>1</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>';
    expect((await read(await rawXlsx(formula), 'XLSX')).refusal).toEqual({ rule: 'ours:no-formulas', row: 1, column: 'B' });
  });

  it('reads of a cell what it says, not what other programs put into it', async () => {
    const cell = '<row><c t="inlineStr"><is><t>a</t></is><extLst><ext><t>b</t><v>c</v></ext></extLst></c></row>';
    expect((await read(await rawXlsx(cell), 'XLSX')).rows).toEqual([[1, 'a']]);
  });

  it.each([
    ['1', 'true'],
    ['true', 'true'],
    ['0', 'false'],
    ['false', 'false'],
  ])('reads yes and no as XML writes them: %s', async (value, expected) => {
    expect((await read(await rawXlsx(`<row><c t="b"><v>${value}</v></c></row>`), 'XLSX')).rows).toEqual([[1, expected]]);
  });

  it.each(['2', 'TRUE', 'yes'])('refuses what is neither yes nor no, and makes no "no" of it: %s', async (value) => {
    const { rows, refusal } = await read(await rawXlsx(`<row><c t="b"><v>${value}</v></c></row>`), 'XLSX');
    expect({ rows, refusal }).toEqual({ rows: [], refusal: { rule: 'ours:xlsx', row: 1, column: 'A' } });
  });
});

describe('JSON', () => {
  /** The objects that the reader hands on, and what it refuses after them. */
  async function objectsOf(content: string) {
    const values: unknown[] = [];
    try {
      for await (const { value } of readJsonObjects(sourceOf(content))) values.push(value);
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      const { rule, row, column } = error.violation;
      return { values, refusal: { rule, row, column } };
    }
    return { values, refusal: undefined };
  }
  const escaped = (code: string) => `\\u${code}`;
  const backslash = '\\\\';

  it.each([
    ['NUL', `{"a": "b${escaped('0000')}"}`],
    ['NUL after a backslash', `{"a": "b${backslash}${escaped('0000')}"}`],
    ['NUL in a key', `{"a": {"b${backslash}${escaped('0000')}": 1}}`],
    ['half a pair', `{"a": ["${backslash}${escaped('d83d')}"]}`],
    ['half a pair in a key', `{"${escaped('DE00')}": 1}`],
    ['more levels than any answer has', `{"a": ${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
  ])('that nobody could keep is refused: %s', async (_title, object) => {
    expect(await objectsOf(`[{"a": 1}, ${object}]`)).toEqual({
      values: [{ a: 1 }],
      refusal: { rule: 'ours:json', row: 2, column: undefined },
    });
  });

  it('that only speaks of such escapes is read', async () => {
    const value = { a: `${escaped('0000')} \\ 😀`, [escaped('d83d')]: 1 };
    expect(await objectsOf(JSON.stringify(value))).toEqual({ values: [value], refusal: undefined });
    expect((await objectsOf(`{"a": "${escaped('d83d')}${escaped('de00')}"}`)).values).toEqual([{ a: '😀' }]);
  });

  it.each([
    ['in the object', '{"code": "MS-002", "code": "MS-003"}', 'code'],
    ['in its answers', '{"answers": {"VISITS": 2, "CHANNEL": null, "VISITS" : 9}}', 'VISITS'],
    ['written in two ways', `{"VISITS": 2, "V${escaped('0049')}SITS": 2}`, 'VISITS'],
    ['after an object of its own', '{"a": {"b": 1}, "c": [{"b": 1}], "a": 1}', 'a'],
  ])('with a key twice is refused, and neither of its values taken: %s', async (_title, object, column) => {
    expect(await objectsOf(`{"a": 1}\n${object}`)).toEqual({ values: [{ a: 1 }], refusal: { rule: 'ours:columns-once', row: 2, column } });
  });

  it('may say the same of different things', async () => {
    const value = { a: { b: 'a', c: '"a":{' }, b: [{ b: 'b":' }, { b: '\\' }] };
    expect(await objectsOf(JSON.stringify([value, value]))).toEqual({ values: [value, value], refusal: undefined });
  });
});

// ---- parts of a workbook -------------------------------------------------------------------------------------------

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function rowOf(...cells: string[]): string {
  return `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
}

/** A cell in the second style of cells. */
function styled(value: string): string {
  return `<row><c s="1"><v>${value}</v></c></row>`;
}

function styles(numFmtId: string): string {
  const own = '<numFmt numFmtId="164" formatCode="[$-419]dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="[Red]0&quot; days&quot;"/>';
  return `<styleSheet ${main}><numFmts>${own}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="${numFmtId}"/></cellXfs></styleSheet>`;
}

function workbook(sheets: string, before = ''): string {
  return `<workbook ${main} xmlns:r="${office}">${before}<sheets>${sheets}</sheets></workbook>`;
}

const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
const relationsOf = (...more: string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation('rId1', 'worksheet', 'worksheets/sheet1.xml')}${more.join('')}</Relationships>`;
const relations = { 'xl/_rels/workbook.xml.rels': relationsOf(relation('rId2', 'styles', 'styles.xml')) };

function sheetWith(rows: string, after: string): Promise<Buffer> {
  return zipOf({
    ...relations,
    'xl/workbook.xml': workbook('<sheet r:id="rId1"/>'),
    'xl/worksheets/sheet1.xml': `<worksheet ${main}><sheetData>${rows}</sheetData>${after}</worksheet>`,
  });
}
