import { describe, expect, it } from 'vitest';
import { batchWords, contentKey, differences, lineWords } from '../../../src/modules/submissions/submission-diff.rules.ts';

const content = (entries: Record<string, string>) =>
  new Map(Object.entries(entries).map(([path, text]) => [contentKey(path.split('/')), text]));

describe('what changed from one revision to another (ours)', () => {
  it('is told by path: changed, added, gone; what is the same is not', () => {
    const before = content({ 'lines/A/Q1/IN_PERSON': '1', 'lines/A/Q2/IN_PERSON': '2', 'batches/old': '3', findings: 'x' });
    const after = content({ 'lines/A/Q1/IN_PERSON': '9', 'lines/A/Q2/IN_PERSON': '2', 'batches/new': '4', findings: 'y' });
    expect(differences(before, after)).toEqual([
      { path: ['batches', 'new'], before: null, after: '4' },
      { path: ['batches', 'old'], before: '3', after: null },
      { path: ['findings'], before: 'x', after: 'y' },
      { path: ['lines', 'A', 'Q1', 'IN_PERSON'], before: '1', after: '9' },
    ]);
    expect(differences(after, after)).toEqual([]);
  });

  it.each([
    [{ deliveredState: 'VALUE', deliveredValue: 0, deliveredReason: null, paidTotal: null, explanation: null }, '0'],
    [{ deliveredState: 'VALUE', deliveredValue: 3, deliveredReason: null, paidTotal: '5.00', explanation: null }, '3, 5.00 som'],
    [
      { deliveredState: 'NOT_OFFERED', deliveredValue: null, deliveredReason: 'no portal', paidTotal: null, explanation: null },
      'not offered: no portal',
    ],
    [{ deliveredState: 'MISSING', deliveredValue: null, deliveredReason: null, paidTotal: null, explanation: null }, undefined],
    [
      { deliveredState: 'VALUE', deliveredValue: 3, deliveredReason: null, paidTotal: null, explanation: 'журнал' },
      '3 (explained: журнал)',
    ],
  ])('a line reads %j as %j', (line, words) => {
    expect(lineWords(line)?.en).toBe(words);
  });

  it('a batch says how many questionnaires it holds, one too', () => {
    expect([batchWords(1).en, batchWords(2).en]).toEqual(['questionnaires: 1', 'questionnaires: 2']);
  });
});
