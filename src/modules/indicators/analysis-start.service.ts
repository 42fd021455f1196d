import { stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { enqueue, type QueuedJob } from '../../kit/outbox.ts';
import { firstRow, rows, run, type Sql, sql } from '../../kit/sql.ts';
import { assertNone } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { dayOf, addDays } from '../../shared/calendar.ts';
import { startJob } from '../files/job.service.ts';
import { getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { publishedStates } from '../monitoring-cycle/monitoring-list.rules.ts';
import { computingSteps } from './analysis-computing.service.ts';
import { AnalysisMethod, AnalysisRun } from './analysis.entity.ts';
import { type RunKind, runPeriod, sourcesUsed, startViolations } from './analysis-run.rules.ts';
import { type AnswerSource, judgedBy } from './indicator.rules.ts';

/** The job that computes; its code is in `analysis-run.jobs.ts`. */
export const computeAnalysis: QueuedJob = { name: 'compute-analysis', maxAttempts: 5 };

export interface RunStart {
  year: number;
  kind: RunKind;
  quarter?: Quarter | null;
  /** R11: of a quarter only; both unless given. */
  sources?: readonly AnswerSource[] | null;
  methodVersion?: number | null;
}

/**
 * R-III.1: starts an analysis: pins what is accepted now (of a quarter, what is stored) and queues the computing. What is accepted or
 * filed later is in no way part of it. NOT_FOUND for a year without a cycle, RULE_VIOLATED and BAD_USER_INPUT with all that refuses it.
 */
export async function startAnalysisRun(
  ctx: Ctx,
  { year, kind, quarter = null, sources: said, methodVersion }: RunStart,
): Promise<AnalysisRun> {
  const sources = sourcesUsed(said);
  const cycle = await getMonitoringCycle(ctx, year, ['input', 'year']);
  await awaitTurn(ctx, `analysis:${cycle.id}:${kind}:${quarter}`);
  const [method, list] = [await methodFor(ctx, methodVersion), await approvedList(ctx, cycle.id)];
  await endAbandoned(ctx, { cycleId: cycle.id, kind, quarter });
  const today = dayOf(ctx.now);
  const { periodFrom, periodTo } = runPeriod(year, quarter);
  const facts = {
    ...(await standingOf(ctx, cycle.id, kind, quarter)),
    kind,
    quarter,
    sources,
    hasMethod: method !== null,
    hasList: list !== undefined,
    hasBegun: periodFrom <= today,
  };
  assertNone(startViolations(facts));
  if (!method || !list) throw new Error('startViolations() lets neither be missing');

  const id = newId();
  const pins = await pin(ctx, { id, cycleId: cycle.id, kind, quarter, sources });
  const lastDay = addDays(periodTo, -1);
  const analysis = ctx.em.create(AnalysisRun, {
    id,
    cycleId: cycle.id,
    listId: list.id,
    kind,
    quarter,
    sources,
    methodId: method.id,
    ...pins,
    state: 'RUNNING',
    referenceDay: today < lastDay ? today : lastDay,
    jobId: startJob(ctx, {
      kind: 'COMPUTE_ANALYSIS',
      total: computingSteps,
      municipalityId: null,
    }),
    startedAt: ctx.now,
    startedBy: stampOf(ctx.actor, ctx.actingAs),
  });
  await enqueue(ctx, computeAnalysis, { runId: id });
  return analysis;
}

/** Ours: a run whose work is over is not under way, also where the hub died before it said so: it does not stand in the way of the next. */
async function endAbandoned(ctx: Ctx, { cycleId, kind, quarter }: Omit<Pinning, 'id' | 'sources'>): Promise<void> {
  const ended = await rows<{ id: string }>(
    ctx,
    sql`update analysis_run t set state = 'FAILED', finished_at = ${ctx.now} from hub_job j
        where t.cycle_id = ${cycleId} and t.kind = ${kind} and t.quarter is not distinct from ${quarter}::text and t.state = 'RUNNING'
          and j.id = t.job_id and j.state in ('FAILED', 'CANCELLED') returning t.id`,
  );
  for (const { id } of ended) await audit(ctx, { subjectType: 'AnalysisRun', subjectId: id, after: { state: 'FAILED' } });
}

/** The method named, otherwise the latest in force today. */
function methodFor(ctx: Ctx, version: number | null | undefined): Promise<AnalysisMethod | null> {
  const which = version == null ? { validFrom: { $lte: dayOf(ctx.now) } } : { version };
  return ctx.em.findOne(AnalysisMethod, which, { orderBy: { version: 'desc' } });
}

/** The latest approved revision of a cycle's List. */
function approvedList(ctx: Ctx, cycleId: string): Promise<{ id: string } | undefined> {
  return firstRow(
    ctx,
    sql`select id from monitoring_list where cycle_id = ${cycleId} and state = any(${[...publishedStates]}) order by amendment desc limit 1`,
  );
}

async function standingOf(ctx: Ctx, cycleId: string, kind: RunKind, quarter: Quarter | null) {
  const standing = await firstRow<{ acceptedRevisions: number; isUnderWay: boolean }>(
    ctx,
    sql`select (select count(*)::int from submission_revision rv join submission_revision_part rp on rp.revision_id = rv.id
            where rv.cycle_id = ${cycleId} and rp.accepted_at is not null) as accepted_revisions,
          exists (select 1 from analysis_run t where t.cycle_id = ${cycleId} and t.kind = ${kind} and t.state = 'RUNNING'
            and t.quarter is not distinct from ${quarter}::text) as is_under_way`,
  );
  if (!standing) throw new Error('A select without a table answers one row');
  return standing;
}

// ---- pinning -------------------------------------------------------------------------------------------------------

interface Pinning {
  id: string;
  cycleId: string;
  kind: RunKind;
  quarter: Quarter | null;
  sources: readonly AnswerSource[];
}

/** Where a run's answers come from, each labelled: the batch ids of a source. A further source is a line here. */
const sourcesOf: Record<RunKind, readonly { source: AnswerSource; batches: (run: Pinning) => Sql }[]> = {
  ANNUAL: [
    { source: 'QUESTIONNAIRES', batches: acceptedBatches },
    { source: 'SURVEYS', batches: surveyBatches },
  ],
  QUARTERLY: [
    { source: 'QUESTIONNAIRES', batches: storedBatches },
    { source: 'SURVEYS', batches: surveyBatches },
  ],
};

function acceptedBatches({ id }: Pinning): Sql {
  return sql`select b.batch_id from analysis_run_revision p join submission_revision_batch b on b.revision_id = p.revision_id
    where p.run_id = ${id} and p.part = 'QUESTIONNAIRES'`;
}

function storedBatches({ cycleId }: Pinning): Sql {
  return sql`select b.id as batch_id from response_batch b join form_version v on v.id = b.form_version_id join form f on f.id = v.form_id
    where b.cycle_id = ${cycleId} and b.state = 'STORED' and f.kind = 'QUESTIONNAIRE'`;
}

/** R10: what the unit asked itself stands beside what the providers handed in, and is never pooled with it. */
function surveyBatches({ cycleId, quarter }: Pinning): Sql {
  return sql`select b.id as batch_id from survey s join survey_batch sb on sb.survey_id = s.id join response_batch b on b.id = sb.batch_id
    where s.cycle_id = ${cycleId} and b.state = 'STORED' and s.quarter = coalesce(${quarter}::text, s.quarter)`;
}

async function pin(ctx: Ctx, pinning: Pinning): Promise<{ pinnedRevisions: number; pinnedResponses: number }> {
  const pinnedRevisions = await pinRevisions(ctx, pinning);
  for (const { source, batches } of sourcesOf[pinning.kind]) {
    if (!pinning.sources.includes(source)) continue;
    await run(
      ctx,
      sql`insert into analysis_run_batch (id, run_id, batch_id, source)
          select gen_random_uuid(), ${pinning.id}, t.batch_id, ${source} from (${batches(pinning)}) t on conflict (run_id, batch_id) do nothing`,
    );
  }
  const counted = await firstRow<{ responses: number }>(
    ctx,
    sql`select coalesce(sum(b.accepted), 0)::bigint as responses from analysis_run_batch p join response_batch b on b.id = p.batch_id
        where p.run_id = ${pinning.id} and p.source = ${judgedBy(pinning.sources)}`,
  );
  return { pinnedRevisions, pinnedResponses: counted?.responses ?? 0 };
}

/**
 * R-III.1: of each municipality and part the latest revision that was accepted, of questionnaires only where the run uses them. Demand of
 * a quarter rests on the same.
 */
function pinRevisions(ctx: Ctx, { id, cycleId, sources }: Pinning): Promise<number> {
  return run(
    ctx,
    sql`insert into analysis_run_revision (id, run_id, revision_id, part, municipality_id)
        select distinct on (rv.municipality_id, rp.part) gen_random_uuid(), ${id}, rv.id, rp.part, rv.municipality_id
        from submission_revision rv join submission_revision_part rp on rp.revision_id = rv.id
        where rv.cycle_id = ${cycleId} and rp.accepted_at is not null
          and (rp.part <> 'QUESTIONNAIRES' or ${sources.includes('QUESTIONNAIRES')}) order by rv.municipality_id, rp.part, rv.number desc`,
  );
}
