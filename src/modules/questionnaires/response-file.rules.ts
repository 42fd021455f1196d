import {
  cellsByCode,
  type FileFlaw,
  fileViolation,
  folded,
  type Headings,
  type NamedColumn,
  namedColumn,
  numberRefusal,
  plainNumberOf,
  shownName,
  unknownColumn,
} from '../../kit/table-file/heading.rules.ts';
import { isLocalDate } from '../../shared/calendar.ts';
import type { Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { excerptOf, isBlank, writtenText } from '../../shared/plain-text.ts';
import type { Question, QuestionOption } from '../forms/question.rules.ts';
import { type FactCode, factCodes, factTexts, readTemplateMark } from '../forms/template-column.rules.ts';
import type { FiledResponse, MunicipalityColumn } from './response.rules.ts';

// A file is a table with a response a row: facts, then answers, under headings that are codes or words. How a cell says what an answer
// is, is here; whether it may be one, `checkResponse` says as it does of answers that came by the API.

/** Whether a row of the head is a template's mark; of which version. */
export function markOf(cells: readonly string[]): string | undefined {
  const [first = '', ...others] = cells;
  return others.every(isBlank) ? readTemplateMark(first) : undefined;
}

/** R10, ours: what refuses a file that says it is of another version than the one it is filed on. */
export function markRefusal(mark: string, formVersionId: string): Violation | undefined {
  return mark === formVersionId ? undefined : anotherForm();
}

/** The columns that a file on a form may have. */
export function columnsOfFile(questions: readonly Question[]): NamedColumn[] {
  return [...factCodes.map((code) => namedColumn(code, factTexts[code])), ...questions.map(({ code, text }) => namedColumn(code, text))];
}

/** The columns that it must have: the service, and every question that must be asked. */
export function columnsNeeded(questions: readonly Question[]): string[] {
  return ['serviceCode', ...questions.filter(({ isRequired }) => isRequired).map(({ code }) => code)];
}

/** What a row says, what is wrong with its cells, and where it says whose it is. */
export interface ReadRow {
  response: FiledResponse;
  flaws: readonly FileFlaw[];
  municipalityColumn: MunicipalityColumn;
}

/** Reads a row of a table. An empty cell beneath a question is "asked, and no answer"; a question without a column was not asked. */
export function responseOfCells(cells: readonly string[], headings: Headings, questions: readonly Question[]): ReadRow {
  const { byCode, flaws } = cellsByCode(cells, headings);
  const answers: Record<string, unknown> = {};
  const twofold: FileFlaw[] = [];
  for (const question of questions) {
    const { code } = question;
    const cell = byCode.get(code);
    if (cell === undefined) continue;
    const violation = isNumber(question) ? numberRefusal(cell) : undefined;
    if (violation) twofold.push({ column: code, violation });
    answers[code] = cell === '' || violation ? null : answerOf(question, cell);
  }
  return withFacts((code) => byCode.get(code), daysInTable, answers, [...flaws, ...twofold]);
}

const objectFields: ReadonlySet<string> = new Set([...factCodes, 'answers', 'formVersionId']);

/** Reads an object of a JSON file: the fields of `ResponseInput`, and `formVersionId` where a system marks what it sends. */
export function responseOfObject(object: Readonly<Record<string, unknown>>, formVersionId: string): ReadRow {
  const strangers = Object.keys(object)
    .filter((field) => !objectFields.has(field))
    .map((field) => ({ column: shownName(field), violation: unknownColumn(shownName(field)) }));
  const notTexts = factCodes
    .filter((field) => object[field] != null && typeof object[field] !== 'string')
    .map((column) => ({ column, violation: notText(column) }));
  const { formVersionId: mark } = object;
  const marked =
    mark == null || (typeof mark === 'string' && mark.toLowerCase() === formVersionId)
      ? []
      : [{ column: 'formVersionId', violation: anotherForm() }];
  const fact = (code: FactCode) => (typeof object[code] === 'string' ? (writtenText(object[code]) ?? '') : undefined);
  return withFacts(fact, daysInObject, object.answers, [...strangers, ...notTexts, ...marked]);
}

/** `given` answers what stands under a code; undefined = there is no such column. */
function withFacts(
  given: (code: FactCode) => string | undefined,
  { dayOf, examples }: WrittenDays,
  answers: unknown,
  flaws: readonly FileFlaw[],
): ReadRow {
  const fact = (code: FactCode) => given(code) ?? '';
  const days = { appliedOn: dayOf(fact('appliedOn')), servedOn: dayOf(fact('servedOn')) };
  const wrong = (['appliedOn', 'servedOn'] as const).filter((code) => days[code] === undefined);
  const response: FiledResponse = {
    // A code is no id, so that whoever looks the place up knows which it is.
    municipalityId: fact('municipalityId').toLowerCase() || fact('municipalitySoate') || null,
    offerId: fact('offerId').toLowerCase() || null,
    serviceCode: fact('serviceCode'),
    appliedOn: days.appliedOn ?? null,
    servedOn: days.servedOn ?? null,
    answers,
  };
  const isTwice = fact('municipalityId') !== '' && fact('municipalitySoate') !== '';
  const placed = isTwice ? [{ column: 'municipalitySoate', violation: placedTwice() }] : [];
  const municipalityColumn =
    fact('municipalityId') === '' && given('municipalitySoate') !== undefined ? 'municipalitySoate' : 'municipalityId';
  const daysWrong = wrong.map((column) => ({ column, violation: notADay(column, fact(column), examples) }));
  return { response, flaws: [...flaws, ...placed, ...daysWrong], municipalityColumn };
}

// ---- cells ---------------------------------------------------------------------------------------------------------

/** How a kind of file writes a day; what is no day is undefined, and nothing is null. */
interface WrittenDays {
  dayOf(said: string): string | null | undefined;
  examples: LocalizedText;
}

/** A day as people and spreadsheets write it: 2026-03-05, 05.03.2026, or the days since 1899. null = an empty cell, undefined = no day. */
export function dayOfCell(cell: string): string | null | undefined {
  if (cell === '') return null;
  if (/^\d{5}$/.test(cell)) return new Date((Number(cell) - daysBefore1970) * 86_400_000).toISOString().slice(0, 10);
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(cell) ?? [];
  const iso = year ? `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` : cell;
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return undefined;
  const instant = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso) ? iso : undefined;
}

