import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, PageArgs, pageCost, payload } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { StoredFile } from '../files/file.entity.ts';
import { FileType } from '../files/file.type.ts';
import { Job } from '../files/job.entity.ts';
import { JobType } from '../files/job.type.ts';
import { Receipt } from '../files/receipt.entity.ts';
import { ReceiptType } from '../files/receipt.type.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { FormVersionType } from '../forms/form.type.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { fileQuestionnaires } from './filing.service.ts';
import { ResponseBatch } from './response-batch.entity.ts';
import { type WithdrawalFacts, withdrawalRefusal } from './response-batch.rules.ts';
import { getResponseBatch, isOfActor, listResponseBatches, withdrawResponseBatch } from './response-batch.service.ts';
import {
  FileQuestionnairesInput,
  ResponseBatchArgs,
  ResponseBatchConnection,
  ResponseBatchesArgs,
  ResponseBatchType,
  WithdrawResponseBatchInput,
} from './response-batch.type.ts';
import type { Response } from './response.entity.ts';
import { responsesOfBatch } from './response.service.ts';
import { ResponseConnection } from './response.type.ts';

const batch = entityField(() => ResponseBatchType, ResponseBatch, 'The batch as it is now: its state, and what is wrong with it.');

@Resolver(() => ResponseBatchType)
@WithWorkflow<ResponseBatch, WithdrawalFacts>({
  subject: 'ResponseBatch',
  acts: [{ mutation: 'withdrawResponseBatch', refusal: withdrawalRefusal }],
  facts: (row) => row,
  isOwner: (row, { actor }) => isOfActor(actor, row),
})
export class ResponseBatchResolver {
  @Query(() => ResponseBatchType, {
    nullable: true,
    description:
      "One batch, by id or by the municipality's key; those of a survey: `Survey.batches`. NOT_FOUND: absent, or not yours. Requirement: R12.",
  })
  responseBatch(@Args(() => ResponseBatchArgs) args: ResponseBatchArgs, @CtxArg() ctx: Ctx): Promise<ResponseBatch> {
    return getResponseBatch(ctx, args);
  }

  @Query(() => ResponseBatchConnection, {
    description:
      'Batches of a year, reports of dry runs and rejections among them, the latest filed first; a PROVIDER sees its own. Requirement: R12. Cost: 1 + first x entry.',
    complexity: pageCost,
  })
  responseBatches(@Args(() => ResponseBatchesArgs) args: ResponseBatchesArgs, @CtxArg() ctx: Ctx): Promise<Page<ResponseBatch>> {
    return listResponseBatches(ctx, args, args);
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: "Whose; null = the responsible unit's own, of a survey." })
  async municipality(@Root() row: ResponseBatch, @CtxArg() ctx: Ctx): Promise<Municipality | null> {
    return row.municipalityId ? mustRowById(ctx, Municipality, row.municipalityId) : null;
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it is filed for.' })
  cycle(@Root() row: ResponseBatch, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => FormVersionType, { description: 'The version that the answers were given on.' })
  formVersion(@Root() row: ResponseBatch, @CtxArg() ctx: Ctx): Promise<FormVersion> {
    return mustRowById(ctx, FormVersion, row.formVersionId);
  }

  @FieldResolver(() => ReceiptType, { nullable: true, description: 'Proof of what was received and when; null = nothing was stored.' })
  async receipt(@Root() row: ResponseBatch, @CtxArg() ctx: Ctx): Promise<Receipt | null> {
    return row.receiptId ? mustRowById(ctx, Receipt, row.receiptId) : null;
  }

  @FieldResolver(() => JobType, {
    nullable: true,
    description: 'The check of the file that it came as, the last one; null = it came in the input, and was checked at once.',
  })
  async job(@Root() row: ResponseBatch, @CtxArg() ctx: Ctx): Promise<Job | null> {
    return row.jobId ? mustRowById(ctx, Job, row.jobId) : null;
  }

  @FieldResolver(() => FileType, {
    nullable: true,
    description: 'All that is wrong with a file, as CSV by row and column; null = it is not rejected for it, or came in the input.',
  })
  async violationsFile(@Root() row: ResponseBatch, @CtxArg() ctx: Ctx): Promise<StoredFile | null> {
    return row.violationsFileId ? mustRowById(ctx, StoredFile, row.violationsFileId) : null;
  }

  @FieldResolver(() => ResponseConnection, {
    description:
      'Its responses in the order in which they were filed; none where nothing was stored. Raw answers: each reading is audited. Cost: 1 + first x entry.',
    complexity: pageCost,
  })
  responses(@Root() row: ResponseBatch, @Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<Response>> {
    return responsesOfBatch(ctx, row, args);
  }

  @Command(payload('FileQuestionnaires', { batch }), FileQuestionnairesInput, {
    description:
      "Files the municipality's questionnaires, all of them or none; with `isDryRun` only checks them. The same batch again is answered with the stored one. Larger bodies go to /graphql/filing, still more in a file (`uploadId`): the batch is CHECKING until its job is done. Requirement: R10, R12.",
  })
  async fileQuestionnaires(input: FileQuestionnairesInput, ctx: Ctx) {
    return { batch: (await fileQuestionnaires(ctx, input)).id };
  }

  @Command(payload('WithdrawResponseBatch', { batch }), WithdrawResponseBatchInput, {
    description:
      "Takes a stored batch back, with a reason: a PROVIDER the municipality's until it is handed in, and never one that is accepted; an ANALYST a survey's until it is closed. Its responses count nowhere. Requirement: R10, R12.",
  })
  async withdrawResponseBatch(input: WithdrawResponseBatchInput, ctx: Ctx) {
    return { batch: (await withdrawResponseBatch(ctx, input)).id };
  }
}
