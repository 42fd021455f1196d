/**
 * Kills the hub (`kill -9`) at random moments while it hands mails to a relay that rejects, defers, stalls and drops, and counts what
 * became of them. Usage: npm run bench:notices-kill -- [--kills 100] [--mails 1000] [--seed 1]; interrupted (SIGINT), it kills no more
 * and counts.
 *
 * Real: the hub as its user starts it, its embedded PostgreSQL, SMTP. Shortened: what a killed hub had in hand is released at once and
 * not after 30 s, and the back-off of deferred mails (a minute and more) runs out at once.
 */
import 'reflect-metadata';
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { consoleCtx, openDatabase, prepareDatabase } from '../src/app.ts';
import { newId } from '../src/kit/entity.ts';
import { samplePayloads } from '../src/kit/mail/sample-payloads.ts';
import { type NoticeDefinition, notify } from '../src/kit/notice.ts';
import { rows, run, sql } from '../src/kit/sql.ts';
import { inTransaction } from '../src/kit/transaction.ts';
import { createClock } from '../src/runtime/clock.ts';
import { loadConfig } from '../src/runtime/config.ts';
import { createLog } from '../src/runtime/log.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    mails: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});
const [kills, mails] = [Number(values.kills), Number(values.mails)];
const random = randomFrom(Number(values.seed));
const began = Date.now();

/** Mulberry32: the same seed, the same misbehaviour. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const mass: NoticeDefinition = { name: 'list-notified', kind: 'LIST_NOTIFIED', priority: 10 };
const urgent: NoticeDefinition = { name: 'submission-returned', kind: 'SUBMISSION_RETURNED' };
const isRefused = (address: string): boolean => address.startsWith('gone');
const addresses = Array.from({ length: mails }, (_, index) => `${index % 50 === 7 ? 'gone' : 'office'}-${index}@aiyl.example`);

// ---- the relay -----------------------------------------------------------------------------------------------------

const kept = new Map<string, string[]>();
const seen = new EventEmitter();
const tally = { tried: 0, rejected: 0, deferred: 0, stalled: 0, dropped: 0, acknowledgementsLost: 0 };
let misbehaves = true;

const relay = new SMTPServer({
  logger: false,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  closeTimeout: 100,
  onRcptTo({ address }, _session, done) {
    tally.tried += 1;
    seen.emit('recipient');
    if (isRefused(address)) {
      tally.rejected += 1;
      done(answer(550, '5.1.1 No such mailbox'));
    } else if (misbehaves && random() < 0.08) {
      tally.deferred += 1;
      done(answer(451, '4.7.1 Try again later'));
    } else done();
  },
  onData(stream, session, done) {
    void buffer(stream).then((raw) => {
      const fate = misbehaves ? random() : 1;
      const isKept = fate >= 0.06;
      if (isKept) keep(session.envelope.rcptTo[0]?.address ?? '', raw.toString('utf8'));
      if (fate < 0.01) tally.stalled += 1;
      else if (fate < 0.06) cut(session.id, 'dropped');
      else if (fate < 0.09) cut(session.id, 'acknowledgementsLost');
      else done();
    }, done);
  },
});
relay.on('error', () => undefined);

function answer(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

function keep(address: string, raw: string): void {
  const messageId = /^Message-ID: (<[^>]+>)/im.exec(raw)?.[1] ?? 'none';
  kept.set(address, [...(kept.get(address) ?? []), messageId]);
}

function cut(sessionId: string, how: 'dropped' | 'acknowledgementsLost'): void {
  tally[how] += 1;
  for (const connection of relay.connections) if (connection.id === sessionId) connection._socket.destroy();
}

// ---- the hub -------------------------------------------------------------------------------------------------------

relay.listen(0, '127.0.0.1');
await once(relay.server, 'listening');
const dataDir = await mkdtemp(join(tmpdir(), 'hub-notices-kill-'));
const environment = {
  PATH: process.env.PATH,
  PORT: '0',
  HUB_DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  SMTP_URL: `smtp://127.0.0.1:${(relay.server.address() as AddressInfo).port}`,
};
const config = loadConfig(environment);
const database = await openDatabase(config, createLog({ level: 'error' }));
await prepareDatabase(config, database, createLog({ level: 'error' }));
const ctx = () => consoleCtx(database.orm, createClock(), 'bench');

function startHub(): ChildProcess {
  return spawn(process.execPath, ['dist/src/main.js', 'start'], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function kill(hub: ChildProcess): Promise<void> {
  const ended = once(hub, 'exit');
  hub.kill('SIGKILL');
  await ended;
}

/** What time would bring: the dead hub's lease runs out, what it had in hand grows old, and deferred mails fall due. */
async function letTimePass(): Promise<void> {
  await run(ctx(), sql`update hub_lease set expires_at = clock_timestamp() - interval '1 second'`);
  await run(ctx(), sql`update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute' where locked_at is not null`);
  await makeDue();
}

