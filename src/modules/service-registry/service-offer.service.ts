import type { Ctx } from '../../kit/ctx.ts';
import { found, inForceDay, inForceOn, matches } from '../../kit/lookup.ts';
import { columnsOf, firstRow, inKyrgyz, type Order, orderBy, page, type Page, type PageArguments, rowById, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, availableActions, recordTransition } from '../../kit/workflow.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { badInput, HubError, notFound } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { isOwn } from '../../access/actor.ts';
import { ServiceProvider } from '../organizations/organization.entity.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { MunicipalService } from './municipal-service.entity.ts';
import { channelsWithFiles, type GivenChannel } from './channel-evidence.service.ts';
import { ServiceOffer } from './service-offer.entity.ts';
import {
  confirmationRefusal,
  confirmationYearViolation,
  type ElectronicLevel,
  type OfferFields,
  type OfferOrder,
  offerRefusal,
  offerState,
  offerViolations,
} from './service-offer.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

export interface OfferKey {
  id?: string | null;
  providerId?: string | null;
  serviceCode?: string | null;
}

/** An offer by id, or by provider and service code. NOT_FOUND. */
export async function getServiceOffer(ctx: Ctx, { id, providerId, serviceCode }: OfferKey): Promise<ServiceOffer> {
  const hasNaturalKey = providerId != null && serviceCode != null;
  const hasPart = providerId != null || serviceCode != null;
  if (id == null ? !hasNaturalKey : hasPart) throw offerKeyUnclear();
  if (id != null) return found(await rowById(ctx, ServiceOffer, id));
  return found(
    await firstRow<ServiceOffer>(
      ctx,
      sql`select ${columnsOf(ctx, ServiceOffer, 't')} from service_offer t join municipal_service s on s.id = t.service_id
          where t.provider_id = ${providerId} and s.code = ${serviceCode}`,
    ),
  );
}

export interface OfferFilter {
  search?: string | null;
  serviceId?: string | null;
  municipalityId?: string | null;
  regionCode?: string | null;
  electronicLevels?: readonly ElectronicLevel[] | null;
  hasRegulation?: boolean | null;
  confirmedForYear?: number | null;
  inForceOn?: LocalDate | null;
}

/** Whose list it is, where it is read as a field of something; the filter narrows it further. */
export interface OffersOf {
  ofServiceId?: string;
  ofProviderId?: string;
  inMunicipalityId?: string;
}

const orders: Record<OfferOrder, Order> = {
  SERVICE_NAME_ASC: orderBy('SERVICE_NAME_ASC', inKyrgyz(sql`s.name ->> 'ky'`), 'text'),
  MUNICIPALITY_NAME_ASC: orderBy('MUNICIPALITY_NAME_ASC', inKyrgyz(sql`m.name ->> 'ky'`), 'text'),
  // What was never confirmed waits longest.
  CONFIRMED_AT_ASC: orderBy('CONFIRMED_AT_ASC', sql`coalesce(t.confirmed_at, '-infinity')`, 'timestamptz'),
};

/** Offers in force on a day, of services in force on it. */
export async function listServiceOffers(
  ctx: Ctx,
  filter: OfferFilter & OffersOf,
  order: OfferOrder,
  paging: PageArguments,
): Promise<Page<ServiceOffer>> {
  const day = inForceDay(ctx, filter.inForceOn);
  return page<ServiceOffer>(ctx, {
    list: 'serviceOffers',
    select: columnsOf(ctx, ServiceOffer, 't'),
    from: sql`service_offer t join municipal_service s on s.id = t.service_id join municipality m on m.id = t.municipality_id`,
    where: [
      inForceOn('t', day),
      inForceOn('s', day),
      filter.ofServiceId !== undefined && sql`t.service_id = ${filter.ofServiceId}`,
      filter.ofProviderId !== undefined && sql`t.provider_id = ${filter.ofProviderId}`,
      filter.inMunicipalityId !== undefined && sql`t.municipality_id = ${filter.inMunicipalityId}`,
      filter.serviceId != null && sql`t.service_id = ${filter.serviceId}`,
      filter.municipalityId != null && sql`t.municipality_id = ${filter.municipalityId}`,
      await inRegion(ctx, 'm', filter.regionCode),
      filter.electronicLevels != null && sql`t.electronic_level = any(${[...filter.electronicLevels]}::text[])`,
      filter.hasRegulation != null && sql`(t.regulation is not null) = ${filter.hasRegulation}`,
      filter.confirmedForYear != null && sql`t.confirmed_for_year = ${filter.confirmedForYear}`,
      matches(sql`s.search_text`, filter.search),
    ],
    order: orders[order],
    page: paging,
    filter,
  });
}

