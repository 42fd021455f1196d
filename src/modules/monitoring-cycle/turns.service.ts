import type { Ctx } from '../../kit/ctx.ts';
import { awaitTurn, shareTurn } from '../../kit/turn.ts';

// Each of these is asked for before what it protects is read, a cycle's before a municipality's.

/** R12: until this transaction ends nothing changes what municipalities owe in a cycle. Any number hold it so at once. */
export function keepObligations(ctx: Ctx, cycleId: string): Promise<void> {
  return shareTurn(ctx, `obligations:${cycleId}`);
}

/** R9, R12: waits until nobody hands in, returns or accepts by what is owed in a cycle, and keeps it so while that is changed. */
export function changeObligations(ctx: Ctx, cycleId: string): Promise<void> {
  return awaitTurn(ctx, `obligations:${cycleId}`);
}

/** R12: what a municipality files, takes back and hands in follows one another: nothing slips past what was decided by it. */
export function awaitFilingTurn(ctx: Ctx, municipalityId: string): Promise<void> {
  return awaitTurn(ctx, `filing:${municipalityId}`);
}
