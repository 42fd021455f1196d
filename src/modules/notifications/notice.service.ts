import { isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import type { SendOutcome } from '../../kit/mail/mailer.ts';
import { DeliveryAttempt, Notice } from '../../kit/notice.entity.ts';
import { isGivenUp, type NoticeKind, type NoticeState, retryAfterMinutes } from '../../kit/notice.rules.ts';
import { deliverNotice, deliveryKeyOf } from '../../kit/notice.ts';
import { enqueue } from '../../kit/outbox.ts';
import {
  columnsOf,
  firstRow,
  load,
  loaderOfMany,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { nameProblems } from '../../shared/plain-text.ts';
import { noteBounce, noteDelivery } from '../organizations/contact.service.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { isAddressRefused } from './address-problem.rules.ts';
import { escalate } from './address-problem.service.ts';
import { resendRefusal } from './notice.rules.ts';

/** The ministry sees every notice, a PROVIDER those to its municipality, others none. */
function noticesOf({ actor }: Ctx): Sql | false {
  return !isMinistry(actor) && sql`t.municipality_id = ${actor.municipalityId}`;
}

export async function getNotice(ctx: Ctx, id: string): Promise<Notice> {
  const scope = noticesOf(ctx) || sql`true`;
  return found(await firstRow<Notice>(ctx, sql`select ${columnsOf(ctx, Notice, 't')} from notice t where t.id = ${id} and ${scope}`));
}

export interface NoticeFilter {
  kinds?: readonly NoticeKind[] | null;
  states?: readonly NoticeState[] | null;
  municipalityId?: string | null;
  regionCode?: string | null;
  dueFrom?: Date | null;
  dueTo?: Date | null;
}

/** Notices in scope, the latest first. */
export async function listNotices(ctx: Ctx, filter: NoticeFilter, paging: PageArguments): Promise<Page<Notice>> {
  const region = await inRegion(ctx, 'm', filter.regionCode);
  return page<Notice>(ctx, {
    list: 'notices',
    select: columnsOf(ctx, Notice, 't'),
    from: sql`notice t`,
    where: [
      noticesOf(ctx),
      filter.kinds != null && sql`t.kind = any(${[...filter.kinds]})`,
      filter.states != null && sql`t.state = any(${[...filter.states]})`,
      filter.municipalityId != null && sql`t.municipality_id = ${filter.municipalityId}`,
      region && sql`t.municipality_id in (select m.id from municipality m where ${region})`,
      filter.dueFrom != null && sql`t.due_at >= ${filter.dueFrom}`,
      filter.dueTo != null && sql`t.due_at < ${filter.dueTo}`,
    ],
    order: orderBy('DUE_AT_DESC', sql`t.due_at`, 'timestamptz', 'desc'),
    page: paging,
    filter,
  });
}

const attemptsByNotice = loaderOfMany<string, DeliveryAttempt>(
  'attempts',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, DeliveryAttempt, 't')} from delivery_attempt t where t.notice_id = any(${[...ids]}::uuid[]) order by t.at, t.id`,
    ),
  (row) => row.noticeId,
);

/** The tries so far, oldest first. */
export async function attemptsOf(ctx: Ctx, noticeId: string): Promise<DeliveryAttempt[]> {
  return (await load(ctx, attemptsByNotice, noticeId)) ?? [];
}

/** Queues a notice once more, with a reason; its Message-ID stays, so that a mailbox shows one message. */
export async function resendNotice(ctx: Ctx, id: string, reason: string): Promise<Notice> {
  assertNone(nameProblems(['input', 'reason'], reason));
  const notice = found(await ctx.em.findOne(Notice, { id }), ['input', 'id']);
  assertAllowed(resendRefusal(notice.state));
  recordTransition(ctx, { type: 'Notice', id }, { from: notice.state, to: 'QUEUED', reason });
  Object.assign(notice, { state: 'QUEUED', dueAt: ctx.now, nextAttemptAt: null });
  await enqueue(ctx, deliverNotice, { noticeId: id }, { key: deliveryKeyOf(id) });
  return notice;
}

/** A notice that is to be tried now; undefined = another hub has done it, or it is not due again yet. */
export async function noticeToDeliver(ctx: Ctx, id: string): Promise<Notice | undefined> {
  const notice = await firstRow<Notice>(ctx, sql`select ${columnsOf(ctx, Notice, 't')} from notice t where t.id = ${id}`);
  if (!notice || (notice.state !== 'QUEUED' && notice.state !== 'DEFERRED')) return undefined;
  return notice;
}

/** Leaves a notice in the queue until its turn: no try was made, and none is counted. */
export async function postpone(
  ctx: Ctx,
  noticeId: string,
  { at, hasPlace, priority }: { at: Date; hasPlace: boolean; priority: number },
): Promise<void> {
  await enqueue(ctx, deliverNotice, { noticeId, hasPlace }, { key: deliveryKeyOf(noticeId), runAt: at, priority });
}

/** Records what became of a try: sent, given up, or when it is tried again (with jitter, so that relays are not stormed). */
export async function recordAttempt(ctx: Ctx, id: string, { outcome, smtpCode, smtpAnswer }: SendOutcome, priority: number): Promise<void> {
  const notice = await ctx.em.findOneOrFail(Notice, { id });
  const tries = (await ctx.em.count(DeliveryAttempt, { noticeId: id })) + 1;
  const givesUp = outcome === 'failed' || (outcome === 'deferred' && isGivenUp(notice.dueAt, ctx.now));
  const waitMs = retryAfterMinutes(tries) * 60_000 * (1 + Math.random() / 4);
  const nextAttemptAt = outcome === 'deferred' && !givesUp ? new Date(ctx.now.getTime() + waitMs) : null;
  ctx.em.create(DeliveryAttempt, { id: newId(), noticeId: id, at: ctx.now, outcome, smtpCode, smtpAnswer, nextAttemptAt });
  notice.state = outcome === 'sent' ? 'SENT' : givesUp ? 'FAILED' : 'DEFERRED';
  notice.sentAt = outcome === 'sent' ? ctx.now : (notice.sentAt ?? null);
  notice.nextAttemptAt = nextAttemptAt;
  await noteAddress(ctx, notice, { outcome, smtpCode, smtpAnswer });
  if (nextAttemptAt) await enqueue(ctx, deliverNotice, { noticeId: id }, { key: deliveryKeyOf(id), runAt: nextAttemptAt, priority });
}

/** What a try says about the address: its contact is marked, and of a municipality that cannot be reached the region is told. */
async function noteAddress(ctx: Ctx, notice: Notice, result: SendOutcome): Promise<void> {
  const address = { municipalityId: notice.municipalityId ?? null, email: notice.recipient };
  if (result.outcome === 'sent') await noteDelivery(ctx, address);
  if (!isAddressRefused(result)) return;
  await noteBounce(ctx, address, result.smtpAnswer);
  await escalate(ctx, notice, result.smtpAnswer);
}
