import { type ActorStamp, hasRole, isOwn, type Role } from '../../access/actor.ts';
import { grantOf } from '../../access/policy.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { assertOneKey, found, inForceDay, inForceOn, matches } from '../../kit/lookup.ts';
import {
  columnsOf,
  firstRow,
  inKyrgyz,
  load,
  loaderBy,
  loaderOfMany,
  orderBy,
  type Order,
  page,
  type Page,
  type PageArguments,
  rowById,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertNone } from '../../kit/workflow.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, HubError, notFound } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { nameProblems } from '../../shared/plain-text.ts';
import { AdministrativeUnit, Authority, Municipality, ServiceProvider } from './organization.entity.ts';
import { type AuthorityKind, type NameOrder, notARegion, type ProviderKind, regionLevels, type UnitLevel } from './organization.rules.ts';

const kyrgyzName = sql`t.name ->> 'ky'`;

const unitOrders: Record<NameOrder, Order> = {
  NAME_ASC: orderBy('NAME_ASC', inKyrgyz(kyrgyzName), 'text'),
  NAME_DESC: orderBy('NAME_DESC', inKyrgyz(kyrgyzName), 'text', 'desc'),
  CODE_ASC: orderBy('CODE_ASC', sql`t.code`, 'text'),
};
const municipalityOrders: Record<NameOrder, Order> = { ...unitOrders, CODE_ASC: orderBy('CODE_ASC', sql`t.soate`, 'text') };

// ---- units ---------------------------------------------------------------------------------------------------------

export interface UnitKey {
  id?: string | null;
  code?: string | null;
  inForceOn?: LocalDate | null;
}

/** A unit by id, or by code on a day (codes are reused). NOT_FOUND. */
export async function getAdministrativeUnit(ctx: Ctx, key: UnitKey): Promise<AdministrativeUnit> {
  assertOneKey({ id: key.id, code: key.code });
  if (key.id) return found(await rowById(ctx, AdministrativeUnit, key.id));
  const day = inForceDay(ctx, key.inForceOn);
  return found(
    await firstRow<AdministrativeUnit>(
      ctx,
      sql`select ${columnsOf(ctx, AdministrativeUnit, 't')} from administrative_unit t where t.code = ${key.code} and ${inForceOn('t', day)}`,
    ),
  );
}

export interface UnitFilter {
  search?: string | null;
  levels?: readonly UnitLevel[] | null;
  parentId?: string | null;
  inForceOn?: LocalDate | null;
}

export function listAdministrativeUnits(
  ctx: Ctx,
  filter: UnitFilter,
  order: NameOrder,
  paging: PageArguments,
): Promise<Page<AdministrativeUnit>> {
  return page<AdministrativeUnit>(ctx, {
    list: 'administrativeUnits',
    select: columnsOf(ctx, AdministrativeUnit, 't'),
    from: sql`administrative_unit t`,
    where: [
      inForceOn('t', inForceDay(ctx, filter.inForceOn)),
      filter.levels != null && sql`t.level = any(${[...filter.levels]})`,
      filter.parentId != null && sql`t.parent_id = ${filter.parentId}`,
      matches(sql`t.search_text`, filter.search),
    ],
    order: unitOrders[order],
    page: paging,
    filter,
  });
}

// ---- municipalities ------------------------------------------------------------------------------------------------

export interface MunicipalityKey {
  id?: string | null;
  soate?: string | null;
  inForceOn?: LocalDate | null;
}

/** A municipality by id, or by SOATE on a day. NOT_FOUND. */
export async function getMunicipality(ctx: Ctx, key: MunicipalityKey): Promise<Municipality> {
  assertOneKey({ id: key.id, soate: key.soate });
  if (key.id) return found(await rowById(ctx, Municipality, key.id));
  const day = inForceDay(ctx, key.inForceOn);
  return found(
    await firstRow<Municipality>(
      ctx,
      sql`select ${columnsOf(ctx, Municipality, 't')} from municipality t where t.soate = ${key.soate} and ${inForceOn('t', day)}`,
    ),
  );
}

export interface MunicipalityFilter {
  search?: string | null;
  regionCode?: string | null;
  hasVerifiedContact?: boolean | null;
  inForceOn?: LocalDate | null;
}

