import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { entities } from '../src/app.ts';
import { connectOrm, type Orm, pendingMigrations } from '../src/runtime/orm.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

let database: TestDatabase;
let orm: Orm;
beforeAll(async () => {
  database = await createTestDatabase();
  orm = await connectOrm({
    url: database.url,
    entities,
    poolSize: 2,
    statementTimeoutMs: 0,
    applicationName: 'hub-test',
    usesSnapshot: true,
  });
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

describe('the migrations', () => {
  it('are all listed, in order', () => {
    const files = readdirSync('migrations').filter((name) => /^Migration\d+\.ts$/.test(name));
    expect(migrations.map(({ name }) => `${name}.ts`)).toEqual(files.toSorted());
  });

  it('make what the entities say: `npm run migration:create` would write nothing', async () => {
    expect(await orm.migrator.checkSchema()).toBe(false);
  });

  it('have all been run on a database that the hub calls ready', async () => {
    expect(await pendingMigrations(orm)).toEqual([]);
  });
});
