import type { Resource } from '../resource.ts';
import { offers, services, standards } from './registry.ts';
import { indicatorResults, quarterlyResults } from './results.ts';
import { municipalities, providers, successions, units } from './territory.ts';
import { acceptedVolumes } from './volumes.ts';

/** All that agencies can read. What is not listed is not there. */
export const resources: readonly Resource[] = [
  units,
  municipalities,
  providers,
  successions,
  services,
  standards,
  offers,
  acceptedVolumes,
  quarterlyResults,
  indicatorResults,
];
