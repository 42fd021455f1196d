import type { Ctx } from '../../kit/ctx.ts';
import { firstRow, rows, sql } from '../../kit/sql.ts';
import { badInput, type HubError } from '../../shared/errors.ts';
import type { AnalysisRun } from '../indicators/analysis.entity.ts';
import { methodOf } from '../indicators/analysis-method.service.ts';
import { latestRun } from '../indicators/analysis-run.service.ts';
import { getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { notARegion, regionLevels } from '../organizations/organization.rules.ts';
import { type RankBy, type RankedFacts, type RankingLists, rankServices, type ScoredResult } from './ranking.rules.ts';

export interface Ranking extends RankingLists {
  run: AnalysisRun;
  by: RankBy;
  minimumSample: number;
}

/** R-III.2.2: the ranking of a year's services by the latest annual run that the caller may see; null = there is none. NOT_FOUND. */
export async function findRanking(ctx: Ctx, year: number, by: RankBy, regionCode?: string | null): Promise<Ranking | null> {
  const cycle = await getMonitoringCycle(ctx, year);
  const run = await latestRun(ctx, cycle.id, 'ANNUAL');
  return run && rankingOf(ctx, run, by, regionCode);
}

/** R-III.2.2: ranks the services of a run over the country, or over a region. The run is in the caller's scope. */
export async function rankingOf(ctx: Ctx, run: AnalysisRun, by: RankBy, regionCode?: string | null): Promise<Ranking> {
  const regionId = regionCode == null ? null : await regionOf(ctx, run, regionCode);
  const { parameters: method } = await methodOf(ctx, run);
  const facts = await factsOf(ctx, run.id, regionId);
  return { run, by, minimumSample: method.minimumSample, ...rankServices(facts, by, method) };
}

/** The region of a code among those that the run has municipalities in. */
async function regionOf(ctx: Ctx, run: AnalysisRun, regionCode: string): Promise<string> {
  const region = await firstRow<{ id: string; isOfRun: boolean }>(
    ctx,
    sql`select r.id, exists (select 1 from indicator_result t where t.run_id = ${run.id} and t.level = 'REGION' and t.region_id = r.id) as is_of_run
        from administrative_unit r where r.code = ${regionCode} and r.level = any(${[...regionLevels]}::text[]) order by is_of_run desc limit 1`,
  );
  if (!region) throw notARegion();
  if (!region.isOfRun) throw notOnTheList();
  return region.id;
}

function notOnTheList(): HubError {
  return badInput(
    ['regionCode'],
    {
      ky: 'Талданган Тизмеде бул аймактын бир да муниципалитети жок.',
      ru: 'В проанализированном Перечне нет ни одного муниципалитета этого региона.',
      en: 'The analysed List has no municipality of this region.',
    },
    {
      ky: 'Тизмеде муниципалитети бар аймакты бериңиз же regionCode маанисин алып салыңыз: анда өлкө боюнча саналат.',
      ru: 'Укажите регион, муниципалитеты которого есть в Перечне, или уберите regionCode: тогда считается по стране.',
      en: 'Give a region that has municipalities on the List, or leave regionCode out: then the country is ranked.',
    },
  );
}

interface FactsRow extends Omit<RankedFacts, 'deliveries' | 'results'> {
  delivered: number | null;
  figures: number;
  notOffered: number;
  missing: number;
  results: ScoredResult[];
}

/**
 * Every service that the run judges over the country or the region: by itself, or else (R8.2) within a complex. Deliveries are per 1,000
 * residents where the population of every municipality that states them is known; of the country and of a region alike.
 */
async function factsOf(ctx: Ctx, runId: string, regionId: string | null): Promise<RankedFacts[]> {
  const isWhole = sql`t.run_id = run.id and t.object_id = o.id
    and case when ${regionId}::uuid is null then t.level = 'COUNTRY' else t.level = 'REGION' and t.region_id = ${regionId}::uuid end`;
  const found = await rows<FactsRow>(
    ctx,
    sql`select s.id as service_id, s.code, s.count_unit, s.provision = 'ON_REQUEST' as is_on_request, o.is_judged_by_itself,
          coalesce(a.n, 0)::int as n, res.results,
          d.delivered, coalesce(d.figures, 0)::int as figures, coalesce(d.not_offered, 0)::int as not_offered, coalesce(d.missing, 0)::int as missing,
          case when d.residents > 0 then (d.delivered * 1000.0 / d.residents)::float8 end as per_thousand
        from analysis_run run
        cross join lateral (
          select distinct on (os.service_id) os.service_id, o.id, o.kind = 'SERVICE' as is_judged_by_itself
          from monitoring_object o join monitoring_object_service os on os.object_id = o.id
          where o.list_id = run.list_id and exists (select 1 from indicator_result t where ${isWhole})
          order by os.service_id, o.kind = 'SERVICE' desc, o.position) o
        join municipal_service s on s.id = o.service_id
        cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_object('indicator', t.indicator, 'state', t.state, 'share', t.share, 'counts', t.details -> 'counts')), '[]') as results
          from indicator_result t where o.is_judged_by_itself and ${isWhole}) res
        left join lateral (
          select sum(p.mentions) as n from problem_mention p join municipality m on m.id = p.municipality_id
          where p.run_id = run.id and p.service_id = s.id and p.category_id is null and (${regionId}::uuid is null or m.region_id = ${regionId}::uuid)) a on true
        left join lateral (
          select sum(x.delivered)::bigint as delivered, sum(x.figures) as figures, sum(x.not_offered) as not_offered, sum(x.missing) as missing,
            case when bool_and(m.population_count is not null) filter (where x.delivered is not null)
              then sum(m.population_count) filter (where x.delivered is not null) end as residents
          from service_demand x join municipality m on m.id = x.municipality_id
          where x.run_id = run.id and x.service_id = s.id and (${regionId}::uuid is null or m.region_id = ${regionId}::uuid)) d on true
        where run.id = ${runId} order by s.code`,
  );
  return found.map(({ delivered, figures, notOffered, missing, ...facts }) => ({
    ...facts,
    deliveries: { value: delivered, n: figures, notOffered, missing, isComplete: missing === 0 },
  }));
}
