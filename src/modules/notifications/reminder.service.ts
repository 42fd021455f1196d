import type { Ctx } from '../../kit/ctx.ts';
import type { NoticePayload } from '../../kit/mail/notice-payload.ts';
import { notify, type Recipient } from '../../kit/notice.ts';
import type { Reminder, ReminderSubject } from '../../kit/reminder.ts';
import { columnsOf, firstRow, rows, sql } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { NoticeSchedule } from './notice-schedule.entity.ts';
import { daysToTell, dueDaysOf, isQuiet, judgeReminders } from './notice-schedule.rules.ts';

/**
 * R9, R12: reminds of what is due today, and of what fell due while no hub ran. Safe in several hubs at once: the schedule's row is
 * locked, the day's row is written once, and it and the notices commit together. In quiet hours it does nothing: the day is looked at when they end.
 */
export async function remind(ctx: Ctx, reminder: Reminder): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const schedule = await takeSchedule(inner, reminder);
    if (!schedule || isQuiet(schedule, inner.now)) return;
    const days = await claimDays(inner, reminder);
    if (days.length > 0 && schedule.isEnabled) await tell(inner, reminder, schedule, days);
  });
}

function takeSchedule(ctx: Ctx, { notice }: Reminder): Promise<NoticeSchedule | undefined> {
  return firstRow(
    ctx,
    sql`select ${columnsOf(ctx, NoticeSchedule, 't')} from notice_schedule t where t.kind = ${notice.kind} for no key update skip locked`,
  );
}

/** The days since the last one that was looked at, today included; a reminder that was never looked at begins today. */
async function claimDays(ctx: Ctx, { notice }: Reminder): Promise<LocalDate[]> {
  const today = dayOf(ctx.now);
  const claimed = await rows<{ day: LocalDate }>(
    ctx,
    sql`insert into reminder_run (notice, day, ran_at) select ${notice.name}, d::date, ${ctx.now}::timestamptz
        from generate_series(coalesce((select max(day) + 1 from reminder_run where notice = ${notice.name}), ${today}::date), ${today}::date, interval '1 day') d
        on conflict do nothing returning day`,
  );
  return claimed.map(({ day }) => day);
}

interface Letter {
  recipient: Recipient;
  subject: ReminderSubject;
  offset: number;
  payload: NoticePayload;
}

async function tell(ctx: Ctx, reminder: Reminder, schedule: NoticeSchedule, days: readonly LocalDate[]): Promise<void> {
  const dueDays = dueDaysOf(days, schedule.offsetDays);
  const toSend: Letter[] = [];
  for (const subject of await reminder.subjects(ctx, dueDays)) {
    for (const { offset, skipped } of judgeReminders(subject, schedule, days, ctx.now)) {
      const letters = lettersOf(subject, offset, ctx.now);
      if (skipped) await notify(ctx, reminder.notice, { ...keyOf(subject, offset), skipped, to: letters });
      else toSend.push(...letters);
    }
  }
  const byRecipient = Map.groupBy(toSend, ({ recipient }) => `${recipient.municipalityId ?? ''}|${recipient.email.toLowerCase()}`);
  for (const letters of byRecipient.values()) await send(ctx, reminder, letters);
}

/** The subject as it is due: a deadline that was moved is reminded of anew. */
function keyOf({ id, dueOn }: ReminderSubject, offset: number) {
  return { subjectId: id, offset: `${offset}@${dueOn}` };
}

function lettersOf(subject: ReminderSubject, offset: number, now: Date): Letter[] {
  return subject.to.map((recipient) => ({
    recipient,
    subject,
    offset,
    payload: { count: daysToTell(subject.dueOn, now), ...subject.payload, contactName: recipient.name ?? '' },
  }));
}

/** One recipient's letters of one day: each by itself, or all in one. */
async function send(ctx: Ctx, { notice, digest }: Reminder, letters: readonly Letter[]): Promise<void> {
  const [first] = letters;
  if (!first || !digest || letters.length === 1) {
    for (const { recipient, subject, offset, payload } of letters)
      await notify(ctx, notice, { ...keyOf(subject, offset), to: [{ recipient, payload }] });
    return;
  }
  const payload = digest.payload(letters.map(({ subject }) => subject));
  const { recipient } = first;
  await notify(ctx, digest.notice, {
    subjectId: first.subject.id,
    offset: dayOf(ctx.now),
    to: [{ recipient, payload: { ...payload, contactName: recipient.name ?? '', count: letters.length } }],
  });
}
