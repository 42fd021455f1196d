import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client, DatabaseError } from 'pg';

import { accountFor } from './embedded-postgres-account.ts';
import { runnableBinaries } from './embedded-postgres-binaries.ts';
import type { Cluster } from './embedded-postgres-cluster.ts';
import { clusterPassword, hubName, provideCluster, startPostmaster, stopPostmaster } from './embedded-postgres-cluster.ts';
import type { Hold } from './embedded-postgres-holders.ts';
import { livingHolders, takeHold, thisMachine } from './embedded-postgres-holders.ts';
import { withFileLock } from './embedded-postgres-lock.ts';
import type { Postmaster } from './embedded-postgres-postmaster.ts';
import { findPostmaster, isPostmasterOf } from './embedded-postgres-postmaster.ts';

export interface EmbeddedPostgres {
  /** `postgres://hub:<password>@127.0.0.1:<port>/hub`: the role owns the whole server. */
  url: string;
  /** Whether the server ran already: another hub's, or one that a killed hub left. */
  adopted: boolean;
  port: number;
  dataDir: string;
  /** Ends our use of the server; whoever is the last one stops it and waits until its process is gone. */
  stop(): Promise<'stopped' | 'left running for others'>;
}

interface EmbeddedPostgresOptions {
  /** Made if missing; everything lies in its folder `postgres`. */
  dataDir: string;
  /** Hears what is done, in English, for the operator. */
  log?: (message: string) => void;
  /** Settings of PostgreSQL beyond the hub's own, in effect when this call starts the server. */
  settings?: Readonly<Record<string, string>>;
}

/** What lies where in the data folder. */
interface Place {
  dataDir: string;
  folder: string;
  cluster: string;
  lock: string;
  holders: string;
}

const watchEveryMs = 1_000;
const readyWithinMs = 600_000;

/**
 * Starts the database that comes with the hub, or joins the one that runs on the folder already. It recovers by itself
 * from a killed hub, a killed server, or a half-made cluster, and a server that dies while we use it is started again.
 * Throws, saying what to do, where the folder cannot serve.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const place = placeIn(options.dataDir);
  return explainingFileErrors(place, async () => {
    await prepareFolder(place);
    const cluster = await clusterIn(place, options.settings ?? {}, log);
    const { hold, ...running } = await locked(place, log, async () => {
      assertNoStrangers(place);
      if (await provideCluster(cluster)) log(`Created a database cluster in ${cluster.folder}.`);
      const server = await provideServer(cluster);
      return { ...server, hold: takeHold(place.holders) };
    });
    log(
      `${running.adopted ? 'Joined the running' : 'Started the'} embedded PostgreSQL on 127.0.0.1:${running.port}, data in ${place.cluster}.`,
    );
    return new Use(place, cluster, hold, running, log).asEmbeddedPostgres();
  });
}

/** Stops the server of a data folder whose users are all dead; true if nobody uses it (any more). */
export async function stopAbandonedPostgres(dataDir: string): Promise<boolean> {
  const place = placeIn(dataDir);
  if (!existsSync(place.folder)) return true;
  const log = () => undefined;
  const cluster = await clusterIn(place, {}, log);
  return locked(place, log, () => stopUnlessUsed(place, cluster));
}

interface RunningServer extends Postmaster {
  port: number;
  url: string;
  adopted: boolean;
}

/** One hub's use of a server: watches it, and gives it up once. */
class Use {
  private readonly watch: NodeJS.Timeout;
  private reviving: Promise<void> | undefined;
  private stopping: Promise<'stopped' | 'left running for others'> | undefined;
  private lastFailure = '';

  constructor(
    private readonly place: Place,
    private readonly cluster: Cluster,
    private readonly hold: Hold,
    private server: RunningServer,
    private readonly log: (message: string) => void,
  ) {
    this.watch = setInterval(() => void (this.reviving ??= this.revive().finally(() => (this.reviving = undefined))), watchEveryMs);
    this.watch.unref();
  }

  asEmbeddedPostgres(): EmbeddedPostgres {
    const { url, adopted, port } = this.server;
    return { url, adopted, port, dataDir: this.place.dataDir, stop: () => (this.stopping ??= this.stop()) };
  }

  /** Starts the server again, on its port, if it died: our pools hold its address. */
  private async revive(): Promise<void> {
    try {
      if (await isPostmasterOf(this.server.pid, this.cluster.folder)) return;
      this.server = await locked(this.place, this.log, () => provideServer(this.cluster, this.server.port));
      this.log(`The embedded PostgreSQL had died; it runs again on 127.0.0.1:${this.server.port}.`);
      this.lastFailure = '';
    } catch (error) {
      const failure = String(error);
      if (failure !== this.lastFailure) this.log(`The embedded PostgreSQL died and cannot be started again yet: ${failure}`);
      this.lastFailure = failure;
    }
  }

