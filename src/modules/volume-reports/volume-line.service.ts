import { isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import type { Channel, FigureState, Quarter } from '../../kit/figure.rules.ts';
import {
  columnsOf,
  load,
  loaderOfMany,
  type Order,
  orderBy,
  page,
  type Page,
  type PageArguments,
  pageOf,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { exportScope } from '../../kit/export.ts';
import type { ExportRequest } from '../../kit/export.rules.ts';
import { streamRows } from '../../kit/row-stream.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { currentMonths } from '../ingestion/observation.service.ts';
import { getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { type PlacedRow, placeJoin, placeSelect } from '../organizations/municipality-column.service.ts';
import { inRegion } from '../organizations/organization.service.ts';
import type { FeeKind } from '../service-registry/municipal-service.rules.ts';
import { VolumeLine, type VolumeReport } from './volume-report.entity.ts';
import {
  deliveredFigure,
  discrepancyOf,
  lineKeyText,
  monthsOfQuarter,
  observedFigure,
  reportPeriod,
  type ReportQuarter,
} from './volume-report.rules.ts';

/** What sources state of a quarter of a service, and where the counts came from. */
export interface Observed {
  observedMonths: number;
  observedSum: number | null;
  /** When the last of the months was recorded at its source; null = no month is observed. */
  observedAt: Date | null;
  /** X-Road-Ids of the answers, with a space between; null = no month is observed. */
  observedReference: string | null;
}

/** A line with what its checks need to know. */
export type VolumeLineRow = VolumeLine & Observed & { serviceCode: string; feeKind: FeeKind };

export const unobserved: Observed = { observedMonths: 0, observedSum: null, observedAt: null, observedReference: null };

/** Current observations by municipality, service, channel and quarter. `which` narrows `o`, a volume_observation. */
function observedQuarters(which: Sql): Sql {
  return sql`(
    select o.municipality_id, o.service_id, o.channel, extract(year from o.period_from)::int as year, 'Q' || extract(quarter from o.period_from) as quarter,
      count(*)::int as observed_months, sum(o.delivered)::bigint as observed_sum, max(o.recorded_at) as observed_at,
      string_agg(distinct o.xroad_id, ' ') as observed_reference
    from ${currentMonths(which)} o
    group by 1, 2, 3, 4, 5)`;
}

function observedIn(year: number): Sql {
  const { periodFrom, periodTo } = reportPeriod(year);
  return sql`o.period_from >= ${periodFrom}::date and o.period_to <= ${periodTo}::date`;
}

const observedColumns = sql`coalesce(o.observed_months, 0) as observed_months, o.observed_sum, o.observed_at, o.observed_reference`;

/** The columns of a `VolumeLineRow`, over `linesWithObserved`. */
function lineColumns(ctx: Ctx): Sql {
  return sql`${columnsOf(ctx, VolumeLine, 't')}, s.code as service_code, s.fee_kind, ${observedColumns}`;
}

/** Observations are looked up line by line, so that a page of a national list reads those of its own lines only. */
const linesWithObserved = sql`volume_line t join volume_report r on r.id = t.report_id join municipal_service s on s.id = t.service_id
  cross join lateral (select make_date(r.year, substr(t.quarter, 2)::int * 3 - 2, 1) as first_day) q
  left join lateral ${observedQuarters(sql`o.municipality_id = t.municipality_id and o.service_id = t.service_id and o.channel = t.channel
    and o.period_from >= q.first_day and o.period_from < q.first_day + interval '3 months'`)} o on true`;

const linesByReport = loaderOfMany<string, VolumeLineRow>(
  'volumeLines',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${lineColumns(ctx)} from ${linesWithObserved} where t.report_id = any(${[...ids]}::uuid[])
          order by s.code collate "C", t.quarter, t.channel`,
    ),
  ({ reportId }) => reportId,
);

/** A report that is not kept: what a dry run would have made. */
export interface PlannedReport extends VolumeReport {
  plannedLines?: readonly VolumeLineRow[];
}

/** All lines of a report, by service, quarter and channel. Scope is the caller's. */
export async function linesOf(ctx: Ctx, report: PlannedReport): Promise<readonly VolumeLineRow[]> {
  return report.plannedLines ?? (await load(ctx, linesByReport, report.id)) ?? [];
}

// ---- as a file -----------------------------------------------------------------------------------------------------

/** Where a line belongs, in words. */
export interface LinePlace extends PlacedRow {
  year: number;
  serviceName: LocalizedText;
}

/** R12: the lines of all reports in scope, as they are asked for, by municipality, year, service, quarter and channel. */
export function streamLines(ctx: Ctx, request: ExportRequest): AsyncGenerator<VolumeLineRow & LinePlace, void> {
  return streamRows(
    ctx,
    sql`select ${lineColumns(ctx)}, s.name as service_name, r.year, ${placeSelect} from ${linesWithObserved} ${placeJoin(sql`t.municipality_id`)}
        where ${exportScope(ctx, request, sql`t.municipality_id`)} and (${request.year}::int is null or r.year = ${request.year}::int)
        order by mu.soate, r.year, s.code collate "C", t.quarter, t.channel`,
  );
}

/** The same words for lines that are not kept yet. */
export async function placedLines(
  ctx: Ctx,
  { municipalityId, year }: { municipalityId: string; year: number },
  lines: readonly VolumeLineRow[],
): Promise<(VolumeLineRow & LinePlace)[]> {
  const places = await rows<Omit<LinePlace, 'year'> & { serviceId: string }>(
    ctx,
    sql`select t.id as service_id, t.name as service_name, ${placeSelect} from municipal_service t ${placeJoin(sql`${municipalityId}::uuid`)}
        where t.id = any(${[...new Set(lines.map(({ serviceId }) => serviceId))]}::uuid[])`,
  );
  const byService = new Map(places.map(({ serviceId, ...place }) => [serviceId, place]));
  return lines.flatMap((line) => {
    const place = byService.get(line.serviceId);
    return place ? [{ ...line, ...place, year }] : [];
  });
}

export interface VolumeLineFilter {
  serviceId?: string | null;
  quarters?: readonly Quarter[] | null;
  channels?: readonly Channel[] | null;
  states?: readonly FigureState[] | null;
  hasDiscrepancy?: boolean | null;
}

function isAsked(line: VolumeLineRow, { serviceId, quarters, channels, states, hasDiscrepancy }: VolumeLineFilter): boolean {
  const isOfService = serviceId == null || line.serviceId === serviceId;
  const isOfPlace = (quarters?.includes(line.quarter) ?? true) && (channels?.includes(line.channel) ?? true);
  const isInState = states?.includes(line.deliveredState) ?? true;
  return isOfService && isOfPlace && isInState && (hasDiscrepancy == null || hasDiscrepancy === (discrepancyOfLine(line) !== undefined));
}

/** A page of a report's lines, by service, quarter and channel. */
export async function listLines(
  ctx: Ctx,
  report: PlannedReport,
  filter: VolumeLineFilter,
  paging: PageArguments,
): Promise<Page<VolumeLineRow>> {
  const asked = (await linesOf(ctx, report)).filter((line) => isAsked(line, filter));
  return pageOf(`volumeLines ${report.id} ${JSON.stringify(filter)}`, asked, paging, lineKeyText, filter);
}

/** R12: how a line differs from what sources state; undefined = it does not, or nothing can be compared. */
export function discrepancyOfLine(line: VolumeLineRow) {
  return discrepancyOf(deliveredFigure(line), observedFigure(line));
}

/** What sources state of every quarter of a municipality's services, by `serviceId quarter channel`. */
export async function observedOf(ctx: Ctx, municipalityId: string, year: number): Promise<ReadonlyMap<string, Observed>> {
  const found = await rows<Observed & { serviceId: string; quarter: ReportQuarter; channel: Channel }>(
    ctx,
    sql`select o.* from ${observedQuarters(sql`o.municipality_id = ${municipalityId} and ${observedIn(year)}`)} o`,
  );
  return new Map(found.map((row) => [observedKey(row), row]));
}

export function observedKey({ serviceId, quarter, channel }: { serviceId: string; quarter: ReportQuarter; channel: Channel }): string {
  return `${serviceId} ${quarter} ${channel}`;
}

export interface DiscrepancyFilter {
  year: number;
  municipalityId?: string | null;
  regionCode?: string | null;
}

const biggestFirst: Order = {
  name: 'DIFFERENCE_DESC',
  keys: [{ by: sql`abs(t.delivered_value - o.observed_sum)`, type: 'bigint', direction: 'desc' }],
};
const byMunicipality = orderBy('MUNICIPALITY', sql`t.municipality_id`, 'uuid');

/**
 * R12: lines of a year that differ from what is observed: all for the ministry, by municipality; of one municipality that is asked for, or
 * is the PROVIDER's own, the biggest difference first. NOT_FOUND for a year that has no cycle.
 */
export async function listDiscrepancies(ctx: Ctx, filter: DiscrepancyFilter, paging: PageArguments): Promise<Page<VolumeLineRow>> {
  const { municipalityId, regionCode } = filter;
  const { year } = await getMonitoringCycle(ctx, filter.year);
  const isOfOne = municipalityId != null || !isMinistry(ctx.actor);
  const region = await inRegion(ctx, 'm', regionCode);
  return page<VolumeLineRow>(ctx, {
    list: 'discrepancies',
    select: lineColumns(ctx),
    from: linesWithObserved,
    where: [
      sql`r.year = ${year}`,
      !isMinistry(ctx.actor) && sql`t.municipality_id = ${ctx.actor.municipalityId}`,
      municipalityId != null && sql`t.municipality_id = ${municipalityId}`,
      region && sql`t.municipality_id in (select m.id from municipality m where ${region})`,
      // Looking up a line costs much more than knowing that of its municipality nothing is observed.
      sql`t.municipality_id in (select o.municipality_id from volume_observation o where o.status = 'CURRENT' and ${observedIn(year)})`,
      // As `observedFigure` has it: nothing is compared with a quarter that lacks a month.
      sql`o.observed_months = ${monthsOfQuarter} and t.delivered_value <> o.observed_sum`,
    ],
    order: isOfOne ? biggestFirst : byMunicipality,
    page: paging,
    filter,
  });
}
