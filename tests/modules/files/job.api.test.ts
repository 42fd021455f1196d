import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { beginJob, failJob, finishJob, isCancelled, progress, startJob } from '../../../src/modules/files/job.service.ts';
import { ruleViolated } from '../../../src/shared/errors.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { contextOf } from './files.fixture.ts';

const read =
  'query($id: ID!) { job(id: $id) { id kind state done total queuedAt startedAt finishedAt failure { code rule message hint } } }';
const cancel = 'mutation($input: CancelJobInput!) { cancelJob(input: $input) { job { state finishedAt } } }';

let hub: TestHub;
let provider: Client;
let neighbour: Client;
let analyst: Client;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-19T09:00:00+06:00' });
  provider = await hub.as('PROVIDER', { soate: '41708213826000' });
  neighbour = await hub.as('PROVIDER', { soate: await anotherSoate() });
  analyst = await hub.as('ANALYST');
});
afterAll(() => hub.stop());

async function anotherSoate(): Promise<string> {
  const { municipalities } = await hub.anonymous.must('{ municipalities(first: 2) { nodes { soate } } }');
  return municipalities.nodes.find(({ soate }: { soate: string }) => soate !== '41708213826000').soate;
}

/** What a mutation of a later module does: enters the work in its own transaction. */
async function begun(client: Client = provider, total?: number): Promise<string> {
  return inTransaction(await contextOf(hub, client), async (ctx) => startJob(ctx, { kind: 'TEST_WORK', total }));
}

/** A context as the worker makes one for each run. */
const run = () => consoleCtx(hub.hub.orm, hub.clock, 'test-work');
const jobOf = async (id: string, client: Client = provider) => (await client.must(read, { id })).job;
const cancelled = (id: string, client: Client = provider) => client.query(cancel, { input: { id, idempotencyKey: hub.key() } });

describe('a long work', () => {
  it('shows from being asked for to its end', async () => {
    const id = await begun(provider, 10);
    expect(await jobOf(id)).toEqual({
      id,
      kind: 'TEST_WORK',
      state: 'QUEUED',
      done: 0,
      total: 10,
      queuedAt: '2026-10-19T03:00:00.000Z',
      startedAt: null,
      finishedAt: null,
      failure: null,
    });
    const ctx = run();
    expect(await beginJob(ctx, id)).toBe(true);
    await progress(ctx, id, 4);
    expect(await jobOf(id)).toMatchObject({ state: 'RUNNING', done: 4, startedAt: '2026-10-19T03:00:00.000Z' });
    await inTransaction(ctx, (inner) => finishJob(inner, id));
    expect(await jobOf(id)).toMatchObject({ state: 'SUCCEEDED', done: 10, finishedAt: '2026-10-19T03:00:00.000Z' });
  });

  it('writes its progress at most twice a second, for each run', async () => {
    const id = await begun();
    const ctx = run();
    await beginJob(ctx, id);
    const watch = vi.spyOn(performance, 'now');
    const doneAt = async (ms: number, done: number, by = ctx) => {
      watch.mockReturnValue(ms);
      await progress(by, id, done, 5000);
      return (await jobOf(id)).done;
    };
    try {
      expect(await doneAt(10_000, 1)).toBe(1);
      expect(await doneAt(10_499, 2)).toBe(1);
      expect(await doneAt(10_500, 3)).toBe(3);
      expect(await doneAt(10_501, 4, run())).toBe(4);
    } finally {
      watch.mockRestore();
    }
  });

  it('shows its progress although the work itself is not committed', async () => {
    const id = await begun();
    const ctx = run();
    await beginJob(ctx, id);
    await inTransaction(ctx, async () => {
      await progress(ctx, id, 7, 9);
      expect(await jobOf(id)).toMatchObject({ done: 7, total: 9 });
    });
  });

  it('begins again where a hub died over it, and not once it is over', async () => {
    const id = await begun();
    expect([await beginJob(run(), id), await beginJob(run(), id)]).toEqual([true, true]);
    await inTransaction(run(), (ctx) => finishJob(ctx, id));
    expect(await beginJob(run(), id)).toBe(false);
  });

  it('fails with a refusal in its own words, and with any other error masked', async () => {
    const [refused, broken] = [await begun(), await begun()];
    await failJob(run(), refused, ruleViolated('ours:test', { ky: 'Жок', ru: 'Нет', en: 'No' }, { ky: 'Күтүңүз', en: 'Wait' }));
    expect(await jobOf(refused)).toMatchObject({
      state: 'FAILED',
      failure: { code: 'RULE_VIOLATED', rule: 'ours:test', message: 'No', hint: 'Wait' },
    });
    await failJob(run(), broken, new Error('password=secret'));
    const { failure } = await jobOf(broken);
    expect(failure.code).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(failure)).not.toContain('secret');
  });
});

describe('a long work is cancelled', () => {
  it('by whoever started it: what runs learns of it, and its result is undone', async () => {
    const id = await begun();
    const ctx = run();
    await beginJob(ctx, id);
    expect(await isCancelled(ctx, id)).toBe(false);
    expect((await cancelled(id)).data?.cancelJob.job).toEqual({ state: 'CANCELLED', finishedAt: '2026-10-19T03:00:00.000Z' });
    expect(await isCancelled(ctx, id)).toBe(true);
    let late: string | undefined;
    const ending = inTransaction(ctx, async (inner) => {
      late = startJob({ ...inner, actor: (await contextOf(hub, provider)).actor }, { kind: 'RESULT' });
      await finishJob(inner, id);
    });
    await expect(ending).rejects.toMatchObject({ violation: { rule: 'ours:cancelled-work-leaves-nothing' } });
    expect((await provider.refused(read, { id: late }))[0]?.extensions.code).toBe('NOT_FOUND');
    await failJob(ctx, id, new Error('late'));
    expect((await jobOf(id)).state).toBe('CANCELLED');
  });

  it('before it began: then it does not begin', async () => {
    const id = await begun();
    await cancelled(id);
    expect(await beginJob(run(), id)).toBe(false);
  });

  it('not when it is over', async () => {
    const id = await begun();
    await beginJob(run(), id);
    await inTransaction(run(), (ctx) => finishJob(ctx, id));
    expect((await cancelled(id)).errors?.[0]?.extensions).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:only-work-under-way-is-cancelled',
    });
  });

  it('by nobody else, not even the ministry', async () => {
    const id = await begun();
    for (const other of [analyst, neighbour]) expect((await cancelled(id, other)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await jobOf(id)).state).toBe('QUEUED');
  });
});

describe('a long work is seen', () => {
  it('by whoever started it, their municipality and the ministry, and by nobody else', async () => {
    const id = await begun();
    const colleague = await hub.as('PROVIDER', { soate: '41708213826000', user: 'colleague' });
    for (const client of [provider, colleague, analyst]) expect((await jobOf(id, client)).id).toBe(id);
    expect((await neighbour.refused(read, { id }))[0]?.extensions.code).toBe('NOT_FOUND');
    const ministrys = await begun(analyst);
    expect((await provider.refused(read, { id: ministrys }))[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
