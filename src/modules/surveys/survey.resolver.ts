import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, PageArgs, pageCost, payload, ViolationType } from '../../kit/graphql.ts';
import { CountScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import type { Violation } from '../../shared/errors.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { FormVersionType } from '../forms/form.type.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { AdministrativeUnit } from '../organizations/organization.entity.ts';
import { AdministrativeUnitType } from '../organizations/organization.type.ts';
import { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import { ResponseBatchConnection, ResponseBatchType } from '../questionnaires/response-batch.type.ts';
import { recordSurveyResponses } from './survey-batch.service.ts';
import { Survey } from './survey.entity.ts';
import { closingRefusal, recordingRefusal, type SurveyFacts } from './survey.rules.ts';
import {
  batchesOfSurvey,
  closeSurvey,
  coverageOfSurvey,
  createSurvey,
  factsOfSurvey,
  getSurvey,
  listSurveys,
  totalsOfSurvey,
  warningsOfSurvey,
} from './survey.service.ts';
import {
  CloseSurveyInput,
  CreateSurveyInput,
  RecordSurveyResponsesInput,
  SurveyConnection,
  SurveyCoverageType,
  SurveysArgs,
  SurveyType,
} from './survey.type.ts';

const survey = entityField(() => SurveyType, Survey, 'The survey as it is now.');
const batch = entityField(() => ResponseBatchType, ResponseBatch, 'The batch as it is now: its state, and what is wrong with it.');

/** Counted on the fly. */
const countedCost = 50;

@Resolver(() => SurveyType)
@WithWorkflow<Survey, SurveyFacts>({
  subject: 'Survey',
  acts: [
    { mutation: 'recordSurveyResponses', refusal: recordingRefusal },
    { mutation: 'closeSurvey', refusal: closingRefusal },
  ],
  facts: (row, ctx) => factsOfSurvey(ctx, row),
})
export class SurveyResolver {
  @Query(() => SurveyType, { nullable: true, description: 'One survey. NOT_FOUND. Requirement: R10.' })
  survey(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<Survey> {
    return getSurvey(ctx, id);
  }

  @Query(() => SurveyConnection, {
    description: 'Surveys, the latest begun first. Requirement: R10. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  surveys(@Args(() => SurveysArgs) args: SurveysArgs, @CtxArg() ctx: Ctx): Promise<Page<Survey>> {
    return listSurveys(ctx, args, args);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it is of.' })
  cycle(@Root() row: Survey, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => FormVersionType, { description: 'The sheet that it is run with; it keeps it when a later version is published.' })
  formVersion(@Root() row: Survey, @CtxArg() ctx: Ctx): Promise<FormVersion> {
    return mustRowById(ctx, FormVersion, row.formVersionId);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it was closed: no more sheets are recorded.' })
  isClosed(@Root() row: Survey): boolean {
    return row.closedAt != null;
  }

  @FieldResolver(() => CountScalar, { description: 'Sheets stored. Cost: 50.', complexity: countedCost })
  async responseCount(@Root() row: Survey, @CtxArg() ctx: Ctx): Promise<number> {
    return (await totalsOfSurvey(ctx, row.id)).responseCount;
  }

  @FieldResolver(() => CountScalar, {
    description: 'Sheets stored that do not say who answered: they stand in no line of the coverage. Cost: 50.',
    complexity: countedCost,
  })
  async unstatedCount(@Root() row: Survey, @CtxArg() ctx: Ctx): Promise<number> {
    return (await totalsOfSurvey(ctx, row.id)).unstatedCount;
  }

  @FieldResolver(() => [SurveyCoverageType], {
    description:
      'Every region with its citizens and organisations, and its communities where any were to be asked or were; fewer than 100. Requirement: R10. Cost: 50.',
    complexity: countedCost,
  })
  coverage(@Root() row: Survey, @CtxArg() ctx: Ctx) {
    return coverageOfSurvey(ctx, row.id);
  }

  @FieldResolver(() => [ViolationType], {
    description:
      'What to look into before it is closed, though it refuses nothing: sheets that are alike in everything, maybe recorded twice; none once it is closed. Cost: 50.',
    complexity: countedCost,
  })
  warnings(@Root() row: Survey, @CtxArg() ctx: Ctx): Promise<Violation[]> {
    return warningsOfSurvey(ctx, row);
  }

  @FieldResolver(() => ResponseBatchConnection, {
    description:
      'Its batches of sheets, reports of dry runs and rejections among them, the latest recorded first. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  batches(@Root() row: Survey, @Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<ResponseBatch>> {
    return batchesOfSurvey(ctx, row.id, args);
  }

  @Command(payload('CreateSurvey', { survey }), CreateSurveyInput, {
    description: 'Begins a survey with the sheet in force, with targets by region and kind of respondent. Requirement: R10.',
  })
  async createSurvey(input: CreateSurveyInput, ctx: Ctx) {
    return { survey: (await createSurvey(ctx, input)).id };
  }

  @Command(payload('RecordSurveyResponses', { survey, batch }), RecordSurveyResponsesInput, {
    description:
      'Records sheets of a survey, one or many, all of them or none; with `isDryRun` only checks them. The same batch again is answered with the stored one. Larger bodies go to /graphql/filing, still more in a file (`uploadId`): the batch is CHECKING until its job is done. Requirement: R10.',
  })
  async recordSurveyResponses(input: RecordSurveyResponsesInput, ctx: Ctx) {
    return { survey: input.surveyId, batch: (await recordSurveyResponses(ctx, input)).id };
  }

  @Command(payload('CloseSurvey', { survey }), CloseSurveyInput, {
    description: 'Closes a survey for good: no more sheets are recorded, and no batch is withdrawn. Requirement: R10.',
  })
  async closeSurvey(input: CloseSurveyInput, ctx: Ctx) {
    return { survey: (await closeSurvey(ctx, input)).id };
  }
}

@Resolver(() => SurveyCoverageType)
export class SurveyCoverageResolver {
  @FieldResolver(() => AdministrativeUnitType, { description: 'An oblast, or a city of republican significance.' })
  region(@Root() { regionId }: { regionId: string }, @CtxArg() ctx: Ctx): Promise<AdministrativeUnit> {
    return mustRowById(ctx, AdministrativeUnit, regionId);
  }
}
