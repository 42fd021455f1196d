import { describe, expect, it } from 'vitest';
import { validateAnswers } from '../../../src/modules/forms/answer.rules.ts';
import { channelOf, primaryAnswers } from '../../../src/modules/forms/primary-question.rules.ts';
import { type Question, type QuestionFields, questionsOf } from '../../../src/modules/forms/question.rules.ts';
import { questionnaire } from './sample-forms.fixture.ts';

const text = { ky: 'Суроо', ru: 'Вопрос' };
const option = (code: string) => ({ code, text });
const asked = (...fields: Partial<QuestionFields>[]): Question[] =>
  questionsOf(fields.map((field, index) => ({ code: `Q${index + 1}`, type: 'TEXT', text, ...field })));
const marks = asked({
  type: 'MULTI_CHOICE',
  max: '2',
  options: [option('A'), option('B'), option('C'), { ...option('NONE'), isExclusive: true }],
});

/** Somebody who came to the office and got the result; what a questionnaire asks of them, answered in full. */
const served = {
  RESPONDENT_KIND: 'PERSON',
  CHANNEL: 'OFFICE',
  REPRESENTATIVE: 'SELF',
  INFORMED_BY: ['STAFF', 'NOTICE_BOARD'],
  RESULT_RECEIVED: 'YES',
  PROCEDURE_FOLLOWED: 'YES',
  TIME_SPENT: 3,
  TIME_EXPECTED: 2,
  VISITS: 2,
  WAITING_TIME: 45,
  COST_PAID: '120.50',
  COST_EXPECTED: 0,
  USED_ELECTRONIC: 'NOT_AVAILABLE',
  SATISFACTION_QUALITY: 4,
  SATISFACTION_AVAILABILITY: 5,
  HAD_PROBLEM: false,
  COMPLAINED: false,
};
/** A resident whom street lighting is given to, without applying. */
const resident = {
  RESPONDENT_KIND: 'PERSON',
  CHANNEL: 'NOT_APPLIED',
  INFORMED_BY: ['NOWHERE'],
  PROCEDURE_FOLLOWED: 'DONT_KNOW',
  COST_PAID: 0,
  COST_EXPECTED: 0,
  SATISFACTION_QUALITY: 3,
  SATISFACTION_AVAILABILITY: 3,
  HAD_PROBLEM: false,
  COMPLAINED: false,
};

const wrong = (questions: readonly Question[], answers: unknown): string[] =>
  validateAnswers(questions, answers).violations.map(({ path }) => (path ?? []).join('.'));
const kept = (questions: readonly Question[], answers: unknown) => {
  const { violations, answers: canonical } = validateAnswers(questions, answers);
  expect(violations).toEqual([]);
  return canonical;
};

describe('answers to the sample questionnaire', () => {
  it('are kept in its order and in one form, whatever order they came in', () => {
    const canonical = kept(questionnaire, Object.fromEntries(Object.entries(served).toReversed()));
    expect(canonical).toEqual({ ...served, INFORMED_BY: ['NOTICE_BOARD', 'STAFF'], COST_EXPECTED: '0.00' });
    expect(Object.keys(canonical)).toEqual(Object.keys(served));
  });

  it('of a resident who did not apply lack time, visits and waiting, and miss nothing', () => {
    expect(kept(questionnaire, resident)).toEqual({ ...resident, COST_PAID: '0.00', COST_EXPECTED: '0.00' });
  });

  it('that are kept are taken again unchanged', () => {
    const canonical = kept(questionnaire, served);
    expect(kept(questionnaire, JSON.parse(JSON.stringify(canonical)))).toEqual(canonical);
  });

  it('may be NO_ANSWER to everything: nobody has to invent a number', () => {
    const nothing = Object.fromEntries(questionnaire.map(({ code }) => [code, null]));
    const canonical = kept(questionnaire, nothing);
    expect(canonical).toMatchObject({ CHANNEL: null, COST_PAID: null });
    expect(Object.keys(canonical)).toContain('SATISFACTION_QUALITY');
  });

  it('keep apart that a complaint had no answer and that the question had none', () => {
    const complained = { ...served, COMPLAINED: true };
    expect(kept(questionnaire, { ...complained, COMPLAINT_RESULT: 'NO_ANSWER' })).toMatchObject({ COMPLAINT_RESULT: 'NO_ANSWER' });
    expect(kept(questionnaire, { ...complained, COMPLAINT_RESULT: null })).toMatchObject({ COMPLAINT_RESULT: null });
  });

  it('that are all missing miss every required question that is asked of all', () => {
    expect(wrong(questionnaire, {})).toEqual(
      [
        'RESPONDENT_KIND',
        'CHANNEL',
        'INFORMED_BY',
        'PROCEDURE_FOLLOWED',
        'COST_PAID',
        'COST_EXPECTED',
        'SATISFACTION_QUALITY',
        'SATISFACTION_AVAILABILITY',
        'HAD_PROBLEM',
        'COMPLAINED',
      ].map((code) => `answers.${code}`),
    );
  });
});

