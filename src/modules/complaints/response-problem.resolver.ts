import { Ctx as CtxArg, FieldResolver, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, payload } from '../../kit/graphql.ts';
import { Response } from '../questionnaires/response.entity.ts';
import { ResponseType } from '../questionnaires/response.type.ts';
import { type FoundProblem, problemsOfResponse, tagResponse } from './response-problem.service.ts';
import { ResponseProblemType, TagResponseInput } from './response-problem.type.ts';

const response = entityField(() => ResponseType, Response, 'The response with its tags as they are now.');

@Resolver(() => ResponseType)
export class ResponseProblemsResolver {
  @FieldResolver(() => [ResponseProblemType], {
    description:
      'The problems that it is about: those that the respondent named, then those that an analyst found; fewer than 100, one twice where both say so. Requirement: R-III.1.2. Cost: 2.',
    complexity: 2,
  })
  problems(@Root() row: Response, @CtxArg() ctx: Ctx): Promise<FoundProblem[]> {
    return problemsOfResponse(ctx, row);
  }

  @Command(payload('TagResponse', { response }), TagResponseInput, {
    description:
      'Says which problems a response is about, instead of what was tagged before; what the respondent named stays. Requirement: R-III.1.2.',
  })
  async tagResponse(input: TagResponseInput, ctx: Ctx) {
    return { response: await tagResponse(ctx, input) };
  }
}
