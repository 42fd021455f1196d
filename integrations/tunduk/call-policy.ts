import { setTimeout as pause } from 'node:timers/promises';
import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  DelegateBackoff,
  handleWhen,
  isBrokenCircuitError,
  type BulkheadPolicy,
  type CircuitBreakerPolicy,
  type IHalfOpenAfterBackoffContext,
} from 'cockatiel';
import {
  SourceFaultError,
  type BreakerState,
  type FaultClass,
  type FaultOrigin,
  type SourceFault,
} from '../../src/modules/ingestion/connector.ts';
import { sourceFault } from './fault.ts';
import { RecentCallsBreaker } from './recent-calls-breaker.ts';

/** Upper bounds of the waits before each retry, by class; a class without a row is not retried. Full jitter. */
export type RetryDelaysMs = Readonly<Partial<Record<FaultClass, readonly number[]>>>;

const defaultRetryDelaysMs: RetryDelaysMs = {
  TRANSIENT: [2_000, 8_000, 30_000, 120_000],
  OPERATOR: [300_000],
  UNKNOWN: [2_000],
};

export interface CallPolicyOptions {
  retryDelaysMs?: RetryDelaysMs;
  /** How long an open breaker lets nothing through; doubles with each failed probe. */
  halfOpenAfterMs?: number;
  longestHalfOpenAfterMs?: number;
  callsAtOncePerProvider?: number;
  callsAtOnce?: number;
  /** How to wait before a retry; rejects when the signal aborts. */
  wait?: (delayMs: number, signal?: AbortSignal) => Promise<unknown>;
  onRetry?: (fault: SourceFault, delayMs: number) => void;
  onBreaker?: (subject: string, state: BreakerState) => void;
}

/** What a failure says about the health of a breaker's subject. NOTHING: the call never reached it. */
type Verdict = 'UNHEALTHY' | 'ANSWERED' | 'NOTHING';

interface ProviderPolicies {
  breaker: CircuitBreakerPolicy;
  limit: BulkheadPolicy;
}

const breakerStates: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'CLOSED',
  [CircuitState.HalfOpen]: 'HALF_OPEN',
  [CircuitState.Open]: 'OPEN',
  [CircuitState.Isolated]: 'OPEN',
};
const worstFirst: readonly BreakerState[] = ['OPEN', 'HALF_OPEN', 'CLOSED'];
const unhealthyClasses: ReadonlySet<FaultClass> = new Set<FaultClass>(['TRANSIENT', 'OPERATOR', 'UNKNOWN']);
const ownSecurityServer = 'own security server';

/**
 * Retries, breakers and concurrency limits of all calls through one security server. A call with its retries counts
 * once for the breakers; each attempt takes its own place under the limits, so that nobody waits for a sleeper.
 */
export class CallPolicy {
  private readonly ownBreaker: CircuitBreakerPolicy;
  private readonly limit: BulkheadPolicy;
  private readonly providers = new Map<string, ProviderPolicies>();

  constructor(private readonly options: CallPolicyOptions) {
    this.ownBreaker = this.newBreaker(ownSecurityServer, verdictOnOwnServer);
    this.limit = bulkhead(options.callsAtOnce ?? 8, Infinity);
  }

