import { Ctx as CtxArg, Query, Resolver } from 'type-graphql';
import type { Ctx } from './ctx.ts';
import { DateTimeScalar } from './scalars.ts';

@Resolver()
export class ServerTimeResolver {
  @Query(() => DateTimeScalar, { description: "The hub's clock, by which every deadline is decided." })
  serverTime(@CtxArg() ctx: Ctx): Date {
    return ctx.now;
  }
}
