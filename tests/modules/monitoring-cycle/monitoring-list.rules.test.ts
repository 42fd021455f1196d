import { describe, expect, it } from 'vitest';
import { unconfirmedWarning } from '../../../src/modules/monitoring-cycle/list-content.rules.ts';
import {
  noticeGivenRefusal,
  noticeProblems,
  noticeProblemViolation,
  unprovenWarning,
} from '../../../src/modules/monitoring-cycle/list-notice.rules.ts';
import {
  type ListFacts,
  monitoringListActs,
  type MonitoringListAct,
  monitoringListStates,
  type MonitoringListState,
  nextState,
  refusalsOf,
} from '../../../src/modules/monitoring-cycle/monitoring-list.rules.ts';

const object = {
  code: 'MS-001',
  name: { ky: 'Маалымат берүү', ru: 'Предоставление информации' },
  municipalities: 3,
  lapsedMunicipalities: 0,
  unfitServices: [],
};

const facts = (given: Partial<ListFacts>): ListFacts => ({
  state: 'DRAFT',
  isPreparer: false,
  hasLaterDraft: false,
  isSuperseded: false,
  objects: [object],
  isUnchanged: false,
  untold: 0,
  isCallerOnList: true,
  hasCallerAcknowledged: false,
  ...given,
});
const rules = (act: MonitoringListAct, given: Partial<ListFacts>) => refusalsOf(act, facts(given)).map(({ rule }) => rule);

/** Each act's states, and where it leads from them. */
const steps: Record<MonitoringListAct, Partial<Record<MonitoringListState, MonitoringListState>>> = {
  updateMonitoringList: { DRAFT: 'DRAFT', RETURNED: 'RETURNED' },
  submitMonitoringList: { DRAFT: 'SUBMITTED', RETURNED: 'SUBMITTED' },
  approveMonitoringList: { SUBMITTED: 'APPROVED' },
  returnMonitoringList: { SUBMITTED: 'RETURNED' },
  notifyMonitoringList: { APPROVED: 'NOTIFIED', NOTIFIED: 'NOTIFIED' },
  amendMonitoringList: { APPROVED: 'APPROVED', NOTIFIED: 'NOTIFIED' },
  recordNoticeGiven: { APPROVED: 'APPROVED', NOTIFIED: 'NOTIFIED' },
  acknowledgeMonitoringList: { NOTIFIED: 'NOTIFIED' },
};

describe('R9: the List is drafted, submitted, approved, notified; frozen after approval', () => {
  const cases = monitoringListActs.flatMap((act) => monitoringListStates.map((state) => [act, state, steps[act][state]] as const));
  it.each(cases)('%s on %s leads to %s', (act, state, next) => {
    expect(nextState(state, act)).toBe(next);
    const refusals = refusalsOf(act, facts({ state, untold: 1 }));
    expect(refusals.map(({ code, rule }) => [code, rule])).toEqual(next ? [] : [['RULE_VIOLATED', 'R9']]);
  });

  it('says what to do instead, in three languages', () => {
    for (const [act, state] of cases.filter(([, , next]) => !next)) {
      const [refusal] = refusalsOf(act, facts({ state }));
      expect(refusal?.message).toMatchObject({
        ky: expect.stringMatching(/\S/),
        ru: expect.stringMatching(/\S/),
        en: expect.stringMatching(/\S/),
      });
      expect(refusal?.hint).toMatchObject({
        ky: expect.stringMatching(/\S/),
        ru: expect.stringMatching(/\S/),
        en: expect.stringMatching(/\S/),
      });
    }
  });
});

describe('an amendment that changes nothing (ours)', () => {
  it.each([
    ['submitMonitoringList', 'DRAFT'],
    ['approveMonitoringList', 'SUBMITTED'],
  ] as const)('is refused: %s', (act, state) => {
    expect(rules(act, { state, isUnchanged: true })).toEqual(['ours:amendment-changes-something']);
    expect(rules(act, { state, isUnchanged: false })).toEqual([]);
  });
});

describe('R9: that it is not proven of some that they were told', () => {
  it('is a warning, with how many', () => {
    expect(unprovenWarning(64)).toMatchObject({ rule: 'R9', message: { en: expect.stringContaining('64') } });
    expect(unprovenWarning(0)).toBeUndefined();
  });
});

describe('R9: whoever prepared a List cannot approve it', () => {
  it('refuses a preparer', () => expect(rules('approveMonitoringList', { state: 'SUBMITTED', isPreparer: true })).toEqual(['R9']));
  it('lets another person approve', () => expect(rules('approveMonitoringList', { state: 'SUBMITTED' })).toEqual([]));
  it('lets a preparer return it: that approves nothing', () =>
    expect(rules('returnMonitoringList', { state: 'SUBMITTED', isPreparer: true })).toEqual([]));
});

