import type { MethodParameters } from '../../analysis-method.rules.ts';
import type { Interval, Judgement, ResultState } from '../../indicator.rules.ts';

/**
 * Where the true share lies, by Wilson's score method: with few answers, and at 0 and 1, it does not claim more than is known.
 * n is at least 1.
 */
export function wilsonInterval(hits: number, n: number, confidence: number): Interval {
  const z = normalQuantile(0.5 + confidence / 2);
  const share = hits / n;
  const z2 = z * z;
  const centre = share + z2 / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  const whole = 1 + z2 / n;
  return {
    lower: hits === 0 ? 0 : Math.max(0, (centre - half) / whole),
    upper: hits === n ? 1 : Math.min(1, (centre + half) / whole),
    confidence,
  };
}

/** Ours: achieved when the whole interval lies at or above the threshold, not achieved when below, otherwise nobody can tell. */
export function stateOfInterval({ lower, upper }: Pick<Interval, 'lower' | 'upper'>, threshold: number): ResultState {
  if (lower >= threshold) return 'ACHIEVED';
  return upper < threshold ? 'NOT_ACHIEVED' : 'INCONCLUSIVE';
}

/** Judges a share of answers: NO_DATA without any, TOO_FEW below the method's minimum, otherwise by its interval. */
export function judgeShare(
  { hits, n, threshold }: { hits: number; n: number; threshold: number },
  { minimumSample, confidence }: Pick<MethodParameters, 'minimumSample' | 'confidence'>,
): Judgement {
  if (n < minimumSample) return unjudged(n === 0 ? 'NO_DATA' : 'TOO_FEW', { n, threshold });
  const interval = wilsonInterval(hits, n, confidence);
  return { state: stateOfInterval(interval, threshold), share: hits / n, n, threshold, interval, parts: [] };
}

/** A yes or no about one municipality. */
export function judgeTold(state: 'ACHIEVED' | 'NOT_ACHIEVED' | 'INCONCLUSIVE' | 'NO_DATA', n: number): Judgement {
  return unjudged(state, { n, threshold: null });
}

/** A result without a share. */
export function unjudged(state: ResultState, { n, threshold }: { n: number; threshold: number | null }): Judgement {
  return { state, share: null, n, threshold, interval: null, parts: [] };
}

/** The quantile of the standard normal distribution (Acklam's approximation, then one step of Halley's: exact to 15 digits). */
export function normalQuantile(p: number): number {
  const x = acklam(p);
  const error = normalDistribution(x) - p;
  const u = error * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2);
  return x - u / (1 + (x * u) / 2);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

const central = {
  above: [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239],
  below: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
};
const tail = {
  above: [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783],
  below: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
};
const tailBegins = 0.02425;

/** For p of 0.5 or more; intervals ask for no other. */
function acklam(p: number): number {
  if (p <= 1 - tailBegins) {
    const q = p - 0.5;
    return (polynomial(central.above, q * q) * q) / polynomial(central.below, q * q);
  }
  const q = Math.sqrt(-2 * Math.log(1 - p));
  return -polynomial(tail.above, q) / polynomial(tail.below, q);
}

/** The distribution function, by its series; to about 15 digits. */
function normalDistribution(x: number): number {
  if (x > 6) return 1;
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && k < 500; k += 1) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
