import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { countFigure, CountFigureType, missingFigure } from '../../kit/figure.ts';
import { AvailableActionType, pageCost, payload, type PayloadField, TransitionType } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { recordKindOf } from './complaint-record.rules.ts';
import {
  actionsOfRecord,
  type ComplaintRecord,
  complaintRecordOf,
  confirmNoComplaints,
  historyOfRecord,
  listComplaintRecords,
  recordKeyText,
} from './complaint-record.service.ts';
import { ComplaintRecordConnection, ComplaintRecordsArgs, ComplaintRecordType, ConfirmNoComplaintsInput } from './complaint.type.ts';

const complaintRecord: PayloadField = {
  type: () => ComplaintRecordType,
  description: 'The record of the quarter as it is now.',
  read: (ctx, key: string) => complaintRecordOf(ctx, key),
};

interface Stated {
  at: Date | null;
  by: ActorStamp | null;
}

/** A count of what is registered, the zero of a nil return, or nothing: three things that are never converted into each other. */
function figureOf(record: ComplaintRecord, value: number, stated: Stated): CountFigureType {
  const provenance = (source: 'MANUAL' | 'NIL_RETURN', { at, by }: Stated) => (at ? { source, recordedAt: at, recordedBy: by } : null);
  const said = {
    COMPLAINTS: provenance('MANUAL', stated),
    NIL_RETURN: provenance('NIL_RETURN', { at: record.confirmedAt, by: record.confirmedBy }),
    NONE_KEPT: null,
  }[recordKindOf(record)];
  return said ? countFigure(value, said) : missingFigure();
}

@Resolver(() => ComplaintRecordType)
export class ComplaintRecordResolver {
  @Query(() => ComplaintRecordConnection, {
    description:
      'What municipalities have on record of a year, by name and quarter, for the quarters that have begun; a PROVIDER sees its own. Requirement: R-II.8. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  complaintRecords(@Args(() => ComplaintRecordsArgs) args: ComplaintRecordsArgs, @CtxArg() ctx: Ctx): Promise<Page<ComplaintRecord>> {
    return listComplaintRecords(ctx, args, args);
  }

  @FieldResolver(() => MunicipalityType, { description: 'With which the complaints were filed; they stay there through successions.' })
  municipality(@Root() row: ComplaintRecord, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => CountFigureType, {
    description: 'Complaints received in the quarter. MISSING = no record is kept; 0 with NIL_RETURN = none is confirmed.',
  })
  received(@Root() row: ComplaintRecord): CountFigureType {
    return figureOf(row, row.received, { at: row.registeredAt, by: row.registeredBy });
  }

  @FieldResolver(() => CountFigureType, {
    description: 'Those of them found JUSTIFIED so far; see `unexamined`. MISSING = no record is kept. Requirement: R-II.8.',
  })
  justified(@Root() row: ComplaintRecord): CountFigureType {
    return figureOf(
      row,
      row.justified,
      row.examinedAt ? { at: row.examinedAt, by: row.examinedBy } : { at: row.registeredAt, by: row.registeredBy },
    );
  }

  @FieldResolver(() => [AvailableActionType], {
    description: 'Every act of its workflow for this caller, allowed or refused with the reason.',
  })
  availableActions(@Root() row: ComplaintRecord, @CtxArg() ctx: Ctx) {
    return actionsOfRecord(ctx, row);
  }

  @FieldResolver(() => [TransitionType], {
    description: 'Its nil return: CONFIRMED, and VOIDED by a complaint that was registered later; empty = none was made.',
  })
  history(@Root() row: ComplaintRecord, @CtxArg() ctx: Ctx) {
    return historyOfRecord(ctx, row);
  }

  @Command(payload('ConfirmNoComplaints', { complaintRecord }), ConfirmNoComplaintsInput, {
    description: 'A nil return: that no complaint was received in a quarter that has ended. Requirement: R-II.8.',
  })
  async confirmNoComplaints(input: ConfirmNoComplaintsInput, ctx: Ctx) {
    return { complaintRecord: recordKeyText(await confirmNoComplaints(ctx, input)) };
  }
}
