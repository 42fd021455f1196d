import type { DataCut } from '../../kit/export.rules.ts';
import { badInput, type Violation } from '../../shared/errors.ts';
import type { Language, LocalizedText } from '../../shared/localized-text.ts';

/** What the report is given as. */
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

/** All that is wrong with what documents are asked for. */
export function renderViolations({ languages, formats }: { languages: readonly Language[]; formats: readonly string[] }): Violation[] {
  return [
    languages.length === 0 ? noneAsked('languages', 'KY, RU, EN') : undefined,
    formats.length === 0 || !formats.every(isDocumentFormat) ? noneAsked('formats', documentFormats.join(', ')) : undefined,
  ].filter((violation) => violation !== undefined);
}

function noneAsked(field: string, offered: string): Violation {
  return badInput(
    ['input', field],
    {
      ky: 'Доклад мындай көрүнүштө берилбейт.',
      ru: 'В таком виде доклад не выдаётся.',
      en: 'The report is not given in that form.',
    },
    { ky: `${field}: ${offered}.`, ru: `${field}: ${offered}.`, en: `${field}: ${offered}.` },
  ).violation;
}

/** R-III.3: what whoever opens an appendix must know of its cut. */
export const cutNotes: Readonly<Record<DataCut, LocalizedText>> = {
  FULL: {
    ky: 'Толук база: CSV, XLSX, коддор китеби, формулалар жана көрсөткүчтөрдү кайра эсептөөгө керектин баары, ар бир файлдын SHA-256. Жеке номерлер жана телефондор тексттерден алынган.',
    ru: 'Полная база: CSV, XLSX, кодификатор, формулы и всё, что нужно для пересчёта показателей, SHA-256 каждого файла. Персональные номера и телефоны из текстов удалены.',
    en: 'The full database: CSV, XLSX, codebook, formulas and all that figures are recomputed from, the SHA-256 of each file. Personal numbers and phones are taken out of texts.',
  },
  DEIDENTIFIED: {
    ky: 'Жеке маалыматсыз база: күндөрдүн ордуна айлар; саптары бештен аз муниципалитеттердин аймагы гана берилген.',
    ru: 'Обезличенная база: месяцы вместо дней; у муниципалитетов, где строк меньше пяти, дана только область.',
    en: 'The de-identified database: months instead of days; of municipalities with fewer than five rows only the region is given.',
  },
};
