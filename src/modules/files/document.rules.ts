import { badInput, type Violation } from '../../shared/errors.ts';
import type { Language } from '../../shared/localized-text.ts';

/** What a report or a plan is given as. */
export const documentFormats = ['PDF', 'DOCX', 'HTML'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

export const fileOfDocument: Readonly<Record<DocumentFormat, { ending: string; mediaType: string }>> = {
  PDF: { ending: 'pdf', mediaType: 'application/pdf' },
  DOCX: { ending: 'docx', mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  HTML: { ending: 'html', mediaType: 'text/html' },
};

export function isDocumentFormat(format: string): format is DocumentFormat {
  return (documentFormats as readonly string[]).includes(format);
}

/** In which languages and formats documents are asked for. */
export interface AskedDocuments {
  languages: readonly Language[];
  formats: readonly string[];
}

/** All that is wrong with what documents are asked for. */
export function renderViolations({ languages, formats }: AskedDocuments): Violation[] {
  return [
    languages.length === 0 ? noneAsked('languages', 'KY, RU, EN') : undefined,
    formats.length === 0 || !formats.every(isDocumentFormat) ? noneAsked('formats', documentFormats.join(', ')) : undefined,
  ].filter((violation) => violation !== undefined);
}

function noneAsked(field: string, offered: string): Violation {
  return badInput(
    ['input', field],
    {
      ky: 'Документ мындай көрүнүштө берилбейт.',
      ru: 'В таком виде документ не выдаётся.',
      en: 'The document is not given in that form.',
    },
    { ky: `${field}: ${offered}.`, ru: `${field}: ${offered}.`, en: `${field}: ${offered}.` },
  ).violation;
}
