import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { elsewhere, everyPage, home, serviceOf } from '../service-registry/registry.fixture.ts';
import { complaintsOf } from './complaint.fixture.ts';

let hub: TestHub;
let clerk: Client;
let stranger: Client;
let analyst: Client;
let here: Awaited<ReturnType<typeof complaintsOf>>;
let there: Awaited<ReturnType<typeof complaintsOf>>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-04-01T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  analyst = await hub.as('ANALYST');
  here = await complaintsOf(hub, clerk, home);
  there = await complaintsOf(hub, stranger, elsewhere);
});
afterAll(() => hub.stop());

const workflow =
  'query($id: ID!) { complaint(id: $id) { availableActions { mutation isAllowed refusal { code rule } } history { action fromState toState reason by { role } } } }';

describe('a complaint from its receipt to its finding (R-II.8)', () => {
  it('is registered by the municipality, with the day it was received', async () => {
    expect(await here.register('2026-03-31', { channel: 'IN_PERSON', text: '  Суу эки күн болгон жок. ' })).toMatchObject({
      version: 1,
      municipality: { soate: home },
      service: { code: 'MS-002' },
      receivedOn: '2026-03-31',
      channel: 'IN_PERSON',
      state: 'RECEIVED',
      finding: null,
      findingReason: null,
      remedy: null,
      text: 'Суу эки күн болгон жок.',
      registeredAt: '2026-04-01T03:00:00.000Z',
      examinedAt: null,
    });
  });

  it('may say neither the channel nor what it is about', async () => {
    expect(await here.register('2026-04-01', { text: ' ' })).toMatchObject({ channel: null, text: null });
  });

  it('is examined once, with reason and remedy, and tells its steps', async () => {
    const complaint = await here.register('2026-03-30');
    const before = (await clerk.must(workflow, { id: complaint.id })).complaint;
    expect(before.availableActions).toEqual([{ mutation: 'examineComplaint', isAllowed: true, refusal: null }]);

    const examined = await here.examine(complaint, 'JUSTIFIED', { reason: 'Түтүк жарылган', remedy: 'Түтүк алмаштырылды' });
    expect(examined).toMatchObject({
      version: 2,
      state: 'EXAMINED',
      finding: 'JUSTIFIED',
      findingReason: 'Түтүк жарылган',
      remedy: 'Түтүк алмаштырылды',
      examinedAt: '2026-04-01T03:00:00.000Z',
    });
    const again = await here.call.refused(clerk, 'examineComplaint', {
      id: complaint.id,
      expectedVersion: 2,
      finding: 'UNJUSTIFIED',
      reason: 'жок',
    });
    expect(again).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:examined-once', hint: expect.any(String) });

    const after = (await clerk.must(workflow, { id: complaint.id })).complaint;
    expect(after.availableActions, 'the button is refused as the mutation is').toEqual([
      { mutation: 'examineComplaint', isAllowed: false, refusal: { code: 'RULE_VIOLATED', rule: 'ours:examined-once' } },
    ]);
    expect(after.history).toEqual([
      { action: 'registerComplaint', fromState: null, toState: 'RECEIVED', reason: null, by: { role: 'PROVIDER' } },
      { action: 'examineComplaint', fromState: 'RECEIVED', toState: 'EXAMINED', reason: 'Түтүк жарылган', by: { role: 'PROVIDER' } },
    ]);
    const audited = await hub.rows<{ action: string; municipalityId: string }>(
      sql`select action, municipality_id from audit_entry where subject_type = 'Complaint' and subject_id = ${complaint.id} order by id`,
    );
    expect(audited.map(({ action }) => action)).toEqual(['registerComplaint', 'examineComplaint']);
    expect(audited.every(({ municipalityId }) => municipalityId === here.municipalityId)).toBe(true);
  });

  it('may be found unjustified, for which nothing has to be done', async () => {
    expect(await here.examine(await here.register('2026-03-29'), 'UNJUSTIFIED')).toMatchObject({ finding: 'UNJUSTIFIED', remedy: null });
  });

  it('of two examinations at once one counts, and the other learns of it', async () => {
    const complaint = await here.register('2026-03-28');
    const input = { id: complaint.id, expectedVersion: 1, finding: 'JUSTIFIED', reason: 'a', remedy: 'b' };
    const document = 'mutation($input: ExamineComplaintInput!) { examineComplaint(input: $input) { complaint { version } } }';
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((reason) => clerk.query(document, { input: { ...input, reason, idempotencyKey: hub.key() } })),
    );
    const refused = answers.flatMap(({ errors }) => errors ?? []);
    expect(refused).toHaveLength(2);
    // Whoever came while the first was at work is told of the version, whoever came after of the finding.
    expect(refused.every(({ extensions: { code, rule } }) => code === 'CONFLICT' || rule === 'ours:examined-once')).toBe(true);
  });

  it('is not examined on a version that nobody read', async () => {
    const complaint = await here.register('2026-03-27');
    const stale = await here.call.refused(clerk, 'examineComplaint', {
      id: complaint.id,
      expectedVersion: 7,
      finding: 'UNJUSTIFIED',
      reason: 'жок',
    });
    expect(stale).toMatchObject({ code: 'CONFLICT', currentVersion: 1 });
  });
});

