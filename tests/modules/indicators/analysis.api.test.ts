import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { markRunIssued, markRunPublished } from '../../../src/modules/indicators/analysis-run.service.ts';
import { newId } from '../../../src/kit/entity.ts';
import { openCycle } from '../../../src/modules/monitoring-cycle/monitoring-cycle.service.ts';
import { exportsOf } from '../files/export.fixture.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { enterServices, type ServiceIds } from '../monitoring-cycle/registry.fixture.ts';
import { commands, elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';
import { rankingPage } from '../ranking/ranking-page.fixture.ts';
import { analyse, asHub, handIn, openWithList, resultFields, type ResultView, type RunView, said, survey } from './analysis.fixture.ts';

let hub: TestHub;
let analyst: Client;
let services: ServiceIds;
let here: string;
let there: string;
let cycleId: string;
let first: RunView;

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-25T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  [here, there] = [(await placeOf(hub, home)).id, (await placeOf(hub, elsewhere)).id];
  services = await enterServices(hub, here);
  const both = [here, there];
  ({ cycleId } = await openWithList(hub, 2026, [
    { code: 'T-PERMIT', serviceIds: [services['T-PERMIT']], municipalityIds: both },
    { code: 'T-CERTIFICATE', serviceIds: [services['T-CERTIFICATE']], municipalityIds: both },
    { code: 'COMPLEX-1', kind: 'COMPLEX', serviceIds: [services['T-PERMIT'], services['T-PLAN']], municipalityIds: both },
  ]));
  const permit = { serviceId: services['T-PERMIT'], appliedOn: '2026-04-01', servedOn: '2026-04-10' };
  const happy = Array.from({ length: 80 }, () => ({ ...permit, answers: said() }));
  await handIn(hub, cycleId, { municipalityId: here, responses: happy.slice(0, 3), lines: [] });
  await handIn(hub, cycleId, {
    municipalityId: here,
    responses: [
      ...happy,
      { ...permit, answers: said({ TIME_SPENT: 11, COST_PAID: '30.50', PROCEDURE_FOLLOWED: 'DONT_KNOW' }) },
      { ...permit, answers: said({ TIME_SPENT: null, COST_PAID: null, PROCEDURE_FOLLOWED: null }) },
      // Applied in April, and has heard nothing since.
      { serviceId: permit.serviceId, appliedOn: '2026-04-01', answers: waiting() },
      {
        serviceId: services['T-PLAN'],
        appliedOn: '2026-04-01',
        servedOn: '2026-04-20',
        answers: said({ TIME_SPENT: 8, COST_PAID: '150.00' }),
      },
      {
        serviceId: services['T-CERTIFICATE'],
        servedOn: '2026-04-20',
        answers: said({ HAD_PROBLEM: true, PROBLEM_CATEGORY: ['TIME', 'COST'] }),
      },
    ],
    lines: [{ serviceId: services['T-PERMIT'], quarter: 'Q1', value: 1_000 }],
  });
  await handIn(hub, cycleId, { municipalityId: there, responses: happy.slice(0, 4), isAccepted: false });
  first = await analyse(hub, analyst);
});
afterAll(() => hub.stop());

function waiting() {
  const answers: Record<string, unknown> = { ...said({ RESULT_RECEIVED: 'NOT_YET' }) };
  delete answers.TIME_SPENT;
  return answers as ReturnType<typeof said>;
}

async function resultsOf(run: RunView, filter: string): Promise<ResultView[]> {
  const document = `query($id: ID!) { analysisRun(id: $id) { results(first: 100, filter: ${filter}) { nodes { ${resultFields} } } } }`;
  return (await analyst.must(document, { id: run.id })).analysisRun.results.nodes;
}

