import { describe, expect, it, test } from 'vitest';
import { drawChart } from '../../src/kit/document/chart-picture.ts';
import { scaleOf, ticksOf } from '../../src/kit/document/chart-scale.rules.ts';
import { legendOf, seriesStyle, valueInWords } from '../../src/kit/document/chart-style.ts';
import type { BarChart, LineChart, QuadrantChart } from '../../src/kit/document/chart.rules.ts';
import { layOut } from '../../src/kit/document/layout.ts';
import { type Box, placeLabels } from '../../src/kit/document/label-place.rules.ts';
import { textWidth } from '../../src/kit/document/font.ts';
import { pageWidths, tableSize } from '../../src/kit/document/table-size.ts';

const spaced = (text: string) => text.replaceAll('\u00a0', ' ');
const textsOf = (svg = '') => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => spaced(text ?? ''));

describe('an axis', () => {
  it.each([
    ['shares up to 100 %', [0, 45, 100], { isPercent: true }, [0, 20, 40, 60, 80, 100]],
    ['a share over 100 % of a norm', [0, 328], { isPercent: true }, [0, 100, 200, 300, 400]],
    ['what is never below 0', [3, 17], {}, [0, 5, 10, 15, 20]],
    ['deviations below and above', [-52, 329], { isPercent: true }, [-100, 0, 100, 200, 300, 400]],
    ['deviations below alone', [-100, 0], { isPercent: true }, [-120, -100, -80, -60, -40, -20, 0]],
    ['counts have no halves', [0, 2], { isWhole: true }, [0, 1, 2, 3]],
    ['zeros alone', [0, 0], { isWhole: true }, [0, 1]],
  ])('of %s has round numbers around them', (_, values, manner, ticks) => {
    expect(ticksOf(scaleOf(values, manner))).toEqual(ticks);
  });

  it('says that its numbers are shares', () => {
    expect(spaced(valueInWords(12.5, '%', 'RU'))).toBe('12,5 %');
    expect(valueInWords(12.5, 'мүнөт', 'KY')).toBe('12,5');
  });
});

const bars: BarChart = {
  kind: 'bar',
  orientation: 'flat',
  arrangement: 'stacked',
  title: 'Жыйынтыктар',
  unit: 'жыйынтык',
  digits: 0,
  categoryTitle: 'Көрсөткүч',
  categories: ['Убакыт'],
  series: Array.from({ length: 7 }, (_, index) => ({ name: `абал ${index + 1}`, points: [{ value: 10 }] })),
};

test('eight series are told apart by colour, and in grey by pattern, dash and symbol', () => {
  const styles = Array.from({ length: 8 }, (_, index) => seriesStyle(index));
  const distinct = (looks: readonly unknown[]) => new Set(looks.map((look) => JSON.stringify(look) ?? '')).size;
  expect(distinct(styles.map(({ fill }) => fill))).toBe(8);
  expect(distinct(styles.map(({ line }) => line))).toBe(8);
  expect(distinct(styles.map(({ decal }) => decal))).toBe(8);
  expect(distinct(styles.map(({ dash }) => dash))).toBe(8);
  expect(distinct(styles.map(({ symbol }) => symbol))).toBe(8);
  const svg = drawChart(bars, 'KY', 'a')[0]?.svg ?? '';
  for (const { fill } of styles.slice(0, 7)) expect(svg).toContain(`fill="${fill}"`);
});

test('a legend takes as many rows as its names need, and names them all', () => {
  const names = Array.from({ length: 7 }, (_, index) => `маалымат жок ${index}`);
  const { option, height } = legendOf(names, 0);
  expect(option.flatMap(({ data }) => data)).toEqual(names);
  expect(option.length).toBe(2);
  expect(height).toBeGreaterThan(option[1]?.top ?? Infinity);
});

const line: LineChart = {
  kind: 'line',
  title: 'Динамика',
  unit: '%',
  categoryTitle: 'Жыл',
  seriesTitle: 'Көрсөткүч',
  categories: ['2024', '2025', '2026'],
  series: [
    { name: 'A', points: [{ value: 0 }, { value: null, gap: 'жок' }, { value: 100 }] },
    { name: 'B', points: [{ value: null, gap: 'жок' }, { value: null, gap: 'жок' }, { value: 50 }] },
  ],
};

test('a line of shares has no axis beyond 0 and 100 %; where all lack, one mark stands for all', () => {
  const texts = textsOf(drawChart(line, 'RU', 'a')[0]?.svg);
  expect(texts.filter((text) => text.endsWith('%') && text !== '%')).toEqual(['0 %', '20 %', '40 %', '60 %', '80 %', '100 %']);
  expect(texts.filter((text) => text === '×')).toHaveLength(2);
});

test('a line alone is named', () => {
  expect(textsOf(drawChart({ ...line, series: line.series.slice(0, 1) }, 'RU', 'a')[0]?.svg)).toContain('A');
});

