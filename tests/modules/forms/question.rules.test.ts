import { describe, expect, it } from 'vitest';
import { publicationDefects, questionViolations } from '../../../src/modules/forms/question-check.rules.ts';
import { conditionValues, measures, type Question, type QuestionFields, questionsOf } from '../../../src/modules/forms/question.rules.ts';
import { questionnaire, questionOf, surveySheet, withQuestion } from './sample-forms.fixture.ts';

const text = { ky: 'Суроо', ru: 'Вопрос' };
const option = (code: string) => ({ code, text });
const plain = (code: string, fields: Partial<QuestionFields> = {}): QuestionFields => ({ code, type: 'TEXT', text, ...fields });
const choice = (code: string, fields: Partial<QuestionFields> = {}): QuestionFields =>
  plain(code, { type: 'CHOICE', options: [option('YES'), option('NO')], ...fields });
const many = <T>(length: number, make: (index: number) => T): T[] => Array.from({ length }, (_, index) => make(index));

/** What is wrong, as rule and path below `input.questions`. */
function faults(...proposed: QuestionFields[]): string[] {
  return questionViolations(questionsOf(proposed)).map(({ rule, path }) => `${rule} ${path?.slice(2).join('.')}`);
}

describe.each([
  ['survey sheet', surveySheet, 23],
  ['questionnaire', questionnaire, 24],
])('the sample %s', (_title, form, count) => {
  it('is well-formed, in Kyrgyz and Russian, and can be published', () => {
    expect(form).toHaveLength(count);
    expect(questionViolations(form)).toEqual([]);
    expect(publicationDefects(form)).toEqual([]);
  });

  it('has one primary question for each of the sixteen measures', () => {
    const led = form.filter(({ isPrimary }) => isPrimary).map((question) => question.measures);
    expect(led).toHaveLength(measures.length);
    expect(new Set(led)).toEqual(new Set(measures));
  });

  it.each(form.map((question) => [question.code, question] as const))(
    '%s stays the same when it is proposed again and kept as JSON',
    (_code, question) => {
      const again = questionsOf([JSON.parse(JSON.stringify(question)) as Question]);
      expect(again).toEqual([{ ...question, order: 1 }]);
    },
  );
});

describe('the same code in both samples', () => {
  const shared = surveySheet.filter(({ code }) => questionnaire.some((other) => other.code === code)).map(({ code }) => code);

  it.each(shared)('%s is the same question', (code) => {
    const { type, unit, measures: measure, isPrimary } = questionOf(surveySheet, code);
    expect(questionOf(questionnaire, code)).toMatchObject({ type, unit, measures: measure, isPrimary });
  });
});

describe('a question as it is kept', () => {
  it('is in som where it is MONEY, has its place, trimmed texts and plain limits', () => {
    const [, cost] = questionsOf([
      plain('A'),
      plain('COST', { type: 'MONEY', text: { ky: ' Канча? ', ru: ' ' }, min: '0.00', max: '12.50' }),
    ]);
    expect(cost).toEqual({
      code: 'COST',
      order: 2,
      type: 'MONEY',
      text: { ky: 'Канча?', ru: null, en: null },
      help: null,
      unit: 'SOM',
      basis: null,
      min: '0',
      max: '12.5',
      showIf: [],
      isCore: false,
      isRequired: false,
      measures: null,
      isPrimary: false,
      options: [],
    });
  });
});

