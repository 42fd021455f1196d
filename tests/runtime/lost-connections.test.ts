import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { poolOf } from '../../src/runtime/orm.ts';
import { type Client, startHub, type TestHub } from '../support/hub.ts';

const open = 'mutation($input: OpenMonitoringCycleInput!) { openMonitoringCycle(input: $input) { monitoringCycle { year } } }';
const read = '{ monitoringCycles(first: 1) { nodes { id } } }';

describe('a database that closes the connections of acts under way, as in a failover', () => {
  let hub: TestHub;
  let analyst: Client;
  let admin: pg.Pool;
  beforeAll(async () => {
    hub = await startHub({ now: '2026-10-05T09:00:00+06:00', env: { DATABASE_POOL: '2' } });
    analyst = await hub.as('ANALYST');
    admin = new pg.Pool({ connectionString: hub.databaseUrl });
  });
  afterAll(async () => {
    await admin.end();
    await hub.stop();
  });

  /** An act that waits for a lock, and its connection closed over it. */
  async function interrupted(year: number) {
    const holder = await admin.connect();
    await holder.query('begin; lock table monitoring_cycle in access exclusive mode');
    const act = analyst.query(open, { input: { year, noticeYear: year, idempotencyKey: hub.key() } });
    const waiting = "datname = current_database() and application_name = 'hub-api' and wait_event_type = 'Lock'";
    await vi.waitFor(async () => {
      const { rowCount } = await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${waiting}`);
      expect(rowCount).toBe(1);
    }, 20_000);
    await holder.query('rollback');
    holder.release();
    return (await act).errors?.[0]?.extensions.code;
  }

  it('says SERVICE_BUSY, and takes no place in the pool: what comes after is answered, and the same act succeeds', async () => {
    for (const year of [2027, 2028, 2029]) expect(await interrupted(year)).toBe('SERVICE_BUSY');
    await analyst.must(read);
    const { openMonitoringCycle } = await analyst.must(open, { input: { year: 2027, noticeYear: 2027, idempotencyKey: hub.key() } });
    expect(openMonitoringCycle.monitoringCycle.year).toBe(2027);
    const pool = await poolOf(hub.hub.orm);
    expect(pool.idleCount).toBe(pool.totalCount);
  });
});
