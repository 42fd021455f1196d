import { z } from 'zod';
import { inForceOn } from '../../kit/lookup.ts';
import { columnsOf, mustRowById, rowById, sql } from '../../kit/sql.ts';
import { Municipality } from '../../modules/organizations/organization.entity.ts';
import { DelegatedStateService, MunicipalService } from '../../modules/service-registry/municipal-service.entity.ts';
import { feeKinds, provisions, registerTiers, serviceStatuses } from '../../modules/service-registry/municipal-service.rules.ts';
import { ServiceOffer } from '../../modules/service-registry/service-offer.entity.ts';
import { electronicLevels, informationChannelKinds } from '../../modules/service-registry/service-offer.rules.ts';
import { ServiceStandard } from '../../modules/service-registry/service-standard.entity.ts';
import { measureUnits, normKinds, standardStatuses } from '../../modules/service-registry/service-standard.rules.ts';
import { normsOf } from '../../modules/service-registry/service-standard.service.ts';
import { standardInForceOn } from '../../modules/service-registry/standard-in-force.service.ts';
import {
  actField,
  allLanguages,
  codeParameter,
  dayField,
  dayParameter,
  defineResource,
  fromField,
  idField,
  legalAct,
  localized,
  toField,
  versionField,
} from '../resource.ts';

const inForce = dayParameter.optional().describe('In force on this day; without it all, also past ones.');

export const services = defineResource<MunicipalService>()({
  name: 'services',
  type: 'MunicipalService',
  scope: 'REGISTRY',
  about: 'The registers of municipal services, delegated state services among them. R2, R5.',
  item: z.strictObject({
    id: idField,
    version: versionField,
    code: z.string().describe('In the register; never changes.'),
    tier: z.enum(registerTiers),
    municipalityId: idField.nullable().describe('Whose additional register it stands in; null = no one municipality’s.'),
    name: localized,
    description: localized.nullable(),
    feeKind: z.enum(feeKinds),
    provision: z.enum(provisions),
    countUnit: z.string().describe('What one delivery is.'),
    delegatedStateService: z
      .strictObject({ id: idField, registerCode: z.string().nullable(), name: localized, url: z.string().nullable() })
      .nullable()
      .describe('R5: its entry in the Unified Register of State Services; null = it is not a delegated one.'),
    legalBasis: z.array(legalAct),
    status: z.enum(serviceStatuses),
    validFrom: fromField,
    validTo: toField,
    isSample: z.boolean(),
  }),
  filter: { inForceOn: inForce, code: codeParameter.optional() },
  select: (ctx) => columnsOf(ctx, MunicipalService, 't'),
  from: sql`municipal_service t`,
  where: (filter) => [
    filter.inForceOn !== undefined && inForceOn('t', filter.inForceOn),
    filter.code !== undefined && sql`t.code = ${filter.code}`,
  ],
  present: async (ctx, row) => {
    const entry = row.delegatedStateServiceId ? await rowById(ctx, DelegatedStateService, row.delegatedStateServiceId) : undefined;
    const { id, version, code, tier, feeKind, provision, countUnit, status, isSample } = row;
    return {
      id,
      version,
      code,
      tier,
      feeKind,
      provision,
      countUnit,
      status,
      isSample,
      municipalityId: row.municipalityId ?? null,
      name: allLanguages(row.name),
      description: row.description ? allLanguages(row.description) : null,
      delegatedStateService: entry
        ? { id: entry.id, registerCode: entry.registerCode ?? null, name: allLanguages(entry.name), url: entry.url ?? null }
        : null,
      legalBasis: row.legalBasis.map(actField),
      validFrom: row.validFrom ?? null,
      validTo: row.validTo ?? null,
    };
  },
});

