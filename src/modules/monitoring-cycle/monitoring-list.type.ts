import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import {
  ActorType,
  ChangeInput,
  CommandInput,
  connection,
  graphqlEnum,
  LocalizedTextInput,
  PageArgs,
  Versioned,
  Workflow,
} from '../../kit/graphql.ts';
import type { NoticeState } from '../../kit/notice.rules.ts';
import { DateTimeScalar, DecimalScalar, LocalDateScalar } from '../../kit/scalars.ts';
import { NoticeStateEnum } from '../notifications/notice.type.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { MeasureUnitEnum } from '../service-registry/service-standard.type.ts';
import { monitoringListStates, type MonitoringListState } from './monitoring-list.rules.ts';
import { monitoringObjectKinds, type MonitoringObjectKind } from './monitoring-object.rules.ts';

const MonitoringListStateEnum = graphqlEnum(
  'MonitoringListState',
  monitoringListStates,
  'Where a revision of the List stands. Requirement: R9.',
);
const MonitoringObjectKindEnum = graphqlEnum(
  'MonitoringObjectKind',
  monitoringObjectKinds,
  'A single service, or a complex of services. Requirement: R8.',
);

@ObjectType('MonitoringList', {
  implements: [Versioned, Workflow],
  description: 'A revision of the List of monitoring objects of a year; a draft is seen by the ministry only. Requirement: R9.',
})
export class MonitoringListType extends Versioned {
  @Field(() => Int, { description: '0 = the List itself, 1 and up = its numbered amendments.' })
  amendment!: number;
  @Field(() => MonitoringListStateEnum, { description: 'Where it stands; frozen from APPROVED on.' })
  state!: MonitoringListState;
  @Field(() => ActorType, {
    nullable: true,
    description: 'Who last drafted, edited or submitted this revision; nobody who ever did may approve it. Null = not known.',
  })
  preparedBy?: ActorStamp | null;
  @Field(() => ActorType, { nullable: true, description: 'Who approved it; null = not yet.' })
  approvedBy?: ActorStamp | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was approved; null = not yet.' })
  approvedAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'Number of the act of approval; null = none was given.' })
  approvalActNumber?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was brought to notice; null = not yet.' })
  notifiedAt?: Date | null;
  @Field(() => String, {
    nullable: true,
    description: "The head's remarks when it was last returned; null = none, or it was approved since.",
  })
  remarks?: string | null;
}

@ObjectType('MonitoringObject', { description: 'What is monitored: a municipal service, or a complex of them. Requirement: R8.' })
export class MonitoringObjectType {
  @Field(() => ID, { description: 'UUID v7, of this revision; `code` is the same in every revision of a cycle.' })
  id!: string;
  @Field(() => MonitoringObjectKindEnum, { description: 'A single service, or a complex.' })
  kind!: MonitoringObjectKind;
  @Field(() => String, { description: "The service's code, or a number of the cycle's own for a complex (CX-01)." })
  code!: string;
  @Field(() => Int, { nullable: true, description: 'Questionnaires asked of each municipality (ours); null = no number was set.' })
  expectedResponses?: number | null;
}

@ObjectType('ComplexCost', {
  description: 'What a complex costs the applicant from end to end, by the national norms in force today. Requirement: R8.',
})
export class ComplexCostType {
  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Sum of the norms that have been approved, a lower bound while some are missing; null = there is none, or they are in different units.',
  })
  amount?: string | null;
  @Field(() => MeasureUnitEnum, { description: 'What the amount is counted in.' })
  unit!: MeasureUnit;
  @Field(() => Int, { description: 'Member services without such a norm.' })
  missingNorms!: number;
}

@ObjectType('NoticeGiven', { description: 'Notice given by letter or in person. Requirement: R9.' })
export class NoticeGivenType {
  @Field(() => String, { description: 'How: letter, in person …' })
  means!: string;
  @Field(() => LocalDateScalar, { description: 'The day it was given.' })
  on!: string;
  @Field(() => String, { description: 'The evidence: number of the letter, receipt …' })
  reference!: string;
  @Field(() => ActorType, { description: 'Who recorded it.' })
  recordedBy!: ActorStamp;
}

