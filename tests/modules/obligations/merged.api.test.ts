import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { act, commands } from '../service-registry/registry.fixture.ts';
import { amendObjects, approveObjects, filledOn, submissionOf } from '../submissions/submission.fixture.ts';

const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'];
const complex = { code: 'Жаңы үй', complexOf: ['MS-007', 'MS-008'] };

/** Each municipality by what becomes of it: the heir takes the filed and the idle one over. */
const names = ['stays', 'filed', 'idle', 'heir', 'other'] as const;
type Name = (typeof names)[number];

interface Place {
  soate: string;
  clerk: Client;
  filing: Awaited<ReturnType<typeof submissionOf>>;
}

let hub: TestHub;
let analyst: Client | undefined;
const places = new Map<Name, Place>();

function at(name: Name): Place {
  const place = places.get(name);
  if (!place) throw new Error(`No ${name}`);
  return place;
}

const soatesOf = (...of: readonly Name[]) => of.map((name) => at(name).soate);

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  const found = await hub.rows<{ soate: string }>(
    sql`select soate from municipality where valid_to is null order by soate limit ${names.length}`,
  );
  const soates = found.map(({ soate }) => soate).slice(0, 4);
  await approveObjects(hub, [
    { code: 'MS-002', soates },
    { ...complex, soates },
  ]);
  for (const [index, name] of names.entries()) {
    const { soate } = found[index] ?? { soate: '' };
    const clerk = await hub.as('PROVIDER', { soate, user: name });
    places.set(name, { soate, clerk, filing: await submissionOf(hub, soate, clerk) });
  }
  for (const name of ['stays', 'filed'] as const) {
    await at(name).filing.act(at(name).clerk, 'submitSubmission', { parts: both, nilReturn: true });
    await at(name).filing.act(analyst, 'acceptSubmission', { parts: both });
  }
  const [predecessorIds, successorIds] = [
    [at('filed').filing.municipalityId, at('idle').filing.municipalityId],
    [at('heir').filing.municipalityId],
  ];
  const merger = { kind: 'MERGE', onDate: '2026-10-05', act: act('9'), predecessorIds, successorIds };
  await commands(hub).done(await hub.as('ADMIN'), 'recordSuccession', merger, '{ succession { id } }');
});
afterAll(() => hub.stop());

const owed = async (name: Name): Promise<string[]> => {
  const { myObligations } = await at(name).clerk.must(
    '{ myObligations(filter: { parts: [QUESTIONNAIRES] }, first: 20) { nodes { status object { code } inheritedFrom { soate } } } }',
  );
  const nodes = myObligations.nodes as { status: string; object: { code: string }; inheritedFrom: { soate: string } | null }[];
  return nodes
    .map(({ status, object, inheritedFrom }) => `${object.code} ${status}${inheritedFrom ? ` of ${inheritedFrom.soate}` : ''}`)
    .toSorted();
};
const standing = async () => Object.fromEntries(await Promise.all(names.map(async (name) => [name, await owed(name)] as const)));
const objects = async () => {
  const { monitoringCycle } = await must(analyst).must(
    '{ monitoringCycle(year: 2026) { list { id version state objects { id code municipalities(first: 10) { nodes { soate } } } } } }',
  );
  const listed = monitoringCycle.list.objects as { code: string; municipalities: { nodes: { soate: string }[] } }[];
  return Object.fromEntries(listed.map(({ code, municipalities }) => [code, municipalities.nodes.map(({ soate }) => soate).toSorted()]));
};

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test has lost its bearings');
  return value;
}

/** What everybody owes after the merger, whatever is amended that has nothing to do with it. */
const afterMerger = () => ({
  stays: ['CX-01 ACCEPTED', 'MS-002 ACCEPTED'],
  filed: ['CX-01 ACCEPTED', 'MS-002 ACCEPTED'],
  idle: [],
  heir: ['CX-01 DUE', `CX-01 DUE of ${at('idle').soate}`, 'MS-002 DUE', `MS-002 DUE of ${at('idle').soate}`],
});

