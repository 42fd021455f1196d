// A spreadsheet keeps a day as a number; that it is one only the format of its cell says.

/** Formats that every workbook has without saying so. */
function isBuiltInDay(id: number): boolean {
  return [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
  ].some(([from = 0, to = 0]) => from <= id && id <= to);
}

/** Whether a format such as `dd.mm.yyyy` or `[h]:mm` shows a day or a time; what it only quotes, and colours and currencies, do not count. */
function isDayFormat(code: string): boolean {
  const plain = code.replaceAll(/"[^"]*"|\\.|[_*]./g, '').replaceAll(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '');
  return /[dmyhs]/i.test(plain);
}

/** Gathers which styles of cells show a number as a day or a time, from the elements of a workbook's styles. */
export class DayStyles {
  readonly #formats = new Set<string>();
  readonly #styles = new Set<string>();
  #isOfCells = false;
  #count = 0;

  open = (tag: string, { numFmtId = '', formatCode = '' }: Readonly<Record<string, string>>): void => {
    if (tag === 'numFmt' && isDayFormat(formatCode)) this.#formats.add(numFmtId);
    if (tag === 'cellXfs') this.#isOfCells = true;
    if (tag !== 'xf' || !this.#isOfCells) return;
    if (this.#formats.has(numFmtId) || isBuiltInDay(Number(numFmtId))) this.#styles.add(String(this.#count));
    this.#count += 1;
  };

  close = (tag: string): void => {
    if (tag === 'cellXfs') this.#isOfCells = false;
  };

  has(style: string): boolean {
    return this.#styles.has(style);
  }
}

/** Of the calendar whose day 1 is 31 December 1899 and which believes in 29 February 1900. */
const daysBefore1970 = 25_569;
/** Workbooks from old Macintosh computers count from 1904. */
const daysBefore1904 = 1_462;
const lastDay = 2_958_465;

/** The day that a number stands for, `2026-03-05`, with its time if it has one; undefined = a spreadsheet shows none either. */
export function dayOfNumber(number: number, isFrom1904: boolean): string | undefined {
  const days = isFrom1904 ? number + daysBefore1904 : number;
  if (!(days >= 0 && days < lastDay + 1)) return undefined;
  const instant = new Date(Math.round((days - daysBefore1970) * 86_400) * 1_000).toISOString();
  return Number.isInteger(days) ? instant.slice(0, 10) : instant.slice(0, 19);
}
