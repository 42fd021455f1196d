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

const nothingCompared = { comparison: null, norms: [], share: null } satisfies Partial<ResultFacts>;
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