async function resultOf(indicator: string, object: string, municipalityId: string | null = null): Promise<ResultView> {
  const place = municipalityId ? `municipalityId: "${municipalityId}"` : 'isCountryLevel: true';
  const found = (await resultsOf(first, `{ indicators: [${indicator}], ${place} }`)).find((each) => each.object.code === object);
  if (!found) throw new Error(`No ${indicator} of ${object}`);
  return found;
}

describe('an annual analysis', () => {
  it('R-III.1: is made of the latest accepted revision of each part alone', () => {
    expect(first).toMatchObject({
      state: 'COMPLETED',
      isDraft: true,
      pinnedRevisions: 2,
      pinnedResponses: 85,
      job: { state: 'SUCCEEDED' },
    });
  });

  it('R-II.1: counts who says yes; "don\'t know" and no answer stand beside', async () => {
    expect(await resultOf('PROCEDURE', 'T-PERMIT', here)).toMatchObject({ state: 'ACHIEVED', share: 1, n: 81, leftOut: 1, noAnswer: 1 });
  });

  it('R-II.2: compares time with the norm of the day of service; who waits longer counts as exceeded', async () => {
    const time = await resultOf('TIME', 'T-PERMIT', here);
    expect(time).toMatchObject({ state: 'ACHIEVED', n: 82, share: 80 / 82, noAnswer: 1, threshold: 0.9, requirement: 'R-II.2' });
    expect(time.comparison).toEqual({
      withinNorm: 80,
      norms: [{ kind: 'PROCESSING_TIME', amount: '5', unit: 'WORKING_DAY' }],
      actual: { n: 81, sum: '411', min: '5', max: '11', mean: 411 / 81, median: 5, unit: 'WORKING_DAY' },
      expectation: { n: 83, sum: '581', min: '7', max: '7', mean: 7, median: 7, unit: 'WORKING_DAY' },
      meanDeviation: { signed: 6 / 81, absolute: 6 / 81, percent: 600 / 405, unit: 'WORKING_DAY' },
      maximumDeviation: { signed: 6, absolute: 6, percent: 120, unit: 'WORKING_DAY' },
      endToEndMean: null,
      endToEndNorm: null,
    });
  });

  it('R8.2: a complex shows its services, and the way through all of them', async () => {
    const time = await resultOf('TIME', 'COMPLEX-1', here);
    expect(time.n).toBe(83);
    expect(time.drillDown).toMatchObject([
      { code: 'T-PERMIT', share: 80 / 82, n: 82 },
      { code: 'T-PLAN', share: null, n: 1 },
    ]);
    expect(time.comparison).toMatchObject({ endToEndMean: 411 / 81 + 8, endToEndNorm: '15' });
  });

  it('R-III.1.5: says NO_NORM where none is approved, and NO_DATA where nobody was asked, never 0', async () => {
    expect(await resultOf('COST', 'T-CERTIFICATE', here)).toMatchObject({ state: 'NO_NORM', share: null, interval: null });
    expect(await resultOf('TIME', 'T-PERMIT', there)).toMatchObject({ state: 'NO_DATA', share: null, n: 0 });
    expect(await resultOf('PROCEDURE', 'T-CERTIFICATE', here)).toMatchObject({ state: 'TOO_FEW', share: null, n: 1 });
  });

  it('R-II.4 to R-II.6, R-II.8: what nobody told is NO_DATA, over the country too', async () => {
    for (const indicator of ['ELECTRONIC_FORM', 'ADMINISTRATIVE_REGULATION', 'INFORMATION', 'COMPLAINTS'])
      expect(await resultOf(indicator, 'T-PERMIT')).toMatchObject({ state: 'NO_DATA', share: null });
  });

  it('R-II.7: is about citizens, with organisations beside', async () => {
    const satisfaction = await resultOf('SATISFACTION', 'T-PERMIT');
    expect(satisfaction).toMatchObject({ state: 'ACHIEVED', share: 1, n: 83 });
    expect(satisfaction.drillDown).toMatchObject([
      { code: 'PERSONS_QUALITY', n: 83 },
      {},
      { code: 'ORGANISATIONS_QUALITY', n: 0, share: null },
      {},
    ]);
  });

  it('counts the municipalities by state', async () => {
    const { analysisRun } = await analyst.must(
      'query($id: ID!) { analysisRun(id: $id) { achievement(groupBy: OBJECT) { indicator object { code } achieved noData tooFew noNorm } } }',
      { id: first.id },
    );
    expect(analysisRun.achievement).toHaveLength(24);
    expect(analysisRun.achievement).toContainEqual({
      indicator: 'TIME',
      object: { code: 'T-PERMIT' },
      achieved: 1,
      noData: 1,
      tooFew: 0,
      noNorm: 0,
    });
  });

  it('R-III.1.2: lists what answers complain of, the most frequent first; nothing to compare with is MISSING', async () => {
    const { analysisRun } = await analyst.must(
      'query($id: ID!) { analysisRun(id: $id) { problems { totalCount nodes { category { code } mentions share isTypical isTopical previousMentions { state } } } } }',
      { id: first.id },
    );
    const rest = { mentions: 1, share: 1 / 85, isTypical: true, isTopical: false, previousMentions: { state: 'MISSING' } };
    expect(analysisRun.problems.nodes).toEqual([
      { category: { code: 'COST' }, ...rest },
      { category: { code: 'TIME' }, ...rest },
    ]);
  });

  it('R-III.2.2: ranks services by quality and by demand; those with too few answers are listed apart', async () => {
    const entry =
      'nodes { service { code } rank tiedWith band qualityScore qualityInterval { lower upper } coverage n deliveries { value missing isComplete } demandLevel quadrant unrankedReason }';
    const document = `query($region: String) { quality: ranking(year: 2026, regionCode: $region) { minimumSample entries { ${entry} } unranked { ${entry} } }
      demand: ranking(year: 2026, by: DEMAND) { entries { ${entry} } unranked { ${entry} } } }`;
    const { quality, demand } = await analyst.must(document);
    expect(quality.entries.nodes).toEqual([
      {
        service: { code: 'T-PERMIT' },
        rank: 1,
        tiedWith: 0,
        band: 1,
        // Of procedure, time, cost and satisfaction all are achieved but cost: 80 of 81 could be less than 0.95.
        qualityScore: 3.5 / 4,
        qualityInterval: { lower: 3 / 4, upper: 1 },
        coverage: 4,
        n: 83,
        deliveries: { value: 1000, missing: 1, isComplete: false },
        // Nothing else that is counted in its unit is stated: there is nothing to compare it with.
        demandLevel: null,
        quadrant: null,
        unrankedReason: null,
      },
    ]);
    expect(quality.unranked.nodes).toMatchObject([
      { service: { code: 'T-CERTIFICATE' }, rank: null, unrankedReason: 'TOO_FEW', n: 1 },
      // R8.2: monitored within the complex alone, and judged with it.
      { service: { code: 'T-PLAN' }, rank: null, unrankedReason: 'NOT_APPLICABLE', qualityScore: null, n: 1 },
    ]);
    expect(demand.entries.nodes).toMatchObject([{ service: { code: 'T-PERMIT' }, rank: 1 }]);
    expect(demand.unranked.nodes).toMatchObject([
      { service: { code: 'T-CERTIFICATE' }, unrankedReason: 'NO_DATA' },
      { service: { code: 'T-PLAN' }, unrankedReason: 'NO_DATA' },
    ]);
    const { regionCode } = await placeOf(hub, home);
    const inRegion = await analyst.must(document, { region: regionCode });
    expect(inRegion.quality.entries.nodes).toHaveLength(1);
    expect(await hub.anonymous.must(document)).toEqual({ quality: null, demand: null });
  });

  it('R-III.2.2: an oblast that is not on the List is told apart from what is no oblast', async () => {
    const units = await hub.rows<{ level: string; code: string }>(
      sql`select distinct on (u.level) u.level, u.code from administrative_unit u where u.level in ('OBLAST', 'RAION')
            and not exists (select 1 from indicator_result t where t.level = 'REGION' and t.region_id = u.id) order by u.level, u.code`,
    );
    expect(units.map(({ level }) => level)).toEqual(['OBLAST', 'RAION']);
    const told = [];
    for (const { code } of [...units, { code: '4170' }]) {
      const [error] = await analyst.refused('query($code: String) { ranking(year: 2026, regionCode: $code) { minimumSample } }', { code });
      expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['regionCode'] });
      told.push(error?.message);
    }
    const [oblast, raion, nothing] = told;
    expect(nothing).toBe(raion);
    expect(oblast).not.toBe(raion);
  });

  it('made again of the same gives the same; a draft is invisible to others, and issuing and publishing show it', async () => {
    const again = await analyse(hub, analyst);
    expect([again.inputSha256, again.resultSha256]).toEqual([first.inputSha256, first.resultSha256]);
    const agency = await hub.as('AGENCY_SYSTEM');
    const latest = 'query { monitoringCycle(year: 2026) { analysis { id isDraft } } }';
    const seen = async (client: Client) => (await client.must(latest)).monitoringCycle.analysis;
    expect([await seen(analyst), await seen(agency), await seen(hub.anonymous)]).toEqual([{ id: again.id, isDraft: true }, null, null]);
    await asHub(hub, (ctx) => markRunIssued(ctx, first.id));
    expect([await seen(analyst), await seen(agency), await seen(hub.anonymous)]).toEqual([
      { id: again.id, isDraft: true },
      { id: first.id, isDraft: false },
      null,
    ]);
    await asHub(hub, (ctx) => markRunPublished(ctx, first.id));
    expect(await seen(hub.anonymous)).toEqual({ id: first.id, isDraft: false });
    const { ranking } = await hub.anonymous.must(rankingPage, { year: 2026 });
    expect(ranking).toMatchObject({ run: { isDraft: false }, entries: { nodes: [{ rank: 1 }] }, unranked: { totalCount: 2 } });
    const amounts = `query($id: ID!) { analysisRun(id: $id) { results(filter: {indicators: [COST]}, first: 100) { nodes { object { code } municipality { id } comparison { actual { n } } } } } }`;
    const sampleIn = async (client: Client, code: string) =>
      (await client.must(amounts, { id: first.id })).analysisRun.results.nodes.find(
        (each: ResultView) => each.object.code === code && each.municipality?.id === here,
      ).comparison?.actual?.n;
    // What one person paid is told to those who may read their answer.
    expect([
      await sampleIn(analyst, 'T-CERTIFICATE'),
      await sampleIn(hub.anonymous, 'T-CERTIFICATE'),
      await sampleIn(agency, 'T-CERTIFICATE'),
    ]).toEqual([1, undefined, undefined]);
    expect(await sampleIn(hub.anonymous, 'T-PERMIT')).toBe(82);
    const [refused] = await hub.anonymous.refused('query($id: ID!) { analysisRun(id: $id) { id } }', { id: again.id });
    expect(refused?.extensions.code).toBe('NOT_FOUND');
  });

  it('R-III.2: is exported as it is shown, to whoever may see the run', async () => {
    const exports = exportsOf(hub);
    const results = await exports.table(analyst, { kind: 'INDICATOR_RESULTS', subjectId: first.id });
    const stored = await hub.rows<{ n: number }>(sql`select count(*)::int as n from indicator_result where run_id = ${first.id}`);
    expect(results.rows).toHaveLength(stored[0]?.n ?? 0);
    const place = { objectCode: 'T-PERMIT', municipalitySoate: home, indicator: 'TIME' };
    expect(results.rows.filter((row) => Object.entries(place).every(([code, value]) => row[code] === value))).toMatchObject([
      { state: 'ACHIEVED', share: String(80 / 82), n: '82', requirement: 'R-II.2', unit: 'WORKING_DAY', maximum: '11' },
    ]);
    const ranked = await exports.table(analyst, { kind: 'RANKING', subjectId: first.id });
    expect(ranked.rows.map(({ by, serviceCode, rank, unrankedReason }) => [by, serviceCode, rank, unrankedReason])).toEqual([
      ['QUALITY', 'T-PERMIT', '1', ''],
      ['QUALITY', 'T-CERTIFICATE', '', 'TOO_FEW'],
      ['QUALITY', 'T-PLAN', '', 'NOT_APPLICABLE'],
      ['DEMAND', 'T-PERMIT', '1', ''],
      ['DEMAND', 'T-CERTIFICATE', '', 'NO_DATA'],
      ['DEMAND', 'T-PLAN', '', 'NO_DATA'],
    ]);
    const draft = await analyse(hub, analyst);
    const body = await hub.as('INTERAGENCY_BODY');
    expect(await exports.refused(body, { kind: 'RANKING', format: 'CSV', subjectId: draft.id })).toMatchObject({ code: 'NOT_FOUND' });
    expect((await exports.table(body, { kind: 'RANKING', subjectId: first.id })).rows).toHaveLength(6);
  });

  it('keeps its results from every change, whoever asks the database to', async () => {
    await expect(hub.rows(sql`update indicator_result set share = 1 where run_id = ${first.id}`)).rejects.toThrow('append-only');
    await expect(hub.rows(sql`update analysis_run set result_sha256 = 'x' where id = ${first.id}`)).rejects.toThrow('append-only');
    await expect(hub.rows(sql`delete from analysis_run where id = ${first.id}`)).rejects.toThrow('append-only');
  });
});

