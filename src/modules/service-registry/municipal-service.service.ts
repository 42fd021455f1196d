import { hasRole, stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { assertOneKey, found, inForceDay, inForceOn, matches, relevance } from '../../kit/lookup.ts';
import {
  columnsOf,
  firstRow,
  inKyrgyz,
  orderBy,
  type Order,
  page,
  type Page,
  type PageArguments,
  rowById,
  rows,
  run,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertVersion, onRefusal } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, availableActions, recordTransition } from '../../kit/workflow.ts';
import { blankText, untranslated } from '../../kit/written-text.rules.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, conflict, HubError, type Violation } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { isBlank, writtenText } from '../../shared/plain-text.ts';
import { assertActsFor } from '../organizations/organization.service.ts';
import { DelegatedStateService, LifeSituation, MunicipalService, RefusedService, ServiceGroup } from './municipal-service.entity.ts';
import {
  closingDayViolation,
  codeViolation,
  countUnitViolation,
  type FeeKind,
  type Provision,
  type RegisterTier,
  type RegistryActor,
  regulatoryFunctionRefusal,
  serviceActRefusal,
  serviceActs,
  type ServiceOrder,
  tierRefusal,
} from './municipal-service.rules.ts';
import { standardInForceOn } from './standard-in-force.service.ts';

/** The caller in the terms that the registers know. */
export function registryActor({ actor }: Pick<Ctx, 'actor'>): RegistryActor {
  return { isAnalyst: hasRole(actor, 'ANALYST'), municipalityId: hasRole(actor, 'PROVIDER') ? actor.municipalityId : null };
}

// ---- reading -------------------------------------------------------------------------------------------------------

/** A service by id or by its code in the register. NOT_FOUND. */
export async function getMunicipalService(ctx: Ctx, key: { id?: string | null; code?: string | null }): Promise<MunicipalService> {
  assertOneKey({ id: key.id, code: key.code });
  if (key.id) return found(await rowById(ctx, MunicipalService, key.id));
  return found(
    await firstRow<MunicipalService>(
      ctx,
      sql`select ${columnsOf(ctx, MunicipalService, 't')} from municipal_service t where t.code = ${key.code}`,
    ),
  );
}

export interface ServiceFilter {
  search?: string | null;
  codes?: readonly string[] | null;
  tiers?: readonly RegisterTier[] | null;
  feeKinds?: readonly FeeKind[] | null;
  lifeSituationCode?: string | null;
  municipalityId?: string | null;
  hasStandard?: boolean | null;
  isDelegated?: boolean | null;
  inForceOn?: LocalDate | null;
}

/** Services in force on a day that answer a filter. */
export function listMunicipalServices(
  ctx: Ctx,
  filter: ServiceFilter,
  order: ServiceOrder,
  paging: PageArguments,
): Promise<Page<MunicipalService>> {
  const day = inForceDay(ctx, filter.inForceOn);
  return page<MunicipalService>(ctx, {
    list: 'municipalServices',
    select: columnsOf(ctx, MunicipalService, 't'),
    from: sql`municipal_service t`,
    where: [
      inForceOn('t', day),
      filter.codes != null && sql`t.code = any(${[...filter.codes]}::text[])`,
      filter.tiers != null && sql`t.tier = any(${[...filter.tiers]}::text[])`,
      filter.feeKinds != null && sql`t.fee_kind = any(${[...filter.feeKinds]}::text[])`,
      filter.lifeSituationCode != null &&
        sql`t.life_situation_id in (select l.id from life_situation l where l.code = ${filter.lifeSituationCode})`,
      filter.municipalityId != null && holdsIn('t', sql`${filter.municipalityId}::uuid`),
      filter.hasStandard != null && sql`${hasStandard(filter, day)} = ${filter.hasStandard}`,
      filter.isDelegated != null && sql`(t.delegated_state_service_id is not null) = ${filter.isDelegated}`,
      matches(sql`t.search_text`, filter.search),
    ],
    order: orderOf(order, filter.search),
    page: paging,
    filter,
  });
}

/** Services of the registers that hold in a municipality: those of no one municipality, and its own. */
export function holdsIn(alias: string, municipalityId: Sql): Sql {
  const owner = sql.ref(`${alias}.municipality_id`);
  return sql`(${owner} is null or ${owner} = ${municipalityId})`;
}

