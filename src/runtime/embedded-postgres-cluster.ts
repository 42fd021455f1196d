import { randomBytes, randomUUID } from 'node:crypto';
import { appendFile, chown, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Account, ToolResult } from './embedded-postgres-account.ts';
import { giveTree, isOwnedBy, runAs } from './embedded-postgres-account.ts';
import type { PostgresBinaries } from './embedded-postgres-binaries.ts';
import { programIn } from './embedded-postgres-binaries.ts';
import { findPostmaster, isPostmasterOf, removeFalsePidFile } from './embedded-postgres-postmaster.ts';

/** One PostgreSQL cluster: its folder, the programs that run it, and the user they run as. */
export interface Cluster {
  folder: string;
  binaries: PostgresBinaries;
  account: Account | undefined;
  /** Settings beyond our own, for example `{ fsync: 'off' }` in tests. */
  settings: Readonly<Record<string, string>>;
}

/** The role and the database that the hub uses. */
export const hubName = 'hub';

const passwordFile = 'hub-password';
const settingsFile = 'hub.conf';
const startupLog = 'startup.log';
const serverLogs = 'log';
/** A crash recovery replays at most some gigabytes of log; a server that needs longer is not coming. */
const startTimeoutSeconds = 600;
const stopTimeoutSeconds = 60;
/** How long the last processes of a killed server may take to let go of its memory and its port. */
const crashSettlesMs = 15_000;

export async function clusterPassword(cluster: Cluster): Promise<string> {
  return (await readFile(join(cluster.folder, passwordFile), 'utf8')).trim();
}

/**
 * Makes the cluster if there is none; true if it was made. Checks one that is there.
 * Throws, saying what to do, for a folder that is not ours, another major version or another owner.
 */
export async function provideCluster(cluster: Cluster): Promise<boolean> {
  await removeDrafts(cluster);
  if (!existsSync(cluster.folder)) {
    await createCluster(cluster);
    return true;
  }
  await assertOwner(cluster);
  const names = await readdir(cluster.folder);
  if (!names.includes('PG_VERSION') || !names.includes(passwordFile)) {
    throw new Error(`${cluster.folder} is not a database of this hub. Move it away, or name another data folder with HUB_DATA_DIR.`);
  }
  await assertVersion(cluster);
  return false;
}

async function assertVersion({ folder, binaries }: Cluster): Promise<void> {
  const version = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  if (version === binaries.majorVersion) return;
  throw new Error(
    `The database in ${folder} was made by PostgreSQL ${version}, and this hub brings PostgreSQL ${binaries.majorVersion}. ` +
      `Dump it with the hub version that made it and restore the dump into a new data folder, or serve it by a PostgreSQL ${version} of your own and set DATABASE_URL.`,
  );
}

async function assertOwner({ folder, account }: Cluster): Promise<void> {
  if (await isOwnedBy(folder, account)) return;
  const { uid } = await stat(folder);
  if (!account) {
    throw new Error(
      `The database in ${folder} belongs to uid ${uid}, and this process is uid ${process.getuid?.()}. ` +
        'Start the hub as that user or as root, or name another data folder with HUB_DATA_DIR.',
    );
  }
  await giveTree(folder, account);
}

