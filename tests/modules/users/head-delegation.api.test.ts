import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { commands, home, placeOf, serviceOf } from '../service-registry/registry.fixture.ts';

const fields = 'id version validFrom validTo isInForce headName delegateName endedAt act { number } updatedBy { role }';
const whoAmI = '{ viewer { roles onBehalfOf user { id version } can(mutation: "approveMonitoringList") } }';
const listFields = 'id version state approvedBy { role name onBehalfOf } history { action by { role onBehalfOf } }';

let hub: TestHub;
let call: ReturnType<typeof commands>;
let [admin, head, otherHead, preparer, delegate]: Client[] = [];
const ids = new Map<Client, string>();
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
  call = commands(hub);
  admin = await hub.as('ADMIN');
  head = await hub.as('HEAD', { user: 'nurlan' });
  otherHead = await hub.as('HEAD', { user: 'cholpon' });
  preparer = await hub.as('ANALYST', { user: 'aizada' });
  delegate = await hub.as('ANALYST', { user: 'bolot' });
  for (const person of [admin, head, otherHead, preparer, delegate]) ids.set(person, (await viewer(person)).user.id);
});
afterAll(() => hub.stop());

const known = (client: Client | undefined): Client => {
  if (!client) throw new Error('Not there yet');
  return client;
};
const viewer = async (client: Client | undefined) => (await known(client).must(whoAmI)).viewer;
const inputOf = (change: object = {}) => ({
  headId: ids.get(known(head)),
  delegateId: ids.get(known(delegate)),
  validFrom: '2026-03-03',
  validTo: '2026-03-10',
  act: { kind: 'order', number: '7-к', adoptedOn: '2026-03-01', title: { ky: 'Буйрук', ru: 'Приказ' } },
  reason: 'өргүү',
  ...change,
});
const record = (change: object = {}): Promise<{ id: string; version: number; [key: string]: unknown }> =>
  call.done(known(admin), 'delegateHead', inputOf(change), `{ headDelegation { ${fields} } }`);
const end = ({ id, version }: { id: string; version: number }) =>
  call.done(known(admin), 'endHeadDelegation', { id, expectedVersion: version, reason: 'эрте келди' }, `{ headDelegation { ${fields} } }`);

