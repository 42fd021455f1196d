import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import type { FormKind } from './form.rules.ts';
import type { Question } from './question.rules.ts';

/** A column of the file in which questionnaires are filed in bulk. */
export interface TemplateColumn {
  /** The question's code, or the fact's: the heading that is read. */
  code: string;
  /** The question's words beneath it, for people. */
  text: string;
}

/** What a response states besides answers: of which service it is, and when. The first columns of a file, in this order. */
export const factCodes = ['serviceCode', 'offerId', 'appliedOn', 'servedOn', 'municipalityId', 'municipalitySoate'] as const;
export type FactCode = (typeof factCodes)[number];

/** What people read above the columns of facts. */
export const factTexts: Readonly<Record<FactCode, LocalizedText>> = {
  serviceCode: { ky: 'Кызматтын коду', ru: 'Код услуги', en: 'Code of the service' },
  offerId: { ky: 'Сунуштун белгиси (болсо)', ru: 'Номер предложения (если есть)', en: 'Offer, where known' },
  appliedOn: { ky: 'Кайрылган күнү', ru: 'День обращения', en: 'Day of applying' },
  servedOn: { ky: 'Кызмат көрсөтүлгөн күн', ru: 'День оказания услуги', en: 'Day of service' },
  municipalityId: { ky: 'Муниципалитеттин белгиси', ru: 'Номер муниципалитета', en: 'Municipality' },
  municipalitySoate: { ky: 'Муниципалитеттин СОАТЕ коду', ru: 'Код СОАТЕ муниципалитета', en: 'SOATE code of the municipality' },
};

/** A column for each question, in the form's order; the codes are the same in every language. */
export function columnsOf(questions: readonly Question[], language: Language): TemplateColumn[] {
  return questions.map(({ code, text }) => ({ code, text: inLanguage(text, language) }));
}

// ---- which form a file is of ---------------------------------------------------------------------------------------

const markStart = '#form-version ';

/** What the first cell of a template says, so that a file of another form, or of another version of it, is known as such. */
export function templateMark({ id }: { id: string }): string {
  return `${markStart}${id}`;
}

/** The id of the form version that a cell marks a file as being of; undefined = the cell is no mark. */
export function readTemplateMark(cell: string): string | undefined {
  const text = cell.trim();
  return text.startsWith(markStart) ? text.slice(markStart.length).trim().toLowerCase() : undefined;
}

/**
 * The facts that a file states: whose a municipality's own is goes without saying, a sheet of a survey says where it was filled,
 * by id or by SOATE code.
 */
function factsOf(kind: FormKind): readonly FactCode[] {
  return factCodes.filter((code) => !code.startsWith('municipality') || kind === 'SURVEY_SHEET');
}

/**
 * The head of a template, line by line: the mark; the codes, which are what is read; their words, for people. What is filled in
 * follows beneath. Every line may be left out of a file but that of the headings, which may be codes or words of one language.
 */
export function templateHead(version: { id: string; questions: readonly Question[] }, kind: FormKind, language: Language): string[][] {
  const facts = factsOf(kind).map((code) => ({ code, text: inLanguage(factTexts[code], language) }));
  const columns = [...facts, ...columnsOf(version.questions, language)];
  return [[templateMark(version)], columns.map(({ code }) => code), columns.map(({ text }) => text)];
}
