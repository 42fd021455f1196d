import { describe, expect, it } from 'vitest';
import {
  hasEnded,
  nilReturnRefusal,
  quarterOf,
  quarterPeriod,
  recordKindOf,
  voidReason,
  yearPeriod,
  yearViolation,
} from '../../../src/modules/complaints/complaint-record.rules.ts';

describe('the days of a quarter', () => {
  it.each([
    ['Q1' as const, '2026-01-01', '2026-04-01'],
    ['Q2' as const, '2026-04-01', '2026-07-01'],
    ['Q3' as const, '2026-07-01', '2026-10-01'],
    ['Q4' as const, '2026-10-01', '2027-01-01'],
  ])('%s is from %s to before %s', (quarter, periodFrom, periodTo) => {
    expect(quarterPeriod({ year: 2026, quarter })).toEqual({ periodFrom, periodTo });
  });

  it.each([
    ['2026-01-01', 2026, 'Q1'],
    ['2026-03-31', 2026, 'Q1'],
    ['2026-04-01', 2026, 'Q2'],
    ['2028-02-29', 2028, 'Q1'],
    ['2026-09-30', 2026, 'Q3'],
    ['2026-12-31', 2026, 'Q4'],
    ['2027-01-01', 2027, 'Q1'],
  ])('%s falls in %i %s', (day, year, quarter) => {
    expect(quarterOf(day)).toEqual({ year, quarter });
  });

  it('add up to the days of the year', () => {
    expect(yearPeriod(2026)).toEqual({
      periodFrom: quarterPeriod({ year: 2026, quarter: 'Q1' }).periodFrom,
      periodTo: quarterPeriod({ year: 2026, quarter: 'Q4' }).periodTo,
    });
  });
});

describe('a quarter has ended, by the clock of Bishkek', () => {
  it.each([
    ['not at 23:59:59.999 of 31 March', 'Q1' as const, '2026-03-31T23:59:59.999+06:00', false],
    ['at 00:00 of 1 April', 'Q1' as const, '2026-04-01T00:00:00.000+06:00', true],
    ['while it is still 31 March in UTC', 'Q1' as const, '2026-03-31T18:00:00.000Z', true],
    ['not 1 ms before', 'Q1' as const, '2026-03-31T17:59:59.999Z', false],
    ['the fourth one not before the year ends', 'Q4' as const, '2026-12-31T23:59:59.999+06:00', false],
    ['and then at once', 'Q4' as const, '2027-01-01T00:00:00.000+06:00', true],
  ])('%s', (_title, quarter, now, ended) => {
    expect(hasEnded({ year: 2026, quarter }, new Date(now))).toBe(ended);
  });
});

describe('what a municipality has said of a quarter', () => {
  it.each([
    ['nobody said anything: no record is kept, which is no zero', { received: 0, isConfirmedNil: false }, 'NONE_KEPT'],
    ['a nil return says zero', { received: 0, isConfirmedNil: true }, 'NIL_RETURN'],
    ['what is registered is counted', { received: 2, isConfirmedNil: false }, 'COMPLAINTS'],
    ['and outweighs a nil return', { received: 1, isConfirmedNil: true }, 'COMPLAINTS'],
  ])('%s', (_title, facts, kind) => {
    expect(recordKindOf(facts)).toBe(kind);
  });
});

describe('"no complaints" of a quarter', () => {
  it.each([
    [
      'can be said when it has ended and none is registered',
      { wasThere: true, isOver: true, received: 0, isConfirmedNil: false },
      undefined,
    ],
    ['not before it has ended', { wasThere: true, isOver: false, received: 0, isConfirmedNil: false }, 'ours:nil-after-quarter'],
    [
      'not where the municipality was not there',
      { wasThere: false, isOver: true, received: 0, isConfirmedNil: false },
      'ours:nil-in-force',
    ],
    ['not where one is registered', { wasThere: true, isOver: true, received: 1, isConfirmedNil: false }, 'ours:nil-without-complaints'],
    [
      'that it has not ended is said first',
      { wasThere: true, isOver: false, received: 1, isConfirmedNil: false },
      'ours:nil-after-quarter',
    ],
    ['not twice', { wasThere: true, isOver: true, received: 0, isConfirmedNil: true }, 'CONFLICT'],
  ])('%s', (_title, facts, refusal) => {
    const violation = nilReturnRefusal(facts);
    expect(violation?.rule ?? violation?.code).toBe(refusal);
  });

  it('no longer stands for a reason that names the day, in Kyrgyz first', () => {
    expect(voidReason('2026-02-03')).toMatch(/^Ушул кварталда \(2026-02-03\).*\/ .*жалоба.*\(2026-02-03\)/);
  });
});

describe('the year of a record', () => {
  it.each([
    [1989, 'BAD_USER_INPUT'],
    [1990, undefined],
    [2099, undefined],
    [2100, 'BAD_USER_INPUT'],
    [-1, 'BAD_USER_INPUT'],
    [2147483647, 'BAD_USER_INPUT'],
  ])('%i: %s', (year, code) => {
    expect(yearViolation(year, ['year'])?.code).toBe(code);
  });
});
