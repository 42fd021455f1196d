import { describe, expect, it } from 'vitest';
import {
  completionViolations,
  isOverdue,
  measureRefusal,
  planViolations,
} from '../../../src/modules/quarterly-results/corrective-measure.rules.ts';
import {
  editViolations,
  type QuarterlyResultAct,
  refusalsOf,
  type ResultFacts,
  runRefusal,
} from '../../../src/modules/quarterly-results/quarterly-result.rules.ts';

const draft: ResultFacts = { state: 'DRAFT', isPublished: false, isOnPreview: false, summary: null };
const inKyrgyz = { ky: 'Жыйынтык' };
const inBoth = { ky: 'Жыйынтык', ru: 'Итоги' };
const issued: ResultFacts = { state: 'ISSUED', isPublished: false, isOnPreview: false, summary: inKyrgyz };

describe('R11: a result is drawn up, issued, and published by an act of its own', () => {
  const cases: [string, QuarterlyResultAct, ResultFacts, string[]][] = [
    ['nothing is issued without a summary', 'issueQuarterlyResult', draft, ['R11']],
    ['a summary in Kyrgyz is enough to issue', 'issueQuarterlyResult', { ...draft, summary: inKyrgyz }, []],
    [
      'nor from a run that was started before the quarter was over',
      'issueQuarterlyResult',
      { ...draft, isOnPreview: true, summary: inKyrgyz },
      ['R11'],
    ],
    ['it is issued once', 'issueQuarterlyResult', issued, ['R11']],
    ['a draft is not published', 'publishQuarterlyResult', { ...draft, summary: inBoth }, ['ours:issued-before-published']],
    ['nothing is published without Russian', 'publishQuarterlyResult', issued, ['ours:translated-before-published']],
    ['an issued one in both languages is', 'publishQuarterlyResult', { ...issued, summary: inBoth }, []],
    ['and once', 'publishQuarterlyResult', { ...issued, summary: inBoth, isPublished: true }, ['ours:published-stays']],
    ['what is published stays', 'updateQuarterlyResult', { ...issued, isPublished: true }, ['ours:published-stays']],
    ['measures are planned in every state', 'planCorrectiveMeasure', { ...issued, isPublished: true }, []],
  ];
  it.each(cases)('%s', (_, act, facts, rules) => expect(refusalsOf(act, facts).map(({ rule }) => rule)).toEqual(rules));
});

describe('Ours: what was issued stays as it was read', () => {
  const edit = { isOtherRun: false, hasFindings: false };
  it.each([
    ['a missing translation is added', issued, { ...edit, summary: inBoth }, []],
    ['other words are refused', issued, { ...edit, summary: { ky: 'Башка' } }, ['ours:issued-stays']],
    ['a translation is not taken away', { ...issued, summary: inBoth }, { ...edit, summary: inKyrgyz }, ['ours:issued-stays']],
    ['another run is refused', issued, { ...edit, isOtherRun: true }, ['ours:issued-stays']],
    ['a draft takes another run', draft, { ...edit, isOtherRun: true }, []],
    ['unless measures rest on the present one', draft, { isOtherRun: true, hasFindings: true }, ['ours:findings-of-the-run']],
    ['something is to be changed', draft, edit, [undefined]],
    ['blank, and too long by one', draft, { ...edit, summary: { ky: ' '.repeat(10_001) } }, [undefined, undefined]],
  ])('%s', (_, facts, change, rules) => expect(editViolations(facts, change).map(({ rule }) => rule)).toEqual(rules));

  it.each([
    ['a completed run of the quarter fits', {}, undefined],
    ['a run of another quarter does not', { quarter: 'Q2' as const }, 'BAD_USER_INPUT'],
    ['nor an annual one', { kind: 'ANNUAL' as const, quarter: null }, 'BAD_USER_INPUT'],
    ['nor one of another year', { isOfCycle: false }, 'BAD_USER_INPUT'],
    ['nor one that was started before the quarter was over', { isPreview: true }, 'RULE_VIOLATED'],
    ['nor one under way', { state: 'RUNNING' as const }, 'RULE_VIOLATED'],
  ])('%s', (_, change, code) => {
    const run = { kind: 'QUARTERLY', quarter: 'Q1', state: 'COMPLETED', isOfCycle: true, isPreview: false, ...change } as const;
    expect(runRefusal(run, 'Q1')?.code).toBe(code);
  });
});

describe('R11: a corrective measure', () => {
  const plan = { what: 'Үлгү', responsible: 'Асанова А.', dueOn: '2026-05-01', today: '2026-04-15', municipalityId: null, finding: null };
  it.each([
    ['is planned for today or later', { dueOn: '2026-04-15' }, []],
    ['is not planned for yesterday', { dueOn: '2026-04-14' }, ['input.dueOn']],
    ['says what and who, all at once', { what: ' ', responsible: '' }, ['input.what', 'input.responsible']],
    ['rests on a finding of the run', { finding: { isOfRun: false, municipalityId: null } }, ['input.findingId']],
    ['is where its finding is', { municipalityId: 'a', finding: { isOfRun: true, municipalityId: 'b' } }, ['input.municipalityId']],
    ['may rest on a finding over the country', { municipalityId: 'a', finding: { isOfRun: true, municipalityId: null } }, []],
  ])('%s', (_, change, paths) => expect(planViolations({ ...plan, ...change }).map(({ path }) => path?.join('.'))).toEqual(paths));

  const done = { doneOn: '2026-04-20', plannedOn: '2026-04-15', today: '2026-04-20', evidence: ['a'], note: null };
  it.each([
    ['is done by today', {}, []],
    ['not tomorrow', { doneOn: '2026-04-21' }, ['input.doneOn']],
    ['nor before it was planned', { doneOn: '2026-04-14' }, ['input.doneOn']],
    ['nor without evidence', { evidence: [] }, ['input.evidenceUploadIds']],
    ['nor with the same file twice', { evidence: ['a', 'a'] }, ['input.evidenceUploadIds']],
  ])('%s', (_, change, paths) => expect(completionViolations({ ...done, ...change }).map(({ path }) => path?.join('.'))).toEqual(paths));

  it('is overdue from the day after, while it is planned', () => {
    const due = { state: 'PLANNED', dueOn: '2026-05-01' } as const;
    const asked = [isOverdue(due, '2026-05-01'), isOverdue(due, '2026-05-02'), isOverdue({ ...due, state: 'DONE' }, '2026-05-02')];
    expect(asked).toEqual([false, true, false]);
  });

  it('is completed or cancelled once', () => {
    const rules = (['PLANNED', 'DONE', 'CANCELLED'] as const).map((state) => measureRefusal(state)?.rule);
    expect(rules).toEqual([undefined, 'ours:measure-once', 'ours:measure-once']);
  });
});
