import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { zone, type LocalDate } from '../../shared/calendar.ts';
import { asOneLine } from './notice-payload.ts';
import { webLink } from './web-link.ts';

interface DeadlineToRemember {
  /** The same for every letter about the same deadline, so that a calendar keeps one entry. */
  readonly uid: string;
  /** A whole day in Bishkek, or an instant. */
  readonly due: { readonly day: LocalDate } | { readonly at: Date };
  readonly title: string;
  readonly description: string;
  readonly url: string;
  /** When the entry was made. */
  readonly stamp: Date;
}

/** A deadline as an iCalendar file (RFC 5545, METHOD:PUBLISH): it blocks no time, and an instant is written in UTC. */
export function deadlineCalendar({ uid, due, title, description, url, stamp }: DeadlineToRemember): string {
  const calendar = ical({
    prodId: { company: 'municipal-service-quality-hub', product: 'deadlines', language: 'KY' },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: uid,
    ...('day' in due ? wholeDay(due.day) : moment(due.at)),
    summary: asOneLine(title),
    description: asOneLine(description),
    url: webLink(url),
    stamp: inBishkek(stamp),
    transparency: ICalEventTransparency.TRANSPARENT,
  });
  return calendar.toString();
}

function wholeDay(day: LocalDate) {
  return { start: Temporal.PlainDate.from(day), allDay: true };
}

function moment(at: Date) {
  return { start: inBishkek(at), end: inBishkek(at) };
}

// Not a Date: the library reads a Date's clock in the machine's own zone.
function inBishkek(instant: Date) {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}
