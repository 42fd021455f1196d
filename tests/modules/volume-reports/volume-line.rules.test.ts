import { describe, expect, it } from 'vitest';
import {
  type LineContext,
  type LineInput,
  lineCountViolation,
  lineViolations,
} from '../../../src/modules/volume-reports/volume-line.rules.ts';

const context: LineContext = {
  year: 2026,
  now: new Date('2026-10-05T09:00:00+06:00'),
  municipalityId: 'here',
  serviceByCode: new Map([
    ['A', { id: 'a', validFrom: null, validTo: null }],
    ['CLOSED', { id: 'c', validFrom: null, validTo: '2026-04-01' }],
    ['LATER', { id: 'l', validFrom: '2026-06-30', validTo: null }],
  ]),
  offerById: new Map([
    ['mine', { municipalityId: 'here', serviceId: 'a' }],
    ['of another service', { municipalityId: 'here', serviceId: 'c' }],
    ["of a neighbour's", { municipalityId: 'there', serviceId: 'a' }],
  ]),
  numberOf: (index) => index,
};
const line = (change: Partial<LineInput> = {}): LineInput => ({
  serviceCode: 'A',
  quarter: 'Q1',
  channel: 'IN_PERSON',
  delivered: { state: 'VALUE', value: 3 },
  ...change,
});
const wrong = (lines: LineInput[], change: Partial<LineContext> = {}) =>
  lineViolations(lines, { ...context, ...change }).map(({ code, rule, path }) => [rule ?? code, path?.slice(2).join('.')]);

describe('a line is taken with', () => {
  it.each<[string, Partial<LineInput>]>([
    ['a count', {}],
    ['a 0, which is a statement', { delivered: { state: 'VALUE', value: 0 } }],
    ['the reason why the service is not offered', { delivered: { state: 'NOT_OFFERED', reason: 'адис жок' } }],
    ['nothing, which takes back what was said', { delivered: { state: 'MISSING' } }],
    ['an offer of its own', { offerId: 'mine' }],
    ['what was paid', { paidTotal: '0.00' }],
    ['a service that was in force on the first day of the quarter', { serviceCode: 'CLOSED' }],
    ['a service that came into force on its last day', { serviceCode: 'LATER', quarter: 'Q2' }],
  ])('%s', (_, change) => {
    expect(wrong([line(change)])).toEqual([]);
  });
});

describe('a line is refused', () => {
  it.each<[string, Partial<LineInput>, [string, string]]>([
    ['with a service that is not there', { serviceCode: 'Z' }, ['ours:volume-service', '0.serviceCode']],
    ['of the fourth quarter: the report is of nine months (R12)', { quarter: 'Q4' }, ['R12', '0.quarter']],
    ['as a VALUE without a count: it is not taken for 0', { delivered: { state: 'VALUE' } }, ['ours:volume-figure', '0.delivered.value']],
    ['as MISSING with a count', { delivered: { state: 'MISSING', value: 0 } }, ['ours:volume-figure', '0.delivered.value']],
    [
      'as NOT_OFFERED with a count',
      { delivered: { state: 'NOT_OFFERED', value: 0, reason: 'x' } },
      ['ours:volume-figure', '0.delivered.value'],
    ],
    ['as NOT_OFFERED without a reason', { delivered: { state: 'NOT_OFFERED', reason: ' ' } }, ['ours:volume-reason', '0.delivered.reason']],
    [
      'with a reason beside a count, which would be lost',
      { delivered: { state: 'VALUE', value: 3, reason: 'x' } },
      ['ours:volume-reason', '0.delivered.reason'],
    ],
    ['with a reason alone', { delivered: { state: 'MISSING', reason: 'x' } }, ['ours:volume-reason', '0.delivered.reason']],
    ['with money where there is no count', { delivered: { state: 'MISSING' }, paidTotal: '1.00' }, ['ours:volume-paid', '0.paidTotal']],
    ['with an offer of another service', { offerId: 'of another service' }, ['ours:volume-offer', '0.offerId']],
    ["with a neighbour's offer", { offerId: "of a neighbour's" }, ['ours:volume-offer', '0.offerId']],
    ['with an offer that is not there', { offerId: 'none' }, ['ours:volume-offer', '0.offerId']],
    [
      'of a service closed on the first day of the quarter',
      { serviceCode: 'CLOSED', quarter: 'Q2' },
      ['ours:volume-service-in-force', '0.serviceCode'],
    ],
    ['of a service that came later', { serviceCode: 'LATER', quarter: 'Q1' }, ['ours:volume-service-in-force', '0.serviceCode']],
    ['with an explanation over 2000 characters', { explanation: 'x'.repeat(2001) }, ['ours:volume-text', '0.explanation']],
  ])('%s', (_, change, expected) => {
    expect(wrong([line(change)])).toEqual([expected]);
  });

  it('before its quarter has begun in Bishkek', () => {
    const last = new Date('2026-06-30T17:59:59.999Z');
    const first = new Date('2026-06-30T18:00:00.000Z');
    expect(wrong([line({ quarter: 'Q3' })], { now: last })).toEqual([['ours:quarter-begun', '0.quarter']]);
    expect(wrong([line({ quarter: 'Q3' })], { now: first })).toEqual([]);
    expect(wrong([line({ quarter: 'Q3', delivered: { state: 'MISSING' } })], { now: last }), 'MISSING may be said at any time').toEqual([]);
  });

  it('when the same line stands twice, and all that is wrong is told at once', () => {
    expect(wrong([line(), line({ channel: 'ELECTRONIC' }), line(), line({ serviceCode: 'Z', quarter: 'Q4' })])).toEqual([
      ['ours:volume-line-once', '2.serviceCode'],
      ['ours:volume-service', '3.serviceCode'],
      ['R12', '3.quarter'],
    ]);
  });
});

it('500 lines are taken at a time, and not 501', () => {
  expect(lineCountViolation(500)).toBeUndefined();
  expect(lineCountViolation(501)).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'lines'] });
});
