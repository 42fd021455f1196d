import { Readable } from 'node:stream';
import { hasRole, isMinistry } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { drawChart } from '../../kit/document/chart-picture.ts';
import { newId } from '../../kit/entity.ts';
import { type DataCut, dataCuts } from '../../kit/export.rules.ts';
import { enqueue, type QueuedJob } from '../../kit/outbox.ts';
import { columnsOf, firstRow, load, loaderOfMany, mustRowById, rows, sql } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';
import type { Language } from '../../shared/localized-text.ts';
import type { AskedDocuments } from '../files/document.rules.ts';
import {
  askForDocuments,
  type DocumentKind,
  documentJob,
  type DocumentMaking,
  type DocumentTask,
  makeDocument,
} from '../files/document.service.ts';
import { StoredFile } from '../files/file.entity.ts';
import { publishFile, storeFile } from '../files/file.service.ts';
import { doJob, finishJob, isUnderWay, startJob } from '../files/job.service.ts';
import { tablesOfRun } from '../indicators/run-appendix.service.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { writeDataAppendix } from '../questionnaires/data-appendix.service.ts';
import { FinalReport } from './final-report.entity.ts';
import { pictureOf } from './chart-svg.rules.ts';
import { chartsOf } from './chart-list.rules.ts';
import { chartModelOf } from './report-chart.rules.ts';
import { reportDocument } from './report-document.rules.ts';
import { ChartPicture, DataAppendix, ReportDocument } from './report-file.entity.ts';
import { factsOfReport } from './report-facts.service.ts';

export const renderReportDocument = documentJob('render-report-document');
const reportDocuments: DocumentKind = { entity: ReportDocument, of: 'reportId', job: renderReportDocument };
/** In one queue with the documents, which say whether it is annexed: what was asked for before them is made before them. */
export const makeDataAppendix = { ...renderReportDocument, name: 'make-data-appendix' } satisfies QueuedJob;

// ---- reading -------------------------------------------------------------------------------------------------------

/** Documents of a report that the caller may see: outside the ministry those that are made and show no draft. */
export async function documentsOf(ctx: Ctx, { id }: Pick<FinalReport, 'id'>): Promise<ReportDocument[]> {
  const all = (await load(ctx, documentsByReport, id)) ?? [];
  return isMinistry(ctx.actor) ? all : all.filter(({ fileId, isWatermarked }) => fileId != null && !isWatermarked);
}

