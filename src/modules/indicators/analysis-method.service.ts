import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, rows, sql } from '../../kit/sql.ts';
import { AnalysisMethod } from './analysis.entity.ts';

/** Ours: every version of the method, the newest first; fewer than 100. */
export function listAnalysisMethods(ctx: Ctx): Promise<AnalysisMethod[]> {
  return rows(ctx, sql`select ${columnsOf(ctx, AnalysisMethod, 't')} from analysis_method t order by t.version desc limit 99`);
}
