import type { Ctx } from '../../kit/ctx.ts';
import { rows, sql } from '../../kit/sql.ts';
import type { AnalysisRun } from '../indicators/analysis.entity.ts';
import type { MonthFacts } from './report-facts.rules.ts';

/** R12: the months of the List's services that the run keeps. */
export function monthsOf(ctx: Ctx, run: Pick<AnalysisRun, 'id' | 'listId'>): Promise<MonthFacts[]> {
  return rows(
    ctx,
    sql`with place as materialized (
          select os.service_id, count(distinct om.municipality_id)::int as places from monitoring_object o
          join monitoring_object_service os on os.object_id = o.id join monitoring_object_municipality om on om.object_id = o.id
          where o.list_id = ${run.listId} group by 1)
        select s.code, s.name, s.count_unit, m.month, m.delivered, m.municipalities, p.places, m.preliminary, m.sources
        from service_month m join municipal_service s on s.id = m.service_id join place p on p.service_id = m.service_id
        where m.run_id = ${run.id} order by s.code, m.month`,
  );
}
