import { describe, expect, it } from 'vitest';
import type { DocumentBlock } from '../../../src/kit/document/document.rules.ts';
import { contentsOf } from '../../../src/modules/final-report/content-check.rules.ts';
import {
  actRefusal,
  finalReportActs,
  type FinalReportFacts,
  type FinalReportState,
  finalReportStates,
} from '../../../src/modules/final-report/final-report.rules.ts';
import { chartsOf } from '../../../src/modules/final-report/chart-list.rules.ts';
import { chartModelOf, type ReportPoint } from '../../../src/modules/final-report/report-chart.rules.ts';
import { reportDocument } from '../../../src/modules/final-report/report-document.rules.ts';
import { pictureOf } from '../../../src/modules/final-report/chart-svg.rules.ts';
import type { ReportFacts } from '../../../src/modules/final-report/report-facts.rules.ts';
import { languages } from '../../../src/shared/localized-text.ts';
import { rankedService, reportFacts, stateCounts, timeResult } from './report.fixture.ts';

const nobody: Partial<ReportFacts> = {
  run: { ...reportFacts().run, responses: 0, revisions: 0 },
  quality: { entries: [], unranked: [rankedService('A', { unrankedReason: 'NO_DATA', qualityScore: null, qualityInterval: null, n: 0 })] },
  demand: { entries: [], unranked: [] },
  results: [],
  achievement: [],
  problems: [],
  dynamics: [],
  volumes: [],
  months: [],
};

const pointsOf = (facts: ReportFacts, code: string): readonly ReportPoint[] =>
  chartsOf(facts).find((chart) => chart.code === code)?.series[0]?.points ?? [];

const wordsOf = (blocks: readonly DocumentBlock[]): string => JSON.stringify(blocks);

describe('acts on a final report', () => {
  const facts = (state: FinalReportState, change: Partial<FinalReportFacts> = {}): FinalReportFacts => ({
    state,
    hasLaterDraft: false,
    isSuperseded: false,
    hasFullAppendix: true,
    isReceiptConfirmed: false,
    isPreparer: false,
    isPublished: false,
    untranslated: [],
    ...change,
  });

  it('R-III.2, R-III.4, R-III.5: each state is open to its own acts alone', () => {
    const open = finalReportStates.map((state) => finalReportActs.filter((act) => actRefusal(act, facts(state)) === undefined));
    expect(open).toEqual([
      ['updateFinalReport', 'prepareFinalReport', 'renderFinalReport'],
      ['draftFinalReport', 'handOverFinalReport', 'recordCollegiumConsideration', 'renderFinalReport'],
      ['draftFinalReport', 'confirmFinalReportReceipt', 'recordCollegiumConsideration', 'publishFinalReport', 'renderFinalReport'],
    ]);
  });

  it.each([
    ['handOverFinalReport', 'PREPARED', { hasFullAppendix: false }, 'R-III.3'],
    ['handOverFinalReport', 'PREPARED', { isSuperseded: true }, 'ours:latest-revision-counts'],
    ['draftFinalReport', 'PREPARED', { hasLaterDraft: true }, 'ours:one-draft-of-a-report'],
    ['confirmFinalReportReceipt', 'HANDED_OVER', { isReceiptConfirmed: true }, 'R-III.4'],
    ['confirmFinalReportReceipt', 'HANDED_OVER', { isPreparer: true }, 'R-III.4'],
    ['publishFinalReport', 'HANDED_OVER', { untranslated: ['RANKING'] }, 'ours:russian-before-publishing'],
    ['publishFinalReport', 'HANDED_OVER', { isPublished: true }, 'ours:published-once'],
  ] as const)('%s of a %s one is refused where %o', (act, state, change, rule) => {
    expect(actRefusal(act, facts(state, change))?.rule).toBe(rule);
  });
});

