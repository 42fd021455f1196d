import { type Actor, hasRole, isMinistry, isOwn, stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { assertOneKey, found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, page, type Page, type PageArguments, rows, type Sql, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, recordTransition } from '../../kit/workflow.ts';
import { blankRefusal } from '../../kit/written-text.rules.ts';
import { badInput, type HubError, notFound } from '../../shared/errors.ts';
import { awaitFilingTurn } from '../monitoring-cycle/turns.service.ts';
import { ResponseBatch } from './response-batch.entity.ts';
import { withdrawalRefusal } from './response-batch.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** Rows of a municipality that the caller may see: every one for the ministry, its own for a PROVIDER. */
function scope({ actor }: Ctx): Sql | false {
  return !isMinistry(actor) && sql`t.municipality_id = ${actor.municipalityId}`;
}

export interface BatchKey {
  id?: string | null;
  batchKey?: string | null;
  /** Whose key it is; the caller's own unless given. */
  municipalityId?: string | null;
}

/** A batch by id, or by the key that a municipality gave it. NOT_FOUND: absent, or not yours. */
export async function getResponseBatch(ctx: Ctx, { id, batchKey, municipalityId }: BatchKey): Promise<ResponseBatch> {
  assertOneKey({ id, batchKey });
  const owner = municipalityId ?? ctx.actor.municipalityId;
  if (!id && !owner) throw ownerMissing();
  const which = id ? sql`t.id = ${id}` : sql`t.municipality_id = ${owner} and t.batch_key = ${batchKey}`;
  return found(
    await firstRow<ResponseBatch>(
      ctx,
      sql`select ${columnsOf(ctx, ResponseBatch, 't')} from response_batch t where ${which} and ${scope(ctx) || sql`true`}`,
    ),
  );
}

/** Batches of a cycle's year in scope, reports among them, the latest filed first. */
export function listResponseBatches(
  ctx: Ctx,
  { year, municipalityId }: { year: number; municipalityId?: string | null },
  paging: PageArguments,
): Promise<Page<ResponseBatch>> {
  return page<ResponseBatch>(ctx, {
    list: 'responseBatches',
    select: columnsOf(ctx, ResponseBatch, 't'),
    from: sql`response_batch t`,
    where: [
      scope(ctx),
      sql`t.cycle_id = (select c.id from monitoring_cycle c where c.year = ${year})`,
      municipalityId != null && sql`t.municipality_id = ${municipalityId}`,
    ],
    order: { name: 'FILED_AT_DESC', keys: [{ by: sql`t.filed_at`, type: 'timestamptz', direction: 'desc' }] },
    page: paging,
    filter: { year, municipalityId },
  });
}

// ---- withdrawing, handing in ---------------------------------------------------------------------------------------

/** Whether a batch is the actor's to withdraw: their municipality's, or of a survey the responsible unit's. */
export function isOfActor(actor: Actor, { municipalityId }: Pick<ResponseBatch, 'municipalityId'>): boolean {
  return municipalityId == null ? hasRole(actor, 'ANALYST') : isOwn(actor, municipalityId);
}

/**
 * Takes a stored batch back, with a reason, until it is handed in or its survey is closed; one that is accepted never. Its responses stay, and count nowhere. CONFLICT
 * on a stale version.
 */
export async function withdrawResponseBatch(
  ctx: Ctx,
  { id, expectedVersion, reason }: { id: string; expectedVersion: number; reason: string },
): Promise<ResponseBatch> {
  const batch = await ctx.em.findOne(ResponseBatch, { id });
  if (!batch || !isOfActor(ctx.actor, batch)) throw notFound(['input', 'id']);
  if (batch.municipalityId) await awaitFilingTurn(ctx, batch.municipalityId);
  await ctx.em.refresh(batch);
  assertAllowed(withdrawalRefusal(batch));
  assertAllowed(blankRefusal('reason', reason));
  assertVersion(batch, expectedVersion);
  recordTransition(ctx, { type: 'ResponseBatch', id }, { from: batch.state, to: 'WITHDRAWN', reason: reason.trim() });
  batch.state = 'WITHDRAWN';
  return batch;
}

/** A batch, and how many questionnaires it holds. */
export type LockedBatch = Pick<ResponseBatch, 'id' | 'accepted'>;

/**
 * R12: locks a municipality's stored batches of a cycle, as its submission is handed in: until `unlockBatches` none is withdrawn; that none
 * is added, `questionnairesFiled` sees to. Answers all that are handed in. In the transaction of the handing in; who may, the caller has checked.
 */
export function lockBatches(ctx: Ctx, municipalityId: string, cycleId: string): Promise<LockedBatch[]> {
  return setLock(ctx, municipalityId, cycleId, ctx.now);
}

/** R12: opens a municipality's batches of a cycle again, as its submission is returned. Answers them. */
export function unlockBatches(ctx: Ctx, municipalityId: string, cycleId: string): Promise<LockedBatch[]> {
  return setLock(ctx, municipalityId, cycleId, null);
}

/** R10: locks the stored ones of a survey's batches, as it is closed: none is withdrawn after. In the survey's turn. */
export async function lockSurveyBatches(ctx: Ctx, batchIds: readonly string[]): Promise<void> {
  const locked = await rows<{ id: string }>(
    ctx,
    sql`update response_batch set locked_at = ${ctx.now}::timestamptz, version = version + 1, updated_at = ${ctx.now},
          updated_by = ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb
        where id = any(${[...batchIds]}::uuid[]) and state = 'STORED' returning id`,
  );
  await audit(ctx, ...locked.map(({ id }) => ({ subjectType: 'ResponseBatch', subjectId: id, after: { lockedAt: ctx.now } })));
}

async function setLock(ctx: Ctx, municipalityId: string, cycleId: string, lockedAt: Date | null): Promise<LockedBatch[]> {
  await awaitFilingTurn(ctx, municipalityId);
  const batches = await rows<LockedBatch>(
    ctx,
    sql`update response_batch set locked_at = ${lockedAt}::timestamptz, version = version + 1, updated_at = ${ctx.now},
          updated_by = ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb
        where municipality_id = ${municipalityId} and cycle_id = ${cycleId} and state = 'STORED' returning id, accepted`,
  );
  await audit(ctx, ...batches.map(({ id }) => ({ subjectType: 'ResponseBatch', subjectId: id, municipalityId, after: { lockedAt } })));
  return batches;
}

/** R12: keeps that the unit accepts what is handed in: from now on none of these batches is withdrawn. In the transaction of the acceptance. */
export async function acceptBatches(ctx: Ctx, municipalityId: string, cycleId: string): Promise<void> {
  const accepted = await rows<{ id: string }>(
    ctx,
    sql`update response_batch set accepted_at = ${ctx.now}::timestamptz, version = version + 1, updated_at = ${ctx.now},
          updated_by = ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb
        where municipality_id = ${municipalityId} and cycle_id = ${cycleId} and locked_at is not null and accepted_at is null returning id`,
  );
  const after = { acceptedAt: ctx.now };
  await audit(ctx, ...accepted.map(({ id }) => ({ subjectType: 'ResponseBatch', subjectId: id, municipalityId, after })));
}

function ownerMissing(): HubError {
  return badInput(
    ['municipalityId'],
    {
      ky: 'Топтомдун ачкычы бир муниципалитеттин ичинде гана белгилүү.',
      ru: 'Ключ пакета известен только внутри одного муниципалитета.',
      en: 'A batch key is known within one municipality only.',
    },
    {
      ky: 'municipalityId кошуңуз; сурамжылоонун топтомдорун survey(id) { batches } көрсөтөт.',
      ru: 'Добавьте municipalityId; пакеты опроса показывает survey(id) { batches }.',
      en: 'Add municipalityId; the batches of a survey are shown by survey(id) { batches }.',
    },
  );
}
