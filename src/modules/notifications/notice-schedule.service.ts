import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import type { NoticeKind } from '../../kit/notice.rules.ts';
import { columnsOf, rows, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertNone, recordTransition } from '../../kit/workflow.ts';
import { nameProblems } from '../../shared/plain-text.ts';
import { NoticeSchedule } from './notice-schedule.entity.ts';
import { firstSchedules, scheduleViolations } from './notice-schedule.rules.ts';

/** The schedules of a fresh database; what is there already is left alone. */
export async function seedNoticeSchedules(ctx: Ctx): Promise<void> {
  for (const [kind, { offsetDays, ...hours }] of Object.entries(firstSchedules)) {
    const known = await ctx.em.findOne(NoticeSchedule, { kind: kind as NoticeKind });
    if (!known) ctx.em.create(NoticeSchedule, { kind: kind as NoticeKind, offsetDays: [...offsetDays], ...hours, isEnabled: true });
  }
}

/** All schedules, fewer than ten. */
export function listNoticeSchedules(ctx: Ctx): Promise<NoticeSchedule[]> {
  return rows(ctx, sql`select ${columnsOf(ctx, NoticeSchedule, 't')} from notice_schedule t order by t.kind`);
}

export interface ScheduleChange {
  id: string;
  expectedVersion: number;
  offsetDays?: number[] | null;
  quietFrom?: string | null;
  quietTo?: string | null;
  isEnabled?: boolean | null;
  reason: string;
}

/** Changes when notices go out, with a reason that stays in the history; absent = unchanged. It holds for days still to come. */
export async function updateNoticeSchedule(ctx: Ctx, change: ScheduleChange): Promise<NoticeSchedule> {
  const schedule = found(await ctx.em.findOne(NoticeSchedule, { id: change.id }), ['input', 'id']);
  assertVersion(schedule, change.expectedVersion);
  const settings = {
    offsetDays: (change.offsetDays ?? schedule.offsetDays).toSorted((a, b) => a - b),
    quietFrom: change.quietFrom ?? schedule.quietFrom,
    quietTo: change.quietTo ?? schedule.quietTo,
    isEnabled: change.isEnabled ?? schedule.isEnabled,
  };
  assertNone([...nameProblems(['input', 'reason'], change.reason), ...scheduleViolations(schedule.kind, settings)]);
  const step = { from: inWords(schedule), to: inWords(settings), reason: change.reason };
  recordTransition(ctx, { type: 'NoticeSchedule', id: schedule.id }, step);
  return Object.assign(schedule, settings);
}

/** The states of a schedule's history: its days and hours, or that it is off. */
function inWords({ offsetDays, quietFrom, quietTo, isEnabled }: Omit<ScheduleChange, 'id' | 'expectedVersion' | 'reason'>): string {
  return isEnabled ? `${offsetDays?.join(', ')}; quiet ${quietFrom}-${quietTo}` : 'OFF';
}
