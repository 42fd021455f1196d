import 'reflect-metadata';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { consoleCtx, openDatabase, prepareDatabase, startHub } from '../src/app.ts';
import type { Ctx } from '../src/kit/ctx.ts';
import { firstRow, rows, run, type Sql, sql } from '../src/kit/sql.ts';
import { inTransaction } from '../src/kit/transaction.ts';
import { issueReceipt, writeForm } from '../src/modules/files/receipt.service.ts';
import { stateOfInterval, wilsonInterval } from '../src/modules/indicators/formulas/v1/share.rules.ts';
import { startAnalysisRun } from '../src/modules/indicators/analysis-start.service.ts';
import { getAnalysisRun } from '../src/modules/indicators/analysis-run.service.ts';
import { achievementOf, listResults, resultsOf } from '../src/modules/indicators/indicator-result.service.ts';
import { openCycle } from '../src/modules/monitoring-cycle/monitoring-cycle.service.ts';
import { rankingOf } from '../src/modules/ranking/ranking.service.ts';
import { createClock } from '../src/runtime/clock.ts';
import { loadConfig } from '../src/runtime/config.ts';
import { createLog } from '../src/runtime/log.ts';

/**
 * A whole annual analysis: 264 municipalities, 30 objects, 200,000 questionnaires. Prints seconds from the start to the results, and
 * the peak memory of the hub's process. Then: how many services that are truly good enough are judged not to be.
 */
const sizes = { municipalities: 264, objects: 30, questionnaires: Number(process.argv[2] ?? 200_000) };

simulate();
await measure();

