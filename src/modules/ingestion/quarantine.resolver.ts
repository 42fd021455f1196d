import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { AvailableActionType, entityField, pageCost, payload, TransitionType } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { availableActions, historyOf } from '../../kit/workflow.ts';
import { IngestionRun, QuarantinedRecord } from './ingestion.entity.ts';
import {
  AcceptQuarantinedRecordInput,
  IngestionRunType,
  QuarantinedRecordConnection,
  QuarantinedRecordsArgs,
  QuarantinedRecordType,
  RejectQuarantinedRecordInput,
} from './ingestion.type.ts';
import { acceptRefusal, rejectRefusal } from './observation.rules.ts';
import { acceptQuarantinedRecord, factsOfRecord, listQuarantined, rejectQuarantinedRecord } from './quarantine.service.ts';

const record = entityField(() => QuarantinedRecordType, QuarantinedRecord, 'The record as decided.');

const acts = [
  { mutation: 'acceptQuarantinedRecord', refusal: acceptRefusal },
  { mutation: 'rejectQuarantinedRecord', refusal: rejectRefusal },
];

@Resolver(() => QuarantinedRecordType)
export class QuarantinedRecordResolver {
  @Query(() => QuarantinedRecordConnection, {
    description: 'What waits for a person, or was decided, the latest first. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  quarantinedRecords(
    @Args(() => QuarantinedRecordsArgs) args: QuarantinedRecordsArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<QuarantinedRecord>> {
    return listQuarantined(ctx, args, args);
  }

  @FieldResolver(() => IngestionRunType, { description: 'The pull that brought it.' })
  run(@Root() row: QuarantinedRecord, @CtxArg() ctx: Ctx): Promise<IngestionRun> {
    return mustRowById(ctx, IngestionRun, row.runId);
  }

  @FieldResolver(() => [AvailableActionType], {
    description: 'Every act of its workflow for this caller, allowed or refused with the reason.',
  })
  availableActions(@Root() row: QuarantinedRecord, @CtxArg() ctx: Ctx) {
    return availableActions(ctx, acts, factsOfRecord(row));
  }

  @FieldResolver(() => [TransitionType], { description: 'The steps so far, oldest first.' })
  history(@Root() row: QuarantinedRecord, @CtxArg() ctx: Ctx) {
    return historyOf(ctx, 'QuarantinedRecord', row.id);
  }

  @Command(payload('AcceptQuarantinedRecord', { record }), AcceptQuarantinedRecordInput, {
    description: 'Stores the count of a quarantined row, with a reason.',
  })
  async acceptQuarantinedRecord(input: AcceptQuarantinedRecordInput, ctx: Ctx) {
    return { record: (await acceptQuarantinedRecord(ctx, input)).id };
  }

  @Command(payload('RejectQuarantinedRecord', { record }), RejectQuarantinedRecordInput, {
    description: 'Puts a quarantined record away, with a reason; the source may state it again in a new revision.',
  })
  async rejectQuarantinedRecord(input: RejectQuarantinedRecordInput, ctx: Ctx) {
    return { record: (await rejectQuarantinedRecord(ctx, input)).id };
  }
}
