import { defineNotice } from '../../kit/notice.ts';

/** Ours: to the municipality, when the head grants a deferral. */
export const obligationDeferred = defineNotice({ name: 'obligation-deferred', kind: 'OBLIGATION_DEFERRED' });
