import { describe, expect, it } from 'vitest';
import type { Violation } from '../../../src/shared/errors.ts';
import {
  changeRefusal,
  discrepancyOf,
  type LineFacts,
  observedFigure,
  quarterDays,
  reportChecks,
  reportPeriod,
  reportTotal,
  takingRefusal,
} from '../../../src/modules/volume-reports/volume-report.rules.ts';

const value = (count: number) => ({ state: 'VALUE', value: count }) as const;
const missing = { state: 'MISSING', value: null } as const;
const notOffered = { state: 'NOT_OFFERED', value: null } as const;

const line = (change: Partial<LineFacts> = {}): LineFacts => ({
  serviceCode: 'A',
  quarter: 'Q1',
  channel: 'IN_PERSON',
  deliveredState: 'VALUE',
  deliveredValue: 10,
  deliveredSource: 'MANUAL',
  deliveredAt: new Date('2026-10-05T00:00:00Z'),
  paidTotal: null,
  feeKind: 'FULLY_PAID',
  explanation: null,
  observedMonths: 0,
  observedSum: null,
  ...change,
});
const key = (serviceCode: string) => ({ serviceCode, quarter: 'Q1', channel: 'IN_PERSON' }) as const;
const checksOf = (change: Partial<LineFacts>) => rulesOf(reportChecks({ year: 2026, lines: [line(change)], expected: [] }));
const rulesOf = (violations: readonly Violation[]) => violations.map(({ rule }) => rule);

describe('the period of the report (R12)', () => {
  it('is from 1 January to 30 September, the end exclusive', () => {
    expect(reportPeriod(2026)).toEqual({ periodFrom: '2026-01-01', periodTo: '2026-10-01' });
  });

  it('is three quarters that follow each other without a gap', () => {
    const days = (['Q1', 'Q2', 'Q3'] as const).map((quarter) => quarterDays(2026, quarter));
    expect(days[0]?.periodFrom).toBe(reportPeriod(2026).periodFrom);
    expect(days[1]?.periodFrom).toBe(days[0]?.periodTo);
    expect(days[2]?.periodFrom).toBe(days[1]?.periodTo);
    expect(days[2]?.periodTo).toBe(reportPeriod(2026).periodTo);
  });
});

describe('an observed quarter', () => {
  it.each([
    ['three months are their sum', 3, 12, value(12)],
    ['three months of nothing are 0, which is a value', 3, 0, value(0)],
    ['two months are MISSING, never a smaller sum', 2, 12, missing],
    ['no month is MISSING, not 0', 0, null, missing],
  ])('%s', (_, observedMonths, observedSum, figure) => {
    expect(observedFigure({ observedMonths, observedSum })).toEqual(figure);
  });
});

describe('a difference is over the tolerance when over 10 % and over 5', () => {
  it.each([
    ['none where the figures agree', value(7), value(7), undefined],
    ['none where nothing is reported: MISSING is not compared', missing, value(7), undefined],
    ['none where the service is not offered', notOffered, value(7), undefined],
    ['none where nothing is observed', value(7), missing, undefined],
    ['5 is not over 5, however small the count', value(15), value(10), { difference: 5, relative: 0.5, isOverTolerance: false }],
    ['6 of 10 is', value(16), value(10), { difference: 6, relative: 0.6, isOverTolerance: true }],
    ['10 % exactly is not over 10 %', value(110), value(100), { difference: 10, relative: 0.1, isOverTolerance: false }],
    ['11 of 100 is', value(111), value(100), { difference: 11, relative: 0.11, isOverTolerance: true }],
    ['as much when too little is reported', value(89), value(100), { difference: -11, relative: -0.11, isOverTolerance: true }],
    [
      'of an observed 0 there is no share, and 5 is not over',
      value(5),
      value(0),
      { difference: 5, relative: null, isOverTolerance: false },
    ],
    ['of an observed 0 and 6 reported it is over', value(6), value(0), { difference: 6, relative: null, isOverTolerance: true }],
    ['a reported 0 is compared', value(0), value(6), { difference: -6, relative: -1, isOverTolerance: true }],
  ])('%s', (_, delivered, observed, expected) => {
    expect(discrepancyOf(delivered, observed)).toEqual(expected && { ...expected, reported: delivered.value, observed: observed.value });
  });
});

