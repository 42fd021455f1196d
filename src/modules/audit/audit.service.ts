import { isMinistry } from '../../access/actor.ts';
import { auditHmac, auditMac, type AuditContent } from '../../kit/audit.ts';
import { AuditEntry, AuditSeal } from '../../kit/audit.entity.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, firstRow, page, type Page, type PageArguments, rows, run, sql } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';

/** An entry with its place in the chain. */
export interface SealedEntry extends AuditContent {
  sequence: number;
  previousHash: string;
  hash: string;
}

const genesis = '0'.repeat(64);
const batch = 1000;

/** The lock that lets one hub at a time add to the chain. */
const sealLock = 7_201_001;

/**
 * Adds what is not yet sealed to the HMAC chain, oldest first. Safe in several hubs at once: who does not get the lock does
 * nothing. Entries that are being written meanwhile are sealed the next time. Returns how many were sealed.
 */
export async function sealAudit(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (inner) => {
    const lock = await firstRow<{ got: boolean }>(inner, sql`select pg_try_advisory_xact_lock(${sealLock}) as got`);
    if (!lock?.got) return 0;
    const unsealed = await rows<AuditContent & { mac: string }>(
      inner,
      sql`select ${columnsOf(inner, AuditEntry, 'e')} from audit_entry e where not exists (select 1 from audit_seal s where s.entry_id = e.id)
          order by e.id limit ${batch}`,
    );
    if (unsealed.length === 0) return 0;
    const head = await headOf(inner);
    let previousHash = head.hash;
    const seals = unsealed.map((entry, index) => {
      const sequence = head.sequence + 1 + index;
      const hash = linkOf(sequence, previousHash, entry);
      const seal = { sequence, entryId: entry.id, previousHash, hash };
      previousHash = hash;
      return seal;
    });
    await run(
      inner,
      sql`insert into audit_seal (sequence, entry_id, previous_hash, hash, sealed_at)
          select sequence, "entryId", "previousHash", hash, ${inner.now}
          from jsonb_to_recordset(${JSON.stringify(seals)}::jsonb) as s(sequence bigint, "entryId" uuid, "previousHash" text, hash text)`,
    );
    return seals.length;
  });
}

/** A link of the chain: over the place, the link before, and what the row says (not over its MAC, which is checked beside it). */
function linkOf(sequence: number, previousHash: string, entry: AuditContent): string {
  return auditHmac(`${sequence}:${previousHash}:${auditMac(entry)}`);
}

export interface AuditHead {
  sequence: number;
  hash: string;
}

async function headOf(ctx: Pick<Ctx, 'em'>): Promise<AuditHead> {
  return (await lastSeal(ctx)) ?? { sequence: 0, hash: genesis };
}

/** The end of the chain: what is kept outside to witness all before it; undefined = nothing is sealed yet. */
export function lastSeal(ctx: Pick<Ctx, 'em'>): Promise<AuditSeal | undefined> {
  return firstRow(ctx, sql`select ${columnsOf(ctx, AuditSeal, 't')} from audit_seal t order by t.sequence desc limit 1`);
}

/** What a verification found; `firstBroken` is null when the chain is whole. */
export interface AuditVerification extends AuditHead {
  entries: number;
  unsealed: number;
  firstBroken: { sequence: number | null; what: string } | null;
}

/**
 * Walks the whole chain and recomputes every MAC and link. Finds an edited, deleted, inserted or swapped entry, and a tail that
 * was cut off after `outsideHead` was taken.
 */
export async function verifyAudit(ctx: Pick<Ctx, 'em'>, outsideHead?: AuditHead): Promise<AuditVerification> {
  let previous: AuditHead = { sequence: 0, hash: genesis };
  let firstBroken: AuditVerification['firstBroken'] = null;
  const broken = (sequence: number | null, what: string): void => void (firstBroken ??= { sequence, what });
  for (;;) {
    const links = await rows<SealedEntry & { mac: string | null; sealedId: string }>(
      ctx,
      sql`select ${columnsOf(ctx, AuditEntry, 'e')}, s.sequence, s.previous_hash, s.hash, s.entry_id as sealed_id
          from audit_seal s left join audit_entry e on e.id = s.entry_id where s.sequence > ${previous.sequence} order by s.sequence limit ${batch}`,
    );
    if (links.length === 0) break;
    for (const link of links) {
      if (link.sequence !== previous.sequence + 1) broken(previous.sequence + 1, 'a seal is missing');
      if (link.previousHash !== previous.hash) broken(link.sequence, 'the link to the entry before does not hold');
      if (link.id === null) broken(link.sequence, 'the entry was deleted');
      else if (link.mac !== auditMac(link)) broken(link.sequence, 'the entry was changed');
      else if (link.hash !== linkOf(link.sequence, link.previousHash, link)) broken(link.sequence, 'the seal does not fit the entry');
      if (outsideHead?.sequence === link.sequence && outsideHead.hash !== link.hash)
        broken(link.sequence, 'the chain is not the one that was witnessed outside');
      previous = { sequence: link.sequence, hash: link.hash };
    }
  }
  if (outsideHead && outsideHead.sequence > previous.sequence) broken(previous.sequence + 1, 'the end of the chain was cut off');
  const unsealed = await rows<AuditContent & { mac: string }>(
    ctx,
    sql`select ${columnsOf(ctx, AuditEntry, 'e')} from audit_entry e where not exists (select 1 from audit_seal s where s.entry_id = e.id) order by e.id limit ${batch}`,
  );
  if (unsealed.some((entry) => entry.mac !== auditMac(entry)))
    broken(null, 'an entry that is not sealed yet was put in or changed by hand');
  return { ...previous, entries: previous.sequence, unsealed: unsealed.length, firstBroken };
}

export interface AuditFilter {
  subjectType?: string | null;
  subjectId?: string | null;
  actions?: readonly string[] | null;
  from?: Date | null;
  to?: Date | null;
}

/** Sealed entries, the latest first. A PROVIDER sees the acts on its municipality's records. */
export function listAuditEntries(ctx: Ctx, filter: AuditFilter, paging: PageArguments): Promise<Page<SealedEntry>> {
  return page<SealedEntry>(ctx, {
    list: 'auditEntries',
    select: sql`${columnsOf(ctx, AuditEntry, 't')}, s.sequence, s.previous_hash, s.hash`,
    from: sql`audit_seal s join audit_entry t on t.id = s.entry_id`,
    where: [
      !isMinistry(ctx.actor) && sql`t.municipality_id = ${ctx.actor.municipalityId}`,
      filter.subjectType != null && sql`t.subject_type = ${filter.subjectType}`,
      filter.subjectId != null && sql`t.subject_id = ${filter.subjectId}`,
      filter.actions != null && sql`t.action = any(${[...filter.actions]})`,
      filter.from != null && sql`t.at >= ${filter.from}`,
      filter.to != null && sql`t.at < ${filter.to}`,
    ],
    order: { name: 'SEQUENCE_DESC', keys: [{ by: sql`s.sequence`, type: 'bigint', direction: 'desc' }] },
    page: paging,
    filter,
  });
}
