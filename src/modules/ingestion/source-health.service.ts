import type { Ctx } from '../../kit/ctx.ts';
import type { VolumeSource } from './ingestion.entity.ts';
import { setupFault, storedFault } from './pull-fault.rules.ts';
import { healthOf, problemOf, type SourceFacts } from './volume-source.rules.ts';

let readable: readonly string[] = [];

/** Sets the adapters that this hub can read with: none where it has no security server. Once per process. */
export function useReadableAdapters(adapters: readonly string[]): void {
  readable = adapters;
}

/** How a source is now, and why. */
export function healthOfSource({ now }: Ctx, source: VolumeSource): ReturnType<typeof healthOf> {
  return healthOf(factsOf(source), now);
}

/** What of a source ADMIN is told of. */
export function problemOfSource({ now }: Ctx, source: VolumeSource): ReturnType<typeof problemOf> {
  return problemOf(factsOf(source), now);
}

/** What this hub lacks to read a source shows before a pull was tried, and comes before what the last one failed of. */
function factsOf(source: VolumeSource): SourceFacts {
  const lacking = setupFault(readable, source.adapter);
  return lacking ? { ...source, fault: storedFault(lacking) } : source;
}