export async function listMunicipalities(
  ctx: Ctx,
  filter: MunicipalityFilter,
  order: NameOrder,
  paging: PageArguments,
): Promise<Page<Municipality>> {
  const verified = sql`exists (select 1 from contact c where c.municipality_id = t.id and c.state = 'VERIFIED')`;
  return page<Municipality>(ctx, {
    list: 'municipalities',
    select: columnsOf(ctx, Municipality, 't'),
    from: sql`municipality t`,
    where: [
      inForceOn('t', inForceDay(ctx, filter.inForceOn)),
      await inRegion(ctx, 't', filter.regionCode),
      filter.hasVerifiedContact != null && (filter.hasVerifiedContact ? verified : sql`not ${verified}`),
      matches(sql`t.search_text`, filter.search),
    ],
    order: municipalityOrders[order],
    page: paging,
    filter,
  });
}

/**
 * Rows whose municipality (or unit) lies in the region of a SOATE code; undefined = no region is asked for. BAD_USER_INPUT for a code that is
 * no region's: to answer that nothing is there would be taken for the truth.
 */
export async function inRegion(ctx: Ctx, alias: string, regionCode: string | null | undefined): Promise<Sql | undefined> {
  if (regionCode == null) return undefined;
  const region = sql`select r.id from administrative_unit r where r.code = ${regionCode} and r.level = any(${[...regionLevels]}::text[])`;
  if (!(await firstRow(ctx, region))) throw notARegion();
  return sql`${sql.ref(`${alias}.region_id`)} in (${region})`;
}

const municipalityByUnit = loaderOfMany<string, Municipality>(
  'municipalityByUnit',
  (ctx, ids) => rows(ctx, sql`select ${columnsOf(ctx, Municipality, 't')} from municipality t where t.unit_id = any(${[...ids]}::uuid[])`),
  (row) => row.unitId,
);

export async function municipalityOfUnit(ctx: Ctx, unitId: string): Promise<Municipality | undefined> {
  return (await load(ctx, municipalityByUnit, unitId))?.[0];
}

/**
 * Whether the caller may do the act under way on a municipality's records: by a role that the policy table gives it for all, or by
 * one that it gives it for their own. Reading more than that (`seesMunicipality`) allows no writing.
 */
export function actsFor(ctx: Ctx, municipalityId: string): boolean {
  const grant = grantOf(`Mutation.${ctx.action}`);
  if (!grant) return hasRole(ctx.actor, 'SYSTEM');
  return hasRole(ctx.actor, 'SYSTEM', ...grant.roles) || (hasRole(ctx.actor, ...(grant.own ?? [])) && isOwn(ctx.actor, municipalityId));
}

/** NOT_FOUND unless the caller may act for the municipality: absent and not yours are one answer. */
export async function assertActsFor(ctx: Ctx, municipalityId: string): Promise<void> {
  if (!actsFor(ctx, municipalityId)) throw notFound(['input', 'municipalityId']);
  found(await rowById(ctx, Municipality, municipalityId), ['input', 'municipalityId']);
}

export interface MunicipalityChange {
  id: string;
  expectedVersion: number;
  officialEmail?: string | null;
  population?: number | null;
  populationYear?: number | null;
  populationSource?: string | null;
  xroadMemberIds?: string[] | null;
}

/** Changes what an administrator keeps of a municipality; absent = unchanged, null = cleared. CONFLICT on a stale version. */
export async function updateMunicipality(ctx: Ctx, change: MunicipalityChange): Promise<Municipality> {
  const municipality = found(await ctx.em.findOne(Municipality, { id: change.id }), ['input', 'id']);
  assertVersion(municipality, change.expectedVersion);
  if (change.officialEmail !== undefined) municipality.officialEmail = change.officialEmail;
  if (change.xroadMemberIds !== undefined) municipality.xroadMemberIds = change.xroadMemberIds ?? [];
  if (change.population !== undefined) setPopulation(municipality, change);
  return municipality;
}

