import { type Separation, separationRefusal } from '../../access/separation.rules.ts';
import { ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { type ContentFacts, contentProblems } from './list-content.rules.ts';

export const monitoringListStates = ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'NOTIFIED'] as const;
export type MonitoringListState = (typeof monitoringListStates)[number];

/** What the public and the providers see of a List: a draft is invisible. */
export const publishedStates: readonly MonitoringListState[] = ['APPROVED', 'NOTIFIED'];

export const monitoringListActs = [
  'updateMonitoringList',
  'submitMonitoringList',
  'approveMonitoringList',
  'returnMonitoringList',
  'notifyMonitoringList',
  'amendMonitoringList',
  'recordNoticeGiven',
  'acknowledgeMonitoringList',
] as const;
export type MonitoringListAct = (typeof monitoringListActs)[number];

/**
 * R9: the List is prepared by the responsible unit, approved by the authorised body and brought to the providers' attention. Which
 * acts each state is open to, and where they lead; amending leaves a revision as it is and makes the next one.
 */
const workflow = {
  DRAFT: { updateMonitoringList: 'DRAFT', submitMonitoringList: 'SUBMITTED' },
  RETURNED: { updateMonitoringList: 'RETURNED', submitMonitoringList: 'SUBMITTED' },
  SUBMITTED: { approveMonitoringList: 'APPROVED', returnMonitoringList: 'RETURNED' },
  APPROVED: { notifyMonitoringList: 'NOTIFIED', amendMonitoringList: 'APPROVED', recordNoticeGiven: 'APPROVED' },
  NOTIFIED: {
    notifyMonitoringList: 'NOTIFIED',
    amendMonitoringList: 'NOTIFIED',
    recordNoticeGiven: 'NOTIFIED',
    acknowledgeMonitoringList: 'NOTIFIED',
  },
} as const satisfies Record<MonitoringListState, Partial<Record<MonitoringListAct, MonitoringListState>>>;

/** The state that an act leads to; undefined = the act is not open in this state. */
export function nextState(state: MonitoringListState, act: MonitoringListAct): MonitoringListState | undefined {
  const open: Partial<Record<MonitoringListAct, MonitoringListState>> = workflow[state];
  return open[act];
}

/** What the refusals of a List's acts are decided by. */
export interface ListFacts extends ContentFacts {
  state: MonitoringListState;
  /** Whether the caller drafted, edited or submitted this revision. */
  isPreparer: boolean;
  /** Whether a later revision of the cycle's List is in the making. */
  hasLaterDraft: boolean;
  /** Whether a later revision has been approved. */
  isSuperseded: boolean;
  /** Municipalities on it that mail could be sent to and that have had none for this revision. */
  untold: number;
  /** The caller's own municipality, for acknowledging. */
  isCallerOnList: boolean;
  hasCallerAcknowledged: boolean;
}

/** All that refuses an act on a List now, the first thing first; empty = it is allowed. The mutation and the button both ask this. */
export function refusalsOf(act: MonitoringListAct, facts: ListFacts): readonly Violation[] {
  if (nextState(facts.state, act) === undefined) return [outOfTurn(act, facts.state)];
  return guards[act](facts).filter((violation) => violation !== undefined);
}

type Guard = (facts: ListFacts) => readonly (Violation | undefined)[];

const guards: Readonly<Record<MonitoringListAct, Guard>> = {
  updateMonitoringList: () => [],
  submitMonitoringList: contentProblems,
  approveMonitoringList: (facts) => [separationRefusal(facts.isPreparer, approvedByAnother), ...contentProblems(facts)],
  returnMonitoringList: () => [],
  notifyMonitoringList: ({ state, isSuperseded, untold }) => [
    isSuperseded ? superseded() : undefined,
    state === 'NOTIFIED' && untold === 0 ? nobodyLeftToTell() : undefined,
  ],
  amendMonitoringList: ({ isSuperseded, hasLaterDraft }) => [
    isSuperseded ? superseded() : undefined,
    hasLaterDraft ? amendmentUnderWay() : undefined,
  ],
  recordNoticeGiven: () => [],
  acknowledgeMonitoringList: ({ isCallerOnList, hasCallerAcknowledged }) => [
    isCallerOnList ? undefined : notOnList(),
    hasCallerAcknowledged ? alreadyAcknowledged() : undefined,
  ],
};

const stateWords: Readonly<Record<MonitoringListState, Required<LocalizedText>>> = {
  DRAFT: { ky: 'долбоор', ru: 'проект', en: 'a draft' },
  SUBMITTED: { ky: 'бекитүүгө берилген', ru: 'передан на утверждение', en: 'submitted for approval' },
  RETURNED: { ky: 'сын-пикир менен кайтарылган', ru: 'возвращён с замечаниями', en: 'returned with remarks' },
  APPROVED: { ky: 'бекитилген', ru: 'утверждён', en: 'approved' },
  NOTIFIED: { ky: 'бекитилген жана билдирилген', ru: 'утверждён и доведён', en: 'approved and notified' },
};

