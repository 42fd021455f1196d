import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { exportsOf, tableOf, unzipped } from './modules/files/export.fixture.ts';
import { resultFields } from './modules/indicators/analysis.fixture.ts';
import { commands } from './modules/service-registry/registry.fixture.ts';
import { type Figure, recountFigures } from './support/appendix/figures.ts';
import type { Files } from './support/appendix/files.ts';
import { recountProblems, recountRanking } from './support/appendix/ranking.ts';
import type { Client, Data, TestHub } from './support/hub.ts';

export interface Appendix {
  /** Every file as it is. */
  archive: Map<string, Buffer>;
  /** The rows of those that are tables. */
  files: Files;
}

interface Appendices {
  full: Appendix;
  open: Appendix;
}
interface Draft {
  id: string;
  version: number;
}
const selection = '{ finalReport { id version } }';

/** Drafts the report of a run, and reads what is annexed to it. */
export async function annexedTo(hub: TestHub, analyst: Client, runId: string): Promise<Appendices> {
  return annexedToDraft(hub, analyst, await commands(hub).done(analyst, 'draftFinalReport', { year: 2026, runId }, selection));
}

/** Has a draft prepared, and reads the databases that are annexed to it: in full, and for everybody. */
export async function annexedToDraft(hub: TestHub, analyst: Client, { id, version }: Draft): Promise<Appendices> {
  await commands(hub).done(analyst, 'prepareFinalReport', { id, expectedVersion: version }, selection);
  await hub.runJobs();
  const { finalReport } = await analyst.must(
    '{ finalReport(year: 2026) { appendices { cut job { state failure { message } } file { url } } } }',
  );
  const read = async (wanted: string): Promise<Appendix> => {
    const { file, job } =
      (finalReport.appendices as { cut: string; job: object; file: { url: string } | null }[]).find(({ cut }) => cut === wanted) ?? {};
    if (!file) throw new Error(`No appendix: ${JSON.stringify(job)}`);
    const response = await fetch(file.url, { headers: { authorization: `Bearer ${analyst.token}` } });
    const archive = await unzipped(await buffer(Readable.from([await response.bytes()])));
    const tables = [...archive]
      .filter(([name]) => name.endsWith('.csv'))
      .map(([name, content]) => [name.slice(0, -4), tableOf(content).rows] as const);
    return { archive, files: new Map(tables) };
  };
  return { full: await read('FULL'), open: await read('DEIDENTIFIED') };
}

