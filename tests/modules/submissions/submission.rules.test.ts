import { describe, expect, it } from 'vitest';
import { partOfPath, remarkViolations } from '../../../src/modules/submissions/remark.rules.ts';
import {
  type AskedObject,
  besideTheList,
  questionnairesMissing,
  questionnaireWarnings,
  unchangedWarning,
  unstatedKeys,
  volumesMissing,
  volumeWarnings,
} from '../../../src/modules/submissions/submission-content.rules.ts';
import {
  buttonRefusal,
  correctBy,
  isSupplementDue,
  nextState,
  type PartFacts,
  refusalsOf,
  submissionActs,
  submissionStates,
  wholeState,
} from '../../../src/modules/submissions/submission.rules.ts';

const service = (code: string, validFrom: string | null = null, validTo: string | null = null) => ({
  id: `id-${code}`,
  code,
  validFrom,
  validTo,
});
const asked = (code: string, change: Partial<AskedObject> = {}): AskedObject => ({
  obligationId: `o-${code}`,
  code,
  name: { ky: code, ru: code },
  services: [service(code)],
  expectedResponses: null,
  responses: 0,
  ...change,
});
function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test has lost its bearings');
  return value;
}
const rulesOf = (violations: readonly { rule?: string; path?: readonly string[] }[]) =>
  violations.map(({ rule, path }) => `${rule} ${path?.join('/')}`);

describe('the workflow of a part (R12)', () => {
  it.each([
    ['DRAFT', ['updateSubmission', 'submitSubmission']],
    ['RETURNED', ['updateSubmission', 'submitSubmission']],
    ['SUBMITTED', ['returnSubmission', 'acceptSubmission']],
    ['ACCEPTED', []],
  ] as const)('%s is open to %j', (state, open) => {
    expect(submissionActs.filter((act) => nextState(state, act) !== undefined)).toEqual(open);
  });

  it('the whole is what most needs doing, whatever the order of its parts', () => {
    for (const [index, first] of submissionStates.entries())
      for (const second of submissionStates.slice(index)) expect(wholeState([first, second])).toBe(wholeState([second, first]));
    expect(wholeState(['ACCEPTED', 'SUBMITTED'])).toBe('SUBMITTED');
    expect(wholeState(['ACCEPTED', 'DRAFT'])).toBe('DRAFT');
    expect(wholeState(['DRAFT', 'RETURNED'])).toBe('RETURNED');
    expect(wholeState(['ACCEPTED', 'ACCEPTED'])).toBe('ACCEPTED');
  });

  const part = (change: Partial<PartFacts>): PartFacts => ({
    part: 'QUESTIONNAIRES',
    state: 'DRAFT',
    due: 1,
    missing: [],
    isPreparer: false,
    ...change,
  });

  it('a part of which nothing is due is neither handed in nor returned, but may be accepted; a button is open if one part is', () => {
    expect(refusalsOf('submitSubmission', [part({ due: 0 })])).toMatchObject([{ rule: 'R9' }]);
    expect(refusalsOf('returnSubmission', [part({ due: 0, state: 'SUBMITTED' })])).toMatchObject([{ rule: 'R9' }]);
    expect(refusalsOf('acceptSubmission', [part({ due: 0, state: 'SUBMITTED' })])).toEqual([]);
    const accepted = part({ part: 'VOLUME_REPORT', state: 'ACCEPTED' });
    expect(buttonRefusal('submitSubmission', [part({}), accepted])).toBeUndefined();
    expect(buttonRefusal('submitSubmission', [accepted])).toMatchObject({ rule: 'R12' });
  });

  it.each(['acceptSubmission', 'returnSubmission'] as const)('%s is not for who prepared the part, whose turn it would be', (act) => {
    const own = part({ part: 'VOLUME_REPORT', state: 'SUBMITTED', isPreparer: true });
    const anothers = part({ state: 'SUBMITTED' });
    const refusal = {
      code: 'RULE_VIOLATED',
      rule: 'R12',
      path: ['input', 'parts'],
      hint: { en: expect.stringContaining('another analyst') },
    };
    expect(refusalsOf(act, [anothers, own])).toMatchObject([refusal]);
    expect(buttonRefusal(act, [anothers, own])).toBeUndefined();
    expect(buttonRefusal(act, [part({}), own]), 'the one in turn is told of, not the first').toMatchObject(refusal);
    expect(buttonRefusal(act, [part({}), part({ part: 'VOLUME_REPORT' })])).toMatchObject({ rule: 'R12' });
  });

  it.each([
    ['updateSubmission', 'id'],
    ['submitSubmission', 'parts'],
  ] as const)('%s out of turn names a field that it has: %s', (act, field) => {
    expect(refusalsOf(act, [part({ state: 'SUBMITTED' })])).toMatchObject([{ rule: 'R12', path: ['input', field] }]);
  });

  it('handing in again is for who did it before', () => {
    expect(refusalsOf('submitSubmission', [part({ state: 'RETURNED', isPreparer: true })])).toEqual([]);
  });

  it.each([
    ['ACCEPTED', 1, true],
    ['ACCEPTED', 0, false],
    ['SUBMITTED', 1, false],
  ] as const)('%s with %i unaccepted is opened for a supplement: %j', (state, unaccepted, isDue) => {
    expect(isSupplementDue({ state, unaccepted })).toBe(isDue);
  });

  it.each([
    ['2026-10-01', '2026-10-20'],
    ['2026-10-10', '2026-10-20'],
    ['2026-10-11', '2026-10-21'],
  ])('what is returned on %s is to be mended by %s', (today, day) => {
    expect(correctBy(today, '2026-10-20')).toBe(day);
  });
});