describe('the shape of questions', () => {
  it.each<[string, QuestionFields[], string[]]>([
    ['a form may be empty while it is a draft', [], []],
    ['100 questions are taken', many(100, (index) => plain(`Q_${index}`)), []],
    ['101 are not', many(101, (index) => plain(`Q_${index}`)), ['ours:form-limits ']],
    ['a code is UPPER_SNAKE', [plain('time')], ['ours:stable-codes 0.code']],
    ['__proto__ is no code', [plain('__proto__')], ['ours:stable-codes 0.code']],
    ['a code begins with a letter', [plain('_A'), plain('1A')], ['ours:stable-codes 0.code', 'ours:stable-codes 1.code']],
    ['a code has at most 64 characters', [plain('A'.repeat(64)), plain('B'.repeat(65))], ['ours:stable-codes 1.code']],
    ['a code is of one question', [plain('A'), plain('A')], ['ours:stable-codes 1.code']],
    ['Kyrgyz is required', [plain('A', { text: { ky: ' ', ru: 'Вопрос' } })], ['undefined 0.text.ky']],
    ['a text has at most 1,000 characters', [plain('A', { help: { ky: 'я'.repeat(1_001) } })], ['ours:form-limits 0.help']],

    ['a NUMBER has a unit', [plain('A', { type: 'NUMBER' })], ['ours:question-shape 0.unit']],
    ['a NUMBER is not in som: that is MONEY', [plain('A', { type: 'NUMBER', unit: 'SOM' })], ['ours:question-shape 0.unit']],
    ['MONEY is in som only', [plain('A', { type: 'MONEY', unit: 'HOUR' })], ['ours:question-shape 0.unit']],
    ['a TEXT has no unit', [plain('A', { unit: 'HOUR' })], ['ours:question-shape 0.unit']],
    ['an amount may be per something', [plain('A', { type: 'MONEY', basis: 'PER_MONTH' })], []],
    ['a TEXT is per nothing', [plain('A', { basis: 'PER_MONTH' })], ['ours:question-shape 0.basis']],

    ['min may equal max', [plain('A', { type: 'NUMBER', unit: 'HOUR', min: '2.5', max: '2.50' })], []],
    ['min is not over max', [plain('A', { type: 'NUMBER', unit: 'HOUR', min: '10', max: '9' })], ['ours:question-shape 0.max']],
    ['no amount is negative', [plain('A', { type: 'NUMBER', unit: 'HOUR', min: '-1' })], ['ours:question-shape 0.min']],
    ['visits are whole', [plain('A', { type: 'NUMBER', unit: 'VISIT', max: '2.5' })], ['ours:question-shape 0.max']],
    ['som have two decimals', [plain('A', { type: 'MONEY', max: '2.555' })], ['ours:question-shape 0.max']],
    ['a limit has at most 15 digits', [plain('A', { type: 'MONEY', max: '1'.repeat(16) })], ['ours:question-shape 0.max']],
    ['a TEXT has at most 10,000 characters', [plain('A', { max: '10000' }), plain('B', { max: '10001' })], ['ours:question-shape 1.max']],
    ['a TEXT has at least one', [plain('A', { max: '0' })], ['ours:question-shape 0.max']],
    ['a TEXT has no min', [plain('A', { min: '1' })], ['ours:question-shape 0.min']],
    [
      'a choice has no limits',
      [choice('A', { min: '1' }), choice('B', { max: '1' })],
      ['ours:question-shape 0.min', 'ours:question-shape 1.max'],
    ],
    [
      'a MULTI_CHOICE marks at most its options',
      [choice('A', { type: 'MULTI_CHOICE', max: '2' }), choice('B', { type: 'MULTI_CHOICE', max: '3' })],
      ['ours:question-shape 1.max'],
    ],

    ['a choice has options', [plain('A', { type: 'CHOICE' })], ['ours:question-shape 0.options']],
    ['one option is no choice', [choice('A', { options: [option('YES')] })], ['ours:question-shape 0.options']],
    ['50 options are taken', [choice('A', { options: many(50, (index) => option(`O_${index}`)) })], []],
    ['51 are not', [choice('A', { options: many(51, (index) => option(`O_${index}`)) })], ['ours:form-limits 0.options']],
    ['a BOOLEAN has no options', [choice('A', { type: 'BOOLEAN' })], ['ours:question-shape 0.options']],
    ['option codes are unique', [choice('A', { options: [option('YES'), option('YES')] })], ['ours:stable-codes 0.options.1.code']],
    ['option codes are UPPER_SNAKE', [choice('A', { options: [option('YES'), option('no')] })], ['ours:stable-codes 0.options.1.code']],
    [
      'only a MULTI_CHOICE has an exclusive option',
      [
        choice('A', { options: [option('YES'), { ...option('NO'), isExclusive: true }] }),
        choice('B', { type: 'MULTI_CHOICE', options: [option('YES'), { ...option('NO'), isExclusive: true }] }),
      ],
      ['ours:question-shape 0.options.1.isExclusive'],
    ],
    ['a scale may have words for its points', [plain('A', { type: 'SCALE_1_5', options: [option('1'), option('5')] })], []],
    ['a scale has no other points', [plain('A', { type: 'SCALE_1_5', options: [option('6')] })], ['ours:question-shape 0.options.0.code']],
    [
      'a point has its words once',
      [plain('A', { type: 'SCALE_1_5', options: [option('1'), option('1')] })],
      ['ours:stable-codes 0.options.1.code'],
    ],

    ['a primary question measures something', [plain('A', { isPrimary: true })], ['ours:one-primary-question 0.isPrimary']],
    [
      'a measure has one primary question',
      [
        plain('A', { type: 'BOOLEAN', measures: 'COMPLAINED', isPrimary: true }),
        plain('B', { type: 'BOOLEAN', measures: 'COMPLAINED' }),
        plain('C', { type: 'BOOLEAN', measures: 'COMPLAINED', isPrimary: true }),
      ],
      ['ours:one-primary-question 2.isPrimary'],
    ],
    ['time is not measured by a TEXT', [plain('A', { measures: 'TIME_SPENT', isPrimary: true })], ['ours:one-primary-question 0.measures']],
    [
      'time is not measured in documents',
      [plain('A', { type: 'NUMBER', unit: 'DOCUMENT', measures: 'TIME_SPENT', isPrimary: true })],
      ['ours:one-primary-question 0.measures'],
    ],
    [
      'whether the procedure was followed is answered YES or NO',
      [choice('A', { measures: 'PROCEDURE_FOLLOWED', isPrimary: true, options: [option('YES'), option('PARTLY')] })],
      ['ours:one-primary-question 0.measures'],
    ],
    ['evidence beside the primary question has any shape', [plain('A', { measures: 'TIME_SPENT' })], []],
  ])('%s', (_title, proposed, expected) => {
    expect(faults(...proposed)).toEqual(expected);
  });
});

