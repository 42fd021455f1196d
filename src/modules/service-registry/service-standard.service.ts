import { LockMode } from '@mikro-orm/postgresql';
import { isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found, inForceDay } from '../../kit/lookup.ts';
import {
  columnsOf,
  firstRow,
  load,
  loaderOfMany,
  mustRowById,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, availableActions, recordTransition } from '../../kit/workflow.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, notFound } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { isInForce } from '../organizations/organization.rules.ts';
import { assertActsFor } from '../organizations/organization.service.ts';
import { MunicipalService } from './municipal-service.entity.ts';
import { registryActor } from './municipal-service.service.ts';
import { Norm, ServiceStandard, StandardApproval, StandardTemplate } from './service-standard.entity.ts';
import {
  type ApprovalFacts,
  approvalRefusal,
  type ApprovingBody,
  decisiveBody,
  draftingRefusal,
  editRefusal,
  serviceNotInForce,
  standardActRefusal,
  type StandardStatus,
} from './service-standard.rules.ts';
import {
  approvalDefects,
  type ItemDifference,
  itemDifferences,
  itemViolations,
  type NormFields,
  normViolations,
  type StandardText,
} from './standard-content.rules.ts';
import { approvalDayViolation, withdrawalDayViolation } from './standard-day.rules.ts';
import { findStandardInForce, standardInForceOn } from './standard-in-force.service.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** Drafts are the ministry's and their own municipality's to see; to others they do not exist. */
function visible({ actor }: Ctx): Sql | false {
  return !isMinistry(actor) && sql`(t.status <> 'DRAFT' or t.municipality_id = ${actor.municipalityId}::uuid)`;
}

/** A redaction by id. NOT_FOUND, also for another's draft. */
export async function getServiceStandard(ctx: Ctx, id: string): Promise<ServiceStandard> {
  const scope = visible(ctx) || sql`true`;
  return found(
    await firstRow<ServiceStandard>(
      ctx,
      sql`select ${columnsOf(ctx, ServiceStandard, 't')} from service_standard t where t.id = ${id} and ${scope}`,
    ),
  );
}

export interface StandardFilter {
  serviceId?: string | null;
  municipalityId?: string | null;
  statuses?: readonly StandardStatus[] | null;
  inForceOn?: LocalDate | null;
}

/** Redactions in the caller's scope, the latest first. */
export function listServiceStandards(ctx: Ctx, filter: StandardFilter, paging: PageArguments): Promise<Page<ServiceStandard>> {
  return page<ServiceStandard>(ctx, {
    list: 'serviceStandards',
    select: columnsOf(ctx, ServiceStandard, 't'),
    from: sql`service_standard t`,
    where: [
      visible(ctx),
      filter.serviceId != null && sql`t.service_id = ${filter.serviceId}`,
      filter.municipalityId != null && sql`t.municipality_id = ${filter.municipalityId}`,
      filter.statuses != null && sql`t.status = any(${[...filter.statuses]}::text[])`,
      filter.inForceOn != null && standardInForceOn('t', sql`${filter.inForceOn}::date`),
    ],
    order: orderBy('LATEST_FIRST', sql`t.id`, 'uuid', 'desc'),
    page: paging,
    filter,
  });
}

const normsByStandard = loaderOfMany<string, Norm>(
  'norms',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, Norm, 't')} from norm t where t.standard_id = any(${[...ids]}::uuid[])
          order by t.kind, (t.basis is not null), t.basis ->> 'ky' collate "ky-x-icu", t.id`,
    ),
  (row) => row.standardId,
);

/** The norms of a redaction, by kind, the one per delivery first. */
export async function normsOf(ctx: Ctx, standardId: string): Promise<Norm[]> {
  return (await load(ctx, normsByStandard, standardId)) ?? [];
}

const approvalsByStandard = loaderOfMany<string, StandardApproval>(
  'approvals',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, StandardApproval, 't')} from standard_approval t where t.standard_id = any(${[...ids]}::uuid[]) order by t.id`,
    ),
  (row) => row.standardId,
);

/** R2: who approved a redaction, in the order recorded. */
export async function approvalsOf(ctx: Ctx, standardId: string): Promise<StandardApproval[]> {
  return (await load(ctx, approvalsByStandard, standardId)) ?? [];
}

