import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { roles, type Role } from './access/actor.ts';
import { consoleCtx, type Database, type Hub, openDatabase, prepareDatabase, startHub, xroadSettingsOf } from './app.ts';
import { referenceImport, referenceImportAbout, referenceImportUsage } from './import-command.ts';
import { inTransaction } from './kit/transaction.ts';
import { verifyAudit } from './modules/audit/audit.service.ts';
import { ensureUser } from './modules/users/user.service.ts';
import { HubError } from './shared/errors.ts';
import { inLanguage } from './shared/localized-text.ts';
import { probe, probeAbout, probeUsage } from './probe-command.ts';
import { createClock } from './runtime/clock.ts';
import { type Config, ConfigError, loadConfig } from './runtime/config.ts';
import { createLog, type Logger } from './runtime/log.ts';
import { pendingMigrations } from './runtime/orm.ts';
import { ownTokenIssuer } from './runtime/tokens.ts';
import { UsageError } from './runtime/usage-error.ts';

interface Command {
  usage: string;
  about: string;
  run: (args: string[]) => Promise<number>;
}

/** What the operator can ask for, each an npm script of the same name. */
const commands: Record<string, Command> = {
  start: { usage: 'npm start', about: 'Starts the hub: database, API, worker, schedules.', run: start },
  migrate: { usage: 'npm run migrate', about: 'Brings the database up to date and loads the reference data.', run: migrateOnly },
  token: {
    usage: 'npm run token -- --role ROLE [--role ROLE] [--municipality SOATE] [--user NAME]',
    about:
      'Embedded database only: makes a user with the roles (PROVIDER needs a municipality) and prints a bearer token for 12 hours; the same name with other roles is another user.',
    run: token,
  },
  'reference:import': {
    usage: referenceImportUsage,
    about: referenceImportAbout,
    run: (args) =>
      referenceImport(
        args,
        (action, work) => withDatabase(({ orm }, config) => work(consoleCtx(orm, createClock(config.HUB_CLOCK), action))),
        say,
      ),
  },
  'xroad:probe': { usage: probeUsage, about: probeAbout, run: xroadProbe },
  'audit:verify': {
    usage: 'npm run audit:verify [-- --head SEQUENCE:HASH]',
    about: 'Walks the audit chain and names the first entry that was edited, deleted, inserted or swapped.',
    run: auditVerify,
  },
};

/** Runs one command; answers the exit code. Mistakes of use and of settings are told in plain words. */
export async function runCommand([name = 'help', ...args]: string[]): Promise<number> {
  const command = commands[name];
  if (!command) {
    const isAsked = ['help', '--help', '-h'].includes(name);
    say(isAsked ? usage() : `There is no command ${name}.\n\n${usage()}`);
    return isAsked ? 0 : 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    say(`${command.usage}\n  ${command.about}`);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    const told = usageProblem(error, name) ?? toldPlainly(error);
    if (told === undefined) throw error;
    process.stderr.write(`${told}\n`);
    return 1;
  }
}

/** What is wrong with the arguments, and where they are described. */
function usageProblem(error: unknown, name: string): string | undefined {
  const isOfParsing = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const wrong = isOfParsing ? new UsageError([error.message]) : error;
  return wrong instanceof UsageError ? `${wrong.message}\nSee npm run ${name} -- --help.` : undefined;
}

function toldPlainly(error: unknown): string | undefined {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof HubError)
    return [error.message, error.violation.hint && inLanguage(error.violation.hint, 'EN')].filter(Boolean).join(' ');
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === 'EADDRINUSE') return portTaken();
  if (error.code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine: give one that is, such as 127.0.0.1 or 0.0.0.0.';
  if (isFolderProblem(error)) return `HUB_DATA_DIR cannot be used (${error.message}): give a folder that this user may write to.`;
  return undefined;
}

const folderProblems: ReadonlySet<unknown> = new Set(['EEXIST', 'EACCES', 'ENOTDIR', 'EROFS', 'EPERM']);

