import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { exportsOf } from '../files/export.fixture.ts';
import { commands, everyPage } from '../service-registry/registry.fixture.ts';
import { amendObjects, approveObjects, type Filer, filersOf, soatesFor } from '../submissions/submission.fixture.ts';

/** Each municipality by where its questionnaires on what is taken off stand. */
const names = ['accepted', 'filed', 'returned', 'short', 'drafted', 'idle'] as const;
type Name = (typeof names)[number];
const parts = ['QUESTIONNAIRES'];
const remarks = [{ path: ['questionnaires'], text: 'Толуктаңыз' }];

const officeOf = (name: Name) => `${name}@office.example`;

let hub: TestHub;
let analyst: Client;
let places: Record<Name, Filer>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  const admin = await hub.as('ADMIN');
  analyst = await hub.as('ANALYST');
  const soates = await soatesFor(hub, names);
  await approveObjects(hub, [
    { code: 'MS-002', soates: Object.values(soates) },
    { code: 'MS-003', soates: Object.values(soates), expectedResponses: 2 },
  ]);
  places = await filersOf(hub, soates);
  for (const name of names) {
    const change = { id: places[name].filing.municipalityId, expectedVersion: 1, officialEmail: officeOf(name) };
    await commands(hub).done(admin, 'updateMunicipality', change, '{ municipality { id } }');
  }
  for (const name of ['accepted', 'filed', 'returned', 'short'] as const) {
    const { clerk, filing } = places[name];
    await filing.file('a', 'MS-002');
    await filing.file('b', 'MS-003', name === 'short' ? 1 : 2);
    await filing.act(clerk, 'updateSubmission', { findings: 'Кезек узун' });
    await filing.act(clerk, 'submitSubmission', { parts });
    await filing.act(clerk, 'submitSubmission', { parts: ['VOLUME_REPORT'], nilReturn: true });
  }
  await places.accepted.filing.act(analyst, 'acceptSubmission', { parts });
  await places.returned.filing.act(analyst, 'returnSubmission', { parts, remarks });
  await places.drafted.filing.file('b', 'MS-003');
});
afterAll(() => hub.stop());

interface Row {
  id: string;
  status: string;
  timeliness: string;
  endedAt: string | null;
  endReason: string | null;
  responses: number | null;
  object: { code: string };
}

const listed = (client: Client, filter: string): Promise<Row[]> =>
  everyPage<Row>(
    client,
    (page) => `myObligations(filter: { parts: [QUESTIONNAIRES], ${filter} }, ${page})`,
    'id status timeliness endedAt endReason responses object { code }',
    3,
  );
const told = (rows: readonly Row[]) => rows.map(({ object, status, timeliness }) => `${object.code} ${status} ${timeliness}`).toSorted();
/** What each owes, and what it owes no more. */
const standings = async (filter = '') =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, told(await listed(places[name].clerk, filter))] as const)));
const owing = async (): Promise<Name[]> => {
  const { whoHasNotFiled } = await analyst.must(
    '{ whoHasNotFiled(year: 2026, parts: [QUESTIONNAIRES]) { nodes { municipality { soate } obligations { endedAt } } } }',
  );
  const soates = whoHasNotFiled.nodes.map(({ municipality }: { municipality: { soate: string } }) => municipality.soate);
  return names.filter((name) => soates.includes(places[name].soate));
};
const progress = async () => {
  const { monitoringCycle } = await analyst.must(
    '{ monitoringCycle(year: 2026) { filingProgress(groupBy: PART) { part total filed accepted partiallyFiled overdue } } }',
  );
  return monitoringCycle.filingProgress.find(({ part }: { part: string }) => part === 'QUESTIONNAIRES');
};
const due = async (name: Name): Promise<number> =>
  (await places[name].clerk.must('{ upcomingDeadlines { kind } }')).upcomingDeadlines.length;
const off = (name: Name) => listed(places[name].clerk, 'isEnded: true');

