import { isMinistry, stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { assertOneKey, found } from '../../kit/lookup.ts';
import {
  columnsOf,
  firstRow,
  load,
  loaderBy,
  loaderOfMany,
  page,
  type Page,
  type PageArguments,
  rows,
  run,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import type { CycleDeadline } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { deadlinesOfCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import type { VolumeLineRow } from '../volume-reports/volume-line.service.ts';
import { Submission, SubmissionPart, SubmissionRemark, SubmissionRevision, SubmissionRevisionPart } from './submission.entity.ts';
import { type ObligationPart, obligationParts, type SubmissionState, wholeState } from './submission.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** The ministry sees every submission, a PROVIDER its own, others none. */
function scope({ actor }: Ctx): Sql {
  return isMinistry(actor) ? sql`true` : sql`t.municipality_id = ${actor.municipalityId}`;
}

export interface SubmissionKey {
  id?: string | null;
  municipalityId?: string | null;
  year?: number | null;
}

/** R12: a submission by id, or a municipality's of a year. NOT_FOUND: absent, or not yours. */
export async function getSubmission(ctx: Ctx, { id, municipalityId, year }: SubmissionKey): Promise<Submission> {
  assertOneKey({ id, municipalityId });
  assertOneKey({ id, year });
  const which = id
    ? sql`t.id = ${id}`
    : sql`t.municipality_id = ${municipalityId} and t.cycle_id = (select c.id from monitoring_cycle c where c.year = ${year})`;
  return found(
    await firstRow<Submission>(ctx, sql`select ${columnsOf(ctx, Submission, 't')} from submission t where ${which} and ${scope(ctx)}`),
  );
}

/** As `wholeState` has it. */
const stateInSql = sql`(select case when bool_or(p.state = 'RETURNED') then 'RETURNED' when bool_or(p.state = 'DRAFT') then 'DRAFT'
    when bool_or(p.state = 'SUBMITTED') then 'SUBMITTED' else 'ACCEPTED' end from submission_part p where p.submission_id = t.id)`;

/** R12: the first instant that is late by a deadline `d` of the statement, as `dueAtOf` has it. */
export const lateFrom = sql`((d.due_on + d.is_inclusive::int)::timestamp at time zone 'Asia/Bishkek')`;

const isLateInSql = sql`exists (select 1 from submission_part p join cycle_deadline d on d.cycle_id = t.cycle_id and d.kind = 'SUBMISSION'
    where p.submission_id = t.id and p.first_submitted_at >= ${lateFrom})`;

export interface SubmissionFilter {
  year?: number | null;
  municipalityId?: string | null;
  regionCode?: string | null;
  states?: readonly SubmissionState[] | null;
  isLate?: boolean | null;
}

/** Submissions in scope, the latest cycle's first. */
export async function listSubmissions(ctx: Ctx, filter: SubmissionFilter, paging: PageArguments): Promise<Page<Submission>> {
  const { year, municipalityId, regionCode, states, isLate } = filter;
  const region = await inRegion(ctx, 'm', regionCode);
  return page<Submission>(ctx, {
    list: 'submissions',
    select: columnsOf(ctx, Submission, 't'),
    from: sql`submission t join monitoring_cycle y on y.id = t.cycle_id`,
    where: [
      scope(ctx),
      year != null && sql`y.year = ${year}`,
      municipalityId != null && sql`t.municipality_id = ${municipalityId}`,
      region && sql`t.municipality_id in (select m.id from municipality m where ${region})`,
      states != null && sql`${stateInSql} = any(${[...states]}::text[])`,
      isLate != null && sql`${isLateInSql} = ${isLate}`,
    ],
    order: { name: 'YEAR_DESC', keys: [{ by: sql`y.year`, type: 'integer', direction: 'desc' }] },
    page: paging,
    filter,
  });
}

const partsBySubmission = loaderOfMany<string, SubmissionPart>(
  'submissionParts',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, SubmissionPart, 't')} from submission_part t where t.submission_id = any(${[...ids]}::uuid[]) order by t.part`,
    ),
  ({ submissionId }) => submissionId,
);

/** The two parts of a submission. */
export async function partsOf(ctx: Ctx, submissionId: string): Promise<SubmissionPart[]> {
  return (await load(ctx, partsBySubmission, submissionId)) ?? [];
}

export async function stateOf(ctx: Ctx, submissionId: string): Promise<SubmissionState> {
  return wholeState((await partsOf(ctx, submissionId)).map(({ state }) => state));
}

/** R12: the one deadline of a cycle's submissions. */
export async function submissionDeadline(ctx: Ctx, cycleId: string): Promise<CycleDeadline> {
  const deadline = (await deadlinesOfCycle(ctx, cycleId)).find(({ kind }) => kind === 'SUBMISSION');
  if (!deadline) throw new Error(`Cycle ${cycleId} has no SUBMISSION deadline`);
  return deadline;
}

/** R12: whether a part was first handed in after 20 October; it is taken all the same, and stays late. */
export async function isLateSubmission(ctx: Ctx, { id, cycleId }: Submission): Promise<boolean> {
  const [parts, deadline] = await Promise.all([partsOf(ctx, id), submissionDeadline(ctx, cycleId)]);
  return parts.some(({ firstSubmittedAt }) => firstSubmittedAt != null && isLateAt(deadline, firstSubmittedAt));
}

const revisionsBySubmission = loaderOfMany<string, SubmissionRevision>(
  'submissionRevisions',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, SubmissionRevision, 't')} from submission_revision t
          where t.submission_id = any(${[...ids]}::uuid[]) order by t.submission_id, t.number`,
    ),
  ({ submissionId }) => submissionId,
);

