import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, CommandInput, graphqlEnum, LocalizedTextInput, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar, DecimalScalar, LocalDateScalar } from '../../kit/scalars.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { MeasureUnitEnum } from '../service-registry/service-standard.type.ts';
import { type FormKind, formKinds, formVersionStates } from './form.rules.ts';
import {
  type AnswerType,
  answerTypes,
  type ConditionOperator,
  conditionOperators,
  type Measure,
  measures,
  type QuestionFields,
} from './question.rules.ts';

export const FormKindEnum = graphqlEnum(
  'FormKind',
  formKinds,
  'SURVEY_SHEET = Appendix 1, of the responsible unit; QUESTIONNAIRE = Appendix 2, of the providers. Requirement: R10.',
);
export const FormVersionStateEnum = graphqlEnum(
  'FormVersionState',
  formVersionStates,
  'Where a version stands; CLOSING = the next is in force, and questionnaires filled on paper are taken until `graceUntil`.',
);
const QuestionTypeEnum = graphqlEnum('QuestionType', answerTypes, 'What kind of answer a question takes.');
const MeasureEnum = graphqlEnum('Measure', measures, 'What a question measures. Requirement: part II, R-III.1.2, R-III.1.4.');
const ConditionOperatorEnum = graphqlEnum(
  'ConditionOperator',
  conditionOperators,
  'IN = answered with one of the values; NOT_IN = with none of them, or not answered.',
);

@ObjectType('Form', { description: "A form of the regulation's appendices. Requirement: R10." })
export class FormType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => FormKindEnum, { description: 'Which of the two.' })
  kind!: FormKind;
}

@ObjectType('FormVersion', {
  implements: [Versioned, Workflow],
  description:
    'What a form asks, from its publication until the next; never changed after it. A draft is seen by the ministry only. Requirement: R10.',
})
export class FormVersionType extends Versioned {
  @Field(() => Int, { description: 'Number among the versions of the form, from 1; of a variant, that of the version it was made from.' })
  number!: number;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was put in force; null = not yet.' })
  publishedAt?: Date | null;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Last day on which it takes questionnaires filled on paper; null = it is not closing, or was closed at once.',
  })
  graceUntil?: string | null;
  @Field(() => Boolean, { description: 'A sample in our own words: the official appendix was not found.' })
  isSample!: boolean;
}

@ObjectType('QuestionCondition', { description: 'When a question is asked: depending on the answer to an earlier one.' })
export class QuestionConditionType {
  @Field(() => String, { description: 'Code of the earlier question.' })
  questionCode!: string;
  @Field(() => ConditionOperatorEnum, { description: 'How its answer is compared.' })
  operator!: ConditionOperator;
  @Field(() => [String], { description: 'Codes of its options, at most 50; `true` and `false` of a BOOLEAN, `1` to `5` of a scale.' })
  values!: string[];
}

@ObjectType('QuestionOption', { description: 'An answer to choose; of a scale, the words for a point.' })
export class QuestionOptionType {
  @Field(() => String, { description: 'Its code, which answers are given by; of a scale, the point.' })
  code!: string;
  @Field(() => Boolean, { description: 'Whether it cannot be marked together with others.' })
  isExclusive!: boolean;
  @Field(() => String, { nullable: true, description: 'Code of the problem that it names; null = it names none. Requirement: R-III.1.2.' })
  problemCategoryCode?: string | null;
}

@ObjectType('Question', { description: 'One question of a version of a form. Requirement: R10.' })
export class QuestionType {
  @Field(() => String, { description: 'Its code: the same question in every version, and in both forms.' })
  code!: string;
  @Field(() => Int, { description: 'Its place, from 1.' })
  order!: number;
  @Field(() => QuestionTypeEnum, { description: 'What kind of answer it takes.' })
  type!: AnswerType;
  @Field(() => MeasureUnitEnum, { nullable: true, description: 'What a NUMBER or MONEY is counted in; null = the answer is no amount.' })
  unit?: MeasureUnit | null;
  @Field(() => String, { nullable: true, description: 'What the amount is per, as a norm says it; null = per delivery.' })
  basis?: string | null;
  @Field(() => DecimalScalar, { nullable: true, description: 'Lowest amount; null = 0, or the answer is no amount.' })
  min?: string | null;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Highest amount; of a TEXT most characters, of a MULTI_CHOICE most options marked. Null = no limit of its own.',
  })
  max?: string | null;
  @Field(() => Boolean, {
    description: "Whether a provider's variant may not touch it and no later version drops it (ours). Requirement: R10.",
  })
  isCore!: boolean;
  @Field(() => Boolean, {
    description: 'Whether it must be asked, where it is shown. That there was no answer is always accepted, and counted.',
  })
  isRequired!: boolean;
  @Field(() => MeasureEnum, { nullable: true, description: 'What it measures; null = none of the listed.' })
  measures?: Measure | null;
  @Field(() => Boolean, { description: 'Whether the figures of its measure come from it; others with the measure are evidence beside.' })
  isPrimary!: boolean;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'When a question is asked.' })
