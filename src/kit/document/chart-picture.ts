import { Resvg } from '@resvg/resvg-js';
import { init, setPlatformAPI } from 'echarts';
import type { Language } from '../../shared/localized-text.ts';
import { drawCategories, partsOf } from './category-chart.ts';
import type { ChartModel } from './chart.rules.ts';
import { chartWidth, textStyle } from './chart-style.ts';
import { fontFamily, fontFiles, textWidth } from './font.ts';
import { drawQuadrant } from './quadrant-chart.ts';

// Without a canvas echarts takes every Cyrillic letter for a square, and its labels part from their places.
setPlatformAPI({
  measureText: (text, font = '') => {
    const size = Number(/(\d+(?:\.\d+)?)px/u.exec(font)?.[1] ?? textStyle.fontSize);
    return { width: textWidth(text, size, font.includes('bold') ? 'bold' : 'regular') };
  },
});

/** A drawing as SVG; sizes in pixels. */
export interface ChartPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Draws a chart, in more pictures than one where it is too high for a page. `key` keeps the ids of several charts of a page apart. */
export function drawChart(chart: ChartModel, language: Language, key: string): ChartPicture[] {
  if (chart.kind === 'quadrant') return [pictureOf(drawQuadrant(chart, language), key)];
  return partsOf(chart).map((part, index) => pictureOf(drawCategories(part, language), `${key}-${index}`));
}

function pictureOf({ option, height }: ReturnType<typeof drawQuadrant>, key: string): ChartPicture {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: chartWidth, height });
  try {
    chart.setOption({ animation: false, backgroundColor: '#ffffff', textStyle, ...option });
    return { svg: standAlone(chart.renderToSVGString(), key), width: chartWidth, height };
  } finally {
    chart.dispose();
  }
}

/** The same bytes for the same chart: ids by the chart and not by a counter, and attributes in place of inline styles, which a strict page refuses. */
function standAlone(svg: string, key: string): string {
  return svg
    .replaceAll(/\bzr\d+-/gu, `${key}-`)
    .replaceAll(/<style[\s\S]*?<\/style>/gu, '')
    .replaceAll(/ class="[^"]*"/gu, '')
    .replaceAll(/ style="([^"]*)"/gu, (_, style: string) => attributesOf(style));
}

const presentation = new Set([
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'fill',
  'stroke',
]);

function attributesOf(style: string): string {
  return style
    .split(';')
    .map((rule) => rule.split(':').map((part) => part.trim()))
    .flatMap(([name = '', value = '']) => (presentation.has(name) ? [` ${name}="${value}"`] : []))
    .join('');
}

/** A drawing as a PNG, twice as wide as the SVG says. */
export function pngOf(svg: string): Buffer {
  const font = { fontFiles: Object.values(fontFiles), loadSystemFonts: false, defaultFontFamily: fontFamily };
  return new Resvg(svg, { fitTo: { mode: 'width', value: 2 * chartWidth }, font }).render().asPng();
}
