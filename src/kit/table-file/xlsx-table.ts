import {
  columnIndex,
  columnName,
  errorInCell,
  formulaInCell,
  isHandedOn,
  mergedCells,
  notXlsx,
  RowCount,
  tableLimits,
  type TableRow,
  tooLargeUnpacked,
  tooLongCell,
  tooManyColumns,
} from './table-file.rules.ts';
import type { TableSource } from './table-source.ts';
import { dayOfNumber, DayStyles } from './xlsx-days.rules.ts';
import { XlsxPackage } from './xlsx-package.ts';
import { xmlEvents, type XmlHandlers } from './xml-events.ts';

const workbook = 'xl/workbook.xml';

/** Rows of the first sheet of a workbook that is shown, as they are unpacked. Days are as ISO 8601 writes them. */
export async function* readXlsx(source: TableSource): AsyncGenerator<TableRow, void> {
  const parts = await XlsxPackage.open(source);
  const { sheet, texts, styles, isFrom1904 } = await partsToRead(parts);
  const days = new DayStyles();
  if (styles !== undefined) await readPart(parts, styles, days, tableLimits.textBytes);
  const reader = new SheetReader(texts === undefined ? [] : await readTexts(parts, texts), days, isFrom1904);
  const count = new RowCount();
  for await (const _ of xmlEvents(parts.read(sheet, tableLimits.sheetBytes), reader)) {
    for (const row of reader.take()) {
      count.add(row);
      yield row;
    }
  }
}

interface PartsToRead {
  sheet: string;
  texts?: string;
  styles?: string;
  isFrom1904: boolean;
}

/** Where the first sheet that people see, the texts that cells share and their formats are, as the workbook says itself. */
async function partsToRead(parts: XlsxPackage): Promise<PartsToRead> {
  let first: string | undefined;
  let isFrom1904 = false;
  const open: XmlHandlers['open'] = (name, attributes) => {
    if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
    if (name !== 'sheet' || /hidden$/i.test(attributes.state ?? '')) return;
    first ??= Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1];
  };
  await readPart(parts, workbook, { open });
  let sheet: string | undefined;
  const ofType = new Map<string, string>();
  const openRelation: XmlHandlers['open'] = (name, { Id, Type = '', Target = '' }) => {
    if (name !== 'Relationship') return;
    if (Id === first) sheet = placeOf(Target);
    if (parts.has(placeOf(Target))) ofType.set(Type.slice(Type.lastIndexOf('/') + 1), placeOf(Target));
  };
  await readPart(parts, 'xl/_rels/workbook.xml.rels', { open: openRelation });
  if (sheet === undefined || !parts.has(sheet)) throw notXlsx();
  return { sheet, texts: ofType.get('sharedStrings'), styles: ofType.get('styles'), isFrom1904 };
}

function placeOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function readPart(
  parts: XlsxPackage,
  name: string,
  { open, close = ignore }: Pick<XmlHandlers, 'open'> & Partial<XmlHandlers>,
  limit: number = tableLimits.partBytes,
): Promise<void> {
  for await (const _ of xmlEvents(parts.read(name, limit), { open, text: ignore, close }));
}

function ignore(): void {
  // Says nothing that is needed.
}

/** The texts that cells refer to by number. They are all held, and therefore counted. */
async function readTexts(parts: XlsxPackage, name: string): Promise<string[]> {
  const texts: string[] = [];
  const text = new TextParts();
  let characters = 0;
  const handlers: XmlHandlers = {
    open: (tag) => (tag === 'si' ? text.begin() : text.open(tag)),
    text: (piece) => text.add(piece),
    close: (tag) => {
      text.close(tag);
      if (tag !== 'si') return;
      texts.push(text.value);
      // A text takes room even when it is empty.
      characters += text.value.length + 8;
      if (characters > tableLimits.textCharacters) throw tooLargeUnpacked();
    },
  };
  for await (const _ of xmlEvents(parts.read(name, tableLimits.textBytes), handlers));
  return texts;
}

/** A text in its parts, of which those that say how it is pronounced do not count. */
class TextParts {
  value = '';
  #isText = false;
  #isPhonetic = false;

  begin(): void {
    this.value = '';
  }

