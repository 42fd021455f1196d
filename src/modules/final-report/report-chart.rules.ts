import type { ChartModel, ChartPoint } from '../../kit/document/chart.rules.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { type IndicatorCode, indicatorCodes, resultStates } from '../indicators/indicator.rules.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { achievedShare, type AchievementFacts, type RankedFacts, type ReportFacts, type ResultFacts } from './report-facts.rules.ts';
import { asIs, countUnitWords, filled, indicatorWords, quadrantWords, reportWords, stateWords, unitWords } from './report-words.rules.ts';

export const chartKinds = ['BAR', 'STACKED_BAR', 'LINE', 'INTERVAL', 'QUADRANT'] as const;
export type ChartKind = (typeof chartKinds)[number];

/** A value, or why there is none: the value is null exactly when a gap is given. Shares are 0 to 1. */
export interface ReportPoint {
  value: number | null;
  n: number | null;
  gap: LocalizedText | null;
  interval?: { lower: number; upper: number } | null;
}

export interface ReportSeries {
  label: LocalizedText;
  points: readonly ReportPoint[];
}

/** R-III.3: a chart in every language: what the API gives as data, and what documents draw. */
export interface ReportChart {
  code: string;
  kind: ChartKind;
  title: LocalizedText;
  /** Null = counted in units of the services themselves, named in the title, or of several kinds. */
  unit: MeasureUnit | null;
  /** In words, where `unit` does not say it. */
  unitName: LocalizedText;
  categoryTitle: LocalizedText;
  categories: readonly LocalizedText[];
  series: readonly ReportSeries[];
  source: LocalizedText;
  /** What the whole rests on: answers, or revisions. */
  n: number;
  /** QUADRANT: from where quality is high. */
  threshold?: number;
}

const point = (value: number, n: number | null = null, interval: ReportPoint['interval'] = null): ReportPoint => ({
  value,
  n,
  gap: null,
  interval,
});
const gap = (why: LocalizedText, n: number | null = null): ReportPoint => ({ value: null, n, gap: why });

/** Where the figures come from: the analysis, its method, and the query that gives them again. */
export function sourceOf({ run }: Pick<ReportFacts, 'run'>, query: string): LocalizedText {
  return filled(reportWords.source, { run: run.id, method: run.method, query });
}

/** Whether there is anything to draw. */
export function hasValues({ series }: Pick<ReportChart, 'series'>): boolean {
  return series.some(({ points }) => points.some(({ value }) => value !== null));
}

/** R-III.3: the charts of a report, in their order. */
export function chartsOf(facts: ReportFacts): ReportChart[] {
  return [
    coverageChart(facts),
    qualityChart(facts),
    ...countUnitsOf(facts).map((unit) => demandChart(facts, unit)),
    quadrantChart(facts),
    achievementChart(facts),
    regionChart(facts),
    satisfactionChart(facts),
    deviationChart(facts, 'TIME'),
    deviationChart(facts, 'COST'),
    problemChart(facts),
    dynamicsChart(facts),
    ...[...new Set(facts.volumes.map(({ countUnit }) => countUnit))].map((unit) => volumeChart(facts, unit)),
  ];
}

/** R12: whose data the report rests on. */
function coverageChart(facts: ReportFacts): ReportChart {
  const { coverage, run } = facts;
  const series = (['due', 'questionnaires', 'reports'] as const).map((key) => ({
    label: reportWords[key],
    points: coverage.map((region) => point(region[key])),
  }));
  return {
    code: 'COVERAGE',
    kind: 'BAR',
    title: reportWords.coverage,
    unit: 'COUNT',
    unitName: reportWords.municipalities,
    categoryTitle: reportWords.region,
    categories: coverage.map(({ region }) => region),
    series,
    source: sourceOf(facts, 'analysisRun { pinnedRevisions }'),
    n: run.revisions,
  };
}

/** R-III.2.2: the score of each service with the interval in which it could lie; those without a rank say why. */
function qualityChart(facts: ReportFacts): ReportChart {
  const { entries, unranked } = facts.quality;
  const all = [...entries, ...unranked];
  return {
    code: 'QUALITY',
    kind: 'INTERVAL',
    title: reportWords.quality,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.service,
    categories: all.map(({ name }) => name),
    series: [{ label: reportWords.qualityScore, points: all.map(qualityPoint) }],
    source: sourceOf(facts, 'ranking(by: QUALITY)'),
    n: facts.run.responses,
  };
}

function qualityPoint({ qualityScore, qualityInterval, unrankedReason, n }: RankedFacts): ReportPoint {
  if (unrankedReason !== null || qualityScore === null) return gap(stateWords[unrankedReason ?? 'NO_DATA'], n);
  return point(qualityScore, n, qualityInterval);
}

