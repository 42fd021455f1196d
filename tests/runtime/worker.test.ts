import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consoleCtx } from '../../src/app.ts';
import { newId } from '../../src/kit/entity.ts';
import { forgetIdempotencyKeys } from '../../src/kit/idempotency.jobs.ts';
import { type NoticeDefinition, notify } from '../../src/kit/notice.ts';
import { enqueue } from '../../src/kit/outbox.ts';
import { run, sql } from '../../src/kit/sql.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
import { samplePayloads } from '../mail/sample-payloads.ts';
import { startHub, type TestHub } from '../support/hub.ts';

describe('jobs that a hub had in its hands when it died', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub.stop());

  const ctx = () => consoleCtx(hub.hub.orm, hub.clock, 'test');
  const mailInHandOf = (worker: string) =>
    inTransaction(ctx(), async (inner) => {
      const recipient = { email: `${worker}@aiyl.example`, name: null, language: null, municipalityId: null };
      const payload = { ...samplePayloads['submission-returned'], link: '/' };
      await notify(
        inner,
        { name: 'submission-returned', kind: 'SUBMISSION_RETURNED' },
        { subjectId: newId(), to: [{ recipient, payload }] },
      );
      await run(
        inner,
        sql`update graphile_worker._private_jobs set locked_by = ${worker}, locked_at = now() - interval '31 seconds', attempts = 1 where locked_by is null`,
      );
    });
  const leaseOf = (worker: string, seconds: number) =>
    run(
      ctx(),
      sql`insert into hub_lease (id, worker_ids, expires_at) values (${newId()}, ${[worker]}::text[], now() + ${seconds} * interval '1 second')`,
    );

  it('are released to the others once its lease has run out, though the queue itself would hold them for four hours', async () => {
    await leaseOf('pool-alive', 3600);
    await mailInHandOf('pool-alive');
    await leaseOf('pool-dead', -1);
    await mailInHandOf('pool-dead');
    const [mail] = await hub.mails.waitFor(1);
    expect(mail?.to).toEqual(['pool-dead@aiyl.example']);
    expect(await hub.rows(sql`select locked_by as by from graphile_worker.jobs`)).toContainEqual({ by: 'pool-alive' });
  });

  it('are released too when it died before it had a lease', async () => {
    hub.mails.clear();
    await mailInHandOf('pool-new');
    const [mail] = await hub.mails.waitFor(1);
    expect(mail?.to).toEqual(['pool-new@aiyl.example']);
  });

  it('are locked in the name that the lease gives', async () => {
    const [lease] = await hub.rows<{ workerIds: string[] }>(sql`select worker_ids from hub_lease order by id limit 1`);
    const ofSlots = expect.stringMatching(/^pool-/);
    expect(lease?.workerIds).toEqual([ofSlots, ofSlots, ofSlots]);
  });
});

describe('a relay that takes mass mails and never answers', () => {
  const mass: NoticeDefinition = { name: 'list-notified', kind: 'LIST_NOTIFIED', priority: 10 };
  const urgent: NoticeDefinition = { name: 'submission-returned', kind: 'SUBMISSION_RETURNED' };
  const stalled = Array.from({ length: 8 }, (_, index) => `stalled-${index}@aiyl.example`);
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startHub({ mail: { behave: (recipient) => (stalled.includes(recipient) ? 'stall' : 'accept') } });
    await mail(mass, stalled);
    await vi.waitFor(() => expect(hub.mails.recipientsTried).toHaveLength(3), { timeout: 30_000 });
  });
  // The relay first: a hub that stops waits for the mails that it has in hand.
  afterAll(async () => {
    await hub.mails.stop();
    await hub.stop();
  });

  const ctx = () => consoleCtx(hub.hub.orm, hub.clock, 'test');
  const mail = (notice: NoticeDefinition, addresses: readonly string[]) =>
    inTransaction(ctx(), (inner) => {
      const to = addresses.map((email) => ({
        recipient: { email, name: null, language: null, municipalityId: null },
        payload: { ...samplePayloads[notice.name], link: '/lists' },
      }));
      return notify(inner, notice, { subjectId: newId(), to });
    });
  const left = () =>
    hub.rows(
      sql`select task_identifier as task, count(*) filter (where locked_at is not null) as running, count(*) as all from graphile_worker.jobs group by 1`,
    );
  const massMailsHang = async (): Promise<void> => expect(await left()).toEqual([{ task: 'deliver-notice', running: 3, all: 8 }]);

  it('holds up these mails alone: other jobs are done meanwhile', async () => {
    await inTransaction(ctx(), (inner) => enqueue(inner, forgetIdempotencyKeys, {}, { key: 'beside' }));
    await vi.waitFor(massMailsHang, { timeout: 30_000 });
  });

  it('holds up no urgent mail', async () => {
    await mail(urgent, ['returned-1@aiyl.example', 'returned-2@aiyl.example']);
    const arrived = await hub.mails.waitFor(2);
    expect(arrived.flatMap(({ to }) => to).toSorted()).toEqual(['returned-1@aiyl.example', 'returned-2@aiyl.example']);
    await vi.waitFor(massMailsHang, { timeout: 30_000 });
    expect(hub.mails.recipientsTried.filter((address) => stalled.includes(address))).toHaveLength(3);
  });
});

describe('a hub', () => {
  it('looks by itself for what has fallen due', async () => {
    const hub = await startHub({ looks: true });
    await vi.waitFor(
      async () => {
        const looked = await hub.rows<{ name: string }>(sql`select name from tick_slot`);
        expect(looked.map(({ name }) => name)).toContain('seal-audit');
      },
      { timeout: 60_000 },
    );
    await hub.stop();
  });
});
