import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { consoleCtx, entities } from '../../src/app.ts';
import { useAuditKey } from '../../src/kit/audit.ts';
import { newId } from '../../src/kit/entity.ts';
import { notify } from '../../src/kit/notice.ts';
import { firstRow, run, sql } from '../../src/kit/sql.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
import { connectOrm, type Orm } from '../../src/runtime/orm.ts';
import { samplePayloads } from '../mail/sample-payloads.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type MailCatcher, startMailCatcher } from '../support/mail-catcher.ts';
import { testAuditKey } from '../support/template.ts';
import { end, startBeside } from './hub-beside.ts';

let database: TestDatabase;
let orm: Orm;
let relay: MailCatcher;
let dataDir: string;
let hub: ChildProcess | undefined;
beforeAll(async () => {
  useAuditKey(testAuditKey);
  dataDir = await mkdtemp(join(tmpdir(), 'hub-mail-killed-'));
  database = await createTestDatabase();
  orm = await connectOrm({ url: database.url, entities, poolSize: 2, statementTimeoutMs: 120_000, applicationName: 'hub-test' });
  relay = await startMailCatcher({ behave: (_recipient, triedBefore) => (triedBefore === 0 ? 'stall-kept' : 'accept') });
});
afterAll(async () => {
  hub?.kill('SIGKILL');
  await orm.close(true);
  await relay.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const ctx = () => consoleCtx(orm, { now: () => new Date() }, 'test');
const start = () => startBeside(database.url, { HUB_DATA_DIR: dataDir, SMTP_URL: relay.url });

it('a mail is not lost with the hub that died before it took it, nor with the one that died before it knew what became of it', async () => {
  // No hub runs: as when it dies after the act's commit and before the job's start.
  const recipient = { email: 'office@aiyl.example', name: null, language: null, municipalityId: null };
  await inTransaction(ctx(), (inner) =>
    notify(
      inner,
      { name: 'submission-returned', kind: 'SUBMISSION_RETURNED' },
      { subjectId: newId(), to: [{ recipient, payload: { ...samplePayloads['submission-returned'], link: '/' } }] },
    ),
  );
  hub = await start();
  await relay.waitFor(1);
  // The relay has the mail, and the hub does not know it.
  await end(hub, 'SIGKILL');
  hub = await start();
  // What half a minute brings.
  await run(
    ctx(),
    sql`update hub_lease set expires_at = expires_at - interval '1 minute' where expires_at < (select max(expires_at) from hub_lease)`,
  );
  await run(ctx(), sql`update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'`);
  const ids = (await relay.waitFor(2)).map(({ parsed }) => parsed.messageId);
  const notice = () => firstRow<{ messageId: string; state: string }>(ctx(), sql`select message_id, state from notice`);
  await vi.waitFor(async () => expect(await notice()).toEqual({ messageId: ids[0], state: 'SENT' }), { timeout: 30_000 });
  expect(await end(hub, 'SIGTERM')).toBe(0);
  expect(ids).toEqual([ids[0], ids[0]]);
  expect(relay.messages).toHaveLength(2);
});
