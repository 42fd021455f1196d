import { describe, expect, it } from 'vitest';
import {
  type ResponseCell,
  type SuppressedCell,
  suppressed,
  versionsGiven,
} from '../../../src/modules/questionnaires/suppression.rules.ts';
import { randomOf } from '../../support/random.ts';

/** A year of a few regions at random: services monitored in many places, in few, and in one alone; questionnaires, variants and surveys. */
function anyYear(random: () => number): ResponseCell[] {
  const whole = (below: number) => Math.floor(random() * below);
  const spread = random();
  const municipalities = Array.from({ length: 2 + whole(8) }, (_, n) => ({ municipalityId: `M${n}`, regionId: `R${whole(3)}` }));
  return municipalities.flatMap((place) =>
    ['S0', 'S1', 'S2', `OF ${place.municipalityId}`].flatMap((serviceId) =>
      ['SHEET', 'FORM', `VARIANT ${place.municipalityId}`].flatMap((formVersionId) => {
        if (random() > spread) return [];
        const isVariant = formVersionId.startsWith('VARIANT');
        return { ...place, cycleId: 'C', serviceId, formVersionId, isVariant, rows: 1 + whole(random() < 0.5 ? 4 : 14) };
      }),
    ),
  );
}

/** What the open database shows of rows: of those of a cell the same. */
interface Shown {
  formVersionId: string;
  regionId: string | null;
  municipalityId: string | null;
  serviceId: string | null;
  rows: number;
}

function published(cells: readonly ResponseCell[]): Shown[] {
  const withheld = suppressed(cells);
  const of = ({ municipalityId, serviceId, formVersionId }: ResponseCell): SuppressedCell | undefined =>
    withheld.find((each) => each.municipalityId === municipalityId && each.serviceId === serviceId && each.formVersionId === formVersionId);
  return cells.flatMap((cell) => {
    const suppression = of(cell)?.suppression;
    if (suppression === 'LEFT_OUT') return [];
    const { formVersionId, regionId, municipalityId, serviceId, rows } = cell;
    return {
      formVersionId,
      regionId: suppression === undefined || suppression === 'REGION_AND_SERVICE' ? regionId : null,
      municipalityId: suppression === undefined ? municipalityId : null,
      serviceId: suppression === 'NEITHER' ? null : serviceId,
      rows,
    };
  });
}

/**
 * Whoever joins all that is public. They even know how many answers each municipality has given on what (public results tell it), so only
 * who has answers that are nowhere given with their name can be a withheld row's.
 */
function candidates(row: Shown, shown: readonly Shown[], known: readonly ResponseCell[]): ResponseCell[] {
  const isNamed = (cell: ResponseCell) =>
    shown.some(
      (each) =>
        each.municipalityId === cell.municipalityId && each.serviceId === cell.serviceId && each.formVersionId === cell.formVersionId,
    );
  return known.filter(
    (cell) =>
      cell.formVersionId === row.formVersionId &&
      (row.regionId ?? cell.regionId) === cell.regionId &&
      (row.serviceId ?? cell.serviceId) === cell.serviceId &&
      !isNamed(cell),
  );
}

const alike = ({ formVersionId, regionId, serviceId }: Shown) => JSON.stringify([formVersionId, regionId, serviceId]);
const years = Array.from({ length: 400 }, (_, seed) => anyYear(randomOf(seed + 1)));

