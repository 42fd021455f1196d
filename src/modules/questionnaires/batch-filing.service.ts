import { createHash } from 'node:crypto';
import { stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { enqueue } from '../../kit/outbox.ts';
import { formatOf } from '../../kit/table-file/table-file.ts';
import { recordTransition } from '../../kit/workflow.ts';
import { canonicalJson, type CanonicalValue } from '../../shared/canonical-json.ts';
import type { Violation } from '../../shared/errors.ts';
import { StoredFile } from '../files/file.entity.ts';
import { isUnderWay, startJob } from '../files/job.service.ts';
import { Receipt } from '../files/receipt.entity.ts';
import type { WrittenContent } from '../files/file.service.ts';
import { issueReceipt, writeForm } from '../files/receipt.service.ts';
import { fileFromUpload } from '../files/upload.service.ts';
import type { FormVersion } from '../forms/form.entity.ts';
import type { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import type { Municipality } from '../organizations/organization.entity.ts';
import { ResponseBatch } from './response-batch.entity.ts';
import {
  batchKeyRefusal,
  isOfContent,
  isReport,
  mostViolations,
  outcomeOf,
  storedAlready,
  underCheck,
  unreadableFormat,
} from './response-batch.rules.ts';
import { type CheckedResponse, type FiledResponse, inlinePlace, type ResponsePlace } from './response.rules.ts';
import { responseRows, type ServicesByCode, storeResponses } from './response.service.ts';

// What is one for all batches, whoever's they are: in the input or as a file, a report or stored with a receipt, the same again.

type GivenResponse = Pick<FiledResponse, 'serviceCode' | 'answers'> & Partial<FiledResponse>;

/** What comes, either as responses or as a file, and under which name. */
export interface Filing {
  batchKey: string;
  responses?: readonly GivenResponse[] | null;
  uploadId?: string | null;
  isDryRun: boolean;
}

/** What a batch is filed for; the responses of one batch all are of it. */
export interface BatchFrame {
  /** Whose batch it is; null = the responsible unit's own, of a survey. */
  municipality: Municipality | null;
  cycle: MonitoringCycle;
  version: FormVersion;
}

export interface PlacedResponse {
  response: FiledResponse;
  place: ResponsePlace;
}

export interface CheckedFiling {
  /** Their answers in the form in which they are kept. */
  responses: readonly CheckedResponse[];
  violations: readonly Violation[];
  services: ServicesByCode;
}

/** Where batches are handed in: what differs between a municipality's questionnaires and the sheets of a survey. */
export interface FilingDesk {
  frame: BatchFrame;
  /** What a batch is, beside its responses, in the form that the receipt's hash is made of: natural keys where there are some. */
  head: Readonly<Record<string, CanonicalValue>>;
  /** The job that checks what comes as a file. */
  fileCheck: { name: string; maxAttempts: number };
  /** What is handed in at one desk follows one another: a double click makes one batch, and none slips past a lock. */
  awaitTurn(ctx: Ctx): Promise<void>;
  /** Refuses what came at a moment, where the desk was closed then or is by now. */
  assertOpen(ctx: Ctx, filedAt: Date): Promise<void>;
  /** Whether what came at a moment came late, by the deadline as it is in the desk's turn. */
  isLate(ctx: Ctx, filedAt: Date): Promise<boolean>;
  /** Checks responses against the form, the registers and the cycle's year. */
  check(ctx: Ctx, responses: readonly PlacedResponse[]): Promise<CheckedFiling>;
}

/** What the job is told that checks a file. */
export interface FileToCheck {
  jobId: string;
  batchId: string;
  fileId: string;
  /** Of whoever filed it: that of the file of what is wrong. */
  language: Ctx['language'];
}

/**
 * R12: files responses, all of them or none, or with `isDryRun` only checks them. What is wrong with responses is the batch's report;
 * what is wrong with the filing itself is refused. The same again is answered with the batch that is stored; its key with other
 * content is CONFLICT. A file is checked in the background: the batch is CHECKING until its job is done. In the desk's turn; `before`
 * is the batch that the key names already.
 */
export function fileBatch(ctx: Ctx, desk: FilingDesk, filing: Filing, before: ResponseBatch | null): Promise<ResponseBatch> {
  const { uploadId } = filing;
  return uploadId == null ? fileInline(ctx, desk, filing, before) : fileUpload(ctx, desk, { ...filing, uploadId }, before);
}

// ---- in the input ----------------------------------------------------------------------------------------------------

async function fileInline(ctx: Ctx, desk: FilingDesk, filing: Filing, before: ResponseBatch | null): Promise<ResponseBatch> {
  if (before && (await isChecking(ctx, before))) throw underCheck();
  const given = (filing.responses ?? []).map((response, index) => ({ response: completed(response), place: inlinePlace(index) }));
  const kept = before && !isReport(before.state) ? before : undefined;
  // What is stored already is answered when the desk is closed, too.
  const [{ responses, violations, services }] = await Promise.all([desk.check(ctx, given), kept ?? desk.assertOpen(ctx, ctx.now)]);
  if (kept) {
    // What is wrong with answers is not in their kept form: nothing like it is stored.
    if (violations.some(isOfContent)) throw batchKeyRefusal({ state: kept.state, isSameContent: false });
    return keptBatch(ctx, kept, contentOf(desk, responses));
  }
  const batch = filed(ctx, before, filing, desk, {
    state: outcomeOf({ isDryRun: filing.isDryRun, violationCount: violations.length }),
    accepted: violations.length > 0 ? 0 : responses.length,
    violations: violations.slice(0, mostViolations),
    violationCount: violations.length,
    jobId: null,
    sourceFileId: null,
  });
  if (batch.state === 'STORED') {
    const storing = storeResponses(ctx, batch, responseRows({ questions: desk.frame.version.questions, services }, responses));
    // Made while the database writes them.
    const form = writeForm(ctx, contentOf(desk, responses));
    await Promise.all([storing, issueBatchReceipt(ctx, batch, desk, form, responses.length)]);
  }
  return batch;
}

/** Nothing absent, ids in their one form. */
function completed({ municipalityId, offerId, serviceCode, appliedOn, servedOn, answers }: GivenResponse): FiledResponse {
  return {
    municipalityId: municipalityId?.toLowerCase() ?? null,
    offerId: offerId?.toLowerCase() ?? null,
    serviceCode,
    appliedOn: appliedOn ?? null,
    servedOn: servedOn ?? null,
    answers,
  };
}

/** What a batch is, as canonical JSON: the text that the receipt's hash is made of. */
export function contentOf(desk: FilingDesk, responses: readonly CheckedResponse[]): string {
  return canonicalJson({ ...desk.head, responses: responses.map((response) => rowOfContent(desk, response)) });
}

/** A response in it: answers as they are kept. Whose a municipality's own is goes without saying. */
export function rowOfContent({ frame }: FilingDesk, { municipalityId, ...response }: CheckedResponse): CanonicalValue {
  return frame.municipality ? response : { municipalityId, ...response };
}

/** The batch that is there already, if what is filed is the same once more. */
async function keptBatch(ctx: Ctx, batch: ResponseBatch, content: string): Promise<ResponseBatch> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const refusal = batchKeyRefusal({ state: batch.state, isSameContent: await isReceived(ctx, batch, sha256) });
  if (refusal) throw refusal;
  return batch;
}

/** Whether a batch was made of exactly this content. */
export async function isReceived(ctx: Ctx, { receiptId }: Pick<ResponseBatch, 'receiptId'>, sha256: string): Promise<boolean> {
  return (await ctx.em.findOneOrFail(Receipt, { id: receiptId ?? '' })).sha256 === sha256;
}

// ---- as a file -------------------------------------------------------------------------------------------------------

/** Takes the file over, and leaves all else to the job. What is stored already stays as it is: the job says whether this is the same. */
async function fileUpload(
  ctx: Ctx,
  desk: FilingDesk,
  filing: Filing & { uploadId: string },
  before: ResponseBatch | null,
): Promise<ResponseBatch> {
  const withdrawn = before?.state === 'WITHDRAWN' && batchKeyRefusal({ state: before.state, isSameContent: true });
  if (withdrawn) throw withdrawn;
  if (before?.state === 'STORED' && filing.isDryRun) throw storedAlready();
  const file = (await reportedFile(ctx, before, filing.uploadId)) ?? (await fileFromUpload(ctx, filing.uploadId));
  if (!formatOf(file.mediaType)) throw unreadableFormat();
  if (before && (await isChecking(ctx, before))) {
    if (await isSameFiling(ctx, before, filing, desk.frame, file)) return before;
    throw underCheck();
  }
  const jobId = startJob(ctx, { kind: 'CHECK_RESPONSE_FILE' });
  if (before?.state !== 'STORED') await desk.assertOpen(ctx, ctx.now);
  const nothingYet = { state: 'CHECKING' as const, accepted: 0, violations: [], violationCount: 0 };
  const batch =
    before?.state === 'STORED'
      ? Object.assign(before, { jobId })
      : filed(ctx, before, filing, desk, { ...nothingYet, jobId, sourceFileId: file.id });
  const payload: FileToCheck = { jobId, batchId: batch.id, fileId: file.id, language: ctx.language };
  await enqueue(ctx, desk.fileCheck, { ...payload });
  return batch;
}

/** A file that was only looked into under this key, in a dry run or in vain, need not come over the line once more. */
async function reportedFile(ctx: Ctx, before: ResponseBatch | null, uploadId: string): Promise<StoredFile | null> {
  if (!before?.sourceFileId || !isReport(before.state)) return null;
  return ctx.em.findOne(StoredFile, { id: before.sourceFileId, contentId: uploadId });
}

async function isChecking(ctx: Ctx, { state, jobId }: ResponseBatch): Promise<boolean> {
  return state === 'CHECKING' && jobId != null && (await isUnderWay(ctx, jobId));
}

async function isSameFiling(
  ctx: Ctx,
  before: ResponseBatch,
  { isDryRun }: Filing,
  { cycle, version }: BatchFrame,
  { sha256 }: StoredFile,
): Promise<boolean> {
  const source = await ctx.em.findOneOrFail(StoredFile, { id: before.sourceFileId ?? '' });
  const isSameFrame = before.cycleId === cycle.id && before.formVersionId === version.id && before.isDryRun === isDryRun;
  return isSameFrame && source.sha256 === sha256;
}

// ---- either way ------------------------------------------------------------------------------------------------------

type Report = Pick<ResponseBatch, 'state' | 'accepted' | 'violations' | 'violationCount' | 'jobId' | 'sourceFileId'>;

/** Writes what is known of a filing: into the report that its key has already, otherwise into a new one. */
function filed(
  ctx: Ctx,
  before: ResponseBatch | null,
  { batchKey, isDryRun }: Filing,
  { frame: { municipality, cycle, version } }: FilingDesk,
  report: Report,
): ResponseBatch {
  const id = before?.id ?? newId();
  const fields = {
    municipalityId: municipality?.id ?? null,
    cycleId: cycle.id,
    formVersionId: version.id,
    batchKey,
    isDryRun,
    ...report,
    violationsFileId: null,
    filedAt: ctx.now,
    filedBy: stampOf(ctx.actor, ctx.actingAs),
  };
  recordTransition(ctx, { type: 'ResponseBatch', id }, { from: before?.state ?? null, to: report.state });
  return before ? Object.assign(before, fields) : ctx.em.create(ResponseBatch, { id, ...fields });
}

/** R12: issues the receipt, which says whether 20 October was over when a municipality filed it. */
export async function issueBatchReceipt(
  ctx: Ctx,
  batch: ResponseBatch,
  desk: FilingDesk,
  form: WrittenContent | Promise<WrittenContent>,
  responses: number,
): Promise<void> {
  const subject = { type: 'ResponseBatch', id: batch.id };
  const municipalityId = desk.frame.municipality?.id ?? null;
  const { filedAt: receivedAt } = batch;
  const isLate = desk.isLate(ctx, receivedAt);
  const receipt = await issueReceipt(ctx, { municipalityId, subject, form, isLate, receivedAt });
  batch.receiptId = receipt.id;
  const after = { responses, sha256: receipt.sha256 };
  await audit(ctx, { subjectType: subject.type, subjectId: batch.id, municipalityId, after });
}
