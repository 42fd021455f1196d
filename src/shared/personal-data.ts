/** What stands where something personal was. */
export const scrubbed = '[***]';

/** Letters that people, and fonts, put for digits: Latin and Cyrillic. */
const lookalikes: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  О: '0',
  о: '0',
  l: '1',
  I: '1',
  І: '1',
  '|': '1',
  З: '3',
  з: '3',
  б: '6',
};

/** What may stand between the digits of one number. */
const gap = String.raw`[\s().\u2010-\u2015/-]{0,3}`;
const digits = (count: string): string => `(?:${gap}\\d)${count}`;
// A date is no beginning of a number, nor is a number that goes on from a date.
const start = String.raw`(?<!\d|\d[./-])(?!\d\d[./-]\d\d[./-]\d{4}(?!\d))`;
const end = String.raw`(?!\d)`;
const phoneWord = String.raw`(?<=(?:тел|phone|whats?\s?app|ватсап|вотсап|моб)\p{L}*[^\p{L}\d]{1,4})`;

const contiguousPersonalNumber = /(?<!\d)\d{14}(?!\d)/g;
const parted = new RegExp(`${start}[012]${digits('{13}')}${end}`, 'g');
const phones = [
  // With the country's code, or another's behind a plus.
  new RegExp(`(?:\\+|${start})${gap}(?:00)?996${digits('{9}')}${end}`, 'g'),
  new RegExp(`\\+\\d${digits('{9,13}')}${end}`, 'g'),
  // As it is dialled within the country: 0555 12 34 56, 0312 66 12 34.
  new RegExp(`${start}0${digits('{9}')}${end}`, 'g'),
  // Without a code, where a word says what it is.
  new RegExp(`${phoneWord}\\d${digits('{5,11}')}${end}`, 'giu'),
];

/**
 * A text without the 14-digit personal numbers and the phone numbers in it, also where they are written with blanks, dashes or letters
 * that look like digits. Sums, counts, years, dates and times stay.
 */
export function scrubPersonalData(text: string): string {
  const read = asDigits(text);
  const ranges = [
    ...rangesOf(contiguousPersonalNumber, read),
    ...rangesOf(parted, read).filter(([from, to]) => hasBirthday(read.slice(from, to).replace(/\D/g, ''))),
    ...phones.flatMap((pattern) => rangesOf(pattern, read)),
  ].toSorted(([a], [b]) => a - b);
  let clean = '';
  let done = 0;
  for (const [from, to] of ranges) {
    if (from >= done) clean += text.slice(done, from) + scrubbed;
    done = Math.max(done, to);
  }
  return clean + text.slice(done);
}

/** The text, place by place, with lookalikes as digits in words that are mostly digits. */
function asDigits(text: string): string {
  return text.replace(/[\dOoОоlIІ|Ззб]*\d[\dOoОоlIІ|Ззб]*/g, (word) => {
    const letters = word.replace(/\d/g, '').length;
    return letters > word.length / 2 ? word : word.replace(/\D/g, (letter) => lookalikes[letter] ?? letter);
  });
}

function rangesOf(pattern: RegExp, text: string): (readonly [number, number])[] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => [index, index + found.length] as const);
}

/** A personal number is a digit of sex, the day of birth, and five digits more: what is parted otherwise is a row of other numbers. */
function hasBirthday(number: string): boolean {
  const [, day = 0, month = 0, century = 0] = (/^\d(\d\d)(\d\d)(\d\d)/.exec(number) ?? []).map(Number);
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && (century === 19 || century === 20);
}
