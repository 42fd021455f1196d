import { describe, expect, it } from 'vitest';
import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import { judgeShare, normalQuantile, stateOfInterval, wilsonInterval } from '../../../src/modules/indicators/formulas/v1/share.rules.ts';
import { randomOf } from '../../support/random.ts';

describe('a Wilson interval', () => {
  it.each([
    // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
    [1, 1, 0.2065, 1],
  ])('of %i of %i is %f to %f, as published', (hits, n, lower, upper) => {
    const interval = wilsonInterval(hits, n, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it.each([
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.75, 0.6744897501960817],
  ])('rests on the quantile of %f', (p, z) => expect(normalQuantile(p)).toBeCloseTo(z, 12));
});

describe('a share against its threshold', () => {
  it.each([
    ['the whole interval at or above: achieved', { lower: 0.9, upper: 0.95 }, 'ACHIEVED'],
    ['the upper end at the threshold: it could be met', { lower: 0.8, upper: 0.9 }, 'INCONCLUSIVE'],
    ['the whole interval below: not achieved', { lower: 0.8, upper: 0.899999 }, 'NOT_ACHIEVED'],
    ['straddling: nobody can tell', { lower: 0.899999, upper: 0.99 }, 'INCONCLUSIVE'],
  ])('%s', (_, interval, state) => expect(stateOfInterval(interval, 0.9)).toBe(state));

  it.each([
    ['nobody answered', 0, 0, 'NO_DATA'],
    ['one answer', 1, 1, 'TOO_FEW'],
    ['one less than the minimum', 9, 9, 'TOO_FEW'],
    ['the minimum, all of them', 10, 10, 'INCONCLUSIVE'],
    ['just enough when all say yes', 35, 35, 'ACHIEVED'],
    ['one less than that', 34, 34, 'INCONCLUSIVE'],
    ['none of many', 0, 50, 'NOT_ACHIEVED'],
  ])('%s: %i of %i is %s for 0.90', (_, hits, n, state) => {
    expect(judgeShare({ hits, n, threshold: 0.9 }, firstMethod).state).toBe(state);
  });

  it('a result that is not judged has no share and no interval', () => {
    expect(judgeShare({ hits: 9, n: 9, threshold: 0.9 }, firstMethod)).toMatchObject({ share: null, interval: null, n: 9 });
  });

  it('of services that are truly above the threshold at most 5 % are judged NOT_ACHIEVED', () => {
    const random = randomOf(20_261_020);
    for (const threshold of Object.values(firstMethod.thresholds)) {
      const judgedWrong = Array.from({ length: 2_000 }, () => {
        const truth = threshold + (1 - threshold) * random();
        const n = firstMethod.minimumSample + Math.floor(random() * 190);
        const hits = Array.from({ length: n }, () => random() < truth).filter(Boolean).length;
        return judgeShare({ hits, n, threshold }, firstMethod).state;
      }).filter((state) => state === 'NOT_ACHIEVED').length;
      expect(judgedWrong).toBeLessThanOrEqual(100);
    }
  });
});
