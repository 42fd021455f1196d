import { describe, expect, it } from 'vitest';
import { publicationDefects, questionViolations } from '../../../src/modules/forms/question-check.rules.ts';
import { continuityViolations, diffQuestions, variantViolations } from '../../../src/modules/forms/question-diff.rules.ts';
import type { Question } from '../../../src/modules/forms/question.rules.ts';
import { drinkingWaterVariant, questionnaire, questionOf, withQuestion } from './sample-forms.fixture.ts';

const without = (code: string): Question[] => questionnaire.filter((question) => question.code !== code);
const added = (fields: Partial<Question>): Question[] => [
  ...questionnaire,
  { ...questionOf(questionnaire, 'SUGGESTION'), code: 'NEW', ...fields },
];
const changesOf = (proposed: readonly Question[]) =>
  diffQuestions(questionnaire, proposed)
    .filter(({ change }) => change !== 'SAME')
    .map(({ code, change }) => [code, change]);
const words = { ky: 'Башкача', ru: 'Иначе' };

describe('a form shown against its base (R10)', () => {
  it('is the same, question by question, when nothing was changed', () => {
    const differences = diffQuestions(questionnaire, questionnaire);
    expect(differences).toHaveLength(24);
    expect(new Set(differences.map(({ change }) => change))).toEqual(new Set(['SAME']));
  });

  it('is the same however the database orders the keys of what it keeps', () => {
    const shuffled = questionnaire.map((question) => Object.fromEntries(Object.entries(question).toReversed()) as unknown as Question);
    expect(changesOf(shuffled)).toEqual([]);
  });

  it('shows the sample variant: three questions added, one changed, one removed', () => {
    const variant = drinkingWaterVariant();
    expect(changesOf(variant)).toEqual([
      ['WATER_HOURS_PER_DAY', 'ADDED'],
      ['WATER_DAYS_WITHOUT', 'ADDED'],
      ['WATER_PROBLEM', 'ADDED'],
      ['SUGGESTION', 'CHANGED'],
      ['EXTRA_DOCUMENTS', 'REMOVED'],
    ]);
    expect(questionViolations(variant)).toEqual([]);
    expect(publicationDefects(variant)).toEqual([]);
    expect(variantViolations(questionnaire, variant)).toEqual([]);
  });

  it('holds both questions, or null where there is none', () => {
    const differences = new Map(diffQuestions(questionnaire, drinkingWaterVariant()).map((difference) => [difference.code, difference]));
    expect(differences.get('WATER_PROBLEM')).toMatchObject({ base: null, proposed: { code: 'WATER_PROBLEM' } });
    expect(differences.get('EXTRA_DOCUMENTS')).toMatchObject({ base: { code: 'EXTRA_DOCUMENTS' }, proposed: null });
    expect(differences.get('SUGGESTION')?.base?.text).not.toEqual(differences.get('SUGGESTION')?.proposed?.text);
  });

  it.each<[string, Partial<Question>]>([
    [
      'its Kyrgyz',
      {
        text: {
          ky: 'Башкача',
          ru: questionOf(questionnaire, 'PROBLEM_WORDS').text.ru,
          en: questionOf(questionnaire, 'PROBLEM_WORDS').text.en,
        },
      },
    ],
    ['its English', { text: { ...questionOf(questionnaire, 'PROBLEM_WORDS').text, en: 'Otherwise' } }],
    ['its help', { help: null }],
    ['its limit', { max: '400' }],
    ['its condition', { showIf: [] }],
    ['that it is required', { isRequired: true }],
  ])('is changed when a question differs in %s', (_title, change) => {
    expect(changesOf(withQuestion(questionnaire, 'PROBLEM_WORDS', change))).toEqual([['PROBLEM_WORDS', 'CHANGED']]);
  });

  it('is changed when an option says something else, and not when a question only moved', () => {
    const options = questionOf(questionnaire, 'ELECTRONIC_BARRIER').options.map((option) => ({ ...option, text: words }));
    expect(changesOf(withQuestion(questionnaire, 'ELECTRONIC_BARRIER', { options }))).toEqual([['ELECTRONIC_BARRIER', 'CHANGED']]);
    expect(changesOf(withQuestion(questionnaire, 'SUGGESTION', { order: 1 }))).toEqual([]);
  });
});

