import type { Formula } from '../formula.rules.ts';
import { judgeMeasured, measuredCounts } from './measured.rules.ts';

/** R-II.3: applicants' money against the approved fee. */
export const cost: Formula = {
  indicator: 'COST',
  over: 'ANSWERS',
  measure: 'cost',
  counts: (cell) => measuredCounts(cell, cell.cost),
  judge: (counts, method) => judgeMeasured(counts, method.thresholds.COST, method),
};
