/** After so many tries in a row that got no answer the relay is left alone for a while. */
const unansweredBeforePause = 5;
const pauseMs = 30_000;

export interface RelayCircuit {
  /** Until when nothing is to be tried; undefined = now is right. */
  pausedUntil(): Date | undefined;
  /** What a try came to: any answer, a refusal too, shows that the relay is there. */
  note(wasAnswered: boolean): void;
}

/**
 * Spares a relay that cannot be reached, and the messages the tries that could only fail. When the pause is over one
 * unanswered try begins the next. By the machine's clock: it is about a machine, not about a deadline.
 */
export function relayCircuit(now: () => number = Date.now): RelayCircuit {
  let unanswered = 0;
  let resumesAt = 0;
  return {
    pausedUntil: () => (now() < resumesAt ? new Date(resumesAt) : undefined),
    note(wasAnswered) {
      unanswered = wasAnswered ? 0 : unanswered + 1;
      if (wasAnswered) resumesAt = 0;
      else if (unanswered >= unansweredBeforePause) resumesAt = now() + pauseMs;
    },
  };
}
