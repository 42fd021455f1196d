import { createHmac } from 'node:crypto';
import type { ActorStamp } from '../access/actor.ts';
import { stampOf } from '../access/actor.ts';
import type { Ctx } from './ctx.ts';
import { newId } from './entity.ts';
import { isId, run, sql } from './sql.ts';

/** What an audit row says, in the order in which it is hashed. */
export interface AuditContent {
  id: string;
  at: Date;
  actor: ActorStamp;
  action: string;
  subjectType: string;
  subjectId: string | null;
  municipalityId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
  requestId: string;
  xroadId: string | null;
}

export type AuditFacts = Pick<AuditContent, 'subjectType'> &
  Partial<Pick<AuditContent, 'action' | 'subjectId' | 'municipalityId' | 'before' | 'after' | 'reason' | 'xroadId'>>;

let key: Buffer | undefined;

/** Sets the secret, kept outside the database, that audit rows are signed and sealed with. Once per process. */
export function useAuditKey(secret: Buffer): void {
  key = secret;
}

/** The HMAC of a text under the audit key. */
export function auditHmac(content: string): string {
  if (!key) throw new Error('No audit key: call useAuditKey() before anything is written');
  return createHmac('sha256', key).update(content).digest('hex');
}

/** The HMAC of a row's content; keys of JSON values sorted, so that it does not depend on how the database keeps them. */
export function auditMac(content: AuditContent): string {
  const { id, at, actor, action, subjectType, subjectId, municipalityId, before, after, reason, requestId, xroadId } = content;
  const ordered = [id, at.toISOString(), actor, action, subjectType, subjectId, municipalityId, before, after, reason, requestId, xroadId];
  return auditHmac(JSON.stringify(ordered, sortedKeys));
}

function sortedKeys(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const gatheredBy = new WeakMap<object, AuditContent[]>();

/** Keeps what is audited in a transaction until `writeGathered`, so that all of it is one statement. */
export function gatherAudit({ em }: Pick<Ctx, 'em'>): void {
  gatheredBy.set(em, []);
}

/** Writes what was gathered in a transaction, before it commits. */
export async function writeGathered(ctx: Ctx): Promise<void> {
  const entries = gatheredBy.get(ctx.em) ?? [];
  gatheredBy.delete(ctx.em);
  await write(ctx, entries);
}

/** Says in the audit log what was done, and why, in the transaction of the act. */
export async function audit(ctx: Ctx, ...facts: readonly AuditFacts[]): Promise<void> {
  const entries = facts.map((fact): AuditContent => ({
    id: newId(),
    at: ctx.now,
    actor: stampOf(ctx.actor, ctx.actingAs),
    action: fact.action ?? ctx.action,
    subjectType: fact.subjectType,
    // As the database will give them back, or the MAC would not fit.
    subjectId: isId(fact.subjectId) ? fact.subjectId : null,
    municipalityId: isId(fact.municipalityId) ? fact.municipalityId : null,
    before: plain(fact.before),
    after: plain(fact.after),
    reason: fact.reason ?? ctx.reason ?? null,
    requestId: ctx.requestId,
    xroadId: fact.xroadId ?? null,
  }));
  const gathered = gatheredBy.get(ctx.em);
  if (gathered) gathered.push(...entries);
  else await write(ctx, entries);
}

async function write(ctx: Ctx, entries: readonly AuditContent[]): Promise<void> {
  if (entries.length === 0) return;
  const signed = entries.map((entry) => ({ ...entry, mac: auditMac(entry) }));
  await run(
    ctx,
    sql`insert into audit_entry (id, at, actor, action, subject_type, subject_id, municipality_id, before, after, reason, request_id, xroad_id, mac)
        select id, at, actor, action, "subjectType", "subjectId", "municipalityId", before, after, reason, "requestId", "xroadId", mac
        from jsonb_to_recordset(${JSON.stringify(signed)}::jsonb) as e(id uuid, at timestamptz, actor jsonb, action text, "subjectType" text,
          "subjectId" uuid, "municipalityId" uuid, before jsonb, after jsonb, reason text, "requestId" text, "xroadId" text, mac text)`,
  );
}

/** As JSON will give it back: dates as text, undefined gone; null for nothing. */
function plain(value: Record<string, unknown> | null | undefined): Record<string, unknown> | null {
  return value == null ? null : (JSON.parse(JSON.stringify(value)) as Record<string, unknown>);
}
