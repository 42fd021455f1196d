import { instantValue } from '../../kit/mail/notice-payload.ts';
import { defineJob, type JobDefinition } from '../../kit/module.ts';
import { notify } from '../../kit/notice.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { dayOf } from '../../shared/calendar.ts';
import { auditHeadNotice } from './audit.notices.ts';
import { lastSeal } from './audit.service.ts';

/** The job that mails the head of the audit log to an address outside the hub's reach, every day; an empty log has none. */
export function auditHeadJob(email: string): JobDefinition<never> {
  return defineJob<never>({
    name: 'mail-audit-head',
    schedule: '0 6 * * *',
    run: (ctx) =>
      inTransaction(ctx, async (inner) => {
        const seal = await lastSeal(inner);
        if (!seal) return;
        await notify(inner, auditHeadNotice, {
          subjectId: seal.entryId,
          offset: dayOf(inner.now),
          to: [
            {
              recipient: { email, name: null, language: null, municipalityId: null },
              payload: { contactName: '', sequence: String(seal.sequence), sealedAt: instantValue(seal.sealedAt), head: seal.hash },
            },
          ],
        });
      }),
  });
}
