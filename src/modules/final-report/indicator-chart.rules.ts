import type { LocalizedText } from '../../shared/localized-text.ts';
import { type IndicatorCode, indicatorCodes, resultStates } from '../indicators/indicator.rules.ts';
import { type ChartKind, gap, point, type ReportChart, type ReportPoint, sourceOf } from './report-chart.rules.ts';
import { achievedShare, type AchievementFacts, type ReportFacts, type ResultFacts } from './report-facts.rules.ts';
import { asIs, indicatorWords, reportWords, stateWords, unitWords } from './report-words.rules.ts';

/** R-III.2.3, R-III.1.3: the charts of the indicators in the year of the report. */
export function indicatorCharts(facts: ReportFacts): ReportChart[] {
  return [
    achievementChart(facts),
    regionChart(facts),
    satisfactionChart(facts),
    deviationChart(facts, 'TIME'),
    deviationChart(facts, 'COST'),
  ];
}

/** R-III.2.3: how many results of municipalities are in each state; a 0 is counted, not missing. */
function achievementChart(facts: ReportFacts): ReportChart {
  const country = facts.achievement.filter(({ region }) => region === null);
  const shown = indicatorCodes.filter((code) => country.some(({ indicator }) => indicator === code));
  const countsOf = (code: IndicatorCode) => country.find(({ indicator }) => indicator === code)?.counts;
  return {
    code: 'ACHIEVEMENT',
    kind: 'STACKED_BAR',
    title: reportWords.achievement,
    unit: 'COUNT',
    unitName: reportWords.results,
    categoryTitle: reportWords.indicator,
    categories: shown.map((code) => indicatorWords[code]),
    series: resultStates.map((state) => ({ label: stateWords[state], points: shown.map((code) => point(countsOf(code)?.[state] ?? 0)) })),
    source: sourceOf(facts, 'analysisRun { achievement(groupBy: COUNTRY) }'),
    n: facts.run.responses,
  };
}

/** R-III.2.3: of what was judged in a region, the share that is achieved. */
function regionChart(facts: ReportFacts): ReportChart {
  const regions = [
    ...Map.groupBy(
      facts.achievement.filter(({ region }) => region !== null),
      ({ region }) => region?.ky,
    ).values(),
  ];
  return {
    code: 'REGIONS',
    kind: 'BAR',
    title: reportWords.regions,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.region,
    categories: regions.flatMap(([first]) => first?.region ?? []),
    series: [{ label: reportWords.achievedShare, points: regions.map((lines) => achievedPoint(lines, reportWords.nothingJudged)) }],
    source: sourceOf(facts, 'analysisRun { achievement(groupBy: REGION) }'),
    n: facts.run.responses,
  };
}

function achievedPoint(lines: readonly Pick<AchievementFacts, 'counts'>[], why: LocalizedText): ReportPoint {
  const { share, n } = achievedShare(lines.map(({ counts }) => counts));
  return share === null ? gap(why, n) : point(share, n);
}

/** R-II.7, R-III.2.3: the share of satisfied citizens with its interval. */
function satisfactionChart(facts: ReportFacts): ReportChart {
  return ofObjects(facts, 'SATISFACTION', {
    code: 'SATISFACTION',
    kind: 'INTERVAL',
    title: reportWords.satisfaction,
    label: reportWords.satisfiedShare,
    pointOf: ({ share, state, n, interval }) => (share === null ? gap(stateWords[state], n) : point(share, n, interval)),
  });
}

/** R-III.1.3: how far means are from the norms, in % of the norm. */
function deviationChart(facts: ReportFacts, indicator: 'TIME' | 'COST'): ReportChart {
  return ofObjects(facts, indicator, {
    code: `${indicator}_DEVIATION`,
    kind: 'BAR',
    title: indicator === 'TIME' ? reportWords.timeDeviation : reportWords.costDeviation,
    label: reportWords.meanDeviation,
    pointOf: ({ comparison, state, n, norms }) => {
      const percent = comparison?.meanDeviation?.percent;
      if (percent != null) return point(percent / 100, n);
      if (comparison?.meanDeviation) return gap(reportWords.zeroNorm, n);
      return gap(norms.length > 0 && comparison?.actual ? reportWords.changedNorm : stateWords[unjudged(state)], n);
    },
  });
}

/** Something was judged, and yet no deviation is known: the answers lack it. */
function unjudged(state: ResultFacts['state']): ResultFacts['state'] {
  return state === 'ACHIEVED' || state === 'NOT_ACHIEVED' || state === 'INCONCLUSIVE' ? 'NO_DATA' : state;
}

interface ObjectChart {
  code: string;
  kind: ChartKind;
  title: LocalizedText;
  label: LocalizedText;
  pointOf: (result: ResultFacts) => ReportPoint;
}

function ofObjects(facts: ReportFacts, indicator: IndicatorCode, { code, kind, title, label, pointOf }: ObjectChart): ReportChart {
  const results = new Map(facts.results.filter((each) => each.indicator === indicator).map((each) => [each.objectCode, each]));
  return {
    code,
    kind,
    title,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.object,
    categories: facts.objects.map(({ name }) => name),
    series: [
      {
        label,
        points: facts.objects.map((object) => {
          const result = results.get(object.code);
          return result ? pointOf(result) : gap(stateWords.NO_DATA, 0);
        }),
      },
    ],
    source: sourceOf(facts, `analysisRun { results(filter: { indicators: [${indicator}], isCountryLevel: true }) }`),
    n: facts.run.responses,
  };
}

/** R13.3: of what was judged in a year, the share achieved; a year without an issued analysis is a gap. */
export function dynamicsChart(facts: ReportFacts): ReportChart {
  const first = Math.min(facts.year, ...facts.dynamics.map(({ year }) => year));
  const years = Array.from({ length: facts.year - first + 1 }, (_, index) => first + index);
  const now = facts.achievement.flatMap(({ region, ...rest }) => (region === null ? [{ year: facts.year, ...rest }] : []));
  const all = [...facts.dynamics, ...now];
  const pointIn = (year: number, code: IndicatorCode): ReportPoint => {
    const lines = all.filter((line) => line.year === year && line.indicator === code);
    const isRunThere = all.some((line) => line.year === year);
    return achievedPoint(lines, isRunThere ? reportWords.nothingJudged : reportWords.noRun);
  };
  return {
    code: 'DYNAMICS',
    kind: 'LINE',
    title: reportWords.dynamics,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.yearCategory,
    seriesTitle: reportWords.indicator,
    categories: years.map((year) => asIs(String(year))),
    series: indicatorCodes.map((code) => ({ label: indicatorWords[code], points: years.map((year) => pointIn(year, code)) })),
    source: sourceOf(facts, 'dynamics'),
    n: facts.run.responses,
  };
}
