import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../../src/access/actor.ts';
import { consoleCtx } from '../../../src/app.ts';
import type { Ctx } from '../../../src/kit/ctx.ts';
import { firstRow, run, sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { approveMonitoringList } from '../../../src/modules/monitoring-cycle/monitoring-list.service.ts';
import { fileQuestionnaires } from '../../../src/modules/questionnaires/filing.service.ts';
import { withdrawResponseBatch } from '../../../src/modules/questionnaires/response-batch.service.ts';
import { submitSubmission } from '../../../src/modules/submissions/submission-filing.service.ts';
import { actorOfSubject, ensureUser } from '../../../src/modules/users/user.service.ts';
import { saveVolumeReport } from '../../../src/modules/volume-reports/volume-report.service.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { cellsOf, codes, csvOf, upload } from '../questionnaires/response-file.fixture.ts';
import { approveObjects, everyLine, filledOn, soatesFor, submissionOf, submitAmendment } from './submission.fixture.ts';

// Acts at the same moment. The test keeps the first open just before it commits; the other waits for it, and decides by what it did.

const names = ['accepted', 'handing', 'merged', 'heir', 'withdrawing', 'stating', 'nil'] as const;
type Name = (typeof names)[number];
const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'] as const;

let hub: TestHub;
let analyst: Client;
let soates: Record<Name, string>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-06T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  soates = await soatesFor(hub, names);
  await approveObjects(hub, [
    { code: 'MS-002', soates: Object.values(soates) },
    { code: 'MS-003', soates: [soates.withdrawing, soates.stating] },
  ]);
});
afterAll(() => hub.stop());

async function filingOf(name: Name) {
  const clerk = await hub.as('PROVIDER', { soate: soates[name], user: `clerk of ${name}` });
  return { clerk, ...(await submissionOf(hub, soates[name], clerk)) };
}

type Filing = Awaited<ReturnType<typeof filingOf>>;

/** Files all that is asked on these services, to be handed in. */
async function complete({ clerk, file, report, act }: Filing, codes: readonly string[]): Promise<void> {
  for (const code of codes) await file(code, code);
  await report.save(codes.flatMap((code) => everyLine(code, 3)));
  await act(clerk, 'updateSubmission', { findings: 'Баары жакшы.' });
}

const context = () => consoleCtx(hub.hub.orm, hub.clock, 'test');