/** What was handed in so far, oldest first. */
export async function revisionsOf(ctx: Ctx, submissionId: string): Promise<SubmissionRevision[]> {
  return (await load(ctx, revisionsBySubmission, submissionId)) ?? [];
}

const partsByRevision = loaderOfMany<string, SubmissionRevisionPart>(
  'revisionParts',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, SubmissionRevisionPart, 't')} from submission_revision_part t where t.revision_id = any(${[...ids]}::uuid[]) order by t.part`,
    ),
  ({ revisionId }) => revisionId,
);

/** The parts that a revision handed in. */
export async function partsOfRevision(ctx: Ctx, revisionId: string): Promise<SubmissionRevisionPart[]> {
  return (await load(ctx, partsByRevision, revisionId)) ?? [];
}

const remarksBySubmission = loaderOfMany<string, SubmissionRemark>(
  'submissionRemarks',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, SubmissionRemark, 't')} from submission_remark t where t.submission_id = any(${[...ids]}::uuid[])
          order by t.submission_id, t.resolved_at is not null, t.id desc`,
    ),
  ({ submissionId }) => submissionId,
);

/** The unit's remarks, those not resolved yet first. */
export async function remarksOf(ctx: Ctx, submissionId: string): Promise<SubmissionRemark[]> {
  return (await load(ctx, remarksBySubmission, submissionId)) ?? [];
}

