import { describe, expect, it } from 'vitest';
import { completeMethod, firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import { procedure } from '../../../src/modules/indicators/formulas/v1/procedure.rules.ts';
import { satisfaction } from '../../../src/modules/indicators/formulas/v1/satisfaction.rules.ts';
import { runFacts } from '../../../src/modules/indicators/run-appendix.rules.ts';
import { compareSources, newcombeInterval } from '../../../src/modules/indicators/survey-gap.rules.ts';
import { silent } from './cell.fixture.ts';
import { randomOf } from '../../support/random.ts';

const followed = ([yes, n]: readonly [number, number]) =>
  procedure.counts({ ...silent, procedure: { ...silent.procedure, followed: yes, notFollowed: n - yes } });

const compared = (questionnaires: readonly [number, number], surveys: readonly [number, number], method = firstMethod) =>
  compareSources('PROCEDURE', [{ questionnaires: followed(questionnaires), surveys: followed(surveys) }], method);

/** Of each service in each municipality, yeses and of how many: by questionnaires, and by sheets. */
type Told = readonly [readonly [number, number], readonly [number, number]];
const comparedBy = (told: readonly Told[]) =>
  compareSources(
    'PROCEDURE',
    told.map(([questionnaires, surveys]) => ({ questionnaires: followed(questionnaires), surveys: followed(surveys) })),
    firstMethod,
  );

describe('the difference of two shares', () => {
  // R. G. Newcombe, Interval estimation for the difference between independent proportions (1998), table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('%i of %i less %i of %i lies where the author says', (hits, n, otherHits, otherN, lower, upper) => {
    const interval = newcombeInterval({ hits, n }, { hits: otherHits, n: otherN }, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });
});

