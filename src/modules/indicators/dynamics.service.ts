import type { Ctx } from '../../kit/ctx.ts';
import { firstRow, rows, type Sql, sql } from '../../kit/sql.ts';
import { assertAllowed } from '../../kit/workflow.ts';
import { notFound } from '../../shared/errors.ts';
import { completeMethod, type MethodParameters, type WrittenMethod } from './analysis-method.rules.ts';
import { visibleRuns } from './analysis-run.service.ts';
import type { TerritoryBasis } from './analysis-run.rules.ts';
import { type DynamicsPoint, dynamicsOf, seriesRefusal, type YearFacts, type YearResult } from './dynamics.rules.ts';
import { formulasV1 } from './formulas/index.ts';
import type { IndicatorCode } from './indicator.rules.ts';

export interface SeriesKey {
  indicator: IndicatorCode;
  objectCode: string;
  /** Absent = over the country. */
  municipalityId?: string | null;
  fromYear: number;
  toYear: number;
  basis: TerritoryBasis;
}

interface RunOfYear {
  year: number;
  runId: string;
  methodVersion: number;
  method: MethodParameters;
}

/** R13.3: an indicator of an object over years, in a municipality or over the country, from runs that the caller may see. BAD_USER_INPUT, NOT_FOUND. */
export async function dynamicsOfIndicator(ctx: Ctx, key: SeriesKey): Promise<DynamicsPoint[]> {
  assertAllowed(seriesRefusal(key.fromYear, key.toYear));
  const formula = formulasV1.find(({ indicator }) => indicator === key.indicator);
  if (!formula) throw new Error(`No formula of ${key.indicator}`);
  await assertObject(ctx, key.objectCode);
  const [runs, territory] = [await runsOfYears(ctx, key), await territoryOf(ctx, key)];
  const results = await resultsIn(ctx, key, runs, territory.municipalityIds);
  const years = Array.from({ length: key.toYear - key.fromYear + 1 }, (_, index): YearFacts => {
    const year = key.fromYear + index;
    const run = runs.find((each) => each.year === year);
    return { year, run: run ?? null, results: run ? (results.get(run.runId) ?? []) : [] };
  });
  return dynamicsOf(years, formula, territory);
}

/** A code that no approved List ever had is a mistake; one without a run in these years is a gap. NOT_FOUND. */
async function assertObject(ctx: Ctx, code: string): Promise<void> {
  const known = await firstRow(
    ctx,
    sql`select 1 as one from monitoring_object o join monitoring_list l on l.id = o.list_id where o.code = ${code} and l.approved_at is not null limit 1`,
  );
  if (!known) throw notFound(['objectCode']);
}

async function runsOfYears(ctx: Ctx, { fromYear, toYear }: SeriesKey): Promise<RunOfYear[]> {
  const found = await rows<Omit<RunOfYear, 'method'> & { written: WrittenMethod }>(
    ctx,
    sql`select distinct on (c.year) c.year, t.id as run_id, m.version as method_version, m.parameters as written
        from analysis_run t join monitoring_cycle c on c.id = t.cycle_id join analysis_method m on m.id = t.method_id
        where c.year between ${fromYear} and ${toYear} and t.kind = 'ANNUAL' and t.state = 'COMPLETED' and ${visibleRuns(ctx)}
        order by c.year, t.started_at desc, t.id desc`,
  );
  return found.map(({ written, ...run }) => ({ ...run, method: completeMethod(written) }));
}

interface Territory {
  /** null = the country. */
  municipalityIds: string[] | null;
  isFromSplit: boolean;
}

/** A municipality and, mapped to today, all that were merged into it or renamed; what was split is not divided among what came of it. */
async function territoryOf(ctx: Ctx, { municipalityId, basis }: SeriesKey): Promise<Territory> {
  if (municipalityId == null) return { municipalityIds: null, isFromSplit: false };
  if (basis === 'AS_IT_WAS') return { municipalityIds: [municipalityId], isFromSplit: false };
  const found = await rows<{ id: string; isSplit: boolean }>(
    ctx,
    sql`with recursive origin(id, is_split) as (
          select ${municipalityId}::uuid, false
          union
          select before.municipality_id, s.kind = 'SPLIT' from origin o
          join succession_member after on after.municipality_id = o.id and after.side = 'SUCCESSOR' join succession s on s.id = after.succession_id
          join succession_member before on before.succession_id = s.id and before.side = 'PREDECESSOR' where not o.is_split)
        select id, bool_or(is_split) as is_split from origin group by id`,
  );
  return {
    municipalityIds: found.flatMap(({ id, isSplit }) => (isSplit ? [] : id)),
    isFromSplit: found.some(({ isSplit }) => isSplit),
  };
}

async function resultsIn(
  ctx: Ctx,
  { indicator, objectCode }: SeriesKey,
  runs: readonly RunOfYear[],
  municipalityIds: readonly string[] | null,
): Promise<Map<string, YearResult[]>> {
  const place: Sql =
    municipalityIds === null
      ? sql`t.level = 'COUNTRY'`
      : sql`t.level = 'MUNICIPALITY' and t.municipality_id = any(${[...municipalityIds]}::uuid[])`;
  const found = await rows<YearResult & { runId: string }>(
    ctx,
    sql`select t.run_id, t.id, t.municipality_id, t.state, t.share, t.n, t.details -> 'counts' as counts
        from indicator_result t join monitoring_object o on o.id = t.object_id
        where t.run_id = any(${runs.map(({ runId }) => runId)}::uuid[]) and t.indicator = ${indicator} and o.code = ${objectCode} and ${place}
        order by t.run_id, t.municipality_id`,
  );
  return Map.groupBy(found, ({ runId }) => runId);
}
