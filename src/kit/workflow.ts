import { hasRole, isMinistry, stampOf } from '../access/actor.ts';
import { grantOf, rolesOf } from '../access/policy.ts';
import { forbidden, HubError, type Violation } from '../shared/errors.ts';
import { scrubPersonalData } from '../shared/personal-data.ts';
import type { Ctx } from './ctx.ts';
import { load, loaderOfMany, rows, sql } from './sql.ts';
import { WorkflowTransition } from './transition.entity.ts';

/** Writes a step of a workflow beside the change it belongs to. */
export function recordTransition(
  ctx: Ctx,
  subject: { type: string; id: string },
  step: { from: string | null; to: string; reason?: string | null; action?: string },
): void {
  ctx.em.create(WorkflowTransition, {
    subjectType: subject.type,
    subjectId: subject.id,
    action: step.action ?? ctx.action,
    fromState: step.from,
    toState: step.to,
    at: ctx.now,
    by: stampOf(ctx.actor, ctx.actingAs),
    reason: step.reason ?? null,
  });
}

const historyBySubject = loaderOfMany<string, WorkflowTransition>(
  'history',
  (ctx, keys) =>
    rows(
      ctx,
      sql`select t.id, t.subject_type, t.subject_id, t.action, t.from_state, t.to_state, t.at, t.by, t.reason from workflow_transition t
          where (t.subject_type, t.subject_id) in (select split_part(k, ':', 1), split_part(k, ':', 2)::uuid from unnest(${[...keys]}::text[]) k)
          order by t.id`,
    ),
  (row) => `${row.subjectType}:${row.subjectId}`,
);

/** The steps of a thing so far, oldest first. To everybody their reasons are told without personal and phone numbers. */
export async function historyOf(ctx: Ctx, type: string, id: string): Promise<WorkflowTransition[]> {
  const steps = (await load(ctx, historyBySubject, `${type}:${id}`)) ?? [];
  const isStaff = isMinistry(ctx.actor) || hasRole(ctx.actor, 'PROVIDER');
  return isStaff ? steps : steps.map((step) => ({ ...step, reason: step.reason && scrubPersonalData(step.reason) }));
}

/**
 * One act of a workflow: the states it is open in, and whatever else may refuse it. The mutation and the button that a portal
 * draws ask the same function.
 */
export interface Act<Facts> {
  mutation: string;
  /** Why the act is refused now; undefined = it is allowed. */
  refusal: (facts: Facts) => Violation | undefined;
}

/**
 * What a portal draws its buttons from: each act, allowed or with the refusal that the mutation itself would throw. `isOwner` says
 * whether the thing is the caller's own, for acts that the policy table gives to PROVIDER (own).
 */
export function availableActions<Facts>(ctx: Ctx, acts: readonly Act<Facts>[], facts: Facts, isOwner = true) {
  return acts.map(({ mutation, refusal }) => {
    const violation = roleRefusal(ctx, mutation, isOwner) ?? refusal(facts);
    return { mutation, isAllowed: violation === undefined, refusal: violation ?? null };
  });
}

function roleRefusal({ actor }: Ctx, mutation: string, isOwner: boolean): Violation | undefined {
  const grant = grantOf(`Mutation.${mutation}`);
  const byRole = grant && hasRole(actor, ...grant.roles);
  const asOwner = grant && isOwner && hasRole(actor, ...(grant.own ?? []));
  return byRole || asOwner ? undefined : forbidden(rolesOf(grant ?? { roles: [] }));
}

/** Throws what refuses an act, if anything does. */
export function assertAllowed(violation: Violation | undefined): void {
  if (violation) throw new HubError(violation);
}

/** Throws the first of what is wrong, carrying all of it; nothing wrong, nothing thrown. */
export function assertNone(violations: readonly Violation[]): void {
  const [first] = violations;
  if (first) throw new HubError(first, violations.length > 1 ? { violations } : {});
}
