import type { Formula } from '../formula.rules.ts';
import { judgeEveryService, toldCounts } from './told.rules.ts';

/** R-II.6: information is given in the mass media, in public places and on notice boards, each with evidence. */
export const information: Formula = {
  indicator: 'INFORMATION',
  over: 'MUNICIPALITIES',
  counts: (cell) => toldCounts(cell.services, cell.information),
  judge: judgeEveryService,
};
