import type { CountTotal } from '../../kit/figure.rules.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { SurveyGapRule } from '../indicators/analysis-method.rules.ts';
import type { IndicatorCode, Interval, NormComparison, ResultState, SurveyComparison } from '../indicators/indicator.rules.ts';
import type { RankingEntry } from '../ranking/ranking.rules.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import type { SectionCode } from './final-report.rules.ts';

/** Everything that a report says, as plain data of one analysis; charts, contents and documents are made of it and of nothing else. */
export interface ReportFacts {
  year: number;
  revision: number;
  isDraft: boolean;
  date: LocalDate;
  /** The body that issues it; null = none is entered. */
  author: LocalizedText | null;
  run: RunFacts;
  objects: readonly ObjectFacts[];
  providers: readonly ProviderFacts[];
  coverage: readonly CoverageFacts[];
  quality: RankingFacts;
  demand: RankingFacts;
  results: readonly ResultFacts[];
  achievement: readonly AchievementFacts[];
  problems: readonly ProblemFacts[];
  /** Whether there is an annual analysis of the year before, without which nothing is topical. */
  hasRunBefore: boolean;
  dynamics: readonly YearFacts[];
  volumes: readonly VolumeFacts[];
  months: readonly MonthFacts[];
  surveys: SurveyFacts;
  narratives: Partial<Record<SectionCode, LocalizedText>>;
  hasFullAppendix: boolean;
}

interface RunFacts {
  id: string;
  method: number;
  referenceDay: LocalDate;
  /** Accepted revisions, and answers, that it counts. */
  revisions: number;
  responses: number;
  minimumSample: number;
  highQuality: number;
  /** R-III.1.6: the parts of the services of a unit whose demand is high, and low. */
  demand: { high: number; low: number };
}

/** R-III.2.1: an object of the List, in how many municipalities, and in how many of them a provider is entered for it. */
export interface ObjectFacts {
  code: string;
  name: LocalizedText;
  isComplex: boolean;
  municipalities: number;
  withProvider: number;
}

/** R-III.2.1: who answers for which objects in a municipality; provider null = nobody is entered. */
export interface ProviderFacts {
  municipality: LocalizedText;
  region: LocalizedText;
  /** Null = it lies in the region itself. */
  district: LocalizedText | null;
  soate: string;
  /** By the day of the analysis it has become part of another. */
  isMerged: boolean;
  provider: LocalizedText | null;
  objectCodes: readonly string[];
}

/** R12: of how many municipalities of a region that owed them, questionnaires and reports are counted. */
export interface CoverageFacts {
  region: LocalizedText;
  due: number;
  questionnaires: number;
  reports: number;
}

export interface RankedFacts extends Omit<RankingEntry, 'serviceId'> {
  code: string;
  name: LocalizedText;
  countUnit: string;
}

export interface RankingFacts {
  entries: readonly RankedFacts[];
  unranked: readonly RankedFacts[];
}

/** R-III.2.3: what came out of an indicator for an object over the country. */
export interface ResultFacts {
  objectCode: string;
  indicator: IndicatorCode;
  state: ResultState;
  share: number | null;
  n: number;
  interval: Interval | null;
  comparison: NormComparison | null;
  /** Of how many answers the deviations are; null = nothing is compared, or amounts are in several units. */
  compared: number | null;
  /** Those that answers were compared with. */
  norms: readonly Omit<ApprovedNorm, 'basis'>[];
  /** R-III.1.5: all of TIME or COST that are approved for it, comparable or not. */
  approved: readonly ApprovedNorm[];
}

/** R-III.1.1: a norm of a standard; basis = what it is per, null = per delivery. */
export interface ApprovedNorm {
  amount: string;
  unit: MeasureUnit;
  basis: LocalizedText | null;
}

/** R-III.2.3: results of municipalities by state; region null = over the country. */
export interface AchievementFacts {
  region: LocalizedText | null;
  indicator: IndicatorCode;
  counts: Record<ResultState, number>;
}

/** R-III.2.4: a problem that answers mention. */
export interface ProblemFacts {
  name: LocalizedText;
  mentions: number;
  share: number | null;
  previousMentions: number | null;
  isTypical: boolean;
  isTopical: boolean;
}

/** R13.3: results of municipalities of an earlier year. */
export interface YearFacts {
  year: number;
  indicator: IndicatorCode;
  counts: Record<ResultState, number>;
}

/** R12: deliveries of a service in a quarter, by the reports that are counted. */
export interface VolumeFacts {
  code: string;
  name: LocalizedText;
  countUnit: string;
  quarter: 'Q1' | 'Q2' | 'Q3';
  total: CountTotal;
}

/** R12: deliveries of a service in a month, as systems stated them to the hub before the analysis. */
export interface MonthFacts {
  code: string;
  name: LocalizedText;
  countUnit: string;
  /** Its first day. */
  month: LocalDate;
  /** The sum over municipalities whose channels are all final; null = there are none. */
  delivered: number | null;
  /** Municipalities that it is counted in, and of how many on the List. */
  municipalities: number;
  places: number;
  /** Municipalities left out: a channel's count is preliminary, or was withdrawn. */
  preliminary: number;
  /** Names of the systems. */
  sources: readonly string[];
}

/** R10, R-III.1: what the unit's own survey says beside the questionnaires that a report rests on. */
export interface SurveyFacts {
  /** Sheets that the analysis looks at; 0 = it pins no survey. */
  sheets: number;
  /** Every region of the country, with its sheets. */
  regions: readonly { name: LocalizedText; sheets: number }[];
  rule: SurveyGapRule;
  /** Over the country all comparisons; of regions and municipalities those that are findings. */
  comparisons: readonly PlacedComparison[];
}

export interface PlacedComparison extends SurveyComparison {
  object: LocalizedText;
  /** Region or municipality; null = the country. */
  place: LocalizedText | null;
}

/** Of results that were judged, the share that are achieved; null = none was judged. */
export function achievedShare(counts: readonly Record<ResultState, number>[]): { share: number | null; n: number } {
  const sum = (state: ResultState): number => counts.reduce((total, each) => total + each[state], 0);
  const n = sum('ACHIEVED') + sum('NOT_ACHIEVED') + sum('INCONCLUSIVE');
  return { share: n === 0 ? null : sum('ACHIEVED') / n, n };
}
