import type { NoticeKind, SkipReason } from '../../kit/notice.rules.ts';
import { addDays, daysBetween, dayOf, endOf, type LocalDate, startOf } from '../../shared/calendar.ts';
import { badInput, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

/** Hours in Bishkek, `HH:MM`, in which nothing is sent. */
export interface QuietHours {
  quietFrom: string;
  quietTo: string;
}

export interface ScheduleSettings extends QuietHours {
  offsetDays: readonly number[];
}

/** Ours: nobody is written to at night. */
const night: QuietHours = { quietFrom: '20:00', quietTo: '08:00' };

/** Ours: what a fresh database is given. The kinds that are not here go out on their act, at once. */
export const firstSchedules: Readonly<Partial<Record<NoticeKind, ScheduleSettings>>> = {
  SUBMISSION_REMINDER: { offsetDays: [-30, -14, -7, -3, -1, 0], ...night },
  SUBMISSION_OVERDUE: { offsetDays: [1, 7], ...night },
  UNIT_DEADLINE: { offsetDays: [-14, -7, -3, -1], ...night },
};

const furthestDays = 366;
const mostOffsets = 20;
const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Ours: all that is wrong with a schedule. A reminder comes before its day or on it, an overdue notice after it. */
export function scheduleViolations(kind: NoticeKind, { offsetDays, quietFrom, quietTo }: ScheduleSettings): Violation[] {
  return [
    ...offsetViolations(kind, offsetDays),
    ...Object.entries({ quietFrom, quietTo }).flatMap(([field, time]) => (timeOfDay.test(time) ? [] : [notATime(field)])),
    ...(quietFrom === quietTo && timeOfDay.test(quietTo) ? [noQuiet()] : []),
  ];
}

function offsetViolations(kind: NoticeKind, offsetDays: readonly number[]): Violation[] {
  const isSide = (days: number): boolean => (kind === 'SUBMISSION_OVERDUE' ? days > 0 : days <= 0);
  const isFit = (days: number): boolean => Number.isInteger(days) && Math.abs(days) <= furthestDays && isSide(days);
  const isWhole = offsetDays.length > 0 && offsetDays.length <= mostOffsets && new Set(offsetDays).size === offsetDays.length;
  return isWhole && offsetDays.every(isFit) ? [] : [badOffsets(kind)];
}

function badOffsets(kind: NoticeKind): Violation {
  const isOverdue = kind === 'SUBMISSION_OVERDUE';
  const [from, to] = isOverdue ? [1, furthestDays] : [-furthestDays, 0];
  return badInput(
    ['input', 'offsetDays'],
    {
      ky: `Күндөр: ${from} … ${to}, бирден ${mostOffsets} чейин, кайталанбасын.`,
      ru: `Дни: от ${from} до ${to}, от одного до ${mostOffsets} значений, без повторов.`,
      en: `Days are from ${from} to ${to}: one to ${mostOffsets} of them, none twice.`,
    },
    isOverdue ? daysAfter : daysBefore,
  ).violation;
}

const daysBefore: LocalizedText = {
  ky: 'Терс сан – мөөнөткө чейин, 0 – акыркы күнү. Токтотуу үчүн isEnabled: false бериңиз.',
  ru: 'Отрицательное число: до срока, 0: в последний день. Чтобы отключить, задайте isEnabled: false.',
  en: 'Negative = before the deadline, 0 = on its last day. To switch it off give isEnabled: false.',
};
const daysAfter: LocalizedText = {
  ky: 'Оң сан – мөөнөттөн кийинки күндөр. Токтотуу үчүн isEnabled: false бериңиз.',
  ru: 'Положительное число: дни после срока. Чтобы отключить, задайте isEnabled: false.',
  en: 'Positive = days after the deadline. To switch it off give isEnabled: false.',
};

function notATime(field: string): Violation {
  return badInput(
    ['input', field],
    { ky: 'Убакыт СС:ММ түрүндө болсун.', ru: 'Время нужно в виде ЧЧ:ММ.', en: 'A time has the form HH:MM.' },
    { ky: '00:00 – 23:59, Бишкек убактысы.', ru: 'От 00:00 до 23:59, по времени Бишкека.', en: '00:00 to 23:59, by the clock of Bishkek.' },
  ).violation;
}

/** Ours: equal hours could mean all day as well as never. */
function noQuiet(): Violation {
  return badInput(
    ['input', 'quietTo'],
    {
      ky: 'Тынч убакыттын башталышы менен аягы бирдей болбосун.',
      ru: 'Начало и конец тихих часов не могут совпадать.',
      en: 'Quiet hours cannot end when they begin.',
    },
    {
      ky: 'Эки башка убакыт бериңиз, мисалы 20:00 – 08:00. Билдирүүлөрдү токтотуу үчүн isEnabled: false бериңиз.',
      ru: 'Задайте разное время, например с 20:00 до 08:00. Чтобы отключить уведомления, задайте isEnabled: false.',
      en: 'Give two different times, such as 20:00 to 08:00. To switch the notices off give isEnabled: false.',
    },
  ).violation;
}

// ---- when ----------------------------------------------------------------------------------------------------------

const minuteMs = 60_000;

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

function isQuietAt({ quietFrom, quietTo }: QuietHours, minuteOfDay: number): boolean {
  const [from, to] = [minutesOf(quietFrom), minutesOf(quietTo)];
  if (from <= to) return minuteOfDay >= from && minuteOfDay < to;
  return minuteOfDay >= from || minuteOfDay < to;
}

/** Whether nothing is to be sent now. */
export function isQuiet(hours: QuietHours, now: Date): boolean {
  return isQuietAt(hours, Math.floor((now.getTime() - startOf(dayOf(now)).getTime()) / minuteMs));
}

/** The first instant of a Bishkek day at which something may be sent. */
export function firstInstantOf(day: LocalDate, hours: QuietHours): Date {
  const minute = isQuietAt(hours, 0) ? minutesOf(hours.quietTo) : 0;
  return new Date(startOf(day).getTime() + minute * minuteMs);
}

/** The due days that have a reminder on one of these days. */
export function dueDaysOf(days: readonly LocalDate[], offsetDays: readonly number[]): LocalDate[] {
  return [...new Set(days.flatMap((day) => offsetDays.map((offset) => addDays(day, -offset))))];
}

export interface Judged {
  offset: number;
  /** `undefined` = it is to be sent. */
  skipped?: SkipReason;
}

/**
 * Ours: what becomes of the reminders of one thing that fall on days nobody has looked at yet, the earliest first. Normally that is
 * today; after downtime it is every day of it, and only the latest still makes sense. What was done before a reminder's hour is owed none.
 */
export function judgeReminders(
  { dueOn, doneAt }: { dueOn: LocalDate; doneAt: Date | null },
  { offsetDays, ...hours }: ScheduleSettings,
  days: readonly LocalDate[],
  now: Date,
): Judged[] {
  const reached = offsetDays.filter((offset) => days.includes(addDays(dueOn, offset))).toSorted((a, b) => a - b);
  const owed = reached.filter((offset) => !doneAt || doneAt >= firstInstantOf(addDays(dueOn, offset), hours));
  return owed.map((offset) => ({ offset, skipped: skipReasonOf(offset) }));

  function skipReasonOf(offset: number): SkipReason | undefined {
    if (doneAt) return 'DONE_MEANWHILE';
    if (offset !== owed.at(-1)) return 'SUPERSEDED';
    return offset <= 0 && now > endOf(dueOn) ? 'DEADLINE_OVER' : undefined;
  }
}

/** How many days a reminder tells: to the last day in time, or since it. */
export function daysToTell(dueOn: LocalDate, now: Date): number {
  return Math.abs(daysBetween(dayOf(now), dueOn));
}
