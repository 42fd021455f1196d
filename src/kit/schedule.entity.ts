import { defineEntity, p } from '@mikro-orm/postgresql';
import { instant } from './entity.ts';

const ScheduleSchema = defineEntity({
  name: 'Schedule',
  properties: {
    name: p.string().primary(),
    cron: p.string(),
    nextDueAt: instant(),
    lastSlotAt: instant().nullable(),
    isEnabled: p.boolean(),
  },
});

/** When a job is due next. A tick takes the row, queues the slot and moves it on: once, however many hubs run. */
export class Schedule extends ScheduleSchema.class {}
ScheduleSchema.setClass(Schedule);

const HubLeaseSchema = defineEntity({
  name: 'HubLease',
  properties: {
    id: p.uuid().primary(),
    workerIds: p.array().$type<string[]>(),
    expiresAt: instant(),
  },
});

/** A running hub and its job workers. When it has not been renewed, the hub is dead and the others release its jobs. */
export class HubLease extends HubLeaseSchema.class {}
HubLeaseSchema.setClass(HubLease);
