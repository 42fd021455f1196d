import { describe, expect, it } from 'vitest';
import { firstMethod, methodViolations } from '../../../src/modules/indicators/analysis-method.rules.ts';
import {
  chosenSources,
  isPreview,
  quartersAsked,
  runPeriod,
  showingRefusal,
  sourcesUsed,
  startViolations,
} from '../../../src/modules/indicators/analysis-run.rules.ts';
import { besideOf, judgedBy } from '../../../src/modules/indicators/indicator.rules.ts';
import { judgeProblems } from '../../../src/modules/indicators/problem.rules.ts';
import { dayOf } from '../../../src/shared/calendar.ts';

describe('a method', () => {
  it('method 1 is fit', () => expect(methodViolations(firstMethod)).toEqual([]));

  it.each([
    ['no object', 'x', 15],
    ['a threshold above 1', { ...firstMethod, thresholds: { ...firstMethod.thresholds, TIME: 1.1 } }, 1],
    ['no weight at all', { ...firstMethod, ranking: { ...firstMethod.ranking, weights: {} } }, 1],
    ['unknown formulas', { ...firstMethod, formulas: 'v9' }, 1],
    ['a parameter that nobody knows', { ...firstMethod, secret: 1 }, 1],
    ['a gap that is always one', { ...firstMethod, surveyGap: { confidence: 0, leastDifference: 0.05 } }, 1],
    ['no word on gaps, which only what was written before may leave out', { ...firstMethod, surveyGap: undefined }, 1],
    ['a holiday that is no day', { ...firstMethod, holidays: ['13-01'] }, 1],
    ['two things at once', { ...firstMethod, minimumSample: 0, confidence: 1 }, 2],
  ])('%s is refused, all of it at once', (_, parameters, violations) => {
    expect(methodViolations(parameters)).toHaveLength(violations);
  });
});

describe('a quarter that is not over', () => {
  const quarter = { year: 2026, period: runPeriod(2026, 'Q4') };
  it.each([
    ['1 ms before its end', 'QUARTERLY', '2026-12-31T17:59:59.999Z', true],
    ['at its end', 'QUARTERLY', '2026-12-31T18:00:00.000Z', false],
    ['weeks before its end', 'QUARTERLY', '2026-10-21T03:00:00.000Z', true],
    ['the year is analysed before it is over', 'ANNUAL', '2026-10-21T03:00:00.000Z', false],
  ] as const)('R11: %s', (_, kind, started, expected) => {
    const startedAt = new Date(started);
    const today = dayOf(startedAt);
    expect(isPreview({ kind, startedAt, referenceDay: today < '2026-12-31' ? today : '2026-12-31' })).toBe(expected);
  });

  it.each([
    ['the quarter, on its last day', quarter, '2026-12-31', ['Q4 is not over']],
    ['the quarter, on the day after', quarter, '2027-01-01', ['Q4']],
    ['the year, on 21 October: those that are over', { year: 2026, period: runPeriod(2026, null) }, '2026-10-21', ['Q1', 'Q2', 'Q3']],
  ])('R-II.8: what is asked of %s', (_, run, startedOn, expected) => {
    const asked = quartersAsked({ ...run, startedOn });
    expect(asked.map(({ quarter: each, isOver }) => (isOver ? each : `${each} is not over`))).toEqual(expected);
  });
});

