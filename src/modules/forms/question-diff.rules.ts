import { ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { ItemChange } from '../service-registry/standard-content.rules.ts';
import type { Question } from './question.rules.ts';

/** How one question of a form differs from the form that it was made from. */
export interface QuestionDifference {
  code: string;
  change: ItemChange;
  /** null = it was added. */
  base: Question | null;
  /** null = it was removed. */
  proposed: Question | null;
}

/** R10: a form shown against its base, question by question: as proposed, then what was removed. That others moved it is no change. */
export function diffQuestions(base: readonly Question[], proposed: readonly Question[]): QuestionDifference[] {
  const before = new Map(base.map((question) => [question.code, question]));
  const kept = new Set(proposed.map(({ code }) => code));
  return [
    ...proposed.map((question) => differenceOf(before.get(question.code) ?? null, question)),
    ...base
      .filter(({ code }) => !kept.has(code))
      .map((question): QuestionDifference => ({ code: question.code, change: 'REMOVED', base: question, proposed: null })),
  ];
}

function differenceOf(base: Question | null, proposed: Question): QuestionDifference {
  const change = base === null ? 'ADDED' : isSame(base, proposed) ? 'SAME' : 'CHANGED';
  return { code: proposed.code, change, base, proposed };
}

/** The same in everything but its place, however the database orders the keys of what it keeps. */
function isSame(one: Question, other: Question): boolean {
  return JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));
}

function contentOf(question: Question): readonly unknown[] {
  const { type, text, help, unit, basis, min, max, showIf, isCore, isRequired, measures, isPrimary, options } = question;
  return [
    [type, unit, basis, min, max, isCore, isRequired, measures, isPrimary],
    wordsOf(text),
    wordsOf(help),
    showIf.map(({ questionCode, operator, values }) => [questionCode, operator, values]),
    options.map(({ code, text, isExclusive, problemCategoryCode }) => [code, wordsOf(text), isExclusive, problemCategoryCode]),
  ];
}

function wordsOf(text: LocalizedText | null): readonly (string | null)[] {
  return [text?.ky ?? null, text?.ru ?? null, text?.en ?? null];
}

// ---- what may change -----------------------------------------------------------------------------------------------

/**
 * What keeps questions from following those before them. Ours, so that figures can be set beside earlier ones and exports lose no
 * column: a code stays the same question (type, unit, basis, measure), and a core question stays, and stays what it is.
 */
export function continuityViolations(before: readonly Question[], questions: readonly Question[]): Violation[] {
  const after = new Map(questions.map((question) => [question.code, question]));
  return before.flatMap((question) => {
    const now = after.get(question.code);
    const path = ['questions', question.code];
    if (!now) return question.isCore ? [coreQuestionGone(path)] : [];
    if (!isSameQuestion(question, now)) return [otherQuestion(path)];
    return question.isCore && !(now.isCore && now.isPrimary === question.isPrimary) ? [coreQuestionGone(path)] : [];
  });
}

function isSameQuestion(one: Question, other: Question): boolean {
  return one.type === other.type && one.unit === other.unit && one.basis === other.basis && one.measures === other.measures;
}

/**
 * R10: a provider may change the questionnaire for particular services. Ours: not its core questions, nor what a code means, nor may
 * it add a core or primary question; otherwise the figures of municipalities could not be compared.
 */
export function variantViolations(base: readonly Question[], proposed: readonly Question[]): Violation[] {
  const differences = diffQuestions(base, proposed).filter(({ change }) => change !== 'SAME');
  const touched = differences.filter((difference) => difference.base?.isCore);
  const claimed = differences.filter((difference) => isClaim(difference));
  const apart = new Set([...touched, ...claimed].map(({ code }) => code));
  return [
    ...touched.map(({ code }) => coreQuestionTouched(['questions', code])),
    ...claimed.map(({ code }) => coreQuestionClaimed(['questions', code])),
    ...continuityViolations(
      base.filter(({ code }) => !apart.has(code)),
      proposed,
    ),
  ];
}

/** It makes a question core or primary that was not. */
function isClaim({ base, proposed }: QuestionDifference): boolean {
  if (proposed === null || base?.isCore) return false;
  return proposed.isCore || (proposed.isPrimary && !base?.isPrimary);
}

// ---- words ---------------------------------------------------------------------------------------------------------

function broken(rule: string, path: readonly string[], message: LocalizedText, hint: LocalizedText): Violation {
  return ruleViolated(rule, message, hint, path).violation;
}

function coreQuestionGone(path: readonly string[]): Violation {
  return broken(
    'ours:core-questions',
    path,
    {
      ky: 'Мурунку версиянын негизги суроосу калышы керек.',
      ru: 'Основной вопрос прежней версии должен остаться.',
      en: 'A core question of the version before stays, and stays core.',
    },
    {
      ky: 'Аны ошол эле коду, isCore жана isPrimary белгилери менен кайтарыңыз.',
      ru: 'Верните его с тем же кодом и отметками isCore и isPrimary.',
      en: 'Put it back under its code, with its marks isCore and isPrimary.',
    },
  );
}

function otherQuestion(path: readonly string[]): Violation {
  return broken(
    'ours:stable-codes',
    path,
    {
      ky: 'Бул код мурунку версияда башка суроонуку: түрү, бирдиги же өлчөгөнү өзгөргөн.',
      ru: 'В прежней версии этот код у другого вопроса: изменились тип, единица или измеряемое.',
      en: 'In the version before this code is another question: its type, unit, basis or measure differs.',
    },
    { ky: 'Жаңы суроого жаңы код бериңиз.', ru: 'Дайте новому вопросу новый код.', en: 'Give a new question a new code.' },
  );
}

function coreQuestionTouched(path: readonly string[]): Violation {
  return broken(
    'R10',
    path,
    {
      ky: 'Үлгү анкетанын негизги суроосу өзгөртүлбөйт жана алынбайт.',
      ru: 'Основной вопрос типовой анкеты нельзя изменить или убрать.',
      en: 'A core question of the typical questionnaire may not be changed or removed.',
    },
    {
      ky: 'Аны үлгүдөгүдөй калтырып, өз суроолоруңузду кошуңуз.',
      ru: 'Оставьте его как в типовой анкете и добавьте свои вопросы.',
      en: 'Leave it as it is, and add questions of your own.',
    },
  );
}

function coreQuestionClaimed(path: readonly string[]): Violation {
  return broken(
    'R10',
    path,
    {
      ky: 'Өзгөртүлгөн анкетада жаңы негизги суроо болбойт.',
      ru: 'В изменённой анкете новых основных вопросов не бывает.',
      en: 'A changed questionnaire has no core or primary question of its own.',
    },
    {
      ky: 'isCore жана isPrimary белгилерин алып салыңыз.',
      ru: 'Уберите отметки isCore и isPrimary.',
      en: 'Leave the marks isCore and isPrimary out.',
    },
  );
}
