import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { CommandInput, LanguageEnum } from '../../kit/graphql.ts';
import type { Language } from '../../shared/localized-text.ts';
import type { AskedDocuments, DocumentFormat } from './document.rules.ts';
import { FileFormatEnum } from './export.type.ts';

@ObjectType('ReportDocument', {
  description: 'The final report, or the plan of inspections, as a document in a language and a format. Requirement: R-III.2, R-III.6.',
})
export class ReportDocumentType {
  @Field(() => LanguageEnum, { description: 'In which language.' })
  language!: Language;
  @Field(() => FileFormatEnum, { description: 'PDF, DOCX or HTML.' })
  format!: DocumentFormat;
  @Field(() => Boolean, { description: 'Whether it shows a draft, and says so on every page.' })
  isWatermarked!: boolean;
}

/** Inputs that ask for documents of something. */
@InputType({ description: 'What every input that asks for documents has.' })
export abstract class RenderInput extends CommandInput implements AskedDocuments {
  @Field(() => ID, { description: 'Of what.' })
  id!: string;
  @Field(() => [LanguageEnum], { description: 'In which languages, one at least.' })
  languages!: Language[];
  @Field(() => [FileFormatEnum], { description: 'As PDF, DOCX, HTML: one at least.' })
  formats!: string[];
}
