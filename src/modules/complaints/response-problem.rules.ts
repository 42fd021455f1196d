import { badInput, type Violation } from '../../shared/errors.ts';
import type { Answers } from '../forms/answer.rules.ts';
import type { Question } from '../forms/question.rules.ts';

/** Who says that an answer names a problem: the respondent, by the option that they marked, or the analyst, who read their words. */
export const problemSources = ['ANSWER', 'ANALYST'] as const;
export type ProblemSource = (typeof problemSources)[number];

/** R-III.1.2: codes of the problems that a respondent named by the options that they marked, each once, in the form's order. */
export function answeredProblems(questions: readonly Question[], answers: Answers): string[] {
  const named = questions.flatMap(({ code, type, options }) => {
    if (type !== 'CHOICE' && type !== 'MULTI_CHOICE') return [];
    const marked = [answers[code] ?? []].flat();
    return options.filter((option) => marked.includes(option.code)).flatMap(({ problemCategoryCode }) => problemCategoryCode ?? []);
  });
  return [...new Set(named)];
}

/** By hand, of one response. */
const mostTags = 20;

/** R-III.1.2: what is wrong with an analyst's tags: each is of the taxonomy, and there are not too many to mean anything. */
export function tagViolations(codes: readonly string[], known: ReadonlySet<string>): Violation[] {
  if (codes.length > mostTags) return [tooMany()];
  return codes.flatMap((code, index) => (known.has(code) ? [] : [noSuchCategory(index)]));
}

function tooMany(): Violation {
  return badInput(
    ['input', 'categoryCodes'],
    { ky: `${mostTags} даанадан ашпасын.`, ru: `Не больше ${mostTags}.`, en: `At most ${mostTags}.` },
    { ky: 'Негизгилерин калтырыңыз.', ru: 'Оставьте главные.', en: 'Keep those that matter.' },
  ).violation;
}

function noSuchCategory(index: number): Violation {
  return badInput(
    ['input', 'categoryCodes', String(index)],
    { ky: 'Мындай коддогу көйгөй жок.', ru: 'Проблемы с таким кодом нет.', en: 'There is no category with this code.' },
    {
      ky: 'Коддорду problemCategories көрсөтөт.',
      ru: 'Коды показывает problemCategories.',
      en: 'problemCategories gives the codes.',
    },
  ).violation;
}
