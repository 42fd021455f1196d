import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, id, instant, notTwiceAtOnce, ref, text, versioned } from '../../kit/entity.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalService } from './municipal-service.entity.ts';
import type { ApprovingBody, MeasureUnit, NormKind, StandardStatus } from './service-standard.rules.ts';
import type { StandardText, TemplateItem, TemplateNormKind } from './standard-content.rules.ts';

const StandardTemplateSchema = defineEntity({
  name: 'StandardTemplate',
  properties: {
    id: id(),
    code: p.string(),
    revision: p.integer(),
    act: p.json().$type<LegalAct>().nullable(),
    items: p.json().$type<TemplateItem[]>(),
    normKinds: p.json().$type<TemplateNormKind[]>(),
    validFrom: day().nullable(),
    validTo: day().nullable(),
    isSample: p.boolean(),
  },
  uniques: [{ properties: ['code', 'revision'] }],
  indexes: [notTwiceAtOnce('standard_template', 'code')],
});

/** R2, R6: the typical standard: which passport items a standard has, in which order, and which norms it should set. */
export class StandardTemplate extends StandardTemplateSchema.class {}
StandardTemplateSchema.setClass(StandardTemplate);

const ServiceStandardSchema = defineEntity({
  name: 'ServiceStandard',
  properties: {
    ...versioned(),
    serviceId: () => ref(MunicipalService),
    /** Whose redaction; null = the national one. */
    municipalityId: () => ref(Municipality).nullable().index(),
    redaction: p.integer(),
    templateId: () => ref(StandardTemplate),
    status: p.string().$type<StandardStatus>(),
    items: p.json().$type<StandardText[]>(),
    /** Grows with each change of its norms and approvals too, and its version with it. */
    edits: p.integer().default(0),
    validFrom: day().nullable(),
    validTo: day().nullable(),
    withdrawnBy: p.json().$type<LegalAct>().nullable(),
    isSample: p.boolean(),
  },
  checks: [
    // From equal to To: approved and withdrawn before it ever took force.
    { name: 'service_standard_period', expression: 'valid_to is null or valid_to >= valid_from' },
    { name: 'service_standard_dated', expression: `(status = 'DRAFT') = (valid_from is null)` },
    { name: 'service_standard_withdrawn', expression: `status <> 'WITHDRAWN' or (valid_to is not null and withdrawn_by is not null)` },
  ],
  indexes: [
    {
      name: 'service_standard_redaction',
      expression:
        'create unique index "service_standard_redaction" on "service_standard" (service_id, municipality_id, redaction) nulls not distinct',
    },
    {
      // Deferred: the redaction before ends in the same transaction.
      name: 'service_standard_one_in_force',
      expression:
        'alter table "service_standard" add constraint "service_standard_one_in_force" exclude using gist ' +
        `(service_id with =, coalesce(municipality_id, '00000000-0000-0000-0000-000000000000'::uuid) with =, daterange(valid_from, valid_to) with &&) ` +
        `where (status <> 'DRAFT') deferrable initially deferred`,
    },
  ],
});

/** R2, R6: one dated redaction of a service's standard, national or a municipality's. */
export class ServiceStandard extends ServiceStandardSchema.class {}
ServiceStandardSchema.setClass(ServiceStandard);

const StandardApprovalSchema = defineEntity({
  name: 'StandardApproval',
  properties: {
    id: id(),
    standardId: () => ref(ServiceStandard),
    body: p.string().$type<ApprovingBody>(),
    act: p.json().$type<LegalAct>(),
    recordedAt: instant(),
  },
  uniques: [{ properties: ['standardId', 'body'] }],
});

/** R2: that a body has approved a redaction, by which act. */
export class StandardApproval extends StandardApprovalSchema.class {}
StandardApprovalSchema.setClass(StandardApproval);

const NormSchema = defineEntity({
  name: 'Norm',
  properties: {
    id: id(),
    standardId: () => ref(ServiceStandard),
    kind: p.string().$type<NormKind>(),
    /** Exact, as it was written: 12.50 stays 12.50. A 0 is a real zero. */
    amount: p.decimal('string').columnType('numeric'),
    unit: p.string().$type<MeasureUnit>(),
    /** What it is per; null = per delivery. */
    basis: text().nullable(),
    act: p.json().$type<LegalAct>().nullable(),
  },
  checks: [{ name: 'norm_not_negative', expression: 'amount >= 0' }],
  indexes: [
    {
      name: 'norm_kind_basis',
      expression: `create unique index "norm_kind_basis" on "norm" (standard_id, kind, (basis ->> 'ky')) nulls not distinct`,
    },
  ],
});

/** R-II.2, R-II.3: an approved value that a redaction sets. That there is none is a fact of its own (R-III.1.5). */
export class Norm extends NormSchema.class {}
NormSchema.setClass(Norm);