/** Of spreadsheets' calendar, whose day 1 is 31 December 1899 and which believes in 29 February 1900. */
const daysBefore1970 = 25_569;

const daysInTable: WrittenDays = {
  dayOf: dayOfCell,
  examples: { ky: '2026-03-05 же 05.03.2026.', ru: '2026-03-05 или 05.03.2026.', en: '2026-03-05 or 05.03.2026.' },
};

/** An object says a day as a request does. */
const daysInObject: WrittenDays = {
  dayOf: (said) => (said === '' ? null : isLocalDate(said) ? said : undefined),
  examples: { ky: '2026-03-05.', ru: '2026-03-05.', en: '2026-03-05.' },
};

function isNumber({ type }: Question): boolean {
  return type === 'NUMBER' || type === 'MONEY';
}

/** What a cell that is not empty says to a question; what it cannot say is left as it is, for the check to refuse. */
function answerOf(question: Question, cell: string): unknown {
  switch (question.type) {
    case 'SCALE_1_5':
      return optionOf(question.options, cell) ?? cell;
    case 'NUMBER':
    case 'MONEY':
      return plainNumberOf(cell);
    case 'BOOLEAN':
      return yesOrNo.get(folded(cell)) ?? cell;
    case 'CHOICE':
      return optionOf(question.options, cell) ?? cell;
    case 'MULTI_CHOICE':
      return marksOf(question.options, cell);
    case 'TEXT':
      return cell;
  }
}

const yesOrNo: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'ооба', 'да', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'жок', 'нет', 'no', '0'].map((word) => [word, false] as const),
]);

function optionOf(options: readonly QuestionOption[], cell: string): string | undefined {
  const said = folded(cell);
  return options.find(({ code, text }) => [code, text.ky, text.ru, text.en].some((name) => name != null && folded(name) === said))?.code;
}

/** Several are separated by semicolons. */
function marksOf(options: readonly QuestionOption[], cell: string): string[] {
  const whole = optionOf(options, cell);
  if (whole !== undefined) return [whole];
  return cell.split(/[;\n]/).flatMap((part) => (isBlank(part) ? [] : [optionOf(options, part) ?? part.trim()]));
}

// ---- words ---------------------------------------------------------------------------------------------------------

function anotherForm(): Violation {
  return fileViolation(
    'ours:one-form-version',
    {
      ky: 'Файл башка форманын же анын башка версиясынын үлгүсү боюнча толтурулган.',
      ru: 'Файл заполнен по шаблону другой формы или другой её версии.',
      en: 'The file is filled on the template of another form, or of another version of it.',
    },
    {
      ky: 'formVersionId маанисин текшериңиз; ар версия өз файлы менен өткөрүлөт.',
      ru: 'Проверьте formVersionId; каждая версия подаётся своим файлом.',
      en: 'Check formVersionId; each version is filed in a file of its own.',
    },
  );
}

function notText(field: string): Violation {
  return fileViolation(
    'ours:json',
    { ky: `${field} текст болсун.`, ru: `${field} должен быть текстом.`, en: `${field} is a text.` },
    { ky: 'Маанини тырмакчага алыңыз.', ru: 'Возьмите значение в кавычки.', en: 'Put the value in quotation marks.' },
  );
}

function notADay(column: string, cell: string, examples: LocalizedText): Violation {
  const said = excerptOf(cell);
  return fileViolation(
    'ours:day-of-a-cell',
    {
      ky: `${column}: мындай күн жок: «${said}».`,
      ru: `${column}: такого дня нет: «${said}».`,
      en: `${column}: there is no such day: "${said}".`,
    },
    examples,
  );
}

function placedTwice(): Violation {
  return fileViolation(
    'ours:one-municipality-of-a-sheet',
    {
      ky: 'Муниципалитет эки жолу көрсөтүлгөн: белгиси менен да, СОАТЕ коду менен да.',
      ru: 'Муниципалитет указан дважды: и номером, и кодом СОАТЕ.',
      en: 'The municipality is named twice: by its id and by its SOATE code.',
    },
    {
      ky: 'municipalityId же municipalitySoate мамычасынын бирин гана толтуруңуз.',
      ru: 'Заполните только один из столбцов: municipalityId или municipalitySoate.',
      en: 'Fill one of the columns municipalityId and municipalitySoate only.',
    },
  );
}