const documentsByReport = loaderOfMany<string, ReportDocument>(
  'reportDocuments',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, ReportDocument, 't')} from report_document t where t.report_id = any(${[...ids]}::uuid[])
          order by t.language, t.format`,
    ),
  (row) => row.reportId,
);

/** Appendices of a report that the caller may see: the full one is for the ministry and the body of inter-agency interaction. */
export async function appendicesOf(ctx: Ctx, { id }: Pick<FinalReport, 'id'>): Promise<DataAppendix[]> {
  const all = await rows<DataAppendix>(
    ctx,
    sql`select ${columnsOf(ctx, DataAppendix, 't')} from data_appendix t where t.report_id = ${id} order by t.cut`,
  );
  const seesFull = isMinistry(ctx.actor) || hasRole(ctx.actor, 'INTERAGENCY_BODY');
  return all.filter(({ cut }) => seesFull || cut === 'DEIDENTIFIED');
}

/** A chart of a report as SVG, in a language; null = not drawn yet. Outside the ministry none of a draft. */
export async function chartSvgOf(ctx: Ctx, reportId: string, code: string, language: Language): Promise<StoredFile | null> {
  const file = await firstRow<StoredFile>(
    ctx,
    sql`select ${columnsOf(ctx, StoredFile, 't')} from chart_picture c join file t on t.id = c.file_id
        where c.report_id = ${reportId} and c.code = ${code} and c.language = ${language} and (${isMinistry(ctx.actor)} or not c.is_draft)`,
  );
  return file ?? null;
}

// ---- asking --------------------------------------------------------------------------------------------------------

/** Asks anew for appendices that failed, and for documents of a report; answers the documents' ids. BAD_USER_INPUT. */
export async function askForReport(ctx: Ctx, { id, state }: FinalReport, asked: AskedDocuments): Promise<string[]> {
  const isDraft = state === 'DRAFT';
  if (!isDraft) await askForAppendices(ctx, id);
  return askForDocuments(ctx, reportDocuments, { id, isDraft }, asked);
}

/**
 * Asks anew for documents of a prepared report that were made while the database was not annexed (its making had failed, or a hub had
 * stopped over it) and say so. A report is handed over only with the database, so no document changes after that.
 */
async function askForOutdated(ctx: Ctx, reportId: string): Promise<void> {
  const outdated = await rows<Pick<ReportDocument, 'language' | 'format'>>(
    ctx,
    sql`select t.language, t.format from report_document t join hub_job j on j.id = t.job_id
        where t.report_id = ${reportId} and t.file_id is not null and not t.is_watermarked and j.state not in ('QUEUED', 'RUNNING')
        order by t.language, t.format`,
  );
  for (const { language, format } of outdated)
    await askForDocuments(ctx, reportDocuments, { id: reportId, isDraft: false }, { languages: [language], formats: [format] });
}

/** R-III.3: has the databases of the answers annexed: those that are not there and not being made. */
export async function askForAppendices(ctx: Ctx, reportId: string): Promise<void> {
  for (const cut of dataCuts) {
    const before = await ctx.em.findOne(DataAppendix, { reportId, cut });
    if (before && (before.fileId != null || (await isUnderWay(ctx, before.jobId)))) continue;
    const jobId = startJob(ctx, { kind: 'DATA_APPENDIX' });
    const id = before?.id ?? newId();
    if (before) before.jobId = jobId;
    else ctx.em.create(DataAppendix, { id, reportId, cut, jobId });
    await enqueue(ctx, makeDataAppendix, { appendixId: id });
  }
}

/** Ours: what is made of a published report is everybody's, but for drafts and the full database. */
export async function publishReportFiles(ctx: Ctx, reportId: string): Promise<void> {
  const files = await rows<{ fileId: string }>(
    ctx,
    sql`select d.file_id from report_document d where d.report_id = ${reportId} and d.file_id is not null and not d.is_watermarked
        union all select a.file_id from data_appendix a where a.report_id = ${reportId} and a.file_id is not null and a.cut = 'DEIDENTIFIED'
        union all select c.file_id from chart_picture c where c.report_id = ${reportId} and not c.is_draft`,
  );
  for (const { fileId } of files) await publishFile(ctx, fileId);
}

// ---- making --------------------------------------------------------------------------------------------------------

/** R-III.2, R-III.3: makes a document, and the charts of its language. */
export function renderReport(ctx: Ctx, task: DocumentTask, signal: AbortSignal): Promise<void> {
  const making: DocumentMaking<ReportDocument> = {
    describe: async ({ reportId, language }) => ({
      model: reportDocument(await factsOfReport(ctx, { id: reportId }), language),
      name: await fileName(ctx, reportId),
    }),
    keep: async (inner, { reportId, language, isWatermarked }, file) => {
      const report = await inner.em.findOneOrFail(FinalReport, { id: reportId });
      file.isPublic = report.publishedAt != null && !isWatermarked;
      if (task.withPictures) await keepPictures(inner, report, language);
    },
  };
  return makeDocument(ctx, ReportDocument, task, making, signal);
}

async function fileName(ctx: Ctx, reportId: string): Promise<string> {
  const report = await ctx.em.findOneOrFail(FinalReport, { id: reportId });
  const { year } = await ctx.em.findOneOrFail(MonitoringCycle, { id: report.cycleId });
  return `final-report-${year}-${report.revision}`;
}

/** R-III.3: keeps the charts as SVG, each replacing the one before. */
async function keepPictures(ctx: Ctx, { id: reportId, publishedAt }: FinalReport, language: Language): Promise<void> {
  const facts = await factsOfReport(ctx, { id: reportId });
  const drawable = chartsOf(facts).filter(({ categories }) => categories.length > 0);
  for (const chart of drawable) {
    const svg = pictureOf(drawChart(chartModelOf(chart, language), language, chart.code.toLowerCase()));
    const name = `${await fileName(ctx, reportId)}-${chart.code.toLowerCase()}-${language.toLowerCase()}.svg`;
    const isPublic = publishedAt != null && !facts.isDraft;
    const file = await storeFile(ctx, { name, mediaType: 'image/svg+xml', content: Readable.from([Buffer.from(svg)]), isPublic });
    const kept = { fileId: file.id, isDraft: facts.isDraft };
    const before = await ctx.em.findOne(ChartPicture, { reportId, code: chart.code, language });
    if (before) Object.assign(before, kept);
    else ctx.em.create(ChartPicture, { reportId, code: chart.code, language, ...kept });
  }
}

/** R-III.3: makes a database of the answers that the report's run counts; in the audit log with its SHA-256. */
export async function makeAppendix(ctx: Ctx, appendixId: string, signal: AbortSignal): Promise<void> {
  const { jobId, reportId, cut } = await mustRowById(ctx, DataAppendix, appendixId);
  await doJob(ctx, jobId, signal, async () => {
    const { runId } = await mustRowById(ctx, FinalReport, reportId);
    const which = sql`t.batch_id in (select b.batch_id from analysis_run_batch b where b.run_id = ${runId})`;
    const name = `${await fileName(ctx, reportId)}-${cut.toLowerCase()}`;
    const beside = await tablesOfRun(ctx, runId, cut);
    const made = await writeDataAppendix(ctx, { name, which, cut, beside });
    await inTransaction(ctx, (inner) => annex(inner, appendixId, made));
  });
}

interface MadeAppendix {
  file: StoredFile;
  rows: number;
  withheld: number;
}

async function annex(ctx: Ctx, appendixId: string, { file, rows: rowCount, withheld }: MadeAppendix): Promise<void> {
  const appendix = await ctx.em.findOneOrFail(DataAppendix, { id: appendixId });
  Object.assign(appendix, { fileId: file.id, rows: rowCount, withheld });
  const report = await ctx.em.findOneOrFail(FinalReport, { id: appendix.reportId });
  if (report.publishedAt != null && isForAll(appendix.cut)) await publishFile(ctx, file.id);
  if (appendix.cut === 'FULL') await askForOutdated(ctx, report.id);
  const after = { cut: appendix.cut, rows: rowCount, withheld, bytes: file.bytes, sha256: file.sha256 };
  await audit(ctx, { action: 'annexDatabase', subjectType: 'DataAppendix', subjectId: appendixId, after });
  await finishJob(ctx, appendix.jobId);
}

function isForAll(cut: DataCut): boolean {
  return cut === 'DEIDENTIFIED';
}
