import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, page, type Page, type PageArguments, rows, type Sql, sql } from '../../kit/sql.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { IndicatorResult } from './analysis.entity.ts';
import { type IndicatorCode, indicatorCodes, type ResultState } from './indicator.rules.ts';

export interface ResultFilter {
  indicators?: readonly IndicatorCode[] | null;
  /** Of another revision of the List the object of the same code is meant. */
  objectId?: string | null;
  municipalityId?: string | null;
  regionCode?: string | null;
  states?: readonly ResultState[] | null;
  /** true = over the country alone; false = of municipalities alone; absent = both. */
  isCountryLevel?: boolean | null;
  /** true = those that differ significantly from the survey; false = all others; absent = both. */
  hasSurveyGap?: boolean | null;
}

/**
 * Results of a run by object, the country first, then municipalities by name, then indicator: the order in which they were stored, so that
 * a page reads one index. The run is in the caller's scope.
 */
export async function listResults(ctx: Ctx, runId: string, filter: ResultFilter, paging: PageArguments): Promise<Page<IndicatorResult>> {
  return page<IndicatorResult>(ctx, {
    list: 'indicatorResults',
    select: columnsOf(ctx, IndicatorResult, 't'),
    from: sql`indicator_result t`,
    where: await whichResults(ctx, runId, filter),
    order: { name: 'STORED_ASC', keys: [] },
    page: paging,
    filter: { runId, ...filter },
  });
}

/** All results of a run that the filter names, in the order of `listResults`; for documents and charts. */
export async function resultsOf(ctx: Ctx, runId: string, filter: ResultFilter = {}): Promise<IndicatorResult[]> {
  return rows(
    ctx,
    sql`select ${columnsOf(ctx, IndicatorResult, 't')} from indicator_result t
        where ${sql.join(await whichResults(ctx, runId, filter), sql` and `)} order by t.id`,
  );
}

/** Whether questionnaires and the unit's survey differ significantly in a result, to one of its questions at least. */
export const hasGap: Sql = sql`coalesce(t.details -> 'surveys' @> '[{"state": "GAP"}]'::jsonb, false)`;

/** Results over regions serve rankings and are no list's. */
async function whichResults(ctx: Ctx, runId: string, filter: ResultFilter): Promise<Sql[]> {
  const { indicators, objectId, municipalityId, regionCode, states, isCountryLevel, hasSurveyGap } = filter;
  const level = isCountryLevel == null ? ['MUNICIPALITY', 'COUNTRY'] : [isCountryLevel ? 'COUNTRY' : 'MUNICIPALITY'];
  return [
    sql`t.run_id = ${runId}`,
    sql`t.level = any(${level})`,
    indicators != null ? sql`t.indicator = any(${[...indicators]})` : sql`true`,
    objectId != null
      ? sql`t.object_id in (select x.id from monitoring_object x join monitoring_object y on y.code = x.code where y.id = ${objectId})`
      : sql`true`,
    municipalityId != null ? sql`t.municipality_id = ${municipalityId}` : sql`true`,
    (await inRegion(ctx, 't', regionCode)) ?? sql`true`,
    states != null ? sql`t.state = any(${[...states]})` : sql`true`,
    hasSurveyGap != null ? sql`${hasGap} = ${hasSurveyGap}` : sql`true`,
  ];
}

export interface Achievement extends Record<string, unknown> {
  indicator: IndicatorCode;
  /** Null = not grouped by it. */
  regionId: string | null;
  objectId: string | null;
}

/** R-III.2.3: results of municipalities counted by state, over the country, by region or by object. */
export function achievementOf(ctx: Ctx, runId: string, groupBy: 'COUNTRY' | 'REGION' | 'OBJECT'): Promise<Achievement[]> {
  const region = groupBy === 'REGION' ? sql`t.region_id` : sql`null::uuid`;
  const object = groupBy === 'OBJECT' ? sql`t.object_id` : sql`null::uuid`;
  const inState = (state: ResultState) => sql`count(*) filter (where t.state = ${state})::int`;
  return rows(
    ctx,
    sql`select a.*, r.code as region_code from (
          select t.indicator, ${region} as region_id, ${object} as object_id, ${inState('ACHIEVED')} as achieved,
            ${inState('NOT_ACHIEVED')} as not_achieved, ${inState('INCONCLUSIVE')} as inconclusive, ${inState('NO_NORM')} as no_norm,
            ${inState('NO_DATA')} as no_data, ${inState('TOO_FEW')} as too_few, ${inState('NOT_APPLICABLE')} as not_applicable
          from indicator_result t where t.run_id = ${runId} and t.level = 'MUNICIPALITY' group by 1, 2, 3
        ) a left join administrative_unit r on r.id = a.region_id left join monitoring_object o on o.id = a.object_id
        order by r.code, o.position, array_position(${[...indicatorCodes]}::text[], a.indicator::text)`,
  );
}
