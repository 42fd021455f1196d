import { describe, expect, it } from 'vitest';
import { type AmountSums, comparisonOf, mainUnit, type MeasureSums } from '../../../src/modules/indicators/comparison.rules.ts';
import { quotient, sumOf } from '../../../src/modules/indicators/exact.rules.ts';

const amounts = (n: number, sum: string, change: Partial<AmountSums> = {}): AmountSums => {
  return { n, sum, min: '0', max: sum, lowerMedian: '1', upperMedian: '2', ...change };
};
const sums: MeasureSums = {
  unit: 'SOM',
  compared: 4,
  within: 3,
  actual: amounts(4, '10.10'),
  expectation: null,
  normIds: ['n'],
  normSum: '8',
  deviationSum: '-2.5',
  absoluteSum: '7.5',
  greatest: { absolute: '5', signed: '-5', norm: '2' },
  onlyNorm: '2',
};

describe('the exact quotient', () => {
  it.each([
    ['1', '3', 1 / 3],
    ['0.1', '3', 0.1 / 3],
    ['0.3', '1', 0.3],
    ['-7.5', '4', -1.875],
    ['0', '9', 0],
    ['9007199254740993', '1', 9007199254740992],
    ['90071992547409930000.5', '10000', 9007199254740994],
    ['123456789012345678901234567890', '7', 1.763668414462081e28],
    ['0.000000000000000000000000000001', '3', 3.3333333333333333e-31],
  ])('%s / %s is the nearest double', (dividend, divisor, expected) => expect(quotient(dividend, divisor)).toBe(expected));

  it('refuses to divide by 0', () => expect(() => quotient('1', '0.00')).toThrow(RangeError));
  it('adds decimals without a rounding', () => expect(sumOf(['0.1', '0.2', '3'])).toBe('3.3'));
});

describe('norms beside what was', () => {
  it('nobody said anything: no comparison', () => expect(comparisonOf(undefined, [])).toBeNull());

  it('has means, medians and deviations with their signs', () => {
    expect(comparisonOf(sums, [])).toMatchObject({
      actual: { n: 4, sum: '10.10', mean: 2.525, median: 1.5, unit: 'SOM' },
      expectation: null,
      meanDeviation: { signed: -0.625, absolute: 1.875, percent: -31.25 },
      maximumDeviation: { signed: -5, absolute: 5, percent: -250 },
      endToEnd: null,
    });
  });

  it('a norm of 0 is a norm, of which there is no percentage', () => {
    const free = { ...sums, normSum: '0.00', greatest: { absolute: '5', signed: '5', norm: '0.00' } };
    expect(comparisonOf(free, [])).toMatchObject({ meanDeviation: { percent: null }, maximumDeviation: { signed: 5, percent: null } });
  });

  it('one outlier moves the mean and not the median', () => {
    const outlier = amounts(3, '1000000002', { min: '1', max: '1000000000', lowerMedian: '1', upperMedian: '1' });
    expect(comparisonOf({ ...sums, actual: outlier }, [])?.actual).toMatchObject({ mean: 333333334, median: 1, max: '1000000000' });
  });

  it('R8.2: the way through a complex is known only where it is of every service', () => {
    const member = { ...sums, actual: amounts(2, '6'), onlyNorm: '5.50' };
    expect(comparisonOf(sums, [member, member])?.endToEnd).toEqual({ mean: 6, norm: '11.00' });
    expect(comparisonOf(sums, [member, undefined])?.endToEnd).toEqual({ mean: null, norm: null });
    expect(comparisonOf(sums, [member, { ...member, onlyNorm: null }])?.endToEnd).toEqual({ mean: 6, norm: null });
  });

  it('never adds amounts of different units: the one most is compared in is shown', () => {
    const hours = { ...sums, unit: 'HOUR' as const, compared: 9 };
    expect(mainUnit([sums, hours])).toBe(hours);
  });
});
