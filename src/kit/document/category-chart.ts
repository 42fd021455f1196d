import type { CustomSeriesOption, EChartsOption, SeriesOption } from 'echarts';
import type { Language } from '../../shared/localized-text.ts';
import { type Scale, scaleOf, ticksOf } from './chart-scale.rules.ts';
import type { CategoryChart, ChartPoint, ChartSeries } from './chart.rules.ts';
import {
  chartWidth,
  gapMark,
  headingOf,
  ink,
  labelBlock,
  labelSize,
  labelStyle,
  legendOf,
  lineHeight,
  quietInk,
  seriesStyle,
  textStyle,
  valueAxis,
  valueInWords,
} from './chart-style.ts';
import { fill, wordsOf } from './document-words.ts';
import { textWidth } from './font.ts';

/** A chart as echarts draws it, and its height in pixels. */
export interface Drawing {
  readonly option: EChartsOption;
  readonly height: number;
}

const widestLabel = 260;
const mostUpright = 14;
const plotHeight = 300;
const barHeight = 20;
const right = 64;
const markWidth = 10;
/** The room for the marks of gaps between a line chart and the names beneath it. */
const markRoom = 16;

/** Draws a chart of categories. What is missing gets a mark in the place where it would stand. */
export function drawCategories(chart: CategoryChart, language: Language): Drawing {
  return isFlat(chart) ? drawFlat(chart, language) : drawUpright(chart, language);
}

function isFlat(chart: CategoryChart): boolean {
  if (chart.kind === 'line') return false;
  return chart.kind === 'interval' || chart.orientation === 'flat' || chart.categories.length > mostUpright;
}

/** How high a category's row stands in a flat chart. */
function rowHeights(chart: CategoryChart): number[] {
  const bars = chart.kind === 'bar' && chart.arrangement === 'grouped' ? chart.series.length : 1;
  return labelBlock(chart.categories, widestLabel).heights.map((height) => Math.max(height + 10, bars * barHeight + 12));
}

/** The parts of a flat chart that is too high for one page; any other chart is one part. */
export function partsOf(chart: CategoryChart, highest = 800): CategoryChart[] {
  if (!isFlat(chart)) return [chart];
  // The rows of a drawing are equally high, so the highest of them decides.
  const most = Math.max(1, Math.floor(highest / Math.max(1, ...rowHeights(chart))));
  return Array.from({ length: Math.max(1, Math.ceil(chart.categories.length / most)) }, (_, part) => {
    const cut = <T>(list: readonly T[]) => list.slice(part * most, (part + 1) * most);
    return { ...chart, categories: cut(chart.categories), series: chart.series.map((each) => ({ ...each, points: cut(each.points) })) };
  });
}

function drawFlat(chart: CategoryChart, language: Language): Drawing {
  const labels = labelBlock(chart.categories, widestLabel);
  const { heading, legend, top } = headOf(chart, language);
  const plot = Math.max(...rowHeights(chart), 0) * chart.categories.length;
  const bottom = lineHeight + 12;
  return {
    height: top + plot + bottom,
    option: {
      title: heading,
      legend,
      grid: { left: labels.width + 14, right, top, height: plot, outerBoundsMode: 'none' },
      xAxis: axisOf(chart, language),
      yAxis: { type: 'category', inverse: true, data: withMarks(chart, labels.texts), axisTick: { show: false }, axisLabel: categoryLabel },
      series: seriesOf(chart, language, true),
    },
  };
}

function drawUpright(chart: CategoryChart, language: Language): Drawing {
  const { heading, legend, top } = headOf(chart, language);
  const left = 20 + Math.max(...tickTexts(chart, language).map((text) => textWidth(text, labelSize)));
  const step = (chartWidth - left - right) / Math.max(1, chart.categories.length);
  const level = labelBlock(chart.categories, step - 10);
  const isTurned = Math.max(...level.heights, 0) > 4 * lineHeight || chart.categories.some((name) => hasWiderWord(name, step - 10));
  const turned = labelBlock(chart.categories, 180);
  const marks = chart.kind === 'line' && hasGaps(chart) ? markRoom : 0;
  const bottom = (isTurned ? turned.width : Math.max(...level.heights, 0)) + 20 + marks;
  return {
    height: top + plotHeight + bottom,
    option: {
      title: heading,
      legend,
      grid: { left, right, top, height: plotHeight, outerBoundsMode: 'none' },
      xAxis: {
        type: 'category',
        data: withMarks(chart, isTurned ? turned.texts : level.texts),
        axisTick: { show: false },
        axisLabel: { ...categoryLabel, margin: 8 + marks, ...(isTurned ? { rotate: 90 } : {}) },
        ...(chart.kind === 'line' ? { axisLine: { onZero: false } } : {}),
      },
      yAxis: axisOf(chart, language),
      series: seriesOf(chart, language, false),
    },
  };
}

const categoryLabel = { ...textStyle, interval: 0, hideOverlap: false, lineHeight } as const;

function hasGaps({ series }: CategoryChart): boolean {
  return series.some(({ points }) => points.some(({ value }) => value === null));
}