  /** Runs a read until it succeeds or may not be retried. Throws the last fault, or the signal's reason. */
  async run<T>(provider: string, attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { breaker, limit } = this.policiesOf(provider);
    const limited = () => limit.execute(() => this.limit.execute(attempt, signal), signal);
    const retried = () => this.withRetries(limited, signal);
    try {
      return await this.through(breaker, () => this.through(this.ownBreaker, retried, signal), signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  stateOf(provider: string): BreakerState {
    const states = [this.ownBreaker, this.policiesOf(provider).breaker].map(({ state }) => breakerStates[state]);
    return worstFirst.find((state) => states.includes(state)) ?? 'CLOSED';
  }

  /**
   * Our own loop rather than cockatiel's retry: the schedule depends on the fault's class, Retry-After counts, and a
   * shutdown must not wait for a sleep of minutes.
   */
  private async withRetries<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const wait = this.options.wait ?? ((delayMs, cancelled) => pause(delayMs, undefined, { signal: cancelled }));
    for (let retry = 0; ; retry += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof SourceFaultError)) throw error;
        const delayMs = delayBeforeRetry(error.fault, retry, this.options.retryDelaysMs ?? defaultRetryDelaysMs);
        if (delayMs === undefined) throw error;
        this.options.onRetry?.(error.fault, delayMs);
        await wait(delayMs, signal);
      }
    }
  }

  private async through<T>(breaker: CircuitBreakerPolicy, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await breaker.execute(work, signal);
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw circuitOpen(breaker);
    }
  }

  private policiesOf(provider: string): ProviderPolicies {
    const known = this.providers.get(provider);
    if (known) return known;
    const created = {
      breaker: this.newBreaker(provider, verdictOnProvider),
      limit: bulkhead(this.options.callsAtOncePerProvider ?? 2, Infinity),
    };
    this.providers.set(provider, created);
    return created;
  }

  private newBreaker(subject: string, verdictOn: (fault: SourceFault) => Verdict): CircuitBreakerPolicy {
    const { halfOpenAfterMs = 60_000, longestHalfOpenAfterMs = 15 * 60_000 } = this.options;
    const breaker: CircuitBreakerPolicy = circuitBreaker(
      handleWhen((error) => {
        const verdict = error instanceof SourceFaultError ? verdictOn(error.fault) : 'NOTHING';
        // A probe that never arrived must not close the breaker.
        return verdict === 'UNHEALTHY' || (verdict === 'NOTHING' && breaker.state === CircuitState.HalfOpen);
      }),
      {
        breaker: new RecentCallsBreaker(),
        halfOpenAfter: new DelegateBackoff<IHalfOpenAfterBackoffContext>(({ attempt }) =>
          Math.min(longestHalfOpenAfterMs, halfOpenAfterMs * 2 ** (attempt - 1)),
        ),
      },
    );
    breaker.onStateChange((state) => this.options.onBreaker?.(subject, breakerStates[state]));
    return breaker;
  }
}

/** Full jitter, but never sooner than the other side asked; undefined: no more retries. */
export function delayBeforeRetry(
  fault: Pick<SourceFault, 'class' | 'retryAfterSeconds'>,
  retry: number,
  delaysMs: RetryDelaysMs,
  random: () => number = Math.random,
): number | undefined {
  const boundMs = delaysMs[fault.class]?.[retry];
  if (boundMs === undefined) return undefined;
  return Math.max(random() * boundMs, (fault.retryAfterSeconds ?? 0) * 1_000);
}

/**
 * Two failures are the provider's although they show on our side: silence, because the security server waits for the
 * provider without limit, and ClientProxy.NetworkError, which is "could not connect to any target host". One dead
 * provider must not pause all pulls.
 */
const shownHereCausedThere: ReadonlySet<string> = new Set(['hub.answertimeout', 'server.clientproxy.networkerror']);

const sidesOfOwnServer: ReadonlySet<FaultOrigin> = new Set<FaultOrigin>(['OWN_SECURITY_SERVER', 'NETWORK']);

function verdictOnOwnServer(fault: SourceFault): Verdict {
  if (!sidesOfOwnServer.has(fault.origin) || shownHereCausedThere.has(fault.normalisedCode)) return 'ANSWERED';
  return unhealthyClasses.has(fault.class) ? 'UNHEALTHY' : 'ANSWERED';
}

function verdictOnProvider(fault: SourceFault): Verdict {
  if (sidesOfOwnServer.has(fault.origin) && !shownHereCausedThere.has(fault.normalisedCode)) return 'NOTHING';
  return unhealthyClasses.has(fault.class) ? 'UNHEALTHY' : 'ANSWERED';
}

function circuitOpen(breaker: CircuitBreakerPolicy): SourceFaultError {
  const last = breaker.lastFailure && 'error' in breaker.lastFailure ? breaker.lastFailure.error : undefined;
  const lastFault = last instanceof SourceFaultError ? last.fault : undefined;
  return sourceFault(
    {
      origin: lastFault?.origin ?? 'NETWORK',
      class: 'TRANSIENT',
      code: 'Hub.CircuitOpen',
      detail: lastFault?.code,
      xroadId: lastFault?.xroadId,
    },
    last,
  );
}
