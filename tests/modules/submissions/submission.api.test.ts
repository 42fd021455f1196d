import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows, sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { consoleCtx } from '../../../src/app.ts';
import { latestAcceptedRevisions } from '../../../src/modules/submissions/submission.service.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { elsewhere, home } from '../service-registry/registry.fixture.ts';
import { amendObjects, approveObjects, everyLine, filledOn, type Part, submissionFields, submissionOf } from './submission.fixture.ts';

const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'];

let hub: TestHub;
let [clerk, stranger, analyst]: Client[] = [];
let here: Awaited<ReturnType<typeof submissionOf>>;
let there: Awaited<ReturnType<typeof submissionOf>>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-09-20T09:00:00+06:00' });
  [clerk, stranger, analyst] = await Promise.all([
    hub.as('PROVIDER', { soate: home }),
    hub.as('PROVIDER', { soate: elsewhere }),
    hub.as('ANALYST'),
  ]);
  const soates = [home, elsewhere];
  await approveObjects(hub, [
    { code: 'MS-002', soates, expectedResponses: 3 },
    { code: 'MS-003', soates },
  ]);
  here = await submissionOf(hub, home, must(clerk));
  there = await submissionOf(hub, elsewhere, must(stranger));
  const admin = await hub.as('ADMIN');
  for (const [id, officialEmail] of [
    [here.municipalityId, 'office@here.example'],
    [there.municipalityId, 'office@there.example'],
  ]) {
    await here.call.done(admin, 'updateMunicipality', { id, expectedVersion: 1, officialEmail }, '{ municipality { id } }');
  }
});
afterAll(() => hub.stop());

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test has lost its bearings');
  return value;
}
const mailOf = async (subject: string) => {
  await hub.runJobs();
  return hub.mails.messages.findLast((message) => JSON.stringify(message).includes(subject));
};
const allowed = ({ availableActions }: { availableActions: { mutation: string; isAllowed: boolean }[] }) =>
  availableActions.filter(({ isAllowed }) => isAllowed).map(({ mutation }) => mutation);

const rulesOf = ({ warnings }: Part) => warnings.map(({ rule }) => rule);

