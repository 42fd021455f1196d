import { layOutHtml, layOutText } from './letter-layout.ts';
import { writeLetter, writeSubject, type LetterSender } from './letter.ts';
import type { NoticePayload } from './notice-payload.ts';
import type { NoticeLanguage, NoticeTexts } from './notice-texts.ts';

interface NoticeToRender {
  readonly texts: NoticeTexts;
  readonly payload: NoticePayload;
  /** In the order they are to be read. The first gives the subject. */
  readonly languages: readonly [NoticeLanguage, ...NoticeLanguage[]];
  readonly sender: LetterSender;
}

export interface RenderedNotice {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * A notice in words, as a subject, a plain text and an HTML page that say the same.
 * Throws a plain Error when the payload and the texts do not fit each other: a fault of the program, not of the recipient.
 */
export async function renderNotice({ texts, payload, languages, sender }: NoticeToRender): Promise<RenderedNotice> {
  const [first, ...others] = languages;
  const letter = writeLetter(texts, payload, sender, first);
  const letters = [letter, ...others.map((language) => writeLetter(texts, payload, sender, language))];
  return { subject: letter.subject, text: layOutText(letters), html: await layOutHtml(letters) };
}

/** A notice's subject alone, for lists of notices. The sender does not occur in it. */
export function noticeSubject(texts: NoticeTexts, payload: NoticePayload, language: NoticeLanguage): string {
  return writeSubject(texts, payload, language);
}
