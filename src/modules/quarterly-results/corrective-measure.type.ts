import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, CommandInput, connection, graphqlEnum, PageArgs, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../../kit/scalars.ts';
import { type MeasureState, measureStates } from './corrective-measure.rules.ts';

const MeasureStateEnum = graphqlEnum('MeasureState', measureStates, 'Where a corrective measure stands. Requirement: R11.');

@ObjectType('CorrectiveMeasure', {
  implements: [Versioned, Workflow],
  description:
    'What is done to correct a shortcoming. Seen with its result; by its municipality as soon as the result is issued. Requirement: R11, R13.',
})
export class CorrectiveMeasureType extends Versioned {
  @Field(() => String, { description: 'What is to be done.' })
  what!: string;
  @Field(() => String, { description: 'Who does it.' })
  responsible!: string;
  @Field(() => LocalDateScalar, { description: 'When it was planned.' })
  plannedOn!: string;
  @Field(() => LocalDateScalar, { description: 'By when, inclusive.' })
  dueOn!: string;
  @Field(() => MeasureStateEnum, { description: 'Where it stands.' })
  state!: MeasureState;
  @Field(() => LocalDateScalar, { nullable: true, description: 'The day it was done; null = it is not.' })
  doneOn?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was recorded as done; null = it is not.' })
  doneAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'What was noted when it was done, or why it was cancelled; null = nothing.' })
  note?: string | null;
}
export const CorrectiveMeasureConnection = connection(CorrectiveMeasureType, 'CorrectiveMeasure');

@InputType({ description: 'Which corrective measures; fields are joined by AND.' })
export class MeasureFilter {
  @Field(() => Int, { nullable: true, description: 'Of results of the cycle of this year.' })
  year?: number | null;
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
  @Field(() => [MeasureStateEnum], { nullable: true, description: 'In these states.' })
  states?: MeasureState[] | null;
  @Field(() => Boolean, { nullable: true, description: 'That are, or are not, overdue today.' })
  isOverdue?: boolean | null;
}

@ArgsType()
export class CorrectiveMeasuresArgs extends PageArgs {
  @Field(() => MeasureFilter, { nullable: true, description: 'Which measures.' })
  filter?: MeasureFilter | null;
}

@InputType({ description: 'Input of planCorrectiveMeasure.' })
export class PlanCorrectiveMeasureInput extends CommandInput {
  @Field(() => ID, { description: 'Of which result.' })
  quarterlyResultId!: string;
  @Field(() => ID, { nullable: true, description: "The shortcoming: a result of an indicator in the quarter's run." })
  findingId?: string | null;
  @Field(() => String, { description: 'What is to be done, up to 2,000 characters.' })
  what!: string;
  @Field(() => String, { description: 'Who does it, up to 200 characters.' })
  responsible!: string;
  @Field(() => ID, { nullable: true, description: "Where; the finding's municipality unless given." })
  municipalityId?: string | null;
  @Field(() => LocalDateScalar, { description: 'By when, inclusive: today or later.' })
  dueOn!: string;
}

@InputType({ description: 'Input of completeCorrectiveMeasure.' })
export class CompleteCorrectiveMeasureInput extends ChangeInput {
  @Field(() => LocalDateScalar, { description: 'The day it was done: from the day it was planned to today.' })
  doneOn!: string;
  @Field(() => [ID], { description: 'Uploads that show it, 1 to 10; they are used up.' })
  evidenceUploadIds!: string[];
  @Field(() => String, { nullable: true, description: 'What is to be noted, up to 2,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'Input of cancelCorrectiveMeasure.' })
export class CancelCorrectiveMeasureInput extends ChangeInput {
  @Field(() => String, { description: 'Why, up to 2,000 characters; it becomes the note.' })
  reason!: string;
}
