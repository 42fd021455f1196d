import type { Ctx } from '../../kit/ctx.ts';
import { inForceOn } from '../../kit/lookup.ts';
import { rows, sql } from '../../kit/sql.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { AnalysisRun } from '../indicators/analysis.entity.ts';
import type { MethodParameters } from '../indicators/analysis-method.rules.ts';
import { surveySheetsOfRun } from '../indicators/analysis-run.service.ts';
import { hasGap } from '../indicators/indicator-result.service.ts';
import { indicatorCodes, type SurveyComparison } from '../indicators/indicator.rules.ts';
import { regionLevels } from '../organizations/organization.rules.ts';
import type { PlacedComparison, SurveyFacts } from './report-facts.rules.ts';

/** R10, R-III.1: the surveys that a run looks at, and its comparisons with the questionnaires. The run is in the caller's scope. */
export async function surveyFactsOf(ctx: Ctx, run: AnalysisRun, method: MethodParameters): Promise<SurveyFacts> {
  return {
    sheets: await surveySheetsOfRun(ctx, run.id),
    regions: await regionsOf(ctx, run),
    rule: method.surveyGap,
    comparisons: await comparisonsOf(ctx, run.id),
  };
}

/** R10: the regions of the day of the analysis, and others that were asked all the same, each with its sheets. */
function regionsOf(ctx: Ctx, { id, referenceDay }: AnalysisRun): Promise<SurveyFacts['regions']> {
  return rows(
    ctx,
    sql`with sheet as materialized (
          select m.region_id, count(*)::int as sheets from analysis_run_batch p join response r on r.batch_id = p.batch_id
          join municipality m on m.id = r.municipality_id where p.run_id = ${id} and p.source = 'SURVEYS' group by m.region_id)
        select t.name, coalesce(s.sheets, 0) as sheets from administrative_unit t left join sheet s on s.region_id = t.id
        where s.region_id is not null or (t.level = any(${[...regionLevels]}::text[]) and ${inForceOn('t', referenceDay)})
        order by t.code, t.id`,
  );
}

/** Over the country every comparison, in regions and municipalities those that are findings. */
async function comparisonsOf(ctx: Ctx, runId: string): Promise<PlacedComparison[]> {
  const found = await rows<{ object: LocalizedText; place: LocalizedText | null; level: string; surveys: SurveyComparison[] }>(
    ctx,
    sql`select o.name as object, coalesce(m.name, u.name) as place, t.level, t.details -> 'surveys' as surveys
        from indicator_result t join monitoring_object o on o.id = t.object_id
        left join administrative_unit u on u.id = t.region_id left join municipality m on m.id = t.municipality_id
        where t.run_id = ${runId} and jsonb_exists(t.details, 'surveys') and (t.level = 'COUNTRY' or ${hasGap})
        order by array_position(array['COUNTRY', 'REGION', 'MUNICIPALITY'], t.level), u.code, m.soate, o.position,
          array_position(${[...indicatorCodes]}::text[], t.indicator::text)`,
  );
  return found.flatMap(({ object, place, level, surveys }) =>
    surveys.filter(({ state }) => level === 'COUNTRY' || state === 'GAP').map((comparison) => ({ ...comparison, object, place })),
  );
}