describe('required means asked', () => {
  const question = asked({ isRequired: true });

  it('an absent answer is missing', () => {
    const [violation] = validateAnswers(question, {}).violations;
    expect(violation).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:required-means-asked', path: ['answers', 'Q1'] });
  });

  it('so is undefined', () => expect(wrong(question, { Q1: undefined })).toEqual(['answers.Q1']));
  it('null is NO_ANSWER, kept and counted', () => expect(kept(question, { Q1: null })).toEqual({ Q1: null }));
  it('what is not required may be absent, and stays absent', () => expect(kept(asked({}), {})).toEqual({}));
  it('what is not required and was asked may have no answer', () => expect(kept(asked({}), { Q1: null })).toEqual({ Q1: null }));
});

describe('a question that is not shown', () => {
  const form = asked(
    { type: 'BOOLEAN', isRequired: true },
    { type: 'NUMBER', unit: 'HOUR', isRequired: true, showIf: [{ questionCode: 'Q1', operator: 'IN', values: ['true'] }] },
    { showIf: [{ questionCode: 'Q1', operator: 'NOT_IN', values: ['true'] }] },
    {
      isRequired: true,
      showIf: [
        { questionCode: 'Q1', operator: 'IN', values: ['true'] },
        { questionCode: 'Q1', operator: 'NOT_IN', values: ['true'] },
      ],
    },
  );

  it.each<[string, object, string[]]>([
    ['is not missing', { Q1: false }, []],
    ['is required once it is shown', { Q1: true }, ['answers.Q2']],
    ['must not be answered', { Q1: false, Q2: 3 }, ['answers.Q2']],
    ['must not be answered where all conditions hold but one', { Q1: true, Q2: 3, Q4: 'x' }, ['answers.Q4']],
    ['is shown by NOT_IN when there was no answer', { Q1: null, Q3: 'x' }, []],
    ['is not shown by IN when there was no answer', { Q1: null, Q2: 3 }, ['answers.Q2']],
    ['is judged only when what it hangs on is right', { Q1: 'maybe', Q2: 3 }, ['answers.Q1']],
    ['is judged only when what it hangs on is there', { Q2: 3 }, ['answers.Q1']],
    ['has its own faults all the same', { Q2: 'three' }, ['answers.Q1', 'answers.Q2']],
  ])('%s', (_title, answers, expected) => {
    expect(wrong(form, answers)).toEqual(expected);
  });

  it('says which question hides it, by its code and in its words', () => {
    const [violation] = validateAnswers(form, { Q1: false, Q2: 3 }).violations;
    const [{ text }] = form as [Question];
    expect(violation?.message.ky).toBe(`Q1 («${text.ky}») суроосунун жообуна карап, бул суроо берилбейт.`);
    expect(violation?.hint?.en).toBe('Leave this answer out, or mend that to Q1 (showIf).');
  });

  it('has no answer to count: null is dropped', () => {
    expect(kept(form, { Q1: false, Q2: null })).toEqual({ Q1: false });
  });

  it('shows by any of several marks, and hides by any', () => {
    const questions = [
      ...marks,
      ...asked({}, { showIf: [{ questionCode: 'Q1', operator: 'IN', values: ['A', 'C'] }] }).slice(1),
      ...asked({}, {}, { showIf: [{ questionCode: 'Q1', operator: 'NOT_IN', values: ['A'] }] }).slice(2),
    ];
    expect(wrong(questions, { Q1: ['A', 'B'], Q2: 'x', Q3: 'x' })).toEqual(['answers.Q3']);
    expect(wrong(questions, { Q1: ['B'], Q2: 'x', Q3: 'x' })).toEqual(['answers.Q2']);
  });

  it('has no answer for others to rest on', () => {
    const chain = asked(
      { type: 'BOOLEAN' },
      { type: 'BOOLEAN', showIf: [{ questionCode: 'Q1', operator: 'IN', values: ['true'] }] },
      { showIf: [{ questionCode: 'Q2', operator: 'IN', values: ['true'] }] },
      { showIf: [{ questionCode: 'Q2', operator: 'NOT_IN', values: ['true'] }] },
    );
    expect(wrong(chain, { Q1: false, Q3: 'x', Q4: 'x' })).toEqual(['answers.Q3']);
  });
});

