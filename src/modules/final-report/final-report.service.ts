import { type ActorStamp, hasRole, isMinistry, stampOf } from '../../access/actor.ts';
import { isAmong } from '../../access/separation.rules.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, load, loaderOfMany, rows, type Sql, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, historyOf, recordTransition } from '../../kit/workflow.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import { writtenText } from '../../shared/plain-text.ts';
import type { AskedDocuments } from '../files/document.rules.ts';
import { getAnalysisRun, markRunIssued, markRunPublished } from '../indicators/analysis-run.service.ts';
import { isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import type { CycleDeadline } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { deadlineOf, deadlinesOfCycle, getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { FinalReport } from './final-report.entity.ts';
import {
  actRefusal,
  type Consideration,
  considerationViolations,
  draftUnderWay,
  editViolations,
  type FinalReportAct,
  type FinalReportFacts,
  handOverViolations,
  instantOf,
  isSectionCode,
  nextState,
  type ReportEdit,
  runRefusal,
  type SectionCode,
  sectionCodes,
  sectionTitles,
} from './final-report.rules.ts';
import { askForAppendices, askForReport, publishReportFiles } from './report-file.service.ts';
import { hasFullAppendix } from './report-facts.service.ts';

export const finalReportSubject = 'FinalReport';

// ---- reading -------------------------------------------------------------------------------------------------------

/**
 * Reports that the caller may see: the ministry all; the inter-agency body and agencies' systems those that were handed over; everybody
 * else those that are published. A draft is invisible.
 */
function visibleTo({ actor }: Ctx): Sql {
  if (isMinistry(actor)) return sql`true`;
  if (hasRole(actor, 'INTERAGENCY_BODY', 'AGENCY_SYSTEM')) return sql`t.state = 'HANDED_OVER'`;
  return sql`t.published_at is not null`;
}

const reportsByCycle = loaderOfMany<string, FinalReport>(
  'finalReports',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, FinalReport, 't')} from final_report t
          where t.cycle_id = any(${[...ids]}::uuid[]) and ${visibleTo(ctx)} order by t.revision`,
    ),
  (row) => row.cycleId,
);

/** The latest revision of a cycle's report that the caller may see, or the one of a number; null = there is none. */
export async function reportOfCycle(ctx: Ctx, cycleId: string, revision?: number | null): Promise<FinalReport | null> {
  const revisions = (await load(ctx, reportsByCycle, cycleId)) ?? [];
  return (revision == null ? revisions.at(-1) : revisions.find((row) => row.revision === revision)) ?? null;
}

/** The report of a year that the caller may see. NOT_FOUND where the year has no cycle. */
export async function findFinalReport(ctx: Ctx, year: number, revision?: number | null): Promise<FinalReport | null> {
  const cycle = await getMonitoringCycle(ctx, year);
  return reportOfCycle(ctx, cycle.id, revision);
}

/** A report that the caller may see. NOT_FOUND. */
async function getFinalReport(ctx: Ctx, id: string, path?: readonly string[]): Promise<FinalReport> {
  const report = await firstRow<FinalReport>(
    ctx,
    sql`select ${columnsOf(ctx, FinalReport, 't')} from final_report t where t.id = ${id} and ${visibleTo(ctx)}`,
  );
  return found(report, path);
}

export interface ReportSection {
  code: SectionCode;
  title: LocalizedText;
  narrative: LocalizedText | null;
}

/** What people wrote, section by section; outside the ministry without personal and phone numbers. */
export function sectionsOf({ actor }: Ctx, { narratives }: Pick<FinalReport, 'narratives'>): ReportSection[] {
  return sectionCodes.map((code) => {
    const narrative = narratives[code] ?? null;
    return { code, title: sectionTitles[code], narrative: narrative && (isMinistry(actor) ? narrative : withoutNumbers(narrative)) };
  });
}

function withoutNumbers({ ky, ru, en }: LocalizedText): LocalizedText {
  return { ky: scrubPersonalData(ky), ru: ru && scrubPersonalData(ru), en: en && scrubPersonalData(en) };
}

/** R-III.5: what the collegium said; outside the ministry without personal and phone numbers. */
export function considerationOf({ actor }: Ctx, { consideration }: FinalReport): Consideration | null {
  if (!consideration || isMinistry(actor)) return consideration ?? null;
  const { decision, remarks } = consideration;
  return { ...consideration, decision: scrubPersonalData(decision), remarks: remarks && scrubPersonalData(remarks) };
}

/** R-III.2, R-III.4: whether what was due by a deadline of the cycle was done late, or is still undone after it. */
export async function isLate(ctx: Ctx, report: FinalReport, kind: 'FINAL_REPORT' | 'REPORT_HANDED_OVER'): Promise<boolean> {
  const deadline = found((await deadlinesOfCycle(ctx, report.cycleId)).find((each) => each.kind === kind));
  const doneAt = kind === 'FINAL_REPORT' ? report.preparedAt : report.handedOverAt;
  return isLateAt(deadline, doneAt ?? ctx.now);
}

// ---- what may be done ----------------------------------------------------------------------------------------------

type Standing = Pick<FinalReportFacts, 'hasLaterDraft' | 'isSuperseded'>;

/** What refuses or allows the acts on a report now. */
export async function finalReportFacts(report: FinalReport, ctx: Ctx): Promise<FinalReportFacts> {
  const later = sql`select 1 from final_report l where l.cycle_id = ${report.cycleId} and l.revision > ${report.revision}`;
  const standing = found(
    await firstRow<Standing>(
      ctx,
      sql`select exists (${later} and l.state = 'DRAFT') as has_later_draft, exists (${later} and l.state <> 'DRAFT') as is_superseded`,
    ),
  );
  return {
    ...standing,
    state: report.state,
    hasFullAppendix: await hasFullAppendix(ctx, report.id),
    isReceiptConfirmed: report.receiptConfirmedAt != null,
    isPreparer: isAmong(ctx.actor, await preparersOf(ctx, report.id)),
    isPublished: report.publishedAt != null,
    untranslated: sectionCodes.filter((code) => report.narratives[code] && writtenText(report.narratives[code].ru) === null),
  };
}

const preparing: readonly string[] = ['draftFinalReport', 'prepareFinalReport', 'handOverFinalReport'] satisfies FinalReportAct[];

/** Whoever drafted, prepared or handed a report over. */
async function preparersOf(ctx: Ctx, reportId: string): Promise<ActorStamp[]> {
  const steps = await historyOf(ctx, finalReportSubject, reportId);
  return steps.filter(({ action }) => preparing.includes(action)).map(({ by }) => by);
}

export interface ReportChange {
  id: string;
  expectedVersion?: number;
}

/** The report as an entity to be changed by an act, if the caller may see it and nothing refuses the act. */
async function reportFor(ctx: Ctx, act: FinalReportAct, { id, expectedVersion }: ReportChange): Promise<FinalReport> {
  await getFinalReport(ctx, id, ['input', 'id']);
  const report = await ctx.em.findOneOrFail(FinalReport, { id });
  if (expectedVersion !== undefined) assertVersion(report, expectedVersion);
  assertAllowed(actRefusal(act, await finalReportFacts(report, ctx)));
  return report;
}

/** Takes the step that the workflow table gives an act, and keeps it in the history. */
function move(ctx: Ctx, report: FinalReport, act: FinalReportAct): void {
  const to = nextState(report.state, act) ?? report.state;
  recordTransition(ctx, { type: finalReportSubject, id: report.id }, { from: report.state, to });
  report.state = to;
}

// ---- acts ----------------------------------------------------------------------------------------------------------

/** R-III.2: begins the report of a year from an annual run; after one was prepared, its next revision, with what was written before. */
export async function draftFinalReport(ctx: Ctx, { year, runId }: { year: number; runId: string }): Promise<FinalReport> {
  const cycle = await getMonitoringCycle(ctx, year);
  assertAllowed(runRefusal(await getAnalysisRun(ctx, runId, ['input', 'runId']), cycle.id));
  const before = await reportOfCycle(ctx, cycle.id);
  assertAllowed(before?.state === 'DRAFT' ? draftUnderWay() : undefined);
  const report = ctx.em.create(FinalReport, {
    id: newId(),
    cycleId: cycle.id,
    revision: (before?.revision ?? 0) + 1,
    state: 'DRAFT',
    runId,
    narratives: before?.narratives ?? {},
    edits: 0,
  });
  recordTransition(ctx, { type: finalReportSubject, id: report.id }, { from: null, to: 'DRAFT' });
  return report;
}

/** R-III.2: changes a draft: the run that it shows, or what a section says; a section given without a narrative is emptied. */
export async function updateFinalReport(ctx: Ctx, edit: ReportChange & ReportEdit): Promise<FinalReport> {
  const report = await reportFor(ctx, 'updateFinalReport', edit);
  assertNone(editViolations(edit));
  const { runId, sectionCode, narrative } = edit;
  if (runId != null) {
    assertAllowed(runRefusal(await getAnalysisRun(ctx, runId, ['input', 'runId']), report.cycleId));
    report.runId = runId;
  }
  if (sectionCode != null && isSectionCode(sectionCode)) {
    const { [sectionCode]: _, ...others } = report.narratives;
    report.narratives = narrative == null ? others : { ...others, [sectionCode]: { ...narrative } };
  }
  report.edits += 1;
  return report;
}

/** R-III.2, R-III.3: the report is prepared: it does not change any more, its deadline is met, and the databases of answers are annexed. */
export async function prepareFinalReport(ctx: Ctx, change: ReportChange): Promise<FinalReport> {
  const report = await reportFor(ctx, 'prepareFinalReport', change);
  move(ctx, report, 'prepareFinalReport');
  Object.assign(report, { preparedAt: ctx.now, preparedBy: stampOf(ctx.actor, ctx.actingAs) });
  meet(await deadlineOf(ctx, report.cycleId, 'FINAL_REPORT'), ctx.now);
  await askForAppendices(ctx, report.id);
  return report;
}

function meet(deadline: CycleDeadline, at: Date): void {
  deadline.metAt ??= at;
}

/** R-III.4: the report was handed to the body of inter-agency interaction, which sees it and its analysis from now on. */
export async function handOverFinalReport(
  ctx: Ctx,
  change: ReportChange & { handedOverOn: string; receipt: string },
): Promise<FinalReport> {
  const report = await reportFor(ctx, 'handOverFinalReport', change);
  assertNone(handOverViolations(change, report.preparedAt ?? ctx.now, ctx.now));
  move(ctx, report, 'handOverFinalReport');
  const handedOverAt = instantOf(change.handedOverOn, ctx.now);
  Object.assign(report, { handedOverAt, handOverReceipt: change.receipt.trim() });
  meet(await deadlineOf(ctx, report.cycleId, 'REPORT_HANDED_OVER'), handedOverAt);
  await markRunIssued(ctx, report.runId);
  return report;
}

/** R-III.4: the body of inter-agency interaction says that it has the report. */
export async function confirmFinalReportReceipt(ctx: Ctx, id: string): Promise<FinalReport> {
  const report = await reportFor(ctx, 'confirmFinalReportReceipt', { id });
  move(ctx, report, 'confirmFinalReportReceipt');
  return Object.assign(report, { receiptConfirmedAt: ctx.now, receiptConfirmedBy: stampOf(ctx.actor, ctx.actingAs) });
}

/** R-III.5: records what the collegium said; said again, it puts right what was recorded, and the audit log keeps both. */
export async function recordCollegiumConsideration(ctx: Ctx, change: ReportChange & Consideration): Promise<FinalReport> {
  const report = await reportFor(ctx, 'recordCollegiumConsideration', change);
  const { consideredOn, minutesNumber, decision, remarks } = change;
  assertNone(considerationViolations(change, report.preparedAt ?? ctx.now, ctx.now));
  move(ctx, report, 'recordCollegiumConsideration');
  report.consideration = { consideredOn, minutesNumber: minutesNumber.trim(), decision: decision.trim(), remarks: writtenText(remarks) };
  return report;
}

/** Ours: shows a report that was handed over, and its analysis, to everybody. */
export async function publishFinalReport(ctx: Ctx, change: ReportChange): Promise<FinalReport> {
  const report = await reportFor(ctx, 'publishFinalReport', change);
  move(ctx, report, 'publishFinalReport');
  report.publishedAt = ctx.now;
  await markRunPublished(ctx, report.runId);
  await publishReportFiles(ctx, report.id);
  return report;
}

/** R-III.2: has documents of the report made; answers their ids. */
export async function renderFinalReport(ctx: Ctx, id: string, asked: AskedDocuments): Promise<string[]> {
  return askForReport(ctx, await reportFor(ctx, 'renderFinalReport', { id }), asked);
}
