import { type Channel, type CountTotal, type FigureSource, type Quarter, type StatedFigure, totalOf } from '../../kit/figure.rules.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { FeeKind } from '../service-registry/municipal-service.rules.ts';

/** R12: the report is of the first nine months of the year, quarter by quarter. */
export const reportQuarters = ['Q1', 'Q2', 'Q3'] as const satisfies readonly Quarter[];
export type ReportQuarter = (typeof reportQuarters)[number];

export const monthsOfQuarter = 3;

/** Days of a period: `periodFrom` inclusive, `periodTo` exclusive. */
export interface Period {
  periodFrom: LocalDate;
  periodTo: LocalDate;
}

/** R12: from 1 January to 30 September, both inclusive. */
export function reportPeriod(year: number): Period {
  return { periodFrom: `${year}-01-01`, periodTo: `${year}-10-01` };
}

const firstDays = { Q1: '01-01', Q2: '04-01', Q3: '07-01' } as const satisfies Record<ReportQuarter, string>;
const daysAfter = { Q1: '04-01', Q2: '07-01', Q3: '10-01' } as const satisfies Record<ReportQuarter, string>;

/** The days of a quarter of the report. */
export function quarterDays(year: number, quarter: ReportQuarter): Period {
  return { periodFrom: `${year}-${firstDays[quarter]}`, periodTo: `${year}-${daysAfter[quarter]}` };
}

export function isReportQuarter(quarter: Quarter): quarter is ReportQuarter {
  return (reportQuarters as readonly Quarter[]).includes(quarter);
}

/** A quarter in words, the same in a sentence of either language. */
export function quarterInWords(year: number, quarter: ReportQuarter): LocalizedText {
  const number = quarter.slice(1);
  return { ky: `${year}-жылдын ${number}-кварталы`, ru: `${number}-й квартал ${year} года`, en: `quarter ${number} of ${year}` };
}

/** Which line of a report, in codes; `serviceCode quarter channel` is unique in it. */
export interface LineKey {
  serviceCode: string;
  quarter: ReportQuarter;
  channel: Channel;
}

export function lineKeyText({ serviceCode, quarter, channel }: LineKey): string {
  return `${serviceCode} ${quarter} ${channel}`;
}

// ---- observed against reported ---------------------------------------------------------------------------------------

/** What sources state of a quarter: in how many of its months, and the sum of those. */
export interface ObservedFacts {
  observedMonths: number;
  observedSum: number | null;
}

/** Ours: a quarter is observed only when all of its three months are; one that lacks a month is MISSING, never a smaller sum. */
export function observedFigure({ observedMonths, observedSum }: ObservedFacts): StatedFigure {
  const isWhole = observedMonths === monthsOfQuarter && observedSum !== null;
  return isWhole ? { state: 'VALUE', value: observedSum } : { state: 'MISSING', value: null };
}

/** Ours: a difference is over the tolerance when it is both over `percent` of what was observed and over `count`. */
const volumeTolerance = { version: 1, percent: 10, count: 5 } as const;

export interface DiscrepancyFacts {
  reported: number;
  observed: number;
  /** Reported less observed. */
  difference: number;
  /** The difference as a share of what was observed; null = nothing was observed to be a share of (0). */
  relative: number | null;
  isOverTolerance: boolean;
}

/** R12: how a reported figure differs from the observed one; undefined = they agree, or one of them is no value and nothing is compared. */
export function discrepancyOf(delivered: StatedFigure, observed: StatedFigure): DiscrepancyFacts | undefined {
  if (delivered.value === null || observed.value === null || delivered.value === observed.value) return undefined;
  const difference = delivered.value - observed.value;
  const size = Math.abs(difference);
  return {
    reported: delivered.value,
    observed: observed.value,
    difference,
    relative: observed.value === 0 ? null : difference / observed.value,
    isOverTolerance: size > volumeTolerance.count && size * 100 > volumeTolerance.percent * observed.value,
  };
}

// ---- the whole report ------------------------------------------------------------------------------------------------

export interface LineFacts extends LineKey, ObservedFacts {
  deliveredState: StatedFigure['state'];
  deliveredValue?: number | null;
  deliveredSource?: FigureSource | null;
  deliveredAt?: Date | null;
  /** Som with two decimals; null = not said. */
  paidTotal?: string | null;
  feeKind: FeeKind;
  explanation?: string | null;
}

/** What the List in force asks for; undefined = no List is approved, so nobody knows what is missing. */
export type ExpectedKeys = readonly LineKey[] | undefined;

export interface ReportFacts {
  year: number;
  lines: readonly LineFacts[];
  expected: ExpectedKeys;
}

export function deliveredFigure({ deliveredState, deliveredValue }: Pick<LineFacts, 'deliveredState' | 'deliveredValue'>): StatedFigure {
  return { state: deliveredState, value: deliveredValue ?? null };
}

/** Keys that the List asks for and no line is there for. */
function absentKeys({ lines, expected = [] }: Pick<ReportFacts, 'lines' | 'expected'>): LineKey[] {
  const there = new Set(lines.map(lineKeyText));
  return expected.filter((key) => !there.has(lineKeyText(key)));
}

