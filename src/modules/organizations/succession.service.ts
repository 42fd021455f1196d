import type { Ctx } from '../../kit/ctx.ts';
import { announce, happening } from '../../kit/happening.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, inKyrgyz, load, loaderOfMany, rows, run, sql } from '../../kit/sql.ts';
import { assertNone } from '../../kit/workflow.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { Municipality, ServiceProvider, Succession, SuccessionMember } from './organization.entity.ts';
import type { SuccessionKind } from './organization.rules.ts';
import { type SuccessionBody, successionViolations } from './succession.rules.ts';

const successionsBySide = (side: 'PREDECESSOR' | 'SUCCESSOR') =>
  loaderOfMany<string, Succession & { memberId: string }>(
    `successionsAs${side}`,
    (ctx, ids) =>
      rows(
        ctx,
        sql`select ${columnsOf(ctx, Succession, 's')}, m.municipality_id as member_id from succession s join succession_member m on m.succession_id = s.id
            where m.side = ${side} and m.municipality_id = any(${[...ids]}::uuid[]) order by s.on_date, s.id`,
      ),
    (row) => row.memberId,
  );
const asSuccessor = successionsBySide('SUCCESSOR');
const asPredecessor = successionsBySide('PREDECESSOR');

/** The successions that made a municipality. */
export async function successionsBefore(ctx: Ctx, municipalityId: string): Promise<Succession[]> {
  return (await load(ctx, asSuccessor, municipalityId)) ?? [];
}

/** The successions in which a municipality ended or was renamed. */
export async function successionsAfter(ctx: Ctx, municipalityId: string): Promise<Succession[]> {
  return (await load(ctx, asPredecessor, municipalityId)) ?? [];
}

const membersBySuccession = loaderOfMany<string, Municipality & { successionId: string; side: string }>(
  'successionMembers',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, Municipality, 't')}, m.succession_id, m.side from succession_member m join municipality t on t.id = m.municipality_id
          where m.succession_id = any(${[...ids]}::uuid[]) order by ${inKyrgyz(sql`t.name ->> 'ky'`)}, t.id`,
    ),
  (row) => row.successionId,
);

export async function successionMembers(ctx: Ctx, successionId: string, side: 'PREDECESSOR' | 'SUCCESSOR'): Promise<Municipality[]> {
  return ((await load(ctx, membersBySuccession, successionId)) ?? []).filter((member) => member.side === side);
}

export interface SuccessionInput {
  kind: SuccessionKind;
  onDate: LocalDate;
  act: LegalAct;
  predecessorIds: readonly string[];
  successorIds: readonly string[];
}

/** A merge, split or rename is recorded, of today, of the past or of a day to come. */
export const successionRecorded = happening<Pick<SuccessionInput, 'onDate' | 'predecessorIds' | 'successorIds'>>('succession-recorded');

/** R9, ours: records a merge, split or rename: the predecessors end on its day, with their providers; nothing of theirs is moved. */
export async function recordSuccession(ctx: Ctx, input: SuccessionInput): Promise<Succession> {
  const { kind, onDate, act } = input;
  const predecessorIds = [...new Set(input.predecessorIds)];
  const successorIds = [...new Set(input.successorIds)];
  const bodies = await bodiesOf(ctx, [...predecessorIds, ...successorIds]);
  const predecessors = predecessorIds.map((id) => found(bodies.get(id), ['input', 'predecessorIds']));
  const successors = successorIds.map((id) => found(bodies.get(id), ['input', 'successorIds']));
  assertNone(successionViolations({ kind, onDate, adoptedOn: act.adoptedOn, predecessors, successors }));
  const succession = ctx.em.create(Succession, { kind, onDate, act });
  const member = (municipalityId: string, side: 'PREDECESSOR' | 'SUCCESSOR') =>
    ctx.em.create(SuccessionMember, { successionId: succession.id, municipalityId, side });
  for (const id of predecessorIds) member(id, 'PREDECESSOR');
  for (const id of successorIds) member(id, 'SUCCESSOR');
  await endBodies(
    ctx,
    predecessorIds.filter((id) => !successorIds.includes(id)),
    onDate,
  );
  await announce(ctx, successionRecorded, { onDate, predecessorIds, successorIds });
  return succession;
}

/** What stands of the municipalities of a succession, locked: of two that are recorded at once the second sees the first. */
async function bodiesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, SuccessionBody>> {
  const these = sql`t.id = any(${[...ids]}::uuid[])`;
  await run(ctx, sql`select 1 from municipality t where ${these} order by t.id for no key update`);
  const bodies = await rows<SuccessionBody>(
    ctx,
    sql`select t.id, t.name, t.valid_from, t.valid_to, exists (
          select 1 from succession_member p where p.municipality_id = t.id and p.side = 'PREDECESSOR' and not exists (
            select 1 from succession_member x where x.succession_id = p.succession_id and x.side = 'SUCCESSOR' and x.municipality_id = t.id)
        ) as is_succeeded
        from municipality t where ${these}`,
  );
  return new Map(bodies.map((body) => [body.id, body]));
}

/** Ends municipalities, and what provides services in them, on a day. What ended before stays as it was recorded. */
async function endBodies(ctx: Ctx, ids: readonly string[], onDate: LocalDate): Promise<void> {
  const open = { validTo: null, $or: [{ validFrom: null }, { validFrom: { $lt: onDate } }] };
  for (const body of await ctx.em.find(Municipality, { ...open, id: { $in: ids } })) body.validTo = onDate;
  for (const provider of await ctx.em.find(ServiceProvider, { ...open, municipalityId: { $in: ids } })) provider.validTo = onDate;
}
