import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { act, commands, elsewhere, everyPage, home } from '../service-registry/registry.fixture.ts';
import { type ComplaintRecord, complaintsOf, recordFields } from './complaint.fixture.ts';

let hub: TestHub;
let clerk: Client;
let stranger: Client;
let analyst: Client;
let here: Awaited<ReturnType<typeof complaintsOf>>;
const start = async () => {
  hub = await startHub({ now: '2026-04-01T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  analyst = await hub.as('ANALYST');
  here = await complaintsOf(hub, clerk, home);
};
const stop = () => hub.stop();

const missing = { state: 'MISSING', value: null, provenance: null };
const counted = (value: number) => ({ state: 'VALUE', value, provenance: { source: 'MANUAL', recordedBy: { role: 'PROVIDER' } } });
const nil = {
  state: 'VALUE',
  value: 0,
  provenance: { source: 'NIL_RETURN', recordedAt: '2026-04-01T03:00:00.000Z', recordedBy: { role: 'PROVIDER' } },
};
const nilReturn = (quarter = 'Q1', year = 2026) => ({ municipalityId: here.municipalityId, year, quarter });

describe('the record of a quarter (R-II.8)', () => {
  beforeEach(start);
  afterEach(stop);

  it('is missing, not zero, where nobody said anything; a quarter that has not begun has none', async () => {
    const records = await here.records(2026);
    expect(records).toMatchObject([
      { quarter: 'Q1', isOver: true, received: missing, justified: missing, history: [] },
      { quarter: 'Q2', isOver: false, received: missing, justified: missing },
    ]);
    expect(records).toHaveLength(2);
    expect(await here.records(2027)).toEqual([]);
    expect(await here.records(2025)).toHaveLength(4);
  });

  it('counts what was received in it, justified ones only once examined, and says how many are not', async () => {
    const first = await here.register('2026-01-01');
    const second = await here.register('2026-03-31');
    await here.register('2026-02-15');
    await here.register('2026-04-01');
    expect((await here.records(2026))[0]).toMatchObject({ received: counted(3), justified: counted(0), unexamined: 3 });

    hub.clock.set('2026-04-02T10:00:00+06:00');
    await here.examine(first, 'JUSTIFIED');
    await here.examine(second, 'UNJUSTIFIED');
    const [quarter, next] = await here.records(2026);
    expect(quarter).toMatchObject({ received: counted(3), justified: counted(1), unexamined: 1 });
    expect(quarter?.received.provenance?.recordedAt, 'the last registration').toBe('2026-04-01T03:00:00.000Z');
    expect(quarter?.justified.provenance?.recordedAt, 'the last examination').toBe('2026-04-02T04:00:00.000Z');
    expect(next).toMatchObject({ quarter: 'Q2', received: counted(1), justified: counted(0), unexamined: 1 });
  });

  it('is counted in the quarter of receipt, whenever it is examined', async () => {
    const complaint = await here.register('2025-12-31');
    await here.examine(complaint, 'JUSTIFIED');
    expect((await here.records(2025)).map(({ quarter, justified }) => [quarter, justified.value])).toEqual([
      ['Q1', null],
      ['Q2', null],
      ['Q3', null],
      ['Q4', 1],
    ]);
    expect((await here.records(2026))[0]?.justified).toEqual(missing);
  });

  it('gives no figures of a year that there is not', async () => {
    const [error] = await clerk.refused('{ complaintRecords(year: 1989) { nodes { year } } }');
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['year'] });
  });
});

