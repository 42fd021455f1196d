import { Args, Ctx as CtxArg, FieldResolver, Float, Int, Arg, Resolver, Root } from 'type-graphql';
import { hasRole, isMinistry, isOwn } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { Localized, pageCost } from '../../kit/graphql.ts';
import { CountScalar, DecimalScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { MonitoringObject } from '../monitoring-cycle/monitoring-list.entity.ts';
import { MonitoringObjectType } from '../monitoring-cycle/monitoring-list.type.ts';
import { AdministrativeUnit, Municipality } from '../organizations/organization.entity.ts';
import { AdministrativeUnitType, MunicipalityType, ServiceProviderType } from '../organizations/organization.type.ts';
import { ServiceOffer } from '../service-registry/service-offer.entity.ts';
import { ServiceOfferType } from '../service-registry/service-offer.type.ts';
import { Norm } from '../service-registry/service-standard.entity.ts';
import { NormType } from '../service-registry/service-standard.type.ts';
import { AnalysisRun, type IndicatorResult } from './analysis.entity.ts';
import { type Achievement, listResults } from './indicator-result.service.ts';
import { resultsOfOffer, runOfYear } from './indicator-of-place.service.ts';
import {
  type Counts,
  type Interval,
  isOfFew,
  type NormComparison,
  requirementOf,
  type ResultPart,
  type SurveyComparison,
} from './indicator.rules.ts';
import {
  AnalysisRunType,
  IndicatorAchievementType,
  IndicatorResultConnection,
  IndicatorResultType,
  IntervalType,
  MunicipalityResultsArgs,
  NormComparisonType,
  ResultPartType,
  SurveyComparisonType,
} from './indicator.type.ts';

@Resolver(() => IndicatorResultType)
export class IndicatorResultResolver {
  @FieldResolver(() => AnalysisRunType, { description: 'The run that it is of.' })
  run(@Root() row: IndicatorResult, @CtxArg() ctx: Ctx): Promise<AnalysisRun> {
    return mustRowById(ctx, AnalysisRun, row.runId);
  }

  @FieldResolver(() => MonitoringObjectType, { description: 'Of which object.' })
  object(@Root() row: IndicatorResult, @CtxArg() ctx: Ctx): Promise<MonitoringObject> {
    return mustRowById(ctx, MonitoringObject, row.objectId);
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'In which municipality; null = over the country.' })
  async municipality(@Root() row: IndicatorResult, @CtxArg() ctx: Ctx): Promise<Municipality | null> {
    return row.municipalityId == null ? null : mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => ServiceProviderType, {
    nullable: true,
    description: 'Of which provider; null = of all in the municipality. Method 1 does not tell them apart.',
  })
  provider(): null {
    return null;
  }

  @FieldResolver(() => IntervalType, {
    nullable: true,
    description: 'Wilson interval of the share; null = it is a yes or no, all municipalities, or not judged.',
  })
  interval(@Root() { lower, upper, confidence }: IndicatorResult): Interval | null {
    return lower == null || upper == null || confidence == null ? null : { lower, upper, confidence };
  }

  @FieldResolver(() => NormComparisonType, {
    nullable: true,
    description:
      'Norms beside what was and what was expected; null = the indicator has no norm, does not apply, or rests on fewer than 5 answers in the municipality, for all who may not read them.',
  })
  comparison(@Root() { details, municipalityId }: IndicatorResult, @CtxArg() { actor }: Ctx): NormComparison | null {
    const mayReadAnswers = isMinistry(actor) || isOwn(actor, municipalityId) || hasRole(actor, 'INTERAGENCY_BODY');
    return mayReadAnswers || municipalityId == null || !isOfFew(details.comparison) ? details.comparison : null;
  }

  @FieldResolver(() => String, { description: "The regulation's paragraph: R-II.1 to R-II.8." })
  requirement(@Root() { indicator }: IndicatorResult): string {
    return requirementOf(indicator);
  }

  @FieldResolver(() => [ResultPartType], { description: 'What it was made from.' })
  drillDown(@Root() { details }: IndicatorResult): readonly ResultPart[] {
    return details.parts;
  }

  @FieldResolver(() => [SurveyComparisonType], {
    description:
      "What the unit's survey says beside it, question by question; empty = no sheet of a survey says anything of it, or it rests on no answers.",
  })
  surveyComparisons(@Root() { details }: IndicatorResult): readonly SurveyComparison[] {
    return details.surveys ?? [];
  }

  @FieldResolver(() => CountScalar, { description: 'Answers that were asked for and not given; counted beside, never in the share.' })
  noAnswer(@Root() { details }: IndicatorResult): number {
    return countOf(details.counts, 'noAnswer');
  }

  @FieldResolver(() => CountScalar, {
    description: "Answers left out of the share: don't know, no norm in force on the day, or not received yet and not over the norm.",
  })
  leftOut(@Root() { details }: IndicatorResult): number {
    return countOf(details.counts, 'leftOut');
  }

  @FieldResolver(() => CountScalar, {
    nullable: true,
    description: 'R-II.8: justified complaints known of; null = another indicator. See `state` for whether all quarters were reported.',
  })
  justifiedComplaints(@Root() { indicator, details }: IndicatorResult): number | null {
    return indicator === 'COMPLAINTS' ? countOf(details.counts, 'justified') : null;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'R-II.8: justified complaints per 1,000 deliveries; null = another indicator, deliveries are not known, or none is known of while a quarter is not reported.',
  })
  justifiedPerThousand(@Root() { details }: IndicatorResult): number | null {
    return details.perThousand;
  }
}

