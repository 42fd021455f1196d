import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Role } from '../../src/access/actor.ts';
import { consoleCtx, type Database, entities, type Hub, reminders, startHub as startRealHub } from '../../src/app.ts';
import { useAuditKey } from '../../src/kit/audit.ts';
import { firstRow, rows, sql } from '../../src/kit/sql.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
import { reminderTick } from '../../src/modules/notifications/reminder.jobs.ts';
import { createApiKey, ensureUser } from '../../src/modules/users/user.service.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { connectOrm } from '../../src/runtime/orm.ts';
import { createTestDatabase } from './database.ts';
import { type MailCatcher, type MailCatcherOptions, startMailCatcher } from './mail-catcher.ts';
import { testAuditKey } from './template.ts';

export interface Answer<T = Record<string, never>> {
  status: number;
  headers: Headers;
  data: T | null | undefined;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; rule?: string; path?: string[]; hint?: string; [key: string]: unknown };
  }[];
}

// Answers are what the test asked for; each test reads them as it expects them.
// oxlint-disable-next-line typescript/no-explicit-any
export type Data = any;

export interface Client {
  token?: string;
  /** The whole answer, whatever it is. */
  query(document: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer<Data>>;
  /** The data; fails if there are errors. */
  must(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** The codes and rules of the errors; fails if there are none. */
  refused(document: string, variables?: Record<string, unknown>): Promise<NonNullable<Answer['errors']>>;
}

export interface TestHub {
  url: string;
  databaseUrl: string;
  hub: Hub;
  clock: { now(): Date; set(instant: string): void };
  mails: MailCatcher;
  anonymous: Client;
  /** Somebody with a role; the same role and user name again is the same person. */
  as(role: Role | readonly Role[], options?: { soate?: string; user?: string }): Promise<Client>;
  /** Whoever sends this token or API key. */
  bearing(token: string): Client;
  /** A new idempotency key. */
  key(): string;
  /** Waits until no job is due any more; fails if one threw: the queue would try it again only later. */
  runJobs(): Promise<void>;
  /** The minute's look for reminders. */
  remind(): Promise<void>;
  /** Rows of a statement, straight from the database. */
  rows<T extends object>(statement: Parameters<typeof rows>[1]): Promise<T[]>;
  stop(): Promise<void>;
}

export interface TestHubOptions {
  /** RFC 3339; the clock stands still until it is set. */
  now?: string;
  env?: Record<string, string>;
  mail?: MailCatcherOptions;
  xroad?: { securityServerUrl: string; clientId: string };
  /** Whether the hub looks for what is due by itself. It leaves that to the test: a look of its own would fall on any moment. */
  looks?: boolean;
}

/** A whole hub on a database of its own: real HTTP, real SMTP, real jobs; only the clock is the test's. */
export async function startHub(options: TestHubOptions = {}): Promise<TestHub> {
  useAuditKey(testAuditKey);
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-test-data-'));
  const testDatabase = await createTestDatabase();
  const mails = await startMailCatcher(options.mail);
  let now = new Date(options.now ?? '2026-03-02T09:00:00+06:00');
  const clock = { now: () => now, set: (instant: string) => void (now = new Date(instant)) };
  const xroad = options.xroad && { XROAD_SECURITY_SERVER_URL: options.xroad.securityServerUrl, XROAD_CLIENT: options.xroad.clientId };
  const config = loadConfig({
    PORT: '0',
    HUB_DATA_DIR: dataDir,
    SMTP_URL: mails.url,
    RATE_LIMIT_PER_MINUTE_ADDRESS: '100000',
    RATE_LIMIT_PER_MINUTE_USER: '100000',
    ...xroad,
    ...options.env,
  });
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
  // No test may depend on how fast its machine is: the limit of the API itself is the edge's to prove.
  const orm = await connectOrm({ url: testDatabase.url, entities, poolSize: 10, statementTimeoutMs: 120_000, applicationName: 'hub-api' });
  const database: Database = { url: testDatabase.url, orm, close: () => orm.close(true) };
  const hub = await startRealHub({ config, database, log, clock, looks: options.looks ?? false });
  const reader = () => consoleCtx(orm, clock, 'test');

  const client = (token?: string): Client => {
    const query: Client['query'] = async (document, variables, headers) => {
      const response = await fetch(`${hub.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          'accept-language': 'en',
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query: document, variables }),
      });
      const body = (await response.json()) as Pick<Answer<Data>, 'data' | 'errors'>;
      return { status: response.status, headers: response.headers, ...body };
    };
    return {
      token,
      query,
      async must(document, variables) {
        const { data, errors } = await query(document, variables);
        if (errors) throw new Error(`Refused: ${JSON.stringify(errors, null, 1)}`);
        return data;
      },
      async refused(document, variables) {
        const { errors, data } = await query(document, variables);
        if (!errors) throw new Error(`Not refused: ${JSON.stringify(data)}`);
        return errors;
      },
    };
  };

  return {
    url: hub.url,
    databaseUrl: testDatabase.url,
    hub,
    clock,
    mails,
    anonymous: client(),
    async as(role, { soate, user } = {}) {
      const roles: readonly Role[] = typeof role === 'string' ? [role] : role;
      if (roles.includes('AGENCY_SYSTEM')) {
        const expiresAt = new Date(now.getTime() + 86_400_000);
        const { secret } = await inTransaction(reader(), (ctx) =>
          createApiKey(ctx, { label: user ?? 'agency', role: 'AGENCY_SYSTEM', expiresAt }),
        );
        return client(secret);
      }
      const subject = await inTransaction(reader(), (ctx) => ensureUser(ctx, { roles, soate, user }));
      return client(await hub.issuer?.issue(subject));
    },
    bearing: client,
    key: () => randomUUID(),
    async runJobs() {
      for (;;) {
        const jobs = await firstRow<{ due: number; error: string | null }>(
          reader(),
          sql`select count(*) filter (where locked_at is not null or (run_at <= now() and attempts < max_attempts)) as due,
                min(last_error) as error from graphile_worker._private_jobs`,
        );
        if (jobs?.error) throw new Error(`A job threw: ${jobs.error}`);
        if (!jobs?.due) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    remind: () => reminderTick(reminders).run(reader()),
    rows: (statement) => rows(reader(), statement),
    async stop() {
      await hub.stop();
      await orm.close(true);
      await mails.stop();
      await testDatabase.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
