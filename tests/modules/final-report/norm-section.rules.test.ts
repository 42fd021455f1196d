import { describe, expect, it } from 'vitest';
import { normBlocks } from '../../../src/modules/final-report/norm-section.rules.ts';
import type { ResultFacts } from '../../../src/modules/final-report/report-facts.rules.ts';
import { languages } from '../../../src/shared/localized-text.ts';
import { reportFacts, timeResult } from './report.fixture.ts';

const blocksOf = (change: Partial<ResultFacts>, language: (typeof languages)[number] = 'RU') =>
  normBlocks(reportFacts({ results: [timeResult('A', change)] }), [], language);

/** The cells of the table of times. */
const cellsOf = (change: Partial<ResultFacts>) => {
  const [table] = blocksOf(change);
  return table?.kind === 'table' ? (table.rows[0] ?? []) : [];
};

const nothingCompared = { comparison: null, compared: null, norms: [], share: null } satisfies Partial<ResultFacts>;
const monthly = {
  amount: '150',
  unit: 'SOM' as const,
  basis: { ky: 'бир үй чарбасынан айына', ru: 'в месяц с домохозяйства', en: 'per household and month' },
};

describe('the norms of the report (R-III.1.1, R-III.1.5)', () => {
  it.each([
    ['compared with', {}, '5 раб. дн.'],
    ['not approved', { ...nothingCompared, state: 'NO_NORM', approved: [] }, 'норма не утверждена'],
    ['per month', { ...nothingCompared, state: 'NO_NORM', approved: [monthly] }, '150 сом в месяц с домохозяйства\nнет сопоставимой нормы'],
    ['there, and nobody answered', { ...nothingCompared, state: 'NO_DATA' }, '5 раб. дн.'],
    ['not applicable', { ...nothingCompared, state: 'NOT_APPLICABLE', approved: [] }, 'неприменимо'],
  ] as const)('a norm that is %s', (_, change, said) => {
    expect(cellsOf(change)[1]).toBe(said);
  });

  it('a deviation says that there is no comparable norm only where that is so', () => {
    expect(cellsOf({ ...nothingCompared, state: 'NO_NORM', approved: [monthly] })[5]).toMatchObject({ gap: 'нет сопоставимой нормы' });
    expect(cellsOf({ ...nothingCompared, state: 'NO_DATA' })[5]).toMatchObject({ value: null, gap: '' });
  });

  it('a mean says of how many answers it is, and a deviation of how many of them', () => {
    const cells = cellsOf({ compared: 60 });
    expect([cells[3], cells[5], cells[7]]).toMatchObject([
      { value: 6, n: 120 },
      { value: 1, n: 60 },
      { value: 4, n: 120 },
    ]);
  });

  it.each([
    ['both ways, where all are compared with one norm', {}, '+8\u00a0995\n-4'],
    ['the greatest without its sign, where some have no norm', { compared: 60 }, '+8\u00a0995'],
    [
      'the greatest without its sign, where the norm changed',
      { norms: [0, 5].map((amount) => ({ amount: `${amount}`, unit: 'WORKING_DAY' as const })) },
      '+8\u00a0995',
    ],
  ])('R-III.1.3: the greatest deviations are %s', (_, change, said) => {
    expect(cellsOf(change)[6]).toBe(said);
  });

  it('R8.2: a complex is told from end to end, where its services have it', () => {
    const { comparison } = timeResult('A');
    const notesOf = (endToEnd: { mean: number | null; norm: string | null } | null) => {
      const [table] = blocksOf({ comparison: comparison && { ...comparison, endToEnd } });
      return table?.kind === 'table' ? (table.notes ?? []) : [];
    };
    const told = 'Кызмат A ru, услуги одна за другой: в среднем';
    expect(notesOf({ mean: 11.5, norm: '9' })[0]).toBe(`${told} 11,5 раб. дн.; нормы вместе 9 раб. дн.`);
    expect(notesOf({ mean: 11.5, norm: null })[0]).toBe(`${told} 11,5 раб. дн.; нормы вместе неизвестно`);
    for (const none of [null, { mean: null, norm: null }]) expect(notesOf(none)).toHaveLength(2);
  });

  it('what is not approved is told from what is approved in another measure, in every language', () => {
    const said = (approved: ResultFacts['approved'], language: (typeof languages)[number]) =>
      JSON.stringify(blocksOf({ ...nothingCompared, state: 'NO_NORM', approved }, language).at(-1));
    expect(said([], 'RU')).toContain('Затраты времени – норма не утверждена');
    expect(said([monthly], 'RU')).toContain('утверждённая норма (150 сом в месяц с домохозяйства) с ответами не сопоставима');
    for (const language of languages)
      expect(said([monthly], language)).toContain(monthly.basis[language === 'KY' ? 'ky' : language === 'RU' ? 'ru' : 'en']);
    expect(JSON.stringify(blocksOf({}).at(-1))).toContain('Таких показателей нет');
  });
});
