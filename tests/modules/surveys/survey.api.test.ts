import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { exportsOf, tableOf } from '../files/export.fixture.ts';
import { questionnaire, surveySheet } from '../forms/sample-forms.fixture.ts';
import { type Batch, batchFields, fewAnswers, type Filed } from '../questionnaires/questionnaire.fixture.ts';
import { cellsOf, csvOf, upload } from '../questionnaires/response-file.fixture.ts';
import { commands, elsewhere, home, placeOf, serviceOf } from '../service-registry/registry.fixture.ts';

const fields = `id version quarter title openFrom openTo isClosed closedAt cycle { year } formVersion { form { kind } } responseCount unstatedCount
  coverage { region { code } respondentKind target collected isGap } availableActions { mutation isAllowed refusal { rule } }
  history { action fromState toState }`;

interface Survey {
  id: string;
  version: number;
  coverage: { region: { code: string }; respondentKind: string; target: number | null; collected: number; isGap: boolean }[];
  [key: string]: unknown;
}

let hub: TestHub;
let analyst: Client;
let call: ReturnType<typeof commands>;
let formVersionId: string;
let here: Awaited<ReturnType<typeof placeOf>>;
let there: Awaited<ReturnType<typeof placeOf>>;
let survey: Survey;
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  call = commands(hub);
  [here, there] = [await placeOf(hub, home), await placeOf(hub, elsewhere)];
  formVersionId = (await hub.anonymous.must('{ form(kind: SURVEY_SHEET) { current { id } } }')).form.current.id;
  await call.done(analyst, 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  survey = await create();
});
afterAll(() => hub.stop());

const plan = (change: object = {}) => ({
  year: 2026,
  quarter: 'Q1',
  formVersionId,
  title: 'Биринчи квартал',
  openFrom: '2026-03-01',
  openTo: '2026-03-31',
  targets: [{ regionCode: here.regionCode, respondentKind: 'PERSON', target: 3 }],
  ...change,
});
const create = (change: object = {}): Promise<Survey> => call.done(analyst, 'createSurvey', plan(change), `{ survey { ${fields} } }`);
const read = async (id = survey.id): Promise<Survey> =>
  (await analyst.must(`query($id: ID!) { survey(id: $id) { ${fields} } }`, { id })).survey;
const sheet = (municipalityId: string | null, kind: string | null = 'PERSON', change: Partial<Filed> = {}): Filed => ({
  municipalityId,
  serviceCode: 'MS-002',
  servedOn: '2026-02-05',
  answers: fewAnswers(surveySheet, { CHANNEL: 'OFFICE', RESPONDENT_KIND: kind }),
  ...change,
});
const inputOf = (batchKey: string, responses: readonly Filed[], change: object = {}) => ({
  surveyId: survey.id,
  batchKey,
  responses,
  ...change,
});
const record = async (batchKey: string, responses: readonly Filed[], change: object = {}): Promise<Batch> => {
  const input = { ...inputOf(batchKey, responses, change), idempotencyKey: hub.key() };
  return (await analyst.must(document, { input })).recordSurveyResponses.batch;
};
const document = `mutation($input: RecordSurveyResponsesInput!) { recordSurveyResponses(input: $input) { survey { id } batch { ${batchFields} } } }`;
const refused = (batchKey: string, responses: readonly Filed[], change: object = {}) =>
  call.refused(analyst, 'recordSurveyResponses', inputOf(batchKey, responses, change));

