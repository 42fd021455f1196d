import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { Localized } from '../../kit/graphql.ts';
import { mustRowById } from '../../kit/sql.ts';
import { IndicatorResult } from './analysis.entity.ts';
import type { DynamicsPoint } from './dynamics.rules.ts';
import { dynamicsOfIndicator } from './dynamics.service.ts';
import { DynamicsArgs, DynamicsPointType, IndicatorResultType } from './indicator.type.ts';

@Localized({ note: { description: 'What is to be known of the point.', nullable: true } })
@Resolver(() => DynamicsPointType)
export class DynamicsResolver {
  @Query(() => [DynamicsPointType], {
    description:
      'An indicator of an object over years, one point a year, from the annual runs that the caller may see; of a municipality as it was, or with the counts of those it was made from added up. Requirement: R13. Cost: 50 + 10 x point.',
    complexity: ({ childComplexity }) => 50 + 10 * childComplexity,
  })
  dynamics(@Args(() => DynamicsArgs) args: DynamicsArgs, @CtxArg() ctx: Ctx): Promise<DynamicsPoint[]> {
    return dynamicsOfIndicator(ctx, args);
  }

  @FieldResolver(() => IndicatorResultType, {
    nullable: true,
    description: 'The result itself; null = there is none, or the point is added up from several.',
  })
  async result(@Root() { resultId }: DynamicsPoint, @CtxArg() ctx: Ctx): Promise<IndicatorResult | null> {
    return resultId === null ? null : mustRowById(ctx, IndicatorResult, resultId);
  }
}
