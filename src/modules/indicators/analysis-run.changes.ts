import { publishChanges } from '../../kit/change-feed.ts';
import { mustRowById } from '../../kit/sql.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { AnalysisRun } from './analysis.entity.ts';

/** R-III.4, R11: that the results of an analysis were issued, with a final report or a quarter's result: the subject is the analysis. */
export const issuedRunChanges = publishChanges(AnalysisRun, {
  type: 'IndicatorResults',
  isShown: ({ issuedAt }) => issuedAt != null,
  subjectOf: async (ctx, { id, cycleId, kind, quarter }) => {
    const { year } = await mustRowById(ctx, MonitoringCycle, cycleId);
    return { id, version: null, key: { year, kind, ...(quarter == null ? {} : { quarter }) } };
  },
});
