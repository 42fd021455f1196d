import { countOf, type Formula } from '../formula.rules.ts';
import { judgeShare } from './share.rules.ts';

/** R-II.1: the share of those who say that the order of the standard was kept; "partly" is no yes, "don't know" is left out. */
export const procedure: Formula = {
  indicator: 'PROCEDURE',
  over: 'ANSWERS',
  counts: ({ procedure: { followed, notFollowed, undecided, noAnswer } }) => ({ followed, notFollowed, leftOut: undecided, noAnswer }),
  judge(counts, method) {
    const followed = countOf(counts, 'followed');
    const n = followed + countOf(counts, 'notFollowed');
    return judgeShare({ hits: followed, n, threshold: method.thresholds.PROCEDURE }, method);
  },
};