describe('who joins all that is public, at random (R-III.3)', () => {
  it('has at least two municipalities for every withheld row, and five rows that are shown alike', () => {
    const kinds = new Set<string>();
    for (const cells of years) {
      const shown = published(cells);
      for (const row of shown.filter(({ municipalityId }) => municipalityId === null)) {
        const places = new Set(candidates(row, shown, cells).map(({ municipalityId }) => municipalityId));
        expect(places.size, JSON.stringify([row, cells])).toBeGreaterThanOrEqual(2);
        const group = shown.filter((each) => each.municipalityId === null && alike(each) === alike(row));
        expect(group.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThanOrEqual(5);
      }
      for (const { suppression } of suppressed(cells)) kinds.add(suppression);
    }
    expect(kinds).toEqual(new Set(['REGION_AND_SERVICE', 'SERVICE', 'NEITHER', 'LEFT_OUT']));
  });

  it('also who knows this rule and every count: each withheld row stands among rows of another municipality that are withheld as it is', () => {
    for (const cells of years) {
      const withheld = suppressed(cells).filter(({ suppression }) => suppression !== 'LEFT_OUT');
      for (const cell of withheld) {
        const isAlike = (each: SuppressedCell) =>
          each.suppression === cell.suppression &&
          each.formVersionId === cell.formVersionId &&
          (cell.suppression === 'NEITHER' || each.serviceId === cell.serviceId) &&
          (cell.suppression !== 'REGION_AND_SERVICE' || each.regionId === cell.regionId);
        expect(withheld.some((each) => each.municipalityId !== cell.municipalityId && isAlike(each))).toBe(true);
      }
    }
  });

  it('sees no cell of fewer than five with its municipality, no variant without one, and no version that has no row', () => {
    for (const cells of years) {
      const shown = published(cells);
      for (const { municipalityId, formVersionId, rows } of shown) {
        if (municipalityId !== null) expect(rows).toBeGreaterThanOrEqual(5);
        else expect(formVersionId).not.toMatch(/^VARIANT/);
      }
      expect(versionsGiven(cells, []), 'in full').toEqual([...new Set(cells.map(({ formVersionId }) => formVersionId))]);
      expect(versionsGiven(cells, suppressed(cells)).toSorted()).toEqual(
        [...new Set(shown.map(({ formVersionId }) => formVersionId))].toSorted(),
      );
    }
  });
});

describe('what is withheld', () => {
  const cell = (municipalityId: string, rows: number, change: Partial<ResponseCell> = {}): ResponseCell => ({
    cycleId: 'C',
    formVersionId: 'FORM',
    isVariant: false,
    regionId: 'R1',
    municipalityId,
    serviceId: 'S',
    rows,
    ...change,
  });
  const given = (...cells: ResponseCell[]) =>
    suppressed(cells).map(({ municipalityId, suppression }) => `${municipalityId} ${suppression}`);

  it.each([
    ['the one small of a region, its neighbours named, is left out', [cell('A', 12), cell('B', 12), cell('D', 3)], ['D LEFT_OUT']],
    ['two of a region keep it', [cell('A', 12), cell('B', 2), cell('D', 3)], ['B REGION_AND_SERVICE', 'D REGION_AND_SERVICE']],
    ['two of too few rows do not', [cell('A', 1), cell('B', 3)], ['A LEFT_OUT', 'B LEFT_OUT']],
    ['one of each region keep the service', [cell('A', 2), cell('B', 3, { regionId: 'R2' })], ['A SERVICE', 'B SERVICE']],
    ['of services of one place neither is given', [cell('A', 2), cell('B', 3, { serviceId: 'T' })], ['A NEITHER', 'B NEITHER']],
    ['two services of one municipality do not hide it', [cell('A', 3), cell('A', 3, { serviceId: 'T' })], ['A LEFT_OUT', 'A LEFT_OUT']],
    ['a survey of one person is none of many questionnaires', [cell('A', 12), cell('A', 1, { formVersionId: 'SHEET' })], ['A LEFT_OUT']],
    [
      'few answers to a variant are left out',
      [cell('A', 3, { isVariant: true }), cell('B', 2, { isVariant: true })],
      ['A LEFT_OUT', 'B LEFT_OUT'],
    ],
    ['five of one municipality stand', [cell('A', 5)], []],
  ])('%s', (_, cells, expected) => {
    expect(given(...cells)).toEqual(expected);
  });
});
