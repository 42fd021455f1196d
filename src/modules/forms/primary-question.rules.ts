import type { Channel } from '../../kit/figure.rules.ts';
import { ruleViolated, type Violation } from '../../shared/errors.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import type { Answers, AnswerValue } from './answer.rules.ts';
import { type AnswerType, type Measure, onceOf, type Question } from './question.rules.ts';

/** What the figures of a measure rest on, and therefore its primary question must be. */
const primaryShapes: Record<Measure, { type: AnswerType; units?: readonly MeasureUnit[]; options?: readonly string[] }> = {
  PROCEDURE_FOLLOWED: { type: 'CHOICE', options: ['YES', 'NO'] },
  TIME_SPENT: { type: 'NUMBER', units: ['WORKING_DAY', 'HOUR', 'MINUTE'] },
  TIME_EXPECTED: { type: 'NUMBER', units: ['WORKING_DAY', 'HOUR', 'MINUTE'] },
  COST_PAID: { type: 'MONEY' },
  COST_EXPECTED: { type: 'MONEY' },
  WAITING_TIME: { type: 'NUMBER', units: ['HOUR', 'MINUTE'] },
  VISITS: { type: 'NUMBER', units: ['VISIT'] },
  USED_ELECTRONIC: { type: 'CHOICE', options: ['USED'] },
  INFORMED_BY: { type: 'MULTI_CHOICE' },
  SATISFACTION_QUALITY: { type: 'SCALE_1_5' },
  SATISFACTION_AVAILABILITY: { type: 'SCALE_1_5' },
  COMPLAINED: { type: 'BOOLEAN' },
  PROBLEM: { type: 'MULTI_CHOICE' },
  RESPONDENT_KIND: { type: 'CHOICE', options: ['PERSON', 'ORGANISATION'] },
  IN_PERSON_OR_REPRESENTATIVE: { type: 'CHOICE' },
  CHANNEL: { type: 'CHOICE', options: ['ELECTRONIC', 'NOT_APPLIED'] },
};

/** One primary question per measure, of the kind that its figures can be made from. */
export function primaryViolations(at: readonly string[], question: Question, earlier: readonly Question[]): Violation[] {
  const { isPrimary, measures: measure } = question;
  if (!isPrimary) return [];
  if (measure === null) return [primaryOfNothing([...at, 'isPrimary'])];
  if (earlier.some((other) => other.isPrimary && other.measures === measure)) return [secondPrimary([...at, 'isPrimary'], measure)];
  return isFitFor(measure, question) ? [] : [unfitPrimary([...at, 'measures'], measure)];
}

function isFitFor(measure: Measure, { type, unit, options }: Question): boolean {
  const shape = primaryShapes[measure];
  const codes = options.map(({ code }) => code);
  return (
    type === shape.type &&
    (!shape.units || (unit !== null && shape.units.includes(unit))) &&
    (shape.options ?? []).every((code) => codes.includes(code))
  );
}

/** Each measure that something is asked about has the question that its figures come from. */
export function primaryDefects(questions: readonly Question[]): Violation[] {
  const led = new Set(questions.filter(({ isPrimary }) => isPrimary).map((question) => question.measures));
  const unled = new Set(questions.flatMap(({ measures: measure }) => (measure !== null && !led.has(measure) ? [measure] : [])));
  return [...unled].map(noPrimary);
}

// ---- what was answered to them -------------------------------------------------------------------------------------

const primariesOf = onceOf((questions) => questions.filter(({ isPrimary, measures }) => isPrimary && measures !== null));

/** What was answered to the primary question of each measure, null = NO_ANSWER; a measure that is absent was not asked about. */
export function primaryAnswers(questions: readonly Question[], answers: Answers): Partial<Record<Measure, AnswerValue | null>> {
  const found: Partial<Record<Measure, AnswerValue | null>> = {};
  for (const { code, measures } of primariesOf(questions)) {
    const answer = answers[code];
    if (measures !== null && answer !== undefined) found[measures] = answer;
  }
  return found;
}

/**
 * How the person applied, from the answer to the primary question on it: electronically, or any other way (office, field visit,
 * telephone, post: ours). null = they did not apply (a service for the whole territory), or did not say.
 */
export function channelOf(answer: AnswerValue | null): Channel | null {
  if (answer === null || answer === 'NOT_APPLIED') return null;
  return answer === 'ELECTRONIC' ? 'ELECTRONIC' : 'IN_PERSON';
}

// ---- words ---------------------------------------------------------------------------------------------------------

function primaryOfNothing(path: readonly string[]): Violation {
  return ruleViolated(
    'ours:one-primary-question',
    {
      ky: 'Негизги суроо кайсы көрсөткүчтү өлчөрү айтылган эмес.',
      ru: 'Не сказано, что измеряет основной вопрос.',
      en: 'A primary question measures something.',
    },
    {
      ky: 'measures бериңиз же isPrimary алып салыңыз.',
      ru: 'Укажите measures или уберите isPrimary.',
      en: 'Give measures, or leave isPrimary out.',
    },
    path,
  ).violation;
}

function secondPrimary(path: readonly string[], measure: Measure): Violation {
  return ruleViolated(
    'ours:one-primary-question',
    {
      ky: `${measure} үчүн негизги суроо бар.`,
      ru: `Основной вопрос для ${measure} уже есть.`,
      en: `There is a primary question for ${measure} already.`,
    },
    {
      ky: 'Бирөөсүн гана негизги калтырыңыз.',
      ru: 'Оставьте основным один.',
      en: 'Let one of them be primary; the others are evidence beside it.',
    },
    path,
  ).violation;
}

function unfitPrimary(path: readonly string[], measure: Measure): Violation {
  const { type, units = [], options = [] } = primaryShapes[measure];
  const shape = [type, units.join('/'), options.join(', ')].filter(Boolean).join(', ');
  return ruleViolated(
    'ours:one-primary-question',
    {
      ky: `Мындай суроодон ${measure} эсептелбейт.`,
      ru: `По такому вопросу ${measure} не посчитать.`,
      en: `${measure} cannot be reckoned from such a question.`,
    },
    { ky: `Керек: ${shape}.`, ru: `Нужно: ${shape}.`, en: `It takes: ${shape}.` },
    path,
  ).violation;
}

function noPrimary(measure: Measure): Violation {
  return ruleViolated(
    'ours:one-primary-question',
    {
      ky: `${measure} үчүн негизги суроо белгиленген эмес.`,
      ru: `Не отмечен основной вопрос для ${measure}.`,
      en: `No question is marked primary for ${measure}.`,
    },
    { ky: 'Бирин isPrimary менен белгилеңиз.', ru: 'Отметьте один через isPrimary.', en: 'Mark one with isPrimary.' },
    ['questions'],
  ).violation;
}
