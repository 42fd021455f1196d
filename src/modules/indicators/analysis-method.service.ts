import { stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, firstRow, mustRowById, rows, sql } from '../../kit/sql.ts';
import { assertNone } from '../../kit/workflow.ts';
import { untranslated } from '../../kit/written-text.rules.ts';
import { awaitTurn } from '../../kit/turn.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { AnalysisMethod, type AnalysisRun } from './analysis.entity.ts';
import { completeMethod, type MethodParameters, methodViolations } from './analysis-method.rules.ts';

/** Ours: every version of the method, the newest first; fewer than 100. */
export function listAnalysisMethods(ctx: Ctx): Promise<AnalysisMethod[]> {
  return rows(ctx, sql`select ${columnsOf(ctx, AnalysisMethod, 't')} from analysis_method t order by t.version desc limit 99`);
}

/** Ours: the method that a run was, or is to be, computed by. */
export async function methodOf(
  ctx: Ctx,
  { methodId }: Pick<AnalysisRun, 'methodId'>,
): Promise<{ version: number; parameters: MethodParameters }> {
  const { version, parameters } = await mustRowById(ctx, AnalysisMethod, methodId);
  return { version, parameters: completeMethod(parameters) };
}

export interface NewMethod {
  parameters: unknown;
  note: LocalizedText;
  validFrom: LocalDate;
}

/** Ours: writes the next version of the method; what was computed by the others stays as it is. BAD_USER_INPUT with all that is wrong. */
export async function createAnalysisMethod(ctx: Ctx, { parameters, note, validFrom }: NewMethod): Promise<AnalysisMethod> {
  assertNone([...methodViolations(parameters), ...untranslated([{ path: ['input', 'note'], text: note }])]);
  await awaitTurn(ctx, 'analysis-method');
  const latest = await firstRow<{ version: number }>(ctx, sql`select max(version) as version from analysis_method`);
  return ctx.em.create(AnalysisMethod, {
    version: (latest?.version ?? 0) + 1,
    validFrom,
    parameters: parameters as MethodParameters,
    note,
    createdAt: ctx.now,
    createdBy: stampOf(ctx.actor, ctx.actingAs),
  });
}
