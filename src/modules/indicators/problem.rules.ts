import type { MethodParameters } from './analysis-method.rules.ts';

/** Answers that mention a kind of problem, of how many. */
export interface Mentions {
  categoryId: string;
  mentions: number;
}

export interface JudgedProblem extends Mentions {
  /** null = there are no answers at all. */
  share: number | null;
  /** null = there is no run before. */
  previousMentions: number | null;
  isTypical: boolean;
  isTopical: boolean;
}

export interface MentionsOfRun {
  answers: number;
  mentions: readonly Mentions[];
}

/**
 * R-III.1.2, R-III.2.4: problems, the most frequent first. Typical (ours): the most frequent, and those as frequent as the last of them.
 * Topical (ours): its share has risen against the run before by the method's points or more; without one, nobody can tell.
 */
export function judgeProblems(
  now: MentionsOfRun,
  before: MentionsOfRun | null,
  { typical, topicalRise }: MethodParameters['problems'],
): JudgedProblem[] {
  const earlier = new Map(before?.mentions.map(({ categoryId, mentions }) => [categoryId, mentions]));
  const byFrequency = now.mentions.filter(({ mentions }) => mentions > 0).toSorted((one, other) => other.mentions - one.mentions);
  const least = byFrequency[Math.min(typical, byFrequency.length) - 1]?.mentions ?? Infinity;
  return byFrequency.map(({ categoryId, mentions }) => {
    const previousMentions = before === null ? null : (earlier.get(categoryId) ?? 0);
    return {
      categoryId,
      mentions,
      share: now.answers === 0 ? null : mentions / now.answers,
      previousMentions,
      isTypical: mentions >= least,
      isTopical:
        before !== null && previousMentions !== null && isRising({ mentions, previousMentions }, now.answers, before.answers, topicalRise),
    };
  });
}

/** Compared as whole numbers of a million parts, so that a rise by exactly the method's points is one. */
function isRising(
  { mentions, previousMentions }: { mentions: number; previousMentions: number },
  answers: number,
  answersBefore: number,
  rise: number,
): boolean {
  if (answers === 0 || answersBefore === 0) return false;
  return Math.round((mentions / answers - previousMentions / answersBefore) * 1e6) >= Math.round(rise * 1e6);
}
