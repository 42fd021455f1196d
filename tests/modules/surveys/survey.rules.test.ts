import { describe, expect, it } from 'vitest';
import {
  closingRefusal,
  coverageOf,
  planViolations,
  recordingRefusal,
  type SurveyPlan,
} from '../../../src/modules/surveys/survey.rules.ts';
import { dayOf } from '../../../src/shared/calendar.ts';

describe('what survey may be run (R10)', () => {
  const plan = (change: Partial<SurveyPlan> = {}): SurveyPlan => ({
    year: 2026,
    title: 'Биринчи квартал',
    openFrom: '2026-01-01',
    openTo: '2027-01-31',
    form: { kind: 'SURVEY_SHEET', isInForce: true },
    targets: [{ regionCode: '41702', respondentKind: 'PERSON' }],
    regionCodes: new Set(['41702']),
    ...change,
  });
  const wrong = (change: Partial<SurveyPlan>) => planViolations(plan(change)).map(({ rule, path }) => [rule, path?.join('.')]);

  it('one in the year of its cycle, to 31 January after it', () => expect(wrong({})).toEqual([]));
  it.each([
    ['begins before the year', { openFrom: '2025-12-31' }, ['ours:survey-in-cycle', 'input.openFrom']],
    ['begins after the year', { openFrom: '2027-01-01' }, ['ours:survey-in-cycle', 'input.openFrom']],
    ['ends after January', { openTo: '2027-02-01' }, ['ours:survey-in-cycle', 'input.openFrom']],
    ['ends before it begins', { openFrom: '2026-03-02', openTo: '2026-03-01' }, [undefined, 'input.openTo']],
    ['is run with the questionnaire', { form: { kind: 'QUESTIONNAIRE', isInForce: true } }, ['R10', 'input.formVersionId']],
    [
      'is run with a sheet no longer in force',
      { form: { kind: 'SURVEY_SHEET', isInForce: false } },
      ['ours:form-version-open', 'input.formVersionId'],
    ],
    ['has no title', { title: ' ' }, [undefined, 'input.title']],
    ['has a target in no region', { regionCodes: new Set(['41703']) }, [undefined, 'input.targets.0.regionCode']],
  ] satisfies [string, Partial<SurveyPlan>, unknown[]][])('not one that %s', (_title, change, refusal) => {
    expect(wrong(change)).toEqual([refusal]);
  });

  it('a region and kind has one target', () => {
    const targets = [plan().targets, plan().targets].flat();
    expect(wrong({ targets })).toEqual([[undefined, 'input.targets.1']]);
    expect(wrong({ targets: [...plan().targets, { regionCode: '41702', respondentKind: 'ORGANISATION' }] })).toEqual([]);
  });
});

describe('sheets are recorded from the first day to the last in Bishkek, until the survey is closed', () => {
  const days = { openFrom: '2026-02-01', openTo: '2026-02-28', isClosed: false };
  it.each([
    ['2026-01-31T23:59:59.999+06:00', false],
    ['2026-02-01T00:00:00+06:00', true],
    ['2026-02-28T23:59:59.999+06:00', true],
    ['2026-03-01T00:00:00+06:00', false],
  ])('%s: open = %s', (instant, isOpen) => {
    const today = dayOf(new Date(instant));
    expect(recordingRefusal({ ...days, today })?.rule).toBe(isOpen ? undefined : 'ours:survey-open');
    expect(recordingRefusal({ ...days, today, isClosed: true })?.rule).toBe('ours:survey-open');
  });

  it('it is closed once', () => {
    expect(closingRefusal(days)).toBeUndefined();
    expect(closingRefusal({ ...days, isClosed: true })?.rule).toBe('ours:survey-open');
  });
});

describe('coverage: all regions, citizens and organisations (R10)', () => {
  it.each([
    ['PERSON', null, 0, true],
    ['PERSON', 0, 0, true],
    ['ORGANISATION', 10, 0, true],
    ['ORGANISATION', 10, 1, false],
    ['COMMUNITY', 5, 0, true],
    ['COMMUNITY', null, 1, false],
    ['COMMUNITY', null, 0, undefined],
    ['COMMUNITY', 0, 0, undefined],
  ] as const)('%s with target %s and %i collected: gap = %s (undefined = not shown)', (respondentKind, target, collected, isGap) => {
    expect(coverageOf([{ respondentKind, target, collected }])[0]?.isGap).toBe(isGap);
  });
});
