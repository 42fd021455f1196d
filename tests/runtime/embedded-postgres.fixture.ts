/**
 * A small hub to kill: starts the database of the folder named by its argument, tells what happens as JSON lines, and obeys
 * words on its standard input: `write` (rows until it dies), `stop`. SIGTERM drains as the hub does: a last row, then stop.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { Pool } from 'pg';

import { startEmbeddedPostgres } from '../../src/runtime/embedded-postgres.ts';

const [dataDir = ''] = process.argv.slice(2);

function tell(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

const database = await startEmbeddedPostgres({ dataDir, log: (message) => tell({ message }) });
const pool = new Pool({ connectionString: database.url, max: 2 });
pool.on('error', () => undefined);
await pool.query('create table if not exists written (id int generated always as identity primary key)');
tell({ ready: true, url: database.url, adopted: database.adopted, port: database.port });

async function writeRow(): Promise<void> {
  const { rows } = await pool.query<{ id: number }>('insert into written default values returning id');
  tell({ acknowledged: rows[0]?.id });
}

async function stop(): Promise<void> {
  await pool.end();
  tell({ stopped: await database.stop() });
  process.exit(0);
}

async function writeForever(): Promise<never> {
  for (;;) {
    // A write that fails was not acknowledged; the server may be away for a moment.
    await writeRow().catch(() => sleep(20));
  }
}

process.once('SIGTERM', () => void writeRow().then(stop));
createInterface({ input: process.stdin }).on('line', (word) => {
  if (word === 'write') void writeForever();
  if (word === 'stop') void stop();
});
