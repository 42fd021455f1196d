import { type Reader, total } from './files.ts';
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

/** What is said of one service in one municipality, to every question. */
interface Pair {
  questionnaires: readonly Asked[];
  surveys: readonly Asked[];
}
/** A share of weighted answers: `like` is of how many unweighted ones it would be worth as much. */
interface Weighted {
  share: number;
  like: number;
  n: number;
}

/** R10, R-III.1: what questionnaires say to each question that sheets of surveys answer too, and what these say, beside. */
export function surveysBeside({ number }: Reader) {
  const [least, leastDifference] = [number('minimumSample'), number('surveyGap.leastDifference')];
  const [shown, compared] = [wilsonAt(number('confidence')), wilsonAt(number('surveyGap.confidence'))];
  const sourceOf = ({ share, like, n }: Weighted): SourceShare =>
    n < least ? { share: null, n, interval: null } : { share, n, interval: shown(share * like, like) };

  function gapOf(one: Weighted, other: Weighted): Pick<SurveyComparison, 'difference' | 'differenceInterval' | 'state'> {
    if (one.n === 0) return { difference: null, differenceInterval: null, state: 'NO_DATA' };
    if (one.n < least || other.n < least) return { difference: null, differenceInterval: null, state: 'TOO_FEW' };
    const [ofOne, ofOther] = [compared(one.share * one.like, one.like), compared(other.share * other.like, other.like)];
    const difference = Math.round((one.share - other.share) * 1e12) / 1e12 + 0;
    const lower = difference - Math.sqrt((one.share - ofOne.lower) ** 2 + (ofOther.upper - other.share) ** 2);
    const upper = difference + Math.sqrt((ofOne.upper - one.share) ** 2 + (other.share - ofOther.lower) ** 2);
    const isGap = (lower > 0 || upper < 0) && Math.abs(difference) >= leastDifference;
    return { difference, differenceInterval: { lower, upper }, state: isGap ? 'GAP' : 'NO_GAP' };
  }

  /** Answers of a source where both say something, each service and municipality with the same weight as the other source has there. */
  function weigh(both: readonly { own: Asked; weight: number }[]): Weighted {
    const whole = total(both.map(({ weight }) => weight));
    const share = total(both.map(({ own, weight }) => (weight / whole) * (own.hits / own.n)));
    const like = 1 / total(both.map(({ own, weight }) => (weight / whole) ** 2 / own.n));
    return { share, like, n: total(both.map(({ own }) => own.n)) };
  }

  return (codes: readonly string[], pairs: readonly Pair[]): SurveyComparison[] =>
    codes.flatMap((code) => {
      const of = (asked: readonly Asked[]): Asked => asked.find((each) => each.code === code) ?? { code, hits: 0, n: 0 };
      const all = pairs.map((pair) => ({ said: of(pair.questionnaires), told: of(pair.surveys) }));
      if (all.every(({ told }) => told.n === 0)) return [];
      const both = all
        .filter(({ said, told }) => said.n > 0 && told.n > 0)
        .map((each) => ({ ...each, weight: 1 / (1 / each.said.n + 1 / each.told.n) }));
      const said = weigh(both.map(({ said: own, weight }) => ({ own, weight })));
      const told = weigh(both.map(({ told: own, weight }) => ({ own, weight })));
      return [{ code, questionnaires: sourceOf(said), surveys: sourceOf(told), ...gapOf(said, told) }];
    });
}
