import { type Separation, separationRefusal } from '../../access/separation.rules.ts';
import { addDays, type LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { isBlank } from '../../shared/plain-text.ts';
import { type DeadlineDay, isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import type { SubmissionState } from '../submissions/submission.rules.ts';

export const obligationStatuses = ['DUE', 'PARTIALLY_FILED', 'FILED', 'RETURNED', 'ACCEPTED'] as const;
export type ObligationStatus = (typeof obligationStatuses)[number];

/** The statuses in which something is still owed. */
export const unfiledStatuses: readonly ObligationStatus[] = ['DUE', 'PARTIALLY_FILED', 'RETURNED'];

export const timelinessKinds = ['NOT_YET_DUE', 'ON_TIME', 'LATE', 'OVERDUE'] as const;
export type Timeliness = (typeof timelinessKinds)[number];

export const obligationOrders = ['OVERDUE_FIRST', 'DUE_ASC', 'MUNICIPALITY_NAME_ASC'] as const;
export type ObligationOrder = (typeof obligationOrders)[number];

export const progressGroups = ['COUNTRY', 'REGION', 'PART', 'OBJECT'] as const;
export type ProgressGroup = (typeof progressGroups)[number];

/** What the submission says of an obligation. */
export interface FilingFacts {
  partState: SubmissionState;
  /** Of the first revision that answers it; null = none does. */
  firstFiledAt: Date | null;
  /** When the unit accepted what the latest such revision holds for the object; null = it did not (yet). */
  acceptedAt: Date | null;
  /** Of the first such revision that was not short, by what the List asked for then or asks for now, or that the unit accepted; null = none was. */
  filedInFullAt: Date | null;
  /** Questionnaires in the latest such revision; null = none, or the part is VOLUME_REPORT. */
  responses: number | null;
  expectedResponses: number | null;
}

/**
 * R12: where an obligation stands, derived from the latest revision that answers it and never stored; one sheet does not count as filed
 * (ours). After a supplement an object stays ACCEPTED while its content is what was accepted; other content is to be accepted anew.
 * What was returned and then left out, while the List did not ask for it, is returned still.
 */
export function statusOf({ partState, firstFiledAt, acceptedAt, responses, expectedResponses }: FilingFacts): ObligationStatus {
  if (acceptedAt !== null) return 'ACCEPTED';
  if (firstFiledAt === null) return 'DUE';
  if (partState === 'RETURNED' || partState === 'DRAFT') return 'RETURNED';
  const isShort = responses !== null && responses > 0 && responses < (expectedResponses ?? 0);
  return isShort ? 'PARTIALLY_FILED' : 'FILED';
}

/**
 * R12: in time or not, beside the status: the time decides at which it was first filed in full, so neither returning nor accepting changes
 * it. What is short is overdue as long as the rest is, returned or not. `asOf` = now, or when it ended: nothing gets late after that.
 */
export function timelinessOf({ filedInFullAt }: Pick<FilingFacts, 'filedInFullAt'>, deadline: DeadlineDay, asOf: Date): Timeliness {
  if (filedInFullAt !== null) return isLateAt(deadline, filedInFullAt) ? 'LATE' : 'ON_TIME';
  return isLateAt(deadline, asOf) ? 'OVERDUE' : 'NOT_YET_DUE';
}

// ---- deferrals -----------------------------------------------------------------------------------------------------

export const deferralStates = ['REQUESTED', 'GRANTED', 'REFUSED'] as const;
export type DeferralState = (typeof deferralStates)[number];

export interface DeferralFacts {
  status: ObligationStatus;
  isEnded: boolean;
  /** Of the latest deferral; null = none was asked for. */
  deferralState: DeferralState | null;
  /** Whether the caller asked for it. */
  isRequester: boolean;
}

/** Ours: a deferral is asked for while something is owed, and one at a time. It stops reminders; R12 lets nobody move 20 October. */
export function requestRefusal({ status, isEnded, deferralState }: Omit<DeferralFacts, 'isRequester'>): Violation | undefined {
  if (!isOwed({ status, isEnded })) return nothingOwed(notNeeded);
  return deferralState === 'REQUESTED' ? requestedAlready() : undefined;
}

function isOwed({ status, isEnded }: Pick<DeferralFacts, 'status' | 'isEnded'>): boolean {
  return !isEnded && unfiledStatuses.includes(status);
}

/** Ours: the head decides on what another person asked for, once. */
export function decisionRefusal({
  deferralState,
  isRequester,
}: Pick<DeferralFacts, 'deferralState' | 'isRequester'>): Violation | undefined {
  return deferralState === 'REQUESTED' ? separationRefusal(isRequester, decidedByAnother) : nothingRequested();
}

/** Ours: granted while something is owed. A request whose obligation was filed or has ended since can still be refused. */
export function grantRefusal(facts: DeferralFacts): Violation | undefined {
  return decisionRefusal(facts) ?? (isOwed(facts) ? undefined : nothingOwed(toBeRefused));
}

const decidedByAnother: Separation = {
  rule: 'ours:deferral-decided-by-another',
  preparing: { ky: 'Кийинкиге калтырууну сураган', ru: 'запросил отсрочку', en: 'asked for the deferral' },
  deciding: { ky: 'ал боюнча өзү чечим кабыл ала албайт', ru: 'решать по ней', en: 'decide on it' },
  decider: 'HEAD',
};

const longestDays = 366;

/** Ours: reminders stop until a day to come, within a year. */
export function untilViolation(until: LocalDate, today: LocalDate): Violation | undefined {
  const [first, last] = [addDays(today, 1), addDays(today, longestDays)];
  if (until >= first && until <= last) return undefined;
  return badInput(
    ['input', 'until'],
    {
      ky: 'Күн эртеңден баштап бир жылдын ичинде болсун.',
      ru: 'День — не раньше завтрашнего и в пределах года.',
      en: 'The day is to come, within a year.',
    },
    {
      ky: `${first} – ${last} аралыгындагы күндү бериңиз.`,
      ru: `Укажите день с ${first} по ${last}.`,
      en: `Give a day from ${first} to ${last}.`,
    },
  ).violation;
}

const mostAtOnce = 500;
const longestReason = 2000;

/** Ours: how many at a time, and that the reason can be kept. */
export function deferralInputViolations(field: string, ids: readonly string[], reason: string): Violation[] {
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) < index);
  return [
    ...(ids.length > 0 && ids.length <= mostAtOnce ? [] : [badCount(field, ids.length)]),
    ...(repeated === -1 ? [] : [givenTwice(field, repeated)]),
    ...(!isBlank(reason) && reason.length <= longestReason ? [] : [badReason()]),
  ];
}