function hasStandard({ municipalityId }: ServiceFilter, day: LocalDate): Sql {
  return sql`exists (select 1 from service_standard st
    where st.service_id = t.id and ${standardInForceOn('st', sql`${day}::date`)}
      and (st.municipality_id is null or st.municipality_id = coalesce(${municipalityId ?? null}::uuid, t.municipality_id)))`;
}

const byName = orderBy('NAME_ASC', inKyrgyz(sql`t.name ->> 'ky'`), 'text');

function orderOf(order: ServiceOrder, search: string | null | undefined): Order {
  switch (order) {
    case 'NAME_ASC':
      return byName;
    case 'NAME_DESC':
      return orderBy('NAME_DESC', inKyrgyz(sql`t.name ->> 'ky'`), 'text', 'desc');
    case 'CODE_ASC':
      return orderBy('CODE_ASC', sql`t.code`, 'text');
    case 'RELEVANCE':
      return {
        name: 'RELEVANCE',
        keys: [{ by: relevance(sql`t.search_text`, search), type: 'numeric', direction: 'desc' }, ...byName.keys],
      };
  }
}

/** Life situations, fewer than 100, by their Kyrgyz names. */
export function listLifeSituations(ctx: Ctx): Promise<LifeSituation[]> {
  return rows(
    ctx,
    sql`select ${columnsOf(ctx, LifeSituation, 't')} from life_situation t order by ${inKyrgyz(sql`t.name ->> 'ky'`)}, t.id limit 99`,
  );
}

/** R4: what was refused, the latest first. */
export function listRefusedServices(ctx: Ctx, paging: PageArguments): Promise<Page<RefusedService>> {
  return page<RefusedService>(ctx, {
    list: 'refusedServices',
    select: columnsOf(ctx, RefusedService, 't'),
    from: sql`refused_service t`,
    order: orderBy('AT_DESC', sql`t.at`, 'timestamptz', 'desc'),
    page: paging,
  });
}

/** What this caller may do with a service now. */
export function actionsOfService(ctx: Ctx, service: MunicipalService) {
  const facts = { ...service, municipalityId: service.municipalityId ?? null };
  return availableActions(
    ctx,
    serviceActs.map((mutation) => ({ mutation, refusal: () => serviceActRefusal(registryActor(ctx), facts) })),
    facts,
  );
}

// ---- writing -------------------------------------------------------------------------------------------------------

export interface NewService {
  idempotencyKey: string;
  code: string;
  tier: RegisterTier;
  municipalityId?: string | null;
  name: LocalizedText;
  description?: LocalizedText | null;
  feeKind: FeeKind;
  provision: Provision;
  countUnit: string;
  lifeSituationCode?: string | null;
  groupCode?: string | null;
  legalBasis?: LegalAct[] | null;
  isRegulatoryFunction: boolean;
  stateRegisterCode?: string | null;
  validFrom: LocalDate;
}

/**
 * R2: enters a service in its register. R4: a regulatory or control function is refused, and the attempt is kept. R5: a delegated
 * state service carries its entry in the Unified Register. CONFLICT if the code, or the entry, is taken.
 */
export async function createMunicipalService(ctx: Ctx, input: NewService): Promise<MunicipalService> {
  const municipalityId = input.municipalityId ?? (input.tier === 'ADDITIONAL' ? registryActor(ctx).municipalityId : null);
  if (municipalityId) await assertActsFor(ctx, municipalityId);
  assertNotRegulatory(input, municipalityId);
  assertAllowed(tierRefusal(registryActor(ctx), { tier: input.tier, municipalityId, isDelegated: input.stateRegisterCode != null }));
  assertAllowed(codeViolation(input.code) ?? countUnitViolation(input.countUnit));
  assertTexts(input);
  if (await ctx.em.findOne(MunicipalService, { code: input.code })) throw codeTaken();
  const { code, tier, name, feeKind, provision, countUnit, validFrom } = input;
  const service = ctx.em.create(MunicipalService, {
    code,
    tier,
    municipalityId,
    name,
    description: input.description ?? null,
    feeKind,
    provision,
    countUnit,
    lifeSituationId: await idOfCode(ctx, LifeSituation, input.lifeSituationCode, 'lifeSituationCode'),
    groupId: await idOfCode(ctx, ServiceGroup, input.groupCode, 'groupCode'),
    legalBasis: legalBasisOf(input.legalBasis),
    delegatedStateServiceId: await delegatedEntry(ctx, input),
    status: 'ACTIVE',
    validFrom,
    isSample: false,
  });
  recordTransition(ctx, { type: 'MunicipalService', id: service.id }, { from: null, to: 'ACTIVE' });
  return service;
}

