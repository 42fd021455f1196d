/**
 * The monitoring of a year: its deadlines, and the List of monitoring objects from draft to proof of notice.
 * Whose: ANALYST prepares and notifies, HEAD approves (another person), a municipality acknowledges.
 * Requirements: R5, R8 (objects), R9 (the List and its notice), and the days of R11, R12, R-III.2, R-III.4 and R-III.6.
 */
import { defineModule } from '../../kit/module.ts';
import { unitDeadlineNotices, unitDeadlineReminder } from './cycle-deadline.notices.ts';
import { CycleDeadline, MonitoringCycle } from './monitoring-cycle.entity.ts';
import { CycleDeadlineResolver, MonitoringCycleResolver } from './monitoring-cycle.resolver.ts';
import {
  ListAcknowledgement,
  MonitoringList,
  MonitoringObject,
  MonitoringObjectMunicipality,
  MonitoringObjectService,
  NoticeGiven,
} from './monitoring-list.entity.ts';
import { listNotified, listTakenOff } from './monitoring-list.notices.ts';
import { MonitoringListResolver, MonitoringObjectResolver, ProofOfNoticeResolver } from './monitoring-list.resolver.ts';
import { proofExports } from './proof-of-notice.exports.ts';

export const monitoringCycle = defineModule({
  name: 'monitoring-cycle',
  entities: [
    MonitoringCycle,
    CycleDeadline,
    MonitoringList,
    MonitoringObject,
    MonitoringObjectService,
    MonitoringObjectMunicipality,
    NoticeGiven,
    ListAcknowledgement,
  ],
  resolvers: [MonitoringCycleResolver, CycleDeadlineResolver, MonitoringListResolver, MonitoringObjectResolver, ProofOfNoticeResolver],
  notices: [listNotified, listTakenOff, ...unitDeadlineNotices],
  reminders: [unitDeadlineReminder],
  exports: proofExports,
});
