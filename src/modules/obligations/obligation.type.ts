import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import { ActorType, CommandInput, connection, graphqlEnum, PageArgs, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../../kit/scalars.ts';
import { type EndReason, endReasons, type ObligationPart } from '../submissions/submission.rules.ts';
import { ObligationPartEnum } from '../submissions/submission.type.ts';
import {
  type DeferralState,
  deferralStates,
  type ObligationOrder,
  obligationOrders,
  type ObligationStatus,
  obligationStatuses,
  type ProgressGroup,
  progressGroups,
  type Timeliness,
  timelinessKinds,
} from './obligation.rules.ts';

export const ObligationStatusEnum = graphqlEnum(
  'ObligationStatus',
  obligationStatuses,
  'Where an obligation stands, by what was last handed in for its object. PARTIALLY_FILED = with fewer questionnaires than the List asks for. ACCEPTED stays through a supplement that changes nothing of its object; one that does is FILED until it is accepted. Requirement: R12.',
);
export const TimelinessEnum = graphqlEnum(
  'Timeliness',
  timelinessKinds,
  'In time or not, by the first filing: returning and accepting change nothing of it. Requirement: R12.',
);
const ObligationEndReasonEnum = graphqlEnum(
  'ObligationEndReason',
  endReasons,
  'Why an obligation ended. REMOVED = an amendment took its object, or the municipality, off the List; SUCCEEDED = a successor owes it now. Requirement: R9.',
);
const DeferralStateEnum = graphqlEnum('DeferralState', deferralStates, 'Where a deferral stands (ours).');
const ObligationOrderEnum = graphqlEnum(
  'ObligationOrder',
  obligationOrders,
  'In what order obligations are listed. OVERDUE_FIRST = what is overdue, then what is not yet due, then what is filed; of each by the day that it is due, by the code of its object, and by part.',
);
export const ProgressGroupEnum = graphqlEnum('ProgressGroup', progressGroups, 'By what something of a cycle is counted.');

@ObjectType('Obligation', {
  implements: [Versioned, Workflow],
  description:
    'What a municipality owes for a monitoring object: one of the two parts. It stays the same through amendments of the List. Requirement: R9, R12.',
})
export class ObligationType extends Versioned {
  @Field(() => ObligationPartEnum, { description: 'Which part.' })
  part!: ObligationPart;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was first handed in; it stays. Null = not yet.' })
  firstFiledAt?: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the unit accepted what was last handed in for its object; null = not (yet). What it accepted before counts until then.',
  })
  acceptedAt?: Date | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'Questionnaires that its municipality handed in for its object, of `object.expectedResponses`; a successor that owes the object for a predecessor too (`inheritedFrom`) answers both with the same ones. Null = none handed in, or it is a VOLUME_REPORT.',
  })
  responses?: number | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it ended, filed or not: nothing of it is due from then on. What was handed in for it stays as it stands, and the analysis leaves out what is off the List. Null = it goes on, or goes on again.',
  })
  endedAt?: Date | null;
  @Field(() => ObligationEndReasonEnum, { nullable: true, description: 'Why it ended; null = it has not.' })
  endReason?: EndReason | null;
}
export const ObligationConnection = connection(ObligationType, 'Obligation');

@ObjectType('Deferral', {
  description: 'Ours: that reminders stop until a day. `dueAt` and lateness stay: R12 lets nobody move 20 October.',
})
export class DeferralType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => DeferralStateEnum, { description: 'Where it stands.' })
  state!: DeferralState;
  @Field(() => LocalDateScalar, { description: 'Until when it was asked for.' })
  requestedUntil!: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Until when, inclusive, reminders stop; null = not granted.' })
  grantedUntil?: string | null;
  @Field(() => String, { description: 'Why it was asked for.' })
  reason!: string;
  @Field(() => ActorType, { nullable: true, description: 'Who decided; null = not yet.' })
  decidedBy?: ActorStamp | null;
  @Field(() => String, { nullable: true, description: 'The reason of the decision; null = not yet.' })
  decisionReason?: string | null;
}