const remarksByReport = loaderOfMany<string, SubmissionRemark & { reportId: string }>(
  'remarksByReport',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, SubmissionRemark, 't')}, v.id as report_id from volume_report v
          join submission s on s.municipality_id = v.municipality_id and s.cycle_id = v.cycle_id join submission_remark t on t.submission_id = s.id
          where v.id = any(${[...ids]}::uuid[]) and t.path[1] = 'lines' order by v.id, t.resolved_at is not null, t.id desc`,
    ),
  ({ reportId }) => reportId,
);

/** The remarks on a line of the nine-month report, or on its service as a whole. */
export async function remarksOfLine(ctx: Ctx, { reportId, serviceCode, quarter, channel }: VolumeLineRow): Promise<SubmissionRemark[]> {
  const remarks = (await load(ctx, remarksByReport, reportId)) ?? [];
  return remarks.filter(
    ({ path: [, service, ofQuarter, ofChannel] }) =>
      service === serviceCode && (ofQuarter === undefined || (ofQuarter === quarter && ofChannel === channel)),
  );
}

/** The batches of questionnaires of a submission: what is stored now, handed in or not. */
export function batchesOf(ctx: Ctx, { id, municipalityId, cycleId }: Submission, paging: PageArguments): Promise<Page<ResponseBatch>> {
  return page<ResponseBatch>(ctx, {
    list: 'submissionBatches',
    select: columnsOf(ctx, ResponseBatch, 't'),
    from: sql`response_batch t`,
    where: [sql`t.municipality_id = ${municipalityId} and t.cycle_id = ${cycleId} and t.state = 'STORED'`],
    order: { name: 'FILED_AT_DESC', keys: [{ by: sql`t.filed_at`, type: 'timestamptz', direction: 'desc' }] },
    page: paging,
    filter: { id },
  });
}

const submissionById = loaderBy<string, Submission>(
  'submissionInScope',
  (ctx, ids) =>
    rows(ctx, sql`select ${columnsOf(ctx, Submission, 't')} from submission t where t.id = any(${[...ids]}::uuid[]) and ${scope(ctx)}`),
  ({ id }) => id,
);

/** A submission by id; undefined = it is not the caller's to see. */
export function findSubmission(ctx: Ctx, id: string): Promise<Submission | undefined> {
  return load(ctx, submissionById, id);
}

/** A part as the latest accepted revision of a municipality has it. */
export interface AcceptedRevision {
  municipalityId: string;
  part: ObligationPart;
  revisionId: string;
  number: number;
  isNil: boolean;
  submittedAt: Date;
  acceptedAt: Date;
}

/** R12: what counts for a cycle: per municipality and part the latest revision that the unit accepted. By municipality and part. */
export function latestAcceptedRevisions(ctx: Pick<Ctx, 'em'>, cycleId: string): Promise<AcceptedRevision[]> {
  return rows(
    ctx,
    sql`select distinct on (r.municipality_id, p.part) r.municipality_id, p.part, r.id as revision_id, r.number, p.is_nil, r.submitted_at, p.accepted_at
        from submission_revision r join submission_revision_part p on p.revision_id = r.id
        where r.cycle_id = ${cycleId} and p.accepted_at is not null order by r.municipality_id, p.part, r.number desc`,
  );
}

// ---- beginning -----------------------------------------------------------------------------------------------------

/** R12: begins the submission of each of these municipalities that has none of the cycle yet, with its two parts, in two statements and one audit row. */
export async function beginSubmissions(ctx: Ctx, cycleId: string, municipalityIds: readonly string[]): Promise<void> {
  const candidates = municipalityIds.map((municipalityId) => ({ id: newId(), municipalityId }));
  const begun = await rows<{ id: string }>(
    ctx,
    sql`insert into submission (id, version, updated_at, updated_by, municipality_id, cycle_id, revision, edits)
        select c.id, 1, ${ctx.now}::timestamptz, ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb, c."municipalityId", ${cycleId}::uuid, 0, 0
        from jsonb_to_recordset(${JSON.stringify(candidates)}::jsonb) as c(id uuid, "municipalityId" uuid)
        on conflict (municipality_id, cycle_id) do nothing returning id`,
  );
  const parts = begun.flatMap(({ id }) => obligationParts.map((part) => ({ id: newId(), submissionId: id, part })));
  await run(
    ctx,
    sql`insert into submission_part (id, submission_id, part, state, is_nil)
        select p.id, p."submissionId", p.part, 'DRAFT', false
        from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as p(id uuid, "submissionId" uuid, part text)`,
  );
  if (begun.length > 0) await audit(ctx, { subjectType: 'Submission', after: { cycleId, begun: begun.length } });
}