function countOf(counts: Counts, name: string): number {
  return counts[name] ?? 0;
}

@Localized({ label: { description: 'What it is.' } })
@Resolver(() => ResultPartType)
export class ResultPartResolver {}

@Localized({ label: { description: 'What it asks.' } })
@Resolver(() => SurveyComparisonType)
export class SurveyComparisonResolver {}

@Resolver(() => NormComparisonType)
export class NormComparisonResolver {
  @FieldResolver(() => [NormType], { description: 'The norms that answers were compared with, each in force on some day of service.' })
  norms(@Root() { normIds }: NormComparison, @CtxArg() ctx: Ctx): Promise<Norm[]> {
    return Promise.all(normIds.map((id) => mustRowById(ctx, Norm, id)));
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "R8: mean through a complex, its services' means one after the other; null = a service lacks one, or it is a single service.",
  })
  endToEndMean(@Root() { endToEnd }: NormComparison): number | null {
    return endToEnd?.mean ?? null;
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description: 'R8: norm through a complex, in the unit of `actual`; null = a service lacks one, or it is a single service.',
  })
  endToEndNorm(@Root() { endToEnd }: NormComparison): string | null {
    return endToEnd?.norm ?? null;
  }
}

@Resolver(() => IndicatorAchievementType)
export class IndicatorAchievementResolver {
  @FieldResolver(() => AdministrativeUnitType, { nullable: true, description: 'In which region; null = not counted by region.' })
  async region(@Root() { regionId }: Achievement, @CtxArg() ctx: Ctx): Promise<AdministrativeUnit | null> {
    return regionId == null ? null : mustRowById(ctx, AdministrativeUnit, regionId);
  }

  @FieldResolver(() => MonitoringObjectType, { nullable: true, description: 'Of which object; null = not counted by object.' })
  async object(@Root() { objectId }: Achievement, @CtxArg() ctx: Ctx): Promise<MonitoringObject | null> {
    return objectId == null ? null : mustRowById(ctx, MonitoringObject, objectId);
  }
}

@Resolver(() => ServiceOfferType)
export class OfferIndicatorsResolver {
  @FieldResolver(() => [IndicatorResultType], {
    description:
      "The eight results of its service in its municipality, in the year's latest annual run that the caller may see; empty = there is none. Cost: 8 x entry.",
    complexity: ({ childComplexity }) => 8 * childComplexity,
  })
  indicatorResults(
    @Root() row: ServiceOffer,
    @Arg('year', () => Int, { description: 'Calendar year of the cycle.' }) year: number,
    @CtxArg() ctx: Ctx,
  ): Promise<IndicatorResult[]> {
    return resultsOfOffer(ctx, row, year);
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityIndicatorsResolver {
  @FieldResolver(() => IndicatorResultConnection, {
    description: "Its results in the year's latest annual run that the caller may see. Cost: 20 + first x entry.",
    complexity: pageCost,
  })
  async indicatorResults(
    @Root() row: Municipality,
    @Args(() => MunicipalityResultsArgs) args: MunicipalityResultsArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<IndicatorResult>> {
    const run = await runOfYear(ctx, args.year);
    return listResults(ctx, run?.id ?? noRun, { ...args.filter, municipalityId: row.id, isCountryLevel: false }, args);
  }
}

/** No run has this id: the page is empty. */
const noRun = '00000000-0000-0000-0000-000000000000';
