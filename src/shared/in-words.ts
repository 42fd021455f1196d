import { Temporal } from 'temporal-polyfill';
import { type LocalDate, zone } from './calendar.ts';
import type { Language } from './localized-text.ts';

/** A number as the language writes it: `1 234,5`, with no-break spaces. */
export function numberInWords(value: number, language: Language, digits = 1): string {
  return new Intl.NumberFormat(language.toLowerCase(), { maximumFractionDigits: digits }).format(value);
}

const months = {
  KY: ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
  RU: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
} as const;

// Ours and not Intl's: its Kyrgyz puts the year first, and its numeric form the day before the month.
const layouts = {
  KY: {
    day: (day: number, month: string, year: number) => `${day}-${month} ${year}-ж.`,
    dayAndTime: (day: string, time: string) => `${day}, саат ${time}`,
  },
  RU: {
    day: (day: number, month: string, year: number) => `${day} ${month} ${year} г.`,
    dayAndTime: (day: string, time: string) => `${day}, ${time}`,
  },
} as const;

/** A calendar day in words: `20-октябрь 2026-ж.`, `20 октября 2026 г.`, which end with their own full stop, `20 October 2026`. */
export function dayInWords(day: LocalDate, language: Language): string {
  const date = Temporal.PlainDate.from(day);
  if (language === 'EN') return date.toLocaleString('en-GB', { dateStyle: 'long' });
  return layouts[language].day(date.day, months[language][date.month - 1] ?? '', date.year);
}

/** An instant in words, by the clock of Bishkek: `20-октябрь 2026-ж., саат 17:45`, `20 октября 2026 г., 17:45`. */
export function instantInWords(instant: Date, language: Exclude<Language, 'EN'>): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return layouts[language].dayAndTime(dayInWords(local.toPlainDate().toString(), language), time);
}
