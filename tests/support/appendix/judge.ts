import type { Reader } from './files.ts';

export interface Bounds {
  lower: number;
  upper: number;
}
export interface Judged {
  state: string;
  share: number | null;
  n: number;
  interval: Bounds | null;
}
export interface Part {
  code: string;
  share: number | null;
  n: number;
  interval: Bounds | null;
}

/** Of the standard normal distribution, by bisection of its integral. */
function normalQuantile(p: number): number {
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const area = (x: number) => {
    const steps = 2_000;
    let sum = density(0) + density(x);
    for (let step = 1; step < steps; step += 1) sum += density((x * step) / steps) * (step % 2 ? 4 : 2);
    return 0.5 + (sum * x) / steps / 3;
  };
  let [low, high] = [0, 8];
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (area(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The Wilson interval of a share at a confidence. */
export function wilsonAt(confidence: number) {
  const z = normalQuantile(0.5 + confidence / 2);
  return (hits: number, n: number): Bounds => {
    const p = hits / n;
    const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
    const [centre, whole] = [p + (z * z) / (2 * n), 1 + (z * z) / n];
    return { lower: hits === 0 ? 0 : (centre - half) / whole, upper: hits === n ? 1 : (centre + half) / whole };
  };
}

export function judgeOf(reader: Reader) {
  const [least, threshold] = [reader.number('minimumSample'), reader.number('territoryThreshold')];
  const wilson = wilsonAt(reader.number('confidence'));
  const stateOf = ({ lower, upper }: Bounds, limit: number) =>
    lower >= limit ? 'ACHIEVED' : upper < limit ? 'NOT_ACHIEVED' : 'INCONCLUSIVE';
  return {
    wilson,
    share(hits: number, n: number, limit: number): Judged {
      if (n === 0) return { state: 'NO_DATA', share: null, n, interval: null };
      if (n < least) return { state: 'TOO_FEW', share: null, n, interval: null };
      const interval = wilson(hits, n);
      return { state: stateOf(interval, limit), share: hits / n, n, interval };
    },
    territory(states: readonly string[]): Judged {
      const of = (wanted: string) => states.filter((state) => state === wanted).length;
      const [achieved, notAchieved] = [of('ACHIEVED'), of('NOT_ACHIEVED')];
      const all = states.length - of('NOT_APPLICABLE');
      const n = achieved + notAchieved;
      if (n === 0) return { state: all === 0 ? 'NOT_APPLICABLE' : 'NO_DATA', share: null, n, interval: null };
      const state = stateOf({ lower: achieved / all, upper: (all - notAchieved) / all }, threshold);
      return { state, share: achieved / n, n, interval: null };
    },
  };
}
