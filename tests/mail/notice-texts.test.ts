import { describe, expect, test } from 'vitest';
import { noticeNames, noticeTexts, type NoticeWords } from '../../src/kit/mail/notice-texts.ts';
import { samplePayloads } from './sample-payloads.ts';

const categories = {
  ky: new Intl.PluralRules('ky').resolvedOptions().pluralCategories,
  ru: new Intl.PluralRules('ru').resolvedOptions().pluralCategories,
};
const pluralSuffix = /_(?:zero|one|two|few|many|other)$/;

/** Every text of a notice by its dotted key; an array is one text. */
function textsOf(words: NoticeWords): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') texts.set(key, value);
    else if (Array.isArray(value)) texts.set(key, value.join('\n'));
    else for (const [inner, text] of Object.entries(value)) texts.set(`${key}.${inner}`, text);
  }
  return texts;
}

const baseKeys = (words: NoticeWords) => [...new Set([...textsOf(words).keys()].map((key) => key.replace(pluralSuffix, '')))].toSorted();

function placeholdersOf(words: NoticeWords): string[] {
  const all = [...textsOf(words).values()].join('\n');
  return [...new Set([...all.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))].toSorted();
}

test('the catalogue has the twelve notices of the model texts, and ours for contacts, digests, failing addresses, the audit log and who is taken off the List', () => {
  expect(noticeNames.toSorted()).toEqual(Object.keys(samplePayloads).toSorted());
  expect(noticeNames).toHaveLength(17);
});

describe.each(noticeNames)('%s', (name) => {
  const { sample, ky, ru } = noticeTexts(name);

  test('is marked as a sample', () => {
    expect(sample).toBe(true);
  });

  test('has the same texts in both languages', () => {
    expect(baseKeys(ru)).toEqual(baseKeys(ky));
    expect(Object.values(ky).concat(Object.values(ru)).flat()).not.toContain('');
  });

  test('asks for the same values in both languages', () => {
    expect(placeholdersOf(ru)).toEqual(placeholdersOf(ky));
  });

  test('has exactly the plural forms of each language', () => {
    for (const [language, words] of Object.entries({ ky, ru })) {
      const forms = [...textsOf(words).keys()].filter((key) => pluralSuffix.test(key));
      for (const base of new Set(forms.map((key) => key.replace(pluralSuffix, '')))) {
        const found = forms.filter((key) => key.replace(pluralSuffix, '') === base).map((key) => key.split('_').at(-1));
        expect({ base, found: found.toSorted() }).toEqual({
          base,
          found: categories[language as 'ky' | 'ru'].toSorted(),
        });
      }
    }
  });

  test('is in Cyrillic without Latin look-alikes inside words', () => {
    const mixed = /\p{Script=Cyrillic}[A-Za-z]|[A-Za-z]\p{Script=Cyrillic}/u;
    const words = [...textsOf(ky).values(), ...textsOf(ru).values()].map((text) => text.replaceAll(/\{\{\w+\}\}|\$t\([^)]*\)/g, '0'));
    expect(words.filter((text) => mixed.test(text))).toEqual([]);
  });
});
