import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { count, day, id, instant, ref, versioned } from '../../kit/entity.ts';
import type { Channel } from '../../kit/figure.rules.ts';
import type { Violation } from '../../shared/errors.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import type { ObservationStatus, QuarantineState, StatedStatus } from './observation.rules.ts';
import type { StoredFault } from './pull-fault.rules.ts';
import type { BreakerState, PullMode, RunState } from './volume-source.rules.ts';

const VolumeSourceSchema = defineEntity({
  name: 'VolumeSource',
  properties: {
    ...versioned(),
    code: p.string().unique(),
    name: p.string(),
    adapter: p.string(),
    /** X-Road instance, member class, member code, subsystem; decoded. */
    providerId: p.array().$type<string[]>(),
    serviceCode: p.string(),
    mapping: p.json().nullable(),
    /** Cron expression in Bishkek time. */
    schedule: p.string(),
    pausedAt: instant().nullable(),
    pausedReason: p.text().nullable(),
    nextSlotAt: instant().nullable().index(),
    // Below: what runs leave behind. Written by statements of their own, so that `version` counts only what people change.
    lastSlotAt: instant().nullable(),
    lastGoodPullAt: instant().nullable(),
    lastFullPullAt: instant().nullable(),
    /** Where the next pull of changes begins; null = the source has not been read yet. */
    watermark: p.text().nullable(),
    /** Of the last run, if it failed. */
    fault: p.json().$type<StoredFault>().nullable(),
    breaker: p.string().$type<BreakerState>(),
    grantsSeen: p.array().$type<string[]>(),
    grantsSeenAt: instant().nullable(),
  },
});

/** A system that states how often services were delivered. */
export class VolumeSource extends VolumeSourceSchema.class {}
VolumeSourceSchema.setClass(VolumeSource);

const VolumeSourceMunicipalitySchema = defineEntity({
  name: 'VolumeSourceMunicipality',
  properties: {
    id: id(),
    sourceId: () => ref(VolumeSource),
    municipalityId: () => ref(Municipality).index(),
  },
  uniques: [{ properties: ['sourceId', 'municipalityId'] }],
});

/** A municipality that a source speaks for; a source without any may speak for all. */
export class VolumeSourceMunicipality extends VolumeSourceMunicipalitySchema.class {}
VolumeSourceMunicipalitySchema.setClass(VolumeSourceMunicipality);

const IngestionRunSchema = defineEntity({
  name: 'IngestionRun',
  properties: {
    id: id(),
    sourceId: () => ref(VolumeSource),
    mode: p.string().$type<PullMode>(),
    periodFrom: day().nullable(),
    periodTo: day().nullable(),
    /** The slot of the schedule that it is for, or `asked:` and an id. */
    slot: p.string(),
    state: p.string().$type<RunState>(),
    requestedBy: p.json().$type<ActorStamp>(),
    attempts: p.integer(),
    /** The attempt that may write; another hub that takes the run over has another, and the first one's writes then fail. */
    attemptId: p.uuid().nullable(),
    /** Rows received so far, and in all as far as the source says. */
    fetched: p.integer(),
    expected: p.integer().nullable(),
    stored: p.integer(),
    unchanged: p.integer(),
    quarantined: p.integer(),
    /** Withdrawn because a complete snapshot did not have them any more. */
    withdrawn: p.integer(),
    snapshotId: p.string().nullable(),
    asOf: instant().nullable(),
    /** Of a failed run; of a committed one what it overcame. */
    fault: p.json().$type<StoredFault>().nullable(),
    queuedAt: instant(),
    startedAt: instant().nullable(),
    finishedAt: instant().nullable(),
  },
  indexes: [
    { properties: ['sourceId', 'queuedAt', 'id'] },
    {
      name: 'ingestion_run_once',
      expression:
        'create unique index "ingestion_run_once" on "ingestion_run" (source_id, mode, period_from, period_to, slot) nulls not distinct',
    },
  ],
  checks: [{ name: 'ingestion_run_period', expression: `(mode = 'FULL') = (period_from is not null and period_to is not null)` }],
});

/** One pull from a source: all of it is stored at once, or nothing. */
export class IngestionRun extends IngestionRunSchema.class {}
IngestionRunSchema.setClass(IngestionRun);

const SourceAnswerSchema = defineEntity({
  name: 'SourceAnswer',
  properties: {
    id: id(),
    runId: () => ref(IngestionRun),
    page: p.integer(),
    xroadId: p.string(),
    xroadRequestId: p.text().nullable(),
    /** Base64 SHA-512 of the request, as the security server reckoned it. */
    requestHash: p.text().nullable(),
    bodySha256: p.string(),
    snapshotId: p.string(),
    asOf: instant(),
    isComplete: p.boolean(),
  },
  uniques: [{ properties: ['runId', 'page'] }],
});

