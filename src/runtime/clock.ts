/** The hub's one clock: the machine's, or one that starts elsewhere (HUB_CLOCK, embedded database only) and runs on. */
export interface Clock {
  now(): Date;
}

export function createClock(startsAt?: string): Clock {
  if (!startsAt) return { now: () => new Date() };
  const offset = Date.parse(startsAt) - Date.now();
  return { now: () => new Date(Date.now() + offset) };
}
