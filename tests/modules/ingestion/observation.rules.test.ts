import { describe, expect, it } from 'vitest';
import {
  acceptRefusal,
  judge,
  type KnownFacts,
  type PastObservation,
  rejectRefusal,
  type StatedCount,
  type Verdict,
} from '../../../src/modules/ingestion/observation.rules.ts';

const row = (said: Partial<StatedCount> = {}): StatedCount => ({
  delivered: 214,
  status: 'FINAL',
  revision: 2,
  periodTo: '2026-11-01',
  ...said,
});
const past = (said: Partial<PastObservation> = {}): PastObservation => ({
  id: 'head',
  revision: 1,
  delivered: 200,
  stated: 'FINAL',
  status: 'CURRENT',
  isAbsent: false,
  asOfDay: '2026-11-02',
  ...said,
});
const known = (facts: Partial<KnownFacts> = {}): KnownFacts => ({
  municipalityIds: ['m'],
  isOfSource: true,
  serviceId: 's',
  history: [],
  previousDelivered: null,
  asOfDay: '2026-11-05',
  ...facts,
});
const withPast = (...history: PastObservation[]) => known({ history });

const nothing = { kind: 'UNCHANGED' };
const store = (status: string, supersedes: string | null) => ({ kind: 'STORE', status, supersedes });
const quarantine = (rule: string) => ({ kind: 'QUARANTINE', violation: expect.objectContaining({ rule }) });
type Expected = ReturnType<typeof store> | ReturnType<typeof quarantine> | typeof nothing | { kind: 'RESTORE'; observationId: string };

describe('per key the highest revision is current', () => {
  const cases: [string, StatedCount, KnownFacts, Expected][] = [
    ['the first word on a key is current', row(), known(), store('CURRENT', null)],
    ['a stated 0 is current, as any count', row({ delivered: 0 }), known(), store('CURRENT', null)],
    ['a higher revision supersedes the current one', row(), withPast(past()), store('CURRENT', 'head')],
    ['the same revision and value changes nothing', row({ revision: 1, delivered: 200 }), withPast(past()), nothing],
    [
      'a preliminary count that is final now takes its own place',
      row({ revision: 1, delivered: 200 }),
      withPast(past({ stated: 'PRELIMINARY' })),
      store('CURRENT', 'head'),
    ],
    [
      'a final count that is called preliminary again changes nothing',
      row({ revision: 1, delivered: 200, status: 'PRELIMINARY' }),
      withPast(past(), past({ id: 'old', stated: 'PRELIMINARY', status: 'SUPERSEDED' })),
      nothing,
    ],
    ['the same count under a higher revision is its successor', row({ delivered: 200 }), withPast(past()), store('CURRENT', 'head')],
    [
      'the same revision with another value waits for a person',
      row({ revision: 1, delivered: 201 }),
      withPast(past()),
      quarantine('ours:one-value-per-revision'),
    ],
    [
      'the same revision taken back waits for a person',
      row({ revision: 1, delivered: 200, status: 'WITHDRAWN' }),
      withPast(past()),
      quarantine('ours:one-value-per-revision'),
    ],
    ['a lower revision is kept and ignored', row({ revision: 1 }), withPast(past({ revision: 3 })), store('SUPERSEDED', null)],
    [
      'a lower revision is ignored even where it would jump',
      row({ revision: 1, delivered: 9000 }),
      withPast(past({ revision: 3 })),
      store('SUPERSEDED', null),
    ],
    [
      'a revision that was superseded and comes again changes nothing',
      row({ revision: 1, delivered: 180 }),
      withPast(past({ revision: 3 }), past({ id: 'old', delivered: 180, status: 'SUPERSEDED' })),
      nothing,
    ],
  ];
  it.each(cases)('%s', (_, stated, facts, expected) => expect(judge(stated, facts)).toEqual(expected));
});

describe('a source that numbers no revisions is read again and again', () => {
  const cases: [string, StatedCount, KnownFacts, Expected][] = [
    ['the same count read later changes nothing', row({ delivered: 200 }), withPast(past()), nothing],
    ['another count read later is current', row({ delivered: 201 }), withPast(past()), store('CURRENT', 'head')],
    [
      'a month that has ended meanwhile is final',
      row({ delivered: 200 }),
      withPast(past({ stated: 'PRELIMINARY' })),
      store('CURRENT', 'head'),
    ],
    ['the first word on a key is current', row(), known(), store('CURRENT', null)],
  ];
  it.each(cases)('%s', (_, stated, facts, expected) => expect(judge(stated, facts, { hasRevisions: false })).toEqual(expected));
});

describe('what is withdrawn is no longer current, and nothing is deleted', () => {
  const withdrawn = past({ status: 'WITHDRAWN', stated: 'WITHDRAWN', revision: 2, delivered: 0 });
  const absent = past({ status: 'WITHDRAWN', isAbsent: true });
  const cases: [string, StatedCount, KnownFacts, Expected][] = [
    ['a withdrawal takes the place of the count', row({ status: 'WITHDRAWN', delivered: 0 }), withPast(past()), store('WITHDRAWN', 'head')],
    ['a withdrawal of something unknown is kept', row({ status: 'WITHDRAWN', delivered: 0 }), known(), store('WITHDRAWN', null)],
    [
      'a withdrawal that comes again changes nothing, whatever count it carries',
      row({ status: 'WITHDRAWN', delivered: 7 }),
      withPast(withdrawn),
      nothing,
    ],
    ['a count after a withdrawal is current', row({ revision: 3 }), withPast(withdrawn), store('CURRENT', 'head')],
    ['a count from before a withdrawal is kept and ignored', row({ revision: 1 }), withPast(withdrawn), store('SUPERSEDED', null)],
    [
      'a key that was absent and is back as it was stands again',
      row({ revision: 1, delivered: 200 }),
      withPast(absent),
      { kind: 'RESTORE', observationId: 'head' },
    ],
    ['a key that was absent and is back corrected is current', row(), withPast(absent), store('CURRENT', 'head')],
  ];
  it.each(cases)('%s', (_, stated, facts, expected) => expect(judge(stated, facts)).toEqual(expected));
});

