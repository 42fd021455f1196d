import { describe, expect, it } from 'vitest';
import { contentsOf } from '../../../src/modules/final-report/content-check.rules.ts';
import { sectionTitles } from '../../../src/modules/final-report/final-report.rules.ts';
import { reportDocument } from '../../../src/modules/final-report/report-document.rules.ts';
import type { PlacedComparison, SurveyFacts } from '../../../src/modules/final-report/report-facts.rules.ts';
import { surveyCharts } from '../../../src/modules/final-report/survey-section.rules.ts';
import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import { procedure } from '../../../src/modules/indicators/formulas/v1/procedure.rules.ts';
import { compareSources } from '../../../src/modules/indicators/survey-gap.rules.ts';
import { inLanguage, languages, type LocalizedText } from '../../../src/shared/localized-text.ts';
import { silent } from '../indicators/cell.fixture.ts';
import { noSurvey, reportFacts } from './report.fixture.ts';

const name = (text: string): LocalizedText => ({ ky: `${text} ky`, ru: `${text} ru` });

/** R-II.1 of an object: of how many questionnaires, and of how many sheets, so many say yes. */
function comparisonOf(
  object: string,
  [yes, n]: readonly [number, number],
  [asked, of]: readonly [number, number],
  place: LocalizedText | null = null,
): PlacedComparison[] {
  const counts = (followed: number, all: number) =>
    procedure.counts({ ...silent, procedure: { ...silent.procedure, followed, notFollowed: all - followed } });
  const sources = [{ questionnaires: counts(yes, n), surveys: counts(asked, of) }];
  return compareSources('PROCEDURE', sources, firstMethod).map((each) => ({ ...each, object: name(object), place }));
}

const surveyed = (comparisons: PlacedComparison[], regions: SurveyFacts['regions'] = noSurvey.regions) =>
  reportFacts({ surveys: { ...noSurvey, sheets: 1_043, regions, comparisons } });

const [chui, talas] = [
  { name: name('Чүй облусу'), sheets: 1_043 },
  { name: name('Талас облусу'), sheets: 0 },
];
const apart = surveyed(
  [
    ...comparisonOf('Кызмат A', [95, 100], [20, 40]),
    ...comparisonOf('Кызмат B', [80, 80], [2, 3]),
    ...comparisonOf('Кызмат A', [40, 40], [10, 20], name('Аламүдүн')),
  ],
  [chui, talas],
);

/** What the section says, from its heading to the next. */
function saidIn(facts: ReturnType<typeof reportFacts>, language: (typeof languages)[number]): string {
  const { blocks } = reportDocument(facts, language);
  const first = blocks.findIndex((block) => block.kind === 'heading' && block.text === inLanguage(sectionTitles.SURVEYS, language));
  const next = blocks.findIndex((block, index) => index > first && block.kind === 'heading' && block.level === 1);
  expect(first).toBeGreaterThan(0);
  return JSON.stringify(blocks.slice(first, next));
}

describe('questionnaires and the survey beside each other, in the report', () => {
  it('R10: without a survey it says so, in every language, and draws nothing', () => {
    expect(saidIn(reportFacts(), 'KY')).toContain('Жобонун 10-пункту');
    expect(saidIn(reportFacts(), 'RU')).toContain('пункт 10 Положения (регулярный опрос во всех областях) не выполнен');
    expect(saidIn(reportFacts(), 'EN')).toContain('"tone":"warning"');
    expect(surveyCharts(reportFacts())).toEqual([]);
  });

  it('each share has its n; too few answers are said with how many there are, and no share', () => {
    const said = saidIn(apart, 'RU');
    expect(said).toContain('"Кызмат A ru","Порядок соблюдён",{"value":95,"n":100,"digits":1},{"value":50,"n":40,"digits":1},{"value":45,');
    expect(said).toContain('слишком мало ответов (n\u00a0=\u00a03)');
    expect(said).toContain('листов — 1043');
    expect(said).toContain('"n":1043');
  });

  it('R10: names the regions where nobody was asked', () => {
    expect(saidIn(apart, 'RU')).toContain('Ни одного листа: Талас облусу ru.');
    expect(saidIn(surveyed([...comparisonOf('Кызмат A', [9, 10], [9, 10])], [chui]), 'RU')).not.toContain('Ни одного листа');
  });

  it.each([
    [
      'KY',
      'Өлкө боюнча: Кызмат A ky. Тартип сакталган: анкеталар боюнча 95\u00a0% (n\u00a0=\u00a0100), сурамжылоо боюнча 50\u00a0% (n\u00a0=\u00a040); анкеталарда 45 пунктка жогору.',
    ],
    [
      'RU',
      'Аламүдүн ru: Кызмат A ru. Порядок соблюдён: по анкетам 100\u00a0% (n\u00a0=\u00a040), по опросу 50\u00a0% (n\u00a0=\u00a020); по анкетам на 50 п.\u00a0п. выше.',
    ],
    [
      'EN',
      'by questionnaires 95\u00a0% (n\u00a0=\u00a0100), by the survey 50\u00a0% (n\u00a0=\u00a040); by questionnaires 45 points higher.',
    ],
  ] as const)('in %s a significant gap is a finding in words, over the country and in a municipality', (language, sentence) => {
    expect(saidIn(apart, language)).toContain(sentence);
  });

  it('says which of the two is lower, too', () => {
    expect(saidIn(surveyed(comparisonOf('Кызмат A', [20, 40], [95, 100])), 'RU')).toContain('по анкетам на 45 п.\u00a0п. ниже.');
  });

  it('no significant gap is said, and is another thing than nothing compared', () => {
    const alike = saidIn(surveyed(comparisonOf('Кызмат A', [95, 100], [38, 40])), 'RU');
    expect(alike).toContain('Значимых расхождений не найдено.');
    const few = saidIn(surveyed(comparisonOf('Кызмат A', [95, 100], [3, 4])), 'RU');
    expect(few).toContain('нет по 10 ответов');
    expect(few).not.toContain('Значимых расхождений');
    expect(saidIn(surveyed([]), 'RU')).toContain('листы опроса с анкетами не сопоставлены');
  });

  it('R-III.3: a chart draws both, each by itself, and what has too few answers is a gap with its reason', () => {
    expect(surveyCharts(apart)).toMatchObject([
      {
        code: 'SURVEYS_PROCEDURE',
        n: 1_043,
        categories: [{ ru: 'Кызмат A ru' }, { ru: 'Кызмат B ru' }],
        series: [
          {
            points: [
              { value: 0.95, n: 100 },
              { value: 1, n: 80 },
            ],
          },
          {
            points: [
              { value: 0.5, n: 40 },
              { value: null, n: 3, gap: { ru: 'слишком мало ответов' } },
            ],
          },
        ],
      },
    ]);
    expect(saidIn(apart, 'RU')).toContain('"kind":"chart"');
    expect(contentsOf(apart).map(({ isMet }) => isMet)).toEqual(contentsOf(reportFacts()).map(({ isMet }) => isMet));
  });

  it.each(languages)('in %s every figure has its source, and no place is left to be filled in', (language) => {
    const said = saidIn(apart, language);
    expect(said).not.toContain('{{');
    expect(said).not.toContain('undefined');
    expect(said.match(/0197a000-0000-7000-8000-000000000001/gu)).toHaveLength(2);
  });
});
