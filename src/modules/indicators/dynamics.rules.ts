import { badInput, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { MethodParameters } from './analysis-method.rules.ts';
import type { Formula } from './formulas/formula.rules.ts';
import { addCounts, type Counts, type ResultState } from './indicator.rules.ts';

/** What a year's run has of the municipality asked for, or of what it was made from. */
export interface YearResult {
  id: string;
  /** null = the country. */
  municipalityId: string | null;
  state: ResultState;
  share: number | null;
  n: number;
  counts: Counts;
}

export interface YearFacts {
  year: number;
  /** null = no run of the year is to be seen. */
  run: { methodVersion: number; method: MethodParameters } | null;
  results: readonly YearResult[];
}

export interface DynamicsPoint {
  year: number;
  /** The result itself; null = there is none, or it is added up from several. */
  resultId: string | null;
  state: ResultState;
  share: number | null;
  n: number;
  isBreak: boolean;
  note: LocalizedText | null;
}

const longestSeries = 50;

/** Ours: what refuses a series: years the wrong way round, or too many. */
export function seriesRefusal(fromYear: number, toYear: number): Violation | undefined {
  if (toYear >= fromYear && toYear - fromYear < longestSeries) return undefined;
  return badInput(
    ['toYear'],
    {
      ky: `Жылдардын саны 1ден ${longestSeries} чейин болсун.`,
      ru: `Лет в ряду — от 1 до ${longestSeries}.`,
      en: `A series is of 1 to ${longestSeries} years.`,
    },
    { ky: 'fromYear жана toYear маанилерин текшериңиз.', ru: 'Проверьте fromYear и toYear.', en: 'Check fromYear and toYear.' },
  ).violation;
}

const notes = {
  noRun: { ky: 'Бул жыл талданган эмес.', ru: 'За этот год анализа нет.', en: 'There is no analysis of this year.' },
  noResult: {
    ky: 'Объект бул жерде мониторингден өткөн эмес.',
    ru: 'Здесь этот объект не наблюдался.',
    en: 'The object was not monitored here.',
  },
  split: {
    ky: 'Муниципалитет бөлүнүүдөн пайда болгон: мурункунун сандары бөлүштүрүлбөйт.',
    ru: 'Муниципалитет возник при разделении: числа предшественника не делятся.',
    en: 'The municipality came from a split: the figures of what was before are not divided.',
  },
  added: {
    ky: 'Мурунку муниципалитеттердин сандары кошулду.',
    ru: 'Сложены числа прежних муниципалитетов.',
    en: 'The counts of earlier municipalities are added up.',
  },
  method: {
    ky: 'Методика өзгөргөн: мурунку жылдар менен түз салыштырууга болбойт.',
    ru: 'Методика изменилась: напрямую с прежними годами не сравнивается.',
    en: 'The method has changed: not to be compared directly with the years before.',
  },
} as const satisfies Record<string, LocalizedText>;

/**
 * R13.3: an indicator over years. Where a municipality was made from others their counts are added and judged anew, by the method of their
 * year; shares are never averaged. A break is a year that is not made as the one before.
 */
export function dynamicsOf(years: readonly YearFacts[], formula: Formula, { isFromSplit }: { isFromSplit: boolean }): DynamicsPoint[] {
  let before: { methodVersion: number; territory: string } | undefined;
  return years.map((facts) => {
    const { year, run, results } = facts;
    const empty = { year, resultId: null, state: 'NO_DATA', share: null, n: 0, isBreak: false } as const;
    if (run === null) return { ...empty, note: notes.noRun };
    if (results.length === 0) return { ...empty, note: isFromSplit ? notes.split : notes.noResult };
    const now = { methodVersion: run.methodVersion, territory: territoryOf(results) };
    const isOtherMethod = before !== undefined && before.methodVersion !== now.methodVersion;
    const isBreak = isOtherMethod || (before !== undefined && before.territory !== now.territory);
    before = now;
    const [only] = results;
    const note = isOtherMethod ? notes.method : results.length > 1 ? notes.added : null;
    if (only && results.length === 1) return { year, resultId: only.id, state: only.state, share: only.share, n: only.n, isBreak, note };
    const { state, share, n } = formula.judge(addCounts(results.map(({ counts }) => counts)), run.method);
    return { year, resultId: null, state, share, n, isBreak, note };
  });
}

function territoryOf(results: readonly YearResult[]): string {
  return results
    .map(({ municipalityId }) => municipalityId ?? '')
    .toSorted()
    .join(' ');
}
