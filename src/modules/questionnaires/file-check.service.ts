import { LockMode } from '@mikro-orm/postgresql';
import type { Ctx } from '../../kit/ctx.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { formatOf } from '../../kit/table-file/table-file.ts';
import { recordTransition } from '../../kit/workflow.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { byteOrderMark, csvLine } from '../../shared/csv-cell.ts';
import { HubError, type Violation } from '../../shared/errors.ts';
import { inLanguage, type Language } from '../../shared/localized-text.ts';
import { type ContentFacts, discardContent, writeContent } from '../files/content.service.ts';
import { StoredFile } from '../files/file.entity.ts';
import { keepContent } from '../files/file.service.ts';
import { cancelledMeanwhile, failureOf } from '../files/job.rules.ts';
import { beginJob, failJob, finishJob, isCancelled, progress, reasonOfEnd } from '../files/job.service.ts';
import {
  type CheckedFiling,
  contentOf,
  type FilingDesk,
  type FileToCheck,
  isReceived,
  issueBatchReceipt,
  rowOfContent,
} from './batch-filing.service.ts';
import { ResponseBatch } from './response-batch.entity.ts';
import { batchKeyRefusal, mostViolations, outcomeOf } from './response-batch.rules.ts';
import { type FileRow, readResponses } from './response-file.service.ts';
import { filePlace } from './response.rules.ts';
import { discardStaged, responseRows, stageResponses, storeStaged } from './response.service.ts';

/** A file in hand. */
interface Work {
  ctx: Ctx;
  of: FileToCheck;
  batch: ResponseBatch;
  file: StoredFile;
  desk: FilingDesk;
  signal: AbortSignal;
}

/** Rows that are read, checked and staged at a time. */
const rowsAtATime = 500;

/**
 * R12: checks what was filed as a file, and stores all of it or none. Rows are staged where nobody sees them, and one statement makes
 * them visible; when a hub dies over it another begins again from the start. What goes wrong on our side leaves a batch that is rejected
 * and says so, and whose key may be filed again.
 */
export async function checkFiledFile(
  ctx: Ctx,
  of: FileToCheck,
  deskOf: (ctx: Ctx, batch: ResponseBatch) => Promise<FilingDesk>,
  signal: AbortSignal,
): Promise<void> {
  await leaveNothing(ctx, of);
  if (!(await beginJob(ctx, of.jobId))) return reject(ctx, of, await reasonOfEnd(ctx, of.jobId));
  try {
    const batch = await ctx.em.findOneOrFail(ResponseBatch, { id: of.batchId });
    const file = await ctx.em.findOneOrFail(StoredFile, { id: of.fileId });
    const work = { ctx, of, batch, file, desk: await deskOf(ctx, batch), signal };
    await (batch.state === 'STORED' ? compare(work) : settle(work));
  } catch (error) {
    await leaveNothing(ctx, of);
    // A hub that is stopped leaves the work to the next one.
    if (signal.aborted) throw error;
    await failJob(ctx, of.jobId, error);
    await reject(ctx, of, failureOf(error));
    if (!(error instanceof HubError)) throw error;
  }
}

async function leaveNothing(ctx: Ctx, { jobId }: FileToCheck): Promise<void> {
  await discardStaged(ctx, jobId);
  await discardContent(ctx, jobId);
}

// ---- checking --------------------------------------------------------------------------------------------------------

interface CheckedRows extends CheckedFiling {
  /** Rows read so far. */
  done: number;
}

/** Reads and checks the file, some hundred rows at a time; shows how far it is, and stops when it is to. */
async function* checkedRows({ ctx, of, file, desk, signal }: Work): AsyncGenerator<CheckedRows, void> {
  const noAnswer = formatOf(file.mediaType) === 'JSON' ? 'NULL' : 'EMPTY_CELL';
  let done = 0;
  for await (const rows of inGroups(readResponses(ctx, file, desk.frame.version))) {
    signal.throwIfAborted();
    if (await isCancelled(ctx, of.jobId)) throw cancelledMeanwhile();
    const given = rows.flatMap(({ row, response, municipalityColumn }) =>
      response ? [{ response, place: filePlace(row, noAnswer, municipalityColumn) }] : [],
    );
    const checked = await desk.check(ctx, given);
    done += given.length;
    await progress(ctx, of.jobId, done);
    yield { ...checked, violations: inOrder([...rows.flatMap(({ violations }) => violations), ...checked.violations]), done };
  }
}

