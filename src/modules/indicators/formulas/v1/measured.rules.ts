import type { MethodParameters } from '../../analysis-method.rules.ts';
import type { Counts, Judgement } from '../../indicator.rules.ts';
import { type Cell, countOf, type MeasuredFacts } from '../formula.rules.ts';
import { judgeShare, unjudged } from './share.rules.ts';

/** Counts of an amount against its norm: the same for time and for money. */
export function measuredCounts({ onRequest }: Cell, facts: MeasuredFacts): Counts {
  const { hasNorm, answers, compared, within, overdue, waiting, noAnswer } = facts;
  return { onRequest, withNorm: hasNorm ? 1 : 0, answers, compared, within, overdue, leftOut: answers - compared + waiting, noAnswer };
}

/**
 * The share of answers within the norm in force on the day of service. Who waits longer than the norm, and has received nothing yet,
 * counts as exceeded. Where nobody applies the indicator does not apply; where no norm is approved that is what is said.
 */
export function judgeMeasured(counts: Counts, threshold: number, method: MethodParameters): Judgement {
  if (countOf(counts, 'onRequest') === 0) return unjudged('NOT_APPLICABLE', { n: 0, threshold: null });
  const n = countOf(counts, 'compared') + countOf(counts, 'overdue');
  const isWithoutNorm = n === 0 && (countOf(counts, 'withNorm') === 0 || countOf(counts, 'answers') > 0);
  if (isWithoutNorm) return unjudged('NO_NORM', { n, threshold });
  return judgeShare({ hits: countOf(counts, 'within'), n, threshold }, method);
}
