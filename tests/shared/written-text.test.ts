import { expect, it } from 'vitest';
import { blankRefusal, blankText, untranslated } from '../../src/kit/written-text.rules.ts';

it('a text that people must fill in is not blank', () => {
  expect(blankRefusal('reason', ' \n')).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'reason'] });
  expect(blankRefusal('reason', ' \u200B')).toMatchObject({ path: ['input', 'reason'] });
  expect(blankRefusal('reason', 'Жай')).toBeUndefined();
});
it('a Kyrgyz text is not blank', () => {
  expect(blankText(['input', 'name'], { ky: '  ' })).toMatchObject({ path: ['input', 'name', 'ky'] });
  expect(blankText(['input', 'name'], { ky: '\u200B' })).toMatchObject({ path: ['input', 'name', 'ky'] });
  expect(blankText(['input', 'name'], { ky: 'Суу' })).toBeUndefined();
  expect(blankText(['input', 'description'], null)).toBeUndefined();
});
it('Russian is required before something is published, for each text by itself; a text that is not there lacks nothing', () => {
  const texts = [
    { path: ['name'], text: { ky: 'Суу', ru: 'Вода' } },
    { path: ['description'], text: { ky: 'Суу', ru: ' ' } },
    { path: ['content'], text: { ky: 'Суу', ru: '\u2060' } },
    { path: ['basis'], text: { ky: 'айына' } },
    { path: ['help'], text: null },
  ];
  expect(untranslated(texts).map(({ path, rule }) => [path?.[0], rule])).toEqual([
    ['description', 'ours:translated-before-published'],
    ['content', 'ours:translated-before-published'],
    ['basis', 'ours:translated-before-published'],
  ]);
});