describe('a retried registration', () => {
  const document = 'mutation($input: RegisterComplaintInput!) { registerComplaint(input: $input) { complaint { id } } }';

  it('with the same key is one complaint, however often it is clicked', async () => {
    const input = {
      municipalityId: here.municipalityId,
      serviceId: here.serviceId,
      receivedOn: '2026-03-03',
      text: 'once',
      idempotencyKey: hub.key(),
    };
    const clicks = await Promise.all([1, 2, 3].map(() => clerk.must(document, { input })));
    const ids = new Set([...clicks, await clerk.must(document, { input })].map((data) => data.registerComplaint.complaint.id));
    expect(ids.size).toBe(1);
    const [stored] = await hub.rows<{ n: number }>(sql`select count(*) as n from complaint where text = 'once'`);
    expect(stored?.n).toBe(1);
    const [other] = await clerk.refused(document, { input: { ...input, text: 'another' } });
    expect(other?.extensions).toMatchObject({ code: 'CONFLICT', path: ['input', 'idempotencyKey'] });
  });
});

describe('what is refused of a registration', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a day after today', { receivedOn: '2026-04-02' }, { code: 'BAD_USER_INPUT', path: ['input', 'receivedOn'] }],
    ['a day that there is not', { receivedOn: '2026-02-30' }, { code: 'BAD_USER_INPUT' }],
    ['a channel that there is not', { channel: 'PIGEON' }, { code: 'BAD_USER_INPUT' }],
    ['a text over 4,000 characters', { text: 'а'.repeat(4001) }, { code: 'BAD_USER_INPUT', path: ['input', 'text'] }],
    [
      'a service that nobody knows',
      { serviceId: '0199d4c0-0000-7000-8000-000000000000' },
      { code: 'NOT_FOUND', path: ['input', 'serviceId'] },
    ],
    ['a service that is no id', { serviceId: 'MS-002' }, { code: 'NOT_FOUND', path: ['input', 'serviceId'] }],
    [
      'a municipality that nobody knows',
      { municipalityId: '0199d4c0-0000-7000-8000-000000000000' },
      { code: 'NOT_FOUND', path: ['input', 'municipalityId'] },
    ],
  ])('%s', async (_title, change, refusal) => {
    const input = { municipalityId: here.municipalityId, serviceId: here.serviceId, receivedOn: '2026-03-31', ...change };
    expect(await here.call.refused(clerk, 'registerComplaint', input)).toMatchObject(refusal);
  });

  it('a service on and after the day on which it is closed, but not before', async () => {
    const service = await serviceOf(hub, 'MS-003');
    const closing = { id: service.id, expectedVersion: service.version, validTo: '2026-03-15', reason: 'жок' };
    await here.call.done(analyst, 'closeMunicipalService', closing, '{ municipalService { id } }');
    expect(await here.register('2026-03-14', { serviceId: service.id })).toMatchObject({ service: { code: 'MS-003' } });
    const input = { municipalityId: here.municipalityId, serviceId: service.id, receivedOn: '2026-03-15' };
    const refusal = { code: 'RULE_VIOLATED', rule: 'ours:complaint-in-force', path: ['input', 'serviceId'] };
    expect(await here.call.refused(clerk, 'registerComplaint', input)).toMatchObject(refusal);
  });

  it("a service of another municipality's additional register", async () => {
    const created = {
      code: 'OWN-1',
      tier: 'ADDITIONAL',
      municipalityId: there.municipalityId,
      name: { ky: 'Өзүнүкү', ru: 'Своя' },
      feeKind: 'FREE',
    };
    const input = { ...created, provision: 'ON_REQUEST', isRegulatoryFunction: false, validFrom: '2026-01-01' };
    const service = (await here.call.done(stranger, 'createMunicipalService', input, '{ municipalService { id } }')) as { id: string };
    expect(await there.register('2026-03-31', { serviceId: service.id })).toMatchObject({ service: { code: 'OWN-1' } });
    const mine = { municipalityId: here.municipalityId, serviceId: service.id, receivedOn: '2026-03-31' };
    expect(await here.call.refused(clerk, 'registerComplaint', mine)).toMatchObject({
      rule: 'ours:complaint-service-here',
      path: ['input', 'serviceId'],
    });
  });
});

describe('what is refused of an examination', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['no finding', { finding: 'PERHAPS' }, { code: 'BAD_USER_INPUT' }],
    ['a blank reason', { reason: ' ' }, { code: 'BAD_USER_INPUT', path: ['input', 'reason'] }],
    ['a justified complaint without remedy', { remedy: null }, { rule: 'ours:remedy-for-justified', path: ['input', 'remedy'] }],
    ['a blank remedy', { remedy: ' ' }, { rule: 'ours:remedy-for-justified', path: ['input', 'remedy'] }],
    ['a complaint that nobody knows', { id: '0199d4c0-0000-7000-8000-000000000000' }, { code: 'NOT_FOUND', path: ['input', 'id'] }],
  ])('%s', async (_title, change, refusal) => {
    const { id, version } = await here.register('2026-02-01');
    const input = { id, expectedVersion: version, finding: 'JUSTIFIED', reason: 'a', remedy: 'b', ...change };
    expect(await here.call.refused(clerk, 'examineComplaint', input)).toMatchObject(refusal);
  });

  it('all that is wrong is told at once', async () => {
    const { id, version } = await here.register('2026-02-01');
    const input = { id, expectedVersion: version, finding: 'JUSTIFIED', reason: ' ', remedy: ' ' };
    expect(await here.call.refused(clerk, 'examineComplaint', input)).toMatchObject({
      violations: [{ path: ['input', 'reason'] }, { path: ['input', 'remedy'] }],
    });
  });
});

