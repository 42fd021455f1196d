import { chapter, idOf, line, type Person, type Stage, until } from './stage.ts';

interface Counted {
  indicator: string;
  [state: string]: string | number;
}

interface Finding {
  id: string;
  indicator: string;
  state: string;
  share: number | null;
  n: number;
}

const states = ['achieved', 'notAchieved', 'inconclusive', 'noNorm', 'noData', 'tooFew', 'notApplicable'];

/** Starts an analysis and waits until it is completed; answers its id. */
async function analyse(analyst: Person, input: { year: number; kind: string; quarter?: string; sources?: string[] }): Promise<string> {
  const { analysisRun } = await analyst.act('startAnalysisRun', input, '{ analysisRun { id } }');
  await until('the analysis', async () => {
    const { analysisRun: run } = await analyst.ask(`{ analysisRun(id: "${analysisRun.id}") { state job { failure { message } } } }`);
    if (run.state === 'FAILED') throw new Error(`The analysis failed: ${JSON.stringify(run.job.failure)}`);
    return run.state === 'COMPLETED' ? run : undefined;
  });
  return analysisRun.id as string;
}

/** R11: the result of a quarter, from the survey's answers, and what is done about a shortcoming. */
export async function showQuarter(stage: Stage, { year, analyst }: { year: number; analyst: Person }): Promise<void> {
  chapter('The result of the first quarter');
  stage.clock.moveTo(`${year}-04-12T09:00:00+06:00`);
  const runId = await analyse(analyst, { year, kind: 'QUARTERLY', quarter: 'Q1', sources: ['SURVEYS'] });
  const { analysisRun } = await analyst.ask(
    `{ analysisRun(id: "${runId}") { results(first: 100, filter: { isCountryLevel: false, indicators: [COST], states: [NOT_ACHIEVED, INCONCLUSIVE] }) { nodes { id indicator state share n municipality { name } } } } }`,
  );
  const [finding] = (analysisRun.results.nodes as Finding[]).toSorted((a, b) => b.n - a.n);
  if (!finding) throw new Error('The survey of the demo shows no shortcoming');
  const fields = '{ quarterlyResult { id version state sources isLate } }';
  const drafted = await analyst.act('draftQuarterlyResult', { year, quarter: 'Q1', runId }, fields);
  line(`Drawn up from ${drafted.quarterlyResult.sources.join(', ')}: ${drafted.quarterlyResult.state}`);
  const summary = {
    ky: 'Сурамжылоо боюнча кызматтар үчүн бекитилгенден көп төлөнөт.',
    ru: 'По опросу за услуги платят больше утверждённого.',
  };
  const written = await analyst.act('updateQuarterlyResult', { ...idOf(drafted.quarterlyResult), summary }, fields);
  const measure = {
    what: 'Сверить взимаемую плату с утверждённой',
    responsible: 'Руководитель аппарата',
    dueOn: `${year}-05-15`,
  };
  const planned = await analyst.act(
    'planCorrectiveMeasure',
    { quarterlyResultId: drafted.quarterlyResult.id, findingId: finding.id, ...measure },
    '{ correctiveMeasure { what responsible dueOn municipality { name } finding { indicator n } } }',
  );
  const issued = await analyst.act('issueQuarterlyResult', idOf(written.quarterlyResult), fields);
  line(`${issued.quarterlyResult.state}, late: ${issued.quarterlyResult.isLate ? 'yes' : 'no'}`);
  const { what, responsible, dueOn, municipality } = planned.correctiveMeasure;
  line(`Found in ${municipality.name}: ${finding.indicator} ${finding.state}, ${percent(finding.share)}, n = ${finding.n}`);
  line(`A measure: ${what}, ${responsible}, by ${dueOn}`);
}

/** R-III.1, R-III.2: the eight indicators of the year and the ranking. Answers the analysis. */
export async function showAnalysis(stage: Stage, { year, analyst }: { year: number; analyst: Person }): Promise<string> {
  chapter('The annual analysis');
  stage.clock.moveTo(`${year}-11-05T09:00:00+06:00`);
  const runId = await analyse(analyst, { year, kind: 'ANNUAL' });
  const entries = 'nodes { rank band n qualityScore service { name } deliveries { value } unrankedReason }';
  const { analysisRun } = await analyst.ask(`{ analysisRun(id: "${runId}") {
    pinnedResponses pinnedRevisions pinnedSurveySheets method { version } resultSha256 achievement(groupBy: COUNTRY) { indicator ${states.join(' ')} }
    quality: ranking(by: QUALITY) { entries { ${entries} } unranked { ${entries} } } demand: ranking(by: DEMAND) { entries { ${entries} } }
    beside: results(first: 100, filter: { isCountryLevel: true }) { nodes { object { name } surveyComparisons { label state questionnaires { share n } surveys { share n } } } } } }`);
  line(
    `${analysisRun.pinnedResponses} answers and ${analysisRun.pinnedRevisions} accepted parts, method ${analysisRun.method.version}; the same input gives ${analysisRun.resultSha256.slice(0, 12)}… again`,
  );
  line(`Beside them, and never pooled: ${analysisRun.pinnedSurveySheets} sheets of the unit's own survey`);
  for (const { object, surveyComparisons } of analysisRun.beside.nodes)
    for (const { label, state, questionnaires, surveys } of surveyComparisons)
      line(`${state.padEnd(7)} ${object.name}: ${label}: ${inSource(questionnaires)} of questionnaires, ${inSource(surveys)} of sheets`);
  for (const counted of analysisRun.achievement as Counted[]) line(`${counted.indicator.padEnd(26)} ${inStates(counted)}`);
  for (const { rank, band, n, qualityScore, service } of analysisRun.quality.entries.nodes)
    line(`Quality ${rank}. ${service.name}: ${percent(qualityScore)}, band ${band}, n = ${n}`);
  for (const { service, unrankedReason, n } of analysisRun.quality.unranked.nodes)
    line(`Quality, no rank: ${service.name}: ${unrankedReason}, n = ${n}`);
  for (const { rank, service, deliveries } of analysisRun.demand.entries.nodes)
    line(`Demand ${rank}. ${service.name}: ${deliveries.value} deliveries`);
  return runId;
}

function inStates(counted: Counted): string {
  const there = states.filter((state) => Number(counted[state]) > 0);
  return there.map((state) => `${state} ${counted[state]}`).join(', ');
}

function inSource({ share, n }: { share: number | null; n: number }): string {
  return `${percent(share)} (n = ${n})`;
}

function percent(share: number | null): string {
  return share === null ? 'no figure' : `${(share * 100).toFixed(1)} %`;
}
