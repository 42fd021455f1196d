import { dynamicsChart, indicatorCharts } from './indicator-chart.rules.ts';
import { rankingCharts } from './ranking-chart.rules.ts';
import { gap, point, type ReportChart, sourceOf } from './report-chart.rules.ts';
import type { ReportFacts } from './report-facts.rules.ts';
import { reportWords, stateWords, unitWords } from './report-words.rules.ts';
import { surveyCharts } from './survey-section.rules.ts';
import { volumeCharts } from './volume-chart.rules.ts';

/** R-III.3: the charts of a report, in their order. */
export function chartsOf(facts: ReportFacts): ReportChart[] {
  return [
    coverageChart(facts),
    ...rankingCharts(facts),
    ...indicatorCharts(facts),
    ...surveyCharts(facts),
    problemChart(facts),
    dynamicsChart(facts),
    ...volumeCharts(facts),
  ];
}

/** R12: whose data the report rests on. */
function coverageChart(facts: ReportFacts): ReportChart {
  const { coverage, run } = facts;
  const series = (['due', 'questionnaires', 'reports'] as const).map((key) => ({
    label: reportWords[key],
    points: coverage.map((region) => point(region[key])),
  }));
  return {
    code: 'COVERAGE',
    kind: 'BAR',
    title: reportWords.coverage,
    unit: 'COUNT',
    unitName: reportWords.inMunicipalities,
    categoryTitle: reportWords.region,
    categories: coverage.map(({ region }) => region),
    series,
    source: sourceOf(facts, 'analysisRun { pinnedRevisions }'),
    n: run.revisions,
  };
}

const shownProblems = 15;

/** R-III.2.4: the most frequent problems. */
function problemChart(facts: ReportFacts): ReportChart {
  const problems = facts.problems.slice(0, shownProblems);
  return {
    code: 'PROBLEMS',
    kind: 'BAR',
    title: reportWords.problems,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.problem,
    categories: problems.map(({ name }) => name),
    series: [
      {
        label: reportWords.shareOfAnswers,
        points: problems.map(({ share, mentions }) => (share === null ? gap(stateWords.NO_DATA, 0) : point(share, mentions))),
      },
    ],
    source: sourceOf(facts, 'analysisRun { problems }'),
    n: facts.run.responses,
  };
}
