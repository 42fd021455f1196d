import type { Ctx } from '../../kit/ctx.ts';
import { run, sql } from '../../kit/sql.ts';
import { monthsStanding } from '../ingestion/observation.service.ts';
import { reportPeriod } from '../volume-reports/volume-report.rules.ts';
import type { RunInput } from './run-input.service.ts';

/**
 * R12: keeps, for each service of the List and month of the nine, what systems state of it in the List's municipalities now: sources may
 * correct their counts later, and the run shows what was known. A municipality counts once all its channels are final: with one that is
 * preliminary or was withdrawn left out of its sum, the month would seem to fall.
 */
export async function addMonths(ctx: Ctx, { runId, listId, year }: RunInput): Promise<void> {
  const { periodFrom, periodTo } = reportPeriod(year);
  const months = monthsStanding(sql`o.period_from >= ${periodFrom}::date and o.period_to <= ${periodTo}::date`);
  await run(
    ctx,
    sql`with place as materialized (
          select distinct os.service_id, om.municipality_id from monitoring_object o join monitoring_object_service os on os.object_id = o.id
          join monitoring_object_municipality om on om.object_id = o.id where o.list_id = ${listId}),
        stated as (
          select m.*, bool_and(m.is_final) over place_month as is_whole, bool_or(m.is_current) over place_month as is_stated
          from place p join ${months} m on m.service_id = p.service_id and m.municipality_id = p.municipality_id
          window place_month as (partition by m.service_id, m.municipality_id, m.period_from))
        insert into service_month (id, run_id, service_id, month, delivered, municipalities, preliminary, sources)
        select gen_random_uuid(), ${runId}, s.service_id, s.period_from, sum(s.delivered) filter (where s.is_whole),
          count(distinct s.municipality_id) filter (where s.is_whole), count(distinct s.municipality_id) filter (where not s.is_whole),
          array_agg(distinct v.name order by v.name)
        from stated s join volume_source v on v.id = s.source_id where s.is_stated group by s.service_id, s.period_from`,
  );
}
