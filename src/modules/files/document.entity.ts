import { p } from '@mikro-orm/postgresql';
import { id, ref } from '../../kit/entity.ts';
import type { Language } from '../../shared/localized-text.ts';
import { type DocumentFormat, documentFormats } from './document.rules.ts';
import { StoredFile } from './file.entity.ts';
import { Job } from './job.entity.ts';

/** Columns of everything that is made as documents; what it is a document of, its own module adds, and that there is one of each kind. */
export const madeDocument = () => ({
  id: id(),
  language: p.string().$type<Language>(),
  format: p.string().$type<DocumentFormat>(),
  jobId: () => ref(Job),
  /** Null = not made yet. */
  fileId: () => ref(StoredFile).nullable(),
  /** It shows a draft, and says so. */
  isWatermarked: p.boolean(),
});

/** No document in a format that nobody can make. */
export const documentFormatCheck = (table: string) => ({
  name: `${table}_format`,
  expression: `format in (${documentFormats.map((format) => `'${format}'`).join(', ')})`,
});

/** A document as every module has it, made anew and replaced by each further asking. */
export interface MadeDocument {
  id: string;
  language: Language;
  format: DocumentFormat;
  jobId: string;
  fileId?: string | null;
  isWatermarked: boolean;
}