describe('what questionnaires lack (R7, R12)', () => {
  const objects = [asked('A', { responses: 2, expectedResponses: 3 }), asked('B', { expectedResponses: 5 })];

  it.each([
    ['nothing said', { findings: null, isNilReturn: false }, ['R12 questionnaires/B', 'R7 findings']],
    ['blank findings', { findings: '  ', isNilReturn: false }, ['R12 questionnaires/B', 'R7 findings']],
    ['findings that nobody can see', { findings: '\u200B', isNilReturn: false }, ['R12 questionnaires/B', 'R7 findings']],
    ['a nil return beside some that are filed needs findings', { findings: null, isNilReturn: true }, ['R7 findings']],
    ['a nil return with findings', { findings: 'x', isNilReturn: true }, []],
  ])('%s', (_, facts, expected) => {
    expect(rulesOf(questionnairesMissing({ objects, ...facts }))).toEqual(expected);
  });

  it('a nil return where there are some on every object is refused', () => {
    const full = [asked('A', { responses: 2 }), asked('B', { responses: 1 })];
    expect(rulesOf(questionnairesMissing({ objects: full, findings: 'x', isNilReturn: true }))).toEqual([
      'ours:nil-return-of-what-is-empty input/nilReturn',
    ]);
    expect(questionnairesMissing({ objects: full, findings: 'x', isNilReturn: false })).toEqual([]);
  });

  it('a nil return of everything needs no findings', () => {
    expect(questionnairesMissing({ objects: [asked('B')], findings: null, isNilReturn: true })).toEqual([]);
  });

  it.each([
    [1, 3, true],
    [2, 3, true],
    [3, 3, false],
    [0, 3, false],
    [1, null, false],
  ])('%i of %j is a warning: %j', (responses, expectedResponses, isWarned) => {
    const warnings = questionnaireWarnings([asked('A', { responses, expectedResponses })]);
    expect(rulesOf(warnings)).toEqual(isWarned ? ['ours:expected-responses questionnaires/A'] : []);
  });
});

describe('what is filed beside the List (ours)', () => {
  const filed = (...codes: string[]) => codes.map((code) => ({ code, name: { ky: `${code} ky`, ru: `${code} ru` } }));
  const complex = asked('C', { services: [service('A'), service('B')] });

  it.each([
    ['a service that is asked for is not told', ['A'], [asked('A')], []],
    ['a member of a complex is asked for with it', ['A', 'B'], [complex], []],
    ['any other is named', ['A', 'X'], [complex], ['ours:service-on-the-list lines/X']],
    ['where nothing is asked for, all of them', ['A', 'X'], [], ['ours:service-on-the-list lines/A', 'ours:service-on-the-list lines/X']],
  ] as const)('%s', (_, codes, objects, expected) => {
    expect(rulesOf(besideTheList('lines', filed(...codes), objects))).toEqual(expected);
  });
});

describe('what the nine-month report lacks (R12)', () => {
  const facts = (now: string, isNilReturn = false) =>
    ({ year: 2026, now: new Date(now), objects: [asked('A')], lines: [], isNilReturn }) as const;

  it.each([
    ['2026-09-30T23:59:59.999+06:00', 1],
    ['2026-10-01T00:00:00+06:00', 0],
  ])('at %s the nine months are not over: %i', (now, count) => {
    const missing = volumesMissing(facts(now, true));
    expect(rulesOf(missing)).toEqual(Array.from({ length: count }, () => 'R12 volumeReport'));
  });

  it.each([
    ['nothing is stated', null, []],
    ['an earlier nil return is handed in again', 'NIL_RETURN', []],
    ['every line is stated', 'MANUAL', ['ours:nil-return-of-what-is-empty input/nilReturn']],
  ] as const)('a nil return where %s', (_, source, expected) => {
    const given = facts('2026-10-01T00:00:00+06:00', true);
    const lines = unstatedKeys(given).map((key) => ({
      ...key,
      deliveredState: source === null ? ('MISSING' as const) : ('VALUE' as const),
      deliveredValue: source === null ? null : 0,
      deliveredSource: source,
      feeKind: 'FREE' as const,
      observedMonths: 0,
      observedSum: null,
    }));
    expect(rulesOf(volumesMissing({ ...given, lines }))).toEqual(expected);
  });

  it('every line that nobody stated is told, by service, quarter and channel', () => {
    expect(volumesMissing(facts('2026-10-01T00:00:00+06:00'))).toHaveLength(6);
  });

  it.each([
    [null, null, 6],
    ['2026-04-01', null, 4],
    ['2026-03-31', null, 6],
    [null, '2026-07-01', 4],
    ['2026-10-01', null, 0],
  ])('a service in force from %j to %j is asked for %i lines', (validFrom, validTo, count) => {
    const objects = [asked('A', { services: [service('A', validFrom, validTo)] })];
    expect(unstatedKeys({ year: 2026, objects, lines: [] })).toHaveLength(count);
  });
});

