import type { EntityName } from '@mikro-orm/postgresql';
import type { ChangeSource } from './change-feed.ts';
import type { Ctx } from './ctx.ts';
import type { ExportDefinition } from './export.ts';
import type { Reaction } from './happening.ts';
import type { NoticeDefinition } from './notice.ts';
import type { QueuedJob } from './outbox.ts';
import type { Reminder } from './reminder.ts';

/** What a job may use besides its context: progress to show, and the sign to stop. */
export interface JobRun {
  /** The hub's shutdown: long work stops at the next good place and is done again later. */
  signal: AbortSignal;
  log: (message: string, facts?: Record<string, unknown>) => void;
}

/** Work in the background: queued by `enqueue`, or by its schedule. */
export interface JobDefinition<Payload = unknown> extends QueuedJob {
  /** Gets a context (actor SYSTEM) outside any transaction: it opens its own with inTransaction(). */
  run: (ctx: Ctx, payload: Payload, run: JobRun) => Promise<void>;
  /** A cron expression in Bishkek time: each slot is queued once, however many hubs run, and caught up after downtime. */
  schedule?: string;
}

export function defineJob<Payload = void>(job: JobDefinition<Payload>): JobDefinition<Payload> {
  return job;
}

/** A small look, every so many seconds, in one of the hubs: what is due and not done? Must be safe in several hubs at once. */
export interface Tick {
  name: string;
  everySeconds: number;
  run: (ctx: Ctx) => Promise<void>;
}

/** Loads what a fresh database needs; must be safe to run again. */
export interface Seed {
  name: string;
  run: (ctx: Ctx) => Promise<void>;
}

/** A feature folder, as the composition root sees it. Nothing is scanned: what is not listed is not there. */
export interface Module {
  name: string;
  entities?: readonly EntityName[];
  /** type-graphql resolver classes. */
  resolvers?: readonly ResolverClass[];
  jobs?: readonly JobDefinition<never>[];
  notices?: readonly NoticeDefinition[];
  /** What of it agencies are told of through the exchange's feed. */
  changes?: readonly ChangeSource[];
  exports?: readonly ExportDefinition[];
  /** What it does in the transaction of an earlier module's act. */
  reactions?: readonly Reaction[];
  reminders?: readonly Reminder[];
  ticks?: readonly Tick[];
  seeds?: readonly Seed[];
}

// type-graphql takes any class; none of them has a constructor of its own.
export type ResolverClass = new () => object;

export function defineModule<const M extends Module>(module: M): M {
  return module;
}