describe('an acting head (domain: HEAD, or a dated delegate)', () => {
  it('has the role from the first day to the last in Bishkek, and not otherwise', async () => {
    expect(await record()).toMatchObject({
      isInForce: false,
      headName: 'nurlan-head',
      delegateName: 'bolot-analyst',
      act: { number: '7-к' },
      updatedBy: { role: 'ADMIN' },
    });
    const asked = async (instant: string) => {
      hub.clock.set(instant);
      return viewer(delegate);
    };
    const plain = { roles: ['ANALYST'], onBehalfOf: null, can: false };
    const acting = { roles: ['ANALYST', 'HEAD'], onBehalfOf: 'nurlan-head', can: true };
    expect(await asked('2026-03-02T23:59:59.999+06:00')).toMatchObject(plain);
    expect(await asked('2026-03-03T00:00:00+06:00')).toMatchObject(acting);
    expect(await asked('2026-03-09T23:59:59.999+06:00')).toMatchObject(acting);
    expect(await asked('2026-03-10T00:00:00+06:00')).toMatchObject(plain);
    hub.clock.set('2026-03-03T09:00:00+06:00');
  });

  it('approves the List, which says for whom; whoever prepared it cannot, also as a delegate', async () => {
    await call.done(known(preparer), 'openMonitoringCycle', { year: 2027, noticeYear: 2026 }, '{ monitoringCycle { id } }');
    const { monitoringCycle } = await known(preparer).must('{ monitoringCycle(year: 2027) { list { id version } } }');
    const object = {
      kind: 'SERVICE',
      name: { ky: 'Кызмат', ru: 'Услуга' },
      serviceIds: [(await serviceOf(hub, 'MS-001')).id],
      municipalityIds: [(await placeOf(hub, home)).id],
    };
    const act = async (client: Client | undefined, mutation: string, given: object = {}) => {
      const { monitoringList } = await known(head).must('query($id: ID!) { monitoringList(id: $id) { version } }', {
        id: monitoringCycle.list.id,
      });
      return { mutation, client: known(client), input: { id: monitoringCycle.list.id, expectedVersion: monitoringList.version, ...given } };
    };
    const done = async (...args: Parameters<typeof act>) => {
      const { client, mutation, input } = await act(...args);
      return call.done(client, mutation, input, `{ monitoringList { ${listFields} } }`);
    };
    await done(preparer, 'updateMonitoringList', { addObjects: [object] });
    await done(preparer, 'submitMonitoringList');
    await record({ headId: ids.get(known(otherHead)), delegateId: ids.get(known(preparer)) });
    expect((await viewer(preparer)).roles).toContain('HEAD');
    const refused = await act(preparer, 'approveMonitoringList', { actNumber: '1' });
    expect(await call.refused(refused.client, refused.mutation, refused.input)).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R9' });
    const approved = await done(delegate, 'approveMonitoringList', { actNumber: '1' });
    expect(approved).toMatchObject({ state: 'APPROVED', approvedBy: { role: 'HEAD', name: 'bolot-analyst', onBehalfOf: 'nurlan-head' } });
    const [entry] = await hub.rows<{ actor: object }>(
      sql`select actor from audit_entry where action = 'approveMonitoringList' and subject_type = 'MonitoringList' order by id desc limit 1`,
    );
    expect(entry?.actor).toMatchObject({ role: 'HEAD', onBehalfOf: { id: ids.get(known(head)), name: 'nurlan-head' } });
    const { history } = approved as { history: { action: string; by: { role: string; onBehalfOf: string | null } }[] };
    expect(history.map(({ action, by }) => [action, by.onBehalfOf])).toEqual([
      ['openMonitoringCycle', null],
      ['submitMonitoringList', null],
      ['approveMonitoringList', 'nurlan-head'],
    ]);
  });

  it('is one at a time, for one head at a time', async () => {
    for (const change of [{ validFrom: '2026-03-09' }, { validFrom: '2026-03-09', headId: ids.get(known(otherHead)) }]) {
      const refusal = await call.refused(known(admin), 'delegateHead', inputOf({ validTo: '2026-03-20', ...change }));
      expect(refusal).toMatchObject({ code: 'CONFLICT', path: ['input', 'validFrom'] });
    }
    expect(await record({ validFrom: '2026-03-10', validTo: '2026-03-11' })).toMatchObject({ validFrom: '2026-03-10' });
  });

  it('acts no more from the moment it is ended, which can be done once', async () => {
    const { headDelegations } = await known(admin).must(`{ headDelegations(inForceOn: "2026-03-03") { nodes { ${fields} } } }`);
    expect(headDelegations.nodes).toHaveLength(2);
    const mine = headDelegations.nodes.find(({ delegateName }: { delegateName: string }) => delegateName === 'bolot-analyst');
    const ended = (await end(mine)) as { id: string; version: number };
    expect(ended).toMatchObject({ isInForce: false, endedAt: '2026-03-03T03:00:00.000Z' });
    expect((await viewer(delegate)).roles).toEqual(['ANALYST']);
    const again = { id: ended.id, expectedVersion: ended.version, reason: 'x' };
    expect(await call.refused(known(admin), 'endHeadDelegation', again)).toMatchObject({ rule: 'ours:head-delegation' });
    expect(await record({ validTo: '2026-03-05' }), 'the days are free again').toMatchObject({ isInForce: true });
  });

  it('stands in for nobody once the head is none, or the delegate gets a role that approves nothing', async () => {
    expect((await viewer(delegate)).roles).toContain('HEAD');
    const change = async (client: Client | undefined, roles: string[]) => {
      const { id, version } = (await viewer(client)).user;
      await call.done(known(admin), 'updateUser', { id, expectedVersion: version, roles }, '{ user { id } }');
    };
    await change(delegate, ['ANALYST', 'ADMIN']);
    expect((await viewer(delegate)).roles).toEqual(['ANALYST', 'ADMIN']);
    await change(delegate, ['ANALYST']);
    await change(head, ['ANALYST']);
    expect((await viewer(delegate)).roles).toEqual(['ANALYST']);
  });

  it('is recorded by ADMIN alone, and never for an ADMIN or a head', async () => {
    expect(await call.refused(known(otherHead), 'delegateHead', inputOf())).toMatchObject({ code: 'FORBIDDEN' });
    for (const stranger of [admin, otherHead]) {
      const refusal = await call.refused(
        known(admin),
        'delegateHead',
        inputOf({
          headId: ids.get(known(otherHead)),
          delegateId: ids.get(known(stranger)),
          validFrom: '2026-05-01',
          validTo: '2026-05-02',
        }),
      );
      expect(refusal).toMatchObject({ rule: 'ours:head-delegation', path: ['input', 'delegateId'] });
    }
  });
});
