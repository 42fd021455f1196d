import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { count, day, id, instant, ref, versioned } from '../../kit/entity.ts';
import { type Quarter, quarters } from '../../kit/figure.rules.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { AdministrativeUnit } from '../organizations/organization.entity.ts';
import { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import { type RespondentKind, respondentKinds } from './survey.rules.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

const SurveySchema = defineEntity({
  name: 'Survey',
  properties: {
    ...versioned(),
    cycleId: () => ref(MonitoringCycle),
    quarter: p.string().$type<Quarter>(),
    /** The sheet that it began with; it keeps it when a later version is published. */
    formVersionId: () => ref(FormVersion),
    title: p.string(),
    openFrom: day(),
    /** The last day. */
    openTo: day(),
    closedAt: instant().nullable(),
    closedBy: p.json().$type<ActorStamp>().nullable(),
  },
  indexes: [{ properties: ['cycleId', 'quarter'] }, { properties: ['openFrom'] }],
  checks: [
    { name: 'survey_quarter', expression: `quarter in (${oneOf(quarters)})` },
    { name: 'survey_days', expression: 'open_to >= open_from' },
    { name: 'survey_closed', expression: '(closed_at is null) = (closed_by is null)' },
  ],
});

/** R10: a survey by the responsible unit, with the survey sheet. */
export class Survey extends SurveySchema.class {}
SurveySchema.setClass(Survey);

const SurveyTargetSchema = defineEntity({
  name: 'SurveyTarget',
  properties: {
    id: id(),
    surveyId: () => ref(Survey),
    regionId: () => ref(AdministrativeUnit),
    respondentKind: p.string().$type<RespondentKind>(),
    target: count(),
  },
  uniques: [{ properties: ['surveyId', 'regionId', 'respondentKind'] }],
  checks: [
    { name: 'survey_target_kind', expression: `respondent_kind in (${oneOf(respondentKinds)})` },
    { name: 'survey_target_target', expression: 'target >= 0' },
  ],
});

/** R10: how many of a kind are to be asked in a region. */
export class SurveyTarget extends SurveyTargetSchema.class {}
SurveyTargetSchema.setClass(SurveyTarget);

const SurveyBatchSchema = defineEntity({
  name: 'SurveyBatch',
  properties: {
    id: id(),
    surveyId: () => ref(Survey),
    batchId: () => ref(ResponseBatch).unique(),
    /** The batch's own key: it names one batch of the survey for good. */
    batchKey: p.string(),
  },
  uniques: [{ properties: ['surveyId', 'batchKey'] }],
});

/** R10: a batch of sheets of a survey. */
export class SurveyBatch extends SurveyBatchSchema.class {}
SurveyBatchSchema.setClass(SurveyBatch);