@ObjectType('MissingFiling', { description: 'A municipality that has not filed all of a year, with what is missing. Requirement: R12.' })
export class MissingFilingType {
  @Field(() => [ObligationPartEnum], { description: 'Which parts are missing, or filed in part, or returned.' })
  missingParts!: ObligationPart[];
}
export const MissingFilingConnection = connection(MissingFilingType, 'MissingFiling');

@ObjectType('FilingProgress', {
  description: 'How far the filing of a cycle is: obligations counted, for the country or one group. Requirement: R12.',
})
export class FilingProgressType {
  @Field(() => ObligationPartEnum, { nullable: true, description: 'Of which part; null = not counted by part.' })
  part?: ObligationPart | null;
  @Field(() => Int, { description: 'All obligations.' })
  total!: number;
  @Field(() => Int, { description: 'Those fully handed in, accepted or not.' })
  filed!: number;
  @Field(() => Int, { description: 'Those accepted.' })
  accepted!: number;
  @Field(() => Int, { description: 'Those handed in with fewer questionnaires than asked for; not among `filed`.' })
  partiallyFiled!: number;
  @Field(() => Int, { description: 'Those not fully handed in though 20 October is over.' })
  overdue!: number;
}

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which obligations; fields are joined by AND.' })
export class ObligationFilter {
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'In the region (oblast, republican city) with this SOATE code.' })
  regionCode?: string | null;
  @Field(() => Int, { nullable: true, description: 'Of the cycle of this year; of all years unless given.' })
  year?: number | null;
  @Field(() => [ObligationPartEnum], { nullable: true, description: 'Of these parts.' })
  parts?: ObligationPart[] | null;
  @Field(() => [ObligationStatusEnum], { nullable: true, description: 'In these states.' })
  statuses?: ObligationStatus[] | null;
  @Field(() => [TimelinessEnum], { nullable: true, description: 'In time or not.' })
  timeliness?: Timeliness[] | null;
  @Field(() => ID, { nullable: true, description: 'For this monitoring object, of any revision of the List.' })
  objectId?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Those that have ended; those that go on unless given.' })
  isEnded?: boolean | null;
}

@ArgsType()
export class FilteredObligationsArgs extends PageArgs {
  @Field(() => ObligationFilter, { nullable: true, description: 'Which obligations.' })
  filter?: ObligationFilter | null;
}

@ArgsType()
export class ObligationsArgs extends FilteredObligationsArgs {
  @Field(() => ObligationOrderEnum, { defaultValue: 'OVERDUE_FIRST', description: 'In what order.' })
  orderBy!: ObligationOrder;
}

@ArgsType()
export class WhoHasNotFiledArgs extends PageArgs {
  @Field(() => Int, { description: "The cycle's year." })
  year!: number;
  @Field(() => String, { nullable: true, description: 'Only in the region (oblast, republican city) with this SOATE code.' })
  regionCode?: string | null;
  @Field(() => [ObligationPartEnum], { nullable: true, description: 'Only what is missing of these parts.' })
  parts?: ObligationPart[] | null;
}

@ArgsType()
export class FilingProgressArgs {
  @Field(() => ProgressGroupEnum, { defaultValue: 'REGION', description: 'By what it is counted.' })
  groupBy!: ProgressGroup;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Input of the mutation of this name.' })
export class RequestDeferralInput extends CommandInput {
  @Field(() => [ID], { description: 'Obligations of your own, 1 to 500: all of them or none.' })
  obligationIds!: string[];
  @Field(() => LocalDateScalar, { description: 'Until when reminders are to stop: a day to come, within a year.' })
  until!: string;
  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class GrantDeferralInput extends CommandInput {
  @Field(() => [ID], { description: 'Deferrals that were asked for, 1 to 500: all of them or none.' })
  deferralIds!: string[];
  @Field(() => LocalDateScalar, { description: 'Until when, inclusive, reminders stop: as asked for, or another day to come.' })
  until!: string;
  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class RefuseDeferralInput extends CommandInput {
  @Field(() => [ID], { description: 'Deferrals that were asked for, 1 to 500: all of them or none.' })
  deferralIds!: string[];
  @Field(() => String, { description: 'Why.' })
  reason!: string;
}
