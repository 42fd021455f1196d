import type { LocalizedText } from '../../shared/localized-text.ts';
import { writtenText } from '../../shared/plain-text.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { plainDecimal } from './decimal.rules.ts';

export const answerTypes = ['SCALE_1_5', 'NUMBER', 'MONEY', 'BOOLEAN', 'CHOICE', 'MULTI_CHOICE', 'TEXT'] as const;
export type AnswerType = (typeof answerTypes)[number];

/** What a question measures: the indicators of part II, expectations (R-III.1.4), problems (R-III.1.2), and whom and how it is about. */
export const measures = [
  'PROCEDURE_FOLLOWED',
  'TIME_SPENT',
  'TIME_EXPECTED',
  'COST_PAID',
  'COST_EXPECTED',
  'WAITING_TIME',
  'VISITS',
  'USED_ELECTRONIC',
  'INFORMED_BY',
  'SATISFACTION_QUALITY',
  'SATISFACTION_AVAILABILITY',
  'COMPLAINED',
  'PROBLEM',
  'RESPONDENT_KIND',
  'IN_PERSON_OR_REPRESENTATIVE',
  'CHANNEL',
] as const;
export type Measure = (typeof measures)[number];

export const conditionOperators = ['IN', 'NOT_IN'] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

export interface QuestionCondition {
  /** An earlier question. */
  questionCode: string;
  operator: ConditionOperator;
  /** Codes of its options; `true` and `false` of a BOOLEAN; `1` to `5` of a scale. */
  values: string[];
}

export interface QuestionOption {
  code: string;
  text: LocalizedText;
  /** Cannot be marked with others. */
  isExclusive: boolean;
  problemCategoryCode: string | null;
}

/** A question as it is kept: nothing is absent, and its place is written down. */
export interface Question {
  code: string;
  /** Its place, from 1. */
  order: number;
  type: AnswerType;
  text: LocalizedText;
  help: LocalizedText | null;
  unit: MeasureUnit | null;
  /** What the amount is per; null = per delivery. */
  basis: string | null;
  /** Lowest NUMBER or MONEY, an exact decimal. */
  min: string | null;
  /** Highest NUMBER or MONEY; most characters of a TEXT; most options marked in a MULTI_CHOICE. */
  max: string | null;
  /** All must hold; a question that is not shown is not missing. */
  showIf: QuestionCondition[];
  /** R10, ours: a provider's variant may not touch it, and no later version drops it. */
  isCore: boolean;
  /** Must be asked. That the person gave no answer is always accepted, and counted. */
  isRequired: boolean;
  measures: Measure | null;
  /** The one question that the figures of its measure come from; others are evidence beside it. */
  isPrimary: boolean;
  /** Of CHOICE and MULTI_CHOICE the answers; of a scale the words for its points, where it has any. */
  options: QuestionOption[];
}

type Optional<T, Keys extends keyof T> = Omit<T, Keys> & { [Key in Keys]?: T[Key] | null };
type OptionFields = Optional<QuestionOption, 'isExclusive' | 'problemCategoryCode'>;

/** A question as it is proposed; its place is that in the list. */
export type QuestionFields = Omit<
  Optional<Question, 'help' | 'unit' | 'basis' | 'min' | 'max' | 'showIf' | 'isCore' | 'isRequired' | 'measures' | 'isPrimary'>,
  'order' | 'options'
> & { options?: OptionFields[] | null };

/** The form in which proposed questions are kept and compared: in their order, nothing absent, decimals without needless zeros. */
export function questionsOf(proposed: readonly QuestionFields[]): Question[] {
  return proposed.map((fields, index) => ({
    code: fields.code,
    order: index + 1,
    type: fields.type,
    text: textOf(fields.text),
    help: fields.help ? textOf(fields.help) : null,
    unit: fields.unit ?? (fields.type === 'MONEY' ? 'SOM' : null),
    basis: writtenText(fields.basis),
    min: limitOf(fields.min),
    max: limitOf(fields.max),
    showIf: (fields.showIf ?? []).map(({ questionCode, operator, values }) => ({ questionCode, operator, values: [...values] })),
    isCore: fields.isCore ?? false,
    isRequired: fields.isRequired ?? false,
    measures: fields.measures ?? null,
    isPrimary: fields.isPrimary ?? false,
    options: (fields.options ?? []).map(({ code, text, isExclusive, problemCategoryCode }) => ({
      code,
      text: textOf(text),
      isExclusive: isExclusive ?? false,
      problemCategoryCode: problemCategoryCode ?? null,
    })),
  }));
}

function textOf({ ky, ru, en }: LocalizedText): LocalizedText {
  return { ky: ky.trim(), ru: writtenText(ru), en: writtenText(en) };
}

function limitOf(limit: string | null | undefined): string | null {
  return limit == null ? null : (plainDecimal(limit) ?? limit);
}

// ---- what a type of question takes ---------------------------------------------------------------------------------

/** Of an answer in words. */
export const longestText = 10_000;
/** Of an answer in numbers: a double holds this many exactly, so JSON does too. */
export const mostDigits = 15;
export const scalePoints = ['1', '2', '3', '4', '5'] as const;
export const hasOptions: readonly AnswerType[] = ['CHOICE', 'MULTI_CHOICE'];

/** How many decimals an amount in a unit may have: visits, documents and other things are whole. */
export function mostPlaces(unit: MeasureUnit | null): number {
  return unit === 'VISIT' || unit === 'DOCUMENT' || unit === 'COUNT' ? 0 : 2;
}

/** What a condition on a question may name; empty = no condition can rest on it. */
export function conditionValues({ type, options }: Pick<Question, 'type' | 'options'>): readonly string[] {
  if (type === 'BOOLEAN') return ['true', 'false'];
  if (type === 'SCALE_1_5') return scalePoints;
  return hasOptions.includes(type) ? options.map(({ code }) => code) : [];
}

/** What is made of a form once, and used for each of hundreds of responses on it. */
export function onceOf<Made>(make: (questions: readonly Question[]) => Made): (questions: readonly Question[]) => Made {
  const made = new WeakMap<readonly Question[], Made>();
  return (questions) => {
    const known = made.get(questions) ?? make(questions);
    made.set(questions, known);
    return known;
  };
}