/** Made aside and renamed, so that a cluster is there whole or not at all. */
async function createCluster(cluster: Cluster): Promise<void> {
  const { folder, account, settings } = cluster;
  const draft = join(dirname(folder), `${draftPrefix}${randomUUID()}`);
  const draftCluster = join(draft, 'cluster');
  const draftPassword = join(draft, 'password');
  await mkdir(draftCluster, { recursive: true, mode: 0o700 });
  await writeFile(draftPassword, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (account) await giveTree(draft, account);

  const place = placeFor(account, draftCluster);
  const result = await runAs(
    account,
    programIn(cluster.binaries, 'initdb'),
    [
      `--pgdata=${place}`,
      `--pwfile=${place}/../password`,
      `--username=${hubName}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`,
      '--locale-provider=icu',
      '--icu-locale=ky',
      '--lc-messages=C',
      ...(settings['fsync'] === 'off' ? ['--no-sync'] : []),
    ],
    draftCluster,
  );
  if (result.code !== 0) throw new Error(explain(cluster, 'could not be created', result.output));

  await rename(draftPassword, join(draftCluster, passwordFile));
  await appendFile(join(draftCluster, 'postgresql.conf'), `\n# Last, so that it wins.\ninclude '${settingsFile}'\n`);
  await rename(draftCluster, folder);
  await syncFolder(dirname(folder));
  await removeDrafts(cluster);
}

const draftPrefix = 'initializing-';

/** What a killed start left behind. */
async function removeDrafts({ folder }: Cluster): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    if (name.startsWith(draftPrefix)) await rm(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Makes a rename outlive a power cut. Windows opens no folders, and needs no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

/**
 * How the programs are told of their folder. As root on Linux it may lie under a folder that the account cannot pass
 * through. A working directory is inherited without passing through anything, and this path always leads to it.
 */
function placeFor(account: Account | undefined, folder: string): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

async function pgCtl(cluster: Cluster, ...args: string[]): Promise<ToolResult> {
  const place = placeFor(cluster.account, cluster.folder);
  return runAs(cluster.account, programIn(cluster.binaries, 'pg_ctl'), [...args, '-D', place], cluster.folder);
}

/**
 * Starts the server, which must not be running, as a daemon outside our process tree: signals to the hub's tree do not
 * reach it. Prefers the port of the last start. With `port` it is that one or none.
 * @returns once it accepts connections, after crash recovery where needed
 */
export async function startPostmaster(cluster: Cluster, port?: number): Promise<void> {
  const giveUpAt = Date.now() + crashSettlesMs;
  for (;;) {
    await removeFalsePidFile(cluster.folder);
    await writeSettings(cluster, port ?? (await choosePort(cluster)));
    const report = await tryStart(cluster);
    if (report === undefined) return;
    if (Date.now() >= giveUpAt || !passesByItself.test(report)) throw new Error(explain(cluster, 'did not start', report));
    await sleep(250);
  }
}

/** The processes of a killed server end within a second or two; a port may be taken between our look and its start. */
const passesByItself = /lock file ".*" already exists|pre-existing shared memory block|Address already in use/;

/** Undefined when the server runs, otherwise what it reported. */
async function tryStart(cluster: Cluster): Promise<string | undefined> {
  const startup = join(cluster.folder, startupLog);
  await rm(startup, { force: true });
  const before = await logSizes(cluster);
  const { code, output } = await pgCtl(
    cluster,
    'start',
    '-w',
    '-t',
    String(startTimeoutSeconds),
    '-l',
    join(placeFor(cluster.account, cluster.folder), startupLog),
  );
  if (code === 0) return undefined;
  const said = await readFile(startup, 'utf8').catch(() => '');
  return [output, said, await loggedSince(cluster, before)].join('\n');
}

async function logSizes({ folder }: Cluster): Promise<Map<string, number>> {
  const names = await readdir(join(folder, serverLogs)).catch(() => []);
  return new Map(await Promise.all(names.map(async (name) => [name, (await stat(join(folder, serverLogs, name))).size] as const)));
}

async function loggedSince(cluster: Cluster, before: ReadonlyMap<string, number>): Promise<string> {
  const texts: string[] = [];
  for (const name of (await logSizes(cluster)).keys()) {
    const content = await readFile(join(cluster.folder, serverLogs, name));
    const known = before.get(name) ?? 0;
    texts.push(content.subarray(known <= content.length ? known : 0).toString());
  }
  return texts.join('\n');
}

/** The port of the last start if it is free, otherwise any free one. */
async function choosePort({ folder }: Cluster): Promise<number> {
  const text = await readFile(join(folder, settingsFile), 'utf8').catch(() => '');
  const last = Number(/^port = (\d+)$/m.exec(text)?.[1] ?? 0);
  return (await freePort(last)) ?? (await freePort(0)) ?? 0;
}

/** The port if it is free on 127.0.0.1; for 0 any that is. */
async function freePort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port: wanted, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

/** A week of logs; a durable server; reachable from this machine alone and only with the password. */
async function writeSettings({ folder, account, settings }: Cluster, port: number): Promise<void> {
  const all: Record<string, string> = {
    listen_addresses: "'127.0.0.1'",
    unix_socket_directories: "''",
    max_connections: '100',
    password_encryption: 'scram-sha-256',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    cluster_name: `'${hubName}'`,
    logging_collector: 'on',
    log_directory: `'${serverLogs}'`,
    log_filename: "'postgresql-%a.log'",
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  const text = ['# Written by the hub at each start. Your own settings: ALTER SYSTEM SET ...', `port = ${port}`, ...lines, ''].join('\n');
  const aside = join(folder, `${settingsFile}.new`);
  await writeFile(aside, text, { mode: 0o600 });
  if (account) await chown(aside, account.uid, account.gid);
  await rename(aside, join(folder, settingsFile));
}

/** Stops the server if it runs: clients are cut off, what is committed is written. Returns when its process is gone. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const postmaster = await findPostmaster(cluster.folder);
  if (!postmaster) return;
  const timeout = ['-w', '-t', String(stopTimeoutSeconds)];
  const fast = await pgCtl(cluster, 'stop', '-m', 'fast', ...timeout);
  // An immediate stop is a crash that the next start recovers from: nothing committed is lost.
  const { code, output } = fast.code === 0 ? fast : await pgCtl(cluster, 'stop', '-m', 'immediate', ...timeout);
  if (code !== 0 && (await isPostmasterOf(postmaster.pid, cluster.folder))) {
    throw new Error(explain(cluster, 'did not stop', output));
  }
  while (await isPostmasterOf(postmaster.pid, cluster.folder)) await sleep(10);
}

/** What went wrong and what to do, with PostgreSQL's own last words. */
function explain(cluster: Cluster, failure: string, report: string): string {
  const lines = report.split('\n').filter((line) => line.trim() !== '');
  const summary = `The embedded database in ${cluster.folder} ${failure}. ${adviceOn(report, cluster)}`.trimEnd();
  return [summary, ...lines.slice(-12)].join('\n  ');
}

function adviceOn(report: string, { folder, account }: Cluster): string {
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(report)) {
    return 'The disk is full: free some space, then start again.';
  }
  if (/Permission denied/.test(report) && account) {
    return `As root it runs as uid ${account.uid}, which must be able to use that folder: start the hub as an ordinary user, or name another folder with HUB_DATA_DIR.`;
  }
  if (/Permission denied|Read-only file system/.test(report)) {
    return 'The folder must be writable; HUB_DATA_DIR names another.';
  }
  if (/user does not exist/.test(report)) {
    return 'PostgreSQL runs only as a user with a name: give this uid an entry in /etc/passwd, start the hub as another user, or set DATABASE_URL.';
  }
  return existsSync(folder) ? `Its logs are in ${join(folder, serverLogs)}.` : '';
}
