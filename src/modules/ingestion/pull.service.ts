import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { columnsOf, firstRow, rows, run, sql } from '../../kit/sql.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { type BreakerState, SourceFaultError, type SourceFault, type VolumePage } from './connector.ts';
import { IngestionRun, VolumeSource } from './ingestion.entity.ts';
import { judge } from './observation.rules.ts';
import { applyVerdicts, type JudgedRow, type RowToJudge, rowsToJudge, withdrawAbsent } from './observation.service.ts';
import { type FaultFacts, flawedAnswer, type AnswerFlaw, sourceIsPaused, type StoredFault, storedFault } from './pull-fault.rules.ts';
import { lockSource, quarantineAnswer, quarantineRows } from './quarantine.service.ts';
import { coversLastClosedMonths, lastClosedMonths, type PullScope } from './volume-source.rules.ts';

/** A run in the hands of one attempt. */
export interface ClaimedRun {
  runId: string;
  attemptId: string;
  attempts: number;
  source: VolumeSource;
  scope: PullScope;
}

/** Another hub has taken the run over, or it has ended: whatever this attempt still does is for nothing. */
export class RunLostError extends Error {
  constructor(runId: string) {
    super(`run ${runId} is no longer this attempt's`);
    this.name = 'RunLostError';
  }
}

/**
 * Takes a run that is queued, or that a dead hub left running; what that attempt had staged is gone. Undefined = it has ended, or it
 * ends here because its source was paused meanwhile.
 */
export async function claimRun(ctx: Ctx, runId: string): Promise<ClaimedRun | undefined> {
  const attemptId = newId();
  const [taken] = await rows<IngestionRun>(
    ctx,
    sql`update ingestion_run t set state = 'RUNNING', attempt_id = ${attemptId}, attempts = t.attempts + 1, started_at = ${ctx.now}, fetched = 0, expected = null
        where t.id = ${runId} and t.state in ('QUEUED', 'RUNNING') returning ${columnsOf(ctx, IngestionRun, 't')}`,
  );
  if (!taken) return undefined;
  await discardStaged(ctx, runId);
  const source = await sourceOf(ctx, taken.sourceId);
  const claimed = { runId, attemptId, attempts: taken.attempts, source, scope: scopeOfRun(taken) };
  if (!source.pausedAt) return withScope(ctx, claimed);
  await endRun(ctx, claimed, { state: 'FAILED', fault: storedFault(sourceIsPaused) });
  return undefined;
}

/** Changes since nothing are everything: a source that was never read, or has become another, is read in full. */
async function withScope(ctx: Ctx, claimed: ClaimedRun): Promise<ClaimedRun> {
  if (claimed.scope.mode === 'FULL' || claimed.source.watermark != null) return claimed;
  const scope = lastClosedMonths(dayOf(ctx.now));
  await updateOwnRun(ctx, claimed, scopeColumns(scope));
  return { ...claimed, scope };
}

function scopeColumns({ mode, periodFrom, periodTo }: PullScope) {
  return sql`mode = ${mode}, period_from = ${periodFrom}::date, period_to = ${periodTo}::date`;
}

async function sourceOf(ctx: Ctx, sourceId: string): Promise<VolumeSource> {
  const [source] = await rows<VolumeSource>(
    ctx,
    sql`select ${columnsOf(ctx, VolumeSource, 't')} from volume_source t where t.id = ${sourceId}`,
  );
  if (!source) throw new Error(`VolumeSource ${sourceId} is referenced but absent`);
  return source;
}

function scopeOfRun({ mode, periodFrom, periodTo }: IngestionRun): PullScope {
  return mode === 'FULL' && periodFrom != null && periodTo != null
    ? { mode, periodFrom, periodTo }
    : { mode: 'CHANGES', periodFrom: null, periodTo: null };
}

async function discardStaged(ctx: Ctx, runId: string): Promise<void> {
  await run(ctx, sql`delete from staged_volume where run_id = ${runId}`);
  await run(ctx, sql`delete from source_answer where run_id = ${runId}`);
}