/** What this caller may do with an offer now. */
export async function actionsOfOffer(ctx: Ctx, offer: ServiceOffer) {
  const service = await rowById(ctx, MunicipalService, offer.serviceId);
  const notMine = isOwn(ctx.actor, offer.municipalityId) ? undefined : notFound(['input', 'providerId']).violation;
  const acts = [
    { mutation: 'saveServiceOffer', refusal: () => notMine },
    { mutation: 'confirmServiceOffers', refusal: () => notMine ?? confirmationRefusal(offer, service ?? {}, dayOf(ctx.now)) },
  ];
  return availableActions(ctx, acts, offer);
}

// ---- writing -------------------------------------------------------------------------------------------------------

export interface SavedOffer {
  providerId: string;
  serviceId: string;
  expectedVersion?: number | null;
  electronicLevel?: ElectronicLevel | null;
  electronicUrl?: string | null;
  regulation?: LegalAct | null;
  informationChannels?: GivenChannel[] | null;
  validFrom?: LocalDate | null;
  validTo?: LocalDate | null;
}

/**
 * R-II.4 to R-II.6: enters or changes a provider's offer of a service; absent = unchanged, null = cleared. Without a version it only
 * creates, CONFLICT if the offer is there. What is said of the electronic form counts as checked today.
 */
export async function saveServiceOffer(ctx: Ctx, input: SavedOffer): Promise<ServiceOffer> {
  const provider = await ctx.em.findOne(ServiceProvider, { id: input.providerId });
  if (!provider || !isOwn(ctx.actor, provider.municipalityId)) throw notFound(['input', 'providerId']);
  const service = found(await ctx.em.findOne(MunicipalService, { id: input.serviceId }), ['input', 'serviceId']);
  const offer = await offerToSave(ctx, input);
  const today = dayOf(ctx.now);
  const fields = mergedFields(offer, input, today);
  const isNewPeriod = !offer || offer.validFrom !== fields.validFrom;
  if (isNewPeriod) {
    const facts = { ...service, municipalityId: service.municipalityId ?? null, isDelegated: service.delegatedStateServiceId != null };
    assertAllowed(offerRefusal({ service: facts, provider }, fields.validFrom));
  }
  assertNone(offerViolations(fields, today));
  const isFormTold = input.electronicLevel !== undefined || input.electronicUrl !== undefined;
  const stored = {
    ...fields,
    informationChannels: await channelsWithFiles(ctx, fields.informationChannels, offer?.informationChannels ?? []),
    ...(isFormTold && { electronicCheckedOn: fields.electronicLevel === null ? null : today }),
  };
  if (offer) return changedOffer(ctx, offer, stored);
  const made = ctx.em.create(ServiceOffer, {
    ...stored,
    providerId: provider.id,
    municipalityId: provider.municipalityId,
    serviceId: service.id,
  });
  recordTransition(ctx, { type: 'ServiceOffer', id: made.id }, { from: null, to: 'OFFERED' });
  return made;
}

async function offerToSave(ctx: Ctx, { providerId, serviceId, expectedVersion }: SavedOffer): Promise<ServiceOffer | null> {
  const offer = await ctx.em.findOne(ServiceOffer, { providerId, serviceId });
  if (expectedVersion == null) {
    if (offer) throw offerIsThere(offer.version);
    return null;
  }
  if (!offer) throw notFound(['input', 'serviceId']);
  assertVersion(offer, expectedVersion);
  return offer;
}

