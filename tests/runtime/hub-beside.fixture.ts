import 'reflect-metadata';
import { once } from 'node:events';
import { entities, startHub } from '../../src/app.ts';
import { useAuditKey } from '../../src/kit/audit.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { createLog } from '../../src/runtime/log.ts';
import { connectOrm } from '../../src/runtime/orm.ts';
import { testAuditKey } from '../support/template.ts';

/** A hub as a process of its own, on a database that is there already, with a clock that starts where it is told. */
useAuditKey(testAuditKey);
const url = process.argv[2] ?? '';
const orm = await connectOrm({ url, entities, poolSize: 10, statementTimeoutMs: 120_000, applicationName: 'hub-api' });
const hub = await startHub({
  config: loadConfig(process.env),
  database: { url, orm, close: () => orm.close(true) },
  log: createLog({ level: 'error' }),
});
console.log('ready');
await once(process, 'SIGTERM');
await hub.stop();
await orm.close(true);
