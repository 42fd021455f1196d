import { describe, expect, it } from 'vitest';
import {
  canLend,
  canStandIn,
  type DelegationFacts,
  delegationViolations,
  endingRefusal,
  isDelegationInForce,
} from '../../../src/modules/users/head-delegation.rules.ts';
import { dayOf } from '../../../src/shared/calendar.ts';

describe('who may act for whom (ours)', () => {
  it.each([
    [['HEAD'], true, true],
    [['HEAD'], false, false],
    [['ANALYST'], true, false],
  ])('a head who lends: %j, active %s = %s', (roles, isActive, may) => expect(canLend({ roles, isActive })).toBe(may));

  it.each([
    [['ANALYST'], true, true],
    [['COLLEGIUM_SECRETARY', 'ANALYST'], true, true],
    [['ANALYST'], false, false],
    [['HEAD'], true, false],
    [['ANALYST', 'ADMIN'], true, false],
    [['PROVIDER'], true, false],
    [['INTERAGENCY_BODY'], true, false],
    [[], true, false],
  ])('a delegate: %j, active %s = %s', (roles, isActive, may) => expect(canStandIn({ roles, isActive })).toBe(may));
});

describe('a delegation', () => {
  const facts = (change: Partial<DelegationFacts> = {}): DelegationFacts => ({
    head: { roles: ['HEAD'], isActive: true },
    delegate: { roles: ['ANALYST'], isActive: true },
    validFrom: '2026-03-02',
    validTo: '2026-03-03',
    today: '2026-03-02',
    act: { kind: 'order', number: '7-к', adoptedOn: '2026-03-01', title: { ky: 'Буйрук', ru: 'Приказ' } },
    reason: 'өргүү',
    ...change,
  });
  const paths = (change: Partial<DelegationFacts>) => delegationViolations(facts(change)).map(({ path }) => path?.[1]);

  it.each([
    ['one day from today', {}, []],
    ['366 days', { validTo: '2027-03-03' }, []],
    ['367 days', { validTo: '2027-03-04' }, ['validTo']],
    ['no day', { validTo: '2026-03-02' }, ['validTo']],
    ['from yesterday', { validFrom: '2026-03-01' }, ['validFrom']],
    ['without a reason', { reason: ' ' }, ['reason']],
  ])('lasts 1 to 366 days from today or later, with a reason: %s', (_title, change, wrong) => expect(paths(change)).toEqual(wrong));

  it('all that is wrong is told at once', () => {
    const nobody = { roles: ['PROVIDER'], isActive: true };
    expect(paths({ head: nobody, delegate: nobody, validFrom: '2026-01-01', validTo: '2026-01-01', reason: '' })).toEqual([
      'headId',
      'delegateId',
      'validFrom',
      'validTo',
      'reason',
    ]);
  });

  it.each([
    ['2026-03-01T23:59:59.999+06:00', false],
    ['2026-03-02T00:00:00+06:00', true],
    ['2026-03-02T23:59:59.999+06:00', true],
    ['2026-03-03T00:00:00+06:00', false],
  ])('holds from its first day to the eve of validTo in Bishkek: %s = %s', (instant, holds) => {
    const day = dayOf(new Date(instant));
    expect(isDelegationInForce(facts(), day)).toBe(holds);
    expect(isDelegationInForce({ ...facts(), endedAt: new Date() }, day)).toBe(false);
  });

  it('is ended once, while it is not over', () => {
    expect(endingRefusal(facts(), '2026-03-02')).toBeUndefined();
    expect(endingRefusal(facts(), '2026-03-03')?.rule).toBe('ours:head-delegation');
    expect(endingRefusal({ ...facts(), endedAt: new Date() }, '2026-03-02')?.rule).toBe('ours:head-delegation');
  });
});
