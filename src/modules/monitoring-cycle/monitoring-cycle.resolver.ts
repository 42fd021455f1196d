import { Arg, Args, Ctx as CtxArg, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, PageArgs, pageCost, payload, TransitionType } from '../../kit/graphql.ts';
import { DateTimeScalar } from '../../kit/scalars.ts';
import type { Page } from '../../kit/sql.ts';
import type { WorkflowTransition } from '../../kit/transition.entity.ts';
import { historyOf } from '../../kit/workflow.ts';
import { daysLeftOf, dueAtOf, isLateAt } from './cycle.rules.ts';
import { CycleDeadline, MonitoringCycle } from './monitoring-cycle.entity.ts';
import { changeCycleDeadline, deadlinesOfCycle, getMonitoringCycle, listMonitoringCycles } from './monitoring-cycle.service.ts';
import {
  ChangeCycleDeadlineInput,
  CycleDeadlineType,
  MonitoringCycleConnection,
  MonitoringCycleType,
  OpenMonitoringCycleInput,
} from './monitoring-cycle.type.ts';
import type { MonitoringList } from './monitoring-list.entity.ts';
import { latestList, listsOfCycle, openMonitoringCycle } from './monitoring-list.service.ts';
import { MonitoringListType } from './monitoring-list.type.ts';

const monitoringCycle = entityField(() => MonitoringCycleType, MonitoringCycle, 'The cycle as it is now.');
const deadline = entityField(() => CycleDeadlineType, CycleDeadline, 'The deadline as it is now.');

@Resolver(() => MonitoringCycleType)
export class MonitoringCycleResolver {
  @Query(() => MonitoringCycleType, { nullable: true, description: 'The cycle of a year. NOT_FOUND. Requirement: R9.' })
  monitoringCycle(
    @Arg('year', () => Int, { description: 'The calendar year that is monitored.' }) year: number,
    @CtxArg() ctx: Ctx,
  ): Promise<MonitoringCycle> {
    return getMonitoringCycle(ctx, year);
  }

  @Query(() => MonitoringCycleConnection, {
    description: 'All cycles, the latest year first. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  monitoringCycles(@Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<MonitoringCycle>> {
    return listMonitoringCycles(ctx, args);
  }

  @FieldResolver(() => [CycleDeadlineType], { description: 'Its deadlines, in the order in which they fall due; fewer than 20.' })
  deadlines(@Root() row: MonitoringCycle, @CtxArg() ctx: Ctx): Promise<CycleDeadline[]> {
    return deadlinesOfCycle(ctx, row.id);
  }

  @FieldResolver(() => MonitoringListType, {
    nullable: true,
    description:
      'The latest revision of its List that the caller may see: the ministry drafts too, others what was approved. Null = there is none yet. Requirement: R9.',
  })
  list(@Root() row: MonitoringCycle, @CtxArg() ctx: Ctx): Promise<MonitoringList | null> {
    return latestList(ctx, row.id);
  }

  @FieldResolver(() => [MonitoringListType], {
    description: 'All revisions of its List that the caller may see, in their order. Requirement: R9.',
  })
  lists(@Root() row: MonitoringCycle, @CtxArg() ctx: Ctx): Promise<MonitoringList[]> {
    return listsOfCycle(ctx, row.id);
  }

  @Command(payload('OpenMonitoringCycle', { monitoringCycle }), OpenMonitoringCycleInput, {
    description:
      'Opens the monitoring of a year: its deadlines, and the first draft of its List. Requirement: R9, R11, R12, R-III.2, R-III.4, R-III.6.',
  })
  async openMonitoringCycle({ year, noticeYear }: OpenMonitoringCycleInput, ctx: Ctx) {
    return { monitoringCycle: (await openMonitoringCycle(ctx, { year, noticeYear })).id };
  }
}

@Resolver(() => CycleDeadlineType)
export class CycleDeadlineResolver {
  @FieldResolver(() => DateTimeScalar, { description: 'The last instant that is in time: the end, in Bishkek, of the day or of its eve.' })
  dueAt(@Root() row: CycleDeadline): Date {
    return dueAtOf(row);
  }

  @FieldResolver(() => Int, { description: 'Days from today to the last day in time, in Bishkek; 0 = today, negative = it has passed.' })
  daysLeft(@Root() row: CycleDeadline, @CtxArg() ctx: Ctx): number {
    return daysLeftOf(row, ctx.now);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it was met after `dueAt`, or has passed and is not met.' })
  isLate(@Root() row: CycleDeadline, @CtxArg() ctx: Ctx): boolean {
    return isLateAt(row, row.metAt ?? ctx.now);
  }

  @FieldResolver(() => [TransitionType], { description: 'How it was moved, with the reasons, oldest first; its states are days.' })
  history(@Root() row: CycleDeadline, @CtxArg() ctx: Ctx): Promise<WorkflowTransition[]> {
    return historyOf(ctx, 'CycleDeadline', row.id);
  }

  @Command(payload('ChangeCycleDeadline', { deadline }), ChangeCycleDeadlineInput, {
    description:
      'Moves a deadline, with a reason. RULE_VIOLATED R12: nobody may extend 20 October. That day may come earlier, from 1 October and from today on, and only before it has passed: what was in time or late stays so.',
  })
  async changeCycleDeadline(input: ChangeCycleDeadlineInput, ctx: Ctx) {
    return { deadline: (await changeCycleDeadline(ctx, input)).id };
  }
}
