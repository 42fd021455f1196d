import { stampOf } from '../../access/actor.ts';
import { isAmong } from '../../access/separation.rules.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { blankRefusal } from '../../kit/written-text.rules.ts';
import { HubError } from '../../shared/errors.ts';
import type { AskedDocuments } from '../files/document.rules.ts';
import { FinalReport } from '../final-report/final-report.entity.ts';
import { isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import { deadlineOf, deadlinesOfCycle, getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { candidatesAmong, countPicked, type InspectionPick, proposeCandidates, setPicks } from './inspection-candidate.service.ts';
import { InspectionPlan } from './inspection-plan.entity.ts';
import { type InspectionPlanAct, nextState, noReport, pickViolations, type PlanFacts, planRefusal } from './inspection-plan.rules.ts';
import { askForPlan } from './plan-document.service.ts';

const type = 'InspectionPlan';

// ---- reading -------------------------------------------------------------------------------------------------------

/** R-III.6: the plan that rests on a year's cycle; null = there is none. For the ministry. NOT_FOUND where the year has no cycle. */
export async function findInspectionPlan(ctx: Ctx, year: number): Promise<InspectionPlan | null> {
  const cycle = await getMonitoringCycle(ctx, year);
  const plan = await firstRow<InspectionPlan>(
    ctx,
    sql`select ${columnsOf(ctx, InspectionPlan, 't')} from inspection_plan t where t.cycle_id = ${cycle.id}`,
  );
  return plan ?? null;
}

/** R-III.6: whether it was consented to after the deadline, or is not though that has passed. */
export async function isPlanLate(ctx: Ctx, { cycleId, consentedAt }: InspectionPlan): Promise<boolean> {
  const deadline = found((await deadlinesOfCycle(ctx, cycleId)).find(({ kind }) => kind === 'INSPECTION_PLAN'));
  return isLateAt(deadline, consentedAt ?? ctx.now);
}

/** What refuses the acts on a plan. */
export async function factsOfPlan({ id, state, preparerKeys }: InspectionPlan, ctx: Ctx): Promise<PlanFacts> {
  return { state, isPreparer: isAmong(ctx.actor, preparerKeys), picked: await countPicked(ctx, id) };
}

// ---- drawing up ----------------------------------------------------------------------------------------------------

/**
 * R-III.6: begins the plan on the basis of the cycle's latest prepared final report. Done again while it is not handed in, the candidates
 * are proposed anew from the report as it is then; what was picked and is still proposed stays picked.
 */
export async function draftInspectionPlan(ctx: Ctx, year: number): Promise<InspectionPlan> {
  const cycle = await getMonitoringCycle(ctx, year, ['input', 'year']);
  const before = await ctx.em.findOne(InspectionPlan, { cycleId: cycle.id });
  if (before) assertAllowed(planRefusal('draftInspectionPlan', await factsOfPlan(before, ctx)));
  const report = await preparedReport(ctx, cycle.id);
  const plan = before ?? beginPlan(ctx, cycle.id, report.id);
  plan.reportId = report.id;
  await proposeCandidates(ctx, plan, report.runId);
  markPreparer(ctx, plan);
  if (before) move(ctx, plan, 'draftInspectionPlan');
  return plan;
}

async function preparedReport(ctx: Ctx, cycleId: string): Promise<FinalReport> {
  const report = await ctx.em.findOne(FinalReport, { cycleId, state: { $ne: 'DRAFT' } }, { orderBy: { revision: 'desc' } });
  if (!report) throw new HubError(noReport());
  return report;
}

function beginPlan(ctx: Ctx, cycleId: string, reportId: string): InspectionPlan {
  const plan = ctx.em.create(InspectionPlan, {
    id: newId(),
    cycleId,
    reportId,
    state: 'DRAFT',
    preparedBy: stampOf(ctx.actor, ctx.actingAs),
    preparerKeys: [],
    edits: 0,
  });
  recordTransition(ctx, { type, id: plan.id }, { from: null, to: 'DRAFT' });
  return plan;
}

/** R-III.6: keeps who prepared the plan, person by person, so that none of them can consent to it. */
function markPreparer(ctx: Ctx, plan: InspectionPlan): void {
  plan.preparedBy = stampOf(ctx.actor, ctx.actingAs);
  if (!plan.preparerKeys.includes(ctx.actor.key)) plan.preparerKeys = [...plan.preparerKeys, ctx.actor.key];
  plan.edits += 1;
}

export interface PlanChange {
  id: string;
  expectedVersion?: number;
}

/** The plan as an entity to be changed by an act, if its version is the current one and nothing refuses the act. */
async function planFor(ctx: Ctx, act: InspectionPlanAct, { id, expectedVersion }: PlanChange): Promise<InspectionPlan> {
  const plan = found(await ctx.em.findOne(InspectionPlan, { id }), ['input', 'id']);
  if (expectedVersion !== undefined) assertVersion(plan, expectedVersion);
  assertAllowed(planRefusal(act, await factsOfPlan(plan, ctx)));
  return plan;
}

/** Takes the step that the workflow table gives an act, and keeps it in the history. */
function move(ctx: Ctx, plan: InspectionPlan, act: InspectionPlanAct, reason?: string): void {
  const to = nextState(plan.state, act) ?? plan.state;
  recordTransition(ctx, { type, id: plan.id }, { from: plan.state, to, reason });
  plan.state = to;
}

/** R-III.6: a person picks what is to be inspected and when, and drops what is not; all or nothing. */
export async function pickInspections(
  ctx: Ctx,
  { pick, drop, ...change }: PlanChange & { pick?: readonly InspectionPick[] | null; drop?: readonly string[] | null },
): Promise<InspectionPlan> {
  const plan = await planFor(ctx, 'pickInspections', change);
  const [picks, drops] = [pick ?? [], drop ?? []];
  const known = await candidatesAmong(ctx, plan.id, [...picks.map(({ candidateId }) => candidateId), ...drops]);
  assertNone(pickViolations(picks, drops, known));
  await setPicks(ctx, plan.id, picks, drops);
  markPreparer(ctx, plan);
  return plan;
}

/** R-III.6: hands the plan in for the head's consent. */
export async function submitInspectionPlan(ctx: Ctx, change: PlanChange): Promise<InspectionPlan> {
  const plan = await planFor(ctx, 'submitInspectionPlan', change);
  markPreparer(ctx, plan);
  move(ctx, plan, 'submitInspectionPlan');
  return Object.assign(plan, { submittedAt: ctx.now });
}

// ---- the head's consent --------------------------------------------------------------------------------------------

/** R-III.6: the head consents, who took no part in preparing it; the deadline is met, and the plan is changed no more. */
export async function consentToInspectionPlan(ctx: Ctx, change: PlanChange): Promise<InspectionPlan> {
  const plan = await planFor(ctx, 'consentToInspectionPlan', change);
  move(ctx, plan, 'consentToInspectionPlan');
  const deadline = await deadlineOf(ctx, plan.cycleId, 'INSPECTION_PLAN');
  deadline.metAt ??= ctx.now;
  return Object.assign(plan, { consentedBy: stampOf(ctx.actor, ctx.actingAs), consentedAt: ctx.now, remarks: null });
}

/** R-III.6: gives a submitted plan back with remarks; it is then edited as a draft is. */
export async function returnInspectionPlan(ctx: Ctx, change: PlanChange & { remarks: string }): Promise<InspectionPlan> {
  const plan = await planFor(ctx, 'returnInspectionPlan', change);
  assertAllowed(blankRefusal('remarks', change.remarks));
  move(ctx, plan, 'returnInspectionPlan', change.remarks);
  return Object.assign(plan, { remarks: change.remarks });
}

// ---- documents -----------------------------------------------------------------------------------------------------

/** R-III.6: has documents of the plan made; answers their ids. */
export async function renderInspectionPlan(ctx: Ctx, id: string, asked: AskedDocuments): Promise<string[]> {
  return askForPlan(ctx, await planFor(ctx, 'renderInspectionPlan', { id }), asked);
}
