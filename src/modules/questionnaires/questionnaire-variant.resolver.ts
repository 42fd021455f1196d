import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { isOwn } from '../../access/actor.ts';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, pageCost, payload } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { FormVersionType } from '../forms/form.type.ts';
import { diffQuestions, type QuestionDifference } from '../forms/question-diff.rules.ts';
import { ServiceProvider } from '../organizations/organization.entity.ts';
import { ServiceProviderType } from '../organizations/organization.type.ts';
import type { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MunicipalServiceType } from '../service-registry/municipal-service.type.ts';
import { QuestionnaireVariant } from './questionnaire-variant.entity.ts';
import { variantActRefusal, variantActs, type VariantFacts } from './questionnaire-variant.rules.ts';
import {
  baseIdOf,
  consentToQuestionnaireVariant,
  factsOfVariant,
  getQuestionnaireVariant,
  listQuestionnaireVariants,
  proposeQuestionnaireVariant,
  refuseQuestionnaireVariant,
  servicesOfVariant,
  withdrawQuestionnaireVariant,
} from './questionnaire-variant.service.ts';
import {
  ConsentToQuestionnaireVariantInput,
  ProposeQuestionnaireVariantInput,
  QuestionDiffType,
  QuestionnaireVariantConnection,
  QuestionnaireVariantsArgs,
  QuestionnaireVariantType,
  RefuseQuestionnaireVariantInput,
  WithdrawQuestionnaireVariantInput,
} from './questionnaire-variant.type.ts';

const questionnaireVariant = entityField(() => QuestionnaireVariantType, QuestionnaireVariant, 'The variant as it is now.');

function versionOf(ctx: Ctx, { formVersionId }: QuestionnaireVariant): Promise<FormVersion> {
  return mustRowById(ctx, FormVersion, formVersionId);
}

async function baseOf(ctx: Ctx, row: QuestionnaireVariant): Promise<FormVersion> {
  return mustRowById(ctx, FormVersion, baseIdOf(await versionOf(ctx, row)));
}

@Resolver(() => QuestionnaireVariantType)
@WithWorkflow<QuestionnaireVariant, VariantFacts>({
  subject: 'QuestionnaireVariant',
  acts: variantActs.map((mutation) => ({ mutation, refusal: (facts) => variantActRefusal(mutation, facts) })),
  facts: async (row, ctx) => factsOfVariant(ctx, row, await baseOf(ctx, row)),
  isOwner: ({ municipalityId }, { actor }) => isOwn(actor, municipalityId),
})
export class QuestionnaireVariantResolver {
  @Query(() => QuestionnaireVariantType, {
    nullable: true,
    description: 'One variant. NOT_FOUND: absent, or not yours. Requirement: R10.',
  })
  questionnaireVariant(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<QuestionnaireVariant> {
    return getQuestionnaireVariant(ctx, id);
  }

  @Query(() => QuestionnaireVariantConnection, {
    description: 'Variants, the latest proposed first; a PROVIDER sees its own. Requirement: R10. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  questionnaireVariants(
    @Args(() => QuestionnaireVariantsArgs) args: QuestionnaireVariantsArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<QuestionnaireVariant>> {
    return listQuestionnaireVariants(ctx, args.filter ?? {}, args);
  }

  @FieldResolver(() => ServiceProviderType, { description: 'Whose changes they are.' })
  provider(@Root() row: QuestionnaireVariant, @CtxArg() ctx: Ctx): Promise<ServiceProvider> {
    return mustRowById(ctx, ServiceProvider, row.providerId);
  }

  @FieldResolver(() => [MunicipalServiceType], { description: 'The services that it is for, 1 to 50.' })
  services(@Root() row: QuestionnaireVariant, @CtxArg() ctx: Ctx): Promise<MunicipalService[]> {
    return servicesOfVariant(ctx, row.id);
  }

  @FieldResolver(() => FormVersionType, { description: 'The version of Appendix 2 that it changes.' })
  base(@Root() row: QuestionnaireVariant, @CtxArg() ctx: Ctx): Promise<FormVersion> {
    return baseOf(ctx, row);
  }

  @FieldResolver(() => FormVersionType, {
    description:
      'Its questions as a form version, which questionnaires are filed on once it is consented to, as long as the base takes any.',
  })
  formVersion(@Root() row: QuestionnaireVariant, @CtxArg() ctx: Ctx): Promise<FormVersion> {
    return versionOf(ctx, row);
  }

  @FieldResolver(() => [QuestionDiffType], {
    description: 'Question by question against Appendix 2: as proposed, then what was removed; at most 200.',
  })
  async differences(@Root() row: QuestionnaireVariant, @CtxArg() ctx: Ctx): Promise<QuestionDifference[]> {
    return diffQuestions((await baseOf(ctx, row)).questions, (await versionOf(ctx, row)).questions);
  }

  @Command(payload('ProposeQuestionnaireVariant', { questionnaireVariant }), ProposeQuestionnaireVariantInput, {
    description:
      "Proposes the provider's changes of Appendix 2 for particular services; core questions stay as they are. One proposal for a service at a time (ours). Requirement: R10.",
  })
  async proposeQuestionnaireVariant(input: ProposeQuestionnaireVariantInput, ctx: Ctx) {
    return { questionnaireVariant: (await proposeQuestionnaireVariant(ctx, input)).id };
  }

  @Command(payload('ConsentToQuestionnaireVariant', { questionnaireVariant }), ConsentToQuestionnaireVariantInput, {
    description:
      'Consents to the changes, which may be used from now on; the municipality is told by mail. Refused while others of the provider are in use for one of the services (ours): they are withdrawn first; and to whoever proposed them. Requirement: R10.',
  })
  async consentToQuestionnaireVariant(input: ConsentToQuestionnaireVariantInput, ctx: Ctx) {
    return { questionnaireVariant: (await consentToQuestionnaireVariant(ctx, input)).id };
  }

  @Command(payload('RefuseQuestionnaireVariant', { questionnaireVariant }), RefuseQuestionnaireVariantInput, {
    description:
      'Refuses the changes, with a reason; the municipality is told by mail. Not open to whoever proposed them. Requirement: R10.',
  })
  async refuseQuestionnaireVariant(input: RefuseQuestionnaireVariantInput, ctx: Ctx) {
    return { questionnaireVariant: (await refuseQuestionnaireVariant(ctx, input)).id };
  }

  @Command(payload('WithdrawQuestionnaireVariant', { questionnaireVariant }), WithdrawQuestionnaireVariantInput, {
    description:
      'Takes the changes back, also those in use: no more questionnaires are filed on them; what was filed stays. Requirement: R10.',
  })
  async withdrawQuestionnaireVariant(input: WithdrawQuestionnaireVariantInput, ctx: Ctx) {
    return { questionnaireVariant: (await withdrawQuestionnaireVariant(ctx, input)).id };
  }
}
