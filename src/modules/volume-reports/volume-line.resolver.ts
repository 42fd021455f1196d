import { Args, Ctx as CtxArg, FieldResolver, Float, Int, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { countFigure, CountFigureType, missingFigure, MoneyFigureType, type ProvenanceType } from '../../kit/figure.ts';
import { pageCost } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MunicipalServiceType } from '../service-registry/municipal-service.type.ts';
import { ServiceOffer } from '../service-registry/service-offer.entity.ts';
import { ServiceOfferType } from '../service-registry/service-offer.type.ts';
import { discrepancyOfLine, listDiscrepancies, type VolumeLineRow } from './volume-line.service.ts';
import { deliveredFigure, type DiscrepancyFacts, observedFigure } from './volume-report.rules.ts';
import { DiscrepanciesArgs, DiscrepancyConnection, DiscrepancyType, VolumeLineType } from './volume-report.type.ts';

/** Of a line that is listed as a difference, or asked for one. */
function differenceOf(line: VolumeLineRow): DiscrepancyFacts {
  const facts = discrepancyOfLine(line);
  if (!facts) throw new Error(`Line ${line.id} does not differ from what is observed`);
  return facts;
}

function provenanceOf({ deliveredSource, deliveredAt, deliveredBy, deliveredReference }: VolumeLineRow): ProvenanceType | null {
  if (!deliveredSource || !deliveredAt) return null;
  return { source: deliveredSource, recordedAt: deliveredAt, recordedBy: deliveredBy, reference: deliveredReference };
}

@Resolver(() => VolumeLineType)
export class VolumeLineResolver {
  @FieldResolver(() => MunicipalServiceType, { description: 'Of which service.' })
  service(@Root() row: VolumeLineRow, @CtxArg() ctx: Ctx): Promise<MunicipalService> {
    return mustRowById(ctx, MunicipalService, row.serviceId);
  }

  @FieldResolver(() => ServiceOfferType, { nullable: true, description: 'The offer that it is of; null = of the service as a whole.' })
  async offer(@Root() row: VolumeLineRow, @CtxArg() ctx: Ctx): Promise<ServiceOffer | null> {
    return row.offerId == null ? null : mustRowById(ctx, ServiceOffer, row.offerId);
  }

  @FieldResolver(() => CountFigureType, { description: 'How often it was delivered, as the municipality states. Requirement: R12.' })
  delivered(@Root() row: VolumeLineRow): CountFigureType {
    return { ...deliveredFigure(row), provenance: provenanceOf(row) };
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why the service is not offered; null = `delivered` is not NOT_OFFERED.' })
  notOfferedReason(@Root() row: VolumeLineRow): string | null {
    return row.deliveredReason ?? null;
  }

  @FieldResolver(() => MoneyFigureType, { description: 'What applicants paid in all, as the municipality states.' })
  paidTotal(@Root() row: VolumeLineRow): MoneyFigureType {
    if (row.paidTotal != null && row.paidAt) {
      return { state: 'VALUE', value: row.paidTotal, provenance: { source: 'MANUAL', recordedAt: row.paidAt, recordedBy: row.paidBy } };
    }
    return { state: row.deliveredState === 'NOT_OFFERED' ? 'NOT_OFFERED' : 'MISSING', value: null, provenance: null };
  }

  @FieldResolver(() => CountFigureType, {
    description: "Sum of what sources state of the quarter's three months; MISSING = not all three are stated, see `observedMonths`.",
  })
  observed(@Root() row: VolumeLineRow): CountFigureType {
    const { value } = observedFigure(row);
    if (value === null || !row.observedAt) return missingFigure();
    return countFigure(value, { source: 'CONNECTOR', recordedAt: row.observedAt, recordedBy: null, reference: row.observedReference });
  }

  @FieldResolver(() => DiscrepancyType, {
    nullable: true,
    description: 'How `delivered` differs from `observed`; null = they agree, or one of them is no VALUE and nothing is compared.',
  })
  discrepancy(@Root() row: VolumeLineRow): VolumeLineRow | null {
    return discrepancyOfLine(row) ? row : null;
  }
}

@Resolver(() => DiscrepancyType)
export class DiscrepancyResolver {
  @Query(() => DiscrepancyConnection, {
    description:
      'Lines of a year that differ from what sources state: of many municipalities by municipality, of one alone (`municipalityId`, or the own of a PROVIDER, who sees no other) the biggest difference first. NOT_FOUND where the year has no cycle. Requirement: R12. Cost: 1 + first x entry.',
    complexity: pageCost,
  })
  discrepancies(@Args(() => DiscrepanciesArgs) args: DiscrepanciesArgs, @CtxArg() ctx: Ctx): Promise<Page<VolumeLineRow>> {
    const { year, municipalityId, regionCode } = args;
    return listDiscrepancies(ctx, { year, municipalityId, regionCode }, args);
  }

  @FieldResolver(() => VolumeLineType, { description: 'The line that differs.' })
  line(@Root() row: VolumeLineRow): VolumeLineRow {
    return row;
  }

  @FieldResolver(() => Int, { description: 'Reported less observed, in deliveries; never 0.' })
  difference(@Root() row: VolumeLineRow): number {
    return differenceOf(row).difference;
  }

  @FieldResolver(() => Float, { nullable: true, description: 'The difference as a share of what was observed; null = 0 was observed.' })
  relative(@Root() row: VolumeLineRow): number | null {
    return differenceOf(row).relative;
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether it is over the tolerance (ours: over 10 % and over 5 deliveries) and asks to be explained.',
  })
  isOverTolerance(@Root() row: VolumeLineRow): boolean {
    return differenceOf(row).isOverTolerance;
  }
}
