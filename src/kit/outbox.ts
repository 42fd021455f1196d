import type { Ctx } from './ctx.ts';
import { isMass } from './outbox.rules.ts';
import { run, sql } from './sql.ts';

/** The slots of a hub that a job takes: those who wait for a mail relay have their own, so that one that stalls holds up nothing else. */
export type JobLane = 'WORK' | 'MAIL';

/** What mass work is marked with in the queue: a slot that is kept for urgent work leaves it to the others. */
export const massFlag = 'mass';

const flagsOf = (priority: number): string[] | null => (isMass(priority) ? [massFlag] : null);

/** What the queue needs to know of a job; a `JobDefinition` is one. */
export interface QueuedJob {
  name: string;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** Tries before the job is given up. Default 5. */
  maxAttempts?: number;
  /** Default WORK. */
  lane?: JobLane;
}

export interface EnqueueOptions {
  /** At most one pending job has this key; a later one replaces it. */
  key?: string;
  runAt?: Date;
  /** Lower runs first; 0 unless given. Above it is mass work, which goes behind urgent work. */
  priority?: number;
}

/** Queues a job in the transaction of the act: no commit, no job. */
export async function enqueue(
  ctx: Pick<Ctx, 'em' | 'now'>,
  job: QueuedJob,
  payload: Readonly<Record<string, unknown>>,
  { key, runAt, priority = 0 }: EnqueueOptions = {},
): Promise<void> {
  // The queue runs by the database's clock, the hub by its own: what counts is how long from now.
  const waitMs = runAt ? Math.max(0, runAt.getTime() - ctx.now.getTime()) : 0;
  await run(
    ctx,
    sql`select graphile_worker.add_job(${job.name}, payload => ${JSON.stringify(payload)}::json, queue_name => ${job.queue ?? null}::text,
        run_at => now() + ${waitMs} * interval '1 millisecond', max_attempts => ${job.maxAttempts ?? 5}::int, job_key => ${key ?? null}::text,
        priority => ${priority}::int, flags => ${flagsOf(priority)}::text[])`,
  );
}

/** As `enqueue`, for many payloads of one job in one statement: a mass mailing is thousands. */
export async function enqueueEach(
  ctx: Pick<Ctx, 'em'>,
  job: QueuedJob,
  jobs: readonly { payload: Readonly<Record<string, unknown>>; key: string }[],
  priority: number,
): Promise<void> {
  if (jobs.length === 0) return;
  await run(
    ctx,
    sql`select from graphile_worker.add_jobs(array(
          select (${job.name}, j.payload, ${job.queue ?? null}, null, ${job.maxAttempts ?? 5}::int, j.key, ${priority}::int, ${flagsOf(priority)}::text[])::graphile_worker.job_spec
          from json_to_recordset(${JSON.stringify(jobs)}::json) as j(payload json, key text)))`,
  );
}
