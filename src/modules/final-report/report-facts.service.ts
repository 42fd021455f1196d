import type { Ctx } from '../../kit/ctx.ts';
import { inForceOn } from '../../kit/lookup.ts';
import { firstRow, load, type Loader, mustRowById, rows, type Sql, sql } from '../../kit/sql.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { AnalysisRun } from '../indicators/analysis.entity.ts';
import { methodOf } from '../indicators/analysis-method.service.ts';
import { type IndicatorCode, indicatorCodes, type ResultState } from '../indicators/indicator.rules.ts';
import { achievementOf, resultsOf } from '../indicators/indicator-result.service.ts';
import { problemsOf } from '../indicators/problem.service.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { divisionJoin } from '../organizations/municipality-column.service.ts';
import type { RankingEntry, RankingLists } from '../ranking/ranking.rules.ts';
import { rankingOf } from '../ranking/ranking.service.ts';
import { standardInForceOn } from '../service-registry/standard-in-force.service.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { FinalReport } from './final-report.entity.ts';
import { monthsOf } from './month-facts.service.ts';
import type {
  AchievementFacts,
  ApprovedNorm,
  CoverageFacts,
  ObjectFacts,
  ProblemFacts,
  ProviderFacts,
  RankingFacts,
  ReportFacts,
  ResultFacts,
  VolumeFacts,
  YearFacts,
} from './report-facts.rules.ts';
import { surveyFactsOf } from './survey-facts.service.ts';

/** The facts of reports, read once for each request. */
const factsById: Loader<string, ReportFacts> = {
  name: 'reportFacts',
  batch: (ctx, ids) => Promise.all(ids.map(async (id) => readFacts(ctx, await mustRowById(ctx, FinalReport, id)))),
};

/** All that a report says, of its run. The report is in the caller's scope. */
export async function factsOfReport(ctx: Ctx, { id }: Pick<FinalReport, 'id'>): Promise<ReportFacts> {
  const facts = await load(ctx, factsById, id);
  if (!facts) throw new Error('Every report has facts');
  return facts;
}

async function readFacts(ctx: Ctx, report: FinalReport): Promise<ReportFacts> {
  const run = await mustRowById(ctx, AnalysisRun, report.runId);
  const cycle = await mustRowById(ctx, MonitoringCycle, report.cycleId);
  const { version, parameters } = await methodOf(ctx, run);
  const problems = await problemsOf(ctx, run);
  return {
    year: cycle.year,
    revision: report.revision,
    isDraft: report.state === 'DRAFT',
    date: dayOf(report.preparedAt ?? report.updatedAt),
    author: await authorOf(ctx, run.referenceDay),
    run: {
      id: run.id,
      method: version,
      referenceDay: run.referenceDay,
      revisions: run.pinnedRevisions,
      responses: run.pinnedResponses,
      minimumSample: parameters.minimumSample,
      highQuality: parameters.ranking.highQuality,
      demand: parameters.demand,
    },
    objects: await objectsOf(ctx, run),
    providers: await providersOf(ctx, run),
    coverage: await coverageOf(ctx, run),
    quality: await named(ctx, await rankingOf(ctx, run, 'QUALITY')),
    demand: await named(ctx, await rankingOf(ctx, run, 'DEMAND')),
    results: await countryResults(ctx, run),
    achievement: [...(await achievement(ctx, run.id, 'COUNTRY')), ...(await achievement(ctx, run.id, 'REGION'))],
    problems: await namedProblems(ctx, problems),
    hasRunBefore: await hasRunBefore(ctx, cycle.year),
    dynamics: await dynamicsOf(ctx, cycle.year),
    volumes: await volumesOf(ctx, run),
    months: await monthsOf(ctx, run),
    surveys: await surveyFactsOf(ctx, run, parameters),
    narratives: report.narratives,
    hasFullAppendix: await hasFullAppendix(ctx, report.id),
  };
}

/** R-III.3: whether the full database of the answers is annexed to a report. */
export async function hasFullAppendix(ctx: Ctx, reportId: string): Promise<boolean> {
  const row = await firstRow(
    ctx,
    sql`select 1 as one from data_appendix a where a.report_id = ${reportId} and a.cut = 'FULL' and a.file_id is not null`,
  );
  return row !== undefined;
}

