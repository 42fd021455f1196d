import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, Role } from '../access/actor.ts';
import type { Language } from '../shared/localized-text.ts';

/** What every use case is given: one per request, per job run, per test. */
export interface Ctx {
  em: EntityManager;
  actor: Actor;
  /** The one clock. Deadlines, validity and audit all read it, and it is passed into SQL. */
  now: Date;
  /** What the caller reads: `Accept-Language`, otherwise Kyrgyz. */
  language: Language;
  requestId: string;
  /** The act under way, as the audit log names it: the mutation, or the job. */
  action: string;
  /** Why it is done, in the words of whoever does it; none = the act takes no reason. */
  reason?: string | null;
  /** The roles that the policy table lets do this act; the actor's stamp names the one it acts in. */
  actingAs: readonly Role[];
  /** How a request may reach the edge of the hub; a job has none. */
  origin: 'http' | 'job' | 'cli';
}

const contexts = new WeakMap<object, Ctx>();

/** Ties a context to its entity manager, so that `updatedAt`, `updatedBy` and the audit rows are written from it. */
export function bindCtx<T extends Ctx>(ctx: T): T {
  contexts.set(ctx.em, ctx);
  return ctx;
}

/** The context of an entity manager; a write through an unbound one is a fault of ours. */
export function ctxOf(em: object): Ctx {
  const ctx = contexts.get(em);
  if (!ctx) throw new Error('This entity manager is bound to no context: writes go through inTransaction()');
  return ctx;
}

const closed = new WeakSet<object>();
const over = new WeakSet<object>();

/** Says that the transaction of an entity manager takes no more statements: it is committed, or rolled back. */
export function closeFor(em: object): void {
  closed.add(em);
}

/** Says that the transaction of an entity manager is over, whatever came of it. */
export function endOf(em: object): void {
  closed.add(em);
  over.add(em);
}

/** Whatever was begun beside a statement that failed comes too late: it would be run outside of any transaction, and kept. */
export function assertTakesStatements(em: object): void {
  if (closed.has(em)) throw tooLate();
}

/** As `assertTakesStatements`, for what the ORM writes by itself, also while it commits. */
export function assertNotOver(em: object): void {
  if (over.has(em)) throw tooLate();
}

function tooLate(): Error {
  return new Error('This transaction is over: nothing more is read or written in it');
}
