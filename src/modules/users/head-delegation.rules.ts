import { addDays, type LocalDate } from '../../shared/calendar.ts';
import { badInput, conflict, type HubError, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { nameProblems } from '../../shared/plain-text.ts';
import { rolesInForce } from './user.rules.ts';

interface Person {
  roles: readonly string[];
  isActive: boolean;
}

/** Ours: staff of the responsible unit and of the collegium stand in for a head; who lets people in approves nothing, nor does a municipality. */
const delegateRoles: readonly string[] = ['ANALYST', 'COLLEGIUM_SECRETARY'];

/** Whether a head's powers can be lent: they are an active HEAD themselves, so that nobody lends on what was lent to them. */
export function canLend({ roles, isActive }: Person): boolean {
  return isActive && rolesInForce(roles).includes('HEAD');
}

/** Whether a person may act for a head. */
export function canStandIn({ roles, isActive }: Person): boolean {
  return isActive && roles.length > 0 && roles.every((role) => delegateRoles.includes(role));
}

const longestDays = 366;

export interface DelegationFacts {
  head: Person;
  delegate: Person;
  validFrom: LocalDate;
  /** The first day on which it no longer holds. */
  validTo: LocalDate;
  today: LocalDate;
  act: LegalAct;
  reason: string;
}

/** Ours: all that is wrong with a delegation. It begins today or later: nobody is made to have acted for another. */
export function delegationViolations({ head, delegate, validFrom, validTo, today, act, reason }: DelegationFacts): Violation[] {
  return [
    ...(canLend(head) ? [] : [notAHead()]),
    ...(canStandIn(delegate) ? [] : [cannotStandIn()]),
    ...(validFrom >= today ? [] : [beginsInThePast(today)]),
    ...(validTo > validFrom && validTo <= addDays(validFrom, longestDays) ? [] : [badEnd()]),
    ...nameProblems(['input', 'act', 'number'], act.number),
    ...nameProblems(['input', 'act', 'title'], act.title),
    ...nameProblems(['input', 'reason'], reason),
  ];
}

export interface DelegationStanding {
  validFrom: LocalDate;
  validTo: LocalDate;
  endedAt?: Date | null;
}

/** Whether a delegation holds on a Bishkek day: from its first to the eve of `validTo`, unless it was ended. */
export function isDelegationInForce({ validFrom, validTo, endedAt }: DelegationStanding, day: LocalDate): boolean {
  return endedAt == null && validFrom <= day && day < validTo;
}

/** What refuses to end a delegation: it is over. */
export function endingRefusal({ validTo, endedAt }: DelegationStanding, today: LocalDate): Violation | undefined {
  if (endedAt == null && today < validTo) return undefined;
  return ruleViolated(
    'ours:head-delegation',
    { ky: 'Ыйгарым бүткөн.', ru: 'Поручение уже окончено.', en: 'The delegation is over.' },
    { ky: 'Эч нерсе кылуунун кереги жок.', ru: 'Делать ничего не нужно.', en: 'Nothing need be done.' },
    ['input', 'id'],
  ).violation;
}

// ---- words ---------------------------------------------------------------------------------------------------------

function notAHead(): Violation {
  return ruleViolated(
    'ours:head-delegation',
    {
      ky: 'Ыйгарымды иштеп жаткан HEAD гана өткөрөт.',
      ru: 'Поручить исполнение может только действующий HEAD.',
      en: 'Only an active HEAD has the powers to delegate.',
    },
    {
      ky: 'users(filter: {roles: [HEAD]}) ичинен тандаңыз.',
      ru: 'Выберите из users(filter: {roles: [HEAD]}).',
      en: 'Choose one of users(filter: {roles: [HEAD]}).',
    },
    ['input', 'headId'],
  ).violation;
}

function cannotStandIn(): Violation {
  return ruleViolated(
    'ours:head-delegation',
    {
      ky: `Милдетин иштеп жаткан ${delegateRoles.join(' же ')} гана аткарат, башка ролу жок адам.`,
      ru: `Исполнять обязанности может действующий ${delegateRoles.join(' или ')} без других ролей.`,
      en: `An active ${delegateRoles.join(' or ')} without other roles may stand in.`,
    },
    {
      ky: 'Башка адамды тандаңыз; HEADдин өзүнө ыйгарым керек эмес.',
      ru: 'Выберите другого человека; самому HEAD поручение не нужно.',
      en: 'Choose another person; a HEAD needs no delegation.',
    },
    ['input', 'delegateId'],
  ).violation;
}

function beginsInThePast(today: LocalDate): Violation {
  return badInput(
    ['input', 'validFrom'],
    {
      ky: 'Ыйгарым өткөн күндөн башталбайт.',
      ru: 'Поручение не может начинаться в прошлом.',
      en: 'A delegation does not begin in the past.',
    },
    { ky: `${today} же кийинки күн.`, ru: `${today} или позже.`, en: `${today} or later.` },
  ).violation;
}

function badEnd(): Violation {
  return badInput(
    ['input', 'validTo'],
    {
      ky: `Ыйгарым 1 күндөн ${longestDays} күнгө чейин болот.`,
      ru: `Поручение длится от 1 до ${longestDays} дней.`,
      en: `A delegation lasts 1 to ${longestDays} days.`,
    },
    {
      ky: 'validTo — ыйгарым бүткөндөн кийинки күн.',
      ru: 'validTo — первый день, когда поручение уже не действует.',
      en: 'validTo is the first day on which it no longer holds.',
    },
  ).violation;
}

/** Ours: a head has one delegate at a time, and a delegate one head, so that every act says for whom it was done. */
export function delegatedAlready(): HubError {
  return conflict(
    ['input', 'validFrom'],
    {
      ky: 'Бул күндөрү жетекчинин же бул адамдын башка ыйгарымы бар.',
      ru: 'На эти дни у руководителя или у этого человека уже есть поручение.',
      en: 'On these days the head, or this person, has another delegation.',
    },
    {
      ky: 'Аны endHeadDelegation менен бүтүрүңүз же башка күндөрдү алыңыз.',
      ru: 'Окончите его через endHeadDelegation или возьмите другие дни.',
      en: 'End that one with endHeadDelegation, or take other days.',
    },
  );
}
