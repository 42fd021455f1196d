import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import type { Question } from '../../../src/modules/forms/question.rules.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { drinkingWaterVariant, questionnaire, withQuestion } from '../forms/sample-forms.fixture.ts';
import { elsewhere, home, placeOf, serviceOf } from '../service-registry/registry.fixture.ts';
import { fewAnswers, type Filed, questionnairesOf } from './questionnaire.fixture.ts';
import { upload } from './response-file.fixture.ts';

const fields = `id version state reason decisionReason decidedBy { role } provider { id } services { code } base { id number }
  formVersion { id number state graceUntil availableActions { mutation isAllowed } }
  differences { code change base { code } proposed { code } }
  availableActions { mutation isAllowed refusal { code rule } } history { action fromState toState reason }`;

interface Variant {
  id: string;
  version: number;
  state: string;
  formVersion: { id: string; state: string; graceUntil: string | null };
  differences: { code: string; change: string; base: object | null; proposed: object | null }[];
  availableActions: { mutation: string; isAllowed: boolean; refusal: { code: string; rule: string | null } | null }[];
  history: object[];
  [key: string]: unknown;
}

let hub: TestHub;
let clerk: Client;
let stranger: Client;
let analyst: Client;
let here: Awaited<ReturnType<typeof questionnairesOf>>;
let there: Awaited<ReturnType<typeof questionnairesOf>>;
let providerId: string;
let water: string;
beforeAll(async () => {
  hub = await startHub({ now: '2026-05-05T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  analyst = await hub.as('ANALYST');
  here = await questionnairesOf(hub, clerk);
  there = await questionnairesOf(hub, stranger);
  providerId = (await placeOf(hub, home)).providerId;
  water = (await serviceOf(hub, 'MS-005')).id;
  await here.call.done(analyst, 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  await hub.rows(sql`update municipality set official_email = 'office@one.example' where soate = ${home}`);
});
afterAll(() => hub.stop());
// One proposal, and one in use, for a service at a time: each test leaves none.
afterEach(async () => {
  const list = '{ questionnaireVariants(filter: { states: [PROPOSED, CONSENTED] }, first: 10) { nodes { id version } } }';
  for (const left of (await clerk.must(list)).questionnaireVariants.nodes) await act(clerk, 'withdrawQuestionnaireVariant', left);
});

/** Questions as a client gives them: without their places. */
const given = (questions: readonly Question[]) =>
  questions.map((question) => Object.fromEntries(Object.entries(question).filter(([name]) => name !== 'order')));
const inputOf = (change: object = {}) => ({
  providerId,
  serviceIds: [water],
  baseFormVersionId: here.formVersionId,
  questions: given(drinkingWaterVariant()),
  reason: 'Суу күн сайын колдонулат.',
  ...change,
});
const propose = (change: object = {}): Promise<Variant> =>
  here.call.done(clerk, 'proposeQuestionnaireVariant', inputOf(change), `{ questionnaireVariant { ${fields} } }`);
const act = (client: Client, mutation: string, { id, version }: Variant, change: object = {}): Promise<Variant> =>
  here.call.done(client, mutation, { id, expectedVersion: version, ...change }, `{ questionnaireVariant { ${fields} } }`);
const consent = (variant: Variant, change: object = {}) => act(analyst, 'consentToQuestionnaireVariant', variant, change);
const filed = (form: readonly Question[], serviceCode = 'MS-005', answers: Record<string, unknown> = {}): Filed => ({
  serviceCode,
  servedOn: '2026-03-05',
  answers: fewAnswers(form, { CHANNEL: 'OFFICE', ...answers }),
});
const one = 'query($id: ID!) { questionnaireVariant(id: $id) { id state } }';

describe('a provider changes the questionnaire for particular services, with consent (R10)', () => {
  it('as proposed, shown question by question, decided by the responsible unit', async () => {
    const variant = await propose();
    expect(variant).toMatchObject({
      state: 'PROPOSED',
      provider: { id: providerId },
      services: [{ code: 'MS-005' }],
      base: { id: here.formVersionId, number: 1 },
      formVersion: { number: 1, state: 'DRAFT' },
      decisionReason: null,
      decidedBy: null,
    });
    const added = variant.differences.find(({ code }) => code === 'WATER_HOURS_PER_DAY');
    expect(added).toEqual({ code: 'WATER_HOURS_PER_DAY', change: 'ADDED', base: null, proposed: { code: 'WATER_HOURS_PER_DAY' } });
    expect(new Set(variant.differences.map(({ change }) => change))).toContain('SAME');
    expect(variant.availableActions.map(({ mutation, isAllowed }) => [mutation, isAllowed])).toEqual([
      ['consentToQuestionnaireVariant', false],
      ['refuseQuestionnaireVariant', false],
      ['withdrawQuestionnaireVariant', true],
    ]);
  });

  it('is filed on once it is consented to, for its services and its municipality alone, and its answers are checked against it', async () => {
    const form = drinkingWaterVariant();
    const variant = await propose();
    const change = { formVersionId: variant.formVersion.id };
    expect(await here.refused('water', [filed(form)], change)).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R10' });
    const consented = await consent(variant, { reason: 'Өзөктүү суроолор өзгөргөн жок.' });
    expect(consented).toMatchObject({ state: 'CONSENTED', decidedBy: { role: 'ANALYST' }, formVersion: { state: 'PUBLISHED' } });
    expect(consented.history).toHaveLength(2);

    const wrong = await here.file('water', [filed(form, 'MS-002'), filed(form, 'MS-005', { WATER_HOURS_PER_DAY: -1 })], change);
    expect(wrong).toMatchObject({
      state: 'REJECTED',
      violations: [
        { row: 1, column: 'serviceCode', rule: 'R10' },
        { row: 2, column: 'WATER_HOURS_PER_DAY' },
      ],
    });
    const stored = await here.file('water', [filed(form, 'MS-005', { WATER_HOURS_PER_DAY: 12 })], change);
    expect(stored).toMatchObject({ state: 'STORED', formVersion: { id: variant.formVersion.id } });
    const onBase = await here.file('water on the base', [filed(questionnaire, 'MS-005', { WATER_HOURS_PER_DAY: 12 })]);
    expect(onBase.violations).toMatchObject([{ column: 'WATER_HOURS_PER_DAY' }]);
    expect(await there.refused('water', [filed(form)], change)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'formVersionId'] });
  });

  it('is filed on with a file by the same rules', async () => {
    const form = drinkingWaterVariant();
    const variant = await propose();
    const filing = async (...responses: Filed[]) => ({
      year: 2026,
      batchKey: 'water in a file',
      formVersionId: variant.formVersion.id,
      uploadId: await upload(hub, clerk, JSON.stringify(responses), 'json'),
    });
    const early = await here.call.refused(clerk, 'fileQuestionnaires', await filing(filed(form)));
    expect(early).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R10' });
    await consent(variant);
    const file = async (...responses: Filed[]) => {
      const { id } = await here.call.done(clerk, 'fileQuestionnaires', await filing(...responses), '{ batch { id } }');
      await hub.runJobs();
      return (await clerk.must('query($id: ID!) { responseBatch(id: $id) { state violations { row column rule } } }', { id }))
        .responseBatch;
    };
    const wrong = await file(filed(form), filed(form, 'MS-002'));
    expect(wrong).toMatchObject({ state: 'REJECTED', violations: [{ row: 2, column: 'serviceCode', rule: 'R10' }] });
    expect(await file(filed(form))).toMatchObject({ state: 'STORED' });
  });

  it('tells the municipality by mail, in both languages', async () => {
    await hub.runJobs();
    const [mail] = hub.mails.messagesTo('office@one.example');
    const text = mail?.parsed.text ?? '';
    for (const words of ['макулдук берилди', 'согласовано', 'Өзөктүү суроолор өзгөргөн жок.', 'вопросов добавлено'])
      expect(text).toContain(words);
  });

  it('is refused with a reason, and then no questionnaire is taken on it', async () => {
    const variant = await propose();
    expect(
      await here.call.refused(analyst, 'refuseQuestionnaireVariant', { id: variant.id, expectedVersion: variant.version, reason: ' ' }),
    ).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'reason'] });
    const refused = await act(analyst, 'refuseQuestionnaireVariant', variant, { reason: 'Суроолор кайталанат.' });
    expect(refused).toMatchObject({ state: 'REFUSED', decisionReason: 'Суроолор кайталанат.', formVersion: { state: 'DRAFT' } });
    expect(refused.availableActions.map(({ mutation, isAllowed }) => [mutation, isAllowed])).toEqual([
      ['consentToQuestionnaireVariant', false],
      ['refuseQuestionnaireVariant', false],
      ['withdrawQuestionnaireVariant', false],
    ]);
    const change = { formVersionId: variant.formVersion.id };
    expect(await here.refused('refused', [filed(drinkingWaterVariant())], change)).toMatchObject({ rule: 'R10' });
  });

  it('is withdrawn by its provider also when it is in use; answers keep the version that they were given on', async () => {
    const form = drinkingWaterVariant();
    const variant = await consent(await propose());
    const change = { formVersionId: variant.formVersion.id };
    const batch = await here.file('before withdrawal', [filed(form, 'MS-005', { WATER_HOURS_PER_DAY: 7 })], change);
    const withdrawn = await act(clerk, 'withdrawQuestionnaireVariant', variant);
    expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', formVersion: { state: 'CLOSED' } });
    expect(await here.refused('after withdrawal', [filed(form)], change)).toMatchObject({ rule: 'ours:form-version-open' });
    const read = await clerk.must(
      'query($id: ID!) { responseBatch(id: $id) { responses { nodes { formVersion { id } answers { question { code } value } } } } }',
      { id: batch.id },
    );
    const [response] = read.responseBatch.responses.nodes;
    expect(response.formVersion.id).toBe(variant.formVersion.id);
    expect(response.answers).toContainEqual({ question: { code: 'WATER_HOURS_PER_DAY' }, value: 7 });
  });

  it('one proposal for a service at a time, also where it is sent twice at once', async () => {
    const twice = await Promise.allSettled([propose(), propose()]);
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await here.call.refused(clerk, 'proposeQuestionnaireVariant', inputOf())).toMatchObject({
      rule: 'ours:one-variant-proposed',
      path: ['input', 'serviceIds'],
      hint: expect.stringMatching(/./),
    });
    const other = (await serviceOf(hub, 'MS-002')).id;
    expect(await propose({ serviceIds: [other] })).toMatchObject({ state: 'PROPOSED' });
  });

  it('one in use for a service at a time: another is consented to once its provider has withdrawn the former', async () => {
    const former = await consent(await propose());
    const next = await propose();
    const { availableActions } = (await analyst.must(`query($id: ID!) { questionnaireVariant(id: $id) { ${fields} } }`, { id: next.id }))
      .questionnaireVariant as Variant;
    expect(availableActions[0]).toMatchObject({ isAllowed: false, refusal: { rule: 'ours:one-variant-in-use' } });
    const input = { id: next.id, expectedVersion: next.version };
    expect(await here.call.refused(analyst, 'consentToQuestionnaireVariant', input)).toMatchObject({ rule: 'ours:one-variant-in-use' });
    await act(clerk, 'withdrawQuestionnaireVariant', former);
    expect(await consent(next)).toMatchObject({ state: 'CONSENTED' });
  });

  it('changes no core question, and all that is wrong is told at once', async () => {
    const core = questionnaire.find(({ isCore }) => isCore)?.code ?? '';
    const questions = given(withQuestion(drinkingWaterVariant(), core, { text: { ky: 'башка', ru: 'иначе' } }));
    const refusal = await here.call.refused(
      clerk,
      'proposeQuestionnaireVariant',
      inputOf({ questions, reason: ' ', serviceIds: [hub.key()] }),
    );
    const violations = refusal.violations as { rule?: string; path: string[] }[];
    expect(violations.map(({ path }) => path.join('.')).toSorted()).toEqual(
      ['input.questions.' + core, 'input.reason', 'input.serviceIds.0'].toSorted(),
    );
  });

  it('is its own municipality’s and the ministry’s to see; a stale version is CONFLICT', async () => {
    const variant = await propose();
    expect((await analyst.must(one, { id: variant.id })).questionnaireVariant.state).toBe('PROPOSED');
    expect((await stranger.refused(one, { id: variant.id }))[0]?.extensions.code).toBe('NOT_FOUND');
    const input = { id: variant.id, expectedVersion: variant.version };
    expect(await there.call.refused(stranger, 'withdrawQuestionnaireVariant', input)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await there.call.refused(stranger, 'proposeQuestionnaireVariant', inputOf())).toMatchObject({ code: 'NOT_FOUND' });
    expect(await here.call.refused(analyst, 'consentToQuestionnaireVariant', { ...input, expectedVersion: 99 })).toMatchObject({
      code: 'CONFLICT',
      currentVersion: variant.version,
    });
    const list = 'query($filter: VariantFilter) { questionnaireVariants(filter: $filter, first: 100) { nodes { id } totalCount } }';
    const proposed = (await clerk.must(list, { filter: { states: ['PROPOSED'], serviceId: water } })).questionnaireVariants;
    expect(proposed.nodes.map(({ id }: { id: string }) => id)).toContain(variant.id);
    expect((await stranger.must(list)).questionnaireVariants).toEqual({ nodes: [], totalCount: 0 });
  });
});