async function* inGroups(rows: AsyncIterable<FileRow>): AsyncGenerator<FileRow[], void> {
  let group: FileRow[] = [];
  for await (const row of rows) {
    if (group.push(row) < rowsAtATime) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function inOrder(violations: readonly Violation[]): Violation[] {
  return violations.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

/** What came of a file: how many of its responses are good, and from where on it is wrong, if it is. */
interface Findings {
  accepted: number;
  wrong?: CheckedRows;
}

/** The canonical form of the whole filing, up to the first that is wrong. Stages what it gives, if it is to be stored. */
async function* acceptedContent(
  { ctx, of, desk }: Work,
  checked: AsyncGenerator<CheckedRows, void>,
  findings: Findings,
  isStaged: boolean,
): AsyncGenerator<Uint8Array, void> {
  const [head = '', tail = ''] = contentOf(desk, []).split('"responses":[', 2);
  yield Buffer.from(`${head}"responses":[`);
  for (let ordinal = 0; ; ordinal += 1) {
    const { value: rows, done } = await checked.next();
    if (done) break;
    if (rows.violations.length > 0) {
      findings.wrong = rows;
      return;
    }
    findings.accepted = rows.done;
    if (isStaged) {
      const written = responseRows({ questions: desk.frame.version.questions, services: rows.services }, rows.responses);
      await stageResponses(ctx, of.jobId, ordinal, written);
    }
    yield Buffer.from((ordinal > 0 ? ',' : '') + rows.responses.map((response) => canonicalJson(rowOfContent(desk, response))).join(','));
  }
  yield Buffer.from(tail);
}

// ---- what comes of it ------------------------------------------------------------------------------------------------

async function settle(work: Work): Promise<void> {
  const { ctx, of, batch } = work;
  const findings: Findings = { accepted: 0 };
  const checked = checkedRows(work);
  try {
    const facts = await writeContent(ctx, of.jobId, acceptedContent(work, checked, findings, !batch.isDryRun));
    if (findings.wrong) await report(work, findings.wrong, checked);
    else await accept(work, findings.accepted, facts);
  } finally {
    await checked.return();
  }
}

/** Makes the responses visible, with their receipt, or says that they could be stored. */
async function accept(work: Work, accepted: number, facts: ContentFacts): Promise<void> {
  const { of, desk } = work;
  const form = { contentId: of.jobId, ...facts };
  await inTransaction(work.ctx, async (ctx) => {
    if (work.batch.isDryRun) return void (await conclude(ctx, work, { accepted }));
    // First what takes long: others' turn is not held up over it.
    await storeStaged(ctx, work.batch, of.jobId);
    await desk.awaitTurn(ctx);
    await desk.assertOpen(ctx, work.batch.filedAt);
    const batch = await conclude(ctx, work, { accepted });
    await issueBatchReceipt(ctx, batch, desk, form, accepted);
  });
}

/** Writes all that is wrong into a file: it is read on to its end, and nothing of it is stored. */
async function report(work: Work, first: CheckedRows, rest: AsyncGenerator<CheckedRows, void>): Promise<void> {
  const { ctx, of } = work;
  await leaveNothing(ctx, of);
  const violations: Violation[] = [];
  let violationCount = 0;
  const gathered = async function* (): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from(byteOrderMark + csvLine(['row', 'column', 'rule', 'message', 'hint']));
    for (let rows: CheckedRows | void = first; rows; rows = (await rest.next()).value) {
      violationCount += rows.violations.length;
      violations.push(...rows.violations.slice(0, mostViolations - violations.length));
      yield Buffer.from(rows.violations.map((violation) => violationLine(violation, of.language)).join(''));
    }
  };
  const facts = await writeContent(ctx, of.jobId, gathered());
  await inTransaction(ctx, async (inner) => {
    const name = `${work.batch.batchKey} - violations.csv`;
    const file = keepContent(inner, { name, mediaType: 'text/csv', contentId: of.jobId, ...facts });
    await conclude(inner, work, { violations, violationCount, violationsFileId: file.id });
  });
}

function violationLine({ row, column, rule, code, message, hint }: Violation, language: Language): string {
  const words = [inLanguage(message, language), hint ? inLanguage(hint, language) : null];
  return csvLine([row ?? null, column ?? null, rule ?? code, ...words]);
}

type Outcome = Partial<Pick<ResponseBatch, 'accepted' | 'violations' | 'violationCount' | 'violationsFileId'>>;

/** R12: ends the check: its result, the step of the workflow, and the job. Throws, so that all of it is undone, if it was cancelled meanwhile. */
async function conclude(ctx: Ctx, { of }: Work, outcome: Outcome): Promise<ResponseBatch> {
  const batch = await ctx.em.findOneOrFail(ResponseBatch, { id: of.batchId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const state = outcomeOf({ isDryRun: batch.isDryRun, violationCount: outcome.violationCount ?? 0 });
  recordTransition(ctx, { type: 'ResponseBatch', id: batch.id }, { from: batch.state, to: state });
  await discardStaged(ctx, of.jobId);
  if (state === 'DRY_RUN_PASSED') await discardContent(ctx, of.jobId);
  await finishJob(ctx, of.jobId, outcome.accepted);
  return Object.assign(batch, outcome, { state });
}

/** A batch that got no result has one after all: that it is rejected, and why. One that is stored stays. */
async function reject(ctx: Ctx, of: FileToCheck, violation: Violation): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const batch = await inner.em.findOneOrFail(ResponseBatch, { id: of.batchId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (batch.state !== 'CHECKING' || batch.jobId !== of.jobId) return;
    recordTransition(inner, { type: 'ResponseBatch', id: batch.id }, { from: batch.state, to: 'REJECTED' });
    Object.assign(batch, { state: 'REJECTED', violations: [violation], violationCount: 1 });
  });
}

/** Ours: the same content again is the stored batch. The work fails with CONFLICT where it is other content; nothing changes either way. */
async function compare(work: Work): Promise<void> {
  const { ctx, of, batch } = work;
  const findings: Findings = { accepted: 0 };
  const checked = checkedRows(work);
  const { sha256 } = await writeContent(ctx, of.jobId, acceptedContent(work, checked, findings, false));
  await checked.return();
  await discardContent(ctx, of.jobId);
  const isSameContent = !findings.wrong && (await isReceived(ctx, batch, sha256));
  const refusal = batchKeyRefusal({ state: 'STORED', isSameContent });
  if (refusal) throw refusal;
  await inTransaction(ctx, (inner) => finishJob(inner, of.jobId, findings.accepted));
}
