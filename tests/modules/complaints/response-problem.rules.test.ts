import { describe, expect, it } from 'vitest';
import { answeredProblems, tagViolations } from '../../../src/modules/complaints/response-problem.rules.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';

describe('the problems that a respondent named (R-III.1.2)', () => {
  it.each([
    ['none was asked about', {}, []],
    ['no answer', { PROBLEM_CATEGORY: null }, []],
    ['one', { PROBLEM_CATEGORY: ['TIME'] }, ['TIME']],
    ['several, in the form’s order', { PROBLEM_CATEGORY: ['COST', 'INFO'] }, ['INFO', 'COST']],
    ['an option that names none', { PROBLEM_CATEGORY: ['OTHER'] }, []],
    ['a text is nothing marked', { PROBLEM_WORDS: 'TIME' }, []],
  ])('%s', (_title, answers, codes) => expect(answeredProblems(questionnaire, answers)).toEqual(codes));
});

describe('an analyst’s tags (R-III.1.2)', () => {
  const known = new Set(Array.from({ length: 30 }, (_, index) => `C${index}`));
  it.each([
    ['none', [], []],
    ['several', ['C1', 'C2'], []],
    ['every unknown one is told', ['X', 'C1', 'Y'], ['input.categoryCodes.0', 'input.categoryCodes.2']],
    ['twenty', [...known].slice(0, 20), []],
    ['twenty-one are too many', [...known].slice(0, 21), ['input.categoryCodes']],
  ])('%s', (_title, codes, paths) => expect(tagViolations(codes, known).map(({ path }) => path?.join('.'))).toEqual(paths));
});