function isFolderProblem(error: Error & { code?: unknown; syscall?: unknown }): boolean {
  return folderProblems.has(error.code) && (error.syscall === 'mkdir' || error.syscall === 'open');
}

function portTaken(): string {
  return 'The port is taken: a hub may be running here already. Stop it, or give another: PORT=4001 npm start. Two hubs may share one data folder.';
}

function usage(): string {
  const lines = Object.values(commands).map(({ usage: how, about }) => `  ${how}\n      ${about}`);
  return `The hub of municipal service quality\n\n${lines.join('\n')}\n\nSettings are environment variables, or lines of a file .env; .env.example lists them all.`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function configured(): { config: Config; log: Logger } {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = loadConfig();
  return { config, log: createLog({ level: config.LOG_LEVEL }) };
}

/** Opens the database for one piece of work at the console and closes it after; brought up to date first, unless only read. */
async function withDatabase<T>(work: (database: Database, config: Config) => Promise<T>, { isReadOnly = false } = {}): Promise<T> {
  const { config } = configured();
  const log = createLog({ level: 'warn' });
  const database = await openDatabase(config, log);
  try {
    await (isReadOnly ? assertMigrated(database) : prepareDatabase(config, database, log));
    return await work(database, config);
  } finally {
    await database.close();
  }
}

// ---- start ---------------------------------------------------------------------------------------------------------

async function start(): Promise<number> {
  const { config, log } = configured();
  const database = await openDatabase(config, log);
  let hub: Hub;
  try {
    if (config.isEmbedded || config.DATABASE_OWNER_URL) await prepareDatabase(config, database, log);
    else await assertMigrated(database);
    hub = await startHub({ config, database, log });
  } catch (error) {
    await database.close();
    throw error;
  }
  say(welcome(hub));
  await stopSignal(log, config.isNpmScript);
  await hub.stop();
  await database.close();
  log.info('stopped');
  return 0;
}

async function assertMigrated({ orm }: Database): Promise<void> {
  const pending = await pendingMigrations(orm);
  if (pending.length > 0)
    throw new ConfigError([`the database lacks the migrations ${pending.join(', ')}: run "npm run migrate" as its owner first`]);
}

const parentLookMs = 1_000;

/** Resolves on the first Ctrl-C or TERM, or when the npm that started the hub is gone. Asked again, the hub goes at once. */
function stopSignal(log: Logger, isNpmScript: boolean): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0;
    const stop = (why: string): void => {
      asked += 1;
      if (asked === 1) {
        log.info({ why }, 'stopping: requests and jobs under way are finished first');
        resolve();
      }
      // A terminal's Ctrl-C arrives twice, from the terminal and from npm; only a later one means impatience.
      if (asked > 3) process.exit(130);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
    if (isNpmScript) whenOrphaned(() => stop('npm has ended'));
  });
}

/** A signal to npm ends npm and its shell, and reaches the hub only as the loss of its parent. */
function whenOrphaned(orphaned: () => void): void {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    orphaned();
  }, parentLookMs).unref();
}

function welcome({ url, config, mails, exchangeUrl }: Hub): string {
  const where = mails.kind === 'eml' ? `written as .eml files to ${mails.where}` : `sent through ${mails.where}`;
  const pulls = config.XROAD_SECURITY_SERVER_URL
    ? `through ${config.XROAD_SECURITY_SERVER_URL}`
    : 'none: set XROAD_SECURITY_SERVER_URL and XROAD_CLIENT';
  return [
    '',
    `The hub is ready at ${url}`,
    '',
    `  GraphQL     ${url}/graphql`,
    ...(config.explorer ? [`  Explorer    ${url}/explorer`] : []),
    `  Health      ${url}/health/ready`,
    `  Metrics     ${url}/metrics`,
    `  Database    ${config.isEmbedded ? `embedded, data in ${config.dataDir}` : 'as DATABASE_URL says'}`,
    `  Mails       ${where}`,
    `  Pulls       ${pulls}`,
    `  Exchange    ${exchangeUrl ? `${exchangeUrl}/v1/openapi.json` : 'none: set EXCHANGE_PORT'}`,
    '',
    'Try next, in another terminal:',
    ...(config.isEmbedded
      ? [
          `  ${inFolderOf(config)}npm run token -- --role ANALYST      a bearer token for the explorer or curl`,
          '  npm run demo                         the whole walk, on a hub of its own',
        ]
      : []),
    `  curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"{ municipalities(first: 3) { totalCount nodes { soate name } } }"}'`,
    '',
    'Ctrl-C stops the hub; what is under way is finished first.',
  ].join('\n');
}

