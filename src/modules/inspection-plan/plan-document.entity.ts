import { defineEntity } from '@mikro-orm/postgresql';
import { ref } from '../../kit/entity.ts';
import { documentFormatCheck, madeDocument } from '../files/document.entity.ts';
import { InspectionPlan } from './inspection-plan.entity.ts';

const PlanDocumentSchema = defineEntity({
  name: 'PlanDocument',
  properties: {
    ...madeDocument(),
    planId: () => ref(InspectionPlan),
  },
  uniques: [{ properties: ['planId', 'language', 'format'] }],
  checks: [documentFormatCheck('plan_document')],
});

/** R-III.6: the plan of inspections as a document in a language and a format; made anew, it is replaced. */
export class PlanDocument extends PlanDocumentSchema.class {}
PlanDocumentSchema.setClass(PlanDocument);