/** What to do when an act comes out of turn. */
const turnHints: Readonly<Record<MonitoringListAct, LocalizedText>> = {
  updateMonitoringList: {
    ky: 'Бекитилген Тизме өзгөрбөйт: түзөтүү amendMonitoringList менен жасалат. Берилгенин алгач кайтарсын.',
    ru: 'Утверждённый Перечень не меняется: внесите изменение через amendMonitoringList. Переданный сначала должен быть возвращён.',
    en: 'An approved List is frozen: make an amendment (amendMonitoringList). A submitted one must first be returned.',
  },
  submitMonitoringList: {
    ky: 'Долбоор же кайтарылган Тизме гана бекитүүгө берилет.',
    ru: 'На утверждение передаётся проект или возвращённый Перечень.',
    en: 'Only a draft or a returned List is submitted.',
  },
  approveMonitoringList: {
    ky: 'Алгач Тизме бекитүүгө берилсин (submitMonitoringList).',
    ru: 'Сначала Перечень передают на утверждение (submitMonitoringList).',
    en: 'The List must be submitted first (submitMonitoringList).',
  },
  returnMonitoringList: {
    ky: 'Бекитүүгө берилген Тизме гана кайтарылат.',
    ru: 'Возвращают только переданный на утверждение Перечень.',
    en: 'Only a submitted List is returned.',
  },
  notifyMonitoringList: {
    ky: 'Алгач Тизме бекитилсин (approveMonitoringList).',
    ru: 'Сначала Перечень утверждают (approveMonitoringList).',
    en: 'The List must be approved first (approveMonitoringList).',
  },
  amendMonitoringList: {
    ky: 'Бекитиле элек Тизменин өзүн өзгөртүңүз (updateMonitoringList).',
    ru: 'Ещё не утверждённый Перечень меняют напрямую (updateMonitoringList).',
    en: 'Change a List that is not approved yet directly (updateMonitoringList).',
  },
  recordNoticeGiven: {
    ky: 'Бекитилген Тизме гана билдирилет.',
    ru: 'Доводят только утверждённый Перечень.',
    en: 'Only an approved List is brought to notice.',
  },
  acknowledgeMonitoringList: {
    ky: 'Тизме билдирилгенден кийин ырастаңыз.',
    ru: 'Подтвердите, когда Перечень будет доведён.',
    en: 'Acknowledge the List once it has been notified.',
  },
};

/** R9: prepared, then approved, then notified; after approval the List is frozen. */
function outOfTurn(act: MonitoringListAct, state: MonitoringListState): Violation {
  const { ky, ru, en } = stateWords[state];
  return ruleViolated(
    'R9',
    {
      ky: `Тизменин абалы: ${ky}. Бул аракет азыр мүмкүн эмес.`,
      ru: `Состояние Перечня: ${ru}. Это действие сейчас невозможно.`,
      en: `The List is ${en}: this act is not open now.`,
    },
    turnHints[act],
  ).violation;
}

/** R9: the List is prepared by one and approved by another (ours: who signs). */
const approvedByAnother: Separation = {
  rule: 'R9',
  preparing: { ky: 'Тизмени даярдаган', ru: 'готовил Перечень', en: 'prepared the List' },
  deciding: { ky: 'аны өзү беките албайт', ru: 'его утвердить', en: 'approve it' },
  decider: 'HEAD',
};

function superseded(): Violation {
  return ruleViolated(
    'ours:latest-revision',
    {
      ky: 'Тизменин кийинки редакциясы бекитилген.',
      ru: 'Утверждена более поздняя редакция Перечня.',
      en: 'A later revision of the List has been approved.',
    },
    { ky: 'Акыркы редакция менен иштеңиз.', ru: 'Работайте с последней редакцией.', en: 'Work with the latest revision.' },
  ).violation;
}

function amendmentUnderWay(): Violation {
  return ruleViolated(
    'ours:one-amendment-at-a-time',
    {
      ky: 'Тизменин түзөтүүсү даярдалып жатат.',
      ru: 'Изменение Перечня уже готовится.',
      en: 'An amendment of the List is being prepared already.',
    },
    { ky: 'Ошол түзөтүүнү өзгөртүңүз.', ru: 'Внесите правки в это изменение.', en: 'Change that amendment.' },
  ).violation;
}

/** R9: notice is given once per revision; again only for those who could not be told before. */
function nobodyLeftToTell(): Violation {
  return ruleViolated(
    'R9',
    {
      ky: 'Дареги бар муниципалитеттердин баарына бул редакция билдирилген.',
      ru: 'Эта редакция уже доведена до всех муниципалитетов, у которых есть адрес.',
      en: 'Every municipality with an address has been told of this revision.',
    },
    {
      ky: 'Дареги жокторго расмий почтасын киргизиңиз же кабарлоону recordNoticeGiven менен жазыңыз.',
      ru: 'Остальным внесите официальную почту или запишите уведомление через recordNoticeGiven.',
      en: 'For the others enter an official e-mail, or record the notice with recordNoticeGiven.',
    },
  ).violation;
}

function notOnList(): Violation {
  return ruleViolated(
    'R9',
    {
      ky: 'Муниципалитетиңиз бул Тизмеде жок.',
      ru: 'Вашего муниципалитета нет в этом Перечне.',
      en: 'Your municipality is not on this List.',
    },
    { ky: 'Ырастоонун кереги жок.', ru: 'Подтверждать не нужно.', en: 'There is nothing to acknowledge.' },
  ).violation;
}

function alreadyAcknowledged(): Violation {
  return ruleViolated(
    'ours:acknowledged-once',
    {
      ky: 'Муниципалитетиңиз муну ырастаган.',
      ru: 'Ваш муниципалитет уже подтвердил получение.',
      en: 'Your municipality has acknowledged it already.',
    },
    { ky: 'Кайра ырастоонун кереги жок.', ru: 'Повторно подтверждать не нужно.', en: 'There is nothing left to acknowledge.' },
  ).violation;
}
