import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, load, loaderBy, loaderOfMany, rows, sql } from '../../kit/sql.ts';
import type { ServiceOffer } from '../service-registry/service-offer.entity.ts';
import { AnalysisRun, IndicatorResult } from './analysis.entity.ts';
import { visibleRuns } from './analysis-run.service.ts';
import { indicatorCodes } from './indicator.rules.ts';

const latestByYear = loaderBy<string, AnalysisRun & { year: number }>(
  'annualRunOfYear',
  (ctx, years) =>
    rows(
      ctx,
      sql`select distinct on (c.year) c.year, ${columnsOf(ctx, AnalysisRun, 't')} from analysis_run t join monitoring_cycle c on c.id = t.cycle_id
          where c.year = any(${years.map(Number)}::int[]) and t.kind = 'ANNUAL' and t.state = 'COMPLETED' and ${visibleRuns(ctx)}
          order by c.year, t.started_at desc, t.id desc`,
    ),
  ({ year }) => String(year),
);

/** The latest completed annual run of a year that the caller may see; undefined = none. */
export function runOfYear(ctx: Ctx, year: number): Promise<AnalysisRun | undefined> {
  return load(ctx, latestByYear, String(year));
}

interface OfferKey {
  runId: string;
  serviceId: string;
  municipalityId: string;
}

const byOffer = loaderOfMany<string, IndicatorResult & { key: string }>(
  'resultsOfOffers',
  (ctx, keys) => {
    const asked = keys.map((key) => ({ key, ...(JSON.parse(key) as OfferKey) }));
    return rows(
      ctx,
      sql`select k.key, ${columnsOf(ctx, IndicatorResult, 't')}
          from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as k(key text, "runId" uuid, "serviceId" uuid, "municipalityId" uuid)
          join indicator_result t on t.run_id = k."runId" and t.municipality_id = k."municipalityId"
          join monitoring_object o on o.id = t.object_id and o.kind = 'SERVICE'
          join monitoring_object_service os on os.object_id = o.id and os.service_id = k."serviceId"
          order by array_position(${[...indicatorCodes]}::text[], t.indicator::text)`,
    );
  },
  ({ key }) => key,
);

/** The eight results of an offer's service in its municipality; none where no run, or no List, has it. */
export async function resultsOfOffer(ctx: Ctx, { serviceId, municipalityId }: ServiceOffer, year: number): Promise<IndicatorResult[]> {
  const run = await runOfYear(ctx, year);
  if (!run) return [];
  const key: OfferKey = { runId: run.id, serviceId, municipalityId };
  return (await load(ctx, byOffer, JSON.stringify(key))) ?? [];
}
