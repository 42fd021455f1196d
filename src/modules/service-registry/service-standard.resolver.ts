import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { AvailableActionType, entityField, Localized, pageCost, payload, TransitionType } from '../../kit/graphql.ts';
import { inForceDay } from '../../kit/lookup.ts';
import { LocalDateScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { historyOf } from '../../kit/workflow.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { MunicipalService } from './municipal-service.entity.ts';
import { MunicipalServiceType } from './municipal-service.type.ts';
import { listNormGaps, type NormGap } from './norm-gap.service.ts';
import { type Norm, ServiceStandard, type StandardApproval, StandardTemplate } from './service-standard.entity.ts';
import type { NormKind } from './service-standard.rules.ts';
import {
  actionsOfStandard,
  approvalsOf,
  differencesOf,
  draftServiceStandard,
  getServiceStandard,
  itemsOf,
  listServiceStandards,
  normsOf,
  recordStandardApproval,
  updateServiceStandard,
  withdrawServiceStandard,
} from './service-standard.service.ts';
import { getStandardTemplate } from './standard-template.service.ts';
import {
  DraftServiceStandardInput,
  NormGapConnection,
  NormGapsArgs,
  NormGapType,
  NormKindEnum,
  NormType,
  RecordStandardApprovalInput,
  ServiceStandardConnection,
  ServiceStandardsArgs,
  ServiceStandardType,
  StandardApprovalType,
  StandardItemDiffType,
  StandardItemType,
  StandardTemplateType,
  TemplateNormKindType,
  UpdateServiceStandardInput,
  WithdrawServiceStandardInput,
} from './service-standard.type.ts';
import type { ItemDifference } from './standard-content.rules.ts';
import { isStandardInForce } from './standard-day.rules.ts';

const serviceStandard = entityField(() => ServiceStandardType, ServiceStandard, 'The redaction as it is now.');

@Resolver(() => StandardTemplateType)
export class StandardTemplateResolver {
  @Query(() => StandardTemplateType, {
    nullable: true,
    description:
      'The revision of the typical standard in force on a day. NOT_FOUND, whose hint names the codes that there are. Requirement: R2.',
  })
  standardTemplate(
    @Arg('code', () => String, { description: 'Its code; STANDARD_TEMPLATE is the sample.' }) code: string,
    @Arg('inForceOn', () => LocalDateScalar, { nullable: true, description: 'The day; today unless given.' }) day: string | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<StandardTemplate> {
    return getStandardTemplate(ctx, code, day);
  }

  @FieldResolver(() => [StandardItemType], {
    description: 'Its passport items in order, fewer than 100; the text is null where the template leaves it to the standard.',
  })
  items(@Root() row: StandardTemplate) {
    return row.items;
  }

  @FieldResolver(() => [TemplateNormKindType], { description: 'The norms that it asks for.' })
  normKinds(@Root() row: StandardTemplate) {
    return row.normKinds;
  }
}

@Resolver(() => StandardItemType)
@Localized({
  title: { description: 'What the item is about.' },
  help: { description: 'What to write there.', nullable: true },
  text: { description: 'What is written there.', nullable: true, translations: true },
})
export class StandardItemResolver {}

@Resolver(() => StandardItemDiffType)
@Localized({
  templateText: { description: 'What it was developed from.', nullable: true },
  localText: { description: 'What the redaction says.', nullable: true },
})
export class StandardItemDiffResolver {}

@Resolver(() => NormType)
@Localized({
  basis: { description: 'What it is per: per month, per head and year. Null = per delivery.', nullable: true, translations: true },
})
export class NormResolver {}

@Resolver(() => ServiceStandardType)
export class ServiceStandardResolver {
  @Query(() => ServiceStandardType, { nullable: true, description: "One redaction. NOT_FOUND, also for another's draft." })
  serviceStandard(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<ServiceStandard> {
    return getServiceStandard(ctx, id);
  }

  @Query(() => ServiceStandardConnection, {
    description: 'Redactions, the latest first. Requirement: R6. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  serviceStandards(@Args(() => ServiceStandardsArgs) args: ServiceStandardsArgs, @CtxArg() ctx: Ctx): Promise<Page<ServiceStandard>> {
    return listServiceStandards(ctx, args.filter ?? {}, args);
  }

  @FieldResolver(() => MunicipalServiceType, { description: 'Of which service.' })
  service(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx): Promise<MunicipalService> {
    return mustRowById(ctx, MunicipalService, row.serviceId);
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'Whose redaction; null = the national one.' })
  municipality(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx) {
    return row.municipalityId ? mustRowById(ctx, Municipality, row.municipalityId) : null;
  }

  @FieldResolver(() => StandardTemplateType, { description: 'The typical standard that it is developed from. Requirement: R6.' })
  template(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx): Promise<StandardTemplate> {
    return mustRowById(ctx, StandardTemplate, row.templateId);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is approved and within its dates on a day.' })
  isInForce(
    @Root() row: ServiceStandard,
    @Arg('on', () => LocalDateScalar, { nullable: true, description: 'The day; today unless given.' }) on: string | undefined,
    @CtxArg() ctx: Ctx,
  ): boolean {
    return isStandardInForce(row, inForceDay(ctx, on));
  }

  @FieldResolver(() => [StandardItemType], {
    description: "Its passport items in the template's order, fewer than 100; the text is null where nothing is written.",
  })
  items(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx) {
    return itemsOf(ctx, row);
  }

  @FieldResolver(() => [StandardApprovalType], { description: 'Who approved it. Requirement: R2.' })
  approvals(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx): Promise<StandardApproval[]> {
    return approvalsOf(ctx, row.id);
  }

  @FieldResolver(() => [NormType], {
    description: 'Its norms, fewer than 100, by kind, those per delivery first. Requirement: R-II.2, R-II.3.',
  })
  norms(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx): Promise<Norm[]> {
    return normsOf(ctx, row.id);
  }

  @FieldResolver(() => NormType, {
    nullable: true,
    description: 'The norm of a kind, the one per delivery if there is one; null = none is approved. Requirement: R-III.1.5.',
  })
  async norm(
    @Root() row: ServiceStandard,
    @Arg('kind', () => NormKindEnum, { description: 'Which kind.' }) kind: NormKind,
    @CtxArg() ctx: Ctx,
  ): Promise<Norm | undefined> {
    return (await normsOf(ctx, row.id)).find((norm) => norm.kind === kind);
  }

  @FieldResolver(() => [StandardItemDiffType], {
    description:
      'How it differs, item by item, from what it was developed from: a local redaction from the national standard of its time, otherwise from the template.',
  })
  differences(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx): Promise<ItemDifference[]> {
    return differencesOf(ctx, row);
  }

  @FieldResolver(() => [AvailableActionType], {
    description: 'Every act of its workflow for this caller, allowed or refused with the reason.',
  })
  availableActions(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx) {
    return actionsOfStandard(ctx, row);
  }

  @FieldResolver(() => [TransitionType], { description: 'The steps so far, oldest first.' })
  history(@Root() row: ServiceStandard, @CtxArg() ctx: Ctx) {
    return historyOf(ctx, 'ServiceStandard', row.id);
  }

  @Command(payload('DraftServiceStandard', { serviceStandard }), DraftServiceStandardInput, {
    description:
      "Begins the next redaction of a service's standard, national or a municipality's. Refused for delegated state services. Requirement: R5, R6.",
  })
  async draftServiceStandard(input: DraftServiceStandardInput, ctx: Ctx) {
    return { serviceStandard: (await draftServiceStandard(ctx, input)).id };
  }

  @Command(payload('UpdateServiceStandard', { serviceStandard }), UpdateServiceStandardInput, {
    description: "Changes a draft's texts and norms. Requirement: R6.",
  })
  async updateServiceStandard(input: UpdateServiceStandardInput, ctx: Ctx) {
    return { serviceStandard: (await updateServiceStandard(ctx, input)).id };
  }

  @Command(payload('RecordStandardApproval', { serviceStandard }), RecordStandardApprovalInput, {
    description:
      'Records that a body approved a redaction. The Government puts a national one in force, its council a local one; the redaction before ends. Requirement: R2.',
  })
  async recordStandardApproval(input: RecordStandardApprovalInput, ctx: Ctx) {
    return { serviceStandard: (await recordStandardApproval(ctx, input)).id };
  }

  @Command(payload('WithdrawServiceStandard', { serviceStandard }), WithdrawServiceStandardInput, {
    description: 'Ends an approved redaction by an act.',
  })
  async withdrawServiceStandard(input: WithdrawServiceStandardInput, ctx: Ctx) {
    return { serviceStandard: (await withdrawServiceStandard(ctx, input)).id };
  }
}

@Resolver(() => NormGapType)
export class NormGapResolver {
  @Query(() => NormGapConnection, {
    description:
      'Services without a standard in force, or whose standard lacks norms, by name: in a municipality, in each of a region, or over the country. ' +
      'Requirement: R-III.1.5. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  normGaps(@Args(() => NormGapsArgs) args: NormGapsArgs, @CtxArg() ctx: Ctx): Promise<Page<NormGap>> {
    return listNormGaps(ctx, args, args);
  }

  @FieldResolver(() => MunicipalServiceType, { description: 'The service.' })
  service(@Root() row: NormGap, @CtxArg() ctx: Ctx): Promise<MunicipalService> {
    return mustRowById(ctx, MunicipalService, row.serviceId);
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'Where; null = the whole country.' })
  municipality(@Root() row: NormGap, @CtxArg() ctx: Ctx) {
    return row.municipalityId ? mustRowById(ctx, Municipality, row.municipalityId) : null;
  }

  @FieldResolver(() => ServiceStandardType, {
    nullable: true,
    description: 'The standard in force that lacks them; null = no standard is in force.',
  })
  standard(@Root() row: NormGap, @CtxArg() ctx: Ctx) {
    return row.standardId ? mustRowById(ctx, ServiceStandard, row.standardId) : null;
  }
}
