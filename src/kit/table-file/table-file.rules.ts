import { HubError, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { isBlank } from '../../shared/plain-text.ts';

/** A row of a table in a file: its number as a spreadsheet shows it, from 1, and the texts of its cells; '' = an empty cell. */
export interface TableRow {
  number: number;
  cells: readonly string[];
}

/** Ours: what a table that people file has at most. A file beyond it is refused, never cut. */
export const tableLimits = {
  /** Lines with something in them, those of the head among them. */
  filledRows: 50_010,
  /** Lines in all: spreadsheets like to keep a million empty ones. */
  rows: 100_000,
  columns: 300,
  /** Characters of a cell. */
  cell: 4_000,
  /** Bytes of the sheet of a workbook, unpacked. */
  sheetBytes: 256 * 2 ** 20,
  /** Bytes of the workbook's other parts that are read, unpacked, each. */
  partBytes: 2 ** 20,
  /** Bytes of the texts of a workbook, unpacked. */
  textBytes: 64 * 2 ** 20,
  /** Characters of the texts of a workbook, which are all held. */
  textCharacters: 24 * 2 ** 20,
  zipEntries: 500,
  /** Sheets of a workbook whose heads are looked at. */
  sheets: 20,
} as const;

/** The name of a column as spreadsheets show it: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** The place of a cell's column, from 0, from a reference such as `AB12`; undefined = it is none. */
export function columnIndex(reference: string): number | undefined {
  const [letters] = /^[A-Z]{1,3}(?=\d+$)/.exec(reference) ?? [];
  if (letters === undefined) return undefined;
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Whether a reader hands a row on: one with something in it, or the first beyond those that a file may have. */
export function isHandedOn({ number, cells }: TableRow): boolean {
  return number === tableLimits.rows + 1 || cells.some((cell) => !isBlank(cell));
}

/** Counts the rows that are handed on, and refuses a file that has too many. */
export class RowCount {
  #filled = 0;

  add(row: TableRow): void {
    if (row.number > tableLimits.rows) throw tooManyLines(row.number);
    this.#filled += 1;
    if (this.#filled > tableLimits.filledRows) throw tooManyRows(row.number);
    if (row.cells.length > tableLimits.columns) throw tooManyColumns(row.number);
    const long = row.cells.findIndex(({ length }) => length > tableLimits.cell);
    if (long !== -1) throw tooLongCell({ row: row.number, column: columnName(long) });
  }
}

// ---- what is wrong with a file ---------------------------------------------------------------------------------------

interface Place {
  row?: number;
  column?: string;
}

/** What is wrong with a file itself, so that nothing of it is read any further. */
function fileError(rule: string, place: Place, message: LocalizedText, hint: LocalizedText): HubError {
  const violation: Violation = { code: 'BAD_USER_INPUT', rule, path: ['input', 'uploadId'], ...place, message, hint };
  return new HubError(violation);
}

const inParts: LocalizedText = {
  ky: 'Файлды бөлүп, ар бирин өз ачкычы менен жөнөтүңүз.',
  ru: 'Разделите файл и подайте каждую часть со своим ключом.',
  en: 'Split the file, and file each part under its own key.',
};

function tooManyRows(row: number): HubError {
  return fileError(
    'ours:rows-of-a-file',
    { row },
    { ky: 'Бир файлда эң көп 50000 сап болот.', ru: 'В одном файле не больше 50000 строк.', en: 'A file has at most 50,000 rows.' },
    inParts,
  );
}

function tooManyLines(row: number): HubError {
  return fileError(
    'ours:lines-of-a-file',
    { row },
    {
      ky: `Файлда ${tableLimits.rows} саптан көп, бош саптары менен.`,
      ru: `В файле больше ${tableLimits.rows} строк вместе с пустыми.`,
      en: `The file has more than ${tableLimits.rows} lines, the empty ones among them.`,
    },
    { ky: 'Аягындагы бош саптарды өчүрүңүз.', ru: 'Удалите пустые строки в конце.', en: 'Delete the empty rows at the end.' },
  );
}

export function tooManyColumns(row: number): HubError {
  return fileError(
    'ours:columns-of-a-file',
    { row },
    {
      ky: `Сапта ${tableLimits.columns} мамычадан көп.`,
      ru: `В строке больше ${tableLimits.columns} столбцов.`,
      en: `The row has more than ${tableLimits.columns} columns.`,
    },
    { ky: 'Үлгүдөгү мамычаларды гана калтырыңыз.', ru: 'Оставьте только столбцы шаблона.', en: 'Leave the columns of the template only.' },
  );
}

export function tooLongCell(place: Place): HubError {
  return fileError(
    'ours:length-of-a-cell',
    place,
    {
      ky: `Уячада ${tableLimits.cell} белгиден көп.`,
      ru: `В ячейке больше ${tableLimits.cell} знаков.`,
      en: `A cell has more than ${tableLimits.cell} characters.`,
    },
    {
      ky: 'Тырмакчалар жабылганын жана текстти текшериңиз.',
      ru: 'Проверьте, закрыты ли кавычки, и сократите текст.',
      en: 'See whether quotation marks are closed, and shorten the text.',
    },
  );
}

export function formulaInCell(place: Place): HubError {
  return fileError(
    'ours:no-formulas',
    place,
    { ky: 'Уячада формула бар.', ru: 'В ячейке формула.', en: 'The cell holds a formula.' },
    {
      ky: 'Формулаларды маанилери менен алмаштырыңыз (атайын коюу, маанилер).',
      ru: 'Замените формулы значениями (специальная вставка, значения).',
      en: 'Replace formulas by their values (paste special, values).',
    },
  );
}

export function errorInCell(place: Place): HubError {
  return fileError(
    'ours:no-formulas',
    place,
    { ky: 'Уячада ката (#N/A сыяктуу) турат.', ru: 'В ячейке ошибка (вроде #Н/Д).', en: 'The cell holds an error, such as #N/A.' },
    { ky: 'Уячаны оңдоңуз же тазалаңыз.', ru: 'Исправьте или очистите ячейку.', en: 'Mend the cell, or clear it.' },
  );
}

export function mergedCells(place: Place): HubError {
  return fileError(
    'ours:no-merged-cells',
    place,
    { ky: 'Уячалар бириктирилген.', ru: 'Ячейки объединены.', en: 'Cells are merged.' },
    {
      ky: 'Бириктирүүнү алып салып, ар бир уячаны өзүнчө толтуруңуз.',
      ru: 'Отмените объединение и заполните каждую ячейку отдельно.',
      en: 'Undo the merging, and fill in each cell by itself.',
    },
  );
}

export function severalSheets(): HubError {
  return fileError(
    'ours:one-sheet',
    {},
    {
      ky: 'Баш сабы бирдей бир нече барак бар, бирөө гана окулат.',
      ru: 'Несколько листов с одинаковыми заголовками, а читается только один.',
      en: 'Several sheets have the same headings, and only one is read.',
    },
    {
      ky: 'Саптардын баарын биринчи баракка жыйнап, калгандарын өчүрүңүз.',
      ru: 'Соберите все строки на первом листе, остальные удалите.',
      en: 'Gather all lines on the first sheet, and delete the others.',
    },
  );
}

export function wrongEncoding(looksLike1251: boolean): HubError {
  return fileError(
    'ours:utf-8',
    {},
    looksLike1251
      ? {
          ky: 'Файл UTF-8 эмес, Windows-1251 окшойт.',
          ru: 'Файл не в UTF-8, похоже на Windows-1251.',
          en: 'The file is not UTF-8; it looks like Windows-1251.',
        }
      : { ky: 'Файл UTF-8 эмес.', ru: 'Файл не в кодировке UTF-8.', en: 'The file is not UTF-8.' },
    {
      ky: 'Excelде «CSV UTF-8» деп сактаңыз же XLSX жөнөтүңүз.',
      ru: 'Сохраните в Excel как «CSV UTF-8» или отправьте XLSX.',
      en: 'Save it as "CSV UTF-8" in Excel, or send XLSX.',
    },
  );
}

export function brokenCsv(row: number): HubError {
  return fileError(
    'ours:csv',
    { row },
    {
      ky: 'CSV сабы окулбайт: тырмакчалар жабылган эмес же туура эмес.',
      ru: 'Строка CSV не читается: кавычки не закрыты или стоят неверно.',
      en: 'The line of the CSV cannot be read: quotation marks are open or out of place.',
    },
    {
      ky: 'Тырмакчасы бар уяча тырмакчага алынып, ичиндегиси эки жолу жазылат.',
      ru: 'Ячейка с кавычками берётся в кавычки, а внутренние удваиваются.',
      en: 'A cell with quotation marks is put in quotation marks, and those within are doubled.',
    },
  );
}

const plainXlsx: LocalizedText = {
  ky: 'Сырсөзсүз, макроссуз кадимки XLSX (Excel китеби) же «CSV UTF-8» деп сактаңыз.',
  ru: 'Сохраните как обычную книгу XLSX без пароля и макросов или как «CSV UTF-8».',
  en: 'Save it as a plain XLSX workbook without password and macros, or as "CSV UTF-8".',
};

export function notXlsx(place: Place = {}): HubError {
  return fileError(
    'ours:xlsx',
    place,
    { ky: 'Файл бузулган же XLSX эмес.', ru: 'Файл повреждён или это не XLSX.', en: 'The file is damaged, or is no XLSX.' },
    plainXlsx,
  );
}

export function encryptedXlsx(): HubError {
  return fileError(
    'ours:xlsx-open',
    {},
    {
      ky: 'Файл сырсөз менен жабылган же эски XLS түрүндө.',
      ru: 'Файл закрыт паролем или в старом формате XLS.',
      en: 'The file is closed by a password, or of the old kind XLS.',
    },
    plainXlsx,
  );
}

export function macrosInXlsx(): HubError {
  return fileError(
    'ours:xlsx-no-macros',
    {},
    { ky: 'Файлда макростор бар.', ru: 'В файле есть макросы.', en: 'The file holds macros.' },
    plainXlsx,
  );
}

export function tooLargeUnpacked(): HubError {
  return fileError(
    'ours:xlsx-size',
    {},
    {
      ky: 'Файл ачылганда өтө чоң болуп кетет.',
      ru: 'В распакованном виде файл слишком велик.',
      en: 'Unpacked, the file is too large.',
    },
    {
      ky: 'Ашык барактарды, сүрөттөрдү жана бош саптарды өчүрүңүз.',
      ru: 'Удалите лишние листы, рисунки и пустые строки.',
      en: 'Delete further sheets, pictures and empty rows.',
    },
  );
}

export function brokenJson(row: number): HubError {
  return fileError(
    'ours:json',
    { row },
    {
      ky: 'JSON окулбайт: объекттердин тизмеси же ар сапта бир объект күтүлөт.',
      ru: 'JSON не читается: нужен массив объектов или по объекту в строке.',
      en: 'The JSON cannot be read: an array of objects is expected, or an object a line.',
    },
    {
      ky: 'Көрсөтүлгөн объектти текшериңиз; ар бири 64 КБ жана 10 деңгээлден ашпайт, NUL жана бузук Unicode жарабайт.',
      ru: 'Проверьте указанный объект; каждый не больше 64 КБ и 10 уровней, без NUL и повреждённого Unicode.',
      en: 'Look at the object named; each has at most 64 KB and 10 levels, without NUL and broken Unicode.',
    },
  );
}

/** An object that says the same twice: which of the two is meant nobody knows. */
export function fieldTwice(row: number, name: string): HubError {
  return fileError(
    'ours:columns-once',
    { row, column: name },
    { ky: `Талаа эки жолу бар: ${name}.`, ru: `Поле повторяется: ${name}.`, en: `The field is there twice: ${name}.` },
    { ky: 'Бирин алып салыңыз.', ru: 'Уберите одно из них.', en: 'Remove one of them.' },
  );
}

/** A file with headings alone, or with nothing at all. */
export function emptyFile(): HubError {
  return fileError(
    'ours:filled-file',
    {},
    {
      ky: 'Файлда бир да толтурулган сап жок.',
      ru: 'В файле нет ни одной заполненной строки.',
      en: 'The file has no line that is filled in.',
    },
    {
      ky: 'Баш саптан төмөнкү саптарды толтуруп, файлды кайра жөнөтүңүз.',
      ru: 'Заполните строки под заголовками и отправьте файл снова.',
      en: 'Fill in the lines below the headings, and send the file again.',
    },
  );
}
