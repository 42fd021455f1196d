import type { Ctx } from '../../kit/ctx.ts';
import type { Mailer } from '../../kit/mail/mailer.ts';
import type { NoticePayload } from '../../kit/mail/notice-payload.ts';
import { defineJob, type JobDefinition } from '../../kit/module.ts';
import type { Notice } from '../../kit/notice.entity.ts';
import { deliverNotice, type NoticeDefinition, noticeNameOf, priorityOf } from '../../kit/notice.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { writeNotice } from './notice-letter.service.ts';
import { noticeToDeliver, postpone, recordAttempt } from './notice.service.ts';
import { laneOf } from './relay-lane.rules.ts';
import { reservePlace } from './relay-lane.service.ts';

export interface Delivery {
  mailer: Mailer;
  /** Base URL of links in mails. */
  publicUrl: () => string;
  notices: readonly NoticeDefinition[];
  /** How many mails the relay is handed in a minute by all hubs together; undefined = no limit. */
  perMinute?: number;
  onOutcome: (outcome: string) => void;
}

interface DeliveryPayload {
  noticeId: string;
  /** Its place in the relay's lane was reserved before, and has come. */
  hasPlace?: boolean;
}

/**
 * The job that hands notices to the relay: claims, sends, then records. It never marks first: a hub that dies between sending and
 * recording sends the same Message-ID again, one that dies before sending sends it then. Nothing is lost. A mail whose turn has not come, or
 * whose relay cannot be reached, waits in the queue and not in the hub's hands, so that urgent ones pass it.
 */
export function deliveryJob(delivery: Delivery): JobDefinition<DeliveryPayload> {
  return defineJob<DeliveryPayload>({
    ...deliverNotice,
    run: async (ctx, { noticeId, hasPlace = false }, { log }) => {
      const notice = await noticeToDeliver(ctx, noticeId);
      if (!notice) return;
      const definition = definitionOf(notice, delivery);
      const priority = priorityOf(definition);
      const turn = await turnOf(ctx, priority, hasPlace, delivery);
      if (turn) {
        await inTransaction(ctx, (inner) => postpone(inner, noticeId, { ...turn, priority }));
        return;
      }
      const outcome = await delivery.mailer.send(await compose(ctx, notice, definition, delivery));
      await inTransaction(ctx, (inner) => recordAttempt(inner, noticeId, outcome, priority));
      delivery.onOutcome(outcome.outcome);
      log('notice handed over', { noticeId, kind: notice.kind, outcome: outcome.outcome, smtpCode: outcome.smtpCode });
    },
  });
}

interface Turn {
  at: Date;
  hasPlace: boolean;
}

/** When a mail is to be tried, if not now. */
async function turnOf(ctx: Ctx, priority: number, hasPlace: boolean, { mailer, perMinute }: Delivery): Promise<Turn | undefined> {
  const pausedMs = (mailer.pausedUntil()?.getTime() ?? 0) - Date.now();
  if (pausedMs > 0) return { at: new Date(ctx.now.getTime() + pausedMs), hasPlace };
  if (perMinute === undefined || hasPlace) return undefined;
  const at = await reservePlace(ctx, laneOf(priority), perMinute);
  return at > ctx.now ? { at, hasPlace: true } : undefined;
}

function definitionOf(notice: Notice, { notices }: Delivery): NoticeDefinition {
  const name = noticeNameOf(notice);
  const definition = notices.find((each) => each.name === name);
  if (!definition) throw new Error(`No module defines the notice ${name}`);
  return definition;
}

async function compose(ctx: Ctx, notice: Notice, definition: NoticeDefinition, { publicUrl }: Delivery) {
  const letter = await writeNotice(definition, { ...notice, payload: notice.payload as NoticePayload }, publicUrl());
  return { ...letter, to: notice.recipient, messageId: notice.messageId, date: ctx.now };
}
