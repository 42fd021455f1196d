import { describe, expect, it } from 'vitest';
import { cutTo, excerptOf } from '../../src/shared/plain-text.ts';

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
