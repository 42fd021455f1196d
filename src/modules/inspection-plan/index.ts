/**
 * The plan of quality inspections for the next year: candidates proposed by rule with the finding behind each, picked by people; its documents.
 * Whose: ANALYST draws it up and submits it, HEAD (another person) consents to it or returns it; the ministry reads it.
 * Requirements: R-III.6, R13 (objects of inspections, and whether they got better).
 */
import { defineModule } from '../../kit/module.ts';
import { InspectionCandidate, InspectionPlan } from './inspection-plan.entity.ts';
import { InspectionCandidateResolver, InspectionPlanResolver } from './inspection-plan.resolver.ts';
import { PlanDocument } from './plan-document.entity.ts';
import { renderPlanDocumentJob } from './plan-document.jobs.ts';

export const inspectionPlan = defineModule({
  name: 'inspection-plan',
  entities: [InspectionPlan, InspectionCandidate, PlanDocument],
  resolvers: [InspectionPlanResolver, InspectionCandidateResolver],
  jobs: [renderPlanDocumentJob],
});
