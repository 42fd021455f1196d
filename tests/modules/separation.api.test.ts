import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may, policy } from '../../src/access/policy.ts';
import { systemRoles } from '../../src/modules/users/user.rules.ts';
import { type Client, startHub, type TestHub } from '../support/hub.ts';
import { drinkingWaterVariant } from './forms/sample-forms.fixture.ts';
import { act, commands, elsewhere, home, placeOf, serviceOf } from './service-registry/registry.fixture.ts';
import { amendObjects, approveObjects, everyLine, submissionOf } from './submissions/submission.fixture.ts';
import { becomes } from './users/role-change.fixture.ts';

interface Button {
  mutation: string;
  isAllowed: boolean;
  refusal: { code: string; rule: string; message: string; hint: string } | null;
}

const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'];
const buttons = 'availableActions { mutation isAllowed refusal { code rule message hint } }';
const ownFiling = { code: 'RULE_VIOLATED', rule: 'R12', hint: expect.stringContaining('another analyst of the responsible unit') };

let hub: TestHub;
/** Once a clerk of the municipality, then of the responsible unit. */
let mover: Client;
let colleague: Client;
let analyst: Client;
let head: Client;
let call: ReturnType<typeof commands>;
let here: Awaited<ReturnType<typeof submissionOf>>;
let variant: { id: string; version: number };
let obligation: { id: string; deferral: { id: string } };

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  call = commands(hub);
  mover = await hub.as('PROVIDER', { soate: home, user: 'mover' });
  colleague = await hub.as('PROVIDER', { soate: home, user: 'colleague' });
  analyst = await hub.as('ANALYST', { user: 'other' });
  head = await hub.as('HEAD');
  await approveObjects(hub, [{ code: 'MS-003', soates: [home, elsewhere] }]);
  here = await submissionOf(hub, home, colleague);
  variant = await call.done(
    mover,
    'proposeQuestionnaireVariant',
    {
      providerId: (await placeOf(hub, home)).providerId,
      serviceIds: [(await serviceOf(hub, 'MS-005')).id],
      baseFormVersionId: here.questionnaires.formVersionId,
      questions: drinkingWaterVariant().map((question) => ({ ...question, order: undefined })),
      reason: 'Суу күн сайын колдонулат.',
    },
    '{ questionnaireVariant { id version } }',
  );
  const { myObligations } = await mover.must('{ myObligations(filter: { parts: [VOLUME_REPORT] }) { nodes { id } } }');
  const [asked]: (typeof obligation)[] = await call.done(
    mover,
    'requestDeferral',
    { obligationIds: [myObligations.nodes[0].id], until: '2026-11-03', reason: 'Сел жүрдү' },
    '{ obligations { id deferral { id } } }',
  );
  if (!asked) throw new Error('One was asked for');
  obligation = asked;
  await here.act(mover, 'submitSubmission', { parts: ['QUESTIONNAIRES'], nilReturn: true });
  await becomes(hub, mover, ['ANALYST']);
});
afterAll(() => hub.stop());

async function buttonsOf(client: Client, field: string, id: string): Promise<Map<string, Button>> {
  const data = await client.must(`query($id: ID!) { thing: ${field}(id: $id) { ${buttons} } }`, { id });
  return new Map((data.thing.availableActions as Button[]).map((button) => [button.mutation, button]));
}

