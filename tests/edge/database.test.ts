import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerError } from '../../src/runtime/graphql/errors.ts';
import { createRateLimiter } from '../../src/runtime/rate-limit.ts';
import { createTestDatabase } from '../support/database.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url, max: 1 });
  await pool.query('create table edge_rate (key varchar(255) primary key, points integer not null default 0, expire bigint)');
  await pool.query('create table edge_thing (id int primary key check (id > 0), parent int references edge_thing)');
  await pool.query('insert into edge_thing values (1)');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function codeOf(query: () => Promise<unknown>): Promise<string> {
  const error = await query().then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  return answerError(error, { requestId: 'test', language: 'EN' }).answer.extensions.code;
}

describe("PostgreSQL's own refusals", () => {
  it.each([
    ['a key that is taken', 'insert into edge_thing values (1)', 'CONFLICT'],
    ['a reference to nothing', 'insert into edge_thing values (2, 99)', 'BAD_USER_INPUT'],
    ['a value that a check refuses', 'insert into edge_thing values (-1)', 'BAD_USER_INPUT'],
    ['text that is no number', "select 'a'::int", 'BAD_USER_INPUT'],
    ['a number that is too large', 'select 2147483647 + 1', 'BAD_USER_INPUT'],
    ['a statement that takes too long', 'set statement_timeout = 1; select pg_sleep(5)', 'SERVICE_BUSY'],
    ['a table that is not there', 'select * from nowhere', 'INTERNAL_SERVER_ERROR'],
  ])('%s', async (_what, statement, code) => {
    expect(await codeOf(() => pool.query(statement))).toBe(code);
    await pool.query('reset statement_timeout');
  });

  it('a pool with no connection to give is busy', async () => {
    const tight = new Pool({ connectionString: database.url, max: 1 });
    const held = await tight.connect();
    tight.options.connectionTimeoutMillis = 10;
    try {
      expect(await codeOf(() => tight.query('select 1'))).toBe('SERVICE_BUSY');
    } finally {
      held.release();
      await tight.end();
    }
  });

  it('a connection that the server ends is busy', async () => {
    const victim = new Pool({ connectionString: database.url, max: 1 });
    victim.on('error', () => undefined);
    expect(await codeOf(() => victim.query('select pg_terminate_backend(pg_backend_pid())'))).toBe('SERVICE_BUSY');
    await victim.end();
  });

  it('a server that does not listen is busy', async () => {
    const nowhere = new Pool({ host: '127.0.0.1', port: 1 });
    expect(await codeOf(() => nowhere.query('select 1'))).toBe('SERVICE_BUSY');
    await nowhere.end();
  });
});

describe('a rate that all hubs share', () => {
  const limiter = (tableName = 'edge_rate') =>
    createRateLimiter({ keyPrefix: 'test', points: 100, seconds: 60, shared: { pool, tableName } });

  it('is one count over two hubs, also for requests that come at once', async () => {
    const [one, two] = [limiter(), limiter()];
    const verdicts = await Promise.all(Array.from({ length: 130 }, (_, n) => (n % 2 ? one : two).consume('actor')));
    const allowed = verdicts.filter(({ isAllowed }) => isAllowed);
    expect(allowed).toHaveLength(100);
    for (const verdict of verdicts.filter(({ isAllowed }) => !isAllowed)) expect(verdict.retryAfterSeconds).toBeGreaterThan(0);
  });

  it('counts for itself where the database does not answer', async () => {
    const alone = limiter('no_such_table');
    const verdicts = await Promise.all(Array.from({ length: 130 }, () => alone.consume('actor')));
    expect(verdicts.filter(({ isAllowed }) => isAllowed)).toHaveLength(100);
  });
});
