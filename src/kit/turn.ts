import type { Ctx } from './ctx.ts';
import { firstRow, sql } from './sql.ts';

/** Acts under one name come one after the other: until this transaction ends nobody else has the turn, or a share in it. */
export async function awaitTurn(ctx: Ctx, name: string): Promise<void> {
  await firstRow(ctx, sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** Any number have a share in a turn at once; whoever awaits it waits for all of them, and they for whoever has it. */
export async function shareTurn(ctx: Ctx, name: string): Promise<void> {
  await firstRow(ctx, sql`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`);
}
