import { defineJob } from '../../kit/module.ts';
import type { DocumentTask } from '../files/document.service.ts';
import { makeAppendix, makeDataAppendix, renderReport, renderReportDocument } from './report-file.service.ts';

/** Makes one document of a report. */
export const renderReportDocumentJob = defineJob<DocumentTask>({
  ...renderReportDocument,
  run: (ctx, task, { signal }) => renderReport(ctx, task, signal),
});

/** Makes one of the databases of answers that are annexed to a report. */
export const makeDataAppendixJob = defineJob<{ appendixId: string }>({
  ...makeDataAppendix,
  run: (ctx, { appendixId }, { signal }) => makeAppendix(ctx, appendixId, signal),
});
