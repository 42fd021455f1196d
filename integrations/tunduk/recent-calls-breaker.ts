import { CircuitState, type IBreaker } from 'cockatiel';

const windowMs = 60_000;
const failuresInARowToOpen = 5;
const callsToJudge = 10;
const shareToOpen = 0.5;

interface RecentCalls {
  calls: readonly { at: number; failed: boolean }[];
  failuresInARow: number;
}

/**
 * Opens at 5 failures in a row, or when at least half of at least 10 calls in the last 60 s failed.
 * Not cockatiel's own SamplingBreaker: at our few calls a minute its windows keep counts of long ago.
 */
export class RecentCallsBreaker implements IBreaker {
  state: RecentCalls = { calls: [], failuresInARow: 0 };

  success(circuit: CircuitState): void {
    if (circuit === CircuitState.HalfOpen) this.state = { calls: [], failuresInARow: 0 };
    this.record(false);
  }

  failure(circuit: CircuitState): boolean {
    this.record(true);
    const { calls, failuresInARow } = this.state;
    const failed = calls.filter((call) => call.failed).length;
    return (
      circuit !== CircuitState.Closed ||
      failuresInARow >= failuresInARowToOpen ||
      (calls.length >= callsToJudge && failed >= shareToOpen * calls.length)
    );
  }

  private record(failed: boolean): void {
    const now = Date.now();
    this.state = {
      calls: [...this.state.calls.filter((call) => now - call.at < windowMs), { at: now, failed }],
      failuresInARow: failed ? this.state.failuresInARow + 1 : 0,
    };
  }
}
