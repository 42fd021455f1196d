import { defineNotice } from '../../kit/notice.ts';

/** R12: to a municipality whose reported counts differ from what sources state by more than the tolerance, before it hands in. */
export const discrepancyFound = defineNotice({ name: 'discrepancy-found', kind: 'DISCREPANCY_FOUND', priority: 5 });
