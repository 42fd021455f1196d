import { createInstance } from 'i18next';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { valueInWords, type NoticePayload, type NoticeValue } from './notice-payload.ts';
import { letterFrames, type NoticeLanguage, type NoticeTexts, type NoticeWords } from './notice-texts.ts';
import { webLink } from './web-link.ts';

/** The unit that signs the letter and answers questions about it. */
export interface LetterSender {
  readonly name: LocalizedText;
  /** undefined = it gives none. */
  readonly phone?: string;
  readonly email: string;
}

/** A letter in one language, before it is laid out. A paragraph may hold several lines. */
export interface Letter {
  readonly language: NoticeLanguage;
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly label: string; readonly sentence: string; readonly href: string };
  readonly footer: readonly string[];
}

/** Puts a payload into a notice's words in one language. Throws if the payload lacks a value, or a text is missing. */
export function writeLetter(texts: NoticeTexts, payload: NoticePayload, sender: LetterSender, language: NoticeLanguage): Letter {
  const words = language === 'KY' ? texts.ky : texts.ru;
  const values: NoticePayload = { ...payload, unitName: sender.name, unitContact: [sender.phone, sender.email].filter(Boolean).join(', ') };
  const say = speaker(words, values, language);
  const keyFor = (key: string) => todayKey(words, values, key);
  const lead = hasText(words, 'lead') ? [say(keyFor('lead'))] : [];
  return {
    language,
    subject: say(keyFor('subject')),
    greeting: say(values.contactName ? 'common:greeting' : 'common:greetingNoName'),
    paragraphs: [...lead, ...words.body.map((_, index) => say(`body.${index}`))],
    action: hasText(words, 'action') ? actionOf(values.link, (link) => say('action', { link })) : undefined,
    footer: [
      ...letterFrames[language].common.footer.map((_, index) => say(`common:footer.${index}`)),
      ...(texts.sample ? [say('terms:common.sampleMark')] : []),
    ],
  };
}

/** A letter's subject alone. */
export function writeSubject(texts: NoticeTexts, payload: NoticePayload, language: NoticeLanguage): string {
  const words = language === 'KY' ? texts.ky : texts.ru;
  return speaker(words, payload, language)(todayKey(words, payload, 'subject'));
}

function todayKey(words: NoticeWords, { count }: NoticePayload, key: string): string {
  return count === 0 && `${key}Today` in words ? `${key}Today` : key;
}

/** Whether a notice has a text, be it one or a set of plural forms. */
function hasText(words: NoticeWords, key: string): boolean {
  return Object.keys(words).some((each) => each === key || each.startsWith(`${key}_`));
}

function actionOf(link: NoticeValue | undefined, sayWith: (link: string) => string): Letter['action'] {
  if (typeof link !== 'string') throw new Error('The notice has an action and its payload no link');
  const href = webLink(link);
  return { label: sayWith('').replace(/[:\s]+$/u, ''), sentence: sayWith(href), href };
}

/** Marks a value's place; private-use characters, which no text of ours has. */
const mark = { before: '\ue000', after: '\ue001' };
const marks = new RegExp(`${mark.before}(\\w+)${mark.after}`, 'gu');
const codeShape = /^[A-Z][A-Z0-9_]*$/;

/**
 * Says a key's text with the payload's values in it. i18next chooses plural forms and nests our own texts, and sees only
 * numbers, codes and marks: the values come in after it, in one pass, so that a `$t(…)` or `{{…}}` that a person typed
 * stays what it is, a text.
 */
function speaker(words: NoticeWords, payload: NoticePayload, language: NoticeLanguage) {
  const frame = letterFrames[language];
  const i18n = createInstance({
    lng: language.toLowerCase(),
    fallbackLng: false,
    initAsync: false,
    defaultNS: 'notice',
    resources: { [language.toLowerCase()]: { notice: words, common: frame.common, terms: frame.terms } },
    interpolation: { escapeValue: false },
    missingInterpolationHandler: (_text: string, match: RegExpExecArray) => {
      throw new Error(`The notice's payload has no value for {{${match[1]}}}`);
    },
    parseMissingKeyHandler: (key: string) => {
      throw new Error(`The notice has no text ${key} in ${language}`);
    },
  });
  void i18n.init();
  const placeholders = Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, placeholderOf(name, value)]));
  return (key: string, instead: Readonly<Record<string, string>> = {}): string =>
    i18n
      .t(key, { replace: placeholders, count: countOf(payload) })
      .replaceAll(marks, (_, name: string) => instead[name] ?? valueInWords(payload[name] ?? '', language));
}

function countOf({ count }: NoticePayload): number | undefined {
  if (count === undefined || typeof count === 'number') return count;
  throw new Error("The notice's count must be a number");
}

function placeholderOf(name: string, value: NoticeValue): string | number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || !('kind' in value) || value.kind !== 'code') return `${mark.before}${name}${mark.after}`;
  if (!codeShape.test(value.value)) throw new Error(`{{${name}}} is not a code`);
  return value.value;
}
