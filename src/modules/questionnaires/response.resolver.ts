import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { countFigure, CountFigureType, missingFigure } from '../../kit/figure.ts';
import { pageCost } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { FormVersionType } from '../forms/form.type.ts';
import type { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MunicipalServiceType } from '../service-registry/municipal-service.type.ts';
import { ServiceOffer } from '../service-registry/service-offer.entity.ts';
import { ServiceOfferType } from '../service-registry/service-offer.type.ts';
import type { Response } from './response.entity.ts';
import { type GivenAnswer, givenAnswers, wordsOf } from './response.rules.ts';
import { findResponseTotal, listResponses } from './response.service.ts';
import { AnswerType, ResponseConnection, ResponsesArgs, ResponseType } from './response.type.ts';

const rawAnswerCost = 2;

@Resolver(() => ResponseType)
export class ResponseResolver {
  @Query(() => ResponseConnection, {
    description:
      'Stored responses in the order in which they were filed; a PROVIDER sees its own. Raw answers: each reading is audited. Requirement: R12. Cost: 1 + first x entry.',
    complexity: pageCost,
  })
  responses(@Args(() => ResponsesArgs) args: ResponsesArgs, @CtxArg() ctx: Ctx): Promise<Page<Response>> {
    return listResponses(ctx, args.filter ?? {}, args);
  }

  @FieldResolver(() => MunicipalServiceType, { description: 'The service it is about.' })
  service(@Root() row: Response, @CtxArg() ctx: Ctx): Promise<MunicipalService> {
    return mustRowById(ctx, MunicipalService, row.serviceId);
  }

  @FieldResolver(() => MunicipalityType, { description: 'In which municipality.' })
  municipality(@Root() row: Response, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => ServiceOfferType, { nullable: true, description: 'The offer it is about; null = not known.' })
  async offer(@Root() row: Response, @CtxArg() ctx: Ctx): Promise<ServiceOffer | null> {
    return row.offerId ? mustRowById(ctx, ServiceOffer, row.offerId) : null;
  }

  @FieldResolver(() => FormVersionType, { description: 'The version that the answers were given on.' })
  formVersion(@Root() row: Response, @CtxArg() ctx: Ctx): Promise<FormVersion> {
    return mustRowById(ctx, FormVersion, row.formVersionId);
  }

  @FieldResolver(() => [AnswerType], {
    description: "What was answered to each question that was asked, in the form's order, at most 100. Cost: 2.",
    complexity: rawAnswerCost,
  })
  async answers(@Root() row: Response, @CtxArg() ctx: Ctx): Promise<GivenAnswer[]> {
    return givenAnswers((await mustRowById(ctx, FormVersion, row.formVersionId)).questions, row.answers);
  }
}

@Resolver(() => AnswerType)
export class AnswerResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "The answer in the caller's language: the texts of options, otherwise what was written; null = not answered.",
  })
  text(@Root() answer: GivenAnswer, @CtxArg() { language }: Ctx): string | null {
    return wordsOf(answer, language);
  }
}

@Resolver(() => MonitoringCycleType)
export class CycleResponsesResolver {
  @FieldResolver(() => CountFigureType, {
    description:
      'Questionnaires stored for the cycle; a PROVIDER counts its own. MISSING = none was filed, which is not a 0. Requirement: R12. Cost: 10.',
    complexity: 10,
  })
  async responseTotal(
    @Root() row: MonitoringCycle,
    @Arg('municipalityId', () => ID, { nullable: true, description: 'Of this municipality alone.' }) municipalityId:
      | string
      | null
      | undefined,
    @Arg('objectId', () => ID, { nullable: true, description: "On the services of this monitoring object of the cycle's List alone." })
    objectId: string | null | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<CountFigureType> {
    const total = await findResponseTotal(ctx, row.id, { municipalityId, objectId });
    return total ? countFigure(total.n, { source: 'MANUAL', recordedAt: total.filedAt, recordedBy: total.filedBy }) : missingFigure();
  }
}
