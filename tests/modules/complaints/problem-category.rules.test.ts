import { describe, expect, it } from 'vitest';
import { categoryViolations, oneMoreRefusal, parentRefusal } from '../../../src/modules/complaints/problem-category.rules.ts';

const fields = { code: 'TIME_QUEUE', name: { ky: 'Кезек', ru: 'Очередь' }, indicator: null };
const inBrief = (violations: ReturnType<typeof categoryViolations>) =>
  violations.map(({ code, rule, path }) => [rule ?? code, path?.join('.')]);

describe('a category of problems (R-III.1.2)', () => {
  it.each([
    ['has a code in capitals and a name in Kyrgyz and Russian', {}, []],
    ['a code of 40 characters', { code: 'A'.repeat(40) }, []],
    ['and not of 41', { code: 'A'.repeat(41) }, [['BAD_USER_INPUT', 'input.code']]],
    ['no small letters', { code: 'Time' }, [['BAD_USER_INPUT', 'input.code']]],
    ['no hyphens', { code: 'TIME-QUEUE' }, [['BAD_USER_INPUT', 'input.code']]],
    ['no Cyrillic look-alikes', { code: 'ТIМЕ' }, [['BAD_USER_INPUT', 'input.code']]],
    ['no underscore at the end', { code: 'TIME_' }, [['BAD_USER_INPUT', 'input.code']]],
    ['no blank Kyrgyz name', { name: { ky: ' ', ru: 'Очередь' } }, [['BAD_USER_INPUT', 'input.name.ky']]],
    ['no missing Russian one', { name: { ky: 'Кезек' } }, [['ours:translated-before-published', 'input.name']]],
    ['a name of up to 300 characters', { name: { ky: 'а'.repeat(300), ru: 'а' } }, []],
    ['and not more, in any language', { name: { ky: 'а', ru: 'а', en: 'a'.repeat(301) } }, [['BAD_USER_INPUT', 'input.name']]],
    ['an indicator of part II', { indicator: 'R-II.8' }, []],
    ['and no other', { indicator: 'R-II.9' }, [['BAD_USER_INPUT', 'input.indicator']]],
  ])('%s', (_title, change, wrong) => {
    expect(inBrief(categoryViolations({ ...fields, ...change }))).toEqual(wrong);
  });
});

describe('where a category stands', () => {
  it.each([
    ['it may be a group', { code: 'A', parent: null, hasChildren: false }, undefined],
    ['with problems in it', { code: 'A', parent: null, hasChildren: true }, undefined],
    ['or stand in a group', { code: 'A_1', parent: { code: 'A', isTop: true }, hasChildren: false }, undefined],
    ['not in what is no group', { code: 'A_1_1', parent: { code: 'A_1', isTop: false }, hasChildren: false }, 'ours:two-levels'],
    ['not in itself', { code: 'A', parent: { code: 'A', isTop: true }, hasChildren: false }, 'ours:two-levels'],
    ['not while problems stand in it', { code: 'A', parent: { code: 'B', isTop: true }, hasChildren: true }, 'ours:two-levels'],
  ])('%s', (_title, facts, rule) => {
    expect(parentRefusal(facts)?.rule).toBe(rule);
  });
});

describe('the taxonomy', () => {
  it.each([
    [98, undefined],
    [99, 'ours:taxonomy-size'],
  ])('of %i categories: one more is refused by %s', (categories, rule) => {
    expect(oneMoreRefusal(categories)?.rule).toBe(rule);
  });
});
