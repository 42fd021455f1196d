import { describe, expect, it } from 'vitest';
import { cycleDays } from '../../../src/modules/questionnaires/response-batch.rules.ts';
import { checkResponse, inlinePlace, givenAnswers, primaryMeasures, wordsOf } from '../../../src/modules/questionnaires/response.rules.ts';
import { questionnaire, questionOf } from '../forms/sample-forms.fixture.ts';
import { fewAnswers } from './questionnaire.fixture.ts';

const today = '2026-10-20';
const ground = {
  municipalityId: 'home',
  today,
  days: cycleDays(2026, today),
  questions: questionnaire,
  services: new Map([
    ['WATER', { id: 'water', validFrom: '2026-02-01', validTo: '2026-09-01' }],
    ['LIGHT', { id: 'light', validFrom: null, validTo: null }],
  ]),
  offers: new Map([['offer-of-water', { serviceId: 'water' }]]),
};
const response = {
  municipalityId: null,
  offerId: null,
  serviceCode: 'LIGHT',
  appliedOn: '2026-03-01',
  servedOn: '2026-03-05',
  answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE' }),
};
const check = (change: Partial<typeof response> | object, index = 0) =>
  checkResponse({ ...response, ...change }, inlinePlace(index), ground);
const wrongIn = (change: object) => check(change).violations.map(({ column, rule, code }) => [column, rule ?? code]);

describe('a response', () => {
  it.each([
    ['with both days', {}, []],
    ['of a person not served yet', { servedOn: null }, []],
    ['of a person who did not apply', { appliedOn: null }, []],
    ['with no day at all', { appliedOn: null, servedOn: null }, []],
    ['served on the day of applying', { servedOn: '2026-03-01' }, []],
    ['served the day before applying', { servedOn: '2026-02-28' }, [['servedOn', 'ours:served-after-applying']]],
    ['on the first day of the year', { appliedOn: '2026-01-01', servedOn: '2026-01-01' }, []],
    ['applied for in the year before', { appliedOn: '2025-01-01' }, []],
    ['applied for earlier still', { appliedOn: '2024-12-31' }, [['appliedOn', 'ours:response-in-cycle']]],
    ['served in the year before', { appliedOn: '2025-12-30', servedOn: '2025-12-31' }, [['servedOn', 'ours:response-in-cycle']]],
    ['served today', { servedOn: today }, []],
    ['served tomorrow', { servedOn: '2026-10-21' }, [['servedOn', 'ours:response-in-cycle']]],
    ['on a service that no register has here', { serviceCode: 'NOWHERE' }, [['serviceCode', 'BAD_USER_INPUT']]],
    ['on the first day of the service', { serviceCode: 'WATER', appliedOn: null, servedOn: '2026-02-01' }, []],
    ['on the last day of the service', { serviceCode: 'WATER', servedOn: '2026-08-31' }, []],
    ['on the day after it', { serviceCode: 'WATER', servedOn: '2026-09-01' }, [['serviceCode', 'ours:service-in-force']]],
    ['with the offer of its service', { serviceCode: 'WATER', offerId: 'offer-of-water' }, []],
    ['with the offer of another service', { offerId: 'offer-of-water' }, [['offerId', 'BAD_USER_INPUT']]],
    ["with somebody else's offer", { offerId: 'strange' }, [['offerId', 'BAD_USER_INPUT']]],
    ['that names its own municipality', { municipalityId: 'home' }, []],
    ['that names another municipality', { municipalityId: 'elsewhere' }, [['municipalityId', 'BAD_USER_INPUT']]],
    ['whose answers are no object', { answers: 'yes' }, [['answers', 'BAD_USER_INPUT']]],
    ['with a rating of 6', { answers: { ...response.answers, SATISFACTION_QUALITY: 6 } }, [['SATISFACTION_QUALITY', 'BAD_USER_INPUT']]],
    ['in which nothing is answered', { answers: fewAnswers(questionnaire) }, [['answers', 'ours:something-answered']]],
    ['in which one thing is answered', { answers: fewAnswers(questionnaire, { COMPLAINED: false }) }, []],
    ['with an unknown question', { answers: { ...response.answers, NAME: 'Асан' } }, [['NAME', 'BAD_USER_INPUT']]],
  ])('%s', (_title, change, wrong) => {
    expect(wrongIn(change)).toEqual(wrong);
  });

  it.each([
    ['served the day before', { servedOn: '2026-10-04' }, []],
    ['served on the day', { servedOn: '2026-10-05' }, [['servedOn', 'ours:municipality-in-force']]],
    ['applied for before, and not served', { servedOn: null }, []],
    ['applied for on the day, and not served', { appliedOn: '2026-10-05', servedOn: null }, [['servedOn', 'ours:municipality-in-force']]],
    ['of no day, which is filed today', { appliedOn: null, servedOn: null }, [['servedOn', 'ours:municipality-in-force']]],
  ])('of a municipality that ceased: %s', (_title, change, wrong) => {
    const { violations } = checkResponse({ ...response, ...change }, inlinePlace(0), { ...ground, ceasedOn: '2026-10-05' });
    expect(violations.map(({ column, rule }) => [column, rule])).toEqual(wrong);
  });

  it.each([
    ['appliedOn', { appliedOn: '2024-12-31' }, /cycle or the year before/, '2025-01-01 to 2026-10-20.'],
    ['servedOn', { appliedOn: null, servedOn: '2025-12-31' }, /in the year of the cycle, and/, '2026-01-01 to 2026-10-20.'],
  ])('is told which days %s may be of', (_column, change, message, days) => {
    const [violation] = check(change).violations;
    expect(violation?.message.en).toMatch(message);
    expect(violation?.hint?.en).toBe(days);
  });

  it('is told all that is wrong at once, each at its row and place', () => {
    const { violations } = check({ serviceCode: 'NOWHERE', servedOn: '2027-01-01', answers: { ...response.answers, VISITS: -1 } }, 41);
    expect(violations.map(({ row, column, path }) => [row, column, path])).toEqual([
      [42, 'servedOn', ['input', 'responses', '41', 'servedOn']],
      [42, 'serviceCode', ['input', 'responses', '41', 'serviceCode']],
      [42, 'VISITS', ['input', 'responses', '41', 'answers', 'VISITS']],
    ]);
    expect(violations.every(({ hint, message }) => hint?.ky && hint.ru && hint.en && message.ky && message.ru && message.en)).toBe(true);
  });
});

