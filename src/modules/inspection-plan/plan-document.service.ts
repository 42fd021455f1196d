import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, rows, sql } from '../../kit/sql.ts';
import type { AskedDocuments } from '../files/document.rules.ts';
import { askForDocuments, type DocumentKind, documentJob, type DocumentTask, makeDocument } from '../files/document.service.ts';
import type { InspectionPlan } from './inspection-plan.entity.ts';
import { contentOfPlan } from './plan-content.service.ts';
import { PlanDocument } from './plan-document.entity.ts';
import { planDocument } from './plan-document.rules.ts';

export const renderPlanDocument = documentJob('render-plan-document');
const planDocuments: DocumentKind = { entity: PlanDocument, of: 'planId', job: renderPlanDocument };

/** Documents of a plan, by language and format. The plan is in the caller's scope. */
export function documentsOfPlan(ctx: Ctx, planId: string): Promise<PlanDocument[]> {
  return rows(
    ctx,
    sql`select ${columnsOf(ctx, PlanDocument, 't')} from plan_document t where t.plan_id = ${planId} order by t.language, t.format`,
  );
}

/** Asks for documents of a plan; answers their ids. BAD_USER_INPUT. */
export function askForPlan(ctx: Ctx, { id, state }: InspectionPlan, asked: AskedDocuments): Promise<string[]> {
  return askForDocuments(ctx, planDocuments, { id, isDraft: state !== 'CONSENTED' }, asked);
}

/** R-III.6: makes a document of a plan as it is by then. */
export function renderPlan(ctx: Ctx, task: DocumentTask, signal: AbortSignal): Promise<void> {
  const describe = async ({ planId, language }: PlanDocument) => {
    const content = await contentOfPlan(ctx, planId);
    return { model: planDocument(content, language), name: `inspection-plan-${content.forYear}` };
  };
  return makeDocument(ctx, PlanDocument, task, { describe }, signal);
}
