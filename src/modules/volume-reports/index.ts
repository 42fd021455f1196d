/**
 * The nine-month report of how often services were delivered: lines by service, quarter and channel, beside what sources state.
 * Whose: a municipality's staff enter their own; the ministry reads all. Handing in locks a report through `lockVolumeReport`.
 * Requirements: R12 (the quantitative figures of the first nine months), R-III.1.6 and R-III.2.2 build on them (demand).
 */
import { defineModule } from '../../kit/module.ts';
import { DiscrepancyResolver, VolumeLineResolver } from './volume-line.resolver.ts';
import { volumeExports } from './volume-report.exports.ts';
import { VolumeLine, VolumeReport } from './volume-report.entity.ts';
import { discrepancyNotices } from './volume-report.jobs.ts';
import { discrepancyFound } from './volume-report.notices.ts';
import { VolumeReportResolver } from './volume-report.resolver.ts';

export const volumeReports = defineModule({
  name: 'volume-reports',
  entities: [VolumeReport, VolumeLine],
  jobs: [discrepancyNotices],
  notices: [discrepancyFound],
  resolvers: [VolumeReportResolver, VolumeLineResolver, DiscrepancyResolver],
  exports: volumeExports,
});
