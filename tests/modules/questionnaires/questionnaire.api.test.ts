import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { lockBatches, unlockBatches } from '../../../src/modules/questionnaires/response-batch.service.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';
import { elsewhere, everyPage, home, placeOf, serviceOf } from '../service-registry/registry.fixture.ts';
import { anyAnswers, batchFields, fewAnswers, type Filed, questionnairesOf } from './questionnaire.fixture.ts';
import { randomOf } from '../../support/random.ts';

const document = `mutation($input: FileQuestionnairesInput!) { fileQuestionnaires(input: $input) { batch { ${batchFields} } } }`;
const rawFields =
  'id service { code } municipality { soate } offer { id } appliedOn servedOn channel formVersion { id } answers { question { code } value text }';
const byKey = `query($key: String!, $of: ID) { responseBatch(batchKey: $key, municipalityId: $of) { ${batchFields} } }`;

let hub: TestHub;
let clerk: Client;
let stranger: Client;
let analyst: Client;
let here: Awaited<ReturnType<typeof questionnairesOf>>;
let there: Awaited<ReturnType<typeof questionnairesOf>>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-20T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  analyst = await hub.as('ANALYST');
  here = await questionnairesOf(hub, clerk);
  there = await questionnairesOf(hub, stranger);
  await here.call.done(analyst, 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
});
afterAll(() => hub.stop());

const filed = (change: Partial<Filed> = {}): Filed => ({
  serviceCode: 'MS-002',
  appliedOn: '2026-03-01',
  servedOn: '2026-03-05',
  answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE' }),
  ...change,
});
const bad = () => filed({ servedOn: '2027-01-01', answers: fewAnswers(questionnaire, { CHANNEL: 'PIGEON' }) });
const storedIn = async (id: string) =>
  (await hub.rows<{ n: number }>(sql`select count(*) as n from response where batch_id = ${id}`))[0]?.n;

/** What the submissions module will do, in its own transaction. */
async function handIn(soate: string, act: typeof lockBatches): Promise<string[]> {
  const [ids] = await hub.rows<{ municipalityId: string; cycleId: string }>(
    sql`select m.id as municipality_id, c.id as cycle_id from municipality m, monitoring_cycle c where m.soate = ${soate} and c.year = 2026`,
  );
  const ctx = consoleCtx(hub.hub.orm, hub.clock, 'test');
  const batches = await inTransaction(ctx, (inner) => act(inner, ids?.municipalityId ?? '', ids?.cycleId ?? ''));
  return batches.map(({ id }) => id);
}

