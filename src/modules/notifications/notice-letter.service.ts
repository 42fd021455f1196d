import { deadlineCalendar } from '../../kit/mail/deadline-calendar.ts';
import { letterSender } from '../../kit/mail/letter-sender.ts';
import type { NoticePayload } from '../../kit/mail/notice-payload.ts';
import { type NoticeLanguage, noticeTexts } from '../../kit/mail/notice-texts.ts';
import { renderNotice, type RenderedNotice } from '../../kit/mail/render-notice.ts';
import type { NoticeDefinition } from '../../kit/notice.ts';
import { inLanguage, type Language } from '../../shared/localized-text.ts';

export interface NoticeToWrite {
  subjectId?: string | null;
  payload: NoticePayload;
  /** The recipient's own language; null = Kyrgyz first, Russian beneath. */
  language?: Language | null;
  dueAt: Date;
}

export interface NoticeLetter extends RenderedNotice {
  languages: readonly NoticeLanguage[];
  /** An iCalendar file, where the notice has a deadline to remember. */
  calendar?: string;
}

/** A notice in words, as it is mailed. `publicUrl` stands before the payload's link, which is a path of the portal. */
export async function writeNotice(definition: NoticeDefinition, notice: NoticeToWrite, publicUrl: string): Promise<NoticeLetter> {
  const payload = absolute(notice.payload, publicUrl);
  const languages: [NoticeLanguage, ...NoticeLanguage[]] = notice.language === 'RU' ? ['RU'] : ['KY', 'RU'];
  const rendered = await renderNotice({ texts: noticeTexts(definition.name), payload, languages, sender: letterSender() });
  return { ...rendered, languages, calendar: calendarOf(definition, { ...notice, payload }, rendered.subject, languages[0]) };
}

/** Links in payloads are paths of the portal, so that they stay right when its address changes. */
function absolute(payload: NoticePayload, publicUrl: string): NoticePayload {
  return typeof payload.link === 'string' ? { ...payload, link: new URL(payload.link, publicUrl).href } : payload;
}

function calendarOf(
  { calendar }: NoticeDefinition,
  { payload, subjectId, dueAt }: NoticeToWrite,
  description: string,
  language: NoticeLanguage,
): string | undefined {
  const due = calendar && payload[calendar.day];
  if (!calendar || typeof payload.link !== 'string' || typeof due !== 'object' || !('kind' in due) || due.kind !== 'day') return undefined;
  return deadlineCalendar({
    uid: `${subjectId ?? 'preview'}:${due.value}`,
    due: { day: due.value },
    title: inLanguage(calendar.title, language),
    description,
    url: payload.link,
    stamp: dueAt,
  });
}
