import { isMass } from '../../kit/outbox.rules.ts';

export type LaneName = 'MASS' | 'URGENT';

/** Ours: of what the relay takes in a minute a fifth is kept for urgent mails, so that no mass mailing delays them. */
const shares: Readonly<Record<LaneName, number>> = { MASS: 4 / 5, URGENT: 1 / 5 };

/** Which lane a mail of this priority takes. */
export function laneOf(priority: number): LaneName {
  return isMass(priority) ? 'MASS' : 'URGENT';
}

/** Milliseconds between two mails of a lane. */
export function laneIntervalMs(lane: LaneName, perMinute: number): number {
  return 60_000 / (perMinute * shares[lane]);
}
