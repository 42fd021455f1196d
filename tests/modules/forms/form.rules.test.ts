import { describe, expect, it } from 'vitest';
import {
  endingOf,
  formVersionStateOn,
  graceViolation,
  publicationRefusals,
  responsesRefusal,
  takesResponses,
  updateRefusal,
  type VersionStanding,
} from '../../../src/modules/forms/form.rules.ts';
import { columnsOf } from '../../../src/modules/forms/template-column.rules.ts';
import { questionnaire } from './sample-forms.fixture.ts';

const closing: VersionStanding = { state: 'CLOSING', graceUntil: '2026-06-30' };
const paper = { isPaper: true };
const direct = { isPaper: false };

describe('where a version stands on a day', () => {
  it.each<[string, VersionStanding, string, string]>([
    ['one that is closing, on the eve of its grace day', closing, '2026-06-29', 'CLOSING'],
    ['on the grace day itself', closing, '2026-06-30', 'CLOSING'],
    ['on the day after', closing, '2026-07-01', 'CLOSED'],
    ['one that was closed at once', { state: 'CLOSED', graceUntil: null }, '2026-06-30', 'CLOSED'],
    ['one in force', { state: 'PUBLISHED', graceUntil: null }, '2099-01-01', 'PUBLISHED'],
    ['a draft', { state: 'DRAFT' }, '2099-01-01', 'DRAFT'],
  ])('%s', (_title, version, day, state) => {
    expect(formVersionStateOn(version, day)).toBe(state);
  });
});

describe('a version takes responses', () => {
  it.each<[string, VersionStanding, string, { isPaper: boolean }, boolean]>([
    ['while it is in force', { state: 'PUBLISHED' }, '2026-06-30', direct, true],
    ['on paper too', { state: 'PUBLISHED' }, '2026-06-30', paper, true],
    ['while it is closing, only those on paper', closing, '2026-06-30', paper, true],
    ['while it is closing, not those given directly', closing, '2026-06-30', direct, false],
    ['not on paper either when the grace day has passed', closing, '2026-07-01', paper, false],
    ['not when it is closed', { state: 'CLOSED' }, '2026-06-30', paper, false],
    ['not while it is a draft', { state: 'DRAFT' }, '2026-06-30', direct, false],
  ])('%s', (_title, version, day, how, isTaken) => {
    expect(takesResponses(version, day, how)).toBe(isTaken);
    const refusal = responsesRefusal(version, day, how, ['input', 'formVersionId']);
    expect(refusal?.rule).toBe(isTaken ? undefined : 'ours:form-version-open');
    expect(refusal?.path).toEqual(isTaken ? undefined : ['input', 'formVersionId']);
  });
});

describe('the workflow of a version', () => {
  it.each([
    ['DRAFT', undefined],
    ['PUBLISHED', 'ours:form-version-workflow'],
    ['CLOSING', 'ours:form-version-workflow'],
    ['CLOSED', 'ours:form-version-workflow'],
  ] as const)('%s is changed and published only while it is a draft', (state, rule) => {
    expect(updateRefusal({ state, isVariant: false })?.rule).toBe(rule);
    expect(publicationRefusals({ state, isVariant: false, defects: [] })[0]?.rule).toBe(rule);
  });

  it('a draft with defects is refused with all of them', () => {
    const defects = [updateRefusal({ state: 'CLOSED', isVariant: false }), updateRefusal({ state: 'CLOSED', isVariant: false })].filter(
      (defect) => defect !== undefined,
    );
    expect(publicationRefusals({ state: 'DRAFT', isVariant: false, defects })).toHaveLength(2);
  });

  it('the version before closes at once, or takes paper until its grace day', () => {
    expect(endingOf(null)).toEqual({ state: 'CLOSED', graceUntil: null });
    expect(endingOf('2026-06-30')).toEqual({ state: 'CLOSING', graceUntil: '2026-06-30' });
  });
});

describe('the grace day of the version before', () => {
  it.each<[string, string | null, boolean, boolean]>([
    ['may be left out', null, true, true],
    ['may be left out of the first version', null, false, true],
    ['is not given for the first version', '2026-06-30', false, false],
    ['may be today', '2026-06-30', true, true],
    ['is not before today', '2026-06-29', true, false],
    ['is within a year', '2027-07-01', true, true],
    ['is not beyond it', '2027-07-02', true, false],
  ])('%s', (_title, graceUntil, hasPrevious, isTaken) => {
    expect(graceViolation(graceUntil, hasPrevious, '2026-06-30')?.path).toEqual(isTaken ? undefined : ['input', 'previousGraceUntil']);
  });
});

describe('the columns of a file of questionnaires', () => {
  it('are one for each question, in its order, under its code, in the asked language', () => {
    const columns = columnsOf(questionnaire, 'RU');
    expect(columns).toHaveLength(24);
    expect(columns[0]).toEqual({ code: 'RESPONDENT_KIND', text: 'От чьего имени вы отвечаете?' });
    expect(columnsOf(questionnaire, 'KY').map(({ code }) => code)).toEqual(columns.map(({ code }) => code));
  });
});
