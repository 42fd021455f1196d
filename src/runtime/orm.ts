import { Migrator } from '@mikro-orm/migrations';
import { type EntityManager, type EntityName, MikroORM, UnderscoreNamingStrategy } from '@mikro-orm/postgresql';
import { makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';
import { migrations } from '../../migrations/index.ts';
import { renamed } from '../../migrations/renamed.ts';
import { AuditEntry, AuditSeal } from '../kit/audit.entity.ts';
import { ChangeFeedSubscriber } from '../kit/change-feed.ts';
import { Change, ChangeHorizon } from '../kit/change.entity.ts';
import { IdempotencyKey } from '../kit/idempotency.entity.ts';
import { DeliveryAttempt, Notice } from '../kit/notice.entity.ts';
import { RateLimit } from '../kit/rate-limit.entity.ts';
import { AuditSubscriber } from '../kit/transaction.ts';
import { HubLease, Schedule, TickSlot } from '../kit/schedule.entity.ts';
import { WorkflowTransition } from '../kit/transition.entity.ts';
import { LastingPostgreSqlDriver } from './orm-driver.ts';

/** Columns of references are named as their property: `municipalityId` is `municipality_id`. */
class ReferenceNaming extends UnderscoreNamingStrategy {
  override joinKeyColumnName(name: string, referenced?: string, isComposite?: boolean, table?: string): string {
    return name.endsWith('Id') ? this.propertyToColumnName(name) : super.joinKeyColumnName(name, referenced, isComposite, table);
  }
}

/** What raw rows hold: instants as Date, days as `yyyy-MM-dd`, bigint as number, numeric as exact text. */
const rowTypes = new pg.TypeOverrides();
rowTypes.setTypeParser(pg.types.builtins.DATE, (text) => text);
rowTypes.setTypeParser(pg.types.builtins.INT8, Number);

const kitEntities = [
  AuditEntry,
  AuditSeal,
  IdempotencyKey,
  Notice,
  DeliveryAttempt,
  WorkflowTransition,
  Schedule,
  HubLease,
  TickSlot,
  RateLimit,
  Change,
  ChangeHorizon,
] as const;

export interface OrmOptions {
  url: string;
  entities: readonly EntityName[];
  poolSize: number;
  statementTimeoutMs: number;
  applicationName: string;
  /** Whether migrations are compared with, and kept in, the snapshot beside them: only where they are written. */
  usesSnapshot?: boolean;
}

export type Orm = MikroORM;

/** Connects the ORM. Every statement ends after the limit (SERVICE_BUSY), and so does waiting for a connection; 0 = no limit. */
export async function connectOrm({
  url,
  entities,
  poolSize,
  statementTimeoutMs,
  applicationName,
  usesSnapshot = false,
}: OrmOptions): Promise<Orm> {
  return MikroORM.init({
    driver: LastingPostgreSqlDriver,
    clientUrl: url,
    entities: [...kitEntities, ...entities] as EntityName[],
    namingStrategy: ReferenceNaming,
    extensions: [Migrator],
    subscribers: [new AuditSubscriber(), new ChangeFeedSubscriber()],
    forceUtcTimezone: true,
    // A batch compares versions in a statement before its update, where two transactions both pass. One by one they are compared in the
    // update itself: exactly one wins. What writes many rows is set-based SQL anyway.
    useBatchUpdates: false,
    pool: { min: 0, max: poolSize },
    driverOptions: {
      types: rowTypes,
      // As patient as its statements: a request fails soon, a job, for which nobody waits, does not fail for a busy machine.
      connectionTimeoutMillis: statementTimeoutMs,
      statement_timeout: statementTimeoutMs,
      application_name: applicationName,
      keepAlive: true,
    },
    migrations: {
      migrationsList: migrations,
      path: 'migrations',
      pathTs: 'migrations',
      snapshotName: '.snapshot',
      snapshot: usesSnapshot,
      allOrNothing: true,
      safe: true,
      silent: true,
    },
    schemaGenerator: { ignoreSchema: ['graphile_worker'] },
    debug: false,
  });
}

/** Brings a database up to date: the hub's tables, then the job queue's. Returns the names of the migrations that were run. */
export async function migrate(orm: Orm, url: string): Promise<string[]> {
  await rename(orm);
  const done = await orm.migrator.up();
  const utils = await makeWorkerUtils({ connectionString: url });
  try {
    await utils.migrate();
  } finally {
    await utils.release();
  }
  return done.map(({ name }) => name);
}

/** Gives migrations that were run under another name the one that they have. */
async function rename(orm: Orm): Promise<void> {
  const executed = (await orm.migrator.getExecuted()).map(({ name }) => name);
  if (!renamed.every(([before]) => executed.includes(before))) return;
  for (const [before, name] of renamed) {
    await orm.em.getConnection().execute('update mikro_orm_migrations set name = ? where name = ?', [name, before]);
  }
}

/** The migrations that a database still lacks. */
export async function pendingMigrations(orm: Orm): Promise<string[]> {
  return (await orm.migrator.getPending()).map(({ name }) => name);
}

export function forkEm(orm: Orm): EntityManager {
  return orm.em.fork({ clear: true });
}

/** The `pg` pool that the ORM uses. */
export function poolOf(orm: Orm): Promise<pg.Pool> {
  return orm.em.getConnection().getNativeClient();
}
