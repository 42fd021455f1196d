import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { day, instant, ref, versioned } from '../../kit/entity.ts';
import type { Channel, Quarter } from '../../kit/figure.rules.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import type { ComplaintFinding, ComplaintState } from './complaint.rules.ts';

const ComplaintSchema = defineEntity({
  name: 'Complaint',
  properties: {
    ...versioned(),
    municipalityId: () => ref(Municipality),
    serviceId: () => ref(MunicipalService).index(),
    /** The day that says which quarter it is counted in. */
    receivedOn: day(),
    channel: p.string().$type<Channel>().nullable(),
    text: p.text().nullable(),
    state: p.string().$type<ComplaintState>(),
    registeredAt: instant(),
    registeredBy: p.json().$type<ActorStamp>(),
    finding: p.string().$type<ComplaintFinding>().nullable(),
    findingReason: p.text().nullable(),
    remedy: p.text().nullable(),
    examinedAt: instant().nullable(),
    examinedBy: p.json().$type<ActorStamp>().nullable(),
  },
  indexes: [{ properties: ['municipalityId', 'receivedOn', 'id'] }, { properties: ['receivedOn', 'id'] }],
  checks: [
    {
      name: 'complaint_examined',
      expression: `case state when 'EXAMINED' then finding is not null and finding_reason is not null and examined_at is not null
        else finding is null and finding_reason is null and examined_at is null end`,
    },
    { name: 'complaint_remedy', expression: `finding is distinct from 'JUSTIFIED' or remedy is not null` },
  ],
});

/** R-II.8: a complaint about a service. Whose it is has no place here. It stays with the body that it was filed with. */
export class Complaint extends ComplaintSchema.class {}
ComplaintSchema.setClass(Complaint);

const ComplaintNilReturnSchema = defineEntity({
  name: 'ComplaintNilReturn',
  properties: {
    ...versioned(),
    municipalityId: () => ref(Municipality),
    year: p.integer(),
    quarter: p.string().$type<Quarter>(),
    confirmedAt: instant(),
    confirmedBy: p.json().$type<ActorStamp>(),
    /** The complaint that made it untrue; null = it stands. */
    voidedById: () => ref(Complaint).nullable(),
  },
  // Once voided there is a complaint in the quarter, and none is ever confirmed again: so one row per quarter, not one that stands.
  uniques: [{ properties: ['municipalityId', 'year', 'quarter'] }],
});

/** A municipality's word that a quarter had no complaints. Never deleted. */
export class ComplaintNilReturn extends ComplaintNilReturnSchema.class {}
ComplaintNilReturnSchema.setClass(ComplaintNilReturn);
