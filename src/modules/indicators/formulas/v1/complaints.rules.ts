import { countOf, type Formula } from '../formula.rules.ts';
import { judgeTold } from './share.rules.ts';

/**
 * R-II.8: no justified complaint, every quarter being reported. One is enough for a no. A quarter of which nobody kept a record is
 * no zero; a complaint that is not examined yet may still be found justified.
 */
export const complaints: Formula = {
  indicator: 'COMPLAINTS',
  over: 'MUNICIPALITIES',
  counts: ({ complaints: { justified, unexamined, missingQuarters } }) => ({ justified, unexamined, missingQuarters }),
  judge(counts) {
    const justified = countOf(counts, 'justified');
    if (justified > 0) return judgeTold('NOT_ACHIEVED', justified);
    if (countOf(counts, 'missingQuarters') > 0) return judgeTold('NO_DATA', 0);
    return judgeTold(countOf(counts, 'unexamined') > 0 ? 'INCONCLUSIVE' : 'ACHIEVED', 0);
  },
};
