import { HubError } from '../../shared/errors.ts';
import {
  columnIndex,
  columnName,
  errorInCell,
  formulaInCell,
  isHandedOn,
  mergedCells,
  notXlsx,
  RowCount,
  severalSheets,
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

/**
 * Rows of the first sheet of a workbook that is shown, as they are unpacked. Days are as ISO 8601 writes them. Refuses a workbook in which
 * another sheet has the same head: what is on it would be left out.
 */
export async function* readXlsx(source: TableSource): AsyncGenerator<TableRow, void> {
  const parts = await XlsxPackage.open(source);
  const { sheet, others, texts, styles, isFrom1904 } = await partsToRead(parts);
  const days = new DayStyles();
  if (styles !== undefined) await readPart(parts, styles, days, tableLimits.textBytes);
  const shared = texts === undefined ? [] : await readTexts(parts, texts);
  const rowsOf = (pieces: AsyncIterable<string>) => rowsOfSheet(pieces, new SheetReader(shared, days, isFrom1904));
  const count = new RowCount();
  let head: TableRow | undefined;
  for await (const row of rowsOf(parts.read(sheet, tableLimits.sheetBytes))) {
    count.add(row);
    head ??= row;
    yield row;
  }
  for (const other of others) {
    const first = await firstOf(rowsOf(beginning(parts.read(other, tableLimits.sheetBytes))));
    if (first && first.cells.join('\n') === head?.cells.join('\n')) throw severalSheets();
  }
}

/** The rows of a sheet; where it is wrong, first those before the place. */
async function* rowsOfSheet(pieces: AsyncIterable<string>, reader: SheetReader): AsyncGenerator<TableRow, void> {
  try {
    for await (const _ of xmlEvents(pieces, reader)) yield* reader.take();
  } catch (error) {
    yield* reader.take();
    throw error;
  }
}

/** The first row with something in it; undefined = there is none, or it is wrong: nothing else of that sheet is read. */
async function firstOf(rows: AsyncIterable<TableRow>): Promise<TableRow | undefined> {
  try {
    for await (const row of rows) return row;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
  }
  return undefined;
}

async function* beginning(pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  let characters = 0;
  for await (const piece of pieces) {
    yield piece;
    characters += piece.length;
    if (characters > tableLimits.partBytes) return;
  }
}

interface PartsToRead {
  sheet: string;
  /** Further ones that people see. */
  others: readonly string[];
  texts?: string;
  styles?: string;
  isFrom1904: boolean;
}

/** Where the first sheet that people see, the texts that cells share and their formats are, as the workbook says itself. */
async function partsToRead(parts: XlsxPackage): Promise<PartsToRead> {
  const shown: (string | undefined)[] = [];
  let isFrom1904 = false;
  const open: XmlHandlers['open'] = (name, attributes) => {
    if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
    if (name !== 'sheet' || /hidden$/i.test(attributes.state ?? '')) return;
    shown.push(Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1]);
  };
  await readPart(parts, workbook, { open });
  const placeById = new Map<string | undefined, string>();
  const ofType = new Map<string, string>();
  const openRelation: XmlHandlers['open'] = (name, { Id, Type = '', Target = '' }) => {
    if (name !== 'Relationship') return;
    if (!parts.has(placeOf(Target))) return;
    placeById.set(Id, placeOf(Target));
    ofType.set(Type.slice(Type.lastIndexOf('/') + 1), placeOf(Target));
  };
  await readPart(parts, 'xl/_rels/workbook.xml.rels', { open: openRelation });
  const [sheet, ...others] = shown.slice(0, tableLimits.sheets).map((id) => placeById.get(id));
  if (sheet === undefined) throw notXlsx();
  return {
    sheet,
    others: others.filter((place) => place !== undefined),
    texts: ofType.get('sharedStrings'),
    styles: ofType.get('styles'),
    isFrom1904,
  };
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

/** Elements of a cell in which its text stands. */
const aroundText: ReadonlySet<string | undefined> = new Set(['c', 'is', 'r', 'rPh']);

/** A cell's yes or no, as XML Schema writes it. */
const yesOrNo: ReadonlyMap<string, string> = new Map([
  ['1', 'true'],
  ['true', 'true'],
  ['0', 'false'],
  ['false', 'false'],
]);

/**
 * Gathers the rows of a sheet. A cell that is not there is empty, and so are those before it. An element is what it is called only in its
 * place: lists to choose from, formats and buttons beside the cells have formulas, texts and rows of their own.
 */
class SheetReader implements XmlHandlers {
  readonly #open: string[] = [];
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
    const parent = this.#open.at(-1);
    this.#open.push(tag);
    if (tag === 'row' && parent === 'sheetData') this.#beginRow(attributes.r);
    else if (tag === 'c' && parent === 'row') this.#beginCell(attributes);
    else if (tag === 'f' && parent === 'c') throw formulaInCell(this.#place());
    else if (tag === 'mergeCell' && parent === 'mergeCells') this.#refuseMerged(attributes.ref ?? '');
    else if (aroundText.has(parent)) this.#text.open(tag);
  };

  text = (piece: string): void => this.#text.add(piece);

  close = (tag: string): void => {
    this.#open.pop();
    const parent = this.#open.at(-1);
    this.#text.close(tag);
    if (tag === 'c' && parent === 'row') this.#endCell();
    else if (tag === 'row' && parent === 'sheetData') this.#endRow();
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
    if (this.#kind === 'b') return this.#yesOrNo(text);
    if (this.#kind !== 'n') return text;
    return this.#isDay ? this.#day(text) : plainNumber(text);
  }

  #day(text: string): string {
    const day = dayOfNumber(Number(text), this.isFrom1904);
    if (day === undefined) throw errorInCell(this.#place());
    return day;
  }

  #yesOrNo(text: string): string {
    const said = yesOrNo.get(text);
    if (said === undefined) throw notXlsx(this.#place());
    return said;
  }

  #shared(index: string): string {
    const text = this.texts[Number(index)];
    if (text === undefined) throw notXlsx(this.#place());
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