/** R4. What is refused here is written down in a transaction of its own, once per intention. */
function assertNotRegulatory(input: NewService, municipalityId: string | null): void {
  const violation = regulatoryFunctionRefusal(input.isRegulatoryFunction);
  if (violation) throw onRefusal(new HubError(violation), (ctx) => keepRefusedAttempt(ctx, input, municipalityId, violation));
}

async function keepRefusedAttempt(
  ctx: Ctx,
  { code, name, idempotencyKey }: NewService,
  municipalityId: string | null,
  violation: Violation,
): Promise<void> {
  const id = newId();
  const by = JSON.stringify(stampOf(ctx.actor, ctx.actingAs));
  // Two clicks at once are refused twice, and kept once: the second insert finds the first.
  const kept = await run(
    ctx,
    sql`insert into refused_service (id, proposed_code, proposed_name, proposed_by, municipality_id, at, violation, attempt_key, is_sample)
        values (${id}, ${code}, ${JSON.stringify(name)}::jsonb, ${by}::jsonb, ${municipalityId}, ${ctx.now}, ${JSON.stringify(violation)}::jsonb,
          ${`${ctx.actor.key}:${idempotencyKey}`}, false)
        on conflict (attempt_key) do nothing`,
  );
  if (kept)
    await audit(ctx, { subjectType: 'RefusedService', subjectId: id, municipalityId, after: { proposedCode: code, proposedName: name } });
}

function assertTexts({ name, description }: { name?: LocalizedText | null; description?: LocalizedText | null }): void {
  const texts = [
    { path: ['input', 'name'], text: name },
    { path: ['input', 'description'], text: description },
  ];
  assertNone([...texts.flatMap(({ path, text }) => blankText(path, text) ?? []), ...untranslated(texts)]);
}

const mostActs = 99;

function legalBasisOf(acts: LegalAct[] | null | undefined): LegalAct[] {
  if (acts == null || acts.length <= mostActs) return acts ?? [];
  throw badInput(
    ['input', 'legalBasis'],
    { ky: `Актылар ${mostActs}дон ашпасын.`, ru: `Актов не больше ${mostActs}.`, en: `At most ${mostActs} acts.` },
    { ky: 'Негизгилерин калтырыңыз.', ru: 'Оставьте основные.', en: 'Keep the main ones.' },
  );
}

async function idOfCode(
  ctx: Ctx,
  taxonomy: typeof LifeSituation | typeof ServiceGroup,
  code: string | null | undefined,
  field: string,
): Promise<string | null> {
  if (code == null) return null;
  const term = await ctx.em.findOne(taxonomy, { code });
  if (term) return term.id;
  throw badInput(
    ['input', field],
    { ky: 'Мындай код жок.', ru: 'Такого кода нет.', en: 'There is no such code.' },
    {
      ky: 'lifeSituations суроосун караңыз.',
      ru: 'Посмотрите запрос lifeSituations.',
      en: 'See the query lifeSituations, and the groups of services.',
    },
  );
}

/** R5: the entry of the Unified Register, made when it is named first; one service per entry. */
async function delegatedEntry(ctx: Ctx, { stateRegisterCode, name }: NewService): Promise<string | null> {
  if (stateRegisterCode == null) return null;
  const registerCode = writtenText(stateRegisterCode);
  if (registerCode === null) throw registerCodeBlank();
  if (await ctx.em.findOne(DelegatedStateService, { registerCode })) throw registerCodeTaken();
  return ctx.em.create(DelegatedStateService, { registerCode, name }).id;
}

export interface ServiceChange {
  id: string;
  expectedVersion: number;
  name?: LocalizedText | null;
  description?: LocalizedText | null;
  feeKind?: FeeKind | null;
  countUnit?: string | null;
  lifeSituationCode?: string | null;
  groupCode?: string | null;
  legalBasis?: LegalAct[] | null;
}

