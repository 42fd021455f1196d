import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { renamed } from '../migrations/renamed.ts';
import { entities } from '../src/app.ts';
import { connectOrm, migrate, type Orm, pendingMigrations } from '../src/runtime/orm.ts';
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

  it('are not run again on a database that knows the first ones under their earlier names', async () => {
    const execute = (text: string) => orm.em.getConnection().execute(text);
    for (const [before, name] of renamed) await execute(`update mikro_orm_migrations set name = '${before}' where name = '${name}'`);
    expect(await pendingMigrations(orm)).toEqual(renamed.map(([, name]) => name));
    expect(await migrate(orm, database.url)).toEqual([]);
  });

  it('have all been run on a database that the hub calls ready', async () => {
    expect(await pendingMigrations(orm)).toEqual([]);
  });
});