export class QuestionConditionInput {
  @Field(() => String, { description: 'Code of a question before it.' })
  questionCode!: string;
  @Field(() => ConditionOperatorEnum, { description: 'How its answer is compared.' })
  operator!: ConditionOperator;
  @Field(() => [String], { description: 'Codes of its options; `true` and `false` of a BOOLEAN, `1` to `5` of a scale.' })
  values!: string[];
}

@InputType({ description: 'An answer to choose; of a scale, the words for a point.' })
export class QuestionOptionInput {
  @Field(() => String, { description: 'UPPER_SNAKE, once in the question; of a scale, the point.' })
  code!: string;
  @Field(() => LocalizedTextInput, { description: 'Its words; Russian is required before publication.' })
  text!: LocalizedTextInput;
  @Field(() => Boolean, { defaultValue: false, description: 'Whether it cannot be marked together with others; of MULTI_CHOICE only.' })
  isExclusive!: boolean;
  @Field(() => String, { nullable: true, description: 'Code of the problem that it names.' })
  problemCategoryCode?: string | null;
}

@InputType({ description: 'A question as it is to be; its place is that in the list.' })
export class QuestionInput implements QuestionFields {
  @Field(() => String, { description: 'UPPER_SNAKE, once in the form; a code keeps its type, unit, basis and measure in every version.' })
  code!: string;
  @Field(() => QuestionTypeEnum, { description: 'What kind of answer it takes.' })
  type!: AnswerType;
  @Field(() => LocalizedTextInput, { description: 'Its words; Russian is required before publication.' })
  text!: LocalizedTextInput;
  @Field(() => LocalizedTextInput, { nullable: true, description: 'How to answer it.' })
  help?: LocalizedTextInput | null;
  @Field(() => MeasureUnitEnum, { nullable: true, description: 'Required of a NUMBER, SOM of MONEY, none of others.' })
  unit?: MeasureUnit | null;
  @Field(() => String, { nullable: true, description: 'What the amount is per; null = per delivery. At most 100 characters.' })
  basis?: string | null;
  @Field(() => DecimalScalar, { nullable: true, description: 'Lowest amount, 0 or more; of NUMBER and MONEY only.' })
  min?: string | null;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Highest amount; of a TEXT most characters, of a MULTI_CHOICE most options marked.',
  })
  max?: string | null;
  @Field(() => [QuestionConditionInput], {
    nullable: true,
    description: 'When it is asked: all must hold, at most 10. Always unless given.',
  })
  showIf?: QuestionConditionInput[] | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether a provider's variant may not touch it and no later version drops it.",
  })
  isCore!: boolean;
  @Field(() => Boolean, { defaultValue: false, description: 'Whether it must be asked, where it is shown.' })
  isRequired!: boolean;
  @Field(() => MeasureEnum, { nullable: true, description: 'What it measures.' })
  measures?: Measure | null;
  @Field(() => Boolean, { defaultValue: false, description: 'Whether the figures of its measure come from it; one per measure.' })
  isPrimary!: boolean;
  @Field(() => [QuestionOptionInput], { nullable: true, description: 'The answers of a choice, 2 to 50; the words of a scale, if any.' })
  options?: QuestionOptionInput[] | null;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class DraftFormVersionInput extends CommandInput {
  @Field(() => FormKindEnum, { description: 'Of which form.' })
  formKind!: FormKind;
  @Field(() => ID, {
    nullable: true,
    description: 'A version of the same form whose questions it begins with; the one in force unless given.',
  })
  basedOnId?: string | null;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class UpdateFormVersionInput extends ChangeInput {
  @Field(() => [QuestionInput], { description: 'The questions as they are to be, all of them, in their order; at most 100.' })
  questions!: QuestionInput[];
}

@InputType({ description: 'Input of the mutation of this name.' })
export class PublishFormVersionInput extends ChangeInput {
  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'Last day on which the version before takes questionnaires filled on paper, today to a year ahead; null = it closes at once.',
  })
  previousGraceUntil?: string | null;
}
