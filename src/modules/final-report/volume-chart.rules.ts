import { countPoint, gap, type ReportChart, sourceOf } from './report-chart.rules.ts';
import type { ReportFacts } from './report-facts.rules.ts';
import { asIs, countUnitWords, filled, reportWords } from './report-words.rules.ts';

/** R12: the charts of deliveries, one for each unit that services are counted in. */
export function volumeCharts(facts: ReportFacts): ReportChart[] {
  return [...new Set(facts.volumes.map(({ countUnit }) => countUnit))].map((unit) => quarterChart(facts, unit));
}

/** R12: deliveries quarter by quarter, of services counted in the same unit. */
function quarterChart(facts: ReportFacts, countUnit: string): ReportChart {
  const lines = facts.volumes.filter((line) => line.countUnit === countUnit);
  const services = [...Map.groupBy(lines, ({ code }) => code).values()];
  const unit = countUnitWords(countUnit);
  return {
    code: `VOLUMES_${countUnit}`,
    kind: 'BAR',
    title: filled(reportWords.volumesOf, { unit }),
    unit: null,
    unitName: unit,
    categoryTitle: reportWords.service,
    categories: services.flatMap(([line]) => line?.name ?? []),
    series: (['Q1', 'Q2', 'Q3'] as const).map((quarter) => ({
      label: asIs(quarter),
      points: services.map((service) => {
        const total = service.find((line) => line.quarter === quarter)?.total;
        return total ? countPoint(total) : gap(reportWords.notStated, 0);
      }),
    })),
    source: sourceOf(facts, 'volumeReport { lines }'),
    n: facts.run.revisions,
  };
}
