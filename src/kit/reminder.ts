import type { LocalDate } from '../shared/calendar.ts';
import type { LocalizedText } from '../shared/localized-text.ts';
import type { Ctx } from './ctx.ts';
import type { NoticePayload } from './mail/notice-payload.ts';
import type { NoticeDefinition, Recipient } from './notice.ts';

/** Something that is due on a day, and who is to be reminded of it. */
export interface ReminderSubject {
  /** What the notices are about: a deadline, a municipality's obligations … */
  id: string;
  /** The last day in time, in Bishkek. Offsets are counted from it. */
  dueOn: LocalDate;
  /** When it was done; null = it is not. A reminder that fell due earlier was owed, a later one is not. */
  doneAt: Date | null;
  to: readonly Recipient[];
  /** Without `contactName`, which is the recipient's, and `count`, which is the days to or since the due day unless given. */
  payload: NoticePayload;
  /** What it is in one line of a digest. */
  line?: LocalizedText;
}

/**
 * Notices that follow a day and not an act. Their offsets and hours are data (`NoticeSchedule` of the notice's kind); when they
 * are looked for, sent once and caught up is the mechanism's (module notifications).
 */
export interface Reminder {
  notice: NoticeDefinition;
  /** One notice in place of several where they fall on one recipient and day; otherwise each is sent by itself. */
  digest?: { notice: NoticeDefinition; payload: (subjects: readonly ReminderSubject[]) => NoticePayload };
  /** Everything whose last day in time is one of these, done or not. */
  subjects: (ctx: Ctx, dueDays: readonly LocalDate[]) => Promise<ReminderSubject[]>;
}

export function defineReminder(reminder: Reminder): Reminder {
  return reminder;
}