describe('"no complaints" (R-II.8)', () => {
  beforeEach(start);
  afterEach(stop);

  it('is confirmed from the first instant after the quarter, and makes zeros that say where they are from', async () => {
    hub.clock.set('2026-03-31T23:59:59.999+06:00');
    expect(await here.call.refused(clerk, 'confirmNoComplaints', nilReturn())).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:nil-after-quarter',
    });
    expect(await here.records(2026)).toMatchObject([{ quarter: 'Q1', isOver: false, received: missing }]);

    hub.clock.set('2026-04-01T00:00:00.000+06:00');
    const confirmed = await here.confirm(2026, 'Q1');
    const zero = { ...nil, provenance: { ...nil.provenance, recordedAt: '2026-03-31T18:00:00.000Z' } };
    expect(confirmed).toMatchObject({ quarter: 'Q1', isOver: true, received: zero, justified: zero, unexamined: 0 });
    expect(confirmed.history).toEqual([{ action: 'confirmNoComplaints', fromState: null, toState: 'CONFIRMED', reason: null }]);
    expect((await here.records(2026)).map(({ received }) => received.state)).toEqual(['VALUE', 'MISSING']);
  });

  it('is said once; the same key again is answered as the first time', async () => {
    const input = { ...nilReturn(), idempotencyKey: hub.key() };
    const document =
      'mutation($input: ConfirmNoComplaintsInput!) { confirmNoComplaints(input: $input) { complaintRecord { received { value } } } }';
    const answers = [await clerk.must(document, { input }), await clerk.must(document, { input })];
    expect(answers.map((data) => data.confirmNoComplaints.complaintRecord.received.value)).toEqual([0, 0]);
    expect(await here.call.refused(clerk, 'confirmNoComplaints', nilReturn())).toMatchObject({
      code: 'CONFLICT',
      path: ['input', 'quarter'],
    });
  });

  it('is refused where a complaint is registered, examined or not', async () => {
    const complaint = await here.register('2026-01-01');
    const refusal = { code: 'RULE_VIOLATED', rule: 'ours:nil-without-complaints', hint: expect.any(String) };
    expect(await here.call.refused(clerk, 'confirmNoComplaints', nilReturn())).toMatchObject(refusal);
    await here.examine(complaint, 'UNJUSTIFIED');
    expect(await here.call.refused(clerk, 'confirmNoComplaints', nilReturn())).toMatchObject(refusal);
  });

  it('no longer stands once a complaint of the quarter is registered; that it was said stays in the history', async () => {
    await here.confirm(2026, 'Q1');
    await here.confirm(2025, 'Q4');
    await here.register('2026-03-31');
    const [quarter] = await here.records(2026);
    expect(quarter).toMatchObject({ received: counted(1), justified: counted(0), unexamined: 1 });
    expect(quarter?.history).toEqual([
      { action: 'confirmNoComplaints', fromState: null, toState: 'CONFIRMED', reason: null },
      { action: 'registerComplaint', fromState: 'CONFIRMED', toState: 'VOIDED', reason: expect.stringContaining('2026-03-31') },
    ]);
    expect((await here.records(2025))[3]?.received, 'the quarter before is not touched').toEqual(nil);
    expect(await here.call.refused(clerk, 'confirmNoComplaints', nilReturn())).toMatchObject({ rule: 'ours:nil-without-complaints' });
    await here.register('2026-03-30');
    expect((await here.records(2026))[0], 'it is voided once').toMatchObject({
      received: { value: 2 },
      history: [{}, { toState: 'VOIDED' }],
    });
  });

  it('said and contradicted at the same instant never leaves both standing', async () => {
    const quarters = [2022, 2023, 2024, 2025].flatMap((year) =>
      ['Q1', 'Q2', 'Q3', 'Q4'].map((quarter, index) => ({ year, quarter, day: `${year}-${String(index * 3 + 2).padStart(2, '0')}-10` })),
    );
    for (const { year, quarter, day } of quarters) await Promise.allSettled([here.confirm(year, quarter), here.register(day)]);
    for (const year of [2022, 2023, 2024, 2025]) {
      for (const { received, history } of await here.records(year)) {
        expect(received).toMatchObject(counted(1));
        expect(['', 'CONFIRMED VOIDED']).toContain(history.map(({ toState }) => toState).join(' '));
      }
    }
  });

  it('is offered as a button exactly where it would be taken', async () => {
    await here.confirm(2025, 'Q1');
    await here.register('2025-05-05');
    const query = '{ complaintRecords(year: 2025) { nodes { availableActions { mutation isAllowed refusal { code rule } } } } }';
    const actions = (await clerk.must(query)).complaintRecords.nodes.map(
      ({ availableActions: [action] }: { availableActions: unknown[] }) => action,
    );
    expect(actions).toEqual([
      { mutation: 'confirmNoComplaints', isAllowed: false, refusal: { code: 'CONFLICT', rule: null } },
      { mutation: 'confirmNoComplaints', isAllowed: false, refusal: { code: 'RULE_VIOLATED', rule: 'ours:nil-without-complaints' } },
      { mutation: 'confirmNoComplaints', isAllowed: true, refusal: null },
      { mutation: 'confirmNoComplaints', isAllowed: true, refusal: null },
    ]);
  });
});