describe('questionnaires and surveys beside each other', () => {
  it.each([
    ['far apart', [80, 80], [10, 40], 'GAP'],
    ['the same', [80, 80], [40, 40], 'NO_GAP'],
    ['apart, and so few that chance explains it', [9, 10], [6, 10], 'NO_GAP'],
    ['beyond chance, and too little apart to matter', [9_600, 10_000], [9_200, 10_000], 'NO_GAP'],
    ['exactly as much apart as matters', [9_500, 10_000], [9_000, 10_000], 'GAP'],
    ['worse by the questionnaires than by the survey', [10, 40], [80, 80], 'GAP'],
    ['with nine sheets', [80, 80], [0, 9], 'TOO_FEW'],
    ['with nine questionnaires', [9, 9], [0, 80], 'TOO_FEW'],
    ['without questionnaires', [0, 0], [10, 40], 'NO_DATA'],
  ] as const)('%s: %o and %o are %s', (_, questionnaires, surveys, state) => {
    const [comparison] = compared(questionnaires, surveys);
    expect(comparison?.state).toBe(state);
    expect(comparison?.difference === null).toBe(state === 'TOO_FEW' || state === 'NO_DATA');
  });

  it.each<[string, readonly Told[], object]>([
    [
      'the mix of services, one of which nobody was surveyed on',
      [
        [
          [29, 60],
          [24, 60],
        ],
        [
          [60, 60],
          [0, 0],
        ],
      ],
      { difference: 0.083333333333, state: 'NO_GAP' },
    ],
    [
      'the mix of services, in other proportions',
      [
        [
          [29, 60],
          [29, 60],
        ],
        [
          [60, 60],
          [10, 10],
        ],
      ],
      { difference: 0, state: 'NO_GAP' },
    ],
    [
      'the mix of municipalities, in opposite proportions',
      [
        [
          [90, 100],
          [9, 10],
        ],
        [
          [2, 10],
          [20, 100],
        ],
      ],
      { difference: 0, state: 'NO_GAP' },
    ],
    [
      'a gap that the mix hides',
      [
        [
          [100, 100],
          [5, 10],
        ],
        [
          [5, 10],
          [0, 100],
        ],
      ],
      { difference: 0.5, state: 'GAP' },
    ],
    [
      'nothing that both tell of',
      [
        [
          [60, 60],
          [0, 0],
        ],
        [
          [0, 0],
          [0, 60],
        ],
      ],
      { difference: null, state: 'NO_DATA' },
    ],
    [
      'too little that both tell of',
      [
        [
          [60, 60],
          [0, 9],
        ],
        [
          [0, 0],
          [0, 60],
        ],
      ],
      { difference: null, state: 'TOO_FEW' },
    ],
  ])('like is compared with like: %s', (_, told, expected) => {
    expect(comparedBy(told)).toMatchObject([expected]);
  });

  it('in equal proportions the shares are those of all answers together, and a share counts as many as were asked', () => {
    const [many] = comparedBy([
      [
        [20, 40],
        [5, 20],
      ],
      [
        [60, 80],
        [30, 40],
      ],
    ]);
    const [one] = compared([80, 120], [35, 60]);
    expect(many?.questionnaires.share).toBeCloseTo(80 / 120, 12);
    expect(many?.questionnaires.interval?.lower).toBeCloseTo(one?.questionnaires.interval?.lower ?? Number.NaN, 12);
    expect([many?.questionnaires.n, many?.surveys.n, many?.difference]).toEqual([120, 60, one?.difference]);
  });

  it('a share on too few answers is not shown, how many there are is', () => {
    expect(compared([80, 80], [3, 9])).toMatchObject([
      { code: 'PROCEDURE', questionnaires: { share: 1, n: 80 }, surveys: { share: null, n: 9, interval: null }, differenceInterval: null },
    ]);
  });

  it('nothing stands beside a question to which no sheet answers, nor beside an indicator that rests on no answers', () => {
    expect(compared([80, 80], [0, 0])).toEqual([]);
    expect(compareSources('COMPLAINTS', [{ questionnaires: {}, surveys: {} }], firstMethod)).toEqual([]);
  });

  it('R-II.7: quality is compared with quality, and availability with availability', () => {
    const cell = (quality: number, availability: number) => {
      const rated = (satisfied: number) => ({ rated: 40, satisfied, noAnswer: 0 });
      const persons = { quality: rated(quality), availability: rated(availability) };
      return satisfaction.counts({ ...silent, satisfaction: { ...silent.satisfaction, persons } });
    };
    expect(compareSources('SATISFACTION', [{ questionnaires: cell(40, 20), surveys: cell(20, 20) }], firstMethod)).toMatchObject([
      { code: 'PERSONS_QUALITY', difference: 0.5, state: 'GAP' },
      { code: 'PERSONS_AVAILABILITY', difference: 0, state: 'NO_GAP' },
    ]);
  });

  it('a method written before gaps were asked for means what method 1 says; another says otherwise', () => {
    const { surveyGap, ...early } = firstMethod;
    expect(completeMethod(early)).toEqual(firstMethod);
    const [comparison] = compared([80, 80], [10, 40], { ...firstMethod, surveyGap: { confidence: 0.99, leastDifference: 0.8 } });
    expect([comparison?.state, surveyGap.confidence]).toEqual(['NO_GAP', comparison?.differenceInterval?.confidence]);
  });

  it('R-III.3: the annexed database tells what a method written before gaps were asked for means', () => {
    const days = {
      periodFrom: '2026-01-01',
      periodTo: '2027-01-01',
      referenceDay: '2026-10-25',
      startedAt: new Date('2026-10-25T03:00:00Z'),
    };
    const run = { runId: '1', year: 2026, kind: 'ANNUAL', methodVersion: 1, pinnedRevisions: 2, pinnedResponses: 80, ...days };
    const { surveyGap, ...early } = firstMethod;
    const told = runFacts(run, completeMethod(early)).filter(({ parameter }) => parameter.startsWith('surveyGap'));
    expect(told).toHaveLength(2);
    expect(Object.fromEntries(told.map(({ parameter, value }) => [parameter.split('.')[1], Number(value)]))).toEqual(surveyGap);
  });

  it('chance alone makes a finding of about one comparison in a hundred, whatever the truth and the sizes', () => {
    const random = randomOf(11);
    const hitsOf = (n: number, truth: number) => Array.from({ length: n }, () => random()).filter((each) => each < truth).length;
    const of = 4_000;
    const found = Array.from({ length: of }, () => {
      const [truth, many, few] = [0.5 + random() / 2, 50 + Math.floor(random() * 300), 10 + Math.floor(random() * 90)];
      return compared([hitsOf(many, truth), many], [hitsOf(few, truth), few])[0]?.state;
    }).filter((state) => state === 'GAP').length;
    expect(found / of).toBeLessThan(0.015);
    expect(found).toBeGreaterThan(0);
  });

  it('so it does over many services and municipalities asked in any proportions, which alone would differ', () => {
    const random = randomOf(12);
    const hitsOf = (n: number, truth: number) => Array.from({ length: n }, () => random()).filter((each) => each < truth).length;
    const upTo = (most: number) => Math.floor(random() * (most + 1));
    const of = 2_000;
    const found = Array.from({ length: of }, () => {
      const told = Array.from({ length: 2 + upTo(18) }, (): Told => {
        const [truth, many, few] = [random(), upTo(100), upTo(random() < 0.5 ? 5 : 60)];
        return [
          [hitsOf(many, truth), many],
          [hitsOf(few, truth), few],
        ];
      });
      return comparedBy(told)[0]?.state;
    });
    const gaps = found.filter((state) => state === 'GAP').length;
    expect(gaps / of).toBeLessThan(0.015);
    expect(gaps).toBeGreaterThan(0);
    expect(found.filter((state) => state === 'NO_GAP').length).toBeGreaterThan(of / 2);
  });
});
