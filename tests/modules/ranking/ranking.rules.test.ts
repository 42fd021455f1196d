import { describe, expect, it } from 'vitest';
import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import type { IndicatorCode, ResultState } from '../../../src/modules/indicators/indicator.rules.ts';
import {
  bandsOf,
  demandLevelsOf,
  qualityOf,
  type RankedFacts,
  ranksOf,
  rankServices,
  type ScoredResult,
} from '../../../src/modules/ranking/ranking.rules.ts';

const result = (indicator: IndicatorCode, state: ResultState, share: number | null = null, counts = {}): ScoredResult => {
  return { indicator, state, share, counts };
};

describe('R-III.2.2 quality', () => {
  it.each([
    ['achieved and not achieved', [result('TIME', 'ACHIEVED'), result('COST', 'NOT_ACHIEVED')], 0.5, [0.5, 0.5], 2],
    ['NO_NORM counts as half, and could be either', [result('TIME', 'ACHIEVED'), result('COST', 'NO_NORM')], 0.75, [0.5, 1], 2],
    ['INCONCLUSIVE counts as half', [result('PROCEDURE', 'INCONCLUSIVE')], 0.5, [0, 1], 1],
    ['what is not known lowers the coverage, not the score', [result('TIME', 'ACHIEVED'), result('COST', 'NO_DATA')], 1, [1, 1], 1],
    ['what does not apply is no matter', [result('TIME', 'NOT_APPLICABLE'), result('PROCEDURE', 'NOT_ACHIEVED')], 0, [0, 0], 1],
    [
      'R-II.4 is worth the share of municipalities; unknown ones could be either',
      [result('ELECTRONIC_FORM', 'NOT_ACHIEVED', 0.5, { achieved: 2, notAchieved: 2, unknown: 4 })],
      0.5,
      [0.25, 0.75],
      1,
    ],
  ])('%s', (_, results, score, [lower, upper], coverage) => {
    expect(qualityOf(results, firstMethod)).toEqual({ score, interval: { lower, upper, confidence: 0.95 }, coverage });
  });

  it('nothing is known: no score, which is not 0', () => {
    expect(qualityOf([result('TIME', 'TOO_FEW')], firstMethod)).toEqual({ score: null, interval: null, coverage: 0 });
  });

  it('weights are those of the method', () => {
    const weights = { ...firstMethod.ranking.weights, TIME: 3 };
    const method = { ...firstMethod, ranking: { ...firstMethod.ranking, weights } };
    expect(qualityOf([result('TIME', 'ACHIEVED'), result('COST', 'NOT_ACHIEVED')], method).score).toBe(0.75);
  });
});

describe('ranks and bands', () => {
  it('equals share a rank, and the next is as many further on', () => {
    expect(ranksOf([0.9, 0.7, 0.7, 0.1])).toEqual([
      { rank: 1, tiedWith: 0 },
      { rank: 2, tiedWith: 1 },
      { rank: 2, tiedWith: 1 },
      { rank: 4, tiedWith: 0 },
    ]);
  });

  it('sums that differ by the last bit alone are equal', () => {
    expect(ranksOf([0.1 + 0.2, 0.3]).map(({ rank }) => rank)).toEqual([1, 1]);
  });

  it('a band ends where an interval lies wholly below that of its best', () => {
    const intervals = [
      { lower: 0.8, upper: 1 },
      { lower: 0.6, upper: 0.8 },
      { lower: 0.5, upper: 0.79 },
      { lower: 0.1, upper: 0.5 },
    ];
    expect(bandsOf(intervals)).toEqual([1, 1, 2, 2]);
    expect(bandsOf([])).toEqual([]);
  });
});

describe('R-III.1.6 demand', () => {
  it.each([
    ['thirds of six', [60, 50, 40, 30, 20, 10], ['HIGH', 'HIGH', 'MEDIUM', 'MEDIUM', 'LOW', 'LOW']],
    ['all alike have no level: nothing tells them apart', [5, 5, 5], [null, null, null]],
    ['all that nobody was given have none', [0, 0], [null, null]],
    ['one alone has none', [7], [null]],
    [
      'what nobody was given is never high, however few were given anything',
      [5, 0, 0, 0, 0, 0],
      ['HIGH', 'LOW', 'LOW', 'LOW', 'LOW', 'LOW'],
    ],
    ['of two, the one that nobody was given', [1, 0], ['HIGH', 'MEDIUM']],
  ])('%s', (_, values, levels) => expect(demandLevelsOf(values, firstMethod.demand)).toEqual(levels));
});

const service = (code: string, change: Partial<RankedFacts> = {}): RankedFacts => ({
  serviceId: `id of ${code}`,
  code,
  countUnit: 'APPLICATION',
  isOnRequest: true,
  isJudgedByItself: true,
  n: 100,
  results: [result('TIME', 'ACHIEVED')],
  deliveries: { value: 10, n: 1, notOffered: 0, missing: 0, isComplete: true },
  perThousand: null,
  ...change,
});
const delivered = (value: number | null) => ({ value, n: 1, notOffered: 0, missing: 0, isComplete: true });
const placed = (entries: readonly { serviceId: string; rank: number | null }[]) =>
  entries.map(({ serviceId, rank }) => [serviceId.replace('id of ', ''), rank]);

