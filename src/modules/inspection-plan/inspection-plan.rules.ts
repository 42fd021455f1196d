import { type Separation, separationRefusal } from '../../access/separation.rules.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

export const inspectionPlanStates = ['DRAFT', 'SUBMITTED', 'RETURNED', 'CONSENTED'] as const;
export type InspectionPlanState = (typeof inspectionPlanStates)[number];

export const inspectionPlanActs = [
  'draftInspectionPlan',
  'pickInspections',
  'submitInspectionPlan',
  'consentToInspectionPlan',
  'returnInspectionPlan',
  'renderInspectionPlan',
] as const;
export type InspectionPlanAct = (typeof inspectionPlanActs)[number];

/**
 * R-III.6: the plan is drawn up by the responsible unit, with the consent of the authorised body's head. Which acts each state is open
 * to, and where they lead; a plan that is consented to is changed no more.
 */
const workflow = {
  DRAFT: { draftInspectionPlan: 'DRAFT', pickInspections: 'DRAFT', submitInspectionPlan: 'SUBMITTED', renderInspectionPlan: 'DRAFT' },
  RETURNED: {
    draftInspectionPlan: 'RETURNED',
    pickInspections: 'RETURNED',
    submitInspectionPlan: 'SUBMITTED',
    renderInspectionPlan: 'RETURNED',
  },
  SUBMITTED: { consentToInspectionPlan: 'CONSENTED', returnInspectionPlan: 'RETURNED', renderInspectionPlan: 'SUBMITTED' },
  CONSENTED: { renderInspectionPlan: 'CONSENTED' },
} as const satisfies Record<InspectionPlanState, Partial<Record<InspectionPlanAct, InspectionPlanState>>>;

/** The state that an act leads to; undefined = the act is not open in this state. */
export function nextState(state: InspectionPlanState, act: InspectionPlanAct): InspectionPlanState | undefined {
  const open: Partial<Record<InspectionPlanAct, InspectionPlanState>> = workflow[state];
  return open[act];
}

/** What the refusals of a plan's acts are decided by. */
export interface PlanFacts {
  state: InspectionPlanState;
  /** Whether the caller drafted, picked or submitted. */
  isPreparer: boolean;
  /** Candidates that are picked. */
  picked: number;
}

/** R-III.6: what refuses an act on a plan now. The mutation and the button both ask this. */
export function planRefusal(act: InspectionPlanAct, { state, isPreparer, picked }: PlanFacts): Violation | undefined {
  if (nextState(state, act) === undefined) return outOfTurn(act, state);
  if (act === 'submitInspectionPlan' && picked === 0) return nothingPicked();
  return act === 'consentToInspectionPlan' ? separationRefusal(isPreparer, consentedByAnother) : undefined;
}

// ---- picking -------------------------------------------------------------------------------------------------------

export interface Pick {
  candidateId: string;
  note?: string | null;
}

const mostAtOnce = 500;
const longestNote = 2_000;

/** All that is wrong with what is picked and dropped: each candidate once, and of this plan. */
export function pickViolations(picks: readonly Pick[], drops: readonly string[], known: ReadonlySet<string>): Violation[] {
  const named = [...picks.map(({ candidateId }) => candidateId), ...drops];
  if (named.length === 0 || named.length > mostAtOnce || new Set(named).size < named.length) return [badCount()];
  return [
    ...picks.flatMap(({ candidateId, note }, index) => [
      ...(known.has(candidateId) ? [] : [noCandidate(['input', 'pick', String(index), 'candidateId'])]),
      ...((note?.length ?? 0) > longestNote ? [longNote(['input', 'pick', String(index), 'note'])] : []),
    ]),
    ...drops.flatMap((id, index) => (known.has(id) ? [] : [noCandidate(['input', 'drop', String(index)])])),
  ];
}

// ---- words ---------------------------------------------------------------------------------------------------------

/** Where a plan stands, in words. */
export const planStateWords: Readonly<Record<InspectionPlanState, Required<LocalizedText>>> = {
  DRAFT: { ky: 'долбоор', ru: 'проект', en: 'a draft' },
  SUBMITTED: { ky: 'макулдукка берилген', ru: 'передан на согласование', en: 'submitted for consent' },
  RETURNED: { ky: 'сын-пикир менен кайтарылган', ru: 'возвращён с замечаниями', en: 'returned with remarks' },
  CONSENTED: { ky: 'макулдук берилген', ru: 'согласован', en: 'consented to' },
};