describe('an object that an amendment takes off the List after 20 October (R9, R12)', () => {
  let before: Row[];
  let asked: { id: string; deferral: { id: string } };

  it('is owed by everybody who has not filed it until then', async () => {
    hub.clock.set('2026-10-21T08:00:00+06:00');
    before = await listed(places.returned.clerk, '');
    expect(await standings()).toMatchObject({
      accepted: ['MS-002 ACCEPTED ON_TIME', 'MS-003 ACCEPTED ON_TIME'],
      filed: ['MS-002 FILED ON_TIME', 'MS-003 FILED ON_TIME'],
      returned: ['MS-002 RETURNED ON_TIME', 'MS-003 RETURNED ON_TIME'],
      short: ['MS-002 FILED ON_TIME', 'MS-003 PARTIALLY_FILED OVERDUE'],
      drafted: ['MS-002 DUE OVERDUE', 'MS-003 DUE OVERDUE'],
    });
    expect([await owing(), await progress()]).toEqual([
      ['returned', 'short', 'drafted', 'idle'],
      { part: 'QUESTIONNAIRES', total: 12, filed: 5, accepted: 2, partiallyFiled: 1, overdue: 5 },
    ]);
  });

  it('may have a deferral asked for', async () => {
    const obligationIds = (await listed(places.idle.clerk, '')).filter(({ object }) => object.code === 'MS-003').map(({ id }) => id);
    const [obligation]: (typeof asked)[] = await commands(hub).done(
      places.idle.clerk,
      'requestDeferral',
      { obligationIds, until: '2026-11-03', reason: 'Сел жүрдү' },
      '{ obligations { id deferral { id } } }',
    );
    if (!obligation) throw new Error('One was asked for');
    asked = obligation;
  });

  it('is owed by nobody any more, whatever was filed, and everybody sees what has become of it', async () => {
    await amendObjects(hub, { remove: ['MS-003'] });
    expect(new Set(Object.values(await standings()).flatMap((rows) => rows.map((row) => row.slice(0, 6))))).toEqual(new Set(['MS-002']));
    expect(await standings('isEnded: true')).toEqual({
      accepted: ['MS-003 ACCEPTED ON_TIME'],
      filed: ['MS-003 FILED ON_TIME'],
      returned: ['MS-003 RETURNED ON_TIME'],
      short: ['MS-003 PARTIALLY_FILED OVERDUE'],
      drafted: ['MS-003 DUE OVERDUE'],
      idle: ['MS-003 DUE OVERDUE'],
    });
    expect((await off('short'))[0]).toMatchObject({ endedAt: '2026-10-21T02:00:00.000Z', endReason: 'REMOVED', responses: 1 });
    expect([await owing(), await progress(), await due('short')]).toEqual([
      ['returned', 'drafted', 'idle'],
      { part: 'QUESTIONNAIRES', total: 6, filed: 3, accepted: 1, partiallyFiled: 0, overdue: 2 },
      0,
    ]);
    const { rows } = await exportsOf(hub).table(places.short.clerk, { kind: 'OBLIGATIONS', year: 2026 });
    expect(rows.filter(({ part }) => part === 'QUESTIONNAIRES').map(({ objectCode, endReason }) => [objectCode, endReason])).toEqual([
      ['MS-002', ''],
      ['MS-003', 'REMOVED'],
    ]);
  });

  it('has nothing to defer any more: the head may only refuse what was asked', async () => {
    const head = await hub.as('HEAD');
    const input = { deferralIds: [asked.deferral.id], reason: 'Макул' };
    const refused = await commands(hub).refused(head, 'grantDeferral', { ...input, until: '2026-11-01' });
    expect(refused).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:deferral-while-due', path: ['input', 'deferralIds', '0'] });
    const { obligation } = await head.must('query($id: ID!) { obligation(id: $id) { availableActions { mutation isAllowed } } }', {
      id: asked.id,
    });
    expect(obligation.availableActions.filter(({ isAllowed }: { isAllowed: boolean }) => isAllowed)).toEqual([
      { mutation: 'refuseDeferral', isAllowed: true },
    ]);
    const [done]: { deferral: { state: string } }[] = await commands(hub).done(
      head,
      'refuseDeferral',
      input,
      '{ obligations { deferral { state } } }',
    );
    expect(done?.deferral.state).toBe('REFUSED');
  });

  it('is not asked for when the rest is mended; what was handed in for it is still there', async () => {
    const { clerk, filing } = places.short;
    const first = (await filing.read()).revisions;
    await filing.act(analyst, 'returnSubmission', { parts, remarks });
    const { responseBatches } = await clerk.must('{ responseBatches(year: 2026) { nodes { id version batchKey } } }');
    await filing.questionnaires.withdraw(responseBatches.nodes.find(({ batchKey }: { batchKey: string }) => batchKey === 'b'));
    const mended = await filing.act(clerk, 'submitSubmission', { parts });
    expect(mended.revisions.slice(0, first.length)).toEqual(first);
    await filing.act(analyst, 'acceptSubmission', { parts });
    expect([await standings(), (await off('short'))[0]]).toMatchObject([{ short: ['MS-002 ACCEPTED ON_TIME'] }, { responses: 1 }]);
  });

  it('a municipality that is taken off with all it owed is asked for nothing, and may hand in nothing', async () => {
    await amendObjects(hub, {
      add: [{ code: 'MS-002', soates: (['accepted', 'filed', 'short'] as const).map((name) => places[name].soate) }],
      remove: ['MS-002'],
    });
    expect([await owing(), await progress()]).toEqual([
      [],
      { part: 'QUESTIONNAIRES', total: 3, filed: 3, accepted: 2, partiallyFiled: 0, overdue: 0 },
    ]);
    for (const name of ['returned', 'drafted', 'idle'] as const) {
      expect([await listed(places[name].clerk, ''), (await off(name)).length, await due(name)], name).toEqual([[], 2, 0]);
      const { clerk, filing } = places[name];
      expect((await filing.read()).parts.map(({ missingCount }) => missingCount)).toEqual([0, 0]);
      const refusal = { code: 'RULE_VIOLATED', rule: 'R9', hint: expect.stringContaining('off the List') };
      expect(await filing.refused(clerk, 'submitSubmission', { parts })).toMatchObject(refusal);
    }
    const volume = { parts: ['VOLUME_REPORT'] };
    const returning = { ...volume, remarks: [{ path: ['volumeReport'], text: '?' }] };
    expect(await places.returned.filing.refused(analyst, 'returnSubmission', returning)).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'R9',
    });
    const { parts: examined } = await places.returned.filing.act(analyst, 'acceptSubmission', volume);
    expect(
      examined.map(({ state }) => state),
      'what is handed in may still be accepted',
    ).toEqual(['RETURNED', 'ACCEPTED']);
  });

  it('of whom nothing is asked is not reminded, and in no digest', async () => {
    await hub.runJobs();
    hub.mails.clear();
    for (const day of ['21', '27']) {
      hub.clock.set(`2026-10-${day}T08:30:00+06:00`);
      await hub.remind();
    }
    await hub.runJobs();
    const subjects = (address: string) => hub.mails.messagesTo(address).map(({ parsed }) => parsed.subject ?? '');
    expect(names.flatMap((name) => subjects(officeOf(name)))).toEqual([]);
    expect(subjects('local-analyst@hub.example').filter((subject) => subject.startsWith('Өткөрө элек'))).toEqual([]);
  });

  it('what comes back goes on where it stood; what was handed in without it since is to be handed in again', async () => {
    const soates = names.map((name) => places[name].soate);
    await amendObjects(hub, { add: ['MS-002', 'MS-003'].map((code) => ({ code, soates })), remove: ['MS-002'] });
    expect(await standings()).toEqual({
      accepted: ['MS-002 ACCEPTED ON_TIME', 'MS-003 ACCEPTED ON_TIME'],
      filed: ['MS-002 FILED ON_TIME', 'MS-003 FILED ON_TIME'],
      returned: ['MS-002 RETURNED ON_TIME', 'MS-003 RETURNED ON_TIME'],
      short: ['MS-002 ACCEPTED ON_TIME', 'MS-003 RETURNED ON_TIME'],
      drafted: ['MS-002 DUE OVERDUE', 'MS-003 DUE OVERDUE'],
      idle: ['MS-002 DUE OVERDUE', 'MS-003 DUE OVERDUE'],
    });
    expect((await listed(places.returned.clerk, '')).map(({ id }) => id).toSorted()).toEqual(before.map(({ id }) => id).toSorted());
    expect(await off('returned')).toEqual([]);
    const { clerk, filing } = places.short;
    await filing.file('c', 'MS-003', 2);
    await filing.act(clerk, 'submitSubmission', { parts });
    expect((await standings()).short).toEqual(['MS-002 ACCEPTED ON_TIME', 'MS-003 FILED ON_TIME']);
  });
});