/**
 * R12: the sum of a report. A line that the List asks for and that is not there is MISSING as one without a figure is, and without an
 * approved List no total is complete.
 */
export function reportTotal(report: Pick<ReportFacts, 'lines' | 'expected'>): CountTotal {
  const absent = absentKeys(report).map((): StatedFigure => ({ state: 'MISSING', value: null }));
  const total = totalOf([...report.lines.map(deliveredFigure), ...absent]);
  return { ...total, isComplete: total.isComplete && report.expected !== undefined };
}

/**
 * R12: all that a report lacks or that contradicts itself, by service, quarter and channel: figures that nobody stated, figures stated
 * before their quarter ended, money without deliveries or for a free service, and differences from what sources state. Nothing of it
 * refuses a draft.
 */
export function reportChecks({ year, lines, expected }: ReportFacts): Violation[] {
  const missing = [
    ...lines.filter(({ deliveredState }) => deliveredState === 'MISSING').map(figureMissing),
    ...absentKeys({ lines, expected }).map(figureMissing),
  ];
  return [
    ...(expected === undefined ? [noList()] : []),
    ...missing.toSorted(byPath),
    ...lines.flatMap((line) => lineChecks(year, line)).toSorted(byPath),
  ];
}

function byPath(a: Violation, b: Violation): number {
  const [left, right] = [a, b].map(({ path }) => path?.join(' ') ?? '');
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function lineChecks(year: number, line: LineFacts): Violation[] {
  const delivered = deliveredFigure(line);
  const observed = observedFigure(line);
  const paidSom = Number(line.paidTotal ?? 0);
  // A source that goes on counting shows as a difference; a person's word does not.
  const statedAt = delivered.state === 'VALUE' && line.deliveredSource !== 'CONNECTOR' ? line.deliveredAt : null;
  const isBeforeEnd = statedAt != null && dayOf(statedAt) < quarterDays(year, line.quarter).periodTo;
  const discrepancy = discrepancyOf(delivered, observed);
  return [
    isBeforeEnd ? statedTooSoon(line) : undefined,
    paidSom > 0 && delivered.value === 0 ? paidForNothing(line) : undefined,
    paidSom > 0 && line.feeKind === 'FREE' ? paidForFree(line) : undefined,
    delivered.state === 'NOT_OFFERED' && (line.observedSum ?? 0) > 0 ? observedThough(line) : undefined,
    discrepancy?.isOverTolerance && line.explanation == null ? unexplained(line, discrepancy) : undefined,
  ].filter((violation) => violation !== undefined);
}

function check(rule: string, path: readonly string[], message: LocalizedText, hint: LocalizedText): Violation {
  return { ...ruleViolated(rule, message, hint).violation, path };
}

function linePath({ serviceCode, quarter, channel }: LineKey): readonly string[] {
  return ['lines', serviceCode, quarter, channel];
}

function figureMissing(key: LineKey): Violation {
  const what = lineKeyText(key);
  return check(
    'R12',
    linePath(key),
    { ky: `Сан айтылган эмес: ${what}.`, ru: `Число не указано: ${what}.`, en: `No figure is stated: ${what}.` },
    {
      ky: 'Санын жазыңыз (0 да сан), же кызмат көрсөтүлбөсө себеби менен NOT_OFFERED деңиз.',
      ru: 'Укажите число (0 — тоже число) либо NOT_OFFERED с причиной, если услуга не оказывается.',
      en: 'State the count (a 0 is one), or NOT_OFFERED with the reason if the service is not given.',
    },
  );
}

function noList(): Violation {
  return check(
    'R9',
    [],
    {
      ky: 'Жылдын тизмеги бекитиле элек, эмне жетишпегени белгисиз.',
      ru: 'Перечень года ещё не утверждён, поэтому неизвестно, чего не хватает.',
      en: 'The List of the year is not approved, so nobody knows what is missing.',
    },
    {
      ky: 'Тизмек бекитилгенден кийин кайра караңыз.',
      ru: 'Проверьте снова после утверждения перечня.',
      en: 'Look again after the List is approved.',
    },
  );
}

function statedTooSoon(key: LineKey): Violation {
  return check(
    'ours:figure-after-quarter',
    linePath(key),
    {
      ky: `Квартал бүтө электе айтылган: ${lineKeyText(key)}.`,
      ru: `Указано до окончания квартала: ${lineKeyText(key)}.`,
      en: `Stated before the quarter ended: ${lineKeyText(key)}.`,
    },
    {
      ky: 'Квартал бүткөндөн кийин санды кайра ырастаңыз.',
      ru: 'После окончания квартала подтвердите число ещё раз.',
      en: 'State the figure again after the quarter has ended.',
    },
  );
}

function paidForNothing(key: LineKey): Violation {
  return check(
    'ours:paid-without-deliveries',
    linePath(key),
    {
      ky: `Бир да жолу көрсөтүлбөгөн кызматка акча төлөнгөн: ${lineKeyText(key)}.`,
      ru: `Деньги уплачены, а услуга ни разу не оказана: ${lineKeyText(key)}.`,
      en: `Money was paid and nothing delivered: ${lineKeyText(key)}.`,
    },
    { ky: 'Санды же сумманы текшериңиз.', ru: 'Проверьте число или сумму.', en: 'Check the count or the amount.' },
  );
}

function paidForFree(key: LineKey): Violation {
  return check(
    'ours:paid-for-free',
    linePath(key),
    {
      ky: `Акысыз кызматка акча төлөнгөн: ${lineKeyText(key)}.`,
      ru: `Деньги уплачены за бесплатную услугу: ${lineKeyText(key)}.`,
      en: `Money was paid for a free service: ${lineKeyText(key)}.`,
    },
    {
      ky: 'Сумманы же реестрдеги акы түрүн текшериңиз.',
      ru: 'Проверьте сумму или вид платы в реестре.',
      en: 'Check the amount, or the kind of fee in the register.',
    },
  );
}

function observedThough(line: LineFacts): Violation {
  return check(
    'ours:not-offered-but-observed',
    linePath(line),
    {
      ky: `«Көрсөтүлбөйт» делген, бирок системада ${line.observedSum} бар: ${lineKeyText(line)}.`,
      ru: `Указано «не оказывается», а в системе ${line.observedSum}: ${lineKeyText(line)}.`,
      en: `Stated as not offered, yet a source counts ${line.observedSum}: ${lineKeyText(line)}.`,
    },
    {
      ky: 'Санын жазыңыз, же булактын ээсине кайрылыңыз.',
      ru: 'Укажите число или обратитесь к владельцу источника.',
      en: 'State the count, or turn to the owner of the source.',
    },
  );
}

function unexplained(line: LineFacts, { difference }: DiscrepancyFacts): Violation {
  const { percent, count } = volumeTolerance;
  return check(
    'ours:volume-discrepancy',
    linePath(line),
    {
      ky: `Системадагы сандан айырма ${difference}, түшүндүрмөсү жок: ${lineKeyText(line)}.`,
      ru: `Расхождение с системой ${difference}, без объяснения: ${lineKeyText(line)}.`,
      en: `Differs from what is observed by ${difference}, without an explanation: ${lineKeyText(line)}.`,
    },
    {
      ky: `Айырма ${percent} %дан жана ${count}тен ашты: санды текшериңиз же explanation жазыңыз.`,
      ru: `Расхождение больше ${percent} % и больше ${count}: проверьте число или заполните explanation.`,
      en: `It is over ${percent} % and over ${count}: check the figure, or fill in explanation.`,
    },
  );
}

// ---- handed in -------------------------------------------------------------------------------------------------------

/** R12: what refuses a change of a report now: one that is handed in stays as it is until it is returned. */
export function changeRefusal({ lockedAt }: { lockedAt?: Date | null }): Violation | undefined {
  if (lockedAt == null) return undefined;
  return ruleViolated(
    'ours:report-handed-in',
    {
      ky: 'Отчет тапшырылган, өзгөртүлбөйт.',
      ru: 'Отчёт сдан и не изменяется.',
      en: 'The report is handed in and is not changed.',
    },
    {
      ky: 'Өзгөртүү үчүн жооптуу бөлүм аны кайтарышы керек.',
      ru: 'Чтобы изменить его, ответственное подразделение должно вернуть отчёт.',
      en: 'To change it, the responsible unit has to return it.',
    },
  ).violation;
}

/** Ours: what refuses taking over an observed figure: a quarter that lacks a month would be less than it was. */
export function takingRefusal(line: ObservedFacts & LineKey, path: readonly string[]): Violation | undefined {
  if (observedFigure(line).state === 'VALUE') return undefined;
  return check(
    'ours:observed-whole-quarter',
    path,
    {
      ky: `Кварталдын ${monthsOfQuarter} айынын ${line.observedMonths} гана байкалган: ${lineKeyText(line)}.`,
      ru: `Наблюдаются только ${line.observedMonths} из ${monthsOfQuarter} месяцев квартала: ${lineKeyText(line)}.`,
      en: `Only ${line.observedMonths} of the quarter's ${monthsOfQuarter} months are observed: ${lineKeyText(line)}.`,
    },
    {
      ky: 'Жетишпеген айлар келгиче күтүңүз же санды өзүңүз жазыңыз.',
      ru: 'Дождитесь недостающих месяцев или укажите число сами.',
      en: 'Wait for the months that are missing, or state the figure yourself.',
    },
  );
}

/** Ours: what refuses taking over everything observed, when nothing is. */
export function nothingObserved(): Violation {
  return ruleViolated(
    'ours:observed-whole-quarter',
    {
      ky: 'Отчеттун бир да сабы толук байкалган эмес.',
      ru: 'Ни одна строка отчёта не наблюдается полностью.',
      en: 'No line of the report is observed in full.',
    },
    {
      ky: 'Сандарды өзүңүз жазыңыз.',
      ru: 'Укажите числа сами.',
      en: 'State the figures yourself.',
    },
  ).violation;
}