function headOf(chart: CategoryChart, language: Language) {
  const heading = headingOf(chart.unit);
  const names = [...chart.series.map(({ name }) => name), ...(chart.reference ? [referenceName(chart, language)] : [])];
  // A line alone is named too: nothing else in the drawing says what it is.
  const legend = legendOf(chart.kind === 'line' || names.length > 1 ? names : [], heading.height + 4);
  return { heading: heading.option, legend: legend.option, top: heading.height + legend.height + lineHeight };
}

function hasWiderWord(text: string, width: number): boolean {
  return text.split(/(?<=[\s-])/u).some((word) => textWidth(word.trim(), labelSize) > width);
}

/** The axis of values; where there is none at all, one without numbers. */
function axisOf(chart: CategoryChart, language: Language) {
  const axis = valueAxis(language, chart.unit);
  const scale = scaleOfChart(chart);
  return scale ? { ...axis, ...scale } : { ...axis, axisLabel: { show: false }, min: 0, max: 1 };
}

function tickTexts(chart: CategoryChart, language: Language): string[] {
  const scale = scaleOfChart(chart);
  return scale ? ticksOf(scale).map((value) => valueInWords(value, chart.unit, language, 2)) : [''];
}

/** Bars, intervals and counts start from 0; a line of shares may start where it has something to show. */
function scaleOfChart(chart: CategoryChart): Scale | null {
  const values = shownValues(chart);
  if (values.length === 0) return null;
  const isWhole = chart.digits === 0;
  const base = [...values, ...(chart.kind === 'line' && !isWhole ? [] : [0]), ...(chart.reference ? [chart.reference.value] : [])];
  const [low, high] = [Math.min(...base), Math.max(...base)];
  // The number of a bar below 0 stands beyond its end, and needs room there.
  const room = chart.kind === 'bar' && low < 0 ? [low - (high - low) / 6] : [];
  return scaleOf([...base, ...room], { isPercent: chart.unit === '%', isWhole });
}

function shownValues(chart: CategoryChart): number[] {
  if (chart.kind !== 'bar' || chart.arrangement !== 'stacked') return chart.series.flatMap(({ points }) => points.flatMap(endsOf));
  const stacks = chart.categories.map((_, at) => chart.series.flatMap(({ points }) => points[at]?.value ?? []));
  return stacks.flatMap((stack) => (stack.length > 0 ? [stack.reduce((sum, value) => sum + value, 0)] : []));
}

function endsOf(point: ChartPoint): number[] {
  if (point.value === null) return [];
  return point.interval ? [point.value, point.interval.low, point.interval.high] : [point.value];
}

/** Where a mark has no place of its own (a stack, points between intervals), the category's name carries it. */
function withMarks(chart: CategoryChart, texts: readonly string[]): string[] {
  if (chart.kind !== 'bar' || chart.arrangement !== 'stacked') return [...texts];
  return texts.map((text, index) => (chart.series.some(({ points }) => points[index]?.value === null) ? `${text} ${gapMark}` : text));
}

function referenceName(chart: CategoryChart, language: Language): string {
  if (!chart.reference) return '';
  return fill(wordsOf(language).reference, {
    name: chart.reference.name,
    value: valueInWords(chart.reference.value, chart.unit, language, chart.digits),
  });
}

function seriesOf(chart: CategoryChart, language: Language, isFlatChart: boolean): SeriesOption[] {
  const own = chart.series.flatMap((series, index): SeriesOption[] => {
    if (chart.kind === 'bar') return [barsOf(chart, series, index, language, isFlatChart)];
    if (chart.kind === 'line') return [lineOf(series, index), gapsOf(chart, series, index)];
    return [dotsOf(series, index, chart, language), whiskersOf(series, index)];
  });
  return chart.reference ? [...own, ...referenceLine(chart, language, isFlatChart)] : own;
}

function barsOf(
  chart: CategoryChart & { kind: 'bar' },
  series: ChartSeries,
  index: number,
  language: Language,
  isFlatChart: boolean,
): SeriesOption {
  const style = seriesStyle(index);
  const isStacked = chart.arrangement === 'stacked';
  const isCrowded = !isFlatChart && chart.series.length * chart.categories.length > mostUpright;
  return {
    type: 'bar',
    name: series.name,
    ...(isStacked ? { stack: 'all' } : {}),
    barMaxWidth: isFlatChart ? 18 : 48,
    itemStyle: { color: style.fill, ...(style.decal ? { decal: style.decal } : {}), borderColor: '#ffffff', borderWidth: 0.5 },
    data: series.points.map((point) =>
      barOf(point, (value) => (isCrowded ? '' : valueInWords(value, chart.unit, language, chart.digits)), isStacked, isFlatChart),
    ),
  };
}

