import type { LocalDate } from '../../shared/calendar.ts';
import { inLanguage, type LocalizedText } from '../../shared/localized-text.ts';
import { dayInWords, instantInWords } from '../../shared/in-words.ts';
import type { NoticeLanguage } from './notice-texts.ts';

/** Plain JSON, so that a payload can wait in a table and still be put into words in every language. */
export type NoticeValue =
  | string
  | number
  | LocalizedText
  | readonly (string | LocalizedText)[]
  | { readonly kind: 'day'; readonly value: LocalDate }
  | { readonly kind: 'instant'; readonly value: string }
  | { readonly kind: 'code'; readonly value: string };

/** The values of a notice's placeholders, by name. `count` chooses the plural forms; `link` is where the action leads. */
export type NoticePayload = Readonly<Record<string, NoticeValue>>;

/** A calendar day, told in each language's own way. */
export function dayValue(day: LocalDate): NoticeValue {
  return { kind: 'day', value: day };
}

/** An instant, told in each language's own way by the clock of Bishkek. */
export function instantValue(instant: Date): NoticeValue {
  return { kind: 'instant', value: instant.toISOString() };
}

/** A code that names another text: `$t(missing.{{missingPart}})`. Upper-case letters, digits and underscores. */
export function codeValue(code: string): NoticeValue {
  return { kind: 'code', value: code };
}

const longestValue = 1_000;
const controls = /[\p{Cc}\u2028\u2029]+/gu;
const directionControls = /[\u202a-\u202e\u2066-\u2069]/gu;

/** A value as one line of text: no control characters, no reversed reading direction, no endless text. */
export function asOneLine(text: string): string {
  const line = text.toWellFormed().replace(directionControls, '').replace(controls, ' ').replaceAll(/ {2,}/g, ' ').trim();
  const letters = [...line];
  return letters.length > longestValue ? `${letters.slice(0, longestValue - 1).join('')}…` : line;
}

/** A value in words. Only an array makes more than one line. */
export function valueInWords(value: NoticeValue, language: NoticeLanguage): string {
  if (typeof value === 'string') return asOneLine(value);
  if (typeof value === 'number') return String(value);
  if (isLines(value)) return value.map((line) => valueInWords(line, language)).join('\n');
  if (!('kind' in value)) return asOneLine(inLanguage(value, language));
  if (value.kind === 'day') return dayInWords(value.value, language);
  if (value.kind === 'instant') return instantInWords(new Date(value.value), language);
  return value.value;
}

function isLines(value: NoticeValue): value is readonly (string | LocalizedText)[] {
  return Array.isArray(value);
}
