import { type Separation, separationRefusal } from '../../access/separation.rules.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { FormKind } from '../forms/form.rules.ts';
import { publicationDefects, questionViolations } from '../forms/question-check.rules.ts';
import { continuityViolations, diffQuestions, type QuestionDifference, variantViolations } from '../forms/question-diff.rules.ts';
import type { Question } from '../forms/question.rules.ts';

export const variantStates = ['PROPOSED', 'CONSENTED', 'REFUSED', 'WITHDRAWN'] as const;
export type VariantState = (typeof variantStates)[number];

/** R10: proposed by the provider, decided by the responsible unit; the provider may take it back, also when it is in use. */
const variantSteps = {
  consentToQuestionnaireVariant: { from: ['PROPOSED'], to: 'CONSENTED' },
  refuseQuestionnaireVariant: { from: ['PROPOSED'], to: 'REFUSED' },
  withdrawQuestionnaireVariant: { from: ['PROPOSED', 'CONSENTED'], to: 'WITHDRAWN' },
} as const satisfies Record<string, { from: readonly VariantState[]; to: VariantState }>;
export type VariantAct = keyof typeof variantSteps;
export const variantActs = Object.keys(variantSteps) as VariantAct[];

export interface VariantFacts {
  state: VariantState;
  /** Whether the version that it changes is still the one in force. */
  isBaseInForce: boolean;
  /** Whether another of the provider's is in use for one of its services. */
  isOtherInUse: boolean;
  /** Whether the caller proposed it. */
  isProposer: boolean;
}

/** Where an act leads. */
export function stateAfter(act: VariantAct): VariantState {
  return variantSteps[act].to;
}

/**
 * R10: what refuses an act on a variant now. Ours: consent is given to changes of the questionnaire in force only,
 * and one variant is in use for a service at a time: a questionnaire has one set of questions. Nobody's is ended unasked: it may be for other
 * services too.
 */
export function variantActRefusal(act: VariantAct, facts: VariantFacts): Violation | undefined {
  const { state, isBaseInForce, isOtherInUse, isProposer } = facts;
  const open: readonly VariantState[] = variantSteps[act].from;
  if (!open.includes(state)) return outOfTurn(state);
  if (act === 'withdrawQuestionnaireVariant') return undefined;
  const ownProposal = separationRefusal(isProposer, decidedByAnother);
  if (ownProposal) return { ...ownProposal, path: ['input', 'id'] };
  if (act !== 'consentToQuestionnaireVariant') return undefined;
  if (!isBaseInForce) return baseNotInForce(['input', 'id']);
  return isOtherInUse ? otherInUse() : undefined;
}

// ---- proposing -----------------------------------------------------------------------------------------------------

/** Services that one variant may be for. */
const mostServices = 50;

export interface ProposalFacts {
  base: { kind: FormKind; isInForce: boolean; questions: readonly Question[] };
  questions: readonly Question[];
  serviceCount: number;
  /** Codes of those services that other changes of the provider's await a decision for. */
  awaiting: readonly string[];
  /** What is asked under their codes in other versions and variants of the form. */
  asked: readonly Question[];
}

/**
 * R10: all that is wrong with a provider's changes of the typical questionnaire, for particular services. Ours: a code of an added
 * question means the same in every variant, so that answers stand in one column of an export.
 */
export function proposalViolations({ base, questions, serviceCount, awaiting, asked }: ProposalFacts): Violation[] {
  const shape = questionViolations(questions);
  return [
    ...(base.kind === 'QUESTIONNAIRE' ? [] : [noVariantsOfSheet()]),
    ...(base.isInForce ? [] : [baseNotInForce(['input', 'baseFormVersionId'])]),
    ...(serviceCount >= 1 && serviceCount <= mostServices ? [] : [badServiceCount()]),
    ...(awaiting.length > 0 ? [proposedAlready(awaiting)] : []),
    ...shape,
    ...(shape.length > 0 ? [] : contentViolations(base.questions, questions, asked)),
  ];
}

function contentViolations(base: readonly Question[], questions: readonly Question[], asked: readonly Question[]): Violation[] {
  const differences = diffQuestions(base, questions);
  if (differences.every(({ change }) => change === 'SAME')) return [nothingChanged()];
  const added = new Set(differences.filter(({ change }) => change === 'ADDED').map(({ code }) => code));
  const elsewhere = asked.filter(({ code }) => added.has(code));
  const wrong = [...publicationDefects(questions), ...variantViolations(base, questions), ...continuityViolations(elsewhere, questions)];
  return wrong.map((violation) => ({ ...violation, path: ['input', ...(violation.path ?? [])] }));
}

