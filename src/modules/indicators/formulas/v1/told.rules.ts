import type { Counts, Judgement } from '../../indicator.rules.ts';
import { countOf, type ToldFacts } from '../formula.rules.ts';
import { judgeTold } from './share.rules.ts';

/** Counts of a yes or no about each service of an object. */
export function toldCounts(services: number, { yes, no }: ToldFacts): Counts {
  return { services, yes, no };
}

/** Every service of the object has it: one that has not is enough for a no; one that nobody told of leaves the rest open. */
export function judgeEveryService(counts: Counts): Judgement {
  const services = countOf(counts, 'services');
  if (countOf(counts, 'no') > 0) return judgeTold('NOT_ACHIEVED', services);
  return judgeTold(countOf(counts, 'yes') === services && services > 0 ? 'ACHIEVED' : 'NO_DATA', services);
}