describe('when a question is asked', () => {
  const after = (questionCode: string, ...values: string[]) => plain('LAST', { showIf: [{ questionCode, operator: 'IN', values }] });

  it.each<[string, QuestionFields[], string[]]>([
    ['rests on an option of an earlier choice', [choice('A'), after('A', 'YES')], []],
    ['rests on true or false of a BOOLEAN', [plain('A', { type: 'BOOLEAN' }), after('A', 'true')], []],
    ['rests on the points of a scale', [plain('A', { type: 'SCALE_1_5' }), after('A', '1', '2')], []],
    ['not on an option that is not there', [choice('A'), after('A', 'MAYBE')], ['ours:question-conditions 1.showIf.0.values']],
    ['not on nothing', [choice('A'), after('A')], ['ours:question-conditions 1.showIf.0.values']],
    ['not on the same answer twice', [choice('A'), after('A', 'YES', 'YES')], ['ours:question-conditions 1.showIf.0.values']],
    ['not on an amount', [plain('A', { type: 'MONEY' }), after('A', '5')], ['ours:question-conditions 1.showIf.0.values']],
    ['not on words', [plain('A'), after('A', 'x')], ['ours:question-conditions 1.showIf.0.values']],
    ['not on a question that is not there', [after('A', 'YES')], ['ours:question-conditions 0.showIf.0.questionCode']],
    ['not on itself', [after('LAST', 'YES')], ['ours:question-conditions 0.showIf.0.questionCode']],
    [
      'not on a later one, so that there are no circles',
      [after('A', 'YES'), choice('A')],
      ['ours:question-conditions 0.showIf.0.questionCode'],
    ],
    [
      'on ten conditions at most',
      [choice('A'), plain('LAST', { showIf: many(11, () => ({ questionCode: 'A', operator: 'IN', values: ['YES'] })) })],
      ['ours:form-limits 1.showIf'],
    ],
  ])('%s', (_title, proposed, expected) => {
    expect(faults(...proposed)).toEqual(expected);
  });

  it('names what can be answered', () => {
    expect(conditionValues(questionOf(questionnaire, 'HAD_PROBLEM'))).toEqual(['true', 'false']);
    expect(conditionValues(questionOf(questionnaire, 'RESULT_RECEIVED'))).toEqual(['YES', 'NOT_YET', 'REFUSED']);
    expect(conditionValues(questionOf(questionnaire, 'COST_PAID'))).toEqual([]);
  });
});

describe('what keeps questions from publication', () => {
  const defects = (form: readonly Question[]) => publicationDefects(form).map(({ rule, path }) => [rule, path?.join('.')]);

  it('is that there are none', () => {
    expect(defects([])).toEqual([['ours:form-limits', 'questions']]);
  });

  it('is a text without Russian: of a question, its help, an option', () => {
    const [first] = questionOf(questionnaire, 'RESPONDENT_KIND').options;
    const options = [{ code: 'PERSON', text: { ky: 'Жеке адам' }, isExclusive: false, problemCategoryCode: null }];
    const form = withQuestion(
      withQuestion(questionnaire, 'VISITS', { text: { ky: 'Канча жолу?' }, help: { ky: 'Сан' } }),
      'RESPONDENT_KIND',
      { options },
    );
    expect(first?.code).toBe('PERSON');
    expect(defects(form)).toEqual([
      ['ours:translated-before-published', 'questions.RESPONDENT_KIND.options.PERSON'],
      ['ours:translated-before-published', 'questions.VISITS.text'],
      ['ours:translated-before-published', 'questions.VISITS.help'],
    ]);
  });

  it('is a measure without the question that its figures come from', () => {
    expect(defects(withQuestion(questionnaire, 'PROCEDURE_FOLLOWED', { isPrimary: false }))).toEqual([
      ['ours:one-primary-question', 'questions'],
    ]);
  });

  it('is not a missing English text', () => {
    expect(defects(withQuestion(questionnaire, 'VISITS', { text: { ky: 'Канча жолу?', ru: 'Сколько раз?' } }))).toEqual([]);
  });
});
