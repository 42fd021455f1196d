import type { Ctx } from '../../kit/ctx.ts';
import { defineJob } from '../../kit/module.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { dayOf } from '../../shared/calendar.ts';
import { beginJob, failJob, finishJob, progress } from '../files/job.service.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { AnalysisRun } from './analysis.entity.ts';
import { methodOf } from './analysis-method.service.ts';
import { gatherFacts, type Hashes, judgeAndStore } from './analysis-computing.service.ts';
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
      if (!(await beginJob(ctx, jobId))) return await endBadly(ctx, runId);
      const input = await inputOf(ctx, analysis);
      const step = (done: number) => progress(ctx, jobId, done);
      const facts = await inTransaction(ctx, (inner) => gatherFacts(inner, input, step));
      await inTransaction(ctx, async (inner) => complete(inner, analysis, await judgeAndStore(inner, input, facts, step)));
    } catch (error) {
      await endBadly(ctx, runId);
      await failJob(ctx, jobId, error);
      log('an analysis failed', { runId, err: error });
    }
  },
});

async function complete(ctx: Ctx, { id, jobId }: AnalysisRun, hashes: Hashes): Promise<void> {
  const analysis = await ctx.em.findOneOrFail(AnalysisRun, { id });
  Object.assign(analysis, hashes, { state: 'COMPLETED', finishedAt: ctx.now });
  await finishJob(ctx, jobId);
}

async function inputOf(ctx: Ctx, analysis: AnalysisRun): Promise<RunInput> {
  const { id: runId, cycleId, listId, kind, quarter, sources, referenceDay, startedAt } = analysis;
  const [{ year }, { parameters: method }] = [await ctx.em.findOneOrFail(MonitoringCycle, { id: cycleId }), await methodOf(ctx, analysis)];
  const period = runPeriod(year, quarter ?? null);
  return { runId, cycleId, listId, year, kind, sources, period, referenceDay, startedOn: dayOf(startedAt), method };
}

function endBadly(ctx: Ctx, runId: string): Promise<void> {
  return inTransaction(ctx, async (inner) => {
    const analysis = await inner.em.findOneOrFail(AnalysisRun, { id: runId });
    Object.assign(analysis, { state: 'FAILED', finishedAt: inner.now });
  });
}
