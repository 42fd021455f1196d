import type { ResultState } from '../../../src/modules/indicators/indicator.rules.ts';
import { indicatorCodes, resultStates } from '../../../src/modules/indicators/indicator.rules.ts';
import type {
  MonthFacts,
  RankedFacts,
  ReportFacts,
  ResultFacts,
  SurveyFacts,
} from '../../../src/modules/final-report/report-facts.rules.ts';

const name = (text: string) => ({ ky: `${text} ky`, ru: `${text} ru` });

/** Counts of states, 0 where none is given. */
export function stateCounts(given: Partial<Record<ResultState, number>> = {}): Record<ResultState, number> {
  return Object.fromEntries(resultStates.map((state) => [state, given[state] ?? 0])) as Record<ResultState, number>;
}

export function rankedService(code: string, change: Partial<RankedFacts> = {}): RankedFacts {
  return {
    code,
    name: name(`Кызмат ${code}`),
    countUnit: 'APPLICATION',
    rank: 1,
    tiedWith: 0,
    band: 1,
    qualityScore: 0.75,
    qualityInterval: { lower: 0.5, upper: 1, confidence: 0.95 },
    coverage: 6,
    n: 120,
    deliveries: { value: 300, n: 3, notOffered: 0, missing: 0, isComplete: true },
    deliveriesPerThousand: null,
    demandLevel: 'HIGH',
    demandToMedian: 1.5,
    quadrant: 'HIGH_QUALITY_HIGH_DEMAND',
    unrankedReason: null,
    ...change,
  };
}

/** A result of TIME with a norm of 5 working days. */
export function timeResult(objectCode: string, change: Partial<ResultFacts> = {}): ResultFacts {
  const statistics = { n: 120, sum: '720', min: '1', max: '9000', mean: 6, median: 5, unit: 'WORKING_DAY' as const };
  return {
    objectCode,
    indicator: 'TIME',
    state: 'NOT_ACHIEVED',
    share: 0.6,
    n: 120,
    interval: { lower: 0.5, upper: 0.7, confidence: 0.95 },
    compared: 120,
    norms: [{ amount: '5', unit: 'WORKING_DAY' }],
    approved: [{ amount: '5', unit: 'WORKING_DAY', basis: null }],
    comparison: {
      normIds: [],
      actual: statistics,
      expectation: { ...statistics, mean: 4 },
      withinNorm: 72,
      meanDeviation: { signed: 1, absolute: 1, percent: 20, unit: 'WORKING_DAY' },
      maximumDeviation: { signed: 8995, absolute: 8995, percent: 179_900, unit: 'WORKING_DAY' },
      endToEnd: null,
    },
    ...change,
  };
}

/** A month of a service as one system stated it, in two of three municipalities. */
export function observedMonth(code: string, month: string, change: Partial<MonthFacts> = {}): MonthFacts {
  const of = { code, name: name(`Кызмат ${code}`), countUnit: 'APPLICATION', month };
  return { ...of, delivered: 50, municipalities: 2, places: 3, preliminary: 0, sources: ['Санарип Аймак'], ...change };
}

/** Nobody was asked by the unit itself. */
export const noSurvey: SurveyFacts = {
  sheets: 0,
  regions: [
    { name: name('Чүй облусу'), sheets: 0 },
    { name: name('Талас облусу'), sheets: 0 },
  ],
  rule: { confidence: 0.99, leastDifference: 0.05 },
  comparisons: [],
};

/** A small report: two services, one of which nobody could rank, in one region. */
export function reportFacts(change: Partial<ReportFacts> = {}): ReportFacts {
  const region = name('Чүй облусу');
  const tooFew = rankedService('B', { rank: null, band: null, unrankedReason: 'TOO_FEW', n: 3 });
  return {
    year: 2026,
    revision: 1,
    isDraft: true,
    date: '2026-11-14',
    author: name('Жооптуу аткаруучу'),
    run: {
      id: '0197a000-0000-7000-8000-000000000001',
      method: 1,
      referenceDay: '2026-10-25',
      revisions: 2,
      responses: 123,
      minimumSample: 10,
      highQuality: 0.7,
      demand: { high: 1 / 3, low: 1 / 3 },
    },
    objects: [
      { code: 'A', name: name('Кызмат A'), isComplex: false, municipalities: 2, withProvider: 1 },
      { code: 'B', name: name('Кызмат B'), isComplex: false, municipalities: 2, withProvider: 2 },
    ],
    providers: [
      {
        municipality: name('Аламүдүн'),
        region,
        district: name('Аламүдүн району'),
        soate: '41708203000000',
        isMerged: false,
        provider: name('Айыл өкмөтү'),
        objectCodes: ['A', 'B'],
      },
      { municipality: name('Кожояр'), region, district: null, soate: '41708203800000', isMerged: true, provider: null, objectCodes: ['A'] },
    ],
    coverage: [{ region, due: 2, questionnaires: 1, reports: 1 }],
    quality: { entries: [rankedService('A')], unranked: [tooFew] },
    demand: { entries: [rankedService('A'), rankedService('B', { deliveries: { ...tooFew.deliveries, value: 100 } })], unranked: [] },
    results: ['A', 'B'].flatMap((code) =>
      indicatorCodes.map((indicator) =>
        indicator === 'TIME'
          ? timeResult(code)
          : {
              ...timeResult(code),
              indicator,
              state: 'NO_DATA' as const,
              share: null,
              n: 0,
              interval: null,
              comparison: null,
              norms: [],
              approved: [],
            },
      ),
    ),
    achievement: [null, region].flatMap((place) =>
      indicatorCodes.map((indicator) => ({ region: place, indicator, counts: stateCounts({ ACHIEVED: 1, NOT_ACHIEVED: 2, NO_DATA: 1 }) })),
    ),
    problems: [{ name: name('Кезек'), mentions: 12, share: 12 / 123, previousMentions: null, isTypical: true, isTopical: false }],
    hasRunBefore: false,
    dynamics: indicatorCodes.map((indicator) => ({ year: 2024, indicator, counts: stateCounts({ ACHIEVED: 1, NOT_ACHIEVED: 1 }) })),
    volumes: (['Q1', 'Q2'] as const).map((quarter) => ({
      code: 'A',
      name: name('Кызмат A'),
      countUnit: 'APPLICATION',
      quarter,
      total: { value: 150, n: 2, notOffered: 0, missing: 0, isComplete: true },
    })),
    months: [observedMonth('A', '2026-01-01'), observedMonth('A', '2026-02-01', { delivered: null, municipalities: 0, preliminary: 2 })],
    surveys: noSurvey,
    narratives: { INTRODUCTION: { ky: 'Киришүү сөз.\n\nЭкинчи абзац.', ru: 'Вводное слово.' } },
    hasFullAppendix: false,
    ...change,
  };
}
