import type { CountTotal } from '../../kit/figure.rules.ts';
import type { MethodParameters } from '../indicators/analysis-method.rules.ts';
import type { Counts, IndicatorCode, Interval, ResultState } from '../indicators/indicator.rules.ts';

/** R-III.2.2: services are ranked by quality and by demand. */
export const rankBys = ['QUALITY', 'DEMAND'] as const;
export type RankBy = (typeof rankBys)[number];

export const quadrants = [
  'HIGH_QUALITY_HIGH_DEMAND',
  'HIGH_QUALITY_LOW_DEMAND',
  'LOW_QUALITY_HIGH_DEMAND',
  'LOW_QUALITY_LOW_DEMAND',
] as const;
export type Quadrant = (typeof quadrants)[number];

/** R-III.1.6: how much a service is in demand among those that are counted in the same unit. */
export const demandLevels = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type DemandLevel = (typeof demandLevels)[number];

/** What came out of an indicator for a service over a region or the country. */
export interface ScoredResult {
  indicator: IndicatorCode;
  state: ResultState;
  share: number | null;
  counts: Counts;
}

/** What is known of a service over a region or the country. */
export interface RankedFacts {
  serviceId: string;
  code: string;
  countUnit: string;
  /** Nobody applies for what is given to the territory: it has no demand. */
  isOnRequest: boolean;
  /** Whether it is a monitoring object of its own; otherwise it is monitored within a complex alone, and has no results by itself. */
  isJudgedByItself: boolean;
  n: number;
  results: readonly ScoredResult[];
  deliveries: CountTotal;
  /** Deliveries where the population is known, and the residents there; null = it is known nowhere. */
  perThousand: number | null;
}

export interface RankingEntry {
  serviceId: string;
  rank: number | null;
  tiedWith: number;
  band: number | null;
  qualityScore: number | null;
  qualityInterval: Interval | null;
  coverage: number;
  n: number;
  deliveries: CountTotal;
  deliveriesPerThousand: number | null;
  demandLevel: DemandLevel | null;
  /** Its demand as times of the median of its unit; null = it has no level, or the median is 0. */
  demandToMedian: number | null;
  quadrant: Quadrant | null;
  /** null = it is ranked. */
  unrankedReason: ResultState | null;
}

// ---- quality -------------------------------------------------------------------------------------------------------

interface Score {
  value: number;
  lower: number;
  upper: number;
}

const judgedByMunicipalities: readonly IndicatorCode[] = ['ELECTRONIC_FORM', 'ADMINISTRATIVE_REGULATION', 'INFORMATION', 'COMPLAINTS'];

/**
 * Ours: what one indicator is worth, 0 to 1. R-II.4, 5, 6 and 8 are worth the share of municipalities that achieve them; the others 1 or 0.
 * NO_NORM and INCONCLUSIVE count as half, and could be either; never as left out. undefined = not applicable, or nothing is known.
 */
function scoreOf({ indicator, state, share, counts }: ScoredResult): Score | undefined {
  if (judgedByMunicipalities.includes(indicator)) {
    const { achieved = 0, notAchieved = 0, unknown = 0 } = counts;
    const all = achieved + notAchieved + unknown;
    return share === null ? undefined : { value: share, lower: achieved / all, upper: (achieved + unknown) / all };
  }
  switch (state) {
    case 'ACHIEVED':
      return { value: 1, lower: 1, upper: 1 };
    case 'NOT_ACHIEVED':
      return { value: 0, lower: 0, upper: 0 };
    case 'INCONCLUSIVE':
    case 'NO_NORM':
      return { value: 0.5, lower: 0, upper: 1 };
    default:
      return undefined;
  }
}

export interface Quality {
  score: number | null;
  interval: Interval | null;
  /** How many of the eight indicators it rests on. */
  coverage: number;
}

/** R-III.2.2: the weighted mean of the scores of the indicators of which something is known, and how low and high it could be. */
export function qualityOf(results: readonly ScoredResult[], { ranking, confidence }: MethodParameters): Quality {
  const known = results.flatMap((result) => {
    const score = scoreOf(result);
    return score ? [{ ...score, weight: ranking.weights[result.indicator] }] : [];
  });
  const weight = known.reduce((sum, each) => sum + each.weight, 0);
  if (weight === 0) return { score: null, interval: null, coverage: 0 };
  const mean = (name: keyof Score): number => known.reduce((sum, each) => sum + each[name] * each.weight, 0) / weight;
  return { score: mean('value'), interval: { lower: mean('lower'), upper: mean('upper'), confidence }, coverage: known.length };
}

