import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { quotient, sumOf } from './exact.rules.ts';
import type { Deviation, NormComparison, Statistics } from './indicator.rules.ts';

/** Exact sums of amounts of one unit; decimals as text. */
export interface AmountSums {
  n: number;
  sum: string;
  min: string;
  max: string;
  /** The two amounts in the middle; the same one where n is odd. */
  lowerMedian: string;
  upperMedian: string;
}

/** What the statement adds up of answers in one unit against their norms. */
export interface MeasureSums {
  unit: MeasureUnit;
  compared: number;
  within: number;
  actual: AmountSums | null;
  expectation: AmountSums | null;
  normIds: readonly string[];
  /** Over the answers compared; null = none. */
  normSum: string | null;
  /** Actual less norm. */
  deviationSum: string | null;
  absoluteSum: string | null;
  /** The deviation that is greatest without its sign, and the norm it is of. */
  greatest: { absolute: string; signed: string; norm: string } | null;
  /** The norm of all answers compared; null = it changed, or there is none. */
  onlyNorm: string | null;
}

/** R-III.1.1, R-III.1.3: least, greatest, mean and median; doubles nearest to the exact values. */
function statisticsOf({ n, sum, min, max, lowerMedian, upperMedian }: AmountSums, unit: MeasureUnit): Statistics {
  return {
    n,
    sum,
    min,
    max,
    mean: quotient(sum, String(n)),
    median: quotient(sumOf([lowerMedian, upperMedian]), '2'),
    unit,
  };
}

const hundredTimes = (decimal: string): string => {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return `${whole}${fraction.slice(0, 2).padEnd(2, '0')}.${fraction.slice(2) || '0'}`;
};

/** R-III.1.3: of the mean deviation the percentage is that of the sums, so that it is exact and one norm of 0 among others harms nothing. */
function meanDeviationOf({ compared, deviationSum, absoluteSum, normSum, unit }: MeasureSums): Deviation | null {
  if (compared === 0 || deviationSum === null || absoluteSum === null || normSum === null) return null;
  const n = String(compared);
  return {
    signed: quotient(deviationSum, n),
    absolute: quotient(absoluteSum, n),
    percent: Number(normSum) === 0 ? null : quotient(hundredTimes(deviationSum), normSum),
    unit,
  };
}

function maximumDeviationOf({ greatest, unit }: MeasureSums): Deviation | null {
  if (greatest === null) return null;
  const { absolute, signed, norm } = greatest;
  return {
    signed: quotient(signed, '1'),
    absolute: quotient(absolute, '1'),
    percent: Number(norm) === 0 ? null : quotient(hundredTimes(signed), norm),
    unit,
  };
}

/** R-III.1.3, R-III.1.4: norms beside what was and what was expected. null = nobody said anything. */
export function comparisonOf(sums: MeasureSums | undefined, members: readonly (MeasureSums | undefined)[]): NormComparison | null {
  if (!sums) return null;
  const { unit, actual, expectation, within, normIds } = sums;
  return {
    normIds,
    actual: actual && statisticsOf(actual, unit),
    expectation: expectation && statisticsOf(expectation, unit),
    withinNorm: within,
    meanDeviation: meanDeviationOf(sums),
    maximumDeviation: maximumDeviationOf(sums),
    endToEnd: members.length === 0 ? null : endToEndOf(unit, members),
  };
}

/** R8.2: through a complex: its services' means, and norms, one after the other; null where one lacks it or is counted otherwise. */
function endToEndOf(unit: MeasureUnit, members: readonly (MeasureSums | undefined)[]): NormComparison['endToEnd'] {
  const means = members.map((member) => (member?.actual && member.unit === unit ? statisticsOf(member.actual, unit).mean : null));
  const norms = members.map((member) => (member?.unit === unit ? member.onlyNorm : null));
  return {
    mean: means.every((mean) => mean !== null) ? means.reduce((sum, mean) => sum + mean, 0) : null,
    norm: norms.every((norm) => norm !== null) ? sumOf(norms) : null,
  };
}

/** Of several units the one that most is known in; figures in different units are never added. */
export function mainUnit(sums: readonly MeasureSums[]): MeasureSums | undefined {
  const weight = ({ compared, actual }: MeasureSums): number => compared * 1_000_000_000 + (actual?.n ?? 0);
  return sums.toSorted((one, other) => weight(other) - weight(one) || (one.unit < other.unit ? -1 : 1))[0];
}