describe('charts of the report', () => {
  it.each([
    ['a full analysis', {}],
    ['an analysis of nothing', nobody],
  ])('R-III.3: of %s have a value for each category exactly where no gap says why, with n and source', (_, change) => {
    for (const { categories, series, source, n } of chartsOf(reportFacts(change))) {
      expect(source.ru).toContain('0197a000-0000-7000-8000-000000000001');
      expect(n).toBeGreaterThanOrEqual(0);
      for (const { points } of series) {
        expect(points).toHaveLength(categories.length);
        expect(points.every(({ value, gap }) => (value === null) === (gap !== null))).toBe(true);
      }
    }
  });

  it('R-III.2.2: a service without a rank is a gap with its reason, never a 0', () => {
    expect(pointsOf(reportFacts(), 'QUALITY')).toMatchObject([
      { value: 0.75, n: 120 },
      { value: null, gap: { ru: 'слишком мало ответов' } },
    ]);
  });

  it('R-III.1.6: only services counted in the same unit stand beside each other', () => {
    const metres = ['C', 'D'].map((code) => rankedService(code, { countUnit: 'CUBIC_METRE' }));
    const facts = reportFacts({ demand: { entries: [...reportFacts().demand.entries, ...metres], unranked: [] } });
    const charts = chartsOf(facts).filter(({ code }) => code.startsWith('DEMAND_'));
    expect(charts.map(({ code, categories }) => [code, categories.length])).toEqual([
      ['DEMAND_APPLICATION', 2],
      ['DEMAND_CUBIC_METRE', 2],
    ]);
  });

  it.each([
    ['as the ranking has it', {}, 1.5],
    ['nowhere, where it is alone in its unit', { demandLevel: null, demandToMedian: null, quadrant: null }, 'alone in its unit'],
    ['nowhere, where the middle is 0', { demandToMedian: null }, 'the middle of its group is zero'],
    ['nowhere, where nobody stated it', { deliveries: { ...rankedService('A').deliveries, value: null } }, 'not stated'],
  ] as const)('R-III.2.2: demand is plotted %s', (_, change, said) => {
    const facts = reportFacts({ demand: { entries: [rankedService('A', change)], unranked: [] } });
    const [plotted] = pointsOf(facts, 'QUADRANT');
    if (typeof said === 'number') expect(plotted?.value).toBe(said);
    else expect(plotted?.gap?.en).toContain(said);
    expect(chartsOf(facts).find(({ code }) => code === 'QUADRANT')?.notes?.[0]?.ru).toContain('линия качества – 70 %');
  });

  it.each([
    ['approved', {}, 0.2],
    [
      'zero',
      { comparison: { ...must(timeResult('A').comparison), meanDeviation: { signed: 6, absolute: 6, percent: null, unit: 'SOM' } } },
      null,
    ],
    ['missing', { state: 'NO_NORM', norms: [], comparison: null }, null],
  ] as const)('R-III.1.3: the mean deviation from a norm that is %s', (_, change, value) => {
    const facts = reportFacts({ results: [timeResult('A', change)] });
    expect(pointsOf(facts, 'TIME_DEVIATION')[0]?.value).toBe(value);
  });

  it('R13.3: a year without an issued analysis is a gap, one in which nothing was judged another', () => {
    const facts = reportFacts({ dynamics: [{ year: 2024, indicator: 'PROCEDURE', counts: stateCounts({ NO_DATA: 3 }) }] });
    expect(pointsOf(facts, 'DYNAMICS').map(({ value, gap }) => gap?.en ?? value)).toEqual([
      'nothing was judged',
      'no analysis was issued for the year',
      1 / 3,
    ]);
  });

  it('a drawing in several parts is one picture', () => {
    const part = (height: number) => ({ svg: `<svg width="10" height="${height}"></svg>`, width: 10, height });
    expect(pictureOf([part(5)])).toBe('<svg width="10" height="5"></svg>');
    expect(pictureOf([part(5), part(7)])).toContain('<svg y="5" width="10" height="7">');
    expect(pictureOf([part(5), part(7)])).toContain('viewBox="0 0 10 12"');
  });
});

