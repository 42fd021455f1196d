import { Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, payload, TransitionType } from '../../kit/graphql.ts';
import type { WorkflowTransition } from '../../kit/transition.entity.ts';
import { historyOf } from '../../kit/workflow.ts';
import { NoticeSchedule } from './notice-schedule.entity.ts';
import { listNoticeSchedules, updateNoticeSchedule } from './notice-schedule.service.ts';
import { NoticeScheduleType, UpdateNoticeScheduleInput } from './notice-schedule.type.ts';

const noticeSchedule = entityField(() => NoticeScheduleType, NoticeSchedule, 'The schedule as it is now.');

@Resolver(() => NoticeScheduleType)
export class NoticeScheduleResolver {
  @Query(() => [NoticeScheduleType], { description: 'When the notices go out that follow a day; fewer than ten. Requirement: R9, R12.' })
  noticeSchedules(@CtxArg() ctx: Ctx): Promise<NoticeSchedule[]> {
    return listNoticeSchedules(ctx);
  }

  @FieldResolver(() => [TransitionType], { description: 'How it was changed, with the reasons, oldest first; its states are settings.' })
  history(@Root() row: NoticeSchedule, @CtxArg() ctx: Ctx): Promise<WorkflowTransition[]> {
    return historyOf(ctx, 'NoticeSchedule', row.id);
  }

  @Command(payload('UpdateNoticeSchedule', { noticeSchedule }), UpdateNoticeScheduleInput, {
    description: 'Changes when notices go out, with a reason; it holds for days still to come.',
  })
  async updateNoticeSchedule(input: UpdateNoticeScheduleInput, ctx: Ctx) {
    return { noticeSchedule: (await updateNoticeSchedule(ctx, input)).id };
  }
}