/** Sets columns of a run if it still is this attempt's. Throws RunLostError. */
async function updateOwnRun(ctx: Ctx, { runId, attemptId }: ClaimedRun, assignments: ReturnType<typeof sql>): Promise<void> {
  const updated = await run(
    ctx,
    sql`update ingestion_run set ${assignments} where id = ${runId} and attempt_id = ${attemptId} and state = 'RUNNING'`,
  );
  if (updated === 0) throw new RunLostError(runId);
}

// ---- staging -------------------------------------------------------------------------------------------------------

/** Keeps a page where nobody sees it yet. Throws SourceFaultError if it does not fit the pages before, RunLostError. */
export async function stagePage(ctx: Ctx, claimed: ClaimedRun, page: VolumePage, number: number): Promise<void> {
  const { runId } = claimed;
  const { snapshotId, asOf, totalItems = null, items, xroadId, xroadRequestId = null, requestHash = null, bodySha256, complete } = page;
  await updateOwnRun(
    ctx,
    claimed,
    sql`fetched = fetched + ${items.length}, expected = ${totalItems}::int, snapshot_id = ${snapshotId}, as_of = ${asOf}::timestamptz`,
  );
  const answerId = newId();
  await run(
    ctx,
    sql`insert into source_answer (id, run_id, page, xroad_id, xroad_request_id, request_hash, body_sha256, snapshot_id, as_of, is_complete)
        values (${answerId}, ${runId}, ${number}, ${xroadId}, ${xroadRequestId}, ${requestHash}, ${bodySha256}, ${snapshotId}, ${asOf}::timestamptz, ${complete})`,
  );
  const values = items.map((item) => ({ id: newId(), ...item }));
  const staged = await run(
    ctx,
    sql`insert into staged_volume (id, run_id, answer_id, soate, service_code, period_from, period_to, channel, delivered, status, revision, recorded_at, correction_reason)
        select id, ${runId}::uuid, ${answerId}::uuid, soate, "serviceCode", "periodFrom", "periodTo", channel, delivered, status, revision, "recordedAt", "correctionReason"
        from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r(id uuid, soate text, "serviceCode" text, "periodFrom" date, "periodTo" date, channel text,
          delivered bigint, status text, revision int, "recordedAt" timestamptz, "correctionReason" text)
        on conflict do nothing`,
  );
  if (staged < items.length) throw flawed('Hub.DuplicateRow', `page ${number}: ${items.length - staged} keys came before`, xroadId);
}

/** A fault of an answer as a whole, as a connector would throw it. */
export function flawed(code: AnswerFlaw, detail: string, xroadId: string): SourceFaultError {
  const fault = flawedAnswer(code, detail, xroadId);
  return new SourceFaultError({ ...fault, normalisedCode: fault.code.toLowerCase() });
}

/** Begins a run again after a fault that is a step of the protocol: nothing is staged any more, and the run says what it overcame. */
export async function beginAgain(ctx: Ctx, claimed: ClaimedRun, scope: PullScope, fault: FaultFacts): Promise<void> {
  const overcome: StoredFault = { ...storedFault(fault), isRetried: true };
  await updateOwnRun(
    ctx,
    claimed,
    sql`fetched = 0, expected = null, snapshot_id = null, as_of = null, fault = ${JSON.stringify(overcome)}::jsonb, ${scopeColumns(scope)}`,
  );
  await discardStaged(ctx, claimed.runId);
  if (scope.mode !== claimed.scope.mode) await run(ctx, sql`update volume_source set watermark = null where id = ${claimed.source.id}`);
}

// ---- the end of a run ----------------------------------------------------------------------------------------------

interface Tally {
  stored: number;
  unchanged: number;
  quarantined: number;
  withdrawn: number;
}

const rowsAtOnce = 500;

/**
 * Judges all that was staged and makes it visible at once, with the watermark, in the caller's transaction. Throws SourceFaultError
 * if the answer is not whole, RunLostError.
 */
