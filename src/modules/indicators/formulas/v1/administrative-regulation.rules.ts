import type { Formula } from '../formula.rules.ts';
import { judgeEveryService, toldCounts } from './told.rules.ts';

/** R-II.5: an administrative regulation for the service exists, by its act. */
export const administrativeRegulation: Formula = {
  indicator: 'ADMINISTRATIVE_REGULATION',
  over: 'MUNICIPALITIES',
  counts: (cell) => toldCounts(cell.services, cell.regulation),
  judge: judgeEveryService,
};
