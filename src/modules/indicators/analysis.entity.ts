import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { appendOnly, count, day, id, instant, ref, text } from '../../kit/entity.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { ProblemCategory } from '../complaints/problem-category.entity.ts';
import { Job } from '../files/job.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringList, MonitoringObject } from '../monitoring-cycle/monitoring-list.entity.ts';
import { AdministrativeUnit, Municipality } from '../organizations/organization.entity.ts';
import { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { SubmissionRevision } from '../submissions/submission.entity.ts';
import { type ObligationPart, obligationParts } from '../submissions/submission.rules.ts';
import type { WrittenMethod } from './analysis-method.rules.ts';
import { type AnalysisState, analysisStates, type RunKind, runKinds } from './analysis-run.rules.ts';
import {
  type AnswerSource,
  answerSources,
  type IndicatorCode,
  indicatorCodes,
  type ResultDetails,
  type ResultLevel,
  resultLevels,
  type ResultState,
  resultStates,
} from './indicator.rules.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

const AnalysisMethodSchema = defineEntity({
  name: 'AnalysisMethod',
  properties: {
    id: id(),
    version: p.integer().unique(),
    validFrom: day(),
    parameters: p.json().$type<WrittenMethod>(),
    note: text(),
    createdAt: instant(),
    createdBy: p.json().$type<ActorStamp>(),
  },
  triggers: [appendOnly('analysis_method')],
});

/** Ours: how indicators are judged: thresholds, samples, weights. Data with versions; a version is never changed. */
export class AnalysisMethod extends AnalysisMethodSchema.class {}
AnalysisMethodSchema.setClass(AnalysisMethod);

const AnalysisRunSchema = defineEntity({
  name: 'AnalysisRun',
  properties: {
    id: id(),
    cycleId: () => ref(MonitoringCycle),
    /** The revision of the List whose objects it is about. */
    listId: () => ref(MonitoringList),
    kind: p.string().$type<RunKind>(),
    quarter: p.string().$type<Quarter>().nullable(),
    /** R11: whose answers it uses, the first being what it is judged on. By default both: so did runs from before they could be chosen. */
    sources: p
      .array()
      .$type<AnswerSource[]>()
      .default([...answerSources]),
    state: p.string().$type<AnalysisState>(),
    methodId: () => ref(AnalysisMethod),
    /** Registers, complaints and elapsed time are read as of this day. */
    referenceDay: day(),
    pinnedRevisions: count(),
    pinnedResponses: count(),
    /** Over everything that was counted, and the method. */
    inputSha256: p.string().nullable(),
    /** Over every result: the same input gives the same. */
    resultSha256: p.string().nullable(),
    jobId: () => ref(Job),
    startedAt: instant(),
    startedBy: p.json().$type<ActorStamp>(),
    finishedAt: instant().nullable(),
    issuedAt: instant().nullable(),
    publishedAt: instant().nullable(),
  },
  indexes: [
    { properties: ['cycleId', 'kind', 'startedAt'] },
    {
      name: 'analysis_run_under_way',
      expression: `create unique index "analysis_run_under_way" on "analysis_run" (cycle_id, kind, quarter) nulls not distinct where state = 'RUNNING'`,
    },
  ],
  checks: [
    { name: 'analysis_run_kind', expression: `kind in (${oneOf(runKinds)})` },
    { name: 'analysis_run_quarter', expression: `(kind = 'QUARTERLY') = (quarter is not null)` },
    {
      name: 'analysis_run_sources',
      expression: `sources = array[${oneOf(answerSources)}] or kind = 'QUARTERLY' and cardinality(sources) = 1 and sources <@ array[${oneOf(answerSources)}]`,
    },
    { name: 'analysis_run_state', expression: `state in (${oneOf(analysisStates)})` },
    { name: 'analysis_run_finished', expression: `(state = 'RUNNING') = (finished_at is null)` },
    { name: 'analysis_run_hashes', expression: `(state = 'COMPLETED') = (input_sha256 is not null and result_sha256 is not null)` },
    { name: 'analysis_run_issued', expression: `issued_at is null or state = 'COMPLETED'` },
    { name: 'analysis_run_published', expression: `published_at is null or issued_at is not null` },
  ],
  triggers: [
    {
      // What was computed stays; only that it was issued and published is added later.
      name: 'analysis_run_immutable',
      timing: 'before',
      events: ['update'],
      forEach: 'row',
      expression:
        'create trigger analysis_run_immutable before update on analysis_run for each row ' +
        `when (old.state <> 'RUNNING' and (old.cycle_id, old.list_id, old.kind, old.quarter, old.sources, old.state, old.method_id, old.pinned_revisions, old.pinned_responses, ` +
        'old.input_sha256, old.result_sha256) is distinct from (new.cycle_id, new.list_id, new.kind, new.quarter, new.sources, new.state, new.method_id, ' +
        'new.pinned_revisions, new.pinned_responses, new.input_sha256, new.result_sha256)) execute function hub_append_only()',
    },
    {
      name: 'analysis_run_kept',
      timing: 'before',
      events: ['delete'],
      forEach: 'row',
      expression: 'create trigger analysis_run_kept before delete on analysis_run for each row execute function hub_append_only()',
    },
  ],
});

/** R-III.1: one analysis: what it was made from, by which method, and what came out. Never changed, only issued and published. */
export class AnalysisRun extends AnalysisRunSchema.class {}
AnalysisRunSchema.setClass(AnalysisRun);

const AnalysisRunRevisionSchema = defineEntity({
  name: 'AnalysisRunRevision',
  properties: {
    id: id(),
    /** Deferred, here and below: these rows are written set-based, before the ORM writes their new run. */
    runId: () => ref(AnalysisRun).deferMode('deferred'),
    revisionId: () => ref(SubmissionRevision),
    part: p.string().$type<ObligationPart>(),
    municipalityId: () => ref(Municipality),
  },
  uniques: [{ properties: ['runId', 'municipalityId', 'part'] }],
  checks: [{ name: 'analysis_run_revision_part', expression: `part in (${oneOf(obligationParts)})` }],
  triggers: [appendOnly('analysis_run_revision')],
});

/** R-III.1: an accepted revision that a run counts for a part. */
export class AnalysisRunRevision extends AnalysisRunRevisionSchema.class {}
AnalysisRunRevisionSchema.setClass(AnalysisRunRevision);

const AnalysisRunBatchSchema = defineEntity({
  name: 'AnalysisRunBatch',
  properties: {
    id: id(),
    runId: () => ref(AnalysisRun).deferMode('deferred'),
    batchId: () => ref(ResponseBatch).index(),
    source: p.string().$type<AnswerSource>(),
  },
  uniques: [{ properties: ['runId', 'batchId'] }],
  checks: [{ name: 'analysis_run_batch_source', expression: `source in (${oneOf(answerSources)})` }],
  triggers: [appendOnly('analysis_run_batch')],
});

/** A batch of answers that a run counts, labelled with where it came from. */
export class AnalysisRunBatch extends AnalysisRunBatchSchema.class {}
AnalysisRunBatchSchema.setClass(AnalysisRunBatch);

const IndicatorResultSchema = defineEntity({
  name: 'IndicatorResult',
  properties: {
    id: id(),
    runId: () => ref(AnalysisRun).deferMode('deferred'),
    indicator: p.string().$type<IndicatorCode>(),
    objectId: () => ref(MonitoringObject),
    level: p.string().$type<ResultLevel>(),
    /** Of a MUNICIPALITY only. */
    municipalityId: () => ref(Municipality).nullable(),
    /** The region; null = the country. */
    regionId: () => ref(AdministrativeUnit).nullable(),
    state: p.string().$type<ResultState>(),
    share: p.double().$type<number>().nullable(),
    n: count(),
    threshold: p.double().$type<number>().nullable(),
    lower: p.double().$type<number>().nullable(),
    upper: p.double().$type<number>().nullable(),
    confidence: p.double().$type<number>().nullable(),
    details: p.json().$type<ResultDetails>(),
  },
  indexes: [
    {
      name: 'indicator_result_once',
      expression:
        'create unique index "indicator_result_once" on "indicator_result" (run_id, object_id, level, municipality_id, region_id, indicator) nulls not distinct',
    },
    { properties: ['runId', 'id'] },
    { properties: ['runId', 'municipalityId'] },
  ],
  checks: [
    { name: 'indicator_result_indicator', expression: `indicator in (${oneOf(indicatorCodes)})` },
    { name: 'indicator_result_state', expression: `state in (${oneOf(resultStates)})` },
    {
      name: 'indicator_result_level',
      expression: `level in (${oneOf(resultLevels)}) and (level = 'MUNICIPALITY') = (municipality_id is not null) and (level = 'COUNTRY') = (region_id is null)`,
    },
    { name: 'indicator_result_share', expression: `share is null or state in ('ACHIEVED', 'NOT_ACHIEVED', 'INCONCLUSIVE')` },
    {
      name: 'indicator_result_interval',
      expression: '(lower is null) = (upper is null) and (lower is null) = (confidence is null)',
    },
  ],
  triggers: [appendOnly('indicator_result')],
});

/** R-II: what a run says of an indicator for an object, in a municipality, a region or over the country. */
export class IndicatorResult extends IndicatorResultSchema.class {}
IndicatorResultSchema.setClass(IndicatorResult);

const ProblemMentionSchema = defineEntity({
  name: 'ProblemMention',
  properties: {
    id: id(),
    runId: () => ref(AnalysisRun).deferMode('deferred'),
    serviceId: () => ref(MunicipalService),
    municipalityId: () => ref(Municipality),
    /** Null = the row counts the answers themselves, which shares are of. */
    categoryId: () => ref(ProblemCategory).nullable(),
    mentions: count(),
  },
  indexes: [
    {
      name: 'problem_mention_once',
      expression:
        'create unique index "problem_mention_once" on "problem_mention" (run_id, service_id, municipality_id, category_id) nulls not distinct',
    },
  ],
  triggers: [appendOnly('problem_mention')],
});

/** R-III.1.2: how many answers of a run on a service in a municipality mention a kind of problem. */
export class ProblemMention extends ProblemMentionSchema.class {}
ProblemMentionSchema.setClass(ProblemMention);

const ServiceDemandSchema = defineEntity({
  name: 'ServiceDemand',
  properties: {
    id: id(),
    runId: () => ref(AnalysisRun).deferMode('deferred'),
    serviceId: () => ref(MunicipalService),
    municipalityId: () => ref(Municipality),
    /** Deliveries in the nine months; null = no figure was stated. */
    delivered: count().nullable(),
    /** Figures that it adds up, that say the service is not offered, and that are missing. */
    figures: p.integer(),
    notOffered: p.integer(),
    missing: p.integer(),
    /** Answers on the service that the run counts. */
    responses: count(),
  },
  uniques: [{ properties: ['runId', 'serviceId', 'municipalityId'] }],
  triggers: [appendOnly('service_demand')],
});

/** R-III.1.6: how often a service was delivered in a municipality, by the report that the run pins. */
export class ServiceDemand extends ServiceDemandSchema.class {}
ServiceDemandSchema.setClass(ServiceDemand);

const ServiceMonthSchema = defineEntity({
  name: 'ServiceMonth',
  properties: {
    id: id(),
    runId: () => ref(AnalysisRun).deferMode('deferred'),
    serviceId: () => ref(MunicipalService),
    /** Its first day. */
    month: day(),
    /** The sum over municipalities whose channels are all final; null = there are none. */
    delivered: count().nullable(),
    /** How many of them it adds up. */
    municipalities: p.integer(),
    /** Municipalities left out: a channel's count is preliminary, or was withdrawn. */
    preliminary: p.integer(),
    /** Names of the systems, as they were then. */
    sources: p.array().$type<string[]>(),
  },
  uniques: [{ properties: ['runId', 'serviceId', 'month'] }],
  checks: [{ name: 'service_month_delivered', expression: '(delivered is null) = (municipalities = 0)' }],
  triggers: [appendOnly('service_month')],
});

/** R12: what systems stated of a service's month in the municipalities of the List, as the hub knew it when the run was computed. */
export class ServiceMonth extends ServiceMonthSchema.class {}
ServiceMonthSchema.setClass(ServiceMonth);