describe('an amendment of the List after a merger (R9, ours)', () => {
  it('that has nothing to do with it is taken as it is, and what was filed stays where it was filed', async () => {
    expect(await standing()).toMatchObject(afterMerger());
    await amendObjects(hub, { add: [{ code: 'MS-004', soates: soatesOf('other') }] });
    expect(await standing()).toEqual({ ...afterMerger(), other: ['MS-004 DUE'] });
    expect(await objects()).toMatchObject({ 'CX-01': soatesOf('stays', 'filed', 'idle', 'heir') });
  });

  it('is brought to the attention of those that are there, and who was merged has not to be told', async () => {
    const { monitoringCycle } = await must(analyst).must(
      '{ monitoringCycle(year: 2026) { list { id version proofOfNotice(first: 10) { nodes { municipality { soate } } } } } }',
    );
    const { id, version: expectedVersion, proofOfNotice } = monitoringCycle.list;
    const told = proofOfNotice.nodes.map(({ municipality }: { municipality: { soate: string } }) => municipality.soate);
    expect(told.toSorted()).toEqual(soatesOf('stays', 'heir', 'other'));
    await commands(hub).done(must(analyst), 'notifyMonitoringList', { id, expectedVersion }, '{ monitoringList { id } }');
    expect(await commands(hub).refused(at('filed').clerk, 'acknowledgeMonitoringList', { listId: id })).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'R9',
    });
  });

  it('that puts a complex on it again has it under its code: nobody owes it twice', async () => {
    const again = { soates: soatesOf('stays', 'heir'), expectedResponses: 3 };
    await amendObjects(hub, { remove: ['CX-01'], add: [{ ...complex, complexOf: complex.complexOf.toReversed(), ...again }] });
    expect(await standing()).toEqual({ ...afterMerger(), other: ['MS-004 DUE'] });
    expect(await objects(), 'what was filed until then counts').toMatchObject({ 'CX-01': soatesOf('stays', 'filed', 'idle', 'heir') });
    await amendObjects(hub, { remove: ['CX-01'] });
    expect((await standing()).stays).toEqual(['MS-002 ACCEPTED']);
    await amendObjects(hub, { add: [{ ...complex, ...again }] });
    expect((await standing()).stays).toEqual(['CX-01 ACCEPTED', 'MS-002 ACCEPTED']);
  });

  it('cannot put an object where nobody is any more, and leaves out who ceased and was not followed', async () => {
    const gone = at('filed').filing.municipalityId;
    const { monitoringCycle } = await must(analyst).must('{ monitoringCycle(year: 2026) { list { id version } } }');
    const draft: { id: string; version: number } = await commands(hub).done(
      must(analyst),
      'amendMonitoringList',
      { id: monitoringCycle.list.id, expectedVersion: monitoringCycle.list.version, reason: 'түзөтүү' },
      '{ monitoringList { id version } }',
    );
    const { id: serviceId } = (await must(analyst).must('{ municipalService(code: "MS-005") { id } }')).municipalService;
    const adding = { addObjects: [{ kind: 'SERVICE', serviceIds: [serviceId], municipalityIds: [gone] }] };
    const change = { id: draft.id, expectedVersion: draft.version, ...adding };
    expect(await commands(hub).refused(must(analyst), 'updateMonitoringList', change)).toMatchObject({ rule: 'ours:units-in-force' });
    await hub.rows(sql`update municipality set valid_to = '2026-10-05' where id = ${at('stays').filing.municipalityId}`);
    const submitted = await commands(hub).refused(must(analyst), 'submitMonitoringList', { id: draft.id, expectedVersion: draft.version });
    expect(submitted.violations, 'drafted while it was there').toMatchObject([
      { rule: 'ours:amendment-changes-something' },
      { rule: 'ours:units-in-force', message: expect.stringContaining('MS-002, CX-01') },
    ]);
  });
});

describe('who was merged (ours)', () => {
  const served = (servedOn: string) => [{ ...filledOn('MS-002'), servedOn }];

  it('files what was served while it was there, and nothing since: that is its heir’s', async () => {
    hub.clock.set('2026-10-06T09:00:00+06:00');
    const { questionnaires } = at('idle').filing;
    expect(await questionnaires.file('since', served('2026-10-05'))).toMatchObject({
      state: 'REJECTED',
      receipt: null,
      violations: [{ rule: 'ours:municipality-in-force', column: 'servedOn', row: 1 }],
    });
    expect(await questionnaires.file('before', served('2026-10-04'))).toMatchObject({ state: 'STORED' });
    expect(await at('heir').filing.questionnaires.file('heir', served('2026-10-05'))).toMatchObject({ state: 'STORED' });
  });

  it('hands nothing in of what its heir owes now', async () => {
    const { clerk, filing } = at('idle');
    expect(await filing.refused(clerk, 'submitSubmission', { parts: ['QUESTIONNAIRES'] })).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'R9',
    });
  });
});
