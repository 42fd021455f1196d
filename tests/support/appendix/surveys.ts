import type { Reader } from './files.ts';
import { type Bounds, wilsonAt } from './judge.ts';

/** Yeses to a question, and what they are of. */
export interface Asked {
  code: string;
  hits: number;
  n: number;
}
interface SourceShare {
  share: number | null;
  n: number;
  interval: Bounds | null;
}
export interface SurveyComparison {
  code: string;
  questionnaires: SourceShare;
  surveys: SourceShare;
  difference: number | null;
  differenceInterval: Bounds | null;
  state: string;
}

/** R10, R-III.1: what questionnaires say to each question that sheets of surveys answer too, and what these say, beside. */
export function surveysBeside({ number }: Reader) {
  const [least, leastDifference] = [number('minimumSample'), number('surveyGap.leastDifference')];
  const [shown, compared] = [wilsonAt(number('confidence')), wilsonAt(number('surveyGap.confidence'))];
  const sourceOf = ({ hits, n }: Asked): SourceShare =>
    n < least ? { share: null, n, interval: null } : { share: hits / n, n, interval: shown(hits, n) };

  function gapOf(one: Asked, other: Asked): Pick<SurveyComparison, 'difference' | 'differenceInterval' | 'state'> {
    if (one.n === 0) return { difference: null, differenceInterval: null, state: 'NO_DATA' };
    if (one.n < least || other.n < least) return { difference: null, differenceInterval: null, state: 'TOO_FEW' };
    const [p, q] = [one.hits / one.n, other.hits / other.n];
    const [ofOne, ofOther] = [compared(one.hits, one.n), compared(other.hits, other.n)];
    const difference = (one.hits * other.n - other.hits * one.n) / (one.n * other.n);
    const lower = difference - Math.sqrt((p - ofOne.lower) ** 2 + (ofOther.upper - q) ** 2);
    const upper = difference + Math.sqrt((ofOne.upper - p) ** 2 + (q - ofOther.lower) ** 2);
    const isGap = (lower > 0 || upper < 0) && Math.abs(difference) >= leastDifference;
    return { difference, differenceInterval: { lower, upper }, state: isGap ? 'GAP' : 'NO_GAP' };
  }

  return (questionnaires: readonly Asked[], surveys: readonly Asked[]): SurveyComparison[] =>
    questionnaires.flatMap((said) => {
      const sheets = surveys.find(({ code, n }) => code === said.code && n > 0);
      return sheets ? [{ code: said.code, questionnaires: sourceOf(said), surveys: sourceOf(sheets), ...gapOf(said, sheets) }] : [];
    });
}
