import kyCatalogue from '../texts/notices.ky.json' with { type: 'json' };
import ruCatalogue from '../texts/notices.ru.json' with { type: 'json' };

/** The languages that mail is written in. Both are required of every notice. */
export type NoticeLanguage = 'KY' | 'RU';

/**
 * One notice in one language, as i18next JSON: `{{name}}` is a value of the payload, `$t(key)` another text, `_one`, `_few` …
 * plural forms by `count`. `subject`, `body` (paragraphs), `lead` and `action` are what a letter is made of; a key that ends
 * in `Today` takes the place of its plural forms when `count` is 0.
 */
export interface NoticeWords {
  readonly body: readonly string[];
  readonly [key: string]: string | readonly string[] | Readonly<Record<string, string>>;
}

/** A notice's words in both languages. `sample`: written by us and not approved, so each letter says so. */
export interface NoticeTexts {
  readonly sample: boolean;
  readonly ky: NoticeWords;
  readonly ru: NoticeWords;
}

/** What every letter has around its own words. */
interface LetterFrame {
  readonly common: { readonly greeting: string; readonly greetingNoName: string; readonly footer: readonly string[] };
  readonly terms: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const letterFrames: Readonly<Record<NoticeLanguage, LetterFrame>> = {
  KY: { common: kyCatalogue.common, terms: kyCatalogue.terms },
  RU: { common: ruCatalogue.common, terms: ruCatalogue.terms },
};

/** What a deadline's kind is called. */
export function deadlineTerm(kind: string, language: NoticeLanguage): string {
  return letterFrames[language].terms.deadline?.[kind] ?? kind;
}

export type NoticeName = keyof typeof kyCatalogue.notices;
export const noticeNames = Object.keys(kyCatalogue.notices) as NoticeName[];

/** The catalogue's words for a notice. */
export function noticeTexts(name: NoticeName): NoticeTexts {
  return {
    sample: kyCatalogue.sample || ruCatalogue.sample,
    ky: kyCatalogue.notices[name],
    ru: ruCatalogue.notices[name],
  };
}