/** Changes a service; absent = unchanged, null = cleared where that is possible. CONFLICT on a stale version. */
export async function updateMunicipalService(ctx: Ctx, change: ServiceChange): Promise<MunicipalService> {
  const service = await serviceToChange(ctx, change);
  if (change.countUnit != null) assertAllowed(countUnitViolation(change.countUnit));
  assertTexts(change);
  if (change.name) service.name = change.name;
  if (change.description !== undefined) service.description = change.description;
  if (change.feeKind) service.feeKind = change.feeKind;
  if (change.countUnit) service.countUnit = change.countUnit;
  if (change.lifeSituationCode !== undefined)
    service.lifeSituationId = await idOfCode(ctx, LifeSituation, change.lifeSituationCode, 'lifeSituationCode');
  if (change.groupCode !== undefined) service.groupId = await idOfCode(ctx, ServiceGroup, change.groupCode, 'groupCode');
  if (change.legalBasis !== undefined) service.legalBasis = legalBasisOf(change.legalBasis);
  return service;
}

/** Ends a service on a day. Nothing of it is deleted. */
export async function closeMunicipalService(
  ctx: Ctx,
  input: { id: string; expectedVersion: number; validTo: LocalDate; reason: string },
): Promise<MunicipalService> {
  const service = await serviceToChange(ctx, input);
  assertAllowed(closingDayViolation(service.validFrom, input.validTo));
  if (isBlank(input.reason)) throw reasonMissing();
  Object.assign(service, { status: 'CLOSED', validTo: input.validTo });
  recordTransition(ctx, { type: 'MunicipalService', id: service.id }, { from: 'ACTIVE', to: 'CLOSED', reason: input.reason });
  return service;
}

async function serviceToChange(ctx: Ctx, { id, expectedVersion }: { id: string; expectedVersion: number }): Promise<MunicipalService> {
  const service = found(await ctx.em.findOne(MunicipalService, { id }), ['input', 'id']);
  assertAllowed(serviceActRefusal(registryActor(ctx), { ...service, municipalityId: service.municipalityId ?? null }));
  assertVersion(service, expectedVersion);
  return service;
}

function codeTaken(): HubError {
  return conflict(
    ['input', 'code'],
    { ky: 'Мындай коддогу кызмат бар.', ru: 'Услуга с таким кодом уже есть.', en: 'There is a service with this code.' },
    {
      ky: 'Башка код алыңыз же ошол кызматты өзгөртүңүз.',
      ru: 'Возьмите другой код или измените ту услугу.',
      en: 'Take another code, or change that service.',
    },
  );
}

function registerCodeBlank(): HubError {
  return badInput(
    ['input', 'stateRegisterCode'],
    {
      ky: 'Бирдиктүү реестрдеги код бош болбосун.',
      ru: 'Код в Едином реестре не может быть пустым.',
      en: 'The code in the Unified Register must not be blank.',
    },
    {
      ky: 'Кодду жазыңыз, же берилген мамлекеттик кызмат болбосо, талааны бербеңиз.',
      ru: 'Укажите код или не передавайте поле, если это не государственная услуга.',
      en: 'Write the code, or leave the field out if it is no state service.',
    },
  );
}

function registerCodeTaken(): HubError {
  return conflict(
    ['input', 'stateRegisterCode'],
    {
      ky: 'Бул мамлекеттик кызмат реестрде бар.',
      ru: 'Эта государственная услуга уже внесена.',
      en: 'This state service is entered already.',
    },
    {
      ky: 'municipalServices(filter: { isDelegated: true }) суроосунан табыңыз.',
      ru: 'Найдите её через municipalServices(filter: { isDelegated: true }).',
      en: 'Find it with municipalServices(filter: { isDelegated: true }).',
    },
  );
}

function reasonMissing(): HubError {
  return badInput(
    ['input', 'reason'],
    { ky: 'Себебин жазыңыз.', ru: 'Укажите причину.', en: 'Say why.' },
    { ky: 'Себеп тарыхта калат.', ru: 'Причина останется в истории.', en: 'The reason stays in the history.' },
  );
}
