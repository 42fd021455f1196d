import { describe, expect, it } from 'vitest';
import { setupFault, stepAfterFault, storedFault } from '../../../src/modules/ingestion/pull-fault.rules.ts';
import {
  coversLastClosedMonths,
  healthOf,
  lastClosedMonths,
  pauseRefusal,
  resumeRefusal,
  scopeAsked,
  scopeOfSlot,
  settingsProblems,
  type SourceFacts,
  startRefusal,
} from '../../../src/modules/ingestion/volume-source.rules.ts';

const at = (text: string) => new Date(text);
const fault = (faultClass: 'TRANSIENT' | 'PERMANENT' | 'DATA') =>
  storedFault({ origin: 'PROVIDER', class: faultClass, code: 'X', message: { ky: 'м', en: 'why' }, hint: { ky: 'к', en: 'what to do' } });

describe('health of a source', () => {
  const slot = at('2026-11-05T02:30:00+06:00');
  const good = { lastSlotAt: slot, lastGoodPullAt: at('2026-11-05T02:31:00+06:00'), nextSlotAt: at('2026-11-06T02:30:00+06:00') };
  const cases: [string, SourceFacts, string, string][] = [
    ['read at its last slot: healthy', good, '2026-11-05T09:00:00+06:00', 'HEALTHY'],
    ['never read and its first slot to come: healthy', { nextSlotAt: slot }, '2026-11-04T09:00:00+06:00', 'HEALTHY'],
    [
      'an hour after its slot it still may come',
      { ...good, lastGoodPullAt: at('2026-11-04T02:31:00+06:00') },
      '2026-11-05T03:30:00+06:00',
      'HEALTHY',
    ],
    ['a moment later it is late', { ...good, lastGoodPullAt: at('2026-11-04T02:31:00+06:00') }, '2026-11-05T03:30:00.001+06:00', 'LATE'],
    ['never read after its slot: late', { lastSlotAt: slot, nextSlotAt: good.nextSlotAt }, '2026-11-05T09:00:00+06:00', 'LATE'],
    ['a slot that nobody queued: late', { ...good, nextSlotAt: at('2026-11-06T02:30:00+06:00') }, '2026-11-06T09:00:00+06:00', 'LATE'],
    ['the last pull failed: failing', { ...good, fault: fault('TRANSIENT') }, '2026-11-05T09:00:00+06:00', 'FAILING'],
    ['the last answer was unusable: failing', { ...good, fault: fault('DATA') }, '2026-11-05T09:00:00+06:00', 'FAILING'],
    ['it failed for good: misconfigured', { ...good, fault: fault('PERMANENT') }, '2026-11-05T09:00:00+06:00', 'MISCONFIGURED'],
    [
      'paused is paused, whatever else',
      { ...good, fault: fault('PERMANENT'), pausedAt: slot, pausedReason: 'repair' },
      '2026-11-05T09:00:00+06:00',
      'PAUSED',
    ],
  ];
  it.each(cases)('%s', (_, facts, now, health) => {
    const found = healthOf(facts, at(now));
    expect(found.health).toBe(health);
    expect(found.reason === null, 'and says why unless it is well and was read').toBe(health === 'HEALTHY' && facts.lastGoodPullAt != null);
  });
  it('says what to do in the words of the fault', () => {
    expect(healthOf({ fault: fault('PERMANENT') }, slot).reason).toMatchObject({ message: { en: 'why' }, hint: { en: 'what to do' } });
  });
});

describe('what keeps a hub from reading any source', () => {
  it.each([
    ['it has no security server', [], 'Hub.NoSecurityServer'],
    ['it has no such adapter', ['another'], 'Hub.UnknownAdapter'],
    ['nothing', ['another', 'mine'], undefined],
  ])('%s', (_, adapters, code) => {
    expect(setupFault(adapters, 'mine')?.code).toBe(code);
  });
});

