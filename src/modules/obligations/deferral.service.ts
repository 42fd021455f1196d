import { LockMode } from '@mikro-orm/postgresql';
import { isOwn, stampOf } from '../../access/actor.ts';
import { isAmong } from '../../access/separation.rules.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import { dayValue } from '../../kit/mail/notice-payload.ts';
import { notify } from '../../kit/notice.ts';
import { columnsOf, load, loaderBy, mustRowById, rows, sql } from '../../kit/sql.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { notFound, type Violation } from '../../shared/errors.ts';
import { lastDayInTime } from '../monitoring-cycle/cycle.rules.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { awaitFilingTurn, keepObligations } from '../monitoring-cycle/turns.service.ts';
import { addresseesOf } from '../organizations/addressee.service.ts';
import { Obligation } from '../submissions/obligation.entity.ts';
import { partsCode } from '../submissions/submission-notice.service.ts';
import { ObligationDeferral } from './deferral.entity.ts';
import { obligationDeferred } from './obligation.notices.ts';
import {
  decisionRefusal,
  type DeferralFacts,
  deferralInputViolations,
  type DeferralState,
  grantRefusal,
  requestRefusal,
  statusOf,
  untilViolation,
} from './obligation.rules.ts';
import { getObligation, type ObligationRow, obligationsByIds } from './obligation.service.ts';

