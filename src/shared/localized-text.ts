/** A text that people read: Kyrgyz always, Russian before anything is published or mailed, English if there is one. */
export interface LocalizedText {
  ky: string;
  ru?: string | null;
  en?: string | null;
}

export const languages = ['KY', 'RU', 'EN'] as const;
export type Language = (typeof languages)[number];

const keyOf = { KY: 'ky', RU: 'ru', EN: 'en' } as const satisfies Record<Language, keyof LocalizedText>;
const fallback: readonly Language[] = ['KY', 'RU', 'EN'];

/** The language a text is really served in: the asked one if there is a text in it, otherwise ky > ru > en. */
export function servedLanguage(text: LocalizedText, asked: Language): Language {
  return [asked, ...fallback].find((language) => text[keyOf[language]]) ?? 'KY';
}

/** The text in the asked language, or in the one it falls back to. */
export function inLanguage(text: LocalizedText, asked: Language): string {
  return text[keyOf[servedLanguage(text, asked)]] ?? '';
}

/** The first language of an Accept-Language header that the hub speaks, by quality; Kyrgyz otherwise. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const asked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = Number(
        parameters
          .find((p) => p.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { language: tag.slice(0, 2).toUpperCase(), quality: Number.isFinite(quality) ? quality : 0 };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .find(({ language }) => (languages as readonly string[]).includes(language));
  return (asked?.language as Language | undefined) ?? 'KY';
}
