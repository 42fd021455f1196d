import { Arg, Ctx as CtxArg, Int, Query, Resolver } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import type { CycleDeadline } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { CycleDeadlineType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { upcomingDeadlines } from './upcoming-deadline.service.ts';

@Resolver()
export class UpcomingDeadlineResolver {
  @Query(() => [CycleDeadlineType], {
    description:
      "Deadlines that the caller's roles answer for and have not met: the overdue first, of all years, then those ahead, the nearest first; at most 100. A PROVIDER's stay while its municipality owes something; while no List is approved, what is ahead of the year is there for all. Requirement: R9, R11, R12, R-III.",
  })
  upcomingDeadlines(
    @Arg('withinDays', () => Int, { defaultValue: 30, description: 'How many days ahead, 0 to 366; what is overdue is always there.' })
    withinDays: number,
    @CtxArg() ctx: Ctx,
  ): Promise<CycleDeadline[]> {
    return upcomingDeadlines(ctx, withinDays);
  }
}
