import { Arg, Ctx as CtxArg, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { act, ActorType, type ChangeInput, entityField, Localized, payload } from '../../kit/graphql.ts';
import { mustRowById } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import type { ActorStamp } from '../../access/actor.ts';
import { AnalysisRun } from '../indicators/analysis.entity.ts';
import { AnalysisRunType } from '../indicators/indicator.type.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { FinalReport } from './final-report.entity.ts';
import { actRefusal, type Consideration, finalReportActs, type FinalReportFacts } from './final-report.rules.ts';
import {
  confirmFinalReportReceipt,
  considerationOf,
  draftFinalReport,
  finalReportFacts,
  finalReportSubject,
  findFinalReport,
  handOverFinalReport,
  isLate,
  prepareFinalReport,
  publishFinalReport,
  recordCollegiumConsideration,
  reportOfCycle,
  type ReportSection,
  sectionsOf,
  updateFinalReport,
} from './final-report.service.ts';
import {
  CollegiumConsiderationType,
  ConfirmFinalReportReceiptInput,
  DraftFinalReportInput,
  FinalReportType,
  HandOverFinalReportInput,
  RecordCollegiumConsiderationInput,
  ReportSectionType,
  UpdateFinalReportInput,
} from './final-report.type.ts';

const finalReport = entityField(() => FinalReportType, FinalReport, 'The report as it is now.');

@WithWorkflow<FinalReport, FinalReportFacts>({
  subject: finalReportSubject,
  acts: finalReportActs.map((mutation) => ({ mutation, refusal: (facts) => actRefusal(mutation, facts) })),
  facts: finalReportFacts,
})
@Resolver(() => FinalReportType)
export class FinalReportResolver {
  @Query(() => FinalReportType, {
    nullable: true,
    description:
      'The final report of a year: the ministry sees its latest revision, the inter-agency body and agencies those handed over, everybody those published. Null = none. NOT_FOUND where the year has no cycle. Requirement: R-III.2.',
  })
  finalReport(
    @Arg('year', () => Int, { description: 'Calendar year of the cycle.' }) year: number,
    @Arg('revision', () => Int, { nullable: true, description: 'Number of the revision; the latest unless given.' }) revision:
      | number
      | null,
    @CtxArg() ctx: Ctx,
  ): Promise<FinalReport | null> {
    return findFinalReport(ctx, year, revision);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it is of.' })
  cycle(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => AnalysisRunType, { description: 'The analysis whose figures it shows.' })
  run(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Promise<AnalysisRun> {
    return mustRowById(ctx, AnalysisRun, row.runId);
  }

  @FieldResolver(() => ActorType, { nullable: true, description: 'Who prepared it; null = it is not prepared. Requirement: R-III.2.' })
  preparedBy(@Root() row: FinalReport): ActorStamp | null {
    return row.preparedBy ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Number or signature of who took it, for the ministry and the inter-agency body; null = not handed over. Requirement: R-III.4.',
  })
  handOverReceipt(@Root() row: FinalReport): string | null {
    return row.handOverReceipt ?? null;
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether it was prepared after its deadline, or is still not prepared then. Requirement: R-III.2.',
  })
  isPreparedLate(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Promise<boolean> {
    return isLate(ctx, row, 'FINAL_REPORT');
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether it was handed over after its deadline, or is still not handed over then. Requirement: R-III.4.',
  })
  isHandedOverLate(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Promise<boolean> {
    return isLate(ctx, row, 'REPORT_HANDED_OVER');
  }

  @FieldResolver(() => CollegiumConsiderationType, {
    nullable: true,
    description:
      'What the collegium said of it; null = it has not considered it. Personal numbers are taken out for others than the ministry. Requirement: R-III.5.',
  })
  consideration(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Consideration | null {
    return considerationOf(ctx, row);
  }

  @FieldResolver(() => [ReportSectionType], {
    description: 'Its sections in their order, nine. Personal numbers are taken out for others than the ministry.',
  })
  sections(@Root() row: FinalReport, @CtxArg() ctx: Ctx): ReportSection[] {
    return sectionsOf(ctx, row);
  }

  @Command(payload('DraftFinalReport', { finalReport }), DraftFinalReportInput, {
    description:
      "Begins a year's report from a completed annual run; after one was prepared, its next revision, with the texts of the one before. Requirement: R-III.2.",
  })
  async draftFinalReport(input: DraftFinalReportInput, ctx: Ctx) {
    return { finalReport: (await draftFinalReport(ctx, input)).id };
  }

  @Command(payload('UpdateFinalReport', { finalReport }), UpdateFinalReportInput, {
    description: 'Changes a draft: its run, or the text of a section. Requirement: R-III.2.',
  })
  async updateFinalReport(input: UpdateFinalReportInput, ctx: Ctx) {
    return { finalReport: (await updateFinalReport(ctx, input)).id };
  }

  @Command(payload('PrepareFinalReport', { finalReport }), act('PrepareFinalReport'), {
    description: 'Says that the report is prepared: it does not change any more. Requirement: R-III.2.',
  })
  async prepareFinalReport(input: ChangeInput, ctx: Ctx) {
    return { finalReport: (await prepareFinalReport(ctx, input)).id };
  }

  @Command(payload('HandOverFinalReport', { finalReport }), HandOverFinalReportInput, {
    description:
      'Records that the report was handed to the body of inter-agency interaction, which sees it and its run from now on. Requirement: R-III.4.',
  })
  async handOverFinalReport(input: HandOverFinalReportInput, ctx: Ctx) {
    return { finalReport: (await handOverFinalReport(ctx, input)).id };
  }

  @Command(payload('ConfirmFinalReportReceipt', { finalReport }), ConfirmFinalReportReceiptInput, {
    description: 'The body of inter-agency interaction says that it has the report. Requirement: R-III.4.',
  })
  async confirmFinalReportReceipt(input: ConfirmFinalReportReceiptInput, ctx: Ctx) {
    return { finalReport: (await confirmFinalReportReceipt(ctx, input.id)).id };
  }

  @Command(payload('RecordCollegiumConsideration', { finalReport }), RecordCollegiumConsiderationInput, {
    description: 'Records what the collegium said of the report; recorded again, it is put right. It blocks nothing. Requirement: R-III.5.',
  })
  async recordCollegiumConsideration({ remarks = null, ...input }: RecordCollegiumConsiderationInput, ctx: Ctx) {
    return { finalReport: (await recordCollegiumConsideration(ctx, { ...input, remarks })).id };
  }

  @Command(payload('PublishFinalReport', { finalReport }), act('PublishFinalReport'), {
    description: 'Shows a report that was handed over, and its run, to everybody; its texts must be there in Russian.',
  })
  async publishFinalReport(input: ChangeInput, ctx: Ctx) {
    return { finalReport: (await publishFinalReport(ctx, input)).id };
  }
}

@Resolver(() => ReportSectionType)
@Localized({
  title: { description: 'Its title.' },
  narrative: { description: 'What people wrote.', nullable: true, translations: true },
})
export class ReportSectionResolver {}

@Resolver(() => MonitoringCycleType)
export class CycleReportResolver {
  @FieldResolver(() => FinalReportType, {
    nullable: true,
    description: 'The latest revision of its report that the caller may see; null = none.',
  })
  finalReport(@Root() row: MonitoringCycle, @CtxArg() ctx: Ctx): Promise<FinalReport | null> {
    return reportOfCycle(ctx, row.id);
  }
}
