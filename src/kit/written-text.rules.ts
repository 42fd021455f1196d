import { badInput, ruleViolated, type Violation } from '../shared/errors.ts';
import type { LocalizedText } from '../shared/localized-text.ts';
import { isBlank, writtenText } from '../shared/plain-text.ts';

const writeIt: LocalizedText = { ky: 'Текстин жазыңыз.', ru: 'Напишите текст.', en: 'Write the text.' };

/** A text that people must fill in is not blank. */
export function blankRefusal(field: string, value: string): Violation | undefined {
  if (!isBlank(value)) return undefined;
  return badInput(
    ['input', field],
    { ky: 'Бул талаа бош болбосун.', ru: 'Это поле не может быть пустым.', en: 'This field must not be blank.' },
    writeIt,
  ).violation;
}

/** A Kyrgyz text is not blank. */
export function blankText(path: readonly string[], text: LocalizedText | null | undefined): Violation | undefined {
  if (text == null || !isBlank(text.ky)) return undefined;
  return badInput(
    [...path, 'ky'],
    { ky: 'Кыргызча текст бош болбосун.', ru: 'Кыргызский текст не может быть пустым.', en: 'The Kyrgyz text must not be blank.' },
    writeIt,
  ).violation;
}

/** Domain: Russian is required before anything is published. Names the texts that lack it, as paths into the input. */
export function untranslated(texts: readonly { path: readonly string[]; text: LocalizedText | null | undefined }[]): Violation[] {
  return texts.filter(({ text }) => text != null && writtenText(text.ru) === null).map(({ path }) => notTranslated(path));
}

function notTranslated(path: readonly string[]): Violation {
  return ruleViolated(
    'ours:translated-before-published',
    {
      ky: 'Жарыяланганга чейин орусча тексти болушу керек.',
      ru: 'До опубликования нужен русский текст.',
      en: 'A Russian text is required before it is published.',
    },
    { ky: 'Орусча котормосун кошуңуз.', ru: 'Добавьте русский текст.', en: 'Add the Russian text.' },
    path,
  ).violation;
}
