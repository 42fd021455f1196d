import type { Channel, Quarter } from '../../kit/figure.rules.ts';
import {
  cellsByCode,
  columnMissing,
  type FileFlaw,
  fileViolation,
  folded,
  type Headings,
  namedColumn,
  numberRefusal,
  plainNumberOf,
  shownName,
  unknownColumn,
} from '../../kit/table-file/heading.rules.ts';
import type { Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { withCell, writtenText } from '../../shared/plain-text.ts';
import { type LineInput, mostLines, type ReadLine } from './volume-line.rules.ts';

/** The columns of a file of the nine-month report, in their order: the code is the heading that is read, the words are for people. */
export const volumeColumns = {
  serviceCode: { ky: 'Кызматтын коду', ru: 'Код услуги', en: 'Code of the service' },
  quarter: { ky: 'Квартал', ru: 'Квартал', en: 'Quarter' },
  channel: { ky: 'Канал', ru: 'Канал', en: 'Channel' },
  delivered: { ky: 'Көрсөтүлдү', ru: 'Оказано', en: 'Delivered' },
  reason: { ky: 'Эмне үчүн көрсөтүлбөйт', ru: 'Почему не оказывается', en: 'Why it is not offered' },
  paidTotal: { ky: 'Төлөнгөн сумма, сом', ru: 'Уплачено, сом', en: 'Paid, som' },
  explanation: { ky: 'Түшүндүрмө', ru: 'Пояснение', en: 'Explanation' },
  offerId: { ky: 'Сунуштун белгиси (болсо)', ru: 'Номер предложения (если есть)', en: 'Offer, where known' },
} as const satisfies Record<string, LocalizedText>;
export type VolumeColumn = keyof typeof volumeColumns;

/** What the cell of a figure says where the service is not given: not 0, and not an empty cell. */
const notOfferedWord: LocalizedText = { ky: 'көрсөтүлбөйт', ru: 'не оказывается', en: 'not offered' };

/** How the channels are called in a file. */
const channelWords: Readonly<Record<Channel, LocalizedText>> = {
  IN_PERSON: { ky: 'өзү келип', ru: 'очно', en: 'in person' },
  ELECTRONIC: { ky: 'электрондук', ru: 'электронно', en: 'electronic' },
};

export const volumeFileColumns = Object.entries(volumeColumns).map(([code, text]) => namedColumn(code, text));

/** Every line says which it is, and how much. */
export const neededVolumeColumns: readonly VolumeColumn[] = ['serviceCode', 'quarter', 'channel', 'delivered'];

/** A line of a file as far as it could be read, and the row that it stands in. */
export interface FileLine {
  row: number;
  line: ReadLine;
  flaws: readonly FileFlaw[];
}

/** Reads a row of a table. An absent column leaves what is there as it is, an empty cell clears it; an empty figure is MISSING, never 0. */
export function lineOfCells(row: number, cells: readonly string[], headings: Headings): FileLine {
  const { byCode, flaws } = cellsByCode(cells, headings);
  return lineOf(row, (column) => byCode.get(column), flaws);
}

/** Reads an object of a JSON file: the same columns; null is an empty cell. */
export function lineOfObject(row: number, object: Readonly<Record<string, unknown>>): FileLine {
  const strangers = Object.keys(object)
    .filter((field) => !Object.hasOwn(volumeColumns, field))
    .map((field) => ({ column: shownName(field), violation: unknownColumn(shownName(field)) }));
  const missing = neededVolumeColumns
    .filter((column) => object[column] === undefined)
    .map((column) => ({ column, violation: columnMissing(column) }));
  return lineOf(row, (column) => textOf(object[column]), [...strangers, ...missing]);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' || value === null ? (writtenText(value) ?? '') : JSON.stringify(value);
}

type Cells = (column: VolumeColumn) => string | undefined;

function lineOf(row: number, cell: Cells, flaws: readonly FileFlaw[]): FileLine {
  const said = { quarter: cell('quarter'), channel: cell('channel'), delivered: cell('delivered') };
  const quarter = quarterOf(said.quarter ?? '');
  const channel = channelOf(said.channel ?? '');
  const delivered = figureOf(said.delivered ?? '', cell('reason'));
  const paidTotal = amountOf(cell('paidTotal'));
  const wrong: FileFlaw[] = [
    ...flaws,
    ...(quarter || said.quarter === undefined ? [] : [{ column: 'quarter', violation: badQuarter(said.quarter) }]),
    ...(channel || said.channel === undefined ? [] : [{ column: 'channel', violation: badChannel(said.channel) }]),
    ...(delivered ? [] : [{ column: 'delivered', violation: numberRefusal(said.delivered ?? '') ?? badFigure(said.delivered ?? '') }]),
    ...(paidTotal === false
      ? [{ column: 'paidTotal', violation: numberRefusal(cell('paidTotal') ?? '') ?? badAmount(cell('paidTotal') ?? '') }]
      : []),
  ];
  const offerId = cell('offerId')?.toLowerCase();
  const line: ReadLine = {
    serviceCode: cell('serviceCode') ?? '',
    quarter,
    channel,
    delivered,
    paidTotal: paidTotal === false ? undefined : paidTotal,
    explanation: cell('explanation'),
    offerId: offerId === '' ? null : offerId,
  };
  return { row, line, flaws: wrong };
}

const quarterNames: ReadonlyMap<string, Quarter> = new Map(
  (['Q1', 'Q2', 'Q3', 'Q4'] as const).flatMap((quarter, index) => {
    const roman = ['i', 'ii', 'iii', 'iv'][index] ?? '';
    return [quarter.toLowerCase(), String(index + 1), roman].map((name) => [name, quarter] as const);
  }),
);

function quarterOf(cell: string): Quarter | undefined {
  return quarterNames.get(folded(cell));
}

function channelOf(cell: string): Channel | undefined {
  const name = folded(cell);
  const known = Object.entries(channelWords) as [Channel, LocalizedText][];
  return known.find(([code, words]) => isNamed(name, code, words))?.[0];
}

function isNamed(name: string, code: string, { ky, ru, en }: LocalizedText): boolean {
  return [code, ky, ru, en].some((word) => word != null && folded(word) === name);
}

/** As the API has it of a count. */
const mostDelivered = 1_000_000_000;

/** A number (0 too), the word for "not offered", or nothing; undefined = none of them. */
function figureOf(cell: string, reason: string | undefined): LineInput['delivered'] | undefined {
  if (cell === '') return { state: 'MISSING', reason: reason ?? null };
  if (isNamed(folded(cell), 'NOT_OFFERED', notOfferedWord)) return { state: 'NOT_OFFERED', reason: reason ?? null };
  const plain = plainNumberOf(cell);
  if (!/^\d{1,10}$/.test(plain) || Number(plain) > mostDelivered) return undefined;
  return { state: 'VALUE', value: Number(plain), reason: reason ?? null };
}

/** Som with two decimals; null = an empty cell, undefined = no column, false = no amount. */
function amountOf(cell: string | undefined): string | null | undefined | false {
  if (cell === undefined || cell === '') return cell === undefined ? undefined : null;
  const [, whole, decimals = ''] = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plainNumberOf(cell)) ?? [];
  return whole !== undefined && `${Number(whole)}.${decimals.padEnd(2, '0')}`;
}

