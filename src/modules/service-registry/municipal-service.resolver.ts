import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { AvailableActionType, entityField, Localized, PageArgs, pageCost, payload, TransitionType } from '../../kit/graphql.ts';
import { LocalDateScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { historyOf } from '../../kit/workflow.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { DelegatedStateService, LifeSituation, MunicipalService, type RefusedService, ServiceGroup } from './municipal-service.entity.ts';
import {
  actionsOfService,
  closeMunicipalService,
  createMunicipalService,
  getMunicipalService,
  listLifeSituations,
  listMunicipalServices,
  listRefusedServices,
  updateMunicipalService,
} from './municipal-service.service.ts';
import {
  CloseMunicipalServiceInput,
  CreateMunicipalServiceInput,
  DelegatedStateServiceType,
  LifeSituationType,
  MunicipalServiceConnection,
  MunicipalServicesArgs,
  MunicipalServiceType,
  RefusedServiceConnection,
  RefusedServiceType,
  ServiceGroupType,
  UpdateMunicipalServiceInput,
} from './municipal-service.type.ts';
import type { ServiceOffer } from './service-offer.entity.ts';
import { listServiceOffers } from './service-offer.service.ts';
import { ServiceOfferConnection, ServiceOfferPageArgs } from './service-offer.type.ts';
import type { ServiceStandard } from './service-standard.entity.ts';
import { listServiceStandards } from './service-standard.service.ts';
import { ServiceStandardConnection, ServiceStandardType } from './service-standard.type.ts';
import { findStandardInForce } from './standard-in-force.service.ts';

const municipalService = entityField(() => MunicipalServiceType, MunicipalService, 'The service as it is now.');

@Resolver(() => MunicipalServiceType)
@Localized({
  name: { description: 'Name.', translations: true },
  description: { description: 'What is done and what the consumer gets.', nullable: true, translations: true },
})
export class MunicipalServiceResolver {
  @Query(() => MunicipalServiceType, { nullable: true, description: 'One service, by id or by its code in the register. NOT_FOUND.' })
  municipalService(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | undefined,
    @Arg('code', () => String, { nullable: true, description: 'Its code.' }) code: string | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<MunicipalService> {
    return getMunicipalService(ctx, { id, code });
  }

  @Query(() => MunicipalServiceConnection, {
    description: 'Services in force on a day. Requirement: R2. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  municipalServices(@Args(() => MunicipalServicesArgs) args: MunicipalServicesArgs, @CtxArg() ctx: Ctx): Promise<Page<MunicipalService>> {
    return listMunicipalServices(ctx, args.filter ?? {}, args.orderBy, args);
  }

  @FieldResolver(() => MunicipalityType, {
    nullable: true,
    description: 'Whose additional register it stands in; null = of no one municipality (BASIC, and samples).',
  })
  municipality(@Root() row: MunicipalService, @CtxArg() ctx: Ctx) {
    return row.municipalityId ? mustRowById(ctx, Municipality, row.municipalityId) : null;
  }

  @FieldResolver(() => LifeSituationType, { nullable: true, description: 'What it resolves; null = not told. Requirement: R8.' })
  lifeSituation(@Root() row: MunicipalService, @CtxArg() ctx: Ctx) {
    return row.lifeSituationId ? mustRowById(ctx, LifeSituation, row.lifeSituationId) : null;
  }

  @FieldResolver(() => ServiceGroupType, { nullable: true, description: 'What it is about; null = not told.' })
  group(@Root() row: MunicipalService, @CtxArg() ctx: Ctx) {
    return row.groupId ? mustRowById(ctx, ServiceGroup, row.groupId) : null;
  }

  @FieldResolver(() => DelegatedStateServiceType, {
    nullable: true,
    description: 'Its entry in the Unified Register; null = it is no delegated state service. Requirement: R5.',
  })
  delegatedStateService(@Root() row: MunicipalService, @CtxArg() ctx: Ctx) {
    return row.delegatedStateServiceId ? mustRowById(ctx, DelegatedStateService, row.delegatedStateServiceId) : null;
  }

  @FieldResolver(() => ServiceStandardType, {
    nullable: true,
    description:
      "The standard in force on a day: the municipality's own redaction, otherwise the national one; null = none is. Requirement: R6.",
  })
  standard(
    @Root() row: MunicipalService,
    @Arg('municipalityId', () => ID, {
      nullable: true,
      description: 'Whose redaction goes first; that of the service itself unless given.',
    })
    municipalityId: string | undefined,
    @Arg('inForceOn', () => LocalDateScalar, { nullable: true, description: 'The day; today unless given.' }) day: string | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<ServiceStandard | undefined> {
    return findStandardInForce(ctx, row.id, municipalityId ?? row.municipalityId, day);
  }

  @FieldResolver(() => ServiceStandardConnection, {
    description: 'Its redactions, national and local, the latest first. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  standards(@Root() row: MunicipalService, @Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<ServiceStandard>> {
    return listServiceStandards(ctx, { serviceId: row.id }, args);
  }

  @FieldResolver(() => ServiceOfferConnection, {
    description: 'Who offers it, by municipality. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  offers(
    @Root() row: MunicipalService,
    @Args(() => ServiceOfferPageArgs) args: ServiceOfferPageArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<ServiceOffer>> {
    return listServiceOffers(ctx, { ...args.filter, ofServiceId: row.id }, 'MUNICIPALITY_NAME_ASC', args);
  }

  @FieldResolver(() => [AvailableActionType], {
    description: 'Every act of its workflow for this caller, allowed or refused with the reason.',
  })
  availableActions(@Root() row: MunicipalService, @CtxArg() ctx: Ctx) {
    return actionsOfService(ctx, row);
  }

  @FieldResolver(() => [TransitionType], { description: 'The steps so far, oldest first.' })
  history(@Root() row: MunicipalService, @CtxArg() ctx: Ctx) {
    return historyOf(ctx, 'MunicipalService', row.id);
  }

  @Command(payload('CreateMunicipalService', { municipalService }), CreateMunicipalServiceInput, {
    description:
      'Enters a service in its register. Regulatory and control functions are refused, and the attempt is kept. Requirement: R2, R4, R5.',
  })
  async createMunicipalService(input: CreateMunicipalServiceInput, ctx: Ctx) {
    return { municipalService: (await createMunicipalService(ctx, input)).id };
  }

  @Command(payload('UpdateMunicipalService', { municipalService }), UpdateMunicipalServiceInput, {
    description: 'Changes a service. Requirement: R2.',
  })
  async updateMunicipalService(input: UpdateMunicipalServiceInput, ctx: Ctx) {
    return { municipalService: (await updateMunicipalService(ctx, input)).id };
  }

  @Command(payload('CloseMunicipalService', { municipalService }), CloseMunicipalServiceInput, {
    description: 'Ends a service on a day, with a reason; nothing is deleted.',
  })
  async closeMunicipalService(input: CloseMunicipalServiceInput, ctx: Ctx) {
    return { municipalService: (await closeMunicipalService(ctx, input)).id };
  }
}

@Resolver(() => LifeSituationType)
@Localized({ name: { description: 'Name.' } })
export class LifeSituationResolver {
  @Query(() => [LifeSituationType], { description: 'Life situations, fewer than 100. Requirement: R8.' })
  lifeSituations(@CtxArg() ctx: Ctx): Promise<LifeSituation[]> {
    return listLifeSituations(ctx);
  }
}

@Resolver(() => ServiceGroupType)
@Localized({ name: { description: 'Name.' } })
export class ServiceGroupResolver {}

@Resolver(() => DelegatedStateServiceType)
@Localized({ name: { description: 'Name in the Unified Register.' } })
export class DelegatedStateServiceResolver {}

@Resolver(() => RefusedServiceType)
@Localized({ proposedName: { description: 'The name that was proposed for it.' } })
export class RefusedServiceResolver {
  @Query(() => RefusedServiceConnection, {
    description: 'Functions that were refused a place in the register, the latest first. Requirement: R4. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  refusedServices(@Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<RefusedService>> {
    return listRefusedServices(ctx, args);
  }
}
