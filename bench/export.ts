import { createHash } from 'node:crypto';
import { consoleCtx, entities } from '../src/app.ts';
import { run, sql } from '../src/kit/sql.ts';
import { inTransaction } from '../src/kit/transaction.ts';
import { writeDataAppendix } from '../src/modules/questionnaires/data-appendix.service.ts';
import { connectOrm } from '../src/runtime/orm.ts';
import { questionnaire } from '../tests/modules/forms/sample-forms.fixture.ts';
import { anyAnswers } from '../tests/modules/questionnaires/questionnaire.fixture.ts';
import { peakMb, type Person, raise, type Stage } from './stage.ts';
import { randomOf } from '../tests/support/random.ts';

/** How fast responses are written, and how much memory it takes: `npx tsx bench/export.ts [responses]`, 200,000 unless given. */
const responses = Number(process.argv[2] ?? 200_000);

const stage = await raise({ now: '2026-10-20T09:00:00+06:00', env: { RATE_LIMIT_PER_MINUTE_USER: '100000' } });
// As the worker has it, for what no operation reaches yet.
const workerOrm = await connectOrm({
  url: stage.databaseUrl,
  entities,
  poolSize: 4,
  statementTimeoutMs: 120_000,
  applicationName: 'bench',
});
try {
  const analyst = await stage.person('ANALYST');
  await analyst.act('openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  await enterResponses(stage);
  const before = peakMb();
  console.log(`${responses} responses are in the database; peak RSS until now ${before} MB`);
  for (const [format, cut] of [
    ['CSV', 'FULL'],
    ['CSV', 'DEIDENTIFIED'],
    ['XLSX', 'DEIDENTIFIED'],
    ['NDJSON', 'FULL'],
  ] as const) {
    await measured(`${format} ${cut}`, () => exported(analyst, { kind: 'RESPONSES', format, cut, year: 2026 }));
  }
  await measured('data appendix (ZIP)', async () => {
    const appendix = { name: 'appendix', which: sql`b.state = 'STORED'`, cut: 'DEIDENTIFIED' as const, beside: [] };
    const { file, rows, withheld } = await writeDataAppendix(
      { ...consoleCtx(workerOrm, stage.hub.clock, 'bench'), language: 'RU' },
      appendix,
    );
    return `${rows} rows, ${withheld} withheld, ${mb(file.bytes)} MB`;
  });
} finally {
  await workerOrm.close(true);
  await stage.stop();
}

async function measured(what: string, work: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const seen = await work();
  const seconds = (performance.now() - began) / 1000;
  console.log(`${what}: ${seconds.toFixed(1)} s, ${Math.round(responses / seconds)} rows/s, ${seen}; peak RSS ${peakMb()} MB`);
}

async function exported(person: Person, input: Record<string, unknown>): Promise<string> {
  const started = await person.act('startExport', input, '{ export { id } }');
  await stage.jobsDone();
  const read = '{ rows job { state failure { message } } file { bytes sha256 url } }';
  const { export: made } = await person.ask(`query($id: ID!) { export(id: $id) ${read} }`, { id: started.export.id });
  if (made.job.state !== 'SUCCEEDED') throw new Error(`The export failed: ${JSON.stringify(made.job)}`);
  const hash = createHash('sha256');
  for await (const piece of (await fetch(made.file.url)).body ?? []) hash.update(piece);
  if (hash.digest('hex') !== made.file.sha256) throw new Error('What was fetched is not what was made');
  return `${made.rows} rows, ${mb(made.file.bytes)} MB`;
}

function mb(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

/** Responses of 100 municipalities on ten services in turn, the last of which is rare, with answers to every kind of question. */
async function enterResponses({ ctx, rows }: Stage): Promise<void> {
  const [given] = await rows<{ cycleId: string; formVersionId: string }>(
    sql`select c.id as cycle_id, v.id as form_version_id from monitoring_cycle c, form_version v join form f on f.id = v.form_id where f.kind = 'QUESTIONNAIRE'`,
  );
  const random = randomOf(2026);
  const answers = JSON.stringify(Array.from({ length: 1000 }, () => anyAnswers(random, questionnaire)));
  const services = sql`(select array_agg(id order by code) as ids from (select id, code from municipal_service where tier = 'BASIC' order by code limit 10) s)`;
  await inTransaction(ctx(), async (inner) => {
    await run(inner, sql`set local statement_timeout = 0`);
    await run(
      inner,
      sql`insert into file (id, name, media_type, bytes, sha256, content_id, is_public, created_at)
          values (gen_random_uuid(), 'bench.json', 'application/json', 0, repeat('0', 64), gen_random_uuid(), false, ${inner.now})`,
    );
    await run(
      inner,
      sql`insert into receipt (id, number, received_at, sha256, is_late, municipality_id, subject_type, subject_id, file_id)
          select gen_random_uuid(), 'BENCH-' || m.soate, ${inner.now}, repeat('0', 64), false, m.id, 'ResponseBatch', gen_random_uuid(), f.id
          from (select * from municipality order by id limit 100) m, file f`,
    );
    await run(
      inner,
      sql`insert into response_batch (id, updated_at, updated_by, municipality_id, cycle_id, form_version_id, batch_key, state, is_dry_run, accepted,
            violations, violation_count, filed_at, filed_by, receipt_id)
          select gen_random_uuid(), ${inner.now}, '{}', r.municipality_id, ${given?.cycleId}, ${given?.formVersionId}, 'bench', 'STORED', false, ${responses} / 100,
            '[]', 0, ${inner.now}, '{}', r.id from receipt r`,
    );
    await run(
      inner,
      sql`insert into response (id, batch_id, municipality_id, cycle_id, form_version_id, service_id, applied_on, served_on, answers)
          select gen_random_uuid(), b.id, b.municipality_id, b.cycle_id, b.form_version_id, s.ids[case when i.n % 977 = 0 then 10 else i.n % 9 + 1 end],
            date '2026-01-01' + i.n % 200, date '2026-01-05' + i.n % 200, a.answers -> (i.n % 1000)
          from (select b.*, row_number() over (order by b.id) as place from response_batch b) b
          join generate_series(1, ${responses}::int) i(n) on i.n % 100 + 1 = b.place
          cross join ${services} s cross join (select ${answers}::jsonb as answers) a`,
    );
    await run(inner, sql`analyze response`);
  });
}
