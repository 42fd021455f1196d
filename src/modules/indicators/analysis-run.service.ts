import { hasRole, isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { found } from '../../kit/lookup.ts';
import {
  columnsOf,
  firstRow,
  load,
  loaderBy,
  loaderOfMany,
  page,
  type Page,
  type PageArguments,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertAllowed } from '../../kit/workflow.ts';
import { AnalysisRun } from './analysis.entity.ts';
import { type RunKind, showingRefusal } from './analysis-run.rules.ts';
import type { AnswerSource } from './indicator.rules.ts';

/**
 * Runs that the caller may see: the ministry all; the inter-agency body and agencies' systems those that are issued; everybody else
 * those that are published. A draft is invisible, not flagged.
 */
export function visibleRuns({ actor }: Ctx, alias = 't'): Sql {
  if (isMinistry(actor)) return sql`true`;
  if (hasRole(actor, 'INTERAGENCY_BODY', 'AGENCY_SYSTEM')) return sql`${sql.ref(`${alias}.issued_at`)} is not null`;
  return sql`${sql.ref(`${alias}.published_at`)} is not null`;
}

/** A run that the caller may see. NOT_FOUND. */
export async function getAnalysisRun(ctx: Ctx, id: string, path?: readonly string[]): Promise<AnalysisRun> {
  const run = await firstRow<AnalysisRun>(
    ctx,
    sql`select ${columnsOf(ctx, AnalysisRun, 't')} from analysis_run t where t.id = ${id} and ${visibleRuns(ctx)}`,
  );
  return found(run, path);
}

/** The newest completed run of a cycle that the caller may see; of the ministry one under way where none is completed. null = none. */
export async function latestRun(ctx: Ctx, cycleId: string, kind: RunKind, quarter: Quarter | null = null): Promise<AnalysisRun | null> {
  const run = await firstRow<AnalysisRun>(
    ctx,
    sql`select ${columnsOf(ctx, AnalysisRun, 't')} from analysis_run t
        where t.cycle_id = ${cycleId} and t.kind = ${kind} and (${quarter}::text is null or t.quarter = ${quarter}::text)
          and t.state <> 'FAILED' and ${visibleRuns(ctx)}
        order by t.state = 'COMPLETED' desc, t.quarter desc nulls last, t.started_at desc, t.id desc limit 1`,
  );
  return run ?? null;
}

/** Runs that the caller may see, the newest first. */
export function listAnalysisRuns(
  ctx: Ctx,
  { year, kind }: { year?: number | null; kind?: RunKind | null },
  paging: PageArguments,
): Promise<Page<AnalysisRun>> {
  return page<AnalysisRun>(ctx, {
    list: 'analysisRuns',
    select: columnsOf(ctx, AnalysisRun, 't'),
    from: sql`analysis_run t`,
    where: [
      visibleRuns(ctx),
      year != null && sql`t.cycle_id in (select c.id from monitoring_cycle c where c.year = ${year})`,
      kind != null && sql`t.kind = ${kind}`,
    ],
    order: { name: 'STARTED_AT_DESC', keys: [{ by: sql`t.started_at`, type: 'timestamptz', direction: 'desc' }] },
    page: paging,
    filter: { year, kind },
  });
}

const sourcesByRun = loaderOfMany<string, { runId: string; source: AnswerSource }>(
  'sourcesOfRuns',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select distinct t.run_id, t.source from analysis_run_batch t where t.run_id = any(${[...ids]}::uuid[]) order by t.run_id, t.source`,
    ),
  ({ runId }) => runId,
);

/** R11: where the answers that a run pins came from; empty = it pins none. The run is in the caller's scope. */
export async function sourcesOfRun(ctx: Ctx, runId: string): Promise<AnswerSource[]> {
  return ((await load(ctx, sourcesByRun, runId)) ?? []).map(({ source }) => source);
}

const sheetsByRun = loaderBy<string, { runId: string; sheets: number }>(
  'surveySheetsOfRuns',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select t.id as run_id, coalesce(sum(b.accepted), 0)::bigint as sheets from analysis_run t
          left join analysis_run_batch p on p.run_id = t.id and p.source = 'SURVEYS' left join response_batch b on b.id = p.batch_id
          where t.id = any(${[...ids]}::uuid[]) group by t.id`,
    ),
  ({ runId }) => runId,
);

/** R10, R11: how many sheets of the unit's surveys a run pins, to stand beside or to be judged on; 0 = none. The run is in the caller's scope. */
export async function surveySheetsOfRun(ctx: Ctx, runId: string): Promise<number> {
  return found(await load(ctx, sheetsByRun, runId)).sheets;
}

/** R11, R-III.4: shows a completed run to the bodies that read issued results. Again is no change. NOT_FOUND, RULE_VIOLATED. */
export async function markRunIssued(ctx: Ctx, runId: string): Promise<void> {
  const run = await runToShow(ctx, runId);
  assertAllowed(showingRefusal(run, 'ISSUE'));
  run.issuedAt ??= ctx.now;
}

/** Ours: shows an issued run to everybody. Again is no change. NOT_FOUND, RULE_VIOLATED. */
export async function markRunPublished(ctx: Ctx, runId: string): Promise<void> {
  const run = await runToShow(ctx, runId);
  assertAllowed(showingRefusal(run, 'PUBLISH'));
  run.publishedAt ??= ctx.now;
}

async function runToShow(ctx: Ctx, runId: string): Promise<AnalysisRun> {
  return found(await ctx.em.findOne(AnalysisRun, { id: runId }), ['input', 'runId']);
}
