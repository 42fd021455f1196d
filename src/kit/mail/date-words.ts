import { Temporal } from 'temporal-polyfill';
import { zone, type LocalDate } from '../../shared/calendar.ts';
import type { NoticeLanguage } from './notice-texts.ts';

const months = {
  KY: ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
  RU: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
} as const satisfies Record<NoticeLanguage, readonly string[]>;

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
} as const satisfies Record<NoticeLanguage, unknown>;

/** A calendar day in words: `20-октябрь 2026-ж.`, `20 октября 2026 г.` It ends with its own full stop. */
export function dayInWords(day: LocalDate, language: NoticeLanguage): string {
  const { day: dayOfMonth, month, year } = Temporal.PlainDate.from(day);
  return layouts[language].day(dayOfMonth, months[language][month - 1] ?? '', year);
}

/** An instant in words, by the clock of Bishkek: `20-октябрь 2026-ж., саат 17:45`, `20 октября 2026 г., 17:45`. */
export function instantInWords(instant: Date, language: NoticeLanguage): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return layouts[language].dayAndTime(dayInWords(local.toPlainDate().toString(), language), time);
}
