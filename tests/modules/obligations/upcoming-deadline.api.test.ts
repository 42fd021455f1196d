import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { commands, elsewhere, home } from '../service-registry/registry.fixture.ts';
import { approveObjects, everyLine, submissionOf } from '../submissions/submission.fixture.ts';

let hub: TestHub;
let clerk: Client;
let stranger: Client;
let head: Client;

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  [clerk, stranger, head] = [
    await hub.as('PROVIDER', { soate: home }),
    await hub.as('PROVIDER', { soate: elsewhere }),
    await hub.as('HEAD'),
  ];
  await approveObjects(hub, [{ code: 'MS-002', soates: [home, elsewhere] }]);
});
afterAll(() => hub.stop());

interface Due {
  kind: string;
  quarter: string | null;
  daysLeft: number;
  isLate: boolean;
  metAt: string | null;
}

async function dueFor(client: Client, days?: number): Promise<string[]> {
  const document = 'query($days: Int! = 30) { upcomingDeadlines(withinDays: $days) { kind quarter daysLeft isLate metAt } }';
  const { upcomingDeadlines } = await client.must(document, { days });
  return upcomingDeadlines.map(({ kind, quarter, daysLeft, isLate, metAt }: Due) => {
    expect([isLate, metAt]).toEqual([daysLeft < 0, null]);
    return `${[kind, quarter].filter(Boolean).join(' ')}: ${daysLeft}`;
  });
}

describe('what a municipality is told while the List is not approved (R9, R12)', () => {
  let early: TestHub;
  let reader: Client;
  let analyst: Client;
  beforeAll(async () => {
    early = await startHub({ now: '2026-03-01T09:00:00+06:00' });
    [reader, analyst] = [await early.as('PROVIDER', { soate: home }), await early.as('ANALYST')];
  });
  afterAll(() => early.stop());

  it('nothing while no cycle is open; then 20 October, for the regulation names it for every year', async () => {
    expect(await dueFor(reader, 366)).toEqual([]);
    await commands(early).done(analyst, 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
    expect([await dueFor(reader, 366), await dueFor(reader)]).toEqual([['SUBMISSION: 233'], []]);
  });

  it('is due until the day is over, and overdue for nobody: nothing was asked', async () => {
    early.clock.set('2026-10-20T23:59:59+06:00');
    expect(await dueFor(reader)).toEqual(['SUBMISSION: 0']);
    early.clock.set('2026-10-21T00:00:00+06:00');
    expect(await dueFor(reader)).toEqual([]);
  });
});

const overdue = ['LIST_NOTIFIED: -169', 'QUARTERLY_RESULT Q1: -168', 'QUARTERLY_RESULT Q2: -77'];

describe('what is due next', () => {
  it('the unit and its head see what is overdue, however long, then what is due within the days', async () => {
    const ahead = ['QUARTERLY_RESULT Q3: 15', 'FINAL_REPORT: 40', 'REPORT_HANDED_OVER: 45', 'INSPECTION_PLAN: 55'];
    expect(await dueFor(head)).toEqual([...overdue, ...ahead.slice(0, 1)]);
    expect(await dueFor(head, 0)).toEqual(overdue);
    expect(await dueFor(await hub.as('ANALYST'), 60)).toEqual([...overdue, ...ahead]);
    expect(await dueFor(await hub.as('ADMIN'), 366)).toEqual([]);
  });

  it('what is met is overdue no more', async () => {
    const { monitoringCycle } = await head.must('{ monitoringCycle(year: 2026) { list { id version } } }');
    const { id, version } = monitoringCycle.list;
    const change = { id, expectedVersion: version };
    await commands(hub).done(await hub.as('ANALYST'), 'notifyMonitoringList', change, '{ monitoringList { id } }');
    expect(await dueFor(head, 0)).toEqual(overdue.slice(1));
  });

  it('of a municipality 20 October alone, while it owes something', async () => {
    expect([await dueFor(clerk), await dueFor(clerk, 14)]).toEqual([['SUBMISSION: 15'], []]);
    const here = await submissionOf(hub, home, clerk);
    await here.file('a', 'MS-002', 2);
    await here.act(clerk, 'updateSubmission', { findings: 'Жакшы' });
    await here.act(clerk, 'submitSubmission', { parts: ['QUESTIONNAIRES'] });
    expect(await dueFor(clerk), 'one part of two').toEqual(['SUBMISSION: 15']);
    await here.report.save(everyLine('MS-002', 1));
    await here.act(clerk, 'submitSubmission', { parts: ['VOLUME_REPORT'] });
    expect([await dueFor(clerk), await dueFor(stranger)]).toEqual([[], ['SUBMISSION: 15']]);
    const { municipalities } = await hub.anonymous.must('{ municipalities(first: 3) { nodes { soate } } }');
    const unlisted = municipalities.nodes.find(({ soate }: { soate: string }) => ![home, elsewhere].includes(soate));
    expect(await dueFor(await hub.as('PROVIDER', { soate: unlisted.soate }))).toEqual([]);
  });

  it.each([
    ['1 ms before the end of 20 October it is due today', '2026-10-20T17:59:59.998Z', 0],
    ['at the last instant it is due today', '2026-10-20T17:59:59.999Z', 0],
    ['1 ms later it is overdue, and stays', '2026-10-20T18:00:00.000Z', -1],
    ['and years later', '2028-10-20T06:00:00.000Z', -731],
  ])('%s', async (_title, now, daysLeft) => {
    hub.clock.set(now);
    expect(await dueFor(stranger, 0)).toEqual([`SUBMISSION: ${daysLeft}`]);
    expect(await dueFor(clerk, 366)).toEqual([]);
    expect(await dueFor(head, 0)).toContain(`QUARTERLY_RESULT Q3: ${daysLeft}`);
  });

  it('looks a year ahead at most', async () => {
    const [error] = await head.refused('{ upcomingDeadlines(withinDays: 367) { id } }');
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['withinDays'] });
  });
});
