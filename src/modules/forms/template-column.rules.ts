import { inLanguage, type Language } from '../../shared/localized-text.ts';
import type { Question } from './question.rules.ts';

/** A column of the file in which questionnaires are filed in bulk. */
export interface TemplateColumn {
  /** The question's code: the heading that is read. */
  code: string;
  /** The question's words beneath it, for people. */
  text: string;
}

/** A column for each question, in the form's order; the codes are the same in every language. */
export function columnsOf(questions: readonly Question[], language: Language): TemplateColumn[] {
  return questions.map(({ code, text }) => ({ code, text: inLanguage(text, language) }));
}
