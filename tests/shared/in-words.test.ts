import { expect, test } from 'vitest';
import { dayInWords, instantInWords, numberInWords } from '../../src/shared/in-words.ts';

test.each([
  ['2026-10-20', '20-октябрь 2026-ж.', '20 октября 2026 г.'],
  ['2026-01-01', '1-январь 2026-ж.', '1 января 2026 г.'],
  ['2026-05-08', '8-май 2026-ж.', '8 мая 2026 г.'],
  ['2028-02-29', '29-февраль 2028-ж.', '29 февраля 2028 г.'],
  ['2026-12-31', '31-декабрь 2026-ж.', '31 декабря 2026 г.'],
])('the day %s is told as each language tells it', (day, ky, ru) => {
  expect(dayInWords(day, 'KY')).toBe(ky);
  expect(dayInWords(day, 'RU')).toBe(ru);
});

test('in English a day is told as in Britain', () => expect(dayInWords('2026-10-20', 'EN')).toBe('20 October 2026'));

test.each([
  ['KY', '1\u00a0234,5'],
  ['RU', '1\u00a0234,5'],
  ['EN', '1,234.5'],
] as const)('in %s a number is %s', (language, words) => expect(numberInWords(1_234.54, language)).toBe(words));

test('every month has a name of its own in both languages', () => {
  const days = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}-15`);
  for (const language of ['KY', 'RU'] as const) {
    expect(new Set(days.map((day) => dayInWords(day, language))).size).toBe(12);
  }
});

test.each([
  ['2026-10-20T11:45:59Z', '20-октябрь 2026-ж., саат 17:45', '20 октября 2026 г., 17:45'],
  ['2026-10-20T17:59:59.999Z', '20-октябрь 2026-ж., саат 23:59', '20 октября 2026 г., 23:59'],
  ['2026-10-20T18:00:00Z', '21-октябрь 2026-ж., саат 00:00', '21 октября 2026 г., 00:00'],
  ['2026-12-31T20:05:00Z', '1-январь 2027-ж., саат 02:05', '1 января 2027 г., 02:05'],
])('the instant %s is told by the clock of Bishkek', (instant, ky, ru) => {
  expect(instantInWords(new Date(instant), 'KY')).toBe(ky);
  expect(instantInWords(new Date(instant), 'RU')).toBe(ru);
});
