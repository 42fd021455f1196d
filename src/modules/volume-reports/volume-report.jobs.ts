import { defineJob } from '../../kit/module.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { tellOfDiscrepancies } from './discrepancy-notice.service.ts';

/** Every morning at nine, after the night's pulls: people read their mail then. */
export const discrepancyNotices = defineJob({
  name: 'discrepancy-notices',
  schedule: '0 9 * * *',
  run: (ctx) => inTransaction(ctx, tellOfDiscrepancies),
});
