import type { Cell } from '../../shared/csv-cell.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import type { AnswerValue } from '../forms/answer.rules.ts';
import type { Question } from '../forms/question.rules.ts';

/** R-III.3, ours: where a municipality has fewer responses on a service in a year, only its region is given to the public. */
export const fewestTogether = 5;

/** A form version as far as an export needs it. */
export interface AskedVersion {
  number: number;
  questions: readonly Question[];
}

/** A column of answers: the question as it was asked last, and the versions that asked it. */
export interface AnswerColumn {
  code: string;
  /** Undefined = of no version: a question of a changed questionnaire, known from its answers. */
  question: Question | undefined;
  /** Numbers of versions, ascending. */
  versions: readonly number[];
}

/**
 * R10: a column for every question that any version asked and for every code that anybody answered, so that none is lost when the form
 * changes: those of the latest version in its order, then those that it no longer asks, then strangers.
 */
export function answerColumns(versions: readonly AskedVersion[], answeredCodes: readonly string[]): AnswerColumn[] {
  const columns = new Map<string, AnswerColumn>();
  for (const { number, questions } of versions.toSorted((a, b) => b.number - a.number)) {
    for (const question of questions) {
      const known = columns.get(question.code);
      columns.set(question.code, {
        code: question.code,
        question: known?.question ?? question,
        versions: [...new Set([number, ...(known?.versions ?? [])])],
      });
    }
  }
  for (const code of answeredCodes.toSorted()) if (!columns.has(code)) columns.set(code, { code, question: undefined, versions: [] });
  return [...columns.values()];
}

/** What stands for "asked, and no answer": an empty cell says "not asked", and neither is ever a zero. */
const noAnswer = 'NO_ANSWER';

/** An answer in a cell: numbers and sums as numbers, codes as codes, several parted by semicolons, words scrubbed of personal data. */
export function answerCell({ question }: Pick<AnswerColumn, 'question'>, value: AnswerValue | null | undefined): Cell {
  if (value === undefined) return null;
  if (value === null) return noAnswer;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return value.join(';');
  if (question?.type === 'MONEY') return Number(value);
  return question?.type === 'CHOICE' ? value : scrubPersonalData(value);
}

/** How many rows an export has, and of how many the municipality is withheld. */
export interface ResponseCounts {
  rows: number;
  withheld: number;
}

/** What whoever opens the data must know before they count. */
export function notesOf(cut: 'FULL' | 'DEIDENTIFIED', { rows, withheld }: ResponseCounts): LocalizedText[] {
  const reading = [
    {
      ky: `Саптардын саны: ${rows}. Ар бир сап — бир адамдын бир кызмат жөнүндө жообу.`,
      ru: `Строк: ${rows}. Каждая строка — ответы одного человека об одной услуге.`,
      en: `Rows: ${rows}. Each row is what one person answered about one service.`,
    },
    {
      ky: `${noAnswer} — суроо берилген, жооп жок; бош уяча — суроо берилген эмес. Экөө тең нөл эмес.`,
      ru: `${noAnswer} — вопрос задан, ответа нет; пустая ячейка — вопрос не задавался. Ни то, ни другое не ноль.`,
      en: `${noAnswer} = asked, and no answer; an empty cell = not asked. Neither is a zero.`,
    },
    {
      ky: 'Эркин тексттерден жеке номерлер жана телефондор алынып салынган: [***].',
      ru: 'Из свободных текстов удалены персональные номера и телефоны: [***].',
      en: 'Personal numbers and phones are taken out of free text: [***].',
    },
  ];
  return cut === 'FULL' ? reading : [...reading, ...suppressionNotes(withheld)];
}

function suppressionNotes(withheld: number): LocalizedText[] {
  return [
    {
      ky: 'Күндөрдүн ордуна айлар берилди; саптардын тартиби кокустук. Ошондуктан сандарды так кайра эсептөө толук базадан гана мүмкүн; отчеттор, даттануулар жана белгилөөлөр ошондо.',
      ru: 'Вместо дней даны месяцы; порядок строк случайный. Поэтому точно пересчитать показатели можно только по полной базе: там и отчёты, жалобы, пометки.',
      en: 'Months are given instead of days; the order of rows is arbitrary. So figures can be recomputed exactly from the full database alone, which also has reports, complaints and tags.',
    },
    {
      ky: `Муниципалитетте бир жылда кызмат боюнча ${fewestTogether} саптан аз болсо, аймак гана берилди (кошумча кызматтын аталышы да берилген жок; өзгөртүлгөн анкетанын өз суроолору да жок): ${withheld} сап.`,
      ru: `Где у муниципалитета за год меньше ${fewestTogether} строк по услуге, дан только регион (без названия дополнительной услуги и без собственных вопросов изменённой анкеты): строк ${withheld}.`,
      en: `Where a municipality has fewer than ${fewestTogether} rows of a service in a year only the region is given (and no name of an additional service, and no answers to a changed questionnaire's own questions): ${withheld} rows.`,
    },
  ];
}
