import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { columnsOf, load, loaderBy, page, type Page, type PageArguments, rows, run, type Sql, sql } from '../../kit/sql.ts';
import { AnalysisRun, IndicatorResult } from '../indicators/analysis.entity.ts';
import type { MethodParameters } from '../indicators/analysis-method.rules.ts';
import { methodOf } from '../indicators/analysis-method.service.ts';
import { visibleRuns } from '../indicators/analysis-run.service.ts';
import { indicatorCodes } from '../indicators/indicator.rules.ts';
import { lateFrom } from '../submissions/submission.service.ts';
import { type CandidateRule, candidateRules } from './inspection-candidate.rules.ts';
import { InspectionCandidate, type InspectionPlan } from './inspection-plan.entity.ts';
import { writtenText } from '../../shared/plain-text.ts';

// ---- proposing -----------------------------------------------------------------------------------------------------

/** What the rules look into. */
interface Sources {
  runId: string;
  cycleId: string;
  method: MethodParameters;
}

/** R-III.6: the candidates that each rule proposes: finding or obligation, object, municipality and what was found. */
const proposals: Readonly<Record<CandidateRule, (ctx: Ctx, sources: Sources) => Sql>> = {
  LOW_RANK: lowRank,
  BIG_DEVIATION: bigDeviation,
  JUSTIFIED_COMPLAINTS: justifiedComplaints,
  NOTHING_FILED: nothingFiled,
};

/**
 * Ours: among the municipalities of an object the lowest part by quality, scored as services are ranked (R-III.2: NO_NORM and
 * INCONCLUSIVE are worth a half), below what is high, and where somebody does better. Its finding is the worst of its results.
 */
function lowRank(_: Ctx, { runId, method: { ranking, inspection } }: Sources): Sql {
  const worth = sql`case t.state when 'ACHIEVED' then 1 when 'NOT_ACHIEVED' then 0 else 0.5 end`;
  const worstFirst = sql`array_position(array['NOT_ACHIEVED', 'INCONCLUSIVE', 'NO_NORM', 'ACHIEVED'], t.state::text), t.share,
    array_position(${[...indicatorCodes]}::text[], t.indicator::text)`;
  return sql`
    select r.finding_id, null::uuid as obligation_id, r.object_id, r.municipality_id,
      jsonb_build_object('place', r.place, 'among', r.among, 'score', round(r.score, 4)) as facts
    from (
      select s.*, rank() over (partition by s.object_id order by s.score) as place, count(*) over (partition by s.object_id) as among,
        max(s.score) over (partition by s.object_id) as best
      from (
        select t.object_id, t.municipality_id, sum(w.value::numeric * ${worth}) / sum(w.value::numeric) as score,
          (array_agg(t.id order by ${worstFirst}))[1] as finding_id
        from indicator_result t join jsonb_each_text(${JSON.stringify(ranking.weights)}::jsonb) w on w.key = t.indicator
        where t.run_id = ${runId} and t.level = 'MUNICIPALITY' and w.value::numeric > 0
          and t.state in ('ACHIEVED', 'NOT_ACHIEVED', 'INCONCLUSIVE', 'NO_NORM')
        group by t.object_id, t.municipality_id having count(*) >= ${inspection.minimumCoverage}) s) r
    where r.place <= ceil(r.among * ${inspection.lowestPart}::numeric) and r.score < ${ranking.highQuality}::numeric and r.score < r.best`;
}

/** Ours: the mean of what is spent is far over the norm (R-III.1.3), or over a norm of nothing: time, money or both. Its finding is the farthest. */
function bigDeviation(_: Ctx, { runId, method: { inspection } }: Sources): Sql {
  const percent = sql`(t.details #>> '{comparison,meanDeviation,percent}')::float8`;
  const signed = sql`(t.details #>> '{comparison,meanDeviation,signed}')::float8`;
  const farthestFirst = sql`${percent} desc nulls first, t.indicator desc`;
  return sql`
    select (array_agg(t.id order by ${farthestFirst}))[1], null::uuid, t.object_id, t.municipality_id,
      jsonb_build_object('deviations', jsonb_agg(jsonb_build_object('indicator', t.indicator, 'percent', ${percent}, 'signed', ${signed},
        'unit', t.details #>> '{comparison,meanDeviation,unit}') order by ${farthestFirst}))
    from indicator_result t
    where t.run_id = ${runId} and t.level = 'MUNICIPALITY' and t.indicator in ('TIME', 'COST') and t.state in ('NOT_ACHIEVED', 'INCONCLUSIVE')
      and ${signed} > 0 and coalesce(${percent} >= ${inspection.deviationPercent}, true)
    group by t.object_id, t.municipality_id`;
}

