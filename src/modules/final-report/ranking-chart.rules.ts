import { countPoint, gap, point, type ReportChart, type ReportPoint, sourceOf } from './report-chart.rules.ts';
import type { RankedFacts, ReportFacts } from './report-facts.rules.ts';
import { countUnitWords, filled, reportWords, stateWords, unitWords } from './report-words.rules.ts';

/** R-III.2.2: the charts of the ranking by quality and by demand. */
export function rankingCharts(facts: ReportFacts): ReportChart[] {
  return [qualityChart(facts), ...countUnitsOf(facts).map((unit) => demandChart(facts, unit)), quadrantChart(facts)];
}

/** R-III.2.2: the score of each service with the interval in which it could lie; those without a rank say why. */
function qualityChart(facts: ReportFacts): ReportChart {
  const { entries, unranked } = facts.quality;
  const all = [...entries, ...unranked];
  return {
    code: 'QUALITY',
    kind: 'INTERVAL',
    title: reportWords.quality,
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.service,
    categories: all.map(({ name }) => name),
    series: [{ label: reportWords.qualityScore, points: all.map(qualityPoint) }],
    source: sourceOf(facts, 'ranking(by: QUALITY)'),
    n: facts.run.responses,
  };
}

function qualityPoint({ qualityScore, qualityInterval, unrankedReason, n }: RankedFacts): ReportPoint {
  if (unrankedReason !== null || qualityScore === null) return gap(stateWords[unrankedReason ?? 'NO_DATA'], n);
  return point(qualityScore, n, qualityInterval);
}

function countUnitsOf({ demand }: ReportFacts): string[] {
  return [...new Set(demand.entries.map(({ countUnit }) => countUnit))];
}

/** R-III.1.6, R-III.2.2: deliveries of services that are counted in the same unit; others are never beside them. */
function demandChart(facts: ReportFacts, countUnit: string): ReportChart {
  const entries = [...facts.demand.entries, ...facts.demand.unranked].filter(
    (entry) => entry.countUnit === countUnit && entry.unrankedReason !== 'NOT_APPLICABLE',
  );
  const unit = countUnitWords(countUnit);
  return {
    code: `DEMAND_${countUnit}`,
    kind: 'BAR',
    title: filled(reportWords.demandOf, { unit }),
    unit: null,
    unitName: unit,
    categoryTitle: reportWords.service,
    categories: entries.map(({ name }) => name),
    series: [{ label: reportWords.deliveries, points: entries.map(({ deliveries }) => countPoint(deliveries)) }],
    source: sourceOf(facts, 'ranking(by: DEMAND)'),
    n: facts.run.revisions,
  };
}

/** R-III.2.2: quality against demand, the latter as times of the median of the services counted in the same unit. */
function quadrantChart(facts: ReportFacts): ReportChart {
  const all = [...facts.demand.entries, ...facts.demand.unranked].filter(({ unrankedReason }) => unrankedReason !== 'NOT_APPLICABLE');
  const ranked = new Map([...facts.quality.entries, ...facts.quality.unranked].map((entry) => [entry.code, entry]));
  return {
    code: 'QUADRANT',
    kind: 'QUADRANT',
    title: reportWords.quadrant,
    unit: null,
    unitName: reportWords.times,
    categoryTitle: reportWords.service,
    categories: all.map(({ name }) => name),
    series: [
      { label: reportWords.demandRatio, points: all.map(demandPoint) },
      {
        label: reportWords.qualityScore,
        points: all.map(({ code }) => {
          const entry = ranked.get(code);
          return entry ? qualityPoint(entry) : gap(stateWords.NO_DATA);
        }),
      },
    ],
    source: sourceOf(facts, 'ranking(by: DEMAND), ranking(by: QUALITY)'),
    n: facts.run.responses,
    notes: [filled(reportWords.quadrantLines, { quality: Math.round(facts.run.highQuality * 100) })],
    threshold: facts.run.highQuality,
  };
}

/** As the ranking has it: on the line and to its right is what its quadrant calls high. */
function demandPoint({ deliveries: { value, n }, demandLevel, demandToMedian }: RankedFacts): ReportPoint {
  if (value === null) return gap(reportWords.notStated, n);
  if (demandLevel === null) return gap(reportWords.noneToCompare, n);
  return demandToMedian === null ? gap(reportWords.noMiddle, n) : point(demandToMedian, n);
}
