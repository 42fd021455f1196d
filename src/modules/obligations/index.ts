/**
 * What each municipality owes by 20 October, derived from the approved List, its amendments and successions; who has not filed; deferrals; what is
 * due next of all that a role answers for.
 * Whose: a municipality sees and defers its own, HEAD decides on deferrals, the ministry reads all. The rows are the submissions module's.
 * Requirements: R9 (the List says what is owed), R12 (when, and in what parts).
 */
import { reaction } from '../../kit/happening.ts';
import { defineModule } from '../../kit/module.ts';
import { listApproved } from '../monitoring-cycle/monitoring-list.service.ts';
import { successionRecorded } from '../organizations/succession.service.ts';
import { ObligationDeferral } from './deferral.entity.ts';
import { followList, followSuccession } from './obligation-begin.service.ts';
import { followSuccessionsJob } from './obligation.jobs.ts';
import { filingNotices, filingReminders } from './filing-reminder.notices.ts';
import { obligationExports } from './obligation.exports.ts';
import { obligationDeferred } from './obligation.notices.ts';
import {
  CycleObligationsResolver,
  FilingProgressResolver,
  MissingFilingResolver,
  MunicipalityObligationsResolver,
  ObligationResolver,
  PartObligationsResolver,
} from './obligation.resolver.ts';
import { UpcomingDeadlineResolver } from './upcoming-deadline.resolver.ts';

export const obligations = defineModule({
  name: 'obligations',
  entities: [ObligationDeferral],
  resolvers: [
    ObligationResolver,
    MissingFilingResolver,
    FilingProgressResolver,
    CycleObligationsResolver,
    MunicipalityObligationsResolver,
    PartObligationsResolver,
    UpcomingDeadlineResolver,
  ],
  reactions: [reaction(listApproved, followList), reaction(successionRecorded, followSuccession)],
  exports: obligationExports,
  jobs: [followSuccessionsJob],
  notices: [obligationDeferred, ...filingNotices],
  reminders: filingReminders,
});
