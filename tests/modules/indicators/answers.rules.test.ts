import { describe, expect, it } from 'vitest';
import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import { cost } from '../../../src/modules/indicators/formulas/v1/cost.rules.ts';
import { procedure } from '../../../src/modules/indicators/formulas/v1/procedure.rules.ts';
import { satisfaction } from '../../../src/modules/indicators/formulas/v1/satisfaction.rules.ts';
import { time } from '../../../src/modules/indicators/formulas/v1/time.rules.ts';
import { judged, silent } from './cell.fixture.ts';

describe('R-II.1 procedure', () => {
  it.each([
    ['nobody was asked', {}, ['NO_DATA', 0, null]],
    ['"don\'t know" and no answer are no basis', { undecided: 50, noAnswer: 50 }, ['NO_DATA', 0, null]],
    ['all of 73 say yes: just enough for 0.95', { followed: 73 }, ['ACHIEVED', 73, 1]],
    ['all of 72 say yes: not quite', { followed: 72 }, ['INCONCLUSIVE', 72, 1]],
    ['"don\'t know" does not spoil the share', { followed: 80, undecided: 80 }, ['ACHIEVED', 80, 1]],
    ['a third says no', { followed: 40, notFollowed: 20 }, ['NOT_ACHIEVED', 60, 40 / 60]],
  ])('%s', (_, counts, expected) => {
    expect(judged(procedure, { ...silent, procedure: { ...silent.procedure, ...counts } })).toEqual(expected);
  });
});

describe.each([
  ['R-II.2 time', time, 'time', 35],
  ['R-II.3 cost', cost, 'cost', 73],
] as const)('%s', (_, formula, measure, enough) => {
  const of = (facts: object, cell: object = {}) => judged(formula, { ...silent, ...cell, [measure]: { ...silent[measure], ...facts } });

  it('nobody applies for what is given to the territory: not applicable', () => {
    expect(of({ answers: 50, compared: 50, within: 50 }, { onRequest: 0 })).toEqual(['NOT_APPLICABLE', 0, null]);
  });

  it('R-III.1.5: without an approved norm that is what is said, with answers or without', () => {
    expect(of({ hasNorm: false })).toEqual(['NO_NORM', 0, null]);
    expect(of({ hasNorm: false, answers: 50 })).toEqual(['NO_NORM', 0, null]);
  });

  it('a norm that came into force after the last service is none for it', () => {
    expect(of({ hasNorm: true, answers: 50 })).toEqual(['NO_NORM', 0, null]);
  });

  it('a norm that has lapsed since still counts for services of its time', () => {
    expect(of({ hasNorm: false, answers: enough, compared: enough, within: enough })).toEqual(['ACHIEVED', enough, 1]);
  });

  it('a norm and no answer: nobody said', () => {
    expect(of({ hasNorm: true, noAnswer: 30 })).toEqual(['NO_DATA', 0, null]);
  });

  it('just enough answers within the norm, and one less', () => {
    expect(of({ answers: enough, compared: enough, within: enough })).toEqual(['ACHIEVED', enough, 1]);
    expect(of({ answers: enough - 1, compared: enough - 1, within: enough - 1 })[0]).toBe('INCONCLUSIVE');
  });

  it('who waits longer than the norm counts as exceeded, who does not yet is left out', () => {
    expect(of({ answers: 20, compared: 20, within: 20, overdue: 20, waiting: 5 })).toEqual(['NOT_ACHIEVED', 40, 0.5]);
    const counts = formula.counts({ ...silent, [measure]: { ...silent[measure], answers: 20, compared: 18, within: 18, waiting: 5 } });
    expect(counts.leftOut).toBe(7);
  });
});

describe('R-II.7 satisfaction', () => {
  const rated = (satisfied: number, n: number) => ({ rated: n, satisfied, noAnswer: 0 });
  const of = (quality: [number, number], availability: [number, number], organisations = rated(0, 0)) => {
    const persons = { quality: rated(...quality), availability: rated(...availability) };
    return { ...silent, satisfaction: { persons, organisations: { quality: organisations, availability: organisations }, unknown: 0 } };
  };

  it.each([
    ['both are achieved', [50, 50], [48, 50], ['ACHIEVED', 50, 0.96]],
    ['availability is not', [50, 50], [10, 50], ['NOT_ACHIEVED', 50, 0.2]],
    ['quality is not', [10, 50], [50, 50], ['NOT_ACHIEVED', 50, 0.2]],
    ['availability was never answered', [50, 50], [0, 0], ['NO_DATA', 0, null]],
    ['availability has too few answers', [50, 50], [9, 9], ['TOO_FEW', 9, null]],
    ['availability straddles the threshold', [50, 50], [38, 50], ['INCONCLUSIVE', 50, 0.76]],
    ['one is not, the other has too few: one is enough for a no', [5, 50], [9, 9], ['NOT_ACHIEVED', 50, 0.1]],
  ] as const)('%s', (_, quality, availability, expected) => {
    expect(judged(satisfaction, of([...quality], [...availability]))).toEqual(expected);
  });

  it('is about citizens: organisations stand beside and change nothing', () => {
    const cell = of([50, 50], [50, 50], rated(0, 500));
    const { state, parts } = satisfaction.judge(satisfaction.counts(cell), firstMethod);
    expect(state).toBe('ACHIEVED');
    expect(parts.map(({ code, n, share }) => [code, n, share])).toEqual([
      ['PERSONS_QUALITY', 50, 1],
      ['PERSONS_AVAILABILITY', 50, 1],
      ['ORGANISATIONS_QUALITY', 500, 0],
      ['ORGANISATIONS_AVAILABILITY', 500, 0],
    ]);
  });
});