/** Ours: complaints that were found justified (R-II.8), whether or not every quarter was reported. */
function justifiedComplaints(_: Ctx, { runId, method: { inspection } }: Sources): Sql {
  const justified = sql`(t.details #>> '{counts,justified}')::int`;
  return sql`
    select t.id, null::uuid, t.object_id, t.municipality_id, jsonb_build_object('justified', ${justified})
    from indicator_result t
    where t.run_id = ${runId} and t.level = 'MUNICIPALITY' and t.indicator = 'COMPLAINTS' and ${justified} >= ${inspection.justifiedComplaints}`;
}

/** Ours: of an object neither part was ever handed in (R12), though the deadline has passed. */
function nothingFiled({ now }: Ctx, { cycleId }: Sources): Sql {
  return sql`
    select null::uuid, (array_agg(t.id order by t.part, t.id))[1], (array_agg(t.object_id order by t.part, t.id))[1], t.municipality_id,
      jsonb_build_object('parts', jsonb_agg(distinct t.part))
    from obligation t join cycle_deadline d on d.cycle_id = t.cycle_id and d.kind = 'SUBMISSION'
    left join submission_revision_obligation a on a.obligation_id = t.id
    where t.cycle_id = ${cycleId} and t.ended_at is null and ${now}::timestamptz >= ${lateFrom}
    group by t.municipality_id, t.object_code having count(a.id) = 0`;
}

/** R-III.6: proposes candidates over all municipalities, a statement for each rule; picks of the same thing stay. Answers how many. */
export async function proposeCandidates(ctx: Ctx, plan: InspectionPlan, runId: string): Promise<number> {
  const picks = await picksOf(ctx, plan.id);
  await run(ctx, sql`delete from inspection_candidate where plan_id = ${plan.id}`);
  const analysis = await ctx.em.findOneOrFail(AnalysisRun, { id: runId });
  const { parameters: method } = await methodOf(ctx, analysis);
  let proposed = 0;
  for (const rule of candidateRules) {
    proposed += await run(
      ctx,
      sql`insert into inspection_candidate (id, plan_id, rule, finding_id, obligation_id, object_id, municipality_id, facts, is_picked)
          select gen_random_uuid(), ${plan.id}, ${rule}, c.finding_id, c.obligation_id, c.object_id, c.municipality_id,
            c.facts || jsonb_build_object('rule', ${rule}::text), false
          from (${proposals[rule](ctx, { runId, cycleId: plan.cycleId, method })}) as c(finding_id, obligation_id, object_id, municipality_id, facts)`,
    );
  }
  await pickAgain(ctx, plan.id, picks);
  await audit(ctx, { subjectType: 'InspectionPlan', subjectId: plan.id, after: { runId, proposed, picked: picks.length } });
  return proposed;
}

interface KeptPick {
  rule: CandidateRule;
  code: string;
  municipalityId: string;
  quarter: Quarter;
  note: string | null;
}

function picksOf(ctx: Ctx, planId: string): Promise<KeptPick[]> {
  return rows(
    ctx,
    sql`select t.rule, o.code, t.municipality_id, t.quarter, t.note from inspection_candidate t join monitoring_object o on o.id = t.object_id
        where t.plan_id = ${planId} and t.is_picked`,
  );
}

async function pickAgain(ctx: Ctx, planId: string, picks: readonly KeptPick[]): Promise<void> {
  if (picks.length === 0) return;
  await run(
    ctx,
    sql`update inspection_candidate t set is_picked = true, quarter = k.quarter, note = k.note
        from jsonb_to_recordset(${JSON.stringify(picks)}::jsonb) as k(rule text, code text, "municipalityId" uuid, quarter text, note text)
        where t.plan_id = ${planId} and t.rule = k.rule and t.municipality_id = k."municipalityId"
          and (select o.code from monitoring_object o where o.id = t.object_id) = k.code`,
  );
}

// ---- picking -------------------------------------------------------------------------------------------------------

export interface InspectionPick {
  candidateId: string;
  quarter: Quarter;
  note?: string | null;
}

