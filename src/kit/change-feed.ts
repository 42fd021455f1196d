import type { ChangeSet, EventSubscriber, FlushEventArgs } from '@mikro-orm/postgresql';
import { type ChangeKind, changeKindOf } from './change.rules.ts';
import type { Ctx } from './ctx.ts';
import { columnsOf, firstRow, rows, run, sql, tableOf } from './sql.ts';

/** What has changed, as the feed names it. */
export interface ChangeSubject {
  id: string;
  /** Null = the thing has no versions. */
  version: number | null;
  /** Its natural key. */
  key: Readonly<Record<string, string | number>>;
}

/** An entity whose changes agencies are told of. */
export interface ChangeSource<Row extends object = never> {
  entity: abstract new () => object;
  /** What the feed calls it. */
  type: string;
  /** Whether agencies may know of a row in this state; always unless said. */
  isShown?: (row: Row) => boolean;
  /** The thing that the row is, or is a part of. */
  subjectOf: (ctx: Ctx, row: Row) => ChangeSubject | Promise<ChangeSubject>;
}

export function publishChanges<Row extends object>(
  entity: abstract new () => Row,
  source: Omit<ChangeSource<Row>, 'entity'>,
): ChangeSource<Row> {
  return { entity, ...source };
}

let sources: ReadonlyMap<string, ChangeSource<object>> = new Map();

/** Sets what is published: what the manifests list under `changes`. Once per process. */
export function useChangeSources(listed: readonly ChangeSource[]): void {
  sources = new Map(listed.map((source) => [source.entity.name, source as ChangeSource<object>]));
}

// ---- writing -------------------------------------------------------------------------------------------------------

interface Written {
  source: ChangeSource<object>;
  row: object;
  kind: ChangeKind;
}

const writtenBy = new WeakMap<object, Written[]>();

/** Collects what the ORM writes of published entities, so that no use case can forget the feed. */
export class ChangeFeedSubscriber implements EventSubscriber {
  onFlush({ em, uow }: FlushEventArgs): void {
    const written = uow.getChangeSets().flatMap((change) => writtenOf(change) ?? []);
    if (written.length > 0) writtenBy.set(em, [...(writtenBy.get(em) ?? []), ...written]);
  }
}

function writtenOf({ meta, type, entity, originalEntity }: ChangeSet<object>): Written | undefined {
  const source = sources.get(meta.className);
  if (!source) return undefined;
  const isShown = source.isShown ?? (() => true);
  const wasShown = type !== 'create' && isShown(originalEntity ?? entity);
  const kind = changeKindOf(wasShown, type !== 'delete' && isShown(entity));
  return kind && { source, row: entity, kind };
}

/** Writes into the feed what the ORM wrote, when all of it is flushed and versions are known. */
export async function recordWritten(ctx: Ctx): Promise<void> {
  const written = writtenBy.get(ctx.em) ?? [];
  writtenBy.delete(ctx.em);
  await record(ctx, written);
}

/** Writes into the feed what a set-based statement wrote: rows of a published entity, by id, as they are now. */
export async function recordSaved<Row extends object>(ctx: Ctx, entity: abstract new () => Row, ids: readonly string[]): Promise<void> {
  const source = sources.get(entity.name);
  if (!source) throw new Error(`${entity.name} is not published: list it under changes in its module's manifest`);
  const saved = await rows<Row>(
    ctx,
    sql`select ${columnsOf(ctx, entity, 't')} from ${tableOf(ctx, entity)} t where t.id = any(${[...ids]}::uuid[]) order by t.id`,
  );
  const shown = saved.filter((row) => source.isShown?.(row) ?? true);
  await record(
    ctx,
    shown.map((row) => ({ source, row, kind: 'SAVED' })),
  );
}

async function record(ctx: Ctx, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return;
  // Loaders of its own: others may remember what was not there yet.
  const reading = { ...ctx };
  const said = await Promise.all(
    written.map(async ({ source, row, kind }) => ({ type: source.type, kind, ...(await source.subjectOf(reading, row)) })),
  );
  // Once per subject and transaction, as it is at the end of it.
  const last = new Map(said.map((change) => [`${change.type}:${change.id}`, change]));
  await run(
    ctx,
    sql`insert into change (xid, lineage, at, type, subject_id, version, key, kind)
        select pg_current_xact_id(), ${lineage}, ${ctx.now}, type, id, version, key, kind
        from jsonb_to_recordset(${JSON.stringify([...last.values()])}::jsonb) as c(type text, id uuid, version integer, key jsonb, kind text)`,
  );
}

// ---- reading -------------------------------------------------------------------------------------------------------

