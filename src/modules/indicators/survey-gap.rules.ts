import type { LocalizedText } from '../../shared/localized-text.ts';
import { completeMethod, type MethodParameters } from './analysis-method.rules.ts';
import { countOf } from './formulas/formula.rules.ts';
import { wilsonInterval } from './formulas/v1/share.rules.ts';
import type { Counts, IndicatorCode, Interval, SourceShare, SurveyComparison } from './indicator.rules.ts';

/** Yeses, and what they are of. */
interface Share {
  hits: number;
  n: number;
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

/** R10, R-III.1: the two sources beside each other, question by question; nothing of a question to which no sheet of a survey answers. */
export function compareSources(
  indicator: IndicatorCode,
  { questionnaires, surveys }: { questionnaires: Counts; surveys: Counts },
  method: MethodParameters,
): SurveyComparison[] {
  return (questions[indicator] ?? []).flatMap(({ code, label, shareOf }) => {
    const [said, asked] = [shareOf(questionnaires), shareOf(surveys)];
    if (asked.n === 0) return [];
    return [{ code, label, questionnaires: sourceShare(said, method), surveys: sourceShare(asked, method), ...gapOf(said, asked, method) }];
  });
}

function sourceShare({ hits, n }: Share, { minimumSample, confidence }: MethodParameters): SourceShare {
  return n < minimumSample ? { share: null, n, interval: null } : { share: hits / n, n, interval: wilsonInterval(hits, n, confidence) };
}

/** Ours: whether the two differ by more than chance explains, and by enough to matter. */
function gapOf(said: Share, asked: Share, method: MethodParameters): Pick<SurveyComparison, 'difference' | 'differenceInterval' | 'state'> {
  const least = Math.min(said.n, asked.n);
  if (least < method.minimumSample) return { difference: null, differenceInterval: null, state: least === 0 ? 'NO_DATA' : 'TOO_FEW' };
  const { confidence, leastDifference } = completeMethod(method).surveyGap;
  const difference = differenceOf(said, asked);
  const differenceInterval = newcombeInterval(said, asked, confidence);
  const isBeyondChance = differenceInterval.lower > 0 || differenceInterval.upper < 0;
  return { difference, differenceInterval, state: isBeyondChance && Math.abs(difference) >= leastDifference ? 'GAP' : 'NO_GAP' };
}

/** The double nearest to the exact difference: 0.95 less 0.90 is 0.05, and no less. */
function differenceOf(one: Share, other: Share): number {
  return (one.hits * other.n - other.hits * one.n) / (one.n * other.n);
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
