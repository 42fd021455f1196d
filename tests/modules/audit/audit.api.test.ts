import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { sealAudit, verifyAudit } from '../../../src/modules/audit/audit.service.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';

const soate = '41708213826000';

let hub: TestHub;
let admin: Client;
let intruder: pg.Client;
beforeAll(async () => {
  hub = await startHub();
  admin = await hub.as('ADMIN');
  intruder = new pg.Client({ connectionString: hub.databaseUrl });
  await intruder.connect();
});
afterAll(async () => {
  await intruder.end();
  await hub.stop();
});

const ctx = () => consoleCtx(hub.hub.orm, hub.clock, 'test');

/** Acts that leave audit rows, all sealed. */
async function act(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    const { municipality } = await admin.must(`{ municipality(soate: "${soate}") { id version } }`);
    await admin.must('mutation($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) { municipality { id } } }', {
      input: {
        id: municipality.id,
        expectedVersion: municipality.version,
        officialEmail: `n${i}-${municipality.version}@aiyl.example`,
        idempotencyKey: hub.key(),
      },
    });
  }
  while ((await sealAudit(ctx())) > 0);
}

/** What somebody with the database's own rights could do, undone afterwards. */
async function tampered<T>(statements: readonly string[], look: () => Promise<T>): Promise<T> {
  await intruder.query(
    'create schema if not exists kept; drop table if exists kept.e, kept.s; create table kept.e as table audit_entry; create table kept.s as table audit_seal',
  );
  const unguarded = 'set session_replication_role = replica';
  try {
    for (const statement of [unguarded, ...statements]) await intruder.query(statement);
    return await look();
  } finally {
    await intruder.query(
      `${unguarded}; delete from audit_seal; delete from audit_entry; insert into audit_entry select * from kept.e; insert into audit_seal select * from kept.s; set session_replication_role = default`,
    );
  }
}

