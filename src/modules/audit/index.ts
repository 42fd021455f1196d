/**
 * The audit log: append-only rows written in the transaction of each act, sealed into an HMAC chain within seconds.
 * Whose: ADMIN and HEAD read it, a municipality the acts on its own records; nobody writes it but the hub.
 * Ours: the regulation does not ask for it; R9 and R12 need acts that can be proved.
 */
import { defineModule } from '../../kit/module.ts';
import { auditExports } from './audit.exports.ts';
import { auditHeadNotice } from './audit.notices.ts';
import { AuditResolver } from './audit.resolver.ts';
import { sealAudit } from './audit.service.ts';

export const audit = defineModule({
  name: 'audit',
  resolvers: [AuditResolver],
  exports: auditExports,
  notices: [auditHeadNotice],
  ticks: [{ name: 'seal-audit', everySeconds: 5, run: async (ctx) => void (await sealAudit(ctx)) }],
});
