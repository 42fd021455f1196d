import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { day, id, instant, ref, text, versioned } from '../../kit/entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MonitoringCycle } from './monitoring-cycle.entity.ts';
import type { MonitoringListState } from './monitoring-list.rules.ts';
import type { MonitoringObjectKind } from './monitoring-object.rules.ts';

const MonitoringListSchema = defineEntity({
  name: 'MonitoringList',
  properties: {
    ...versioned(),
    cycleId: () => ref(MonitoringCycle),
    /** 0 = the List itself, then its numbered amendments. */
    amendment: p.integer(),
    amendmentReason: p.text().nullable(),
    state: p.string().$type<MonitoringListState>(),
    preparedBy: p.json().$type<ActorStamp>(),
    /** Every person who drafted, edited or submitted this revision: none of them may approve it. */
    preparerKeys: p.array().$type<string[]>(),
    /** Grows with every change that is written beside this row, so that the version does too. */
    edits: p.integer(),
    approvedBy: p.json().$type<ActorStamp>().nullable(),
    approvedAt: instant().nullable(),
    approvalActNumber: p.string().nullable(),
    notifiedAt: instant().nullable(),
    remarks: p.text().nullable(),
  },
  uniques: [{ properties: ['cycleId', 'amendment'] }],
  indexes: [
    {
      name: 'monitoring_list_one_draft',
      expression: `create unique index "monitoring_list_one_draft" on "monitoring_list" (cycle_id) where state in ('DRAFT', 'SUBMITTED', 'RETURNED')`,
    },
  ],
  checks: [
    {
      name: 'monitoring_list_approval',
      expression: `(state in ('APPROVED', 'NOTIFIED')) = (approved_at is not null and approved_by is not null)`,
    },
  ],
});

/** R9: a revision of the List of monitoring objects. */
export class MonitoringList extends MonitoringListSchema.class {}
MonitoringListSchema.setClass(MonitoringList);

const MonitoringObjectSchema = defineEntity({
  name: 'MonitoringObject',
  properties: {
    id: id(),
    listId: () => ref(MonitoringList),
    kind: p.string().$type<MonitoringObjectKind>(),
    /** The service's code, or a number of our own for a complex: the same in every revision of a cycle's List. */
    code: p.string(),
    name: text(),
    expectedResponses: p.integer().nullable(),
    position: p.integer(),
  },
  uniques: [{ properties: ['listId', 'code'] }],
  checks: [{ name: 'monitoring_object_expected_responses', expression: 'expected_responses >= 1' }],
});

/** R8: a single municipal service, or a complex of them, that is monitored. */
export class MonitoringObject extends MonitoringObjectSchema.class {}
MonitoringObjectSchema.setClass(MonitoringObject);

const MonitoringObjectServiceSchema = defineEntity({
  name: 'MonitoringObjectService',
  properties: {
    id: id(),
    objectId: () => ref(MonitoringObject),
    serviceId: () => ref(MunicipalService).index(),
    position: p.integer(),
  },
  uniques: [{ properties: ['objectId', 'serviceId'] }, { properties: ['objectId', 'position'] }],
});

/** R8.2: a service's place in a monitoring object. */
export class MonitoringObjectService extends MonitoringObjectServiceSchema.class {}
MonitoringObjectServiceSchema.setClass(MonitoringObjectService);

const MonitoringObjectMunicipalitySchema = defineEntity({
  name: 'MonitoringObjectMunicipality',
  properties: {
    id: id(),
    /** Deferred: these rows are written set-based, before the ORM writes their new object. */
    objectId: () => ref(MonitoringObject).deferMode('deferred'),
    municipalityId: () => ref(Municipality).index(),
  },
  uniques: [{ properties: ['objectId', 'municipalityId'] }],
});

/** R9: a municipality that an object is monitored in. */
export class MonitoringObjectMunicipality extends MonitoringObjectMunicipalitySchema.class {}
MonitoringObjectMunicipalitySchema.setClass(MonitoringObjectMunicipality);

const NoticeGivenSchema = defineEntity({
  name: 'NoticeGiven',
  properties: {
    id: id(),
    listId: () => ref(MonitoringList),
    municipalityId: () => ref(Municipality),
    means: p.text(),
    givenOn: day(),
    reference: p.text(),
    recordedAt: instant(),
    recordedBy: p.json().$type<ActorStamp>(),
  },
  indexes: [{ properties: ['listId', 'municipalityId'] }],
});

/** R9: notice of a List given by letter or in person, with its evidence. */
export class NoticeGiven extends NoticeGivenSchema.class {}
NoticeGivenSchema.setClass(NoticeGiven);

const ListAcknowledgementSchema = defineEntity({
  name: 'ListAcknowledgement',
  properties: {
    id: id(),
    listId: () => ref(MonitoringList),
    municipalityId: () => ref(Municipality),
    acknowledgedAt: instant(),
    acknowledgedBy: p.json().$type<ActorStamp>(),
  },
  uniques: [{ properties: ['listId', 'municipalityId'] }],
});

/** R9: a municipality's own word that the List has reached it. */
export class ListAcknowledgement extends ListAcknowledgementSchema.class {}
ListAcknowledgementSchema.setClass(ListAcknowledgement);
