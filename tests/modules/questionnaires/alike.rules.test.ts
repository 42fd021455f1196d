import { describe, expect, it } from 'vitest';
import { alikeWarning } from '../../../src/modules/questionnaires/alike.rules.ts';

describe('questionnaires that are alike in everything (ours)', () => {
  const across = (batchKey: string, responses: number) => ({ batchKey, responses, isAcross: true });
  const within = (batchKey: string, responses: number) => ({ ...across(batchKey, responses), isAcross: false });
  const many = Array.from({ length: 11 }, (_, index) => across(`b${index}`, 2));

  it.each([
    ['across batches', [across('k1', 30), across('late2', 30)], ': in different batches 60 (k1 – 30; late2 – 30).'],
    ['within one', [within('k1', 4)], ': within one batch 4 (k1 – 4).'],
    [
      'both ways',
      [across('k1', 1), across('k2', 1), within('k1', 2)],
      ': in different batches 2 (k1 – 1; k2 – 1), within one batch 2 (k1 – 2).',
    ],
    ['across many', many, 'batches 22 (b0 – 2; b1 – 2; b2 – 2; b3 – 2; b4 – 2; b5 – 2; b6 – 2; b7 – 2; b8 – 2; b9 – 2; …).'],
  ])('are told of with their batches: %s', (_title, alike, words) => {
    const [warning, ...others] = alikeWarning(alike, 'QUESTIONNAIRE');
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ rule: 'ours:questionnaires-alike', path: ['batches'] });
    expect(warning?.message.en?.endsWith(words)).toBe(true);
  });

  it('are nothing to tell of where there are none', () => expect(alikeWarning([], 'QUESTIONNAIRE')).toEqual([]));

  it('are called what they are: sheets of a survey', () => {
    const [warning] = alikeWarning([across('f1', 2), across('f2', 2)], 'SURVEY_SHEET');
    expect(warning?.message.ru).toMatch(/^Есть опросные листы, одинаковые во всём/);
    expect(warning?.hint?.ru).toContain('Если опросные листы поданы дважды');
  });
});