describe('a survey by the responsible unit (R10)', () => {
  it('shows every region, with a target or without, as a gap until somebody was asked', () => {
    expect(survey).toMatchObject({
      isClosed: false,
      responseCount: 0,
      unstatedCount: 0,
      cycle: { year: 2026 },
      formVersion: { form: { kind: 'SURVEY_SHEET' } },
    });
    expect(new Set(survey.coverage.map(({ region }) => region.code)).size).toBe(9);
    expect(survey.coverage).toHaveLength(18);
    expect(survey.coverage.every(({ isGap }) => isGap)).toBe(true);
    const targets = survey.coverage.filter(({ target }) => target !== null);
    expect(targets).toEqual([{ region: { code: here.regionCode }, respondentKind: 'PERSON', target: 3, collected: 0, isGap: true }]);
    expect(survey.availableActions).toEqual([
      { mutation: 'recordSurveyResponses', isAllowed: true, refusal: null },
      { mutation: 'closeSurvey', isAllowed: true, refusal: null },
    ]);
  });

  it('takes sheets in batches, all or nothing: a dry run, a rejection with row and column, then a receipt', async () => {
    expect(await record('one', [sheet(here.id)], { isDryRun: true })).toMatchObject({
      state: 'DRY_RUN_PASSED',
      receipt: null,
      municipality: null,
    });
    const wrong = await record('one', [
      sheet(here.id),
      sheet(null),
      sheet(hub.key()),
      sheet(there.id, 'PERSON', { servedOn: '2027-01-01' }),
    ]);
    expect(wrong).toMatchObject({ state: 'REJECTED', accepted: 0, receipt: null });
    expect(wrong.violations.map(({ row, column }) => [row, column])).toEqual([
      [2, 'municipalityId'],
      [3, 'municipalityId'],
      [4, 'servedOn'],
    ]);
    const sheets = [sheet(here.id), sheet(here.id), sheet(there.id, 'ORGANISATION'), sheet(there.id, null), sheet(there.id, 'COMMUNITY')];
    const stored = await record('one', sheets);
    expect(stored).toMatchObject({ id: wrong.id, state: 'STORED', accepted: 5, receipt: { isLate: false } });
    expect(await record('one', sheets), 'the same again').toEqual(stored);
    expect(await refused('one', [sheet(here.id)])).toMatchObject({ code: 'CONFLICT', path: ['input', 'batchKey'] });
  });

  it('counts by region and kind; who did not say stands beside, and is not lost', async () => {
    const { coverage, responseCount, unstatedCount } = await read();
    expect([responseCount, unstatedCount]).toEqual([5, 1]);
    const covered = coverage
      .filter(({ isGap }) => !isGap)
      .map(({ region, respondentKind, collected }) => [region.code, respondentKind, collected]);
    const expected = [
      [here.regionCode, 'PERSON', 2],
      [there.regionCode, 'ORGANISATION', 1],
      [there.regionCode, 'COMMUNITY', 1],
    ];
    expect(covered.toSorted()).toEqual(expected.toSorted());
    const [plain] = await hub.rows<{ n: number }>(
      sql`select count(*) as n from response r join survey_batch s on s.batch_id = r.batch_id where s.survey_id = ${survey.id}`,
    );
    expect(plain?.n).toBe(5);
  });

  it('a service of one municipality’s own register is not asked about in another', async () => {
    await hub.rows(sql`update municipal_service set municipality_id = ${here.id}, tier = 'ADDITIONAL' where code = 'MS-007'`);
    const batch = await record('own register', [
      sheet(here.id, 'PERSON', { serviceCode: 'MS-007' }),
      sheet(there.id, 'PERSON', { serviceCode: 'MS-007' }),
    ]);
    expect(batch.violations).toMatchObject([{ row: 2, column: 'serviceCode' }]);
  });

  it('takes 500 sheets in bulk through the wide door', async () => {
    const responses = Array.from({ length: 500 }, (_, index) => sheet(index % 2 ? here.id : there.id));
    const answer = await fetch(`${hub.url}/graphql/filing`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${analyst.token}`,
      },
      body: JSON.stringify({ query: document, variables: { input: { ...inputOf('bulk', responses), idempotencyKey: hub.key() } } }),
    });
    const { data } = (await answer.json()) as { data: { recordSurveyResponses: { batch: Batch } } };
    expect(data.recordSurveyResponses.batch).toMatchObject({ state: 'STORED', accepted: 500 });
    expect((await read()).responseCount).toBe(505);
  });

  it('come as a file too: the template says where each was filled, and the same rules hold', async () => {
    const made = exportsOf(hub);
    const template = await made.fetched(await made.made(analyst, { kind: 'FORM_TEMPLATE', format: 'CSV', subjectId: formVersionId }));
    const { lines, codes } = tableOf(template);
    expect(codes.slice(4, 6)).toEqual(['municipalityId', 'municipalitySoate']);
    const file = async (sheets: readonly Filed[]) => {
      const uploadId = await upload(hub, analyst, csvOf([...lines, ...sheets.map((filled) => cellsOf(filled, codes))]), 'csv');
      const { id } = await call.done(
        analyst,
        'recordSurveyResponses',
        { surveyId: survey.id, batchKey: 'file', uploadId },
        '{ batch { id state } }',
      );
      await hub.runJobs();
      return (await analyst.must(`query($id: ID!) { responseBatch(id: $id) { ${batchFields} } }`, { id })).responseBatch as Batch;
    };
    const wrong = await file([sheet(here.id), sheet(null)]);
    expect(wrong.violations).toMatchObject([{ row: 5, column: 'municipalitySoate', path: ['input', 'uploadId'] }]);
    const bySoate = (soate: string, id: string | null = null) => ({ ...sheet(id), municipalitySoate: soate });
    const twofold = await file([bySoate('41700000000000'), bySoate(elsewhere, there.id)]);
    expect(twofold.violations).toMatchObject([
      { row: 4, column: 'municipalitySoate', message: 'There is no such municipality: "41700000000000".' },
      { row: 5, column: 'municipalitySoate' },
    ]);
    const spoilt = await file([bySoate('4.17022E+13'), sheet(hub.key())]);
    expect(spoilt.violations).toMatchObject([
      { row: 4, column: 'municipalitySoate', hint: expect.stringContaining('Keep the column as text') },
      { row: 5, column: 'municipalityId' },
    ]);
    const stored = await file([sheet(here.id), bySoate(elsewhere)]);
    expect(stored).toMatchObject({ id: wrong.id, state: 'STORED', accepted: 2, municipality: null, receipt: { isLate: false } });
    const places = await hub.rows<{ municipalityId: string }>(
      sql`select municipality_id from response where batch_id = ${stored.id} order by id`,
    );
    expect(places.map(({ municipalityId }) => municipalityId)).toEqual([here.id, there.id]);
    expect(await refused('both', [sheet(here.id)], { uploadId: hub.key() })).toMatchObject({ path: ['input', 'uploadId'] });
  });

  it('a file that is looked into after the last day was recorded in time; one of a survey that is closed by then was not', async () => {
    const until = await create({ openTo: '2026-03-02' });
    const file = async (batchKey: string) => {
      const uploadId = await upload(hub, analyst, JSON.stringify([sheet(here.id)]), 'json');
      const input = { surveyId: until.id, batchKey, uploadId };
      const { id }: { id: string } = await call.done(analyst, 'recordSurveyResponses', input, '{ batch { id } }');
      return id;
    };
    const state = async (id: string) =>
      (await analyst.must('query($id: ID!) { responseBatch(id: $id) { state violations { rule } } }', { id })).responseBatch;
    const inTime = await file('in time');
    hub.clock.set('2026-03-03T00:00:00+06:00');
    await hub.runJobs();
    hub.clock.set('2026-03-02T09:00:00+06:00');
    expect(await state(inTime)).toMatchObject({ state: 'STORED' });
    const overtaken = await file('overtaken');
    await call.done(analyst, 'closeSurvey', { id: until.id, expectedVersion: until.version }, '{ survey { id } }');
    await hub.runJobs();
    expect(await state(overtaken)).toEqual({ state: 'REJECTED', violations: [{ rule: 'ours:survey-open' }] });
  });

  it('a batch key of one survey is free in another; two clicks at once make one batch', async () => {
    const other = await create({ title: 'Экинчи' });
    expect(await record('one', [sheet(here.id)], { surveyId: other.id })).toMatchObject({ state: 'STORED', accepted: 1 });
    const both = await Promise.all([record('twice', [sheet(here.id)]), record('twice', [sheet(here.id)])]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  });
});

describe('sheets that were recorded twice', () => {
  const warningsOf = async (id: string) =>
    (await analyst.must('query($id: ID!) { survey(id: $id) { warnings { rule message } } }', { id })).survey.warnings;
  const withdraw = ({ id, version }: Batch) => ({ id, expectedVersion: version, reason: 'эки жолу киргизилген' });
  const acts = '{ batch { state version availableActions { mutation isAllowed refusal { code rule } } } }';

  it('are told of, and taken back with a reason until the survey is closed: they count nowhere', async () => {
    const { id, version } = await create({ title: 'Эки жолу' });
    const sheets = [sheet(here.id), sheet(there.id, 'ORGANISATION')];
    const [, again] = [await record('f1', sheets, { surveyId: id }), await record('f2', sheets, { surveyId: id })];
    expect((await read(id)).responseCount).toBe(4);
    expect(await warningsOf(id)).toEqual([
      {
        rule: 'ours:questionnaires-alike',
        message: 'Some survey sheets are alike in everything (service, days, all answers): in different batches 4 (f1 – 2; f2 – 2).',
      },
    ]);
    expect(again.availableActions).toEqual([{ mutation: 'withdrawResponseBatch', isAllowed: true, refusal: null }]);
    expect(await call.refused(analyst, 'withdrawResponseBatch', { ...withdraw(again), reason: ' ' })).toMatchObject({
      path: ['input', 'reason'],
    });
    expect(await call.done(analyst, 'withdrawResponseBatch', withdraw(again), acts)).toMatchObject({ state: 'WITHDRAWN' });
    const left = await read(id);
    expect(left.responseCount).toBe(2);
    expect(left.coverage.reduce((sum, { collected }) => sum + collected, 0)).toBe(2);
    expect(await warningsOf(id)).toEqual([]);
    expect(left.version, 'the survey is as it was').toBe(version);
  });

  it('stay once the survey is closed, which the batch says too', async () => {
    const { id, version } = await create({ title: 'Жабылган' });
    const batch = await record('f1', [sheet(here.id)], { surveyId: id });
    await call.done(analyst, 'closeSurvey', { id, expectedVersion: version }, '{ survey { id } }');
    const { responseBatch: closed } = await analyst.must(
      `query($id: ID!) { responseBatch(id: $id) { id version lockedAt availableActions { isAllowed refusal { rule } } } }`,
      { id: batch.id },
    );
    expect(closed).toMatchObject({
      lockedAt: expect.any(String),
      availableActions: [{ isAllowed: false, refusal: { rule: 'ours:survey-open' } }],
    });
    expect(await call.refused(analyst, 'withdrawResponseBatch', withdraw(closed))).toMatchObject({ rule: 'ours:survey-open' });
  });

  it('are the responsible unit’s to withdraw: nobody else’s, and the unit withdraws no batch of a municipality', async () => {
    const batch = await record('ours', [sheet(here.id)]);
    const clerk = await hub.as('PROVIDER', { soate: home });
    expect(await call.refused(clerk, 'withdrawResponseBatch', withdraw(batch))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await call.refused(await hub.as('HEAD'), 'withdrawResponseBatch', withdraw(batch))).toMatchObject({ code: 'FORBIDDEN' });
    const { form } = await hub.anonymous.must('{ form(kind: QUESTIONNAIRE) { current { id } } }');
    const responses = [{ serviceCode: 'MS-002', answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE' }) }];
    const filed = { year: 2026, formVersionId: form.current.id, batchKey: 'theirs', responses };
    const theirs: Batch = await call.done(clerk, 'fileQuestionnaires', filed, `{ batch { ${batchFields} } }`);
    expect(theirs.state).toBe('STORED');
    expect(await call.refused(analyst, 'withdrawResponseBatch', withdraw(theirs))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await call.done(clerk, 'withdrawResponseBatch', withdraw(theirs), acts)).toMatchObject({ state: 'WITHDRAWN' });
  });

  it('a key in use says where the batch of a survey is seen', async () => {
    const { hint } = await refused('one', [sheet(here.id)]);
    expect(hint).toContain('survey(id) { batches }');
    const [error] = await analyst.refused('{ responseBatch(batchKey: "one") { id } }');
    expect(error?.extensions.hint).toContain('survey(id) { batches }');
  });
});

describe('when and by whom', () => {
  it('sheets are refused before the first day, after the last, and when it is closed', async () => {
    const waiting = await create({ openFrom: '2026-03-03', openTo: '2026-03-03' });
    const change = { surveyId: waiting.id };
    const refusal = { code: 'RULE_VIOLATED', rule: 'ours:survey-open', path: ['input', 'surveyId'] };
    hub.clock.set('2026-03-02T23:59:59.999+06:00');
    expect(await refused('early', [sheet(here.id)], change)).toMatchObject(refusal);
    hub.clock.set('2026-03-03T23:59:59.999+06:00');
    expect(await record('in time', [sheet(here.id)], change)).toMatchObject({ state: 'STORED' });
    hub.clock.set('2026-03-04T00:00:00+06:00');
    expect(await refused('late', [sheet(here.id)], change)).toMatchObject(refusal);
    expect(await record('in time', [sheet(here.id)], change), 'a retry is still answered').toMatchObject({ state: 'STORED' });
    const stale = { id: survey.id, expectedVersion: survey.version + 1 };
    expect(await call.refused(analyst, 'closeSurvey', stale)).toMatchObject({ code: 'CONFLICT', currentVersion: survey.version });
    const input = { id: survey.id, expectedVersion: survey.version };
    const closed: Survey = await call.done(analyst, 'closeSurvey', input, `{ survey { ${fields} } }`);
    expect(closed).toMatchObject({ isClosed: true, history: [{ toState: 'OPEN' }, { fromState: 'OPEN', toState: 'CLOSED' }] });
    expect(await refused('closed', [sheet(here.id)])).toMatchObject(refusal);
    expect(await call.refused(analyst, 'closeSurvey', { ...input, expectedVersion: closed.version })).toMatchObject({
      rule: 'ours:survey-open',
    });
  });

  it('is of the survey sheet only, in a cycle that there is', async () => {
    const { form } = await hub.anonymous.must('{ form(kind: QUESTIONNAIRE) { current { id } } }');
    expect(await call.refused(analyst, 'createSurvey', plan({ formVersionId: form.current.id }))).toMatchObject({ rule: 'R10' });
    expect(await call.refused(analyst, 'createSurvey', plan({ year: 2031 }))).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'year'],
      hint: expect.stringContaining('openMonitoringCycle'),
    });
  });

  it('the analyst writes, the ministry reads what was collected, anybody sees that there is a survey', async () => {
    const clerk = await hub.as('PROVIDER', { soate: home });
    expect((await hub.anonymous.must('{ surveys(year: 2026, quarter: Q1) { totalCount nodes { title } } }')).surveys.totalCount).toBe(6);
    for (const reader of [hub.anonymous, clerk]) {
      const [error] = await reader.refused('{ surveys { nodes { coverage { collected } } } }');
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(error?.extensions.code);
    }
    expect(await call.refused(await hub.as('HEAD'), 'createSurvey', plan())).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('its raw answers are the ministry’s, each reading audited; they are no questionnaires of the municipality', async () => {
    const clerk = await hub.as('PROVIDER', { soate: home });
    const { id: serviceId } = await serviceOf(hub, 'MS-002');
    const query =
      'query($s: ID) { responses(filter: { formKind: SURVEY_SHEET, serviceId: $s }, first: 1) { totalCount nodes { municipality { id } } } }';
    expect((await clerk.must(query, { s: serviceId })).responses).toEqual({ totalCount: 0, nodes: [] });
    expect((await analyst.must(query, { s: serviceId })).responses.totalCount).toBeGreaterThan(500);
    const [entry] = await hub.rows<{ after: object }>(
      sql`select after from audit_entry where action = 'readResponses' order by id desc limit 1`,
    );
    expect(entry?.after).toMatchObject({ count: 1, filter: { formKind: 'SURVEY_SHEET' } });
    const total = '{ monitoringCycle(year: 2026) { responseTotal { state value } } }';
    expect((await analyst.must(total)).monitoringCycle.responseTotal).toEqual({ state: 'MISSING', value: null });
    const { surveys } = await analyst.must(
      '{ surveys { nodes { id batches(first: 5) { nodes { state responses(first: 1) { nodes { id } } } } } } }',
    );
    expect(surveys.nodes.flatMap(({ batches }: { batches: { nodes: object[] } }) => batches.nodes).length).toBeGreaterThan(3);
  });
});
