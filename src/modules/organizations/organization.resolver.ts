import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { Command } from '../../kit/command.ts';
import { ActorType, entityField, Localized, PageArgs, pageCost, payload } from '../../kit/graphql.ts';
import { found } from '../../kit/lookup.ts';
import { LocalDateScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page, rowById } from '../../kit/sql.ts';
import { type ActorStamp, isMinistry } from '../../access/actor.ts';
import { inLanguage } from '../../shared/localized-text.ts';
import { AdministrativeUnit, type Authority, type Contact, Municipality, ServiceProvider, Succession } from './organization.entity.ts';
import { addContact, confirmContact, contactsOf, removeContact, updateContact } from './contact.service.ts';
import {
  createServiceProvider,
  getAdministrativeUnit,
  getMunicipality,
  listAdministrativeUnits,
  listAuthorities,
  listMunicipalities,
  listProviders,
  municipalityOfUnit,
  organizationNameOf,
  updateMunicipality,
  updateServiceProvider,
} from './organization.service.ts';
import {
  AddContactInput,
  AdministrativeUnitConnection,
  AdministrativeUnitsArgs,
  AdministrativeUnitType,
  AuthorityType,
  ConfirmContactInput,
  ContactType,
  CreateServiceProviderInput,
  MunicipalitiesArgs,
  MunicipalityConnection,
  MunicipalityType,
  PopulationType,
  RecordSuccessionInput,
  RemoveContactInput,
  ServiceProviderConnection,
  ServiceProviderType,
  SuccessionType,
  UpdateContactInput,
  UpdateMunicipalityInput,
  UpdateServiceProviderInput,
} from './organization.type.ts';
import { recordSuccession, successionMembers, successionsAfter, successionsBefore } from './succession.service.ts';

const municipality = entityField(() => MunicipalityType, Municipality, 'The municipality as it is now.');
const serviceProvider = entityField(() => ServiceProviderType, ServiceProvider, 'The provider as it is now.');

