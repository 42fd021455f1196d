import { publishChanges } from '../../kit/change-feed.ts';
import { mustRowById } from '../../kit/sql.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { QuarterlyResult } from './quarterly-result.entity.ts';

/** R11: that the result of a quarter was issued, or translated or published since. */
export const quarterlyResultChanges = publishChanges(QuarterlyResult, {
  type: 'QuarterlyResult',
  isShown: ({ issuedAt }) => issuedAt != null,
  subjectOf: async (ctx, { id, version, cycleId, quarter }) => {
    const { year } = await mustRowById(ctx, MonitoringCycle, cycleId);
    return { id, version, key: { year, quarter } };
  },
});
