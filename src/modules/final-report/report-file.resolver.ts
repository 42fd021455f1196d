import { Arg, Ctx as CtxArg, FieldResolver, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entitiesField, entityField, LanguageEnum, Localized, payload } from '../../kit/graphql.ts';
import { CountScalar } from '../../kit/scalars.ts';
import { mustRowById, rowById } from '../../kit/sql.ts';
import { inLanguage, type Language } from '../../shared/localized-text.ts';
import { ReportDocumentType } from '../files/document.type.ts';
import { FileFormatEnum } from '../files/export.type.ts';
import { StoredFile } from '../files/file.entity.ts';
import { FileType } from '../files/file.type.ts';
import { Job } from '../files/job.entity.ts';
import { JobType } from '../files/job.type.ts';
import { type ContentCheck, contentsOf } from './content-check.rules.ts';
import { FinalReport } from './final-report.entity.ts';
import { renderFinalReport } from './final-report.service.ts';
import { FinalReportType } from './final-report.type.ts';
import { chartsOf } from './chart-list.rules.ts';
import type { ReportChart, ReportSeries } from './report-chart.rules.ts';
import { type DataAppendix, ReportDocument } from './report-file.entity.ts';
import { cutNotes } from './report-file.rules.ts';
import { appendicesOf, chartSvgOf, documentsOf } from './report-file.service.ts';
import { factsOfReport } from './report-facts.service.ts';
import {
  ChartPointType,
  ChartSeriesType,
  ChartType,
  ContentCheckType,
  DataAppendixType,
  RenderFinalReportInput,
} from './report-file.type.ts';

type ChartOfReport = ReportChart & { reportId: string };

const costOfFacts = 200;

const documents = entitiesField(() => ReportDocumentType, ReportDocument, 'The documents asked for; read their jobs until they are over.');

@Resolver(() => FinalReportType)
export class FinalReportContentResolver {
  @FieldResolver(() => [ContentCheckType], {
    description:
      'What the report has to contain, each checked off against what is there: six lines. Cost: 200. Requirement: R-III.2, R-III.3.',
    complexity: costOfFacts,
  })
  async contents(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Promise<ContentCheck[]> {
    return contentsOf(await factsOfReport(ctx, row));
  }

  @FieldResolver(() => [ChartType], {
    description: 'Its charts as data, some twenty. Cost: 200. Requirement: R-III.3.',
    complexity: ({ childComplexity }) => costOfFacts + childComplexity,
  })
  async charts(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Promise<ChartOfReport[]> {
    return chartsOf(await factsOfReport(ctx, row)).map((chart) => ({ ...chart, reportId: row.id }));
  }

  @FieldResolver(() => [ReportDocumentType], {
    description: 'Its documents, at most nine; for others than the ministry those that are made and show no draft.',
  })
  documents(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Promise<ReportDocument[]> {
    return documentsOf(ctx, row);
  }

  @FieldResolver(() => [DataAppendixType], {
    description:
      'The databases of the answers, at most two: the full one for the ministry and the body of inter-agency interaction alone. Requirement: R-III.3.',
  })
  appendices(@Root() row: FinalReport, @CtxArg() ctx: Ctx): Promise<DataAppendix[]> {
    return appendicesOf(ctx, row);
  }

  @Command(
    payload('RenderFinalReport', { finalReport: entityField(() => FinalReportType, FinalReport, 'The report.'), documents }),
    RenderFinalReportInput,
    {
      description:
        'Asks for documents, made in the background and marked as drafts while the report is one; appendices that failed are made anew too. Requirement: R-III.2, R-III.3.',
    },
  )
  async renderFinalReport({ id, ...asked }: RenderFinalReportInput, ctx: Ctx) {
    return { finalReport: id, documents: await renderFinalReport(ctx, id, asked) };
  }
}

@Localized({ missing: { description: 'What is lacking, also where the rest is there.', nullable: true } })
@Resolver(() => ContentCheckType)
export class ContentCheckResolver {}

@Localized({
  title: { description: 'Its title.' },
  source: { description: 'Where its figures come from: the analysis, its method, the query.' },
})
@Resolver(() => ChartType)
export class ChartResolver {
  @FieldResolver(() => [String], { description: 'What its values are of, in their order.' })
  categories(@Root() { categories }: ChartOfReport, @CtxArg() ctx: Ctx): string[] {
    return categories.map((category) => inLanguage(category, ctx.language));
  }

  @FieldResolver(() => [String], { description: 'What whoever reads its figures must know.' })
  notes(@Root() { notes = [] }: ChartOfReport, @CtxArg() ctx: Ctx): string[] {
    return notes.map((note) => inLanguage(note, ctx.language));
  }

  @FieldResolver(() => [ChartSeriesType], { description: 'Its rows of values, at most eight.' })
  series(@Root() { series }: ChartOfReport): readonly ReportSeries[] {
    return series;
  }

  @FieldResolver(() => FileType, {
    nullable: true,
    description: 'As SVG; null = no document of this language was rendered yet, or it shows a draft and the caller is not of the ministry.',
  })
  svg(
    @Root() { reportId, code }: ChartOfReport,
    @Arg('lang', () => LanguageEnum, { nullable: true, description: "The language of its words; the request's unless given." })
    lang: Language | null,
    @CtxArg() ctx: Ctx,
  ): Promise<StoredFile | null> {
    return chartSvgOf(ctx, reportId, code, lang ?? ctx.language);
  }
}

@Localized({ label: { description: 'What it shows.' } })
@Resolver(() => ChartSeriesType)
export class ChartSeriesResolver {
  @FieldResolver(() => [ChartPointType], { description: 'A value for each category.' })
  points(@Root() { points }: ReportSeries) {
    return points;
  }
}

@Localized({ gap: { description: 'Why there is no value.', nullable: true } })
@Resolver(() => ChartPointType)
export class ChartPointResolver {}

@Resolver(() => DataAppendixType)
export class DataAppendixResolver {
  @FieldResolver(() => FileFormatEnum, { description: 'ZIP.' })
  format(): string {
    return 'ZIP';
  }

  @FieldResolver(() => JobType, { description: 'The work of making it: how far it is, and why it failed.' })
  job(@Root() { jobId }: DataAppendix, @CtxArg() ctx: Ctx): Promise<Job> {
    return mustRowById(ctx, Job, jobId);
  }

  @FieldResolver(() => FileType, { nullable: true, description: 'The file; null = not made yet.' })
  async file(@Root() { fileId }: DataAppendix, @CtxArg() ctx: Ctx): Promise<StoredFile | null> {
    return (fileId && (await rowById(ctx, StoredFile, fileId))) || null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'SHA-256 of the ZIP, hexadecimal, which holds SHA256SUMS of every file in it; null = not made yet.',
  })
  async manifestSha256(@Root() row: DataAppendix, @CtxArg() ctx: Ctx): Promise<string | null> {
    return (await this.file(row, ctx))?.sha256 ?? null;
  }

  @FieldResolver(() => CountScalar, {
    nullable: true,
    description: 'Answers whose municipality is withheld, and those that are left out; null = not made yet.',
  })
  suppressedCells(@Root() { withheld }: DataAppendix): number | null {
    return withheld ?? null;
  }

  @FieldResolver(() => String, { description: 'What whoever opens it must know of its cut.' })
  note(
    @Root() { cut }: DataAppendix,
    @Arg('lang', () => LanguageEnum, { nullable: true, description: "The language asked for; the request's unless given." })
    lang: Language | null,
    @CtxArg() ctx: Ctx,
  ): string {
    return inLanguage(cutNotes[cut], lang ?? ctx.language);
  }
}
