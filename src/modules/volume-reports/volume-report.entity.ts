import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { count, id, instant, ref, versioned } from '../../kit/entity.ts';
import type { Channel, FigureSource, FigureState } from '../../kit/figure.rules.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { ServiceOffer } from '../service-registry/service-offer.entity.ts';
import type { ReportQuarter } from './volume-report.rules.ts';

const VolumeReportSchema = defineEntity({
  name: 'VolumeReport',
  properties: {
    ...versioned(),
    municipalityId: () => ref(Municipality),
    cycleId: () => ref(MonitoringCycle).index(),
    /** The cycle's: whose first nine months are counted. */
    year: p.integer(),
    /** Grows with every change of its lines, so that the version does too. */
    edits: p.integer(),
    /** Since when it is handed in and may not be changed. */
    lockedAt: instant().nullable(),
  },
  uniques: [{ properties: ['municipalityId', 'cycleId'] }],
});

/** R12: a municipality's report of the first nine months of a cycle's year. */
export class VolumeReport extends VolumeReportSchema.class {}
VolumeReportSchema.setClass(VolumeReport);

const VolumeLineSchema = defineEntity({
  name: 'VolumeLine',
  properties: {
    id: id(),
    reportId: () => ref(VolumeReport),
    /** The report's: kept here for scope and the audit log. */
    municipalityId: () => ref(Municipality).index(),
    serviceId: () => ref(MunicipalService).index(),
    offerId: () => ref(ServiceOffer).nullable().index(),
    quarter: p.string().$type<ReportQuarter>(),
    channel: p.string().$type<Channel>(),
    deliveredState: p.string().$type<FigureState>(),
    deliveredValue: count().nullable(),
    /** Why the service is not offered. */
    deliveredReason: p.text().nullable(),
    /** Null = nobody has said anything yet. */
    deliveredSource: p.string().$type<FigureSource>().nullable(),
    /** X-Road-Ids of the answers that it was taken from. */
    deliveredReference: p.text().nullable(),
    deliveredAt: instant().nullable(),
    deliveredBy: p.json().$type<ActorStamp>().nullable(),
    paidTotal: p.decimal('string').columnType('numeric(18,2)').nullable(),
    paidAt: instant().nullable(),
    paidBy: p.json().$type<ActorStamp>().nullable(),
    explanation: p.text().nullable(),
  },
  uniques: [{ properties: ['reportId', 'serviceId', 'quarter', 'channel'] }],
  checks: [
    { name: 'volume_line_quarter', expression: `quarter in ('Q1', 'Q2', 'Q3')` },
    { name: 'volume_line_value', expression: `(delivered_state = 'VALUE') = (delivered_value is not null)` },
    { name: 'volume_line_count', expression: 'delivered_value between 0 and 9007199254740991' },
    { name: 'volume_line_reason', expression: `(delivered_state = 'NOT_OFFERED') = (delivered_reason is not null)` },
    {
      name: 'volume_line_provenance',
      expression: `(delivered_source is null) = (delivered_at is null) and (delivered_source is not null or delivered_state = 'MISSING')`,
    },
    {
      name: 'volume_line_paid',
      expression: `(paid_total is null) = (paid_at is null) and (paid_total is null or (delivered_state = 'VALUE' and paid_total >= 0))`,
    },
  ],
});

/** R12: how often a service was delivered in a quarter through a channel, as the municipality says. */
export class VolumeLine extends VolumeLineSchema.class {}
VolumeLineSchema.setClass(VolumeLine);