describe('the answer to a', () => {
  const hours = asked({ type: 'NUMBER', unit: 'HOUR', min: '1', max: '24' });
  const visits = asked({ type: 'NUMBER', unit: 'VISIT' });
  const money = asked({ type: 'MONEY', max: '10000000' });
  const unlimited = asked({ type: 'MONEY' });
  const scale = asked({ type: 'SCALE_1_5' });
  const choice = asked({ type: 'CHOICE', options: [option('YES'), option('NO')] });
  const words = asked({ max: '5' });

  it.each<[string, Question[], unknown, unknown]>([
    ['SCALE_1_5 is 1', scale, 1, 1],
    ['SCALE_1_5 is 5, as a text too', scale, '5', 5],
    ['NUMBER is its lowest', hours, 1, 1],
    ['NUMBER is its highest', hours, 24, 24],
    ['NUMBER is a decimal', hours, 2.25, 2.25],
    ['NUMBER is a decimal written as text', hours, '2.50', 2.5],
    ['NUMBER of visits is whole, however it is written', visits, '3.00', 3],
    ['NUMBER is zero, which is a number', visits, 0, 0],
    ['MONEY is a text with two decimals', money, '1250.00', '1250.00'],
    ['MONEY is given its decimals', money, 1250, '1250.00'],
    ['MONEY is exact', money, 0.1, '0.10'],
    ['MONEY is exact where a double is not', unlimited, '9007199254740.99', '9007199254740.99'],
    ['BOOLEAN is true', asked({ type: 'BOOLEAN' }), true, true],
    ['BOOLEAN is false, which is an answer', asked({ type: 'BOOLEAN' }), false, false],
    ['CHOICE is the code of an option', choice, 'NO', 'NO'],
    ['MULTI_CHOICE is kept in the order of the options', marks, ['C', 'A'], ['A', 'C']],
    ['MULTI_CHOICE may be the exclusive option alone', marks, ['NONE'], ['NONE']],
    ['TEXT is trimmed', words, '  жок ', 'жок'],
    ['TEXT has one kind of line end', words, 'а\r\nб\rв', 'а\nб\nв'],
    ['TEXT is counted in characters, not in code units', words, '😀😀😀😀😀', '😀😀😀😀😀'],
    ['TEXT is composed', words, '\u0438\u0306', '\u0439'],
    ['TEXT has 10,000 characters', asked({}), 'ү'.repeat(10_000), 'ү'.repeat(10_000)],
  ])('%s', (_title, questions, answer, canonical) => {
    expect(kept(questions, { Q1: answer })).toEqual({ Q1: canonical });
  });

  it.each<[string, Question[], unknown]>([
    ['SCALE_1_5 is not 0', scale, 0],
    ['SCALE_1_5 is not 6', scale, 6],
    ['SCALE_1_5 is not between points', scale, 4.5],
    ['SCALE_1_5 is not true', scale, true],
    ['NUMBER is not below its lowest', hours, '0.99'],
    ['NUMBER is not above its highest', hours, '24.01'],
    ['NUMBER is not negative', visits, -1],
    ['NUMBER of visits is not half', visits, 1.5],
    ['NUMBER has at most two decimals', hours, '1.001'],
    ['NUMBER is not a word', hours, 'three'],
    ['NUMBER is not blank', hours, ''],
    ['NUMBER has no blank beside it', hours, ' 3'],
    ['NUMBER has no comma', hours, '2,5'],
    ['NUMBER has no exponent', visits, 1e21],
    ['NUMBER is not hexadecimal', visits, '0x10'],
    ['NUMBER is finite', visits, Number.POSITIVE_INFINITY],
    ['NUMBER is a number', visits, Number.NaN],
    ['NUMBER is not a list', hours, [3]],
    ['NUMBER has at most 15 digits', visits, '1'.repeat(16)],
    ['MONEY has at most two decimals', money, '1.005'],
    ['MONEY is within its limit', money, '10000000.01'],
    ['BOOLEAN is not a word', asked({ type: 'BOOLEAN' }), 'true'],
    ['BOOLEAN is not a number', asked({ type: 'BOOLEAN' }), 1],
    ['CHOICE is not an unknown code', choice, 'MAYBE'],
    ['CHOICE is not in another case', choice, 'yes'],
    ['CHOICE is not a list', choice, ['YES']],
    ['CHOICE is not a name every object has', choice, 'constructor'],
    ['MULTI_CHOICE is not one code', marks, 'A'],
    ['MULTI_CHOICE is not an empty list: that is null', marks, []],
    ['MULTI_CHOICE has no unknown code', marks, ['A', 'Z']],
    ['MULTI_CHOICE marks an option once', marks, ['A', 'A']],
    ['MULTI_CHOICE marks no more than it may', marks, ['A', 'B', 'C']],
    ['MULTI_CHOICE marks the exclusive option alone', marks, ['A', 'NONE']],
    ['MULTI_CHOICE is a list of codes', marks, [['A']]],
    ['TEXT is not a number', words, 5],
    ['TEXT is not blank: that is null', words, ' \n '],
    ['TEXT is not what nobody can see', words, '\u200B\u3164'],
    ['TEXT is within its limit', words, 'алтоо!'],
    ['TEXT has at most 10,000 characters', asked({}), 'ү'.repeat(10_001)],
    ['TEXT is not a novel', asked({}), 'ү'.repeat(1_000_000)],
    ['TEXT has no NUL', words, 'a\u0000b'],
    ['TEXT has no escape', words, 'a\u001Bb'],
    ['TEXT has no half of a surrogate pair', words, 'a\uD800'],
    ['TEXT does not turn the direction of what follows', words, 'a\u202Eb'],
  ])('%s', (_title, questions, answer) => {
    expect(wrong(questions, { Q1: answer })).toEqual(['answers.Q1']);
  });
});

