import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CommandInput, graphqlEnum, LanguageEnum } from '../../kit/graphql.ts';
import { type DataCut, dataCuts, type ExportKind, exportKinds, fileFormats, type TableFormat } from '../../kit/export.rules.ts';
import { CountScalar, DateTimeScalar } from '../../kit/scalars.ts';
import type { Language } from '../../shared/localized-text.ts';

const ExportKindEnum = graphqlEnum(
  'ExportKind',
  exportKinds,
  'What is exported. PROOF_OF_NOTICE = of one List (`subjectId`); FORM_TEMPLATE = to file questionnaires with, of one form version (`subjectId`); VOLUMES of one municipality and year can be filled in and filed.',
);
export const FileFormatEnum = graphqlEnum(
  'FileFormat',
  fileFormats,
  'A kind of file. Exports are tables: CSV, XLSX, JSON, NDJSON; reports are PDF, DOCX, HTML; appendices ZIP.',
);
export const DataCutEnum = graphqlEnum(
  'DataCut',
  dataCuts,
  'FULL = as it is kept; DEIDENTIFIED = months instead of days, municipalities with few rows withheld, no words of complainants. Both are scrubbed of personal and phone numbers.',
);

@ObjectType('Export', {
  description:
    'Data that the caller asked for as a file: a line of codes, a line of headings, then the rows. In the audit log with its SHA-256.',
})
export class ExportType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => ExportKindEnum, { description: 'What is exported.' })
  kind!: ExportKind;
  @Field(() => FileFormatEnum, { description: 'As what kind of file.' })
  format!: TableFormat;
  @Field(() => DataCutEnum, { description: 'In which cut.' })
  cut!: DataCut;
  @Field(() => CountScalar, { nullable: true, description: 'Rows in the file, without headings; null = not made yet.' })
  rows?: number | null;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt!: Date;
  @Field(() => DateTimeScalar, { description: 'Until when its file is kept: seven days.' })
  expiresAt!: Date;
}

@InputType({ description: 'Input of startExport.' })
export class StartExportInput extends CommandInput {
  @Field(() => ExportKindEnum, { description: 'What is exported.' })
  kind!: ExportKind;
  @Field(() => FileFormatEnum, { description: 'As what kind of file.' })
  format!: TableFormat;
  @Field(() => DataCutEnum, { defaultValue: 'DEIDENTIFIED', description: 'In which cut.' })
  cut!: DataCut;
  @Field(() => Int, { nullable: true, description: "Of the cycle of this calendar year alone; AUDIT: of this year's acts." })
  year?: number | null;
  @Field(() => ID, { nullable: true, description: 'Of this municipality alone. A PROVIDER exports its own, also where it gives none.' })
  municipalityId?: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'The one thing that the kind is of. PROOF_OF_NOTICE: id of the List; FORM_TEMPLATE: of the form version; RANKING, INDICATOR_RESULTS: of the analysis run. null = for the other kinds.',
  })
  subjectId?: string | null;
  @Field(() => LanguageEnum, { defaultValue: 'KY', description: 'Of headings and names; codes are the same in every language.' })
  language!: Language;
}