describe('the audit log', () => {
  beforeEach(() => act(3));

  it('is whole when nobody touched it', async () => {
    expect(await verifyAudit(ctx())).toMatchObject({ firstBroken: null, unsealed: 0 });
    const { auditHead } = await admin.must('{ auditHead { sequence firstBrokenSequence } }');
    expect(auditHead.firstBrokenSequence).toBeNull();
    expect(auditHead.sequence).toBeGreaterThan(3);
  });

  it('says who did what to which thing, what was and what is', async () => {
    const { auditEntries } = await admin.must(
      '{ auditEntries(filter: { actions: ["updateMunicipality"] }, first: 1) { nodes { sequence action subjectType before after actor { role name } requestId hash previousHash } } }',
    );
    const [entry] = auditEntries.nodes;
    expect(entry).toMatchObject({
      action: 'updateMunicipality',
      subjectType: 'Municipality',
      actor: { role: 'ADMIN', name: 'local-admin' },
    });
    expect(entry.after.officialEmail).not.toBe(entry.before.officialEmail);
    expect(entry.after.officialEmail).toMatch(/@aiyl.example$/);
  });

  it('says why, in the words of whoever did it, and seals that too', async () => {
    const analyst = await hub.as('ANALYST');
    const open =
      'mutation($input: OpenMonitoringCycleInput!) { openMonitoringCycle(input: $input) { monitoringCycle { deadlines { id version kind } } } }';
    const { openMonitoringCycle } = await analyst.must(open, { input: { year: 2027, noticeYear: 2026, idempotencyKey: hub.key() } });
    const [deadline] = openMonitoringCycle.monitoringCycle.deadlines;
    const reason = 'Коллегиянын чечими, 2-пункт';
    const change = (given: string) => ({
      input: { id: deadline.id, expectedVersion: deadline.version, dueOn: '2026-04-10', reason: given, idempotencyKey: hub.key() },
    });
    const mutation = 'mutation($input: ChangeCycleDeadlineInput!) { changeCycleDeadline(input: $input) { deadline { id } } }';
    await analyst.must(mutation, change(` ${reason} `));
    await analyst.refused(mutation, change('once more'));
    while ((await sealAudit(ctx())) > 0);
    const { auditEntries } = await admin.must(
      '{ auditEntries(filter: { actions: ["changeCycleDeadline"] }, first: 5) { nodes { subjectType reason } } }',
    );
    expect(auditEntries.nodes).toEqual([
      { subjectType: 'Refusal', reason: null },
      { subjectType: 'CycleDeadline', reason },
    ]);
    expect(await verifyAudit(ctx())).toMatchObject({ firstBroken: null, unsealed: 0 });
    const forged = [`update audit_entry set reason = 'x' where action = 'changeCycleDeadline' and reason is not null`];
    expect((await tampered(forged, () => verifyAudit(ctx()))).firstBroken?.what).toBe('the entry was changed');
  });

  it('keeps a refused act too, and nothing else of it', async () => {
    const before = await admin.must(`{ municipality(soate: "${soate}") { id version } }`);
    await admin.refused('mutation($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) { municipality { id } } }', {
      input: { id: before.municipality.id, expectedVersion: 0, officialEmail: null, idempotencyKey: hub.key() },
    });
    while ((await sealAudit(ctx())) > 0);
    const { auditEntries } = await admin.must(
      '{ auditEntries(filter: { subjectType: "Refusal" }, first: 1) { nodes { action subjectId after } } }',
    );
    expect(auditEntries.nodes).toMatchObject([
      { action: 'updateMunicipality', subjectId: before.municipality.id, after: { code: 'CONFLICT' } },
    ]);
    expect(await admin.must(`{ municipality(soate: "${soate}") { id version } }`)).toEqual(before);
  });

  it('stays whole whatever form an id is sent in', async () => {
    const close = 'mutation($input: CloseMunicipalServiceInput!) { closeMunicipalService(input: $input) { municipalService { id } } }';
    const clerk = await hub.as('PROVIDER', { soate });
    for (const id of [
      'ABCDEFAB-0000-4000-8000-00000000ABCD',
      '{abcdefab-0000-4000-8000-00000000abcd}',
      'abcdefab000040008000000000000abcd',
      'x',
    ]) {
      await clerk.query(close, { input: { id, expectedVersion: 1, validTo: '2027-01-01', reason: 'x', idempotencyKey: hub.key() } });
    }
    const { municipality } = await admin.must(`{ municipality(soate: "${soate}") { id } }`);
    await admin.must('mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } } }', {
      input: {
        label: 'AIS',
        role: 'PROVIDER',
        municipalityId: municipality.id.toUpperCase(),
        expiresAt: '2026-12-31T00:00:00+06:00',
        idempotencyKey: hub.key(),
      },
    });
    while ((await sealAudit(ctx())) > 0);
    expect(await verifyAudit(ctx())).toMatchObject({ firstBroken: null, unsealed: 0 });
  });

  it('lets a PROVIDER read the acts on its own records, and no others', async () => {
    const own = await hub.as('PROVIDER', { soate });
    const other = await hub.as('PROVIDER', { soate: '41702215835000' });
    const query = '{ auditEntries(first: 100) { totalCount nodes { action } } }';
    expect((await own.must(query)).auditEntries.nodes.map(({ action }: { action: string }) => action)).toContain('updateMunicipality');
    expect((await other.must(query)).auditEntries.nodes.map(({ action }: { action: string }) => action)).not.toContain(
      'updateMunicipality',
    );
  });

  it('refuses every change in the database itself', async () => {
    for (const statement of [
      "update audit_entry set action = 'x'",
      'delete from audit_entry',
      'truncate audit_entry cascade',
      'delete from audit_seal',
      "update audit_seal set hash = ''",
    ]) {
      await expect(intruder.query(statement), statement).rejects.toThrow('append-only');
    }
  });

  const second = '(select entry_id from audit_seal where sequence = 2)';
  const tamperings: [string, string[]][] = [
    ['an edited entry', [`update audit_entry set action = 'somethingElse' where id = ${second}`]],
    ['an edited value inside an entry', [`update audit_entry set after = '{"units": 1}' where id = ${second}`]],
    ['an entry moved in time', [`update audit_entry set at = at + interval '1 millisecond' where id = ${second}`]],
    [
      'an edited entry with another one’s MAC',
      [`update audit_entry set action = 'x', mac = (select mac from audit_entry where id <> ${second} limit 1) where id = ${second}`],
    ],
    ['a deleted entry', [`delete from audit_entry where id = ${second}`]],
    ['a deleted entry with its seal', [`delete from audit_entry where id = ${second}`, 'delete from audit_seal where sequence = 2']],
    ['a deleted seal', ['delete from audit_seal where sequence = 2']],
    [
      'two entries swapped',
      [
        'delete from audit_seal where sequence in (2, 3)',
        'insert into audit_seal select a.sequence, b.entry_id, a.previous_hash, a.hash, a.sealed_at from kept.s a join kept.s b on b.sequence = 5 - a.sequence where a.sequence in (2, 3)',
      ],
    ],
    [
      'an entry put in by hand',
      [
        `insert into audit_entry select gen_random_uuid(), at, actor, 'approveMonitoringList', subject_type, subject_id, municipality_id, before, after, reason, request_id, xroad_id, mac from audit_entry limit 1`,
      ],
    ],
    [
      'an entry put in with a seal',
      [
        `insert into audit_entry select '01900000-0000-7000-8000-00000000000a', at, actor, 'x', subject_type, subject_id, municipality_id, before, after, reason, request_id, xroad_id, mac from audit_entry limit 1`,
        `insert into audit_seal select max(sequence) + 1, '01900000-0000-7000-8000-00000000000a', max(hash), repeat('a', 64), now() from audit_seal`,
      ],
    ],
    [
      'the first entry cut off',
      [
        'delete from audit_entry where id = (select entry_id from audit_seal where sequence = 1)',
        'delete from audit_seal where sequence = 1',
      ],
    ],
  ];
  it.each(tamperings)('finds %s', async (_, statements) => {
    expect(await tampered(statements, async () => (await verifyAudit(ctx())).firstBroken)).not.toBeNull();
    expect((await verifyAudit(ctx())).firstBroken).toBeNull();
  });

  it('finds a cut tail, and a chain that was made anew, by a head that was kept outside', async () => {
    const { sequence, hash } = await verifyAudit(ctx());
    const cut = [
      `delete from audit_entry where id in (select entry_id from audit_seal where sequence > ${sequence - 2})`,
      `delete from audit_seal where sequence > ${sequence - 2}`,
    ];
    expect((await tampered(cut, () => verifyAudit(ctx()))).firstBroken).toBeNull();
    expect((await tampered(cut, () => verifyAudit(ctx(), { sequence, hash }))).firstBroken?.what).toContain('cut off');
    expect((await verifyAudit(ctx(), { sequence, hash: 'f'.repeat(64) })).firstBroken?.what).toContain('witnessed outside');
  });

  it('is sealed once, whichever of two hubs comes first', async () => {
    await act(0);
    const { municipality } = await admin.must(`{ municipality(soate: "${soate}") { id version } }`);
    await admin.must('mutation($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) { municipality { id } } }', {
      input: { id: municipality.id, expectedVersion: municipality.version, officialEmail: null, idempotencyKey: hub.key() },
    });
    await Promise.all([sealAudit(ctx()), sealAudit(ctx()), sealAudit(ctx())]);
    while ((await sealAudit(ctx())) > 0);
    expect(await verifyAudit(ctx())).toMatchObject({ firstBroken: null, unsealed: 0 });
  });
});
