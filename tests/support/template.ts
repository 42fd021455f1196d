import pg from 'pg';
import pino from 'pino';
import { makeWorkerUtils } from 'graphile-worker';
import { prelude } from '../../migrations/prelude.ts';
import { entities, seed } from '../../src/app.ts';
import { useAuditKey } from '../../src/kit/audit.ts';
import { createClock } from '../../src/runtime/clock.ts';
import { connectOrm } from '../../src/runtime/orm.ts';

export const testAuditKey = Buffer.alloc(32, 7);

/** Makes the database that every test database is a copy of: migrated, seeded. */
export async function prepareTemplate(url: string): Promise<void> {
  useAuditKey(testAuditKey);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of prelude) await client.query(statement);
  await client.end();
  const orm = await connectOrm({ url, entities, poolSize: 4, statementTimeoutMs: 0, applicationName: 'hub-template' });
  await orm.schema.create();
  const utils = await makeWorkerUtils({ connectionString: url });
  await utils.migrate();
  await utils.release();
  await seed(orm, createClock(), pino({ level: 'silent' }));
  await orm.close(true);
}
