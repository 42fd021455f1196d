/**
 * The division of services into ranks, by quality and by demand, over the country or a region.
 * Whose: everybody reads it, of the runs that they may see; nobody edits it.
 * Requirements: R-III.2 (the ranking of the final report), R-III.1.6 (demand).
 */
import { defineModule } from '../../kit/module.ts';
import { rankingExports } from './ranking.exports.ts';
import { RankingEntryResolver, RankingResolver, RunRankingResolver } from './ranking.resolver.ts';

export const ranking = defineModule({
  name: 'ranking',
  exports: rankingExports,
  resolvers: [RankingResolver, RankingEntryResolver, RunRankingResolver],
});
