import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, id, instant, ref, text, versioned } from '../../kit/entity.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { StoredFile } from '../files/file.entity.ts';
import { AnalysisRun, IndicatorResult } from '../indicators/analysis.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { type MeasureState, measureStates } from './corrective-measure.rules.ts';
import { type QuarterlyResultState, quarterlyResultStates } from './quarterly-result.rules.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

const QuarterlyResultSchema = defineEntity({
  name: 'QuarterlyResult',
  properties: {
    ...versioned(),
    cycleId: () => ref(MonitoringCycle),
    quarter: p.string().$type<Quarter>(),
    runId: () => ref(AnalysisRun).index(),
    state: p.string().$type<QuarterlyResultState>(),
    /** Null = not written yet. */
    summary: text().nullable(),
    issuedAt: instant().nullable(),
    publishedAt: instant().nullable(),
  },
  uniques: [{ properties: ['cycleId', 'quarter'] }],
  checks: [
    { name: 'quarterly_result_state', expression: `state in (${oneOf(quarterlyResultStates)})` },
    { name: 'quarterly_result_issued', expression: `(state = 'ISSUED') = (issued_at is not null)` },
    { name: 'quarterly_result_summary', expression: 'issued_at is null or summary is not null' },
    { name: 'quarterly_result_published', expression: 'published_at is null or issued_at is not null' },
  ],
});

/** R11: the results of a quarter, drawn up from a run. */
export class QuarterlyResult extends QuarterlyResultSchema.class {}
QuarterlyResultSchema.setClass(QuarterlyResult);

const CorrectiveMeasureSchema = defineEntity({
  name: 'CorrectiveMeasure',
  properties: {
    ...versioned(),
    quarterlyResultId: () => ref(QuarterlyResult).index(),
    /** The shortcoming that it corrects; null = it rests on no single figure. */
    findingId: () => ref(IndicatorResult).nullable().index(),
    what: p.text(),
    responsible: p.string(),
    municipalityId: () => ref(Municipality).nullable().index(),
    plannedOn: day(),
    dueOn: day(),
    state: p.string().$type<MeasureState>(),
    doneOn: day().nullable(),
    /** When it was recorded as done. */
    doneAt: instant().nullable(),
    note: p.text().nullable(),
  },
  indexes: [{ properties: ['dueOn'] }],
  checks: [
    { name: 'corrective_measure_state', expression: `state in (${oneOf(measureStates)})` },
    {
      name: 'corrective_measure_done',
      expression: `(state = 'DONE') = (done_on is not null) and (done_on is null) = (done_at is null) and due_on >= planned_on and done_on >= planned_on`,
    },
  ],
});

/** R11: what is done to correct a shortcoming, by whom and by when. */
export class CorrectiveMeasure extends CorrectiveMeasureSchema.class {}
CorrectiveMeasureSchema.setClass(CorrectiveMeasure);

const MeasureEvidenceSchema = defineEntity({
  name: 'MeasureEvidence',
  properties: {
    id: id(),
    measureId: () => ref(CorrectiveMeasure),
    fileId: () => ref(StoredFile),
    position: p.integer(),
  },
  uniques: [{ properties: ['measureId', 'position'] }],
});

/** A file that shows that a measure was done. */
export class MeasureEvidence extends MeasureEvidenceSchema.class {}
MeasureEvidenceSchema.setClass(MeasureEvidence);
