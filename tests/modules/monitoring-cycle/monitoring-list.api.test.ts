import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { enterContact, enterServices, type ServiceIds } from './registry.fixture.ts';

const listFields = `id version amendment amendmentReason state remarks approvalActNumber approvedAt notifiedAt unprovenCount preparedBy { role name } approvedBy { role name }
  objects { id kind code name expectedResponses services { code } municipalities(first: 5) { totalCount nodes { soate } }
    endToEndTime { amount unit missingNorms } endToEndFee { amount unit missingNorms } }
  history { action fromState toState reason by { role } } availableActions { mutation isAllowed refusal { code rule message hint } } warnings { rule message hint }`;
const proofFields = `municipality { id soate } notices { state recipient messageId sentAt acknowledgedAt attempts { smtpCode } } givenOtherwise { means on reference recordedBy { role } }
  acknowledgedAt acknowledgedBy { role } isProven problem { code rule message hint }`;
const readList = `query ($id: ID!) { monitoringList(id: $id) { ${listFields} } }`;
const readProof = `query ($id: ID!, $filter: ProofOfNoticeFilter) { monitoringList(id: $id) { unprovenCount proofOfNotice(filter: $filter, first: 50) { totalCount nodes { ${proofFields} } } } }`;
const readCycle = `{ monitoringCycle(year: 2027) { list { id amendment state } lists { id amendment state } deadlines { kind metAt } } }`;

type Refusal = {
  message: string;
  extensions: { code: string; rule?: string; path?: string[]; hint?: string; violations?: { path: string[] }[] };
};

let hub: TestHub;
let services: ServiceIds;
/** With an official address; with one and two contacts; without any; without one at first. */
let [withOffice, withContacts, withoutAddress, withAddressLater]: { id: string; soate: string }[] = [];
let elsewhere: { id: string; soate: string };
let [analyst, colleague, both, head, otherHead, admin]: Client[] = [];
let listId: string;

beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
  [analyst, colleague, both, head, otherHead, admin] = await Promise.all([
    hub.as('ANALYST', { user: 'aizada' }),
    hub.as('ANALYST', { user: 'bolot' }),
    hub.as(['ANALYST', 'HEAD'], { user: 'kanat' }),
    hub.as('HEAD', { user: 'nurlan' }),
    hub.as('HEAD', { user: 'cholpon' }),
    hub.as('ADMIN'),
  ]);
  const chosen = await hub.rows<{ id: string; soate: string }>(sql`select id, soate from municipality order by soate limit 5`);
  [withOffice, withContacts, withoutAddress, withAddressLater] = chosen;
  elsewhere = must(chosen[4]);
  services = await enterServices(hub, must(withOffice).id);
  await giveAddress(must(withOffice), 'office@one.example');
  await giveAddress(must(withContacts), 'office@two.example');
  await enterContact(hub, must(withContacts).id, 'verified@two.example', 'VERIFIED', 'RU');
  await enterContact(hub, must(withContacts).id, 'unverified@two.example', 'UNVERIFIED');
  const opened = await must(analyst).must(
    `mutation ($input: OpenMonitoringCycleInput!) { openMonitoringCycle(input: $input) { monitoringCycle { list { id } } } }`,
    { input: { year: 2027, noticeYear: 2026, idempotencyKey: hub.key() } },
  );
  listId = opened.openMonitoringCycle.monitoringCycle.list.id;
});
afterAll(() => hub.stop());

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test has lost its bearings');
  return value;
}

async function giveAddress({ id }: { id: string }, officialEmail: string): Promise<void> {
  const { municipality } = await must(admin).must('query ($id: ID!) { municipality(id: $id) { version } }', { id });
  await must(admin).must('mutation ($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) { municipality { id } } }', {
    input: { id, expectedVersion: municipality.version, officialEmail, idempotencyKey: hub.key() },
  });
}

