import { addMonths, dayOf, type LocalDate, monthOf } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { isBlank } from '../../shared/plain-text.ts';
import type { StoredFault } from './pull-fault.rules.ts';

export const sourceHealths = ['HEALTHY', 'LATE', 'FAILING', 'MISCONFIGURED', 'PAUSED'] as const;
export type SourceHealth = (typeof sourceHealths)[number];

export const breakerStates = ['CLOSED', 'HALF_OPEN', 'OPEN'] as const;
export type BreakerState = (typeof breakerStates)[number];

export const pullModes = ['CHANGES', 'FULL'] as const;
export type PullMode = (typeof pullModes)[number];

export const runStates = ['QUEUED', 'RUNNING', 'COMMITTED', 'FAILED'] as const;
export type RunState = (typeof runStates)[number];

/** What a pull asks for: whole months, or what changed since the last one. */
export type PullScope =
  | { mode: 'CHANGES'; periodFrom: null; periodTo: null }
  | { mode: 'FULL'; periodFrom: LocalDate; periodTo: LocalDate };

// ---- health --------------------------------------------------------------------------------------------------------

export interface SourceFacts {
  pausedAt?: Date | null;
  pausedReason?: string | null;
  /** What keeps it from being read: of the last run, if it failed. */
  fault?: StoredFault | null;
  lastGoodPullAt?: Date | null;
  lastSlotAt?: Date | null;
  nextSlotAt?: Date | null;
}

const graceMinutes = 60;

/** How a source is, and why if it is not well, or nothing was read of it yet. A figure in the hub stays as it is meanwhile, with its date. */
export function healthOf(facts: SourceFacts, now: Date): { health: SourceHealth; reason: Violation | null } {
  if (facts.pausedAt) return { health: 'PAUSED', reason: pausedReason(facts.pausedReason ?? '') };
  if (facts.fault) {
    const health = facts.fault.class === 'PERMANENT' ? 'MISCONFIGURED' : 'FAILING';
    return { health, reason: { code: 'RULE_VIOLATED', rule: 'ours:source-answers', message: facts.fault.message, hint: facts.fault.hint } };
  }
  if (isLate(facts, now)) return { health: 'LATE', reason: lateReason };
  return { health: 'HEALTHY', reason: facts.lastGoodPullAt == null ? neverReadReason : null };
}

export type SourceProblem = 'MISCONFIGURED' | 'SILENT';

/** What ADMIN is told of: settings that nothing but a person mends, or no good pull an hour after a slot. Not of what mends itself. */
export function problemOf(facts: SourceFacts, now: Date): { problem: SourceProblem; reason: Violation } | undefined {
  const { health, reason } = healthOf(facts, now);
  if (health === 'MISCONFIGURED' && reason) return { problem: 'MISCONFIGURED', reason };
  return health !== 'PAUSED' && isLate(facts, now) ? { problem: 'SILENT', reason: reason ?? lateReason } : undefined;
}

/** Ours: an hour after a slot there should have been a good pull. */
function isLate({ lastGoodPullAt, lastSlotAt, nextSlotAt }: SourceFacts, now: Date): boolean {
  const isOver = (slot: Date | null | undefined): slot is Date => slot != null && now.getTime() - slot.getTime() > graceMinutes * 60_000;
  const missed = isOver(nextSlotAt) ? nextSlotAt : lastSlotAt;
  return isOver(missed) && (lastGoodPullAt == null || lastGoodPullAt < missed);
}

function pausedReason(reason: string): Violation {
  return {
    code: 'RULE_VIOLATED',
    rule: 'ours:source-paused',
    message: { ky: `Булак токтотулган: ${reason}`, ru: `Источник приостановлен: ${reason}`, en: `The source is paused: ${reason}` },
    hint: {
      ky: 'Ишти улантуу үчүн resumeSource колдонуңуз.',
      ru: 'Чтобы продолжить, вызовите resumeSource.',
      en: 'Use resumeSource to go on.',
    },
  };
}

