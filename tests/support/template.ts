import pino from 'pino';
import { entities, seed } from '../../src/app.ts';
import { useAuditKey } from '../../src/kit/audit.ts';
import { createClock } from '../../src/runtime/clock.ts';
import { connectOrm, migrate } from '../../src/runtime/orm.ts';

export const testAuditKey = Buffer.alloc(32, 7);

/** Makes the database that every test database is a copy of: migrated, seeded. */
export async function prepareTemplate(url: string): Promise<void> {
  useAuditKey(testAuditKey);
  const orm = await connectOrm({ url, entities, poolSize: 4, statementTimeoutMs: 0, applicationName: 'hub-template' });
  await migrate(orm, url);
  await seed(orm, createClock(), pino({ level: 'silent' }));
  await orm.close(true);
}
