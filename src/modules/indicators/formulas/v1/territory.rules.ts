import type { MethodParameters } from '../../analysis-method.rules.ts';
import type { Counts, Judgement, ResultState } from '../../indicator.rules.ts';
import { countOf } from '../formula.rules.ts';
import { stateOfInterval, unjudged } from './share.rules.ts';

/** Municipalities by what came out in them. */
export function territoryCounts(states: readonly ResultState[]): Counts {
  const of = (...wanted: ResultState[]): number => states.filter((state) => wanted.includes(state)).length;
  return {
    achieved: of('ACHIEVED'),
    notAchieved: of('NOT_ACHIEVED'),
    unknown: of('INCONCLUSIVE', 'NO_DATA', 'NO_NORM', 'TOO_FEW'),
    notApplicable: of('NOT_APPLICABLE'),
  };
}

/**
 * R-II.4, R-II.5, R-II.6, R-II.8 over a region or the country: the share of municipalities that achieve it. They are all there are, no
 * sample, so there is no interval; but those of which nothing is known could be either.
 */
export function judgeTerritory(counts: Counts, { territoryThreshold: threshold }: MethodParameters): Judgement {
  const achieved = countOf(counts, 'achieved');
  const n = achieved + countOf(counts, 'notAchieved');
  const unknown = countOf(counts, 'unknown');
  if (n + unknown === 0) return unjudged('NOT_APPLICABLE', { n, threshold });
  if (n === 0) return unjudged('NO_DATA', { n, threshold });
  const all = n + unknown;
  const state = stateOfInterval({ lower: achieved / all, upper: (achieved + unknown) / all }, threshold);
  return { state, share: achieved / n, n, threshold, interval: null, parts: [] };
}
