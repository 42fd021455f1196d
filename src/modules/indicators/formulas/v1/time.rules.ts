import type { Formula } from '../formula.rules.ts';
import { judgeMeasured, measuredCounts } from './measured.rules.ts';

/** R-II.2: applicants' time against the approved norm of processing. */
export const time: Formula = {
  indicator: 'TIME',
  over: 'ANSWERS',
  measure: 'time',
  counts: (cell) => measuredCounts(cell, cell.time),
  judge: (counts, method) => judgeMeasured(counts, method.thresholds.TIME, method),
};
