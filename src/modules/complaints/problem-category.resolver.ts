import { Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, Localized, payload } from '../../kit/graphql.ts';
import { mustRowById } from '../../kit/sql.ts';
import { ProblemCategory } from './problem-category.entity.ts';
import { childrenOfCategory, listProblemCategories, saveProblemCategory } from './problem-category.service.ts';
import { ProblemCategoryType, SaveProblemCategoryInput } from './problem-category.type.ts';

const problemCategory = entityField(() => ProblemCategoryType, ProblemCategory, 'The category as it is now.');

@Resolver(() => ProblemCategoryType)
@Localized({ name: { description: 'Name.', translations: true } })
export class ProblemCategoryResolver {
  @Query(() => [ProblemCategoryType], {
    description: 'The taxonomy of problems, fewer than 100: each group followed by what is in it. Requirement: R-III.1.2.',
  })
  problemCategories(@CtxArg() ctx: Ctx): Promise<ProblemCategory[]> {
    return listProblemCategories(ctx);
  }

  @FieldResolver(() => ProblemCategoryType, { nullable: true, description: 'The group it stands in; null = it is a group.' })
  parent(@Root() row: ProblemCategory, @CtxArg() ctx: Ctx) {
    return row.parentId ? mustRowById(ctx, ProblemCategory, row.parentId) : null;
  }

  @FieldResolver(() => [ProblemCategoryType], { description: 'What is in the group; empty = it is no group, or nothing is in it yet.' })
  children(@Root() row: ProblemCategory, @CtxArg() ctx: Ctx): Promise<ProblemCategory[]> {
    return childrenOfCategory(ctx, row.id);
  }

  @Command(payload('SaveProblemCategory', { problemCategory }), SaveProblemCategoryInput, {
    description: 'Enters a category, or changes the one of that code. Requirement: R-III.1.2.',
  })
  async saveProblemCategory(input: SaveProblemCategoryInput, ctx: Ctx) {
    return { problemCategory: (await saveProblemCategory(ctx, input)).id };
  }
}
