import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { sql } from '../../../src/kit/sql.ts';
import { openObligations } from '../../../src/modules/obligations/obligation.service.ts';
import { followSuccessionsJob } from '../../../src/modules/obligations/obligation.jobs.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { exportsOf } from '../files/export.fixture.ts';
import { act, commands, elsewhere, everyPage, home, placeOf } from '../service-registry/registry.fixture.ts';
import { amendObjects, approveObjects, everyLine, submissionOf } from '../submissions/submission.fixture.ts';

const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'];
const fields = `id version part status timeliness dueAt firstFiledAt endedAt object { code } municipality { soate } inheritedFrom { soate } submission { id }
  deferral { id state requestedUntil grantedUntil reason decisionReason decidedBy { role } } history { fromState toState reason }
  availableActions { mutation isAllowed refusal { code rule hint } }`;

interface Obligation {
  id: string;
  version: number;
  part: string;
  status: string;
  timeliness: string;
  dueAt: string;
  endedAt: string | null;
  object: { code: string };
  municipality: { soate: string };
  inheritedFrom: { soate: string } | null;
  submission: { id: string } | null;
  deferral: { id: string; state: string; grantedUntil: string | null } | null;
  history: { toState: string }[];
  availableActions: { mutation: string; isAllowed: boolean; refusal: { code: string; rule: string | null } | null }[];
}

let hub: TestHub;
let [clerk, stranger, analyst, head, admin]: Client[] = [];
let here: Awaited<ReturnType<typeof submissionOf>>;
let there: Awaited<ReturnType<typeof submissionOf>>;
let call: ReturnType<typeof commands>;
/** A successor that is on no List. */
let heir: { id: string; soate: string };

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  call = commands(hub);
  [clerk, stranger, analyst, head, admin] = await Promise.all([
    hub.as('PROVIDER', { soate: home }),
    hub.as('PROVIDER', { soate: elsewhere }),
    hub.as('ANALYST'),
    hub.as('HEAD'),
    hub.as('ADMIN'),
  ]);
  const soates = [home, elsewhere];
  await approveObjects(hub, [
    { code: 'MS-002', soates, expectedResponses: 2 },
    { code: 'MS-003', soates },
  ]);
  here = await submissionOf(hub, home, must(clerk));
  there = await submissionOf(hub, elsewhere, must(stranger));
  const change = { id: there.municipalityId, expectedVersion: 1, officialEmail: 'office@there.example' };
  await call.done(must(admin), 'updateMunicipality', change, '{ municipality { id } }');
  const [other] = await hub.rows<{ id: string; soate: string }>(
    sql`select id, soate from municipality where soate not in (${home}, ${elsewhere}) and valid_to is null order by soate desc limit 1`,
  );
  heir = must(other);
});
afterAll(() => hub.stop());

function must<T>(value: T | undefined | null): T {
  if (value == null) throw new Error('The test has lost its bearings');
  return value;
}

const owed = (client: Client | undefined, filter = 'year: 2026'): Promise<Obligation[]> =>
  everyPage<Obligation>(must(client), (page) => `myObligations(filter: { ${filter} }, ${page})`, fields, 3);
const told = (obligations: readonly Obligation[]) =>
  obligations.map(({ object, part, status }) => `${object.code} ${part} ${status}`).toSorted();
const missing = async (filter = 'year: 2026') =>
  (
    await must(analyst).must(
      `{ whoHasNotFiled(${filter}) { totalCount nodes { municipality { soate } missingParts obligations { part object { code } } contact { name } lastNotice { kind state } } } }`,
    )
  ).whoHasNotFiled;
const progress = async (groupBy: string) =>
  (
    await must(analyst).must(
      `{ monitoringCycle(year: 2026) { filingProgress(groupBy: ${groupBy}) { region { code } part object { code } total filed partiallyFiled accepted overdue } } }`,
    )
  ).monitoringCycle.filingProgress;
const cycleId = async () => must((await hub.rows<{ id: string }>(sql`select id from monitoring_cycle where year = 2026`))[0]).id;
const open = async () => {
  const ctx = consoleCtx(hub.hub.orm, hub.clock, 'test');
  return openObligations(ctx, { cycleId: await cycleId(), asOf: hub.clock.now() });
};

