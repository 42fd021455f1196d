import { Arg, Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { notFound } from '../../shared/errors.ts';
import { seesMunicipality } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { countFigure, CountFigureType, missingFigure, type ProvenanceType } from '../../kit/figure.ts';
import { pageCost } from '../../kit/graphql.ts';
import { LocalDateScalar } from '../../kit/scalars.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { daysBetween, type LocalDate } from '../../shared/calendar.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MunicipalServiceType } from '../service-registry/municipal-service.type.ts';
import type { ServiceOffer } from '../service-registry/service-offer.entity.ts';
import { ServiceOfferType } from '../service-registry/service-offer.type.ts';
import { IngestionRun, VolumeSource } from './ingestion.entity.ts';
import {
  IngestionRunType,
  MonthlyVolumeType,
  ObservationsArgs,
  VolumeObservationConnection,
  VolumeObservationType,
  VolumeSourceType,
} from './ingestion.type.ts';
import { listObservations, monthsOfService, type ObservationRow } from './observation.service.ts';

@Resolver(() => VolumeObservationType)
export class VolumeObservationResolver {
  @Query(() => VolumeObservationConnection, {
    description: 'What sources have stated, the latest month first; a PROVIDER sees its own. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  volumeObservations(@Args(() => ObservationsArgs) args: ObservationsArgs, @CtxArg() ctx: Ctx): Promise<Page<ObservationRow>> {
    return listObservations(ctx, args.filter ?? {}, args);
  }

  @FieldResolver(() => VolumeSourceType, { description: 'Who stated it.' })
  source(@Root() row: ObservationRow, @CtxArg() ctx: Ctx): Promise<VolumeSource> {
    return mustRowById(ctx, VolumeSource, row.sourceId);
  }

  @FieldResolver(() => IngestionRunType, { description: 'The pull that brought it.' })
  run(@Root() row: ObservationRow, @CtxArg() ctx: Ctx): Promise<IngestionRun> {
    return mustRowById(ctx, IngestionRun, row.runId);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Whose: the one that had the SOATE code in that month.' })
  municipality(@Root() row: ObservationRow, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => MunicipalServiceType, { description: 'Of which service.' })
  service(@Root() row: ObservationRow, @CtxArg() ctx: Ctx): Promise<MunicipalService> {
    return mustRowById(ctx, MunicipalService, row.serviceId);
  }

  @FieldResolver(() => CountFigureType, {
    description: 'The count as stated; MISSING = this revision takes the count back and states none.',
  })
  delivered(@Root() row: ObservationRow): CountFigureType {
    return row.stated === 'WITHDRAWN' ? missingFigure(provenanceOf(row)) : countFigure(row.delivered, provenanceOf(row));
  }

  @FieldResolver(() => Boolean, { description: 'Whether the source calls it final rather than preliminary.' })
  isFinal(@Root() row: ObservationRow): boolean {
    return row.stated === 'FINAL';
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityObservationsResolver {
  @FieldResolver(() => VolumeObservationConnection, {
    nullable: true,
    description: 'What sources have stated of it; null = not yours to see. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  observations(
    @Root() row: Municipality,
    @Args(() => ObservationsArgs) args: ObservationsArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<ObservationRow>> | null {
    if (!seesMunicipality(ctx.actor, row.id)) return null;
    return listObservations(ctx, { ...args.filter, municipalityId: row.id }, args);
  }
}

const longestMonthDays = 31;
const rowsOfMonth = 2;

/** A row for each channel of each month asked for. */
function monthsCost({
  args,
  childComplexity,
}: {
  args: { periodFrom?: LocalDate; periodTo?: LocalDate };
  childComplexity: number;
}): number {
  const days = args.periodFrom && args.periodTo ? Math.max(0, daysBetween(args.periodFrom, args.periodTo)) : 0;
  return 1 + Math.ceil(days / longestMonthDays) * rowsOfMonth * (1 + childComplexity);
}

@Resolver(() => ServiceOfferType)
export class ServiceOfferVolumesResolver {
  @FieldResolver(() => [MonthlyVolumeType], {
    description:
      "Current observations of the municipality's whole service by month and channel, at most 24 months; a month without one is MISSING. Not accepted yet, so of one's own municipality only: NOT_FOUND elsewhere. Cost: 2 x months x entry.",
    complexity: monthsCost,
  })
  async monthlyVolumes(
    @Root() offer: ServiceOffer,
    @Arg('periodFrom', () => LocalDateScalar, { description: 'First day; months that begin before it are left out.' })
    periodFrom: LocalDate,
    @Arg('periodTo', () => LocalDateScalar, { description: 'First day after the period, exclusive.' }) periodTo: LocalDate,
    @CtxArg() ctx: Ctx,
  ): Promise<MonthlyVolumeType[]> {
    if (!seesMunicipality(ctx.actor, offer.municipalityId)) throw notFound();
    const months = await monthsOfService(ctx, offer, periodFrom, periodTo);
    return months.map(({ current, ...month }) => ({
      ...month,
      delivered: current ? countFigure(current.delivered, provenanceOf(current)) : missingFigure(),
    }));
  }
}

function provenanceOf({ recordedAt, xroadId }: Pick<ObservationRow, 'recordedAt' | 'xroadId'>): ProvenanceType {
  return { source: 'CONNECTOR', recordedAt, recordedBy: null, reference: xroadId };
}
