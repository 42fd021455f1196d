import { bishkekDay, type Sql, sql } from '../../kit/sql.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import type { MethodParameters } from './analysis-method.rules.ts';
import type { RunPeriod } from './analysis-run.rules.ts';
import type { AnswerSource } from './indicator.rules.ts';

/** What a run is computed from: its pins, its method and the days that it is about. */
export interface RunInput {
  runId: string;
  cycleId: string;
  listId: string;
  year: number;
  kind: 'ANNUAL' | 'QUARTERLY';
  sources: readonly AnswerSource[];
  period: RunPeriod;
  referenceDay: LocalDate;
  /** The Bishkek day on which it was started: quarters that had not ended by then are reported by nobody. */
  startedOn: LocalDate;
  method: MethodParameters;
}

/**
 * What is judged: the objects of the run's List, and each service of a complex by itself (`member_id`), with the services that it is
 * made of. An object is `member_id` null.
 */
export function unitsOf({ listId }: Pick<RunInput, 'listId'>): Sql {
  return sql`(
    select o.id as object_id, null::uuid as member_id, os.service_id from monitoring_object o join monitoring_object_service os on os.object_id = o.id
      where o.list_id = ${listId}
    union all
    select o.id, os.service_id, os.service_id from monitoring_object o join monitoring_object_service os on os.object_id = o.id
      where o.list_id = ${listId} and o.kind = 'COMPLEX')`;
}

/** The pinned answers of a source; of a quarter those that were served, applied for, or at least filed in it. */
export function pinnedResponses({ runId, kind, period }: Pick<RunInput, 'runId' | 'kind' | 'period'>, source: AnswerSource): Sql {
  const day = sql`coalesce(r.served_on, r.applied_on, ${bishkekDay(sql`b.filed_at`)})`;
  const isInPeriod = kind === 'ANNUAL' ? sql`true` : sql`${day} >= ${period.periodFrom}::date and ${day} < ${period.periodTo}::date`;
  return sql`(
    select r.*, ${bishkekDay(sql`b.filed_at`)} as filed_on from analysis_run_batch p join response_batch b on b.id = p.batch_id
      join response r on r.batch_id = p.batch_id
      where p.run_id = ${runId} and p.source = ${source} and ${isInPeriod})`;
}

/** Columns of a form version's primary questions: code, unit and whether it is asked per delivery, by measure. */
export function primaryQuestion(measure: string): Sql {
  return sql`lateral (
    select q ->> 'code' as code, q ->> 'unit' as unit, q ->> 'basis' as basis from form_version v cross join jsonb_array_elements(v.questions) q
      where v.id = f.id and q ->> 'measures' = ${measure} and (q ->> 'isPrimary')::boolean limit 1)`;
}
