import { afterAll, beforeAll, expect, it } from 'vitest';
import { consoleCtx, entities } from '../../src/app.ts';
import { connectOrm, type Orm } from '../../src/runtime/orm.ts';
import { tickCoordinator } from '../../src/runtime/scheduler.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let orms: Orm[];
beforeAll(async () => {
  database = await createTestDatabase();
  const connect = () => connectOrm({ url: database.url, entities, poolSize: 2, statementTimeoutMs: 3000, applicationName: 'hub-test' });
  orms = [await connect(), await connect()];
});
afterAll(async () => {
  await Promise.all(orms.map((orm) => orm.close(true)));
  await database.drop();
});

/** How many hubs take a slot of a tick, each asking at once. */
async function takers(slot: string): Promise<number> {
  const asked = orms.map((orm) => tickCoordinator(() => consoleCtx(orm, { now: () => new Date() }, 'test')).shouldRun(`remind:${slot}`, 1));
  return (await Promise.all(asked)).filter(Boolean).length;
}

it('each slot of a tick is taken by one of the hubs', async () => {
  expect(await takers('2026-04-20T02:00:00.000Z')).toBe(1);
  expect(await takers('2026-04-20T02:00:00.000Z')).toBe(0);
  expect(await takers('2026-04-20T02:01:00.000Z')).toBe(1);
});

it('a hub whose clock ran far ahead holds up nobody', async () => {
  expect(await takers('2027-01-01T00:00:00.000Z')).toBe(1);
  expect(await takers('2026-04-20T02:02:00.000Z')).toBe(1);
});
