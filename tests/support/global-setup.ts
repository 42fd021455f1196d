import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';
import type { TestProject } from 'vitest/node';

import type { EmbeddedPostgres } from '../../src/runtime/embedded-postgres.ts';
import { startEmbeddedPostgres, stopAbandonedPostgres } from '../../src/runtime/embedded-postgres.ts';
import { templateDatabase } from './database.ts';
import { prepareTemplate } from './template.ts';

const roomPrefix = 'hub-test-run-';

/** Nothing here has to outlive a crash, so nothing waits for the disk. */
const fastSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  autovacuum: 'off',
};

let room: string | undefined;
let database: EmbeddedPostgres | undefined;

/** Starts the run's own server and makes the database that every test database is a copy of. */
export async function setup(project: Pick<TestProject, 'provide'>): Promise<void> {
  await removeRoomsOfDeadRuns();
  room = await mkdtemp(join(tmpdir(), roomPrefix));
  database = await startEmbeddedPostgres({ dataDir: room, settings: fastSettings });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`create database ${templateDatabase}`);
  await client.end();
  const template = new URL(database.url);
  template.pathname = templateDatabase;
  await prepareTemplate(template.href);
  project.provide('databaseUrl', database.url);
}

export async function teardown(): Promise<void> {
  await database?.stop();
  if (room) await rm(room, { recursive: true, force: true });
}

/** A killed run leaves its server running and its folder behind; a living one keeps its own. */
async function removeRoomsOfDeadRuns(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(roomPrefix));
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    // Another user's folder is not ours to judge.
    if (await isAbandoned(folder).catch(() => false)) await rm(folder, { recursive: true, force: true });
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const hasCluster = existsSync(join(folder, 'postgres', 'cluster'));
  const ageMs = Date.now() - (await stat(folder)).birthtimeMs;
  // A young folder without a cluster is one that a run is just making.
  return hasCluster ? stopAbandonedPostgres(folder) : ageMs > 10 * 60_000;
}
