import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { run, sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { unitDeadlineReminder } from '../../../src/modules/monitoring-cycle/cycle-deadline.notices.ts';
import { remind } from '../../../src/modules/notifications/reminder.service.ts';
import { addDays, type LocalDate } from '../../../src/shared/calendar.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';

let hub: TestHub;
let analyst: Client;
let admin: Client;
beforeAll(async () => {
  hub = await startHub({ now: '2026-01-05T09:00:00+06:00' });
  analyst = await hub.as('ANALYST', { user: 'aizada' });
  admin = await hub.as('ADMIN');
  await hub.as('HEAD', { user: 'nurlan' });
  await analyst.must('mutation ($input: OpenMonitoringCycleInput!) { openMonitoringCycle(input: $input) { monitoringCycle { id } } }', {
    input: { year: 2026, noticeYear: 2026, idempotencyKey: hub.key() },
  });
});
afterAll(() => hub.stop());

/** What the minute's look does at an instant, in so many hubs at once. */
async function look(instant: string, hubs = 1): Promise<void> {
  hub.clock.set(instant);
  const looks = Array.from({ length: hubs }, () => remind(consoleCtx(hub.hub.orm, hub.clock, 'remind'), unitDeadlineReminder));
  await Promise.all(looks);
}

/** Looks at 08:00 of every day from one to another. */
async function lookDaily(from: LocalDate, to: LocalDate): Promise<void> {
  for (let day = from; day <= to; day = addDays(day, 1)) await look(`${day}T08:00:00+06:00`);
}

const readNotices = `{ notices(first: 100, filter: { kinds: [UNIT_DEADLINE] }) { nodes { recipient state subject dueAt skippedReason messageId } } }`;
const notices = async () => (await admin.must(readNotices)).notices.nodes;
async function forget(): Promise<void> {
  await hub.runJobs();
  hub.mails.clear();
  await run(consoleCtx(hub.hub.orm, hub.clock, 'test'), sql`delete from delivery_attempt`);
  await run(consoleCtx(hub.hub.orm, hub.clock, 'test'), sql`delete from notice`);
  await run(consoleCtx(hub.hub.orm, hub.clock, 'test'), sql`delete from reminder_run`);
}

const setMet = (kind: string, at: string | null) =>
  inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'test'), (ctx) =>
    run(ctx, sql`update cycle_deadline set met_at = ${at}::timestamptz where kind = ${kind}`),
  );

