import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, instant, versioned } from '../../kit/entity.ts';
import type { NoticeKind } from '../../kit/notice.rules.ts';

const NoticeScheduleSchema = defineEntity({
  name: 'NoticeSchedule',
  properties: {
    ...versioned(),
    kind: p.string().$type<NoticeKind>().unique(),
    /** Days from the last day in time: negative = before, 0 = on it, positive = after. */
    offsetDays: p.array().$type<number[]>().columnType('int[]'),
    /** `HH:MM` in Bishkek; the hours in which nothing is sent, over midnight where `quietFrom` is the later. */
    quietFrom: p.string(),
    quietTo: p.string(),
    isEnabled: p.boolean(),
  },
});

/** When the notices of a kind go out that follow a day and not an act. */
export class NoticeSchedule extends NoticeScheduleSchema.class {}
NoticeScheduleSchema.setClass(NoticeSchedule);

const ReminderRunSchema = defineEntity({
  name: 'ReminderRun',
  properties: {
    /** The notice's name. */
    notice: p.string().primary(),
    day: day().primary(),
    ranAt: instant(),
  },
});

/** A day that one reminder has been looked at for: whoever writes the row writes its notices, in one transaction. */
export class ReminderRun extends ReminderRunSchema.class {}
ReminderRunSchema.setClass(ReminderRun);