describe('what a List must contain to be submitted, and still to be approved', () => {
  it.each([
    ['at least one object (R8)', [], ['R8']],
    ['a municipality for each object (R9)', [{ ...object, municipalities: 0 }], ['R9']],
    ['a Russian name for each object', [{ ...object, name: { ky: 'Аты' } }], ['ours:translated-before-published']],
    ['a Russian name that is not blank', [{ ...object, name: { ky: 'Аты', ru: ' ' } }], ['ours:translated-before-published']],
    ['services that are still in force (R8)', [{ ...object, unfitServices: ['MS-001'] }], ['R8']],
    ['municipalities that are still in force', [{ ...object, lapsedMunicipalities: 1 }], ['ours:units-in-force']],
    ['all of it at once', [{ ...object, municipalities: 0, name: { ky: 'Аты' } }, object], ['R9', 'ours:translated-before-published']],
  ])('%s', (_title, objects, expected) => {
    expect(rules('submitMonitoringList', { objects })).toEqual(expected);
    expect(rules('approveMonitoringList', { state: 'SUBMITTED', objects })).toEqual(expected);
  });

  it('names the objects concerned, ten at most', () => {
    const objects = Array.from({ length: 12 }, (_, index) => ({ ...object, code: `MS-${index}`, municipalities: 0 }));
    const [refusal] = refusalsOf('submitMonitoringList', facts({ objects }));
    expect(refusal?.message.en).toContain('MS-0, MS-1');
    expect(refusal?.message.en).toContain('MS-9 …');
    expect(refusal?.message.en).not.toContain('MS-10');
  });
});

describe('notifying and amending', () => {
  it('tells once per revision (R9)', () => expect(rules('notifyMonitoringList', { state: 'NOTIFIED', untold: 0 })).toEqual(['R9']));
  it('tells those who had no address before', () => expect(rules('notifyMonitoringList', { state: 'NOTIFIED', untold: 2 })).toEqual([]));
  it('never notifies a revision that a later one has replaced', () =>
    expect(rules('notifyMonitoringList', { state: 'APPROVED', isSuperseded: true })).toEqual(['ours:latest-revision']));
  it('amends only the latest approved revision', () =>
    expect(rules('amendMonitoringList', { state: 'NOTIFIED', isSuperseded: true })).toEqual(['ours:latest-revision']));
  it('has one amendment in the making', () =>
    expect(rules('amendMonitoringList', { state: 'NOTIFIED', hasLaterDraft: true })).toEqual(['ours:one-amendment-at-a-time']));
});

describe('acknowledging', () => {
  it('is for municipalities on the List (R9)', () =>
    expect(rules('acknowledgeMonitoringList', { state: 'NOTIFIED', isCallerOnList: false })).toEqual(['R9']));
  it('is done once', () =>
    expect(rules('acknowledgeMonitoringList', { state: 'NOTIFIED', hasCallerAcknowledged: true })).toEqual(['ours:acknowledged-once']));
});

describe('notice by letter (R9)', () => {
  it.each([
    ['not before the List was approved', '2026-04-09', 'BAD_USER_INPUT'],
    ['on the day of approval', '2026-04-10', undefined],
    ['today', '2026-04-15', undefined],
    ['not tomorrow', '2026-04-16', 'BAD_USER_INPUT'],
  ])('%s', (_title, givenOn, code) => {
    expect(noticeGivenRefusal(givenOn, '2026-04-10', '2026-04-15')?.code).toBe(code);
  });

  it.each(noticeProblems)('%s says what to do', (problem) => {
    expect(noticeProblemViolation(problem)).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'R9',
      hint: { en: expect.stringContaining('recordNoticeGiven') },
    });
  });
});

describe('municipalities not found in the current classifier', () => {
  const name = { ky: 'Ак-Булуң', ru: 'Ак-Булун' };
  const named = [
    { name, soate: '41702215835000' },
    { name, soate: '41704236816000' },
  ];
  it('are a warning with their number, and with codes beside names that are the same', () => {
    const warning = unconfirmedWarning({ municipalities: 7, named });
    expect(warning).toMatchObject({ rule: 'ours:units-confirmed' });
    expect(warning?.message.ru).toContain('7 (Ак-Булун 41702215835000, Ак-Булун 41704236816000 …)');
  });
  it('are no warning where there are none', () => expect(unconfirmedWarning({ municipalities: 0, named: [] })).toBeUndefined());
});