/** What stands before a command that is to find the hub's own database: nothing where it is in the folder of the first choice. */
function inFolderOf({ dataDir }: Config): string {
  return dataDir === loadConfig({}).dataDir ? '' : `HUB_DATA_DIR='${dataDir}' `;
}

// ---- the other commands --------------------------------------------------------------------------------------------

async function migrateOnly(): Promise<number> {
  await withDatabase(async () => undefined);
  say('The database is up to date.');
  return 0;
}

async function token(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { role: { type: 'string', multiple: true }, municipality: { type: 'string' }, user: { type: 'string' } },
  });
  const asked = values.role ?? [];
  const unknown = asked.filter((role) => !(roles as readonly string[]).includes(role));
  if (asked.length === 0 || unknown.length > 0)
    throw new UsageError([`--role must be one of ${roles.filter((role) => role !== 'PUBLIC' && role !== 'SYSTEM').join(', ')}`]);
  if (asked.includes('PROVIDER') !== (values.municipality !== undefined))
    throw new UsageError(['Give --municipality SOATE with --role PROVIDER, and with no other role']);
  return withDatabase(async ({ orm }, config) => {
    if (config.OIDC_ISSUER) throw new ConfigError(['tokens come from OIDC_ISSUER here; the hub issues its own only when that is unset']);
    const ctx = consoleCtx(orm, createClock(config.HUB_CLOCK), 'issueToken');
    const subject = await inTransaction(ctx, (inner) =>
      ensureUser(inner, { roles: asked as Role[], soate: values.municipality, user: values.user }),
    );
    say(await (await ownTokenIssuer(config.dataDir)).issue(subject));
    return 0;
  });
}

async function xroadProbe(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [code] = positionals;
  if (!code || positionals.length > 1) throw new UsageError([`name one source: ${probeUsage}`]);
  return withDatabase(
    ({ orm }, config) => {
      const xroad = xroadSettingsOf(config);
      if (!xroad) throw new ConfigError(['XROAD_SECURITY_SERVER_URL and XROAD_CLIENT must be set to reach a source']);
      return probe(consoleCtx(orm, createClock(config.HUB_CLOCK), 'probeSource'), xroad, code, say);
    },
    { isReadOnly: true },
  );
}

async function auditVerify(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { head: { type: 'string' } } });
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(values.head ?? '') ?? [];
  if (values.head !== undefined && !hash) throw new UsageError(['--head must be SEQUENCE:HASH, as an earlier run printed it']);
  return withDatabase(
    async ({ orm }, config) => {
      const outside = hash ? { sequence: Number(sequence), hash } : undefined;
      const found = await verifyAudit(consoleCtx(orm, createClock(config.HUB_CLOCK), 'verifyAudit'), outside);
      say(`${found.entries} entries sealed, ${found.unsealed} waiting for their seal. Head: ${found.sequence}:${found.hash}`);
      if (!found.firstBroken) {
        say('The audit log is whole.');
        return 0;
      }
      const place = found.firstBroken.sequence === null ? 'Before sealing' : `At entry ${found.firstBroken.sequence}`;
      say(`${place}: ${found.firstBroken.what}. Compare with the last backup whose head is known.`);
      return 1;
    },
    { isReadOnly: true },
  );
}
