import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { count, instant, ref, versioned } from '../../kit/entity.ts';
import type { Violation } from '../../shared/errors.ts';
import { StoredFile } from '../files/file.entity.ts';
import { Job } from '../files/job.entity.ts';
import { Receipt } from '../files/receipt.entity.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { type BatchState, batchStates } from './response-batch.rules.ts';

const ResponseBatchSchema = defineEntity({
  name: 'ResponseBatch',
  properties: {
    ...versioned(),
    /** Whose; null = the responsible unit's own, of a survey. */
    municipalityId: () => ref(Municipality).nullable(),
    cycleId: () => ref(MonitoringCycle),
    formVersionId: () => ref(FormVersion),
    /** Its filer's own name for it, once per municipality, or per survey. */
    batchKey: p.string(),
    state: p.string().$type<BatchState>(),
    isDryRun: p.boolean(),
    /** Responses stored, or that a dry run found storable. */
    accepted: count(),
    /** The first of what is wrong; the count is of all. Hidden: the audit log keeps the count alone. */
    violations: p.json().$type<Violation[]>().hidden(),
    violationCount: count(),
    /** When it was last filed. */
    filedAt: instant(),
    filedBy: p.json().$type<ActorStamp>(),
    receiptId: () => ref(Receipt).nullable(),
    /** Of a batch that came as a file: the work of its checks, the last one where it was filed more than once. */
    jobId: () => ref(Job).nullable(),
    /** The file that it came as. */
    sourceFileId: () => ref(StoredFile).nullable(),
    /** All that is wrong with a file. */
    violationsFileId: () => ref(StoredFile).nullable(),
    /** When it was handed in with the submission, or its survey was closed; it is not withdrawn while it is. */
    lockedAt: instant().nullable(),
    /** When the unit accepted what holds it; from then on it counts, and is withdrawn no more. */
    acceptedAt: instant().nullable(),
  },
  uniques: [{ properties: ['municipalityId', 'batchKey'] }],
  indexes: [{ properties: ['cycleId', 'municipalityId', 'filedAt'] }],
  checks: [
    { name: 'response_batch_state', expression: `state in (${batchStates.map((state) => `'${state}'`).join(', ')})` },
    { name: 'response_batch_receipt', expression: `(state in ('STORED', 'WITHDRAWN')) = (receipt_id is not null)` },
    { name: 'response_batch_rejected', expression: `(state = 'REJECTED') = (violation_count > 0)` },
    { name: 'response_batch_checking', expression: `state <> 'CHECKING' or (job_id is not null and source_file_id is not null)` },
    { name: 'response_batch_locked', expression: `locked_at is null or state = 'STORED'` },
    { name: 'response_batch_accepted', expression: `accepted_at is null or state = 'STORED'` },
  ],
});

/** R12: questionnaires that a municipality files together: all of them are stored, or none. A report where none are. */
export class ResponseBatch extends ResponseBatchSchema.class {}
ResponseBatchSchema.setClass(ResponseBatch);

const StagedResponsesSchema = defineEntity({
  name: 'StagedResponses',
  properties: {
    /** Whose work it is: what a hub that died left behind is removed when the work begins again. */
    jobId: p.uuid().primary(),
    /** Place in the file, from 0. */
    ordinal: p.integer().primary(),
    /** JSON, the rows of `responseRows`. */
    responses: p.text(),
  },
});

/** Some hundred responses of a file under way: checked, and seen by nobody until all of them are. */
export class StagedResponses extends StagedResponsesSchema.class {}
StagedResponsesSchema.setClass(StagedResponses);
