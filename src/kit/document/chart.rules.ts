/**
 * A value of a chart, or why there is none: a gap is shown as a gap with its reason, never as 0 and never joined over.
 * `n` is how many answers or records it rests on, `interval` its confidence interval in the chart's unit.
 */
export type ChartPoint =
  | { readonly value: number; readonly n?: number; readonly interval?: { readonly low: number; readonly high: number } }
  | { readonly value: null; readonly gap: string; readonly n?: number };

export interface ChartSeries {
  readonly name: string;
  /** One for each category, in their order. */
  readonly points: readonly ChartPoint[];
}

interface ChartCommon {
  readonly title: string;
  /** What the values are counted in, in words of the document's language: `%`, `мүнөт`. */
  readonly unit: string;
  /** Digits after the decimal comma; 1 if not given. */
  readonly digits?: number;
}

interface CategoryChartCommon extends ChartCommon {
  /** What a category is, as the heading of the first column of the table: `Region`. */
  readonly categoryTitle: string;
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  /** A value to compare with: a threshold, a norm. */
  readonly reference?: { readonly name: string; readonly value: number };
}

/** Bars from 0. Upright ones are laid flat where their names would have no room. */
export interface BarChart extends CategoryChartCommon {
  readonly kind: 'bar';
  readonly orientation: 'upright' | 'flat';
  readonly arrangement: 'grouped' | 'stacked';
}

/** A line through the categories in their order, for instance years; broken where a value is missing. */
export interface LineChart extends CategoryChartCommon {
  readonly kind: 'line';
  /** What a line is, where each has a row of the table: `Indicator`. */
  readonly seriesTitle: string;
}

/** A point with its interval for each category. */
export interface IntervalChart extends CategoryChartCommon {
  readonly kind: 'interval';
}

interface QuadrantAxis {
  readonly title: string;
  readonly unit: string;
  /** Where the low half ends and the high half begins. */
  readonly threshold: number;
}

/** Points in four quarters: demand across, quality upwards. */
export interface QuadrantChart extends Omit<ChartCommon, 'unit'> {
  readonly kind: 'quadrant';
  /** What a point is: `Service`. */
  readonly pointTitle: string;
  readonly across: QuadrantAxis;
  readonly upwards: QuadrantAxis;
  readonly points: readonly { readonly name: string; readonly across: ChartPoint; readonly upwards: ChartPoint }[];
  readonly quarters: { readonly lowLow: string; readonly highLow: string; readonly lowHigh: string; readonly highHigh: string };
}

export type CategoryChart = BarChart | LineChart | IntervalChart;
export type ChartModel = CategoryChart | QuadrantChart;
