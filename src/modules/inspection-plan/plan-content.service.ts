import type { ActorStamp } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found, inForceOn } from '../../kit/lookup.ts';
import { inSnapshot } from '../../kit/row-stream.ts';
import { mustRowById, rows, type Sql, sql } from '../../kit/sql.ts';
import { historyOf } from '../../kit/workflow.ts';
import { dayOf } from '../../shared/calendar.ts';
import { FinalReport } from '../final-report/final-report.entity.ts';
import { authorOf } from '../final-report/report-facts.service.ts';
import { AnalysisRun } from '../indicators/analysis.entity.ts';
import { methodOf } from '../indicators/analysis-method.service.ts';
import { isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { deadlinesOfCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { divisionJoin } from '../organizations/municipality-column.service.ts';
import { candidateRules } from './inspection-candidate.rules.ts';
import { InspectionPlan } from './inspection-plan.entity.ts';
import type { ObjectFacts, OtherCandidates, PlanContent, PlannedInspection, RuleFacts, Signature } from './plan-content.rules.ts';

/** All that a plan says, of one moment: it may be picked from meanwhile. For the ministry. */
export function contentOfPlan(ctx: Ctx, planId: string): Promise<PlanContent> {
  return inSnapshot(ctx, async (reader) => readContent(reader, await mustRowById(reader, InspectionPlan, planId)));
}

async function readContent(ctx: Ctx, plan: InspectionPlan): Promise<PlanContent> {
  const { year } = await mustRowById(ctx, MonitoringCycle, plan.cycleId);
  const { revision, preparedAt, runId } = await mustRowById(ctx, FinalReport, plan.reportId);
  const run = await mustRowById(ctx, AnalysisRun, runId);
  const { version, parameters } = await methodOf(ctx, run);
  const deadline = found((await deadlinesOfCycle(ctx, plan.cycleId)).find(({ kind }) => kind === 'INSPECTION_PLAN'));
  const { state, preparedBy, submittedAt, consentedBy, consentedAt } = plan;
  return {
    forYear: year + 1,
    state,
    date: dayOf(consentedAt ?? plan.updatedAt),
    author: await authorOf(ctx, run.referenceDay),
    preparation: signatureOf(preparedBy, submittedAt),
    consent: consentedBy ? signatureOf(consentedBy, consentedAt) : null,
    dueOn: deadline.dueOn,
    isInTime: consentedAt != null && !isLateAt(deadline, consentedAt),
    remarks: await remarksOn(ctx, plan),
    report: { revision, preparedOn: preparedAt ? dayOf(preparedAt) : null },
    run: { id: run.id, method: version, referenceDay: run.referenceDay },
    thresholds: parameters.inspection,
    inspections: await inspectionsOf(ctx, plan.id, run),
    rules: await rulesOf(ctx, plan.id),
    objects: await objectsOf(ctx, plan.id),
    others: await othersOf(ctx, plan.id, run),
  };
}

/** The head's remarks with the day of their return: they stay while the plan is worked on, and when it is submitted again. */
async function remarksOn(ctx: Ctx, { id, remarks }: InspectionPlan): Promise<PlanContent['remarks']> {
  if (remarks == null) return null;
  const returned = (await historyOf(ctx, 'InspectionPlan', id)).findLast(({ toState }) => toState === 'RETURNED');
  return { text: remarks, returnedOn: dayOf(found(returned).at) };
}

function signatureOf({ name, onBehalfOf }: ActorStamp, at: Date | null | undefined): Signature {
  return { name, onBehalfOf: onBehalfOf?.name ?? null, on: at ? dayOf(at) : null };
}

/** What is told of a municipality, over the aliases of `divisionJoin`. */
function place({ referenceDay }: AnalysisRun): Sql {
  return sql`m.name as municipality, coalesce(m.valid_to <= ${referenceDay}::date, false) as is_merged, m.soate,
    case when r.id <> u.id then r.name end as region, d.name as district`;
}

/** R-III.6: what is picked, with the finding behind each and who provides the service there. */
function inspectionsOf(ctx: Ctx, planId: string, run: AnalysisRun): Promise<PlannedInspection[]> {
  const finding = sql`jsonb_build_object('indicator', t.indicator, 'state', t.state, 'share', t.share, 'n', t.n, 'threshold', t.threshold,
    'lower', t.lower, 'upper', t.upper, 'comparison', t.details -> 'comparison', 'perThousand', t.details -> 'perThousand',
    'norms', (select coalesce(jsonb_agg(jsonb_build_object('amount', n.amount::text, 'unit', n.unit) order by n.id), '[]') from norm n
      where n.id::text in (select jsonb_array_elements_text(t.details #> '{comparison,normIds}'))))`;
  const providers = sql`select distinct p.id, p.name from monitoring_object_service os
    join service_offer f on f.service_id = os.service_id and f.municipality_id = m.id and ${inForceOn('f', run.referenceDay)}
    join service_provider p on p.id = f.provider_id where os.object_id = o.id`;
  return rows(
    ctx,
    sql`select c.quarter, c.note, c.facts, o.code as object_code, o.name as object_name, ${place(run)},
          (select coalesce(jsonb_agg(p.name order by p.name ->> 'ky', p.id), '[]') from (${providers}) p) as providers,
          case when t.id is not null then ${finding} end as finding
        from inspection_candidate c join monitoring_object o on o.id = c.object_id join municipality m on m.id = c.municipality_id ${divisionJoin}
        left join indicator_result t on t.id = c.finding_id
        where c.plan_id = ${planId} and c.is_picked
        order by c.quarter, r.code, d.code nulls first, (m.name ->> 'ky') collate "ky-x-icu", m.id, o.position, array_position(${[...candidateRules]}::text[], c.rule::text)`,
  );
}

function rulesOf(ctx: Ctx, planId: string): Promise<RuleFacts[]> {
  return rows(
    ctx,
    sql`select k.rule, count(c.id)::int as proposed, (count(c.id) filter (where c.is_picked))::int as picked
        from unnest(${[...candidateRules]}::text[]) with ordinality as k(rule, place)
        left join inspection_candidate c on c.plan_id = ${planId} and c.rule = k.rule group by k.rule, k.place order by k.place`,
  );
}

/** By code: what was not handed in may be of an earlier revision of the List. */
function objectsOf(ctx: Ctx, planId: string): Promise<ObjectFacts[]> {
  return rows(
    ctx,
    sql`select o.code, (array_agg(o.name order by o.id desc))[1] as name, count(*)::int as proposed, (count(*) filter (where c.is_picked))::int as picked
        from inspection_candidate c join monitoring_object o on o.id = c.object_id where c.plan_id = ${planId}
        group by o.code order by min(o.position), o.code`,
  );
}

function othersOf(ctx: Ctx, planId: string, run: AnalysisRun): Promise<OtherCandidates[]> {
  return rows(
    ctx,
    sql`with ground as materialized (
          select c.municipality_id, c.rule, array_agg(o.code order by o.position, o.code) as codes
          from inspection_candidate c join monitoring_object o on o.id = c.object_id
          where c.plan_id = ${planId} and not c.is_picked group by c.municipality_id, c.rule)
        select ${place(run)}, jsonb_agg(jsonb_build_object('rule', g.rule, 'codes', to_jsonb(g.codes))
            order by array_position(${[...candidateRules]}::text[], g.rule::text)) as grounds
        from ground g join municipality m on m.id = g.municipality_id ${divisionJoin}
        group by m.id, u.id, r.id, d.id order by r.code, d.code nulls first, (m.name ->> 'ky') collate "ky-x-icu", m.id`,
  );
}