const lateReason: Violation = {
  code: 'RULE_VIOLATED',
  rule: 'ours:source-late',
  message: {
    ky: 'Белгиленген убакыттан бери булактан маалымат алына элек.',
    ru: 'После назначенного времени данные от источника ещё не получены.',
    en: 'Nothing has come from the source since its slot.',
  },
  hint: {
    ky: 'Хабдын фондук иштери жүрүп жатканын текшериңиз же startPull менен азыр алыңыз.',
    ru: 'Проверьте, работают ли фоновые задания хаба, или запустите startPull.',
    en: "Check that the hub's background work is running, or pull now with startPull.",
  },
};

const neverReadReason: Violation = {
  code: 'RULE_VIOLATED',
  rule: 'ours:source-never-read',
  message: {
    ky: 'Бул булактан азырынча эч нерсе алына элек.',
    ru: 'Из этого источника ещё ничего не получено.',
    en: 'Nothing was read from the source yet.',
  },
  hint: {
    ky: 'Кийинки убакытты күтүңүз же startPull менен азыр алыңыз.',
    ru: 'Дождитесь назначенного времени или запустите startPull.',
    en: 'Wait for its slot, or pull now with startPull.',
  },
};

// ---- what is pulled when -------------------------------------------------------------------------------------------

const monthsOfFullPull = 3;
const mostMonthsAtOnce = 36;

/** The last three months that have ended on a day. */
export function lastClosedMonths(day: LocalDate): PullScope {
  const periodTo = monthOf(day);
  return { mode: 'FULL', periodFrom: addMonths(periodTo, -monthsOfFullPull), periodTo };
}

/**
 * Ours: at a slot, what changed; the first time, and once in every month, all of the last three closed months, so that a change the
 * source forgot to announce is found.
 */
export function scopeOfSlot(
  { watermark, lastFullPullAt }: { watermark?: string | null; lastFullPullAt?: Date | null },
  today: LocalDate,
): PullScope {
  const isFullDue = lastFullPullAt == null || monthOf(dayOf(lastFullPullAt)) < monthOf(today);
  return watermark == null || isFullDue ? lastClosedMonths(today) : { mode: 'CHANGES', periodFrom: null, periodTo: null };
}

/** Whether a full pull reads all that the monthly one would. */
export function coversLastClosedMonths(scope: PullScope, day: LocalDate): boolean {
  const monthly = lastClosedMonths(day);
  return scope.mode === 'FULL' && monthly.mode === 'FULL' && scope.periodFrom <= monthly.periodFrom && scope.periodTo >= monthly.periodTo;
}

export interface AskedPull {
  mode: PullMode;
  periodFrom?: LocalDate | null;
  periodTo?: LocalDate | null;
}

/** What somebody asks to pull, made definite: without a period, a full pull is of the last three closed months. */
export function scopeAsked({ mode, periodFrom, periodTo }: AskedPull, today: LocalDate): PullScope | Violation {
  if (mode === 'CHANGES') return periodFrom == null && periodTo == null ? { mode, periodFrom: null, periodTo: null } : changesHaveNoPeriod;
  if (periodFrom == null && periodTo == null) return lastClosedMonths(today);
  const isOfMonths =
    periodFrom != null && periodTo != null && periodFrom.endsWith('-01') && periodTo.endsWith('-01') && periodFrom < periodTo;
  const isReal = isOfMonths && periodTo <= addMonths(monthOf(today), 1) && periodTo <= addMonths(periodFrom, mostMonthsAtOnce);
  return isReal ? { mode, periodFrom, periodTo } : notMonths;
}

const changesHaveNoPeriod = badInput(
  ['input', 'periodFrom'],
  { ky: 'Өзгөрүүлөр мезгилсиз алынат.', ru: 'Изменения запрашиваются без периода.', en: 'Changes are pulled without a period.' },
  {
    ky: 'Мезгилди алып салыңыз же FULL режимин тандаңыз.',
    ru: 'Уберите период или выберите режим FULL.',
    en: 'Leave the period out, or choose FULL.',
  },
).violation;