@Resolver(() => AdministrativeUnitType)
@Localized({ name: { description: 'Name.', translations: true } })
export class AdministrativeUnitResolver {
  @Query(() => AdministrativeUnitType, { nullable: true, description: 'One unit, by id or by SOATE code on a day. NOT_FOUND.' })
  administrativeUnit(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | undefined,
    @Arg('code', () => String, { nullable: true, description: 'Its SOATE code.' }) code: string | undefined,
    @Arg('inForceOn', () => LocalDateScalar, { nullable: true, description: 'The day on which the code is read; today unless given.' })
    day: string | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<AdministrativeUnit> {
    return getAdministrativeUnit(ctx, { id, code, inForceOn: day });
  }

  @Query(() => AdministrativeUnitConnection, {
    description: 'Units of the administrative division. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  administrativeUnits(
    @Args(() => AdministrativeUnitsArgs) args: AdministrativeUnitsArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<AdministrativeUnit>> {
    return listAdministrativeUnits(ctx, args.filter ?? {}, args.orderBy, args);
  }

  @FieldResolver(() => AdministrativeUnitType, { nullable: true, description: 'The unit right above; null = the country.' })
  parent(@Root() unit: AdministrativeUnit, @CtxArg() ctx: Ctx) {
    return unit.parentId ? rowById(ctx, AdministrativeUnit, unit.parentId) : null;
  }

  @FieldResolver(() => AdministrativeUnitType, {
    nullable: true,
    description: 'The oblast or republican city it lies in; null = the country.',
  })
  region(@Root() unit: AdministrativeUnit, @CtxArg() ctx: Ctx) {
    return unit.regionId ? rowById(ctx, AdministrativeUnit, unit.regionId) : null;
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'Its self-government body; null = it has none of its own.' })
  municipality(@Root() unit: AdministrativeUnit, @CtxArg() ctx: Ctx) {
    return municipalityOfUnit(ctx, unit.id);
  }

  @FieldResolver(() => AdministrativeUnitConnection, { description: 'Units right below. Cost: 20 + first x entry.', complexity: pageCost })
  children(@Root() unit: AdministrativeUnit, @Args(() => AdministrativeUnitsArgs) args: AdministrativeUnitsArgs, @CtxArg() ctx: Ctx) {
    return listAdministrativeUnits(ctx, { ...args.filter, parentId: unit.id }, args.orderBy, args);
  }
}

@Resolver(() => MunicipalityType)
@Localized({ name: { description: 'Name.', translations: true } })
export class MunicipalityResolver {
  @Query(() => MunicipalityType, { nullable: true, description: 'One municipality, by id or by SOATE code on a day. NOT_FOUND.' })
  municipality(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | undefined,
    @Arg('soate', () => String, { nullable: true, description: 'Its SOATE code.' }) soate: string | undefined,
    @Arg('inForceOn', () => LocalDateScalar, { nullable: true, description: 'The day on which the code is read; today unless given.' })
    day: string | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<Municipality> {
    return getMunicipality(ctx, { id, soate, inForceOn: day });
  }

  @Query(() => MunicipalityConnection, { description: 'Municipalities. Cost: 20 + first x entry.', complexity: pageCost })
  municipalities(@Args(() => MunicipalitiesArgs) args: MunicipalitiesArgs, @CtxArg() ctx: Ctx): Promise<Page<Municipality>> {
    return listMunicipalities(ctx, args.filter ?? {}, args.orderBy, args);
  }

  @FieldResolver(() => AdministrativeUnitType, { description: 'Its administrative unit.' })
  unit(@Root() row: Municipality, @CtxArg() ctx: Ctx) {
    return mustRowById(ctx, AdministrativeUnit, row.unitId);
  }

  @FieldResolver(() => AdministrativeUnitType, { description: 'The oblast or republican city it lies in.' })
  region(@Root() row: Municipality, @CtxArg() ctx: Ctx) {
    return mustRowById(ctx, AdministrativeUnit, row.regionId);
  }

  @FieldResolver(() => PopulationType, { nullable: true, description: 'Residents; null = not known.' })
  population(@Root() row: Municipality): PopulationType | null {
    const { populationCount: count, populationYear: year, populationSource: source } = row;
    return count == null || year == null || source == null ? null : { count, year, source };
  }

  @FieldResolver(() => [ContactType], { nullable: true, description: 'Its contacts; null = not yours to see.' })
  contacts(@Root() row: Municipality, @CtxArg() ctx: Ctx): Promise<Contact[] | null> {
    return contactsOf(ctx, row.id);
  }

  @FieldResolver(() => [String], { nullable: true, description: 'Its X-Road member ids; null = not yours to see.' })
  xroadMemberIds(@Root() row: Municipality, @CtxArg() ctx: Ctx): string[] | null {
    return isMinistry(ctx.actor) ? row.xroadMemberIds : null;
  }

  @FieldResolver(() => [SuccessionType], { description: 'The successions that made it.' })
  predecessors(@Root() row: Municipality, @CtxArg() ctx: Ctx): Promise<Succession[]> {
    return successionsBefore(ctx, row.id);
  }

  @FieldResolver(() => [SuccessionType], { description: 'The successions in which it ended or was renamed.' })
  successors(@Root() row: Municipality, @CtxArg() ctx: Ctx): Promise<Succession[]> {
    return successionsAfter(ctx, row.id);
  }

  @FieldResolver(() => ServiceProviderConnection, {
    description: 'Who provides services there. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  providers(@Root() row: Municipality, @Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<ServiceProvider>> {
    return listProviders(ctx, row.id, args);
  }

  @Command(payload('UpdateMunicipality', { municipality }), UpdateMunicipalityInput, {
    description: 'Changes what an administrator keeps of a municipality.',
  })
  async updateMunicipality(input: UpdateMunicipalityInput, ctx: Ctx) {
    return { municipality: (await updateMunicipality(ctx, input)).id };
  }

  @Command(payload('AddContact', { municipality }), AddContactInput, {
    description: 'Adds a contact and mails it a link to verify the address.',
  })
  async addContact(input: AddContactInput, ctx: Ctx) {
    return { municipality: (await addContact(ctx, input.municipalityId, input.contact)).municipalityId };
  }

  @Command(payload('UpdateContact', { municipality }), UpdateContactInput, {
    description: 'Changes a contact; a new address must be verified anew.',
  })
  async updateContact(input: UpdateContactInput, ctx: Ctx) {
    return { municipality: (await updateContact(ctx, input.contactId, input.contact)).municipalityId };
  }

  @Command(payload('RemoveContact', { municipality }), RemoveContactInput, { description: 'Removes a contact.' })
  async removeContact(input: RemoveContactInput, ctx: Ctx) {
    return { municipality: await removeContact(ctx, input.contactId) };
  }

  @Command(
    payload('ConfirmContact', { isConfirmed: { type: () => Boolean, description: 'Always true: a wrong token is an error.' } }),
    ConfirmContactInput,
    {
      description: 'Verifies the address that the token was mailed to.',
    },
  )
  async confirmContact(input: ConfirmContactInput, ctx: Ctx) {
    await confirmContact(ctx, input.token);
    return { isConfirmed: true };
  }
}

@Resolver(() => SuccessionType)
export class SuccessionResolver {
  @FieldResolver(() => [MunicipalityType], { description: 'Who ended, or was renamed.' })
  predecessors(@Root() row: Succession, @CtxArg() ctx: Ctx): Promise<Municipality[]> {
    return successionMembers(ctx, row.id, 'PREDECESSOR');
  }

  @FieldResolver(() => [MunicipalityType], { description: 'Who followed.' })
  successors(@Root() row: Succession, @CtxArg() ctx: Ctx): Promise<Municipality[]> {
    return successionMembers(ctx, row.id, 'SUCCESSOR');
  }

  @Command(
    payload('RecordSuccession', { succession: entityField(() => SuccessionType, Succession, 'The succession.') }),
    RecordSuccessionInput,
    {
      description:
        'Records a merge, split or rename, also of the past: from its day the predecessors and their providers are no more, and the successors owe what was not filed. A body ends once, and not before it began or its act was adopted. Nothing of a predecessor is deleted or moved. It cannot be taken back: check the bodies and the day before.',
    },
  )
  async recordSuccession(input: RecordSuccessionInput, ctx: Ctx) {
    return { succession: (await recordSuccession(ctx, input)).id };
  }
}

@Resolver(() => ServiceProviderType)
@Localized({ name: { description: 'Name.', translations: true } })
export class ServiceProviderResolver {
  @Query(() => ServiceProviderType, { nullable: true, description: 'One provider. NOT_FOUND.' })
  async serviceProvider(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<ServiceProvider> {
    return found(await rowById(ctx, ServiceProvider, id));
  }

  @FieldResolver(() => MunicipalityType, { description: 'Where it provides.' })
  municipality(@Root() row: ServiceProvider, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @Command(payload('CreateServiceProvider', { serviceProvider }), CreateServiceProviderInput, {
    description: 'Enters a provider of a municipality. Requirement: R3.',
  })
  async createServiceProvider(input: CreateServiceProviderInput, ctx: Ctx) {
    return { serviceProvider: (await createServiceProvider(ctx, input)).id };
  }

  @Command(payload('UpdateServiceProvider', { serviceProvider }), UpdateServiceProviderInput, {
    description: 'Renames a provider, or ends it.',
  })
  async updateServiceProvider(input: UpdateServiceProviderInput, ctx: Ctx) {
    return { serviceProvider: (await updateServiceProvider(ctx, input)).id };
  }
}

@Resolver(() => AuthorityType)
@Localized({ name: { description: 'Name on the day.' } })
export class AuthorityResolver {
  @Query(() => [AuthorityType], { description: 'The national bodies by their names of a day; fewer than 100.' })
  authorities(
    @Arg('inForceOn', () => LocalDateScalar, { nullable: true, description: 'The day; today unless given.' }) day: string | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<Authority[]> {
    return listAuthorities(ctx, day);
  }
}

@Resolver(() => ActorType)
export class ActorOrganizationResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'The body they acted for, by its name now; null = the public, or the hub itself.',
  })
  async organizationName(@Root() actor: ActorStamp, @CtxArg() ctx: Ctx): Promise<string | null> {
    const name = await organizationNameOf(ctx, actor);
    return name ? inLanguage(name, ctx.language) : null;
  }
}
