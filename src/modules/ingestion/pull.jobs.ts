import { performance } from 'node:perf_hooks';
import type { Ctx } from '../../kit/ctx.ts';
import { defineJob, type JobDefinition, type JobRun } from '../../kit/module.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { dayOf } from '../../shared/calendar.ts';
import { actionableFaults, type BreakerState, type Connector, type PullRequest, SourceFaultError, type VolumePage } from './connector.ts';
import { notStored, setupFault, stepAfterFault } from './pull-fault.rules.ts';
import {
  beginAgain,
  claimRun,
  type ClaimedRun,
  commitRun,
  failRun,
  flawed,
  recordGrants,
  RunLostError,
  stagePage,
} from './pull.service.ts';
import { connectorSettings, pullVolumes } from './volume-source.service.ts';
import { lastClosedMonths } from './volume-source.rules.ts';

/** What a pull needs of the world outside. */
export interface PullOutside {
  /** By adapter name; empty where no security server is configured. */
  connectors: ReadonlyMap<string, Connector>;
  onOutcome: (source: string, outcome: 'committed' | 'failed') => void;
}

type Transaction = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;

/** A run in hand: its claim, and the way to its source. */
interface Pull {
  claimed: ClaimedRun;
  connector: Connector;
  signal: AbortSignal;
  transaction: Transaction;
}

const mostPages = 10_000;
const grantsAreOldAfterMs = 24 * 3_600_000;

/**
 * The job that pulls: reads page after page into a place nobody sees, then stores all at once with the watermark. A fault of the
 * source ends the run and is shown; a hub that dies in the midst leaves nothing, and the run is done again from the beginning.
 */
export function pullVolumesJob({ connectors, onOutcome }: PullOutside): JobDefinition<{ runId: string }> {
  return defineJob<{ runId: string }>({
    ...pullVolumes,
    run: async (ctx, { runId }, job) => {
      const transaction = transactionsOf(ctx);
      const claimed = await transaction((inner) => claimRun(inner, runId));
      if (!claimed) return;
      const { source, scope } = claimed;
      const connector = connectors.get(source.adapter);
      try {
        if (!connector) throw missingConnector(connectors, source.adapter);
        const tally = await pull({ claimed, connector, signal: job.signal, transaction });
        onOutcome(source.code, 'committed');
        job.log('volumes were pulled', { source: source.code, runId, mode: scope.mode, ...tally });
      } catch (error) {
        if (error instanceof RunLostError) return job.log(error.message, { source: source.code });
        await end(error, claimed, transaction, connector?.breaker(connectorSettings(source)) ?? 'CLOSED', job);
        onOutcome(source.code, 'failed');
      }
      if (connector && areGrantsOld(source, ctx.now)) await lookAtGrants({ claimed, connector, signal: job.signal, transaction });
    },
  });
}

/** Transactions of a job whose clock runs on: its context's `now` is when it began. */
function transactionsOf(ctx: Ctx): Transaction {
  const beganAt = performance.now();
  return (work) => inTransaction({ ...ctx, now: new Date(ctx.now.getTime() + (performance.now() - beganAt)) }, work);
}

function missingConnector(connectors: PullOutside['connectors'], adapter: string): SourceFaultError {
  const fault = setupFault([...connectors.keys()], adapter);
  if (!fault) throw new Error(`There is a connector for ${adapter}`);
  return new SourceFaultError({ ...fault, normalisedCode: fault.code.toLowerCase() });
}

/** Reads all pages, begins again where the protocol says so, and commits. */
async function pull(of: Pull) {
  let { scope } = of.claimed;
  for (let beginnings = 1; ; beginnings += 1) {
    const claimed = { ...of.claimed, scope };
    try {
      const watermark = await stageAll({ ...of, claimed });
      const { hasRevisions } = of.connector;
      const breaker = of.connector.breaker(connectorSettings(claimed.source));
      return await of.transaction((ctx) => commitRun(ctx, claimed, { watermark, breaker, hasRevisions }));
    } catch (error) {
      if (!(error instanceof SourceFaultError)) throw error;
      const step = stepAfterFault(kindOf(error), beginnings);
      if (step === 'FAIL') throw error;
      scope = await of.transaction(async (ctx) => {
        const next = step === 'PULL_FULL' ? lastClosedMonths(dayOf(ctx.now)) : scope;
        await beginAgain(ctx, claimed, next, error.fault);
        return next;
      });
    }
  }
}

function kindOf({ fault }: SourceFaultError) {
  if (fault.normalisedCode === actionableFaults.snapshotExpired) return 'SNAPSHOT_EXPIRED';
  return fault.normalisedCode === actionableFaults.watermarkTooOld ? 'WATERMARK_TOO_OLD' : 'OTHER';
}

/** Stages every page; answers the watermark of the last one. */
async function stageAll({ claimed, connector, signal, transaction }: Pull): Promise<string> {
  const settings = connectorSettings(claimed.source);
  let page: VolumePage | undefined;
  for (let number = 1; page?.nextCursor !== null; number += 1) {
    if (number > mostPages) throw flawed('Hub.TooManyPages', `more than ${mostPages} pages`, page?.xroadId ?? '');
    const next: VolumePage = await connector.fetchPage(settings, { ...requestOf(claimed), cursor: page?.nextCursor, signal });
    await transaction((ctx) => stagePage(ctx, claimed, next, number));
    page = next;
  }
  return page.watermark;
}

function requestOf({ runId, scope, source }: ClaimedRun): PullRequest {
  if (scope.mode === 'FULL') return { ...scope, issue: runId };
  return { mode: 'CHANGES', since: source.watermark ?? '', issue: runId };
}

/** Shows a fault of the source; a fault of ours is done again by the queue, and shown when it was the last time. */
async function end(
  error: unknown,
  claimed: ClaimedRun,
  transaction: Transaction,
  breaker: BreakerState,
  { log, signal }: JobRun,
): Promise<void> {
  const isOfSource = error instanceof SourceFaultError;
  if (!isOfSource && (signal.aborted || claimed.attempts < pullVolumes.maxAttempts)) throw error;
  const fault: Parameters<typeof failRun>[2] = isOfSource ? error.fault : notStored;
  await transaction((ctx) => failRun(ctx, claimed, fault, breaker));
  log('a pull failed', {
    source: claimed.source.code,
    runId: claimed.runId,
    code: fault.code,
    xroadId: fault.xroadId,
    err: isOfSource ? undefined : error,
  });
}

/** Once a day, and as long as the settings seem wrong. */
function areGrantsOld({ grantsSeenAt, fault }: ClaimedRun['source'], now: Date): boolean {
  return fault?.class === 'PERMANENT' || grantsSeenAt == null || now.getTime() - grantsSeenAt.getTime() >= grantsAreOldAfterMs;
}

/** Looks at what the provider grants the hub. That it cannot be seen is no fault of its own: the pull has told what is wrong. */
async function lookAtGrants({ claimed: { runId, source }, connector, signal, transaction }: Pull): Promise<void> {
  try {
    const grants = await connector.grants(connectorSettings(source), runId, signal);
    await transaction((ctx) => recordGrants(ctx, source.id, grants));
  } catch (error) {
    if (!(error instanceof SourceFaultError)) throw error;
  }
}
