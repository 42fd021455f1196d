import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, Versioned } from '../../kit/graphql.ts';
import type { NoticeKind } from '../../kit/notice.rules.ts';
import { NoticeKindEnum } from './notice.type.ts';

const quietHours = 'Nothing is sent in the quiet hours; what falls due in them goes out when they end.';

@ObjectType('NoticeSchedule', {
  implements: Versioned,
  description: 'When the notices of a kind go out that follow a day. Kinds without one go out on their act, at once. Requirement: R9, R12.',
})
export class NoticeScheduleType extends Versioned {
  @Field(() => NoticeKindEnum, { description: 'Which notices.' })
  kind!: NoticeKind;
  @Field(() => [Int], { description: 'Days from the last day in time: negative = before it, 0 = on it, positive = after it.' })
  offsetDays!: number[];
  @Field(() => String, { description: `When quiet hours begin, HH:MM in Bishkek. ${quietHours}` })
  quietFrom!: string;
  @Field(() => String, { description: 'When quiet hours end, HH:MM in Bishkek; never the same as `quietFrom`.' })
  quietTo!: string;
  @Field(() => Boolean, { description: 'Whether these notices are sent at all.' })
  isEnabled!: boolean;
}

@InputType({ description: 'Input of updateNoticeSchedule; what is absent stays.' })
export class UpdateNoticeScheduleInput extends ChangeInput {
  @Field(() => [Int], {
    nullable: true,
    description: 'All days from the last day in time. Reminders: 0 or negative; overdue notices: positive. One to 20 of them.',
  })
  offsetDays?: number[] | null;
  @Field(() => String, { nullable: true, description: 'When quiet hours begin, HH:MM in Bishkek; another time than `quietTo`.' })
  quietFrom?: string | null;
  @Field(() => String, { nullable: true, description: 'When quiet hours end, HH:MM in Bishkek.' })
  quietTo?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether these notices are sent at all.' })
  isEnabled?: boolean | null;
  @Field(() => String, { description: 'Why; it stays in the history.' })
  reason!: string;
}