describe('whose complaints are seen', () => {
  const ids = async (client: Client, filter = '{}') =>
    (await everyPage<{ id: string }>(client, (page) => `complaints(filter: ${filter}, ${page})`, 'id')).map(({ id }) => id);

  it("another municipality's are absent: not in the list, not counted, NOT_FOUND by id, and not to be examined", async () => {
    const { id } = await there.register('2026-03-01');
    expect(await ids(stranger)).toContain(id);
    expect(await ids(clerk)).not.toContain(id);
    const { complaints } = await clerk.must('query($of: ID) { complaints(filter: { municipalityId: $of }) { totalCount nodes { id } } }', {
      of: there.municipalityId,
    });
    expect(complaints).toEqual({ totalCount: 0, nodes: [] });
    const { data, errors } = await clerk.query('query($id: ID!) { complaint(id: $id) { id } }', { id });
    expect(data).toEqual({ complaint: null });
    expect(errors).toMatchObject([{ path: ['complaint'], extensions: { code: 'NOT_FOUND' } }]);
    const input = { id, expectedVersion: 1, finding: 'UNJUSTIFIED', reason: 'жок' };
    expect(await here.call.refused(clerk, 'examineComplaint', input)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'id'] });
    const filed = { municipalityId: there.municipalityId, serviceId: here.serviceId, receivedOn: '2026-03-31' };
    expect(await here.call.refused(clerk, 'registerComplaint', filed)).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'municipalityId'],
    });
  });

  it('the ministry sees all and may change none', async () => {
    expect((await ids(analyst)).toSorted()).toEqual([...(await ids(clerk)), ...(await ids(stranger))].toSorted());
    const [complaint] = await ids(clerk, '{ states: [RECEIVED] }');
    const { availableActions } = (await analyst.must(workflow, { id: complaint })).complaint;
    expect(availableActions).toMatchObject([{ isAllowed: false, refusal: { code: 'FORBIDDEN' } }]);
    const input = { municipalityId: here.municipalityId, serviceId: here.serviceId, receivedOn: '2026-03-31' };
    expect(await here.call.refused(analyst, 'registerComplaint', input)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each(['INTERAGENCY_BODY', 'AGENCY_SYSTEM', 'PUBLIC'] as const)('%s sees none', async (role) => {
    const client = role === 'PUBLIC' ? hub.anonymous : await hub.as(role);
    for (const query of ['{ complaints { nodes { id } } }', '{ complaintRecords(year: 2026) { nodes { year } } }']) {
      const [error] = await client.refused(query);
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(error?.extensions.code);
    }
  });

  it('pages lose and repeat nothing where days are equal, the latest first', async () => {
    for (const text of ['1', '2', '3', '4']) await here.register('2025-12-31', { text });
    const list = await everyPage<{ id: string; receivedOn: string }>(clerk, (page) => `complaints(${page})`, 'id receivedOn', 2);
    const { complaints } = await clerk.must('{ complaints { totalCount } }');
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    expect(list).toHaveLength(complaints.totalCount);
    const days = list.map(({ receivedOn }) => receivedOn);
    expect(days).toEqual(days.toSorted().toReversed());
  });

  it.each([
    ['by year, to its last day', '{ year: 2025 }', ({ receivedOn }: Row) => receivedOn.startsWith('2025')],
    ['by state', '{ states: [EXAMINED] }', ({ state }: Row) => state === 'EXAMINED'],
    ['by finding', '{ findings: [UNJUSTIFIED] }', ({ finding }: Row) => finding === 'UNJUSTIFIED'],
    [
      'by all of these at once',
      '{ year: 2026, states: [EXAMINED], findings: [JUSTIFIED] }',
      ({ receivedOn, finding }: Row) => receivedOn > '2026' && finding === 'JUSTIFIED',
    ],
  ])('are chosen %s', async (_title, filter, fits) => {
    const all = await everyPage<Row>(clerk, (page) => `complaints(${page})`, 'id receivedOn state finding', 50);
    const expected = all.filter(fits).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(all.length);
    expect(await ids(clerk, filter)).toEqual(expected);
  });

  it('a year that there is not is refused', async () => {
    const [error] = await clerk.refused('{ complaints(filter: { year: 20260 }) { nodes { id } } }');
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['filter', 'year'] });
  });
});

interface Row {
  id: string;
  receivedOn: string;
  state: string;
  finding: string | null;
}