/** Counts, codes and shares as they are; of means and bounds nine digits, since they are not added up in one order. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(9));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rounded(each)]));
}

const numbers = (of: Data) => of && { ...of, sum: Number(of.sum), min: Number(of.min), max: Number(of.max) };
const bounds = (of: Data) => of && { lower: of.lower, upper: of.upper };
const sourceShare = ({ share, n, interval }: Data) => ({ share, n, interval: bounds(interval) });

function figureOf({ object, municipality, drillDown, comparison, surveyComparisons, interval, ...result }: Data): Figure {
  const { indicator, state, share, n, noAnswer, leftOut, justifiedComplaints, justifiedPerThousand } = result;
  const parts = drillDown.map((part: Data) => ({ code: part.code, share: part.share, n: part.n, interval: bounds(part.interval) }));
  return {
    objectCode: object.code,
    indicator,
    level: municipality ? 'MUNICIPALITY' : 'COUNTRY',
    place: municipality?.id ?? '',
    state,
    share,
    n,
    noAnswer,
    leftOut,
    justifiedComplaints,
    justifiedPerThousand,
    parts,
    interval: bounds(interval),
    comparison: comparison && {
      withinNorm: comparison.withinNorm,
      actual: numbers(comparison.actual),
      expectation: numbers(comparison.expectation),
      meanDeviation: comparison.meanDeviation,
      maximumDeviation: comparison.maximumDeviation,
      endToEndMean: comparison.endToEndMean,
      endToEndNorm: comparison.endToEndNorm === null ? null : Number(comparison.endToEndNorm),
    },
    surveyComparisons: surveyComparisons.map(({ code, questionnaires, surveys, difference, differenceInterval, state: gap }: Data) => ({
      code,
      questionnaires: sourceShare(questionnaires),
      surveys: sourceShare(surveys),
      difference,
      differenceInterval: bounds(differenceInterval),
      state: gap,
    })),
  };
}

const keyOf = ({ objectCode, indicator, level, place }: Pick<Figure, 'objectCode' | 'indicator' | 'level' | 'place'>) =>
  [objectCode, level, place, indicator].join(' ');
const byKey = <T extends Pick<Figure, 'objectCode' | 'indicator' | 'level' | 'place'>>(figures: readonly T[]) =>
  Object.fromEntries(figures.map((each) => [keyOf(each), rounded(each)]));

/** R-III.3: every figure of a run as the API gives it is what its annexed files give to whoever has nothing else. */
export async function expectRecounted(hub: TestHub, analyst: Client, runId: string, files: Files): Promise<Figure[]> {
  const own = recountFigures(files);
  const shown: Figure[] = [];
  for (let after: string | null = null, isMore = true; isMore;) {
    const { analysisRun } = await analyst.must(
      `query($id: ID!, $after: String) { analysisRun(id: $id) { results(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${resultFields} } } } }`,
      { id: runId, after },
    );
    shown.push(...analysisRun.results.nodes.map(figureOf));
    ({ hasNextPage: isMore, endCursor: after } = analysisRun.results.pageInfo);
  }
  expect(byKey(own.filter(({ level }) => level !== 'REGION'))).toEqual(byKey(shown));

  const { rows } = await exportsOf(hub).table(analyst, { kind: 'INDICATOR_RESULTS', subjectId: runId });
  const number = (cell = '') => (cell === '' ? null : Number(cell));
  const regional = rows
    .filter(({ level }) => level === 'REGION')
    .map(({ objectCode = '', indicator = '', regionCode: place = '', state, share, n, lower, upper, mean, median, surveyGaps }) => {
      return {
        objectCode,
        indicator,
        level: 'REGION' as const,
        place,
        state,
        share: number(share),
        n: number(n),
        lower: number(lower),
        upper: number(upper),
        mean: number(mean),
        median: number(median),
        surveyGaps,
      };
    });
  const ownRegional = own
    .filter(({ level }) => level === 'REGION')
    .map(({ objectCode, indicator, level, place, state, share, n, interval, comparison, surveyComparisons }) => {
      const { mean = null, median = null } = comparison?.actual ?? {};
      return {
        objectCode,
        indicator,
        level,
        place,
        state,
        share,
        n,
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
        mean,
        median,
        surveyGaps: surveyComparisons.flatMap((each) => (each.state === 'GAP' ? [each.code] : [])).join(', '),
      };
    });
  expect(byKey(ownRegional)).toEqual(byKey(regional));

  const entry = `n rank tiedWith band qualityScore qualityInterval { lower upper } coverage deliveries { value n notOffered missing } deliveriesPerThousand demandLevel unrankedReason service { code }`;
  const lists = `{ entries(first: 100) { nodes { ${entry} } } unranked(first: 100) { nodes { ${entry} } } }`;
  const { analysisRun } = await analyst.must(
    `query($id: ID!) { analysisRun(id: $id) { quality: ranking(by: QUALITY) ${lists} demand: ranking(by: DEMAND) ${lists} problems(first: 100) { nodes { mentions share isTypical category { code } } } } }`,
    { id: runId },
  );
  const ranking = recountRanking(files);
  for (const by of ['quality', 'demand'] as const) {
    const { entries, unranked } = analysisRun[by];
    const told = [...entries.nodes, ...unranked.nodes].map(({ service, ...rest }: Data) => [service.code, rounded(rest)]);
    expect(Object.fromEntries(ranking[by].map(({ code, ...rest }) => [code, rounded(rest)])), by).toEqual(Object.fromEntries(told));
  }
  const problems = analysisRun.problems.nodes.map(({ category, ...rest }: Data) => rounded({ code: category.code, ...rest }));
  expect(recountProblems(files).map(rounded)).toEqual(problems);
  return own;
}
