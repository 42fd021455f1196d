import type { Language } from '../../shared/localized-text.ts';
import type { Drawing } from './category-chart.ts';
import type { QuadrantChart } from './chart.rules.ts';
import { headingOf, ink, labelSize, labelStyle, lineHeight, quietInk, seriesStyle, textStyle, valueAxis } from './chart-style.ts';
import { textWidth, wrapped } from './font.ts';

const plot = { left: 60, width: 620, height: 440 };

/** Numbered points in four quarters; the table beneath says which number is which. A point with a gap has no place, only its note. */
export function drawQuadrant(chart: QuadrantChart, language: Language): Drawing {
  const heading = headingOf(axisName(chart.upwards));
  const foot = headingOf(axisName(chart.across));
  const top = heading.height + 8;
  const points = chart.points.flatMap(({ across, upwards }, index) =>
    across.value === null || upwards.value === null
      ? []
      : [{ number: String(index + 1), value: { across: across.value, upwards: upwards.value } }],
  );
  const across = extentOf(
    points.map(({ value }) => value.across),
    chart.across.threshold,
  );
  const upwards = extentOf(
    points.map(({ value }) => value.upwards),
    chart.upwards.threshold,
  );
  const middle = (chart.across.threshold - across.min) / (across.max - across.min);
  const fromLines = (value: { across: number; upwards: number }) => ({
    right: ((value.across - chart.across.threshold) / (across.max - across.min)) * plot.width,
    above: ((value.upwards - chart.upwards.threshold) / (upwards.max - upwards.min)) * plot.height,
  });
  const height = top + plot.height + lineHeight + 16 + foot.height;
  return {
    height,
    option: {
      title: [heading.option, { ...foot.option, top: height - foot.height }],
      grid: { left: plot.left, width: plot.width, top, height: plot.height, outerBoundsMode: 'none' },
      xAxis: { ...valueAxis(language), ...across },
      yAxis: { ...valueAxis(language), ...upwards },
      graphic: quarterNames(chart, top, middle),
      series: [
        {
          type: 'scatter',
          symbolSize,
          itemStyle: { color: seriesStyle(0).fill },
          data: points.map(({ number, value }) => ({
            value: [value.across, value.upwards],
            label: { ...labelStyle, show: true, formatter: number, fontWeight: 'bold', ...placeOf(number, fromLines(value)) },
          })),
          labelLayout: { moveOverlap: 'shiftY' },
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: ink, width: 1.5, type: [6, 4] },
            data: [{ xAxis: chart.across.threshold }, { yAxis: chart.upwards.threshold }],
          },
        },
      ],
    },
  };
}

const distance = 3;
const symbolSize = 10;

/** Where a point's number stands, so that neither threshold's line crosses it: beside the point, else above or below it. */
function placeOf(number: string, { right, above }: { right: number; above: number }) {
  const width = textWidth(number, labelSize, 'bold');
  const isOnLevel = Math.abs(above) < lineHeight / 2;
  if (isOnLevel && Math.abs(right) < width)
    return { position: [right < 0 ? -width : symbolSize, above < 0 ? symbolSize : -labelSize - distance] };
  if (isOnLevel) return { position: above < 0 ? ('bottom' as const) : ('top' as const), distance };
  return { position: right < 0 && right > -width - symbolSize ? ('left' as const) : ('right' as const), distance };
}

function axisName({ title, unit }: QuadrantChart['across']): string {
  return unit === '' ? title : `${title}, ${unit}`;
}

/** Round numbers around all points and the threshold. */
function extentOf(values: readonly number[], threshold: number) {
  const low = Math.min(...values, threshold);
  const high = Math.max(...values, threshold);
  const rough = (high - low) / 5 || Math.abs(threshold) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = ([1, 2, 5, 10].find((step) => step * power >= rough) ?? 10) * power;
  const min = (Math.ceil(low / interval) - 1) * interval;
  // What is never below 0, like demand, has no scale below 0.
  return { min: low >= 0 ? Math.max(0, min) : min, max: (Math.floor(high / interval) + 1) * interval, interval };
}

/** The quarters' names, in the four corners. */
function quarterNames({ quarters }: QuadrantChart, top: number, middle: number) {
  const name = (text: string, isRight: boolean, isLow: boolean) => {
    const room = plot.width * (isRight ? 1 - middle : middle);
    const lines = wrapped(text, Math.max(room - 24, 120), labelSize);
    const x = plot.left + (isRight ? plot.width - 10 : 10);
    const y = isLow ? top + plot.height - lines.length * lineHeight - 6 : top + 8;
    const align = isRight ? ('right' as const) : ('left' as const);
    return {
      type: 'text' as const,
      silent: true,
      style: { text: lines.join('\n'), x, y, align, fill: quietInk, fontSize: labelSize, fontFamily: textStyle.fontFamily, lineHeight },
    };
  };
  return [
    name(quarters.lowHigh, false, false),
    name(quarters.highHigh, true, false),
    name(quarters.lowLow, false, true),
    name(quarters.highLow, true, true),
  ];
}
