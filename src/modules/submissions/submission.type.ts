import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import { ActorType, ChangeInput, connection, graphqlEnum, PageArgs, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar } from '../../kit/scalars.ts';
import { type ObligationPart, obligationParts, type SubmissionState, submissionStates } from './submission.rules.ts';

export const ObligationPartEnum = graphqlEnum('ObligationPart', obligationParts, 'What a municipality hands in. Requirement: R12.');
export const SubmissionStateEnum = graphqlEnum(
  'SubmissionState',
  submissionStates,
  'Where a submission, or a part of it, stands. Requirement: R12.',
);

@ObjectType('Submission', {
  implements: [Versioned, Workflow],
  description:
    'What a municipality hands in for a cycle: questionnaires and the nine-month report, together or on different days. In its history the reason names the part. Requirement: R7, R12.',
})
export class SubmissionType extends Versioned {
  @Field(() => String, {
    nullable: true,
    description: "The provider's own summary of its findings; null = not written yet. Requirement: R7.",
  })
  findings?: string | null;
  @Field(() => Int, { description: 'Number of the latest revision handed in; 0 = none yet.' })
  revision!: number;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When a part was first handed in; it stays, whatever is returned. Null = nothing was handed in yet.',
  })
  firstSubmittedAt?: Date | null;
}
export const SubmissionConnection = connection(SubmissionType, 'Submission');

@ObjectType('SubmissionPart', { description: 'One of the two parts of a submission, examined by itself. Requirement: R12.' })
export class SubmissionPartType {
  @Field(() => ObligationPartEnum, { description: 'Which.' })
  part!: ObligationPart;
  @Field(() => SubmissionStateEnum, { description: 'Where it stands; an accepted part is DRAFT again where the List asks for more.' })
  state!: SubmissionState;
  @Field(() => Boolean, { description: 'Whether all of it was last handed in as a nil return: nothing was filed for it.' })
  isNil!: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was first handed in; it stays. Null = not yet.' })
  firstSubmittedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was accepted; null = not, or it is open for a supplement.' })
  acceptedAt?: Date | null;
}

@ObjectType('SubmissionRevision', { description: 'One handing in; what it held never changes. Requirement: R12.' })
export class SubmissionRevisionType {
  @Field(() => Int, { description: 'Its number, from 1.' })
  number!: number;
  @Field(() => DateTimeScalar, { description: 'When it was handed in.' })
  submittedAt!: Date;
  @Field(() => String, { nullable: true, description: 'The findings as they were then; null = none. Requirement: R7.' })
  findings?: string | null;
}

@ObjectType('SubmissionChange', { description: 'One difference between two revisions.' })
export class SubmissionChangeType {
  @Field(() => [String], { description: '`lines`, service code, quarter, channel; or `batches`, key; or `findings`.' })
  path!: string[];
  @Field(() => String, { nullable: true, description: 'As the earlier one has it; null = it is not there.' })
  before!: string | null;
  @Field(() => String, { nullable: true, description: 'As the later one has it; null = it is not there.' })
  after!: string | null;
}

@ObjectType('Remark', { description: 'What the unit found wrong with something that was handed in. Requirement: R12.' })
export class RemarkType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => [String], {
    description: 'What it is about: `lines`, service code, quarter, channel; `questions`, code; `batches`, key; `findings` …',
  })
  path!: string[];
  @Field(() => String, { description: 'What is to be mended.' })
  text!: string;
  @Field(() => Int, { description: 'The revision that it is about.' })
  revision!: number;
  @Field(() => ActorType, { description: 'Who made it.' })
  by!: ActorStamp;
  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
}

// ---- arguments -----------------------------------------------------------------------------------------------------

@ArgsType()
export class SubmissionArgs {
  @Field(() => ID, { nullable: true, description: 'Its id.' })
  id?: string | null;
  @Field(() => ID, { nullable: true, description: 'Whose, with `year`, instead of the id.' })
  municipalityId?: string | null;
  @Field(() => Int, { nullable: true, description: "The cycle's year, with `municipalityId`." })
  year?: number | null;
}

@InputType({ description: 'Which submissions; fields are joined by AND.' })
export class SubmissionFilter {
  @Field(() => Int, { nullable: true, description: 'Of the cycle of this year.' })
  year?: number | null;
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'In the region (oblast, republican city) with this SOATE code.' })
  regionCode?: string | null;
  @Field(() => [SubmissionStateEnum], { nullable: true, description: 'That stand, as a whole, in one of these states.' })
  states?: SubmissionState[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Only those of which a part was first handed in late, or only the others.' })
  isLate?: boolean | null;
}

@ArgsType()
export class SubmissionsArgs extends PageArgs {
  @Field(() => SubmissionFilter, { nullable: true, description: 'Which submissions.' })
  filter?: SubmissionFilter | null;
}

@ArgsType()
export class SubmissionDiffArgs {
  @Field(() => Int, { description: 'Number of the earlier revision.' })
  fromRevision!: number;
  @Field(() => Int, { description: 'Number of the later revision.' })
  toRevision!: number;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Input of the mutation of this name.' })
export class UpdateSubmissionInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'The findings, at most 10,000 characters; absent = unchanged, null = cleared.' })
  findings?: string | null;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class SubmitSubmissionInput extends ChangeInput {
  @Field(() => [ObligationPartEnum], { description: 'Which parts: one or both.' })
  parts!: ObligationPart[];
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'A nil return: nothing was delivered, or nobody applied, wherever nothing is stated. Writes zeros for every empty line; refused for a part in which nothing is empty.',
  })
  nilReturn!: boolean;
}

@InputType({ description: 'What is to be mended, and where.' })
export class RemarkInput {
  @Field(() => [String], {
    description:
      '`lines`, service code, quarter, channel; `lines`, service code; `volumeReport`; `questions`, code; `batches`, key; `questionnaires`; `findings`. What it names must be in the submission.',
  })
  path!: string[];
  @Field(() => String, { description: 'What is to be mended, at most 2,000 characters.' })
  text!: string;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class ReturnSubmissionInput extends ChangeInput {
  @Field(() => [ObligationPartEnum], { description: 'Which parts: one or both.' })
  parts!: ObligationPart[];
  @Field(() => [RemarkInput], { description: '1 to 100, at least one about each part.' })
  remarks!: RemarkInput[];
}

@InputType({ description: 'Input of the mutation of this name.' })
export class AcceptSubmissionInput extends ChangeInput {
  @Field(() => [ObligationPartEnum], { description: 'Which parts: one or both.' })
  parts!: ObligationPart[];
}
