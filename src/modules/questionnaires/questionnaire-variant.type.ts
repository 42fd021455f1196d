import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import { act, ActorType, ChangeInput, CommandInput, connection, graphqlEnum, PageArgs, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar } from '../../kit/scalars.ts';
import { QuestionInput, QuestionType } from '../forms/form.type.ts';
import type { Question } from '../forms/question.rules.ts';
import { ItemChangeEnum } from '../service-registry/service-standard.type.ts';
import type { ItemChange } from '../service-registry/standard-content.rules.ts';
import { type VariantState, variantStates } from './questionnaire-variant.rules.ts';

const VariantStateEnum = graphqlEnum(
  'VariantState',
  variantStates,
  'Where a variant stands. CONSENTED = questionnaires may be filed on it; WITHDRAWN = by the provider, also after consent.',
);

@ObjectType('QuestionnaireVariant', {
  implements: [Versioned, Workflow],
  description: "A provider's changes of the typical questionnaire (Appendix 2) for particular services. Requirement: R10.",
})
export class QuestionnaireVariantType extends Versioned {
  @Field(() => VariantStateEnum, { description: 'Where it stands.' })
  state!: VariantState;
  @Field(() => String, { description: 'Why the provider asks for it.' })
  reason!: string;
  @Field(() => DateTimeScalar, { description: 'When it was proposed.' })
  proposedAt!: Date;
  @Field(() => String, {
    nullable: true,
    description: 'Why it was consented to or refused; null = not decided, or consented to without a word.',
  })
  decisionReason?: string | null;
  @Field(() => ActorType, { nullable: true, description: 'Who decided; null = nobody yet.' })
  decidedBy?: ActorStamp | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided; null = not yet.' })
  decidedAt?: Date | null;
}
export const QuestionnaireVariantConnection = connection(QuestionnaireVariantType, 'QuestionnaireVariant');

@ObjectType('QuestionDiff', { description: 'How one question of a variant differs from Appendix 2. Requirement: R10.' })
export class QuestionDiffType {
  @Field(() => String, { description: 'Its code.' })
  code!: string;
  @Field(() => ItemChangeEnum, { description: 'How it differs; that others moved it is no change.' })
  change!: ItemChange;
  @Field(() => QuestionType, { nullable: true, description: 'As Appendix 2 has it; null = it was added.' })
  base!: Question | null;
  @Field(() => QuestionType, { nullable: true, description: 'As the provider has it; null = it was removed.' })
  proposed!: Question | null;
}

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which variants; fields are joined by AND.' })
export class VariantFilter {
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
  @Field(() => [VariantStateEnum], { nullable: true, description: 'In one of these states.' })
  states?: VariantState[] | null;
  @Field(() => ID, { nullable: true, description: 'For this service.' })
  serviceId?: string | null;
}

@ArgsType()
export class QuestionnaireVariantsArgs extends PageArgs {
  @Field(() => VariantFilter, { nullable: true, description: 'Which variants.' })
  filter?: VariantFilter | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Input of the mutation of this name.' })
export class ProposeQuestionnaireVariantInput extends CommandInput {
  @Field(() => ID, { description: 'The provider, one of your own municipality.' })
  providerId!: string;
  @Field(() => [ID], { description: 'The services that it is for, 1 to 50.' })
  serviceIds!: string[];
  @Field(() => ID, { description: 'The version of Appendix 2 in force, which is changed.' })
  baseFormVersionId!: string;
  @Field(() => [QuestionInput], { description: 'The questions as they are to be, all of them, in their order; core questions unchanged.' })
  questions!: QuestionInput[];
  @Field(() => String, { description: 'Why: what is particular about these services.' })
  reason!: string;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class ConsentToQuestionnaireVariantInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Why; it is mailed to the municipality.' })
  reason?: string | null;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class RefuseQuestionnaireVariantInput extends ChangeInput {
  @Field(() => String, { description: 'Why; it is mailed to the municipality.' })
  reason!: string;
}

export const WithdrawQuestionnaireVariantInput = act('WithdrawQuestionnaireVariant');
export type WithdrawQuestionnaireVariantInput = InstanceType<typeof WithdrawQuestionnaireVariantInput>;
