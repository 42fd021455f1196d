import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { isOwn, seesMunicipality } from '../../access/actor.ts';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { pageCost, payload, type PayloadField } from '../../kit/graphql.ts';
import type { Notice } from '../../kit/notice.entity.ts';
import { DateTimeScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { dueAtOf } from '../monitoring-cycle/cycle.rules.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { MonitoringObject } from '../monitoring-cycle/monitoring-list.entity.ts';
import { MonitoringObjectType } from '../monitoring-cycle/monitoring-list.type.ts';
import { NoticeType } from '../notifications/notice.type.ts';
import { contactsOf } from '../organizations/contact.service.ts';
import { AdministrativeUnit, type Contact, Municipality } from '../organizations/organization.entity.ts';
import { AdministrativeUnitType, ContactType, MunicipalityType } from '../organizations/organization.type.ts';
import type { Submission, SubmissionPart } from '../submissions/submission.entity.ts';
import { findSubmission } from '../submissions/submission.service.ts';
import { SubmissionPartType, SubmissionType } from '../submissions/submission.type.ts';
import type { ObligationDeferral } from './deferral.entity.ts';
import { deferralFactsOf, deferralOf, grantDeferral, refuseDeferral, requestDeferral } from './deferral.service.ts';
import {
  decisionRefusal,
  type DeferralFacts,
  grantRefusal,
  type ObligationStatus,
  requestRefusal,
  statusOf,
  type Timeliness,
  timelinessOf,
} from './obligation.rules.ts';
import {
  filingProgress,
  type FilingProgress,
  getObligation,
  lastNoticeTo,
  listObligations,
  type MissingFiling,
  type ObligationRow,
  obligationsByIds,
  obligationsOfPart,
  whoHasNotFiled,
} from './obligation.service.ts';
import {
  DeferralType,
  FilingProgressArgs,
  FilingProgressType,
  FilteredObligationsArgs,
  GrantDeferralInput,
  MissingFilingConnection,
  MissingFilingType,
  ObligationConnection,
  ObligationsArgs,
  ObligationStatusEnum,
  ObligationType,
  RefuseDeferralInput,
  RequestDeferralInput,
  TimelinessEnum,
  WhoHasNotFiledArgs,
} from './obligation.type.ts';

const obligations: PayloadField = {
  type: () => [ObligationType],
  description: 'The obligations as they are now.',
  read: (ctx, ids: readonly string[]) => obligationsByIds(ctx, ids),
};
/** Counted over all obligations of a cycle. */
const costOfCounting = 50;

@Resolver(() => ObligationType)
@WithWorkflow<ObligationRow, DeferralFacts>({
  subject: 'Obligation',
  acts: [
    { mutation: 'requestDeferral', refusal: requestRefusal },
    { mutation: 'grantDeferral', refusal: grantRefusal },
    { mutation: 'refuseDeferral', refusal: decisionRefusal },
  ],
  facts: (row, ctx) => deferralFactsOf(ctx, row),
  isOwner: ({ municipalityId }, { actor }) => isOwn(actor, municipalityId),
})
export class ObligationResolver {
  @Query(() => ObligationType, { nullable: true, description: 'One obligation, ended or not. NOT_FOUND. Requirement: R12.' })
  obligation(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<ObligationRow> {
    return getObligation(ctx, id);
  }

  @Query(() => ObligationConnection, {
    description:
      "The caller's own obligations, of every year unless one is asked for: nothing overdue vanishes, and what an amendment or a succession ended is listed with `isEnded`; the ministry sees all. Requirement: R12. Cost: 20 + first x entry.",
    complexity: pageCost,
  })
  myObligations(@Args(() => ObligationsArgs) args: ObligationsArgs, @CtxArg() ctx: Ctx): Promise<Page<ObligationRow>> {
    return listObligations(ctx, args.filter ?? {}, args.orderBy, args);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Who owes it.' })
  municipality(@Root() row: ObligationRow, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'Of which cycle.' })
  cycle(@Root() row: ObligationRow, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => MonitoringObjectType, { description: 'For which object, as the latest approved List that has it says it.' })
  object(@Root() row: ObligationRow, @CtxArg() ctx: Ctx): Promise<MonitoringObject> {
    return mustRowById(ctx, MonitoringObject, row.objectId);
  }

  @FieldResolver(() => ObligationStatusEnum, { description: 'Where it stands, derived from the submission. Requirement: R12.' })
  status(@Root() row: ObligationRow): ObligationStatus {
    return statusOf(row);
  }

  @FieldResolver(() => TimelinessEnum, {
    description: 'In time or not, of what has ended as it was then; a deferral changes nothing of it. Requirement: R12.',
  })
  timeliness(@Root() row: ObligationRow, @CtxArg() ctx: Ctx): Timeliness {
    return timelinessOf(row, row.deadline, row.endedAt ?? ctx.now);
  }

  @FieldResolver(() => DateTimeScalar, {
    description: 'The last instant that is in time, 20 October 23:59:59.999 in Bishkek. Requirement: R12.',
  })
  dueAt(@Root() row: ObligationRow): Date {
    return dueAtOf(row.deadline);
  }

  @FieldResolver(() => DeferralType, { nullable: true, description: 'The latest deferral; null = none was asked for.' })
  deferral(@Root() row: ObligationRow, @CtxArg() ctx: Ctx): Promise<ObligationDeferral | null> {
    return deferralOf(ctx, row.id);
  }

  @FieldResolver(() => MunicipalityType, {
    nullable: true,
    description: 'The predecessor that owed it and had not filed when it was merged, split or renamed; null = it was always owed here.',
  })
  async inheritedFrom(@Root() row: ObligationRow, @CtxArg() ctx: Ctx): Promise<Municipality | null> {
    return row.inheritedFromId ? mustRowById(ctx, Municipality, row.inheritedFromId) : null;
  }

  @FieldResolver(() => SubmissionType, { nullable: true, description: 'The submission that answers it; null = not yours to see.' })
  async submission(@Root() row: ObligationRow, @CtxArg() ctx: Ctx): Promise<Submission | null> {
    return (await findSubmission(ctx, row.submissionId)) ?? null;
  }

  @Command(payload('RequestDeferral', { obligations }), RequestDeferralInput, {
    description: 'Asks that reminders of obligations of your own stop until a day. `dueAt` and lateness stay. Requirement: R12.',
  })
  async requestDeferral(input: RequestDeferralInput, ctx: Ctx) {
    return { obligations: await requestDeferral(ctx, input) };
  }

  @Command(payload('GrantDeferral', { obligations }), GrantDeferralInput, {
    description:
      'Grants deferrals of what is still owed, with a reason: reminders stop until the day, `dueAt` and lateness stay. Refused to whoever asked for one of them. Requirement: R12.',
  })
  async grantDeferral(input: GrantDeferralInput, ctx: Ctx) {
    return { obligations: await grantDeferral(ctx, input) };
  }

  @Command(payload('RefuseDeferral', { obligations }), RefuseDeferralInput, {
    description: 'Refuses deferrals, with a reason. Not open to whoever asked for one of them.',
  })
  async refuseDeferral(input: RefuseDeferralInput, ctx: Ctx) {
    return { obligations: await refuseDeferral(ctx, input) };
  }
}

@Resolver(() => MissingFilingType)
export class MissingFilingResolver {
  @Query(() => MissingFilingConnection, {
    description:
      'Municipalities that have not filed all of a year, by name, with what is missing and whom to ring. NOT_FOUND where the year has no cycle. Requirement: R12. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  whoHasNotFiled(@Args(() => WhoHasNotFiledArgs) args: WhoHasNotFiledArgs, @CtxArg() ctx: Ctx): Promise<Page<MissingFiling>> {
    const { year, regionCode, parts } = args;
    return whoHasNotFiled(ctx, { year, regionCode, parts }, args);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Which municipality.' })
  municipality(@Root() row: MissingFiling, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.id);
  }

  @FieldResolver(() => [ObligationType], {
    description: 'What is missing, by part and in the order of the List; at most two for each object.',
  })
  obligations(@Root() row: MissingFiling, @CtxArg() ctx: Ctx): Promise<ObligationRow[]> {
    return obligationsByIds(ctx, row.obligationIds);
  }

  @FieldResolver(() => ContactType, { nullable: true, description: 'Whom to ring: a verified contact before another; null = it has none.' })
  async contact(@Root() row: MissingFiling, @CtxArg() ctx: Ctx): Promise<Contact | null> {
    const contacts = (await contactsOf(ctx, row.id)) ?? [];
    return contacts.find(({ state }) => state === 'VERIFIED') ?? contacts[0] ?? null;
  }

  @FieldResolver(() => NoticeType, { nullable: true, description: 'The latest notice to it, with its delivery; null = none yet.' })
  lastNotice(@Root() row: MissingFiling, @CtxArg() ctx: Ctx): Promise<Notice | null> {
    return lastNoticeTo(ctx, row.id);
  }
}

@Resolver(() => FilingProgressType)
export class FilingProgressResolver {
  @FieldResolver(() => AdministrativeUnitType, { nullable: true, description: 'Of which region; null = not counted by region.' })
  async region(@Root() row: FilingProgress, @CtxArg() ctx: Ctx): Promise<AdministrativeUnit | null> {
    return row.regionId ? mustRowById(ctx, AdministrativeUnit, row.regionId) : null;
  }

  @FieldResolver(() => MonitoringObjectType, { nullable: true, description: 'Of which object; null = not counted by object.' })
  async object(@Root() row: FilingProgress, @CtxArg() ctx: Ctx): Promise<MonitoringObject | null> {
    return row.objectId ? mustRowById(ctx, MonitoringObject, row.objectId) : null;
  }
}

@Resolver(() => MonitoringCycleType)
export class CycleObligationsResolver {
  @FieldResolver(() => ObligationConnection, {
    description: 'Its obligations; a PROVIDER sees its own. Requirement: R12. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  obligations(
    @Root() row: MonitoringCycle,
    @Args(() => ObligationsArgs) args: ObligationsArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<ObligationRow>> {
    return listObligations(ctx, { ...args.filter, cycleId: row.id }, args.orderBy, args);
  }

  @FieldResolver(() => [FilingProgressType], {
    description: 'How far its filing is, by group; at most 100. Requirement: R12. Cost: 50.',
    complexity: costOfCounting,
  })
  filingProgress(
    @Root() row: MonitoringCycle,
    @Args(() => FilingProgressArgs) args: FilingProgressArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<FilingProgress[]> {
    return filingProgress(ctx, row.id, args.groupBy);
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityObligationsResolver {
  @FieldResolver(() => ObligationConnection, {
    nullable: true,
    description: 'Its obligations, overdue first; null = not yours to see. Requirement: R12. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  obligations(
    @Root() row: Municipality,
    @Args(() => FilteredObligationsArgs) args: FilteredObligationsArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<ObligationRow>> | null {
    if (!seesMunicipality(ctx.actor, row.id)) return null;
    return listObligations(ctx, { ...args.filter, municipalityId: row.id }, 'OVERDUE_FIRST', args);
  }
}

@Resolver(() => SubmissionPartType)
export class PartObligationsResolver {
  @FieldResolver(() => [ObligationType], { description: 'What it is to answer, in the order of the List; at most one for each object.' })
  obligations(@Root() row: SubmissionPart, @CtxArg() ctx: Ctx): Promise<ObligationRow[]> {
    return obligationsOfPart(ctx, row.submissionId, row.part);
  }
}
