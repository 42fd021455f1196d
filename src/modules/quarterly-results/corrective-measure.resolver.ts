import { Args, Ctx as CtxArg, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, pageCost, payload } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { dayOf } from '../../shared/calendar.ts';
import type { StoredFile } from '../files/file.entity.ts';
import { FileType } from '../files/file.type.ts';
import type { IndicatorResult } from '../indicators/analysis.entity.ts';
import { IndicatorResultType } from '../indicators/indicator.type.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { isOverdue, measureActs, measureRefusal, type MeasureState } from './corrective-measure.rules.ts';
import {
  cancelCorrectiveMeasure,
  completeCorrectiveMeasure,
  evidenceOf,
  listCorrectiveMeasures,
  planCorrectiveMeasure,
  visibleFinding,
} from './corrective-measure.service.ts';
import {
  CancelCorrectiveMeasureInput,
  CompleteCorrectiveMeasureInput,
  CorrectiveMeasureConnection,
  CorrectiveMeasuresArgs,
  CorrectiveMeasureType,
  PlanCorrectiveMeasureInput,
} from './corrective-measure.type.ts';
import { CorrectiveMeasure, type QuarterlyResult } from './quarterly-result.entity.ts';
import { findVisibleResult } from './quarterly-result.service.ts';
import { QuarterlyResultType } from './quarterly-result.type.ts';

const correctiveMeasure = entityField(() => CorrectiveMeasureType, CorrectiveMeasure, 'The measure as it is now.');
const mostEvidence = 10;

@Resolver(() => CorrectiveMeasureType)
@WithWorkflow<CorrectiveMeasure, MeasureState>({
  subject: 'CorrectiveMeasure',
  acts: measureActs.map((mutation) => ({ mutation, refusal: measureRefusal })),
  facts: ({ state }) => state,
})
export class CorrectiveMeasureResolver {
  @Query(() => CorrectiveMeasureConnection, {
    description:
      'Corrective measures that the caller may see, the earliest due first; a PROVIDER sees those of its municipality as soon as the result is issued. Requirement: R11. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  correctiveMeasures(
    @Args(() => CorrectiveMeasuresArgs) { filter, ...paging }: CorrectiveMeasuresArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<CorrectiveMeasure>> {
    return listCorrectiveMeasures(ctx, filter ?? {}, paging);
  }

  @FieldResolver(() => QuarterlyResultType, {
    nullable: true,
    description: 'The result that it belongs to; null = it is not published, and only the measure is yours to see.',
  })
  quarterlyResult(@Root() row: CorrectiveMeasure, @CtxArg() ctx: Ctx): Promise<QuarterlyResult | null> {
    return findVisibleResult(ctx, row.quarterlyResultId);
  }

  @FieldResolver(() => IndicatorResultType, {
    nullable: true,
    description: 'The shortcoming that it corrects; null = it rests on no single figure, or on one that is not yours to see yet.',
  })
  finding(@Root() row: CorrectiveMeasure, @CtxArg() ctx: Ctx): Promise<IndicatorResult | null> {
    return visibleFinding(ctx, row.findingId);
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'Where; null = over the country.' })
  async municipality(@Root() row: CorrectiveMeasure, @CtxArg() ctx: Ctx): Promise<Municipality | null> {
    return row.municipalityId == null ? null : mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is still to be done though its day has passed.' })
  isOverdue(@Root() row: CorrectiveMeasure, @CtxArg() ctx: Ctx): boolean {
    return isOverdue(row, dayOf(ctx.now));
  }

  @Extensions({ listBound: mostEvidence })
  @FieldResolver(() => [FileType], {
    nullable: true,
    description:
      'Files that show that it was done, at most 10; null = not yours to see: they are for the ministry, the inter-agency body and its municipality.',
  })
  evidence(@Root() row: CorrectiveMeasure, @CtxArg() ctx: Ctx): Promise<StoredFile[] | null> {
    return evidenceOf(ctx, row);
  }

  @Command(payload('PlanCorrectiveMeasure', { correctiveMeasure }), PlanCorrectiveMeasureInput, {
    description: 'Plans what is done about a shortcoming found in a quarter. BAD_USER_INPUT with all that is wrong. Requirement: R11, R13.',
  })
  async planCorrectiveMeasure(input: PlanCorrectiveMeasureInput, ctx: Ctx) {
    return { correctiveMeasure: (await planCorrectiveMeasure(ctx, input)).id };
  }

  @Command(payload('CompleteCorrectiveMeasure', { correctiveMeasure }), CompleteCorrectiveMeasureInput, {
    description: 'Records that a measure was done, with files that show it. Requirement: R11.',
  })
  async completeCorrectiveMeasure(input: CompleteCorrectiveMeasureInput, ctx: Ctx) {
    return { correctiveMeasure: (await completeCorrectiveMeasure(ctx, input)).id };
  }

  @Command(payload('CancelCorrectiveMeasure', { correctiveMeasure }), CancelCorrectiveMeasureInput, {
    description: 'Cancels a measure that will not be taken, with a reason. Requirement: R11.',
  })
  async cancelCorrectiveMeasure(input: CancelCorrectiveMeasureInput, ctx: Ctx) {
    return { correctiveMeasure: (await cancelCorrectiveMeasure(ctx, input)).id };
  }
}
