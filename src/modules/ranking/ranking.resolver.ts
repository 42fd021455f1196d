import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { PageArgs, pageCost } from '../../kit/graphql.ts';
import { mustRowById, type Page, pageOf } from '../../kit/sql.ts';
import type { AnalysisRun } from '../indicators/analysis.entity.ts';
import { AnalysisRunType } from '../indicators/indicator.type.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MunicipalServiceType } from '../service-registry/municipal-service.type.ts';
import type { RankingEntry } from './ranking.rules.ts';
import { findRanking, type Ranking, rankingOf } from './ranking.service.ts';
import { RankingArgs, RankingEntryConnection, RankingEntryType, RankingType, YearRankingArgs } from './ranking.type.ts';

const costOnTheFly = { complexity: ({ childComplexity }: { childComplexity: number }) => 50 + childComplexity };

@Resolver(() => RankingType)
export class RankingResolver {
  @Query(() => RankingType, {
    nullable: true,
    description:
      "The ranking of a year's services by the latest annual run that the caller may see; null = there is none. NOT_FOUND where the year has no cycle. Requirement: R-III.2. Cost: 50.",
    ...costOnTheFly,
  })
  ranking(@Args(() => YearRankingArgs) { year, by, regionCode }: YearRankingArgs, @CtxArg() ctx: Ctx): Promise<Ranking | null> {
    return findRanking(ctx, year, by, regionCode);
  }

  @FieldResolver(() => AnalysisRunType, { description: 'The run that it is made from.' })
  run(@Root() { run }: Ranking): AnalysisRun {
    return run;
  }

  @FieldResolver(() => RankingEntryConnection, {
    description: 'Ranked services, the first first; by DEMAND unit by unit. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  entries(@Root() { entries }: Ranking, @Args(() => PageArgs) args: PageArgs): Page<RankingEntry> {
    return pageOf('rankingEntries', entries, args, ({ serviceId }) => serviceId);
  }

  @FieldResolver(() => RankingEntryConnection, {
    description: 'Services that have no rank, by code, each with the reason. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  unranked(@Root() { unranked }: Ranking, @Args(() => PageArgs) args: PageArgs): Page<RankingEntry> {
    return pageOf('unrankedServices', unranked, args, ({ serviceId }) => serviceId);
  }
}

@Resolver(() => RankingEntryType)
export class RankingEntryResolver {
  @FieldResolver(() => MunicipalServiceType, { description: 'Which service.' })
  service(@Root() { serviceId }: RankingEntry, @CtxArg() ctx: Ctx): Promise<MunicipalService> {
    return mustRowById(ctx, MunicipalService, serviceId);
  }
}

@Resolver(() => AnalysisRunType)
export class RunRankingResolver {
  @FieldResolver(() => RankingType, { description: 'Its services, ranked. Requirement: R-III.2. Cost: 50.', ...costOnTheFly })
  ranking(@Root() row: AnalysisRun, @Args(() => RankingArgs) { by, regionCode }: RankingArgs, @CtxArg() ctx: Ctx): Promise<Ranking> {
    return rankingOf(ctx, row, by, regionCode);
  }
}
