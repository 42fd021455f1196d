import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, Localized, pageCost, payload } from '../../kit/graphql.ts';
import { CountScalar, JsonScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { badInput } from '../../shared/errors.ts';
import { Job } from '../files/job.entity.ts';
import { JobType } from '../files/job.type.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { AnalysisMethod, AnalysisRun, type IndicatorResult } from './analysis.entity.ts';
import { completeMethod } from './analysis-method.rules.ts';
import { createAnalysisMethod, listAnalysisMethods } from './analysis-method.service.ts';
import { isPreview, type RunKind } from './analysis-run.rules.ts';
import { getAnalysisRun, latestRun, listAnalysisRuns, surveySheetsOfRun } from './analysis-run.service.ts';
import { startAnalysisRun } from './analysis-start.service.ts';
import { type AnswerSource, judgedBy } from './indicator.rules.ts';
import { type Achievement, achievementOf, listResults } from './indicator-result.service.ts';
import {
  AchievementArgs,
  AnalysisMethodType,
  AnalysisRunConnection,
  AnalysisRunsArgs,
  AnalysisRunType,
  AnswerSourceEnum,
  CreateAnalysisMethodInput,
  IndicatorAchievementType,
  IndicatorResultConnection,
  IndicatorResultsArgs,
  RunKindEnum,
  StartAnalysisRunInput,
} from './indicator.type.ts';

const analysisMethod = entityField(() => AnalysisMethodType, AnalysisMethod, 'The new version.');
const analysisRun = entityField(() => AnalysisRunType, AnalysisRun, 'The run; poll it, or its job.');

@Localized({ note: { description: 'What is different in it, and why.' } })
@Resolver(() => AnalysisMethodType)
export class AnalysisMethodResolver {
  @Query(() => [AnalysisMethodType], { description: 'Every version of the method of analysis, the newest first.' })
  analysisMethods(@CtxArg() ctx: Ctx): Promise<AnalysisMethod[]> {
    return listAnalysisMethods(ctx);
  }

  @FieldResolver(() => Int, { description: 'Fewest answers that R-II.1, 2, 3 and 7 are judged on.' })
  minimumSample(@Root() row: AnalysisMethod): number {
    return row.parameters.minimumSample;
  }

  @FieldResolver(() => JsonScalar, { description: 'Thresholds, samples, weights and the like, by name.' })
  parameters(@Root() row: AnalysisMethod): unknown {
    return completeMethod(row.parameters);
  }

  @Command(payload('CreateAnalysisMethod', { analysisMethod }), CreateAnalysisMethodInput, {
    description: 'Writes the next version of the method; runs made by others stay as they are. BAD_USER_INPUT with all that is wrong.',
  })
  async createAnalysisMethod(input: CreateAnalysisMethodInput, ctx: Ctx) {
    return { analysisMethod: (await createAnalysisMethod(ctx, input)).id };
  }
}

@Resolver(() => AnalysisRunType)
export class AnalysisRunResolver {
  @Query(() => AnalysisRunType, {
    nullable: true,
    description: 'A run: the ministry sees all, agencies those that are issued, everybody those that are published. NOT_FOUND.',
  })
  analysisRun(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<AnalysisRun> {
    return getAnalysisRun(ctx, id);
  }

  @Query(() => AnalysisRunConnection, {
    description: 'Runs that the caller may see, the newest first. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  analysisRuns(@Args(() => AnalysisRunsArgs) args: AnalysisRunsArgs, @CtxArg() ctx: Ctx): Promise<Page<AnalysisRun>> {
    return listAnalysisRuns(ctx, args, args);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it is of.' })
  cycle(@Root() row: AnalysisRun, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is not issued yet; its figures may be replaced by those of another run.' })
  isDraft(@Root() row: AnalysisRun): boolean {
    return row.issuedAt == null;
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether it was started before its quarter was over: it shows how the quarter goes, and the quarter's result does not rest on it. False of ANNUAL. Requirement: R11.",
  })
  isPreview(@Root() row: AnalysisRun): boolean {
    return isPreview(row);
  }

  @FieldResolver(() => AnalysisMethodType, { description: 'By which method.' })
  method(@Root() row: AnalysisRun, @CtxArg() ctx: Ctx): Promise<AnalysisMethod> {
    return mustRowById(ctx, AnalysisMethod, row.methodId);
  }

  @FieldResolver(() => JobType, { description: 'How far it is.' })
  job(@Root() row: AnalysisRun, @CtxArg() ctx: Ctx): Promise<Job> {
    return mustRowById(ctx, Job, row.jobId);
  }

  @FieldResolver(() => AnswerSourceEnum, {
    description:
      'Whose answers its figures, states and problems are made of: questionnaires wherever it uses them. What it uses besides stands beside. Requirement: R11, R-III.1.',
  })
  judgedBy(@Root() { sources }: AnalysisRun): AnswerSource {
    return judgedBy(sources);
  }

  @FieldResolver(() => CountScalar, {
    description:
      "Sheets of the unit's surveys in the batches that it pins: beside the questionnaires, and never pooled with them, or what it is judged on, as `judgedBy` says. Requirement: R10, R11.",
  })
  pinnedSurveySheets(@Root() row: AnalysisRun, @CtxArg() ctx: Ctx): Promise<number> {
    return surveySheetsOfRun(ctx, row.id);
  }

  @FieldResolver(() => IndicatorResultConnection, {
    description: 'Its results by object, the country first, then municipalities by name. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  results(
    @Root() row: AnalysisRun,
    @Args(() => IndicatorResultsArgs) args: IndicatorResultsArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<IndicatorResult>> {
    return listResults(ctx, row.id, args.filter ?? {}, args);
  }

  @FieldResolver(() => [IndicatorAchievementType], {
    description: 'Results of municipalities counted by state. Requirement: R-III.2. Cost: 50.',
    complexity: 50,
  })
  async achievement(
    @Root() row: AnalysisRun,
    @Args(() => AchievementArgs) { groupBy }: AchievementArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Achievement[]> {
    if (groupBy === 'PART') throw noParts();
    return achievementOf(ctx, row.id, groupBy);
  }

  @Command(payload('StartAnalysisRun', { analysisRun }), StartAnalysisRunInput, {
    description:
      'Pins what is accepted (of a quarter, what is stored, of the sources named) and computes all indicators from it. Requirement: R11, R-III.1.',
  })
  async startAnalysisRun(input: StartAnalysisRunInput, ctx: Ctx) {
    return { analysisRun: (await startAnalysisRun(ctx, input)).id };
  }
}

function noParts() {
  return badInput(
    ['groupBy'],
    {
      ky: 'Көрсөткүчтөр өткөрүүнүн бөлүктөрү боюнча эсептелбейт.',
      ru: 'Показатели не считаются по частям представления.',
      en: 'Indicators are not counted by part of the submission.',
    },
    { ky: 'COUNTRY, REGION же OBJECT бериңиз.', ru: 'Укажите COUNTRY, REGION или OBJECT.', en: 'Give COUNTRY, REGION or OBJECT.' },
  );
}

@Resolver(() => MonitoringCycleType)
export class CycleAnalysisResolver {
  @FieldResolver(() => AnalysisRunType, {
    nullable: true,
    description:
      'The latest run of a kind that the caller may see: the ministry the newest, agencies the issued, everybody the published; of QUARTERLY that of the latest quarter. Null = none.',
  })
  analysis(
    @Root() row: MonitoringCycle,
    @Arg('kind', () => RunKindEnum, { defaultValue: 'ANNUAL', description: 'Of what it is made.' }) kind: RunKind,
    @CtxArg() ctx: Ctx,
  ): Promise<AnalysisRun | null> {
    return latestRun(ctx, row.id, kind);
  }
}