  open(tag: string): void {
    if (tag === 'rPh') this.#isPhonetic = true;
    else if (tag === 't' || tag === 'v') this.#isText = !this.#isPhonetic;
  }

  add(piece: string): void {
    if (this.#isText && this.value.length <= tableLimits.cell) this.value += piece;
  }

  close(tag: string): void {
    if (tag === 'rPh') this.#isPhonetic = false;
    else if (tag === 't' || tag === 'v') this.#isText = false;
  }
}

/** Gathers the rows of a sheet. A cell that is not there is empty, and so are those before it. */
class SheetReader implements XmlHandlers {
  #ready: TableRow[] = [];
  #number = 0;
  #cells: string[] = [];
  #column = 0;
  #kind = 'n';
  #isDay = false;
  #lastFilled = 0;
  readonly #text = new TextParts();

  constructor(
    private readonly texts: readonly string[],
    private readonly days: DayStyles,
    private readonly isFrom1904: boolean,
  ) {}

  /** The rows that are whole, once. */
  take(): TableRow[] {
    const rows = this.#ready;
    this.#ready = [];
    return rows;
  }

  open = (tag: string, attributes: Readonly<Record<string, string>>): void => {
    if (tag === 'row') this.#beginRow(attributes.r);
    else if (tag === 'c') this.#beginCell(attributes);
    else if (tag === 'f') throw formulaInCell(this.#place());
    else if (tag === 'mergeCell') this.#refuseMerged(attributes.ref ?? '');
    else this.#text.open(tag);
  };

  text = (piece: string): void => this.#text.add(piece);

  close = (tag: string): void => {
    this.#text.close(tag);
    if (tag === 'c') this.#endCell();
    else if (tag === 'row') this.#endRow();
  };

  #beginRow(reference: string | undefined): void {
    const number = reference === undefined ? this.#number + 1 : Number(reference);
    if (!Number.isInteger(number) || number <= this.#number) throw notXlsx();
    this.#number = number;
    this.#cells = [];
    this.#column = -1;
  }

  #endRow(): void {
    const row = { number: this.#number, cells: this.#cells };
    if (!isHandedOn(row)) return;
    this.#ready.push(row);
    this.#lastFilled = this.#number;
  }

  /** Of cells that are merged only the first has what all of them show: the others would be taken for empty. */
  #refuseMerged(reference: string): void {
    const [, first = '', row = '', , last = ''] = /^([A-Z]{1,3})(\d+)(:([A-Z]{1,3}\d+))?$/.exec(reference) ?? [];
    if (last !== '' && Number(row) <= this.#lastFilled) throw mergedCells({ row: Number(row), column: first });
  }

  #beginCell({ r, t = 'n', s = '' }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.#column + 1 : columnIndex(r);
    if (column === undefined || column <= this.#column) throw notXlsx();
    this.#column = column;
    this.#kind = t;
    this.#isDay = this.days.has(s);
    this.#text.begin();
  }

  #endCell(): void {
    const text = this.#value(this.#text.value);
    if (text === '') return;
    if (this.#column >= tableLimits.columns) throw tooManyColumns(this.#number);
    if (text.length > tableLimits.cell) throw tooLongCell(this.#place());
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = text;
  }

  #value(text: string): string {
    if (text === '') return text;
    if (this.#kind === 'e') throw errorInCell(this.#place());
    if (this.#kind === 's') return this.#shared(text);
    if (this.#kind === 'b') return text === '1' ? 'true' : 'false';
    if (this.#kind !== 'n') return text;
    return this.#isDay ? this.#day(text) : plainNumber(text);
  }

  #day(text: string): string {
    const day = dayOfNumber(Number(text), this.isFrom1904);
    if (day === undefined) throw errorInCell(this.#place());
    return day;
  }

  #shared(index: string): string {
    const text = this.texts[Number(index)];
    if (text === undefined) throw notXlsx();
    return text;
  }

  #place(): { row: number; column: string } {
    return { row: this.#number, column: columnName(Math.max(this.#column, 0)) };
  }
}

/** A number as its cell shows it: spreadsheets keep 0.3 as the nearest double, with 17 digits. */
function plainNumber(text: string): string {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  return Number.isInteger(number) ? String(number) : String(Number(number.toPrecision(15)));
}
