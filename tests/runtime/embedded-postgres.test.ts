import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { accountFor, runAs } from '../../src/runtime/embedded-postgres-account.ts';
import { findPostgresBinaries, programIn, runnableBinaries } from '../../src/runtime/embedded-postgres-binaries.ts';
import { tryLockFile } from '../../src/runtime/embedded-postgres-lock.ts';
import { findPostmaster } from '../../src/runtime/embedded-postgres-postmaster.ts';
import { startEmbeddedPostgres, stopAbandonedPostgres } from '../../src/runtime/embedded-postgres.ts';
import { HubProcess, processes } from './hub-process.ts';

let room: string;
let dataDir: string;
let clusterFolder: string;
const hubs: HubProcess[] = [];

beforeEach(async () => {
  // Mode 0700 and ours: as root, the user that PostgreSQL runs as has no way in.
  room = await mkdtemp(join(tmpdir(), 'hub-embedded-postgres-'));
  dataDir = join(room, 'data');
  clusterFolder = join(dataDir, 'postgres', 'cluster');
});

afterEach(async () => {
  await Promise.all(hubs.splice(0).map((hub) => hub.kill().catch(() => undefined)));
  await stopAbandonedPostgres(dataDir).catch(() => undefined);
  await rm(room, { recursive: true, force: true });
});

let madeRoom: string;

beforeAll(async () => {
  madeRoom = await mkdtemp(join(tmpdir(), 'hub-embedded-postgres-made-'));
  await (await startEmbeddedPostgres({ dataDir: madeRoom })).stop();
});

afterAll(() => rm(madeRoom, { recursive: true, force: true }));

/** For a test that needs no fresh folder: the one of an earlier start, which every such test leaves stopped. */
function useFolderOfEarlierStart(): void {
  dataDir = madeRoom;
  clusterFolder = join(madeRoom, 'postgres', 'cluster');
}

async function startHub(): Promise<Awaited<ReturnType<typeof HubProcess.start>>> {
  const hub = await HubProcess.start(dataDir);
  hubs.push(hub);
  return hub;
}

async function rowsOf<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function writtenTo(url: string): Promise<number[]> {
  return (await rowsOf<{ id: number }>(url, 'select id from written')).map(({ id }) => id);
}

async function postmasterPid(): Promise<number> {
  const postmaster = await findPostmaster(clusterFolder);
  if (!postmaster) throw new Error('No server runs.');
  return postmaster.pid;
}

