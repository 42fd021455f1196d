/**
 * Every e-mail of the hub: its state, its tries, its proof of delivery, and the job that hands it to the relay.
 * Whose: the ministry sees all, a municipality its own. Which notices there are is said by the modules that cause them.
 * Requirements: R9 (the List is brought to the providers' attention, which must be provable).
 */
import { defineModule } from '../../kit/module.ts';
import { addressFailing } from './address-problem.notices.ts';
import { AddressProblemResolver } from './address-problem.resolver.ts';
import { NoticeSchedule, ReminderRun } from './notice-schedule.entity.ts';
import { NoticeScheduleResolver } from './notice-schedule.resolver.ts';
import { RelayLane } from './relay-lane.entity.ts';
import { seedNoticeSchedules } from './notice-schedule.service.ts';
import { MunicipalityNoticesResolver, NoticeResolver } from './notice.resolver.ts';

export const notifications = defineModule({
  name: 'notifications',
  entities: [NoticeSchedule, ReminderRun, RelayLane],
  notices: [addressFailing],
  resolvers: [AddressProblemResolver, NoticeResolver, MunicipalityNoticesResolver, NoticeScheduleResolver],
  seeds: [{ name: 'notice-schedules', run: seedNoticeSchedules }],
});
