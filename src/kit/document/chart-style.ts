import type { BarSeriesOption } from 'echarts';
import type { Language } from '../../shared/localized-text.ts';
import { numberInWords } from '../../shared/in-words.ts';
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
const fills = ['#12436d', '#f0a150', '#5e93c4', '#801650', '#b9cfd3', '#3d3d3d', '#dcdcdc', '#c9b458'] as const;
/** As the fills, where a pale one would be lost on white. */
const lines = ['#12436d', '#d97f1e', '#5e93c4', '#801650', '#5f8a92', '#3d3d3d', '#2f7f6f', '#8c7a1f'] as const;
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
  { symbol: 'circle', dashArrayX: [[5, 5]], dashArrayY: [5, 5], symbolSize: 0.5, color: 'rgba(0,0,0,0.6)' },
  { symbol: 'rect', dashArrayX: [2, 4], dashArrayY: [1, 0], color: 'rgba(0,0,0,0.35)' },
];
const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [14, 4], [4, 2], [2, 4], [12, 3, 2, 3, 2, 3]] as const;
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'] as const;

/** How the series of an index looks; eight are told apart. */
export function seriesStyle(index: number) {
  const of = <T>(list: readonly T[]) => list[index % list.length] as T;
  const pattern = of<Pattern>(patterns);
  return {
    fill: of<string>(fills),
    line: of<string>(lines),
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

const iconWidth = 28;
const nameGap = 20;

/** Where the legend's names go, and how high they stand: in rows, as many beside each other as there is room for. */
export function legendOf(names: readonly string[], top: number) {
  const block = labelBlock(names, chartWidth - 2 * iconWidth);
  const texts = new Map(names.map((name, index) => [name, block.texts[index] ?? name]));
  let height = 0;
  const option = legendRows(names).map((row) => {
    const own = { ...legendStyle, top: top + height, data: row, formatter: (name: string) => texts.get(name) ?? name };
    height += 8 + Math.max(...row.map((name) => block.heights[names.indexOf(name)] ?? lineHeight));
    return own;
  });
  return { option, height };
}

function legendRows(names: readonly string[]): string[][] {
  const rows: string[][] = [];
  let room = 0;
  for (const name of names) {
    const width = iconWidth + 6 + textWidth(name, labelSize) * 1.05 + nameGap;
    if (width <= room) rows.at(-1)?.push(name);
    else {
      rows.push([name]);
      room = chartWidth;
    }
    room -= width;
  }
  return rows;
}

const legendStyle = {
  left: 0,
  orient: 'horizontal' as const,
  itemGap: nameGap,
  itemWidth: iconWidth,
  itemHeight: 12,
  padding: 0,
  textStyle: { ...textStyle, lineHeight },
};

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

/** A value as it stands in a drawing: `12,5 %`, `1 234`. */
export function valueInWords(value: number, unit: string, language: Language, digits?: number): string {
  const number = numberInWords(value, language, digits);
  return unit === '%' ? `${number}\u00a0%` : number;
}

/** An axis of values, written in the language's own manner. */
export function valueAxis(language: Language, unit: string) {
  return {
    type: 'value' as const,
    axisLabel: { ...textStyle, formatter: (value: number) => valueInWords(value, unit, language, 2) },
    splitLine: { lineStyle: { color: gridInk } },
    axisLine: { show: false },
    axisTick: { show: false },
  };
}