function badCount(field: string, count: number): Violation {
  return badInput(
    ['input', field],
    { ky: `1ден ${mostAtOnce} чейин.`, ru: `От 1 до ${mostAtOnce}.`, en: `1 to ${mostAtOnce}.` },
    count === 0
      ? { ky: 'Жок дегенде бирин бериңиз.', ru: 'Укажите хотя бы одно.', en: 'Give at least one.' }
      : { ky: 'Бөлүп жөнөтүңүз.', ru: 'Передайте частями.', en: 'Send them in parts.' },
  ).violation;
}

function givenTwice(field: string, index: number): Violation {
  return badInput(
    ['input', field, String(index)],
    { ky: 'Бул эки жолу берилди.', ru: 'Это указано дважды.', en: 'This is given twice.' },
    { ky: 'Ар бирин бир жолу бериңиз.', ru: 'Укажите каждое один раз.', en: 'Give each once.' },
  ).violation;
}

function badReason(): Violation {
  return badInput(
    ['input', 'reason'],
    {
      ky: `Себеби 1ден ${longestReason} белгиге чейин.`,
      ru: `Причина — от 1 до ${longestReason} знаков.`,
      en: `A reason has 1 to ${longestReason} characters.`,
    },
    { ky: 'Себебин жазыңыз.', ru: 'Напишите причину.', en: 'Write the reason.' },
  ).violation;
}

function ruled(rule: string, message: LocalizedText, hint: LocalizedText): Violation {
  return ruleViolated(rule, message, hint).violation;
}

const notNeeded: LocalizedText = {
  ky: 'Кийинкиге калтыруунун кереги жок.',
  ru: 'Отсрочка не нужна.',
  en: 'There is nothing to defer.',
};
const toBeRefused: LocalizedText = {
  ky: 'Кийинкиге калтыруунун кереги жок; суранычты refuseDeferral менен жабыңыз.',
  ru: 'Отсрочка не нужна; закройте запрос через refuseDeferral.',
  en: 'There is nothing to defer: close the request with refuseDeferral.',
};

function nothingOwed(hint: LocalizedText): Violation {
  return ruled(
    'ours:deferral-while-due',
    {
      ky: 'Бул милдет боюнча өткөрүлө турган эч нерсе калган жок.',
      ru: 'По этому обязательству больше ничего представлять не нужно.',
      en: 'Nothing is owed on this obligation any more.',
    },
    hint,
  );
}

function requestedAlready(): Violation {
  return ruled(
    'ours:one-deferral-at-a-time',
    {
      ky: 'Кийинкиге калтыруу суралган, чечим күтүлүүдө.',
      ru: 'Отсрочка уже запрошена, решение ожидается.',
      en: 'A deferral is asked for and waits for its decision.',
    },
    { ky: 'Жетекчинин чечимин күтүңүз.', ru: 'Дождитесь решения руководителя.', en: 'Wait for the decision of the head.' },
  );
}

function nothingRequested(): Violation {
  return ruled(
    'ours:deferral-requested',
    {
      ky: 'Чечиле турган кийинкиге калтыруу суралган эмес.',
      ru: 'Нет запроса на отсрочку, по которому нужно решение.',
      en: 'No deferral is asked for that waits for a decision.',
    },
    {
      ky: 'Аткаруучу алгач requestDeferral менен сурасын.',
      ru: 'Сначала исполнитель запрашивает её через requestDeferral.',
      en: 'The provider has to ask for one first, with requestDeferral.',
    },
  );
}
