import { run as runWorker, type Runner, type TaskList } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import cron, { type ScheduledTask, type TaskOptions } from 'node-cron';
import { v7 as uuidv7 } from 'uuid';
import pg from 'pg';
import { system } from '../access/actor.ts';
import type { Ctx } from '../kit/ctx.ts';
import type { JobDefinition, Tick } from '../kit/module.ts';
import { type JobLane, massFlag } from '../kit/outbox.ts';
import { rows, run, sql } from '../kit/sql.ts';
import { inTransaction } from '../kit/transaction.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { forkEm, type Orm } from './orm.ts';
import { planSchedules, queueDueSlots, tickCoordinator } from './scheduler.ts';
import { cronLogger, quietLogger } from './worker-log.ts';

export interface WorkerOptions {
  url: string;
  orm: Orm;
  clock: Clock;
  jobs: readonly JobDefinition<never>[];
  ticks: readonly Tick[];
  /** Whether the ticks are run and due slots queued; jobs are taken anyway. */
  looks: boolean;
  log: Logger;
  metrics: Metrics;
}

export interface Worker {
  /** Whether jobs are taken: what `/health/ready` asks. */
  isRunning(): boolean;
  /** Takes no new jobs and waits for those that run; what does not end in time is done again by the next hub. */
  stop(): Promise<void>;
}

interface Slots {
  lane: JobLane;
  count: number;
  /** Takes no mass work. */
  urgentOnly?: boolean;
}

/** How many jobs a hub runs at once. Mass mails that stall take all slots that are open to them: one is kept, so that no urgent mail is behind them. */
const slots: readonly Slots[] = [
  { lane: 'WORK', count: 4 },
  { lane: 'MAIL', count: 3 },
  { lane: 'MAIL', count: 1, urgentOnly: true },
];
/** Each slot, the ear of each kind, and two to spare. */
const connections = slots.reduce((sum, { count }) => sum + count, slots.length + 2);
const leaseSeconds = 30;
const renewEverySeconds = 10;
const drainMs = 15_000;

/** The context of a piece of background work. */
function jobCtx({ orm, clock }: WorkerOptions, action: string, requestId: string): Ctx {
  return { em: forkEm(orm), actor: system, now: clock.now(), language: 'KY', requestId, action, actingAs: ['SYSTEM'], origin: 'job' };
}

