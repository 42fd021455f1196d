import { numberInWords } from '../../shared/in-words.ts';
import type { Language } from '../../shared/localized-text.ts';
import en from '../texts/documents.en.json' with { type: 'json' };
import ky from '../texts/documents.ky.json' with { type: 'json' };
import ru from '../texts/documents.ru.json' with { type: 'json' };
import type { ChartPoint } from './chart.rules.ts';

type Words = typeof ky;

const catalogues: Readonly<Record<Language, Words>> = { KY: ky, RU: ru, EN: en };

/** What the machinery itself says in a document's language. */
export function wordsOf(language: Language): Words {
  return catalogues[language];
}

/** Puts values into a text's `{{places}}` in one pass, so that braces in a value stay what they are. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => String(values[name] ?? ''));
}

/** A value with its interval and number of records, or why there is none. */
export function pointInWords(point: ChartPoint, language: Language, digits?: number): string {
  const words = wordsOf(language);
  if (point.value === null) return point.gap === '' ? words.noData : fill(words.noDataBecause, { reason: point.gap });
  const number = (value: number) => numberInWords(value, language, digits);
  const interval = point.interval ? ` [${number(point.interval.low)}\u00a0…\u00a0${number(point.interval.high)}]` : '';
  const n = point.n === undefined ? '' : ` (n\u00a0=\u00a0${numberInWords(point.n, language, 0)})`;
  return `${number(point.value)}${interval}${n}`;
}
