import { defineJob } from './module.ts';
import { run, sql } from './sql.ts';
import { inTransaction } from './transaction.ts';

const keptDays = 30;

/** Forgets idempotency keys after 30 days, every night. */
export const forgetIdempotencyKeys = defineJob<never>({
  name: 'forget-idempotency-keys',
  schedule: '30 3 * * *',
  run: async (ctx, _, { log }) => {
    const forgotten = await inTransaction(ctx, (inner) =>
      run(inner, sql`delete from idempotency_key where created_at < ${inner.now}::timestamptz - ${keptDays} * interval '1 day'`),
    );
    log('idempotency keys were forgotten', { forgotten });
  },
});