describe('an analysis with what the unit itself asked and read', () => {
  let run: RunView;
  let tagged: string;
  beforeAll(async () => {
    const permit = { serviceId: services['T-PERMIT'], appliedOn: '2026-04-01', servedOn: '2026-04-10' };
    const unhappy = Array.from({ length: 12 }, () => ({ ...permit, answers: said({ PROCEDURE_FOLLOWED: 'NO' }) }));
    await survey(hub, cycleId, { municipalityId: here, responses: unhappy });
    const [response] = await hub.rows<{ id: string }>(
      sql`select r.id from response r join analysis_run_batch b on b.batch_id = r.batch_id where b.run_id = ${first.id} and r.service_id = ${permit.serviceId} limit 1`,
    );
    tagged = response?.id ?? '';
    await commands(hub).done(analyst, 'tagResponse', { responseId: tagged, categoryCodes: ['TIME'] }, '{ response { id } }');
    run = await analyse(hub, analyst);
  });

  it('R10: shows survey figures beside, and never pools them', async () => {
    expect(run).toMatchObject({ pinnedRevisions: 2, pinnedResponses: 85 });
    const asked = `{ indicators: [PROCEDURE], municipalityId: "${here}" }`;
    const [before, after] = await Promise.all([first, run].map((each) => resultsOf(each, asked)));
    const share = (results: ResultView[] | undefined) => results?.find(({ object }) => object.code === 'T-PERMIT');
    expect(share(after)).toMatchObject({ share: share(before)?.share, n: share(before)?.n, state: 'ACHIEVED' });
    expect(share(after)?.drillDown).toContainEqual(expect.objectContaining({ code: expect.stringContaining('SURVEY'), n: 12, share: 0 }));
  });

  it('R-III.1: sets the two beside each other question by question, and a significant gap is a finding that can be asked for', async () => {
    expect([first.pinnedSurveySheets, run.pinnedSurveySheets]).toEqual([0, 12]);
    const found = await resultsOf(run, '{ hasSurveyGap: true }');
    expect(found.map(({ indicator, object, municipality }) => [indicator, object.code, municipality?.id ?? null])).toEqual([
      ['PROCEDURE', 'T-PERMIT', null],
      ['PROCEDURE', 'T-PERMIT', here],
      ['PROCEDURE', 'COMPLEX-1', null],
      ['PROCEDURE', 'COMPLEX-1', here],
    ]);
    expect(found[0]?.surveyComparisons).toEqual([
      {
        code: 'PROCEDURE',
        label: expect.any(String),
        questionnaires: { share: 1, n: 81, interval: found[0]?.interval },
        surveys: { share: 0, n: 12, interval: expect.objectContaining({ lower: 0, confidence: 0.95 }) },
        difference: 1,
        differenceInterval: expect.objectContaining({ confidence: 0.99 }),
        state: 'GAP',
      },
    ]);
    const others = await resultsOf(run, '{ hasSurveyGap: false, isCountryLevel: true, indicators: [TIME, SATISFACTION, COMPLAINTS] }');
    const statesOf = others.flatMap(({ object, surveyComparisons }) =>
      surveyComparisons.map(({ code, state, questionnaires, surveys }) => [object.code, code, state, questionnaires.n, surveys.n]),
    );
    expect(statesOf.filter(([code]) => code === 'T-PERMIT')).toEqual([
      ['T-PERMIT', 'TIME', 'NO_GAP', 82, 12],
      ['T-PERMIT', 'PERSONS_QUALITY', 'NO_GAP', 83, 12],
      ['T-PERMIT', 'PERSONS_AVAILABILITY', 'NO_GAP', 83, 12],
    ]);
    expect(await resultsOf(first, '{ hasSurveyGap: true }')).toEqual([]);
    const exported = await exportsOf(hub).table(analyst, { kind: 'INDICATOR_RESULTS', subjectId: run.id });
    expect(
      exported.rows.filter(({ surveyGaps }) => surveyGaps === 'PROCEDURE').map(({ objectCode, level }) => [objectCode, level]),
    ).toEqual(['T-PERMIT', 'COMPLEX-1'].flatMap((code) => ['COUNTRY', 'REGION', 'MUNICIPALITY'].map((level) => [code, level])));
  });

  it('a method that was written before gaps were asked for stays as it is, and means what method 1 says', async () => {
    await hub.rows(
      sql`insert into analysis_method select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'version', 7,
          'parameters', t.parameters::jsonb - 'surveyGap'))).* from analysis_method t where t.version = 1`,
    );
    const { analysisMethods } = await analyst.must('{ analysisMethods { version parameters } }');
    expect(analysisMethods).toMatchObject([{ version: 7, parameters: analysisMethods[1].parameters }, { version: 1 }]);
    expect(analysisMethods[1].parameters.surveyGap).toEqual({ confidence: 0.99, leastDifference: 0.05 });
    const early = await analyse(hub, analyst, { methodVersion: 7 });
    const named = await analyse(hub, analyst, { methodVersion: 1 });
    expect([early.inputSha256, early.resultSha256]).toEqual([named.inputSha256, named.resultSha256]);
    expect(await resultsOf(early, '{ hasSurveyGap: true }')).toHaveLength(4);
  });

  it('R-III.1: made again of the same gives the same; sheets that come later change nothing of it, and the next run counts them', async () => {
    const again = await analyse(hub, analyst);
    expect([again.inputSha256, again.resultSha256]).toEqual([run.inputSha256, run.resultSha256]);
    const permit = { serviceId: services['T-PERMIT'], appliedOn: '2026-05-01', servedOn: '2026-05-05' };
    await survey(hub, cycleId, { municipalityId: there, responses: Array.from({ length: 9 }, () => ({ ...permit, answers: said() })) });
    const before = await resultsOf(run, '{ indicators: [PROCEDURE] }');
    const next = await analyse(hub, analyst);
    expect(await resultsOf(run, '{ indicators: [PROCEDURE] }')).toEqual(before);
    expect([next.pinnedSurveySheets, next.pinnedResponses, next.inputSha256 === run.inputSha256]).toEqual([21, 85, false]);
    // Nobody there filed a questionnaire on it: of the country only the municipality is compared that both tell of.
    const [country, , other] = (await resultsOf(next, '{ indicators: [PROCEDURE] }')).filter(({ object }) => object.code === 'T-PERMIT');
    expect([country, other].map((each) => each?.surveyComparisons[0]?.surveys)).toMatchObject([
      { share: 0, n: 12 },
      { share: null, n: 0 },
    ]);
    expect(other?.surveyComparisons[0]?.state).toBe('NO_DATA');
  });

  it("R-III.1.2: counts the analyst's tag as a mention, and is another input than without it", async () => {
    const { analysisRun } = await analyst.must(
      'query($id: ID!) { analysisRun(id: $id) { problems { nodes { category { code } mentions } } } }',
      { id: run.id },
    );
    expect(analysisRun.problems.nodes).toEqual([
      { category: { code: 'TIME' }, mentions: 2 },
      { category: { code: 'COST' }, mentions: 1 },
    ]);
    expect(run.inputSha256).not.toBe(first.inputSha256);
  });
});