/** The body that issues what a day's analysis says: the responsible unit, or else the authorised body; null = none is entered. */
export async function authorOf(ctx: Ctx, day: LocalDate): Promise<LocalizedText | null> {
  const row = await firstRow<{ name: LocalizedText }>(
    ctx,
    sql`select t.name from authority t where t.kind = any(${['RESPONSIBLE_UNIT', 'AUTHORIZED_BODY']}) and ${inForceOn('t', day)}
        order by t.kind = 'RESPONSIBLE_UNIT' desc, t.id limit 1`,
  );
  return row?.name ?? null;
}

// ---- R-III.2.1 -----------------------------------------------------------------------------------------------------

/** Offers in force on the day of the analysis, of services that an object consists of. */
function offers({ listId, referenceDay }: AnalysisRun): Sql {
  return sql`(select distinct o.id as object_id, f.municipality_id, f.provider_id
      from monitoring_object o join monitoring_object_service os on os.object_id = o.id
      join service_offer f on f.service_id = os.service_id and ${inForceOn('f', referenceDay)} where o.list_id = ${listId})`;
}

function objectsOf(ctx: Ctx, run: AnalysisRun): Promise<ObjectFacts[]> {
  return rows(
    ctx,
    sql`with offered as materialized ${offers(run)}
        select o.code, o.name, o.kind = 'COMPLEX' as is_complex, count(om.municipality_id)::int as municipalities,
          count(om.municipality_id) filter (where exists (select 1 from offered f where f.object_id = o.id and f.municipality_id = om.municipality_id))::int
            as with_provider
        from monitoring_object o left join monitoring_object_municipality om on om.object_id = o.id where o.list_id = ${run.listId}
        group by o.id, o.code, o.name, o.kind, o.position order by o.position`,
  );
}

function providersOf(ctx: Ctx, run: AnalysisRun): Promise<ProviderFacts[]> {
  return rows(
    ctx,
    sql`with offered as materialized ${offers(run)}
        select m.name as municipality, r.name as region, d.name as district, m.soate, coalesce(m.valid_to <= ${run.referenceDay}::date, false) as is_merged, p.name as provider,
          array_agg(o.code order by o.position) as object_codes
        from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id join municipality m on m.id = om.municipality_id
        ${divisionJoin} left join offered f on f.object_id = o.id and f.municipality_id = m.id
        left join service_provider p on p.id = f.provider_id
        where o.list_id = ${run.listId} group by m.id, r.id, d.id, p.id
        order by r.code, d.code nulls first, m.name ->> 'ky' collate "ky-x-icu", m.id, p.name ->> 'ky' nulls last, p.id`,
  );
}

function coverageOf(ctx: Ctx, run: AnalysisRun): Promise<CoverageFacts[]> {
  return rows(
    ctx,
    sql`select r.name as region, count(*)::int as due, count(q.id)::int as questionnaires, count(v.id)::int as reports
        from (select distinct om.municipality_id from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id
          where o.list_id = ${run.listId}) due
        join municipality m on m.id = due.municipality_id join administrative_unit r on r.id = m.region_id
        left join analysis_run_revision q on q.run_id = ${run.id} and q.municipality_id = m.id and q.part = 'QUESTIONNAIRES'
        left join analysis_run_revision v on v.run_id = ${run.id} and v.municipality_id = m.id and v.part = 'VOLUME_REPORT'
        group by r.id, r.name, r.code order by r.code`,
  );
}

// ---- R-III.2.2 to R-III.2.4 ----------------------------------------------------------------------------------------

interface ServiceName {
  id: string;
  code: string;
  name: LocalizedText;
  countUnit: string;
}

/** A ranking with the names of its services. */
async function named(ctx: Ctx, { entries, unranked }: RankingLists): Promise<RankingFacts> {
  const ids = [...entries, ...unranked].map(({ serviceId }) => serviceId);
  const services = await rows<ServiceName>(
    ctx,
    sql`select s.id, s.code, s.name, s.count_unit from municipal_service s where s.id = any(${ids}::uuid[])`,
  );
  const byId = new Map(services.map((service) => [service.id, service]));
  const withName = ({ serviceId, ...entry }: RankingEntry) => {
    const service = byId.get(serviceId);
    return service ? [{ ...entry, code: service.code, name: service.name, countUnit: service.countUnit }] : [];
  };
  return { entries: entries.flatMap(withName), unranked: unranked.flatMap(withName) };
}

