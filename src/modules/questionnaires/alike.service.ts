import type { Ctx } from '../../kit/ctx.ts';
import { rows, type Sql, sql } from '../../kit/sql.ts';
import type { AlikeCount } from './alike.rules.ts';

/**
 * Batches whose responses are alike in everything to one another, those with the most first. `filed` answers the batches that are
 * compared, as `subject_id` (of whom or what) and `batch_id`; only what is stored counts.
 */
export function alikeAmong(ctx: Ctx, filed: Sql): Promise<(AlikeCount & { subjectId: string })[]> {
  return rows(
    ctx,
    // Answers are kept in one form, so that what is alike has one hash; of 64 bits, for sorting them whole takes long.
    sql`with alike as (
          select f.subject_id, array_agg(b.batch_key) as keys, min(b.batch_key) <> max(b.batch_key) as is_across
          from (${filed}) f join response_batch b on b.id = f.batch_id and b.state = 'STORED' join response r on r.batch_id = b.id
          group by f.subject_id, r.municipality_id, r.service_id, r.offer_id, r.applied_on, r.served_on, jsonb_hash_extended(r.answers, 0)
          having count(*) > 1)
        select a.subject_id, k.batch_key, a.is_across, count(*) as responses from alike a cross join lateral unnest(a.keys) k(batch_key)
        group by a.subject_id, k.batch_key, a.is_across order by responses desc, k.batch_key`,
  );
}
