import { defineJob } from '../../kit/module.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { followAllSuccessions } from './obligation-begin.service.ts';

/** Ours: a succession that was recorded for a day to come passes on what is owed when its day has come. */
export const followSuccessionsJob = defineJob({
  name: 'follow-successions',
  schedule: '5 0 * * *',
  run: (ctx) => inTransaction(ctx, followAllSuccessions),
});
