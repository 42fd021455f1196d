import { hasRole, isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, load, loaderBy, loaderOfMany, mustRowById, rows, type Sql, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { conflict, type HubError } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import { isPreview } from '../indicators/analysis-run.rules.ts';
import { markRunIssued, markRunPublished, sourcesOfRun } from '../indicators/analysis-run.service.ts';
import { AnalysisRun } from '../indicators/analysis.entity.ts';
import type { AnswerSource } from '../indicators/indicator.rules.ts';
import { isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import { deadlinesOfCycle, getMonitoringCycle, quarterDeadlineOf } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { CorrectiveMeasure, QuarterlyResult } from './quarterly-result.entity.ts';
import { editViolations, type QuarterlyResultAct, refusalsOf, type ResultFacts, runRefusal } from './quarterly-result.rules.ts';

const type = 'QuarterlyResult';

// ---- reading -------------------------------------------------------------------------------------------------------

/**
 * R11: the ministry sees every result; the inter-agency body and agencies' systems those that are issued; everybody else those that are
 * published. A draft is invisible, not flagged.
 */
function visibleResults({ actor }: Ctx): Sql {
  if (isMinistry(actor)) return sql`true`;
  if (hasRole(actor, 'INTERAGENCY_BODY', 'AGENCY_SYSTEM')) return sql`t.issued_at is not null`;
  return sql`t.published_at is not null`;
}

/** R11: the result of a quarter that the caller may see; null = there is none. NOT_FOUND where the year has no cycle. */
export async function findQuarterlyResult(ctx: Ctx, year: number, quarter: Quarter): Promise<QuarterlyResult | null> {
  const cycle = await getMonitoringCycle(ctx, year);
  const results = await resultsOfCycle(ctx, cycle.id);
  return results.find((result) => result.quarter === quarter) ?? null;
}

/** Results in scope; outside the ministry their summaries are without personal and phone numbers. */
async function resultsWhere(ctx: Ctx, which: Sql): Promise<QuarterlyResult[]> {
  const results = await rows<QuarterlyResult>(
    ctx,
    sql`select ${columnsOf(ctx, QuarterlyResult, 't')} from quarterly_result t where ${which} and ${visibleResults(ctx)} order by t.quarter`,
  );
  return isMinistry(ctx.actor) ? results : results.map((result) => ({ ...result, summary: result.summary && scrubbed(result.summary) }));
}

function scrubbed({ ky, ru, en }: LocalizedText): LocalizedText {
  return { ky: scrubPersonalData(ky), ru: ru && scrubPersonalData(ru), en: en && scrubPersonalData(en) };
}

const resultsByCycle = loaderOfMany<string, QuarterlyResult>(
  'quarterlyResultsOfCycles',
  (ctx, ids) => resultsWhere(ctx, sql`t.cycle_id = any(${[...ids]}::uuid[])`),
  ({ cycleId }) => cycleId,
);

/** R11: the results of a cycle's quarters that the caller may see, in their order; at most four. */
export async function resultsOfCycle(ctx: Ctx, cycleId: string): Promise<QuarterlyResult[]> {
  return (await load(ctx, resultsByCycle, cycleId)) ?? [];
}

const resultById = loaderBy<string, QuarterlyResult>(
  'visibleQuarterlyResults',
  (ctx, ids) => resultsWhere(ctx, sql`t.id = any(${[...ids]}::uuid[])`),
  ({ id }) => id,
);

/** A result by its id, if the caller may see it. */
export async function findVisibleResult(ctx: Ctx, id: string): Promise<QuarterlyResult | null> {
  return (await load(ctx, resultById, id)) ?? null;
}

/** R11: whether it was issued after its deadline, or is not issued though the deadline has passed. */
export async function isResultLate(ctx: Ctx, { cycleId, quarter, issuedAt }: QuarterlyResult): Promise<boolean> {
  const deadlines = await deadlinesOfCycle(ctx, cycleId);
  const deadline = found(deadlines.find((each) => each.kind === 'QUARTERLY_RESULT' && each.quarter === quarter));
  return isLateAt(deadline, issuedAt ?? ctx.now);
}

/** R11: where the answers that it rests on came from; empty = there were none. */
export function sourcesOfResult(ctx: Ctx, { runId }: QuarterlyResult): Promise<AnswerSource[]> {
  return sourcesOfRun(ctx, runId);
}

// ---- what may be done ----------------------------------------------------------------------------------------------

/** What refuses the acts on a result. */
export async function factsOfResult({ runId, state, publishedAt, summary }: QuarterlyResult, ctx: Ctx): Promise<ResultFacts> {
  const run = await mustRowById(ctx, AnalysisRun, runId);
  return { state, isPublished: publishedAt != null, isOnPreview: isPreview(run), summary: summary ?? null };
}

export interface ResultChange {
  id: string;
  expectedVersion: number;
}

/** The result as an entity to be changed by an act, if its version is the current one and nothing refuses the act. */
async function resultFor(ctx: Ctx, act: QuarterlyResultAct, { id, expectedVersion }: ResultChange): Promise<QuarterlyResult> {
  const result = found(await ctx.em.findOne(QuarterlyResult, { id }), ['input', 'id']);
  assertVersion(result, expectedVersion);
  assertNone(refusalsOf(act, await factsOfResult(result, ctx)));
  return result;
}

// ---- drawing up ----------------------------------------------------------------------------------------------------

export interface NewResult {
  year: number;
  quarter: Quarter;
  runId: string;
}

/** R11: begins the result of a quarter from a completed run of it. NOT_FOUND, CONFLICT where there is one, and what refuses the run. */
export async function draftQuarterlyResult(ctx: Ctx, { year, quarter, runId }: NewResult): Promise<QuarterlyResult> {
  const cycle = await getMonitoringCycle(ctx, year, ['input', 'year']);
  if (await ctx.em.findOne(QuarterlyResult, { cycleId: cycle.id, quarter })) throw drawnUpAlready();
  await assertRun(ctx, runId, cycle.id, quarter);
  const result = ctx.em.create(QuarterlyResult, { id: newId(), cycleId: cycle.id, quarter, runId, state: 'DRAFT' });
  recordTransition(ctx, { type, id: result.id }, { from: null, to: 'DRAFT' });
  return result;
}

async function assertRun(ctx: Ctx, runId: string, cycleId: string, quarter: Quarter): Promise<void> {
  const run = found(await ctx.em.findOne(AnalysisRun, { id: runId }), ['input', 'runId']);
  const { kind, quarter: ofQuarter = null, state } = run;
  const facts = { kind, quarter: ofQuarter, state, isOfCycle: run.cycleId === cycleId, isPreview: isPreview(run) };
  assertAllowed(runRefusal(facts, quarter));
}

export interface ResultRevision extends ResultChange {
  summary?: LocalizedText | null;
  runId?: string | null;
}

/** R11: writes the summary, or rests the draft on another run. Once issued, only missing translations are added. */
export async function updateQuarterlyResult(ctx: Ctx, { summary, runId, ...change }: ResultRevision): Promise<QuarterlyResult> {
  const result = await resultFor(ctx, 'updateQuarterlyResult', change);
  const isOtherRun = runId != null && runId !== result.runId;
  assertNone(editViolations(await factsOfResult(result, ctx), { summary, isOtherRun, hasFindings: await hasFindings(ctx, result.id) }));
  if (isOtherRun) {
    await assertRun(ctx, runId, result.cycleId, result.quarter);
    result.runId = runId;
  }
  if (summary) result.summary = summary;
  return result;
}

async function hasFindings(ctx: Ctx, resultId: string): Promise<boolean> {
  const measures = await ctx.em.count(CorrectiveMeasure, {
    quarterlyResultId: resultId,
    findingId: { $ne: null },
    state: { $ne: 'CANCELLED' },
  });
  return measures > 0;
}

// ---- issuing, publishing -------------------------------------------------------------------------------------------

/** R11: shows a quarter's result, with its run, to the bodies that read issued results; its deadline is met. */
export async function issueQuarterlyResult(ctx: Ctx, change: ResultChange): Promise<QuarterlyResult> {
  const result = await resultFor(ctx, 'issueQuarterlyResult', change);
  await markRunIssued(ctx, result.runId);
  const deadline = await quarterDeadlineOf(ctx, result.cycleId, result.quarter);
  deadline.metAt ??= ctx.now;
  recordTransition(ctx, { type, id: result.id }, { from: 'DRAFT', to: 'ISSUED' });
  return Object.assign(result, { state: 'ISSUED', issuedAt: ctx.now });
}

/** Ours: shows an issued result, with its run, to everybody. */
export async function publishQuarterlyResult(ctx: Ctx, change: ResultChange): Promise<QuarterlyResult> {
  const result = await resultFor(ctx, 'publishQuarterlyResult', change);
  await markRunPublished(ctx, result.runId);
  recordTransition(ctx, { type, id: result.id }, { from: 'ISSUED', to: 'ISSUED' });
  return Object.assign(result, { publishedAt: ctx.now });
}

function drawnUpAlready(): HubError {
  return conflict(
    ['input', 'quarter'],
    {
      ky: 'Бул кварталдын жыйынтыгы түзүлгөн.',
      ru: 'Итоги этого квартала уже составлены.',
      en: 'The result of this quarter is drawn up already.',
    },
    {
      ky: 'Аны updateQuarterlyResult менен өзгөртүңүз.',
      ru: 'Измените их через updateQuarterlyResult.',
      en: 'Change it with updateQuarterlyResult.',
    },
  );
}
