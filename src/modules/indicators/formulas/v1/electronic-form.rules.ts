import type { Formula } from '../formula.rules.ts';
import { judgeEveryService, toldCounts } from './told.rules.ts';

/** R-II.4: the service can be applied for electronically, by evidence that is not too old. */
export const electronicForm: Formula = {
  indicator: 'ELECTRONIC_FORM',
  over: 'MUNICIPALITIES',
  counts: (cell) => toldCounts(cell.services, cell.electronicForm),
  judge: judgeEveryService,
};