describe('what the unit will ask about (ours)', () => {
  const stated = (serviceCode: string, quarter: 'Q1' | 'Q2', delivered: number | 'NOT_OFFERED' | null) => ({
    serviceCode,
    quarter,
    channel: 'IN_PERSON' as const,
    deliveredState: delivered === null ? ('MISSING' as const) : delivered === 'NOT_OFFERED' ? delivered : ('VALUE' as const),
    deliveredValue: typeof delivered === 'number' ? delivered : null,
    feeKind: 'FREE' as const,
    observedMonths: 0,
    observedSum: null,
  });
  const questioned = [{ code: 'A', name: { ky: 'А', ru: 'А', en: 'A' } }];

  it.each([
    ['zeros', [0, 0], ['ours:questioned-and-undelivered lines/A']],
    ['not offered', [0, 'NOT_OFFERED'], ['ours:questioned-and-undelivered lines/A']],
    ['some delivered', [0, 1], []],
    ['something nobody stated', [0, null], []],
  ] as const)('a service with questionnaires of which the report says: %s', (_title, [first, second], expected) => {
    const lines = [stated('A', 'Q1', first), stated('A', 'Q2', second), stated('B', 'Q1', 0)];
    expect(rulesOf(volumeWarnings({ year: 2026, lines, questioned }))).toEqual(expected);
    expect(volumeWarnings({ year: 2026, lines, questioned: [] })).toEqual([]);
  });

  it('a service with questionnaires and no line at all is no zero', () => {
    expect(volumeWarnings({ year: 2026, lines: [], questioned })).toEqual([]);
  });

  it('a part that was returned and not changed since', () => {
    expect(rulesOf(unchangedWarning('VOLUME_REPORT', true))).toEqual(['ours:returned-and-unchanged volumeReport']);
    expect(unchangedWarning('QUESTIONNAIRES', false)).toEqual([]);
  });
});

describe('remarks (R12)', () => {
  it.each([
    [['lines', 'A', 'Q1', 'IN_PERSON'], 'VOLUME_REPORT'],
    [['lines', 'A'], 'VOLUME_REPORT'],
    [['volumeReport'], 'VOLUME_REPORT'],
    [['questions', 'TIME_SPENT'], 'QUESTIONNAIRES'],
    [['batches', 'x'], 'QUESTIONNAIRES'],
    [['findings'], 'QUESTIONNAIRES'],
    [['lines', 'A', 'Q4', 'IN_PERSON'], undefined],
    [['lines', 'A', 'Q1'], undefined],
    [['lines', 'A', 'Q1', 'BY_PIGEON'], undefined],
    [['questions'], undefined],
    [[], undefined],
  ])('%j is about %s', (path, part) => {
    expect(partOfPath(path)).toBe(part);
  });

  it('none, and a part returned without one, are refused', () => {
    expect(remarkViolations([], ['QUESTIONNAIRES'], places)).toHaveLength(1);
    expect(remarkViolations([{ path: ['findings'], text: 'x' }], ['QUESTIONNAIRES', 'VOLUME_REPORT'], places)).toHaveLength(1);
    expect(remarkViolations([{ path: ['findings'], text: 'x' }], ['QUESTIONNAIRES'], places)).toEqual([]);
  });

  const places = { lines: [['A', 'Q1', 'IN_PERSON']], batches: [['monday']], questions: [['TIME_SPENT']] };

  it.each([
    [['lines', 'A', 'Q1', 'IN_PERSON'], undefined],
    [['lines', 'A'], undefined],
    [['lines', 'A', 'Q2', 'IN_PERSON'], 'A'],
    [['lines', 'MS-999'], 'A'],
    [['batches', 'monday'], undefined],
    [['batches', 'sunday'], 'monday'],
    [['questions', 'TIME_SPENT'], undefined],
    [['questions', 'SHOE_SIZE'], 'TIME_SPENT'],
  ])('%j is there, or what is there is named: %j', (path, there) => {
    const part = must(partOfPath(path));
    const [violation] = remarkViolations([{ path, text: 'x' }], [part], places);
    if (there === undefined) expect(violation).toBeUndefined();
    else
      expect(violation).toMatchObject({
        code: 'BAD_USER_INPUT',
        path: ['input', 'remarks', '0', 'path'],
        hint: { en: expect.stringContaining(there) },
      });
  });
});