/** R-III.2.3: results over the country, with the norms that they were compared with. */
async function countryResults(ctx: Ctx, run: AnalysisRun): Promise<ResultFacts[]> {
  const results = await resultsOf(ctx, run.id, { isCountryLevel: true });
  const normIds = results.flatMap(({ details }) => details.comparison?.normIds ?? []);
  const norms = await rows<{ id: string; amount: string; unit: MeasureUnit }>(
    ctx,
    sql`select n.id, n.amount::text, n.unit from norm n where n.id = any(${normIds}::uuid[]) order by n.id`,
  );
  const objects = await rows<{ id: string; code: string }>(
    ctx,
    sql`select o.id, o.code from monitoring_object o where o.id = any(${results.map(({ objectId }) => objectId)}::uuid[])`,
  );
  const codes = new Map(objects.map(({ id, code }) => [id, code]));
  const approved = await approvedNorms(ctx, run);
  return results.map(({ objectId, indicator, state, share = null, n, lower, upper, confidence, details: { comparison, counts } }) => ({
    objectCode: codes.get(objectId) ?? '',
    indicator,
    state,
    share,
    n,
    interval: lower == null || upper == null || confidence == null ? null : { lower, upper, confidence },
    comparison,
    compared: comparison?.actual?.n === counts['answers'] ? (counts['compared'] ?? null) : null,
    norms: norms.filter(({ id }) => comparison?.normIds.includes(id)),
    approved: approved.filter((norm) => norm.objectId === objectId && norm.indicator === indicator),
  }));
}

/** R-III.1.1: norms of time and cost of the List's services, national or of a municipality of the List, as they stood on the day of the analysis. */
function approvedNorms(ctx: Ctx, { listId, referenceDay }: AnalysisRun): Promise<(ApprovedNorm & Measured)[]> {
  return rows(
    ctx,
    sql`select distinct o.id as object_id, case n.kind when 'FEE' then 'COST' else 'TIME' end as indicator, n.amount::text, n.unit, n.basis
        from monitoring_object o join monitoring_object_service os on os.object_id = o.id
        join service_standard t on t.service_id = os.service_id and ${standardInForceOn('t', sql`${referenceDay}::date`)} and (t.municipality_id is null
          or exists (select 1 from monitoring_object_municipality om where om.object_id = o.id and om.municipality_id = t.municipality_id))
        join norm n on n.standard_id = t.id and n.kind in ('PROCESSING_TIME', 'FEE') where o.list_id = ${listId} order by 1, 2, 3, 4`,
  );
}

interface Measured {
  objectId: string;
  indicator: IndicatorCode;
}

interface StateCounts {
  indicator: IndicatorCode;
  achieved: number;
  notAchieved: number;
  inconclusive: number;
  noNorm: number;
  noData: number;
  tooFew: number;
  notApplicable: number;
}

function countsOf(row: StateCounts): Record<ResultState, number> {
  return {
    ACHIEVED: row.achieved,
    NOT_ACHIEVED: row.notAchieved,
    INCONCLUSIVE: row.inconclusive,
    NO_NORM: row.noNorm,
    NO_DATA: row.noData,
    TOO_FEW: row.tooFew,
    NOT_APPLICABLE: row.notApplicable,
  };
}

async function achievement(ctx: Ctx, runId: string, groupBy: 'COUNTRY' | 'REGION'): Promise<AchievementFacts[]> {
  const found = (await achievementOf(ctx, runId, groupBy)) as unknown as (StateCounts & { regionId: string | null })[];
  const regions = await rows<{ id: string; name: LocalizedText }>(
    ctx,
    sql`select r.id, r.name from administrative_unit r where r.id = any(${found.flatMap(({ regionId }) => regionId ?? [])}::uuid[])`,
  );
  const names = new Map(regions.map(({ id, name }) => [id, name]));
  return found.map((row) => ({
    region: row.regionId === null ? null : (names.get(row.regionId) ?? null),
    indicator: row.indicator,
    counts: countsOf(row),
  }));
}

