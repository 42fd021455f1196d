import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { type ActorStamp, isOwn } from '../../access/actor.ts';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { ActorType, entityField, PageArgs, pageCost, payload, ViolationType } from '../../kit/graphql.ts';
import { CountScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import type { Violation } from '../../shared/errors.ts';
import { Receipt } from '../files/receipt.entity.ts';
import { ReceiptType } from '../files/receipt.type.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import type { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import { ResponseBatchConnection } from '../questionnaires/response-batch.type.ts';
import type { VolumeLineRow } from '../volume-reports/volume-line.service.ts';
import type { VolumeReport } from '../volume-reports/volume-report.entity.ts';
import { VolumeLineType, VolumeReportType } from '../volume-reports/volume-report.type.ts';
import { partFactsOf, reportOfSubmission, warningsOfPart } from './submission-ask.service.ts';
import type { SubmissionChange } from './submission-diff.rules.ts';
import { diffOf } from './submission-diff.service.ts';
import {
  acceptSubmission,
  actsOnSubmission,
  factsOfSubmission,
  returnSubmission,
  submitSubmission,
  updateSubmission,
} from './submission-filing.service.ts';
import { Submission, type SubmissionPart, type SubmissionRemark, type SubmissionRevision } from './submission.entity.ts';
import type { ObligationPart, PartFacts, SubmissionState } from './submission.rules.ts';
import {
  batchesOf,
  getSubmission,
  isLateSubmission,
  listSubmissions,
  partsOf,
  partsOfRevision,
  remarksOf,
  remarksOfLine,
  revisionsOf,
  stateOf,
} from './submission.service.ts';
import {
  AcceptSubmissionInput,
  ObligationPartEnum,
  RemarkType,
  ReturnSubmissionInput,
  SubmissionArgs,
  SubmissionChangeType,
  SubmissionConnection,
  SubmissionDiffArgs,
  SubmissionPartType,
  SubmissionRevisionType,
  SubmissionsArgs,
  SubmissionStateEnum,
  SubmissionType,
  SubmitSubmissionInput,
  UpdateSubmissionInput,
} from './submission.type.ts';

const submission = entityField(() => SubmissionType, Submission, 'The submission as it is now.');
const receipt = entityField(() => ReceiptType, Receipt, 'Proof of what was received and when.');
const mostViolations = 100;
const costOnTheFly = 50;

@Resolver(() => SubmissionType)
@WithWorkflow<Submission, readonly PartFacts[]>({
  subject: 'Submission',
  acts: actsOnSubmission,
  facts: (row, ctx) => factsOfSubmission(ctx, row),
  isOwner: ({ municipalityId }, { actor }) => isOwn(actor, municipalityId),
})
export class SubmissionResolver {
  @Query(() => SubmissionType, {
    nullable: true,
    description: 'One submission, by id or by municipality and year; a PROVIDER reads its own. NOT_FOUND. Requirement: R12.',
  })
  submission(@Args(() => SubmissionArgs) args: SubmissionArgs, @CtxArg() ctx: Ctx): Promise<Submission> {
    return getSubmission(ctx, args);
  }

  @Query(() => SubmissionConnection, {
    description: 'Submissions, the latest year first; a PROVIDER sees its own. Requirement: R12. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  submissions(@Args(() => SubmissionsArgs) args: SubmissionsArgs, @CtxArg() ctx: Ctx): Promise<Page<Submission>> {
    return listSubmissions(ctx, args.filter ?? {}, args);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Whose; it stays there through successions.' })
  municipality(@Root() row: Submission, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it is for.' })
  cycle(@Root() row: Submission, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => SubmissionStateEnum, {
    description: 'As a whole: RETURNED or DRAFT while a part of it is, SUBMITTED until both are ACCEPTED.',
  })
  state(@Root() row: Submission, @CtxArg() ctx: Ctx): Promise<SubmissionState> {
    return stateOf(ctx, row.id);
  }

  @FieldResolver(() => [SubmissionPartType], { description: 'Its two parts.' })
  async parts(@Root() row: Submission, @CtxArg() ctx: Ctx): Promise<PartRow[]> {
    return (await partsOf(ctx, row.id)).map((part) => ({ ...part, submission: row }));
  }

  @FieldResolver(() => [SubmissionRevisionType], { description: 'What was handed in so far, oldest first.' })
  revisions(@Root() row: Submission, @CtxArg() ctx: Ctx): Promise<SubmissionRevision[]> {
    return revisionsOf(ctx, row.id);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether a part was first handed in after 20 October; accepting it changes nothing of that. Requirement: R12.',
  })
  isLate(@Root() row: Submission, @CtxArg() ctx: Ctx): Promise<boolean> {
    return isLateSubmission(ctx, row);
  }

  @FieldResolver(() => [RemarkType], { description: "The unit's remarks, those not resolved first; the latest 100." })
  async remarks(@Root() row: Submission, @CtxArg() ctx: Ctx): Promise<SubmissionRemark[]> {
    return (await remarksOf(ctx, row.id)).slice(0, mostViolations);
  }

  @FieldResolver(() => VolumeReportType, { nullable: true, description: 'The nine-month report; null = not begun yet. Requirement: R12.' })
  volumeReport(@Root() row: Submission, @CtxArg() ctx: Ctx): Promise<VolumeReport | null> {
    return reportOfSubmission(ctx, row.id);
  }

  @FieldResolver(() => ResponseBatchConnection, {
    description: 'Stored batches of questionnaires, handed in or not, the latest filed first. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  batches(@Root() row: Submission, @Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<ResponseBatch>> {
    return batchesOf(ctx, row, args);
  }

  @FieldResolver(() => [SubmissionChangeType], {
    description:
      'What changed from one revision to another: lines, batches, findings; the first 500. A part that a revision did not hand in is as before. Cost: 50.',
    complexity: costOnTheFly,
  })
  diff(@Root() row: Submission, @Args(() => SubmissionDiffArgs) args: SubmissionDiffArgs, @CtxArg() ctx: Ctx): Promise<SubmissionChange[]> {
    return diffOf(ctx, row, args);
  }

  @Command(payload('UpdateSubmission', { submission }), UpdateSubmissionInput, {
    description: "Writes the provider's findings, until the questionnaires are handed in. Requirement: R7.",
  })
  async updateSubmission(input: UpdateSubmissionInput, ctx: Ctx) {
    return { submission: (await updateSubmission(ctx, input)).id };
  }

  @Command(payload('SubmitSubmission', { submission, receipt }), SubmitSubmissionInput, {
    description:
      'Hands in one or both parts as the next revision, with a receipt; late is taken and marked. What is lacking is refused, all of it at once: see `missing`. Requirement: R7, R12.',
  })
  async submitSubmission(input: SubmitSubmissionInput, ctx: Ctx) {
    const made = await submitSubmission(ctx, input);
    return { submission: made.submission.id, receipt: made.receipt.id };
  }

  @Command(payload('ReturnSubmission', { submission }), ReturnSubmissionInput, {
    description:
      'Returns parts to be mended, with remarks per line and question; the first filing time stays. Refused to whoever prepared or handed them in. Requirement: R12.',
  })
  async returnSubmission(input: ReturnSubmissionInput, ctx: Ctx) {
    return { submission: (await returnSubmission(ctx, input)).id };
  }

  @Command(payload('AcceptSubmission', { submission }), AcceptSubmissionInput, {
    description:
      'Accepts parts as they were last handed in: from then on they count. Refused to whoever prepared or handed them in. Requirement: R12.',
  })
  async acceptSubmission(input: AcceptSubmissionInput, ctx: Ctx) {
    return { submission: (await acceptSubmission(ctx, input)).id };
  }
}

/** A part with what it is a part of. */
type PartRow = SubmissionPart & { submission: Submission };

@Resolver(() => SubmissionPartType)
export class SubmissionPartResolver {
  @FieldResolver(() => [ViolationType], {
    description:
      'What keeps it from being handed in, as submitSubmission would say: the first 100. Empty = it can be, or it is. A nil return lacks less. Requirement: R7, R12. Cost: 50.',
    complexity: costOnTheFly,
  })
  async missing(@Root() row: PartRow, @CtxArg() ctx: Ctx): Promise<Violation[]> {
    return (await partFactsOf(ctx, row.submission, row, false)).missing.slice(0, mostViolations);
  }

  @FieldResolver(() => CountScalar, { description: 'How many things `missing` has in all. Cost: 50.', complexity: costOnTheFly })
  async missingCount(@Root() row: PartRow, @CtxArg() ctx: Ctx): Promise<number> {
    return (await partFactsOf(ctx, row.submission, row, false)).missing.length;
  }

  @FieldResolver(() => [ViolationType], {
    description:
      'What the unit will ask about, though it refuses nothing: services that the List does not ask for, questionnaires alike in everything, fewer questionnaires than asked for, none delivered of what they are on, differences from sources, nothing changed since it was returned … The first 100; none once it is accepted. Cost: 50.',
    complexity: costOnTheFly,
  })
  async warnings(@Root() row: PartRow, @CtxArg() ctx: Ctx): Promise<Violation[]> {
    return (await warningsOfPart(ctx, row.submission, row)).slice(0, mostViolations);
  }
}

@Resolver(() => SubmissionRevisionType)
export class SubmissionRevisionResolver {
  @FieldResolver(() => ActorType, { description: 'Who handed it in.' })
  by(@Root() row: SubmissionRevision): ActorStamp {
    return row.submittedBy;
  }

  @FieldResolver(() => [ObligationPartEnum], { description: 'Which parts it handed in.' })
  async parts(@Root() row: SubmissionRevision, @CtxArg() ctx: Ctx): Promise<ObligationPart[]> {
    return (await partsOfRevision(ctx, row.id)).map(({ part }) => part);
  }

  @FieldResolver(() => [ObligationPartEnum], { description: 'Which of them the unit accepted as this revision has them.' })
  async acceptedParts(@Root() row: SubmissionRevision, @CtxArg() ctx: Ctx): Promise<ObligationPart[]> {
    return (await partsOfRevision(ctx, row.id)).filter(({ acceptedAt }) => acceptedAt != null).map(({ part }) => part);
  }

  @FieldResolver(() => ReceiptType, { description: 'Proof of what was received and when.' })
  receipt(@Root() row: SubmissionRevision, @CtxArg() ctx: Ctx): Promise<Receipt> {
    return mustRowById(ctx, Receipt, row.receiptId);
  }
}

@Resolver(() => RemarkType)
export class RemarkResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether the part was handed in again since, changed or not: it says nothing of whether the remark was met. See `warnings` and `diff`.',
  })
  isResolved(@Root() row: SubmissionRemark): boolean {
    return row.resolvedAt != null;
  }
}

@Resolver(() => VolumeLineType)
export class VolumeLineRemarksResolver {
  @FieldResolver(() => [RemarkType], { description: "The unit's remarks on it, or on its service as a whole, those not resolved first." })
  remarks(@Root() row: VolumeLineRow, @CtxArg() ctx: Ctx): Promise<SubmissionRemark[]> {
    return remarksOfLine(ctx, row);
  }
}
