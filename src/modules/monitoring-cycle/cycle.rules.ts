import { type Quarter, quarters } from '../../kit/figure.rules.ts';
import { addDays, daysBetween, dayOf, endOf, type LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';

export const cycleDeadlineKinds = [
  'LIST_NOTIFIED',
  'QUARTERLY_RESULT',
  'SUBMISSION',
  'FINAL_REPORT',
  'REPORT_HANDED_OVER',
  'INSPECTION_PLAN',
] as const;
export type CycleDeadlineKind = (typeof cycleDeadlineKinds)[number];

/** Who owes the act: the responsible unit (its staff are ANALYST), or each municipality. */
export type ResponsibleRole = 'ANALYST' | 'PROVIDER';

/** The year that the List is for, and the year in whose April it is brought to the providers' attention. */
export interface CycleYears {
  year: number;
  noticeYear: number;
}

interface TemplateRow {
  kind: CycleDeadlineKind;
  quarter: Quarter | null;
  /** A day of the notice year, of the year itself, or days after the quarter's last day. */
  due: { noticeYearOn: string } | { yearOn: string } | { daysAfterQuarter: number };
  isInclusive: boolean;
  requirement: string;
  responsibleRole: ResponsibleRole;
}

const quarterlyResult = (quarter: Quarter): TemplateRow => ({
  kind: 'QUARTERLY_RESULT',
  quarter,
  due: { daysAfterQuarter: 20 },
  isInclusive: true,
  requirement: 'R11',
  responsibleRole: 'ANALYST',
});

/**
 * What a new cycle's deadlines are made from; a change of these rows is a new version. "Чейинки мөөнөттө" (R9, part III) is read
 * strictly, as before the day, which keeps either reading; R12 alone says "no later than". Ours: 20 days after each quarter, where R11
 * says only "every quarter". Nothing moves for weekends.
 */
export const deadlineTemplate: { version: number; rows: readonly TemplateRow[] } = {
  version: 1,
  rows: [
    {
      kind: 'LIST_NOTIFIED',
      quarter: null,
      due: { noticeYearOn: '04-20' },
      isInclusive: false,
      requirement: 'R9',
      responsibleRole: 'ANALYST',
    },
    ...quarters.map(quarterlyResult),
    { kind: 'SUBMISSION', quarter: null, due: { yearOn: '10-20' }, isInclusive: true, requirement: 'R12', responsibleRole: 'PROVIDER' },
    {
      kind: 'FINAL_REPORT',
      quarter: null,
      due: { yearOn: '11-15' },
      isInclusive: false,
      requirement: 'R-III.2',
      responsibleRole: 'ANALYST',
    },
    {
      kind: 'REPORT_HANDED_OVER',
      quarter: null,
      due: { yearOn: '11-20' },
      isInclusive: false,
      requirement: 'R-III.4',
      responsibleRole: 'ANALYST',
    },
    {
      kind: 'INSPECTION_PLAN',
      quarter: null,
      due: { yearOn: '11-30' },
      isInclusive: false,
      requirement: 'R-III.6',
      responsibleRole: 'ANALYST',
    },
  ],
};

export interface DeadlineDay {
  /** The day that the text names. */
  dueOn: LocalDate;
  /** Whether that day itself is in time; otherwise the eve is the last one. */
  isInclusive: boolean;
}

export type PlannedDeadline = DeadlineDay & Omit<TemplateRow, 'due'>;

/** R9, R11, R12, R-III.2, R-III.4, R-III.6: the deadlines of a new cycle. */
export function deadlinesOf(years: CycleYears): PlannedDeadline[] {
  return deadlineTemplate.rows.map(({ due, ...row }) => ({ ...row, dueOn: dueDay(due, row.quarter, years) }));
}

function dueDay(due: TemplateRow['due'], quarter: Quarter | null, { year, noticeYear }: CycleYears): LocalDate {
  if ('noticeYearOn' in due) return `${noticeYear}-${due.noticeYearOn}`;
  if ('yearOn' in due) return `${year}-${due.yearOn}`;
  return addDays(lastDayOf(quarter ?? 'Q4', year), due.daysAfterQuarter);
}

const lastDays: Readonly<Record<Quarter, string>> = { Q1: '03-31', Q2: '06-30', Q3: '09-30', Q4: '12-31' };

function lastDayOf(quarter: Quarter, year: number): LocalDate {
  return `${year}-${lastDays[quarter]}`;
}

/** The last Bishkek day that is in time: the day itself, or its eve. */
export function lastDayInTime({ dueOn, isInclusive }: DeadlineDay): LocalDate {
  return isInclusive ? dueOn : addDays(dueOn, -1);
}

/** R12: the last instant that is in time, 23:59:59.999 in Bishkek of the day or, where only "before" it counts, of its eve. */
export function dueAtOf(deadline: DeadlineDay): Date {
  return endOf(lastDayInTime(deadline));
}

/** Whole Bishkek days from now to the last day in time: 0 = today, negative = it has passed. */
export function daysLeftOf(deadline: DeadlineDay, now: Date): number {
  return daysBetween(dayOf(now), lastDayInTime(deadline));
}

/** Whether an act done at an instant, or still undone by then, missed its deadline. */
export function isLateAt(deadline: DeadlineDay, instant: Date): boolean {
  return instant.getTime() > dueAtOf(deadline).getTime();
}

/** Whose deadlines a person is to watch: the head answers for the unit's. */
export function watchedRoles(roles: readonly string[]): ResponsibleRole[] {
  const isUnit = roles.includes('ANALYST') || roles.includes('HEAD');
  return [...(isUnit ? (['ANALYST'] as const) : []), ...(roles.includes('PROVIDER') ? (['PROVIDER'] as const) : [])];
}

const firstYear = 2000;
const lastYear = 2099;

/** R9: the List for a year is notified in that year or the one before; the text ("for the next calendar year") allows both. */
export function yearsRefusal({ year, noticeYear }: CycleYears): Violation | undefined {
  if (year < firstYear || year > lastYear) {
    return badInput(['input', 'year'], {
      ky: `Жыл ${firstYear}–${lastYear} арасында болсун.`,
      ru: `Год должен быть от ${firstYear} до ${lastYear}.`,
      en: `The year must be from ${firstYear} to ${lastYear}.`,
    }).violation;
  }
  if (noticeYear === year || noticeYear === year - 1) return undefined;
  return ruleViolated(
    'R9',
    {
      ky: 'Тизме мониторинг жылында же андан мурунку жылы билдирилет.',
      ru: 'Перечень доводится в год мониторинга или в предыдущий год.',
      en: 'The List is notified in the year of monitoring or in the year before.',
    },
    {
      ky: `noticeYear: ${year - 1} же ${year}.`,
      ru: `noticeYear: ${year - 1} или ${year}.`,
      en: `Give noticeYear ${year - 1} or ${year}.`,
    },
    ['input', 'noticeYear'],
  ).violation;
}

export interface DeadlineFacts extends DeadlineDay {
  kind: CycleDeadlineKind;
  metAt?: Date | null;
}

/** What refuses moving a deadline: it is met, it is that of the submissions and these may not be moved so, or the day is of no use to the cycle. */
export function deadlineChangeRefusal(
  deadline: DeadlineFacts,
  change: DeadlineDay,
  { year, noticeYear, now }: CycleYears & { now: Date },
): Violation | undefined {
  if (deadline.metAt) return alreadyMet();
  if (deadline.kind === 'SUBMISSION') return submissionChangeRefusal(deadline, change, { year, now });
  const [earliest, latest] = [`${noticeYear}-01-01`, `${year + 1}-12-31`];
  return change.dueOn < earliest || change.dueOn > latest ? outsideCycle(earliest, latest) : undefined;
}

/**
 * R12: nobody may extend 20 October; what is granted is a deferral of reminders, which leaves lateness as it is. Ours: it comes earlier for
 * everybody, or goes back, while it lies ahead, on a day from today on and not before the nine months are over. So whatever was handed in
 * by now is in time before and after, or late before and after, as its receipt says.
 */
function submissionChangeRefusal(
  deadline: DeadlineDay,
  change: DeadlineDay,
  { year, now }: { year: number; now: Date },
): Violation | undefined {
  if (isLateAt(deadline, now)) return passed();
  const lastDay = lastDayInTime(change);
  if (lastDay > `${year}-10-20`) return notExtended();
  if (lastDay < `${year}-10-01`) return monthsNotOver();
  return lastDay < dayOf(now) ? beforeToday() : undefined;
}

/** Ours: what was in time or late stays so. */
function alreadyMet(): Violation {
  return ruleViolated(
    'ours:met-deadline-stays',
    { ky: 'Бул мөөнөттүн иши аткарылган.', ru: 'По этому сроку всё уже выполнено.', en: 'What was due by this deadline is done.' },
    { ky: 'Мөөнөттү өзгөртүүгө болбойт.', ru: 'Срок остаётся прежним.', en: 'The deadline stays as it is.' },
  ).violation;
}

/** Ours: what came late since would be in time. */
function passed(): Violation {
  return ruleViolated(
    'ours:met-deadline-stays',
    { ky: 'Бул мөөнөт өтүп кеткен.', ru: 'Этот срок уже прошёл.', en: 'This deadline has passed.' },
    {
      ky: 'Мөөнөт мурдагыдай калат: кечиккени кечиккен бойдон калат жана кабыл алынат.',
      ru: 'Срок остаётся прежним: представленное с опозданием принимается и остаётся опоздавшим.',
      en: 'The deadline stays as it is: what is late is taken and stays late.',
    },
  ).violation;
}

/** Ours: what was handed in in time since that day would be late. */
function beforeToday(): Violation {
  return ruleViolated(
    'ours:met-deadline-stays',
    {
      ky: 'Өтүп кеткен күн мөөнөт боло албайт: өз убагында өткөрүлгөн кечиккен болуп калмак.',
      ru: 'Прошедший день сроком быть не может: представленное вовремя стало бы опоздавшим.',
      en: 'A day that has passed cannot be the deadline: what was handed in in time would be late.',
    },
    { ky: 'Бүгүнкү же кийинки күндү бериңиз.', ru: 'Укажите сегодняшний день или более поздний.', en: 'Give today or a later day.' },
    ['input', 'dueOn'],
  ).violation;
}

function monthsNotOver(): Violation {
  return ruleViolated(
    'R12',
    {
      ky: 'Тогуз ай 30-сентябрда бүтөт: отчет андан мурда өткөрүлө албайт.',
      ru: 'Девять месяцев заканчиваются 30 сентября: раньше отчёт представить нельзя.',
      en: 'The nine months end on 30 September: before that the report cannot be handed in.',
    },
    {
      ky: '1-октябрдан 20-октябрга чейинки күндү бериңиз.',
      ru: 'Укажите день с 1 по 20 октября.',
      en: 'Give a day from 1 to 20 October.',
    },
    ['input', 'dueOn'],
  ).violation;
}

function notExtended(): Violation {
  return ruleViolated(
    'R12',
    {
      ky: 'Анкеталар жана отчет 20-октябрдан кечиктирилбей өткөрүлөт: бул мөөнөт узартылбайт.',
      ru: 'Анкеты и отчёт представляются не позднее 20 октября: этот срок не продлевается.',
      en: 'Questionnaires and the report are due no later than 20 October: nobody may extend it.',
    },
    {
      ky: '20-октябрдан кечикпеген күндү бериңиз.',
      ru: 'Укажите день не позднее 20 октября.',
      en: 'Give a day no later than 20 October.',
    },
    ['input', 'dueOn'],
  ).violation;
}

function outsideCycle(earliest: LocalDate, latest: LocalDate): Violation {
  return badInput(['input', 'dueOn'], {
    ky: `Мөөнөт ${earliest} менен ${latest} арасында болсун.`,
    ru: `Срок должен быть между ${earliest} и ${latest}.`,
    en: `The deadline must lie between ${earliest} and ${latest}.`,
  }).violation;
}