describe('answers as a whole', () => {
  it.each([
    ['null', null],
    ['a list', []],
    ['a text', '{}'],
    ['a date', new Date(0)],
    ['a map', new Map()],
  ])('are not %s', (_title, given) => {
    expect(wrong(questionnaire, given)).toEqual(['answers']);
  });

  it('have no code that the form has not', () => {
    expect(wrong(asked({}), { Q1: 'x', Q2: 'x', toString: 'x' })).toEqual(['answers.Q2', 'answers.toString']);
  });

  it('name a code that the form has not as far as it is shown, no character of it cut in half', () => {
    expect(wrong(questionnaire, { ...served, [`${'a'.repeat(63)}😀`]: 1 })).toEqual([`answers.${'a'.repeat(63)}`]);
  });

  it('have no prototype of their own', () => {
    const given: unknown = JSON.parse('{"__proto__": {"Q1": "x"}, "constructor": "x"}');
    expect(wrong(asked({ isRequired: true }), given)).toEqual(['answers.__proto__', 'answers.constructor', 'answers.Q1']);
    expect(wrong(asked({}), Object.create({ Q1: 'x' }))).toEqual(['answers']);
  });

  it('are told all that is wrong at once, in three languages', () => {
    const { violations } = validateAnswers(questionnaire, { ...served, TIME_SPENT: -1, CHANNEL: 'PIGEON', NEW: 1, COST_PAID: undefined });
    expect(violations.map(({ path }) => path?.[1])).toEqual(['NEW', 'CHANNEL', 'TIME_SPENT', 'COST_PAID']);
    for (const { message, hint } of violations)
      for (const words of [message, hint])
        expect(words).toEqual({ ky: expect.any(String), ru: expect.any(String), en: expect.any(String) });
  });

  it.each([
    ['NULL', 'Where there is no answer send null: that is counted too.'],
    ['EMPTY_CELL', 'Correct the cell; where the person gave no answer leave it empty: that is counted too.'],
  ] as const)('of which a hint says how no answer is given: %s', (noAnswer, words) => {
    const { violations } = validateAnswers(questionnaire, { ...served, TIME_SPENT: -1, CHANNEL: 'PIGEON' }, noAnswer);
    const [options, limits] = violations.map(({ hint }) => hint?.en);
    expect(options).toMatch(/^Codes of the options: OFFICE \(By coming to the office\), .*\. /);
    expect(options?.endsWith(words)).toBe(true);
    expect(limits).toBe(words);
    expect(JSON.stringify(violations)).not.toContain('{{');
  });
});

