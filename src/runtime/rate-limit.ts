import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** Who is counted: an actor wherever they are, or an address whoever is behind it. */
export type RateSubject = { kind: 'actor'; key: string } | { kind: 'address'; key: string };

export interface RateVerdict {
  readonly isAllowed: boolean;
  /** Meaningful when refused. */
  readonly retryAfterSeconds: number;
}

interface Allowance {
  /** Requests … */
  readonly points: number;
  /** … within this many seconds. */
  readonly seconds: number;
}

/** The pool of `pg`, or anything that runs a query like it. */
interface QueryPool {
  query(query: { name?: string; text: string; values?: unknown[] }): Promise<unknown>;
}

interface RateLimiterOptions extends Allowance {
  keyPrefix: string;
  /** Shared by all hubs through PostgreSQL; without it each hub counts for itself. */
  shared?: { pool: QueryPool; schemaName?: string; tableName: string };
}

interface RateLimiter {
  consume(key: string): Promise<RateVerdict>;
}

const allowed: RateVerdict = { isAllowed: true, retryAfterSeconds: 0 };
const rememberedLeases = 10_000;
const leasesPerWindow = 20;

interface Lease {
  remaining: number;
  readonly expiresAt: number;
}

/**
 * Counts requests per key. A shared count is taken from the database a twentieth of the window at a time, so that a busy key costs
 * one statement for many requests; a key may thus be refused up to a twentieth early, never late. When the database does not
 * answer, each hub counts for itself. The table: `(key varchar(255) primary key, points integer not null default 0, expire bigint)`.
 */
export function createRateLimiter({ keyPrefix, points, seconds, shared }: RateLimiterOptions): RateLimiter {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration: seconds });
  const counter = shared
    ? new RateLimiterPostgres({
        keyPrefix,
        points,
        duration: seconds,
        storeClient: shared.pool,
        storeType: 'pool',
        schemaName: shared.schemaName,
        tableName: shared.tableName,
        tableCreated: true,
        inMemoryBlockOnConsumed: points,
        insuranceLimiter: memory,
      })
    : memory;
  const leaseSize = shared ? Math.max(1, Math.floor(points / leasesPerWindow)) : 1;
  const leases = new Map<string, Lease>();
  const pending = new Map<string, Promise<RateVerdict>>();

  function forgetExpired(): void {
    const now = Date.now();
    for (const [key, { expiresAt }] of leases) if (expiresAt <= now) leases.delete(key);
  }

  async function lease(key: string): Promise<RateVerdict> {
    try {
      const { msBeforeNext } = await counter.consume(key, leaseSize);
      if (leases.size >= rememberedLeases) forgetExpired();
      leases.set(key, { remaining: leaseSize, expiresAt: Date.now() + msBeforeNext });
      return allowed;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return { isAllowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
    } finally {
      pending.delete(key);
    }
  }

  function takeFromLease(key: string): boolean {
    const held = leases.get(key);
    if (!held || held.expiresAt <= Date.now()) return false;
    held.remaining--;
    if (held.remaining === 0) leases.delete(key);
    return true;
  }

  async function consume(key: string): Promise<RateVerdict> {
    while (!takeFromLease(key)) {
      // Requests that arrive together share one lease instead of taking one each.
      const leasing = pending.get(key) ?? lease(key);
      pending.set(key, leasing);
      const verdict = await leasing;
      if (!verdict.isAllowed) return verdict;
    }
    return allowed;
  }

  return { consume };
}

/** One household or office has a whole /64 of IPv6, so that is what is counted. */
function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return isIPv6(plain) ? networkOf(plain) : plain;
}

/** The first four groups of an IPv6 address, written out. */
function networkOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0');
  return [...groups, ...zeros, ...after].slice(0, 4).join(':');
}

/** Limits by actor and by address, each with its own allowance. */
export function createRateLimits(options: {
  actor: Allowance;
  address: Allowance;
  shared?: RateLimiterOptions['shared'];
}): (subject: RateSubject) => Promise<RateVerdict> {
  const actors = createRateLimiter({ keyPrefix: 'actor', ...options.actor, shared: options.shared });
  const addresses = createRateLimiter({ keyPrefix: 'address', ...options.address, shared: options.shared });
  return ({ kind, key }) => (kind === 'actor' ? actors.consume(key) : addresses.consume(addressKey(key)));
}