async function makeDue(): Promise<void> {
  await run(ctx(), sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now()`);
}

/** Returns after so many tries of mails, or when nothing has happened for long. */
async function tries(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    await Promise.race([once(seen, 'recipient'), sleep(20_000)]);
  }
}

async function mailTo(notice: NoticeDefinition, recipients: readonly string[]): Promise<void> {
  const to = recipients.map((email) => ({
    recipient: { email, name: null, language: null, municipalityId: null },
    payload: { ...samplePayloads[notice.name], link: '/' },
  }));
  await inTransaction(ctx(), (inner) => notify(inner, notice, { subjectId: newId(), to }));
}

// The misbehaviour makes some tries in vain: a life is long enough for its share of all of them, and ends at random.
const triesPerLife = Math.max(1, (mails * 1.15) / kills);
await mailTo(mass, addresses.slice(mails / 5));
// The urgent fifth comes little by little, while the mass mailing is under way.
const urgentToCome = addresses.slice(0, mails / 5);
let killed = 0;
const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
for (; killed < kills && !interruption.signal.aborted; killed += 1) {
  await mailTo(urgent, urgentToCome.splice(0, Math.ceil(urgentToCome.length / (kills - killed))));
  const hub = startHub();
  await tries(Math.ceil(random() * 2 * triesPerLife));
  await sleep(random() * 60);
  await kill(hub);
  await letTimePass();
  if ((killed + 1) % 10 === 0)
    console.log(`${killed + 1} kills, ${kept.size} of ${mails} recipients reached, ${Math.round((Date.now() - began) / 1000)} s`);
}

await mailTo(urgent, urgentToCome);
misbehaves = false;
const last = startHub();
for (;;) {
  const [left] = await rows<{ n: number }>(ctx(), sql`select count(*)::int as n from notice where state in ('QUEUED', 'DEFERRED')`);
  if (left?.n === 0) break;
  await makeDue();
  await sleep(500);
}
await kill(last);

// ---- the count -----------------------------------------------------------------------------------------------------

const stored = await rows<{ recipient: string; messageId: string; state: string }>(
  ctx(),
  sql`select recipient, message_id, state from notice`,
);
const deliverable = stored.filter(({ recipient }) => !isRefused(recipient));
const asked = new Set(deliverable.map(({ recipient }) => recipient));
const result = {
  kills: killed,
  mails,
  lost: deliverable.filter(({ recipient }) => !kept.has(recipient)).length,
  unexpected: [...kept.keys()].filter((recipient) => !asked.has(recipient)).length,
  duplicates: [...kept.values()].reduce((sum, ids) => sum + ids.length - 1, 0),
  allowedDuplicates: killed + tally.acknowledgementsLost,
  unstableMessageIds: stored.filter(({ recipient, messageId }) => kept.get(recipient)?.some((id) => id !== messageId)).length,
  wrongStates: stored.filter(({ recipient, state }) => state !== (isRefused(recipient) ? 'FAILED' : 'SENT')).length,
  relay: tally,
  seconds: Math.round((Date.now() - began) / 1000),
};
console.log(JSON.stringify(result, null, 2));

await new Promise<void>((closed) => {
  relay.close(() => closed());
});
await database.close();
await rm(dataDir, { recursive: true, force: true });
const isGood =
  result.lost + result.unexpected + result.unstableMessageIds + result.wrongStates === 0 && result.duplicates <= result.allowedDuplicates;
process.exit(isGood ? 0 : 1);