function countUnitsOf({ demand }: ReportFacts): string[] {
  return [...new Set(demand.entries.map(({ countUnit }) => countUnit))];
}

/** R-III.1.6, R-III.2.2: deliveries of services that are counted in the same unit; others are never beside them. */
function demandChart(facts: ReportFacts, countUnit: string): ReportChart {
  const entries = [...facts.demand.entries, ...facts.demand.unranked].filter(
    (entry) => entry.countUnit === countUnit && entry.unrankedReason !== 'NOT_APPLICABLE',
  );
  const unit = countUnitWords(countUnit);
  return {
    code: `DEMAND_${countUnit}`,
    kind: 'BAR',
    title: filled(reportWords.demandOf, { unit }),
    unit: null,
    unitName: unit,
    categoryTitle: reportWords.service,
    categories: entries.map(({ name }) => name),
    series: [{ label: reportWords.deliveries, points: entries.map(({ deliveries }) => countPoint(deliveries)) }],
    source: sourceOf(facts, 'ranking(by: DEMAND)'),
    n: facts.run.revisions,
  };
}

function countPoint({ value, n }: RankedFacts['deliveries']): ReportPoint {
  return value === null ? gap(reportWords.notStated, n) : point(value, n);
}

/** R-III.2.2: quality against demand, the latter as times of the middle of the services counted in the same unit. */
function quadrantChart(facts: ReportFacts): ReportChart {
  const all = [...facts.demand.entries, ...facts.demand.unranked].filter(({ unrankedReason }) => unrankedReason !== 'NOT_APPLICABLE');
  const ranked = new Map([...facts.quality.entries, ...facts.quality.unranked].map((entry) => [entry.code, entry]));
  const ratios = demandRatios(facts.demand.entries);
  return {
    code: 'QUADRANT',
    kind: 'QUADRANT',
    title: reportWords.quadrant,
    unit: null,
    unitName: reportWords.times,
    categoryTitle: reportWords.service,
    categories: all.map(({ name }) => name),
    series: [
      { label: reportWords.demandRatio, points: all.map((entry) => ratioPoint(entry, ratios.get(entry.code))) },
      {
        label: reportWords.qualityScore,
        points: all.map(({ code }) => {
          const entry = ranked.get(code);
          return entry ? qualityPoint(entry) : gap(stateWords.NO_DATA);
        }),
      },
    ],
    source: sourceOf(facts, 'ranking(by: DEMAND), ranking(by: QUALITY)'),
    n: facts.run.responses,
    threshold: facts.run.highQuality,
  };
}

/** Per 1,000 residents where it is known of all of a unit, otherwise deliveries, against the one in the middle; null = that is 0. */
function demandRatios(entries: readonly RankedFacts[]): Map<string, number | null> {
  const groups = [...Map.groupBy(entries, ({ countUnit }) => countUnit).values()];
  return new Map(
    groups.flatMap((group) => {
      const isPerHead = group.every(({ deliveriesPerThousand }) => deliveriesPerThousand !== null);
      const values = group.map(({ deliveries, deliveriesPerThousand }) => (isPerHead ? deliveriesPerThousand : deliveries.value));
      // What nobody stated is no demand of zero: it moves no middle and has no place.
      const known = values.filter((value) => value !== null).toSorted((a, b) => b - a);
      const middle = known[Math.ceil(known.length / 2) - 1];
      return group.flatMap(({ code }, index) => {
        const value = values[index];
        return value == null ? [] : [[code, middle ? value / middle : null] as const];
      });
    }),
  );
}

function ratioPoint({ deliveries: { n } }: RankedFacts, ratio: number | null | undefined): ReportPoint {
  if (ratio === undefined) return gap(reportWords.notStated, n);
  return ratio === null ? gap(reportWords.noMiddle, n) : point(ratio, n);
}

/** R-III.2.3: how many results of municipalities are in each state; a 0 is counted, not missing. */
function achievementChart(facts: ReportFacts): ReportChart {
  const country = facts.achievement.filter(({ region }) => region === null);
  const shown = indicatorCodes.filter((code) => country.some(({ indicator }) => indicator === code));
  const countsOf = (code: IndicatorCode) => country.find(({ indicator }) => indicator === code)?.counts;
  return {
    code: 'ACHIEVEMENT',
    kind: 'STACKED_BAR',
    title: reportWords.achievement,
    unit: 'COUNT',
    unitName: unitWords.COUNT,
    categoryTitle: reportWords.indicator,
    categories: shown.map((code) => indicatorWords[code]),
    series: resultStates.map((state) => ({ label: stateWords[state], points: shown.map((code) => point(countsOf(code)?.[state] ?? 0)) })),
    source: sourceOf(facts, 'analysisRun { achievement(groupBy: COUNTRY) }'),
    n: facts.run.responses,
  };
}

