import { stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { rows, run, type Sql, sql } from '../../kit/sql.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { changeObligations } from '../monitoring-cycle/turns.service.ts';
import { obligationParts } from '../submissions/submission.rules.ts';
import { openSupplements } from '../submissions/submission-filing.service.ts';
import { beginSubmissions } from '../submissions/submission.service.ts';
import { standing, statusInSql } from './obligation.service.ts';

/** Whether the List asks for obligation `o`: of its municipality, or of the predecessor that it is inherited from, for which the heir answers. */
function isAsked(listId: string): Sql {
  return sql`case when o.inherited_from_id is null
    then (o.object_code, o.municipality_id) in (select m.code, om.municipality_id from monitoring_object m
      join monitoring_object_municipality om on om.object_id = m.id where m.list_id = ${listId})
    else o.object_code in (select m.code from monitoring_object m where m.list_id = ${listId}) end`;
}

/** Values of `versioned()` for a row that is written set-based. */
function newVersion(ctx: Ctx): Sql {
  return sql`1, ${ctx.now}::timestamptz, ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb`;
}

/** What changes with every set-based change of a `versioned()` row `o`. */
function nextVersion(ctx: Ctx): Sql {
  return sql`version = o.version + 1, updated_at = ${ctx.now}::timestamptz, updated_by = ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb`;
}

/**
 * R9, R12: makes the obligations of a cycle what the List says that was approved now, in a handful of statements: each municipality on it
 * owes both parts for each object. What is on it no more ends, filed or not: nothing of it is due, and what was handed in stays as it stands. What
 * comes back goes on as the same row.
 */
export async function followList(ctx: Ctx, { listId, cycleId }: { listId: string; cycleId: string }): Promise<void> {
  await changeObligations(ctx, cycleId);
  const listed = await rows<{ municipalityId: string }>(
    ctx,
    sql`select distinct om.municipality_id from monitoring_object m join monitoring_object_municipality om on om.object_id = m.id where m.list_id = ${listId}`,
  );
  await beginSubmissions(
    ctx,
    cycleId,
    listed.map(({ municipalityId }) => municipalityId),
  );
  await run(
    ctx,
    sql`update obligation o set object_id = m.id from monitoring_object m
        where m.list_id = ${listId} and m.code = o.object_code and o.cycle_id = ${cycleId} and o.object_id <> m.id`,
  );
  const resumed = await run(
    ctx,
    sql`update obligation o set ended_at = null, end_reason = null, began_at = ${ctx.now}::timestamptz, ${nextVersion(ctx)}
        where o.cycle_id = ${cycleId} and o.end_reason = 'REMOVED' and ${isAsked(listId)}`,
  );
  const begun = await run(
    ctx,
    sql`insert into obligation (id, version, updated_at, updated_by, cycle_id, municipality_id, submission_id, object_code, object_id, part, began_at, edits)
        select gen_random_uuid(), ${newVersion(ctx)}, s.cycle_id, s.municipality_id, s.id, m.code, m.id, p.part, ${ctx.now}::timestamptz, 0
        from monitoring_object m join monitoring_object_municipality om on om.object_id = m.id
        join submission s on s.cycle_id = ${cycleId} and s.municipality_id = om.municipality_id
        cross join unnest(${[...obligationParts]}::text[]) p(part)
        where m.list_id = ${listId} and not exists (
          select 1 from obligation i where i.submission_id = s.id and i.object_code = m.code and i.part = p.part
            and i.inherited_from_id is not null and i.ended_at is null)
        on conflict (cycle_id, municipality_id, object_code, part, inherited_from_id) do nothing`,
  );
  const ended = await run(
    ctx,
    sql`update obligation o set ended_at = ${ctx.now}::timestamptz, end_reason = 'REMOVED', ${nextVersion(ctx)}
        where o.cycle_id = ${cycleId} and o.ended_at is null and not ${isAsked(listId)}`,
  );
  await audit(ctx, { subjectType: 'Obligation', after: { listId, cycleId, resumed, begun, ended } });
  await openSupplements(ctx, cycleId);
}

interface Heir {
  predecessorId: string;
  successorId: string;
}

export interface RecordedSuccession {
  onDate: LocalDate;
  predecessorIds: readonly string[];
  successorIds: readonly string[];
}

/**
 * R12, ours: after a merge, split or rename each successor owes what the predecessors that are gone had not filed, or had got back; what
 * was filed stays where it was filed, and what was once accepted counts there. A predecessor that goes on answers for itself. Of a day to come, the daily job does it then.
 */
export async function followSuccession(ctx: Ctx, { onDate, predecessorIds, successorIds }: RecordedSuccession): Promise<void> {
  if (onDate > dayOf(ctx.now)) return;
  const gone = predecessorIds.filter((id) => !successorIds.includes(id));
  await inherit(
    ctx,
    gone.flatMap((predecessorId) => successorIds.map((successorId) => ({ predecessorId, successorId }))),
  );
}

/** As `followSuccession`, for all that have taken effect by today; done again it changes nothing. */
export async function followAllSuccessions(ctx: Ctx): Promise<void> {
  const heirs = await rows<Heir>(
    ctx,
    sql`select p.municipality_id as predecessor_id, h.municipality_id as successor_id from succession s
        join succession_member p on p.succession_id = s.id and p.side = 'PREDECESSOR'
        join succession_member h on h.succession_id = s.id and h.side = 'SUCCESSOR'
        where s.on_date <= ${dayOf(ctx.now)}::date and not exists (
          select 1 from succession_member x where x.succession_id = s.id and x.side = 'SUCCESSOR' and x.municipality_id = p.municipality_id)
        order by s.on_date, s.id`,
  );
  await inherit(ctx, heirs);
}

async function inherit(ctx: Ctx, heirs: readonly Heir[]): Promise<void> {
  const predecessorIds = heirs.map(({ predecessorId }) => predecessorId);
  const cycles = await rows<{ id: string }>(
    ctx,
    sql`select distinct o.cycle_id as id from obligation o where o.ended_at is null and o.municipality_id = any(${predecessorIds}::uuid[]) order by 1`,
  );
  for (const { id } of cycles) await changeObligations(ctx, id);
  const owed = await rows<{ id: string; cycleId: string; municipalityId: string }>(
    ctx,
    sql`select t.id, t.cycle_id, t.municipality_id from ${standing} where t.ended_at is null and ${statusInSql} in ('DUE', 'RETURNED')
          and f.first_accepted_at is null and t.municipality_id = any(${predecessorIds}::uuid[])`,
  );
  for (const [cycleId, obligations] of Map.groupBy(owed, ({ cycleId }) => cycleId)) {
    const owing = new Set(obligations.map(({ municipalityId }) => municipalityId));
    await inheritInCycle(
      ctx,
      cycleId,
      heirs.filter(({ predecessorId }) => owing.has(predecessorId)),
      obligations.map(({ id }) => id),
    );
  }
}

async function inheritInCycle(ctx: Ctx, cycleId: string, heirs: readonly Heir[], obligationIds: readonly string[]): Promise<void> {
  await beginSubmissions(ctx, cycleId, [...new Set(heirs.map(({ successorId }) => successorId))]);
  const inherited = await run(
    ctx,
    sql`insert into obligation (id, version, updated_at, updated_by, cycle_id, municipality_id, submission_id, object_code, object_id, part, inherited_from_id,
          began_at, edits)
        select gen_random_uuid(), ${newVersion(ctx)}, o.cycle_id, s.municipality_id, s.id, o.object_code, o.object_id, o.part, o.municipality_id,
          ${ctx.now}::timestamptz, 0
        from obligation o
        join jsonb_to_recordset(${JSON.stringify(heirs)}::jsonb) as h("predecessorId" uuid, "successorId" uuid) on h."predecessorId" = o.municipality_id
        join submission s on s.cycle_id = o.cycle_id and s.municipality_id = h."successorId"
        where o.id = any(${[...obligationIds]}::uuid[])
        on conflict (cycle_id, municipality_id, object_code, part, inherited_from_id) do nothing`,
  );
  const ended = await run(
    ctx,
    sql`update obligation o set ended_at = ${ctx.now}::timestamptz, end_reason = 'SUCCEEDED', ${nextVersion(ctx)}
        where o.id = any(${[...obligationIds]}::uuid[])`,
  );
  await audit(
    ctx,
    ...heirs.map((heir) => ({
      subjectType: 'Obligation',
      municipalityId: heir.successorId,
      after: { ...heir, cycleId, inherited, ended },
    })),
  );
  await openSupplements(ctx, cycleId);
}