// ---- filing --------------------------------------------------------------------------------------------------------

/** R10: what refuses questionnaires on a variant: it takes none before the responsible unit has consented. */
export function variantFilingRefusal(state: VariantState): Violation | undefined {
  if (state === 'CONSENTED') return undefined;
  return ruleViolated(
    'R10',
    {
      ky: 'Өзгөртүлгөн анкета жооптуу аткаруучунун макулдугу менен гана колдонулат.',
      ru: 'Изменённая анкета применяется только с согласия ответственного исполнителя.',
      en: "A changed questionnaire is used only with the responsible unit's consent.",
    },
    {
      ky: '2-тиркеменин колдонуудагы версиясын бериңиз.',
      ru: 'Укажите действующую версию приложения 2.',
      en: 'Give the version of Appendix 2 in force.',
    },
    ['input', 'formVersionId'],
  ).violation;
}

// ---- words ---------------------------------------------------------------------------------------------------------

/** A variant in a few words: which version it changes, and how much. */
export function variantTitle(versionNumber: number, differences: readonly QuestionDifference[]): LocalizedText {
  const count = (change: QuestionDifference['change']) => differences.filter((difference) => difference.change === change).length;
  const [added, changed, removed] = [count('ADDED'), count('CHANGED'), count('REMOVED')];
  return {
    ky: `2-тиркеме, ${versionNumber}-версия (кошулган суроолор: ${added}, өзгөргөнү: ${changed}, алынганы: ${removed})`,
    ru: `приложение 2, версия ${versionNumber} (вопросов добавлено: ${added}, изменено: ${changed}, убрано: ${removed})`,
    en: `Appendix 2, version ${versionNumber} (questions added: ${added}, changed: ${changed}, removed: ${removed})`,
  };
}

const stateWords: Readonly<Record<VariantState, Required<LocalizedText>>> = {
  PROPOSED: { ky: 'сунушталган', ru: 'предложена', en: 'proposed' },
  CONSENTED: { ky: 'макулдук берилген', ru: 'согласована', en: 'consented to' },
  REFUSED: { ky: 'макулдук берилген эмес', ru: 'не согласована', en: 'refused' },
  WITHDRAWN: { ky: 'кайра алынган', ru: 'отозвана', en: 'withdrawn' },
};

/** What is in use stands as it was decided, until its provider ends it; what is over is proposed anew, by its provider too. */
const decidedHint: LocalizedText = {
  ky: 'Чечим кабыл алынган; аны сунуштаган муниципалитет гана кайра ала алат (withdrawQuestionnaireVariant).',
  ru: 'Решение принято; отозвать её может только предложивший муниципалитет (withdrawQuestionnaireVariant).',
  en: 'It is decided; only the municipality that proposed it can withdraw it (withdrawQuestionnaireVariant).',
};
const overHint: LocalizedText = {
  ky: 'Өзгөртүүлөрдү муниципалитет жаңыдан сунуштай алат (proposeQuestionnaireVariant).',
  ru: 'Муниципалитет может предложить изменения заново (proposeQuestionnaireVariant).',
  en: 'The municipality may propose the changes anew (proposeQuestionnaireVariant).',
};

function outOfTurn(state: VariantState): Violation {
  const { ky, ru, en } = stateWords[state];
  return ruleViolated(
    'ours:variant-workflow',
    {
      ky: `Өзгөртүлгөн анкетанын абалы: ${ky}. Бул аракет азыр мүмкүн эмес.`,
      ru: `Состояние изменённой анкеты: ${ru}. Это действие сейчас невозможно.`,
      en: `The variant is ${en}: this act is not open now.`,
    },
    state === 'CONSENTED' ? decidedHint : overHint,
    ['input', 'id'],
  ).violation;
}

/** R10: proposed by the provider, consented to by the responsible unit: by another person (ours), whatever they have become since. */
const decidedByAnother: Separation = {
  rule: 'R10',
  preparing: { ky: 'Анкетага өзгөртүүлөрдү сунуштаган', ru: 'предложил изменения анкеты', en: 'proposed changes of the questionnaire' },
  deciding: { ky: 'алар боюнча өзү чечим кабыл ала албайт', ru: 'решать, согласовать ли их', en: 'decide on them' },
  decider: 'ANALYST',
};