describe('a submission from the approved List to its acceptance (R7, R12)', () => {
  it('is begun with its obligations, and says exactly what is lacking', async () => {
    const { state, revision, parts } = await here.read();
    expect({ state, revision }).toEqual({ state: 'DRAFT', revision: 0 });
    const [questionnaires, volumes] = parts;
    expect(questionnaires).toMatchObject({ part: 'QUESTIONNAIRES', state: 'DRAFT', missingCount: 3 });
    expect(questionnaires.missing.map(({ rule, path }) => [rule, path.join(' ')])).toEqual([
      ['R12', 'questionnaires MS-002'],
      ['R12', 'questionnaires MS-003'],
      ['R7', 'findings'],
    ]);
    expect(questionnaires.missing[0]?.message, 'how many of how many').toContain('(0/3)');
    expect(volumes.missing[0], 'the nine months are not over').toMatchObject({ rule: 'R12', path: ['volumeReport'] });
    expect(volumes.missingCount).toBe(1 + 2 * 6);
    expect(volumes.obligations.map(({ object, status, timeliness }) => [object.code, status, timeliness])).toEqual([
      ['MS-002', 'DUE', 'NOT_YET_DUE'],
      ['MS-003', 'DUE', 'NOT_YET_DUE'],
    ]);
  });

  it('is refused with all that is lacking, the same that the button shows', async () => {
    const submission = await here.read();
    const refusal = await here.refused(must(clerk), 'submitSubmission', { parts: both });
    expect((refusal.violations as unknown[]).length).toBe(3 + 13);
    const button = submission.availableActions.find(({ mutation }) => mutation === 'submitSubmission');
    expect(button).toMatchObject({ isAllowed: false, refusal: { code: refusal.code, rule: refusal.rule } });
    expect(allowed(submission)).toEqual(['updateSubmission']);
  });

  it('hands in one part first, with a receipt, and locks what it holds', async () => {
    hub.clock.set('2026-10-20T23:59:59.999+06:00');
    await here.file('first', 'MS-002', 1);
    await here.file('second', 'MS-003', 2);
    await inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'test'), async (ctx) => {
      // As the approval of a List does, which writes obligations that refer to it: a clerk does not wait for that.
      await rows(ctx, sql`select 1 as n from submission for key share`);
      expect((await here.act(must(clerk), 'updateSubmission', { findings: ' \u00A0\u200B ' })).findings).toBeNull();
      await here.act(must(clerk), 'updateSubmission', { findings: ' Кезек узун ' });
    });
    const before = await here.read();
    expect(before.parts[0]).toMatchObject({
      missing: [],
      warnings: [{ rule: 'ours:expected-responses', path: ['questionnaires', 'MS-002'] }],
    });
    expect(before.parts[0].warnings[0]?.message).toContain('1/3');
    expect(before.parts[0].obligations[0]?.status, 'not handed in is not filed').toBe('DUE');
    const after = await here.act(must(clerk), 'submitSubmission', { parts: ['QUESTIONNAIRES'] });
    expect(after).toMatchObject({
      state: 'DRAFT',
      revision: 1,
      isLate: false,
      findings: 'Кезек узун',
      firstSubmittedAt: '2026-10-20T17:59:59.999Z',
    });
    expect(after.revisions).toMatchObject([{ number: 1, parts: ['QUESTIONNAIRES'], acceptedParts: [], receipt: { isLate: false } }]);
    expect(
      after.parts[0].obligations.map(({ object, status, timeliness, responses }) => [object.code, status, timeliness, responses]),
    ).toEqual([
      ['MS-002', 'PARTIALLY_FILED', 'NOT_YET_DUE', 1],
      ['MS-003', 'FILED', 'ON_TIME', 2],
    ]);
    expect(await here.questionnaires.refused('third', [filledOn('MS-002')])).toMatchObject({ rule: 'R12' });
    expect((await here.refused(must(clerk), 'updateSubmission', { findings: 'x' })).rule).toBe('R12');
  });

  it('mails the receipt to the official address', async () => {
    const { revisions } = await here.read();
    const mail = await mailOf(must(revisions[0]).receipt.number);
    expect(mail?.to).toEqual(['office@here.example']);
    expect(JSON.stringify(mail)).toContain(must(revisions[0]).receipt.sha256);
  });

  it('takes the other part a millisecond late, and marks it', async () => {
    hub.clock.set('2026-10-21T00:00:00+06:00');
    expect((await here.read()).parts[0].obligations[0], 'one sheet does not count as filed').toMatchObject({ timeliness: 'OVERDUE' });
    await here.report.save([...everyLine('MS-002', 5), ...everyLine('MS-003', 0)]);
    const after = await here.act(must(clerk), 'submitSubmission', { parts: ['VOLUME_REPORT'] });
    expect(after).toMatchObject({ state: 'SUBMITTED', revision: 2, isLate: true, firstSubmittedAt: '2026-10-20T17:59:59.999Z' });
    expect(after.parts[1].obligations.map(({ status, timeliness }) => [status, timeliness])).toEqual([
      ['FILED', 'LATE'],
      ['FILED', 'LATE'],
    ]);
    expect(after.revisions.at(-1)?.receipt.isLate).toBe(true);
    expect((await here.report.read()).lockedAt).toBe('2026-10-20T18:00:00.000Z');
  });

  it('is returned with remarks per line and question; a remark must point to something that is returned', async () => {
    const wrong = await here.refused(must(analyst), 'returnSubmission', {
      parts: ['VOLUME_REPORT'],
      remarks: [
        { path: ['questions', 'TIME_SPENT'], text: 'x' },
        { path: ['lines', 'MS-002', 'Q4', 'IN_PERSON'], text: 'x' },
        { path: ['lines', 'MS-002', 'Q1', 'IN_PERSON'], text: ' ' },
      ],
    });
    expect((wrong.violations as { path: string[] }[]).map(({ path }) => path.join('.'))).toEqual([
      'input.remarks.0.path',
      'input.remarks.1.path',
      'input.remarks.2.text',
    ]);
    const remarks = [{ path: ['lines', 'MS-002', 'Q2', 'IN_PERSON'], text: 'Сан өтө кичине' }];
    const returned = await here.act(must(analyst), 'returnSubmission', { parts: ['VOLUME_REPORT'], remarks });
    expect(returned).toMatchObject({ state: 'RETURNED', remarks: [{ ...remarks[0], revision: 2, isResolved: false }] });
    expect(returned.parts[1].obligations[0]).toMatchObject({ status: 'RETURNED', timeliness: 'LATE' });
    const line = `volumeReport(municipalityId: "${here.municipalityId}", year: 2026) { lockedAt lines(first: 100) { nodes { quarter channel service { code } remarks { text isResolved } } } }`;
    const { volumeReport } = await must(clerk).must(`{ ${line} }`);
    expect(volumeReport.lockedAt).toBeNull();
    expect(volumeReport.lines.nodes.filter((each: { remarks: unknown[] }) => each.remarks.length > 0)).toEqual([
      { quarter: 'Q2', channel: 'IN_PERSON', service: { code: 'MS-002' }, remarks: [{ text: 'Сан өтө кичине', isResolved: false }] },
    ]);
    expect(JSON.stringify(await mailOf('Сан өтө кичине'))).toContain('office@here.example');
    expect(rulesOf(returned.parts[1]), 'nothing is mended yet').toContain('ours:returned-and-unchanged');
    expect(rulesOf(returned.parts[0]), 'the other part was not returned').not.toContain('ours:returned-and-unchanged');
  });

  it('keeps what is explained of a figure that stays as it is: in the diff, the receipt, and the line', async () => {
    const { version } = await here.report.read();
    const [line] = everyLine('MS-002', 5);
    await here.report.save([{ ...line, explanation: 'Кагаз журнал боюнча' }], { expectedVersion: version });
    expect(rulesOf((await here.read()).parts[1])).not.toContain('ours:returned-and-unchanged');
    const again = await here.act(must(clerk), 'submitSubmission', { parts: ['VOLUME_REPORT'] });
    const { submission } = await must(analyst).must(
      'query($id: ID!) { submission(id: $id) { diff(fromRevision: 2, toRevision: 3) { path before after } revisions { number receipt { sha256 file { url } } } } }',
      { id: again.id },
    );
    expect(submission.diff).toEqual([
      { path: ['lines', 'MS-002', 'Q1', 'IN_PERSON'], before: '5', after: '5 (explained: Кагаз журнал боюнча)' },
    ]);
    const { receipt } = submission.revisions.at(-1);
    const content = await (await fetch(receipt.file.url)).text();
    expect(createHash('sha256').update(content).digest('hex')).toBe(receipt.sha256);
    expect(JSON.parse(content).lines.filter(({ explanation }: { explanation: string | null }) => explanation !== null)).toMatchObject([
      { serviceCode: 'MS-002', quarter: 'Q1', explanation: 'Кагаз журнал боюнча' },
    ]);
    const { volumeReport } = await must(clerk).must(
      `{ volumeReport(municipalityId: "${here.municipalityId}", year: 2026) { lines(first: 100) { nodes { explanation discrepancy { id } } } } }`,
    );
    expect(volumeReport.lines.nodes).toContainEqual({ explanation: 'Кагаз журнал боюнча', discrepancy: null });
    const remarks = [{ path: ['lines', 'MS-002', 'Q2', 'IN_PERSON'], text: 'Сан дагы эле кичине' }];
    await here.act(must(analyst), 'returnSubmission', { parts: ['VOLUME_REPORT'], remarks });
  });

  it('resolves remarks when it is handed in again, keeps the first filing time, and shows what changed', async () => {
    const { version } = await here.report.read();
    await here.report.save([everyLine('MS-002', 50)[2] ?? {}], { expectedVersion: version });
    const after = await here.act(must(clerk), 'submitSubmission', { parts: ['VOLUME_REPORT'] });
    expect(after).toMatchObject({ state: 'SUBMITTED', revision: 4, remarks: [{ isResolved: true }, { isResolved: true }] });
    const { submission } = await must(analyst).must(
      'query($id: ID!) { submission(id: $id) { diff(fromRevision: 1, toRevision: 4) { path before after } } }',
      { id: after.id },
    );
    expect(submission.diff).toHaveLength(12);
    const latest = await must(analyst).must(
      'query($id: ID!) { submission(id: $id) { diff(fromRevision: 3, toRevision: 4) { path before after } } }',
      {
        id: after.id,
      },
    );
    expect(latest.submission.diff).toEqual([{ path: ['lines', 'MS-002', 'Q2', 'IN_PERSON'], before: '5', after: '50' }]);
  });

  it('is accepted by the unit alone, and what counts is the latest accepted revision of each part', async () => {
    expect(await here.refused(must(clerk), 'acceptSubmission', { parts: both })).toMatchObject({ code: 'FORBIDDEN' });
    const accepted = await here.act(must(analyst), 'acceptSubmission', { parts: both });
    expect(accepted.state).toBe('ACCEPTED');
    expect(accepted.isLate, 'late stays late').toBe(true);
    expect(accepted.parts.flatMap(({ obligations }) => obligations.map(({ status, timeliness }) => `${status} ${timeliness}`))).toEqual([
      'ACCEPTED ON_TIME',
      'ACCEPTED ON_TIME',
      'ACCEPTED LATE',
      'ACCEPTED LATE',
    ]);
    expect(accepted.parts.flatMap(rulesOf), 'nothing more can be filed').toEqual([]);
    expect(await counted()).toEqual(['QUESTIONNAIRES 1', 'VOLUME_REPORT 4']);
    expect(accepted.history.map(({ fromState, toState, reason }) => `${fromState} ${toState} ${reason}`)).toEqual([
      'DRAFT SUBMITTED QUESTIONNAIRES',
      'DRAFT SUBMITTED VOLUME_REPORT',
      'SUBMITTED RETURNED VOLUME_REPORT',
      'RETURNED SUBMITTED VOLUME_REPORT',
      'SUBMITTED RETURNED VOLUME_REPORT',
      'RETURNED SUBMITTED VOLUME_REPORT',
      'SUBMITTED ACCEPTED QUESTIONNAIRES',
      'SUBMITTED ACCEPTED VOLUME_REPORT',
    ]);
    expect(allowed(await here.read(analyst))).toEqual([]);
    expect((await mailOf('кабыл алынды'))?.to).toEqual(['office@here.example']);
  });

  it('is open for a supplement where an amendment asks for more; what was accepted counts until then', async () => {
    await amendObjects(hub, { add: [{ code: 'MS-005', soates: [home] }] });
    const open = await here.read();
    expect(open.parts.map(({ state }) => state)).toEqual(['DRAFT', 'DRAFT']);
    expect(open.parts[1].obligations.map(({ object, status }) => `${object.code} ${status}`)).toEqual([
      'MS-002 ACCEPTED',
      'MS-003 ACCEPTED',
      'MS-005 DUE',
    ]);
    expect(new Set(open.parts[1].missing.map(({ path }) => path[1]))).toEqual(new Set(['MS-005']));
    expect(await counted()).toEqual(['QUESTIONNAIRES 1', 'VOLUME_REPORT 4']);
    const nil = await here.act(must(clerk), 'submitSubmission', { parts: both, nilReturn: true });
    expect(nil.parts.flatMap(({ obligations }) => obligations.map(({ object, status }) => `${object.code} ${status}`))).toEqual([
      'MS-002 ACCEPTED',
      'MS-003 ACCEPTED',
      'MS-005 FILED',
      'MS-002 ACCEPTED',
      'MS-003 ACCEPTED',
      'MS-005 FILED',
    ]);
    await here.act(must(analyst), 'acceptSubmission', { parts: both });
    expect(await counted()).toEqual(['QUESTIONNAIRES 5', 'VOLUME_REPORT 5']);
  });

  it('a nil return writes a zero that says so for every empty line, and leaves what is stated', async () => {
    await there.report.save(everyLine('MS-002', 7).slice(0, 1));
    expect(await there.refused(must(stranger), 'submitSubmission', { parts: both })).toMatchObject({ rule: 'R12' });
    const nil = await there.act(must(stranger), 'submitSubmission', { parts: both, nilReturn: true });
    expect(nil).toMatchObject({ state: 'SUBMITTED', revision: 1, findings: null });
    const { lines } = await there.report.read();
    expect(lines.nodes.filter(({ delivered }) => delivered.provenance?.source === 'NIL_RETURN' && delivered.value === 0)).toHaveLength(11);
    expect(lines.nodes.filter(({ delivered }) => delivered.value === 7)).toHaveLength(1);
  });
});