describe('obligations follow from the approved List (R9, R12)', () => {
  it('each municipality on it owes both parts for each object, by 20 October 23:59:59.999', async () => {
    const mine = await owed(clerk);
    expect(told(mine)).toEqual([
      'MS-002 QUESTIONNAIRES DUE',
      'MS-002 VOLUME_REPORT DUE',
      'MS-003 QUESTIONNAIRES DUE',
      'MS-003 VOLUME_REPORT DUE',
    ]);
    expect(new Set(mine.map(({ dueAt, timeliness }) => `${dueAt} ${timeliness}`))).toEqual(
      new Set(['2026-10-20T17:59:59.999Z NOT_YET_DUE']),
    );
    expect(new Set(mine.map(({ submission }) => submission?.id)).size).toBe(1);
    expect(
      mine.map(({ object, part }) => `${object.code} ${part}`),
      'of one day, by object and part, from page to page',
    ).toEqual(['MS-002 QUESTIONNAIRES', 'MS-002 VOLUME_REPORT', 'MS-003 QUESTIONNAIRES', 'MS-003 VOLUME_REPORT']);
  });

  it('are exported: all for the ministry, its own for a municipality', async () => {
    const exports = exportsOf(hub);
    const all = await exports.table(must(analyst), { kind: 'OBLIGATIONS', year: 2026 });
    expect(all.rows).toHaveLength(8);
    expect(all.rows[0]).toMatchObject({ status: 'DUE', timeliness: 'NOT_YET_DUE', responses: '', firstFiledAt: '' });
    const own = await exports.table(must(clerk), { kind: 'OBLIGATIONS' });
    expect(
      own.rows.map(({ municipalitySoate, objectCode, part, expectedResponses }) => [
        municipalitySoate,
        objectCode,
        part,
        expectedResponses,
      ]),
    ).toEqual([
      [home, 'MS-002', 'QUESTIONNAIRES', '2'],
      [home, 'MS-002', 'VOLUME_REPORT', ''],
      [home, 'MS-003', 'QUESTIONNAIRES', ''],
      [home, 'MS-003', 'VOLUME_REPORT', ''],
    ]);
  });

  it('are the same rows through an amendment; what is taken off ends, what is put on begins, what comes back goes on', async () => {
    const before = await owed(clerk);
    await amendObjects(hub, { add: [{ code: 'MS-005', soates: [home] }], remove: ['MS-003'] });
    const after = await owed(clerk);
    expect(told(after)).toEqual([
      'MS-002 QUESTIONNAIRES DUE',
      'MS-002 VOLUME_REPORT DUE',
      'MS-005 QUESTIONNAIRES DUE',
      'MS-005 VOLUME_REPORT DUE',
    ]);
    const kept = (rows: readonly Obligation[], code: string) =>
      rows
        .filter(({ object }) => object.code === code)
        .map(({ id }) => id)
        .toSorted();
    expect(kept(after, 'MS-002')).toEqual(kept(before, 'MS-002'));
    const { obligation } = await must(clerk).must(`query($id: ID!) { obligation(id: $id) { ${fields} } }`, {
      id: kept(before, 'MS-003')[0],
    });
    expect(obligation.endedAt).not.toBeNull();
    expect(obligation.availableActions[0]).toMatchObject({ isAllowed: false, refusal: { rule: 'ours:deferral-while-due' } });
    await amendObjects(hub, { add: [{ code: 'MS-003', soates: [home, elsewhere] }], remove: ['MS-005'] });
    expect(kept(await owed(clerk), 'MS-003')).toEqual(kept(before, 'MS-003'));
  });

  it('are seen by their municipality and the ministry only', async () => {
    const [mine] = await owed(clerk);
    const [error] = await must(stranger).refused('query($id: ID!) { obligation(id: $id) { id } }', { id: must(mine).id });
    expect(error?.extensions.code).toBe('NOT_FOUND');
    const reverse = `query($soate: String!) { municipality(soate: $soate) { obligations { totalCount } } }`;
    expect((await must(clerk).must(reverse, { soate: home })).municipality.obligations.totalCount).toBe(4);
    for (const other of [must(stranger), hub.anonymous])
      expect((await other.must(reverse, { soate: home })).municipality.obligations).toBeNull();
    expect(await owed(analyst)).toHaveLength(8);
    const ofCycle = `{ monitoringCycle(year: 2026) { obligations { totalCount } } }`;
    expect((await must(stranger).must(ofCycle)).monitoringCycle.obligations.totalCount).toBe(4);
  });
});

