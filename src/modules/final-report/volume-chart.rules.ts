import type { LocalizedText } from '../../shared/localized-text.ts';
import { countPoint, gap, point, type ReportChart, type ReportPoint, sourceOf } from './report-chart.rules.ts';
import type { MonthFacts, ReportFacts } from './report-facts.rules.ts';
import { countUnitWords, filled, reportWords } from './report-words.rules.ts';
import { monthNames, monthWords } from './volume-words.rules.ts';

/** R12, R-III.3: the charts of deliveries: those that were accepted by quarter, then those that systems stated by month. */
export function volumeCharts(facts: ReportFacts): ReportChart[] {
  return [...unitsOf(facts.volumes).map((unit) => quarterChart(facts, unit)), ...monthCharts(facts)];
}

function unitsOf(lines: readonly { countUnit: string }[]): string[] {
  return [...new Set(lines.map(({ countUnit }) => countUnit))];
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
      label: filled(reportWords.quarter, { number: quarter.slice(1) }),
      points: services.map((service) => {
        const total = service.find((line) => line.quarter === quarter)?.total;
        return total ? countPoint(total) : gap(reportWords.notStated, 0);
      }),
    })),
    source: sourceOf(facts, 'volumeReport { lines }'),
    n: facts.run.revisions,
  };
}

// ---- by month ------------------------------------------------------------------------------------------------------

/** More lines in one drawing nobody tells apart. */
const mostLines = 6;

/**
 * Ours: deliveries month by month, as systems stated them through the exchange before the analysis, beside the quarters that count.
 * A line is a service; services of like size stand together.
 */
function monthCharts(facts: ReportFacts): ReportChart[] {
  if (facts.months.length === 0) return [noMonths(facts)];
  return unitsOf(facts.months).flatMap((countUnit) => {
    const lines = facts.months.filter((line) => line.countUnit === countUnit);
    const services = [...Map.groupBy(lines, ({ code }) => code).values()].toSorted((a, b) => largest(b) - largest(a));
    const parts = Math.ceil(services.length / mostLines);
    return Array.from({ length: parts }, (_, index) => {
      const shown = services.slice(index * mostLines, (index + 1) * mostLines);
      return monthChart(facts, shown, { countUnit, part: index + 1, parts });
    });
  });
}

function largest(months: readonly MonthFacts[]): number {
  return Math.max(0, ...months.flatMap(({ delivered }) => delivered ?? []));
}

interface Part {
  countUnit: string;
  part: number;
  parts: number;
}

function monthChart(facts: ReportFacts, services: readonly (readonly MonthFacts[])[], { countUnit, part, parts }: Part): ReportChart {
  const unit = countUnitWords(countUnit);
  const months = services.flat();
  const title = filled(monthWords.title, { unit });
  return {
    ...monthFrame(facts, months),
    code: `MONTHS_${countUnit}${part > 1 ? `_${part}` : ''}`,
    title: parts > 1 ? filled(monthWords.part, { title, part, parts }) : title,
    unitName: unit,
    series: services.map((own) => ({
      label: own[0]?.name ?? unit,
      points: monthNames.map((_, index) => monthPoint(own.find(({ month }) => Number(month.slice(5, 7)) === index + 1))),
    })),
    notes: [monthWords.counts, coverageNote(services), ...preliminaryNote(months)],
  };
}

/** A run without a month says so, in place of the charts. */
function noMonths(facts: ReportFacts): ReportChart {
  return {
    ...monthFrame(facts, []),
    code: 'MONTHS',
    title: monthWords.untitled,
    unitName: reportWords.deliveries,
    series: [{ label: reportWords.deliveries, points: monthNames.map(() => gap(monthWords.noneKept, 0)) }],
  };
}

function monthFrame(facts: ReportFacts, months: readonly MonthFacts[]) {
  const systems = [...new Set(months.flatMap(({ sources }) => sources))].toSorted().join(', ');
  const source = sourceOf(facts, 'volumeObservations');
  return {
    kind: 'LINE',
    unit: null,
    categoryTitle: monthWords.month,
    seriesTitle: reportWords.service,
    categories: monthNames,
    source: systems === '' ? source : filled(monthWords.source, { systems, source }),
    n: months.reduce((sum, { municipalities }) => sum + municipalities, 0),
  } as const;
}

/** Missing is not zero: what no system stated, and what may still change, is a gap. */
function monthPoint(month: MonthFacts | undefined): ReportPoint {
  if (!month) return gap(monthWords.notStated, 0);
  return month.delivered === null ? gap(monthWords.preliminary, 0) : point(month.delivered, month.municipalities);
}

/** In how many of how many municipalities: services monitored in equally many are told in one. */
function coverageNote(services: readonly (readonly MonthFacts[])[]): LocalizedText {
  const places = new Set(services.map(([first]) => first?.places));
  const [only] = places;
  if (places.size === 1 && only !== undefined) return filled(monthWords.coverage, { places: only });
  const lists = (['ky', 'ru', 'en'] as const).map((language) =>
    services.flatMap(([first]) => (first ? `${first.name[language] ?? first.name.ky} – ${first.places}` : [])).join('; '),
  );
  return filled(monthWords.coverage, { places: { ky: lists[0] ?? '', ru: lists[1], en: lists[2] } });
}

function preliminaryNote(months: readonly MonthFacts[]): LocalizedText[] {
  const left = months.reduce((sum, { preliminary }) => sum + preliminary, 0);
  return left === 0 ? [] : [filled(monthWords.leftOut, { left })];
}
