import type { Language } from '../../shared/localized-text.ts';
import type { Drawing } from './category-chart.ts';
import { type Scale, scaleOf } from './chart-scale.rules.ts';
import type { QuadrantChart } from './chart.rules.ts';
import {
  headingOf,
  ink,
  labelBlock,
  labelSize,
  labelStyle,
  lineHeight,
  quietInk,
  seriesStyle,
  textStyle,
  valueAxis,
} from './chart-style.ts';
import { textWidth } from './font.ts';
import { type Box, placeLabels } from './label-place.rules.ts';

const plot = { left: 60, width: 620, height: 440 };
const symbolSize = 10;
const nameWidth = plot.width / 2 - 20;

/**
 * Numbered points in four quarters, whose names stand outside, at the corners; the table beneath says which number is which. A point with
 * a gap has no place, only its note.
 */
export function drawQuadrant(chart: QuadrantChart, language: Language): Drawing {
  const heading = headingOf(axisName(chart.upwards));
  const foot = headingOf(axisName(chart.across));
  const high = labelBlock([chart.quarters.lowHigh, chart.quarters.highHigh], nameWidth);
  const low = labelBlock([chart.quarters.lowLow, chart.quarters.highLow], nameWidth);
  const top = heading.height + Math.max(...high.heights) + 14;
  const bottom = top + plot.height + lineHeight + 12;
  const points = placedPoints(chart);
  const across = axisOf(
    chart.across,
    points.map(({ value }) => value.across),
  );
  const upwards = axisOf(
    chart.upwards,
    points.map(({ value }) => value.upwards),
  );
  const at = (value: { across: number; upwards: number }): Box => ({
    x: plot.left + (plot.width * (value.across - across.min)) / (across.max - across.min),
    y: top + (plot.height * (upwards.max - value.upwards)) / (upwards.max - upwards.min),
    width: symbolSize,
    height: symbolSize,
  });
  const height = bottom + Math.max(...low.heights) + foot.height + 4;
  return {
    height,
    option: {
      title: [heading.option, { ...foot.option, top: height - foot.height }],
      grid: { left: plot.left, width: plot.width, top, height: plot.height, outerBoundsMode: 'none' },
      xAxis: { ...valueAxis(language, chart.across.unit), ...across },
      yAxis: { ...valueAxis(language, chart.upwards.unit), ...upwards },
      graphic: [
        ...cornerNames(high.texts, heading.height + 4),
        ...cornerNames(low.texts, bottom),
        ...numbersOf(
          points.map(({ number, value }) => ({ number, box: at(value) })),
          { top, lines: at({ across: chart.across.threshold, upwards: chart.upwards.threshold }) },
        ),
      ],
      series: [
        {
          type: 'scatter',
          symbolSize,
          itemStyle: { color: seriesStyle(0).line },
          data: points.map(({ value }) => [value.across, value.upwards]),
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

function placedPoints({ points }: QuadrantChart) {
  return points.flatMap(({ across, upwards }, index) =>
    across.value === null || upwards.value === null
      ? []
      : [{ number: String(index + 1), value: { across: across.value, upwards: upwards.value } }],
  );
}

function axisName({ title, unit }: QuadrantChart['across']): string {
  return unit === '' ? title : `${title}, ${unit}`;
}

function axisOf({ unit, threshold }: QuadrantChart['across'], values: readonly number[]): Scale {
  return scaleOf([...values, threshold], { isPercent: unit === '%' });
}

/** The points' numbers, none over another, with a line to the point where they stand apart. */
function numbersOf(points: readonly { number: string; box: Box }[], { top, lines }: { top: number; lines: Box }) {
  const area = { x: plot.left + plot.width / 2, y: top + plot.height / 2, width: plot.width, height: plot.height };
  const thresholds = [
    { ...lines, width: 2, height: 2 * plot.height },
    { ...lines, width: 2 * plot.width, height: 2 },
  ];
  const sizes = points.map(({ number }) => ({ width: textWidth(number, labelSize, 'bold') + 2, height: labelSize }));
  const places = placeLabels(
    points.map(({ box }) => box),
    sizes,
    area,
    thresholds,
  );
  return points.flatMap(({ number, box }, index) => {
    const { x, y } = places[index] ?? box;
    const style = {
      ...labelStyle,
      stroke: '#ffffff',
      lineWidth: 3,
      fill: ink,
      text: number,
      x,
      y,
      align: 'center' as const,
      verticalAlign: 'middle' as const,
    };
    const text = { type: 'text' as const, silent: true, z: 4, style: { ...style, fontWeight: 'bold' as const } };
    if (Math.hypot(x - box.x, y - box.y) < 2 * symbolSize + style.fontSize / 2) return [text];
    const shape = { x1: box.x, y1: box.y, x2: x, y2: y };
    return [{ type: 'line' as const, silent: true, z: 3, shape, style: { stroke: quietInk, lineWidth: 1 } }, text];
  });
}

/** The names of two quarters, at the plot's left and right ends. */
function cornerNames([left = '', right = '']: readonly string[], y: number) {
  const style = { y, fill: quietInk, fontSize: labelSize, fontFamily: textStyle.fontFamily, lineHeight };
  return [
    { type: 'text' as const, silent: true, style: { ...style, text: left, x: plot.left, align: 'left' as const } },
    { type: 'text' as const, silent: true, style: { ...style, text: right, x: plot.left + plot.width, align: 'right' as const } },
  ];
}