async function measure(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  const config = loadConfig({ PORT: '0', HUB_DATA_DIR: dataDir });
  const log = createLog({ level: 'error' });
  const database = await openDatabase(config, log);
  const clock = createClock('2026-10-25T09:00:00+06:00');
  try {
    await prepareDatabase(config, database, log);
    const ctx = () => consoleCtx(database.orm, clock, 'bench');
    await inTransaction(ctx(), fill);
    await inTransaction(ctx(), async (inner) => {
      await run(inner, sql`set local statement_timeout = 0`);
      await run(inner, sql`analyze`);
    });
    const hub = await startHub({ config, database, log, clock });
    const began = performance.now();
    const { id } = await inTransaction(ctx(), (inner) => startAnalysisRun(inner, { year: 2026, kind: 'ANNUAL' }));
    const state = await finalState(() => firstRow<{ state: string }>(ctx(), sql`select state from analysis_run where id = ${id}`));
    const seconds = (performance.now() - began) / 1_000;
    const states = await rows<{ state: string; n: number }>(
      ctx(),
      sql`select state, count(*) as n from indicator_result group by 1 order by 1`,
    );
    console.log(`${sizes.questionnaires} questionnaires, ${sizes.objects} objects, ${sizes.municipalities} municipalities: ${state}`);
    console.log(states.map((each) => `${each.state} ${each.n}`).join(', '));
    console.log(`seconds: ${seconds.toFixed(1)} (at most 60), peak memory of the hub: ${await peakMegabytes()} MB`);
    for (const [name, read] of Object.entries(readsOf(id))) {
      const before = performance.now();
      await read(ctx());
      console.log(`${name}: ${(performance.now() - before).toFixed(0)} ms`);
    }
    await hub.stop();
  } finally {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What pages and documents read of a run. */
function readsOf(runId: string): Record<string, (ctx: Ctx) => Promise<unknown>> {
  return {
    'first page of all results': (ctx) => listResults(ctx, runId, {}, { first: 100 }),
    'results over the country': (ctx) => resultsOf(ctx, runId, { isCountryLevel: true }),
    'achievement by region': (ctx) => achievementOf(ctx, runId, 'REGION'),
    'ranking by quality': async (ctx) => rankingOf(ctx, await getAnalysisRun(ctx, runId), 'QUALITY'),
  };
}

async function finalState(read: () => Promise<{ state: string } | undefined>): Promise<string> {
  for (;;) {
    const found = await read();
    if (found && found.state !== 'RUNNING') return found.state;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Questionnaires spread over municipalities and services, handed in and accepted. */
async function fill(ctx: Ctx): Promise<void> {
  const { municipalities, objects, questionnaires } = sizes;
  const by = sql`${JSON.stringify({ id: null, name: null, role: 'SYSTEM', municipalityId: null })}::jsonb`;
  const versioned = sql`1, ${ctx.now}::timestamptz, ${by}`;
  const write = (statement: Sql) => run(ctx, statement);
  await write(sql`set local statement_timeout = 0`);
  const { id: cycleId } = await openCycle(ctx, { year: 2026, noticeYear: 2026 });
  const receipt = await issueReceipt(ctx, {
    municipalityId: null,
    subject: { type: 'Bench', id: cycleId },
    form: await writeForm(ctx, '{}'),
    isLate: false,
  });
  await ctx.em.flush();
  await write(sql`insert into monitoring_list (id, version, updated_at, updated_by, cycle_id, amendment, state, prepared_by, preparer_keys, edits, approved_by, approved_at)
    values (gen_random_uuid(), ${versioned}, ${cycleId}, 0, 'APPROVED', ${by}, '{}', 0, ${by}, ${ctx.now})`);
  await write(sql`insert into municipal_service (id, version, updated_at, updated_by, code, tier, name, fee_kind, provision, count_unit, legal_basis, status, is_sample)
    select gen_random_uuid(), ${versioned}, 'B-' || i, 'BASIC', jsonb_build_object('ky', 'B-' || i, 'ru', 'B-' || i), 'FULLY_PAID', 'ON_REQUEST', 'APPLICATION',
      '[]', 'ACTIVE', false from generate_series(1, ${objects}::int) i`);
  await write(sql`insert into service_standard (id, version, updated_at, updated_by, service_id, redaction, template_id, status, items, edits, valid_from, is_sample)
    select gen_random_uuid(), ${versioned}, s.id, 1, (select id from standard_template limit 1), 'APPROVED', '[]', 0, '2020-01-01', false
    from municipal_service s where s.code like 'B-%'`);
  await write(sql`insert into norm (id, standard_id, kind, amount, unit) select gen_random_uuid(), d.id, k.kind, k.amount, k.unit
    from service_standard d join municipal_service s on s.id = d.service_id and s.code like 'B-%'
    cross join (values ('PROCESSING_TIME', 10, 'WORKING_DAY'), ('FEE', 100.00, 'SOM')) k(kind, amount, unit)`);
  await write(sql`insert into monitoring_object (id, list_id, kind, code, name, position)
    select gen_random_uuid(), l.id, 'SERVICE', s.code, s.name, row_number() over (order by s.code) from monitoring_list l, municipal_service s where s.code like 'B-%'`);
  await write(sql`insert into monitoring_object_service (id, object_id, service_id, position)
    select gen_random_uuid(), o.id, s.id, 1 from monitoring_object o join municipal_service s on s.code = o.code`);
  await write(sql`insert into monitoring_object_municipality (id, object_id, municipality_id)
    select gen_random_uuid(), o.id, m.id from monitoring_object o cross join (select id from municipality order by soate limit ${municipalities}) m`);
  await write(sql`insert into response_batch (id, version, updated_at, updated_by, municipality_id, cycle_id, form_version_id, batch_key, state, is_dry_run, accepted,
      violations, violation_count, filed_at, filed_by, receipt_id, locked_at)
    select gen_random_uuid(), ${versioned}, m.id, ${cycleId}, (select v.id from form_version v join form f on f.id = v.form_id where f.kind = 'QUESTIONNAIRE'),
      'bench', 'STORED', false, ${questionnaires}::int / ${municipalities}::int, '[]', 0, ${ctx.now}, ${by}, ${receipt.id}, ${ctx.now}
    from (select distinct municipality_id as id from monitoring_object_municipality) m`);
  await write(sql`insert into response (id, batch_id, municipality_id, cycle_id, form_version_id, service_id, applied_on, served_on, answers, channel, respondent_kind,
      procedure_followed, time_spent, time_expected, cost_paid, cost_expected, satisfaction_quality, satisfaction_availability, complained)
    select gen_random_uuid(), b.id, b.municipality_id, b.cycle_id, b.form_version_id, s.ids[1 + i % cardinality(s.ids)], '2026-03-02'::date + i % 150,
      '2026-03-12'::date + i % 150,
      jsonb_build_object('RESPONDENT_KIND', 'PERSON', 'CHANNEL', 'OFFICE', 'RESULT_RECEIVED', 'YES', 'PROCEDURE_FOLLOWED', r.procedure, 'TIME_SPENT', r.time,
        'TIME_EXPECTED', 8, 'COST_PAID', r.cost::text, 'COST_EXPECTED', '90.00', 'VISITS', 2, 'WAITING_TIME', 15, 'INFORMED_BY', '["PEOPLE", "NOTICE_BOARD"]'::jsonb,
        'SATISFACTION_QUALITY', r.quality, 'SATISFACTION_AVAILABILITY', 5, 'HAD_PROBLEM', r.has_problem, 'COMPLAINED', false,
        'PROBLEM_CATEGORY', case when r.has_problem then '["TIME", "COST"]'::jsonb end, 'SUGGESTION', 'Кезекти азайтуу керек'),
      'IN_PERSON', case when i % 10 = 0 then 'ORGANISATION' else 'PERSON' end, r.procedure, r.time, 8, r.cost, 90.00, r.quality, 5, false
    from response_batch b cross join generate_series(1, ${questionnaires}::int / ${municipalities}::int) i
    cross join (select array_agg(id order by code) as ids from municipal_service where code like 'B-%') s
    cross join lateral (select case when random() + i * 0 < 0.97 then 'YES' else 'NO' end as procedure, floor(random() * 12)::int as time,
      round((80 + random() * 25)::numeric, 2) as cost, 2 + floor(random() * 4)::int as quality, random() < 0.1 as has_problem) r`);
  await handInAll(write, { by, cycleId, receiptId: receipt.id, now: ctx.now });
}

interface HandedIn {
  by: Sql;
  cycleId: string;
  receiptId: string;
  now: Date;
}

/** Both parts of every municipality, accepted, with three quarters of figures. */
async function handInAll(write: (statement: Sql) => Promise<number>, { by, cycleId, receiptId, now }: HandedIn): Promise<void> {
  await write(sql`insert into submission (id, version, updated_at, updated_by, municipality_id, cycle_id, revision, first_submitted_at, edits)
    select gen_random_uuid(), 1, ${now}::timestamptz, ${by}, b.municipality_id, ${cycleId}, 1, ${now}, 0 from response_batch b`);
  await write(sql`insert into submission_revision (id, submission_id, municipality_id, cycle_id, number, submitted_at, submitted_by, receipt_id)
    select gen_random_uuid(), s.id, s.municipality_id, s.cycle_id, 1, ${now}::timestamptz, ${by}, ${receiptId} from submission s`);
  await write(sql`insert into submission_revision_part (id, revision_id, part, is_nil, accepted_at)
    select gen_random_uuid(), v.id, p.part, false, ${now}::timestamptz from submission_revision v cross join (values ('QUESTIONNAIRES'), ('VOLUME_REPORT')) p(part)`);
  await write(sql`insert into submission_revision_batch (id, revision_id, batch_id)
    select gen_random_uuid(), v.id, b.id from submission_revision v join response_batch b on b.municipality_id = v.municipality_id`);
  await write(sql`insert into submission_revision_line (id, revision_id, service_id, quarter, channel, delivered_state, delivered_value)
    select gen_random_uuid(), v.id, s.id, q.quarter, 'IN_PERSON', 'VALUE', 10 from submission_revision v cross join municipal_service s
    cross join (values ('Q1'), ('Q2'), ('Q3')) q(quarter) where s.code like 'B-%'`);
}

async function peakMegabytes(): Promise<string> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kilobytes ? (Number(kilobytes) / 1_024).toFixed(0) : 'not known here';
}

// ---- how often a good service is judged not to be ----------------------------------------------------------------

/** Services whose true share lies above the threshold, anywhere up to 1, with samples as they come. */
function simulate(): void {
  const services = 20_000;
  for (const threshold of [0.95, 0.9, 0.7]) {
    let wrong = 0;
    for (let index = 0; index < services; index += 1) {
      const truth = threshold + (1 - threshold) * Math.random();
      const n = 10 + Math.floor(Math.random() * 190);
      let hits = 0;
      for (let answer = 0; answer < n; answer += 1) if (Math.random() < truth) hits += 1;
      if (stateOfInterval(wilsonInterval(hits, n, 0.95), threshold) === 'NOT_ACHIEVED') wrong += 1;
    }
    console.log(`truly above ${threshold}, judged NOT_ACHIEVED: ${((100 * wrong) / services).toFixed(2)} % (at most 5)`);
  }
}