export async function commitRun(
  ctx: Ctx,
  claimed: ClaimedRun,
  { watermark, breaker, hasRevisions }: { watermark: string; breaker: BreakerState; hasRevisions: boolean },
): Promise<Tally> {
  const { runId, source } = claimed;
  await lockSource(ctx, source.id);
  await updateOwnRun(ctx, claimed, sql`finished_at = ${ctx.now}`);
  if ((await sourceOf(ctx, source.id)).version !== source.version)
    throw new Error(`source ${source.code} was changed while it was read: it is read again`);
  const answer = await wholeAnswer(ctx, runId);
  const tally: Tally = { stored: 0, unchanged: 0, quarantined: 0, withdrawn: 0 };
  for (const month of await stagedMonths(ctx, runId)) await storeMonth(ctx, { ...claimed, hasRevisions }, month, tally);
  const { scope } = claimed;
  if (scope.mode === 'FULL' && answer.isComplete) {
    tally.withdrawn = await withdrawAbsent(ctx, { sourceId: source.id, runId }, { ...scope, asOfDay: dayOf(answer.asOf) });
  }
  await run(ctx, sql`delete from staged_volume where run_id = ${runId}`);
  await endRun(ctx, claimed, { state: 'COMMITTED', tally });
  await recordGoodPull(ctx, claimed, watermark, breaker);
  return tally;
}

interface WholeAnswer {
  asOf: Date;
  isComplete: boolean;
}

/** What the pages say together, if they fit. */
async function wholeAnswer(ctx: Ctx, runId: string): Promise<WholeAnswer> {
  const pages = await firstRow<WholeAnswer & { fetched: number; expected: number | null; snapshots: number; xroadId: string }>(
    ctx,
    sql`select r.fetched, r.expected, max(a.as_of) as as_of, bool_and(a.is_complete) as is_complete, count(distinct a.snapshot_id) as snapshots, max(a.xroad_id) as xroad_id
        from ingestion_run r join source_answer a on a.run_id = r.id where r.id = ${runId} group by r.id`,
  );
  if (!pages) throw new Error(`run ${runId} has no answer to commit`);
  const { fetched, expected, snapshots, xroadId } = pages;
  if (snapshots > 1) throw flawed('Hub.SnapshotChanged', `${snapshots} snapshots in one answer`, xroadId);
  if (expected !== null && expected !== fetched) throw flawed('Hub.WrongTotal', `totalItems ${expected}, but ${fetched} came`, xroadId);
  return pages;
}

async function stagedMonths(ctx: Ctx, runId: string): Promise<LocalDate[]> {
  const months = await rows<{ periodFrom: LocalDate }>(
    ctx,
    sql`select distinct period_from from staged_volume where run_id = ${runId} order by period_from`,
  );
  return months.map(({ periodFrom }) => periodFrom);
}

/** Month after month, so that a jump is seen alike whether months came in one pull or in several; a few hundred rows at a time. */
async function storeMonth(
  ctx: Ctx,
  { runId, source, hasRevisions }: ClaimedRun & { hasRevisions: boolean },
  month: LocalDate,
  tally: Tally,
): Promise<void> {
  let found: RowToJudge[] = [];
  do {
    found = await rowsToJudge(ctx, source.id, nextStaged(runId, month, found.at(-1)));
    const judged = found.map((row): JudgedRow => ({ row, verdict: judge(row, row, { hasRevisions }) }));
    await store(ctx, { sourceId: source.id, runId }, judged, tally);
  } while (found.length === rowsAtOnce);
}

function nextStaged(runId: string, month: LocalDate, after: RowToJudge | undefined) {
  const key = sql`t.soate, t.service_code, t.channel`;
  const rest = after ? sql`and (${key}) > (${after.soate}, ${after.serviceCode}, ${after.channel})` : sql``;
  return sql`select t.*, a.as_of from staged_volume t join source_answer a on a.id = t.answer_id
    where t.run_id = ${runId} and t.period_from = ${month}::date ${rest} order by ${key} limit ${rowsAtOnce}`;
}

