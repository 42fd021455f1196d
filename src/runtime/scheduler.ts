import { CronExpressionParser } from 'cron-parser';
import type { RunCoordinator } from 'node-cron';
import type { Ctx } from '../kit/ctx.ts';
import type { JobDefinition } from '../kit/module.ts';
import { enqueue } from '../kit/outbox.ts';
import { rows, run, sql } from '../kit/sql.ts';
import { zone } from '../shared/calendar.ts';

/** The first slot of a cron expression, in Bishkek time, after an instant. */
export function nextSlot(expression: string, after: Date): Date {
  return CronExpressionParser.parse(expression, { currentDate: after, tz: zone }).next().toDate();
}

/** Gives every scheduled job its row; a row that is there keeps its next slot unless its expression has changed. */
export async function planSchedules(ctx: Ctx, jobs: readonly JobDefinition<never>[]): Promise<void> {
  for (const { name, schedule } of jobs) {
    if (!schedule) continue;
    await run(
      ctx,
      sql`insert into schedule (name, cron, next_due_at, is_enabled) values (${name}, ${schedule}, ${nextSlot(schedule, ctx.now)}, true)
          on conflict (name) do update set cron = excluded.cron, next_due_at = excluded.next_due_at where schedule.cron <> excluded.cron`,
    );
  }
}

/**
 * Queues what is due and not done. The row is the claim: of several hubs one takes it, and a slot missed while every hub was down
 * is queued on return, once.
 */
export async function queueDueSlots(ctx: Ctx, jobs: readonly JobDefinition<never>[]): Promise<void> {
  const due = await rows<{ name: string; cron: string; nextDueAt: Date }>(
    ctx,
    sql`select name, cron, next_due_at from schedule where is_enabled and next_due_at <= ${ctx.now} for update skip locked`,
  );
  for (const { name, cron, nextDueAt } of due) {
    const job = jobs.find((candidate) => candidate.name === name);
    if (!job) continue;
    await enqueue(ctx, job, { slot: nextDueAt.toISOString() });
    await run(ctx, sql`update schedule set last_slot_at = next_due_at, next_due_at = ${nextSlot(cron, ctx.now)} where name = ${name}`);
  }
}

/**
 * Of several hubs, one takes each slot of a tick: the one that enters it. It compares for "another slot" and not for "a later one", so
 * that a hub whose clock runs far ahead holds up nobody: every look is safe to be done twice. A hub that dies in its look
 * loses that look only; the next slot asks the same question.
 */
export function tickCoordinator(ctxOf: () => Pick<Ctx, 'em'>): RunCoordinator {
  return {
    async shouldRun(key) {
      const name = key.slice(0, key.indexOf(':'));
      const slot = key.slice(name.length + 1);
      const taken = await run(
        ctxOf(),
        sql`insert into tick_slot (name, slot) values (${name}, ${slot}) on conflict (name) do update set slot = excluded.slot where tick_slot.slot <> excluded.slot`,
      );
      return taken === 1;
    },
  };
}