function must<T>(value: T | null): T {
  if (value === null) throw new Error('It is there');
  return value;
}

describe('what the report has to contain', () => {
  it('R-III.2.1-4, R-III.3: is checked off, and what is lacking is said in every language', () => {
    const contents = contentsOf(reportFacts());
    expect(contents.map(({ requirement, isMet, missing }) => [requirement, isMet, missing !== null])).toEqual([
      ['R-III.2.1', true, true],
      ['R-III.2.2', true, true],
      ['R-III.2.3', true, true],
      ['R-III.2.4', true, true],
      ['R-III.3', true, true],
      ['R-III.3', false, true],
    ]);
    expect(contents[0]?.missing?.en).toBe('No provider is entered in 1 of 4 cases (a service in a municipality).');
    expect(contents.every(({ missing }) => missing === null || (missing.ky && missing.ru && missing.en))).toBe(true);
  });

  it('nothing accepted: nothing is met, and nothing breaks', () => {
    expect(contentsOf(reportFacts({ ...nobody, objects: [], coverage: [] })).filter(({ isMet }) => isMet)).toEqual([]);
  });
});

describe('the document of the report', () => {
  it.each(languages)('R-III.2, R-III.3: in %s has every section, and every table and chart its source', (language) => {
    const { blocks, isWatermarked } = reportDocument(reportFacts(), language);
    expect(isWatermarked).toBe(true);
    expect(blocks.filter((block) => block.kind === 'heading' && block.level === 1)).toHaveLength(9);
    const figures = blocks.filter((block) => block.kind === 'table' || block.kind === 'chart');
    expect(figures.length).toBeGreaterThan(15);
    expect(figures.filter(({ source }) => !source?.text.includes('0197a000') || source.n === undefined)).toEqual([]);
    expect(wordsOf(blocks)).not.toContain('undefined');
    expect(wordsOf(blocks)).not.toContain('{{');
    expect(() => chartsOf(reportFacts()).map((chart) => chartModelOf(chart, language))).not.toThrow();
  });

  it('R-III.2.1: names who answers for what in each municipality, and says where nobody is entered and what was merged', () => {
    const { blocks } = reportDocument(reportFacts(), 'RU');
    const entered = '["Аламүдүн ru","Аламүдүн району ru","41708203000000","Айыл өкмөтү ru","все объекты Перечня"]';
    expect(wordsOf(blocks)).toContain(entered);
    expect(wordsOf(blocks)).toContain('["Чүй облусу ru",{"value":1,"digits":0},"Кожояр ru (преобразован ко дню анализа)","A"]');
  });

  it('says that there is nothing, or little, to judge', () => {
    expect(wordsOf(reportDocument(reportFacts(nobody), 'RU').blocks)).toContain('не учтено ни одного ответа');
    const one = reportFacts({ run: { ...reportFacts().run, responses: 1 } });
    expect(wordsOf(reportDocument(one, 'RU').blocks)).toContain('Ответов мало (1)');
  });

  it('what people wrote stays letter for letter, but for personal and phone numbers', () => {
    const narrative = `=1+1 <b>#set</b> {{n}} ИНН 20101199000123, тел. +996 555 12 34 56 (２０１０１１９９０００１２３; 2-0101-1990-00123) ${'я'.repeat(9_900)}`;
    const { blocks } = reportDocument(reportFacts({ narratives: { CONCLUSIONS: { ky: narrative } } }), 'KY');
    const said = blocks.findLast((block) => block.kind === 'paragraph' && block.text.startsWith('=1+1'));
    expect(said).toMatchObject({
      text: expect.stringMatching(/^=1\+1 <b>#set<\/b> \{\{n\}\} ИНН \[\*\*\*\], тел\. \[\*\*\*\] \(\[\*\*\*\]; \[\*\*\*\]\) я/) as string,
    });
  });
});