function baseNotInForce(path: readonly string[]): Violation {
  return ruleViolated(
    'ours:form-version-open',
    {
      ky: 'Өзгөртүлгөн версия колдонууда эмес.',
      ru: 'Версия, которую меняют, не действует.',
      en: 'The version that is changed is not the one in force.',
    },
    {
      ky: 'Өзгөртүүлөр колдонуудагы версияга жаңыдан сунушталсын: form(kind: QUESTIONNAIRE) { current }.',
      ru: 'Изменения нужно предложить заново к действующей версии: form(kind: QUESTIONNAIRE) { current }.',
      en: 'The changes must be proposed anew to the version in force: form(kind: QUESTIONNAIRE) { current }.',
    },
    path,
  ).violation;
}

function otherInUse(): Violation {
  return ruleViolated(
    'ours:one-variant-in-use',
    {
      ky: 'Бул аткаруучунун ушул кызмат үчүн башка өзгөртүлгөн анкетасы колдонулууда.',
      ru: 'У этого исполнителя для этой услуги уже применяется другая изменённая анкета.',
      en: 'Another changed questionnaire of this provider is in use for this service.',
    },
    {
      ky: 'Аткаруучу адегенде мурункусун кайра алсын (withdrawQuestionnaireVariant), андан кийин макулдук бериңиз.',
      ru: 'Пусть исполнитель сначала отзовёт прежнюю (withdrawQuestionnaireVariant), затем согласуйте новую.',
      en: 'Let the provider first withdraw the former (withdrawQuestionnaireVariant), then consent to this one.',
    },
    ['input', 'id'],
  ).violation;
}

/** Ours: one proposal for a service at a time, also where a form is sent twice. */
function proposedAlready(codes: readonly string[]): Violation {
  const named = codes.join(', ');
  return ruleViolated(
    'ours:one-variant-proposed',
    {
      ky: `Бул кызматтар үчүн өзгөртүүлөр сунушталган, чечим күтүлүүдө: ${named}.`,
      ru: `Для этих услуг изменения уже предложены и ждут решения: ${named}.`,
      en: `Changes for these services are proposed already and await a decision: ${named}.`,
    },
    {
      ky: 'Чечимди күтүңүз же мурунку сунушту кайра алыңыз (withdrawQuestionnaireVariant).',
      ru: 'Дождитесь решения или отзовите прежнее предложение (withdrawQuestionnaireVariant).',
      en: 'Wait for the decision, or withdraw the former proposal (withdrawQuestionnaireVariant).',
    },
    ['input', 'serviceIds'],
  ).violation;
}

function noVariantsOfSheet(): Violation {
  return ruleViolated(
    'R10',
    {
      ky: 'Сурамжылоо баракчасы (1-тиркеме) өзгөртүлбөйт.',
      ru: 'Опросный лист (приложение 1) не изменяется.',
      en: 'The survey sheet (Appendix 1) has no variants.',
    },
    {
      ky: 'form(kind: QUESTIONNAIRE) версиясын бериңиз.',
      ru: 'Укажите версию формы form(kind: QUESTIONNAIRE).',
      en: 'Give a version of form(kind: QUESTIONNAIRE).',
    },
    ['input', 'baseFormVersionId'],
  ).violation;
}

/** R10: changes are for particular services. */
function badServiceCount(): Violation {
  return badInput(
    ['input', 'serviceIds'],
    {
      ky: `Өзгөртүүлөр 1ден ${mostServices} чейинки белгилүү кызмат үчүн болот.`,
      ru: `Изменения — для определённых услуг, от 1 до ${mostServices}.`,
      en: `Changes are for particular services, 1 to ${mostServices}.`,
    },
    { ky: 'Кызматтарды атаңыз.', ru: 'Назовите услуги.', en: 'Name the services.' },
  ).violation;
}

function nothingChanged(): Violation {
  return badInput(
    ['input', 'questions'],
    {
      ky: 'Суроолор үлгү анкетадагыдай эле.',
      ru: 'Вопросы те же, что в типовой анкете.',
      en: 'The questions are those of the typical questionnaire.',
    },
    {
      ky: 'Өзгөртүү болбосо, үлгү анкетанын өзүн колдонуңуз.',
      ru: 'Без изменений применяйте саму типовую анкету.',
      en: 'Without changes use the typical questionnaire itself.',
    },
  ).violation;
}
