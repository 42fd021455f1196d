import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { agencyOf, enterClient } from '../../exchange/agency.fixture.ts';
import { exportsOf } from '../files/export.fixture.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { enterServices } from '../monitoring-cycle/registry.fixture.ts';
import { commands, elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';
import {
  analyse,
  type AnswerPlan,
  handIn,
  openWithList,
  resultFields,
  type ResultView,
  type RunView,
  said,
  survey,
} from './analysis.fixture.ts';

let hub: TestHub;
let analyst: Client;
let here: string;
let there: string;
let cycleId: string;
let serviceId: string;
/** Judged on surveys, before any municipality has filed. */
let surveyed: RunView;
let done: ReturnType<typeof commands>['done'];
let refused: ReturnType<typeof commands>['refused'];

interface Changed {
  id: string;
  version: number;
}

const quarter = { kind: 'QUARTERLY', quarter: 'Q2' };
const asked = (times: number, change: Record<string, unknown> = {}): AnswerPlan[] =>
  Array.from({ length: times }, () => ({ serviceId, appliedOn: '2026-04-01', servedOn: '2026-04-10', answers: said(change) }));

async function resultsOf(run: RunView, filter: string): Promise<ResultView[]> {
  const document = `query($id: ID!) { analysisRun(id: $id) { results(first: 100, filter: ${filter}) { nodes { ${resultFields} } } } }`;
  return (await analyst.must(document, { id: run.id })).analysisRun.results.nodes;
}

/** State and n of an indicator here, there and over the country. */
async function judged(run: RunView, indicator: string): Promise<Record<string, [string, number]>> {
  const found = await resultsOf(run, `{ indicators: [${indicator}] }`);
  const names = new Map([
    [here, 'here'],
    [there, 'there'],
  ]);
  return Object.fromEntries(
    found.map(({ municipality, state, n }) => [municipality ? (names.get(municipality.id) ?? '') : 'country', [state, n]]),
  );
}

beforeAll(async () => {
  hub = await startHub({ now: '2026-07-05T09:00:00+06:00', env: { EXCHANGE_PORT: '0' } });
  ({ done, refused } = commands(hub));
  analyst = await hub.as('ANALYST');
  [here, there] = [(await placeOf(hub, home)).id, (await placeOf(hub, elsewhere)).id];
  serviceId = (await enterServices(hub, here))['T-PERMIT'];
  ({ cycleId } = await openWithList(hub, 2026, [{ code: 'T-PERMIT', serviceIds: [serviceId], municipalityIds: [here, there] }]));
  const sheets = [
    ...asked(80),
    ...asked(10, { PROCEDURE_FOLLOWED: 'NO', TIME_SPENT: 15, HAD_PROBLEM: true, PROBLEM_CATEGORY: ['TIME'] }),
    // Served before the quarter: no figure of it rests on them.
    ...asked(1).map((sheet) => ({ ...sheet, appliedOn: '2026-03-10', servedOn: '2026-03-20' })),
  ];
  await survey(hub, cycleId, { municipalityId: here, responses: sheets });
  await survey(hub, cycleId, { municipalityId: there, responses: asked(4) });
  surveyed = await analyse(hub, analyst, { ...quarter, sources: ['SURVEYS'] });
});
afterAll(() => hub.stop());

describe('R11: a quarter in which the unit has surveyed, and no municipality has filed yet', () => {
  it('says nothing by questionnaires, which is what it is judged on unless surveys alone are named', async () => {
    const both = await analyse(hub, analyst, quarter);
    const pinned = { pinnedResponses: 0, pinnedSurveySheets: 95 };
    expect(both).toMatchObject({ sources: ['QUESTIONNAIRES', 'SURVEYS'], judgedBy: 'QUESTIONNAIRES', ...pinned });
    expect(await judged(both, 'PROCEDURE')).toEqual({ here: ['NO_DATA', 0], there: ['NO_DATA', 0], country: ['NO_DATA', 0] });
  });

  it('is judged on surveys alone by the same formulas, with the same smallest sample, and says so', async () => {
    const pinned = { pinnedRevisions: 0, pinnedResponses: 95, pinnedSurveySheets: 95 };
    expect(surveyed).toMatchObject({ state: 'COMPLETED', sources: ['SURVEYS'], judgedBy: 'SURVEYS', ...pinned });
    expect(await judged(surveyed, 'PROCEDURE')).toEqual({
      here: ['NOT_ACHIEVED', 90],
      there: ['TOO_FEW', 4],
      country: ['NOT_ACHIEVED', 94],
    });
    expect(await judged(surveyed, 'TIME')).toMatchObject({ here: ['INCONCLUSIVE', 90] });
    expect(await judged(surveyed, 'SATISFACTION')).toMatchObject({ here: ['ACHIEVED', 90] });
    const [procedure] = await resultsOf(surveyed, `{ indicators: [PROCEDURE], municipalityId: "${here}" }`);
    expect(procedure).toMatchObject({ share: 80 / 90, drillDown: [], surveyComparisons: [] });
    const { rows } = await exportsOf(hub).table(analyst, { kind: 'INDICATOR_RESULTS', subjectId: surveyed.id });
    expect(new Set(rows.map((row) => row.judgedBy))).toEqual(new Set(['SURVEYS']));
  });

  it('gives a result of the quarter that says where it is from, to nobody else before it is issued', async () => {
    const drafted: Changed = await done(
      analyst,
      'draftQuarterlyResult',
      { year: 2026, quarter: 'Q2', runId: surveyed.id },
      '{ quarterlyResult { id version } }',
    );
    const body = await hub.as('INTERAGENCY_BODY');
    const document = 'query($id: ID!) { analysisRun(id: $id) { judgedBy results { totalCount } } }';
    for (const client of [body, await hub.as('PROVIDER', { soate: home }), hub.anonymous])
      expect((await client.refused(document, { id: surveyed.id }))[0]?.extensions.code).toBe('NOT_FOUND');
    const summary = { ky: 'Тартип сакталган эмес', ru: 'Порядок не соблюдён' };
    const written: Changed = await done(
      analyst,
      'updateQuarterlyResult',
      { id: drafted.id, expectedVersion: drafted.version, summary },
      '{ quarterlyResult { id version } }',
    );
    await done(analyst, 'issueQuarterlyResult', { id: written.id, expectedVersion: written.version }, '{ quarterlyResult { id } }');
    const seen = await body.must('{ quarterlyResult(year: 2026, quarter: Q2) { sources run { id judgedBy } } }');
    expect(seen.quarterlyResult).toEqual({ sources: ['SURVEYS'], run: { id: surveyed.id, judgedBy: 'SURVEYS' } });
    expect((await hub.anonymous.refused(document, { id: surveyed.id }))[0]?.extensions.code).toBe('NOT_FOUND');
    const subsystem = 'central-server/GOV/70000003/sf-personal-data';
    await enterClient(hub, subsystem);
    for (const path of ['/v1/quarterly-results', `/v1/indicator-results?ids=${surveyed.id}`]) {
      const { items } = await agencyOf(hub, subsystem).get(path);
      expect(new Set(items.map((item: Record<string, unknown>) => item.judgedBy)), path).toEqual(new Set(['SURVEYS']));
    }
  });
});

describe('R11: once questionnaires are filed', () => {
  beforeAll(async () => {
    const worse = asked(20, { PROCEDURE_FOLLOWED: 'NO', HAD_PROBLEM: true, PROBLEM_CATEGORY: ['COST'] });
    await handIn(hub, cycleId, { municipalityId: here, responses: worse, isAccepted: false });
  });

  it('a run judged on surveys has the same input and the same results again: no questionnaire is in either', async () => {
    const again = await analyse(hub, analyst, { ...quarter, sources: ['SURVEYS', 'SURVEYS'] });
    expect([again.inputSha256, again.resultSha256]).toEqual([surveyed.inputSha256, surveyed.resultSha256]);
  });

  it('each choice of sources counts what it names, is another input, and never pools', async () => {
    const both = await analyse(hub, analyst, { ...quarter, sources: ['SURVEYS', 'QUESTIONNAIRES'] });
    const filed = await analyse(hub, analyst, { ...quarter, sources: ['QUESTIONNAIRES'] });
    expect(
      [both, filed].map(({ judgedBy, pinnedResponses, pinnedSurveySheets }) => [judgedBy, pinnedResponses, pinnedSurveySheets]),
    ).toEqual([
      ['QUESTIONNAIRES', 20, 95],
      ['QUESTIONNAIRES', 20, 0],
    ]);
    expect(new Set([both, filed, surveyed].map(({ inputSha256 }) => inputSha256)).size).toBe(3);
    for (const run of [both, filed])
      expect(await judged(run, 'PROCEDURE')).toMatchObject({ here: ['NOT_ACHIEVED', 20], there: ['NO_DATA', 0] });
    const beside = async (run: RunView) =>
      (await resultsOf(run, `{ indicators: [PROCEDURE], municipalityId: "${here}" }`)).flatMap(({ surveyComparisons }) =>
        surveyComparisons.map(({ questionnaires, surveys, state }) => [questionnaires.n, surveys.n, state]),
      );
    expect([await beside(both), await beside(filed)]).toEqual([[[20, 90, 'GAP']], []]);
  });

  it('the choice is a part of the input, also where no answer is pinned by one and not by the other', async () => {
    const [both, filed] = [
      await analyse(hub, analyst, { kind: 'QUARTERLY', quarter: 'Q1' }),
      await analyse(hub, analyst, { kind: 'QUARTERLY', quarter: 'Q1', sources: ['QUESTIONNAIRES'] }),
    ];
    expect([both.pinnedSurveySheets, filed.resultSha256]).toEqual([0, both.resultSha256]);
    expect(filed.inputSha256).not.toBe(both.inputSha256);
  });

  it('R-III.1.2: problems are those of the answers that it is judged on, and are compared with no other source', async () => {
    const problems = `problems { nodes { category { code } mentions previousMentions { state value } } }`;
    const of = async ({ id }: RunView) =>
      (await analyst.must(`query($id: ID!) { analysisRun(id: $id) { ${problems} } }`, { id })).analysisRun.problems.nodes;
    const filed = await analyse(hub, analyst, { ...quarter, sources: ['QUESTIONNAIRES'] });
    expect([await of(surveyed), await of(filed)]).toEqual([
      [{ category: { code: 'TIME' }, mentions: 10, previousMentions: { state: 'MISSING', value: null } }],
      [{ category: { code: 'COST' }, mentions: 20, previousMentions: { state: 'VALUE', value: 0 } }],
    ]);
  });

  it('of what is accepted, a run on surveys pins the report alone', async () => {
    await handIn(hub, cycleId, { municipalityId: there, responses: asked(3) });
    const [own, both] = [await analyse(hub, analyst, { ...quarter, sources: ['SURVEYS'] }), await analyse(hub, analyst, quarter)];
    expect([own.pinnedRevisions, both.pinnedRevisions]).toEqual([1, 2]);
    expect(own.resultSha256).toBe(surveyed.resultSha256);
  });
});

describe('the setting', () => {
  it('is of a quarter: the year is judged on the questionnaires, and says why', async () => {
    for (const sources of [['SURVEYS'], ['QUESTIONNAIRES']])
      expect(await refused(analyst, 'startAnalysisRun', { year: 2026, kind: 'ANNUAL', sources })).toMatchObject({
        code: 'RULE_VIOLATED',
        rule: 'R-III.1',
        path: ['input', 'sources'],
      });
    const annual = await analyse(hub, analyst, { sources: ['SURVEYS', 'QUESTIONNAIRES'] });
    const silent = await analyse(hub, analyst);
    expect(annual).toMatchObject({ state: 'COMPLETED', judgedBy: 'QUESTIONNAIRES' });
    expect(annual.inputSha256).toBe(silent.inputSha256);
  });

  it('names at least one source', async () => {
    const none = await refused(analyst, 'startAnalysisRun', { year: 2026, ...quarter, sources: [] });
    expect(none).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'sources'] });
  });

  it('stays as it was, whoever asks the database to change it, and the year has both', async () => {
    await expect(hub.rows(sql`update analysis_run set sources = '{QUESTIONNAIRES}' where id = ${surveyed.id}`)).rejects.toThrow(
      'append-only',
    );
    const copy = JSON.stringify({ id: hub.key(), kind: 'ANNUAL', quarter: null });
    const asAnnual = sql`insert into analysis_run select (jsonb_populate_record(t, ${copy}::jsonb)).* from analysis_run t where t.id = ${surveyed.id}`;
    await expect(hub.rows(asAnnual)).rejects.toThrow('analysis_run_sources');
  });
});
