import { describe, expect, it } from 'vitest';
import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import { administrativeRegulation } from '../../../src/modules/indicators/formulas/v1/administrative-regulation.rules.ts';
import { complaints } from '../../../src/modules/indicators/formulas/v1/complaints.rules.ts';
import { electronicForm } from '../../../src/modules/indicators/formulas/v1/electronic-form.rules.ts';
import { information } from '../../../src/modules/indicators/formulas/v1/information.rules.ts';
import { judgeTerritory, territoryCounts } from '../../../src/modules/indicators/formulas/v1/territory.rules.ts';
import type { ResultState } from '../../../src/modules/indicators/indicator.rules.ts';
import { judged, silent } from './cell.fixture.ts';

describe.each([
  ['R-II.4 electronic form', electronicForm, 'electronicForm'],
  ['R-II.5 administrative regulation', administrativeRegulation, 'regulation'],
  ['R-II.6 information', information, 'information'],
] as const)('%s', (_, formula, told) => {
  it.each([
    ['nobody told: no data', 1, { yes: 0, no: 0 }, 'NO_DATA'],
    ['told that it is so', 1, { yes: 1, no: 0 }, 'ACHIEVED'],
    ['told that it is not', 1, { yes: 0, no: 1 }, 'NOT_ACHIEVED'],
    ['every service of a complex', 3, { yes: 3, no: 0 }, 'ACHIEVED'],
    ['one service of a complex has not', 3, { yes: 2, no: 1 }, 'NOT_ACHIEVED'],
    ['of one service of a complex nobody told', 3, { yes: 2, no: 0 }, 'NO_DATA'],
  ])('%s', (_title, services, facts, state) => {
    expect(judged(formula, { ...silent, services, [told]: facts })).toEqual([state, services, null]);
  });
});

describe('R-II.8 complaints', () => {
  it.each([
    ['none, and every quarter is reported', {}, 'ACHIEVED'],
    ['a quarter of which nobody kept a record is no zero', { missingQuarters: 1 }, 'NO_DATA'],
    ['one justified complaint is enough', { justified: 1 }, 'NOT_ACHIEVED'],
    ['… also where a quarter is missing', { justified: 1, missingQuarters: 2 }, 'NOT_ACHIEVED'],
    ['one that is not examined yet may be found justified', { unexamined: 1 }, 'INCONCLUSIVE'],
  ])('%s', (_, facts, state) => {
    expect(judged(complaints, { ...silent, complaints: { ...silent.complaints, ...facts } })[0]).toBe(state);
  });
});

describe('over the country', () => {
  const of = (...states: ResultState[]) => {
    const { state, share, n, interval } = judgeTerritory(territoryCounts(states), firstMethod);
    return [state, share, n, interval];
  };
  it.each([
    ['all municipalities achieve it', ['ACHIEVED', 'ACHIEVED'], ['ACHIEVED', 1, 2, null]],
    ['one does not', ['ACHIEVED', 'NOT_ACHIEVED'], ['NOT_ACHIEVED', 0.5, 2, null]],
    ['of one nothing is known', ['ACHIEVED', 'NO_DATA'], ['INCONCLUSIVE', 1, 1, null]],
    ['of none anything is known', ['NO_DATA', 'INCONCLUSIVE'], ['NO_DATA', null, 0, null]],
    ['it applies nowhere', ['NOT_APPLICABLE'], ['NOT_APPLICABLE', null, 0, null]],
    ['where it does not apply does not count', ['ACHIEVED', 'NOT_APPLICABLE'], ['ACHIEVED', 1, 1, null]],
  ] as const)('%s', (_, states, expected) => expect(of(...states)).toEqual(expected));
});