describe('the total of a report', () => {
  it('adds the values and counts beside them what is not offered and what is missing', () => {
    const lines = [
      line(),
      line({ quarter: 'Q2', deliveredValue: 0 }),
      line({ quarter: 'Q3', deliveredState: 'NOT_OFFERED', deliveredValue: null }),
    ];
    expect(reportTotal({ lines, expected: [] })).toEqual({ value: 10, n: 2, notOffered: 1, missing: 0, isComplete: true });
  });

  it('is null, not 0, with nothing to add', () => {
    const lines = [line({ deliveredState: 'MISSING', deliveredValue: null })];
    expect(reportTotal({ lines, expected: [] })).toEqual({ value: null, n: 0, notOffered: 0, missing: 1, isComplete: false });
  });

  it('misses what the List asks for and no line is there for', () => {
    expect(reportTotal({ lines: [line()], expected: [key('A'), key('B')] })).toMatchObject({ n: 1, missing: 1, isComplete: false });
  });

  it('is not complete while no List is approved', () => {
    expect(reportTotal({ lines: [line()], expected: undefined })).toMatchObject({ missing: 0, isComplete: false });
    expect(reportTotal({ lines: [], expected: undefined })).toMatchObject({ value: null, isComplete: false });
  });
});

describe('the checks of a report name', () => {
  it('every figure that nobody stated, of a line or of the List (R12)', () => {
    const lines = [line({ deliveredState: 'MISSING', deliveredValue: null, deliveredAt: null, deliveredSource: null })];
    const checks = reportChecks({ year: 2026, lines, expected: [key('A'), key('B')] });
    expect(checks).toMatchObject([
      { rule: 'R12', path: ['lines', 'A', 'Q1', 'IN_PERSON'] },
      { rule: 'R12', path: ['lines', 'B', 'Q1', 'IN_PERSON'] },
    ]);
  });

  it('the List that is not approved (R9)', () => {
    expect(rulesOf(reportChecks({ year: 2026, lines: [line()], expected: undefined }))).toEqual(['R9']);
  });

  it.each<[string, Partial<LineFacts>, string[]]>([
    ['nothing of a line in order', {}, []],
    ['nothing of a service that is not offered', { deliveredState: 'NOT_OFFERED', deliveredValue: null }, []],
    ['a figure of the last instant of its quarter', { deliveredAt: new Date('2026-03-31T17:59:59.999Z') }, ['ours:figure-after-quarter']],
    ['not one of the instant after, in Bishkek', { deliveredAt: new Date('2026-03-31T18:00:00.000Z') }, []],
    ['not one that a source stated', { deliveredAt: new Date('2026-03-31T17:59:59.999Z'), deliveredSource: 'CONNECTOR' }, []],
    ['money paid for nothing', { deliveredValue: 0, paidTotal: '0.01' }, ['ours:paid-without-deliveries']],
    ['not a 0.00 for nothing', { deliveredValue: 0, paidTotal: '0.00' }, []],
    ['money paid for a free service', { feeKind: 'FREE', paidTotal: '5.00' }, ['ours:paid-for-free']],
    [
      'a service said not to be offered that a source counts',
      { deliveredState: 'NOT_OFFERED', deliveredValue: null, observedMonths: 1, observedSum: 2 },
      ['ours:not-offered-but-observed'],
    ],
    ['a difference over the tolerance', { observedMonths: 3, observedSum: 16 }, ['ours:volume-discrepancy']],
    ['not one that is explained', { observedMonths: 3, observedSum: 16, explanation: 'тейлөө' }, []],
    ['not one within it', { observedMonths: 3, observedSum: 15 }, []],
  ])('%s', (_, change, rules) => {
    expect(checksOf(change)).toEqual(rules);
  });

  it('each with words in three languages and what to do', () => {
    const checks = reportChecks({
      year: 2026,
      lines: [
        line({
          feeKind: 'FREE',
          paidTotal: '5.00',
          deliveredValue: 0,
          deliveredAt: new Date('2026-01-05T00:00:00Z'),
          observedMonths: 3,
          observedSum: 16,
        }),
        line({ quarter: 'Q2', deliveredState: 'NOT_OFFERED', deliveredValue: null, observedMonths: 1, observedSum: 1 }),
        line({ quarter: 'Q3', deliveredState: 'MISSING', deliveredValue: null }),
      ],
      expected: undefined,
    });
    expect(new Set(rulesOf(checks)).size).toBe(7);
    for (const { message, hint } of checks) for (const text of [message, hint]) expect(text).toMatchObject({ ky: /./, ru: /./, en: /./ });
  });
});

describe('a report that is handed in', () => {
  it('is not changed', () => {
    expect(changeRefusal({ lockedAt: new Date() })).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:report-handed-in' });
    expect(changeRefusal({ lockedAt: null })).toBeUndefined();
  });
});

describe('an observed figure is taken over', () => {
  it('only of a whole quarter', () => {
    expect(takingRefusal(line({ observedMonths: 3, observedSum: 0 }), [])).toBeUndefined();
    expect(takingRefusal(line({ observedMonths: 2, observedSum: 9 }), ['x'])).toMatchObject({
      rule: 'ours:observed-whole-quarter',
      path: ['x'],
    });
  });
});
