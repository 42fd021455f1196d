import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { day, id, instant, ref, searchText, text, versioned } from '../../kit/entity.ts';
import type { Violation } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import type { FeeKind, Provision, RegisterTier, ServiceStatus } from './municipal-service.rules.ts';

const LifeSituationSchema = defineEntity({
  name: 'LifeSituation',
  properties: {
    id: id(),
    code: p.string().unique(),
    name: text(),
    isSample: p.boolean(),
  },
});

/** R8: what a consumer wants to have resolved; a taxonomy, so data. */
export class LifeSituation extends LifeSituationSchema.class {}
LifeSituationSchema.setClass(LifeSituation);

const ServiceGroupSchema = defineEntity({
  name: 'ServiceGroup',
  properties: {
    id: id(),
    code: p.string().unique(),
    name: text(),
    isSample: p.boolean(),
  },
});

/** What services are about: water, documents, roads; a taxonomy, so data. */
export class ServiceGroup extends ServiceGroupSchema.class {}
ServiceGroupSchema.setClass(ServiceGroup);

const DelegatedStateServiceSchema = defineEntity({
  name: 'DelegatedStateService',
  properties: {
    id: id(),
    /** Its code in the Unified Register of State Services; null = not looked up yet, never made up. */
    registerCode: p.string().nullable().unique(),
    name: text(),
    url: p.text().nullable(),
  },
});

/** R5: the entry of the Unified Register of State Services that a delegated service has. */
export class DelegatedStateService extends DelegatedStateServiceSchema.class {}
DelegatedStateServiceSchema.setClass(DelegatedStateService);

const MunicipalServiceSchema = defineEntity({
  name: 'MunicipalService',
  properties: {
    ...versioned(),
    code: p.string().unique(),
    tier: p.string().$type<RegisterTier>(),
    /** Whose additional register it stands in; null for BASIC, and for samples of the additional register. */
    municipalityId: () => ref(Municipality).nullable().index(),
    name: text(),
    description: text().nullable(),
    feeKind: p.string().$type<FeeKind>(),
    provision: p.string().$type<Provision>(),
    /** What one delivery is: APPLICATION, SUBSCRIBER, CUBIC_METRE … */
    countUnit: p.string(),
    lifeSituationId: () => ref(LifeSituation).nullable(),
    groupId: () => ref(ServiceGroup).nullable(),
    legalBasis: p.json().$type<LegalAct[]>(),
    delegatedStateServiceId: () => ref(DelegatedStateService).nullable().unique(),
    status: p.string().$type<ServiceStatus>(),
    validFrom: day().nullable(),
    validTo: day().nullable(),
    isSample: p.boolean(),
    // Nullable for the ORM only, which would want it from whoever creates a service; the database makes it.
    searchText: searchText('name'),
  },
  checks: [
    { name: 'municipal_service_period', expression: 'valid_to is null or valid_to > valid_from' },
    {
      name: 'municipal_service_tier',
      expression: `case tier when 'BASIC' then municipality_id is null else municipality_id is not null or is_sample end`,
    },
    { name: 'municipal_service_closed', expression: `(status = 'CLOSED') = (valid_to is not null)` },
  ],
  indexes: [
    {
      name: 'municipal_service_in_kyrgyz',
      expression: `create index "municipal_service_in_kyrgyz" on "municipal_service" ((name ->> 'ky') collate "ky-x-icu", id)`,
    },
  ],
});

/** R2: what a self-government body does at a consumer's request, or for its territory. */
export class MunicipalService extends MunicipalServiceSchema.class {}
MunicipalServiceSchema.setClass(MunicipalService);

const RefusedServiceSchema = defineEntity({
  name: 'RefusedService',
  properties: {
    id: id(),
    proposedCode: p.string(),
    proposedName: text(),
    proposedBy: p.json().$type<ActorStamp>(),
    municipalityId: () => ref(Municipality).nullable(),
    at: instant(),
    violation: p.json().$type<Violation>(),
    /** One attempt per intention: who asked, and the idempotency key they asked with. */
    attemptKey: p.string().unique(),
    isSample: p.boolean(),
  },
});

/** R4: an attempt to register a regulatory or control function. Kept, never changed. */
export class RefusedService extends RefusedServiceSchema.class {}
RefusedServiceSchema.setClass(RefusedService);