/** What to do when an act comes out of turn. */
const turnHints: Readonly<Record<InspectionPlanAct, LocalizedText>> = {
  draftInspectionPlan: {
    ky: 'Талапкерлер долбоордо же кайтарылган планда гана жаңыланат.',
    ru: 'Кандидаты обновляются только в проекте или в возвращённом плане.',
    en: 'Candidates are proposed anew only in a draft or a returned plan.',
  },
  pickInspections: {
    ky: 'Макулдук берилген план өзгөрбөйт. Берилгенин алгач жетекчи кайтарсын.',
    ru: 'Согласованный план не меняется. Переданный сначала должен вернуть руководитель.',
    en: 'A plan that is consented to cannot be amended. A submitted one must first be returned by the head.',
  },
  submitInspectionPlan: {
    ky: 'Долбоор же кайтарылган план гана макулдукка берилет.',
    ru: 'На согласование передаётся проект или возвращённый план.',
    en: 'Only a draft or a returned plan is submitted.',
  },
  consentToInspectionPlan: {
    ky: 'Алгач план макулдукка берилсин (submitInspectionPlan).',
    ru: 'Сначала план передают на согласование (submitInspectionPlan).',
    en: 'The plan must be submitted first (submitInspectionPlan).',
  },
  returnInspectionPlan: {
    ky: 'Макулдукка берилген план гана кайтарылат.',
    ru: 'Возвращают только переданный на согласование план.',
    en: 'Only a submitted plan is returned.',
  },
  renderInspectionPlan: { ky: 'Планды кайра окуңуз.', ru: 'Перечитайте план.', en: 'Read the plan again.' },
};

function outOfTurn(act: InspectionPlanAct, state: InspectionPlanState): Violation {
  const { ky, ru, en } = planStateWords[state];
  return ruleViolated(
    'R-III.6',
    {
      ky: `Пландын абалы: ${ky}. Бул аракет азыр мүмкүн эмес.`,
      ru: `Состояние плана: ${ru}. Это действие сейчас невозможно.`,
      en: `The plan is ${en}: this act is not open now.`,
    },
    turnHints[act],
  ).violation;
}

function nothingPicked(): Violation {
  return ruleViolated(
    'ours:plan-has-inspections',
    {
      ky: 'Планда бир да текшерүү тандалган жок.',
      ru: 'В плане не выбрано ни одной проверки.',
      en: 'No inspection is picked.',
    },
    { ky: 'pickInspections менен тандаңыз.', ru: 'Выберите через pickInspections.', en: 'Pick with pickInspections.' },
  ).violation;
}

/** R-III.6: drawn up by one, consented to by another. */
const consentedByAnother: Separation = {
  rule: 'R-III.6',
  preparing: { ky: 'Планды даярдаган', ru: 'готовил план', en: 'prepared the plan' },
  deciding: { ky: 'ага өзү макулдук бере албайт', ru: 'его согласовать', en: 'consent to it' },
  decider: 'HEAD',
};

/** R-III.6: the plan is drawn up on the basis of the final report. */
export function noReport(): Violation {
  return ruleViolated(
    'R-III.6',
    {
      ky: 'План жыйынтыктоочу докладдын негизинде түзүлөт, ал даяр эмес.',
      ru: 'План составляется на основе итогового доклада, который ещё не подготовлен.',
      en: 'The plan is drawn up on the basis of the final report, which is not prepared yet.',
    },
    {
      ky: 'Адегенде докладды даярдаңыз: prepareFinalReport.',
      ru: 'Сначала подготовьте доклад: prepareFinalReport.',
      en: 'Prepare the report first: prepareFinalReport.',
    },
    ['input', 'year'],
  ).violation;
}

function badCount(): Violation {
  return badInput(
    ['input'],
    {
      ky: `1ден ${mostAtOnce} чейин талапкер бериңиз, ар бири бир жолу.`,
      ru: `Укажите от 1 до ${mostAtOnce} кандидатов, каждого один раз.`,
      en: `Name 1 to ${mostAtOnce} candidates, each once.`,
    },
    { ky: 'Бөлүп жөнөтүңүз.', ru: 'Передайте частями.', en: 'Send them in parts.' },
  ).violation;
}

function noCandidate(path: readonly string[]): Violation {
  return badInput(
    path,
    { ky: 'Планда мындай талапкер жок.', ru: 'В плане нет такого кандидата.', en: 'The plan has no such candidate.' },
    { ky: 'candidates тизмесин кайра окуңуз.', ru: 'Прочитайте список candidates заново.', en: 'Read the list of candidates again.' },
  ).violation;
}

function longNote(path: readonly string[]): Violation {
  return badInput(
    path,
    {
      ky: `Эскертме ${longestNote} белгиден ашпасын.`,
      ru: `Примечание — не длиннее ${longestNote} знаков.`,
      en: `A note has at most ${longestNote} characters.`,
    },
    { ky: 'Кыскартыңыз.', ru: 'Сократите.', en: 'Shorten it.' },
  ).violation;
}
