import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consoleCtx } from '../../src/app.ts';
import { newId } from '../../src/kit/entity.ts';
import { forgetIdempotencyKeys } from '../../src/kit/idempotency.jobs.ts';
import { deliverNotice, notify } from '../../src/kit/notice.ts';
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

  it('are released to the others once its lease has run out, though the queue itself would hold them for four hours', async () => {
    const admin = await hub.as('ADMIN');
    const { municipality } = await admin.must('{ municipality(soate: "41708213826000") { id } }');
    await admin.must('mutation($input: AddContactInput!) { addContact(input: $input) { municipality { id } } }', {
      input: { municipalityId: municipality.id, contact: { name: 'Айжан', email: 'left@aiyl.example' }, idempotencyKey: hub.key() },
    });
    await hub.runJobs();
    hub.mails.clear();
    const [notice] = await hub.rows<{ id: string }>(sql`select id from notice`);
    await inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'test'), async (ctx) => {
      await run(ctx, sql`update notice set state = 'QUEUED'`);
      await enqueue(ctx, deliverNotice, { noticeId: notice?.id });
      await run(ctx, sql`update graphile_worker._private_jobs set locked_by = 'pool-dead', locked_at = now(), attempts = 1`);
      await run(
        ctx,
        sql`insert into hub_lease (id, worker_ids, expires_at) values (${newId()}, '{pool-dead}', now() - interval '1 second')`,
      );
    });
    const [mail] = await hub.mails.waitFor(1);
    expect(mail?.to).toEqual(['left@aiyl.example']);
  });

  it('are locked in the name that the lease gives', async () => {
    const [lease] = await hub.rows<{ workerIds: string[] }>(sql`select worker_ids from hub_lease`);
    const ofLane = expect.stringMatching(/^pool-/);
    expect(lease?.workerIds).toEqual([ofLane, ofLane]);
  });
});

describe('a relay that takes mails and never answers', () => {
  it('holds up the mails alone: other jobs are done meanwhile', async () => {
    const hub = await startHub({ mail: { behave: () => 'stall' } });
    const ctx = consoleCtx(hub.hub.orm, hub.clock, 'test');
    const to = Array.from({ length: 8 }, (_, index) => ({
      recipient: { email: `stalled-${index}@aiyl.example`, name: null, language: null, municipalityId: null },
      payload: { ...samplePayloads['list-notified'], link: '/lists' },
    }));
    await inTransaction(ctx, (inner) =>
      notify(inner, { name: 'list-notified', kind: 'LIST_NOTIFIED', priority: 10 }, { subjectId: newId(), to }),
    );
    await vi.waitFor(() => expect(hub.mails.recipientsTried).toHaveLength(4), { timeout: 30_000 });
    await inTransaction(ctx, (inner) => enqueue(inner, forgetIdempotencyKeys, {}, { key: 'beside' }));
    const left = () =>
      hub.rows(
        sql`select task_identifier as task, count(*) filter (where locked_at is not null) as running, count(*) as all from graphile_worker.jobs group by 1`,
      );
    await vi.waitFor(async () => expect(await left()).toEqual([{ task: 'deliver-notice', running: 4, all: 8 }]), { timeout: 30_000 });
    await hub.mails.stop();
    await hub.stop();
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
