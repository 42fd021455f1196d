import { describe, expect, it } from 'vitest';
import {
  dueDaysOf,
  firstInstantOf,
  firstSchedules,
  isQuiet,
  judgeReminders,
  scheduleViolations,
  type ScheduleSettings,
} from '../../../src/modules/notifications/notice-schedule.rules.ts';
import { addDays, type LocalDate } from '../../../src/shared/calendar.ts';

const at = (instant: string): Date => new Date(`${instant}+06:00`);
const night = { quietFrom: '20:00', quietTo: '08:00' };
const noon = { quietFrom: '12:00', quietTo: '13:00' };

describe('quiet hours', () => {
  const cases: [string, typeof night, string, boolean][] = [
    ['last until the millisecond before their end', night, '2026-10-19T07:59:59.999', true],
    ['are over at their end', night, '2026-10-19T08:00:00', false],
    ['have not begun in the millisecond before', night, '2026-10-19T19:59:59.999', false],
    ['begin at their beginning', night, '2026-10-19T20:00:00', true],
    ['last over midnight', night, '2026-10-20T00:00:00', true],
    ['may lie within a day', noon, '2026-10-19T12:30:00', true],
    ['within a day leave midnight free', noon, '2026-10-19T00:00:00', false],
  ];
  it.each(cases)('%s', (_, hours, now, expected) => expect(isQuiet(hours, at(now))).toBe(expected));

  it('put the first hour of a day where they end, or at midnight', () => {
    expect(firstInstantOf('2026-10-20', night)).toEqual(at('2026-10-20T08:00:00'));
    expect(firstInstantOf('2026-10-20', noon)).toEqual(at('2026-10-20T00:00:00'));
  });
});

const schedule: ScheduleSettings = { offsetDays: [-30, -14, -7, -3, -1, 0], ...night };
const dueOn = '2026-10-20';
/** All days from one to another. */
const span = (from: LocalDate, to: LocalDate): LocalDate[] => (from > to ? [] : [from, ...span(addDays(from, 1), to)]);

interface Case {
  rule: string;
  days: LocalDate[];
  now: string;
  doneAt?: string;
  becomes: string[];
}

describe('a reminder', () => {
  const cases: Case[] = [
    { rule: 'is sent on its day', days: ['2026-10-17'], now: '2026-10-17T08:00:00', becomes: ['-3 SENT'] },
    { rule: 'is sent on no other day', days: ['2026-10-18'], now: '2026-10-18T08:00:00', becomes: [] },
    { rule: 'is sent on the last day itself', days: ['2026-10-20'], now: '2026-10-20T19:59:00', becomes: ['0 SENT'] },
    {
      rule: 'that was missed is sent on return, if it is the latest',
      days: span('2026-10-13', '2026-10-15'),
      now: '2026-10-15T10:00:00',
      becomes: ['-7 SENT'],
    },
    {
      rule: 'that was missed is superseded by a later one',
      days: span('2026-10-06', '2026-10-17'),
      now: '2026-10-17T10:00:00',
      becomes: ['-14 SUPERSEDED', '-7 SUPERSEDED', '-3 SENT'],
    },
    {
      rule: 'makes no sense after the last day in time',
      days: span('2026-10-19', '2026-10-21'),
      now: '2026-10-21T08:00:00',
      becomes: ['-1 SUPERSEDED', '0 DEADLINE_OVER'],
    },
    {
      rule: 'is owed to nobody who had done it before its hour',
      days: ['2026-10-17'],
      now: '2026-10-17T08:00:00',
      doneAt: '2026-10-17T07:59:59.999',
      becomes: [],
    },
    {
      rule: 'that was missed is not sent to who has done it meanwhile',
      days: span('2026-10-13', '2026-10-18'),
      now: '2026-10-18T10:00:00',
      doneAt: '2026-10-16T12:00:00',
      becomes: ['-7 DONE_MEANWHILE'],
    },
  ];
  it.each(cases)('$rule', ({ days, now, doneAt, becomes }) => {
    const judged = judgeReminders({ dueOn, doneAt: doneAt ? at(doneAt) : null }, schedule, days, at(now));
    expect(judged.map(({ offset, skipped }) => `${offset} ${skipped ?? 'SENT'}`)).toEqual(becomes);
  });

  it('after the day still makes sense when it is sent late', () => {
    const overdue = { offsetDays: [1, 7], ...night };
    const judged = judgeReminders({ dueOn, doneAt: null }, overdue, span('2026-10-21', '2026-10-30'), at('2026-10-30T09:00:00'));
    expect(judged).toEqual([{ offset: 1, skipped: 'SUPERSEDED' }, { offset: 7 }]);
  });

  it('is looked for by the days that have one', () => {
    expect(dueDaysOf(['2026-10-19', '2026-10-20'], [-1, 0]).toSorted()).toEqual(['2026-10-19', '2026-10-20', '2026-10-21']);
  });
});

describe('a schedule', () => {
  it('that a fresh database is given is itself in order', () => {
    for (const [kind, settings] of Object.entries(firstSchedules)) expect(scheduleViolations(kind as never, settings)).toEqual([]);
  });

  const wrong: [string, Partial<ScheduleSettings>, string[]][] = [
    ['no days', { offsetDays: [] }, ['offsetDays']],
    ['a day twice', { offsetDays: [-3, -3] }, ['offsetDays']],
    ['a reminder after the day', { offsetDays: [1] }, ['offsetDays']],
    ['a day more than a year away', { offsetDays: [-367] }, ['offsetDays']],
    ['times that are none, both told', { quietFrom: '24:00', quietTo: '8' }, ['quietFrom', 'quietTo']],
    ['quiet hours of no length', { quietFrom: '08:00', quietTo: '08:00' }, ['quietTo']],
    ['everything at once', { offsetDays: [0.5], quietFrom: 'x', quietTo: '' }, ['offsetDays', 'quietFrom', 'quietTo']],
  ];
  it.each(wrong)('is refused with %s', (_, change, fields) => {
    const violations = scheduleViolations('UNIT_DEADLINE', { ...schedule, ...change });
    expect(violations.map(({ path }) => path?.at(-1))).toEqual(fields);
  });

  it('of overdue notices lies after the day', () => {
    expect(scheduleViolations('SUBMISSION_OVERDUE', { ...schedule, offsetDays: [0] })).toHaveLength(1);
    expect(scheduleViolations('SUBMISSION_OVERDUE', { ...schedule, offsetDays: [1] })).toEqual([]);
  });
});
