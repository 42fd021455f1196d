import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consoleCtx } from '../../src/app.ts';
import { newId } from '../../src/kit/entity.ts';
import { deliverNotice } from '../../src/kit/notice.ts';
import { enqueue } from '../../src/kit/outbox.ts';
import { run, sql } from '../../src/kit/sql.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
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
    expect(lease?.workerIds).toEqual([expect.stringMatching(/^pool-/)]);
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
