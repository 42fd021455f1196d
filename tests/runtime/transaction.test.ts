import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../src/app.ts';
import { newId } from '../../src/kit/entity.ts';
import { run, sql } from '../../src/kit/sql.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
import { keepContent } from '../../src/modules/files/file.service.ts';
import { startHub, type TestHub } from '../support/hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
});
afterAll(() => hub.stop());

describe('a transaction that is over', () => {
  const contentId = newId();
  const writing = sql`insert into content_chunk (content_id, ordinal, bytes) values (${contentId}, 0, 'late')`;
  const written = () => hub.rows(sql`select 1 from content_chunk where content_id = ${contentId}`);

  it('keeps nothing of what was begun beside a statement that failed, and came to the database later', async () => {
    const turn = Promise.withResolvers<void>();
    let late: Promise<unknown> | undefined;
    const failing = inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'test'), async (ctx) => {
      late = turn.promise.then(() => run(ctx, writing));
      await Promise.all([run(ctx, sql`select 1 / 0`), late]);
    });
    await expect(failing).rejects.toThrow('division by zero');
    turn.resolve();
    await expect(late).rejects.toThrow('This transaction is over');
    expect(await written()).toEqual([]);
  });

  it('lets the ORM write nothing more either', async () => {
    const turn = Promise.withResolvers<void>();
    let late: Promise<unknown> | undefined;
    const failing = inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'test'), async (ctx) => {
      late = turn.promise.then(() => {
        keepContent(ctx, { contentId, name: 'late.csv', mediaType: 'text/csv', bytes: 4, sha256: '0'.repeat(64) });
        return ctx.em.flush();
      });
      await Promise.all([run(ctx, sql`select 1 / 0`), late]);
    });
    await expect(failing).rejects.toThrow('division by zero');
    turn.resolve();
    await expect(late).rejects.toThrow('This transaction is over');
    expect(await hub.rows(sql`select 1 from file where content_id = ${contentId}`)).toEqual([]);
  });

  it('takes nothing that is forgotten in it and comes after its commit', async () => {
    const ended = await inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'test'), async (ctx) => ctx);
    await expect(run(ended, writing)).rejects.toThrow('This transaction is over');
    expect(await written()).toEqual([]);
  });
});
