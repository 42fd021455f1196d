import type { Ctx } from '../../kit/ctx.ts';
import { run, sql } from '../../kit/sql.ts';
import { currentMonths } from '../ingestion/observation.service.ts';
import { reportPeriod } from '../volume-reports/volume-report.rules.ts';
import type { RunInput } from './run-input.service.ts';

/**
 * R12: keeps, for each service of the List and month of the nine, what systems state of it in the List's municipalities now: sources may
 * correct their counts later, and the run shows what was known. Preliminary counts are not added up: such a month would seem to fall.
 */
export async function addMonths(ctx: Ctx, { runId, listId, year }: RunInput): Promise<void> {
  const { periodFrom, periodTo } = reportPeriod(year);
  await run(
    ctx,
    sql`with place as materialized (
          select distinct os.service_id, om.municipality_id from monitoring_object o join monitoring_object_service os on os.object_id = o.id
          join monitoring_object_municipality om on om.object_id = o.id where o.list_id = ${listId})
        insert into service_month (id, run_id, service_id, month, delivered, municipalities, preliminary, sources)
        select gen_random_uuid(), ${runId}, c.service_id, c.period_from, sum(c.delivered) filter (where c.stated = 'FINAL'),
          count(distinct c.municipality_id) filter (where c.stated = 'FINAL'), count(*) filter (where c.stated = 'PRELIMINARY'),
          array_agg(distinct v.name order by v.name)
        from place p join ${currentMonths(sql`o.period_from >= ${periodFrom}::date and o.period_to <= ${periodTo}::date`)} c
          on c.service_id = p.service_id and c.municipality_id = p.municipality_id
        join volume_source v on v.id = c.source_id group by c.service_id, c.period_from`,
  );
}
