import type { LocalizedText } from '../../shared/localized-text.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { fewestTogether } from '../questionnaires/suppression.rules.ts';

/** R-II.1 to R-II.8, in their order. */
export const indicatorCodes = [
  'PROCEDURE',
  'TIME',
  'COST',
  'ELECTRONIC_FORM',
  'ADMINISTRATIVE_REGULATION',
  'INFORMATION',
  'SATISFACTION',
  'COMPLAINTS',
] as const;
export type IndicatorCode = (typeof indicatorCodes)[number];

/** R-II.1 to R-II.8: the paragraph that asks for an indicator. */
export function requirementOf(indicator: IndicatorCode): string {
  return `R-II.${indicatorCodes.indexOf(indicator) + 1}`;
}

export const resultStates = ['ACHIEVED', 'NOT_ACHIEVED', 'INCONCLUSIVE', 'NO_NORM', 'NO_DATA', 'TOO_FEW', 'NOT_APPLICABLE'] as const;
export type ResultState = (typeof resultStates)[number];

/** States in which there is something to show as a share; in all others figures are null, never 0. */
const judgedStates: readonly ResultState[] = ['ACHIEVED', 'NOT_ACHIEVED', 'INCONCLUSIVE'];

export function isJudged(state: ResultState): boolean {
  return judgedStates.includes(state);
}

/** What a result is about: a municipality, the region it lies in, or the country. */
export const resultLevels = ['MUNICIPALITY', 'REGION', 'COUNTRY'] as const;
export type ResultLevel = (typeof resultLevels)[number];

/** Where the answers came from; figures of different sources stand beside each other and are never pooled. */
export const answerSources = ['QUESTIONNAIRES', 'SURVEYS'] as const;
export type AnswerSource = (typeof answerSources)[number];

/** R11: of the sources that a run uses the one that it is judged on: questionnaires wherever it uses them. */
export function judgedBy(sources: readonly AnswerSource[]): AnswerSource {
  return sources.includes('QUESTIONNAIRES') ? 'QUESTIONNAIRES' : 'SURVEYS';
}

/** R10, R11: the source that stands beside the one that a run is judged on; undefined = it uses no other. */
export function besideOf(sources: readonly AnswerSource[]): AnswerSource | undefined {
  return sources.find((source) => source !== judgedBy(sources));
}

/** Whole counts that add up: those of several municipalities are the counts of what they have become. */
export type Counts<Key extends string = string> = Readonly<Record<Key, number>>;

/** R13.3: counts of predecessors, added; averages are then made anew from them, never averaged. */
export function addCounts(counts: readonly Counts[]): Counts {
  const sum: Record<string, number> = {};
  for (const each of counts) for (const [key, value] of Object.entries(each)) sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

export interface Interval {
  lower: number;
  upper: number;
  confidence: number;
}

/** A part of what a result was made from: one question of two, one kind of respondent, one service of a complex. */
export interface ResultPart {
  code: string;
  label: LocalizedText;
  /** null = nobody answered. */
  share: number | null;
  n: number;
  interval: Interval | null;
}

/** What a formula says of a cell: an object in a municipality, a region or the country. */
export interface Judgement {
  state: ResultState;
  /** null unless the state is ACHIEVED, NOT_ACHIEVED or INCONCLUSIVE. */
  share: number | null;
  /** What the share is of. */
  n: number;
  threshold: number | null;
  interval: Interval | null;
  parts: readonly ResultPart[];
}

/** Exact figures of amounts: min, max and sum are decimals as text. */
export interface Statistics {
  n: number;
  sum: string;
  min: string;
  max: string;
  mean: number;
  median: number;
  unit: MeasureUnit;
}

/** Actual less norm. */
export interface Deviation {
  signed: number;
  absolute: number;
  /** Of the norm; null where the norm is 0. */
  percent: number | null;
  unit: MeasureUnit;
}

/** R-III.1.3, R-III.1.4: approved norms, what really was, and what people expected. */
export interface NormComparison {
  normIds: readonly string[];
  actual: Statistics | null;
  expectation: Statistics | null;
  withinNorm: number;
  meanDeviation: Deviation | null;
  maximumDeviation: Deviation | null;
  /** R8.2: of a complex, its services' means and norms one after the other; null where one of them lacks it, and of a single service. */
  endToEnd: { mean: number | null; norm: string | null } | null;
}

/** Whether amounts are those of so few answers that they tell what one person waited or paid: as the public database withholds. */
export function isOfFew(comparison: NormComparison | null): boolean {
  return [comparison?.actual, comparison?.expectation].some((amounts) => amounts != null && amounts.n < fewestTogether);
}

/** GAP = the difference is significant: a finding. TOO_FEW (in either), NO_DATA (no questionnaire answers): the two are not compared. */
export const surveyGapStates = ['GAP', 'NO_GAP', 'TOO_FEW', 'NO_DATA'] as const;
export type SurveyGapState = (typeof surveyGapStates)[number];

/** The share by one source alone; null below the method's smallest sample. */
export interface SourceShare {
  share: number | null;
  n: number;
  interval: Interval | null;
}

/** R10, R-III.1: what the unit's own survey says to a question, beside what the providers' questionnaires say; never pooled. */
export interface SurveyComparison {
  code: string;
  label: LocalizedText;
  questionnaires: SourceShare;
  surveys: SourceShare;
  /** Questionnaires less surveys; null unless the two are compared. */
  difference: number | null;
  differenceInterval: Interval | null;
  state: SurveyGapState;
}

/** What stands beside the state and share of a result. */
export interface ResultDetails {
  counts: Counts;
  comparison: NormComparison | null;
  parts: readonly ResultPart[];
  /** Absent = no sheet of a survey that the run pins says anything of it. */
  surveys?: readonly SurveyComparison[];
  /** R-II.8, per 1,000 deliveries; null = another indicator, deliveries are not known, or none is known of while a quarter is not reported. */
  perThousand: number | null;
}
