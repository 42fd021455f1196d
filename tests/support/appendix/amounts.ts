import { dayBefore, daysBetween, isInForce, type Measures, type Reader, type Row, total, workingDays } from './files.ts';

export interface Statistics {
  n: number;
  sum: number;
  min: number;
  max: number;
  mean: number;
  median: number;
  unit: string;
}
interface Deviation {
  signed: number;
  absolute: number;
  percent: number | null;
  unit: string;
}
export interface Comparison {
  withinNorm: number;
  actual: Statistics | null;
  expectation: Statistics | null;
  meanDeviation: Deviation | null;
  maximumDeviation: Deviation | null;
  endToEndMean: number | null;
  endToEndNorm: number | null;
}
export interface Amount {
  unit: string;
  value: number | null;
  norm: number | null;
  expected: number | null;
  isUnanswered: boolean;
  isWaiting: boolean;
  isOverdue: boolean;
}

export const kinds = {
  TIME: { norm: 'PROCESSING_TIME', spent: 'TIME_SPENT', expected: 'TIME_EXPECTED' },
  COST: { norm: 'FEE', spent: 'COST_PAID', expected: 'COST_EXPECTED' },
} as const;

export function normsOf({ rows }: Reader) {
  const byService = Map.groupBy(rows('norms'), ({ serviceCode }) => serviceCode);
  /** The norm per delivery of the redaction in force: the municipality's own, otherwise the national one. */
  return (serviceCode: string, municipalityId: string, kind: string, day: string): Row | undefined => {
    const inForce = (byService.get(serviceCode) ?? []).filter((row) => isInForce(row, day));
    const own = inForce.filter((row) => row.municipalityId === municipalityId);
    const redaction = own.length > 0 ? own : inForce.filter((row) => row.municipalityId === '');
    return redaction.find((row) => row.normKind === kind && row.normBasis === '');
  };
}

export function amountsOf(reader: Reader, measures: Measures) {
  const normOf = normsOf(reader);
  const holidays = reader.list('holidays');
  const conversions = [...reader.parameters.keys()].filter((name) => name.endsWith('.factor')).map((name) => name.slice(0, -7));
  const factor = (from: string, to: string): number | null => {
    const found = conversions.find((name) => reader.parameter(`${name}.from`) === from && reader.parameter(`${name}.to`) === to);
    return from === to ? 1 : found === undefined ? null : reader.number(`${found}.factor`);
  };
  const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

  return (response: Row, indicator: 'TIME' | 'COST'): Amount | null => {
    const { norm: kind, spent, expected } = kinds[indicator];
    const [asked, hoped] = [measures.question(response, spent), measures.question(response, expected)];
    if (!asked) return null;
    const { appliedOn = '', servedOn = '', filedOn = '', municipalityId = '', serviceCode = '' } = response;
    const norm = normOf(serviceCode, municipalityId, kind, servedOn || filedOn);
    const said = numberOf(measures.answer(response, spent));
    const isByCalendar =
      indicator === 'TIME' && norm?.normUnit === 'WORKING_DAY' && asked.unit === 'DAY' && servedOn !== '' && said !== null;
    const times = norm && asked.basis === '' ? (isByCalendar ? 1 : factor(norm.normUnit ?? '', asked.unit ?? '')) : null;
    const isWaiting = indicator === 'TIME' && servedOn === '' && appliedOn !== '' && measures.cell(response, spent) === '';
    const isComparable = asked.basis === '' && (times !== null || (norm?.normUnit === 'WORKING_DAY' && asked.unit === 'DAY'));
    const passed = () => {
      const days = daysBetween(appliedOn, filedOn);
      if (norm?.normUnit === 'WORKING_DAY') return workingDays(appliedOn, filedOn, holidays);
      return norm?.normUnit === 'DAY' ? days : (days - 1) * (norm?.normUnit === 'HOUR' ? 24 : 1_440);
    };
    const isSameUnit = hoped?.basis === '' && hoped.unit === asked.unit && !isByCalendar;
    return {
      unit: isByCalendar ? 'WORKING_DAY' : (asked.unit ?? ''),
      value: isByCalendar ? workingDays(dayBefore(servedOn, Math.ceil(said)), servedOn, holidays) : said,
      norm: norm && times !== null ? Number(norm.normAmount) * times : null,
      expected: isSameUnit ? numberOf(measures.answer(response, expected)) : null,
      isUnanswered: measures.cell(response, spent) === 'NO_ANSWER',
      isWaiting,
      isOverdue: isWaiting && norm !== undefined && isComparable && passed() > Number(norm.normAmount),
    };
  };
}

function statisticsOf(values: readonly number[], unit: string): Statistics | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [n, min, max] = [sorted.length, sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return null;
  const sum = total(sorted);
  const median = ((sorted[Math.ceil(n / 2) - 1] ?? 0) + (sorted[Math.floor(n / 2)] ?? 0)) / 2;
  return { n, sum, min, max, mean: sum / n, median, unit };
}

/** Of several units the one in which most is compared. */
function mainUnit(amounts: readonly Amount[]): Amount[] {
  const units = [...Map.groupBy(amounts, ({ unit }) => unit).values()];
  const weight = (some: readonly Amount[]) =>
    [some.filter(({ value, norm }) => value !== null && norm !== null).length, some.filter(({ value }) => value !== null).length] as const;
  const ordered = units.toSorted((one, other) => {
    const [[a, b], [c, d]] = [weight(one), weight(other)];
    return c - a || d - b || ((one[0]?.unit ?? '') < (other[0]?.unit ?? '') ? -1 : 1);
  });
  return ordered[0] ?? [];
}

export function comparisonOf(amounts: readonly Amount[], members: readonly (readonly Amount[])[]): Comparison | null {
  const main = mainUnit(amounts);
  const unit = main[0]?.unit;
  if (unit === undefined) return null;
  const values = (some: readonly Amount[]) => some.flatMap(({ value }) => value ?? []);
  const compared = main.flatMap(({ value, norm }) => (value === null || norm === null ? [] : [{ value, norm, by: value - norm }]));
  const [by, norms] = [total(compared.map((each) => each.by)), total(compared.map(({ norm }) => norm))];
  const n = compared.length;
  const greatest = compared.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by) || b.by - a.by || b.norm - a.norm)[0];
  const own = members.map((each) => mainUnit(each)).map((each) => (each[0]?.unit === unit ? each : []));
  const means = own.map((each) => statisticsOf(values(each), unit)?.mean);
  const onlyNorms = own.map((each) => {
    const different = [...new Set(each.flatMap(({ value, norm }) => (value === null || norm === null ? [] : [norm])))];
    return different.length === 1 ? different[0] : undefined;
  });
  const added = (some: readonly (number | undefined)[]) => (some.length === 0 || some.includes(undefined) ? null : total(some.map(Number)));
  return {
    withinNorm: compared.filter(({ value, norm }) => value <= norm).length,
    actual: statisticsOf(values(main), unit),
    expectation: statisticsOf(
      main.flatMap(({ expected }) => expected ?? []),
      unit,
    ),
    meanDeviation:
      n === 0
        ? null
        : {
            signed: by / n,
            absolute: total(compared.map((each) => Math.abs(each.by))) / n,
            percent: norms === 0 ? null : (100 * by) / norms,
            unit,
          },
    maximumDeviation: greatest
      ? {
          signed: greatest.by,
          absolute: Math.abs(greatest.by),
          percent: greatest.norm === 0 ? null : (100 * greatest.by) / greatest.norm,
          unit,
        }
      : null,
    endToEndMean: added(means),
    endToEndNorm: added(onlyNorms),
  };
}
