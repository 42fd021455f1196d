import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ResponseBatch } from '../src/modules/questionnaires/response-batch.entity.ts';
import { ResponseBatchResolver } from '../src/modules/questionnaires/response-batch.resolver.ts';
import { questionsForBench, sampleResponses } from './questionnaires.ts';
import { raise } from './stage.ts';

/**
 * Workload D: 500 questionnaires in one filing, against a bare COPY of the same rows into the same table, with its indexes and
 * references. The filing is measured twice: as it is stored (idempotency, checks, rows, receipt, transition, audit, commit, and what is
 * read again for the answer), and as it is sent, which is that and HTTP, sign-in and the reading of 300 KB as GraphQL. What is sent is
 * made ready before the clock starts, as is the text of the COPY. Each alternates with COPYs, so that whatever else the machine does
 * disturbs both.
 */
const size = 500;
const warmUps = 20;
const runs = 60;

const stage = await raise({
  now: '2026-09-15T09:00:00+06:00',
  env: { RATE_LIMIT_PER_MINUTE_USER: '100000', RATE_LIMIT_PER_MINUTE_ADDRESS: '100000' },
});
const analyst = await stage.person('ANALYST');
const filer = new ResponseBatchResolver();
const clerk = await stage.person('PROVIDER', { soate: '41708213826000' });
await analyst.act('openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
const { formVersionId, questions } = await questionsForBench(clerk);
const connection = new pg.Client({ connectionString: stage.databaseUrl });
await connection.connect();

let batches = 0;
function nextInput() {
  const responses = sampleResponses(questions, size, (batches += 1));
  return { year: 2026, formVersionId, batchKey: `bench ${batches}`, isDryRun: false, responses };
}

interface Timed {
  ms: number;
  id: string;
}

async function send(): Promise<Timed> {
  const selection = '{ batch { id state violationCount violations { row column message } } }';
  const sent = clerk.prepared('fileQuestionnaires', nextInput(), selection, '/graphql/filing');
  const began = performance.now();
  const { batch } = await sent();
  const ms = performance.now() - began;
  if (batch.state !== 'STORED') throw new Error(`Not stored: ${JSON.stringify(batch.violations[0])}`);
  return { ms, id: batch.id as string };
}

/** The same use case, given its input. */
async function store(): Promise<Timed> {
  const input = { ...nextInput(), idempotencyKey: randomUUID() };
  const ctx = { ...stage.ctx(), actor: clerk.actor };
  const began = performance.now();
  const { batch } = await filer.fileQuestionnaires(input, ctx);
  const ms = performance.now() - began;
  const { id, state } = batch as unknown as ResponseBatch;
  if (state !== 'STORED') throw new Error(`Not stored: ${state}`);
  return { ms, id };
}

/** The rows of a batch as COPY text, under ids of their own. */
async function copyTextOf(batchId: string): Promise<string> {
  const { rows } = await connection.query<{ line: string }>('select r::text as line from response r where batch_id = $1', [batchId]);
  if (rows.length !== size) throw new Error(`${rows.length} rows`);
  const columns = await connection.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'response'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const list = columns.rows.map(({ name }) => (name === 'id' ? 'gen_random_uuid() as id' : name)).join(', ');
  await connection.query(`create temp table bench_rows as select ${list} from response where batch_id = '${batchId}'`);
  const { to: copyTo } = await import('pg-copy-streams');
  const pieces: Buffer[] = [];
  for await (const piece of connection.query(copyTo('copy bench_rows to stdout')) as AsyncIterable<Buffer>) pieces.push(piece);
  await connection.query('drop table bench_rows');
  return Buffer.concat(pieces).toString('utf8');
}

async function copy(batchId: string): Promise<number> {
  const text = await copyTextOf(batchId);
  const began = performance.now();
  await connection.query('begin');
  const stream = connection.query(copyFrom('copy response from stdin'));
  stream.end(text);
  await finished(stream);
  await connection.query('commit');
  return performance.now() - began;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const shown = (values: number[]): string => `median ${median(values).toFixed(1)} ms, best ${Math.min(...values).toFixed(1)} ms`;

async function compare(what: string, filing: () => Promise<Timed>): Promise<void> {
  const filings: number[] = [];
  const copies: number[] = [];
  for (let run = -warmUps; run < runs; run += 1) {
    const { ms, id } = await filing();
    const copied = await copy(id);
    if (run < 0) continue;
    filings.push(ms);
    copies.push(copied);
  }
  const [filed, copied] = [median(filings), median(copies)];
  console.log(`${what} ${shown(filings)}; bare COPY ${shown(copies)}: ${((100 * copied) / filed).toFixed(0)} % of its rate (medians)`);
}

console.log(`${runs} runs of ${size} questionnaires each, after ${warmUps} to warm up`);
await compare('sent over HTTP:      ', send);
await compare('stored (wanted 45 %):', store);
await connection.end();
await stage.stop();