describe('whoever filed, proposed or asked as a PROVIDER decides on none of it as an ANALYST (by the person)', () => {
  it('a deferral: they neither grant nor refuse it while they act for the head; the head does', async () => {
    const idOf = async (client: Client) => (await client.must('{ viewer { user { id } } }')).viewer.user.id;
    const delegation = {
      headId: await idOf(head),
      delegateId: await idOf(mover),
      validFrom: '2026-10-05',
      validTo: '2026-10-06',
      act: { ...act('7-к', '2026-10-01'), kind: 'order' },
      reason: 'өргүү',
    };
    await call.done(await hub.as('ADMIN'), 'delegateHead', delegation, '{ headDelegation { id } }');
    expect((await mover.must('{ viewer { roles } }')).viewer.roles).toContain('HEAD');
    const [decision, until] = [{ deferralIds: [obligation.deferral.id], reason: 'Табигый кырсык' }, '2026-11-01'];
    const refusal = { code: 'RULE_VIOLATED', rule: 'ours:deferral-decided-by-another', hint: expect.stringContaining('another head') };
    const path = ['input', 'deferralIds', '0'];
    expect(await call.refused(mover, 'grantDeferral', { ...decision, until })).toMatchObject({ ...refusal, path });
    expect(await call.refused(mover, 'refuseDeferral', decision)).toMatchObject({ ...refusal, path });
    for (const mutation of ['grantDeferral', 'refuseDeferral']) {
      expect((await buttonsOf(mover, 'obligation', obligation.id)).get(mutation)).toMatchObject({ isAllowed: false, refusal });
      expect((await buttonsOf(head, 'obligation', obligation.id)).get(mutation)).toMatchObject({ isAllowed: true });
    }
    const granted = await call.done(head, 'grantDeferral', { ...decision, until }, '{ obligations { deferral { state } } }');
    expect(granted).toEqual([{ deferral: { state: 'GRANTED' } }]);
  });

  it('a submission: what they handed in is neither accepted nor returned by them; what a colleague did may be', async () => {
    await here.act(colleague, 'submitSubmission', { parts: ['VOLUME_REPORT'], nilReturn: true });
    const { id } = await here.read();
    const remarks = [{ path: ['questionnaires'], text: 'Толуктаңыз' }];
    for (const parts of [['QUESTIONNAIRES'], both]) {
      expect(await here.refused(mover, 'acceptSubmission', { parts })).toMatchObject({ ...ownFiling, path: ['input', 'parts'] });
      expect(await here.refused(mover, 'returnSubmission', { parts, remarks })).toMatchObject(ownFiling);
    }
    expect((await buttonsOf(mover, 'submission', id)).get('acceptSubmission'), 'one part is open').toMatchObject({ isAllowed: true });
    const accepted = await here.act(mover, 'acceptSubmission', { parts: ['VOLUME_REPORT'] });
    expect(accepted.parts.map(({ state }) => state)).toEqual(['SUBMITTED', 'ACCEPTED']);
    for (const mutation of ['acceptSubmission', 'returnSubmission']) {
      expect((await buttonsOf(mover, 'submission', id)).get(mutation)).toMatchObject({ isAllowed: false, refusal: ownFiling });
      expect((await buttonsOf(analyst, 'submission', id)).get(mutation)).toMatchObject({ isAllowed: true });
    }
    await here.act(analyst, 'returnSubmission', { parts: ['QUESTIONNAIRES'], remarks });
    await here.act(colleague, 'submitSubmission', { parts: ['QUESTIONNAIRES'], nilReturn: true });
    const again = await here.refused(mover, 'acceptSubmission', { parts: ['QUESTIONNAIRES'] });
    expect(again, 'what a colleague mended began with theirs').toMatchObject(ownFiling);
    const decided = await here.act(analyst, 'acceptSubmission', { parts: ['QUESTIONNAIRES'] });
    expect(decided.parts.map(({ state }) => state)).toEqual(['ACCEPTED', 'ACCEPTED']);
  });

  it('a variant: they neither consent nor refuse; another analyst does', async () => {
    const input = { id: variant.id, expectedVersion: variant.version, reason: 'Макул' };
    const refusal = { code: 'RULE_VIOLATED', rule: 'R10', hint: expect.stringContaining('another analyst') };
    for (const mutation of ['consentToQuestionnaireVariant', 'refuseQuestionnaireVariant']) {
      expect(await call.refused(mover, mutation, input)).toMatchObject({ ...refusal, path: ['input', 'id'] });
      expect((await buttonsOf(mover, 'questionnaireVariant', variant.id)).get(mutation)).toMatchObject({ isAllowed: false, refusal });
      expect((await buttonsOf(analyst, 'questionnaireVariant', variant.id)).get(mutation)).toMatchObject({ isAllowed: true });
    }
    const done = await call.done(analyst, 'consentToQuestionnaireVariant', input, '{ questionnaireVariant { state decidedBy { name } } }');
    expect(done).toMatchObject({ state: 'CONSENTED', decidedBy: { name: 'other-analyst' } });
  });
});