/** A gap takes a bar's place without having a length, and carries the mark instead of a number. */
function barOf(point: ChartPoint, inWords: (value: number) => string, isStacked: boolean, isFlatChart: boolean) {
  if (isStacked) return { value: point.value ?? '-' };
  const text = point.value === null ? gapMark : inWords(point.value);
  const position = placeOf(isFlatChart, point.value !== null && point.value < 0);
  const label = { ...labelStyle, show: text !== '', formatter: text, position };
  return point.value === null
    ? { value: 0, itemStyle: { color: 'transparent', borderWidth: 0 }, label: { ...label, color: quietInk } }
    : { value: point.value, label };
}

/** Where a bar's number stands: beyond its end. */
function placeOf(isFlatChart: boolean, isBelow: boolean): 'left' | 'right' | 'top' | 'bottom' {
  if (isFlatChart) return isBelow ? 'left' : 'right';
  return isBelow ? 'bottom' : 'top';
}

function lineOf(series: ChartSeries, index: number): SeriesOption {
  const style = seriesStyle(index);
  return {
    type: 'line',
    name: series.name,
    connectNulls: false,
    symbol: style.symbol,
    symbolSize: 9,
    showAllSymbol: true,
    lineStyle: { color: style.line, width: 2.5, type: typeof style.dash === 'string' ? style.dash : [...style.dash] },
    itemStyle: { color: style.line },
    data: series.points.map(({ value }) => value ?? '-'),
  };
}

/**
 * Marks beneath the drawing where a line has a gap; each series has its own column of marks, so that none hides another, and where all
 * have a gap one mark stands for all.
 */
function gapsOf(chart: CategoryChart, series: ChartSeries, index: number): SeriesOption {
  const isCommon = (at: number) => chart.series.every(({ points }) => points[at]?.value === null);
  const gaps = series.points.flatMap(({ value }, at) => (value === null && (index === 0 || !isCommon(at)) ? [at] : []));
  return {
    type: 'custom',
    silent: true,
    legendHoverLink: false,
    encode: { x: 0, y: -1 },
    clip: false,
    data: gaps.map((at) => [at]),
    renderItem: (parameters, api) => {
      const area = parameters.coordSys as unknown as { y: number; height: number };
      const at = api.value(0) as number;
      const [x = 0] = api.coord([at, 0]);
      const style = {
        text: gapMark,
        x: isCommon(at) ? x : x + markWidth * (index - (chart.series.length - 1) / 2),
        y: area.y + area.height + 4,
        align: 'center' as const,
        fontSize: 17,
        fontFamily: textStyle.fontFamily,
        fill: isCommon(at) ? quietInk : seriesStyle(index).line,
      };
      return { type: 'text', style };
    },
  } satisfies CustomSeriesOption;
}

function dotsOf(series: ChartSeries, index: number, chart: CategoryChart, language: Language): SeriesOption {
  const style = seriesStyle(index);
  return {
    type: 'scatter',
    name: series.name,
    symbol: style.symbol,
    symbolSize: 11,
    itemStyle: { color: style.line },
    z: 3,
    data: series.points.map((point, at) =>
      point.value === null
        ? { value: [0, at], symbolSize: 0, label: { ...labelStyle, show: true, formatter: gapMark, position: 'right', color: quietInk } }
        : {
            value: [point.value, at],
            label: {
              ...labelStyle,
              show: true,
              formatter: valueInWords(point.value, chart.unit, language, chart.digits),
              position: 'top',
              distance: 2,
            },
          },
    ),
  };
}

function whiskersOf(series: ChartSeries, index: number): SeriesOption {
  const intervals = series.points.flatMap((point, at) =>
    point.value !== null && point.interval ? [[point.interval.low, point.interval.high, at]] : [],
  );
  const style = { stroke: seriesStyle(index).line, lineWidth: 2 };
  return {
    type: 'custom',
    silent: true,
    encode: { x: [0, 1], y: 2 },
    data: intervals,
    renderItem: (_, api) => {
      const [low = 0, y = 0] = api.coord([api.value(0), api.value(2)]);
      const [high = 0] = api.coord([api.value(1), api.value(2)]);
      const line = (x1: number, y1: number, x2: number, y2: number) => ({ type: 'line' as const, shape: { x1, y1, x2, y2 }, style });
      return { type: 'group', children: [line(low, y, high, y), line(low, y - 5, low, y + 5), line(high, y - 5, high, y + 5)] };
    },
  } satisfies CustomSeriesOption;
}

/** The line of the value to compare with, and an unseen point that makes the axis reach it. */
function referenceLine(chart: CategoryChart, language: Language, isFlatChart: boolean): SeriesOption[] {
  const at = chart.reference?.value ?? 0;
  const line = { color: ink, width: 1.5, type: [6, 4] };
  return [
    {
      type: 'line',
      name: referenceName(chart, language),
      data: [],
      symbol: 'none',
      lineStyle: line,
      itemStyle: { opacity: 0 },
      markLine: {
        silent: true,
        symbol: 'none',
        label: { show: false },
        lineStyle: line,
        z: 2,
        data: [isFlatChart ? { xAxis: at } : { yAxis: at }],
      },
    },
    { type: 'scatter', silent: true, symbolSize: 0, data: [isFlatChart ? [at, 0] : [0, at]] },
  ];
}
