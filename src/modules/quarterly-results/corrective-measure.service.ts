import { hasRole, isMinistry, seesMunicipality } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import {
  columnsOf,
  load,
  loaderBy,
  loaderOfMany,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import { StoredFile } from '../files/file.entity.ts';
import { fileFromUpload } from '../files/upload.service.ts';
import { visibleRuns } from '../indicators/analysis-run.service.ts';
import { IndicatorResult } from '../indicators/analysis.entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { completionViolations, measureRefusal, type MeasureState, planViolations, textViolations } from './corrective-measure.rules.ts';
import { CorrectiveMeasure, MeasureEvidence } from './quarterly-result.entity.ts';
import { findVisibleResult } from './quarterly-result.service.ts';

const type = 'CorrectiveMeasure';

// ---- reading -------------------------------------------------------------------------------------------------------

/** R11: as the results that they belong to; a PROVIDER besides sees its own municipality's as soon as the result is issued. */
function visibleMeasures({ actor }: Ctx): Sql {
  if (isMinistry(actor)) return sql`true`;
  if (hasRole(actor, 'INTERAGENCY_BODY', 'AGENCY_SYSTEM')) return sql`q.issued_at is not null`;
  return sql`(q.published_at is not null or q.issued_at is not null and t.municipality_id = ${actor.municipalityId}::uuid)`;
}

export interface MeasureFilter {
  year?: number | null;
  municipalityId?: string | null;
  states?: readonly MeasureState[] | null;
  isOverdue?: boolean | null;
  quarterlyResultId?: string | null;
}

/** R11: measures in scope, the earliest due first. */
export function listCorrectiveMeasures(ctx: Ctx, filter: MeasureFilter, paging: PageArguments): Promise<Page<CorrectiveMeasure>> {
  const { year, municipalityId, states, isOverdue, quarterlyResultId } = filter;
  const overdue = sql`(t.state = 'PLANNED' and t.due_on < ${dayOf(ctx.now)}::date)`;
  return page<CorrectiveMeasure>(ctx, {
    list: 'correctiveMeasures',
    select: columnsOf(ctx, CorrectiveMeasure, 't'),
    from: sql`corrective_measure t join quarterly_result q on q.id = t.quarterly_result_id join monitoring_cycle c on c.id = q.cycle_id`,
    where: [
      visibleMeasures(ctx),
      year != null && sql`c.year = ${year}`,
      municipalityId != null && sql`t.municipality_id = ${municipalityId}`,
      states != null && sql`t.state = any(${[...states]})`,
      isOverdue != null && sql`${overdue} = ${isOverdue}::boolean`,
      quarterlyResultId != null && sql`t.quarterly_result_id = ${quarterlyResultId}`,
    ],
    order: orderBy('DUE_ASC', sql`t.due_on`, 'date'),
    page: paging,
    filter,
    map: (measures) => measures.map((measure) => asShown(ctx, measure)),
  });
}

/** Outside the ministry texts are without personal and phone numbers. */
function asShown({ actor }: Ctx, measure: CorrectiveMeasure): CorrectiveMeasure {
  if (isMinistry(actor)) return measure;
  const { what, responsible, note } = measure;
  const scrubbed = { what: scrubPersonalData(what), responsible: scrubPersonalData(responsible), note: note && scrubPersonalData(note) };
  return { ...measure, ...scrubbed };
}

const findingById = loaderBy<string, IndicatorResult>(
  'visibleFindings',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, IndicatorResult, 't')} from indicator_result t join analysis_run r on r.id = t.run_id
          where t.id = any(${[...ids]}::uuid[]) and ${visibleRuns(ctx, 'r')}`,
    ),
  ({ id }) => id,
);

/** The finding that a measure corrects, if its run is one that the caller may see: it leads to all of that run. */
export async function visibleFinding(ctx: Ctx, findingId: string | null | undefined): Promise<IndicatorResult | null> {
  return findingId == null ? null : ((await load(ctx, findingById, findingId)) ?? null);
}

const evidenceByMeasure = loaderOfMany<string, StoredFile & { measureId: string }>(
  'evidenceOfMeasures',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select e.measure_id, ${columnsOf(ctx, StoredFile, 't')} from measure_evidence e join file t on t.id = e.file_id
          where e.measure_id = any(${[...ids]}::uuid[]) order by e.measure_id, e.position`,
    ),
  ({ measureId }) => measureId,
);