/** A page that a source answered: the provenance of every count that came with it. */
export class SourceAnswer extends SourceAnswerSchema.class {}
SourceAnswerSchema.setClass(SourceAnswer);

const StagedVolumeSchema = defineEntity({
  name: 'StagedVolume',
  properties: {
    id: id(),
    runId: () => ref(IngestionRun),
    answerId: () => ref(SourceAnswer).index(),
    soate: p.string(),
    serviceCode: p.string(),
    periodFrom: day(),
    periodTo: day(),
    channel: p.string().$type<Channel>(),
    delivered: count(),
    status: p.string().$type<StatedStatus>(),
    revision: p.integer(),
    recordedAt: instant(),
    correctionReason: p.text().nullable(),
  },
  // The only index that begins with the run: without statistics on rows this young the planner must have no worse one to choose.
  uniques: [{ properties: ['runId', 'periodFrom', 'soate', 'serviceCode', 'channel'] }],
});

/** A row of a run that is under way: seen by nobody, gone when the run ends. */
export class StagedVolume extends StagedVolumeSchema.class {}
StagedVolumeSchema.setClass(StagedVolume);

const VolumeObservationSchema = defineEntity({
  name: 'VolumeObservation',
  properties: {
    id: id(),
    sourceId: () => ref(VolumeSource),
    runId: () => ref(IngestionRun).index(),
    answerId: () => ref(SourceAnswer),
    municipalityId: () => ref(Municipality),
    serviceId: () => ref(MunicipalService),
    periodFrom: day(),
    periodTo: day(),
    channel: p.string().$type<Channel>(),
    delivered: count(),
    /** What the source said of it. */
    stated: p.string().$type<StatedStatus>(),
    revision: p.integer(),
    /** What the hub makes of it: per key one is CURRENT or WITHDRAWN, the others SUPERSEDED. */
    status: p.string().$type<ObservationStatus>(),
    recordedAt: instant(),
    correctionReason: p.text().nullable(),
    /** The run whose complete snapshot did not have it any more. */
    absentSinceRunId: () => ref(IngestionRun).nullable(),
  },
  checks: [
    {
      name: 'volume_observation_month',
      expression: `period_from = date_trunc('month', period_from) and period_to = period_from + interval '1 month'`,
    },
    { name: 'volume_observation_count', expression: 'delivered between 0 and 1000000000' },
    { name: 'volume_observation_absent', expression: `absent_since_run_id is null or status <> 'CURRENT'` },
    { name: 'volume_observation_taken_back', expression: `stated <> 'WITHDRAWN' or status <> 'CURRENT'` },
  ],
  uniques: [
    {
      properties: ['sourceId', 'municipalityId', 'serviceId', 'periodFrom', 'channel', 'revision', 'delivered', 'stated'],
      name: 'volume_observation_said_once',
    },
  ],
  indexes: [
    {
      name: 'volume_observation_one_head',
      expression:
        'create unique index "volume_observation_one_head" on "volume_observation" (source_id, municipality_id, service_id, period_from, channel) ' +
        `where (status <> 'SUPERSEDED')`,
    },
    {
      name: 'volume_observation_current',
      expression: `create index "volume_observation_current" on "volume_observation" (municipality_id, service_id, period_from) where (status = 'CURRENT')`,
    },
    { properties: ['periodFrom', 'id'] },
    { properties: ['municipalityId', 'periodFrom', 'id'] },
  ],
});

/** One count as a source stated it. Only its status ever changes; nothing is deleted. */
export class VolumeObservation extends VolumeObservationSchema.class {}
VolumeObservationSchema.setClass(VolumeObservation);

const QuarantinedRecordSchema = defineEntity({
  name: 'QuarantinedRecord',
  properties: {
    ...versioned(),
    sourceId: () => ref(VolumeSource),
    runId: () => ref(IngestionRun).index(),
    /** The answer that its row came in; null = the answer itself could not be read. */
    answerId: () => ref(SourceAnswer).nullable(),
    state: p.string().$type<QuarantineState>(),
    violation: p.json().$type<Violation>(),
    /** The row as it came, or what is kept of an unreadable answer. */
    raw: p.json().$type<Record<string, unknown>>(),
    /** Hash of source, rule and row: the same row with the same fault waits once, however often it comes. */
    fingerprint: p.string().unique(),
    quarantinedAt: instant(),
    decidedBy: p.json().$type<ActorStamp>().nullable(),
    decidedAt: instant().nullable(),
    reason: p.text().nullable(),
  },
  indexes: [{ properties: ['state', 'id'] }],
  checks: [
    {
      name: 'quarantined_record_decided',
      expression: `(state = 'WAITING') = (decided_at is null) and (state = 'WAITING') = (reason is null)`,
    },
  ],
});

/** What a source sent and the hub would not store without a person's word. */
export class QuarantinedRecord extends QuarantinedRecordSchema.class {}
QuarantinedRecordSchema.setClass(QuarantinedRecord);
