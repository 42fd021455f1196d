import { describe, expect, it } from 'vitest';
import {
  daysLeftOf,
  deadlineChangeRefusal,
  deadlinesOf,
  deadlineTemplate,
  dueAtOf,
  isLateAt,
  watchedRoles,
  yearsRefusal,
} from '../../../src/modules/monitoring-cycle/cycle.rules.ts';

const years = { year: 2027, noticeYear: 2026 };
const shifted = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);

describe('the deadlines of a cycle', () => {
  it.each([
    ['R9: the List by 20 April of the notice year', 'LIST_NOTIFIED', null, '2026-04-20', false, 'R9', 'ANALYST'],
    ['R11 (20 days: ours): results of the first quarter', 'QUARTERLY_RESULT', 'Q1', '2027-04-20', true, 'R11', 'ANALYST'],
    ['R11: of the second', 'QUARTERLY_RESULT', 'Q2', '2027-07-20', true, 'R11', 'ANALYST'],
    ['R11: of the third', 'QUARTERLY_RESULT', 'Q3', '2027-10-20', true, 'R11', 'ANALYST'],
    ['R11: of the fourth, in the next year', 'QUARTERLY_RESULT', 'Q4', '2028-01-20', true, 'R11', 'ANALYST'],
    ['R12: questionnaires and report no later than 20 October', 'SUBMISSION', null, '2027-10-20', true, 'R12', 'PROVIDER'],
    ['R-III.2: the final report by 15 November', 'FINAL_REPORT', null, '2027-11-15', false, 'R-III.2', 'ANALYST'],
    ['R-III.4: handed over by 20 November', 'REPORT_HANDED_OVER', null, '2027-11-20', false, 'R-III.4', 'ANALYST'],
    ['R-III.6: the inspection plan by 30 November', 'INSPECTION_PLAN', null, '2027-11-30', false, 'R-III.6', 'ANALYST'],
  ])('%s', (_title, kind, quarter, dueOn, isInclusive, requirement, responsibleRole) => {
    expect(deadlinesOf(years)).toContainEqual({ kind, quarter, dueOn, isInclusive, requirement, responsibleRole });
  });

  it('are nine, made from version 1 of the template', () => {
    expect(deadlinesOf(years)).toHaveLength(9);
    expect(deadlineTemplate.version).toBe(1);
  });

  it('have the List notified in the same year where the notice year is that year', () => {
    expect(deadlinesOf({ year: 2027, noticeYear: 2027 })[0]?.dueOn).toBe('2027-04-20');
  });
});

describe('the last instant in time, in Bishkek', () => {
  it.each([
    ['"no later than" a day ends with that day', { dueOn: '2027-10-20', isInclusive: true }, '2027-10-20T23:59:59.999+06:00'],
    ['"before" a day ends with its eve', { dueOn: '2026-04-20', isInclusive: false }, '2026-04-19T23:59:59.999+06:00'],
    [
      'before the first of a month ends with the month before',
      { dueOn: '2028-03-01', isInclusive: false },
      '2028-02-29T23:59:59.999+06:00',
    ],
  ])('%s', (_title, deadline, dueAt) => {
    expect(dueAtOf(deadline)).toEqual(new Date(dueAt));
  });

  describe.each([
    ['20 October inclusive', { dueOn: '2027-10-20', isInclusive: true }],
    ['20 April exclusive', { dueOn: '2026-04-20', isInclusive: false }],
  ])('%s', (_title, deadline) => {
    it.each([
      ['1 ms before is in time, on the last day', -1, false, 0],
      ['the instant itself is in time, on the last day', 0, false, 0],
      ['1 ms after is late, the day after', 1, true, -1],
      ['a day before is in time, with a day left', -86_400_000, false, 1],
    ])('%s', (_name, offset, isLate, daysLeft) => {
      const instant = shifted(dueAtOf(deadline), offset);
      expect(isLateAt(deadline, instant)).toBe(isLate);
      expect(daysLeftOf(deadline, instant)).toBe(daysLeft);
    });
  });
});

