import { defineNotice } from '../../kit/notice.ts';

/** Ours: to an address outside, so that a log that was changed later shows. */
export const auditHeadNotice = defineNotice({ name: 'audit-head', kind: 'AUDIT_HEAD' });
