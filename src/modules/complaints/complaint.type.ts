import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChannelEnum, QuarterEnum } from '../../kit/figure.ts';
import type { Channel, Quarter } from '../../kit/figure.rules.ts';
import { ChangeInput, CommandInput, connection, graphqlEnum, PageArgs, Versioned, Workflow } from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar, LocalDateScalar } from '../../kit/scalars.ts';
import { complaintFindings, complaintStates, type ComplaintFinding, type ComplaintState } from './complaint.rules.ts';

const ComplaintStateEnum = graphqlEnum('ComplaintState', complaintStates, 'RECEIVED = not examined yet; EXAMINED = there is a finding.');
const ComplaintFindingEnum = graphqlEnum('ComplaintFinding', complaintFindings, 'Only JUSTIFIED counts. Requirement: R-II.8.');

@ObjectType('Complaint', {
  implements: [Versioned, Workflow],
  description: 'A complaint about a service. Who complained has no place here. Requirement: R-II.8.',
})
export class ComplaintType extends Versioned {
  @Field(() => LocalDateScalar, { description: 'The day it was received, which says in which quarter it is counted.' })
  receivedOn!: string;
  @Field(() => ChannelEnum, { nullable: true, description: 'How the service was delivered; null = not told.' })
  channel?: Channel | null;
  @Field(() => ComplaintStateEnum, { description: 'Where it stands.' })
  state!: ComplaintState;
  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  registeredAt!: Date;
  @Field(() => ComplaintFindingEnum, { nullable: true, description: 'What the examination found; null = not yet.' })
  finding?: ComplaintFinding | null;
  @Field(() => String, { nullable: true, description: 'Why the finding is so; null = not yet.' })
  findingReason?: string | null;
  @Field(() => String, { nullable: true, description: 'What it is about, without names; null = not written down.' })
  text?: string | null;
  @Field(() => String, { nullable: true, description: 'What was done about it; null = not yet, or nothing was to be done.' })
  remedy?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was examined; null = not yet.' })
  examinedAt?: Date | null;
}
export const ComplaintConnection = connection(ComplaintType, 'Complaint');

@ObjectType('ComplaintRecord', {
  implements: Workflow,
  description: 'What a municipality has on record of complaints received in a quarter. Requirement: R-II.8.',
})
export class ComplaintRecordType extends Workflow {
  @Field(() => Int, { description: 'Calendar year.' })
  year!: number;
  @Field(() => QuarterEnum, { description: 'Quarter in which the complaints were received.' })
  quarter!: Quarter;
  @Field(() => Boolean, { description: 'Whether the quarter has ended in Bishkek; until then the figures may grow.' })
  isOver!: boolean;
  @Field(() => CountScalar, {
    description:
      'Complaints registered and not examined yet: `justified` may still grow by as many. Says nothing where `received` is MISSING.',
  })
  unexamined!: number;
}
export const ComplaintRecordConnection = connection(ComplaintRecordType, 'ComplaintRecord');

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which complaints; fields are joined by AND.' })
export class ComplaintFilter {
  @Field(() => Int, { nullable: true, description: 'Received in this calendar year.' })
  year?: number | null;
  @Field(() => ID, { nullable: true, description: 'Filed with this municipality.' })
  municipalityId?: string | null;
  @Field(() => ID, { nullable: true, description: 'About this service.' })
  serviceId?: string | null;
  @Field(() => [ComplaintStateEnum], { nullable: true, description: 'In these states.' })
  states?: ComplaintState[] | null;
  @Field(() => [ComplaintFindingEnum], { nullable: true, description: 'With these findings.' })
  findings?: ComplaintFinding[] | null;
}

@ArgsType()
export class ComplaintsArgs extends PageArgs {
  @Field(() => ComplaintFilter, { nullable: true, description: 'Which complaints.' })
  filter?: ComplaintFilter | null;
}

@ArgsType()
export class ComplaintRecordsArgs extends PageArgs {
  @Field(() => Int, { description: 'Calendar year.' })
  year!: number;
  @Field(() => ID, { nullable: true, description: 'Of this municipality alone.' })
  municipalityId?: string | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Input of registerComplaint.' })
export class RegisterComplaintInput extends CommandInput {
  @Field(() => ID, { description: 'With which municipality it was filed.' })
  municipalityId!: string;
  @Field(() => ID, { description: 'About which service.' })
  serviceId!: string;
  @Field(() => LocalDateScalar, { description: 'The day it was received; not after today.' })
  receivedOn!: string;
  @Field(() => ChannelEnum, { nullable: true, description: 'How the service was delivered; null = not told.' })
  channel?: Channel | null;
  @Field(() => String, { nullable: true, description: 'What it is about, without names; at most 4,000 characters.' })
  text?: string | null;
}

@InputType({ description: 'Input of examineComplaint.' })
export class ExamineComplaintInput extends ChangeInput {
  @Field(() => ComplaintFindingEnum, { description: 'What was found.' })
  finding!: ComplaintFinding;
  @Field(() => String, { description: 'Why the finding is so; at most 2,000 characters.' })
  reason!: string;
  @Field(() => String, { nullable: true, description: 'What was done about it, at most 2,000 characters; required where it is JUSTIFIED.' })
  remedy?: string | null;
}

@InputType({ description: 'Input of confirmNoComplaints.' })
export class ConfirmNoComplaintsInput extends CommandInput {
  @Field(() => ID, { description: 'Which municipality had none.' })
  municipalityId!: string;
  @Field(() => Int, { description: 'Calendar year.' })
  year!: number;
  @Field(() => QuarterEnum, { description: 'A quarter that has ended.' })
  quarter!: Quarter;
}