describe('what stands in a cell that is wrong', () => {
  const form = asked(
    { type: 'BOOLEAN' },
    { type: 'NUMBER', unit: 'VISIT' },
    { type: 'MULTI_CHOICE', options: [option('A')] },
    { type: 'TEXT', max: '5' },
  );
  const said = (answers: object, noAnswer: 'NULL' | 'EMPTY_CELL' = 'EMPTY_CELL') =>
    validateAnswers(form, answers, noAnswer).violations.map(({ message }) => message.en);

  it('is repeated', () => {
    expect(said({ Q1: 'maybe', Q2: 'three', Q3: ['A', 'Z'] })).toEqual([
      'The answer is yes or no; in JSON true or false. In the cell: "maybe".',
      expect.stringMatching(/ In the cell: "three"\.$/),
      'This question has no such option. In the cell: "A; Z".',
    ]);
  });

  it('is shortened, and nothing personal is in it', () => {
    expect(said({ Q2: 'x'.repeat(41) })[0]).toMatch(/ "x{40}…"\.$/);
    expect(said({ Q1: '20101199012345' })[0]).toMatch(/ "\[\*{3}\]"\.$/);
  });

  it("is not people's own words, nor what came by the API", () => {
    expect(said({ Q4: 'too long' })).toEqual(['A text has at most 5 characters.']);
    expect(said({ Q1: 'maybe' }, 'NULL')).toEqual(['The answer is yes or no; in JSON true or false.']);
  });
});

describe('what the answers say', () => {
  it('is, for each measure, the answer to its primary question', () => {
    const primary = primaryAnswers(questionnaire, kept(questionnaire, { ...served, WAITING_TIME: null }));
    expect(primary).toMatchObject({ PROCEDURE_FOLLOWED: 'YES', TIME_SPENT: 3, COST_PAID: '120.50', WAITING_TIME: null });
  });

  it('is nothing for a measure that was not asked about: a problem nobody had, the time of who did not apply', () => {
    const primary = primaryAnswers(questionnaire, kept(questionnaire, resident));
    expect(primary.PROBLEM).toBeUndefined();
    expect(primary.TIME_SPENT).toBeUndefined();
    expect(primary.COMPLAINED).toBe(false);
  });

  it.each([
    ['OFFICE', 'IN_PERSON'],
    ['FIELD_VISIT', 'IN_PERSON'],
    ['PHONE', 'IN_PERSON'],
    ['POST', 'IN_PERSON'],
    ['ELECTRONIC', 'ELECTRONIC'],
    ['NOT_APPLIED', null],
    [null, null],
  ])('the channel of %s is %s', (answer, channel) => {
    expect(channelOf(answer)).toBe(channel);
  });
});
