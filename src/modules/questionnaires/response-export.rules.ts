import type { Cell } from '../../shared/csv-cell.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import type { AnswerValue } from '../forms/answer.rules.ts';
import type { Question } from '../forms/question.rules.ts';
import { fewestTogether, type ResponseCell, rowsOf, type SuppressedCell, type Suppression, suppressions } from './suppression.rules.ts';

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

/** How many rows an export has, and how many it does not give with their municipality, or at all. */
export interface ResponseCounts {
  /** Those that are given. */
  rows: number;
  withheld: number;
  /** Those withheld, by what is given instead. */
  suppressed: Readonly<Record<Suppression, number>>;
}

export function countsOf(cells: readonly Pick<ResponseCell, 'rows'>[], withheld: readonly SuppressedCell[]): ResponseCounts {
  const of = (kind: Suppression) => rowsOf(withheld.filter(({ suppression }) => suppression === kind));
  const counts = Object.fromEntries(suppressions.map((kind) => [kind, of(kind)])) as Record<Suppression, number>;
  return { rows: rowsOf(cells) - counts.LEFT_OUT, withheld: rowsOf(withheld), suppressed: counts };
}

/** What whoever opens the data must know before they count. */
export function notesOf(cut: 'FULL' | 'DEIDENTIFIED', { rows, suppressed }: ResponseCounts): LocalizedText[] {
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
  return cut === 'FULL' ? reading : [...reading, ...suppressionNotes(suppressed)];
}

function suppressionNotes(counts: ResponseCounts['suppressed']): LocalizedText[] {
  const { REGION_AND_SERVICE: inRegion, SERVICE: ofService, NEITHER: neither, LEFT_OUT: leftOut } = counts;
  return [
    {
      ky: 'Күндөрдүн ордуна айлар берилди; саптардын тартиби кокустук. Ошондуктан сандарды так кайра эсептөө толук базадан гана мүмкүн; отчеттор, даттануулар жана белгилөөлөр ошондо.',
      ru: 'Вместо дней даны месяцы; порядок строк случайный. Поэтому точно пересчитать показатели можно только по полной базе: там и отчёты, жалобы, пометки.',
      en: 'Months are given instead of days; the order of rows is arbitrary. So figures can be recomputed exactly from the full database alone, which also has reports, complaints and tags.',
    },
    {
      ky: `Муниципалитетте бир жылда кызмат боюнча форманын бир версиясында ${fewestTogether} саптан аз болсо, муниципалитет жашырылды. Анын ордуна берилди: аймак жана кызмат — ${inRegion} сап; кызмат гана — ${ofService}; экөө тең жок — ${neither}. Ар бири бирдей көрсөтүлгөн эң аз дегенде эки муниципалитеттин ${fewestTogether} же андан көп сабынын арасында турат. Мындай топ чыкпаганы жана өзгөртүлгөн анкетага берилген аз жооптор таптакыр берилген жок: ${leftOut} сап; суроолору жана версиясы да.`,
      ru: `Где у муниципалитета за год по услуге на одной версии формы меньше ${fewestTogether} строк, муниципалитет скрыт. Вместо него даны: регион и услуга — строк ${inRegion}; только услуга — ${ofService}; ни то ни другое — ${neither}. Каждая стоит среди ${fewestTogether} или более так же показанных строк не менее чем двух муниципалитетов. Где такой группы нет и где ответов на изменённую анкету мало, строки не даны вовсе: ${leftOut}; не даны и вопросы версий, у которых нет строк.`,
      en: `Where a municipality has fewer than ${fewestTogether} rows of a service in a year on one form version, the municipality is withheld. Given instead: region and service, ${inRegion} rows; the service alone, ${ofService}; neither, ${neither}. Each stands among ${fewestTogether} or more rows, shown alike, of at least two municipalities. Where there is no such group, and where a changed questionnaire has few answers, rows are left out: ${leftOut}; so are the questions of versions without rows.`,
    },
    {
      ky: 'Чеги: жашырылган саптын муниципалитети тизмелер боюнча аныкталбайт, бирок жооптордун өзү өзгөртүлгөн эмес: кимдир бирөө өзү билген сөздөрдөн же сандардан тааныса болот, ал эми муниципалитет өз жооптору боюнча башканыкын бөлүп көрө алат.',
      ru: 'Предел: муниципалитет скрытой строки не определить по реестрам и спискам, но сами ответы не изменены: кто-то может узнать их по известным ему словам или числам, а муниципалитет, зная свои ответы, — отличить чужие.',
      en: 'The limit: no list or register tells the municipality of a withheld row, but the answers themselves are unchanged: somebody may recognise words or amounts that they know of, and a municipality that knows its own answers can tell them from those of others.',
    },
  ];
}