/** The passport items of a redaction in the template's order; the text is null where nothing is written. */
export async function itemsOf(ctx: Ctx, { templateId, items }: ServiceStandard) {
  const template = await mustRowById(ctx, StandardTemplate, templateId);
  const texts = new Map(items.map(({ code, text }) => [code, text]));
  return template.items.map((item) => ({ ...item, text: texts.get(item.code) ?? null }));
}

/** R6: how a redaction differs from what it was developed from: the national standard of its time, otherwise the template. */
export async function differencesOf(ctx: Ctx, standard: ServiceStandard): Promise<ItemDifference[]> {
  const template = await mustRowById(ctx, StandardTemplate, standard.templateId);
  const national = standard.municipalityId ? await findStandardInForce(ctx, standard.serviceId, null, standard.validFrom) : undefined;
  const typical = template.items.flatMap(({ code, text }) => (text ? [{ code, text }] : []));
  return itemDifferences(template.items, national?.items ?? typical, standard.items);
}

/** What this caller may do with a redaction now. */
export async function actionsOfStandard(ctx: Ctx, standard: ServiceStandard) {
  const [template, service, norms, approvals] = await Promise.all([
    mustRowById(ctx, StandardTemplate, standard.templateId),
    mustRowById(ctx, MunicipalService, standard.serviceId),
    normsOf(ctx, standard.id),
    approvalsOf(ctx, standard.id),
  ]);
  const facts = approvalFacts(standard, template, service, norms, approvals);
  const actor = registryActor(ctx);
  const acts = [
    { mutation: 'updateServiceStandard', refusal: () => editRefusal(actor, facts) },
    { mutation: 'recordStandardApproval', refusal: () => approvalRefusal(actor, facts, decisiveBody(facts.municipalityId)) },
    { mutation: 'withdrawServiceStandard', refusal: () => standardActRefusal(actor, 'withdrawServiceStandard', facts) },
  ];
  return availableActions(ctx, acts, facts);
}

function approvalFacts(
  { status, municipalityId, items }: ServiceStandard,
  template: StandardTemplate,
  { feeKind }: MunicipalService,
  norms: readonly Norm[],
  approvals: readonly StandardApproval[],
): ApprovalFacts {
  return {
    status,
    municipalityId: municipalityId ?? null,
    approvedBy: approvals.map(({ body }) => body),
    defects: approvalDefects({ template, items, norms, feeKind }),
  };
}

// ---- drafting ------------------------------------------------------------------------------------------------------

export interface NewDraft {
  serviceId: string;
  municipalityId?: string | null;
  templateId: string;
  basedOnId?: string | null;
}

/** R6: begins the next redaction of a service's standard, national or a municipality's, empty or from another redaction. */
export async function draftServiceStandard(ctx: Ctx, input: NewDraft): Promise<ServiceStandard> {
  const municipalityId = input.municipalityId ?? null;
  if (municipalityId) await assertActsFor(ctx, municipalityId);
  const service = found(await lockedService(ctx, input.serviceId), ['input', 'serviceId']);
  const template = found(await ctx.em.findOne(StandardTemplate, { id: input.templateId }), ['input', 'templateId']);
  const today = inForceDay(ctx, null);
  assertAllowed(
    draftingRefusal(registryActor(ctx), {
      municipalityId,
      service: {
        tier: service.tier,
        municipalityId: service.municipalityId ?? null,
        isDelegated: service.delegatedStateServiceId != null,
        isInForce: isInForce(service, today),
      },
      isTemplateInForce: isInForce(template, today),
    }),
  );
  const base = input.basedOnId ? await baseOf(ctx, service.id, input.basedOnId) : undefined;
  const known = new Set(template.items.map(({ code }) => code));
  const standard = ctx.em.create(ServiceStandard, {
    serviceId: service.id,
    municipalityId,
    redaction: (await latestRedaction(ctx, service.id, municipalityId)) + 1,
    templateId: template.id,
    status: 'DRAFT',
    items: base?.items.filter(({ code }) => known.has(code)) ?? [],
    isSample: false,
  });
  const norms = base ? await ctx.em.find(Norm, { standardId: base.id }) : [];
  for (const { kind, amount, unit, basis, act } of norms) {
    if (template.normKinds.some((asked) => asked.kind === kind))
      ctx.em.create(Norm, { standardId: standard.id, kind, amount, unit, basis, act });
  }
  recordTransition(ctx, { type: 'ServiceStandard', id: standard.id }, { from: null, to: 'DRAFT' });
  return standard;
}

