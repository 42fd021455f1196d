import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { count, id, instant, ref, versioned } from '../../kit/entity.ts';
import type { Channel, FigureSource, FigureState } from '../../kit/figure.rules.ts';
import { Receipt } from '../files/receipt.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { ServiceOffer } from '../service-registry/service-offer.entity.ts';
import type { ReportQuarter } from '../volume-reports/volume-report.rules.ts';
import { type ObligationPart, obligationParts, type SubmissionState, submissionStates } from './submission.rules.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

const SubmissionSchema = defineEntity({
  name: 'Submission',
  properties: {
    ...versioned(),
    municipalityId: () => ref(Municipality),
    cycleId: () => ref(MonitoringCycle).index(),
    /** R7: the provider's own summary of what it found; null = none yet. */
    findings: p.text().nullable(),
    /** Of the latest revision handed in; 0 = none yet. */
    revision: p.integer(),
    /** R12: when the first part was first handed in; it stays. */
    firstSubmittedAt: instant().nullable(),
    /** Grows with every change of its parts, so that the version does too. */
    edits: p.integer(),
  },
  uniques: [{ properties: ['municipalityId', 'cycleId'] }],
});

/** R12: what a municipality hands in for a cycle: questionnaires and the nine-month report. */
export class Submission extends SubmissionSchema.class {}
SubmissionSchema.setClass(Submission);

const SubmissionPartSchema = defineEntity({
  name: 'SubmissionPart',
  properties: {
    id: id(),
    submissionId: () => ref(Submission),
    part: p.string().$type<ObligationPart>(),
    state: p.string().$type<SubmissionState>(),
    isNil: p.boolean(),
    /** R12: when this part was first handed in; it stays. */
    firstSubmittedAt: instant().nullable(),
    acceptedAt: instant().nullable(),
    acceptedBy: p.json().$type<ActorStamp>().nullable(),
  },
  uniques: [{ properties: ['submissionId', 'part'] }],
  checks: [
    { name: 'submission_part_part', expression: `part in (${oneOf(obligationParts)})` },
    { name: 'submission_part_state', expression: `state in (${oneOf(submissionStates)})` },
    { name: 'submission_part_accepted', expression: `(state = 'ACCEPTED') = (accepted_at is not null)` },
  ],
});

/** R12: one of the two parts of a submission, handed in, returned and accepted by itself. */
export class SubmissionPart extends SubmissionPartSchema.class {}
SubmissionPartSchema.setClass(SubmissionPart);

const SubmissionRevisionSchema = defineEntity({
  name: 'SubmissionRevision',
  properties: {
    id: id(),
    submissionId: () => ref(Submission),
    /** The submission's: kept here for the analysis. */
    municipalityId: () => ref(Municipality).index(),
    cycleId: () => ref(MonitoringCycle).index(),
    number: p.integer(),
    submittedAt: instant(),
    submittedBy: p.json().$type<ActorStamp>(),
    findings: p.text().nullable(),
    receiptId: () => ref(Receipt),
  },
  uniques: [{ properties: ['submissionId', 'number'] }],
});

/** R12: one handing in, numbered; what it held never changes. */
export class SubmissionRevision extends SubmissionRevisionSchema.class {}
SubmissionRevisionSchema.setClass(SubmissionRevision);

const SubmissionRevisionPartSchema = defineEntity({
  name: 'SubmissionRevisionPart',
  properties: {
    id: id(),
    revisionId: () => ref(SubmissionRevision),
    part: p.string().$type<ObligationPart>(),
    isNil: p.boolean(),
    /** When the unit accepted this part as this revision has it; null = it did not (yet). */
    acceptedAt: instant().nullable(),
  },
  uniques: [{ properties: ['revisionId', 'part'] }],
});

/** R12: a part as a revision handed it in. The latest accepted one of a municipality is what the analysis counts. */
export class SubmissionRevisionPart extends SubmissionRevisionPartSchema.class {}
SubmissionRevisionPartSchema.setClass(SubmissionRevisionPart);

const SubmissionRevisionBatchSchema = defineEntity({
  name: 'SubmissionRevisionBatch',
  properties: {
    id: id(),
    /** Deferred here and below: written set-based, before the ORM writes the new revision. */
    revisionId: () => ref(SubmissionRevision).deferMode('deferred'),
    batchId: () => ref(ResponseBatch).index(),
  },
  uniques: [{ properties: ['revisionId', 'batchId'] }],
});

/** R12: a batch of questionnaires that a revision handed in; none where its part is not among the revision's. */
export class SubmissionRevisionBatch extends SubmissionRevisionBatchSchema.class {}
SubmissionRevisionBatchSchema.setClass(SubmissionRevisionBatch);

const SubmissionRevisionLineSchema = defineEntity({
  name: 'SubmissionRevisionLine',
  properties: {
    id: id(),
    revisionId: () => ref(SubmissionRevision).deferMode('deferred'),
    serviceId: () => ref(MunicipalService).index(),
    offerId: () => ref(ServiceOffer).nullable(),
    quarter: p.string().$type<ReportQuarter>(),
    channel: p.string().$type<Channel>(),
    deliveredState: p.string().$type<FigureState>(),
    deliveredValue: count().nullable(),
    deliveredReason: p.text().nullable(),
    deliveredSource: p.string().$type<FigureSource>().nullable(),
    paidTotal: p.decimal('string').columnType('numeric(18,2)').nullable(),
    /** What the municipality explains of it; null = nothing, or it was handed in before explanations were kept. */
    explanation: p.text().nullable(),
  },
  uniques: [{ properties: ['revisionId', 'serviceId', 'quarter', 'channel'] }],
  checks: [{ name: 'submission_revision_line_value', expression: `(delivered_state = 'VALUE') = (delivered_value is not null)` }],
});

/** R12: a line of the nine-month report as a revision handed it in: a copy, so that a later revision changes nothing of it. */
export class SubmissionRevisionLine extends SubmissionRevisionLineSchema.class {}
SubmissionRevisionLineSchema.setClass(SubmissionRevisionLine);

const SubmissionRemarkSchema = defineEntity({
  name: 'SubmissionRemark',
  properties: {
    id: id(),
    submissionId: () => ref(Submission).index(),
    municipalityId: () => ref(Municipality),
    part: p.string().$type<ObligationPart>(),
    /** Number of the revision that it is about. */
    revision: p.integer(),
    path: p.array().$type<string[]>(),
    text: p.text(),
    at: instant(),
    by: p.json().$type<ActorStamp>(),
    /** When the part was handed in again. */
    resolvedAt: instant().nullable(),
  },
  checks: [{ name: 'submission_remark_part', expression: `part in (${oneOf(obligationParts)})` }],
});

/** R12: what the unit found wrong with a part that it returned: with a line, a question, a batch. */
export class SubmissionRemark extends SubmissionRemarkSchema.class {}
SubmissionRemarkSchema.setClass(SubmissionRemark);
