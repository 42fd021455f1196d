import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { act, type ChangeInput, entityField, Localized, PageArgs, pageCost, payload } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { AnalysisRun } from '../indicators/analysis.entity.ts';
import type { AnswerSource } from '../indicators/indicator.rules.ts';
import { AnalysisRunType, AnswerSourceEnum } from '../indicators/indicator.type.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { listCorrectiveMeasures } from './corrective-measure.service.ts';
import { CorrectiveMeasureConnection } from './corrective-measure.type.ts';
import { type CorrectiveMeasure, QuarterlyResult } from './quarterly-result.entity.ts';
import { quarterlyResultActs, refusalsOf, type ResultFacts } from './quarterly-result.rules.ts';
import {
  draftQuarterlyResult,
  factsOfResult,
  findQuarterlyResult,
  isResultLate,
  issueQuarterlyResult,
  publishQuarterlyResult,
  resultsOfCycle,
  sourcesOfResult,
  updateQuarterlyResult,
} from './quarterly-result.service.ts';
import { DraftQuarterlyResultInput, QuarterArgs, QuarterlyResultType, UpdateQuarterlyResultInput } from './quarterly-result.type.ts';

const quarterlyResult = entityField(() => QuarterlyResultType, QuarterlyResult, 'The result as it is now.');

@Resolver(() => QuarterlyResultType)
@Localized({ summary: { description: 'What came out, in words.', nullable: true, translations: true } })
@WithWorkflow<QuarterlyResult, ResultFacts>({
  subject: 'QuarterlyResult',
  acts: quarterlyResultActs.map((mutation) => ({ mutation, refusal: (facts) => refusalsOf(mutation, facts)[0] })),
  facts: factsOfResult,
})
export class QuarterlyResultResolver {
  @Query(() => QuarterlyResultType, {
    nullable: true,
    description:
      'The result of a quarter; null = there is none that the caller may see. NOT_FOUND where the year has no cycle. Requirement: R11.',
  })
  quarterlyResult(@Args(() => QuarterArgs) { year, quarter }: QuarterArgs, @CtxArg() ctx: Ctx): Promise<QuarterlyResult | null> {
    return findQuarterlyResult(ctx, year, quarter);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it belongs to.' })
  cycle(@Root() row: QuarterlyResult, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => AnalysisRunType, { description: 'The analysis that it is made from.' })
  run(@Root() row: QuarterlyResult, @CtxArg() ctx: Ctx): Promise<AnalysisRun> {
    return mustRowById(ctx, AnalysisRun, row.runId);
  }

  @FieldResolver(() => [AnswerSourceEnum], {
    description:
      'Where the answers that its run pins came from; empty = there were no answers. Which of them its figures are judged on is `run.judgedBy`. Requirement: R11.',
  })
  sources(@Root() row: QuarterlyResult, @CtxArg() ctx: Ctx): Promise<AnswerSource[]> {
    return sourcesOfResult(ctx, row);
  }

  @FieldResolver(() => Boolean, {
    description:
      "Issued after its deadline, or not issued though that has passed. The day is ours, the quarter the text's. Requirement: R11.",
  })
  isLate(@Root() row: QuarterlyResult, @CtxArg() ctx: Ctx): Promise<boolean> {
    return isResultLate(ctx, row);
  }

  @FieldResolver(() => CorrectiveMeasureConnection, {
    description: 'What is done about the shortcomings found, the earliest due first. Requirement: R11. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  measures(@Root() row: QuarterlyResult, @Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<CorrectiveMeasure>> {
    return listCorrectiveMeasures(ctx, { quarterlyResultId: row.id }, args);
  }

  @Command(payload('DraftQuarterlyResult', { quarterlyResult }), DraftQuarterlyResultInput, {
    description:
      'Begins the result of a quarter from a completed run of it that was started when the quarter was over; CONFLICT where there is one. Requirement: R11.',
  })
  async draftQuarterlyResult(input: DraftQuarterlyResultInput, ctx: Ctx) {
    return { quarterlyResult: (await draftQuarterlyResult(ctx, input)).id };
  }

  @Command(payload('UpdateQuarterlyResult', { quarterlyResult }), UpdateQuarterlyResultInput, {
    description: 'Writes the summary of a draft, or rests it on another run; once issued, adds missing translations. Requirement: R11.',
  })
  async updateQuarterlyResult(input: UpdateQuarterlyResultInput, ctx: Ctx) {
    return { quarterlyResult: (await updateQuarterlyResult(ctx, input)).id };
  }

  @Command(payload('IssueQuarterlyResult', { quarterlyResult }), act('IssueQuarterlyResult'), {
    description:
      "Issues the result with its run to the ministry, the inter-agency body and agencies' systems; the quarter's deadline is met. Requirement: R11.",
  })
  async issueQuarterlyResult(input: ChangeInput, ctx: Ctx) {
    return { quarterlyResult: (await issueQuarterlyResult(ctx, input)).id };
  }

  @Command(payload('PublishQuarterlyResult', { quarterlyResult }), act('PublishQuarterlyResult'), {
    description: 'Shows an issued result with its run to everybody; a Russian summary is required. Requirement: R11.',
  })
  async publishQuarterlyResult(input: ChangeInput, ctx: Ctx) {
    return { quarterlyResult: (await publishQuarterlyResult(ctx, input)).id };
  }
}

@Resolver(() => MonitoringCycleType)
export class CycleQuarterlyResultsResolver {
  @FieldResolver(() => [QuarterlyResultType], {
    description: 'The results of its quarters that the caller may see, in their order; at most four. Requirement: R11.',
    complexity: ({ childComplexity }) => 4 * childComplexity,
  })
  quarterlyResults(@Root() row: MonitoringCycle, @CtxArg() ctx: Ctx): Promise<QuarterlyResult[]> {
    return resultsOfCycle(ctx, row.id);
  }
}
