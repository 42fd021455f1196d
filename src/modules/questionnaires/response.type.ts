import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChannelEnum } from '../../kit/figure.ts';
import type { Channel } from '../../kit/figure.rules.ts';
import { connection, PageArgs } from '../../kit/graphql.ts';
import { JsonScalar, LocalDateScalar } from '../../kit/scalars.ts';
import type { FormKind } from '../forms/form.rules.ts';
import { FormKindEnum, QuestionType } from '../forms/form.type.ts';
import type { Question } from '../forms/question.rules.ts';

@ObjectType('Answer', { description: 'What one person answered to one question.' })
export class AnswerType {
  @Field(() => QuestionType, { description: 'The question, as it was asked.' })
  question!: Question;
  @Field(() => JsonScalar, {
    nullable: true,
    description: "By the question's type a number, a text (som: two decimals), a boolean, an option's code, or codes; null = not answered.",
  })
  value!: unknown;
}

@ObjectType('Response', {
  description: 'One person on one service, without a name: raw answers, each reading of which is audited. Requirement: R12.',
})
export class ResponseType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'The day the person applied; null = did not apply, or not known.' })
  appliedOn?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'The day the person was served; null = not yet, or not known.' })
  servedOn?: string | null;
  @Field(() => ChannelEnum, { nullable: true, description: 'From the answer; null = the person did not apply, or did not say.' })
  channel?: Channel | null;
}
export const ResponseConnection = connection(ResponseType, 'Response');

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which responses; fields are joined by AND.' })
export class ResponseFilter {
  @Field(() => Int, { nullable: true, description: 'Of the cycle of this calendar year.' })
  year?: number | null;
  @Field(() => FormKindEnum, { nullable: true, description: 'On this form.' })
  formKind?: FormKind | null;
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'Of the region with this classifier code.' })
  regionCode?: string | null;
  @Field(() => ID, { nullable: true, description: 'On this service.' })
  serviceId?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Served on this day or later.' })
  servedFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Served before this day.' })
  servedTo?: string | null;
}

@ArgsType()
export class ResponsesArgs extends PageArgs {
  @Field(() => ResponseFilter, { nullable: true, description: 'Which responses.' })
  filter?: ResponseFilter | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'One questionnaire. It has no place for a name or a personal number.' })
export class ResponseInput {
  @Field(() => ID, { nullable: true, description: 'Whose; a municipality files its own only, so that it need not be given.' })
  municipalityId?: string | null;
  @Field(() => ID, { nullable: true, description: "The municipality's own offer of the service, where known." })
  offerId?: string | null;
  @Field(() => String, { description: 'Code of the service in the register.' })
  serviceCode!: string;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      "The day the person applied, in the cycle's year or the year before, and not after today; null = did not apply, or not known.",
  })
  appliedOn?: string | null;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description: "The day the person was served, in the cycle's year and not after today; null = not yet, or not known.",
  })
  servedOn?: string | null;
  @Field(() => JsonScalar, {
    description:
      'By question code: {"TIME_SPENT": 45, "INFORMED_BY": ["NOTICE_BOARD"]}; null = asked and not answered, absent = not asked.',
  })
  answers!: unknown;
}
