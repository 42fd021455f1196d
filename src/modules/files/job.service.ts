import { LockMode } from '@mikro-orm/postgresql';
import { type Actor, isMinistry, isOwn, isStill } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, run, sql } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { assertAllowed } from '../../kit/workflow.ts';
import { notFound, type Violation } from '../../shared/errors.ts';
import { Job } from './job.entity.ts';
import { cancelledMeanwhile, cancelRefusal, failureOf, givenUp, mostBeginnings } from './job.rules.ts';

/** A work, and who asked for the export that it makes; null = it makes something else. */
type JobWithAsker = Job & { asker: Actor | null };

/** What makes an export is seen by whoever may have the export; all else by the staff of its municipality and the ministry. */
function maySee(actor: Actor, { municipalityId, asker }: JobWithAsker): boolean {
  return asker ? isStill(actor, asker) : isMinistry(actor) || isOwn(actor, municipalityId);
}

async function findJob(ctx: Ctx, id: string): Promise<Job | undefined> {
  const job = await firstRow<JobWithAsker>(
    ctx,
    sql`select ${columnsOf(ctx, Job, 't')}, e.actor as asker from hub_job t left join export e on e.job_id = t.id where t.id = ${id}`,
  );
  return job && maySee(ctx.actor, job) ? job : undefined;
}

/** A job in scope. NOT_FOUND: absent, or not yours. */
export async function getJob(ctx: Ctx, id: string): Promise<Job> {
  return found(await findJob(ctx, id));
}

/** Cancels a work that the caller started. What runs notices it at its next step, and what it made is undone. */
export async function cancelJob(ctx: Ctx, id: string): Promise<Job> {
  const job = await ctx.em.findOne(Job, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!job || job.actorKey !== ctx.actor.key || !(await findJob(ctx, id))) throw notFound(['input', 'id']);
  assertAllowed(cancelRefusal(job.state));
  Object.assign(job, { state: 'CANCELLED', finishedAt: ctx.now });
  return job;
}

// ---- for whoever does long work -------------------------------------------------------------------------------------

export interface NewJob {
  /** What is done, in upper case: `PULL_VOLUMES`. */
  kind: string;
  /** How many steps there are; unknown unless given. */
  total?: number;
  /** Whose staff may see it; the caller's own municipality unless given. */
  municipalityId?: string | null;
}

/** Enters a long work in the transaction of the act that asks for it, and answers its id. Enqueue the job that does it beside. */
export function startJob(ctx: Ctx, { kind, total, municipalityId = ctx.actor.municipalityId }: NewJob): string {
  const id = newId();
  ctx.em.create(Job, {
    id,
    kind,
    state: 'QUEUED',
    done: 0,
    beginnings: 0,
    total: total ?? null,
    queuedAt: ctx.now,
    actorKey: ctx.actor.key,
    municipalityId,
  });
  return id;
}

// What the hub itself writes on a job shows on the job; the audit log has the act that started it and the one that cancelled it.

/**
 * Marks the work as running, also when a hub died over it and it begins again. False = it is over, cancelled, or was begun so often that
 * it is given up: do nothing.
 */
export async function beginJob(ctx: Ctx, jobId: string): Promise<boolean> {
  const begun = await inTransaction(ctx, (inner) =>
    firstRow<{ beginnings: number }>(
      inner,
      sql`update hub_job set state = 'RUNNING', started_at = coalesce(started_at, ${inner.now}), beginnings = beginnings + 1
          where id = ${jobId} and state in ('QUEUED', 'RUNNING') returning beginnings`,
    ),
  );
  if (!begun || begun.beginnings <= mostBeginnings) return begun !== undefined;
  await failJob(ctx, jobId, givenUp());
  return false;
}

/** Why a work ended without a result: what it failed of, or that a person cancelled it. */
export async function reasonOfEnd(ctx: Ctx, jobId: string): Promise<Violation> {
  const job = await firstRow<{ failure: Violation | null }>(ctx, sql`select failure from hub_job where id = ${jobId}`);
  return job?.failure ?? cancelledMeanwhile().violation;
}

const progressEveryMs = 500;
const shownAt = new WeakMap<Ctx, number>();

/**
 * Shows how far a running work is, in a short transaction of its own, at most twice a second for each context. Give the job's own
 * context, not that of a transaction which has written on the same job.
 */
export async function progress(ctx: Ctx, jobId: string, done: number, total?: number): Promise<void> {
  const now = performance.now();
  if (now - (shownAt.get(ctx) ?? -progressEveryMs) < progressEveryMs) return;
  shownAt.set(ctx, now);
  await inTransaction(ctx, (inner) =>
    run(
      inner,
      sql`update hub_job set done = ${done}::bigint, total = coalesce(${total ?? null}::bigint, total) where id = ${jobId} and state = 'RUNNING'`,
    ),
  );
}

/** Whether a person has cancelled the work: ask between steps, and stop. */
export async function isCancelled(ctx: Ctx, jobId: string): Promise<boolean> {
  const job = await firstRow<{ state: string }>(ctx, sql`select state from hub_job where id = ${jobId}`);
  return job?.state === 'CANCELLED';
}

/** Whether a work is still to be done or being done. */
export async function isUnderWay(ctx: Ctx, jobId: string): Promise<boolean> {
  const job = await firstRow<{ state: string }>(ctx, sql`select state from hub_job where id = ${jobId}`);
  return job?.state === 'QUEUED' || job?.state === 'RUNNING';
}

/**
 * Ends the work well, in the transaction that shows its result; `total` where it is known only now. Throws, so that the result is
 * undone, if it was cancelled meanwhile.
 */
export async function finishJob(ctx: Ctx, jobId: string, total?: number): Promise<void> {
  const steps = sql`coalesce(${total ?? null}::bigint, total)`;
  const finished = await run(
    ctx,
    sql`update hub_job set state = 'SUCCEEDED', total = ${steps}, done = coalesce(${steps}, done), finished_at = ${ctx.now}
        where id = ${jobId} and state = 'RUNNING'`,
  );
  if (finished === 0) throw cancelledMeanwhile();
}

/** Does the work of a job: what fails is told on the job and leaves nothing; a hub that stops over it leaves it to the next. */
export async function doJob(ctx: Ctx, jobId: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!(await beginJob(ctx, jobId))) return;
  try {
    await work();
  } catch (error) {
    if (signal.aborted) throw error;
    await failJob(ctx, jobId, error);
    throw error;
  }
}

/** Ends the work badly, in a transaction of its own; does nothing if it is over already. */
export async function failJob(ctx: Ctx, jobId: string, error: unknown): Promise<void> {
  await inTransaction(ctx, (inner) =>
    run(
      inner,
      sql`update hub_job set state = 'FAILED', failure = ${JSON.stringify(failureOf(error))}::jsonb, finished_at = ${inner.now}
          where id = ${jobId} and state in ('QUEUED', 'RUNNING')`,
    ),
  );
}