describe('variants beside the versions of the form', () => {
  it('are no version of it: neither listed, nor in force, nor changed by the acts on versions', async () => {
    const variant = await propose();
    const { form } = await analyst.must('{ form(kind: QUESTIONNAIRE) { current { id } versions { id number } } }');
    expect(form).toEqual({ current: { id: here.formVersionId }, versions: [{ id: here.formVersionId, number: 1 }] });
    const input = { id: variant.formVersion.id, expectedVersion: 1 };
    const changed = await here.call.refused(analyst, 'updateFormVersion', { ...input, questions: given(questionnaire) });
    expect(changed).toMatchObject({ rule: 'ours:variant-workflow' });
    expect(await here.call.refused(analyst, 'publishFormVersion', input)).toMatchObject({ rule: 'ours:variant-workflow' });
  });

  it('end with the version that they change, taking paper as long as it does; what is only proposed is proposed anew', async () => {
    const form = drinkingWaterVariant();
    const [used, waiting] = [await consent(await propose()), await propose()];
    const drafted = await here.call.done(
      analyst,
      'draftFormVersion',
      { formKind: 'QUESTIONNAIRE' },
      '{ formVersion { id version number } }',
    );
    const draft = drafted as { id: string; version: number; number: number };
    expect(draft.number).toBe(2);
    const publication = { id: draft.id, expectedVersion: draft.version, previousGraceUntil: '2026-05-20' };
    await here.call.done(analyst, 'publishFormVersion', publication, '{ formVersion { id } }');
    const refusal = await here.call.refused(analyst, 'consentToQuestionnaireVariant', { id: waiting.id, expectedVersion: waiting.version });
    expect(refusal).toMatchObject({ rule: 'ours:form-version-open', path: ['input', 'id'] });
    const change = { formVersionId: used.formVersion.id };
    hub.clock.set('2026-05-20T23:59:59.999+06:00');
    expect(await here.file('in grace', [filed(form)], change)).toMatchObject({ state: 'STORED' });
    hub.clock.set('2026-05-21T00:00:00+06:00');
    expect(await here.refused('after grace', [filed(form)], change)).toMatchObject({ rule: 'ours:form-version-open' });
    expect(await here.call.refused(clerk, 'proposeQuestionnaireVariant', inputOf())).toMatchObject({
      path: ['input', 'baseFormVersionId'],
    });
  });
});