describe('who has not filed (R12)', () => {
  it('says what is missing, with the last notice; handing in takes it off the list', async () => {
    await here.file('a', 'MS-002', 2);
    await here.file('b', 'MS-003', 1);
    await here.act(must(clerk), 'updateSubmission', { findings: 'Жакшы' });
    await here.act(must(clerk), 'submitSubmission', { parts: ['QUESTIONNAIRES'] });
    const { totalCount, nodes } = await missing();
    expect(totalCount).toBe(2);
    const of = (soate: string) => nodes.find((node: { municipality: { soate: string } }) => node.municipality.soate === soate);
    expect(of(home)).toMatchObject({ missingParts: ['VOLUME_REPORT'], lastNotice: null });
    expect(of(elsewhere)).toMatchObject({ missingParts: both });
    expect(of(elsewhere).obligations).toHaveLength(4);
    await here.report.save([...everyLine('MS-002', 1), ...everyLine('MS-003', 1)]);
    await here.act(must(clerk), 'submitSubmission', { parts: ['VOLUME_REPORT'] });
    expect((await missing()).totalCount).toBe(1);
    const { regionCode } = await placeOf(hub, home);
    expect((await missing(`year: 2026, regionCode: "${regionCode}"`)).totalCount).toBe(0);
    const [forbidden] = await must(clerk).refused('{ whoHasNotFiled(year: 2026) { totalCount } }');
    expect(forbidden?.extensions.code).toBe('FORBIDDEN');
  });

  it('counts the progress by country, region, part and object', async () => {
    expect(await progress('COUNTRY')).toEqual([
      { region: null, part: null, object: null, total: 8, filed: 4, partiallyFiled: 0, accepted: 0, overdue: 0 },
    ]);
    const byRegion = await progress('REGION');
    expect(byRegion.map(({ total, filed }: { total: number; filed: number }) => [total, filed]).toSorted()).toEqual([
      [4, 0],
      [4, 4],
    ]);
    expect((await progress('PART')).map(({ part }: { part: string }) => part)).toEqual(both);
    expect((await progress('OBJECT')).map(({ object }: { object: { code: string } }) => object.code)).toEqual(['MS-002', 'MS-003']);
  });
});

