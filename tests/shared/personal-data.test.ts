import { describe, expect, it } from 'vitest';
import { scrubbed as gone, scrubPersonalData } from '../../src/shared/personal-data.ts';

describe('what is written in free text is scrubbed of', () => {
  it.each([
    ['a personal number', 'ИНН 20101199012345 берди', `ИНН ${gone} берди`],
    ['a personal number in blanks', 'ПИН 2 0101 1990 12345.', `ПИН ${gone}.`],
    ['a personal number in dashes', '1-15-07-1985-00-123', gone],
    ['a personal number with a no-break blank', '20101\u00a01990\u00a012345', gone],
    ['a personal number with Cyrillic letters for zeros', '2О1О1199О12345', gone],
    ['a personal number with Latin letters for ones and zeros', '2olol199Ol2345', gone],
    ['any fourteen digits in a row', '99999999999999', gone],
    ['a phone in the international form', 'тел. +996 555 12 34 56!', `тел. ${gone}!`],
    ['a phone without its plus', '996555123456', gone],
    ['a phone with 00', '00996 555 123456', gone],
    ['a phone with brackets and dashes', '+996 (312) 66-12-34', gone],
    ['a phone as it is dialled', 'чалыңыз 0555123456 кечинде', `чалыңыз ${gone} кечинде`],
    ['a phone in pairs', '0555 12 34 56', gone],
    ['a phone with long dashes', '0700–12–34–56', gone],
    ['a phone with letters for digits', 'О555 12З456', gone],
    ['a phone behind a count', '2 0555123456', `2 ${gone}`],
    ['a phone of a neighbour country', '+7 (701) 123-45-67', gone],
    ['a short phone where a word says that it is one', 'WhatsApp: 555 123 456', `WhatsApp: ${gone}`],
    ['a city phone where a word says that it is one', 'телефону 66-12-34', `телефону ${gone}`],
    ['two numbers side by side', '20101199012345 0555123456', `${gone} ${gone}`],
  ])('%s', (_, text, clean) => {
    expect(scrubPersonalData(text)).toBe(clean);
  });
});

describe('what is no personal or phone number stays', () => {
  it.each([
    ['a sum', '1 250 000 сом төлөдүм'],
    ['a large sum', '10 000 000 000 сом'],
    ['a sum with tyiyn', '350.50 сом, 12,75 сом'],
    ['years', '2024 2025 2026 2027'],
    ['years and a count', '2019, 2020, 2021: 14 жолу'],
    ['a date and a time', '05.03.2026 10:30'],
    ['an ISO day and a count', '2026-03-05 103012'],
    ['a row of dates', '05.03.2026 06.03.2026 07.03.2026'],
    ['a number of a document', 'арыз № 123456789'],
    ['thirteen digits, and fifteen', '1234567890123 123456789012345'],
    ['counts', '15 адам, 3 терезе, 120 мүнөт, 0 жооп'],
    ['a classifier code in words of digits', 'код 4170821382'],
    ['words that only look like digits', 'Ооо, зоо боло турган'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(scrubPersonalData(text)).toBe(text);
  });
});