describe('"no complaints" (R-II.8), refused', () => {
  beforeAll(start);
  afterAll(stop);

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a year that there is not', { year: 0 }, { code: 'BAD_USER_INPUT', path: ['input', 'year'] }],
    ['a quarter that there is not', { quarter: 'Q5' }, { code: 'BAD_USER_INPUT' }],
    ['a quarter to come', { year: 2030 }, { code: 'RULE_VIOLATED', rule: 'ours:nil-after-quarter' }],
    [
      'a municipality that nobody knows',
      { municipalityId: '0199d4c0-0000-7000-8000-000000000000' },
      { code: 'NOT_FOUND', path: ['input', 'municipalityId'] },
    ],
  ])('of %s', async (_title, change, refusal) => {
    expect(await here.call.refused(clerk, 'confirmNoComplaints', { ...nilReturn(), ...change })).toMatchObject(refusal);
  });

  it("is said by the municipality's own staff", async () => {
    expect(await here.call.refused(stranger, 'confirmNoComplaints', nilReturn())).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'municipalityId'],
    });
    expect(await here.call.refused(analyst, 'confirmNoComplaints', nilReturn())).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('whose records are seen', () => {
  beforeEach(start);
  afterEach(stop);

  it("a municipality's own to its staff, whatever they ask for; all to the ministry", async () => {
    await here.confirm(2026, 'Q1');
    expect(await here.records(2026, stranger)).toEqual([]);
    const own = (await stranger.must(`{ complaintRecords(year: 2026) { totalCount nodes { ${recordFields} } } }`)).complaintRecords;
    expect(own.totalCount).toBe(2);
    expect(new Set(own.nodes.map(({ municipality }: ComplaintRecord) => municipality.soate))).toEqual(new Set([elsewhere]));
    expect((await here.records(2026, analyst))[0]?.received).toEqual(nil);
  });

  it('pages lose and repeat nothing, over all municipalities and quarters, by name', async () => {
    const { municipalities } = await analyst.must('{ municipalities { totalCount } }');
    const { complaintRecords } = await analyst.must('{ complaintRecords(year: 2026) { totalCount } }');
    expect(complaintRecords.totalCount).toBe(municipalities.totalCount * 2);
    const list = await everyPage<{ municipality: { soate: string }; quarter: string }>(
      analyst,
      (page) => `complaintRecords(year: 2026, ${page})`,
      'quarter municipality { soate }',
      99,
    );
    const named = await everyPage<{ soate: string }>(analyst, (page) => `municipalities(${page})`, 'soate', 100);
    expect(list.map(({ municipality, quarter }) => `${municipality.soate} ${quarter}`)).toEqual(
      named.flatMap(({ soate }) => [`${soate} Q1`, `${soate} Q2`]),
    );
  });

  it('a merged municipality keeps what was filed with it, and owes nothing for quarters after its end', async () => {
    const there = await complaintsOf(hub, stranger, elsewhere);
    await here.register('2026-02-01');
    const merge = (onDate: string) => ({
      kind: 'MERGE',
      onDate,
      act: act('7'),
      predecessorIds: [here.municipalityId],
      successorIds: [there.municipalityId],
    });
    await commands(hub).done(await hub.as('ADMIN'), 'recordSuccession', merge('2026-02-02'), '{ succession { id } }');
    const quarters = async (of: typeof here) => (await of.records(2026, analyst)).map(({ quarter, received }) => [quarter, received.value]);
    expect(await quarters(here)).toEqual([['Q1', 1]]);
    expect(await quarters(there), 'nothing is moved').toEqual([
      ['Q1', null],
      ['Q2', null],
    ]);
    const late = { municipalityId: here.municipalityId, serviceId: here.serviceId, receivedOn: '2026-02-02' };
    expect(await here.call.refused(clerk, 'registerComplaint', late)).toMatchObject({
      rule: 'ours:complaint-in-force',
      path: ['input', 'receivedOn'],
    });
    const nothing = { code: 'RULE_VIOLATED', rule: 'ours:nil-in-force' };
    hub.clock.set('2026-07-01T00:00:00+06:00');
    expect(await here.call.refused(clerk, 'confirmNoComplaints', nilReturn('Q2'))).toMatchObject(nothing);
    expect(await here.register('2026-02-01'), 'what came before its end may still be entered').toMatchObject({
      municipality: { soate: home },
    });
  });

  it('what was filed stays in the list also where the end is recorded later for an earlier day', async () => {
    const there = await complaintsOf(hub, stranger, elsewhere);
    await here.register('2026-02-01');
    await here.confirm(2025, 'Q3');
    const merge = {
      kind: 'MERGE',
      onDate: '2025-07-01',
      act: act('7', '2025-06-01'),
      predecessorIds: [here.municipalityId],
      successorIds: [there.municipalityId],
    };
    await commands(hub).done(await hub.as('ADMIN'), 'recordSuccession', merge, '{ succession { id } }');
    expect((await here.records(2026, analyst)).map(({ quarter }) => quarter)).toEqual(['Q1']);
    expect((await here.records(2025, analyst)).map(({ quarter }) => quarter)).toEqual(['Q1', 'Q2', 'Q3']);
  });
});