describe('a deferral (ours) stops reminders, and moves nothing', () => {
  let ids: string[];

  it('is asked for by the municipality, for its own, once', async () => {
    ids = (await owed(stranger)).filter(({ part }) => part === 'QUESTIONNAIRES').map(({ id }) => id);
    const input = { obligationIds: ids, until: '2026-11-03', reason: 'Сел жүрдү' };
    expect(await call.refused(must(clerk), 'requestDeferral', input)).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'obligationIds', '0'],
    });
    expect(await call.refused(must(stranger), 'requestDeferral', { ...input, until: '2026-10-05' })).toMatchObject({
      path: ['input', 'until'],
    });
    const asked: Obligation[] = await call.done(must(stranger), 'requestDeferral', input, `{ obligations { ${fields} } }`);
    expect(asked.map(({ deferral }) => deferral?.state)).toEqual(['REQUESTED', 'REQUESTED']);
    const again = await call.refused(must(stranger), 'requestDeferral', input);
    expect(again).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:one-deferral-at-a-time' });
    expect(asked[0]?.availableActions[0]?.refusal?.rule).toBe(again.rule);
    const filed = (await owed(clerk)).map(({ id }) => id);
    expect(await call.refused(must(clerk), 'requestDeferral', { ...input, obligationIds: filed })).toMatchObject({
      rule: 'ours:deferral-while-due',
    });
  });

  it('is granted or refused by the head, with a reason, and mailed; dueAt and lateness stay', async () => {
    const [first, second] = (await owed(stranger)).flatMap(({ deferral }) => deferral?.id ?? []);
    expect(await call.refused(must(analyst), 'grantDeferral', { deferralIds: [first], until: '2026-11-01', reason: 'x' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await call.refused(must(head), 'grantDeferral', { deferralIds: [first], until: '2026-11-01', reason: ' ' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    const [granted]: Obligation[] = await call.done(
      must(head),
      'grantDeferral',
      { deferralIds: [first], until: '2026-11-01', reason: 'Табигый кырсык' },
      `{ obligations { ${fields} } }`,
    );
    expect(granted).toMatchObject({
      status: 'DUE',
      dueAt: '2026-10-20T17:59:59.999Z',
      deferral: { state: 'GRANTED', grantedUntil: '2026-11-01' },
    });
    expect(granted?.history.map(({ toState }) => toState)).toEqual(['REQUESTED', 'GRANTED']);
    expect(
      (await open()).map(({ part, deferredUntil }) => [part, deferredUntil]),
      'one of two is not all',
    ).toEqual([
      ['QUESTIONNAIRES', null],
      ['VOLUME_REPORT', null],
    ]);
    await call.done(must(head), 'refuseDeferral', { deferralIds: [second], reason: 'Жетиштүү эмес' }, '{ obligations { id } }');
    expect(await call.refused(must(head), 'grantDeferral', { deferralIds: [second], until: '2026-11-01', reason: 'x' })).toMatchObject({
      rule: 'ours:deferral-requested',
    });
    await hub.runJobs();
    const mail = hub.mails.messages.findLast(({ to }) => to[0] === 'office@there.example');
    expect(JSON.stringify(mail)).toContain('Сел жүрдү');
  });

  it('reminders of a part stop only where all of it is deferred, and go on after the day', async () => {
    const refused = must((await owed(stranger)).find(({ deferral }) => deferral?.state === 'REFUSED'));
    const [again]: Obligation[] = await call.done(
      must(stranger),
      'requestDeferral',
      { obligationIds: [refused.id], until: '2026-11-10', reason: 'Дагы' },
      `{ obligations { ${fields} } }`,
    );
    await call.done(
      must(head),
      'grantDeferral',
      { deferralIds: [again?.deferral?.id], until: '2026-11-10', reason: 'Макул' },
      '{ obligations { id } }',
    );
    expect((await open())[0]).toMatchObject({
      part: 'QUESTIONNAIRES',
      deferredUntil: '2026-11-01',
      missing: 2,
      dueAt: new Date('2026-10-20T17:59:59.999Z'),
    });
    hub.clock.set('2026-11-02T09:00:00+06:00');
    expect((await open())[0]).toMatchObject({ deferredUntil: null });
    const late = await owed(stranger, 'timeliness: [OVERDUE]');
    expect(late, 'a deferral keeps nothing from being overdue, and it does not vanish').toHaveLength(4);
  });

  it('lists by status and timeliness what each of them says it is', async () => {
    const all = await owed(analyst);
    for (const status of ['DUE', 'PARTIALLY_FILED', 'FILED', 'RETURNED', 'ACCEPTED'])
      expect(await owed(analyst, `statuses: [${status}]`), status).toEqual(all.filter((each) => each.status === status));
    for (const timeliness of ['NOT_YET_DUE', 'ON_TIME', 'LATE', 'OVERDUE'])
      expect(await owed(analyst, `timeliness: [${timeliness}]`), timeliness).toEqual(all.filter((each) => each.timeliness === timeliness));
    const order = all.map(({ timeliness }) => timeliness);
    expect(order).toEqual([...Array.from({ length: 4 }, () => 'OVERDUE'), ...Array.from({ length: 4 }, () => 'ON_TIME')]);
  });
});

describe('after a merge the successor owes what was not filed', () => {
  const succeed = (predecessorIds: string[], onDate: string, kind = 'MERGE') =>
    call.done(
      must(admin),
      'recordSuccession',
      { kind, onDate, act: act('9'), predecessorIds, successorIds: [heir.id] },
      '{ succession { id } }',
    );

  it('what was filed stays where it was filed; a succession of a day to come passes on nothing before it', async () => {
    await succeed([here.municipalityId, there.municipalityId], '2026-11-05');
    const heirClerk = await hub.as('PROVIDER', { soate: heir.soate });
    expect(await owed(heirClerk)).toEqual([]);
    hub.clock.set('2026-11-05T00:05:00+06:00');
    for (const again of [1, 2]) {
      await followSuccessionsJob.run(consoleCtx(hub.hub.orm, hub.clock, 'test'), undefined, {
        signal: new AbortController().signal,
        log: () => again,
      });
    }
    const inherited = await owed(heirClerk);
    expect(told(inherited)).toEqual([
      'MS-002 QUESTIONNAIRES DUE',
      'MS-002 VOLUME_REPORT DUE',
      'MS-003 QUESTIONNAIRES DUE',
      'MS-003 VOLUME_REPORT DUE',
    ]);
    expect(new Set(inherited.map(({ inheritedFrom, timeliness }) => `${inheritedFrom?.soate} ${timeliness}`))).toEqual(
      new Set([`${elsewhere} OVERDUE`]),
    );
    expect(await owed(stranger)).toEqual([]);
    expect(told(await owed(clerk))).toEqual([
      'MS-002 QUESTIONNAIRES FILED',
      'MS-002 VOLUME_REPORT FILED',
      'MS-003 QUESTIONNAIRES FILED',
      'MS-003 VOLUME_REPORT FILED',
    ]);
    expect((await missing()).nodes.map(({ municipality }: { municipality: { soate: string } }) => municipality.soate)).toEqual([
      heir.soate,
    ]);
  });

  it('the successor hands it in, and the predecessor has nothing left to hand in', async () => {
    const heirClerk = await hub.as('PROVIDER', { soate: heir.soate });
    const heirs = await submissionOf(hub, heir.soate, heirClerk);
    const nil = await heirs.act(heirClerk, 'submitSubmission', { parts: both, nilReturn: true });
    expect(nil).toMatchObject({ state: 'SUBMITTED', isLate: true });
    expect((await missing()).totalCount).toBe(0);
    expect(await there.refused(must(stranger), 'submitSubmission', { parts: both, nilReturn: true })).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'R9',
    });
  });
});