describe('a batch of questionnaires from its dry run to its withdrawal (R12)', () => {
  it('is checked first: a dry run that passes keeps the report only', async () => {
    const batch = await here.file('story', [filed(), filed()], { isDryRun: true });
    expect(batch).toMatchObject({
      state: 'DRY_RUN_PASSED',
      isDryRun: true,
      accepted: 2,
      violationCount: 0,
      violations: [],
      receipt: null,
      batchKey: 'story',
      municipality: { soate: home },
      cycle: { year: 2026 },
      formVersion: { id: here.formVersionId },
    });
    expect(await storedIn(batch.id)).toBe(0);
  });

  it('is rejected whole when one response is wrong, with row, column and what to do', async () => {
    const batch = await here.file('story', [filed(), bad(), filed({ serviceCode: 'NOWHERE' })]);
    expect(batch).toMatchObject({ state: 'REJECTED', isDryRun: false, accepted: 0, violationCount: 3, receipt: null });
    expect(batch.violations.map(({ row, column, rule, path }) => ({ row, column, rule, path }))).toEqual([
      { row: 2, column: 'servedOn', rule: 'ours:response-in-cycle', path: ['input', 'responses', '1', 'servedOn'] },
      { row: 2, column: 'CHANNEL', rule: null, path: ['input', 'responses', '1', 'answers', 'CHANNEL'] },
      { row: 3, column: 'serviceCode', rule: null, path: ['input', 'responses', '2', 'serviceCode'] },
    ]);
    expect(batch.violations.every(({ hint }) => hint.length > 0)).toBe(true);
    expect(await storedIn(batch.id)).toBe(0);
  });

  it('is stored under the same key once it is right, with a receipt that is genuine', async () => {
    const batch = await here.file('story', [filed(), filed({ servedOn: null })]);
    expect(batch).toMatchObject({ state: 'STORED', accepted: 2, violationCount: 0, receipt: { isLate: false } });
    expect(batch.receipt?.receivedAt).toBe('2026-10-20T03:00:00.000Z');
    expect(await storedIn(batch.id)).toBe(2);
    const check = 'query($n: String!, $h: String!) { receiptCheck(number: $n, sha256: $h) { isGenuine receivedAt } }';
    const { number = '', sha256 = '' } = batch.receipt ?? {};
    expect((await hub.anonymous.must(check, { n: number, h: sha256 })).receiptCheck).toEqual({
      isGenuine: true,
      receivedAt: '2026-10-20T03:00:00.000Z',
    });
    const other = createHash('sha256').update('other').digest('hex');
    expect((await hub.anonymous.must(check, { n: number, h: other })).receiptCheck.isGenuine).toBe(false);
    expect(batch.history).toEqual([
      { action: 'fileQuestionnaires', fromState: null, toState: 'DRY_RUN_PASSED', reason: null },
      { action: 'fileQuestionnaires', fromState: 'DRY_RUN_PASSED', toState: 'REJECTED', reason: null },
      { action: 'fileQuestionnaires', fromState: 'REJECTED', toState: 'STORED', reason: null },
    ]);
  });

  it('is found by its key, by its own clerk and by the ministry', async () => {
    const { id } = await placeOf(hub, home);
    expect((await clerk.must(byKey, { key: 'story' })).responseBatch.state).toBe('STORED');
    expect((await analyst.must(byKey, { key: 'story', of: id })).responseBatch.state).toBe('STORED');
    expect((await analyst.refused(byKey, { key: 'story' }))[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await clerk.refused('{ responseBatch { id } }'))[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is withdrawn with a reason, once, and counts nowhere after', async () => {
    const batch = await here.file('to withdraw', [filed()]);
    const blank = await here.call.refused(clerk, 'withdrawResponseBatch', { id: batch.id, expectedVersion: batch.version, reason: ' ' });
    expect(blank).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'reason'] });
    expect(batch.availableActions).toEqual([{ mutation: 'withdrawResponseBatch', isAllowed: true, refusal: null }]);
    const withdrawn = await here.withdraw(batch);
    expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', version: batch.version + 1, receipt: batch.receipt });
    expect(withdrawn.availableActions).toEqual([
      { mutation: 'withdrawResponseBatch', isAllowed: false, refusal: { code: 'RULE_VIOLATED', rule: 'ours:batch-workflow' } },
    ]);
    const raw = await everyPage<{ id: string }>(clerk, (page) => `responses(filter: { year: 2026 }, ${page})`, 'id');
    const [kept] = await hub.rows<{ id: string }>(sql`select id from response where batch_id = ${batch.id}`);
    expect(raw.map(({ id }) => id)).not.toContain(kept?.id);
    expect(await here.refused('to withdraw', [filed()])).toMatchObject({ code: 'CONFLICT', path: ['input', 'batchKey'] });
  });
});

