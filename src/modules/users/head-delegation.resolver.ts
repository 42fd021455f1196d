import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, pageCost, payload } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { dayOf } from '../../shared/calendar.ts';
import { HeadDelegation } from './head-delegation.entity.ts';
import { isDelegationInForce } from './head-delegation.rules.ts';
import { delegateHead, endHeadDelegation, listHeadDelegations } from './head-delegation.service.ts';
import {
  DelegateHeadInput,
  EndHeadDelegationInput,
  HeadDelegationConnection,
  HeadDelegationsArgs,
  HeadDelegationType,
} from './head-delegation.type.ts';
import { User } from './user.entity.ts';

const headDelegation = entityField(() => HeadDelegationType, HeadDelegation, 'The delegation as it is now.');

@Resolver(() => HeadDelegationType)
export class HeadDelegationResolver {
  @Query(() => HeadDelegationConnection, {
    description: 'Who acts or acted for a head, the latest begun first. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  headDelegations(@Args(() => HeadDelegationsArgs) args: HeadDelegationsArgs, @CtxArg() ctx: Ctx): Promise<Page<HeadDelegation>> {
    return listHeadDelegations(ctx, args.inForceOn, args);
  }

  @FieldResolver(() => String, { description: 'The name of the head.' })
  async headName(@Root() row: HeadDelegation, @CtxArg() ctx: Ctx): Promise<string> {
    return (await mustRowById(ctx, User, row.headId)).name;
  }

  @FieldResolver(() => String, { description: 'The name of the one who acts for them.' })
  async delegateName(@Root() row: HeadDelegation, @CtxArg() ctx: Ctx): Promise<string> {
    return (await mustRowById(ctx, User, row.delegateId)).name;
  }

  @FieldResolver(() => Boolean, { description: 'Whether it holds today in Bishkek.' })
  isInForce(@Root() row: HeadDelegation, @CtxArg() ctx: Ctx): boolean {
    return isDelegationInForce(row, dayOf(ctx.now));
  }

  @Command(payload('DelegateHead', { headDelegation }), DelegateHeadInput, {
    description: 'Records that a person acts for a head for some days: they have the role HEAD then, and every act says for whom.',
  })
  async delegateHead(input: DelegateHeadInput, ctx: Ctx) {
    return { headDelegation: (await delegateHead(ctx, input)).id };
  }

  @Command(payload('EndHeadDelegation', { headDelegation }), EndHeadDelegationInput, { description: 'Ends a delegation at once.' })
  async endHeadDelegation(input: EndHeadDelegationInput, ctx: Ctx) {
    return { headDelegation: (await endHeadDelegation(ctx, input)).id };
  }
}
