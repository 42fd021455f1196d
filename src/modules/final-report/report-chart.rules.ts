import type { CountTotal } from '../../kit/figure.rules.ts';
import type { ChartModel, ChartPoint } from '../../kit/document/chart.rules.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import type { ReportFacts } from './report-facts.rules.ts';
import { filled, quadrantWords, reportWords, stateWords } from './report-words.rules.ts';

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
  /** LINE: what a line is. */
  seriesTitle?: LocalizedText;
  categories: readonly LocalizedText[];
  series: readonly ReportSeries[];
  source: LocalizedText;
  /** What the whole rests on: answers, revisions, or months of municipalities. */
  n: number;
  /** What whoever reads its figures must know. */
  notes?: readonly LocalizedText[];
  /** QUADRANT: from where quality is high. */
  threshold?: number;
}

export const point = (value: number, n: number | null = null, interval: ReportPoint['interval'] = null): ReportPoint => ({
  value,
  n,
  gap: null,
  interval,
});
export const gap = (why: LocalizedText, n: number | null = null): ReportPoint => ({ value: null, n, gap: why });

/** Where the figures come from: the analysis, its method, and the query that gives them again. */
export function sourceOf({ run }: Pick<ReportFacts, 'run'>, query: string): LocalizedText {
  return filled(reportWords.source, { run: run.id, method: run.method, query });
}

/** Whether there is anything to draw. */
export function hasValues({ series }: Pick<ReportChart, 'series'>): boolean {
  return series.some(({ points }) => points.some(({ value }) => value !== null));
}

/** A count, or that nobody stated it. */
export function countPoint({ value, n }: Pick<CountTotal, 'value' | 'n'>): ReportPoint {
  return value === null ? gap(reportWords.notStated, n) : point(value, n);
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
  if (chart.kind === 'LINE') return { kind: 'line', seriesTitle: say(chart.seriesTitle ?? chart.categoryTitle), ...common };
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
