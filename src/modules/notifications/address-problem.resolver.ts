import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { pageCost, ViolationType } from '../../kit/graphql.ts';
import { Notice } from '../../kit/notice.entity.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import type { Violation } from '../../shared/errors.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { addressProblem } from './address-problem.rules.ts';
import { type AddressProblem, listAddressProblems } from './address-problem.service.ts';
import { AddressProblemConnection, AddressProblemsArgs, AddressProblemType, NoticeType } from './notice.type.ts';

@Resolver(() => AddressProblemType)
export class AddressProblemResolver {
  @Query(() => AddressProblemConnection, {
    description: 'Addresses of municipalities that take no mail, the latest failure first. Cost: 20 + first x entry. Requirement: R9.',
    complexity: pageCost,
  })
  addressProblems(@Args(() => AddressProblemsArgs) args: AddressProblemsArgs, @CtxArg() ctx: Ctx): Promise<Page<AddressProblem>> {
    return listAddressProblems(ctx, args.regionCode, args);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Whose address.' })
  municipality(@Root() row: AddressProblem, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => NoticeType, { description: 'The mail that was refused last.' })
  notice(@Root() row: AddressProblem, @CtxArg() ctx: Ctx): Promise<Notice> {
    return mustRowById(ctx, Notice, row.id);
  }

  @FieldResolver(() => ViolationType, { description: 'What is wrong and what to do.' })
  problem(@Root() { isOfficial }: AddressProblem): Violation {
    return addressProblem(isOfficial);
  }
}
