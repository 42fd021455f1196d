import { Arg, Args, Ctx as CtxArg, Extensions, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { isMinistry } from '../../access/actor.ts';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import {
  act,
  AvailableActionType,
  type ChangeInput,
  entityField,
  Localized,
  PageArgs,
  pageCost,
  payload,
  type PayloadField,
  TransitionType,
  ViolationType,
} from '../../kit/graphql.ts';
import type { Notice } from '../../kit/notice.entity.ts';
import { CountScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import type { WorkflowTransition } from '../../kit/transition.entity.ts';
import type { Violation } from '../../shared/errors.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import { NoticeType } from '../notifications/notice.type.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityConnection, MunicipalityType } from '../organizations/organization.type.ts';
import type { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MunicipalServiceType } from '../service-registry/municipal-service.type.ts';
import { MonitoringCycle } from './monitoring-cycle.entity.ts';
import { MonitoringCycleType } from './monitoring-cycle.type.ts';
import { MonitoringList, type MonitoringObject } from './monitoring-list.entity.ts';
import { noticeProblemViolation } from './list-notice.rules.ts';
import {
  actionsOnList,
  amendMonitoringList,
  approveMonitoringList,
  getMonitoringList,
  historyOfList,
  notifyMonitoringList,
  returnMonitoringList,
  submitMonitoringList,
  updateMonitoringList,
  warningsOf,
} from './monitoring-list.service.ts';
import {
  AcknowledgeMonitoringListInput,
  AmendMonitoringListInput,
  ApproveMonitoringListInput,
  ComplexCostType,
  MonitoringListType,
  MonitoringObjectType,
  NoticeGivenType,
  ProofOfNoticeArgs,
  ProofOfNoticeConnection,
  ProofOfNoticeType,
  RecordNoticeGivenInput,
  ReturnMonitoringListInput,
  UpdateMonitoringListInput,
} from './monitoring-list.type.ts';
import { type ComplexCost, usualObjects } from './monitoring-object.rules.ts';
import { endToEndFeeOf, endToEndTimeOf, municipalitiesOf, objectsOf, servicesOf } from './monitoring-object.service.ts';
import {
  acknowledgeMonitoringList,
  countUnproven,
  getProofOfNotice,
  noticesOf,
  noticeWarningsOf,
  proofOfNotice as listProofOfNotice,
  type ProofOfNotice,
  recordNoticeGiven,
} from './proof-of-notice.service.ts';

const monitoringList = entityField(() => MonitoringListType, MonitoringList, 'The List as it is now.');
/** Its official address and a few contacts. */
const usualNotices = 5;

const proofOfNotice: PayloadField = {
  type: () => ProofOfNoticeType,
  description: "The municipality's proof of notice as it is now.",
  read: getProofOfNotice,
};

@Resolver(() => MonitoringListType)
export class MonitoringListResolver {
  @Query(() => MonitoringListType, {
    nullable: true,
    description: 'One revision of a List. NOT_FOUND, also for a draft that is not yours to see. Requirement: R9.',
  })
  monitoringList(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<MonitoringList> {
    return getMonitoringList(ctx, id);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it belongs to.' })
  cycle(@Root() row: MonitoringList, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why it was amended, for others than the ministry without personal and phone numbers; null = it is the List itself.',
  })
  amendmentReason(@Root() { amendmentReason: reason }: MonitoringList, @CtxArg() { actor }: Ctx): string | null {
    return reason == null ? null : isMinistry(actor) ? reason : scrubPersonalData(reason);
  }

  @FieldResolver(() => [AvailableActionType], {
    description: 'Every act of its workflow for this caller, allowed or refused with the reason.',
  })
  availableActions(@Root() row: MonitoringList, @CtxArg() ctx: Ctx) {
    return actionsOnList(ctx, row);
  }

  @FieldResolver(() => [TransitionType], {
    description: 'The steps so far, oldest first; those of its drafting are for the ministry only.',
  })
  history(@Root() row: MonitoringList, @CtxArg() ctx: Ctx): Promise<WorkflowTransition[]> {
    return historyOfList(ctx, row);
  }

  @Extensions({ listBound: usualObjects })
  @FieldResolver(() => [MonitoringObjectType], {
    description: 'Its objects in their order, at most 100. Cost: 25 x entry, as many as a List usually has. Requirement: R8.',
  })
  objects(@Root() row: MonitoringList, @CtxArg() ctx: Ctx): Promise<MonitoringObject[]> {
    return objectsOf(ctx, row.id);
  }

  @FieldResolver(() => [ViolationType], {
    description:
      'What to look at, though nothing refuses it: municipalities not found in the current classifier (ours); for the ministry, once it was notified, that some have not provably been told. Requirement: R9.',
  })
  async warnings(@Root() row: MonitoringList, @CtxArg() ctx: Ctx): Promise<Violation[]> {
    return [...(await noticeWarningsOf(ctx, row)), ...(await warningsOf(ctx, row.id))];
  }

  @FieldResolver(() => ProofOfNoticeConnection, {
    description:
      'Who has been told of it: every municipality on it for the ministry, its own for a PROVIDER, empty for others. Cost: 20 + first x entry. Requirement: R9.',
    complexity: pageCost,
  })
  proofOfNotice(
    @Root() row: MonitoringList,
    @Args(() => ProofOfNoticeArgs) args: ProofOfNoticeArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<ProofOfNotice>> {
    return listProofOfNotice(ctx, row.id, args.filter ?? {}, args);
  }

  @FieldResolver(() => CountScalar, {
    description: 'Municipalities on it that have not provably been told, of all, whoever asks. Requirement: R9.',
  })
  unprovenCount(@Root() row: MonitoringList, @CtxArg() ctx: Ctx): Promise<number> {
    return countUnproven(ctx, row.id);
  }

  @Command(payload('UpdateMonitoringList', { monitoringList }), UpdateMonitoringListInput, {
    description: 'Puts objects on a draft or returned List, or takes them off; all or nothing. Requirement: R5, R8.',
  })
  async updateMonitoringList(input: UpdateMonitoringListInput, ctx: Ctx) {
    return { monitoringList: (await updateMonitoringList(ctx, input)).id };
  }

  @Command(payload('SubmitMonitoringList', { monitoringList }), act('SubmitMonitoringList'), {
    description:
      'Hands a List in for approval; says at once all that is missing. An amendment that changes nothing is refused (ours). Requirement: R9.',
  })
  async submitMonitoringList(input: ChangeInput, ctx: Ctx) {
    return { monitoringList: (await submitMonitoringList(ctx, input)).id };
  }

  @Command(payload('ApproveMonitoringList', { monitoringList }), ApproveMonitoringListInput, {
    description:
      'Approves a submitted List; refused to whoever drafted, edited or submitted it, whatever roles they hold. It is then frozen. Requirement: R9.',
  })
  async approveMonitoringList(input: ApproveMonitoringListInput, ctx: Ctx) {
    return { monitoringList: (await approveMonitoringList(ctx, input)).id };
  }

  @Command(payload('ReturnMonitoringList', { monitoringList }), ReturnMonitoringListInput, {
    description: 'Gives a submitted List back with remarks; it is then edited as a draft is. Requirement: R9.',
  })
  async returnMonitoringList(input: ReturnMonitoringListInput, ctx: Ctx) {
    return { monitoringList: (await returnMonitoringList(ctx, input)).id };
  }

  @Command(payload('NotifyMonitoringList', { monitoringList }), act('NotifyMonitoringList'), {
    description:
      'Mails an approved List to every municipality on it: its official address, verified or not, and its verified contacts. Done again it tells only those who had no address before. It meets the LIST_NOTIFIED deadline; whom it reached `proofOfNotice` and `unprovenCount` say. Requirement: R9.',
  })
  async notifyMonitoringList(input: ChangeInput, ctx: Ctx) {
    return { monitoringList: (await notifyMonitoringList(ctx, input)).id };
  }

  @Command(payload('AmendMonitoringList', { monitoringList }), AmendMonitoringListInput, {
    description: 'Makes the next numbered draft as a copy of an approved List, which stays as it is; answers the draft. Requirement: R9.',
  })
  async amendMonitoringList(input: AmendMonitoringListInput, ctx: Ctx) {
    return { monitoringList: (await amendMonitoringList(ctx, input)).id };
  }
}

@Resolver(() => MonitoringObjectType)
@Localized({ name: { description: 'Name.', translations: true } })
export class MonitoringObjectResolver {
  @FieldResolver(() => [MunicipalServiceType], {
    description: 'Its services, in the order in which a consumer goes through them; at most 10. Requirement: R8.',
  })
  services(@Root() row: MonitoringObject, @CtxArg() ctx: Ctx): Promise<MunicipalService[]> {
    return servicesOf(ctx, row.id);
  }

  @FieldResolver(() => MunicipalityConnection, {
    description: 'Where it is monitored. Cost: 20 + first x entry. Requirement: R9.',
    complexity: pageCost,
  })
  municipalities(@Root() row: MonitoringObject, @Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<Municipality>> {
    return municipalitiesOf(ctx, row.id, args);
  }

  @FieldResolver(() => ComplexCostType, {
    nullable: true,
    description: 'Processing time through all its services; null = a single service, see its own norm. Requirement: R8.',
  })
  endToEndTime(@Root() row: MonitoringObject, @CtxArg() ctx: Ctx): Promise<ComplexCost | null> {
    return endToEndTimeOf(ctx, row);
  }

  @FieldResolver(() => ComplexCostType, {
    nullable: true,
    description:
      'Fee for all its services, a free service counting as 0.00; null = a single service, see its own norm. Requirement: R2, R8.',
  })
  endToEndFee(@Root() row: MonitoringObject, @CtxArg() ctx: Ctx): Promise<ComplexCost | null> {
    return endToEndFeeOf(ctx, row);
  }
}

@Resolver(() => ProofOfNoticeType)
export class ProofOfNoticeResolver {
  @FieldResolver(() => MunicipalityType, { description: 'Whom it is about.' })
  municipality(@Root() row: ProofOfNotice, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @Extensions({ listBound: usualNotices })
  @FieldResolver(() => [NoticeType], {
    description: 'The mails to it about this revision, oldest first. Cost: 5 x entry, more than a municipality usually has addresses.',
  })
  notices(@Root() row: ProofOfNotice, @CtxArg() ctx: Ctx): Promise<Notice[]> {
    return noticesOf(ctx, row);
  }

  @FieldResolver(() => NoticeGivenType, {
    nullable: true,
    description: 'Notice given by letter or in person, as last recorded; null = none was recorded.',
  })
  givenOtherwise(
    @Root() { givenMeans: means, givenOn: on, givenReference: reference, givenRecordedBy: recordedBy }: ProofOfNotice,
  ): NoticeGivenType | null {
    return means === null || on === null || reference === null || recordedBy === null ? null : { means, on, reference, recordedBy };
  }

  @FieldResolver(() => ViolationType, {
    nullable: true,
    description: 'Why it cannot be told, and what to do; null = it was told, or the mail is under way.',
  })
  problem(@Root() row: ProofOfNotice): Violation | null {
    return row.problemCode === null ? null : noticeProblemViolation(row.problemCode);
  }

  @Command(payload('RecordNoticeGiven', { proofOfNotice }), RecordNoticeGivenInput, {
    description: 'Records that a municipality was given notice by letter or in person, with the evidence. Requirement: R9.',
  })
  async recordNoticeGiven(input: RecordNoticeGivenInput, ctx: Ctx) {
    return { proofOfNotice: await recordNoticeGiven(ctx, input) };
  }

  @Command(payload('AcknowledgeMonitoringList', { proofOfNotice }), AcknowledgeMonitoringListInput, {
    description: "Says for the caller's municipality that the List has reached it. Requirement: R9.",
  })
  async acknowledgeMonitoringList(input: AcknowledgeMonitoringListInput, ctx: Ctx) {
    return { proofOfNotice: await acknowledgeMonitoringList(ctx, input.listId) };
  }
}