function mergedFields(
  offer: ServiceOffer | null,
  input: SavedOffer,
  today: LocalDate,
): OfferFields & { informationChannels: readonly GivenChannel[] } {
  const merged = <T>(given: T | null | undefined, before: T | null | undefined): T | null =>
    given === undefined ? (before ?? null) : given;
  return {
    electronicLevel: merged(input.electronicLevel, offer?.electronicLevel),
    electronicUrl: merged(input.electronicUrl, offer?.electronicUrl),
    regulation: merged(input.regulation, offer?.regulation),
    informationChannels: merged(input.informationChannels, offer?.informationChannels) ?? [],
    validFrom: input.validFrom ?? offer?.validFrom ?? today,
    validTo: merged(input.validTo, offer?.validTo),
  };
}

function changedOffer(ctx: Ctx, offer: ServiceOffer, fields: Partial<ServiceOffer>): ServiceOffer {
  const from = offerState(offer);
  Object.assign(offer, fields);
  const to = offerState(offer);
  if (from !== to) recordTransition(ctx, { type: 'ServiceOffer', id: offer.id }, { from, to });
  return offer;
}

const mostOffers = 500;

/** Ours: the yearly "confirm or change": confirms offers for a year, all of them or none. */
export async function confirmServiceOffers(
  ctx: Ctx,
  { offerIds, year }: { offerIds: readonly string[]; year: number },
): Promise<ServiceOffer[]> {
  const ids = [...new Set(offerIds)];
  if (ids.length === 0 || ids.length > mostOffers) throw offersOutOfBounds();
  const today = dayOf(ctx.now);
  assertAllowed(confirmationYearViolation(year, today));
  const offers = new Map((await ctx.em.find(ServiceOffer, { id: { $in: ids } })).map((offer) => [offer.id, offer]));
  const serviceIds = [...offers.values()].map(({ serviceId }) => serviceId);
  const services = new Map((await ctx.em.find(MunicipalService, { id: { $in: serviceIds } })).map((service) => [service.id, service]));
  return ids.map((id, index) => {
    const path = ['input', 'offerIds', String(index)];
    const offer = found(offers.get(id), path);
    if (!isOwn(ctx.actor, offer.municipalityId)) throw notFound(path);
    const refusal = confirmationRefusal(offer, services.get(offer.serviceId) ?? {}, today);
    if (refusal) throw new HubError({ ...refusal, path });
    return confirmed(ctx, offer, year);
  });
}

function confirmed(ctx: Ctx, offer: ServiceOffer, year: number): ServiceOffer {
  const from = offerState(offer);
  Object.assign(offer, { confirmedAt: ctx.now, confirmedForYear: Math.max(year, offer.confirmedForYear ?? year) });
  recordTransition(ctx, { type: 'ServiceOffer', id: offer.id }, { from, to: 'CONFIRMED', reason: String(year) });
  return offer;
}

function offerKeyUnclear(): HubError {
  return badInput(
    ['id'],
    {
      ky: 'id же providerId менен serviceCode бериңиз.',
      ru: 'Укажите id либо providerId вместе с serviceCode.',
      en: 'Give id, or providerId together with serviceCode.',
    },
    { ky: 'Бирин гана.', ru: 'Только одно из двух.', en: 'One of the two only.' },
  );
}

function offerIsThere(currentVersion: number): HubError {
  const message = {
    ky: 'Бул кызматты аткаруучу сунуштап жатат.',
    ru: 'Исполнитель уже предлагает эту услугу.',
    en: 'The provider offers this service already.',
  };
  const hint = {
    ky: 'Өзгөртүү үчүн expectedVersion бериңиз.',
    ru: 'Чтобы изменить, укажите expectedVersion.',
    en: 'To change it, give expectedVersion.',
  };
  return new HubError({ code: 'CONFLICT', path: ['input', 'serviceId'], message, hint }, { currentVersion });
}

function offersOutOfBounds(): HubError {
  return badInput(
    ['input', 'offerIds'],
    { ky: `1ден ${mostOffers}гө чейин сунуш.`, ru: `От 1 до ${mostOffers} предложений.`, en: `1 to ${mostOffers} offers.` },
    { ky: 'Бөлүп жөнөтүңүз.', ru: 'Передайте частями.', en: 'Send them in parts.' },
  );
}
