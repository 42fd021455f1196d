import { type Separation, separationRefusal } from '../../access/separation.rules.ts';
import { addDays, type LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

/** R12: what a municipality hands in. */
export const obligationParts = ['QUESTIONNAIRES', 'VOLUME_REPORT'] as const;
export type ObligationPart = (typeof obligationParts)[number];

/** Why an obligation ended: an amendment took its object, or the municipality, off the List, or a successor owes it now. */
export const endReasons = ['REMOVED', 'SUCCEEDED'] as const;
export type EndReason = (typeof endReasons)[number];

/** R12: the states of a submission and of each of its parts. */
export const submissionStates = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED'] as const;
export type SubmissionState = (typeof submissionStates)[number];

export const submissionActs = ['updateSubmission', 'submitSubmission', 'returnSubmission', 'acceptSubmission'] as const;
export type SubmissionAct = (typeof submissionActs)[number];

/**
 * R12: each part is handed in, then accepted or returned with remarks. An accepted part is opened again only where an amendment of the
 * List or a succession asks for more: see `isSupplementDue`.
 */
const workflow = {
  DRAFT: { updateSubmission: 'DRAFT', submitSubmission: 'SUBMITTED' },
  RETURNED: { updateSubmission: 'RETURNED', submitSubmission: 'SUBMITTED' },
  SUBMITTED: { returnSubmission: 'RETURNED', acceptSubmission: 'ACCEPTED' },
  ACCEPTED: {},
} as const satisfies Record<SubmissionState, Partial<Record<SubmissionAct, SubmissionState>>>;

/** The state that an act leads a part to; undefined = the act is not open in this state. */
export function nextState(state: SubmissionState, act: SubmissionAct): SubmissionState | undefined {
  const open: Partial<Record<SubmissionAct, SubmissionState>> = workflow[state];
  return open[act];
}

/** Where a submission as a whole stands: what needs its municipality first, then what needs the unit. */
export function wholeState(states: readonly SubmissionState[]): SubmissionState {
  if (states.includes('RETURNED')) return 'RETURNED';
  if (states.includes('DRAFT') || states.length === 0) return 'DRAFT';
  return states.includes('SUBMITTED') ? 'SUBMITTED' : 'ACCEPTED';
}

/** Ours: an accepted part is opened for a supplement when something is asked of it that was not accepted with it. */
export function isSupplementDue({ state, unaccepted }: { state: SubmissionState; unaccepted: number }): boolean {
  return state === 'ACCEPTED' && unaccepted > 0;
}

/** Ours: ten days to mend what was returned, or until 20 October where that is later. Only the mail says it: nothing is refused after. */
export function correctBy(today: LocalDate, lastDayInTime: LocalDate): LocalDate {
  const inTenDays = addDays(today, 10);
  return inTenDays > lastDayInTime ? inTenDays : lastDayInTime;
}

// ---- what may be done ----------------------------------------------------------------------------------------------

export interface PartFacts {
  part: ObligationPart;
  state: SubmissionState;
  /** How many obligations of the part are open, answered or not. */
  due: number;
  /** What keeps it from being handed in. */
  missing: readonly Violation[];
  /** Whether the caller has a hand in it: prepared it or handed it in, now or before it was returned. What a later revision holds began with theirs. */
  isPreparer: boolean;
}

/** R12: all that refuses an act on parts of a submission, the first thing first; empty = it is allowed. */
export function refusalsOf(act: SubmissionAct, parts: readonly PartFacts[]): Violation[] {
  return parts.flatMap(({ part, state, due, missing, isPreparer }) => {
    if (nextState(state, act) === undefined) return [outOfTurn(act, part, state)];
    const nothing = due === 0 ? [nothingDue(part)] : [];
    if (act === 'returnSubmission') return [...ownFiling(part, isPreparer), ...nothing];
    if (act === 'acceptSubmission') return ownFiling(part, isPreparer);
    return act === 'submitSubmission' ? [...nothing, ...missing] : [];
  });
}

/** What a button shows: an act that is open for one part is open; otherwise what refuses it, first for a part whose turn it is. */
export function buttonRefusal(act: SubmissionAct, parts: readonly PartFacts[]): Violation | undefined {
  const inTurn = parts.filter(({ state }) => nextState(state, act) !== undefined);
  const perPart = (inTurn.length > 0 ? inTurn : parts).map((part) => refusalsOf(act, [part]));
  return perPart.some((refusals) => refusals.length === 0) ? undefined : perPart.flat()[0];
}

// ---- what an act is given -------------------------------------------------------------------------------------------

/** Ours: what the parts of an act must be: at least one, each once. */
export function partsViolation(parts: readonly ObligationPart[]): Violation | undefined {
  if (parts.length > 0 && new Set(parts).size === parts.length) return undefined;
  return badInput(
    ['input', 'parts'],
    {
      ky: 'Кеминде бир бөлүктү, ар бирин бир жолу бериңиз.',
      ru: 'Укажите хотя бы одну часть, каждую один раз.',
      en: 'Give at least one part, each once.',
    },
    { ky: 'QUESTIONNAIRES, VOLUME_REPORT.', ru: 'QUESTIONNAIRES, VOLUME_REPORT.', en: 'QUESTIONNAIRES, VOLUME_REPORT.' },
  ).violation;
}

// ---- words ---------------------------------------------------------------------------------------------------------

type Words = Record<'ky' | 'ru' | 'en', string>;

/** What a part is called. */
export const partWords: Readonly<Record<ObligationPart, Words>> = {
  QUESTIONNAIRES: { ky: 'Анкеталар', ru: 'Анкеты', en: 'Questionnaires' },
  VOLUME_REPORT: { ky: 'Сандык көрсөткүчтөр отчету', ru: 'Отчёт о количественных показателях', en: 'Volume report' },
};

const stateWords: Readonly<Record<SubmissionState, Words>> = {
  DRAFT: { ky: 'өткөрүлө элек', ru: 'ещё не представлено', en: 'not handed in yet' },
  SUBMITTED: { ky: 'өткөрүлгөн, каралууда', ru: 'представлено, рассматривается', en: 'handed in and under examination' },
  RETURNED: { ky: 'оңдоого кайтарылган', ru: 'возвращено на доработку', en: 'returned to be mended' },
  ACCEPTED: { ky: 'кабыл алынган', ru: 'принято', en: 'accepted' },
};

const turnHints: Readonly<Record<SubmissionAct, LocalizedText>> = {
  updateSubmission: {
    ky: 'Өзгөртүү үчүн жооптуу бөлүм аны кайтарышы керек.',
    ru: 'Чтобы изменить, ответственное подразделение должно вернуть представление.',
    en: 'To change it, the responsible unit has to return it.',
  },
  submitSubmission: {
    ky: 'Кайра өткөрүүнүн кереги жок. Бөлүк кайтарылганда ачылат; кабыл алынгандан кийин андан көбүрөөк суралса, өзү ачылат.',
    ru: 'Повторно представлять не нужно. Часть откроется, когда её вернут; после принятия она откроется сама, если от неё требуется больше.',
    en: 'There is nothing to hand in again. It opens when it is returned; once it is accepted, it opens by itself if more is asked of it.',
  },
  returnSubmission: {
    ky: 'Өткөрүлгөн, каралып жаткан бөлүк гана кайтарылат.',
    ru: 'Возвращают только представленную часть, которая рассматривается.',
    en: 'Only a part that is handed in and under examination is returned.',
  },
  acceptSubmission: {
    ky: 'Өткөрүлгөн, каралып жаткан бөлүк гана кабыл алынат.',
    ru: 'Принимают только представленную часть, которая рассматривается.',
    en: 'Only a part that is handed in and under examination is accepted.',
  },
};

/** R12: handed in, then examined; nothing is changed while the unit examines it. */
function outOfTurn(act: SubmissionAct, part: ObligationPart, state: SubmissionState): Violation {
  const [what, where] = [partWords[part], stateWords[state]];
  return ruleViolated(
    'R12',
    { ky: `${what.ky}: ${where.ky}.`, ru: `${what.ru}: ${where.ru}.`, en: `${what.en}: ${where.en}.` },
    turnHints[act],
    ['input', act === 'updateSubmission' ? 'id' : 'parts'],
  ).violation;
}

const decidedByAnother: Readonly<Record<ObligationPart, Separation>> = {
  QUESTIONNAIRES: {
    rule: 'R12',
    preparing: {
      ky: 'Анкеталарды даярдаган же өткөргөн',
      ru: 'готовил или представил анкеты',
      en: 'prepared or handed in the questionnaires',
    },
    deciding: { ky: 'алар боюнча өзү чечим кабыл ала албайт', ru: 'решать, принять ли их', en: 'decide whether they are accepted' },
    decider: 'ANALYST',
  },
  VOLUME_REPORT: {
    rule: 'R12',
    preparing: {
      ky: 'Сандык көрсөткүчтөр отчетун даярдаган же өткөргөн',
      ru: 'готовил или представил отчёт о количественных показателях',
      en: 'prepared or handed in the volume report',
    },
    deciding: { ky: 'ал боюнча өзү чечим кабыл ала албайт', ru: 'решать, принять ли его', en: 'decide whether it is accepted' },
    decider: 'ANALYST',
  },
};

/** R12: prepared and handed in by the provider, examined by the responsible unit: by another person (ours), whatever they have become since. */
function ownFiling(part: ObligationPart, isPreparer: boolean): Violation[] {
  const refusal = separationRefusal(isPreparer, decidedByAnother[part]);
  return refusal ? [{ ...refusal, path: ['input', 'parts'] }] : [];
}

function nothingDue(part: ObligationPart): Violation {
  const { ky, ru, en } = partWords[part];
  return ruleViolated(
    'R9',
    {
      ky: `${ky}: Тизме боюнча милдет жок.`,
      ru: `${ru}: по Перечню ничего не требуется.`,
      en: `${en}: the List asks for nothing.`,
    },
    {
      ky: 'Түзөтүү аны Тизмеден алган, же муниципалитет бириктирилип, милдет укук мураскерине өткөн.',
      ru: 'Изменение исключило это из Перечня, или муниципалитет преобразован и обязательство перешло к преемнику.',
      en: 'An amendment took it off the List, or the municipality was merged and its successor owes it now.',
    },
    ['input', 'parts'],
  ).violation;
}