const latestByObligation = loaderBy<string, ObligationDeferral>(
  'deferrals',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select distinct on (t.obligation_id) ${columnsOf(ctx, ObligationDeferral, 't')} from obligation_deferral t
          where t.obligation_id = any(${[...ids]}::uuid[]) order by t.obligation_id, t.id desc`,
    ),
  ({ obligationId }) => obligationId,
);

/** The latest deferral of an obligation; null = none was asked for. */
export async function deferralOf(ctx: Ctx, obligationId: string): Promise<ObligationDeferral | null> {
  return (await load(ctx, latestByObligation, obligationId)) ?? null;
}

/** What refuses the acts on an obligation's deferral is decided by. */
export async function deferralFactsOf(ctx: Ctx, row: ObligationRow): Promise<DeferralFacts> {
  return factsOf(ctx, row, await deferralOf(ctx, row.id));
}

function factsOf(ctx: Ctx, row: ObligationRow, deferral: ObligationDeferral | null): DeferralFacts {
  return {
    status: statusOf(row),
    isEnded: row.endedAt != null,
    deferralState: deferral?.state ?? null,
    isRequester: deferral !== null && isAmong(ctx.actor, [deferral.requestedBy]),
  };
}

export interface DeferralRequest {
  obligationIds: readonly string[];
  until: LocalDate;
  reason: string;
}

/** Ours: a municipality asks that reminders of some of its obligations stop until a day: of all of them, or of none. */
export async function requestDeferral(ctx: Ctx, { obligationIds, until, reason }: DeferralRequest): Promise<string[]> {
  assertNone(deferralInputViolations('obligationIds', obligationIds, reason));
  assertAllowed(untilViolation(until, dayOf(ctx.now)));
  await lockOwn(ctx, obligationIds);
  const asked = await Promise.all(obligationIds.map((id, index) => ownObligation(ctx, id, ['input', 'obligationIds', String(index)])));
  const facts = await Promise.all(asked.map((row) => deferralFactsOf(ctx, row)));
  assertNone(facts.flatMap((fact, index) => at(requestRefusal(fact), ['input', 'obligationIds', String(index)])));
  for (const { id, municipalityId } of asked) {
    ctx.em.create(ObligationDeferral, {
      id: newId(),
      obligationId: id,
      municipalityId,
      state: 'REQUESTED',
      requestedUntil: until,
      reason: reason.trim(),
      requestedAt: ctx.now,
      requestedBy: stampOf(ctx.actor, ctx.actingAs),
    });
  }
  await markObligations(ctx, obligationIds, 'REQUESTED', reason);
  return [...obligationIds];
}

/** The second of two clerks waits, and then learns of the first; by id, so that neither waits for the other in a circle. */
async function lockOwn(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const own = { id: { $in: [...ids] }, municipalityId: ctx.actor.municipalityId };
  await ctx.em.find(Obligation, own, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });
}

async function ownObligation(ctx: Ctx, id: string, path: readonly string[]): Promise<ObligationRow> {
  const row = await getObligation(ctx, id, path);
  if (!isOwn(ctx.actor, row.municipalityId)) throw notFound(path);
  return row;
}

function at(violation: Violation | undefined, path: readonly string[]): Violation[] {
  return violation ? [{ ...violation, path }] : [];
}

/** Keeps the step in the obligations' histories, and makes their versions grow. */
async function markObligations(ctx: Ctx, ids: readonly string[], to: DeferralState, reason: string): Promise<void> {
  for (const obligation of await ctx.em.find(Obligation, { id: { $in: [...ids] } }, { orderBy: { id: 'asc' } })) {
    obligation.edits += 1;
    recordTransition(
      ctx,
      { type: 'Obligation', id: obligation.id },
      { from: to === 'REQUESTED' ? null : 'REQUESTED', to, reason: reason.trim() },
    );
  }
}

export interface DeferralDecision {
  deferralIds: readonly string[];
  reason: string;
}

/** Ours: the head grants deferrals of what is still owed, with a reason, until the day asked for or another. `dueAt` and lateness stay as they are (R12). */
export async function grantDeferral(ctx: Ctx, { until, ...decision }: DeferralDecision & { until: LocalDate }): Promise<string[]> {
  assertAllowed(untilViolation(until, dayOf(ctx.now)));
  const deferrals = await decide(ctx, decision, 'GRANTED', until);
  await tellDeferred(ctx, deferrals, until);
  return deferrals.map(({ obligationId }) => obligationId);
}

/** Ours: the head refuses deferrals, with a reason. */
export async function refuseDeferral(ctx: Ctx, decision: DeferralDecision): Promise<string[]> {
  return (await decide(ctx, decision, 'REFUSED', null)).map(({ obligationId }) => obligationId);
}

async function decide(
  ctx: Ctx,
  { deferralIds, reason }: DeferralDecision,
  state: 'GRANTED' | 'REFUSED',
  grantedUntil: LocalDate | null,
): Promise<ObligationDeferral[]> {
  assertNone(deferralInputViolations('deferralIds', deferralIds, reason));
  await awaitTurns(ctx, deferralIds);
  // Locked, by id: the second of two heads waits, and then learns of the first.
  const named = await ctx.em.find(
    ObligationDeferral,
    { id: { $in: [...deferralIds] } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const byId = new Map(named.map((deferral) => [deferral.id, deferral]));
  const deferrals = deferralIds.map((id, index) => found(byId.get(id), ['input', 'deferralIds', String(index)]));
  const refusalOf = state === 'GRANTED' ? grantRefusal : decisionRefusal;
  const obligationIds = deferrals.map(({ obligationId }) => obligationId);
  const facts = (await obligationsByIds(ctx, obligationIds)).map((row, index) => factsOf(ctx, row, deferrals[index] ?? null));
  assertNone(facts.flatMap((fact, index) => at(refusalOf(fact), ['input', 'deferralIds', String(index)])));
  const decided = { state, grantedUntil, decidedAt: ctx.now, decidedBy: stampOf(ctx.actor, ctx.actingAs), decisionReason: reason.trim() };
  for (const deferral of deferrals) Object.assign(deferral, decided);
  await markObligations(ctx, obligationIds, state, reason);
  return deferrals;
}

/** Whoever hands in what these deferrals are of, or amends the List, is waited for; from here on nothing that is owed of it changes. */
async function awaitTurns(ctx: Ctx, deferralIds: readonly string[]): Promise<void> {
  const of = await rows<{ cycleId: string; municipalityId: string }>(
    ctx,
    sql`select distinct o.cycle_id, o.municipality_id from obligation_deferral d join obligation o on o.id = d.obligation_id
        where d.id = any(${[...deferralIds]}::uuid[]) order by o.cycle_id, o.municipality_id`,
  );
  for (const cycleId of new Set(of.map((each) => each.cycleId))) await keepObligations(ctx, cycleId);
  for (const municipalityId of [...new Set(of.map((each) => each.municipalityId))].toSorted()) await awaitFilingTurn(ctx, municipalityId);
}

/** One mail per municipality and cycle: which parts, until when, and that the day of the regulation stays. */
async function tellDeferred(ctx: Ctx, deferrals: readonly ObligationDeferral[], until: LocalDate): Promise<void> {
  const obligations = await obligationsByIds(
    ctx,
    deferrals.map(({ obligationId }) => obligationId),
  );
  const addressees = await addresseesOf(ctx, [...new Set(obligations.map(({ municipalityId }) => municipalityId))]);
  const reasons = new Map(deferrals.map(({ obligationId, reason }) => [obligationId, reason]));
  for (const [submissionId, ofOne] of Map.groupBy(obligations, (obligation) => obligation.submissionId)) {
    const [first] = ofOne;
    if (!first) continue;
    const addressee = addressees.get(first.municipalityId);
    const { year } = await mustRowById(ctx, MonitoringCycle, first.cycleId);
    const payload = {
      cycleYear: year,
      municipality: addressee?.name ?? '',
      missingPart: partsCode([...new Set(ofOne.map(({ part }) => part))]),
      dueOn: dayValue(lastDayInTime(first.deadline)),
      deferredUntil: dayValue(until),
      deferralReason: reasons.get(first.id) ?? '',
      link: `/submissions/${submissionId}`,
    };
    const offset = deferrals.find(({ obligationId }) => obligationId === first.id)?.id;
    const to = (addressee?.recipients ?? []).map((recipient) => ({
      recipient,
      payload: { ...payload, contactName: recipient.name ?? '' },
    }));
    await notify(ctx, obligationDeferred, { subjectId: submissionId, offset, to });
  }
}