/** Which of these ids are candidates of the plan. */
export async function candidatesAmong(ctx: Ctx, planId: string, ids: readonly string[]): Promise<Set<string>> {
  const known = await rows<{ id: string }>(
    ctx,
    sql`select t.id from inspection_candidate t where t.plan_id = ${planId} and t.id::text = any(${[...ids]})`,
  );
  return new Set(known.map(({ id }) => id));
}

/** Picks and drops candidates of a plan in one statement; picked again, quarter and note are the new ones. */
export async function setPicks(ctx: Ctx, planId: string, picks: readonly InspectionPick[], drops: readonly string[]): Promise<void> {
  const changes = [
    ...picks.map(({ candidateId: id, quarter, note }) => ({ id, quarter, note: writtenText(note) })),
    ...drops.map((id) => ({ id, quarter: null, note: null })),
  ];
  await run(
    ctx,
    sql`update inspection_candidate t set is_picked = k.quarter is not null, quarter = k.quarter, note = k.note
        from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as k(id uuid, quarter text, note text)
        where t.plan_id = ${planId} and t.id = k.id`,
  );
  await audit(ctx, { subjectType: 'InspectionPlan', subjectId: planId, after: { candidates: changes } });
}

/** How many candidates of a plan are picked. */
export async function countPicked(ctx: Ctx, planId: string): Promise<number> {
  const picked = await rows(ctx, sql`select 1 from inspection_candidate t where t.plan_id = ${planId} and t.is_picked`);
  return picked.length;
}

// ---- reading -------------------------------------------------------------------------------------------------------

export interface CandidateFilter {
  rules?: readonly CandidateRule[] | null;
  isPicked?: boolean | null;
}

/** R-III.6: candidates by rule, then object, then municipality by name. The plan is in the caller's scope. */
export function listCandidates(
  ctx: Ctx,
  planId: string,
  filter: CandidateFilter,
  paging: PageArguments,
): Promise<Page<InspectionCandidate>> {
  const { rules, isPicked } = filter;
  return page<InspectionCandidate>(ctx, {
    list: 'inspectionCandidates',
    select: columnsOf(ctx, InspectionCandidate, 't'),
    from: sql`inspection_candidate t join monitoring_object o on o.id = t.object_id join municipality m on m.id = t.municipality_id`,
    where: [
      sql`t.plan_id = ${planId}`,
      rules != null && sql`t.rule = any(${[...rules]})`,
      isPicked != null && sql`t.is_picked = ${isPicked}::boolean`,
    ],
    order: {
      name: 'RULE_ASC',
      keys: [
        { by: sql`array_position(${[...candidateRules]}::text[], t.rule::text)`, type: 'integer', direction: 'asc' },
        { by: sql`o.position`, type: 'integer', direction: 'asc' },
        { by: sql`(m.name ->> 'ky') collate "ky-x-icu"`, type: 'text', direction: 'asc' },
      ],
    },
    page: paging,
    filter: { planId, rules, isPicked },
  });
}

const nextYearResults = loaderBy<string, IndicatorResult & { candidateId: string }>(
  'nextYearResults',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select k.id as candidate_id, ${columnsOf(ctx, IndicatorResult, 't')}
          from inspection_candidate k join indicator_result f on f.id = k.finding_id join monitoring_object o on o.id = f.object_id
          join inspection_plan p on p.id = k.plan_id join monitoring_cycle c on c.id = p.cycle_id join monitoring_cycle n on n.year = c.year + 1
          join lateral (
            select r.id from analysis_run r where r.cycle_id = n.id and r.kind = 'ANNUAL' and r.state = 'COMPLETED' and ${visibleRuns(ctx, 'r')}
            order by r.started_at desc, r.id desc limit 1) r on true
          join indicator_result t on t.run_id = r.id and t.level = 'MUNICIPALITY' and t.municipality_id = f.municipality_id and t.indicator = f.indicator
          join monitoring_object x on x.id = t.object_id and x.code = o.code
          where k.id = any(${[...ids]}::uuid[])`,
    ),
  ({ candidateId }) => candidateId,
);

/** R13: what the year after says of the finding's indicator, object and municipality: whether it is better; null = nothing (yet). */
export async function nextYearResultOf(ctx: Ctx, candidateId: string): Promise<IndicatorResult | null> {
  return (await load(ctx, nextYearResults, candidateId)) ?? null;
}
