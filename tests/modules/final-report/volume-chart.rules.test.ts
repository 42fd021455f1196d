import { describe, expect, it } from 'vitest';
import { volumeCharts } from '../../../src/modules/final-report/volume-chart.rules.ts';
import type { MonthFacts } from '../../../src/modules/final-report/report-facts.rules.ts';
import { observedMonth, reportFacts } from './report.fixture.ts';

const chartsBy = (months: readonly MonthFacts[]) => volumeCharts(reportFacts({ months })).filter(({ code }) => code.startsWith('MONTHS'));

describe('deliveries by month', () => {
  it('R12: a month that no system stated, or only as preliminary, is a gap; a zero is a zero', () => {
    const [chart] = chartsBy([
      observedMonth('A', '2026-01-01', { delivered: 0 }),
      observedMonth('A', '2026-03-01', { delivered: null, municipalities: 0, preliminary: 2 }),
      observedMonth('A', '2026-09-01', { delivered: 7, municipalities: 1, preliminary: 1 }),
    ]);
    const points = chart?.series[0]?.points ?? [];
    expect(points.map(({ value, gap }) => gap?.en ?? value)).toEqual([
      0,
      'no system stated it',
      'only preliminary or incomplete counts',
      ...Array.from({ length: 5 }, () => 'no system stated it'),
      7,
    ]);
    expect(points.map(({ n }) => n)).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(chart?.notes?.map(({ en }) => en)).toContain(
      'Months of municipalities (3) are left out: in one of the channels the count is preliminary or was withdrawn.',
    );
  });

  it('says in how many of how many municipalities a month is counted, and which systems stated it', () => {
    const [chart] = chartsBy([observedMonth('A', '2026-01-01'), observedMonth('A', '2026-02-01', { sources: ['Башка система'] })]);
    expect(chart?.n).toBe(4);
    expect(chart?.source.ru).toContain('информационные системы: Башка система, Санарип Аймак; анализ 0197a000');
    expect(chart?.notes?.[1]?.en).toContain('on the List there are 3.');
    const [uneven] = chartsBy([observedMonth('A', '2026-01-01'), observedMonth('B', '2026-01-01', { places: 9, delivered: 1 })]);
    expect(uneven?.notes?.[1]?.ru).toContain('Кызмат A ru – 3; Кызмат B ru – 9.');
  });

  it('only services of one unit stand together, the like beside each other, six at most', () => {
    const months = Array.from({ length: 8 }, (_, index) => observedMonth(`S${index}`, '2026-01-01', { delivered: 10 ** index }));
    const charts = chartsBy([...months, observedMonth('W', '2026-01-01', { countUnit: 'CUBIC_METRE' })]);
    expect(charts.map(({ code, title, series }) => [code, title.en, series.length])).toEqual([
      ['MONTHS_APPLICATION', 'Deliveries by month: applications (1/2)', 6],
      ['MONTHS_APPLICATION_2', 'Deliveries by month: applications (2/2)', 2],
      ['MONTHS_CUBIC_METRE', 'Deliveries by month: m³', 1],
    ]);
    expect(charts[0]?.series[0]?.label.en ?? charts[0]?.series[0]?.label.ky).toBe('Кызмат S7 ky');
  });

  it('a run that keeps no month says so, and nothing else', () => {
    const [chart, ...others] = chartsBy([]);
    expect(others).toEqual([]);
    expect(chart?.series[0]?.points.map(({ value, gap }) => [value, gap?.en])).toEqual(
      Array.from({ length: 9 }, () => [null, 'the analysis keeps no monthly counts of systems']),
    );
  });
});