/**
 * This database on this timeline. A copy restored elsewhere, or a recovery to an earlier moment, is another one: its transactions
 * are numbered anew, so that an old place in the feed means nothing there.
 */
const lineage = sql`(select md5(concat_ws(':', c.system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), d.oid))
  from pg_control_system() c, pg_database d where d.datname = current_database())`;

/** A place in the feed: everything up to it has been read. */
export interface Watermark {
  lineage: string;
  /** As text: transaction numbers have 64 bits. */
  xid: string;
  seq: number;
}

export interface PublishedChange {
  type: string;
  id: string;
  version: number | null;
  key: Record<string, string | number>;
  kind: ChangeKind;
  at: Date;
}

export interface FeedPage {
  changes: PublishedChange[];
  /** Where to go on, also when there is nothing. */
  watermark: Watermark;
  hasMore: boolean;
}

/** Why a watermark cannot be gone on from. */
export type WatermarkProblem = 'FOREIGN' | 'TOO_OLD';

interface Here {
  lineage: string;
  horizon: string;
  forgottenXid: string | null;
  forgottenSeq: number | null;
}

/** `horizon`: every transaction before it is over, so that nothing can still appear there. */
async function here(ctx: Pick<Ctx, 'em'>): Promise<Here> {
  const found = await firstRow<Here>(
    ctx,
    sql`select l.lineage, pg_snapshot_xmin(pg_current_snapshot()) as horizon, h.xid as forgotten_xid, h.seq as forgotten_seq
        from (select ${lineage} as lineage) l left join change_horizon h on h.lineage = l.lineage`,
  );
  if (!found) throw new Error('a select without from answers a row');
  return found;
}

/** Where the feed stands now: what is committed before is in what the same snapshot reads, all else comes in the feed. */
export async function currentWatermark(ctx: Pick<Ctx, 'em'>): Promise<Watermark> {
  const { lineage: now, horizon } = await here(ctx);
  return { lineage: now, xid: horizon, seq: 0 };
}

/**
 * The changes after a watermark, of some types, in the order of their transactions: at least once for each subject and version, none
 * missed. A change is shown only when every transaction that began before its own is over.
 */
export async function readChanges(
  ctx: Pick<Ctx, 'em'>,
  since: Watermark,
  types: readonly string[],
  limit: number,
): Promise<FeedPage | WatermarkProblem> {
  const now = await here(ctx);
  if (since.lineage !== now.lineage || BigInt(since.xid) > BigInt(now.horizon)) return 'FOREIGN';
  if (now.forgottenXid !== null && isBefore(since, { xid: now.forgottenXid, seq: now.forgottenSeq ?? 0 })) return 'TOO_OLD';
  const found = await rows<PublishedChange & { xid: string; seq: number }>(
    ctx,
    sql`select xid, seq, type, subject_id as id, version, key, kind, at from change
        where lineage = ${now.lineage} and xid < ${now.horizon}::xid8 and (xid, seq) > (${since.xid}::xid8, ${since.seq}::bigint)
          and type = any(${[...types]}::text[])
        order by xid, seq limit ${limit + 1}`,
  );
  const shown = found.slice(0, limit);
  const hasMore = found.length > limit;
  const last = hasMore ? shown.at(-1) : undefined;
  return {
    changes: shown.map(({ type, id, version, key, kind, at }) => ({ type, id, version, key, kind, at })),
    watermark: { lineage: now.lineage, xid: last?.xid ?? now.horizon, seq: last?.seq ?? 0 },
    hasMore,
  };
}

function isBefore(a: { xid: string; seq: number }, b: { xid: string; seq: number }): boolean {
  const [left, right] = [BigInt(a.xid), BigInt(b.xid)];
  return left < right || (left === right && a.seq < b.seq);
}

/** Forgets the changes that were written before a moment, and remembers how far. Answers how many. */
export async function forgetChanges(ctx: Ctx, before: Date): Promise<number> {
  const last = await firstRow<{ lineage: string; xid: string; seq: number }>(
    ctx,
    sql`select lineage, xid, seq from change where lineage = ${lineage} and at < ${before} order by xid desc, seq desc limit 1`,
  );
  const ofOthers = await run(ctx, sql`delete from change where lineage <> ${lineage} and at < ${before}`);
  if (!last) return ofOthers;
  await run(
    ctx,
    sql`insert into change_horizon (lineage, xid, seq) values (${last.lineage}, ${last.xid}::xid8, ${last.seq})
        on conflict (lineage) do update set xid = excluded.xid, seq = excluded.seq`,
  );
  const forgotten = sql`lineage = ${last.lineage} and (xid, seq) <= (${last.xid}::xid8, ${last.seq}::bigint)`;
  return ofOthers + (await run(ctx, sql`delete from change where ${forgotten}`));
}