describe('starting', () => {
  it('tells all that refuses it at once', async () => {
    await asHub(hub, (ctx) => openCycle(ctx, { year: 2027, noticeYear: 2027 }));
    const refusal = await commands(hub).refused(analyst, 'startAnalysisRun', {
      year: 2027,
      kind: 'ANNUAL',
      quarter: 'Q1',
      methodVersion: 99,
    });
    expect((refusal.violations as { rule?: string }[]).map(({ rule }) => rule)).toEqual([
      undefined,
      undefined,
      'R9',
      'ours:period-has-begun',
      'R-III.1',
    ]);
  });

  it('over which hubs die again and again fails with the reason, also where the last hub died before it said so, and the next may start', async () => {
    const begun = { year: 2026, kind: 'QUARTERLY', quarter: 'Q2' };
    const start = () => commands(hub).done(analyst, 'startAnalysisRun', begun, '{ analysisRun { id state } }') as Promise<{ id: string }>;
    const read = async ({ id }: { id: string }) =>
      (await analyst.must('query($id: ID!) { analysisRun(id: $id) { state finishedAt job { state failure { rule } } } }', { id }))
        .analysisRun;
    // Before it is queued: no hub can be quicker.
    await hub.rows(sql`create function begun_often() returns trigger language plpgsql as 'begin new.beginnings := 4; return new; end'`);
    await hub.rows(sql`create trigger begun_often before insert on hub_job for each row execute function begun_often()`);
    const deadly = await start();
    await hub.rows(sql`drop function begun_often() cascade`);
    await hub.runJobs();
    const failed = {
      state: 'FAILED',
      finishedAt: expect.any(String),
      job: { state: 'FAILED', failure: { rule: 'ours:work-is-given-up' } },
    };
    expect(await read(deadly)).toEqual(failed);

    const forgotten = { id: newId() };
    const left = JSON.stringify({ id: forgotten.id, state: 'RUNNING', finished_at: null });
    await hub.rows(
      sql`insert into analysis_run select (jsonb_populate_record(t, ${left}::jsonb)).* from analysis_run t where t.id = ${deadly.id}`,
    );
    expect(await read(forgotten)).toMatchObject({ state: 'RUNNING' });
    const next = await start();
    expect(await read(forgotten)).toEqual(failed);
    await hub.runJobs();
    expect(await read(next)).toMatchObject({ state: 'COMPLETED' });
  });

  it('R11: a quarterly run counts what is stored, of its quarter', async () => {
    const run = await analyse(hub, analyst, { kind: 'QUARTERLY', quarter: 'Q2' });
    const [procedure] = await resultsOf(run, `{ indicators: [PROCEDURE], municipalityId: "${there}" }`);
    expect(procedure).toMatchObject({ object: { code: 'T-PERMIT' }, state: 'TOO_FEW', n: 4 });
  });
});