/** All that is wrong with a file, row by row: cells that could not be read, and what its lines say. What is wrong with the whole comes first. */
export function fileViolations(lines: readonly FileLine[], ofLines: readonly Violation[]): Violation[] {
  const flaws = lines.flatMap(({ row, flaws: wrong }) => wrong.map(({ column, violation }) => atCell(violation, row, column)));
  return [...flaws, ...ofLines.map((violation) => atRow(violation, lines))].toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

export function atCell(violation: Violation, row: number, column: string | undefined): Violation {
  return { ...violation, path: ['input', 'uploadId'], row, column };
}

/** What is wrong with a line, told by its row and column instead of its place in the input. */
function atRow(violation: Violation, lines: readonly FileLine[]): Violation {
  const [, field, index, column, inner] = violation.path ?? [];
  const row = lines[Number(index)]?.row;
  if (field !== 'lines' || row === undefined) return violation;
  return atCell(violation, row, inner === 'reason' ? inner : column);
}

/** Ours: at most 500 lines in a file; the row is the first that is too many. */
export function tooManyLines(row: number): Violation {
  const violation = fileViolation(
    'ours:rows-of-a-file',
    {
      ky: `Бир файлда эң көп ${mostLines} сап болот.`,
      ru: `В одном файле не больше ${mostLines} строк.`,
      en: `A file has at most ${mostLines} lines.`,
    },
    {
      ky: 'Файлды бөлүп, бөлүктөрүн биринин артынан бирин жөнөтүңүз: файлда жок саптар ошол бойдон калат.',
      ru: 'Разделите файл и подайте части одну за другой: строки, которых в файле нет, остаются как были.',
      en: 'Split the file, and file its parts one after the other: lines that a file does not have stay as they are.',
    },
  );
  return { ...violation, row };
}

function badQuarter(cell: string): Violation {
  return fileViolation(
    'ours:cell-of-a-volume',
    withCell({ ky: 'Мындай квартал жок.', ru: 'Такого квартала нет.', en: 'There is no such quarter.' }, cell),
    { ky: 'Q1, Q2 же Q3.', ru: 'Q1, Q2 или Q3.', en: 'Q1, Q2 or Q3.' },
  );
}

function badChannel(cell: string): Violation {
  const { IN_PERSON: person, ELECTRONIC: electronic } = channelWords;
  return fileViolation(
    'ours:cell-of-a-volume',
    withCell({ ky: 'Мындай канал жок.', ru: 'Такого канала нет.', en: 'There is no such channel.' }, cell),
    { ky: `${person.ky} же ${electronic.ky}.`, ru: `${person.ru} или ${electronic.ru}.`, en: `${person.en} or ${electronic.en}.` },
  );
}

function badFigure(cell: string): Violation {
  return fileViolation(
    'ours:cell-of-a-volume',
    withCell({ ky: 'Бул сан жарабайт.', ru: 'Такое число не подходит.', en: 'This is no count.' }, cell),
    {
      ky: `0дон ${mostDelivered} чейинки бүтүн сан (дата эмес), «${notOfferedWord.ky}» же бош уяча.`,
      ru: `Целое число от 0 до ${mostDelivered} (не дата), «${notOfferedWord.ru}» или пустая ячейка.`,
      en: `A whole number from 0 to ${mostDelivered} (no date), "${notOfferedWord.en}", or an empty cell.`,
    },
  );
}

function badAmount(cell: string): Violation {
  return fileViolation('ours:cell-of-a-volume', withCell({ ky: 'Бул сумма эмес.', ru: 'Это не сумма.', en: 'This is no amount.' }, cell), {
    ky: 'Сом, эки ондук белгиге чейин: 1200.50.',
    ru: 'Сомы, до двух знаков: 1200,50.',
    en: 'Som, with up to two decimals: 1200.50.',
  });
}