const notMonths = badInput(
  ['input', 'periodFrom'],
  {
    ky: `Мезгил толук айлардан турат: 1ден ${mostMonthsAtOnce} айга чейин, ушул айдан кийин эмес.`,
    ru: `Период состоит из целых месяцев: от 1 до ${mostMonthsAtOnce}, не позже текущего.`,
    en: `A period is of whole months: 1 to ${mostMonthsAtOnce}, none after the current one.`,
  },
  {
    ky: 'periodFrom: айдын биринчи күнү; periodTo: акыркы айдан кийинки айдын биринчи күнү.',
    ru: 'periodFrom — первое число месяца; periodTo — первое число месяца, следующего за последним.',
    en: 'periodFrom is the first day of a month, periodTo the first day of the month after the last.',
  },
).violation;

// ---- what a person may do with a source ----------------------------------------------------------------------------

export interface SourceActFacts {
  isPaused: boolean;
}

/** Ours: a paused source is asked nothing. */
export function startRefusal({ isPaused }: SourceActFacts): Violation | undefined {
  if (!isPaused) return undefined;
  return ruleViolated(
    'ours:source-paused',
    { ky: 'Булак токтотулган.', ru: 'Источник приостановлен.', en: 'The source is paused.' },
    { ky: 'Адегенде resumeSource колдонуңуз.', ru: 'Сначала вызовите resumeSource.', en: 'Use resumeSource first.' },
  ).violation;
}

export function pauseRefusal({ isPaused }: SourceActFacts): Violation | undefined {
  if (!isPaused) return undefined;
  return ruleViolated(
    'ours:source-paused',
    { ky: 'Булак мурунтан эле токтотулган.', ru: 'Источник уже приостановлен.', en: 'The source is paused already.' },
    { ky: 'Себебин healthReason талаасынан караңыз.', ru: 'Причина указана в healthReason.', en: 'See why in healthReason.' },
  ).violation;
}

export function resumeRefusal({ isPaused }: SourceActFacts): Violation | undefined {
  if (isPaused) return undefined;
  return ruleViolated(
    'ours:source-active',
    { ky: 'Булак токтотулган эмес.', ru: 'Источник не приостановлен.', en: 'The source is not paused.' },
    { ky: 'Эч нерсе кылуунун кереги жок.', ru: 'Ничего делать не нужно.', en: 'Nothing needs to be done.' },
  ).violation;
}

/** Ours: the same question is not asked twice at the same time. */
export const pullUnderWay: Violation = ruleViolated(
  'ours:one-pull-at-a-time',
  {
    ky: 'Ушул булактан ушундай эле маалымат азыр алынып жатат.',
    ru: 'Точно такое же получение данных из этого источника уже идёт.',
    en: 'The same pull from this source is waiting or running already.',
  },
  {
    ky: 'Ал бүткүчө күтүңүз: runs тизмесин караңыз.',
    ru: 'Дождитесь его завершения: см. список runs.',
    en: 'Wait until it has ended: see the list `runs`.',
  },
).violation;

// ---- settings ------------------------------------------------------------------------------------------------------

const codeForm = /^[a-z0-9][a-z0-9-]{0,62}$/;
const longestName = 200;

/** What is wrong with a source's own words; its address, its schedule and its adapter are others' to judge. */
export function settingsProblems({ code, name }: { code: string; name: string }): Violation[] {
  const problems: Violation[] = [];
  if (!codeForm.test(code)) problems.push(wrongSetting('code', wrongCode));
  if (isBlank(name) || name.length > longestName) problems.push(wrongSetting('name', wrongName));
  return problems;
}

function wrongSetting(field: string, message: LocalizedText): Violation {
  return { code: 'BAD_USER_INPUT', path: ['input', field], message };
}

const wrongCode: LocalizedText = {
  ky: 'Код латын кичине тамгаларынан, сандардан жана сызыкчадан турат, 63 белгиге чейин.',
  ru: 'Код состоит из строчных латинских букв, цифр и дефиса, до 63 знаков.',
  en: 'A code is of lower-case Latin letters, digits and hyphens, up to 63 characters.',
};
const wrongName: LocalizedText = {
  ky: `Аталышы бош болбойт жана ${longestName} белгиден ашпайт.`,
  ru: `Название не пусто и не длиннее ${longestName} знаков.`,
  en: `A name is not empty and has at most ${longestName} characters.`,
};
