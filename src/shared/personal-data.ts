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

// ---- numbers -------------------------------------------------------------------------------------------------------

/** What may stand between the digits of one number; a comma only where nothing is blank behind it. */
const gap = String.raw`(?:[\s().\u2010-\u2015/_*·-]|,(?!\s)){0,3}`;
const digits = (count: string): string => `(?:${gap}\\d)${count}`;
// A date is no beginning of a number, nor is a number that goes on from a date.
const start = String.raw`(?<!\d|\d[./,-])(?!\d\d[./-]\d\d[./-]\d{4}(?!\d))`;
const end = String.raw`(?!\d)`;
const phoneWord = String.raw`(?<=(?:тел|phone|whats?\s?app|ватсап|вотсап|моб)\p{L}*[^\p{L}\d]{1,4})`;
// What is counted in something, or is the number of a document, is no phone, however many digits it has.
const notNumbered = String.raw`(?<!(?:№|номер\p{L}*|\bN[oо]?\.?|код\p{L}*)\s{0,2})`;
const notCounted = String.raw`(?!\s{0,2}(?:сом|тыйын|тыйин|тыс|миң|млн|млрд|руб|долл|usd|kgs|eur|[$€₽%]|адам|киши|чел|жител|тургун|шт|даана|га\b|м[23²³]|куб|кв|тонн))`;

const contiguousPersonalNumber = /(?<!\d)\d{14}(?!\d)/g;
const parted = new RegExp(`${start}[012]${digits('{13}')}${end}`, 'g');

const one = String.raw`[\s._*-]{1,3}`;
/** Digits one by one, as nobody writes counts; with one among them that no mark of one to five is. */
const oneByOne = (first: string, others: number): RegExp =>
  new RegExp(String.raw`(?<!\d${one}|\d)(?=(?:\d${one}){0,${others}}[06-9])${first}(?:${one}\d){${others}}(?!${one}\d|\d)`, 'g');
const spacedPersonalNumber = oneByOne('[012]', 13);

const phones = [
  // With the country's code, or another's behind a plus.
  new RegExp(`(?:\\+|${start})${gap}(?:00)?996${digits('{9}')}${end}`, 'g'),
  new RegExp(`\\+\\d${digits('{9,13}')}${end}`, 'g'),
  // As it is dialled within the country: 0555 12 34 56, 0312 66 12 34; not a fraction.
  new RegExp(`${start}(?!0[.,]\\d)0${digits('{9}')}${end}`, 'g'),
  // As Russia and Kazakhstan dial: 8 (495) 123-45-67.
  new RegExp(`${notNumbered}${start}[78]${gap}[3-9]\\d\\d${gap}\\d{3}${gap}\\d\\d${gap}\\d\\d${end}${notCounted}`, 'giu'),
  // A Kyrgyz mobile without its 0: in pairs, or in one; in threes, as sums are, only with a prefix in use and no round end.
  new RegExp(`${notNumbered}${start}[2579]\\d\\d(?:${gap}\\d\\d){3}${end}${notCounted}`, 'giu'),
  new RegExp(
    String.raw`${notNumbered}${start}(?:2[02]\d|5[057]\d|7[057]\d|99\d)[\s_*-]\d{3}[\s_*-](?!000)\d{3}(?![\s.,]?\d)${notCounted}`,
    'giu',
  ),
  oneByOne('[2579]', 8),
  // Without a code, where a word says what it is.
  new RegExp(`${phoneWord}\\d${digits('{5,11}')}${end}`, 'giu'),
];

// ---- addresses and documents ---------------------------------------------------------------------------------------

const email = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu;
/** Passports and identity cards: a series of two letters, in Latin or in the Cyrillic that looks like it, and seven digits. */
const identityDocument = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:ID|ИД|[AА][NНCСBВIАA]|PE|РЕ)[\s№-]{0,3}\d(?:[\s-]?\d){6}(?![\p{L}\d])${notCounted}`,
  'giu',
);

/**
 * A text without the 14-digit personal numbers, phone numbers, mail addresses, and numbers of passports and identity cards in it, also
 * where they are written with blanks, dashes, characters that nobody sees, other scripts' digits, or letters that look like digits. Sums,
 * counts, years, dates, times and numbers of acts stay.
 */
export function scrubPersonalData(text: string): string {
  const { read, places } = reading(text);
  const number = asDigits(read);
  const ranges = [
    ...rangesOf(contiguousPersonalNumber, number),
    ...rangesOf(parted, number).filter(([from, to]) => hasBirthday(number.slice(from, to).replace(/\D/g, ''))),
    ...[spacedPersonalNumber, ...phones].flatMap((pattern) => rangesOf(pattern, number)),
    ...[email, identityDocument].flatMap((pattern) => rangesOf(pattern, read)),
  ].toSorted(([a], [b]) => a - b);
  let clean = '';
  let done = 0;
  for (const [first, behind] of ranges) {
    const [from, to] = [places[first] ?? 0, (places[behind - 1] ?? 0) + lengthAt(text, places[behind - 1] ?? 0)];
    if (from >= done) clean += text.slice(done, from) + scrubbed;
    done = Math.max(done, to);
  }
  return clean + text.slice(done);
}

/** How a text reads: compatible characters as one, digits of every script as ours, without what nobody sees; and where each stands. */
function reading(text: string): { read: string; places: number[] } {
  let read = '';
  const places: number[] = [];
  let place = 0;
  for (const character of text) {
    // The sign of a number would read as letters, and its o as a zero.
    const compatible = character === '№' ? character : character.normalize('NFKC');
    const shown = compatible.replace(/[\p{Cf}\p{Me}\uFE0F]/gu, '').replace(/\p{Nd}/gu, digitOf);
    for (let index = 0; index < shown.length; index += 1) places.push(place);
    read += shown;
    place += character.length;
  }
  return { read, places };
}

/** Unicode has the digits of every script in a row, from 0. */
function digitOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  let zero = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((point - zero) % 10);
}

function lengthAt(text: string, place: number): number {
  return (text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1;
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
