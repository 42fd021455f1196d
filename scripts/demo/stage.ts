import 'reflect-metadata';
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '../../src/access/actor.ts';
import { consoleCtx, type Database, type Hub, type HubParts, openDatabase, prepareDatabase, startHub } from '../../src/app.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
import { ensureUser } from '../../src/modules/users/user.service.ts';
import { createClock } from '../../src/runtime/clock.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { createLog } from '../../src/runtime/log.ts';
import { type MailCatcher, startMailCatcher } from '../../tests/support/mail-catcher.ts';
import { type SecurityServer, startSecurityServer } from '../../tests/support/security-server.ts';

/** The hub of the demo, on the embedded database, between a simulated mail relay and a simulated security server. */
export interface Stage {
  hub: Hub;
  mails: MailCatcher;
  exchange: SecurityServer;
  dataDir: string;
  /** The hub's clock, which runs on from wherever it is moved to. */
  clock: { moveTo(instant: string): void };
  /** Somebody with a role, as `npm run token` would make them. */
  person(role: Role | readonly Role[], options?: { soate?: string; user?: string }): Promise<Person>;
  /** Writes the mails that the relay received to files, and answers where. */
  keepMails(): Promise<string>;
  /** Downloads files by their signed links into a folder of the demo, and answers where. */
  keepFiles(folder: string, files: readonly { name: string; url: string }[]): Promise<string>;
  stop(): Promise<void>;
}

// The demo reads answers as it asked for them.
// oxlint-disable-next-line typescript/no-explicit-any
type Data = any;

export interface Person {
  token: string;
  ask(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** A mutation by its name; the idempotency key is made here. */
  act(mutation: string, input: Record<string, unknown>, selection: string): Promise<Data>;
  /** As `act`, for what must be refused: the refusal's rule and message. */
  refused(mutation: string, input: Record<string, unknown>): Promise<{ rule: string; message: string; hint?: string }>;
}

const client = 'central-server/GOV/70000999/service-quality-hub';

/** Starts everything afresh; what an earlier demo left is removed. */
export async function raiseCurtain(): Promise<Stage> {
  const dataDir = join(loadConfig().dataDir, 'demo');
  await rm(dataDir, { recursive: true, force: true });
  const mails = await startMailCatcher();
  const exchange = await startSecurityServer();
  const config = loadConfig({
    ...process.env,
    // A hub of its own, beside any other.
    PORT: '0',
    HUB_DATA_DIR: dataDir,
    DATABASE_URL: undefined,
    SMTP_URL: mails.url,
    XROAD_SECURITY_SERVER_URL: exchange.url,
    XROAD_CLIENT: client,
  });
  const log = createLog({ level: 'error' });
  const database: Database = await openDatabase(config, log);
  let clock = createClock();
  const hub = await startUp({ config, database, log, clock: { now: () => clock.now() } }).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  return {
    hub,
    mails,
    exchange,
    dataDir,
    clock: { moveTo: (instant) => void (clock = createClock(instant)) },
    async person(role, { soate, user } = {}) {
      const ctx = consoleCtx(hub.orm, hub.clock, 'issueToken');
      const subject = await inTransaction(ctx, (inner) =>
        ensureUser(inner, { roles: typeof role === 'string' ? [role] : role, soate, user }),
      );
      return speaker(hub, (await hub.issuer?.issue(subject)) ?? '');
    },
    async keepMails() {
      const folder = join(dataDir, 'mails-received');
      await mkdir(folder, { recursive: true });
      await Promise.all(
        mails.messages.map(({ raw, to }, index) => writeFile(join(folder, `${String(index + 1).padStart(3, '0')}-${to[0]}.eml`), raw)),
      );
      return folder;
    },
    async keepFiles(name, files) {
      const folder = join(dataDir, name);
      await mkdir(folder, { recursive: true });
      for (const file of files) {
        const response = await fetch(file.url);
        if (!response.ok) throw new Error(`${file.name} cannot be downloaded: ${response.status}`);
        await writeFile(join(folder, file.name), Buffer.from(await response.arrayBuffer()));
      }
      return folder;
    },
    async stop() {
      await hub.stop();
      await database.close();
      await mails.stop();
      await exchange.stop();
    },
  };
}

async function startUp(parts: HubParts): Promise<Hub> {
  await prepareDatabase(parts.config, parts.database, parts.log);
  return startHub(parts);
}

function speaker(hub: Hub, token: string): Person {
  const send = async (query: string, variables: Record<string, unknown>) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'ru', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as { data: Data; errors?: { message: string; extensions: { rule: string; hint?: string } }[] };
  };
  const mutation = (name: string, selection: string) =>
    `mutation($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) ${selection} }`;
  const ask: Person['ask'] = async (document, variables = {}) => {
    const { data, errors } = await send(document, variables);
    if (errors) throw new Error(`The hub refused what the demo asked:\n${JSON.stringify(errors, null, 2)}\n${document}`);
    return data;
  };
  return {
    token,
    ask,
    act: async (name, input, selection) =>
      (await ask(mutation(name, selection), { input: { ...input, idempotencyKey: randomUUID() } }))[name],
    async refused(name, input) {
      const { errors } = await send(mutation(name, '{ __typename }'), { input: { ...input, idempotencyKey: randomUUID() } });
      const [error] = errors ?? [];
      if (!error) throw new Error(`The hub let ${name} pass, which must be refused`);
      return { message: error.message, ...error.extensions };
    },
  };
}

/** Asks again and again until something is so; the demo gives up after a minute and says what it waited for. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const began = Date.now(); Date.now() - began < 60_000;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Waited a minute in vain: ${what}`);
}

/** What an act on something asks for: which, and the version that was read. */
export function idOf({ id, version }: { id: string; version: number }) {
  return { id, expectedVersion: version };
}

let steps = 0;

export function chapter(title: string): void {
  steps += 1;
  process.stdout.write(`\n${steps}. ${title}\n`);
}

export function line(text: string): void {
  process.stdout.write(`   ${text}\n`);
}