describe('the first start', () => {
  it('makes a durable database that sorts Kyrgyz, keeps UTC and is reached from this machine with its password only', async () => {
    const database = await startEmbeddedPostgres({ dataDir });
    const sorted = await rowsOf<{ word: string }>(
      database.url,
      "select word from unnest(array['уста', 'өрт', 'одун', 'ңшы', 'нан', 'үй']) word order by word",
    );
    expect(sorted.map(({ word }) => word)).toEqual(['нан', 'ңшы', 'одун', 'өрт', 'уста', 'үй']);
    const settings = await rowsOf<{ name: string; setting: string }>(
      database.url,
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'TimeZone',
       'server_encoding', 'listen_addresses', 'unix_socket_directories', 'max_connections', 'data_checksums')`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      TimeZone: 'UTC',
      server_encoding: 'UTF8',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '100',
      data_checksums: 'on',
    });
    await expect(rowsOf(database.url.replace(/:[0-9a-f]{48}@/, ':guess@'), 'select 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(clusterFolder, 'hub-password'))).mode & 0o777).toBe(0o600);
    expect(database).toMatchObject({ adopted: false, dataDir });
    expect(await database.stop()).toBe('stopped');
  });

  it('never runs the server as root, and keeps the data under the data folder even where only its owner may look', async () => {
    const database = await startEmbeddedPostgres({ dataDir });
    const server = await postmasterPid();
    expect(processes().find(({ pid }) => pid === server)?.uid).toBeGreaterThan(0);
    expect(await readdir(clusterFolder)).toContain('PG_VERSION');
    await database.stop();
  });

  it('makes one database when several hubs start at once', async () => {
    const started = await Promise.all([startHub(), startHub(), startHub()]);
    expect(new Set(started.map(({ url }) => url)).size).toBe(1);
    expect(started.filter(({ adopted }) => !adopted)).toHaveLength(1);
  });

  it('is done again after it was killed halfway', async () => {
    const folder = join(dataDir, 'postgres');
    const first = HubProcess.spawn(dataDir);
    hubs.push(first);
    await vi.waitFor(async () => expect((await readdir(folder)).join()).toContain('initializing-'), {
      timeout: 30_000,
      interval: 5,
    });
    await first.kill();
    expect(await readdir(folder)).not.toContain('cluster');
    const database = await startEmbeddedPostgres({ dataDir });
    expect(await rowsOf(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(folder)).toSorted()).toEqual(['cluster', 'holders', 'lock']);
    await database.stop();
  });
});

describe('the next start', () => {
  beforeEach(useFolderOfEarlierStart);

  it('finds the rows, the password and the port of the last one', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await rowsOf(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second).toMatchObject({ url: first.url, port: first.port, adopted: false });
    expect(await rowsOf(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('takes another port where something else has taken the old one', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second.port).not.toBe(first.port);
    expect(await rowsOf(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
    squatter.close();
  });

  it('joins the server of a hub that was killed with -9, and nothing acknowledged is missing', async () => {
    const killed = await startHub();
    const server = await postmasterPid();
    killed.say('write');
    await killed.hasWritten(200);
    await killed.kill();
    const next = await startEmbeddedPostgres({ dataDir });
    expect(next.adopted).toBe(true);
    expect(await postmasterPid()).toBe(server);
    expect(await writtenTo(next.url)).toEqual(expect.arrayContaining(killed.acknowledged));
    expect(await next.stop()).toBe('stopped');
  });

  it('recovers when hub and server were both killed with -9, again and again, and nothing acknowledged is missing', async () => {
    const acknowledged: number[] = [];
    for (let round = 1; round <= 5; round += 1) {
      const hub = await startHub();
      expect(hub.adopted).toBe(false);
      hub.say('write');
      await hub.hasWritten(50);
      process.kill(await postmasterPid(), 'SIGKILL');
      await hub.kill();
      acknowledged.push(...hub.acknowledged);
    }
    const database = await startEmbeddedPostgres({ dataDir });
    expect(acknowledged.length).toBeGreaterThanOrEqual(250);
    expect(await writtenTo(database.url)).toEqual(expect.arrayContaining(acknowledged));
    await database.stop();
  });

  it('opens a data folder that was put back from a copy, whoever made the copy', async () => {
    dataDir = join(room, 'restored');
    // As root, the copy is root's.
    await cp(madeRoom, dataDir, { recursive: true });
    const database = await startEmbeddedPostgres({ dataDir });
    expect(database.adopted).toBe(false);
    expect(await rowsOf(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.stop();
  });

  it('is not misled by a lock file whose process number belongs to another process by now', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    const pidFile = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8');
    await first.stop();
    // The same user's process, so that PostgreSQL itself would believe the file.
    const other = spawn('sleep', ['1000'], { ...(await accountFor(clusterFolder)) });
    await once(other, 'spawn');
    await writeFile(join(clusterFolder, 'postmaster.pid'), pidFile.replace(/^\d+/, String(other.pid)));
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second.adopted).toBe(false);
    expect(await postmasterPid()).not.toBe(other.pid);
    await second.stop();
    other.kill();
  });
});

describe('a server that dies under a living hub', () => {
  beforeEach(useFolderOfEarlierStart);

  it('is started again on its port, and nothing acknowledged is missing', async () => {
    const hub = await startHub();
    hub.say('write');
    await hub.hasWritten(50);
    const dead = await postmasterPid();
    process.kill(dead, 'SIGKILL');
    await hub.told((event) => event.message?.includes('runs again') === true);
    expect(await postmasterPid()).not.toBe(dead);
    await hub.hasWritten(hub.acknowledged.length + 50);
    const acknowledged = hub.acknowledged;
    expect(await writtenTo(hub.url)).toEqual(expect.arrayContaining(acknowledged));
  });
});

describe('hubs on one data folder', () => {
  beforeEach(useFolderOfEarlierStart);

  it('share the server; it runs until the last of them stops', async () => {
    const first = await startHub();
    const second = await startHub();
    expect(second).toMatchObject({ adopted: true, url: first.url });
    expect(await first.stop()).toBe('left running for others');
    expect(await rowsOf(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await second.stop()).toBe('stopped');
    expect(await findPostmaster(clusterFolder)).toBeUndefined();
  });

  it('do not wait for one that was killed with -9', async () => {
    const killed = await startHub();
    const living = await startHub();
    await killed.kill();
    expect(await living.stop()).toBe('stopped');
    expect(await readdir(join(dataDir, 'postgres', 'holders'))).toEqual([]);
  });

  it('may be one process twice', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    const second = await startEmbeddedPostgres({ dataDir });
    expect(await first.stop()).toBe('left running for others');
    expect(await second.stop()).toBe('stopped');
    expect(await second.stop()).toBe('stopped');
  });

  it('that start while the last one stops get a server that stays', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const leaving = await startEmbeddedPostgres({ dataDir });
      const [, coming] = await Promise.all([leaving.stop(), startEmbeddedPostgres({ dataDir })]);
      expect(await rowsOf(coming.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await coming.stop();
    }
  });

  it('are refused where they cannot see each other, as two containers cannot', async () => {
    const first = await startEmbeddedPostgres({ dataDir });
    const stranger = tryLockFile(join(dataDir, 'postgres', 'holders', '17-0123456789ab-container'));
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /in use by another hub in another container or on another machine.*HUB_DATA_DIR/,
    );
    stranger?.release();
    expect(await first.stop()).toBe('stopped');
  });
});

describe('signals', () => {
  beforeEach(useFolderOfEarlierStart);

  it('to the hub and every process below it leave the server running until the hub has drained', async () => {
    const hub = await startHub();
    const server = await postmasterPid();
    const tree = hub.tree();
    expect(tree).toHaveLength(2);
    expect(tree).not.toContain(server);
    const groupsOf = (pids: readonly (number | undefined)[]) => processes().flatMap(({ pid, group }) => (pids.includes(pid) ? group : []));
    const [serverGroup] = groupsOf([server]);
    expect(serverGroup).toEqual(expect.any(Number));
    expect(groupsOf(tree)).not.toContain(serverGroup);
    hub.terminate();
    await hub.told((event) => event.stopped !== undefined);
    expect(hub.acknowledged).toHaveLength(1);
    expect(hub.events.at(-1)).toEqual({ stopped: 'stopped' });
    expect(await findPostmaster(clusterFolder)).toBeUndefined();
  });
});

describe('a folder that cannot serve is refused with what to do', () => {
  it('when another major version made it', async () => {
    useFolderOfEarlierStart();
    const version = join(clusterFolder, 'PG_VERSION');
    await writeFile(version, '17\n');
    const refused = await startEmbeddedPostgres({ dataDir }).catch(String);
    await writeFile(version, '18\n');
    expect(refused).toMatch(/made by PostgreSQL 17, and this hub brings PostgreSQL 18\. Dump it/);
  });

  it('when something else lies in its place', async () => {
    await mkdir(clusterFolder, { recursive: true });
    await writeFile(join(clusterFolder, 'letters.txt'), 'not a database');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/is not a database of this hub\. Move it away/);
    expect(await readdir(clusterFolder)).toEqual(['letters.txt']);
  });

  it("when it is itself somebody's PostgreSQL cluster", async () => {
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'PG_VERSION'), '16\n');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/is itself a PostgreSQL cluster\. Give the hub a folder of its own/);
    expect(await readdir(dataDir)).toEqual(['PG_VERSION']);
  });

  it('when it is a file', async () => {
    await writeFile(dataDir, '');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/cannot be kept in .*not a folder.*HUB_DATA_DIR/);
  });

  it('when the server cannot start there, with the reason from its log', async () => {
    useFolderOfEarlierStart();
    await expect(startEmbeddedPostgres({ dataDir, settings: { wal_level: 'nonsense' } })).rejects.toThrow(
      /did not start[^]*invalid value for parameter "wal_level": "nonsense"/,
    );
    const database = await startEmbeddedPostgres({ dataDir });
    await database.stop();
  });
});

describe('the programs', () => {
  it('are missed by the name of the platform, with what to do', () => {
    expect(() => findPostgresBinaries('plan9-mips')).toThrow(
      /no embedded PostgreSQL for plan9-mips: .*@embedded-postgres\/plan9-mips is not installed\. .*--omit=optional.*DATABASE_URL/,
    );
  });

  it('run also from a checkout that only its owner may read, also as root, from a copy that only root can change', async () => {
    const installed = findPostgresBinaries();
    // A version of its own, so that the copy is this test's.
    const hidden = { ...installed, folder: join(room, 'native'), packageVersion: `0.0.0-test.${process.pid}` };
    await cp(installed.folder, hidden.folder, { recursive: true, verbatimSymlinks: true });
    await chmod(room, 0o700);
    const account = await accountFor(clusterFolder);
    const first = await runnableBinaries(account, () => undefined, hidden);
    try {
      expect((await runAs(account, programIn(first, 'initdb'), ['--version'], '/')).code).toBe(0);
      if (!account) return;
      expect(first.folder).not.toContain(room);
      const tampered = join(first.folder, 'share', 'postgresql', 'postgres.bki');
      await writeFile(tampered, 'shorter');
      await chmod(programIn(first, 'postgres'), 0o777);
      const again = await runnableBinaries(account, () => undefined, hidden);
      expect(again).toEqual(first);
      expect((await stat(tampered)).size).toBe((await stat(join(hidden.folder, 'share', 'postgresql', 'postgres.bki'))).size);
      expect((await stat(programIn(first, 'postgres'))).mode & 0o777).toBe(0o755);
    } finally {
      if (account) await rm(first.folder, { recursive: true, force: true });
    }
  });
});