/** What the analysis will count of `home`. */
async function counted(): Promise<string[]> {
  const [cycle] = await hub.rows<{ id: string }>(sql`select id from monitoring_cycle where year = 2026`);
  const accepted = await latestAcceptedRevisions(consoleCtx(hub.hub.orm, hub.clock, 'test'), must(cycle).id);
  return accepted.filter(({ municipalityId }) => municipalityId === here.municipalityId).map(({ part, number }) => `${part} ${number}`);
}

describe('two at once', () => {
  it('of two clerks one changes it, and the other learns of the current version', async () => {
    await there.act(must(analyst), 'returnSubmission', {
      parts: both,
      remarks: [
        { path: ['findings'], text: 'x' },
        { path: ['volumeReport'], text: 'y' },
      ],
    });
    const given = await there.current();
    const colleague = await hub.as('PROVIDER', { soate: elsewhere, user: 'colleague' });
    const document = 'mutation($input: UpdateSubmissionInput!) { updateSubmission(input: $input) { submission { version } } }';
    const answers = await Promise.all(
      [must(stranger), colleague].map((client, index) =>
        client.query(document, { input: { ...given, findings: `Корутунду ${index}`, idempotencyKey: hub.key() } }),
      ),
    );
    const refused = answers.flatMap(({ errors }) => errors ?? []);
    expect(refused.map(({ extensions }) => [extensions.code, extensions.currentVersion])).toEqual([
      ['CONFLICT', given.expectedVersion + 1],
    ]);
  });

  it('two that hand in at once make one revision; the same click again is the same receipt', async () => {
    const input = { ...(await there.current()), parts: both, nilReturn: true };
    const document =
      'mutation($input: SubmitSubmissionInput!) { submitSubmission(input: $input) { submission { revision } receipt { number } } }';
    const [key, other] = [hub.key(), hub.key()];
    const answers = await Promise.all(
      [key, key, other].map((idempotencyKey) => must(stranger).query(document, { input: { ...input, idempotencyKey } })),
    );
    const done = answers.flatMap(({ data }) => data?.submitSubmission ?? []);
    expect(new Set(done.map(({ receipt }) => receipt.number)).size).toBe(1);
    expect(answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions.code)).toContain('CONFLICT');
    expect((await there.read()).revisions).toHaveLength(2);
  });
});

