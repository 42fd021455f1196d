import { forgetChanges } from './change-feed.ts';
import { defineJob } from './module.ts';
import { inTransaction } from './transaction.ts';

const keptDays = 90;

/** Forgets changes after 90 days, every night: who has not read for so long begins anew from the bulk. */
export const forgetOldChanges = defineJob<never>({
  name: 'forget-changes',
  schedule: '40 3 * * *',
  run: async (ctx, _, { log }) => {
    const before = new Date(ctx.now.getTime() - keptDays * 86_400_000);
    log('changes were forgotten', { forgotten: await inTransaction(ctx, (inner) => forgetChanges(inner, before)) });
  },
});
