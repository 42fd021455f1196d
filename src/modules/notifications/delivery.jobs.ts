import type { Ctx } from '../../kit/ctx.ts';
import type { LetterSender } from '../../kit/mail/letter.ts';
import type { Mailer } from '../../kit/mail/mailer.ts';
import { deadlineCalendar } from '../../kit/mail/deadline-calendar.ts';
import type { NoticePayload } from '../../kit/mail/notice-payload.ts';
import { type NoticeLanguage, noticeTexts } from '../../kit/mail/notice-texts.ts';
import { renderNotice } from '../../kit/mail/render-notice.ts';
import { defineJob, type JobDefinition } from '../../kit/module.ts';
import type { Notice } from '../../kit/notice.entity.ts';
import { deliverNotice, type NoticeDefinition } from '../../kit/notice.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { inLanguage } from '../../shared/localized-text.ts';
import { noticeToDeliver, recordAttempt } from './notice.service.ts';

export interface Delivery {
  mailer: Mailer;
  sender: LetterSender;
  /** Base URL of links in mails. */
  publicUrl: () => string;
  notices: readonly NoticeDefinition[];
  onOutcome: (outcome: string) => void;
}

/**
 * The job that hands notices to the relay: claims, sends, then records. It never marks first: a hub that dies between sending and
 * recording sends the same Message-ID again, one that dies before sending sends it then. Nothing is lost.
 */
export function deliveryJob(delivery: Delivery): JobDefinition<{ noticeId: string }> {
  return defineJob<{ noticeId: string }>({
    ...deliverNotice,
    run: async (ctx, { noticeId }, { log }) => {
      const notice = await noticeToDeliver(ctx, noticeId);
      if (!notice) return;
      const outcome = await delivery.mailer.send(await compose(ctx, notice, delivery));
      await inTransaction(ctx, (inner) => recordAttempt(inner, noticeId, outcome));
      delivery.onOutcome(outcome.outcome);
      log('notice handed over', { noticeId, kind: notice.kind, outcome: outcome.outcome, smtpCode: outcome.smtpCode });
    },
  });
}

async function compose(ctx: Ctx, notice: Notice, { sender, publicUrl, notices }: Delivery) {
  const definition = notices.find(({ kind }) => kind === notice.kind);
  if (!definition) throw new Error(`No module defines the notice ${notice.kind}`);
  const payload = absolute(notice.payload as NoticePayload, publicUrl());
  const languages: [NoticeLanguage, ...NoticeLanguage[]] = notice.language === 'RU' ? ['RU'] : ['KY', 'RU'];
  const rendered = await renderNotice({ texts: noticeTexts(definition.name), payload, languages, sender });
  return {
    ...rendered,
    to: notice.recipient,
    messageId: notice.messageId,
    date: ctx.now,
    languages,
    calendar: calendarOf(definition, notice, payload, languages[0]),
  };
}

/** Links in payloads are paths of the portal, so that they stay right when its address changes. */
function absolute(payload: NoticePayload, publicUrl: string): NoticePayload {
  return typeof payload.link === 'string' ? { ...payload, link: new URL(payload.link, publicUrl).href } : payload;
}

function calendarOf({ calendar }: NoticeDefinition, notice: Notice, payload: NoticePayload, language: NoticeLanguage): string | undefined {
  const due = calendar && payload[calendar.day];
  if (!calendar || typeof payload.link !== 'string' || typeof due !== 'object' || !('kind' in due) || due.kind !== 'day') return undefined;
  return deadlineCalendar({
    uid: `${notice.subjectId}:${due.value}`,
    due: { day: due.value },
    title: inLanguage(calendar.title, language),
    description: notice.subject,
    url: payload.link,
    stamp: notice.dueAt,
  });
}