// ---- ranks and bands -----------------------------------------------------------------------------------------------

const sameTo = 1e-9;

/** Plain ranks, the greatest first: equals share a rank and the next is as many further on (1, 2, 2, 4). */
export function ranksOf(values: readonly number[]): { rank: number; tiedWith: number }[] {
  return values.map((value) => ({
    rank: 1 + values.filter((other) => other > value + sameTo).length,
    tiedWith: values.filter((other) => Math.abs(other - value) <= sameTo).length - 1,
  }));
}

/**
 * Ours: bands of services that cannot be told apart. From the best on, whoever's interval reaches the best of the band is in it; the first
 * that lies wholly below begins the next. Intervals are given in the order of the ranks.
 */
export function bandsOf(intervals: readonly Pick<Interval, 'lower' | 'upper'>[]): number[] {
  let band = 0;
  let floor = Infinity;
  return intervals.map(({ lower, upper }) => {
    if (upper < floor - sameTo) {
      band += 1;
      floor = lower;
    }
    return Math.max(1, band);
  });
}

// ---- demand --------------------------------------------------------------------------------------------------------

/** What is stated of a service's demand. */
interface StatedDemand {
  serviceId: string;
  countUnit: string;
  delivered: number;
  perThousand: number | null;
}

/** Per 1,000 residents where it is known of all that are compared, otherwise plain deliveries. */
function demandValues(stated: readonly StatedDemand[]): number[] {
  const perHead = stated.flatMap(({ perThousand }) => perThousand ?? []);
  return perHead.length === stated.length ? perHead : stated.map(({ delivered }) => delivered);
}

/**
 * R-III.1.6: the level of each among services counted in the same unit; ties share the better one. Ours: what nobody was given is never
 * in high demand, and where all are tied (or one stands alone) there is nothing to tell apart: null.
 */
export function demandLevelsOf(values: readonly number[], { high, low }: MethodParameters['demand']): (DemandLevel | null)[] {
  const n = values.length;
  return values.map((value) => {
    const above = values.filter((other) => other > value + sameTo).length;
    const below = values.filter((other) => other < value - sameTo).length;
    if (above + below === 0) return null;
    if (value > 0 && above < Math.ceil(n * high - sameTo)) return 'HIGH';
    return below < Math.floor(n * low + sameTo) ? 'LOW' : 'MEDIUM';
  });
}

/** The one in the middle, or between the two in the middle; null = there is none. */
function medianOf(values: readonly number[]): number | null {
  const ordered = values.toSorted((one, other) => one - other);
  const lower = ordered[Math.ceil(ordered.length / 2) - 1];
  const upper = ordered[Math.floor(ordered.length / 2)];
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}

interface Demand {
  level: DemandLevel | null;
  /** Whether it is not below the median; null = it has no level. */
  isHigh: boolean | null;
  toMedian: number | null;
  rank: number;
  tiedWith: number;
}

/** R-III.1.6, R-III.2.2: only like is compared with like: applications with applications, cubic metres with cubic metres. */
function demandOf(facts: readonly RankedFacts[], method: MethodParameters): Map<string, Demand> {
  const stated = facts.flatMap(({ serviceId, countUnit, isOnRequest, deliveries: { value: delivered }, perThousand }) =>
    isOnRequest && delivered !== null ? [{ serviceId, countUnit, delivered, perThousand }] : [],
  );
  const groups = [...Map.groupBy(stated, ({ countUnit }) => countUnit).values()];
  return new Map(
    groups.flatMap((group) => {
      const values = demandValues(group);
      const [levels, ranks] = [demandLevelsOf(values, method.demand), ranksOf(values)];
      const median = medianOf(values) ?? Infinity;
      return group.flatMap(({ serviceId }, index) => {
        const [value, level, rank] = [values[index], levels[index], ranks[index]];
        if (value === undefined || level === undefined || rank === undefined) return [];
        const toMedian = level === null || median === 0 ? null : value / median;
        return [[serviceId, { level, isHigh: level && value > 0 && value >= median, toMedian, ...rank }] as const];
      });
    }),
  );
}