describe('a batch key', () => {
  it('with the same content again, in whatever words, is answered with the stored batch', async () => {
    const first = await here.file('again', [filed({ answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE', VISITS: 2 }) })]);
    const second = await here.file('again', [
      filed({ offerId: null, answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE', VISITS: '2.0' }) }),
    ]);
    expect(second).toEqual(first);
    expect(await storedIn(first.id)).toBe(1);
  });

  it('with other content is CONFLICT', async () => {
    await here.file('taken', [filed()]);
    for (const other of [[filed(), filed()], [filed({ servedOn: '2026-03-06' })], [bad()]]) {
      expect(await here.refused('taken', other)).toMatchObject({ code: 'CONFLICT', path: ['input', 'batchKey'], hint: expect.any(String) });
    }
  });

  it('with something that is wrong beside the same is CONFLICT too: it was never stored', async () => {
    await here.file('corrected', [filed()]);
    const { answers } = filed();
    for (const wrong of [filed({ answers: { ...answers, STRANGER: 1 } }), filed({ municipalityId: (await placeOf(hub, elsewhere)).id })])
      expect(await here.refused('corrected', [wrong])).toMatchObject({ code: 'CONFLICT', path: ['input', 'batchKey'] });
  });

  it('of one municipality is free in another', async () => {
    const [mine, theirs] = [await here.file('common', [filed()]), await there.file('common', [filed()])];
    expect(theirs).toMatchObject({ state: 'STORED', municipality: { soate: elsewhere } });
    expect(theirs.id).not.toBe(mine.id);
  });

  it('clicked twice at once makes one batch, with the same idempotency key or another', async () => {
    const input = { year: 2026, formVersionId: here.formVersionId, batchKey: 'double', responses: [filed(), filed()] };
    const shared = hub.key();
    const keys = [shared, shared, hub.key(), hub.key()];
    const answers = await Promise.all(keys.map((idempotencyKey) => clerk.must(document, { input: { ...input, idempotencyKey } })));
    const ids = new Set(answers.map(({ fileQuestionnaires }) => fileQuestionnaires.batch.id as string));
    expect(ids.size).toBe(1);
    expect(await storedIn([...ids][0] ?? '')).toBe(2);
  });

  it('taken by two clerks at once is the first one’s; the other learns of it', async () => {
    const colleague = await hub.as('PROVIDER', { soate: home, user: 'Айгүл' });
    const inputs = [filed(), filed({ servedOn: '2026-03-07' })].map((response) => ({
      year: 2026,
      formVersionId: here.formVersionId,
      batchKey: 'race',
      responses: [response],
      idempotencyKey: hub.key(),
    }));
    const answers = await Promise.all([clerk.query(document, { input: inputs[0] }), colleague.query(document, { input: inputs[1] })]);
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'STORED').toSorted()).toEqual(['CONFLICT', 'STORED']);
  });

  it('withdrawn on a version that is no longer the current one is CONFLICT', async () => {
    const batch = await here.file('stale', [filed()]);
    const stale = await here.call.refused(clerk, 'withdrawResponseBatch', {
      id: batch.id,
      expectedVersion: batch.version + 7,
      reason: 'x',
    });
    expect(stale).toMatchObject({ code: 'CONFLICT', currentVersion: batch.version });
  });
});

describe('a database that fails over the responses', () => {
  const kept = async () =>
    (
      await hub.rows<{
        responses: number;
      }>(sql`select (select count(*) from content_chunk) as contents, (select count(*) from file) as files,
        (select count(*) from receipt) as receipts, (select count(*) from response_batch) as batches, (select count(*) from response) as responses`)
    )[0];

  it('leaves nothing behind, and the same again is stored once', async () => {
    const before = await kept();
    const { formVersionId } = here;
    const input = { year: 2026, formVersionId, batchKey: 'failing', responses: [filed(), filed()], idempotencyKey: hub.key() };
    await hub.rows(
      sql`create function test_fails() returns trigger language plpgsql as $$ begin raise exception 'broken' using errcode = 'XX001'; end $$`,
    );
    await hub.rows(sql`create trigger test_fails before insert on response execute function test_fails()`);
    const [error] = await clerk.refused(document, { input });
    expect(error?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(await kept()).toEqual(before);
    await hub.rows(sql`drop function test_fails() cascade`);
    for (const _ of ['first', 'again']) expect((await clerk.must(document, { input })).fileQuestionnaires.batch.state).toBe('STORED');
    expect(await kept()).toMatchObject({ responses: (before?.responses ?? NaN) + 2 });
  });
});

describe('what refuses a filing as a whole', () => {
  it.each([
    ['a year without a cycle', { year: 2031 }, { code: 'NOT_FOUND', path: ['input', 'year'] }],
    [
      'an unknown form version',
      { formVersionId: '01890000-0000-7000-8000-000000000000' },
      { code: 'NOT_FOUND', path: ['input', 'formVersionId'] },
    ],
    ['an impossible key', { batchKey: ' ' }, { code: 'BAD_USER_INPUT', path: ['input', 'batchKey'] }],
    ['no response', { responses: [] }, { code: 'BAD_USER_INPUT', path: ['input', 'responses'] }],
  ])('%s', async (_title, change, refusal) => {
    expect(await here.refused('whole', [filed()], change)).toMatchObject(refusal);
  });

  it('the survey sheet, which is the ministry’s (R10)', async () => {
    const { form } = await hub.anonymous.must('{ form(kind: SURVEY_SHEET) { current { id } } }');
    expect(await here.refused('sheet', [filed()], { formVersionId: form.current.id })).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'R10',
    });
  });

  it('more than 100 wrong places are counted, and the first 100 told', async () => {
    const responses = Array.from({ length: 120 }, () => filed({ serviceCode: 'NOWHERE' }));
    const { data } = await here.fileInBulk('many wrong', responses);
    const batch = data?.fileQuestionnaires.batch;
    expect(batch).toMatchObject({ state: 'REJECTED', violationCount: 120 });
    expect(batch?.violations.map(({ row }) => row)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('an offer is the municipality’s own, of the service', async () => {
    const provider = (await placeOf(hub, elsewhere)).providerId;
    const { id: serviceId } = await serviceOf(hub, 'MS-002');
    const offer = { providerId: provider, serviceId, validFrom: '2026-01-01' };
    const { id: offerId } = await there.call.done(stranger, 'saveServiceOffer', offer, '{ serviceOffer { id } }');
    expect((await here.file('offer', [filed({ offerId })])).violations).toMatchObject([{ row: 1, column: 'offerId' }]);
    expect((await here.file('offer', [filed({ offerId: 'no-uuid' })])).violations).toMatchObject([{ row: 1, column: 'offerId' }]);
    expect(await there.file('offer', [filed({ offerId })])).toMatchObject({ state: 'STORED' });
  });
});

describe('handing in (R12)', () => {
  it('locks the stored batches: none is withdrawn until it is returned', async () => {
    const soate = '41705214812000';
    const other = await hub.as('PROVIDER', { soate });
    const own = await questionnairesOf(hub, other);
    const batch = await own.file('first', [filed()]);
    expect(await handIn(soate, lockBatches)).toEqual([batch.id]);
    const locked = (await other.must(byKey, { key: 'first' })).responseBatch;
    expect(locked).toMatchObject({ lockedAt: '2026-10-20T03:00:00.000Z', version: batch.version + 1 });
    expect(locked.availableActions[0].refusal).toEqual({ code: 'RULE_VIOLATED', rule: 'R12' });
    const input = { id: batch.id, expectedVersion: locked.version, reason: 'кеч' };
    expect(await own.call.refused(other, 'withdrawResponseBatch', input)).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R12' });
    expect(await own.file('first', [filed()]), 'a retry is still answered').toMatchObject({ id: batch.id, state: 'STORED' });
    expect(await handIn(soate, unlockBatches)).toEqual([batch.id]);
    const audited = await hub.rows<{ action: string; after: { lockedAt?: string | null } | null }>(
      sql`select action, after from audit_entry where subject_id = ${batch.id} and after ? 'lockedAt' and action = 'test' order by id`,
    );
    expect(audited.map(({ after }) => after?.lockedAt)).toEqual(['2026-10-20T03:00:00.000Z', null]);
  });
});

describe('raw answers', () => {
  it('are read by the municipality itself and the ministry, and by nobody else', async () => {
    const key = 'secret';
    const { id } = await there.file(key, [filed()]);
    const list =
      '{ responses(first: 100) { nodes { municipality { soate } } totalCount } responseBatches(year: 2026, first: 100) { nodes { municipality { soate } } } }';
    const own = await clerk.must(list);
    const soates = (nodes: { municipality: { soate: string } }[]) => [...new Set(nodes.map(({ municipality }) => municipality.soate))];
    expect(soates(own.responses.nodes)).toEqual([home]);
    expect(own.responses.totalCount).toBe(own.responses.nodes.length);
    expect(soates(own.responseBatches.nodes)).toEqual([home]);
    expect(soates((await analyst.must(list)).responses.nodes)).toEqual(expect.arrayContaining([home, elsewhere]));
    const { id: foreign } = await placeOf(hub, elsewhere);
    expect(
      (await clerk.must('query($of: ID) { responses(filter: { municipalityId: $of }) { nodes { id } totalCount } }', { of: foreign }))
        .responses,
    ).toEqual({
      nodes: [],
      totalCount: 0,
    });
    expect((await clerk.refused(byKey, { key, of: foreign }))[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await clerk.refused('query($id: ID!) { responseBatch(id: $id) { id } }', { id }))[0]?.extensions.code).toBe('NOT_FOUND');
    const strange = await here.call.refused(clerk, 'withdrawResponseBatch', { id, expectedVersion: 1, reason: 'меники эмес' });
    expect(strange).toMatchObject({ code: 'NOT_FOUND' });
    for (const reader of [hub.anonymous, await hub.as('AGENCY_SYSTEM'), await hub.as('INTERAGENCY_BODY')]) {
      const [error] = await reader.refused('{ responses { nodes { id } } }');
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(error?.extensions.code);
    }
  });

  it('are in the audit log at every reading: who, how many, by which filter', async () => {
    const { id: municipalityId } = await placeOf(hub, home);
    const entries = () =>
      hub.rows<{ actor: { role: string }; municipalityId: string; after: { count: number; filter: object } }>(
        sql`select actor, municipality_id, after from audit_entry where action = 'readResponses' order by id desc`,
      );
    const before = await entries();
    await analyst.must('query($of: ID) { responses(first: 2, filter: { municipalityId: $of, year: 2026 }) { nodes { id } } }', {
      of: municipalityId,
    });
    const batch = (
      await clerk.must('query($key: String!) { responseBatch(batchKey: $key) { responses(first: 5) { nodes { id } } id } }', {
        key: 'story',
      })
    ).responseBatch;
    const [second, first, ...rest] = await entries();
    expect(rest).toHaveLength(before.length);
    expect(first).toMatchObject({
      actor: { role: 'ANALYST' },
      municipalityId,
      after: { count: 2, filter: { municipalityId, year: 2026 } },
    });
    expect(second).toMatchObject({ actor: { role: 'PROVIDER' }, municipalityId, after: { count: 2, filter: { batchId: batch.id } } });
  });

  it('are narrowed by service, days, region and form', async () => {
    const { regionCode } = await placeOf(hub, home);
    const { id: serviceId } = await serviceOf(hub, 'MS-001');
    await here.file('filtered', [filed({ serviceCode: 'MS-001', appliedOn: '2026-02-01', servedOn: '2026-02-10' })]);
    const count = async (filter: object) =>
      (await clerk.must('query($filter: ResponseFilter) { responses(filter: $filter) { totalCount } }', { filter })).responses
        .totalCount as number;
    expect(await count({ serviceId })).toBe(1);
    expect(await count({ serviceId, servedFrom: '2026-02-10', servedTo: '2026-02-11' })).toBe(1);
    expect(await count({ serviceId, servedTo: '2026-02-10' })).toBe(0);
    expect(await count({ serviceId, servedFrom: '2026-02-11' })).toBe(0);
    expect(await count({ serviceId, regionCode, formKind: 'QUESTIONNAIRE', year: 2026 })).toBe(1);
    expect(await count({ serviceId, formKind: 'SURVEY_SHEET' })).toBe(0);
    expect(regionCode).not.toBe('41702000000000');
    expect(await count({ serviceId, regionCode: '41702000000000' })).toBe(0);
  });
});

describe('the total of a cycle', () => {
  const total = `query($of: ID, $object: ID) { monitoringCycle(year: 2026) {
    responseTotal(municipalityId: $of, objectId: $object) { state value provenance { source recordedBy { role } } } } }`;

  it('is MISSING where nothing was filed, never 0, and a value where something was', async () => {
    const soate = '41705214814000';
    const clerkThere = await hub.as('PROVIDER', { soate });
    const own = await questionnairesOf(hub, clerkThere);
    const figure = async () => (await clerkThere.must(total)).monitoringCycle.responseTotal;
    const missing = { state: 'MISSING', value: null, provenance: null };
    expect(await figure()).toEqual(missing);
    await own.file('dry', [filed()], { isDryRun: true });
    await own.file('wrong', [bad()]);
    expect(await figure(), 'reports are no filing').toEqual(missing);
    const batch = await own.file('right', [filed(), filed(), filed()]);
    expect(await figure()).toEqual({ state: 'VALUE', value: 3, provenance: { source: 'MANUAL', recordedBy: { role: 'PROVIDER' } } });
    await own.withdraw(batch);
    expect(await figure(), 'what was withdrawn was not filed').toEqual(missing);
  });

  it('is counted for oneself, by the ministry for all', async () => {
    const { id: of } = await placeOf(hub, elsewhere);
    expect((await clerk.refused(total, { of }))[0]?.extensions.code).toBe('NOT_FOUND');
    const [all, theirs] = [await analyst.must(total), await analyst.must(total, { of })].map(
      ({ monitoringCycle }) => monitoringCycle.responseTotal.value as number,
    );
    expect(all).toBeGreaterThan(theirs ?? 0);
    expect((await hub.anonymous.refused(total))[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('counts the services of a monitoring object; one of another List is not found', async () => {
    const { monitoringCycle } = await analyst.must('{ monitoringCycle(year: 2026) { list { id version } } }');
    const [home1] = await hub.rows<{ id: string }>(sql`select id from municipality where soate = ${home}`);
    await here.call.done(
      analyst,
      'updateMonitoringList',
      {
        id: monitoringCycle.list.id,
        expectedVersion: monitoringCycle.list.version,
        addObjects: [
          {
            kind: 'SERVICE',
            name: { ky: 'Кызмат', ru: 'Услуга' },
            serviceIds: [(await serviceOf(hub, 'MS-001')).id],
            municipalityIds: [home1?.id],
          },
        ],
      },
      '{ monitoringList { id } }',
    );
    const [object] = await hub.rows<{ id: string }>(sql`select id from monitoring_object`);
    expect((await analyst.must(total, { object: object?.id })).monitoringCycle.responseTotal).toMatchObject({ state: 'VALUE', value: 1 });
    expect((await clerk.refused(total, { object: object?.id }))[0]?.extensions.code, 'the List is not approved yet').toBe('NOT_FOUND');
    expect((await analyst.refused(total, { object: hub.key() }))[0]?.extensions.code).toBe('NOT_FOUND');
  });
});

describe('many at once', () => {
  it('500 random valid questionnaires in one call are stored, and read back equal', async () => {
    const random = randomOf(7);
    const days = ['2026-01-01', '2026-05-31', '2026-10-20', null];
    const responses = Array.from({ length: 500 }, (): Filed => {
      const [appliedOn = null, servedOn = null] = [days[Math.floor(random() * 2)], days[1 + Math.floor(random() * 3)]];
      return filed({ appliedOn, servedOn, answers: anyAnswers(random, questionnaire) });
    });
    const { status, data, errors } = await here.fileInBulk('five hundred', responses);
    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(data?.fileQuestionnaires.batch).toMatchObject({ state: 'STORED', accepted: 500, violationCount: 0 });
    const list = (page: string) => `responseBatch(batchKey: "five hundred") { responses(${page})`;
    const read: { appliedOn: string; servedOn: string; answers: { question: { code: string }; value: unknown }[] }[] = [];
    for (let after: string | null = null; ;) {
      const page: { responseBatch: { responses: { nodes: typeof read; pageInfo: { hasNextPage: boolean; endCursor: string } } } } =
        await clerk.must(
          `query($after: String) { ${list('first: 100, after: $after')} { nodes { ${rawFields} } pageInfo { hasNextPage endCursor } } } }`,
          { after },
        );
      read.push(...page.responseBatch.responses.nodes);
      if (!page.responseBatch.responses.pageInfo.hasNextPage) break;
      after = page.responseBatch.responses.pageInfo.endCursor;
    }
    const given = read.map(({ appliedOn, servedOn, answers }) => ({
      appliedOn,
      servedOn,
      answers: Object.fromEntries(answers.map(({ question, value }) => [question.code, value])),
    }));
    expect(given).toEqual(responses.map(({ appliedOn, servedOn, answers }) => ({ appliedOn, servedOn, answers })));
    const [sums] = await hub.rows<{ visits: string | null; complaints: number; quality: string | null; paid: string | null }>(
      sql`select sum(visits) as visits, count(*) filter (where complained) as complaints, sum(satisfaction_quality) as quality, sum(cost_paid) as paid
          from response r join response_batch b on b.id = r.batch_id where b.batch_key = 'five hundred'`,
    );
    const sumOf = (code: string) => responses.reduce((sum, { answers }) => sum + Number(answers[code] ?? 0), 0);
    expect(Number(sums?.visits)).toBe(sumOf('VISITS'));
    expect(Number(sums?.quality)).toBe(sumOf('SATISFACTION_QUALITY'));
    expect(Number(sums?.paid)).toBe(sumOf('COST_PAID'));
    expect(sums?.complaints).toBe(responses.filter(({ answers }) => answers.COMPLAINED === true).length);
  });

  it('501 are refused, and the wide door takes filing only', async () => {
    const { errors } = await here.fileInBulk(
      'too many',
      Array.from({ length: 501 }, () => filed()),
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'responses'] });
    const narrow = await here.fileInBulk(
      'x',
      [],
      'mutation { confirmContact(input: { token: "x", idempotencyKey: "x" }) { isConfirmed } }',
    );
    expect(narrow.status).toBe(400);
  });
});

// Last: they move the clock and the form.
describe('time', () => {
  it('is late after 20 October 23:59:59.999 in Bishkek, and late is still taken', async () => {
    hub.clock.set('2026-10-20T23:59:59.999+06:00');
    expect((await here.file('in time', [filed()])).receipt).toMatchObject({ isLate: false });
    hub.clock.set('2026-10-21T00:00:00+06:00');
    expect((await here.file('late', [filed()])).receipt).toMatchObject({ isLate: true });
  });

  it('in time or late it stays, however the deadline is moved (ours)', async () => {
    const move = async (dueOn: string) => {
      const [deadline] = await hub.rows<{ id: string; version: number }>(
        sql`select id, version from cycle_deadline where kind = 'SUBMISSION'`,
      );
      return { id: deadline?.id, expectedVersion: deadline?.version, dueOn, reason: 'жылдырылды' };
    };
    const refused = { rule: 'ours:met-deadline-stays' };
    hub.clock.set('2026-10-12T09:00:00+06:00');
    expect((await here.file('of the 12th', [filed()])).receipt).toMatchObject({ isLate: false });
    expect(await here.call.refused(analyst, 'changeCycleDeadline', await move('2026-10-11'))).toMatchObject({
      ...refused,
      path: ['input', 'dueOn'],
    });
    await here.call.done(analyst, 'changeCycleDeadline', await move('2026-10-12'), '{ deadline { __typename } }');
    expect((await here.file('of the 12th too', [filed()])).receipt).toMatchObject({ isLate: false });
    hub.clock.set('2026-10-13T00:00:00+06:00');
    expect((await here.file('of the 13th', [filed()])).receipt).toMatchObject({ isLate: true });
    expect(await here.call.refused(analyst, 'changeCycleDeadline', await move('2026-10-20'))).toMatchObject(refused);
  });

  it('a form version that is closing takes paper until its grace day, a closed one nothing', async () => {
    const { formVersion } = await here.call
      .done(analyst, 'draftFormVersion', { formKind: 'QUESTIONNAIRE' }, '{ formVersion { id version } }')
      .then((version) => ({ formVersion: version as { id: string; version: number } }));
    expect(await here.refused('draft', [filed()], { formVersionId: formVersion.id })).toMatchObject({ code: 'NOT_FOUND' });
    const publishing = { id: formVersion.id, expectedVersion: formVersion.version, previousGraceUntil: '2026-10-31' };
    await here.call.done(analyst, 'publishFormVersion', publishing, '{ formVersion { id } }');
    hub.clock.set('2026-10-31T23:59:59.999+06:00');
    expect(await here.file('grace', [filed()])).toMatchObject({ state: 'STORED', formVersion: { id: here.formVersionId } });
    hub.clock.set('2026-11-01T00:00:00+06:00');
    expect(await here.refused('closed', [filed()])).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:form-version-open',
      path: ['input', 'formVersionId'],
    });
    expect(await here.file('grace', [filed()]), 'a retry is still answered').toMatchObject({ state: 'STORED' });
    expect(await here.file('next', [filed()], { formVersionId: formVersion.id })).toMatchObject({ state: 'STORED' });
  });
});