async function namedProblems(ctx: Ctx, problems: Awaited<ReturnType<typeof problemsOf>>): Promise<ProblemFacts[]> {
  const names = await rows<{ id: string; name: LocalizedText }>(
    ctx,
    sql`select c.id, c.name from problem_category c where c.id = any(${problems.map(({ categoryId }) => categoryId)}::uuid[])`,
  );
  const byId = new Map(names.map(({ id, name }) => [id, name]));
  return problems.flatMap(({ categoryId, mentions, share, previousMentions, isTypical, isTopical }) => {
    const name = byId.get(categoryId);
    return name ? [{ name, mentions, share, previousMentions, isTypical, isTopical }] : [];
  });
}

// ---- over time -----------------------------------------------------------------------------------------------------

const yearsBack = 9;

async function hasRunBefore(ctx: Ctx, year: number): Promise<boolean> {
  const row = await firstRow(
    ctx,
    sql`select 1 as one from analysis_run t join monitoring_cycle c on c.id = t.cycle_id
        where c.year = ${year - 1} and t.kind = 'ANNUAL' and t.state = 'COMPLETED' limit 1`,
  );
  return row !== undefined;
}

/** R13.3: results of municipalities by state in the issued analyses of earlier years, ten years at most with this one. */
async function dynamicsOf(ctx: Ctx, year: number): Promise<YearFacts[]> {
  const inState = (state: ResultState) => sql`count(*) filter (where t.state = ${state})::int`;
  const found = await rows<StateCounts & { year: number }>(
    ctx,
    sql`with chosen as (
          select distinct on (c.year) c.year, x.id from analysis_run x join monitoring_cycle c on c.id = x.cycle_id
          where x.kind = 'ANNUAL' and x.issued_at is not null and c.year between ${year - yearsBack} and ${year - 1}
          order by c.year, x.published_at is not null desc, x.issued_at desc, x.id desc)
        select chosen.year, t.indicator, ${inState('ACHIEVED')} as achieved, ${inState('NOT_ACHIEVED')} as not_achieved,
          ${inState('INCONCLUSIVE')} as inconclusive, ${inState('NO_NORM')} as no_norm, ${inState('NO_DATA')} as no_data,
          ${inState('TOO_FEW')} as too_few, ${inState('NOT_APPLICABLE')} as not_applicable
        from chosen join indicator_result t on t.run_id = chosen.id and t.level = 'MUNICIPALITY' group by 1, 2
        order by 1, array_position(${[...indicatorCodes]}::text[], t.indicator::text)`,
  );
  return found.map((row) => ({ year: row.year, indicator: row.indicator, counts: countsOf(row) }));
}

interface VolumeRow extends Omit<VolumeFacts, 'total'> {
  value: number | null;
  n: number;
  notOffered: number;
  missing: number;
}

/** R12: deliveries of the List's services by quarter, from the revisions that the run counts. */
async function volumesOf(ctx: Ctx, run: AnalysisRun): Promise<VolumeFacts[]> {
  const found = await rows<VolumeRow>(
    ctx,
    sql`select s.code, s.name, s.count_unit, l.quarter, sum(l.delivered_value) filter (where l.delivered_state = 'VALUE')::bigint as value,
          count(*) filter (where l.delivered_state = 'VALUE')::int as n, count(*) filter (where l.delivered_state = 'NOT_OFFERED')::int as not_offered,
          count(*) filter (where l.delivered_state = 'MISSING')::int as missing
        from analysis_run_revision p join submission_revision_line l on l.revision_id = p.revision_id
        join municipal_service s on s.id = l.service_id
        where p.run_id = ${run.id} and p.part = 'VOLUME_REPORT' and s.id in (
          select os.service_id from monitoring_object o join monitoring_object_service os on os.object_id = o.id where o.list_id = ${run.listId})
        group by s.id, s.code, s.name, s.count_unit, l.quarter order by s.code, l.quarter`,
  );
  return found.map(({ value, n, notOffered, missing, ...line }) => ({
    ...line,
    total: { value, n, notOffered, missing, isComplete: missing === 0 },
  }));
}