export const standards = defineResource<ServiceStandard>()({
  name: 'standards',
  type: 'ServiceStandard',
  scope: 'STANDARDS',
  about: 'Approved redactions of standards with their norms; drafts never. R2, R6, R-II.2, R-II.3.',
  item: z.strictObject({
    id: idField,
    version: versionField,
    serviceId: idField,
    serviceCode: z.string(),
    municipalityId: idField.nullable().describe('Whose redaction; null = the national one. A municipality’s own goes before the national.'),
    redaction: z.number().int(),
    status: z.enum(standardStatuses),
    items: z.array(z.strictObject({ code: z.string(), text: localized })),
    norms: z.array(
      z.strictObject({
        id: idField,
        kind: z.enum(normKinds),
        amount: z.string().describe('Exact decimal, as it was written. 0 is a real zero; no entry = no norm.'),
        unit: z.enum(measureUnits),
        basis: localized.nullable().describe('What it is per; null = per delivery.'),
        act: legalAct.nullable(),
      }),
    ),
    validFrom: fromField,
    validTo: toField,
    isSample: z.boolean(),
  }),
  filter: { inForceOn: inForce, serviceCode: codeParameter.optional(), municipalityId: idField.optional() },
  select: (ctx) => columnsOf(ctx, ServiceStandard, 't'),
  from: sql`service_standard t join municipal_service s on s.id = t.service_id`,
  where: (filter) => [
    sql`t.status <> 'DRAFT'`,
    filter.inForceOn !== undefined && standardInForceOn('t', sql`${filter.inForceOn}::date`),
    filter.serviceCode !== undefined && sql`s.code = ${filter.serviceCode}`,
    filter.municipalityId !== undefined && sql`t.municipality_id = ${filter.municipalityId}`,
  ],
  present: async (ctx, row) => {
    const norms = await normsOf(ctx, row.id);
    const { id, version, serviceId, redaction, status, isSample } = row;
    return {
      id,
      version,
      serviceId,
      redaction,
      status,
      isSample,
      serviceCode: (await mustRowById(ctx, MunicipalService, serviceId)).code,
      municipalityId: row.municipalityId ?? null,
      items: row.items.map(({ code, text }) => ({ code, text: allLanguages(text) })),
      norms: norms.map((norm) => ({
        id: norm.id,
        kind: norm.kind,
        amount: norm.amount,
        unit: norm.unit,
        basis: norm.basis ? allLanguages(norm.basis) : null,
        act: norm.act ? actField(norm.act) : null,
      })),
      validFrom: row.validFrom ?? null,
      validTo: row.validTo ?? null,
    };
  },
});

export const offers = defineResource<ServiceOffer>()({
  name: 'offers',
  type: 'ServiceOffer',
  scope: 'OFFERS',
  about: 'That a provider offers a service, and how it can be reached and known of. R-II.4 to R-II.6.',
  item: z.strictObject({
    id: idField,
    version: versionField,
    serviceId: idField,
    serviceCode: z.string(),
    providerId: idField,
    municipalityId: idField,
    soate: z.string(),
    electronicForm: z
      .strictObject({ level: z.enum(electronicLevels), url: z.string().nullable(), checkedOn: dayField.nullable() })
      .nullable()
      .describe('Null = nobody said; NONE = told that there is none.'),
    regulation: legalAct.nullable(),
    informationChannels: z.array(z.enum(informationChannelKinds)),
    confirmedForYear: z.number().int().nullable(),
    validFrom: fromField,
    validTo: toField,
  }),
  filter: { inForceOn: inForce, soate: codeParameter.optional(), serviceCode: codeParameter.optional() },
  select: (ctx) => columnsOf(ctx, ServiceOffer, 't'),
  from: sql`service_offer t join municipal_service s on s.id = t.service_id join municipality m on m.id = t.municipality_id`,
  where: (filter) => [
    filter.inForceOn !== undefined && sql`${inForceOn('t', filter.inForceOn)} and ${inForceOn('s', filter.inForceOn)}`,
    filter.soate !== undefined && sql`m.soate = ${filter.soate}`,
    filter.serviceCode !== undefined && sql`s.code = ${filter.serviceCode}`,
  ],
  present: async (ctx, row) => {
    const { id, version, serviceId, providerId, municipalityId } = row;
    return {
      id,
      version,
      serviceId,
      providerId,
      municipalityId,
      serviceCode: (await mustRowById(ctx, MunicipalService, serviceId)).code,
      soate: (await mustRowById(ctx, Municipality, municipalityId)).soate,
      electronicForm: row.electronicLevel
        ? { level: row.electronicLevel, url: row.electronicUrl ?? null, checkedOn: row.electronicCheckedOn ?? null }
        : null,
      regulation: row.regulation ? actField(row.regulation) : null,
      informationChannels: row.informationChannels.map(({ kind }) => kind),
      confirmedForYear: row.confirmedForYear ?? null,
      validFrom: row.validFrom,
      validTo: row.validTo ?? null,
    };
  },
});
