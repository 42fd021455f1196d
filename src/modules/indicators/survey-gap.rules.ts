import type { LocalizedText } from '../../shared/localized-text.ts';
import type { MethodParameters } from './analysis-method.rules.ts';
import { countOf } from './formulas/formula.rules.ts';
import { wilsonInterval } from './formulas/v1/share.rules.ts';
import type { Counts, IndicatorCode, Interval, SourceShare, SurveyComparison } from './indicator.rules.ts';

/** Yeses, and what they are of. */
interface Share {
  hits: number;
  n: number;
}

/** What both sources say of one service in one municipality. */
export interface SourcePair {
  questionnaires: Counts;
  surveys: Counts;
}

interface ComparedQuestion {
  code: string;
  label: LocalizedText;
  shareOf: (counts: Counts) => Share;
}

const withinNorm = (code: string, label: LocalizedText): ComparedQuestion => ({
  code,
  label,
  shareOf: (counts) => ({ hits: countOf(counts, 'within'), n: countOf(counts, 'compared') + countOf(counts, 'overdue') }),
});

const satisfied = (code: string, count: string, label: LocalizedText): ComparedQuestion => ({
  code,
  label,
  shareOf: (counts) => ({ hits: countOf(counts, `${count}Satisfied`), n: countOf(counts, count) }),
});

/**
 * R-II.1, 2, 3, 7 by the question, as the formulas of method 1 count them: of R-II.7 quality is compared with quality, not with whichever
 * of its two questions decides. The other indicators rest on no answers.
 */
const questions: Readonly<Partial<Record<IndicatorCode, readonly ComparedQuestion[]>>> = {
  PROCEDURE: [
    {
      code: 'PROCEDURE',
      label: { ky: 'Тартип сакталган', ru: 'Порядок соблюдён', en: 'Procedure followed' },
      shareOf: (counts) => ({ hits: countOf(counts, 'followed'), n: countOf(counts, 'followed') + countOf(counts, 'notFollowed') }),
    },
  ],
  TIME: [withinNorm('TIME', { ky: 'Убакыт ченемдин чегинде', ru: 'Время в пределах нормы', en: 'Time within the norm' })],
  COST: [withinNorm('COST', { ky: 'Чыгым ченемдин чегинде', ru: 'Затраты в пределах нормы', en: 'Cost within the norm' })],
  SATISFACTION: [
    satisfied('PERSONS_QUALITY', 'personsQuality', {
      ky: 'Жарандар сапатка канааттанган',
      ru: 'Граждане удовлетворены качеством',
      en: 'Citizens satisfied with quality',
    }),
    satisfied('PERSONS_AVAILABILITY', 'personsAvailability', {
      ky: 'Жарандар жеткиликтүүлүккө канааттанган',
      ru: 'Граждане удовлетворены доступностью',
      en: 'Citizens satisfied with availability',
    }),
  ],
};

/**
 * R10, R-III.1: the two sources beside each other, question by question, like with like; nothing of a question to which no sheet of a
 * survey answers.
 */
export function compareSources(indicator: IndicatorCode, pairs: readonly SourcePair[], method: MethodParameters): SurveyComparison[] {
  return (questions[indicator] ?? []).flatMap(({ code, label, shareOf }) => {
    const shares = pairs.map(({ questionnaires, surveys }): [Share, Share] => [shareOf(questionnaires), shareOf(surveys)]);
    if (shares.every(([, { n }]) => n === 0)) return [];
    const [said, asked] = likeWithLike(shares);
    return [{ code, label, questionnaires: sourceShare(said, method), surveys: sourceShare(asked, method), ...gapOf(said, asked, method) }];
  });
}

/** A share of answers that are weighted: `n` is how many unweighted ones tell as much, `answers` how many there are. */
interface WeightedShare extends Share {
  answers: number;
}

/**
 * Ours: only services and municipalities of which both sources say something, with the same weight in both (Mantel and Haenszel's),
 * so that nothing differs because other services or other places were asked, or in other proportions. Of one service in one municipality
 * these are the plain shares.
 */
function likeWithLike(pairs: readonly [Share, Share][]): [WeightedShare, WeightedShare] {
  const both = pairs.filter(([said, asked]) => said.n > 0 && asked.n > 0);
  const weights = both.map(([said, asked]) => (said.n * asked.n) / (said.n + asked.n));
  return [
    weighted(
      both.map(([said]) => said),
      weights,
    ),
    weighted(
      both.map(([, asked]) => asked),
      weights,
    ),
  ];
}

function weighted(shares: readonly Share[], weights: readonly number[]): WeightedShare {
  const sum = (of: (share: Share, weight: number) => number): number =>
    shares.reduce((total, share, index) => total + of(share, weights[index] ?? Number.NaN), 0);
  const answers = sum(({ n }) => n);
  if (answers === 0) return { hits: 0, n: 0, answers };
  const whole = sum((_, weight) => weight);
  const n = whole ** 2 / sum((share, weight) => weight ** 2 / share.n);
  return { hits: (sum(({ hits, n: of }, weight) => (weight * hits) / of) / whole) * n, n, answers };
}

function sourceShare({ hits, n, answers }: WeightedShare, { minimumSample, confidence }: MethodParameters): SourceShare {
  return answers < minimumSample
    ? { share: null, n: answers, interval: null }
    : { share: hits / n, n: answers, interval: wilsonInterval(hits, n, confidence) };
}

/** Ours: whether the two differ by more than chance explains, and by enough to matter. */
function gapOf(
  said: WeightedShare,
  asked: WeightedShare,
  method: MethodParameters,
): Pick<SurveyComparison, 'difference' | 'differenceInterval' | 'state'> {
  const least = Math.min(said.answers, asked.answers);
  if (least < method.minimumSample) return { difference: null, differenceInterval: null, state: least === 0 ? 'NO_DATA' : 'TOO_FEW' };
  const { confidence, leastDifference } = method.surveyGap;
  const difference = differenceOf(said, asked);
  const differenceInterval = newcombeInterval(said, asked, confidence);
  const isBeyondChance = differenceInterval.lower > 0 || differenceInterval.upper < 0;
  return { difference, differenceInterval, state: isBeyondChance && Math.abs(difference) >= leastDifference ? 'GAP' : 'NO_GAP' };
}

/** To 12 digits: 0.95 less 0.90 is 0.05, and no less, however both were added up; and no minus stands before a zero. */
function differenceOf(one: Share, other: Share): number {
  return Number((one.hits / one.n - other.hits / other.n).toFixed(12)) + 0;
}

/** Where the true difference of two shares lies, by Newcombe's method from their Wilson intervals; each n is at least 1. */
export function newcombeInterval(one: Share, other: Share, confidence: number): Interval {
  const [p, q] = [one.hits / one.n, other.hits / other.n];
  const [first, second] = [wilsonInterval(one.hits, one.n, confidence), wilsonInterval(other.hits, other.n, confidence)];
  const difference = differenceOf(one, other);
  return {
    lower: difference - Math.hypot(p - first.lower, second.upper - q),
    upper: difference + Math.hypot(first.upper - p, q - second.lower),
    confidence,
  };
}
