import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { AvailableActionType, entitiesField, entityField, pageCost, payload, TransitionType } from '../../kit/graphql.ts';
import { LocalDateScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { historyOf } from '../../kit/workflow.ts';
import { StoredFile } from '../files/file.entity.ts';
import { FileType } from '../files/file.type.ts';
import { Municipality, ServiceProvider } from '../organizations/organization.entity.ts';
import { MunicipalityType, ServiceProviderType } from '../organizations/organization.type.ts';
import { MunicipalService } from './municipal-service.entity.ts';
import { MunicipalServiceType } from './municipal-service.type.ts';
import { ServiceOffer } from './service-offer.entity.ts';
import type { InformationChannel } from './service-offer.rules.ts';
import { actionsOfOffer, confirmServiceOffers, getServiceOffer, listServiceOffers, saveServiceOffer } from './service-offer.service.ts';
import {
  AdministrativeRegulationType,
  ConfirmServiceOffersInput,
  ElectronicFormType,
  InformationChannelType,
  SaveServiceOfferInput,
  ServiceOfferConnection,
  ServiceOfferPageArgs,
  ServiceOffersArgs,
  ServiceOfferType,
} from './service-offer.type.ts';
import type { ServiceStandard } from './service-standard.entity.ts';
import { ServiceStandardType } from './service-standard.type.ts';
import { findStandardInForce } from './standard-in-force.service.ts';

const serviceOffer = entityField(() => ServiceOfferType, ServiceOffer, 'The offer as it is now.');
const serviceOffers = entitiesField(() => ServiceOfferType, ServiceOffer, 'The offers as they are now, in the order asked.');

@Resolver(() => ServiceOfferType)
export class ServiceOfferResolver {
  @Query(() => ServiceOfferType, { nullable: true, description: 'One offer, by id, or by provider and service code. NOT_FOUND.' })
  serviceOffer(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | undefined,
    @Arg('providerId', () => ID, { nullable: true, description: 'Its provider; together with `serviceCode`.' }) providerId:
      | string
      | undefined,
    @Arg('serviceCode', () => String, { nullable: true, description: 'Code of its service; together with `providerId`.' }) serviceCode:
      | string
      | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<ServiceOffer> {
    return getServiceOffer(ctx, { id, providerId, serviceCode });
  }

  @Query(() => ServiceOfferConnection, {
    description: 'Offers in force on a day. Requirement: R-II.4 to R-II.6. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  serviceOffers(@Args(() => ServiceOffersArgs) args: ServiceOffersArgs, @CtxArg() ctx: Ctx): Promise<Page<ServiceOffer>> {
    return listServiceOffers(ctx, args.filter ?? {}, args.orderBy, args);
  }

  @FieldResolver(() => ServiceProviderType, { description: 'Who offers it. Requirement: R3.' })
  provider(@Root() row: ServiceOffer, @CtxArg() ctx: Ctx): Promise<ServiceProvider> {
    return mustRowById(ctx, ServiceProvider, row.providerId);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Where.' })
  municipality(@Root() row: ServiceOffer, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => MunicipalServiceType, { description: 'What is offered.' })
  service(@Root() row: ServiceOffer, @CtxArg() ctx: Ctx): Promise<MunicipalService> {
    return mustRowById(ctx, MunicipalService, row.serviceId);
  }

  @FieldResolver(() => ServiceStandardType, {
    nullable: true,
    description:
      "The standard it follows on a day: the municipality's own redaction, otherwise the national one; null = none is in force. Requirement: R6.",
  })
  standard(
    @Root() row: ServiceOffer,
    @Arg('inForceOn', () => LocalDateScalar, { nullable: true, description: 'The day; today unless given.' }) day: string | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<ServiceStandard | undefined> {
    return findStandardInForce(ctx, row.serviceId, row.municipalityId, day);
  }

  @FieldResolver(() => ElectronicFormType, { description: 'How far it can be used in electronic form. Requirement: R-II.4.' })
  electronicForm(@Root() row: ServiceOffer): ElectronicFormType {
    return { level: row.electronicLevel, url: row.electronicUrl, checkedOn: row.electronicCheckedOn };
  }

  @FieldResolver(() => AdministrativeRegulationType, {
    nullable: true,
    description: 'Its administrative regulation; null = none was told. Requirement: R-II.5.',
  })
  administrativeRegulation(@Root() { regulation: act }: ServiceOffer): AdministrativeRegulationType | null {
    return act ? { act, url: act.url } : null;
  }

  @FieldResolver(() => [InformationChannelType], { description: 'Where consumers are told of it, at most 50. Requirement: R-II.6.' })
  informationChannels(@Root() row: ServiceOffer): InformationChannelType[] {
    return row.informationChannels;
  }

  @FieldResolver(() => [AvailableActionType], {
    description: 'Every act of its workflow for this caller, allowed or refused with the reason.',
  })
  availableActions(@Root() row: ServiceOffer, @CtxArg() ctx: Ctx) {
    return actionsOfOffer(ctx, row);
  }

  @FieldResolver(() => [TransitionType], { description: 'The steps so far, oldest first.' })
  history(@Root() row: ServiceOffer, @CtxArg() ctx: Ctx) {
    return historyOf(ctx, 'ServiceOffer', row.id);
  }

  @Command(payload('SaveServiceOffer', { serviceOffer }), SaveServiceOfferInput, {
    description: "Enters or changes a provider's offer of a service. Requirement: R-II.4, R-II.5, R-II.6.",
  })
  async saveServiceOffer(input: SaveServiceOfferInput, ctx: Ctx) {
    return { serviceOffer: (await saveServiceOffer(ctx, input)).id };
  }

  @Command(payload('ConfirmServiceOffers', { serviceOffers }), ConfirmServiceOffersInput, {
    description:
      'Confirms that offers are as they are told, for a year: all of them or none. Ours, before the List of the next year is drawn up.',
  })
  async confirmServiceOffers(input: ConfirmServiceOffersInput, ctx: Ctx) {
    return { serviceOffers: (await confirmServiceOffers(ctx, input)).map(({ id }) => id) };
  }
}

@Resolver(() => InformationChannelType)
export class InformationChannelResolver {
  @FieldResolver(() => FileType, { nullable: true, description: 'A picture or a scan that shows it; null = none was given.' })
  async file(@Root() { fileId }: InformationChannel, @CtxArg() ctx: Ctx): Promise<StoredFile | null> {
    return fileId === undefined ? null : mustRowById(ctx, StoredFile, fileId);
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityOffersResolver {
  @FieldResolver(() => ServiceOfferConnection, { description: 'What is offered there. Cost: 20 + first x entry.', complexity: pageCost })
  offers(
    @Root() row: Municipality,
    @Args(() => ServiceOffersArgs) args: ServiceOffersArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<ServiceOffer>> {
    return listServiceOffers(ctx, { ...args.filter, inMunicipalityId: row.id }, args.orderBy, args);
  }
}

@Resolver(() => ServiceProviderType)
export class ServiceProviderOffersResolver {
  @FieldResolver(() => ServiceOfferConnection, {
    description: 'What it offers, by service. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  offers(
    @Root() row: ServiceProvider,
    @Args(() => ServiceOfferPageArgs) args: ServiceOfferPageArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<ServiceOffer>> {
    return listServiceOffers(ctx, { ...args.filter, ofProviderId: row.id }, 'SERVICE_NAME_ASC', args);
  }
}