@ObjectType('ProofOfNotice', { description: 'Whether one municipality has been told of a revision of the List. Requirement: R9.' })
export class ProofOfNoticeType {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the municipality acknowledged it; null = not yet.' })
  acknowledgedAt?: Date | null;
  @Field(() => ActorType, { nullable: true, description: 'Who acknowledged it for the municipality; null = nobody yet.' })
  acknowledgedBy?: ActorStamp | null;
  @Field(() => Boolean, { description: 'The relay took a mail, or notice was given otherwise, or the municipality acknowledged it.' })
  isProven!: boolean;
}
export const ProofOfNoticeConnection = connection(ProofOfNoticeType, 'ProofOfNotice');

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which municipalities; fields are joined by AND.' })
export class ProofOfNoticeFilter {
  @Field(() => [NoticeStateEnum], { nullable: true, description: 'With a mail in one of these states.' })
  states?: NoticeState[] | null;
  @Field(() => Boolean, { nullable: true, description: 'That have, or have not, acknowledged.' })
  isAcknowledged?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'That cannot be told without somebody doing something, or that can.' })
  hasProblem?: boolean | null;
  @Field(() => String, { nullable: true, description: 'In the region (oblast, republican city) with this SOATE code.' })
  regionCode?: string | null;
}

@ArgsType()
export class ProofOfNoticeArgs extends PageArgs {
  @Field(() => ProofOfNoticeFilter, { nullable: true, description: 'Which municipalities.' })
  filter?: ProofOfNoticeFilter | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({
  description:
    'An object to be monitored, and where: the municipalities named, those of the regions named, or every one. Requirement: R8, R9.',
})
export class MonitoringObjectInput {
  @Field(() => MonitoringObjectKindEnum, { description: 'A single service, or a complex.' })
  kind!: MonitoringObjectKind;
  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: "Required of a COMPLEX; a SERVICE has its service's name unless given. Russian is required before the List is submitted.",
  })
  name?: LocalizedTextInput | null;
  @Field(() => [ID], { description: 'One service, or the two to ten of a complex in the order in which a consumer goes through them.' })
  serviceIds!: string[];
  @Field(() => Int, { nullable: true, description: 'Questionnaires asked of each municipality, at least 1.' })
  expectedResponses?: number | null;
  @Field(() => [ID], { nullable: true, description: 'These municipalities.' })
  municipalityIds?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Every municipality in force today of the regions with these SOATE codes.' })
  regionCodes?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Every municipality in force today.' })
  isForEveryMunicipality?: boolean | null;
}

@InputType({ description: 'Input of updateMonitoringList.' })
export class UpdateMonitoringListInput extends ChangeInput {
  @Field(() => [MonitoringObjectInput], { nullable: true, description: 'Objects to put on it, behind those that stay.' })
  addObjects?: MonitoringObjectInput[] | null;
  @Field(() => [ID], { nullable: true, description: 'Objects to take off it.' })
  removeObjectIds?: string[] | null;
}

@InputType({ description: 'Input of approveMonitoringList.' })
export class ApproveMonitoringListInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Number of the act of approval.' })
  actNumber?: string | null;
}

@InputType({ description: 'Input of returnMonitoringList.' })
export class ReturnMonitoringListInput extends ChangeInput {
  @Field(() => String, { description: 'What is to be mended.' })
  remarks!: string;
}

@InputType({ description: 'Input of amendMonitoringList.' })
export class AmendMonitoringListInput extends ChangeInput {
  @Field(() => String, { description: 'Why it is amended.' })
  reason!: string;
}

@InputType({ description: 'Input of recordNoticeGiven.' })
export class RecordNoticeGivenInput extends CommandInput {
  @Field(() => ID, { description: 'Which revision of the List.' })
  listId!: string;
  @Field(() => ID, { description: 'Which municipality was told.' })
  municipalityId!: string;
  @Field(() => String, { description: 'How: letter, in person …' })
  means!: string;
  @Field(() => LocalDateScalar, { description: 'The day it was given: from the day of approval to today.' })
  on!: string;
  @Field(() => String, { description: 'The evidence: number of the letter, receipt …' })
  reference!: string;
}

@InputType({ description: 'Input of acknowledgeMonitoringList.' })
export class AcknowledgeMonitoringListInput extends CommandInput {
  @Field(() => ID, { description: 'Which revision of the List.' })
  listId!: string;
}
