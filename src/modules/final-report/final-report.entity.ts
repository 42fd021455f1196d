import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { instant, ref, versioned } from '../../kit/entity.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { AnalysisRun } from '../indicators/analysis.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { type Consideration, type FinalReportState, finalReportStates, type SectionCode } from './final-report.rules.ts';

const FinalReportSchema = defineEntity({
  name: 'FinalReport',
  properties: {
    ...versioned(),
    cycleId: () => ref(MonitoringCycle),
    /** From 1; what was prepared is never changed, the next revision is. */
    revision: p.integer(),
    state: p.string().$type<FinalReportState>(),
    /** The annual analysis whose figures it shows. */
    runId: () => ref(AnalysisRun),
    /** What people wrote into its sections. */
    narratives: p.json().$type<Partial<Record<SectionCode, LocalizedText>>>(),
    /** Grows with every change that is written beside this row, so that the version does too. */
    edits: p.integer(),
    preparedAt: instant().nullable(),
    preparedBy: p.json().$type<ActorStamp>().nullable(),
    handedOverAt: instant().nullable(),
    handOverReceipt: p.string().nullable(),
    receiptConfirmedAt: instant().nullable(),
    receiptConfirmedBy: p.json().$type<ActorStamp>().nullable(),
    consideration: p.json().$type<Consideration>().nullable(),
    publishedAt: instant().nullable(),
  },
  uniques: [{ properties: ['cycleId', 'revision'] }],
  indexes: [
    {
      name: 'final_report_one_draft',
      expression: `create unique index "final_report_one_draft" on "final_report" (cycle_id) where state = 'DRAFT'`,
    },
  ],
  checks: [
    { name: 'final_report_state', expression: `state in (${finalReportStates.map((state) => `'${state}'`).join(', ')})` },
    {
      name: 'final_report_prepared',
      expression: `(state = 'DRAFT') = (prepared_at is null) and (prepared_at is null) = (prepared_by is null)`,
    },
    {
      name: 'final_report_handed_over',
      expression: `(state = 'HANDED_OVER') = (handed_over_at is not null) and (handed_over_at is null) = (hand_over_receipt is null)`,
    },
    { name: 'final_report_receipt', expression: `receipt_confirmed_at is null or state = 'HANDED_OVER'` },
    { name: 'final_report_published', expression: `published_at is null or state = 'HANDED_OVER'` },
  ],
});

/** R-III.2: a revision of the final report of a year. */
export class FinalReport extends FinalReportSchema.class {}
FinalReportSchema.setClass(FinalReport);
