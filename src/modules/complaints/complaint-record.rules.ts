import { type Quarter, quarters } from '../../kit/figure.rules.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { badInput, conflict, ruleViolated, type Violation } from '../../shared/errors.ts';

/** A quarter of a calendar year. */
export interface YearQuarter {
  year: number;
  quarter: Quarter;
}

/** Days of a period: `periodFrom` inclusive, `periodTo` exclusive. */
export interface Period {
  periodFrom: LocalDate;
  periodTo: LocalDate;
}

const firstYear = 1990;
const lastYear = 2099;

/** Ours: years that a record can be of; the calendar's bounds. */
export function yearViolation(year: number, path: readonly string[]): Violation | undefined {
  if (Number.isInteger(year) && year >= firstYear && year <= lastYear) return undefined;
  return badInput(
    path,
    { ky: 'Мындай жыл болбойт.', ru: 'Такого года быть не может.', en: 'There is no such year.' },
    {
      ky: `${firstYear} жылдан ${lastYear} жылга чейин.`,
      ru: `С ${firstYear} по ${lastYear} год.`,
      en: `From ${firstYear} to ${lastYear}.`,
    },
  ).violation;
}

/** The days of a year. */
export function yearPeriod(year: number): Period {
  return { periodFrom: `${year}-01-01`, periodTo: `${year + 1}-01-01` };
}

/** The days of a quarter. */
export function quarterPeriod({ year, quarter }: YearQuarter): Period {
  const firstMonth = quarters.indexOf(quarter) * 3 + 1;
  const firstOf = (month: number): LocalDate => (month > 12 ? `${year + 1}-01-01` : `${year}-${String(month).padStart(2, '0')}-01`);
  return { periodFrom: firstOf(firstMonth), periodTo: firstOf(firstMonth + 3) };
}

/** The quarter in which a day falls. */
export function quarterOf(day: LocalDate): YearQuarter {
  const index = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  return { year: Number(day.slice(0, 4)), quarter: quarters[index] ?? 'Q4' };
}

/** Whether a quarter has ended in Bishkek; until then its figures may still grow. */
export function hasEnded(of: YearQuarter, now: Date): boolean {
  return quarterPeriod(of).periodTo <= dayOf(now);
}

/** What a municipality has said of its complaints in a quarter. */
export type RecordKind = 'COMPLAINTS' | 'NIL_RETURN' | 'NONE_KEPT';

export interface RecordFacts {
  /** Whether the municipality was there on some day of the quarter. */
  wasThere: boolean;
  isOver: boolean;
  /** Complaints registered as received in the quarter. */
  received: number;
  /** Whether a nil return stands for it. */
  isConfirmedNil: boolean;
}

/** R-II.8: who has kept no record of complaints has not had none: a zero is there only where somebody confirmed it. */
export function recordKindOf({ received, isConfirmedNil }: Pick<RecordFacts, 'received' | 'isConfirmedNil'>): RecordKind {
  if (received > 0) return 'COMPLAINTS';
  return isConfirmedNil ? 'NIL_RETURN' : 'NONE_KEPT';
}

/**
 * What refuses "no complaints" of a quarter. Ours: it is said of a quarter that has ended, by a municipality that was there in it, once,
 * and only where none is registered, so that a zero is a statement about the whole quarter.
 */
export function nilReturnRefusal(facts: RecordFacts): Violation | undefined {
  if (!facts.isOver) return notOver();
  if (!facts.wasThere) return wasNotThere();
  if (facts.received > 0) return complaintsRegistered(facts.received);
  return facts.isConfirmedNil ? confirmedAlready() : undefined;
}

/** Ours: why a nil return no longer stands, in Kyrgyz and Russian as it stays in the history. */
export function voidReason(receivedOn: LocalDate): string {
  return `Ушул кварталда (${receivedOn}) келген даттануу катталды. / Зарегистрирована жалоба, поступившая в этом квартале (${receivedOn}).`;
}

function notOver(): Violation {
  return ruleViolated(
    'ours:nil-after-quarter',
    {
      ky: 'Квартал бүтө элек: даттануу дагы келиши мүмкүн.',
      ru: 'Квартал ещё не закончился: жалоба ещё может поступить.',
      en: 'The quarter has not ended: a complaint may still come.',
    },
    {
      ky: 'Квартал бүткөндөн кийин ырастаңыз.',
      ru: 'Подтвердите после окончания квартала.',
      en: 'Confirm it after the quarter has ended.',
    },
  ).violation;
}

function wasNotThere(): Violation {
  return ruleViolated(
    'ours:nil-in-force',
    {
      ky: 'Бул кварталда орган болгон эмес.',
      ru: 'В этом квартале такого органа не было.',
      en: 'The municipality was not there in this quarter.',
    },
    {
      ky: 'Жылды жана кварталды текшериңиз.',
      ru: 'Проверьте год и квартал.',
      en: 'Check the year and the quarter.',
    },
  ).violation;
}

function complaintsRegistered(received: number): Violation {
  return ruleViolated(
    'ours:nil-without-complaints',
    {
      ky: `Бул кварталда катталган даттануулар бар: ${received}.`,
      ru: `В этом квартале зарегистрированы жалобы: ${received}.`,
      en: `Complaints are registered in this quarter: ${received}.`,
    },
    {
      ky: 'Ырастоонун кереги жок: даттануулардын саны өзү эсептелет.',
      ru: 'Подтверждать нечего: число жалоб считается само.',
      en: 'Nothing is to be confirmed: the complaints are counted by themselves.',
    },
  ).violation;
}

function confirmedAlready(): Violation {
  return conflict(
    ['input', 'quarter'],
    {
      ky: 'Бул кварталда даттануу жок экени ырасталган.',
      ru: 'Отсутствие жалоб за этот квартал уже подтверждено.',
      en: 'That there were no complaints in this quarter is confirmed already.',
    },
    { ky: 'Кайталоонун кереги жок.', ru: 'Повторять не нужно.', en: 'There is no need to repeat it.' },
  ).violation;
}