function quadrantOf(isHighQuality: boolean, isHighDemand: boolean): Quadrant {
  return `${isHighQuality ? 'HIGH' : 'LOW'}_QUALITY_${isHighDemand ? 'HIGH' : 'LOW'}_DEMAND`;
}

// ---- the ranking ---------------------------------------------------------------------------------------------------

export interface RankingLists {
  entries: RankingEntry[];
  /** Listed apart, by code, each with the reason. */
  unranked: RankingEntry[];
}

/** R-III.2.2: the division of services into ranks. Those with fewer answers than the method asks for are listed apart. */
export function rankServices(facts: readonly RankedFacts[], by: RankBy, method: MethodParameters): RankingLists {
  const demands = demandOf(facts, method);
  const all = facts.map((each) => entryOf(each, demands.get(each.serviceId), by, method));
  const codes = new Map(facts.map(({ serviceId, code, countUnit }) => [serviceId, { code, countUnit }]));
  const byCode = (one: RankingEntry, other: RankingEntry): number =>
    (codes.get(one.serviceId)?.code ?? '') < (codes.get(other.serviceId)?.code ?? '') ? -1 : 1;
  const unranked = all.filter(({ unrankedReason }) => unrankedReason !== null).toSorted(byCode);
  const ranked = all.filter(({ unrankedReason }) => unrankedReason === null).toSorted(byCode);
  if (by === 'QUALITY') return { entries: byQuality(ranked), unranked };
  const unitOf = ({ serviceId }: RankingEntry): string => codes.get(serviceId)?.countUnit ?? '';
  const entries = ranked
    .map((entry) => ({ ...entry, rank: demands.get(entry.serviceId)?.rank ?? null, tiedWith: demands.get(entry.serviceId)?.tiedWith ?? 0 }))
    .toSorted((one, other) => (unitOf(one) === unitOf(other) ? (one.rank ?? 0) - (other.rank ?? 0) : unitOf(one) < unitOf(other) ? -1 : 1));
  return { entries, unranked };
}

function byQuality(entries: readonly RankingEntry[]): RankingEntry[] {
  const ordered = entries.toSorted((one, other) => (other.qualityScore ?? 0) - (one.qualityScore ?? 0));
  const ranks = ranksOf(ordered.map(({ qualityScore }) => qualityScore ?? 0));
  const bands = bandsOf(ordered.map(({ qualityInterval }) => qualityInterval ?? { lower: 0, upper: 1 }));
  return ordered.map((entry, index) => ({ ...entry, ...ranks[index], band: bands[index] ?? null }));
}

function entryOf(facts: RankedFacts, demand: Demand | undefined, by: RankBy, method: MethodParameters): RankingEntry {
  const { score, interval, coverage } = qualityOf(facts.results, method);
  return {
    serviceId: facts.serviceId,
    rank: null,
    tiedWith: 0,
    band: null,
    qualityScore: score,
    qualityInterval: interval,
    coverage,
    n: facts.n,
    deliveries: facts.deliveries,
    deliveriesPerThousand: facts.perThousand,
    demandLevel: demand?.level ?? null,
    demandToMedian: demand?.toMedian ?? null,
    quadrant: score === null || demand?.isHigh == null ? null : quadrantOf(score >= method.ranking.highQuality, demand.isHigh),
    unrankedReason: by === 'QUALITY' ? qualityRefusal(facts, score, method) : demandRefusal(facts),
  };
}

/** Ours: why a service has no rank by quality. R8.2: one that is monitored within a complex alone is judged with it, not by itself. */
function qualityRefusal(
  { n, isJudgedByItself }: RankedFacts,
  score: number | null,
  { minimumSample }: MethodParameters,
): ResultState | null {
  if (!isJudgedByItself) return 'NOT_APPLICABLE';
  if (n === 0 || score === null) return 'NO_DATA';
  return n < minimumSample ? 'TOO_FEW' : null;
}

/** Ours: why a service has no rank by demand. */
function demandRefusal({ isOnRequest, deliveries }: RankedFacts): ResultState | null {
  if (!isOnRequest) return 'NOT_APPLICABLE';
  return deliveries.value === null ? 'NO_DATA' : null;
}