describe('starting', () => {
  const fit = {
    kind: 'ANNUAL',
    quarter: null,
    sources: ['QUESTIONNAIRES', 'SURVEYS'],
    hasMethod: true,
    hasList: true,
    acceptedRevisions: 1,
    isUnderWay: false,
    hasBegun: true,
  } as const;
  it.each([
    ['all is well', fit, []],
    ['R-III.1: nothing is accepted yet', { ...fit, acceptedRevisions: 0 }, ['R-III.1']],
    ['R11: a quarter needs nothing accepted', { ...fit, kind: 'QUARTERLY', quarter: 'Q1', acceptedRevisions: 0 }, []],
    ['R11: a quarter takes surveys alone', { ...fit, kind: 'QUARTERLY', quarter: 'Q1', sources: ['SURVEYS'] }, []],
    ['R11: a quarter takes questionnaires alone', { ...fit, kind: 'QUARTERLY', quarter: 'Q1', sources: ['QUESTIONNAIRES'] }, []],
    ['R-III.1: the year is never judged on surveys', { ...fit, sources: ['SURVEYS'] }, ['R-III.1']],
    ['R-III.1: the year has surveys beside', { ...fit, sources: ['QUESTIONNAIRES'] }, ['R-III.1']],
    ['R11: no source at all', { ...fit, kind: 'QUARTERLY', quarter: 'Q1', sources: [] }, [undefined]],
    ['R9: no List', { ...fit, hasList: false }, ['R9']],
    ['one is under way', { ...fit, isUnderWay: true }, ['ours:one-run-at-a-time']],
    ['the period has not begun', { ...fit, hasBegun: false }, ['ours:period-has-begun']],
  ] as const)('%s', (_, facts, rules) => expect(startViolations(facts).map(({ rule }) => rule)).toEqual(rules));

  it.each([
    ['both, unless it is said', undefined, ['QUESTIONNAIRES', 'SURVEYS'], 'QUESTIONNAIRES', 'SURVEYS'],
    ['both, in whatever order they are said', ['SURVEYS', 'QUESTIONNAIRES'], ['QUESTIONNAIRES', 'SURVEYS'], 'QUESTIONNAIRES', 'SURVEYS'],
    ['one, said twice', ['SURVEYS', 'SURVEYS'], ['SURVEYS'], 'SURVEYS', undefined],
    ['questionnaires alone', ['QUESTIONNAIRES'], ['QUESTIONNAIRES'], 'QUESTIONNAIRES', undefined],
  ] as const)('R11: uses %s; only a choice is a part of the input, so that earlier runs keep its hash', (_, said, used, judged, beside) => {
    const sources = sourcesUsed(said);
    expect([sources, judgedBy(sources), besideOf(sources)]).toEqual([used, judged, beside]);
    expect(chosenSources(sources)).toEqual(beside ? {} : { sources });
  });

  it('a quarter has its three months, and the year all', () => {
    expect(runPeriod(2026, 'Q4')).toEqual({ periodFrom: '2026-10-01', periodTo: '2027-01-01' });
    expect(runPeriod(2026, 'Q1')).toEqual({ periodFrom: '2026-01-01', periodTo: '2026-04-01' });
    expect(runPeriod(2026, null)).toEqual({ periodFrom: '2026-01-01', periodTo: '2027-01-01' });
  });

  it('only what is completed is issued, and only what is issued is published', () => {
    const issuedAt = new Date();
    expect(showingRefusal({ state: 'COMPLETED' }, 'ISSUE')).toBeUndefined();
    expect(showingRefusal({ state: 'RUNNING' }, 'ISSUE')?.rule).toBe('ours:only-completed-runs-are-issued');
    expect(showingRefusal({ state: 'COMPLETED' }, 'PUBLISH')?.rule).toBe('ours:issued-before-published');
    expect(showingRefusal({ state: 'COMPLETED', issuedAt }, 'PUBLISH')).toBeUndefined();
  });
});

describe('R-III.1.2 problems', () => {
  const mentions = (counts: Record<string, number>) => Object.entries(counts).map(([categoryId, each]) => ({ categoryId, mentions: each }));
  const now = { answers: 100, mentions: mentions({ queue: 20, fee: 10, rude: 10, late: 10, rare: 1, none: 0 }) };
  const before = { answers: 200, mentions: mentions({ queue: 40, fee: 10, late: 11 }) };
  const of = (previous: typeof before | null) => judgeProblems(now, previous, firstMethod.problems);

  it('typical are the most frequent three, and whatever is as frequent as the third', () => {
    expect(of(before).flatMap(({ categoryId, isTypical }) => (isTypical ? categoryId : []))).toEqual(['queue', 'fee', 'rude', 'late']);
  });

  it('topical are those whose share has risen by 5 points: exactly 5 are enough', () => {
    expect(of(before).flatMap(({ categoryId, isTopical }) => (isTopical ? categoryId : []))).toEqual(['fee', 'rude']);
  });

  it('without a run before nothing is topical, and the earlier count is not known rather than 0', () => {
    expect(of(null).every(({ isTopical, previousMentions }) => !isTopical && previousMentions === null)).toBe(true);
    expect(of(before).find(({ categoryId }) => categoryId === 'rude')?.previousMentions).toBe(0);
  });

  it('no answers, no share', () => {
    expect(judgeProblems({ answers: 0, mentions: mentions({ queue: 1 }) }, null, firstMethod.problems)[0]?.share).toBeNull();
  });
});
