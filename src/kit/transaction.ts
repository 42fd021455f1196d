import { type ChangeSet, type EventSubscriber, type FlushEventArgs, OptimisticLockError } from '@mikro-orm/postgresql';
import { setTimeout as delay } from 'node:timers/promises';
import { HubError, staleVersion } from '../shared/errors.ts';
import { audit, type AuditFacts, gatherAudit, writeGathered } from './audit.ts';
import { recordWritten } from './change-feed.ts';
import { assertNotOver, bindCtx, closeFor, type Ctx, endOf } from './ctx.ts';

/** Tables of the machinery itself: what they record is in the audit log already, or is the audit log. */
const unaudited = new Set([
  'AuditEntry',
  'AuditSeal',
  'IdempotencyKey',
  'WorkflowTransition',
  'DeliveryAttempt',
  'Schedule',
  'HubLease',
  'TickSlot',
]);

const changesOf = new WeakMap<object, AuditFacts[]>();

/** Collects every change the ORM writes, so that no use case can forget the audit log. */
export class AuditSubscriber implements EventSubscriber {
  onFlush({ em, uow }: FlushEventArgs): void {
    assertNotOver(em);
    const changes = uow.getChangeSets().filter((change) => !unaudited.has(change.meta.className));
    changesOf.set(em, [...(changesOf.get(em) ?? []), ...changes.map(factsOf)]);
  }
}

function factsOf(change: ChangeSet<object>): AuditFacts {
  const hidden = new Set<string>(change.meta.props.filter((prop) => prop.hidden).map((prop) => prop.name));
  const visible = (values: Record<string, unknown> | undefined): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => !hidden.has(name)));
  const after = visible(change.payload as Record<string, unknown>);
  const original = visible(change.originalEntity);
  const entity = change.entity as { id?: string; municipalityId?: string | null };
  return {
    subjectType: change.meta.className,
    subjectId: entity.id ?? null,
    municipalityId: (change.meta.className === 'Municipality' ? entity.id : entity.municipalityId) ?? null,
    before: change.type === 'create' ? null : Object.fromEntries(Object.keys(after).map((name) => [name, original[name] ?? null])),
    after: change.type === 'delete' ? null : after,
  };
}

const attempts = 4;
const retried = new Set(['40001', '40P01']);

/**
 * Runs a use case in one transaction on an entity manager of its own: its changes, their audit rows, its jobs and notices
 * commit together or not at all. Retried when the database asks for it (serialization failure, deadlock).
 */
export async function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(ctx, work);
    } catch (error) {
      if (attempt === attempts || !retried.has(sqlStateOf(error) ?? '')) throw asHubError(error);
      await delay(Math.random() * 50 * 2 ** attempt);
    }
  }
}

async function once<T>(outer: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const em = outer.em.fork({ clear: true });
  const ctx = bindCtx({ ...outer, em });
  gatherAudit(ctx);
  await em.begin();
  try {
    const result = await work(ctx);
    await em.flush();
    await audit(ctx, ...(changesOf.get(em) ?? []));
    await writeGathered(ctx);
    await recordWritten(ctx);
    closeFor(em);
    await em.commit();
    return result;
  } catch (error) {
    endOf(em);
    await em.rollback();
    throw error;
  } finally {
    endOf(em);
    changesOf.delete(em);
  }
}

/** The SQLSTATE of a driver error, however deep it is wrapped. */
function sqlStateOf(error: unknown): string | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause ?? (cause as { previous?: unknown }).previous) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}

function asHubError(error: unknown): unknown {
  // Who was first is known only after this transaction: the caller reads the current version again.
  return error instanceof OptimisticLockError ? staleVersion() : error;
}

/** Refuses a change made on a version that is no longer the current one. */
export function assertVersion(entity: { version: number }, expectedVersion: number): void {
  if (entity.version !== expectedVersion) throw staleVersion(entity.version);
}

const keptRefusals = new WeakMap<object, ((ctx: Ctx) => Promise<void>)[]>();

/** What is to be kept though the act is refused and rolled back: runs in a transaction of its own, only if a HubError follows. */
export function onRefusal(error: HubError, keep: (ctx: Ctx) => Promise<void>): HubError {
  keptRefusals.set(error, [...(keptRefusals.get(error) ?? []), keep]);
  return error;
}

/** Writes what a refusal leaves behind: its audit row, and what the use case asked to keep. */
export async function recordRefusal(ctx: Ctx, error: HubError, input: { id?: string } | undefined): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    for (const keep of keptRefusals.get(error) ?? []) await keep(inner);
    await audit(inner, {
      subjectType: 'Refusal',
      subjectId: input?.id,
      municipalityId: ctx.actor.municipalityId,
      after: { code: error.code, rule: error.violation.rule, path: error.violation.path },
    });
  });
}