describe('what is pulled at a slot', () => {
  const full = { mode: 'FULL', periodFrom: '2026-08-01', periodTo: '2026-11-01' };
  const changes = { mode: 'CHANGES', periodFrom: null, periodTo: null };
  const read = { watermark: 'w-1', lastFullPullAt: at('2026-11-01T02:31:00+06:00') };
  it.each([
    ['the first time, the last three closed months', {}, '2026-11-05', full],
    ['later in the month, what changed', read, '2026-11-05', changes],
    [
      'on the first slot of a month by the Bishkek calendar, the three months again',
      { ...read, lastFullPullAt: at('2026-10-31T23:59:59+06:00') },
      '2026-11-01',
      full,
    ],
    [
      'a monthly pull that failed is made up for at the next slot',
      { ...read, lastFullPullAt: at('2026-10-02T02:30:00+06:00') },
      '2026-11-17',
      full,
    ],
    ['a source that lost its watermark is read in full', { ...read, watermark: null }, '2026-11-05', full],
  ])('%s', (_, known, today, scope) => expect(scopeOfSlot(known, today)).toEqual(scope));

  it('the last closed months reach over the new year', () => {
    expect(lastClosedMonths('2027-01-31')).toEqual({ mode: 'FULL', periodFrom: '2026-10-01', periodTo: '2027-01-01' });
  });
  it('only a full pull of all three stands for the monthly one', () => {
    expect(coversLastClosedMonths({ mode: 'FULL', periodFrom: '2026-01-01', periodTo: '2026-11-01' }, '2026-11-05')).toBe(true);
    expect(coversLastClosedMonths({ mode: 'FULL', periodFrom: '2026-10-01', periodTo: '2026-11-01' }, '2026-11-05')).toBe(false);
    expect(coversLastClosedMonths({ mode: 'CHANGES', periodFrom: null, periodTo: null }, '2026-11-05')).toBe(false);
  });
});

describe('what somebody may ask to pull', () => {
  const today = '2026-11-05';
  it.each([
    ['changes', { mode: 'CHANGES' }, { mode: 'CHANGES', periodFrom: null, periodTo: null }],
    [
      'all, without a period: the last three closed months',
      { mode: 'FULL' },
      { mode: 'FULL', periodFrom: '2026-08-01', periodTo: '2026-11-01' },
    ],
    [
      'one month, the current one too',
      { mode: 'FULL', periodFrom: '2026-11-01', periodTo: '2026-12-01' },
      { mode: 'FULL', periodFrom: '2026-11-01', periodTo: '2026-12-01' },
    ],
    [
      '36 months',
      { mode: 'FULL', periodFrom: '2023-11-01', periodTo: '2026-11-01' },
      { mode: 'FULL', periodFrom: '2023-11-01', periodTo: '2026-11-01' },
    ],
  ] as const)('%s', (_, asked, scope) => expect(scopeAsked(asked, today)).toEqual(scope));
  it.each([
    ['changes of a period', { mode: 'CHANGES', periodFrom: '2026-10-01', periodTo: '2026-11-01' }],
    ['half a period', { mode: 'FULL', periodFrom: '2026-10-01' }],
    ['days rather than months', { mode: 'FULL', periodFrom: '2026-10-02', periodTo: '2026-11-01' }],
    ['a period that ends before it begins', { mode: 'FULL', periodFrom: '2026-11-01', periodTo: '2026-11-01' }],
    ['the future', { mode: 'FULL', periodFrom: '2026-12-01', periodTo: '2027-01-01' }],
    ['37 months', { mode: 'FULL', periodFrom: '2023-10-01', periodTo: '2026-11-01' }],
  ] as const)('but not %s', (_, asked) => expect(scopeAsked(asked, today)).toMatchObject({ code: 'BAD_USER_INPUT' }));
});

describe('acts on a source', () => {
  it('a paused source is neither read nor paused again, and only it is resumed', () => {
    const [paused, active] = [{ isPaused: true }, { isPaused: false }];
    expect([startRefusal(paused)?.rule, startRefusal(active)]).toEqual(['ours:source-paused', undefined]);
    expect([pauseRefusal(paused)?.rule, pauseRefusal(active)]).toEqual(['ours:source-paused', undefined]);
    expect([resumeRefusal(paused), resumeRefusal(active)?.rule]).toEqual([undefined, 'ours:source-active']);
  });
  it.each([
    ['sanarip-aimak', 'Санарип Аймак', []],
    ['Sanarip', 'Санарип Аймак', ['code']],
    ['-a', ' ', ['code', 'name']],
    ['a'.repeat(64), 'x'.repeat(201), ['code', 'name']],
  ])('code %s and name %s', (code, name, wrong) => {
    expect(settingsProblems({ code, name }).map(({ path }) => path?.[1])).toEqual(wrong);
  });
});

describe('two faults are steps of the protocol', () => {
  it.each([
    ['SNAPSHOT_EXPIRED', 1, 'BEGIN_AGAIN'],
    ['SNAPSHOT_EXPIRED', 2, 'FAIL'],
    ['WATERMARK_TOO_OLD', 1, 'PULL_FULL'],
    ['OTHER', 1, 'FAIL'],
  ] as const)('%s after %i beginnings: %s', (what, beginnings, step) => expect(stepAfterFault(what, beginnings)).toBe(step));
});
