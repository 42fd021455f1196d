import { describe, expect, it } from 'vitest';
import {
  batchKeyRefusal,
  cycleDays,
  filingViolations,
  handedInRefusal,
  isReport,
  outcomeOf,
  withdrawalRefusal,
} from '../../../src/modules/questionnaires/response-batch.rules.ts';

const filing = { batchKey: '2026-03/1', responseCount: 1, hasFile: false, formKind: 'QUESTIONNAIRE' } as const;

describe('a batch is all or nothing', () => {
  it.each([
    ['with nothing wrong is stored', false, 0, 'STORED'],
    ['with nothing wrong passes a dry run', true, 0, 'DRY_RUN_PASSED'],
    ['with one thing wrong is rejected', false, 1, 'REJECTED'],
    ['with one thing wrong is rejected in a dry run too', true, 1, 'REJECTED'],
  ] as const)('%s', (_title, isDryRun, violationCount, state) => {
    expect(outcomeOf({ isDryRun, violationCount })).toBe(state);
  });
});

describe('a filing as a whole', () => {
  it.each([
    ['one response', { responseCount: 1 }, []],
    ['500 responses', { responseCount: 500 }, []],
    ['no response', { responseCount: 0 }, [['input', 'responses']]],
    ['501 responses', { responseCount: 501 }, [['input', 'responses']]],
    ['a file', { responseCount: null, hasFile: true }, []],
    ['a file and a response', { hasFile: true }, [['input', 'uploadId']]],
    ['neither', { responseCount: null }, [['input', 'uploadId']]],
    ['a key in Kyrgyz', { batchKey: 'Март, 1'.replace(',', '') }, []],
    ['a key of 100 characters', { batchKey: 'a'.repeat(100) }, []],
    ['a key of 101 characters', { batchKey: 'a'.repeat(101) }, [['input', 'batchKey']]],
    ['an empty key', { batchKey: '' }, [['input', 'batchKey']]],
    ['a key that begins with a formula', { batchKey: '=1+1' }, [['input', 'batchKey']]],
    ['a key of two lines', { batchKey: 'a\nb' }, [['input', 'batchKey']]],
    ['the survey sheet', { formKind: 'SURVEY_SHEET' as const }, [['input', 'formVersionId']]],
  ])('of %s', (_title, change, paths) => {
    expect(filingViolations({ ...filing, ...change }).map(({ path }) => path)).toEqual(paths);
  });

  it.each([
    [0, /^Give at least one response/],
    [501, /^File the rest in another batch/],
  ])('of %i responses is told what to do', (responseCount, hint) => {
    expect(filingViolations({ ...filing, responseCount })[0]?.hint?.en).toMatch(hint);
  });

  it('is told all that is wrong at once', () => {
    expect(filingViolations({ batchKey: '', responseCount: 0, hasFile: false, formKind: 'SURVEY_SHEET' })).toHaveLength(3);
  });
});

describe('a batch key', () => {
  it.each([
    ['of a stored batch answers the same content again', 'STORED', true, undefined],
    ['of a stored batch refuses other content', 'STORED', false, 'CONFLICT'],
    ['of a withdrawn batch is not used again, not even for the same', 'WITHDRAWN', true, 'CONFLICT'],
  ] as const)('%s', (_title, state, isSameContent, code) => {
    expect(batchKeyRefusal({ state, isSameContent })?.code).toBe(code);
  });

  it.each([
    ['DRY_RUN_PASSED', true],
    ['REJECTED', true],
    ['STORED', false],
    ['WITHDRAWN', false],
  ] as const)('of a %s batch is free: %s', (state, free) => {
    expect(isReport(state)).toBe(free);
  });
});

describe('R12: until it is handed in', () => {
  it.each([
    ['a stored batch is withdrawn', { state: 'STORED' }, undefined],
    ['one that is handed in is not', { state: 'STORED', lockedAt: new Date(0), municipalityId: 'm' }, 'R12'],
    ['one of a survey is withdrawn', { state: 'STORED', municipalityId: null }, undefined],
    ['one of a closed survey is not', { state: 'STORED', lockedAt: new Date(0), municipalityId: null }, 'ours:survey-open'],
    ['one that is accepted is not, in a supplement either', { state: 'STORED', lockedAt: null, acceptedAt: new Date(0) }, 'R12'],
    ['one that is withdrawn is not again', { state: 'WITHDRAWN' }, 'ours:batch-workflow'],
    ['a rejected one has nothing to withdraw', { state: 'REJECTED' }, 'ours:batch-workflow'],
    ['a dry run has nothing to withdraw', { state: 'DRY_RUN_PASSED' }, 'ours:batch-workflow'],
  ] as const)('%s', (_title, facts, rule) => {
    expect(withdrawalRefusal(facts)?.rule).toBe(rule);
  });

  it('says of a withdrawn one that it is withdrawn, not that it held nothing', () => {
    expect(withdrawalRefusal({ state: 'WITHDRAWN' })?.message.en).toBe('This batch is withdrawn already.');
    expect(withdrawalRefusal({ state: 'REJECTED' })?.message.en).toBe('Only a stored batch can be withdrawn.');
  });

  it('more batches are filed, and not after it', () => {
    expect(handedInRefusal(false)).toBeUndefined();
    expect(handedInRefusal(true)).toMatchObject({ rule: 'R12', path: ['input', 'year'] });
  });
});

describe('the days of a cycle', () => {
  it.each([
    ['in its year end today', '2026-10-20', { first: '2026-01-01', last: '2026-10-20' }],
    ['on its last day end on it', '2026-12-31', { first: '2026-01-01', last: '2026-12-31' }],
    ['a year later end with its year', '2027-01-01', { first: '2026-01-01', last: '2026-12-31' }],
  ])('%s', (_title, today, days) => {
    expect(cycleDays(2026, today)).toEqual(days);
  });
});
