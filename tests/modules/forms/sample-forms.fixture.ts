import { dataFile, readJson } from '../../../src/kit/data.ts';
import { sampleQuestion, type SampleQuestion } from '../../../src/modules/forms/form.seeds.ts';
import { type Question, type QuestionFields, questionsOf } from '../../../src/modules/forms/question.rules.ts';
import type { LocalizedText } from '../../../src/shared/localized-text.ts';

const fieldsOf = (file: string): QuestionFields[] =>
  readJson<{ questions: SampleQuestion[] }>(dataFile(`samples/${file}`)).questions.map(sampleQuestion);

/** The sample forms, as they are kept. */
export const surveySheet: readonly Question[] = questionsOf(fieldsOf('survey_sheet.v1.json'));
export const questionnaire: readonly Question[] = questionsOf(fieldsOf('questionnaire.v1.json'));

type Change =
  | { op: 'ADD'; after: string; question: SampleQuestion }
  | { op: 'CHANGE'; code: string; field: 'text'; to: LocalizedText }
  | { op: 'REMOVE'; code: string };

/** The sample variant for drinking water: the questionnaire with one provider's changes. */
export function drinkingWaterVariant(): Question[] {
  const { changes } = readJson<{ changes: Change[] }>(dataFile('samples/questionnaire_variant.drinking_water.json'));
  const proposed = changes.reduce<QuestionFields[]>(applied, fieldsOf('questionnaire.v1.json'));
  return questionsOf(proposed);
}

function applied(questions: QuestionFields[], change: Change): QuestionFields[] {
  switch (change.op) {
    case 'ADD':
      return questions.flatMap((question) => (question.code === change.after ? [question, sampleQuestion(change.question)] : [question]));
    case 'CHANGE':
      return questions.map((question) => (question.code === change.code ? { ...question, [change.field]: change.to } : question));
    case 'REMOVE':
      return questions.filter(({ code }) => code !== change.code);
  }
}

/** A question of a form by its code. */
export function questionOf(form: readonly Question[], code: string): Question {
  const question = form.find((each) => each.code === code);
  if (!question) throw new Error(`The form has no question ${code}`);
  return question;
}

/** The form with one question changed. */
export function withQuestion(form: readonly Question[], code: string, change: Partial<Question>): Question[] {
  return form.map((question) => (question.code === code ? { ...question, ...change } : question));
}
