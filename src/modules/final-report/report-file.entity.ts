import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, id, ref } from '../../kit/entity.ts';
import { type DataCut, dataCuts } from '../../kit/export.rules.ts';
import type { Language } from '../../shared/localized-text.ts';
import { documentFormatCheck, madeDocument } from '../files/document.entity.ts';
import { StoredFile } from '../files/file.entity.ts';
import { Job } from '../files/job.entity.ts';
import { FinalReport } from './final-report.entity.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

const ReportDocumentSchema = defineEntity({
  name: 'ReportDocument',
  properties: {
    ...madeDocument(),
    reportId: () => ref(FinalReport),
  },
  uniques: [{ properties: ['reportId', 'language', 'format'] }],
  checks: [documentFormatCheck('report_document')],
});

/** R-III.2: the report as a document in a language and a format; made anew, it is replaced. */
export class ReportDocument extends ReportDocumentSchema.class {}
ReportDocumentSchema.setClass(ReportDocument);

const ChartPictureSchema = defineEntity({
  name: 'ChartPicture',
  properties: {
    id: id(),
    reportId: () => ref(FinalReport),
    code: p.string(),
    language: p.string().$type<Language>(),
    fileId: () => ref(StoredFile),
    isDraft: p.boolean(),
  },
  uniques: [{ properties: ['reportId', 'code', 'language'] }],
});

/** R-III.3: a chart of the report as SVG. */
export class ChartPicture extends ChartPictureSchema.class {}
ChartPictureSchema.setClass(ChartPicture);

const DataAppendixSchema = defineEntity({
  name: 'DataAppendix',
  properties: {
    id: id(),
    reportId: () => ref(FinalReport),
    cut: p.string().$type<DataCut>(),
    jobId: () => ref(Job),
    fileId: () => ref(StoredFile).nullable(),
    /** Answers in it, and those of which only the region is given; null = not made yet. */
    rows: count().nullable(),
    withheld: count().nullable(),
  },
  uniques: [{ properties: ['reportId', 'cut'] }],
  checks: [
    { name: 'data_appendix_cut', expression: `cut in (${oneOf(dataCuts)})` },
    { name: 'data_appendix_made', expression: '(file_id is null) = (rows is null) and (rows is null) = (withheld is null)' },
  ],
});

/** R-III.3: the database of the answers that is annexed to a report. */
export class DataAppendix extends DataAppendixSchema.class {}
DataAppendixSchema.setClass(DataAppendix);
