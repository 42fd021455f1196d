import type { Ctx } from '../../kit/ctx.ts';
import { defineJob } from '../../kit/module.ts';
import { run, sql } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { beginJob, failJob, finishJob, progress } from '../files/job.service.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { AnalysisMethod, AnalysisRun } from './analysis.entity.ts';
import { computeRun } from './analysis-computing.service.ts';
import { computeAnalysis } from './analysis-start.service.ts';
import { runPeriod } from './analysis-run.rules.ts';
import type { RunInput } from './run-input.service.ts';

/**
 * Computes a run and shows its results all at once. What fails leaves nothing but a failed run; a hub that dies over it leaves nothing at
 * all, and another begins again.
 */
export const computeAnalysisJob = defineJob<{ runId: string }>({
  ...computeAnalysis,
  async run(ctx, { runId }, { log }) {
    const analysis = await ctx.em.findOneOrFail(AnalysisRun, { id: runId });
    if (analysis.state !== 'RUNNING') return;
    const { jobId } = analysis;
    try {
      if (await beginJob(ctx, jobId)) await inTransaction(ctx, (inner) => compute(inner, ctx, runId));
      else await endBadly(ctx, runId);
    } catch (error) {
      await endBadly(ctx, runId);
      await failJob(ctx, jobId, error);
      log('an analysis failed', { runId, err: error });
    }
  },
});

async function compute(ctx: Ctx, outer: Ctx, runId: string): Promise<void> {
  // All statements see one state of the registers, whatever is changed meanwhile.
  await run(ctx, sql`set transaction isolation level repeatable read`);
  const analysis = await ctx.em.findOneOrFail(AnalysisRun, { id: runId });
  const hashes = await computeRun(ctx, await inputOf(ctx, analysis), (done) => progress(outer, analysis.jobId, done));
  Object.assign(analysis, hashes, { state: 'COMPLETED', finishedAt: ctx.now });
  await finishJob(ctx, analysis.jobId);
}

async function inputOf({ em }: Ctx, analysis: AnalysisRun): Promise<RunInput> {
  const { id: runId, cycleId, listId, kind, quarter, referenceDay } = analysis;
  const [{ year }, { parameters: method }] = [
    await em.findOneOrFail(MonitoringCycle, { id: cycleId }),
    await em.findOneOrFail(AnalysisMethod, { id: analysis.methodId }),
  ];
  return { runId, cycleId, listId, year, kind, period: runPeriod(year, quarter ?? null), referenceDay, method };
}

function endBadly(ctx: Ctx, runId: string): Promise<void> {
  return inTransaction(ctx, async (inner) => {
    const analysis = await inner.em.findOneOrFail(AnalysisRun, { id: runId });
    Object.assign(analysis, { state: 'FAILED', finishedAt: inner.now });
  });
}