/** The service, locked: redactions of one service are numbered, and follow one another, one at a time. */
function lockedService(ctx: Ctx, id: string): Promise<MunicipalService | null> {
  return ctx.em.findOne(MunicipalService, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

async function latestRedaction(ctx: Ctx, serviceId: string, municipalityId: string | null): Promise<number> {
  const latest = await firstRow<{ redaction: number | null }>(
    ctx,
    sql`select max(redaction) as redaction from service_standard where service_id = ${serviceId} and municipality_id is not distinct from ${municipalityId}::uuid`,
  );
  return latest?.redaction ?? 0;
}

async function baseOf(ctx: Ctx, serviceId: string, basedOnId: string): Promise<ServiceStandard> {
  const base = await visibleStandard(ctx, basedOnId, ['input', 'basedOnId']);
  if (base.serviceId === serviceId) return base;
  throw badInput(
    ['input', 'basedOnId'],
    { ky: 'Бул редакция башка кызматтыкы.', ru: 'Эта редакция другой услуги.', en: "This redaction is another service's." },
    { ky: 'Ошол эле кызматтын редакциясын бериңиз.', ru: 'Укажите редакцию той же услуги.', en: 'Give a redaction of the same service.' },
  );
}

async function visibleStandard(ctx: Ctx, id: string, path: readonly string[]): Promise<ServiceStandard> {
  const standard = found(await ctx.em.findOne(ServiceStandard, { id }), path);
  const { actor } = ctx;
  const isSeen =
    standard.status !== 'DRAFT' ||
    isMinistry(actor) ||
    (standard.municipalityId != null && standard.municipalityId === actor.municipalityId);
  if (!isSeen) throw notFound(path);
  return standard;
}

export interface DraftChange {
  id: string;
  expectedVersion: number;
  items?: StandardText[] | null;
  norms?: (NormFields & { act: LegalAct })[] | null;
}

/** Changes a draft's texts and norms, each given whole; absent = unchanged. All that is wrong is told at once. */
export async function updateServiceStandard(ctx: Ctx, { id, expectedVersion, items, norms }: DraftChange): Promise<ServiceStandard> {
  const standard = await visibleStandard(ctx, id, ['input', 'id']);
  const approvals = await ctx.em.find(StandardApproval, { standardId: id });
  assertAllowed(
    editRefusal(registryActor(ctx), {
      status: standard.status,
      municipalityId: standard.municipalityId ?? null,
      approvedBy: approvals.map(({ body }) => body),
    }),
  );
  assertVersion(standard, expectedVersion);
  const template = await ctx.em.findOneOrFail(StandardTemplate, { id: standard.templateId });
  const { feeKind } = await ctx.em.findOneOrFail(MunicipalService, { id: standard.serviceId });
  assertNone([...itemViolations(template, items ?? []), ...normViolations(template, feeKind, norms ?? [])]);
  if (items) standard.items = items;
  if (norms) await replaceNorms(ctx, id, norms);
  standard.edits += 1;
  return standard;
}

/** Norms that stay keep their ids; a norm is the same while its kind and basis are. */
async function replaceNorms(ctx: Ctx, standardId: string, norms: readonly NormFields[]): Promise<void> {
  const keyOf = ({ kind, basis }: Pick<NormFields, 'kind' | 'basis'>) => `${kind}:${basis?.ky ?? ''}`;
  const before = new Map((await ctx.em.find(Norm, { standardId })).map((norm) => [keyOf(norm), norm]));
  for (const { kind, amount, unit, basis = null, act = null } of norms) {
    const norm = before.get(keyOf({ kind, basis }));
    if (norm) Object.assign(norm, { amount, unit, basis, act });
    else ctx.em.create(Norm, { standardId, kind, amount, unit, basis, act });
    before.delete(keyOf({ kind, basis }));
  }
  for (const norm of before.values()) ctx.em.remove(norm);
}

// ---- approval and withdrawal ---------------------------------------------------------------------------------------

export interface Approval {
  id: string;
  expectedVersion: number;
  body: ApprovingBody;
  act: LegalAct;
  validFrom?: LocalDate | null;
}

/** R2: records that a body approved a redaction. The decisive one puts it in force, and the redaction before ends on that day. */
export async function recordStandardApproval(
  ctx: Ctx,
  { id, expectedVersion, body, act, validFrom = null }: Approval,
): Promise<ServiceStandard> {
  const standard = await visibleStandard(ctx, id, ['input', 'id']);
  const service = found(await lockedService(ctx, standard.serviceId));
  const facts = approvalFacts(
    standard,
    await ctx.em.findOneOrFail(StandardTemplate, { id: standard.templateId }),
    service,
    await ctx.em.find(Norm, { standardId: id }),
    await ctx.em.find(StandardApproval, { standardId: id }),
  );
  const refusal = approvalRefusal(registryActor(ctx), facts, body);
  assertNone(refusal === facts.defects[0] ? facts.defects : refusal ? [refusal] : []);
  assertVersion(standard, expectedVersion);
  const before = await latestApproved(ctx, standard);
  const isDecisive = standard.status === 'DRAFT' && body === decisiveBody(facts.municipalityId);
  assertAllowed(
    approvalDayViolation({
      today: inForceDay(ctx, null),
      actAdoptedOn: act.adoptedOn,
      validFrom,
      isDecisive,
      latestFrom: before?.validFrom ?? null,
    }),
  );
  ctx.em.create(StandardApproval, { standardId: id, body, act, recordedAt: ctx.now });
  standard.edits += 1;
  if (isDecisive && validFrom) putInForce(ctx, standard, service, before, validFrom);
  return standard;
}

async function latestApproved(ctx: Ctx, { id, serviceId, municipalityId }: ServiceStandard): Promise<ServiceStandard | undefined> {
  const [latest] = await ctx.em.find(
    ServiceStandard,
    { serviceId, municipalityId: municipalityId ?? null, status: { $ne: 'DRAFT' }, id: { $ne: id } },
    { orderBy: { validFrom: 'desc' }, limit: 1 },
  );
  return latest;
}

/** Approved by an act, a redaction is no sample any more. */
function putInForce(
  ctx: Ctx,
  standard: ServiceStandard,
  service: MunicipalService,
  before: ServiceStandard | undefined,
  validFrom: LocalDate,
): void {
  if (!isInForce(service, validFrom)) assertAllowed(serviceNotInForce(['input', 'validFrom']));
  if (before && (before.validTo == null || before.validTo > validFrom)) before.validTo = validFrom;
  Object.assign(standard, { status: 'APPROVED', validFrom, isSample: false });
  recordTransition(ctx, { type: 'ServiceStandard', id: standard.id }, { from: 'DRAFT', to: 'APPROVED' });
}

/** Ends an approved redaction by an act; it stays in force until its last day, and the record of it stays for good. */
export async function withdrawServiceStandard(
  ctx: Ctx,
  { id, expectedVersion, validTo, act }: { id: string; expectedVersion: number; validTo: LocalDate; act: LegalAct },
): Promise<ServiceStandard> {
  const standard = await visibleStandard(ctx, id, ['input', 'id']);
  assertAllowed(
    standardActRefusal(registryActor(ctx), 'withdrawServiceStandard', {
      status: standard.status,
      municipalityId: standard.municipalityId ?? null,
    }),
  );
  assertVersion(standard, expectedVersion);
  const { validFrom, validTo: endsOn } = standard;
  if (validFrom == null) throw new Error(`ServiceStandard ${id} is approved and has no first day`);
  assertAllowed(
    withdrawalDayViolation({ today: inForceDay(ctx, null), actAdoptedOn: act.adoptedOn, validFrom, endsOn: endsOn ?? null, validTo }),
  );
  Object.assign(standard, { status: 'WITHDRAWN', validTo, withdrawnBy: act });
  recordTransition(ctx, { type: 'ServiceStandard', id }, { from: 'APPROVED', to: 'WITHDRAWN', reason: `${act.kind} ${act.number}` });
  return standard;
}