describe('whoever prepared what a colleague handed in does not decide on it either', () => {
  const clerkOf = async (user: string) => {
    const client = await hub.as('PROVIDER', { soate: elsewhere, user });
    return { client, there: await submissionOf(hub, elsewhere, client) };
  };

  it('who filed questionnaires, wrote findings or changed the report, though others wrote over them; not who only returned it', async () => {
    const [filer, writer, counter, submitter] = [
      await clerkOf('filer'),
      await clerkOf('writer'),
      await clerkOf('counter'),
      await clerkOf('submitter'),
    ];
    const { there, client: deputy } = submitter;
    await filer.there.file('march', 'MS-003');
    await writer.there.act(writer.client, 'updateSubmission', { findings: 'Кезек узун' });
    await there.act(deputy, 'updateSubmission', { findings: 'Кезек узун, каражат аз' });
    await counter.there.report.save(everyLine('MS-003', 1));
    await there.report.save(everyLine('MS-003', 2), { expectedVersion: (await there.report.read()).version });
    await there.act(deputy, 'submitSubmission', { parts: both });
    for (const { client } of [filer, writer, counter]) await becomes(hub, client, ['ANALYST']);
    const remarks = (part: string) => [{ path: [part === 'VOLUME_REPORT' ? 'volumeReport' : 'questionnaires'], text: 'Толуктаңыз' }];
    for (const [{ client }, part] of [
      [filer, 'QUESTIONNAIRES'],
      [writer, 'QUESTIONNAIRES'],
      [counter, 'VOLUME_REPORT'],
    ] as const) {
      const refusal = { ...ownFiling, path: ['input', 'parts'] };
      expect(await there.refused(client, 'acceptSubmission', { parts: [part] })).toMatchObject(refusal);
      expect(await there.refused(client, 'returnSubmission', { parts: [part], remarks: remarks(part) })).toMatchObject(refusal);
    }
    const { id } = await there.act(analyst, 'returnSubmission', { parts: ['VOLUME_REPORT'], remarks: remarks('VOLUME_REPORT') });
    await there.act(deputy, 'submitSubmission', { parts: ['VOLUME_REPORT'] });
    await there.act(filer.client, 'acceptSubmission', { parts: ['VOLUME_REPORT'] });
    for (const mutation of ['acceptSubmission', 'returnSubmission']) {
      for (const { client } of [filer, writer]) {
        const message = 'Whoever prepared or handed in the questionnaires cannot decide whether they are accepted.';
        const refusal = { ...ownFiling, message };
        expect((await buttonsOf(client, 'submission', id)).get(mutation)).toMatchObject({ isAllowed: false, refusal });
      }
      for (const client of [counter.client, analyst]) {
        expect((await buttonsOf(client, 'submission', id)).get(mutation)).toMatchObject({ isAllowed: true });
      }
    }
    const decided = await there.act(counter.client, 'acceptSubmission', { parts: ['QUESTIONNAIRES'] });
    expect(decided.parts.map(({ state }) => state)).toEqual(['ACCEPTED', 'ACCEPTED']);
  });
});

describe('who acts through an API key is known as nobody in particular: whoever made the key counts as having acted', () => {
  const decisions = [
    ['approveMonitoringList', 'returnMonitoringList', 'acceptSubmission', 'returnSubmission', 'consentToQuestionnaireVariant'],
    ['refuseQuestionnaireVariant', 'grantDeferral', 'refuseDeferral', 'consentToInspectionPlan', 'returnInspectionPlan'],
    ['acceptQuarantinedRecord', 'rejectQuarantinedRecord', 'recordCollegiumConsideration'],
  ].flat();

  it.each(systemRoles)('a key of a %s decides on nothing', (role) => {
    const system = { key: 'key:1', id: '1', name: 'AIS', roles: [role], municipalityId: null };
    expect(decisions.filter((mutation) => !(`Mutation.${mutation}` in policy) || may(system, `Mutation.${mutation}`))).toEqual([]);
  });

  it('what the key of a municipality filed is decided by another person than made the key', async () => {
    const [maker, other] = [await hub.as(['ADMIN', 'ANALYST'], { user: 'maker' }), await hub.as('ADMIN', { user: 'other' })];
    const { municipalities } = await hub.anonymous.must('{ municipalities(first: 3) { nodes { id soate } } }');
    const { id, soate } = municipalities.nodes.find((each: { soate: string }) => ![home, elsewhere].includes(each.soate));
    const made = { label: 'AIS', role: 'PROVIDER', municipalityId: id, expiresAt: '2026-12-31T00:00:00+06:00' };
    const { secret, apiKey }: { secret: string; apiKey: { id: string; createdBy: { name: string } } } = await maker
      .must('mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id createdBy { name } } } }', {
        input: { ...made, idempotencyKey: hub.key() },
      })
      .then(({ createApiKey }) => createApiKey);
    expect(apiKey.createdBy.name).toBe('maker-admin-analyst');
    const system = hub.bearing(secret);
    await amendObjects(hub, { add: [{ code: 'MS-005', soates: [soate] }] });
    const there = await submissionOf(hub, soate, await hub.as('PROVIDER', { soate }));
    await there.act(system, 'submitSubmission', { parts: both, nilReturn: true });
    const revoked = { id: apiKey.id, reason: 'over' };
    await call.done(other, 'revokeApiKey', revoked, '{ apiKey { revokedAt } }');
    const remarks = [{ path: ['questionnaires'], text: 'Толуктаңыз' }];
    const refusal = { ...ownFiling, path: ['input', 'parts'] };
    expect(await there.refused(maker, 'acceptSubmission', { parts: both })).toMatchObject(refusal);
    expect(await there.refused(maker, 'returnSubmission', { parts: ['QUESTIONNAIRES'], remarks })).toMatchObject(refusal);
    const submission = await there.read(analyst);
    expect((await buttonsOf(maker, 'submission', submission.id)).get('acceptSubmission')).toMatchObject({ refusal: ownFiling });
    await becomes(hub, other, ['ANALYST']);
    const accepted = await there.act(other, 'acceptSubmission', { parts: both });
    expect(accepted.parts.map(({ state }) => state)).toEqual(['ACCEPTED', 'ACCEPTED']);
  });
});
