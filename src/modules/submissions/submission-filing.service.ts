import { hasRole, isOwn, stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import { firstRow, mustRowById, rows, run, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { type Act, assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { canonicalJson, type CanonicalValue } from '../../shared/canonical-json.ts';
import { notFound } from '../../shared/errors.ts';
import { writtenText } from '../../shared/plain-text.ts';
import type { Receipt } from '../files/receipt.entity.ts';
import { issueReceipt, writeForm } from '../files/receipt.service.ts';
import { isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { awaitFilingTurn, keepObligations } from '../monitoring-cycle/turns.service.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { handedInRefusal } from '../questionnaires/response-batch.rules.ts';
import { acceptBatches, lockBatches, unlockBatches } from '../questionnaires/response-batch.service.ts';
import { writeNilReturn } from '../volume-reports/nil-return.service.ts';
import { lockVolumeReport, unlockVolumeReport } from '../volume-reports/volume-report.service.ts';
import { acceptAnswers, answerObligations, expectedThen } from './submission-answer.service.ts';
import { emptyLinesOf, isPartEmpty, partFactsOf, remarkPlacesOf } from './submission-ask.service.ts';
import { tellAccepted, tellReceived, tellReturned } from './submission-notice.service.ts';
import { Submission, SubmissionPart, SubmissionRemark, SubmissionRevision, SubmissionRevisionPart } from './submission.entity.ts';
import { partOfPath, type RemarkInput, remarkViolations } from './remark.rules.ts';
import {
  buttonRefusal,
  isSupplementDue,
  nextState,
  type ObligationPart,
  type PartFacts,
  partsViolation,
  refusalsOf,
  type SubmissionAct,
  submissionActs,
  type SubmissionState,
} from './submission.rules.ts';
import { partsOf, submissionDeadline } from './submission.service.ts';

const type = 'Submission';

// ---- what may be done ----------------------------------------------------------------------------------------------

/** The acts of a submission, as its buttons show them: without a nil return, for whichever part is open. */
export const actsOnSubmission: readonly Act<readonly PartFacts[]>[] = submissionActs.map((mutation) => ({
  mutation,
  refusal: (facts) => buttonRefusal(mutation, facts),
}));

export async function factsOfSubmission(ctx: Ctx, submission: Submission): Promise<PartFacts[]> {
  const parts = await partsOf(ctx, submission.id);
  return Promise.all(parts.map((part) => partFactsOf(ctx, submission, part, false)));
}

interface Change {
  id: string;
  expectedVersion: number;
}

/**
 * The submission to be changed, locked so that the second of two clerks waits and then learns of the first. From here on nobody changes
 * what is owed or filed, by which the act is decided. NOT_FOUND, CONFLICT.
 */
async function lockedSubmission(ctx: Ctx, { id, expectedVersion }: Change): Promise<Submission> {
  const known = await firstRow<{ cycleId: string; municipalityId: string }>(
    ctx,
    sql`select cycle_id, municipality_id from submission where id = ${id}`,
  );
  if (!known) throw notFound(['input', 'id']);
  await keepObligations(ctx, known.cycleId);
  // Not `for update`: that would wait for whoever writes rows that refer to it, such as all obligations of a List that is approved.
  await run(ctx, sql`select 1 from submission where id = ${id} for no key update`);
  await awaitFilingTurn(ctx, known.municipalityId);
  const submission = await ctx.em.findOne(Submission, { id });
  const mayAct = submission && (hasRole(ctx.actor, 'ANALYST') || isOwn(ctx.actor, submission.municipalityId));
  if (!submission || !mayAct) throw notFound(['input', 'id']);
  assertVersion(submission, expectedVersion);
  return submission;
}

/** The municipality's own staff hand in; the ministry, whatever other role it has there, does not. */
async function ownSubmission(ctx: Ctx, change: Change): Promise<Submission> {
  const submission = await lockedSubmission(ctx, change);
  if (!isOwn(ctx.actor, submission.municipalityId)) throw notFound(['input', 'id']);
  return submission;
}

/** The parts named, as entities to be changed. */
async function partsToChange(ctx: Ctx, { id }: Submission, parts: readonly ObligationPart[]): Promise<SubmissionPart[]> {
  assertAllowed(partsViolation(parts));
  return ctx.em.find(SubmissionPart, { submissionId: id, part: { $in: [...parts] } }, { orderBy: { part: 'asc' } });
}

async function assertOpen(ctx: Ctx, act: SubmissionAct, submission: Submission, parts: readonly SubmissionPart[], isNilReturn = false) {
  const facts = await Promise.all(parts.map((part) => partFactsOf(ctx, submission, part, isNilReturn)));
  assertNone(refusalsOf(act, facts));
}

/** Takes the step that the workflow table gives an act; the history's reason names the part. */
function move(ctx: Ctx, part: SubmissionPart, act: SubmissionAct, reason: string = part.part): void {
  stepTo(ctx, part, nextState(part.state, act) ?? part.state, reason);
}

function stepTo(ctx: Ctx, part: SubmissionPart, to: SubmissionState, reason: string): void {
  recordTransition(ctx, { type, id: part.submissionId }, { from: part.state, to, reason });
  part.state = to;
}

// ---- the provider --------------------------------------------------------------------------------------------------

/** R7: the provider's own summary of its findings; null clears it. Until the questionnaires are handed in. */
export async function updateSubmission(ctx: Ctx, change: Change & { findings?: string | null }): Promise<Submission> {
  const submission = await ownSubmission(ctx, change);
  await assertOpen(ctx, 'updateSubmission', submission, await partsToChange(ctx, submission, ['QUESTIONNAIRES']));
  if (change.findings !== undefined) submission.findings = writtenText(change.findings);
  submission.edits += 1;
  return submission;
}

export interface HandingIn extends Change {
  parts: readonly ObligationPart[];
  nilReturn: boolean;
}

/**
 * R12: hands in one or both parts as the next numbered revision: what it holds is locked and copied, and its receipt says when and exactly
 * what. All that is lacking is refused at once. A nil return writes zeros for every empty line, and is refused for a part in which nothing
 * is empty. After 20 October it is taken and is late.
 */
export async function submitSubmission(ctx: Ctx, handing: HandingIn): Promise<{ submission: Submission; receipt: Receipt }> {
  const submission = await ownSubmission(ctx, handing);
  const parts = await partsToChange(ctx, submission, handing.parts);
  await assertOpen(ctx, 'submitSubmission', submission, parts, handing.nilReturn);
  const cycle = await mustRowById(ctx, MonitoringCycle, submission.cycleId);
  const revisionId = newId();
  const responses = await writeContent(ctx, submission, { revisionId, cycle, handing });
  const number = submission.revision + 1;
  const receipt = await receiptOf(ctx, submission, { revisionId, number, cycle, handing });
  const { municipalityId, cycleId, findings } = submission;
  ctx.em.create(SubmissionRevision, {
    id: revisionId,
    submissionId: submission.id,
    municipalityId,
    cycleId,
    number,
    submittedAt: ctx.now,
    submittedBy: stampOf(ctx.actor, ctx.actingAs),
    findings,
    receiptId: receipt.id,
  });
  for (const part of parts) {
    const isNil = handing.nilReturn && (await isPartEmpty(ctx, submission, part.part));
    ctx.em.create(SubmissionRevisionPart, { revisionId, part: part.part, isNil, acceptedAt: null });
    move(ctx, part, 'submitSubmission');
    Object.assign(part, { isNil, firstSubmittedAt: part.firstSubmittedAt ?? ctx.now });
  }
  await resolveRemarks(ctx, submission, handing.parts);
  Object.assign(submission, { revision: number, firstSubmittedAt: submission.firstSubmittedAt ?? ctx.now, edits: submission.edits + 1 });
  await tellReceived(ctx, submission, { id: revisionId, number }, { receipt, responses, parts: handing.parts });
  return { submission, receipt };
}

interface NewRevision {
  revisionId: string;
  cycle: MonitoringCycle;
  handing: HandingIn;
}

/** Locks what is handed in and copies it to the revision; answers how many questionnaires it holds. */
async function writeContent(ctx: Ctx, submission: Submission, { revisionId, cycle, handing }: NewRevision): Promise<number> {
  if (handing.parts.includes('VOLUME_REPORT')) await writeLines(ctx, submission, { revisionId, cycle, handing });
  const responses = handing.parts.includes('QUESTIONNAIRES') ? await writeBatches(ctx, submission, revisionId) : 0;
  await answerObligations(ctx, submission, { revisionId, parts: handing.parts });
  return responses;
}

async function writeLines(ctx: Ctx, submission: Submission, { revisionId, cycle, handing }: NewRevision): Promise<void> {
  const { municipalityId, cycleId } = submission;
  if (handing.nilReturn) {
    const empty = await emptyLinesOf(ctx, submission, cycle.year);
    await writeNilReturn(ctx, { municipalityId, cycleId, year: cycle.year }, empty);
  }
  // Of services that were in force in none of the quarters no line is asked for, and a report need not be there.
  await lockVolumeReport(ctx, municipalityId, cycleId);
  const lines = await run(
    ctx,
    sql`insert into submission_revision_line (id, revision_id, service_id, offer_id, quarter, channel, delivered_state, delivered_value, delivered_reason,
          delivered_source, paid_total, explanation)
        select gen_random_uuid(), ${revisionId}::uuid, l.service_id, l.offer_id, l.quarter, l.channel, l.delivered_state, l.delivered_value,
          l.delivered_reason, l.delivered_source, l.paid_total, l.explanation
        from volume_line l join volume_report r on r.id = l.report_id where r.municipality_id = ${municipalityId} and r.cycle_id = ${cycleId}`,
  );
  await audit(ctx, { subjectType: 'SubmissionRevision', subjectId: revisionId, municipalityId, after: { lines } });
}

async function writeBatches(ctx: Ctx, { municipalityId, cycleId }: Submission, revisionId: string): Promise<number> {
  const batches = await lockBatches(ctx, municipalityId, cycleId);
  const batchIds = batches.map(({ id }) => id);
  await run(
    ctx,
    sql`insert into submission_revision_batch (id, revision_id, batch_id)
        select gen_random_uuid(), ${revisionId}::uuid, b from unnest(${batchIds}::uuid[]) b`,
  );
  await audit(ctx, { subjectType: 'SubmissionRevision', subjectId: revisionId, municipalityId, after: { batchIds } });
  return batches.reduce((sum, { accepted }) => sum + accepted, 0);
}

/** The receipt's hash is of all that is handed in: the lines in full, the batches by the hashes of their own receipts. */
async function receiptOf(ctx: Ctx, submission: Submission, revision: NewRevision & { number: number }): Promise<Receipt> {
  const { revisionId, number, cycle, handing } = revision;
  const { municipalityId, findings } = submission;
  const { soate } = await ctx.em.findOneOrFail(Municipality, { id: municipalityId });
  const lines = await rows<Record<string, CanonicalValue>>(
    ctx,
    sql`select s.code as service_code, l.quarter, l.channel, l.delivered_state, l.delivered_value, l.delivered_reason, l.delivered_source, l.paid_total,
          l.explanation
        from submission_revision_line l join municipal_service s on s.id = l.service_id where l.revision_id = ${revisionId}
        order by s.code collate "C", l.quarter, l.channel`,
  );
  const batches = await rows<Record<string, CanonicalValue>>(
    ctx,
    sql`select b.batch_key, c.number, c.sha256 from submission_revision_batch r join response_batch b on b.id = r.batch_id
        join receipt c on c.id = b.receipt_id where r.revision_id = ${revisionId} order by b.batch_key collate "C"`,
  );
  const { parts, nilReturn } = handing;
  const content = { municipality: soate, year: cycle.year, revision: number, parts: parts.toSorted(), nilReturn, findings, lines, batches };
  const deadline = await submissionDeadline(ctx, cycle.id);
  const subject = { type: 'SubmissionRevision', id: revisionId };
  const form = await writeForm(ctx, canonicalJson(content));
  return issueReceipt(ctx, { municipalityId, subject, form, isLate: isLateAt(deadline, ctx.now) });
}

async function resolveRemarks(ctx: Ctx, { id }: Submission, parts: readonly ObligationPart[]): Promise<void> {
  for (const remark of await ctx.em.find(SubmissionRemark, { submissionId: id, part: { $in: [...parts] }, resolvedAt: null }))
    remark.resolvedAt = ctx.now;
}

/** R12: refuses more questionnaires of a municipality once those of the year are handed in, be it that there were none. In its turn. */
export async function assertNotHandedIn(ctx: Ctx, { municipalityId, cycleId }: { municipalityId: string; cycleId: string }): Promise<void> {
  const handedIn = await firstRow(
    ctx,
    sql`select 1 as n from submission s join submission_part p on p.submission_id = s.id and p.part = 'QUESTIONNAIRES'
        where s.municipality_id = ${municipalityId} and s.cycle_id = ${cycleId} and p.state in ('SUBMITTED', 'ACCEPTED')`,
  );
  assertAllowed(handedInRefusal(handedIn !== undefined));
}

// ---- the unit ------------------------------------------------------------------------------------------------------

/** R12: returns parts with remarks, by line, question or batch; they are open again, and the first filing time stays. */
export async function returnSubmission(
  ctx: Ctx,
  { parts: asked, remarks, ...change }: Change & { parts: readonly ObligationPart[]; remarks: readonly RemarkInput[] },
): Promise<Submission> {
  const submission = await lockedSubmission(ctx, change);
  const parts = await partsToChange(ctx, submission, asked);
  await assertOpen(ctx, 'returnSubmission', submission, parts);
  assertNone(remarkViolations(remarks, asked, await remarkPlacesOf(ctx, submission)));
  for (const part of parts) {
    move(ctx, part, 'returnSubmission');
    await unlock(ctx, submission, part.part);
  }
  const { id: submissionId, municipalityId, revision } = submission;
  for (const { path, text } of remarks) {
    const part = found(partOfPath(path));
    const by = stampOf(ctx.actor, ctx.actingAs);
    ctx.em.create(SubmissionRemark, {
      id: newId(),
      submissionId,
      municipalityId,
      part,
      revision,
      path: [...path],
      text: text.trim(),
      at: ctx.now,
      by,
    });
  }
  submission.edits += 1;
  await tellReturned(ctx, submission, asked, remarks);
  return submission;
}

/** R12: accepts parts as their latest revision has them: from now on they count. Late stays late. */
export async function acceptSubmission(
  ctx: Ctx,
  { parts: asked, ...change }: Change & { parts: readonly ObligationPart[] },
): Promise<Submission> {
  const submission = await lockedSubmission(ctx, change);
  const parts = await partsToChange(ctx, submission, asked);
  await assertOpen(ctx, 'acceptSubmission', submission, parts);
  for (const part of parts) {
    const handedIn = await latestRevisionPart(ctx, submission.id, part.part);
    handedIn.acceptedAt = ctx.now;
    await acceptAnswers(ctx, handedIn);
    if (part.part === 'QUESTIONNAIRES') await acceptBatches(ctx, submission.municipalityId, submission.cycleId);
    move(ctx, part, 'acceptSubmission');
    Object.assign(part, { acceptedAt: ctx.now, acceptedBy: stampOf(ctx.actor, ctx.actingAs) });
    await openSupplement(ctx, submission, part);
  }
  submission.edits += 1;
  await tellAccepted(ctx, submission, asked);
  return submission;
}

async function latestRevisionPart(ctx: Ctx, submissionId: string, part: ObligationPart): Promise<SubmissionRevisionPart> {
  const latest = await firstRow<{ id: string }>(
    ctx,
    sql`select p.id from submission_revision_part p join submission_revision r on r.id = p.revision_id
        where r.submission_id = ${submissionId} and p.part = ${part} order by r.number desc limit 1`,
  );
  return ctx.em.findOneOrFail(SubmissionRevisionPart, { id: latest?.id ?? '' });
}

async function unlock(ctx: Ctx, submission: Submission, part: ObligationPart): Promise<void> {
  const { municipalityId, cycleId } = submission;
  if (part === 'QUESTIONNAIRES') await unlockBatches(ctx, municipalityId, cycleId);
  else await unlockVolumeReport(ctx, municipalityId, cycleId);
}

// ---- supplements ---------------------------------------------------------------------------------------------------

/** Of revision `a`, the object `m` is asked for with more questionnaires now than when it was handed in, and there are fewer in it. */
const isShortSince = sql`(a.responses > 0 and a.responses < m.expected_responses and coalesce(${expectedThen('o')} < m.expected_responses, true))`;

/**
 * The unit has not accepted what was last handed in for obligation `o`, or nothing was: of an accepted part that is what was not in it. Or
 * the List asks for more of it now; fewer than were asked for when it was handed in, accepted all the same, are accepted.
 */
const isUnaccepted = sql`not exists (
  select 1 from (select x.* from submission_revision_obligation x where x.obligation_id = o.id order by x.number desc limit 1) a
  join monitoring_object m on m.id = o.object_id where a.accepted_at is not null and ${isShortSince} is not true)`;

async function unacceptedOf(ctx: Ctx, { submissionId, part }: Pick<SubmissionPart, 'submissionId' | 'part'>): Promise<number> {
  const counted = await firstRow<{ n: number }>(
    ctx,
    sql`select count(*) as n from obligation o where o.submission_id = ${submissionId} and o.part = ${part} and o.ended_at is null
          and ${isUnaccepted}`,
  );
  return counted?.n ?? 0;
}

/**
 * Ours: an accepted part of which more is asked now is open again. What was accepted stays accepted until other content is handed in for
 * its object, and counts until the next revision is accepted.
 */
async function openSupplement(ctx: Ctx, submission: Submission, part: SubmissionPart): Promise<void> {
  if (!isSupplementDue({ state: part.state, unaccepted: await unacceptedOf(ctx, part) })) return;
  stepTo(ctx, part, 'DRAFT', part.part);
  Object.assign(part, { acceptedAt: null, acceptedBy: null });
  await unlock(ctx, submission, part.part);
}

/** R9, R12: opens the accepted parts of a cycle of which an amendment of the List, or a succession, asks for more. */
export async function openSupplements(ctx: Ctx, cycleId: string): Promise<void> {
  const asked = await rows<{ id: string }>(
    ctx,
    sql`select distinct p.id from submission_part p join submission s on s.id = p.submission_id
        join obligation o on o.submission_id = s.id and o.part = p.part and o.ended_at is null
        where s.cycle_id = ${cycleId} and p.state = 'ACCEPTED'
          and ${isUnaccepted}`,
  );
  for (const part of await ctx.em.find(SubmissionPart, { id: { $in: asked.map(({ id }) => id) } })) {
    const submission = await ctx.em.findOneOrFail(Submission, { id: part.submissionId });
    submission.edits += 1;
    await openSupplement(ctx, submission, part);
  }
}
