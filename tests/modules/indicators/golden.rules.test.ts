import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import { formulasV1 } from '../../../src/modules/indicators/formulas/index.ts';
import type { Cell } from '../../../src/modules/indicators/formulas/formula.rules.ts';
import { judgeAll, type MunicipalCell } from '../../../src/modules/indicators/judging.rules.ts';
import { canonicalJson, type CanonicalValue } from '../../../src/shared/canonical-json.ts';
import { randomOf } from '../../support/random.ts';

const random = randomOf(1);
const upTo = (most: number): number => Math.floor(random() * (most + 1));

function anyCell(): Cell {
  const measured = () => {
    const answers = upTo(60);
    const compared = upTo(answers);
    return { hasNorm: random() < 0.8, answers, compared, within: upTo(compared), overdue: upTo(3), waiting: upTo(3), noAnswer: upTo(5) };
  };
  const rated = () => {
    const n = upTo(80);
    return { rated: n, satisfied: upTo(n), noAnswer: upTo(5) };
  };
  const told = () => (random() < 0.3 ? { yes: 0, no: 0 } : random() < 0.7 ? { yes: 1, no: 0 } : { yes: 0, no: 1 });
  const both = () => ({ quality: rated(), availability: rated() });
  return {
    services: 1,
    onRequest: random() < 0.9 ? 1 : 0,
    procedure: { followed: upTo(90), notFollowed: upTo(6), undecided: upTo(5), noAnswer: upTo(5) },
    time: measured(),
    cost: measured(),
    satisfaction: { persons: both(), organisations: both(), unknown: upTo(3) },
    electronicForm: told(),
    regulation: told(),
    information: told(),
    complaints: { justified: upTo(1), unexamined: upTo(1), missingQuarters: upTo(1) },
  };
}

describe('method 1', () => {
  it('is frozen: the same cells are judged as on the day it was written; changed formulas are a new version', () => {
    const objects = ['A', 'B', 'C'].map((code) => ({ id: code, code, members: [] }));
    const cells = objects.flatMap(({ id }) =>
      Array.from({ length: 40 }, (_, place): MunicipalCell => {
        return { objectId: id, memberId: null, municipalityId: `m${place}`, regionId: `r${place % 4}`, cell: anyCell() };
      }),
    );
    const results = judgeAll({
      objects,
      cells,
      beside: [],
      measures: { time: [], cost: [] },
      deliveries: new Map(),
      method: firstMethod,
      formulas: formulasV1,
    });
    expect(results).toHaveLength(3 * (40 + 4 + 1) * 8);
    const text = results
      .map((each) => canonicalJson(each as unknown as CanonicalValue))
      .toSorted()
      .join('\n');
    expect(createHash('sha256').update(text).digest('hex')).toBe('2bac98e2f8b120fa893207512891108b4e961e2374da9d2c637faa540a1b2551');
  });
});
