import { describe, expect, it } from 'vitest';
import { cutTo, excerptOf, isBlank, writtenText } from '../../src/shared/plain-text.ts';

describe('a text in which nothing is to be seen', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \u00A0\n\t\u2007'],
    ['a blank without a width', '\u200B'],
    ['joiners, marks of direction, soft hyphens', '\u200D\u200E\u2060\u00AD\uFEFF'],
    ['letters without a shape', '\u3164\u115F\u2800'],
    ['selectors of a shape for nothing', '\uFE0F\u034F'],
  ])('is blank: %s', (_title, text) => {
    expect(isBlank(text)).toBe(true);
    expect(writtenText(text)).toBeNull();
  });

  it.each(['а', '0', '-', '—', '😀', '\u200Bа', '.'])('is not one in which something is: %j', (text) => {
    expect(isBlank(text)).toBe(false);
    expect(writtenText(` ${text}\n`)).toBe(text);
  });

  it('is not there where nothing was said', () => {
    expect([writtenText(null), writtenText(undefined)]).toEqual([null, null]);
  });
});

describe('a text that is cut', () => {
  it.each([
    ['is left alone where it is short enough', 'суу', 3, 'суу'],
    ['has no more than may be', 'сууу', 3, 'суу'],
    ['ends before a character that does not fit whole', 'ab😀', 3, 'ab'],
    ['keeps one that fits', 'a😀b', 3, 'a😀'],
  ])('%s', (_title, text, longest, expected) => {
    expect(cutTo(text, longest)).toBe(expected);
  });
});

describe('an excerpt', () => {
  it.each([
    ['is one line', ' a\n b ', 'a b'],
    ['says that something follows', 'а'.repeat(41), `${'а'.repeat(40)}…`],
    ['ends before a character that does not fit whole', `${'a'.repeat(39)}😀b`, `${'a'.repeat(39)}…`],
    ['has no half of a character that came after blanks', `a${' '.repeat(198)}😀`, 'a'],
  ])('%s', (_title, text, expected) => {
    expect(excerptOf(text)).toBe(expected);
  });
});