function setPopulation(municipality: Municipality, { population, populationYear, populationSource }: MunicipalityChange): void {
  if (population != null && (populationYear == null || !populationSource)) {
    throw badInput(
      ['input', populationYear == null ? 'populationYear' : 'populationSource'],
      {
        ky: 'Калктын саны жылы жана булагы менен берилет.',
        ru: 'Численность указывается с годом и источником.',
        en: 'A population figure comes with its year and source.',
      },
      {
        ky: 'populationYear жана populationSource кошуңуз.',
        ru: 'Добавьте populationYear и populationSource.',
        en: 'Add populationYear and populationSource.',
      },
    );
  }
  municipality.populationCount = population ?? null;
  municipality.populationYear = population == null ? null : (populationYear ?? null);
  municipality.populationSource = population == null ? null : (populationSource ?? null);
}

// ---- providers and authorities -------------------------------------------------------------------------------------

export function listProviders(ctx: Ctx, municipalityId: string, paging: PageArguments): Promise<Page<ServiceProvider>> {
  return page<ServiceProvider>(ctx, {
    list: 'providers',
    select: columnsOf(ctx, ServiceProvider, 't'),
    from: sql`service_provider t`,
    where: [sql`t.municipality_id = ${municipalityId}`],
    order: unitOrders.NAME_ASC,
    page: paging,
    filter: { municipalityId },
  });
}

export interface ProviderInput {
  municipalityId: string;
  kind: ProviderKind;
  name: LocalizedText;
  validFrom: LocalDate;
}

/** R3: enters a provider of a municipality. */
export async function createServiceProvider(ctx: Ctx, input: ProviderInput): Promise<ServiceProvider> {
  await assertActsFor(ctx, input.municipalityId);
  assertNone(nameProblems(['input', 'name'], input.name));
  const { municipalityId, kind, name, validFrom } = input;
  return ctx.em.create(ServiceProvider, { municipalityId, kind, name, validFrom });
}

export async function updateServiceProvider(
  ctx: Ctx,
  input: { id: string; expectedVersion: number; name?: LocalizedText | null; validTo?: LocalDate | null },
): Promise<ServiceProvider> {
  const provider = await ctx.em.findOne(ServiceProvider, { id: input.id });
  if (!provider || !actsFor(ctx, provider.municipalityId)) throw notFound(['input', 'id']);
  assertVersion(provider, input.expectedVersion);
  assertNone(nameProblems(['input', 'name'], input.name ?? {}));
  if (input.name) provider.name = input.name;
  if (input.validTo !== undefined) {
    if (input.validTo !== null && provider.validFrom != null && input.validTo <= provider.validFrom) throw endsBeforeItBegins();
    provider.validTo = input.validTo;
  }
  return provider;
}

function endsBeforeItBegins(): HubError {
  return badInput(['input', 'validTo'], {
    ky: 'Аяктоо күнү башталган күндөн кийин болушу керек.',
    ru: 'Дата окончания должна быть позже даты начала.',
    en: 'The end must come after the beginning.',
  });
}

/** The national bodies by their names of a day. */
export function listAuthorities(ctx: Ctx, day: LocalDate | null | undefined): Promise<Authority[]> {
  return rows(
    ctx,
    sql`select ${columnsOf(ctx, Authority, 't')} from authority t where ${inForceOn('t', inForceDay(ctx, day))} order by t.kind, t.id limit 100`,
  );
}

/** The body that each role acts for, where it is not a municipality. */
const authorityOfRole: Partial<Record<Role, AuthorityKind>> = {
  ANALYST: 'RESPONSIBLE_UNIT',
  HEAD: 'AUTHORIZED_BODY',
  COLLEGIUM_SECRETARY: 'COLLEGIUM',
  INTERAGENCY_BODY: 'INTERAGENCY_BODY',
  ADMIN: 'AUTHORIZED_BODY',
};

/** The name of the body that somebody acted for; undefined for the public, for agencies' systems and for the hub itself. */
export async function organizationNameOf(ctx: Ctx, { municipalityId, role }: ActorStamp): Promise<LocalizedText | undefined> {
  if (municipalityId) return (await rowById(ctx, Municipality, municipalityId))?.name;
  const kind = authorityOfRole[role];
  return kind && (await load(ctx, authorityByKind, kind))?.name;
}

const authorityByKind = loaderBy<string, Authority>(
  'authorityByKind',
  (ctx) => listAuthorities(ctx, null),
  (row) => row.kind,
);
