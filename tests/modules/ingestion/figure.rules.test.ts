import { describe, expect, it } from 'vitest';
import { type StatedFigure, totalOf } from '../../../src/kit/figure.rules.ts';

const value = (n: number): StatedFigure => ({ state: 'VALUE', value: n });
const missing: StatedFigure = { state: 'MISSING', value: null };
const notOffered: StatedFigure = { state: 'NOT_OFFERED', value: null };

describe('a total of figures', () => {
  it.each([
    ['adds values, a 0 too', [value(3), value(0)], { value: 3, n: 2, notOffered: 0, missing: 0, isComplete: true }],
    ['of nothing is null, not 0', [], { value: null, n: 0, notOffered: 0, missing: 0, isComplete: true }],
    [
      'of nothing but missing figures is null and not complete',
      [missing],
      { value: null, n: 0, notOffered: 0, missing: 1, isComplete: false },
    ],
    ['is complete without what is not offered', [value(5), notOffered], { value: 5, n: 1, notOffered: 1, missing: 0, isComplete: true }],
    ['says how many it is short of', [value(5), missing, missing], { value: 5, n: 1, notOffered: 0, missing: 2, isComplete: false }],
  ])('%s', (_, figures, total) => expect(totalOf(figures)).toEqual(total));
});
