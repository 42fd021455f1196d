import type { Ctx } from '../../kit/ctx.ts';
import { firstRow, type Page, type PageArguments, pageOf, rows, sql } from '../../kit/sql.ts';
import { AnalysisRun } from './analysis.entity.ts';
import { methodOf } from './analysis-method.service.ts';
import { judgedBy } from './indicator.rules.ts';
import { type JudgedProblem, judgeProblems, type Mentions, type MentionsOfRun } from './problem.rules.ts';

export interface ProblemScope {
  /** Absent = on all services. */
  serviceId?: string | null;
  /** Absent = in all municipalities. */
  municipalityId?: string | null;
}

export type ProblemRow = JudgedProblem & ProblemScope & { previousAt: Date | null };

/** R-III.1.2, R-III.2.4: the problems that the answers of a run mention, the most frequent first. The run is in the caller's scope. */
export async function problemsOf(ctx: Ctx, run: AnalysisRun, scope: ProblemScope = {}): Promise<ProblemRow[]> {
  const { parameters } = await methodOf(ctx, run);
  const previous = await runBefore(ctx, run);
  const [now, before] = [await mentionsOf(ctx, run.id, scope), previous ? await mentionsOf(ctx, previous.id, scope) : null];
  const { serviceId, municipalityId } = scope;
  return judgeProblems(now, before, parameters.problems).map((problem) => ({
    ...problem,
    serviceId,
    municipalityId,
    previousAt: previous?.finishedAt ?? null,
  }));
}

export async function listProblems(ctx: Ctx, run: AnalysisRun, scope: ProblemScope, paging: PageArguments): Promise<Page<ProblemRow>> {
  return pageOf('problems', await problemsOf(ctx, run, scope), paging, ({ categoryId }) => categoryId);
}

async function mentionsOf(ctx: Ctx, runId: string, { serviceId, municipalityId }: ProblemScope): Promise<MentionsOfRun> {
  const found = await rows<Omit<Mentions, 'categoryId'> & { categoryId: string | null }>(
    ctx,
    sql`select t.category_id, sum(t.mentions)::bigint as mentions from problem_mention t left join problem_category c on c.id = t.category_id
        where t.run_id = ${runId} and (${serviceId ?? null}::uuid is null or t.service_id = ${serviceId ?? null}::uuid)
          and (${municipalityId ?? null}::uuid is null or t.municipality_id = ${municipalityId ?? null}::uuid)
        group by t.category_id, c.code order by c.code`,
  );
  return {
    answers: found.find(({ categoryId }) => categoryId === null)?.mentions ?? 0,
    mentions: found.flatMap(({ categoryId, mentions }) => (categoryId === null ? [] : { categoryId, mentions })),
  };
}

/**
 * The newest completed run of the same kind, judged on the same source, of the period before: the year, or the quarter, also over the
 * turn of a year.
 */
function runBefore(ctx: Ctx, { id, kind, sources }: AnalysisRun): Promise<AnalysisRun | undefined> {
  const place = (alias: string, cycle: string) =>
    sql`(${sql.ref(`${cycle}.year`)} * 4 + coalesce(substr(${sql.ref(`${alias}.quarter`)}, 2)::int, 0))`;
  const step = kind === 'ANNUAL' ? 4 : 1;
  return firstRow(
    ctx,
    sql`select t.* from analysis_run t join monitoring_cycle c on c.id = t.cycle_id
        join analysis_run mine on mine.id = ${id} join monitoring_cycle my_cycle on my_cycle.id = mine.cycle_id
        where t.kind = ${kind} and t.sources[1] = ${judgedBy(sources)} and t.state = 'COMPLETED'
          and ${place('t', 'c')} = ${place('mine', 'my_cycle')} - ${step}
        order by t.published_at is not null desc, t.issued_at is not null desc, t.started_at desc limit 1`,
  );
}
