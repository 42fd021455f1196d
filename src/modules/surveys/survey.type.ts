import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import { QuarterEnum } from '../../kit/figure.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { act, ActorType, CommandInput, connection, graphqlEnum, PageArgs, Versioned, Workflow } from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar, LocalDateScalar } from '../../kit/scalars.ts';
import { ResponseInput } from '../questionnaires/response.type.ts';
import { type RespondentKind, respondentKinds } from './survey.rules.ts';

const RespondentKindEnum = graphqlEnum(
  'RespondentKind',
  respondentKinds,
  'Who answers: a citizen, an organisation, or a community that a service is for as a whole. Requirement: R10.',
);

@ObjectType('Survey', {
  implements: [Versioned, Workflow],
  description: 'A survey of citizens and organisations by the responsible unit, with the survey sheet (Appendix 1). Requirement: R10.',
})
export class SurveyType extends Versioned {
  @Field(() => QuarterEnum, { description: 'The quarter whose results it serves.' })
  quarter!: Quarter;
  @Field(() => String, { description: 'What it is called.' })
  title!: string;
  @Field(() => LocalDateScalar, { description: 'The first day on which sheets are recorded.' })
  openFrom!: string;
  @Field(() => LocalDateScalar, { description: 'The last day on which sheets are recorded.' })
  openTo!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was closed; null = it was not, though its days may be over.' })
  closedAt?: Date | null;
  @Field(() => ActorType, { nullable: true, description: 'Who closed it; null = nobody yet.' })
  closedBy?: ActorStamp | null;
}
export const SurveyConnection = connection(SurveyType, 'Survey');

@ObjectType('SurveyCoverage', { description: 'How many of a kind were asked in a region. Requirement: R10.' })
export class SurveyCoverageType {
  @Field(() => RespondentKindEnum, { description: 'Who answers.' })
  respondentKind!: RespondentKind;
  @Field(() => CountScalar, { nullable: true, description: 'How many are to be asked; null = no target was set.' })
  target!: number | null;
  @Field(() => CountScalar, { description: 'How many were: sheets stored.' })
  collected!: number;
  @Field(() => Boolean, { description: 'Whether nobody was asked, with a target or without: R10 says all regions.' })
  isGap!: boolean;
}

// ---- arguments -----------------------------------------------------------------------------------------------------

@ArgsType()
export class SurveysArgs extends PageArgs {
  @Field(() => Int, { nullable: true, description: 'Of the cycle of this calendar year.' })
  year?: number | null;
  @Field(() => QuarterEnum, { nullable: true, description: 'Of this quarter.' })
  quarter?: Quarter | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'How many of a kind are to be asked in a region.' })
export class SurveyTargetInput {
  @Field(() => String, { description: 'SOATE code of an oblast or a city of republican significance.' })
  regionCode!: string;
  @Field(() => RespondentKindEnum, { description: 'Who answers.' })
  respondentKind!: RespondentKind;
  @Field(() => CountScalar, { description: 'How many.' })
  target!: number;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class CreateSurveyInput extends CommandInput {
  @Field(() => Int, { description: 'The calendar year that is monitored.' })
  year!: number;
  @Field(() => QuarterEnum, { description: 'The quarter whose results it serves.' })
  quarter!: Quarter;
  @Field(() => ID, { description: 'The version of the survey sheet in force.' })
  formVersionId!: string;
  @Field(() => String, { description: 'What it is called: one line, at most 200 characters.' })
  title!: string;
  @Field(() => LocalDateScalar, { description: "The first day on which sheets are recorded, in the cycle's year." })
  openFrom!: string;
  @Field(() => LocalDateScalar, { description: 'The last day, by 31 January after it.' })
  openTo!: string;
  @Field(() => [SurveyTargetInput], { description: 'At most 100, each region and kind once; a region without one is to be covered too.' })
  targets!: SurveyTargetInput[];
}

@InputType({ description: 'Input of the mutation of this name.' })
export class RecordSurveyResponsesInput extends CommandInput {
  @Field(() => ID, { description: 'Of which survey.' })
  surveyId!: string;
  @Field(() => String, { description: 'Your own name for the batch, once per survey, at most 100 characters.' })
  batchKey!: string;
  @Field(() => [ResponseInput], {
    nullable: true,
    description: 'The sheets, 1 to 500; each says its `municipalityId`; null = they come as a file.',
  })
  responses?: ResponseInput[] | null;
  @Field(() => ID, {
    nullable: true,
    description: 'An upload of up to 50,000 sheets instead: CSV, XLSX, or JSON (an array, or an object a line); null = they are here.',
  })
  uploadId?: string | null;
  @Field(() => Boolean, { defaultValue: false, description: 'Only check: nothing is kept but the report.' })
  isDryRun!: boolean;
}

export const CloseSurveyInput = act('CloseSurvey');
export type CloseSurveyInput = InstanceType<typeof CloseSurveyInput>;
