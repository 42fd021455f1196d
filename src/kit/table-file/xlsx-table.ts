import {
  columnIndex,
  columnName,
  errorInCell,
  formulaInCell,
  notXlsx,
  RowCount,
  tableLimits,
  type TableRow,
  tooLargeUnpacked,
  tooLongCell,
  tooManyColumns,
} from './table-file.rules.ts';
import type { TableSource } from './table-source.ts';
import { XlsxPackage } from './xlsx-package.ts';
import { xmlEvents, type XmlHandlers } from './xml-events.ts';

const workbook = 'xl/workbook.xml';

/** Rows of the first sheet of a workbook, as they are unpacked. Days are the numbers that spreadsheets keep them as. */
export async function* readXlsx(source: TableSource): AsyncGenerator<TableRow, void> {
  const parts = await XlsxPackage.open(source);
  const { sheet, texts } = await partsToRead(parts);
  const reader = new SheetReader(texts === undefined ? [] : await readTexts(parts, texts));
  const count = new RowCount();
  for await (const _ of xmlEvents(parts.read(sheet, tableLimits.sheetBytes), reader)) {
    for (const row of reader.take()) {
      count.add(row);
      yield row;
    }
  }
}

/** Where the first sheet and the texts that cells share are, as the workbook says itself. */
async function partsToRead(parts: XlsxPackage): Promise<{ sheet: string; texts?: string }> {
  let first: string | undefined;
  await readPart(parts, workbook, (name, attributes) => {
    if (name === 'sheet') first ??= Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1];
  });
  let sheet: string | undefined;
  let texts: string | undefined;
  await readPart(parts, 'xl/_rels/workbook.xml.rels', (name, { Id, Type = '', Target = '' }) => {
    if (name !== 'Relationship') return;
    if (Id === first) sheet = placeOf(Target);
    if (Type.endsWith('/sharedStrings')) texts = placeOf(Target);
  });
  if (sheet === undefined || !parts.has(sheet)) throw notXlsx();
  return { sheet, texts: texts !== undefined && parts.has(texts) ? texts : undefined };
}

function placeOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function readPart(parts: XlsxPackage, name: string, open: XmlHandlers['open']): Promise<void> {
  const ignore = () => undefined;
  for await (const _ of xmlEvents(parts.read(name, tableLimits.partBytes), { open, text: ignore, close: ignore }));
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
  readonly #text = new TextParts();

  constructor(private readonly texts: readonly string[]) {}

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
    else this.#text.open(tag);
  };

  text = (piece: string): void => this.#text.add(piece);

  close = (tag: string): void => {
    this.#text.close(tag);
    if (tag === 'c') this.#endCell();
    else if (tag === 'row') this.#ready.push({ number: this.#number, cells: this.#cells });
  };

  #beginRow(reference: string | undefined): void {
    const number = reference === undefined ? this.#number + 1 : Number(reference);
    if (!Number.isInteger(number) || number <= this.#number) throw notXlsx();
    this.#number = number;
    this.#cells = [];
    this.#column = -1;
  }

  #beginCell({ r, t = 'n' }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.#column + 1 : columnIndex(r);
    if (column === undefined || column <= this.#column) throw notXlsx();
    this.#column = column;
    this.#kind = t;
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
    return this.#kind === 'n' ? plainNumber(text) : text;
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
