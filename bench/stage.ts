import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, Role } from '../src/access/actor.ts';
import { consoleCtx, type Hub, openDatabase, prepareDatabase, startHub } from '../src/app.ts';
import type { Ctx } from '../src/kit/ctx.ts';
import { firstRow, rows, type Sql, sql } from '../src/kit/sql.ts';
import { inTransaction } from '../src/kit/transaction.ts';
import { actorOfSubject, ensureUser } from '../src/modules/users/user.service.ts';
import { createClock } from '../src/runtime/clock.ts';
import { loadConfig } from '../src/runtime/config.ts';
import { createLog } from '../src/runtime/log.ts';

// A measurement reads answers as it asked for them.
// oxlint-disable-next-line typescript/no-explicit-any
type Data = any;

/** A hub of its own on an embedded PostgreSQL with its usual settings, in a folder that is removed afterwards. */
export interface Stage {
  hub: Hub;
  databaseUrl: string;
  /** A context outside any transaction, actor SYSTEM. */
  ctx: () => Ctx;
  rows<T extends object>(statement: Sql): Promise<T[]>;
  person(role: Role, options?: { soate?: string }): Promise<Person>;
  /** Returns when no job is queued or running. */
  jobsDone(): Promise<void>;
  stop(): Promise<void>;
}

export interface Person {
  token: string;
  /** Who acts where the hub is called without HTTP. */
  actor: Actor;
  ask(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** A mutation by its name; the idempotency key is made here. `path` = another door than `/graphql`. */
  act(mutation: string, input: Record<string, unknown>, selection: string, path?: string): Promise<Data>;
  /** The same, made ready: what is answered sends it. */
  prepared(mutation: string, input: Record<string, unknown>, selection: string, path?: string): () => Promise<Data>;
}

export async function raise({ now, env = {} }: { now: string; env?: Record<string, string> }): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  const config = loadConfig({ PATH: process.env.PATH, PORT: '0', HUB_DATA_DIR: dataDir, ...env });
  const log = createLog({ level: 'error' });
  const clock = createClock(now);
  const database = await openDatabase(config, log);
  await prepareDatabase(config, database, log);
  const hub = await startHub({ config, database, log, clock });
  const ctx = () => consoleCtx(hub.orm, clock, 'bench');
  return {
    hub,
    databaseUrl: database.url,
    ctx,
    rows: (statement) => rows(ctx(), statement),
    async person(role, { soate } = {}) {
      const subject = await inTransaction(ctx(), (inner) => ensureUser(inner, { roles: [role], soate }));
      return { ...speaker(hub, (await hub.issuer?.issue(subject)) ?? ''), actor: await actorOfSubject(ctx(), subject) };
    },
    async jobsDone() {
      const left = sql`select count(*)::int as n from graphile_worker._private_jobs where locked_at is not null or (run_at <= now() and attempts < max_attempts)`;
      while ((await firstRow<{ n: number }>(ctx(), left))?.n) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    async stop() {
      await hub.stop();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function speaker(hub: Hub, token: string): Omit<Person, 'actor'> {
  const send = async (body: string, path = '/graphql') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(`${hub.url}${path}`, { method: 'POST', headers, body });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    if (errors) throw new Error(`The hub refused what was measured: ${JSON.stringify(errors).slice(0, 2000)}`);
    return data;
  };
  const prepared: Person['prepared'] = (name, input, selection, path) => {
    const query = `mutation($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) ${selection} }`;
    const body = JSON.stringify({ query, variables: { input: { ...input, idempotencyKey: randomUUID() } } });
    return async () => (await send(body, path))[name];
  };
  return {
    token,
    ask: (query, variables = {}) => send(JSON.stringify({ query, variables })),
    act: (...mutation) => prepared(...mutation)(),
    prepared,
  };
}

/** The most memory that this process has had so far, in MB. */
export function peakMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
