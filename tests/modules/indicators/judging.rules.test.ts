import { describe, expect, it } from 'vitest';
import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import { formulasV1 } from '../../../src/modules/indicators/formulas/index.ts';
import { deliveryKey, judgeAll, type Member, type MunicipalCell } from '../../../src/modules/indicators/judging.rules.ts';
import { silent } from './cell.fixture.ts';

const cell = (municipalityId: string, followed: number, notFollowed: number, justified = 0): MunicipalCell => ({
  objectId: 'O',
  memberId: null,
  municipalityId,
  regionId: municipalityId === 'far' ? 'south' : 'north',
  cell: {
    ...silent,
    procedure: { ...silent.procedure, followed, notFollowed },
    complaints: { ...silent.complaints, justified },
  },
});

function judged(
  cells: MunicipalCell[],
  beside: MunicipalCell[] = [],
  deliveries = new Map<string, number>(),
  members: readonly Member[] = [],
) {
  const objects = [{ id: 'O', code: 'O', members }];
  const results = judgeAll({
    objects,
    cells,
    beside,
    measures: { time: [], cost: [] },
    deliveries,
    method: firstMethod,
    formulas: formulasV1,
  });
  return (indicator: string, level: string, place: string | null = null) => {
    const found = results.find(
      (each) => each.indicator === indicator && each.level === level && (each.municipalityId ?? each.regionId) === place,
    );
    if (!found) throw new Error(`No ${indicator} of ${level} ${place}`);
    return found;
  };
}

describe('territories', () => {
  const of = judged([cell('near', 40, 0), cell('next', 40, 0), cell('far', 0, 1)]);

  it('R-II.1, 2, 3, 7 are judged on all answers of the municipalities, not on the mean of their shares', () => {
    expect(of('PROCEDURE', 'MUNICIPALITY', 'far')).toMatchObject({ state: 'TOO_FEW', share: null });
    expect(of('PROCEDURE', 'REGION', 'north')).toMatchObject({ state: 'ACHIEVED', share: 1, n: 80 });
    expect(of('PROCEDURE', 'COUNTRY')).toMatchObject({ state: 'INCONCLUSIVE', share: 80 / 81, n: 81 });
  });

  it('R-II.8 is the share of municipalities that achieve it', () => {
    const complained = judged([cell('near', 0, 0), cell('far', 0, 0, 1)]);
    expect(complained('COMPLAINTS', 'COUNTRY')).toMatchObject({ state: 'NOT_ACHIEVED', share: 0.5, n: 2 });
  });
});

describe('beside', () => {
  it('a survey stands beside what the providers handed in, and is never pooled with it', () => {
    const of = judged([cell('near', 80, 0)], [cell('near', 10, 30)]);
    const result = of('PROCEDURE', 'MUNICIPALITY', 'near');
    expect(result).toMatchObject({ state: 'ACHIEVED', n: 80 });
    expect(result.details.parts).toMatchObject([{ code: 'SURVEYS', share: 0.25, n: 40 }]);
  });

  it('over a region and the country surveys are compared with the questionnaires of the municipalities that both have', () => {
    const of = judged(
      [cell('near', 80, 0), cell('next', 0, 0), cell('far', 80, 0)],
      [cell('near', 2, 6), cell('next', 8, 24), cell('far', 4, 0)],
    );
    const stateAt = (level: string, place: string | null = null) =>
      of('PROCEDURE', level, place).details.surveys?.map(({ state, questionnaires, surveys }) => [state, questionnaires.n, surveys.n]);
    expect(stateAt('MUNICIPALITY', 'near')).toEqual([['TOO_FEW', 80, 8]]);
    expect(stateAt('MUNICIPALITY', 'next')).toEqual([['NO_DATA', 0, 0]]);
    expect(stateAt('REGION', 'north')).toEqual([['TOO_FEW', 80, 8]]);
    expect(stateAt('REGION', 'south')).toEqual([['TOO_FEW', 80, 4]]);
    expect(stateAt('COUNTRY')).toEqual([['GAP', 160, 12]]);
    expect(of('COMPLAINTS', 'COUNTRY').details).not.toHaveProperty('surveys');
  });

  it('a complex is compared service by service: that one of them was not surveyed makes no gap', () => {
    const member = (serviceId: string) => ({ serviceId, code: serviceId, name: { ky: serviceId, ru: serviceId } });
    const cellsOf = (permit: readonly [number, number], water: readonly [number, number]) => [
      cell('near', permit[0] + water[0], permit[1] + water[1]),
      { ...cell('near', ...permit), memberId: 'PERMIT' },
      { ...cell('near', ...water), memberId: 'WATER' },
    ];
    const of = judged(cellsOf([29, 31], [60, 0]), cellsOf([24, 36], [0, 0]), undefined, [member('PERMIT'), member('WATER')]);
    for (const [level, place] of [
      ['MUNICIPALITY', 'near'],
      ['REGION', 'north'],
      ['COUNTRY', null],
    ] as const) {
      expect(of('PROCEDURE', level, place)).toMatchObject({ share: 89 / 120, n: 120 });
      expect(of('PROCEDURE', level, place).details.surveys).toMatchObject([
        { state: 'NO_GAP', questionnaires: { n: 60 }, surveys: { n: 60 }, difference: 0.083333333333 },
      ]);
    }
  });

  it('complaints per 1,000 deliveries are known only where all deliveries are', () => {
    const cells = [cell('near', 0, 0, 1), cell('far', 0, 0)];
    const one = new Map([[deliveryKey('O', 'near'), 400]]);
    expect(judged(cells, [], one)('COMPLAINTS', 'MUNICIPALITY', 'near').details.perThousand).toBe(2.5);
    expect(judged(cells, [], one)('COMPLAINTS', 'COUNTRY').details.perThousand).toBeNull();
    const both = new Map([...one, [deliveryKey('O', 'far'), 100]]);
    expect(judged(cells, [], both)('COMPLAINTS', 'COUNTRY').details.perThousand).toBe(2);
  });

  it('no complaint known of is no 0 per 1,000 where a quarter was not reported', () => {
    const unreported = (justified: number): MunicipalCell => {
      const known = cell('near', 0, 0, justified);
      return { ...known, cell: { ...known.cell, complaints: { ...known.cell.complaints, missingQuarters: 1 } } };
    };
    const perThousand = (given: MunicipalCell) =>
      judged([given], [], new Map([[deliveryKey('O', 'near'), 400]]))('COMPLAINTS', 'MUNICIPALITY', 'near').details.perThousand;
    expect([cell('near', 0, 0), unreported(0), unreported(1)].map(perThousand)).toEqual([0, null, 2.5]);
  });
});