describe('opening a cycle', () => {
  it.each([
    ['the notice year is the same year', { year: 2027, noticeYear: 2027 }, undefined],
    ['the notice year is the year before', { year: 2027, noticeYear: 2026 }, undefined],
    ['the notice year may not be earlier (R9)', { year: 2027, noticeYear: 2025 }, 'R9'],
    ['the notice year may not be later (R9)', { year: 2027, noticeYear: 2028 }, 'R9'],
  ])('%s', (_title, given, rule) => {
    expect(yearsRefusal(given)?.rule).toBe(rule);
  });

  it.each([[1999], [2100]])('a year outside 2000 to 2099 is bad input: %d', (year) => {
    expect(yearsRefusal({ year, noticeYear: year })).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'year'] });
  });
});

describe('moving a deadline', () => {
  const asOf = (now: string) => ({ ...years, now: new Date(now) });
  const before = asOf('2027-09-01T09:00:00+06:00');
  const submission = (dueOn = '2027-10-20') => ({ kind: 'SUBMISSION', dueOn, isInclusive: true }) as const;
  const own = (kind: 'LIST_NOTIFIED' | 'FINAL_REPORT') => ({ kind, dueOn: '2027-11-15', isInclusive: false }) as const;

  it.each([
    ['R12: 20 October may not be extended by a day', submission(), { dueOn: '2027-10-21', isInclusive: true }, 'R12'],
    ['R12: before 21 October is still 20 October', submission(), { dueOn: '2027-10-21', isInclusive: false }, undefined],
    ['an earlier day extends nothing', submission(), { dueOn: '2027-10-19', isInclusive: true }, undefined],
    ['from the day on which the nine months are over', submission(), { dueOn: '2027-10-01', isInclusive: true }, undefined],
    ['… and not before', submission(), { dueOn: '2027-10-01', isInclusive: false }, 'R12'],
    ['the unit moves its own deadlines with a reason', own('FINAL_REPORT'), { dueOn: '2027-11-20', isInclusive: true }, undefined],
  ] as const)('%s', (_title, deadline, change, rule) => {
    expect(deadlineChangeRefusal(deadline, change, before)?.rule).toBe(rule);
  });

  it.each([
    ['today is a day on which everything until now is in time', '2027-10-12', '2027-10-12T23:59:59.999+06:00', undefined],
    ['a day that has passed would make late what was in time', '2027-10-11', '2027-10-12T00:00:00+06:00', 'ours:met-deadline-stays'],
  ] as const)('of the submissions: %s', (_title, dueOn, now, rule) => {
    expect(deadlineChangeRefusal(submission(), { dueOn, isInclusive: true }, asOf(now))?.rule).toBe(rule);
  });

  it.each([
    ['goes back to 20 October while it lies ahead', '2027-10-12T23:59:59.999+06:00', undefined],
    ['and stays once it has passed, or what was late would be in time', '2027-10-13T00:00:00+06:00', 'ours:met-deadline-stays'],
  ] as const)('of the submissions %s', (_title, now, rule) => {
    const back = { dueOn: '2027-10-20', isInclusive: true };
    expect(deadlineChangeRefusal(submission('2027-10-12'), back, asOf(now))?.rule).toBe(rule);
  });

  it('is refused once the deadline is met', () => {
    const met = { ...own('LIST_NOTIFIED'), metAt: new Date('2026-04-10T06:00:00Z') };
    expect(deadlineChangeRefusal(met, { dueOn: '2026-04-25', isInclusive: true }, before)?.rule).toBe('ours:met-deadline-stays');
  });

  it.each([['2025-12-31'], ['2029-01-01']])('stays within the cycle: not %s', (dueOn) => {
    expect(deadlineChangeRefusal(own('LIST_NOTIFIED'), { dueOn, isInclusive: true }, before)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('whose deadlines a person watches', () => {
  it.each([
    ['an analyst: the unit’s', ['ANALYST'], ['ANALYST']],
    ['the head answers for the unit’s', ['HEAD'], ['ANALYST']],
    ['a provider: the providers’', ['PROVIDER'], ['PROVIDER']],
    ['an administrator: none', ['ADMIN'], []],
    ['the public: none', ['PUBLIC'], []],
  ])('%s', (_title, roles, watched) => {
    expect(watchedRoles(roles)).toEqual(watched);
  });
});