/** Somebody's act, done but not committed until `finish` is called. */
async function held(role: Role, name: Name | undefined, act: (ctx: Ctx) => Promise<unknown>) {
  const soate = name && soates[name];
  const subject = await inTransaction(context(), (ctx) => ensureUser(ctx, { roles: [role], soate, user: `${role} who is first` }));
  const actor = await actorOfSubject(context(), subject);
  const [reached, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = inTransaction({ ...context(), actor, actingAs: [role] }, async (ctx) => {
    await act(ctx);
    await ctx.em.flush();
    reached.resolve();
    await finish.promise;
  });
  await Promise.race([reached.promise, done]);
  return async () => {
    finish.resolve();
    await done;
  };
}

/** Until somebody waits for a turn. */
const oneWaits = () =>
  vi.waitFor(
    async () => {
      const waiting = await firstRow(
        context(),
        sql`select count(*) as n from pg_locks where locktype = 'advisory' and not granted
              and database = (select oid from pg_database where datname = current_database())`,
      );
      expect(waiting).toEqual({ n: 1 });
    },
    { timeout: 20_000 },
  );

const said = (answer: Awaited<ReturnType<Client['query']>>) => answer.errors?.map(({ message }) => message) ?? [];
const submitting = 'mutation($input: SubmitSubmissionInput!) { submitSubmission(input: $input) { submission { revision } } }';
const handIn = async ({ clerk, current }: Filing, input: object) =>
  clerk.query(submitting, { input: { ...(await current()), parts: both, nilReturn: false, ...input, idempotencyKey: hub.key() } });

describe('acts at the same moment', () => {
  it('what is accepted while an amendment asks for more is open again', async () => {
    const [accepted, handing] = [await filingOf('accepted'), await filingOf('handing')];
    await complete(accepted, ['MS-002']);
    await complete(handing, ['MS-002']);
    await accepted.act(accepted.clerk, 'submitSubmission', { parts: both, nilReturn: false });
    const draft = await submitAmendment(hub, { add: [{ code: 'MS-005', soates: [soates.accepted] }] });
    const approve = await held('HEAD', undefined, (ctx) => approveMonitoringList(ctx, draft));
    const acceptance = accepted.act(analyst, 'acceptSubmission', { parts: both });
    await oneWaits();
    await approve();
    const { parts } = await acceptance;
    for (const { part, state, obligations } of parts) {
      expect([part, state]).toEqual([part, 'DRAFT']);
      expect(obligations.map(({ object, status }) => `${object.code} ${status}`)).toEqual(['MS-002 ACCEPTED', 'MS-005 DUE']);
    }
  });

  it('an approval is not refused because somebody hands in just then', async () => {
    const handing = await filingOf('handing');
    const submit = await held('PROVIDER', 'handing', async (ctx) =>
      submitSubmission(ctx, { ...(await handing.current()), parts: both, nilReturn: false }),
    );
    const draft = await submitAmendment(hub, { add: [{ code: 'MS-008', soates: [soates.handing] }] });
    const approval = handing.call.done(await hub.as('HEAD'), 'approveMonitoringList', { ...draft }, '{ monitoringList { state } }');
    await oneWaits();
    await submit();
    expect(await approval).toEqual({ state: 'APPROVED' });
    const { parts } = await handing.read();
    expect(parts.map(({ state }) => state)).toEqual(['SUBMITTED', 'SUBMITTED']);
    expect(parts[0].obligations.map(({ object, status }) => `${object.code} ${status}`)).toEqual(['MS-002 FILED', 'MS-008 DUE']);
  });

  it('what is handed in while its municipality is merged stays there, and its heir does not owe it', async () => {
    const [merged, heir] = [await filingOf('merged'), await filingOf('heir')];
    await complete(merged, ['MS-002']);
    const submit = await held('PROVIDER', 'merged', async (ctx) =>
      submitSubmission(ctx, { ...(await merged.current()), parts: both, nilReturn: false }),
    );
    const succession = merged.call.done(
      await hub.as('ADMIN'),
      'recordSuccession',
      {
        kind: 'MERGE',
        onDate: '2026-10-06',
        act: { kind: 'law', number: '9', adoptedOn: '2026-09-01', title: { ky: 'Мыйзам', ru: 'Закон' } },
        predecessorIds: [merged.municipalityId],
        successorIds: [heir.municipalityId],
      },
      '{ succession { id } }',
    );
    await oneWaits();
    await submit();
    await succession;
    const obligations = await hub.rows(
      sql`select municipality_id, end_reason, inherited_from_id from obligation
          where municipality_id in (${merged.municipalityId}, ${heir.municipalityId}) and part = 'QUESTIONNAIRES' order by municipality_id = ${heir.municipalityId}`,
    );
    expect(obligations).toEqual([
      { municipalityId: merged.municipalityId, endReason: null, inheritedFromId: null },
      { municipalityId: heir.municipalityId, endReason: null, inheritedFromId: null },
    ]);
  });

  it('nothing is handed in that is withdrawn just then', async () => {
    const withdrawing = await filingOf('withdrawing');
    await complete(withdrawing, ['MS-002', 'MS-003']);
    const [batch] = await hub.rows<{ id: string; version: number }>(
      sql`select id, version from response_batch where municipality_id = ${withdrawing.municipalityId} and batch_key = 'MS-003'`,
    );
    const withdraw = await held('PROVIDER', 'withdrawing', (ctx) =>
      withdrawResponseBatch(ctx, { id: batch?.id ?? '', expectedVersion: batch?.version ?? 0, reason: 'башка кызмат' }),
    );
    const handing = handIn(withdrawing, {});
    await oneWaits();
    await withdraw();
    expect(said(await handing)).toEqual([expect.stringContaining('MS-003')]);
    expect((await withdrawing.read()).revision).toBe(0);
  });

  it('a batch that is handed in just then is not withdrawn', async () => {
    const withdrawing = await filingOf('withdrawing');
    await withdrawing.file('MS-003 again', 'MS-003');
    const submit = await held('PROVIDER', 'withdrawing', async (ctx) =>
      submitSubmission(ctx, { ...(await withdrawing.current()), parts: both, nilReturn: false }),
    );
    const [batch] = await hub.rows<{ id: string; version: number }>(
      sql`select id, version from response_batch where municipality_id = ${withdrawing.municipalityId} and batch_key = 'MS-003 again'`,
    );
    const withdrawal = withdrawing.call.refused(withdrawing.clerk, 'withdrawResponseBatch', {
      id: batch?.id,
      expectedVersion: batch?.version,
      reason: 'башка кызмат',
    });
    await oneWaits();
    await submit();
    expect(await withdrawal).toMatchObject({ rule: 'R12', path: ['input', 'id'] });
  });

  it('a report in which figures are stated just then is no nil return', async () => {
    const stating = await filingOf('stating');
    const input = { municipalityId: stating.municipalityId, year: 2026, lines: everyLine('MS-002', 7) as never };
    const save = await held('PROVIDER', 'stating', (ctx) => saveVolumeReport(ctx, input));
    const handing = handIn(stating, { parts: ['VOLUME_REPORT'], nilReturn: true });
    await oneWaits();
    await save();
    expect(said(await handing)).toEqual([]);
    const { parts } = await stating.read();
    expect(parts[1]).toMatchObject({ part: 'VOLUME_REPORT', state: 'SUBMITTED', isNil: false });
  });
});

describe('questionnaires that were handed in as none', () => {
  it('are closed like any others: nothing is filed beside them, whether examined or accepted', async () => {
    const nil = await filingOf('nil');
    await nil.act(nil.clerk, 'submitSubmission', { parts: ['QUESTIONNAIRES'], nilReturn: true });
    const refusal = { rule: 'R12', path: ['input', 'year'] };
    expect(await nil.questionnaires.refused('late', [filledOn('MS-002')])).toMatchObject(refusal);
    await nil.act(analyst, 'acceptSubmission', { parts: ['QUESTIONNAIRES'] });
    expect(await nil.questionnaires.refused('late', [filledOn('MS-002')])).toMatchObject(refusal);
    expect(await hub.rows(sql`select 1 from response_batch where municipality_id = ${nil.municipalityId}`)).toEqual([]);
  });

  it('nor while they are filed just then', async () => {
    const heir = await filingOf('heir');
    const { formVersionId } = heir.questionnaires;
    const given = { year: 2026, formVersionId, batchKey: 'first', responses: [filledOn('MS-002')], isDryRun: false };
    const file = await held('PROVIDER', 'heir', (ctx) => fileQuestionnaires(ctx, given));
    const handing = handIn(heir, { parts: ['QUESTIONNAIRES'], nilReturn: true });
    await oneWaits();
    await file();
    expect(said(await handing)).not.toEqual([]);
    expect((await heir.read()).revision).toBe(0);
  });
});

describe('a file that is still being checked', () => {
  it('is told of before handing in: its questionnaires would not be part of it', async () => {
    const heir = await filingOf('heir');
    const content = csvOf([codes, cellsOf(filledOn('MS-002'))]);
    const warnings = async () => (await heir.read()).parts[0].warnings.map(({ rule }) => rule);
    await inTransaction(context(), async (ctx) => {
      await run(ctx, sql`lock table staged_responses in share row exclusive mode`);
      const uploadId = await upload(hub, heir.clerk, content, 'csv');
      const { formVersionId } = heir.questionnaires;
      const filing = { year: 2026, formVersionId, batchKey: 'from a file', uploadId };
      await heir.call.done(heir.clerk, 'fileQuestionnaires', filing, '{ batch { state } }');
      expect(await warnings()).toContain('ours:file-under-check');
    });
    await hub.runJobs();
    expect(await warnings()).not.toContain('ours:file-under-check');
    expect(await hub.rows(sql`select state from response_batch where batch_key = 'from a file'`)).toEqual([{ state: 'STORED' }]);
  });
});