/** Files that show that a measure was done: for the ministry, the inter-agency body and the municipality itself; null for others. */
export async function evidenceOf(ctx: Ctx, { id, municipalityId }: CorrectiveMeasure): Promise<StoredFile[] | null> {
  const isReader = isMinistry(ctx.actor) || hasRole(ctx.actor, 'INTERAGENCY_BODY');
  if (!isReader && (municipalityId == null || !seesMunicipality(ctx.actor, municipalityId))) return null;
  return (await load(ctx, evidenceByMeasure, id)) ?? [];
}

// ---- acts ----------------------------------------------------------------------------------------------------------

export interface NewMeasure {
  quarterlyResultId: string;
  findingId?: string | null;
  what: string;
  responsible: string;
  municipalityId?: string | null;
  dueOn: LocalDate;
}

/** R11: plans what is done about a shortcoming. NOT_FOUND, BAD_USER_INPUT with all that is wrong. */
export async function planCorrectiveMeasure(ctx: Ctx, plan: NewMeasure): Promise<CorrectiveMeasure> {
  const result = found(await findVisibleResult(ctx, plan.quarterlyResultId), ['input', 'quarterlyResultId']);
  const finding =
    plan.findingId == null ? null : found(await ctx.em.findOne(IndicatorResult, { id: plan.findingId }), ['input', 'findingId']);
  if (plan.municipalityId != null) found(await ctx.em.findOne(Municipality, { id: plan.municipalityId }), ['input', 'municipalityId']);
  const { what, responsible, dueOn, municipalityId = null } = plan;
  const today = dayOf(ctx.now);
  const findingFacts = finding && { isOfRun: finding.runId === result.runId, municipalityId: finding.municipalityId ?? null };
  assertNone(planViolations({ what, responsible, dueOn, today, municipalityId, finding: findingFacts }));
  const measure = ctx.em.create(CorrectiveMeasure, {
    id: newId(),
    quarterlyResultId: result.id,
    findingId: finding?.id ?? null,
    what: what.trim(),
    responsible: responsible.trim(),
    municipalityId: municipalityId ?? finding?.municipalityId ?? null,
    plannedOn: today,
    dueOn,
    state: 'PLANNED',
  });
  recordTransition(ctx, { type, id: measure.id }, { from: null, to: 'PLANNED' });
  return measure;
}

export interface MeasureChange {
  id: string;
  expectedVersion: number;
}

async function measureFor(ctx: Ctx, { id, expectedVersion }: MeasureChange): Promise<CorrectiveMeasure> {
  const measure = found(await ctx.em.findOne(CorrectiveMeasure, { id }), ['input', 'id']);
  assertVersion(measure, expectedVersion);
  assertAllowed(measureRefusal(measure.state));
  return measure;
}

/** R11: records that a measure was done, with what shows it; the uploads are used up. */
export async function completeCorrectiveMeasure(
  ctx: Ctx,
  change: MeasureChange & { doneOn: LocalDate; evidenceUploadIds: readonly string[]; note?: string | null },
): Promise<CorrectiveMeasure> {
  const measure = await measureFor(ctx, change);
  const { doneOn, evidenceUploadIds: evidence, note = null } = change;
  assertNone(completionViolations({ doneOn, plannedOn: measure.plannedOn, today: dayOf(ctx.now), evidence, note }));
  for (const [position, uploadId] of evidence.entries()) {
    const file = await fileFromUpload(ctx, uploadId, ['input', 'evidenceUploadIds', String(position)]);
    ctx.em.create(MeasureEvidence, { measureId: measure.id, fileId: file.id, position });
  }
  recordTransition(ctx, { type, id: measure.id }, { from: measure.state, to: 'DONE' });
  return Object.assign(measure, { state: 'DONE', doneOn, doneAt: ctx.now, note });
}

/** Ours: a measure that will not be taken is cancelled, and says why. */
export async function cancelCorrectiveMeasure(ctx: Ctx, change: MeasureChange & { reason: string }): Promise<CorrectiveMeasure> {
  const measure = await measureFor(ctx, change);
  assertNone(textViolations('reason', change.reason));
  recordTransition(ctx, { type, id: measure.id }, { from: measure.state, to: 'CANCELLED' });
  return Object.assign(measure, { state: 'CANCELLED', note: change.reason.trim() });
}
