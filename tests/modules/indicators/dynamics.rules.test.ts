import { describe, expect, it } from 'vitest';
import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import { dynamicsOf, seriesRefusal, type YearFacts, type YearResult } from '../../../src/modules/indicators/dynamics.rules.ts';
import { procedure } from '../../../src/modules/indicators/formulas/v1/procedure.rules.ts';

const result = (municipalityId: string, followed: number, notFollowed: number): YearResult => {
  const counts = { followed, notFollowed, leftOut: 0, noAnswer: 0 };
  return { id: `of ${municipalityId}`, municipalityId, state: 'TOO_FEW', share: null, n: followed + notFollowed, counts };
};
const yearOf = (year: number, results: readonly YearResult[], methodVersion = 1): YearFacts => {
  return { year, run: { methodVersion, method: firstMethod }, results };
};
const of = (...years: YearFacts[]) => dynamicsOf(years, procedure, { isFromSplit: false });

describe('R13.3 an indicator over years', () => {
  it('one result is shown as it is', () => {
    expect(of(yearOf(2025, [result('A', 9, 0)]))).toMatchObject([{ resultId: 'of A', state: 'TOO_FEW', n: 9, isBreak: false, note: null }]);
  });

  it('counts of what was merged are added and judged anew; their shares are not averaged', () => {
    const [merged] = of(yearOf(2025, [result('A', 60, 0), result('B', 0, 5)]));
    expect(merged).toMatchObject({ resultId: null, state: 'INCONCLUSIVE', share: 60 / 65, n: 65 });
    expect(merged?.note?.en).toContain('added up');
  });

  it('other municipalities, or another method, are a break', () => {
    const series = of(
      yearOf(2024, [result('A', 9, 0), result('B', 9, 0)]),
      yearOf(2025, [result('C', 9, 0)]),
      yearOf(2026, [result('C', 9, 0)], 2),
    );
    expect(series.map(({ isBreak }) => isBreak)).toEqual([false, true, true]);
    expect(series[2]?.note?.en).toContain('method');
  });

  it('a year without a run, or without the object, is NO_DATA with the reason, never 0', () => {
    const series = of({ year: 2024, run: null, results: [] }, yearOf(2025, []));
    expect(series.map(({ state, share, note }) => [state, share, note?.en])).toEqual([
      ['NO_DATA', null, 'There is no analysis of this year.'],
      ['NO_DATA', null, 'The object was not monitored here.'],
    ]);
  });

  it('what was split is not divided among what came of it', () => {
    expect(dynamicsOf([yearOf(2024, [])], procedure, { isFromSplit: true })[0]?.note?.en).toContain('split');
  });

  it('a series has 1 to 50 years', () => {
    expect([seriesRefusal(2026, 2026), seriesRefusal(1977, 2026)]).toEqual([undefined, undefined]);
    expect([seriesRefusal(2026, 2025)?.code, seriesRefusal(1976, 2026)?.code]).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });
});