describe('the primary measures of a response', () => {
  it('are read from its answers: amounts exact, choices by code', () => {
    const answers = { CHANNEL: 'ELECTRONIC', SATISFACTION_QUALITY: 4, VISITS: 2, COMPLAINED: false, RESPONDENT_KIND: 'PERSON' };
    expect(primaryMeasures(questionnaire, answers)).toMatchObject({
      channel: 'ELECTRONIC',
      satisfactionQuality: 4,
      visits: '2',
      complained: false,
      respondentKind: 'PERSON',
      costPaid: null,
    });
  });

  it('are null without an answer, never 0', () => {
    const measures = primaryMeasures(questionnaire, fewAnswers(questionnaire) as never);
    expect(Object.values(measures)).toEqual(Object.values(measures).map(() => null));
  });
});

describe('an answer in words', () => {
  it('has the text of the option, of the language asked for', () => {
    const channel = questionOf(questionnaire, 'CHANNEL');
    expect(wordsOf({ question: channel, value: 'OFFICE' }, 'EN')).toBe('By coming to the office');
    expect(wordsOf({ question: channel, value: 'OFFICE' }, 'KY')).toBe('Мекемеге өзүм барып');
  });

  it.each([
    [null, null],
    [true, 'yes'],
    [false, 'no'],
  ])('of %s is %s', (value, words) => {
    expect(wordsOf({ question: questionOf(questionnaire, 'COMPLAINED'), value }, 'EN')).toBe(words);
  });

  it('is given for what was asked only, in the order of the form', () => {
    const given = givenAnswers(questionnaire, { VISITS: null, CHANNEL: 'OFFICE' });
    expect(given.map(({ question, value }) => [question.code, value])).toEqual([
      ['CHANNEL', 'OFFICE'],
      ['VISITS', null],
    ]);
  });
});
