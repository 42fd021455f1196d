import type { Ctx } from '../../kit/ctx.ts';
import { rows, run, sql } from '../../kit/sql.ts';
import { judgedBy } from './indicator.rules.ts';
import { pinnedResponses, type RunInput, unitsOf } from './run-input.service.ts';

/**
 * R-III.1.2: counts, for each service in each municipality, the pinned answers that mention a kind of problem, by an option that was
 * marked or by the analyst's tag (an answer that does it twice mentions it once), and the answers themselves.
 */
export async function addProblems(ctx: Ctx, input: RunInput): Promise<void> {
  await run(
    ctx,
    sql`with option as materialized (
          select f.id as form_version_id, q ->> 'code' as question, o ->> 'code' as option, c.id as category_id
          from form_version f cross join jsonb_array_elements(f.questions) q cross join jsonb_array_elements(q -> 'options') o
          join problem_category c on c.code = o ->> 'problemCategoryCode' where q ->> 'measures' = 'PROBLEM'),
        answer as materialized (select r.id, r.form_version_id, r.service_id, r.municipality_id, r.answers from ${pinnedResponses(input, judgedBy(input.sources))} r)
        insert into problem_mention (id, run_id, service_id, municipality_id, category_id, mentions)
        select gen_random_uuid(), ${input.runId}, t.* from (
          select m.service_id, m.municipality_id, m.category_id, count(*) from (
            select a.id, a.service_id, a.municipality_id, o.category_id from answer a join option o on o.form_version_id = a.form_version_id
            where jsonb_exists(a.answers -> o.question, o.option)
            union
            select a.id, a.service_id, a.municipality_id, g.category_id from answer a join response_problem g on g.response_id = a.id) m
          group by 1, 2, 3
          union all
          select a.service_id, a.municipality_id, null, count(*) from answer a group by 1, 2) t`,
  );
}

/**
 * R-III.1.6: keeps, for each service of the List in each municipality, what the pinned report says of its deliveries; where no report
 * is pinned, or it has no line, one figure is missing. Nobody applies for what is given to the territory: it has no row.
 */
export async function addDemand(ctx: Ctx, input: RunInput): Promise<void> {
  await run(
    ctx,
    sql`with place as materialized (
          select distinct u.service_id, om.municipality_id from ${unitsOf(input)} u join monitoring_object_municipality om on om.object_id = u.object_id
          join municipal_service s on s.id = u.service_id and s.provision = 'ON_REQUEST'),
        line as materialized (
          select l.service_id, p.municipality_id, sum(l.delivered_value) filter (where l.delivered_state = 'VALUE')::bigint as delivered,
            count(*) filter (where l.delivered_state = 'VALUE')::int as figures, count(*) filter (where l.delivered_state = 'NOT_OFFERED')::int as not_offered,
            count(*) filter (where l.delivered_state = 'MISSING')::int as missing
          from analysis_run_revision p join submission_revision_line l on l.revision_id = p.revision_id
          where p.run_id = ${input.runId} and p.part = 'VOLUME_REPORT' group by 1, 2),
        answered as materialized (
          select r.service_id, r.municipality_id, count(*) as responses from ${pinnedResponses(input, judgedBy(input.sources))} r group by 1, 2)
        insert into service_demand (id, run_id, service_id, municipality_id, delivered, figures, not_offered, missing, responses)
        select gen_random_uuid(), ${input.runId}, p.service_id, p.municipality_id, l.delivered, coalesce(l.figures, 0), coalesce(l.not_offered, 0),
          case when l.service_id is null then 1 else l.missing end, coalesce(a.responses, 0)
        from place p left join line l on l.service_id = p.service_id and l.municipality_id = p.municipality_id
        left join answered a on a.service_id = p.service_id and a.municipality_id = p.municipality_id`,
  );
}

interface KnownDeliveries {
  objectId: string;
  municipalityId: string;
  delivered: number;
}

/** Deliveries of an object in a municipality, where every figure of its services is known. */
export function deliveriesOf(ctx: Ctx, input: RunInput): Promise<KnownDeliveries[]> {
  return rows(
    ctx,
    sql`select u.object_id, d.municipality_id, coalesce(sum(d.delivered), 0)::bigint as delivered
        from ${unitsOf(input)} u join service_demand d on d.service_id = u.service_id and d.run_id = ${input.runId}
        join monitoring_object_municipality om on om.object_id = u.object_id and om.municipality_id = d.municipality_id
        where u.member_id is null group by 1, 2 having sum(d.missing) = 0 and sum(d.figures) > 0`,
  );
}
