import type { MethodParameters } from '../analysis-method.rules.ts';
import type { Counts, IndicatorCode, Judgement } from '../indicator.rules.ts';

/** Answers on an amount (time, money) against the norms in force on the days of service. */
export interface MeasuredFacts {
  /** Whether a norm per delivery is in force on the last day of the period. */
  hasNorm: boolean;
  /** Answers with an amount. */
  answers: number;
  /** Those of them that stand against a norm, and those within it. */
  compared: number;
  within: number;
  /** Not received yet: longer than the norm, and not longer (or without a norm). */
  overdue: number;
  waiting: number;
  noAnswer: number;
}

export interface RatedFacts {
  satisfied: number;
  rated: number;
  noAnswer: number;
}

/** A yes or no about each service of an object; where neither, nobody said. */
export interface ToldFacts {
  yes: number;
  no: number;
}

/** All that is known of an object, or of one service of a complex, in a municipality. */
export interface Cell {
  /** Its services, and those of them that somebody applies for. */
  services: number;
  onRequest: number;
  procedure: { followed: number; notFollowed: number; undecided: number; noAnswer: number };
  time: MeasuredFacts;
  cost: MeasuredFacts;
  /** `unknown`: who rated, and did not say for whom. */
  satisfaction: Record<'persons' | 'organisations', Record<'quality' | 'availability', RatedFacts>> & { unknown: number };
  electronicForm: ToldFacts;
  regulation: ToldFacts;
  information: ToldFacts;
  complaints: { justified: number; unexamined: number; missingQuarters: number };
}

/** One indicator: what it counts of a cell, and what it says of the counts. Pure. */
export interface Formula {
  indicator: IndicatorCode;
  /** ANSWERS: a territory is judged on all its answers. MUNICIPALITIES: by the share of municipalities that achieve it. */
  over: 'ANSWERS' | 'MUNICIPALITIES';
  /** Which amounts stand beside it. */
  measure?: 'time' | 'cost';
  /** Counts that may be added up over municipalities. */
  counts: (cell: Cell) => Counts;
  judge: (counts: Counts, method: MethodParameters) => Judgement;
}

/** A count by its name; one that is absent is one of ours forgotten. */
export function countOf(counts: Counts, name: string): number {
  const count = counts[name];
  if (count === undefined) throw new Error(`No count ${name}`);
  return count;
}
