import { Temporal } from 'temporal-polyfill';

/** Everything the regulation dates is a day in Bishkek. UTC+6, no daylight saving. */
export const zone = 'Asia/Bishkek';

/** A calendar day in Bishkek, `yyyy-MM-dd`. Days compare as text. */
export type LocalDate = string;

/** The Bishkek day on which an instant falls. */
export function dayOf(instant: Date): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The first instant of a Bishkek day. */
export function startOf(day: LocalDate): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** The last instant of a Bishkek day: 23:59:59.999. */
export function endOf(day: LocalDate): Date {
  return new Date(startOf(addDays(day, 1)).getTime() - 1);
}

export function addDays(day: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export function addMonths(day: LocalDate, months: number): LocalDate {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** Whole days from one Bishkek day to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** Days that were asked for before: a bulk filing asks of the same few hundred thousands of times. There are 40,542 in all. */
const knownDays = new Set<LocalDate>();

/** Whether a text is a real calendar day between 1990 and 2100. */
export function isLocalDate(text: string): boolean {
  if (knownDays.has(text)) return true;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1990-01-01' || text > '2100-12-31') return false;
  // A day that a month does not have becomes another one.
  const midnight = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(text)) return false;
  knownDays.add(text);
  return true;
}

/** The first day of the month of a day. */
export function monthOf(day: LocalDate): LocalDate {
  return `${day.slice(0, 7)}-01`;
}
