import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { id, instant, ref, versioned } from '../../kit/entity.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { FinalReport } from '../final-report/final-report.entity.ts';
import { IndicatorResult } from '../indicators/analysis.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringObject } from '../monitoring-cycle/monitoring-list.entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { Obligation } from '../submissions/obligation.entity.ts';
import { type CandidateFacts, type CandidateRule, candidateRules } from './inspection-candidate.rules.ts';
import { type InspectionPlanState, inspectionPlanStates } from './inspection-plan.rules.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

const InspectionPlanSchema = defineEntity({
  name: 'InspectionPlan',
  properties: {
    ...versioned(),
    /** The cycle that it rests on; it is for the year after. */
    cycleId: () => ref(MonitoringCycle).unique(),
    reportId: () => ref(FinalReport).index(),
    state: p.string().$type<InspectionPlanState>(),
    preparedBy: p.json().$type<ActorStamp>(),
    /** Every person who drafted, picked or submitted: none of them may consent. */
    preparerKeys: p.array().$type<string[]>(),
    /** Grows with every change that is written beside this row, so that the version does too. */
    edits: p.integer(),
    submittedAt: instant().nullable(),
    consentedBy: p.json().$type<ActorStamp>().nullable(),
    consentedAt: instant().nullable(),
    remarks: p.text().nullable(),
  },
  checks: [
    { name: 'inspection_plan_state', expression: `state in (${oneOf(inspectionPlanStates)})` },
    {
      name: 'inspection_plan_consent',
      expression: `(state = 'CONSENTED') = (consented_at is not null) and (consented_at is null) = (consented_by is null)`,
    },
  ],
});

/** R-III.6: the plan of quality inspections for the year after a cycle. */
export class InspectionPlan extends InspectionPlanSchema.class {}
InspectionPlanSchema.setClass(InspectionPlan);

const InspectionCandidateSchema = defineEntity({
  name: 'InspectionCandidate',
  properties: {
    id: id(),
    /** Deferred: these rows are written set-based, before the ORM writes their new plan. */
    planId: () => ref(InspectionPlan).deferMode('deferred'),
    rule: p.string().$type<CandidateRule>(),
    /** The finding that put it there: a result of the report's analysis, or something that is owed. */
    findingId: () => ref(IndicatorResult).nullable().index(),
    obligationId: () => ref(Obligation).nullable().index(),
    objectId: () => ref(MonitoringObject).index(),
    municipalityId: () => ref(Municipality).index(),
    facts: p.json().$type<CandidateFacts>(),
    isPicked: p.boolean(),
    /** When it is to be inspected. */
    quarter: p.string().$type<Quarter>().nullable(),
    note: p.text().nullable(),
  },
  uniques: [{ properties: ['planId', 'rule', 'objectId', 'municipalityId'] }],
  checks: [
    { name: 'inspection_candidate_rule', expression: `rule in (${oneOf(candidateRules)})` },
    { name: 'inspection_candidate_finding', expression: `(finding_id is null) <> (obligation_id is null)` },
    { name: 'inspection_candidate_pick', expression: `is_picked = (quarter is not null) and (is_picked or note is null)` },
  ],
});

/** R-III.6, R13: a service of a municipality that a rule proposes for inspection, with the finding that put it there. */
export class InspectionCandidate extends InspectionCandidateSchema.class {}
InspectionCandidateSchema.setClass(InspectionCandidate);