async function store(ctx: Ctx, of: { sourceId: string; runId: string }, judged: readonly JudgedRow[], tally: Tally): Promise<void> {
  await applyVerdicts(ctx, of, judged);
  const held = judged.flatMap(({ row, verdict }) => (verdict.kind === 'QUARANTINE' ? [{ row, violation: verdict.violation }] : []));
  const quarantined = await quarantineRows(ctx, of, held);
  const stored = judged.filter(({ verdict }) => verdict.kind === 'STORE' || verdict.kind === 'RESTORE').length;
  tally.stored += stored;
  tally.quarantined += quarantined;
  tally.unchanged += judged.length - stored - quarantined;
}

/** Ends a run that failed: nothing of it is stored, and the figures stay as they are, with their dates. Throws RunLostError. */
export async function failRun(
  ctx: Ctx,
  claimed: ClaimedRun,
  fault: FaultFacts & Pick<SourceFault, 'evidence'>,
  breaker: BreakerState,
): Promise<void> {
  const { runId, source } = claimed;
  const stored = storedFault(fault);
  await updateOwnRun(ctx, claimed, sql`finished_at = ${ctx.now}`);
  await discardStaged(ctx, runId);
  const { code, detail, message, hint } = stored;
  const violation = { code: 'RULE_VIOLATED' as const, rule: 'ours:readable-answer', message, hint };
  const quarantined = fault.evidence ? await quarantineAnswer(ctx, { sourceId: source.id, runId }, fault.evidence, violation) : 0;
  await endRun(ctx, claimed, {
    state: 'FAILED',
    fault: stored,
    tally: { stored: 0, unchanged: 0, quarantined, withdrawn: 0 },
    reason: [code, detail].filter(Boolean).join(': '),
  });
  await run(ctx, sql`update volume_source set fault = ${JSON.stringify(stored)}::jsonb, breaker = ${breaker} where id = ${source.id}`);
}

interface RunEnd {
  state: 'COMMITTED' | 'FAILED';
  tally?: Tally;
  fault?: StoredFault;
  reason?: string;
}

async function endRun(
  ctx: Ctx,
  claimed: ClaimedRun,
  { state, tally = { stored: 0, unchanged: 0, quarantined: 0, withdrawn: 0 }, fault, reason }: RunEnd,
): Promise<void> {
  const { stored, unchanged, quarantined, withdrawn } = tally;
  const faultKept = fault ? sql`${JSON.stringify(fault)}::jsonb` : sql`fault`;
  await updateOwnRun(
    ctx,
    claimed,
    sql`state = ${state}, finished_at = ${ctx.now}, fault = ${faultKept}, stored = ${stored}, unchanged = ${unchanged}, quarantined = ${quarantined}, withdrawn = ${withdrawn}`,
  );
  const after = { state, source: claimed.source.code, ...claimed.scope, ...tally };
  await audit(ctx, {
    subjectType: 'IngestionRun',
    subjectId: claimed.runId,
    before: { state: 'RUNNING' },
    after,
    reason,
    xroadId: fault?.xroadId,
  });
}

/**
 * A snapshot of some months must not move the watermark of the changes: what changed in other months would be missed. It only sets
 * it where there is none.
 */
async function recordGoodPull(ctx: Ctx, { scope, source }: ClaimedRun, watermark: string, breaker: BreakerState): Promise<void> {
  const isMonthly = coversLastClosedMonths(scope, dayOf(ctx.now));
  await run(
    ctx,
    sql`update volume_source set last_good_pull_at = ${ctx.now}, fault = null, breaker = ${breaker},
          last_full_pull_at = ${isMonthly ? sql`${ctx.now}` : sql`last_full_pull_at`},
          watermark = ${scope.mode === 'CHANGES' ? sql`${watermark}` : sql`coalesce(watermark, ${watermark})`}
        where id = ${source.id}`,
  );
}

/** What the provider was last seen to grant the hub. */
export async function recordGrants(ctx: Ctx, sourceId: string, grants: readonly string[]): Promise<void> {
  await run(ctx, sql`update volume_source set grants_seen = ${[...grants]}::text[], grants_seen_at = ${ctx.now} where id = ${sourceId}`);
}