describe('the deadlines of the unit', () => {
  it('are reminded of to ANALYST and HEAD 14, 7, 3 and 1 days before, the eve being the last day: a year is exactly the table', async () => {
    await lookDaily('2026-01-05', '2027-01-20');
    await hub.runJobs();
    const told = hub.mails.messages.map(({ parsed, to }) => `${parsed.subject} > ${to[0]}`).toSorted();
    const terms: [string, string, LocalDate][] = [
      ['Тизмени аткаруучуларга билдирүү', 'R9', '2026-04-19'],
      ['Квартал сайынкы жыйынтыкты чыгаруу', 'R11', '2026-04-20'],
      ['Квартал сайынкы жыйынтыкты чыгаруу', 'R11', '2026-07-20'],
      ['Квартал сайынкы жыйынтыкты чыгаруу', 'R11', '2026-10-20'],
      ['Квартал сайынкы жыйынтыкты чыгаруу', 'R11', '2027-01-20'],
      ['Жыйынтыктоочу докладды даярдоо', 'R-III.2', '2026-11-14'],
      ['Жыйынтыктоочу докладды өткөрүп берүү', 'R-III.4', '2026-11-19'],
      ['Текшерүү планын түзүү', 'R-III.6', '2026-11-29'],
    ];
    const people = ['aizada-analyst@hub.example', 'nurlan-head@hub.example'];
    const expected = terms.flatMap(([term]) =>
      [14, 7, 3, 1].flatMap((days) => people.map((person) => `${days} күн калды: ${term} > ${person}`)),
    );
    expect(told).toEqual(expected.toSorted());
    expect((await hub.rows(sql`select day from reminder_run where notice = 'unit-deadline'`)).length).toBe(381);
    const [mail] = hub.mails.messages;
    expect(mail?.parsed.attachments.map(({ filename }) => filename)).toEqual(['deadline.ics']);
    expect(mail?.parsed.text).toContain('19-апрель 2026-ж.');
  });

  it('wait until quiet hours are over', async () => {
    await forget();
    await look('2026-04-12T07:59:59.999+06:00');
    expect(await notices()).toEqual([]);
    await look('2026-04-12T08:00:00+06:00');
    expect((await notices()).length).toBe(2);
  });

  it('are told once, however many hubs look, and whichever was down at the due minute', async () => {
    await forget();
    await look('2026-04-17T23:59:00+06:00');
    await look('2026-04-18T08:00:00+06:00', 4);
    await look('2026-04-18T08:01:00+06:00', 4);
    await look('2026-04-20T08:00:00+06:00', 4);
    await hub.runJobs();
    const ids = hub.mails.messages.map(({ parsed }) => parsed.messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(hub.mails.messages.map(({ parsed }) => parsed.subject).filter((subject) => subject?.includes('Тизме'))).toHaveLength(2);
  });

  it('that were missed are caught up: the latest is sent, the others are SKIPPED with the reason', async () => {
    await forget();
    await look('2026-10-30T08:00:00+06:00');
    await look('2026-11-12T09:30:00+06:00');
    const report = (await notices()).filter(({ subject }: { subject: string }) => subject.includes('докладды даярдоо'));
    expect(report.map(({ state, skippedReason }: Record<string, string>) => `${state}: ${skippedReason}`)).toEqual(
      Array(4).fill('SKIPPED: A later reminder was sent in its place.'),
    );
    await hub.runJobs();
    const [digest] = hub.mails.messagesTo('aizada-analyst@hub.example');
    expect(digest?.parsed.subject).toBe('Мөөнөтү жакындаган иштер: 2');
    expect(digest?.parsed.text).toContain('Жыйынтыктоочу докладды даярдоо: 14-ноябрь 2026-ж.');
    expect(digest?.parsed.text).toContain('Передача итогового доклада: 19 ноября 2026 г.');
    expect(hub.mails.messagesTo('aizada-analyst@hub.example')).toHaveLength(1);
  });

  it('are not reminded of when the act is done; a reminder that was missed before it was done is SKIPPED', async () => {
    await forget();
    await look('2026-11-20T08:00:00+06:00');
    await setMet('INSPECTION_PLAN', '2026-11-27T10:00:00+06:00');
    await look('2026-11-28T08:00:00+06:00');
    const plan = (await notices()).map(({ state, skippedReason }: Record<string, string>) => `${state} ${skippedReason}`);
    expect(plan).toEqual(Array(4).fill('SKIPPED What it reminds of was done meanwhile.'));
    await setMet('INSPECTION_PLAN', null);
  });

  it('are told of no more once the schedule is switched off, and by the days it is given', async () => {
    await forget();
    const schedule = (await admin.must('{ noticeSchedules { id version kind offsetDays } }')).noticeSchedules.find(
      ({ kind }: { kind: string }) => kind === 'UNIT_DEADLINE',
    );
    const update = `mutation ($input: UpdateNoticeScheduleInput!) { updateNoticeSchedule(input: $input) { noticeSchedule { version offsetDays isEnabled history { toState reason } } } }`;
    const change = (given: object, expectedVersion: number) => ({
      input: { id: schedule.id, expectedVersion, reason: 'too many', idempotencyKey: hub.key(), ...given },
    });
    const off = await admin.must(update, change({ isEnabled: false }, schedule.version));
    await lookDaily('2026-11-08', '2026-11-12');
    expect(await notices()).toEqual([]);
    const { version } = off.updateNoticeSchedule.noticeSchedule;
    const on = await admin.must(update, change({ isEnabled: true, offsetDays: [-1, -2] }, version));
    expect(on.updateNoticeSchedule.noticeSchedule).toMatchObject({
      offsetDays: [-2, -1],
      history: [
        { toState: 'OFF', reason: 'too many' },
        { toState: '-2, -1; quiet 20:00-08:00', reason: 'too many' },
      ],
    });
    await look('2026-11-12T09:00:00+06:00');
    expect(await notices()).toEqual([]);
    await look('2026-11-13T09:00:00+06:00');
    expect((await notices()).map(({ subject }: { subject: string }) => subject)).toEqual(
      Array(2).fill('1 күн калды: Жыйынтыктоочу докладды даярдоо'),
    );
    const [stale] = await admin.refused(update, change({ isEnabled: false }, version));
    expect(stale?.extensions.code).toBe('CONFLICT');
    const [wrong] = await admin.refused(update, change({ offsetDays: [5], quietFrom: '8' }, version + 1));
    expect(wrong?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    const [forbidden] = await analyst.refused(update, change({ isEnabled: false }, version + 1));
    expect(forbidden?.extensions.code).toBe('FORBIDDEN');
  });
});