test('the numbers of lines whose names have no room beside each other stand the other way about', () => {
  const tableOf = (names: readonly string[]) => {
    const series = names.map((name) => ({ name, points: [{ value: 1 }, { value: 2 }, { value: 3 }] }));
    const block = { kind: 'chart' as const, chart: { ...line, series }, source: { text: 'талдоо' } };
    const model = { language: 'KY' as const, title: '', isWatermarked: false, author: '', date: '2026-11-15', hasContents: false };
    const table = layOut({ ...model, blocks: [block] }).blocks.find(({ kind }) => kind === 'table');
    return table?.kind === 'table' ? { isWide: table.isWide, titles: table.columns.map(({ title }) => title) } : undefined;
  };
  expect(tableOf(['A', 'B'])).toEqual({ isWide: false, titles: ['Жыл', 'A', 'B'] });
  const long = Array.from({ length: 8 }, () => 'Административдик регламент');
  expect(tableOf(long)).toEqual({ isWide: false, titles: ['Көрсөткүч', '2024', '2025', '2026'] });
});

describe('labels of points', () => {
  const area: Box = { x: 100, y: 100, width: 200, height: 200 };
  const overlap = (a: Box, b: Box) =>
    2 * Math.abs(a.x - b.x) < a.width + b.width - 0.01 && 2 * Math.abs(a.y - b.y) < a.height + b.height - 0.01;

  it.each([
    ['in one place', () => ({ x: 100, y: 100 })],
    ['in a corner', () => ({ x: 198, y: 2 })],
    ['in a crowd', (index: number) => ({ x: 80 + 9 * (index % 4), y: 90 + 9 * Math.floor(index / 4) })],
  ])('lie over no other, no point and no line: %s', (_, at) => {
    const points = Array.from({ length: 16 }, (__, index): Box => ({ ...at(index), width: 10, height: 10 }));
    const lines: Box[] = [{ x: 100, y: 100, width: 2, height: 400 }];
    const places = placeLabels(
      points,
      points.map(() => ({ width: 16, height: 13 })),
      area,
      lines,
    );
    expect(places).toHaveLength(16);
    for (const [index, place] of places.entries()) {
      const others = [...places.slice(0, index), ...points, ...lines].filter((other) => overlap(place, other));
      expect(others).toEqual([]);
      expect(Math.abs(place.x - 100) + 8).toBeLessThanOrEqual(100.01);
    }
  });

  it('a quadrant shows the number of every point once, however many share a place', () => {
    const points = Array.from({ length: 20 }, (_, index) => ({ name: `Кызмат ${index}`, across: { value: 1.2 }, upwards: { value: 71 } }));
    const chart: QuadrantChart = {
      kind: 'quadrant',
      title: 'Сапат',
      pointTitle: 'Кызмат',
      across: { title: 'Талап', unit: 'эсе', threshold: 1 },
      upwards: { title: 'Сапат', unit: '%', threshold: 70 },
      quarters: { lowLow: 'төмөн', highLow: 'талап', lowHigh: 'сапат', highHigh: 'жогору' },
      points,
    };
    // Bold: numbers at the axes are not.
    const svg = drawChart(chart, 'KY', 'a')[0]?.svg ?? '';
    const numbers = [...svg.matchAll(/<text[^>]*font-weight="bold"[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text);
    for (const [index] of points.entries()) expect(numbers.filter((text) => text === String(index + 1))).toHaveLength(1);
  });
});

describe('a table', () => {
  const numbers = (count: number, title = 'саны') => Array.from({ length: count }, () => ({ title, align: 'end' as const }));

  it('stands upright as long as its words fit, in smaller letters if need be, and else lies across', () => {
    const sizeOf = (count: number, title?: string) => tableSize([{ title: 'Аймак' }, ...numbers(count, title)], []);
    expect(sizeOf(8)).toMatchObject({ isWide: false, textSize: 9 });
    expect(sizeOf(8, 'жетишкен')).toMatchObject({ isWide: false, textSize: 8 });
    expect(sizeOf(7, 'аныкталбады')).toMatchObject({ isWide: false, textSize: 7.5 });
    expect(sizeOf(8, 'канааттандырарлык')).toMatchObject({ isWide: true, textSize: 8 });
  });

  it('gives room to what needs it: numbers do not break, long names take the rest', () => {
    const name = 'Жергиликтүү өз алдынча башкаруу органдарынын карамагындагы маалыматты берүү';
    const { shares } = tableSize([{ title: 'Кызмат' }, ...numbers(2)], [[name.repeat(3), '1 775 (n = 18)', '5']]);
    const [first = 0, second = 0, third = 0] = shares;
    expect(second * pageWidths.upright).toBeGreaterThan(textWidth('1 775 (n = 18)', 9));
    expect(third).toBeLessThan(second);
    expect(first).toBeGreaterThan(0.6);
  });
});
