import { describe, expect, it } from 'vitest';
import { type SuccessionBody, type SuccessionFacts, successionViolations } from '../../../src/modules/organizations/succession.rules.ts';

const body = (id: string, standing: Partial<SuccessionBody> = {}): SuccessionBody => ({
  id,
  name: { ky: `${id} айыл аймагы` },
  isSucceeded: false,
  ...standing,
});
const told = (facts: Partial<SuccessionFacts>) =>
  successionViolations({
    kind: 'MERGE',
    onDate: '2026-07-01',
    adoptedOn: '2026-02-01',
    predecessors: [body('a')],
    successors: [body('b')],
    ...facts,
  }).map(({ rule, path }) => `${rule} ${path?.slice(1).join('.')}`);

describe('a succession: a body goes on or ends once', () => {
  it.each<[string, Partial<SuccessionFacts>, string[]]>([
    ['one body joins another', {}, []],
    ['it may be entered years after, as the reform of 2024-25 is', { onDate: '2024-08-01', adoptedOn: '2024-06-12' }, []],
    ['it may take effect on the day of its act', { onDate: '2026-02-01' }, []],
    ['and not on the day before it', { onDate: '2026-01-31' }, ['ours:succession-before-act onDate']],
    ['kinds have their numbers of bodies', { kind: 'SPLIT' }, ['ours:succession-shape kind']],
    ['no body is merged into itself', { successors: [body('a')] }, ['ours:succession-contradiction predecessorIds.0']],
    [
      'what takes in others goes on, and is no predecessor',
      { predecessors: [body('a'), body('b')] },
      ['ours:succession-contradiction predecessorIds.1'],
    ],
    ['a body that is renamed may go on as itself', { kind: 'RENAME', successors: [body('a')] }, []],
    [
      'what has ended on another day ends no more',
      { predecessors: [body('a', { validTo: '2026-06-30' })] },
      ['ours:succession-once predecessorIds.0'],
    ],
    ['nor what is to end later', { predecessors: [body('a', { validTo: '2027-01-01' })] }, ['ours:succession-once predecessorIds.0']],
    ['what was ended by hand on the day may be given its successor', { predecessors: [body('a', { validTo: '2026-07-01' })] }, []],
    ['but once', { predecessors: [body('a', { validTo: '2026-07-01', isSucceeded: true })] }, ['ours:succession-once predecessorIds.0']],
    [
      'who ends was there on the eve',
      { predecessors: [body('a', { validFrom: '2026-06-30' }), body('c', { validFrom: '2026-07-01' })] },
      ['ours:succession-in-force predecessorIds.1'],
    ],
    ['who follows may begin on the day', { successors: [body('b', { validFrom: '2026-07-01' })] }, []],
    ['and not after it', { successors: [body('b', { validFrom: '2026-07-02' })] }, ['ours:succession-in-force successorIds.0']],
    [
      'who follows has not ended by the day',
      { successors: [body('b', { validTo: '2019-01-01' })] },
      ['ours:succession-in-force successorIds.0'],
    ],
    ['though it may end later', { successors: [body('b', { validTo: '2026-07-02' })] }, []],
  ])('%s', (_, facts, expected) => {
    expect(told(facts)).toEqual(expected);
  });

  it('names the body and the day, in three languages, with what to do', () => {
    const [violation] = successionViolations({
      kind: 'RENAME',
      onDate: '2026-07-01',
      adoptedOn: '2026-02-01',
      predecessors: [body('a')],
      successors: [body('b', { validTo: '2019-01-01' })],
    });
    expect(violation?.message).toEqual({
      ky: '2026-07-01 күнү b айыл аймагы жок (… – 2019-01-01).',
      ru: 'b айыл аймагы: на 2026-07-01 такого органа нет (… – 2019-01-01).',
      en: 'On 2026-07-01 there is no b айыл аймагы (… – 2019-01-01).',
    });
    expect(Object.keys(violation?.hint ?? {})).toEqual(['ky', 'ru', 'en']);
  });
});
