import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '../../src/kit/ctx.ts';
import { consoleCtx, entities } from '../../src/app.ts';
import { useAuditKey } from '../../src/kit/audit.ts';
import { defineJob, type JobDefinition } from '../../src/kit/module.ts';
import { rows, run, sql } from '../../src/kit/sql.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
import { connectOrm, type Orm } from '../../src/runtime/orm.ts';
import { nextSlot, planSchedules, queueDueSlots } from '../../src/runtime/scheduler.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testAuditKey } from '../support/template.ts';

const jobs: JobDefinition<never>[] = [defineJob<never>({ name: 'nightly', schedule: '0 3 * * *', run: () => Promise.resolve() })];
let database: TestDatabase;
let orms: Orm[];
beforeAll(async () => {
  useAuditKey(testAuditKey);
  database = await createTestDatabase();
  const connect = () => connectOrm({ url: database.url, entities, poolSize: 4, statementTimeoutMs: 3000, applicationName: 'hub-test' });
  orms = [await connect(), await connect()];
});
afterAll(async () => {
  await Promise.all(orms.map((orm) => orm.close(true)));
  await database.drop();
});

const at = (instant: string, hub = 0): Ctx => consoleCtx(orms[hub] as Orm, { now: () => new Date(instant) }, 'test');
const plan = (instant: string) => inTransaction(at(instant), (ctx) => planSchedules(ctx, jobs));
const look = (instant: string, hub = 0) => inTransaction(at(instant, hub), (ctx) => queueDueSlots(ctx, jobs));
const queued = async () =>
  (
    await rows<{ slot: string }>(
      at('2026-01-01T00:00:00Z'),
      sql`select payload ->> 'slot' as slot from graphile_worker._private_jobs order by id`,
    )
  ).map(({ slot }) => slot);

beforeEach(async () => {
  await run(at('2026-01-01T00:00:00Z'), sql`delete from graphile_worker._private_jobs`);
  await run(at('2026-01-01T00:00:00Z'), sql`delete from schedule`);
});

describe('a schedule', () => {
  it('is read by the clock of Bishkek', () => {
    expect(nextSlot('0 3 * * *', new Date('2026-04-19T20:59:59.999Z')).toISOString()).toBe('2026-04-19T21:00:00.000Z');
    expect(nextSlot('0 3 * * *', new Date('2026-04-19T21:00:00Z')).toISOString()).toBe('2026-04-20T21:00:00.000Z');
  });

  it('is queued from its minute on, and not before', async () => {
    await plan('2026-04-20T02:00:00+06:00');
    await look('2026-04-20T02:59:59.999+06:00');
    expect(await queued()).toEqual([]);
    await look('2026-04-20T03:00:00+06:00');
    expect(await queued()).toEqual(['2026-04-19T21:00:00.000Z']);
  });

  it('is queued once, however many hubs look at once and however often', async () => {
    await plan('2026-04-20T02:00:00+06:00');
    await Promise.all([0, 1, 0, 1, 0, 1].map((hub) => look('2026-04-20T03:00:05+06:00', hub)));
    await look('2026-04-20T03:01:00+06:00', 1);
    expect(await queued()).toEqual(['2026-04-19T21:00:00.000Z']);
  });

  it('is caught up once after every hub was down, and then keeps its hours', async () => {
    await plan('2026-04-18T12:00:00+06:00');
    await look('2026-04-21T10:00:00+06:00');
    expect(await queued()).toEqual(['2026-04-18T21:00:00.000Z']);
    await look('2026-04-22T03:00:00+06:00');
    expect(await queued()).toEqual(['2026-04-18T21:00:00.000Z', '2026-04-21T21:00:00.000Z']);
  });

  it('keeps its next slot over a restart, and takes a new expression at once', async () => {
    await plan('2026-04-20T02:00:00+06:00');
    await plan('2026-04-20T03:30:00+06:00');
    await look('2026-04-20T03:31:00+06:00');
    expect(await queued()).toEqual(['2026-04-19T21:00:00.000Z']);
  });

  it('does nothing while it is switched off', async () => {
    await plan('2026-04-20T02:00:00+06:00');
    await run(at('2026-01-01T00:00:00Z'), sql`update schedule set is_enabled = false`);
    await look('2026-04-21T03:00:00+06:00');
    expect(await queued()).toEqual([]);
  });
});