/** Starts taking jobs and looking at schedules. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { url, jobs, log } = options;
  const hubId = uuidv7();
  const stopping = new AbortController();
  const workerIds: string[] = [];
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'hub-jobs', keepAlive: true });
  const lost = (error: Error): void => log.warn({ err: error }, 'a connection of the job queue was lost');
  pool.on('error', lost).on('connect', (connection) => connection.on('error', lost));
  const events = new EventEmitter();
  // The queue locks jobs in the name of the pool that runs them.
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => workerIds.push(workerPool.id));
  const runners: Runner[] = [];
  let isWhole = true;
  for (const { lane, count, urgentOnly } of slots) {
    const inLane = jobs.filter((job) => (job.lane ?? 'WORK') === lane);
    const runner = await runWorker({
      pgPool: pool,
      concurrency: count,
      forbiddenFlags: urgentOnly ? [massFlag] : null,
      noHandleSignals: true,
      pollInterval: 1000,
      gracefulShutdownAbortTimeout: drainMs,
      taskList: Object.fromEntries(inLane.map((job) => [job.name, taskOf(options, job, stopping.signal)])) as TaskList,
      events,
      logger: quietLogger(log),
    });
    void runner.promise.catch((error: unknown) => {
      isWhole = false;
      if (!stopping.signal.aborted) log.error({ err: error, lane }, 'the job worker stopped');
    });
    runners.push(runner);
  }

  await renewLease(options, hubId, workerIds);
  await inTransaction(jobCtx(options, 'plan-schedules', hubId), (ctx) => planSchedules(ctx, jobs));
  const ownLease: Tick = { name: 'renew-lease', everySeconds: renewEverySeconds, run: () => renewLease(options, hubId, workerIds) };
  const dueSlots: Tick = {
    name: 'queue-due-slots',
    everySeconds: 15,
    run: (ctx) => inTransaction(ctx, (inner) => queueDueSlots(inner, jobs)),
  };
  const ticking = new Set<Promise<void>>();
  const runCoordinator = tickCoordinator(() => ({ em: forkEm(options.orm) }));
  const tasks = [
    scheduleTick(options, ownLease, ticking),
    ...(options.looks ? [dueSlots, ...options.ticks] : []).map((tick) =>
      scheduleTick(options, tick, ticking, { distributed: true, runCoordinator }),
    ),
  ];

  return {
    isRunning: () => isWhole && !stopping.signal.aborted,
    async stop() {
      stopping.abort();
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.allSettled(ticking);
      const stopped = await Promise.allSettled(runners.map((runner) => runner.stop()));
      for (const end of stopped)
        if (end.status === 'rejected') log.warn({ err: end.reason as unknown }, 'the job worker did not stop in order');
      await run({ em: forkEm(options.orm) }, sql`delete from hub_lease where id = ${hubId}`).catch(() => undefined);
      await pool.end();
    },
  };
}

function taskOf(options: WorkerOptions, job: JobDefinition<never>, signal: AbortSignal) {
  const log = options.log.child({ job: job.name });
  return async (payload: unknown, { job: queued }: { job: { id: string } }): Promise<void> => {
    const ctx = jobCtx(options, job.name, `job-${queued.id}`);
    try {
      await job.run(ctx, payload as never, { signal, log: (message, facts) => log.info(facts ?? {}, message) });
      options.metrics.countJob(job.name, 'done');
    } catch (error) {
      options.metrics.countJob(job.name, 'failed');
      log.error({ err: error, jobId: queued.id }, 'a job failed');
      throw error;
    }
  };
}

/** `between` says how hubs share the tick; by default each hub has its own. */
function scheduleTick(options: WorkerOptions, tick: Tick, ticking: Set<Promise<void>>, between: TaskOptions = {}): ScheduledTask {
  const expression = tick.everySeconds >= 60 ? '0 * * * * *' : `*/${tick.everySeconds} * * * * *`;
  const look = async (): Promise<void> => {
    try {
      await tick.run(jobCtx(options, tick.name, `tick-${tick.name}`));
    } catch (error) {
      options.log.error({ err: error, tick: tick.name }, 'a look at what is due failed; the next one tries again');
    }
  };
  return cron.schedule(
    expression,
    () => {
      const done = look().finally(() => ticking.delete(done));
      ticking.add(done);
      return done;
    },
    { name: tick.name, noOverlap: true, suppressMissedWarning: true, logger: cronLogger(options.log), ...between },
  );
}

/**
 * Says that this hub lives, and releases the jobs of hubs that no longer do: the queue itself would hold them for four hours. The jobs
 * say who holds them, not the leases that have ended: a hub may die before it has one, and another while it releases.
 */
async function renewLease(options: WorkerOptions, hubId: string, workerIds: readonly string[]): Promise<void> {
  const lease = sql`${leaseSeconds} * interval '1 second'`;
  const dead = await inTransaction(jobCtx(options, 'renew-lease', hubId), async (ctx) => {
    await run(
      ctx,
      sql`insert into hub_lease (id, worker_ids, expires_at) values (${hubId}, ${[...workerIds]}::text[], clock_timestamp() + ${lease})
          on conflict (id) do update set worker_ids = excluded.worker_ids, expires_at = excluded.expires_at`,
    );
    await run(ctx, sql`delete from hub_lease where expires_at < clock_timestamp()`);
    const orphaned = await rows<{ by: string }>(
      ctx,
      sql`select distinct j.locked_by as by from graphile_worker.jobs j
          where j.locked_at < clock_timestamp() - ${lease} and not exists (select from hub_lease l where j.locked_by = any(l.worker_ids))`,
    );
    const workers = orphaned.map(({ by }) => by);
    if (workers.length > 0) await run(ctx, sql`select graphile_worker.force_unlock_workers(${workers}::text[])`);
    return workers;
  });
  if (dead.length > 0) options.log.warn({ workers: dead.length }, 'released the jobs of a hub that died');
}