describe('what cannot be placed waits for a person', () => {
  const cases: [string, KnownFacts, string][] = [
    ['a SOATE code that no municipality has in the period', known({ municipalityIds: [] }), 'ours:known-municipality'],
    ['a SOATE code that two municipalities have in the period', known({ municipalityIds: ['m', 'n'] }), 'ours:known-municipality'],
    ['a municipality that the source does not speak for', known({ isOfSource: false }), 'ours:municipality-of-source'],
    ['a service code that the register does not have', known({ serviceId: null }), 'ours:known-service'],
  ];
  it.each(cases)('%s', (_, facts, rule) => {
    expect(judge(row(), facts)).toEqual(quarantine(rule));
    expect(judge(row(), facts, { isAccepted: true }), 'also if a person says yes').toEqual(quarantine(rule));
  });
});

describe('a jump waits for a person: over 5 times and over 50, or from over 50 to 0', () => {
  const isHeld = (verdict: Verdict) => verdict.kind === 'QUARANTINE';
  const closed: [number, number, boolean][] = [
    [20, 100, false],
    [20, 101, true],
    [10, 50, false],
    [10, 51, true],
    [0, 50, false],
    [0, 51, true],
    [51, 0, true],
    [50, 0, false],
    [1000, 60, false],
  ];
  it.each(closed)('a correction from %i to %i: held %s', (before, after, held) => {
    expect(isHeld(judge(row({ delivered: after }), withPast(past({ delivered: before }))))).toBe(held);
  });
  it.each(closed)('a first count after a month of %i is %i: held %s', (before, after, held) => {
    expect(isHeld(judge(row({ delivered: after, revision: 1 }), known({ previousDelivered: before })))).toBe(held);
  });
  it('without anything to compare with there is no jump', () => expect(isHeld(judge(row({ delivered: 100_000 }), known()))).toBe(false));

  const open = { asOfDay: '2026-10-10' };
  const ofOpenMonth = past({ delivered: 3, stated: 'PRELIMINARY', asOfDay: '2026-10-02' });
  const growing: [string, StatedCount, KnownFacts, boolean][] = [
    [
      'a month that has not ended may grow',
      row({ delivered: 120, status: 'PRELIMINARY' }),
      known({ ...open, history: [ofOpenMonth], previousDelivered: 200 }),
      false,
    ],
    ['it may begin with 0', row({ delivered: 0, status: 'PRELIMINARY' }), known({ ...open, previousDelivered: 200 }), false],
    [
      'it may not exceed the month before by as much',
      row({ delivered: 1200, status: 'PRELIMINARY' }),
      known({ ...open, history: [ofOpenMonth], previousDelivered: 200 }),
      true,
    ],
    [
      'it may not fall to 0',
      row({ delivered: 0, status: 'PRELIMINARY' }),
      known({ ...open, history: [{ ...ofOpenMonth, delivered: 60 }] }),
      true,
    ],
    [
      'once it has ended it is compared with the month before, not with its own beginning',
      row({ delivered: 210 }),
      known({ history: [ofOpenMonth], previousDelivered: 200 }),
      false,
    ],
    [
      'a month ends on its last day: an answer of the next day is of a closed month',
      row({ delivered: 0 }),
      known({ asOfDay: '2026-11-01', previousDelivered: 200 }),
      true,
    ],
  ];
  it.each(growing)('%s', (_, stated, facts, held) => expect(isHeld(judge(stated, facts))).toBe(held));

  it('is stored once a person says yes', () => {
    expect(judge(row({ delivered: 9000 }), withPast(past()), { isAccepted: true })).toEqual(store('CURRENT', 'head'));
  });
  it('a contradiction that a person accepts replaces the count of the same revision', () => {
    expect(judge(row({ revision: 1, delivered: 201 }), withPast(past()), { isAccepted: true })).toEqual(store('CURRENT', 'head'));
  });
  it('what is accepted after a newer revision has come stays behind it', () => {
    expect(judge(row({ revision: 2, delivered: 9000 }), withPast(past({ revision: 3 })), { isAccepted: true })).toEqual(
      store('SUPERSEDED', null),
    );
  });
});

describe('a quarantined record is decided once', () => {
  it.each([
    ['WAITING', true, undefined, undefined],
    ['ACCEPTED', true, 'ours:decided-once', 'ours:decided-once'],
    ['REJECTED', true, 'ours:decided-once', 'ours:decided-once'],
    ['WAITING', false, 'ours:only-a-row-is-accepted', undefined],
  ] as const)('%s, a row: %s', (state, isRow, accept, reject) => {
    expect(acceptRefusal({ state, isRow })?.rule).toBe(accept);
    expect(rejectRefusal({ state, isRow })?.rule).toBe(reject);
  });
});
