/**
 * The final report of a year: drafted from the annual analysis, prepared, handed over, considered by the collegium, published.
 * Whose: ANALYST prepares it, INTERAGENCY_BODY confirms that it has it, COLLEGIUM_SECRETARY records the collegium's word.
 * Requirements: R-III.2 to R-III.5.
 */
import { defineModule } from '../../kit/module.ts';
import { FinalReport } from './final-report.entity.ts';
import { ChartPicture, DataAppendix, ReportDocument } from './report-file.entity.ts';
import { makeDataAppendixJob, renderReportDocumentJob } from './report-file.jobs.ts';
import {
  ChartPointResolver,
  ChartResolver,
  ChartSeriesResolver,
  ContentCheckResolver,
  DataAppendixResolver,
  FinalReportContentResolver,
} from './report-file.resolver.ts';
import { CycleReportResolver, FinalReportResolver, ReportSectionResolver } from './final-report.resolver.ts';

export const finalReport = defineModule({
  name: 'final-report',
  entities: [FinalReport, ReportDocument, ChartPicture, DataAppendix],
  resolvers: [
    FinalReportResolver,
    ReportSectionResolver,
    CycleReportResolver,
    FinalReportContentResolver,
    ContentCheckResolver,
    ChartResolver,
    ChartSeriesResolver,
    ChartPointResolver,
    DataAppendixResolver,
  ],
  jobs: [renderReportDocumentJob, makeDataAppendixJob],
});
