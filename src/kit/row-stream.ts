import type { Ctx } from './ctx.ts';
import { newId } from './entity.ts';
import { rows, run, type Sql, sql } from './sql.ts';
import { inTransaction } from './transaction.ts';

/** Runs a reading in one transaction that sees one moment, and can change nothing. `streamRows` needs one. */
export function inSnapshot<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inTransaction(ctx, async (inner) => {
    await run(inner, sql`set transaction isolation level repeatable read, read only`);
    return work(inner);
  });
}

const rowsAtATime = 1000;

/**
 * Rows of a statement of any length, in the shape that `rows` gives them, a thousand held at a time. In an open transaction only.
 */
export async function* streamRows<T extends object>(ctx: Ctx, statement: Sql): AsyncGenerator<T, void> {
  const cursor = sql.id(`rows_${newId()}`);
  await run(ctx, sql`declare ${cursor} no scroll cursor for ${statement}`);
  for (;;) {
    const batch = await rows<T>(ctx, sql`fetch ${sql.lit(rowsAtATime)} from ${cursor}`);
    yield* batch;
    if (batch.length < rowsAtATime) break;
  }
  await run(ctx, sql`close ${cursor}`);
}
