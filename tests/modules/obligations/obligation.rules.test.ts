import { describe, expect, it } from 'vitest';
import {
  decisionRefusal,
  deferralInputViolations,
  type FilingFacts,
  grantRefusal,
  requestRefusal,
  statusOf,
  timelinessOf,
  untilViolation,
} from '../../../src/modules/obligations/obligation.rules.ts';

const deadline = { dueOn: '2026-10-20', isInclusive: true };
const inTime = new Date('2026-10-20T23:59:59.999+06:00');
const late = new Date('2026-10-21T00:00:00+06:00');
const facts = (change: Partial<FilingFacts> = {}): FilingFacts => ({
  partState: 'DRAFT',
  firstFiledAt: null,
  acceptedAt: null,
  filedInFullAt: null,
  responses: null,
  expectedResponses: null,
  ...change,
});
const filed = { partState: 'SUBMITTED', firstFiledAt: inTime } as const;

describe('where an obligation stands (R12)', () => {
  it.each([
    ['nothing handed in', facts(), 'DUE'],
    ['the part handed in without it, before it began', facts({ partState: 'SUBMITTED' }), 'DUE'],
    ['handed in', facts(filed), 'FILED'],
    ['one sheet of three', facts({ ...filed, responses: 1, expectedResponses: 3 }), 'PARTIALLY_FILED'],
    ['three of three', facts({ ...filed, responses: 3, expectedResponses: 3 }), 'FILED'],
    ['a nil return', facts({ ...filed, responses: 0, expectedResponses: 3 }), 'FILED'],
    ['no number was set', facts({ ...filed, responses: 1 }), 'FILED'],
    ['returned', facts({ ...filed, partState: 'RETURNED' }), 'RETURNED'],
    ['returned, left out while the List did not ask for it, asked for again', facts({ ...filed, partState: 'DRAFT' }), 'RETURNED'],
    ['accepted', facts({ ...filed, partState: 'ACCEPTED', acceptedAt: late }), 'ACCEPTED'],
    ['accepted, and the part open for a supplement', facts({ ...filed, acceptedAt: late }), 'ACCEPTED'],
    ['accepted, and the supplement returned', facts({ ...filed, partState: 'RETURNED', acceptedAt: late }), 'ACCEPTED'],
    ['accepted, and other content handed in since', facts({ ...filed, filedInFullAt: inTime }), 'FILED'],
    ['… and returned', facts({ ...filed, partState: 'RETURNED', filedInFullAt: inTime }), 'RETURNED'],
  ] as const)('%s: %#', (_, given, status) => {
    expect(statusOf(given)).toBe(status);
  });

  it.each([
    ['not filed at the last instant', null, inTime, 'NOT_YET_DUE'],
    ['not filed, or short, a millisecond after', null, late, 'OVERDUE'],
    ['filed in full at the last instant', inTime, late, 'ON_TIME'],
    ['filed in full a millisecond after', late, late, 'LATE'],
  ] as const)('%s', (_, filedInFullAt, now, timeliness) => {
    expect(timelinessOf({ filedInFullAt }, deadline, now)).toBe(timeliness);
  });
});

describe('deferrals (ours)', () => {
  it.each([
    ['DUE', null, undefined],
    ['RETURNED', 'REFUSED', undefined],
    ['PARTIALLY_FILED', 'GRANTED', undefined],
    ['DUE', 'REQUESTED', 'ours:one-deferral-at-a-time'],
    ['FILED', null, 'ours:deferral-while-due'],
    ['ACCEPTED', null, 'ours:deferral-while-due'],
  ] as const)('asked for while %s with %s', (status, deferralState, rule) => {
    expect(requestRefusal({ status, deferralState, isEnded: false })?.rule).toBe(rule);
  });

  it('an obligation that has ended is not deferred, and only what was asked for is decided', () => {
    expect(requestRefusal({ status: 'DUE', deferralState: null, isEnded: true })?.rule).toBe('ours:deferral-while-due');
    expect(decisionRefusal({ deferralState: 'REQUESTED', isRequester: false })).toBeUndefined();
    for (const deferralState of [null, 'GRANTED', 'REFUSED'] as const)
      expect(decisionRefusal({ deferralState, isRequester: true })?.rule).toBe('ours:deferral-requested');
  });

  it.each([
    ['DUE', false, undefined],
    ['PARTIALLY_FILED', false, undefined],
    ['FILED', false, 'ours:deferral-while-due'],
    ['ACCEPTED', false, 'ours:deferral-while-due'],
    ['DUE', true, 'ours:deferral-while-due'],
  ] as const)('what is %s meanwhile, ended: %j, is granted or not, and may be refused', (status, isEnded, rule) => {
    const facts = { status, isEnded, deferralState: 'REQUESTED', isRequester: false } as const;
    expect(grantRefusal(facts)?.rule).toBe(rule);
    expect(decisionRefusal(facts)).toBeUndefined();
    expect(grantRefusal({ ...facts, isRequester: true })?.rule).toBe('ours:deferral-decided-by-another');
  });

  it('whoever asked for a deferral does not decide on it', () => {
    expect(decisionRefusal({ deferralState: 'REQUESTED', isRequester: true })).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:deferral-decided-by-another',
    });
  });

  it.each([
    ['2026-10-05', false],
    ['2026-10-06', true],
    ['2027-10-06', true],
    ['2027-10-07', false],
  ])('until %s is a day to come within a year: %j', (until, isRight) => {
    expect(untilViolation(until, '2026-10-05') === undefined).toBe(isRight);
  });

  it('names what is wrong with the whole at once', () => {
    expect(deferralInputViolations('obligationIds', [], ' ').map(({ path }) => path?.join('.'))).toEqual([
      'input.obligationIds',
      'input.reason',
    ]);
    const toldOf = (ids: readonly string[]) =>
      deferralInputViolations('obligationIds', ids, 'x').map(({ path, hint }) => [path?.slice(1).join('.'), hint?.en]);
    expect(toldOf([])).toEqual([['obligationIds', 'Give at least one.']]);
    expect(toldOf(['a', 'b', 'a'])).toEqual([['obligationIds.2', 'Give each once.']]);
    expect(toldOf(Array.from({ length: 501 }, (_, index) => String(index)))).toEqual([['obligationIds', 'Send them in parts.']]);
    expect(toldOf(['a'])).toEqual([]);
    expect(untilViolation('2026-10-05', '2026-10-05')?.hint?.en).toBe('Give a day from 2026-10-06 to 2027-10-06.');
  });
});
