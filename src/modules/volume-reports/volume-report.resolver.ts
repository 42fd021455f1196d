import { Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import type { CountTotal } from '../../kit/figure.rules.ts';
import { CountTotalType } from '../../kit/figure.ts';
import { entityField, pageCost, payload, type PayloadField, ViolationType } from '../../kit/graphql.ts';
import { CountScalar, LocalDateScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import type { Violation } from '../../shared/errors.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { listLines, type PlannedReport, type VolumeLineRow } from './volume-line.service.ts';
import { VolumeReport } from './volume-report.entity.ts';
import { reportPeriod } from './volume-report.rules.ts';
import { takeObservedVolumes } from './observed-volume.service.ts';
import {
  checksOfReport,
  getVolumeReport,
  plannedReport,
  type SavedReport,
  saveVolumeReport,
  totalOfReport,
} from './volume-report.service.ts';
import {
  SaveVolumeReportInput,
  TakeObservedVolumesInput,
  VolumeLineConnection,
  VolumeLinesArgs,
  VolumeReportArgs,
  VolumeReportType,
} from './volume-report.type.ts';

const volumeReport = entityField(() => VolumeReportType, VolumeReport, 'The report as it is now.');

/** Of a dry run what is kept with the key is its input, of which the answer is made anew. */
const savedOrPlanned: PayloadField = {
  type: () => VolumeReportType,
  description: 'The report as it is now; of a dry run as it would be.',
  read: (ctx, stored: string | SavedReport): Promise<PlannedReport> =>
    typeof stored === 'string' ? mustRowById(ctx, VolumeReport, stored) : plannedReport(ctx, stored),
};

const costOnTheFly = 50;
const mostChecks = 100;

@Resolver(() => VolumeReportType)
export class VolumeReportResolver {
  @Query(() => VolumeReportType, {
    nullable: true,
    description:
      "A municipality's report of a year; a PROVIDER reads its own. NOT_FOUND, also until its first saveVolumeReport. Requirement: R12.",
  })
  volumeReport(@Args(() => VolumeReportArgs) args: VolumeReportArgs, @CtxArg() ctx: Ctx): Promise<VolumeReport> {
    return getVolumeReport(ctx, args);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Whose.' })
  municipality(@Root() row: VolumeReport, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it is for.' })
  cycle(@Root() row: VolumeReport, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => LocalDateScalar, { description: 'First day: 1 January. Requirement: R12.' })
  periodFrom(@Root() row: VolumeReport): LocalDate {
    return reportPeriod(row.year).periodFrom;
  }

  @FieldResolver(() => LocalDateScalar, { description: 'First day after it: 1 October, exclusive. Requirement: R12.' })
  periodTo(@Root() row: VolumeReport): LocalDate {
    return reportPeriod(row.year).periodTo;
  }

  @FieldResolver(() => VolumeLineConnection, {
    description:
      'Its lines, by service code, quarter and channel; what the List asks for and nobody has stated is there as MISSING. Cost: 1 + first x entry.',
    complexity: pageCost,
  })
  lines(@Root() row: PlannedReport, @Args(() => VolumeLinesArgs) args: VolumeLinesArgs, @CtxArg() ctx: Ctx): Promise<Page<VolumeLineRow>> {
    return listLines(ctx, row, args.filter ?? {}, args);
  }

  @FieldResolver(() => CountTotalType, {
    description:
      'Sum of the reported figures of all lines, whatever unit each service is counted in; not complete while the List asks for more, or none is approved. Cost: 50.',
    complexity: costOnTheFly,
  })
  total(@Root() row: PlannedReport, @CtxArg() ctx: Ctx): Promise<CountTotal> {
    return totalOfReport(ctx, row);
  }

  @FieldResolver(() => [ViolationType], {
    description:
      'What it lacks or contradicts, path = `lines`, service code, quarter, channel; the first 100 of `checkCount`. It does not refuse a draft. Requirement: R12. Cost: 50.',
    complexity: costOnTheFly,
  })
  async checks(@Root() row: PlannedReport, @CtxArg() ctx: Ctx): Promise<Violation[]> {
    return (await checksOfReport(ctx, row)).slice(0, mostChecks);
  }

  @FieldResolver(() => CountScalar, {
    description: 'How many checks it does not pass; 0 = it can be handed in. Cost: 50.',
    complexity: costOnTheFly,
  })
  async checkCount(@Root() row: PlannedReport, @CtxArg() ctx: Ctx): Promise<number> {
    return (await checksOfReport(ctx, row)).length;
  }

  @Command(payload('SaveVolumeReport', { volumeReport: savedOrPlanned }), SaveVolumeReportInput, {
    description:
      'Enters or changes lines of the nine-month report, all of them or none; what is wrong with each line is told with its path. Requirement: R12.',
  })
  async saveVolumeReport(input: SaveVolumeReportInput, ctx: Ctx) {
    if (!input.isDryRun) return { volumeReport: (await saveVolumeReport(ctx, input)).id };
    await plannedReport(ctx, input);
    return { volumeReport: input };
  }

  @Command(payload('TakeObservedVolumes', { volumeReport }), TakeObservedVolumesInput, {
    description:
      'Takes over what sources state as the reported figures; `discrepancy` shows what that changes before. Of a report that is begun: saveVolumeReport with no lines begins it. Requirement: R12.',
  })
  async takeObservedVolumes(input: TakeObservedVolumesInput, ctx: Ctx) {
    return { volumeReport: (await takeObservedVolumes(ctx, input)).id };
  }
}