/** R-III.2.3: of what was judged in a region, the share that is achieved. */
function regionChart(facts: ReportFacts): ReportChart {
  const regions = [
    ...Map.groupBy(
      facts.achievement.filter(({ region }) => region !== null),
      ({ region }) => region?.ky,
    ).values(),
  ];
  return {
    code: 'REGIONS',
    kind: 'BAR',
    title: reportWords.regions,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.region,
    categories: regions.flatMap(([first]) => first?.region ?? []),
    series: [{ label: reportWords.achievedShare, points: regions.map((lines) => achievedPoint(lines, reportWords.nothingJudged)) }],
    source: sourceOf(facts, 'analysisRun { achievement(groupBy: REGION) }'),
    n: facts.run.responses,
  };
}

function achievedPoint(lines: readonly Pick<AchievementFacts, 'counts'>[], why: LocalizedText): ReportPoint {
  const { share, n } = achievedShare(lines.map(({ counts }) => counts));
  return share === null ? gap(why, n) : point(share, n);
}

/** R-II.7, R-III.2.3: the share of satisfied citizens with its interval. */
function satisfactionChart(facts: ReportFacts): ReportChart {
  return ofObjects(facts, 'SATISFACTION', {
    code: 'SATISFACTION',
    kind: 'INTERVAL',
    title: reportWords.satisfaction,
    label: reportWords.satisfiedShare,
    pointOf: ({ share, state, n, interval }) => (share === null ? gap(stateWords[state], n) : point(share, n, interval)),
  });
}

/** R-III.1.3: how far means are from the norms, in % of the norm. */
function deviationChart(facts: ReportFacts, indicator: 'TIME' | 'COST'): ReportChart {
  return ofObjects(facts, indicator, {
    code: `${indicator}_DEVIATION`,
    kind: 'BAR',
    title: indicator === 'TIME' ? reportWords.timeDeviation : reportWords.costDeviation,
    label: reportWords.meanDeviation,
    pointOf: ({ comparison, state, n, norms }) => {
      const percent = comparison?.meanDeviation?.percent;
      if (percent != null) return point(percent / 100, n);
      if (comparison?.meanDeviation) return gap(reportWords.zeroNorm, n);
      return gap(norms.length > 0 && comparison?.actual ? reportWords.changedNorm : stateWords[unjudged(state)], n);
    },
  });
}

/** Something was judged, and yet no deviation is known: the answers lack it. */
function unjudged(state: ResultFacts['state']): ResultFacts['state'] {
  return state === 'ACHIEVED' || state === 'NOT_ACHIEVED' || state === 'INCONCLUSIVE' ? 'NO_DATA' : state;
}

interface ObjectChart {
  code: string;
  kind: ChartKind;
  title: LocalizedText;
  label: LocalizedText;
  pointOf: (result: ResultFacts) => ReportPoint;
}

function ofObjects(facts: ReportFacts, indicator: IndicatorCode, { code, kind, title, label, pointOf }: ObjectChart): ReportChart {
  const results = new Map(facts.results.filter((each) => each.indicator === indicator).map((each) => [each.objectCode, each]));
  return {
    code,
    kind,
    title,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.object,
    categories: facts.objects.map(({ name }) => name),
    series: [
      {
        label,
        points: facts.objects.map((object) => {
          const result = results.get(object.code);
          return result ? pointOf(result) : gap(stateWords.NO_DATA, 0);
        }),
      },
    ],
    source: sourceOf(facts, `analysisRun { results(filter: { indicators: [${indicator}], isCountryLevel: true }) }`),
    n: facts.run.responses,
  };
}

const shownProblems = 15;

/** R-III.2.4: the most frequent problems. */
function problemChart(facts: ReportFacts): ReportChart {
  const problems = facts.problems.slice(0, shownProblems);
  return {
    code: 'PROBLEMS',
    kind: 'BAR',
    title: reportWords.problems,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.problem,
    categories: problems.map(({ name }) => name),
    series: [
      {
        label: reportWords.shareOfAnswers,
        points: problems.map(({ share, mentions }) => (share === null ? gap(stateWords.NO_DATA, 0) : point(share, mentions))),
      },
    ],
    source: sourceOf(facts, 'analysisRun { problems }'),
    n: facts.run.responses,
  };
}

