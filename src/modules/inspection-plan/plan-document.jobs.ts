import { defineJob } from '../../kit/module.ts';
import type { DocumentTask } from '../files/document.service.ts';
import { renderPlan, renderPlanDocument } from './plan-document.service.ts';

/** Makes one document of a plan. */
export const renderPlanDocumentJob = defineJob<DocumentTask>({
  ...renderPlanDocument,
  run: (ctx, task, { signal }) => renderPlan(ctx, task, signal),
});