describe('who sees a submission', () => {
  it('its own staff and the ministry; not yours and absent are one answer', async () => {
    const { id } = await here.read();
    const document = `query($id: ID!) { submission(id: $id) { ${submissionFields} } }`;
    const [notYours] = await must(stranger).refused(document, { id });
    const [absent] = await must(stranger).refused(document, { id: hub.key() });
    expect(notYours?.extensions.code).toBe('NOT_FOUND');
    expect(notYours?.message).toBe(absent?.message);
    expect(await there.call.refused(must(stranger), 'submitSubmission', { id, expectedVersion: 1, parts: both })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('are listed by state and lateness, as each of them says', async () => {
    const list = async (client: Client, filter: string) =>
      (await client.must(`{ submissions(filter: { year: 2026, ${filter} }) { totalCount nodes { state isLate } } }`)).submissions;
    expect((await list(must(analyst), '')).totalCount).toBe(2);
    expect((await list(must(stranger), '')).totalCount).toBe(1);
    const states = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED'];
    const lists = await Promise.all(states.map((state) => list(must(analyst), `states: [${state}]`)));
    const found = lists.map(({ nodes }) => nodes.map(({ state }: { state: string }) => state));
    expect(found).toEqual([[], ['SUBMITTED'], [], ['ACCEPTED']]);
    expect((await list(must(analyst), 'isLate: true')).totalCount).toBe(2);
  });

  it('audits each act, for the municipality', async () => {
    const entries = await hub.rows<{ action: string }>(
      sql`select distinct action from audit_entry where subject_type in ('Submission', 'SubmissionRevision') and municipality_id = ${here.municipalityId} order by 1`,
    );
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['acceptSubmission', 'returnSubmission', 'submitSubmission', 'updateSubmission']),
    );
  });

  it('audits what an approval began as one act, with how many', async () => {
    const entries = await hub.rows<{ after: { begun: number } }>(
      sql`select after from audit_entry where subject_type = 'Submission' and subject_id is null and action = 'approveMonitoringList'`,
    );
    expect(entries).toMatchObject([{ after: { begun: 2 } }]);
  });
});
