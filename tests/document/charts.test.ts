import { expect, test } from 'vitest';
import { drawChart, pngOf } from '../../src/kit/document/chart-picture.ts';
import type { BarChart, ChartPoint } from '../../src/kit/document/chart.rules.ts';

const gap: ChartPoint = { value: null, gap: 'сурамжылоо өткөрүлгөн жок' };
const chart: BarChart = {
  kind: 'bar',
  orientation: 'flat',
  arrangement: 'grouped',
  title: 'Канааттануу',
  unit: '%',
  categoryTitle: 'Аймак',
  categories: ['Төмөнкү Ала-Арча айыл аймагы', 'Ысык-Көл облусу', 'Торогелди Балтагуловский айылный аймак имени К.Белекбаева'],
  series: [{ name: '2026-жыл', points: [{ value: 1234.5 }, { value: 0 }, gap] }],
};
const linesOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text);
const textOf = (svg: string) =>
  linesOf(svg)
    .join(' ')
    .replaceAll(/[\s\u00a0]+/gu, ' ');

test('a label is whole however long it is', () => {
  const text = textOf(drawChart(chart, 'KY', 'a')[0]?.svg ?? '');
  for (const name of chart.categories) expect(text).toContain(name);
});

test('a number is written as the language writes it', () => {
  expect(textOf(drawChart(chart, 'KY', 'a')[0]?.svg ?? '')).toContain('1 234,5');
  expect(textOf(drawChart(chart, 'EN', 'a')[0]?.svg ?? '')).toContain('1,234.5');
});

test('a gap is a mark, and a zero is a 0', () => {
  const gaps: BarChart = { ...chart, series: [{ name: 'x', points: [gap, gap, gap] }] };
  const lines = linesOf(drawChart(gaps, 'KY', 'a')[0]?.svg ?? '');
  expect(lines.filter((line) => line === '×')).toHaveLength(3);
  expect(lines).not.toContain('0');
});

test('a chart too high for a page is drawn in parts that hold every category once', () => {
  const categories = Array.from({ length: 264 }, (_, index) => `Айыл аймагы ${index + 1}.`);
  const series = [{ name: 'x', points: categories.map((_, index) => ({ value: index })) }];
  const parts = drawChart({ ...chart, categories, series }, 'KY', 'a');
  expect(parts.length).toBeGreaterThan(5);
  const lines = parts.flatMap(({ svg }) => linesOf(svg));
  for (const name of categories) expect(lines.filter((line) => line === name)).toHaveLength(1);
});

test('the same chart gives the same bytes, without inline styles or scripts', () => {
  const draw = () => drawChart(chart, 'KY', 'a')[0]?.svg ?? '';
  expect(draw()).toBe(draw());
  expect(draw()).not.toMatch(/style=|<style|<script/u);
  expect(pngOf(draw()).subarray(1, 4).toString('latin1')).toBe('PNG');
});
