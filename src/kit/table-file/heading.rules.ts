import { badInput, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { cutTo, isBlank, writtenText } from '../../shared/plain-text.ts';
import { columnName } from './table-file.rules.ts';

// The head of a table: which column holds what. A heading is a column's code, or its words in one of the languages.

/** A column that a file may have. */
export interface NamedColumn {
  code: string;
  /** Its code and its words, folded. */
  names: readonly string[];
}

export function namedColumn(code: string, text: LocalizedText): NamedColumn {
  return { code, names: [code, text.ky, text.ru, text.en].flatMap((name) => (name ? [folded(name)] : [])) };
}

/** As people compare words: without regard to case, blanks, and how a letter is composed. */
export function folded(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** What is wrong at a place of a file; the column is a code of a heading, or a column's letters. */
export interface FileFlaw {
  column?: string;
  violation: Violation;
}

/** Which column holds what, by its code; a column that holds nothing of ours has none. */
export interface Headings {
  codes: readonly (string | undefined)[];
}

/** Reads the line of the headings; all that is wrong with it at once. */
export function readHeadings(
  cells: readonly string[],
  columns: readonly NamedColumn[],
  needed: readonly string[],
): { headings: Headings; flaws: readonly FileFlaw[] } {
  const codes = cells.map((cell) => codeOf(cell, columns));
  const strangers = cells.flatMap((cell, index) => {
    const isStrange = codes[index] === undefined && !isBlank(cell);
    return isStrange ? [{ column: shownName(cell), violation: unknownColumn(shownName(cell)) }] : [];
  });
  const twice = codes.flatMap((code, index) => {
    return code !== undefined && codes.indexOf(code) < index ? [{ column: code, violation: columnTwice(code) }] : [];
  });
  const missing = needed.filter((code) => !codes.includes(code)).map((code) => ({ column: code, violation: columnMissing(code) }));
  return { headings: { codes }, flaws: [...strangers, ...twice, ...missing] };
}

/** A code wins over words, and the first column over later ones: two may be worded alike. */
function codeOf(cell: string, columns: readonly NamedColumn[]): string | undefined {
  const name = folded(cell);
  return (columns.find(({ code }) => folded(code) === name) ?? columns.find(({ names }) => names.includes(name)))?.code;
}

/** A name that somebody gave, as far as it is shown. */
export function shownName(name: string): string {
  return cutTo(name.trim(), 64);
}

/** Whether a row only repeats headings: the words beneath the codes, or the head of a second file that was pasted in. */
export function isHeading(cells: readonly string[], columns: readonly NamedColumn[], { codes }: Headings): boolean {
  const filled = cells.flatMap((cell, index) => (isBlank(cell) ? [] : [{ name: folded(cell), code: codes[index] }]));
  return (
    filled.length > 1 && filled.every(({ name, code }) => columns.some((column) => column.code === code && column.names.includes(name)))
  );
}

/** The cells of a row by the codes above them, blanks around them gone. A cell beneath no heading is a flaw. */
export function cellsByCode(
  cells: readonly string[],
  { codes }: Headings,
): { byCode: ReadonlyMap<string, string>; flaws: readonly FileFlaw[] } {
  const byCode = new Map(
    codes.flatMap((code, index) => (code === undefined ? [] : [[code, unescaped(writtenText(cells[index]) ?? '')] as const])),
  );
  // Also where it is empty: in a CSV a comma in a number that is not in quotation marks pushes all that follows to the right.
  const beyond = cells.findIndex((cell, index) => index >= codes.length || (codes[index] === undefined && !isBlank(cell)));
  return { byCode, flaws: beyond === -1 ? [] : [{ column: columnName(beyond), violation: cellWithoutHeading() }] };
}

/** Without what spreadsheets and our own exports put before a text that could be taken for a formula. */
function unescaped(cell: string): string {
  return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}

/**
 * A number as people write it: thousands may stand apart, and decimals after a comma: 1 200,50. What is none is left as it is, so also
 * two numbers side by side.
 */
export function plainNumberOf(cell: string): string {
  return /^(\d+|\d{1,3}([ \u00A0\u2009\u202F]\d{3})+)([.,]\d+)?$/.test(cell) ? cell.replaceAll(/[^\d.,]/g, '').replace(',', '.') : cell;
}

/** A number that may be read in two ways: 1.200 is one thousand two hundred to some, and one and two tenths to others. */
const twoNumbers = /^([1-9]\d{0,2})[.,](\d{3})$/;

/** Ours: what refuses a number that may be read in two ways, instead of taking one of them. */
export function numberRefusal(cell: string): Violation | undefined {
  const [, whole, rest] = twoNumbers.exec(cell) ?? [];
  return whole === undefined || rest === undefined ? undefined : readInTwoWays(cell, whole + rest, String(Number(`${whole}.${rest}`)));
}

// ---- words ---------------------------------------------------------------------------------------------------------

const takeTemplate: LocalizedText = {
  ky: 'Үлгүнү алып, мамычаларын өзгөртпөңүз.',
  ru: 'Возьмите шаблон и не меняйте его столбцы.',
  en: 'Take the template, and leave its columns as they are.',
};

/** What is wrong with a file by a rule of ours. */
export function fileViolation(rule: string, message: LocalizedText, hint: LocalizedText): Violation {
  return { ...badInput(['input', 'uploadId'], message, hint).violation, rule };
}

function readInTwoWays(cell: string, one: string, other: string): Violation {
  return fileViolation(
    'ours:number-of-a-cell',
    {
      ky: `«${cell}» эки түрдүү окулат: ${one} же ${other}.`,
      ru: `«${cell}» читается двояко: ${one} или ${other}.`,
      en: `"${cell}" may be read in two ways: ${one} or ${other}.`,
    },
    {
      ky: 'Миңдерди чекитсиз жана үтүрсүз жазыңыз (1200 же 1 200), бөлчөктү эки белгиге чейин (1.2 же 1,20).',
      ru: 'Тысячи пишите без точки и запятой (1200 или 1 200), дробную часть — до двух знаков (1.2 или 1,20).',
      en: 'Write thousands without a point or comma (1200 or 1 200), and at most two decimals (1.2 or 1,20).',
    },
  );
}

export function unknownColumn(name: string): Violation {
  return fileViolation(
    'ours:known-columns',
    { ky: `Белгисиз мамыча: ${name}.`, ru: `Неизвестный столбец: ${name}.`, en: `Unknown column: ${name}.` },
    takeTemplate,
  );
}

function columnTwice(code: string): Violation {
  return fileViolation(
    'ours:columns-once',
    { ky: `Мамыча эки жолу бар: ${code}.`, ru: `Столбец повторяется: ${code}.`, en: `The column is there twice: ${code}.` },
    { ky: 'Бирин алып салыңыз.', ru: 'Уберите один из них.', en: 'Remove one of them.' },
  );
}

export function columnMissing(code: string): Violation {
  return fileViolation(
    'ours:needed-columns',
    { ky: `Мамыча жетишпейт: ${code}.`, ru: `Не хватает столбца: ${code}.`, en: `A column is missing: ${code}.` },
    takeTemplate,
  );
}

function cellWithoutHeading(): Violation {
  return fileViolation(
    'ours:known-columns',
    {
      ky: 'Аталышы жок мамычада уяча бар.',
      ru: 'Есть ячейка в столбце без заголовка.',
      en: 'There is a cell beneath no heading.',
    },
    {
      ky: 'Үлгүнүн мамычаларын өзгөртпөңүз; үтүрү бар маанини тырмакчага алыңыз.',
      ru: 'Не меняйте столбцы шаблона; значение с запятой возьмите в кавычки.',
      en: 'Leave the columns of the template as they are, and put a value that has a comma in quotation marks.',
    },
  );
}
