import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { questionsForBench, sampleResponses } from './questionnaires.ts';
import { raise } from './stage.ts';

/**
 * Workload D: 500 questionnaires in one filing, with its checks, receipt, audit and idempotency, against a bare COPY of the same rows
 * into the same table, with its indexes and references. What is sent is made ready before the clock starts, the request's body as the
 * text of the COPY. Runs alternate, so that whatever else the machine does disturbs both.
 */
const size = 500;
const warmUps = 8;
const runs = 30;

const stage = await raise({
  now: '2026-09-15T09:00:00+06:00',
  env: { RATE_LIMIT_PER_MINUTE_USER: '100000', RATE_LIMIT_PER_MINUTE_ADDRESS: '100000' },
});
const analyst = await stage.person('ANALYST');
const clerk = await stage.person('PROVIDER', { soate: '41708213826000' });
await analyst.act('openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
const { formVersionId, questions } = await questionsForBench(clerk);
const connection = new pg.Client({ connectionString: stage.databaseUrl });
await connection.connect();

let batches = 0;
async function file(): Promise<{ ms: number; id: string }> {
  const responses = sampleResponses(questions, size, (batches += 1));
  const input = { year: 2026, formVersionId, batchKey: `bench ${batches}`, responses };
  const send = clerk.prepared(
    'fileQuestionnaires',
    input,
    '{ batch { id state violationCount violations { row column message } } }',
    '/graphql/filing',
  );
  const began = performance.now();
  const { batch } = await send();
  const ms = performance.now() - began;
  if (batch.state !== 'STORED') throw new Error(`Not stored: ${JSON.stringify(batch.violations[0])}`);
  return { ms, id: batch.id as string };
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
const filings: number[] = [];
const copies: number[] = [];
for (let run = -warmUps; run < runs; run += 1) {
  const { ms, id } = await file();
  const copied = await copy(id);
  if (run < 0) continue;
  filings.push(ms);
  copies.push(copied);
}
const [filing, copying] = [median(filings), median(copies)];
const best = [Math.min(...filings), Math.min(...copies)] as const;
console.log(`${runs} runs of ${size} questionnaires, alternating, after ${warmUps} of each to warm up`);
console.log(`filed over HTTP: median ${filing.toFixed(1)} ms, best ${best[0].toFixed(1)} ms`);
console.log(`bare COPY:       median ${copying.toFixed(1)} ms, best ${best[1].toFixed(1)} ms`);
console.log(
  `ratio of rates:  ${((100 * copying) / filing).toFixed(0)} % (median), ${((100 * best[1]) / best[0]).toFixed(0)} % (best); wanted 45 %`,
);
await connection.end();
await stage.stop();
