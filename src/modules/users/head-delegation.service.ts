import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, orderBy, page, type Page, type PageArguments, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { nameProblems } from '../../shared/plain-text.ts';
import { HeadDelegation } from './head-delegation.entity.ts';
import { delegatedAlready, delegationViolations, endingRefusal } from './head-delegation.rules.ts';
import { User } from './user.entity.ts';

/** Delegations, the latest begun first; of those that hold on a day, if one is given. */
export function listHeadDelegations(ctx: Ctx, day: LocalDate | null | undefined, paging: PageArguments): Promise<Page<HeadDelegation>> {
  return page<HeadDelegation>(ctx, {
    list: 'headDelegations',
    select: columnsOf(ctx, HeadDelegation, 't'),
    from: sql`head_delegation t`,
    where: [day != null && sql`t.ended_at is null and t.valid_from <= ${day}::date and t.valid_to > ${day}::date`],
    order: orderBy('VALID_FROM_DESC', sql`t.valid_from`, 'date', 'desc'),
    page: paging,
    filter: { day },
  });
}

export interface NewDelegation {
  headId: string;
  delegateId: string;
  validFrom: LocalDate;
  validTo: LocalDate;
  act: LegalAct;
  reason: string;
}

/** Records that a person acts for a head for some days. All that is wrong is told at once; CONFLICT if either has another then. */
export async function delegateHead(ctx: Ctx, input: NewDelegation): Promise<HeadDelegation> {
  // Two that are recorded at once come one after the other.
  await awaitTurn(ctx, 'head-delegation');
  const head = found(await ctx.em.findOne(User, { id: input.headId }), ['input', 'headId']);
  const delegate = found(await ctx.em.findOne(User, { id: input.delegateId }), ['input', 'delegateId']);
  assertNone(delegationViolations({ ...input, head, delegate, today: dayOf(ctx.now) }));
  if (await isTaken(ctx, input)) throw delegatedAlready();
  const { headId, delegateId, validFrom, validTo, act, reason } = input;
  return ctx.em.create(HeadDelegation, { headId, delegateId, validFrom, validTo, act, reason });
}

async function isTaken(ctx: Ctx, { headId, delegateId, validFrom, validTo }: NewDelegation): Promise<boolean> {
  const taken = await firstRow(
    ctx,
    sql`select 1 from head_delegation d where d.ended_at is null and (d.head_id = ${headId} or d.delegate_id = ${delegateId})
          and d.valid_from < ${validTo}::date and d.valid_to > ${validFrom}::date limit 1`,
  );
  return taken !== undefined;
}

/** Ends a delegation at once, with the reason. CONFLICT on a stale version. */
export async function endHeadDelegation(
  ctx: Ctx,
  { id, expectedVersion, reason }: { id: string; expectedVersion: number; reason: string },
): Promise<HeadDelegation> {
  assertNone(nameProblems(['input', 'reason'], reason));
  const delegation = found(await ctx.em.findOne(HeadDelegation, { id }), ['input', 'id']);
  assertAllowed(endingRefusal(delegation, dayOf(ctx.now)));
  assertVersion(delegation, expectedVersion);
  return Object.assign(delegation, { endedAt: ctx.now, endedReason: reason });
}