describe("a provider's variant (R10)", () => {
  const refused = (proposed: readonly Question[]) =>
    variantViolations(questionnaire, proposed).map(({ rule, path }) => [rule, path?.at(-1)]);

  it.each<[string, Question[], [string, string][]]>([
    ['may change the words of a question that is not core', withQuestion(questionnaire, 'SUGGESTION', { text: words }), []],
    ['may leave out a question that is not core', without('EXTRA_DOCUMENTS'), []],
    ['may add a question', added({}), []],
    ['may add evidence for a measure', added({ measures: 'PROBLEM' }), []],
    ['may not change a word of a core question', withQuestion(questionnaire, 'TIME_SPENT', { help: words }), [['R10', 'TIME_SPENT']]],
    ['may not loosen when a core question is asked', withQuestion(questionnaire, 'TIME_SPENT', { showIf: [] }), [['R10', 'TIME_SPENT']]],
    ['may not leave out a core question', without('COST_PAID'), [['R10', 'COST_PAID']]],
    ['may not take the mark off a core question', withQuestion(questionnaire, 'VISITS', { isCore: false }), [['R10', 'VISITS']]],
    ['may not add a core question', added({ isCore: true }), [['R10', 'NEW']]],
    ['may not add a primary question', added({ measures: 'PROBLEM', isPrimary: true }), [['R10', 'NEW']]],
    ['may not make a question core', withQuestion(questionnaire, 'SUGGESTION', { isCore: true }), [['R10', 'SUGGESTION']]],
    [
      'may not ask something else under a code',
      withQuestion(questionnaire, 'SUGGESTION', { type: 'BOOLEAN', max: null }),
      [['ours:stable-codes', 'SUGGESTION']],
    ],
  ])('%s', (_title, proposed, expected) => {
    expect(refused(proposed)).toEqual(expected);
  });
});

describe('the next version of a form (ours)', () => {
  const refused = (questions: readonly Question[]) =>
    continuityViolations(questionnaire, questions).map(({ rule, path }) => [rule, path?.at(-1)]);

  it.each<[string, Question[], [string, string][]]>([
    ['may say a core question in other words', withQuestion(questionnaire, 'TIME_SPENT', { text: words }), []],
    ['may widen the limits of a core question', withQuestion(questionnaire, 'TIME_SPENT', { max: '1000' }), []],
    ['may drop what is not core', without('SUGGESTION'), []],
    ['may add core questions', added({ isCore: true }), []],
    ['keeps the core questions', without('TIME_SPENT'), [['ours:core-questions', 'TIME_SPENT']]],
    ['keeps them core', withQuestion(questionnaire, 'TIME_SPENT', { isCore: false }), [['ours:core-questions', 'TIME_SPENT']]],
    ['keeps them primary', withQuestion(questionnaire, 'TIME_SPENT', { isPrimary: false }), [['ours:core-questions', 'TIME_SPENT']]],
    ['keeps the type of a code', withQuestion(questionnaire, 'TIME_SPENT', { type: 'TEXT' }), [['ours:stable-codes', 'TIME_SPENT']]],
    ['keeps the unit of a code', withQuestion(questionnaire, 'TIME_SPENT', { unit: 'HOUR' }), [['ours:stable-codes', 'TIME_SPENT']]],
    ['keeps what a code is per', withQuestion(questionnaire, 'COST_PAID', { basis: 'PER_MONTH' }), [['ours:stable-codes', 'COST_PAID']]],
    [
      'keeps what a code measures',
      withQuestion(questionnaire, 'TIME_SPENT', { measures: 'TIME_EXPECTED' }),
      [['ours:stable-codes', 'TIME_SPENT']],
    ],
    [
      'keeps that of other codes too',
      withQuestion(questionnaire, 'SUGGESTION', { type: 'BOOLEAN' }),
      [['ours:stable-codes', 'SUGGESTION']],
    ],
  ])('%s', (_title, questions, expected) => {
    expect(refused(questions)).toEqual(expected);
  });

  it('is free where there is none before it', () => {
    expect(continuityViolations([], questionnaire)).toEqual([]);
  });
});
