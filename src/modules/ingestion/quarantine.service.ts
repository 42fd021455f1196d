import { createHash } from 'node:crypto';
import { stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, orderBy, page, type Page, type PageArguments, run, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, recordTransition } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { HubError, type Violation } from '../../shared/errors.ts';
import type { FaultEvidence } from './connector.ts';
import { QuarantinedRecord } from './ingestion.entity.ts';
import { applyVerdicts, type RowToJudge, rowsToJudge } from './observation.service.ts';
import { acceptRefusal, judge, type QuarantineFacts, type QuarantineState, reasonRefusal, rejectRefusal } from './observation.rules.ts';

/** Records that wait or were decided, the latest first. */
export function listQuarantined(
  ctx: Ctx,
  { sourceId, states }: { sourceId?: string | null; states?: readonly QuarantineState[] | null },
  paging: PageArguments,
): Promise<Page<QuarantinedRecord>> {
  return page<QuarantinedRecord>(ctx, {
    list: 'quarantinedRecords',
    select: columnsOf(ctx, QuarantinedRecord, 't'),
    from: sql`quarantined_record t`,
    where: [sourceId != null && sql`t.source_id = ${sourceId}`, states != null && sql`t.state = any(${[...states]})`],
    order: orderBy('QUARANTINED_AT_DESC', sql`t.quarantined_at`, 'timestamptz', 'desc'),
    page: paging,
    filter: { sourceId, states },
  });
}

export function factsOfRecord({ state, answerId }: QuarantinedRecord): QuarantineFacts {
  return { state, isRow: answerId != null };
}

// ---- putting in ----------------------------------------------------------------------------------------------------

interface ToQuarantine {
  answerId: string | null;
  violation: Violation;
  raw: Record<string, unknown>;
  fingerprint: string;
}

/** Rows that wait for a person. The same row with the same fault is there once. Returns how many are new. */
export function quarantineRows(
  ctx: Ctx,
  of: { sourceId: string; runId: string },
  held: readonly { row: RowToJudge; violation: Violation }[],
): Promise<number> {
  const records = held.map(({ row, violation }) => {
    const raw = rawOf(row);
    const { recordedAt: _, correctionReason: __, ...said } = raw;
    return { answerId: row.answerId, violation, raw, fingerprint: fingerprintOf(of.sourceId, violation.rule, said) };
  });
  return insertQuarantined(ctx, of, records);
}

/** What is kept of an answer that could not be read, for the person who looks into it. */
export function quarantineAnswer(
  ctx: Ctx,
  of: { sourceId: string; runId: string },
  evidence: FaultEvidence,
  violation: Violation,
): Promise<number> {
  const raw = { ...evidence };
  return insertQuarantined(ctx, of, [
    { answerId: null, violation, raw, fingerprint: fingerprintOf(of.sourceId, violation.rule, [of.runId, evidence.bodySha256]) },
  ]);
}

async function insertQuarantined(
  ctx: Ctx,
  { sourceId, runId }: { sourceId: string; runId: string },
  records: readonly ToQuarantine[],
): Promise<number> {
  if (records.length === 0) return 0;
  const values = records.map((record) => ({ id: newId(), ...record }));
  return run(
    ctx,
    sql`insert into quarantined_record (id, version, updated_at, updated_by, source_id, run_id, answer_id, state, violation, raw, fingerprint, quarantined_at)
        select id, 1, ${ctx.now}, ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb, ${sourceId}::uuid, ${runId}::uuid, "answerId", 'WAITING', violation, raw, fingerprint, ${ctx.now}
        from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as q(id uuid, "answerId" uuid, violation jsonb, raw jsonb, fingerprint text)
        on conflict (fingerprint) do nothing`,
  );
}

/** A row as its source stated it. */
function rawOf(row: RowToJudge) {
  const { soate, serviceCode, periodFrom, periodTo, channel, delivered, status, revision, recordedAt, correctionReason } = row;
  return { soate, serviceCode, periodFrom, periodTo, channel, delivered, status, revision, recordedAt, correctionReason };
}

function fingerprintOf(sourceId: string, rule: string | undefined, said: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([sourceId, rule, said]))
    .digest('hex');
}

// ---- deciding ------------------------------------------------------------------------------------------------------

export interface Decision {
  id: string;
  expectedVersion: number;
  reason: string;
}

/** Stores a quarantined row's count on a person's word, beside the revisions that have come since. A code must be known by now. */
export async function acceptQuarantinedRecord(ctx: Ctx, decision: Decision): Promise<QuarantinedRecord> {
  const record = await recordToDecide(ctx, decision);
  assertAllowed(acceptRefusal(factsOfRecord(record)));
  const { sourceId, runId } = record;
  await lockSource(ctx, sourceId);
  const row = found((await rowsToJudge(ctx, sourceId, rowOfRecord(record)))[0]);
  const verdict = judge(row, row, { isAccepted: true });
  if (verdict.kind === 'QUARANTINE') throw new HubError(verdict.violation);
  await applyVerdicts(ctx, { sourceId, runId }, [{ row, verdict }]);
  return decide(ctx, record, 'ACCEPTED', decision.reason);
}

/** Puts a quarantined record away; the source may state the count again in a new revision. */
export async function rejectQuarantinedRecord(ctx: Ctx, decision: Decision): Promise<QuarantinedRecord> {
  const record = await recordToDecide(ctx, decision);
  assertAllowed(rejectRefusal(factsOfRecord(record)));
  return decide(ctx, record, 'REJECTED', decision.reason);
}

async function recordToDecide(ctx: Ctx, { id, expectedVersion, reason }: Decision): Promise<QuarantinedRecord> {
  assertAllowed(reasonRefusal(reason));
  const record = found(await ctx.em.findOne(QuarantinedRecord, { id }), ['input', 'id']);
  assertVersion(record, expectedVersion);
  return record;
}

function decide(ctx: Ctx, record: QuarantinedRecord, state: 'ACCEPTED' | 'REJECTED', reason: string): QuarantinedRecord {
  recordTransition(ctx, { type: 'QuarantinedRecord', id: record.id }, { from: record.state, to: state, reason });
  return Object.assign(record, { state, reason, decidedBy: stampOf(ctx.actor, ctx.actingAs), decidedAt: ctx.now });
}

function rowOfRecord({ answerId, raw }: QuarantinedRecord) {
  return sql`select a.id as answer_id, a.as_of, r.soate, r."serviceCode" as service_code, r."periodFrom" as period_from, r."periodTo" as period_to,
      r.channel, r.delivered, r.status, r.revision, r."recordedAt" as recorded_at, r."correctionReason" as correction_reason
    from source_answer a, jsonb_to_record(${JSON.stringify(raw)}::jsonb) as r(soate text, "serviceCode" text, "periodFrom" date, "periodTo" date, channel text,
      delivered bigint, status text, revision int, "recordedAt" timestamptz, "correctionReason" text)
    where a.id = ${answerId}`;
}

/** One writer of a source's observations at a time, until the transaction ends. */
export async function lockSource(ctx: Ctx, sourceId: string): Promise<void> {
  await awaitTurn(ctx, `volume-source:${sourceId}`);
}