describe('the ranking', () => {
  it('by quality lists apart whom too few answered of, and of whom nothing is known', () => {
    const facts = [
      service('A', { n: 9 }),
      service('B', { n: 0 }),
      service('C'),
      service('D', { results: [result('TIME', 'NOT_ACHIEVED')] }),
    ];
    const { entries, unranked } = rankServices(facts, 'QUALITY', firstMethod);
    expect(placed(entries)).toEqual([
      ['C', 1],
      ['D', 2],
    ]);
    expect(unranked.map(({ unrankedReason }) => unrankedReason)).toEqual(['TOO_FEW', 'NO_DATA']);
  });

  it('by demand compares only what is counted in the same unit', () => {
    const facts = [
      service('A', { deliveries: delivered(5) }),
      service('B', { deliveries: delivered(500) }),
      service('W', { countUnit: 'CUBIC_METRE', deliveries: delivered(9_000) }),
      service('L', { isOnRequest: false }),
      service('N', { deliveries: delivered(null) }),
    ];
    const { entries, unranked } = rankServices(facts, 'DEMAND', firstMethod);
    expect(placed(entries)).toEqual([
      ['B', 1],
      ['A', 2],
      ['W', 1],
    ]);
    expect(unranked.map(({ unrankedReason }) => unrankedReason)).toEqual(['NOT_APPLICABLE', 'NO_DATA']);
  });

  it('per 1,000 residents where the population is known of all of them', () => {
    const facts = [
      service('A', { deliveries: delivered(5), perThousand: 50 }),
      service('B', { deliveries: delivered(500), perThousand: 1 }),
    ];
    expect(placed(rankServices(facts, 'DEMAND', firstMethod).entries)[0]).toEqual(['A', 1]);
    const [known, unknown] = [facts[0], { ...service('B', { deliveries: delivered(500) }) }] as const;
    expect(placed(rankServices([known ?? unknown, unknown], 'DEMAND', firstMethod).entries)[0]).toEqual(['B', 1]);
  });

  it('R8.2: a service that is monitored within a complex alone has no quality by itself, and its own demand', () => {
    const facts = [service('A'), service('M', { isJudgedByItself: false, results: [], deliveries: delivered(99) })];
    const byQuality = rankServices(facts, 'QUALITY', firstMethod);
    expect(placed(byQuality.entries)).toEqual([['A', 1]]);
    expect(byQuality.unranked).toMatchObject([{ serviceId: 'id of M', unrankedReason: 'NOT_APPLICABLE' }]);
    expect(placed(rankServices(facts, 'DEMAND', firstMethod).entries)).toEqual([
      ['M', 1],
      ['A', 2],
    ]);
  });

  it('has no quadrant where demand has no level, and 0 deliveries are no high demand', () => {
    const quadrants = (...values: number[]) =>
      rankServices(
        values.map((value, index) => service(`S${index}`, { deliveries: delivered(value) })),
        'QUALITY',
        firstMethod,
      ).entries.map(({ quadrant }) => quadrant);
    expect(quadrants(0, 0)).toEqual([null, null]);
    expect(quadrants(5, 0, 0)).toEqual(['HIGH_QUALITY_HIGH_DEMAND', 'HIGH_QUALITY_LOW_DEMAND', 'HIGH_QUALITY_LOW_DEMAND']);
  });

  it.each([
    ['of an even number, between the two in the middle', [1775, 1386], [1775 / 1580.5, 1386 / 1580.5]],
    ['of an odd number, the one in the middle, which is not below it', [30, 20, 10], [1.5, 1, 0.5]],
    ['alone, or all equal, with nothing to be compared with', [7], [null]],
    ['of 0: there is nothing to divide by', [5, 0, 0], [null, null, null]],
  ])('demand stands to the median %s; the quadrant says on which side', (_, values, ratios) => {
    const facts = values.map((value, index) => service(`S${index}`, { deliveries: delivered(value) }));
    const { entries } = rankServices(facts, 'QUALITY', firstMethod);
    expect(entries.map(({ demandToMedian }) => demandToMedian)).toEqual(ratios);
    for (const { demandToMedian, quadrant } of entries)
      if (demandToMedian !== null) expect(quadrant).toBe(`HIGH_QUALITY_${demandToMedian >= 1 ? 'HIGH' : 'LOW'}_DEMAND`);
  });

  it('puts each in its quadrant, if quality and demand are known', () => {
    const facts = [
      service('A', { deliveries: delivered(500) }),
      service('B', { deliveries: delivered(5), results: [result('TIME', 'NOT_ACHIEVED')] }),
      service('C', { deliveries: delivered(null) }),
    ];
    expect(rankServices(facts, 'QUALITY', firstMethod).entries.map(({ quadrant }) => quadrant)).toEqual([
      'HIGH_QUALITY_HIGH_DEMAND',
      null,
      'LOW_QUALITY_LOW_DEMAND',
    ]);
  });
});
