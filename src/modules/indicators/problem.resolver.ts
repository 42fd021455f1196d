import { Args, Ctx as CtxArg, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { countFigure, CountFigureType, missingFigure } from '../../kit/figure.ts';
import { pageCost } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { ProblemCategory } from '../complaints/problem-category.entity.ts';
import { ProblemCategoryType } from '../complaints/problem-category.type.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MunicipalServiceType } from '../service-registry/municipal-service.type.ts';
import type { AnalysisRun } from './analysis.entity.ts';
import { AnalysisRunType, ProblemConnection, ProblemsArgs, ProblemType } from './indicator.type.ts';
import { listProblems, type ProblemRow } from './problem.service.ts';

@Resolver(() => AnalysisRunType)
export class RunProblemsResolver {
  @FieldResolver(() => ProblemConnection, {
    description: 'Problems that answers mention, the most frequent first. Requirement: R-III.1.2, R-III.2. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  problems(@Root() row: AnalysisRun, @Args(() => ProblemsArgs) args: ProblemsArgs, @CtxArg() ctx: Ctx): Promise<Page<ProblemRow>> {
    const { serviceId, municipalityId } = args;
    return listProblems(ctx, row, { serviceId, municipalityId }, args);
  }
}

@Resolver(() => ProblemType)
export class ProblemResolver {
  @FieldResolver(() => ProblemCategoryType, { description: 'Which kind.' })
  category(@Root() row: ProblemRow, @CtxArg() ctx: Ctx): Promise<ProblemCategory> {
    return mustRowById(ctx, ProblemCategory, row.categoryId);
  }

  @FieldResolver(() => MunicipalServiceType, { nullable: true, description: 'On which service; null = on all together.' })
  async service(@Root() row: ProblemRow, @CtxArg() ctx: Ctx): Promise<MunicipalService | null> {
    return row.serviceId == null ? null : mustRowById(ctx, MunicipalService, row.serviceId);
  }

  @FieldResolver(() => CountFigureType, {
    description: 'Answers that mentioned it in the run of the period before that is judged on the same source; MISSING = there is none.',
  })
  previousMentions(@Root() { previousMentions, previousAt }: ProblemRow): CountFigureType {
    if (previousMentions === null || previousAt === null) return missingFigure();
    return countFigure(previousMentions, { source: 'MANUAL', recordedAt: previousAt, recordedBy: null });
  }
}
