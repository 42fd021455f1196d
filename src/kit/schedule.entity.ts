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

const TickSlotSchema = defineEntity({
  name: 'TickSlot',
  properties: {
    name: p.string().primary(),
    /** The slot that a hub took last, as it named it. */
    slot: p.string(),
  },
});

/** Which slot of a tick was taken last: of several hubs, the one that changes it takes the look. */
export class TickSlot extends TickSlotSchema.class {}
TickSlotSchema.setClass(TickSlot);
