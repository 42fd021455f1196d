import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { everyPage } from '../service-registry/registry.fixture.ts';
import { amendObjects, approveObjects, type Filer, filersOf, soatesFor } from '../submissions/submission.fixture.ts';

const parts = ['QUESTIONNAIRES'];
const remarks = [{ path: ['questionnaires'], text: 'Аз' }];

/** Each municipality by what it handed in on 20 October of the three questionnaires that are asked for, and what became of it. */
const names = ['short', 'full', 'accepted', 'idle'] as const;
type Name = (typeof names)[number];

let hub: TestHub;
let analyst: Client;
let places: Record<Name, Filer>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-20T18:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  const soates = await soatesFor(hub, names);
  await approveObjects(hub, [{ code: 'MS-002', soates: Object.values(soates), expectedResponses: 3 }]);
  places = await filersOf(hub, soates);
  for (const [name, count] of [
    ['short', 1],
    ['full', 3],
    ['accepted', 2],
  ] as const) {
    const { clerk, filing } = places[name];
    await filing.file('a', 'MS-002', count);
    await filing.act(clerk, 'updateSubmission', { findings: 'Кезек узун' });
    await filing.act(clerk, 'submitSubmission', { parts });
  }
  await places.accepted.filing.act(analyst, 'acceptSubmission', { parts });
});
afterAll(() => hub.stop());

interface Row {
  id: string;
  status: string;
  timeliness: string;
  municipality: { soate: string };
}

const listed = (filter = ''): Promise<Row[]> =>
  everyPage<Row>(
    analyst,
    (page) => `myObligations(filter: { parts: [QUESTIONNAIRES] ${filter} }, ${page})`,
    'id status timeliness municipality { soate }',
  );
/** Where each stands; the lists by status and by timeliness must say the same. */
const standing = async () => {
  const all = await listed();
  for (const timeliness of ['NOT_YET_DUE', 'ON_TIME', 'LATE', 'OVERDUE'])
    expect(await listed(`timeliness: [${timeliness}]`), timeliness).toEqual(all.filter((each) => each.timeliness === timeliness));
  for (const status of ['DUE', 'PARTIALLY_FILED', 'FILED', 'RETURNED', 'ACCEPTED'])
    expect(await listed(`statuses: [${status}]`), status).toEqual(all.filter((each) => each.status === status));
  return Object.fromEntries(
    names.map((name) => {
      const { status, timeliness } = all.find(({ municipality }) => municipality.soate === places[name].soate) ?? {};
      return [name, `${status} ${timeliness}`];
    }),
  );
};
const overdue = async (): Promise<number> => {
  const { monitoringCycle } = await analyst.must('{ monitoringCycle(year: 2026) { filingProgress(groupBy: PART) { part overdue } } }');
  return monitoringCycle.filingProgress.find(({ part }: { part: string }) => part === 'QUESTIONNAIRES').overdue;
};

describe('fewer questionnaires than the List asks for (R12, ours)', () => {
  it('are not filed when 20 October is over, but for what the unit has accepted', async () => {
    expect(await standing()).toEqual({
      short: 'PARTIALLY_FILED NOT_YET_DUE',
      full: 'FILED ON_TIME',
      accepted: 'ACCEPTED ON_TIME',
      idle: 'DUE NOT_YET_DUE',
    });
    hub.clock.set('2026-10-28T09:00:00+06:00');
    expect([await standing(), await overdue()]).toEqual([
      { short: 'PARTIALLY_FILED OVERDUE', full: 'FILED ON_TIME', accepted: 'ACCEPTED ON_TIME', idle: 'DUE OVERDUE' },
      2,
    ]);
  });

  it('are as overdue once they are returned', async () => {
    for (const name of ['short', 'full'] as const) await places[name].filing.act(analyst, 'returnSubmission', { parts, remarks });
    expect([await standing(), await overdue()]).toEqual([
      { short: 'RETURNED OVERDUE', full: 'RETURNED ON_TIME', accepted: 'ACCEPTED ON_TIME', idle: 'DUE OVERDUE' },
      2,
    ]);
  });

  it('are filed when the rest is: late, and it stays so; what was once filed in full stays in time', async () => {
    const [short, full] = [places.short, places.full];
    await short.filing.file('b', 'MS-002', 2);
    await short.filing.act(short.clerk, 'submitSubmission', { parts });
    await full.filing.act(full.clerk, 'submitSubmission', { parts });
    expect(await standing()).toMatchObject({ short: 'FILED LATE', full: 'FILED ON_TIME' });
    await short.filing.act(analyst, 'acceptSubmission', { parts });
    expect([await standing(), await overdue()]).toMatchObject([{ short: 'ACCEPTED LATE' }, 1]);
  });

  it('were not fewer before the List asked for more: nothing gets late by an amendment', async () => {
    const soates = names.map((name) => places[name].soate);
    await amendObjects(hub, { remove: ['MS-002'], add: [{ code: 'MS-002', soates, expectedResponses: 5 }] });
    expect(await standing()).toEqual({
      short: 'ACCEPTED LATE',
      full: 'PARTIALLY_FILED ON_TIME',
      accepted: 'ACCEPTED ON_TIME',
      idle: 'DUE OVERDUE',
    });
  });
});

describe('a deferral (ours) of what is filed in the meantime', () => {
  it('is not granted; the request may be refused', async () => {
    const { clerk, filing } = places.idle;
    const { myObligations } = await clerk.must('{ myObligations(filter: { parts: [QUESTIONNAIRES] }) { nodes { id } } }');
    const obligationIds = myObligations.nodes.map(({ id }: { id: string }) => id);
    const asked: { deferral: { id: string } }[] = await filing.call.done(
      clerk,
      'requestDeferral',
      { obligationIds, until: '2026-11-05', reason: 'Сел' },
      '{ obligations { deferral { id } } }',
    );
    const deferralIds = asked.map(({ deferral }) => deferral.id);
    await filing.act(clerk, 'submitSubmission', { parts, nilReturn: true });
    const head = await hub.as('HEAD');
    const granting = { deferralIds, until: '2026-11-05', reason: 'Макул' };
    expect(await filing.call.refused(head, 'grantDeferral', granting)).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:deferral-while-due',
      path: ['input', 'deferralIds', '0'],
    });
    const refused = await filing.call.done(
      head,
      'refuseDeferral',
      { deferralIds, reason: 'Өткөрүлдү' },
      '{ obligations { status deferral { state } } }',
    );
    expect(refused).toEqual([{ status: 'FILED', deferral: { state: 'REFUSED' } }]);
  });
});