const capital = (mutation: string) => `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
const documentOf = (mutation: string, answer = `monitoringList { ${listFields} }`) =>
  `mutation ($input: ${capital(mutation)}Input!) { ${mutation}(input: $input) { ${answer} } }`;

async function versionOf(id: string): Promise<number> {
  return (await must(analyst).must('query ($id: ID!) { monitoringList(id: $id) { version } }', { id })).monitoringList.version;
}

/** Does an act on the List as it stands now. */
async function act(client: Client | undefined, mutation: string, given: Record<string, unknown> = {}, id = listId) {
  const input = { id, expectedVersion: await versionOf(id), idempotencyKey: hub.key(), ...given };
  return (await must(client).must(documentOf(mutation), { input }))[mutation].monitoringList;
}

async function refusal(client: Client | undefined, mutation: string, given: Record<string, unknown> = {}, id = listId): Promise<Refusal> {
  const input = { id, expectedVersion: await versionOf(id), idempotencyKey: hub.key(), ...given };
  const errors = await must(client).refused(documentOf(mutation), { input });
  expect(errors).toHaveLength(1);
  return must(errors[0]) as Refusal;
}

const proofOf = async (client: Client, filter?: object, id = listId) =>
  (await client.must(readProof, { id, filter })).monitoringList.proofOfNotice;

const mailedTo = () => hub.mails.messages.map(({ to }) => to[0] ?? '').toSorted();

/** What a mutation is asked with when it is to be refused anyway. */
const anyInput: Record<string, () => Record<string, unknown>> = {
  updateMonitoringList: () => ({ removeObjectIds: [randomUUID()] }),
  returnMonitoringList: () => ({ remarks: 'x' }),
  amendMonitoringList: () => ({ reason: 'x' }),
  recordNoticeGiven: () => ({ listId, municipalityId: must(withOffice).id, means: 'x', on: '2026-03-02', reference: 'x' }),
  acknowledgeMonitoringList: () => ({ listId }),
};

/** Holds every refused act of the List against the mutation itself; answers the allowed ones. */
async function allowedActs(client: Client | undefined, id = listId): Promise<string[]> {
  const { monitoringList } = await must(client).must(readList, { id });
  for (const { mutation, isAllowed, refusal: shown } of monitoringList.availableActions) {
    if (isAllowed) continue;
    const isByListId = mutation === 'recordNoticeGiven' || mutation === 'acknowledgeMonitoringList';
    const target = isByListId ? {} : { id, expectedVersion: monitoringList.version };
    const input = { ...target, idempotencyKey: hub.key(), ...anyInput[mutation]?.(), ...(isByListId && { listId: id }) };
    const [error] = (await must(client).refused(documentOf(mutation, '__typename'), { input })) as Refusal[];
    expect([mutation, shown.code, shown.rule ?? undefined]).toEqual([mutation, error?.extensions.code, error?.extensions.rule]);
    if (shown.code === 'RULE_VIOLATED') expect([shown.message, shown.hint]).toEqual([error?.message, error?.extensions.hint]);
  }
  return monitoringList.availableActions
    .filter(({ isAllowed }: { isAllowed: boolean }) => isAllowed)
    .map(({ mutation }: { mutation: string }) => mutation);
}

const single = (code: keyof ServiceIds, where: object = {}) => ({ kind: 'SERVICE', serviceIds: [services[code]], ...where });
const named = (...municipalities: ({ id: string } | undefined)[]) => ({
  municipalityIds: municipalities.map((municipality) => must(municipality).id),
});
const everyone = () => named(withOffice, withContacts, withoutAddress, withAddressLater);

describe('drafting (R8)', () => {
  it('a draft is seen by the ministry only', async () => {
    for (const outsider of [hub.anonymous, await hub.as('PROVIDER', { soate: must(withOffice).soate })]) {
      expect((await outsider.must(readCycle)).monitoringCycle).toMatchObject({ list: null, lists: [] });
      const [error] = await outsider.refused('query ($id: ID!) { monitoringList(id: $id) { id } }', { id: listId });
      expect(error?.extensions.code).toBe('NOT_FOUND');
    }
    expect((await must(head).must(readCycle)).monitoringCycle.list).toMatchObject({ id: listId, state: 'DRAFT' });
  });

  it('an empty List is not submitted', async () => {
    expect((await refusal(analyst, 'submitMonitoringList')).extensions).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'R8',
      hint: expect.stringContaining('addObjects'),
    });
    expect(await allowedActs(analyst)).toEqual(['updateMonitoringList']);
    expect(await allowedActs(head)).toEqual([]);
  });

  it.each([
    ['a SERVICE of two services', () => ({ ...single('T-PLAN'), serviceIds: [services['T-PLAN'], services['T-PERMIT']] }), { rule: 'R8' }],
    ['a COMPLEX of one', () => ({ ...single('T-PLAN'), kind: 'COMPLEX', name: { ky: 'Комплекс' } }), { rule: 'R8' }],
    [
      'a delegated state service (R5)',
      () => single('T-STATE'),
      { code: 'RULE_VIOLATED', rule: 'R5', path: ['input', 'addObjects', '0', 'serviceIds', '0'] },
    ],
    ['a closed service', () => single('T-CLOSED'), { code: 'RULE_VIOLATED', rule: 'R8' }],
    [
      'an unknown service',
      () => ({ kind: 'SERVICE', serviceIds: [randomUUID()] }),
      { code: 'NOT_FOUND', path: ['input', 'addObjects', '0', 'serviceIds', '0'] },
    ],
    [
      'an unknown municipality',
      () => single('T-PLAN', { municipalityIds: [randomUUID()] }),
      { code: 'NOT_FOUND', path: ['input', 'addObjects', '0', 'municipalityIds', '0'] },
    ],
    [
      'an unknown region',
      () => single('T-PLAN', { regionCodes: ['4170'] }),
      { code: 'BAD_USER_INPUT', path: ['input', 'addObjects', '0', 'regionCodes', '0'] },
    ],
    ['no questionnaires expected', () => single('T-PLAN', { expectedResponses: 0 }), { code: 'BAD_USER_INPUT' }],
    ['an additional service away from home', () => single('T-HOME', named(withContacts)), { rule: 'ours:additional-service-at-home' }],
  ])('refuses %s', async (_title, object, expected) => {
    expect((await refusal(analyst, 'updateMonitoringList', { addObjects: [object()] })).extensions).toMatchObject(expected);
  });

  it('refuses a service twice, and an edit of nothing', async () => {
    expect((await refusal(analyst, 'updateMonitoringList', { addObjects: [single('T-PLAN'), single('T-PLAN')] })).extensions).toMatchObject(
      { rule: 'ours:service-listed-once' },
    );
    expect((await refusal(analyst, 'updateMonitoringList')).extensions.code).toBe('BAD_USER_INPUT');
  });

  it('says all that is wrong at once and keeps nothing of it', async () => {
    const { extensions } = await refusal(analyst, 'updateMonitoringList', {
      addObjects: [single('T-STATE'), single('T-PLAN', everyone()), single('T-CLOSED')],
    });
    expect(extensions.violations?.map(({ path }) => path[2])).toEqual(['0', '2']);
    expect((await must(analyst).must(readList, { id: listId })).monitoringList.objects).toEqual([]);
  });

  it('refuses a municipality that is no longer in force', async () => {
    await hub.rows(sql`update municipality set valid_to = '2026-01-01' where id = ${elsewhere.id}`);
    expect((await refusal(analyst, 'updateMonitoringList', { addObjects: [single('T-PLAN', named(elsewhere))] })).extensions).toMatchObject(
      { rule: 'ours:units-in-force' },
    );
    await hub.rows(sql`update municipality set valid_to = null where id = ${elsewhere.id}`);
  });

  it('takes a service, and a complex with its order, time and money from end to end (R8.2)', async () => {
    const complex = {
      kind: 'COMPLEX',
      name: { ky: 'Үй куруу' },
      serviceIds: [services['T-PERMIT'], services['T-CERTIFICATE'], services['T-PLAN']],
      expectedResponses: 30,
    };
    const list = await act(both, 'updateMonitoringList', {
      addObjects: [single('T-CERTIFICATE', everyone()), { ...complex, ...named(withOffice, withContacts) }],
    });
    expect(list.objects).toMatchObject([
      {
        kind: 'SERVICE',
        code: 'T-CERTIFICATE',
        name: 'Кызмат T-CERTIFICATE',
        expectedResponses: null,
        endToEndTime: null,
        endToEndFee: null,
        municipalities: { totalCount: 4 },
      },
      {
        kind: 'COMPLEX',
        code: 'CX-01',
        expectedResponses: 30,
        services: [{ code: 'T-PERMIT' }, { code: 'T-CERTIFICATE' }, { code: 'T-PLAN' }],
        municipalities: { totalCount: 2 },
        endToEndTime: { amount: '15', unit: 'WORKING_DAY', missingNorms: 1 },
        endToEndFee: { amount: '170.50', unit: 'SOM', missingNorms: 0 },
      },
    ]);
    expect(list.preparedBy).toMatchObject({ role: 'ANALYST' });
    const audited = await hub.rows<{ subjectType: string }>(
      sql`select subject_type from audit_entry where action = 'updateMonitoringList' and subject_type like 'Monitoring%' order by id`,
    );
    expect(new Set(audited.map(({ subjectType }) => subjectType))).toEqual(
      new Set(['MonitoringList', 'MonitoringObject', 'MonitoringObjectService', 'MonitoringObjectMunicipality']),
    );
  });

  it('warns of municipalities not found in the current classifier', async () => {
    const { monitoringList } = await must(analyst).must(readList, { id: listId });
    expect(monitoringList.warnings).toMatchObject([{ rule: 'ours:units-confirmed', message: expect.stringContaining(': 4 (') }]);
  });

  it('takes every municipality in force, or those of a region, in one statement', async () => {
    const { municipalities, region } = await hub.anonymous.must(
      `{ municipalities { totalCount } region: municipalities(filter: { regionCode: "41702000000000" }) { totalCount } }`,
    );
    const added = await act(analyst, 'updateMonitoringList', {
      addObjects: [
        single('T-PLAN', { isForEveryMunicipality: true }),
        single('T-PERMIT', { regionCodes: ['41702000000000'], ...named(withOffice) }),
      ],
    });
    const [every, regional] = added.objects.slice(-2);
    expect(every.municipalities.totalCount).toBe(municipalities.totalCount);
    expect([region.totalCount, region.totalCount + 1]).toContain(regional.municipalities.totalCount);
    const removed = await act(analyst, 'updateMonitoringList', { removeObjectIds: [every.id, regional.id] });
    expect(removed.objects).toHaveLength(2);
    expect((await refusal(analyst, 'updateMonitoringList', { removeObjectIds: [every.id] })).extensions.code).toBe('NOT_FOUND');
  });

  it('replaces an object in one act', async () => {
    const { objects } = (await must(analyst).must(readList, { id: listId })).monitoringList;
    const list = await act(analyst, 'updateMonitoringList', {
      removeObjectIds: [objects[0].id],
      addObjects: [single('T-CERTIFICATE', { ...everyone(), expectedResponses: 20 })],
    });
    expect(list.objects.map(({ code, expectedResponses }: Record<string, unknown>) => [code, expectedResponses])).toEqual([
      ['CX-01', 30],
      ['T-CERTIFICATE', 20],
    ]);
  });

  it('a stale version is a conflict that names the current one', async () => {
    const currentVersion = await versionOf(listId);
    const { extensions } = await refusal(analyst, 'updateMonitoringList', {
      expectedVersion: currentVersion - 1,
      addObjects: [single('T-PLAN')],
    });
    expect(extensions).toMatchObject({ code: 'CONFLICT', currentVersion });
  });
});

describe('submitting and approving (R9)', () => {
  it('a name without Russian is not submitted', async () => {
    const { extensions, message } = await refusal(analyst, 'submitMonitoringList');
    expect(extensions).toMatchObject({ rule: 'ours:translated-before-published' });
    expect(message).toContain('CX-01');
    const { objects } = (await must(analyst).must(readList, { id: listId })).monitoringList;
    const complex = {
      kind: 'COMPLEX',
      name: { ky: 'Үй куруу', ru: 'Строительство дома' },
      serviceIds: [services['T-PERMIT'], services['T-PLAN']],
      ...named(withOffice, withContacts),
    };
    await act(analyst, 'updateMonitoringList', { removeObjectIds: [objects[0].id], addObjects: [complex] });
  });

  it('submits once, however often it is clicked', async () => {
    const input = { id: listId, expectedVersion: await versionOf(listId), idempotencyKey: hub.key() };
    const document = documentOf('submitMonitoringList');
    const answers = await Promise.all([must(analyst).must(document, { input }), must(analyst).must(document, { input })]);
    expect(answers.map(({ submitMonitoringList }) => submitMonitoringList.monitoringList.state)).toEqual(['SUBMITTED', 'SUBMITTED']);
    const steps = await hub.rows(sql`select 1 from workflow_transition where subject_id = ${listId} and to_state = 'SUBMITTED'`);
    expect(steps).toHaveLength(1);
  });

  it('whoever edited it cannot approve it, though they hold HEAD too; the button says the same', async () => {
    const { extensions, message } = await refusal(both, 'approveMonitoringList');
    expect(extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R9', hint: expect.stringContaining('another head') });
    expect(message).toBe('Whoever prepared the List cannot approve it.');
    expect(await allowedActs(both)).toEqual(['returnMonitoringList']);
    expect(await allowedActs(analyst)).toEqual([]);
    expect(await allowedActs(head)).toEqual(['approveMonitoringList', 'returnMonitoringList']);
  });

  it('is not edited while it is submitted', async () => {
    expect((await refusal(colleague, 'updateMonitoringList', { addObjects: [single('T-PLAN')] })).extensions).toMatchObject({ rule: 'R9' });
  });

  it('the head returns it with remarks, and it is edited as a draft is', async () => {
    expect((await refusal(head, 'returnMonitoringList', { remarks: ' ' })).extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      path: ['input', 'remarks'],
    });
    const returned = await act(head, 'returnMonitoringList', { remarks: 'Add the plan service.' });
    expect(returned).toMatchObject({ state: 'RETURNED', remarks: 'Add the plan service.' });
    expect(await allowedActs(colleague)).toEqual(['updateMonitoringList', 'submitMonitoringList']);
    await act(colleague, 'updateMonitoringList', { addObjects: [single('T-PLAN', everyone())] });
    expect(await act(analyst, 'submitMonitoringList')).toMatchObject({ state: 'SUBMITTED', remarks: 'Add the plan service.' });
  });

  it('a service that is closed meanwhile keeps it from being approved', async () => {
    await hub.rows(sql`update municipal_service set status = 'CLOSED', valid_to = '2026-12-31' where id = ${services['T-PLAN']}`);
    expect((await refusal(head, 'approveMonitoringList')).extensions).toMatchObject({ rule: 'R8' });
    expect(await allowedActs(head)).toEqual(['returnMonitoringList']);
    await hub.rows(sql`update municipal_service set status = 'ACTIVE', valid_to = null where id = ${services['T-PLAN']}`);
  });

  it('another person approves it, and it is frozen', async () => {
    hub.clock.set('2026-04-10T10:00:00+06:00');
    const approved = await act(head, 'approveMonitoringList', { actNumber: '17-б' });
    expect(approved).toMatchObject({
      state: 'APPROVED',
      remarks: null,
      approvalActNumber: '17-б',
      approvedBy: { role: 'HEAD' },
      approvedAt: '2026-04-10T04:00:00.000Z',
    });
    for (const [client, mutation, given] of [
      [colleague, 'updateMonitoringList', { addObjects: [single('T-CERTIFICATE')] }],
      [colleague, 'submitMonitoringList', {}],
      [head, 'approveMonitoringList', {}],
      [head, 'returnMonitoringList', { remarks: 'Too late' }],
    ] as const) {
      expect((await refusal(client, mutation, given)).extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R9' });
    }
    expect(await allowedActs(analyst)).toEqual(['notifyMonitoringList', 'amendMonitoringList', 'recordNoticeGiven']);
    expect(await allowedActs(otherHead)).toEqual([]);
  });

  it('the public now sees it, without the remarks of its drafting and without names', async () => {
    const { monitoringList } = await hub.anonymous.must(readList, { id: listId });
    expect(monitoringList).toMatchObject({ state: 'APPROVED', remarks: null, approvedBy: { role: 'HEAD', name: null } });
    expect(monitoringList.history).toEqual([
      { action: 'approveMonitoringList', fromState: 'SUBMITTED', toState: 'APPROVED', reason: null, by: { role: 'HEAD' } },
    ]);
    const nobodys = await hub.anonymous.must(
      'query ($id: ID!) { monitoringList(id: $id) { proofOfNotice { totalCount nodes { isProven } } } }',
      { id: listId },
    );
    expect(nobodys.monitoringList.proofOfNotice).toEqual({ totalCount: 0, nodes: [] });
  });
});

describe('notifying (R9)', () => {
  it('shows beforehand who has no address', async () => {
    const { nodes } = await proofOf(must(analyst), { hasProblem: true });
    expect(nodes.map(({ municipality }: { municipality: { id: string } }) => municipality.id).toSorted()).toEqual(
      [must(withoutAddress).id, must(withAddressLater).id].toSorted(),
    );
  });

  it('mails every municipality with an address, in Kyrgyz with Russian beneath, and a calendar entry', async () => {
    const list = await act(analyst, 'notifyMonitoringList');
    expect(list).toMatchObject({ state: 'NOTIFIED', notifiedAt: '2026-04-10T04:00:00.000Z', unprovenCount: 4 });
    expect(list.warnings[0], 'the head sees that nobody is proven to have been told').toMatchObject({
      rule: 'R9',
      message: expect.stringContaining(': 4.'),
    });
    expect((await hub.anonymous.must(readList, { id: listId })).monitoringList.warnings.map(({ rule }: { rule: string }) => rule)).toEqual([
      'ours:units-confirmed',
    ]);
    await hub.runJobs();
    expect(mailedTo()).toEqual(['office@one.example', 'office@two.example', 'verified@two.example']);
    const text = hub.mails.messagesTo('office@one.example')[0]?.parsed.text ?? '';
    expect(text.indexOf('2027-календардык жыл')).toBeGreaterThan(-1);
    expect(text.indexOf('на 2027 календарный год')).toBeGreaterThan(text.indexOf('2027-календардык жыл'));
    expect(text).toContain('в Перечне 3 объекта');
    expect(text).toContain(`/lists/${listId}`);
    expect(hub.mails.messagesTo('office@one.example')[0]?.raw).toContain('text/calendar');
    expect(hub.mails.messagesTo('verified@two.example')[0]?.parsed.text).not.toContain('календардык');
  });

  it('meets the deadline of 20 April', async () => {
    const { monitoringCycle } = await must(analyst).must(readCycle);
    expect(monitoringCycle.deadlines[0]).toEqual({ kind: 'LIST_NOTIFIED', metAt: '2026-04-10T04:00:00.000Z' });
  });

  it('lists who could not be told, with what to do', async () => {
    const { totalCount, nodes } = await proofOf(must(analyst), { hasProblem: true });
    expect(totalCount).toBe(2);
    for (const node of nodes) {
      expect(node).toMatchObject({
        isProven: false,
        notices: [],
        problem: { code: 'RULE_VIOLATED', rule: 'R9', hint: expect.stringContaining('recordNoticeGiven') },
      });
    }
    const sent = await proofOf(must(analyst), { states: ['SENT'] });
    expect(sent.nodes).toHaveLength(2);
    expect(sent.nodes.every(({ isProven, problem }: { isProven: boolean; problem: null }) => isProven && problem === null)).toBe(true);
    expect((await must(analyst).must(readList, { id: listId })).monitoringList.unprovenCount).toBe(2);
  });

  it('tells nobody twice; one that gets an address later is told then', async () => {
    expect((await refusal(analyst, 'notifyMonitoringList')).extensions).toMatchObject({
      rule: 'R9',
      hint: expect.stringContaining('recordNoticeGiven'),
    });
    await giveAddress(must(withAddressLater), 'office@four.example');
    hub.mails.clear();
    await act(analyst, 'notifyMonitoringList');
    await hub.runJobs();
    expect(mailedTo()).toEqual(['office@four.example']);
  });

  it('a letter is recorded with its evidence', async () => {
    const record = documentOf('recordNoticeGiven', `proofOfNotice { ${proofFields} }`);
    const input = {
      listId,
      municipalityId: must(withoutAddress).id,
      means: 'Letter',
      on: '2026-04-10',
      reference: 'No. 12/345',
      idempotencyKey: hub.key(),
    };
    const refusals: [object, object][] = [
      [{ on: '2026-04-11' }, { code: 'BAD_USER_INPUT', path: ['input', 'on'] }],
      [{ on: '2026-04-09' }, { code: 'BAD_USER_INPUT', path: ['input', 'on'] }],
      [{ reference: '' }, { code: 'BAD_USER_INPUT', path: ['input', 'reference'] }],
      [{ municipalityId: elsewhere.id }, { code: 'NOT_FOUND', path: ['input', 'municipalityId'] }],
    ];
    for (const [given, expected] of refusals) {
      const [error] = await must(analyst).refused(record, { input: { ...input, idempotencyKey: hub.key(), ...given } });
      expect(error?.extensions).toMatchObject(expected);
    }
    const { recordNoticeGiven } = await must(analyst).must(record, { input });
    expect(recordNoticeGiven.proofOfNotice).toMatchObject({
      isProven: true,
      problem: null,
      givenOtherwise: { means: 'Letter', on: '2026-04-10', reference: 'No. 12/345', recordedBy: { role: 'ANALYST' } },
    });
    expect((await must(analyst).must(readList, { id: listId })).monitoringList.unprovenCount).toBe(0);
  });
});

describe('the contract’s query for proof of notice', () => {
  it('is served a hundred municipalities at a time', async () => {
    const { monitoringCycle } = await must(head).must(
      `query ProofOfNotice($year: Int!, $after: String) {
      monitoringCycle(year: $year) { list { amendment approvedAt notifiedAt
        proofOfNotice(filter: { isAcknowledged: false }, first: 100, after: $after) { totalCount pageInfo { endCursor hasNextPage }
          nodes { municipality { soate name } notices { state sentAt messageId attempts { at smtpCode } } givenOtherwise { means on reference } isProven acknowledgedAt problem { message hint } } } } }
    }`,
      { year: 2027 },
    );
    expect(monitoringCycle.list.proofOfNotice).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: false } });
  });
});

describe('acknowledging (R9)', () => {
  const acknowledge = documentOf('acknowledgeMonitoringList', `proofOfNotice { ${proofFields} }`);

  it('a municipality on the List acknowledges it, and its mails say so', async () => {
    const clerk = await hub.as('PROVIDER', { soate: must(withContacts).soate });
    expect(await allowedActs(clerk)).toEqual(['acknowledgeMonitoringList']);
    const { acknowledgeMonitoringList } = await clerk.must(acknowledge, { input: { listId, idempotencyKey: hub.key() } });
    expect(acknowledgeMonitoringList.proofOfNotice).toMatchObject({
      isProven: true,
      acknowledgedAt: '2026-04-10T04:00:00.000Z',
      acknowledgedBy: { role: 'PROVIDER' },
      notices: [{ state: 'ACKNOWLEDGED' }, { state: 'ACKNOWLEDGED' }],
    });
    const [error] = await clerk.refused(acknowledge, { input: { listId, idempotencyKey: hub.key() } });
    expect(error?.extensions).toMatchObject({ rule: 'ours:acknowledged-once' });
    expect((await proofOf(must(analyst), { isAcknowledged: true })).nodes).toHaveLength(1);
  });

  it("a provider sees its own proof and nobody else's", async () => {
    const clerk = await hub.as('PROVIDER', { soate: must(withContacts).soate });
    const { totalCount, nodes } = await proofOf(clerk);
    expect([totalCount, nodes.map(({ municipality }: { municipality: { id: string } }) => municipality.id)]).toEqual([
      1,
      [must(withContacts).id],
    ]);
  });

  it('one that is not on it has nothing to acknowledge', async () => {
    const stranger = await hub.as('PROVIDER', { soate: elsewhere.soate });
    const [error] = await stranger.refused(acknowledge, { input: { listId, idempotencyKey: hub.key() } });
    expect(error?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R9' });
    expect((await proofOf(stranger)).totalCount).toBe(0);
    expect(await allowedActs(stranger)).toEqual([]);
  });
});

describe('amending', () => {
  let draftId: string;

  it('makes the next numbered draft as a copy; the approved List stays', async () => {
    expect((await refusal(analyst, 'amendMonitoringList', { reason: '' })).extensions).toMatchObject({ path: ['input', 'reason'] });
    const before = (await must(analyst).must(readList, { id: listId })).monitoringList;
    const draft = await act(analyst, 'amendMonitoringList', { reason: 'A service was added to the register; ask 0555 12 34 56.' });
    draftId = draft.id;
    expect(draft).toMatchObject({
      amendment: 1,
      state: 'DRAFT',
      amendmentReason: 'A service was added to the register; ask 0555 12 34 56.',
      notifiedAt: null,
      approvedAt: null,
    });
    const contents = ({ objects }: { objects: Record<string, unknown>[] }) => objects.map((object) => ({ ...object, id: undefined }));
    expect(contents(draft)).toEqual(contents(before));
    expect((await refusal(analyst, 'amendMonitoringList', { reason: 'Another' })).extensions).toMatchObject({
      rule: 'ours:one-amendment-at-a-time',
    });
    for (const outsider of [hub.anonymous, await hub.as('PROVIDER', { soate: must(withOffice).soate })]) {
      expect((await outsider.must(readCycle)).monitoringCycle.list).toMatchObject({ id: listId, amendment: 0 });
    }
    expect((await must(head).must(readCycle)).monitoringCycle.list).toMatchObject({ id: draftId, amendment: 1 });
  });

  it('goes through the same steps, and is notified as a revision of its own', async () => {
    const { objects } = (await must(analyst).must(readList, { id: draftId })).monitoringList;
    const complex = objects.find(({ kind }: { kind: string }) => kind === 'COMPLEX');
    expect((await refusal(analyst, 'submitMonitoringList', {}, draftId)).extensions).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:amendment-changes-something',
    });
    expect(await allowedActs(analyst, draftId)).toEqual(['updateMonitoringList']);
    await act(analyst, 'updateMonitoringList', { removeObjectIds: [complex.id] }, draftId);
    await act(analyst, 'submitMonitoringList', {}, draftId);
    await act(otherHead, 'approveMonitoringList', {}, draftId);
    expect((await refusal(analyst, 'amendMonitoringList', { reason: 'Of the old one' })).extensions).toMatchObject({
      rule: 'ours:latest-revision',
    });
    hub.clock.set('2026-05-04T10:00:00+06:00');
    hub.mails.clear();
    await act(analyst, 'notifyMonitoringList', {}, draftId);
    await hub.runJobs();
    expect(mailedTo()).toEqual(['office@four.example', 'office@one.example', 'office@two.example', 'verified@two.example']);
    expect(hub.mails.messagesTo('office@one.example')[0]?.parsed.text).toContain('Редакция Перечня: 2');
    const { list, lists, deadlines } = (await hub.anonymous.must(readCycle)).monitoringCycle;
    expect([list.amendment, lists.map(({ amendment }: { amendment: number }) => amendment)]).toEqual([1, [0, 1]]);
    expect(deadlines[0].metAt).toBe('2026-04-10T04:00:00.000Z');
    expect((await hub.anonymous.must(readList, { id: draftId })).monitoringList.amendmentReason).toBe(
      'A service was added to the register; ask [***].',
    );
  });

  it('every act is in the history, with who did it', async () => {
    const { monitoringList } = await must(analyst).must(readList, { id: listId });
    expect(
      monitoringList.history.map(({ action, toState, by }: { action: string; toState: string; by: { role: string } }) => [
        action,
        toState,
        by.role,
      ]),
    ).toEqual([
      ['openMonitoringCycle', 'DRAFT', 'ANALYST'],
      ['submitMonitoringList', 'SUBMITTED', 'ANALYST'],
      ['returnMonitoringList', 'RETURNED', 'HEAD'],
      ['submitMonitoringList', 'SUBMITTED', 'ANALYST'],
      ['approveMonitoringList', 'APPROVED', 'HEAD'],
      ['notifyMonitoringList', 'NOTIFIED', 'ANALYST'],
      ['notifyMonitoringList', 'NOTIFIED', 'ANALYST'],
    ]);
  });
});

describe('a municipality that an amendment takes off the List entirely', () => {
  /** Makes an amendment with one object alone, in one municipality, and notifies it; answers whom mail went to. */
  const amendTo = async (code: keyof ServiceIds): Promise<string[]> => {
    const { monitoringCycle } = await must(analyst).must(readCycle);
    const draft = await act(analyst, 'amendMonitoringList', { reason: 'Fewer' }, monitoringCycle.list.id);
    const removeObjectIds = draft.objects.map(({ id }: { id: string }) => id);
    await act(analyst, 'updateMonitoringList', { removeObjectIds, addObjects: [single(code, named(withOffice))] }, draft.id);
    await act(analyst, 'submitMonitoringList', {}, draft.id);
    await act(head, 'approveMonitoringList', {}, draft.id);
    hub.mails.clear();
    await act(analyst, 'notifyMonitoringList', {}, draft.id);
    await hub.runJobs();
    expect((await proofOf(must(analyst), {}, draft.id)).totalCount, 'who is on it').toBe(1);
    return mailedTo();
  };

  it('is told so in words of its own, if it was told of the List before', async () => {
    expect(await amendTo('T-CERTIFICATE')).toEqual([
      'office@four.example',
      'office@one.example',
      'office@two.example',
      'verified@two.example',
    ]);
    const [letter] = hub.mails.messagesTo('office@four.example');
    expect(letter?.parsed.subject).toContain('тизмесинде сиздин муниципалитет жок');
    expect(letter?.parsed.text).toContain('в Перечне больше нет ни одного объекта');
    expect(letter?.raw, 'nothing is due').not.toContain('text/calendar');
    expect(hub.mails.messagesTo('office@one.example')[0]?.parsed.text).toContain('в Перечне 1 объект');
  });

  it('is told once, and not of the next amendment; one that gets an address later is told then', async () => {
    expect(await amendTo('T-PLAN')).toEqual(['office@one.example']);
    await giveAddress(must(withoutAddress), 'office@three.example');
    const { monitoringCycle } = await must(analyst).must(readCycle);
    hub.mails.clear();
    await act(analyst, 'notifyMonitoringList', {}, monitoringCycle.list.id);
    await hub.runJobs();
    expect(mailedTo(), 'by letter it was told of the first revision').toEqual(['office@three.example']);
  });
});

describe('notice to the whole country', () => {
  it('is written in one act, one notice per municipality with an address', async () => {
    await hub.rows(sql`update municipality set official_email = 'office-' || soate || '@country.example' where official_email is null`);
    const { monitoringCycle } = await must(analyst).must(readCycle);
    const draft = await act(analyst, 'amendMonitoringList', { reason: 'The whole country' }, monitoringCycle.list.id);
    await act(analyst, 'updateMonitoringList', { addObjects: [single('T-PERMIT', { isForEveryMunicipality: true })] }, draft.id);
    await act(analyst, 'submitMonitoringList', {}, draft.id);
    await act(head, 'approveMonitoringList', {}, draft.id);
    await act(analyst, 'notifyMonitoringList', {}, draft.id);
    const [counted] = await hub.rows<{ municipalities: number; told: number }>(
      sql`select (select count(*) from municipality) as municipalities, (select count(distinct municipality_id) from notice where subject_id = ${draft.id}) as told`,
    );
    expect(counted?.told).toBe(counted?.municipalities);
    await hub.runJobs();
    expect(await proofOf(must(analyst), { hasProblem: true }, draft.id)).toEqual({ totalCount: 0, nodes: [] });
  });
});
