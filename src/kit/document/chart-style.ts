import type { BarSeriesOption } from 'echarts';
import type { Language } from '../../shared/localized-text.ts';
import { numberInWords } from './document-words.ts';
import { fontFamily, textWidth, wrapped } from './font.ts';

/** Every chart is drawn this wide, in pixels, and scaled to the page. */
export const chartWidth = 720;
export const labelSize = 13;
export const lineHeight = 17;
export const gapMark = '×';

export const ink = '#1f2933';
export const quietInk = '#52606d';
const gridInk = '#d5dae0';

/** Told apart by lightness as well as by hue, and by pattern, dash and symbol: a page printed in grey still reads. */
const fills = ['#12436d', '#f0a150', '#5e93c4', '#801650', '#b9cfd3', '#3d3d3d'] as const;
type Pattern = NonNullable<BarSeriesOption['itemStyle']>['decal'];
const patterns: readonly Pattern[] = [
  undefined,
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: 'rgba(0,0,0,0.35)' },
  {
    symbol: 'circle',
    dashArrayX: [
      [8, 8],
      [0, 8, 8, 0],
    ],
    dashArrayY: [6, 0],
    symbolSize: 0.7,
    color: 'rgba(255,255,255,0.75)',
  },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [4, 3], color: 'rgba(255,255,255,0.45)' },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: Math.PI / 4, color: 'rgba(0,0,0,0.35)' },
  { symbol: 'rect', dashArrayX: [1, 4], dashArrayY: [1, 4], color: 'rgba(255,255,255,0.6)' },
];
const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [14, 4], [4, 2]] as const;
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect'] as const;

/** How the series of an index looks. */
export function seriesStyle(index: number) {
  const of = <T>(list: readonly T[]) => list[index % list.length] as T;
  const pattern = of<Pattern>(patterns);
  return {
    fill: of<string>(fills),
    ...(pattern ? { decal: pattern } : {}),
    dash: of<(typeof dashes)[number]>(dashes),
    symbol: of<string>(symbols),
  };
}

export const textStyle = { fontFamily, fontSize: labelSize, color: ink } as const;

/** A number beside its bar or point, readable over a line too. */
export const labelStyle = { ...textStyle, textBorderColor: '#ffffff', textBorderWidth: 3 } as const;

/** Labels broken into lines that fit, and how much room they take. */
export function labelBlock(labels: readonly string[], width: number) {
  const lines = labels.map((label) => wrapped(label, width, labelSize));
  return {
    texts: lines.map((each) => each.join('\n')),
    width: Math.ceil(Math.max(0, ...lines.flat().map((line) => textWidth(line, labelSize)))),
    heights: lines.map((each) => each.length * lineHeight),
  };
}

/** Where the legend's names go, and how high they stand: beside each other if there is room, beneath each other otherwise. */
export function legendOf(names: readonly string[], top: number) {
  if (names.length < 2) return { option: { show: false }, height: 0 };
  const iconWidth = 28;
  const gap = 20;
  const fitsOneRow = names.reduce((sum, name) => sum + iconWidth + 6 + textWidth(name, labelSize) * 1.05 + gap, 0) <= chartWidth;
  const block = labelBlock(names, chartWidth - 2 * iconWidth);
  const common = {
    top,
    left: 0,
    itemWidth: iconWidth,
    itemHeight: 12,
    padding: 0,
    data: [...names],
    textStyle: { ...textStyle, lineHeight },
  };
  if (fitsOneRow) return { option: { ...common, orient: 'horizontal' as const, itemGap: gap }, height: lineHeight + 8 };
  const texts = new Map(names.map((name, index) => [name, block.texts[index] ?? name]));
  return {
    option: { ...common, orient: 'vertical' as const, itemGap: 6, formatter: (name: string) => texts.get(name) ?? name },
    height: block.heights.reduce((sum, height) => sum + height + 6, 8),
  };
}

/** A line of words above the drawing, broken where it is too long: the unit, an axis' name. */
export function headingOf(text: string) {
  const lines = wrapped(text, chartWidth, labelSize);
  return {
    option: {
      text: lines.join('\n'),
      left: 0,
      top: 0,
      padding: 0,
      textStyle: { ...textStyle, fontWeight: 'normal' as const, color: quietInk, lineHeight },
    },
    height: lines.length * lineHeight + 4,
  };
}

/** An axis of values, written in the language's own manner. */
export function valueAxis(language: Language, isHidden = false) {
  return {
    type: 'value' as const,
    axisLabel: { ...textStyle, show: !isHidden, formatter: (value: number) => numberInWords(value, language, 2) },
    splitLine: { lineStyle: { color: gridInk } },
    axisLine: { show: false },
    axisTick: { show: false },
    ...(isHidden ? { min: 0, max: 1 } : {}),
  };
}
