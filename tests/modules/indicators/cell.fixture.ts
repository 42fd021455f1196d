import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import type { Cell, Formula } from '../../../src/modules/indicators/formulas/formula.rules.ts';

const measured = { hasNorm: true, answers: 0, compared: 0, within: 0, overdue: 0, waiting: 0, noAnswer: 0 };
const rated = { rated: 0, satisfied: 0, noAnswer: 0 };

/** One service that somebody applies for, with norms, and of which nobody said anything. */
export const silent: Cell = {
  services: 1,
  onRequest: 1,
  procedure: { followed: 0, notFollowed: 0, undecided: 0, noAnswer: 0 },
  time: measured,
  cost: measured,
  satisfaction: { persons: { quality: rated, availability: rated }, organisations: { quality: rated, availability: rated }, unknown: 0 },
  electronicForm: { yes: 0, no: 0 },
  regulation: { yes: 0, no: 0 },
  information: { yes: 0, no: 0 },
  complaints: { justified: 0, unexamined: 0, missingQuarters: 0 },
};

/** What a formula says of a cell by method 1: state, n, and the share where there is one. */
export function judged(formula: Formula, cell: Cell): [state: string, n: number, share: number | null] {
  const { state, n, share } = formula.judge(formula.counts(cell), firstMethod);
  return [state, n, share];
}