/** R13.3: of what was judged in a year, the share achieved; a year without an issued analysis is a gap. */
function dynamicsChart(facts: ReportFacts): ReportChart {
  const first = Math.min(facts.year, ...facts.dynamics.map(({ year }) => year));
  const years = Array.from({ length: facts.year - first + 1 }, (_, index) => first + index);
  const now = facts.achievement.flatMap(({ region, ...rest }) => (region === null ? [{ year: facts.year, ...rest }] : []));
  const all = [...facts.dynamics, ...now];
  const pointIn = (year: number, code: IndicatorCode): ReportPoint => {
    const lines = all.filter((line) => line.year === year && line.indicator === code);
    const isRunThere = all.some((line) => line.year === year);
    return achievedPoint(lines, isRunThere ? reportWords.nothingJudged : reportWords.noRun);
  };
  return {
    code: 'DYNAMICS',
    kind: 'LINE',
    title: reportWords.dynamics,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.yearCategory,
    categories: years.map((year) => asIs(String(year))),
    series: indicatorCodes.map((code) => ({ label: indicatorWords[code], points: years.map((year) => pointIn(year, code)) })),
    source: sourceOf(facts, 'dynamics'),
    n: facts.run.responses,
  };
}

/** R12: deliveries quarter by quarter, of services counted in the same unit. */
function volumeChart(facts: ReportFacts, countUnit: string): ReportChart {
  const lines = facts.volumes.filter((line) => line.countUnit === countUnit);
  const services = [...Map.groupBy(lines, ({ code }) => code).values()];
  const unit = countUnitWords(countUnit);
  return {
    code: `VOLUMES_${countUnit}`,
    kind: 'BAR',
    title: filled(reportWords.volumesOf, { unit }),
    unit: null,
    unitName: unit,
    categoryTitle: reportWords.service,
    categories: services.flatMap(([line]) => line?.name ?? []),
    series: (['Q1', 'Q2', 'Q3'] as const).map((quarter) => ({
      label: asIs(quarter),
      points: services.map((service) => {
        const total = service.find((line) => line.quarter === quarter)?.total;
        return total ? countPoint(total) : gap(reportWords.notStated, 0);
      }),
    })),
    source: sourceOf(facts, 'volumeReport { lines }'),
    n: facts.run.revisions,
  };
}

// ---- to the drawing ------------------------------------------------------------------------------------------------

/** A chart in one language as the drawing takes it; shares in %. */
export function chartModelOf(chart: ReportChart, language: Language): ChartModel {
  const say = (text: LocalizedText): string => inLanguage(text, language);
  const scale = chart.unit === 'SHARE' ? 100 : 1;
  const categories = chart.categories.map(say);
  if (chart.kind === 'QUADRANT') return quadrantModelOf(chart, categories, language);
  const common = {
    title: say(chart.title),
    unit: say(chart.unitName),
    digits: chart.unit === 'SHARE' ? 1 : 0,
    categoryTitle: say(chart.categoryTitle),
    categories,
    series: chart.series.map(({ label, points }) => ({ name: say(label), points: points.map((each) => drawn(each, language, scale)) })),
  };
  if (chart.kind === 'LINE') return { kind: 'line', ...common };
  if (chart.kind === 'INTERVAL') return { kind: 'interval', ...common };
  return { kind: 'bar', orientation: 'flat', arrangement: chart.kind === 'STACKED_BAR' ? 'stacked' : 'grouped', ...common };
}

function quadrantModelOf(chart: ReportChart, categories: readonly string[], language: Language): ChartModel {
  const say = (text: LocalizedText): string => inLanguage(text, language);
  const [across, upwards] = chart.series;
  const pointsOf = (series: ReportSeries | undefined, index: number, scale: number): ChartPoint =>
    drawn(series?.points[index] ?? gap(stateWords.NO_DATA), language, scale);
  return {
    kind: 'quadrant',
    title: say(chart.title),
    digits: 1,
    pointTitle: say(chart.categoryTitle),
    across: { title: say(reportWords.demandRatio), unit: say(reportWords.times), threshold: 1 },
    upwards: { title: say(reportWords.qualityScore), unit: '%', threshold: (chart.threshold ?? 0) * 100 },
    points: categories.map((name, index) => ({ name, across: pointsOf(across, index, 1), upwards: pointsOf(upwards, index, 100) })),
    quarters: {
      lowLow: say(quadrantWords.LOW_QUALITY_LOW_DEMAND),
      highLow: say(quadrantWords.LOW_QUALITY_HIGH_DEMAND),
      lowHigh: say(quadrantWords.HIGH_QUALITY_LOW_DEMAND),
      highHigh: say(quadrantWords.HIGH_QUALITY_HIGH_DEMAND),
    },
  };
}

/** A point in one language, in the chart's unit. */
export function drawn({ value, n, gap: why, interval }: ReportPoint, language: Language, scale = 1): ChartPoint {
  const counted = n === null ? {} : { n };
  // A drawing says of every gap that there are no data: only another reason is added.
  if (value === null) return { value, gap: why && why !== stateWords.NO_DATA ? inLanguage(why, language) : '', ...counted };
  const range = interval ? { interval: { low: interval.lower * scale, high: interval.upper * scale } } : {};
  return { value: value * scale, ...counted, ...range };
}
