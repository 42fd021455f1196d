import type { Cell } from '../../shared/csv-cell.ts';
import { ruleViolated } from '../../shared/errors.ts';
import { cutTo } from '../../shared/plain-text.ts';
import { headLines, type Table } from './table.ts';
import { encoded } from './write-text.ts';
import { zipBytes, type ZipEntry } from './write-zip.ts';

// Excel's own limits.
const mostRows = 1_048_576;
const longestCell = 32_767;
const longestSheetName = 31;

/** Styles by their place in `styles`: plain, text that stays text when it is edited, a line of codes, a line of headings. */
const style = { number: 0, text: 1, code: 2, heading: 3 } as const;

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A workbook with a sheet for each table: a line of codes, a line of headings, then the rows. Texts are typed as texts, so that none is
 * a formula. Written as it is read: memory does not grow with its length, which the usual libraries' does.
 * Throws RULE_VIOLATED beyond the 1,048,576 lines of a sheet; a text beyond 32,767 characters ends in "…".
 */
export function xlsxBytes(tables: readonly Table[], at: Date): AsyncGenerator<Buffer, void> {
  const names = tables.map(({ name }) => sheetName(name));
  return zipBytes(
    [
      fixed('[Content_Types].xml', contentTypes(tables.length)),
      fixed('_rels/.rels', relationships([{ type: 'officeDocument', target: 'xl/workbook.xml' }])),
      fixed('xl/workbook.xml', workbook(names)),
      fixed('xl/_rels/workbook.xml.rels', workbookRelationships(tables.length)),
      fixed('xl/styles.xml', styles),
      ...tables.map((table, index) => ({
        name: `xl/worksheets/sheet${index + 1}.xml`,
        content: () => encoded(sheetLines(table)),
      })),
    ],
    at,
  );
}

function fixed(name: string, content: string): ZipEntry {
  return {
    name,
    content: async function* () {
      yield Buffer.from(xml + content);
    },
  };
}

// ---- the parts that do not grow -------------------------------------------------------------------------------------

function contentTypes(sheets: number): string {
  const parts = [
    { part: 'workbook', type: 'sheet.main' },
    { part: 'styles', type: 'styles' },
    ...places(sheets).map((place) => ({ part: `worksheets/sheet${place}`, type: 'worksheet' })),
  ];
  const overrides = parts.map(({ part, type }) => `<Override PartName="/xl/${part}.xml" ContentType="${spreadsheet}.${type}+xml"/>`);
  const rels = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`;
  return `<Types xmlns="${packages}/content-types">${rels}<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
}

function workbook(names: readonly string[]): string {
  const sheets = names.map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  return `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

function workbookRelationships(sheets: number): string {
  const targets = places(sheets).map((place) => ({ type: 'worksheet', target: `worksheets/sheet${place}.xml` }));
  return relationships([...targets, { type: 'styles', target: 'styles.xml' }]);
}

function relationships(targets: readonly { type: string; target: string }[]): string {
  const all = targets.map(
    ({ type, target }, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packages}/relationships">${all.join('')}</Relationships>`;
}

function places(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

const font = ({ bold = '', color = '' } = {}): string => `<font>${bold}<sz val="11"/>${color}<name val="Calibri"/></font>`;
const fill = (rest: string): string => `<fill><patternFill ${rest}</patternFill></fill>`;
const format = (fontId: number, fillId: number, numFmtId: number, align = ''): string =>
  `<xf numFmtId="${numFmtId}" fontId="${fontId}" fillId="${fillId}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">${align}</xf>`;
const wrapped = '<alignment vertical="top" wrapText="1"/>';

const styles =
  `<styleSheet xmlns="${main}"><fonts count="3">${font()}${font({ color: '<color rgb="FF808080"/>' })}${font({ bold: '<b/>' })}</fonts>` +
  `<fills count="3">${fill('patternType="none">')}${fill('patternType="gray125">')}${fill('patternType="solid"><fgColor rgb="FFE8EEF4"/>')}</fills>` +
  `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
  `<cellXfs count="4">${format(0, 0, 0)}${format(0, 0, 49)}${format(1, 2, 49)}${format(2, 2, 49, wrapped)}</cellXfs></styleSheet>`;

/** As Excel takes it: at most 31 characters, none that it keeps for itself. */
function sheetName(name: string): string {
  return [...name.replace(/[\\/?*[\]:']/g, ' ')].slice(0, longestSheetName).join('').trim() || 'Sheet';
}

// ---- sheets ---------------------------------------------------------------------------------------------------------

async function* sheetLines(table: Table): AsyncGenerator<string, void> {
  const { columns, rows } = table;
  const letters = columns.map((_, index) => columnLetters(index));
  const head = headLines(table);
  const pane = `<pane ySplit="${head.length}" topLeftCell="A${head.length + 1}" activePane="bottomLeft" state="frozen"/>`;
  yield `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
  yield columns.length === 0 ? '' : `<cols><col min="1" max="${columns.length}" width="22" customWidth="1"/></cols>`;
  yield '<sheetData>';
  yield* head.map((cells, index) => line(index + 1, cells, letters, index === head.length - 1 ? style.heading : style.code));
  let number = head.length;
  for await (const cells of rows) {
    number += 1;
    if (number > mostRows) throw tooManyRows();
    yield line(number, cells, letters, style.text);
  }
  yield '</sheetData></worksheet>';
}

function line(number: number, cells: readonly Cell[], letters: readonly string[], textStyle: number): string {
  let text = `<row r="${number}">`;
  cells.forEach((cell, place) => {
    if (cell === null) return;
    const at = `${letters[place]}${number}`;
    text +=
      typeof cell === 'number'
        ? `<c r="${at}" s="${style.number}"><v>${cell}</v></c>`
        : `<c r="${at}" s="${textStyle}" t="inlineStr"><is><t xml:space="preserve">${escaped(fitting(cell))}</t></is></c>`;
  });
  return `${text}</row>`;
}

/** A, B … Z, AA … */
function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

function fitting(text: string): string {
  return text.length <= longestCell ? text : `${cutTo(text, longestCell - 1)}…`;
}

const special = /[&<>"]/g;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// What XML cannot hold, and what Excel would read as the escape of another character.
const unfit = /[^\P{Cc}\t\n]|[\ufffe\uffff]|_x(?=[0-9a-fA-F]{4}_)/gu;

function escaped(text: string): string {
  const plain = text.replace(unfit, (found) =>
    found.length === 2 ? `_x005F_${found.slice(1)}` : `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
  return plain.toWellFormed().replace(special, (found) => entities[found] ?? found);
}

function tooManyRows() {
  return ruleViolated(
    'ours:xlsx-lines',
    {
      ky: `XLSX файлынын бетине ${mostRows} саптан ашык батпайт.`,
      ru: `На лист файла XLSX не помещается больше ${mostRows} строк.`,
      en: `A sheet of an XLSX file holds no more than ${mostRows} lines.`,
    },
    {
      ky: 'CSV форматын алыңыз же жыл же муниципалитет менен тарытыңыз.',
      ru: 'Возьмите формат CSV или сузьте выгрузку годом или муниципалитетом.',
      en: 'Take CSV, or narrow the export by year or municipality.',
    },
  );
}
