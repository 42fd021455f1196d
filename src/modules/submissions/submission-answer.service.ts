import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { run, type Sql, sql } from '../../kit/sql.ts';
import { asksOf } from './submission-ask.service.ts';
import type { Submission, SubmissionRevisionPart } from './submission.entity.ts';
import type { ObligationPart } from './submission.rules.ts';

interface Answering {
  revisionId: string;
  parts: readonly ObligationPart[];
}

/**
 * R12: which obligations a revision answers, once its content is written: all that are open, for nothing of them is missing. Of an object
 * whose content is what the unit accepted last, the acceptance stands.
 */
export async function answerObligations(ctx: Ctx, submission: Submission, { revisionId, parts }: Answering): Promise<void> {
  const asks = await Promise.all(parts.map(async (part) => ({ part, asked: await asksOf(ctx, submission.id, part) })));
  const answers = asks.flatMap(({ part, asked }) =>
    asked.map(({ obligationId, responses }) => ({ id: newId(), obligationId, responses: part === 'QUESTIONNAIRES' ? responses : null })),
  );
  await run(
    ctx,
    sql`insert into submission_revision_obligation (id, revision_id, obligation_id, responses, number, submitted_at)
        select a.id, ${revisionId}::uuid, a."obligationId", a.responses, ${submission.revision + 1}, ${ctx.now}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) as a(id uuid, "obligationId" uuid, responses int)`,
  );
  await keepAcceptance(ctx, revisionId);
}

/** What the List in force asked for when revision `a` was handed in for an obligation; null = no number was set. */
export function expectedThen(obligation: string): Sql {
  const [cycleId, code] = [sql.ref(`${obligation}.cycle_id`), sql.ref(`${obligation}.object_code`)];
  return sql`(select b.expected_responses from monitoring_list l join monitoring_object b on b.list_id = l.id and b.code = ${code}
    where l.cycle_id = ${cycleId} and l.approved_at <= a.submitted_at order by l.amendment desc limit 1)`;
}

/** What a revision holds for the object of obligation `o`: the figures of its services (what is explained of one changes none of them), or the batches with questionnaires on them. */
function contentOf(revisionId: Sql): Sql {
  const services = sql`(select s.service_id from monitoring_object_service s where s.object_id = o.object_id)`;
  return sql`select jsonb_build_array(l.service_id, l.quarter, l.channel, l.delivered_state, l.delivered_value, l.delivered_reason, l.paid_total) as content
      from submission_revision_line l where o.part = 'VOLUME_REPORT' and l.revision_id = ${revisionId} and l.service_id in ${services}
    union all
    select to_jsonb(b.batch_id) from submission_revision_batch b where o.part = 'QUESTIONNAIRES' and b.revision_id = ${revisionId}
      and exists (select 1 from response r where r.batch_id = b.batch_id and r.service_id in ${services})`;
}

async function keepAcceptance(ctx: Ctx, revisionId: string): Promise<void> {
  const [now, accepted] = [contentOf(sql`${revisionId}::uuid`), contentOf(sql`k.revision_id`)];
  await run(
    ctx,
    sql`update submission_revision_obligation a set accepted_at = k.accepted_at
        from obligation o cross join lateral (select x.revision_id, x.accepted_at from submission_revision_obligation x
          where x.obligation_id = o.id and x.accepted_at is not null order by x.number desc limit 1) k
        where a.revision_id = ${revisionId} and o.id = a.obligation_id
          and not exists ((${now}) except (${accepted})) and not exists ((${accepted}) except (${now}))`,
  );
}

/** What the accepted part of a revision answers is accepted with it; what was accepted before, when it was. */
export async function acceptAnswers(ctx: Ctx, { revisionId, part }: Pick<SubmissionRevisionPart, 'revisionId' | 'part'>): Promise<void> {
  await run(
    ctx,
    sql`update submission_revision_obligation a set accepted_at = ${ctx.now}::timestamptz from obligation o
        where a.revision_id = ${revisionId} and a.accepted_at is null and o.id = a.obligation_id and o.part = ${part}`,
  );
}