  private async stop(): Promise<'stopped' | 'left running for others'> {
    clearInterval(this.watch);
    await this.reviving;
    const stopped = await locked(this.place, this.log, async () => {
      this.hold.release();
      return stopUnlessUsed(this.place, this.cluster);
    });
    this.log(stopped ? 'Stopped the embedded PostgreSQL.' : 'Left the embedded PostgreSQL running: another process uses it.');
    return stopped ? 'stopped' : 'left running for others';
  }
}

function placeIn(dataDir: string): Place {
  const folder = join(resolve(dataDir), 'postgres');
  return {
    dataDir: resolve(dataDir),
    folder,
    cluster: join(folder, 'cluster'),
    lock: join(folder, 'lock'),
    holders: join(folder, 'holders'),
  };
}

async function prepareFolder({ dataDir, folder }: Place): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) {
    throw new Error(`${dataDir} is itself a PostgreSQL cluster. Give the hub a folder of its own with HUB_DATA_DIR.`);
  }
  // Others may pass through but not look: as root on macOS the server's user must reach its own folder below.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

async function clusterIn(place: Place, settings: Cluster['settings'], log: (message: string) => void): Promise<Cluster> {
  const account = await accountFor(place.cluster);
  return { folder: place.cluster, account, settings, binaries: await runnableBinaries(account, log) };
}

/** Starting and stopping exclude each other: nobody joins a server that somebody is stopping. */
async function locked<T>(place: Place, log: (message: string) => void, work: () => Promise<T>): Promise<T> {
  return withFileLock(place.lock, () => log(`Waiting for another process that starts or stops the database in ${place.folder}.`), work);
}

/** Two servers that cannot see each other would ruin the data. */
function assertNoStrangers({ dataDir, holders }: Place): void {
  const stranger = livingHolders(holders).find(({ machine }) => machine !== thisMachine());
  if (!stranger) return;
  throw new Error(
    `${dataDir} is in use by another hub in another container or on another machine (process ${stranger.pid} there). ` +
      'Stop that hub, name another folder with HUB_DATA_DIR, or give both hubs one database with DATABASE_URL.',
  );
}

/** The running server, or a new one, on the given port if any. Call it under the lock. */
async function provideServer(cluster: Cluster, port?: number): Promise<RunningServer> {
  const password = await clusterPassword(cluster);
  const found = await findPostmaster(cluster.folder);
  if (!found) await startPostmaster(cluster, port);
  const postmaster = await waitUntilReady(cluster, password);
  if (postmaster) return { ...postmaster, adopted: found !== undefined };
  // It was stopping, on somebody else's word, while we knocked.
  return provideServer(cluster, port);
}

/** The server once it serves the hub's database, which is made if missing; undefined if it ended instead. */
async function waitUntilReady(cluster: Cluster, password: string): Promise<Omit<RunningServer, 'adopted'> | undefined> {
  const giveUpAt = Date.now() + readyWithinMs;
  while (Date.now() < giveUpAt) {
    const postmaster = await findPostmaster(cluster.folder);
    if (!postmaster) return undefined;
    const { pid, port } = postmaster;
    if (port !== undefined && (await provideDatabase(urlOf(port, password, 'postgres')))) {
      return { pid, port, url: urlOf(port, password, hubName) };
    }
    await sleep(50);
  }
  throw new Error(
    `Process ${(await findPostmaster(cluster.folder))?.pid} holds the database in ${cluster.folder} but does not answer. ` +
      'If it is not PostgreSQL, remove postmaster.pid there; otherwise end it, then start again.',
  );
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${hubName}:${password}@127.0.0.1:${port}/${database}`;
}

/** Makes the hub's database if it is missing; false while the server starts, recovers, shuts down or dies. */
async function provideDatabase(url: string): Promise<boolean> {
  try {
    await withClient(url, async (client) => {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [hubName]);
      if (rowCount === 0) await client.query(`create database ${hubName}`);
    });
    return true;
  } catch (error) {
    // 57…: starting or ending. 53300: serving, and busy. What is no DatabaseError is a broken or refused connection.
    if (error instanceof DatabaseError && !/^(57|53300)/.test(error.code ?? '')) throw error;
    return false;
  }
}

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000, application_name: 'hub: start' });
  // A server that ends under a connection reports it here too; the query's own rejection is what counts.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Call it under the lock. Stops the server if no living process uses it; true if none does. */
async function stopUnlessUsed(place: Place, cluster: Cluster): Promise<boolean> {
  if (livingHolders(place.holders).length > 0) return false;
  await stopPostmaster(cluster);
  return true;
}

const fileErrors: Readonly<Record<string, string>> = {
  EACCES: 'this process may not write there',
  EPERM: 'this process may not write there',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'it, or a part of its path, is not a folder',
  EEXIST: 'it is not a folder',
  ENOENT: 'it cannot be made there',
};

async function explainingFileErrors<T>({ dataDir }: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? fileErrors[String(error.code)] : undefined;
    if (reason === undefined) throw error;
    throw new Error(
      `The embedded database cannot be kept in ${dataDir}: ${reason} (${(error as Error).message}). Mend that, or name another folder with HUB_DATA_DIR.`,
      { cause: error },
    );
  }
}
