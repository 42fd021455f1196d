import { defineNotice } from '../../kit/notice.ts';

/** R12: to the municipality, with the receipt, each time that something is handed in. */
export const submissionReceived = defineNotice({ name: 'submission-received', kind: 'SUBMISSION_RECEIVED' });

/** R12: to the municipality, with the first remark and until when to mend. */
export const submissionReturned = defineNotice({ name: 'submission-returned', kind: 'SUBMISSION_RETURNED' });

/** R12: to the municipality, when the unit accepts. */
export const submissionAccepted = defineNotice({ name: 'submission-accepted', kind: 'SUBMISSION_ACCEPTED' });
