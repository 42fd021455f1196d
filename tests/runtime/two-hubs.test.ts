import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { consoleCtx } from '../../src/app.ts';
import { run, sql } from '../../src/kit/sql.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { approveObjects } from '../modules/submissions/submission.fixture.ts';
import { end, startBeside } from './hub-beside.ts';

const due = '2026-10-13T08:00:00+06:00';
const auditHead = 'head@outside.example';
const minute = 60_000;

let hub: TestHub;
let dataDir: string;
let soates: string[];
const processes: ChildProcess[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-two-hubs-'));
  hub = await startHub({ now: '2026-09-01T09:00:00+06:00', env: { AUDIT_HEAD_EMAIL: auditHead } });
  const places = await hub.rows<{ soate: string }>(sql`select soate from municipality order by soate limit 30`);
  soates = places.map(({ soate }) => soate);
  await approveObjects(hub, [{ code: 'MS-002', soates }]);
  const ctx = consoleCtx(hub.hub.orm, hub.clock, 'test');
  await run(ctx, sql`update municipality set official_email = soate || '@aiyl.example'`);
  await run(ctx, sql`update schedule set next_due_at = ${due} where name = 'mail-audit-head'`);
  await hub.runJobs();
  hub.mails.clear();
  hub.clock.set(due);
});
afterAll(async () => {
  for (const each of processes) each.kill('SIGKILL');
  await hub.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Looks come with the machine's minutes. By the hub's clock one is half a minute before due, and the next, for which it will be up, half a minute past. */
function clockBeforeDue(): string {
  const now = Date.now();
  const looksAt = Math.ceil((now + minute / 2) / minute) * minute;
  return new Date(Date.parse(due) + minute / 2 - (looksAt - now)).toISOString();
}

async function start(): Promise<ChildProcess> {
  const settings = { HUB_DATA_DIR: dataDir, SMTP_URL: hub.mails.url, AUDIT_HEAD_EMAIL: auditHead, HUB_CLOCK: clockBeforeDue() };
  const child = await startBeside(hub.databaseUrl, settings);
  processes.push(child);
  return child;
}

it('two hubs across a due minute send every mail that falls due, each once', async () => {
  const hubs = await Promise.all([start(), start()]);
  await hub.mails.waitFor(soates.length + 1);
  for (const each of hubs) expect(await end(each, 'SIGTERM')).toBe(0);
  await hub.runJobs();
  const told = hub.mails.messages.map(({ to, parsed }) => `${to.join()} ${parsed.messageId}`);
  const written = await hub.rows<{ recipient: string; messageId: string }>(
    sql`select recipient, message_id from notice where due_at >= ${hub.clock.now()} and state = 'SENT'`,
  );
  expect(told.toSorted()).toEqual(written.map(({ recipient, messageId }) => `${recipient} ${messageId}`).toSorted());
  expect(written.map(({ recipient }) => recipient)).toEqual(
    expect.arrayContaining([...soates.map((soate) => `${soate}@aiyl.example`), auditHead]),
  );
  expect(new Set(told).size).toBe(told.length);
});
