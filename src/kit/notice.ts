import { stampOf } from '../access/actor.ts';
import type { Language, LocalizedText } from '../shared/localized-text.ts';
import type { Ctx } from './ctx.ts';
import { newId } from './entity.ts';
import { messageIdOf } from './mail/message-id.ts';
import type { NoticePayload } from './mail/notice-payload.ts';
import { type NoticeName, noticeTexts } from './mail/notice-texts.ts';
import { noticeSubject } from './mail/render-notice.ts';
import type { NoticeKind, SkipReason } from './notice.rules.ts';
import { enqueueEach, type QueuedJob } from './outbox.ts';
import { rows, sql } from './sql.ts';

/** One kind of e-mail: who gets it and when is its module's; its words are in the catalogues (`kit/texts`) by its name. */
export interface NoticeDefinition {
  name: NoticeName;
  kind: NoticeKind;
  /** The deadline in the payload that goes with the mail as a calendar entry, and its title. */
  calendar?: { day: string; title: LocalizedText };
  /** Lower is delivered first. 0 unless given; above it is a mass mailing, which urgent ones pass and never wait for. */
  priority?: number;
}

export function defineNotice(notice: NoticeDefinition): NoticeDefinition {
  return notice;
}

export interface Recipient {
  email: string;
  name: string | null;
  /** Null = the default: Kyrgyz first, Russian beneath. */
  language: Language | null;
  municipalityId: string | null;
}

/**
 * The job that hands a notice to the mail relay. What the relay answers is the notice's own account and ends the job; the queue
 * tries again only where a hub died or the database was away.
 */
export const deliverNotice = { name: 'deliver-notice', maxAttempts: 25, lane: 'MAIL' } satisfies QueuedJob;

/** A notice has one pending delivery, however often it is queued. */
export function deliveryKeyOf(noticeId: string): string {
  return `deliver:${noticeId}`;
}

/** Where its delivery stands in the queue: urgent notices pass mass mailings. */
export function priorityOf({ priority = 0 }: NoticeDefinition): number {
  return priority;
}

/** The name of the notice that a row was written for: its delivery key begins with it. */
export function noticeNameOf({ deliveryKey }: { deliveryKey: string }): NoticeName {
  return deliveryKey.slice(0, deliveryKey.indexOf('|')) as NoticeName;
}

export interface NotifyInput {
  /** What the notice is about; with the offset and the address it makes the delivery key. */
  subjectId: string;
  /** Tells apart several notices about one thing: `-7` days, an amendment … */
  offset?: string;
  /** Given = the notices are only recorded, as SKIPPED: they fell due while no hub ran, and make no sense any more. */
  skipped?: SkipReason;
  /** `link` in a payload is a path of the portal; delivery puts the base URL before it. */
  to: readonly { recipient: Recipient; payload: NoticePayload }[];
}

/**
 * Writes one notice per recipient and its delivery job, in the transaction of the act. A delivery key that is there already is
 * left alone, so that doing it twice sends once. Returns the ids that are new.
 */
export async function notify(ctx: Ctx, notice: NoticeDefinition, { subjectId, offset = '', skipped, to }: NotifyInput): Promise<string[]> {
  if (to.length === 0) return [];
  const values = to.map(({ recipient, payload }) => {
    const deliveryKey = [notice.name, subjectId, offset, recipient.municipalityId ?? '', recipient.email].join('|');
    return {
      id: newId(),
      deliveryKey,
      messageId: messageIdOf(deliveryKey),
      municipalityId: recipient.municipalityId,
      recipient: recipient.email,
      recipientName: recipient.name,
      language: recipient.language,
      subject: noticeSubject(noticeTexts(notice.name), payload, recipient.language === 'RU' ? 'RU' : 'KY'),
      payload,
    };
  });
  const written = await rows<{ id: string }>(
    ctx,
    sql`insert into notice (id, version, updated_at, updated_by, kind, delivery_key, state, municipality_id, subject_id, recipient, recipient_name, language,
          subject, payload, message_id, due_at, skipped_reason)
        select id, 1, ${ctx.now}, ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb, ${notice.kind}, "deliveryKey", ${skipped ? 'SKIPPED' : 'QUEUED'}, "municipalityId", ${subjectId}::uuid,
          recipient, "recipientName", language, subject, payload, "messageId", ${ctx.now}, ${skipped ?? null}::text
        from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as n(id uuid, "deliveryKey" text, "municipalityId" uuid, recipient text, "recipientName" text,
          language text, subject text, payload jsonb, "messageId" text)
        on conflict (delivery_key) do nothing returning id`,
  );
  const jobs = skipped ? [] : written.map(({ id }) => ({ payload: { noticeId: id }, key: deliveryKeyOf(id) }));
  await enqueueEach(ctx, deliverNotice, jobs, priorityOf(notice));
  return written.map(({ id }) => id);
}
