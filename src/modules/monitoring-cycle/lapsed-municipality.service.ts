import { type Sql, sql } from '../../kit/sql.ts';

// Municipalities that were merged, split or renamed since the List was approved; `t` is the municipality's row.

/** Whether others have taken the place of municipality `t`. */
export const isFollowed = sql`exists (select 1 from succession_member x where x.municipality_id = t.id and x.side = 'PREDECESSOR')`;

/**
 * Ours: whether municipality `t`, though no longer in force, stays on the object of a code: it is on it in the revision before, and was
 * followed since. What it filed until then is its own and counts; what it had not filed those who followed it owe.
 */
export function staysOn(listId: Sql, code: Sql): Sql {
  return sql`(${isFollowed} and exists (select 1 from monitoring_list own
      join monitoring_list before on before.cycle_id = own.cycle_id and before.amendment = own.amendment - 1
      join monitoring_object b on b.list_id = before.id join monitoring_object_municipality bm on bm.object_id = b.id
      where own.id = ${listId} and b.code = ${code} and bm.municipality_id = t.id))`;
}

/** Ours: whether municipality `t` was there when revision `l` was approved: one that stays on an amendment after a merger cannot be told of it. */
export const isToBeTold = sql`(t.valid_to is null or l.approved_at is null or t.valid_to > (l.approved_at at time zone 'Asia/Bishkek')::date)`;
