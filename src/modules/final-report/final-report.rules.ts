import { type Separation, separationRefusal } from '../../access/separation.rules.ts';
import { dayOf, endOf, type LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { isBlank, nameProblems } from '../../shared/plain-text.ts';
import type { AnalysisState, RunKind } from '../indicators/analysis-run.rules.ts';

export const finalReportStates = ['DRAFT', 'PREPARED', 'HANDED_OVER'] as const;
export type FinalReportState = (typeof finalReportStates)[number];

/** The parts of the report that people write into, in their order. */
export const sectionCodes = [
  'INTRODUCTION',
  'SERVICES',
  'RANKING',
  'INDICATORS',
  'NORMS',
  'SURVEYS',
  'PROBLEMS',
  'DYNAMICS',
  'CONCLUSIONS',
] as const;
export type SectionCode = (typeof sectionCodes)[number];

export const sectionTitles: Readonly<Record<SectionCode, Required<LocalizedText>>> = {
  INTRODUCTION: { ky: 'Киришүү', ru: 'Введение', en: 'Introduction' },
  SERVICES: { ky: 'Кызматтар жана аларды аткаруучулар', ru: 'Услуги и их исполнители', en: 'Services and their providers' },
  RANKING: {
    ky: 'Кызматтарды сапаты жана талап кылынышы боюнча рангдарга бөлүү',
    ru: 'Ранжирование услуг по качеству и востребованности',
    en: 'Ranking of services by quality and demand',
  },
  INDICATORS: { ky: 'Көрсөткүчтөргө жетишүү', ru: 'Достижение показателей', en: 'Achievement of the indicators' },
  NORMS: {
    ky: 'Бекитилген ченемдер жана иш жүзүндөгү маанилер',
    ru: 'Утверждённые нормы и фактические значения',
    en: 'Approved norms and actual values',
  },
  SURVEYS: {
    ky: 'Анкеталар менен сурамжылоону салыштыруу',
    ru: 'Сопоставление анкет и опроса',
    en: 'Questionnaires and survey compared',
  },
  PROBLEMS: { ky: 'Типтүү жана актуалдуу көйгөйлөр', ru: 'Типичные и актуальные проблемы', en: 'Typical and topical problems' },
  DYNAMICS: { ky: 'Көрсөткүчтөрдүн динамикасы', ru: 'Динамика показателей', en: 'Dynamics of the indicators' },
  CONCLUSIONS: { ky: 'Корутундулар', ru: 'Выводы', en: 'Conclusions' },
};

/** R-III.5: what the collegium of the authorised body said of it. */
export interface Consideration {
  consideredOn: LocalDate;
  minutesNumber: string;
  decision: string;
  remarks: string | null;
}

// ---- the workflow --------------------------------------------------------------------------------------------------

export const finalReportActs = [
  'draftFinalReport',
  'updateFinalReport',
  'prepareFinalReport',
  'handOverFinalReport',
  'confirmFinalReportReceipt',
  'recordCollegiumConsideration',
  'publishFinalReport',
  'renderFinalReport',
] as const;
export type FinalReportAct = (typeof finalReportActs)[number];

/**
 * R-III.2, R-III.4, R-III.5: prepared by 15 November, handed over by 20 November; the collegium's consideration has no date and blocks
 * nothing. Which acts each state is open to, and where they lead; what is prepared stays, and a further draft is the next revision.
 */
const workflow = {
  DRAFT: { updateFinalReport: 'DRAFT', prepareFinalReport: 'PREPARED', renderFinalReport: 'DRAFT' },
  PREPARED: {
    draftFinalReport: 'PREPARED',
    handOverFinalReport: 'HANDED_OVER',
    recordCollegiumConsideration: 'PREPARED',
    renderFinalReport: 'PREPARED',
  },
  HANDED_OVER: {
    draftFinalReport: 'HANDED_OVER',
    confirmFinalReportReceipt: 'HANDED_OVER',
    recordCollegiumConsideration: 'HANDED_OVER',
    publishFinalReport: 'HANDED_OVER',
    renderFinalReport: 'HANDED_OVER',
  },
} as const satisfies Record<FinalReportState, Partial<Record<FinalReportAct, FinalReportState>>>;

/** The state that an act leads to; undefined = the act is not open in this state. */
export function nextState(state: FinalReportState, act: FinalReportAct): FinalReportState | undefined {
  const open: Partial<Record<FinalReportAct, FinalReportState>> = workflow[state];
  return open[act];
}

/** What the refusals of a report's acts are decided by. */
export interface FinalReportFacts {
  state: FinalReportState;
  /** Whether a further revision is being drafted. */
  hasLaterDraft: boolean;
  /** Whether a later revision is prepared. */
  isSuperseded: boolean;
  /** R-III.3: whether the database of the answers is annexed. */
  hasFullAppendix: boolean;
  isReceiptConfirmed: boolean;
  /** Whether the caller drafted, prepared or handed it over. */
  isPreparer: boolean;
  isPublished: boolean;
  /** Sections whose narrative has no Russian. */
  untranslated: readonly SectionCode[];
}

/** What refuses an act on a report now; undefined = it is allowed. The mutation and the button both ask this. */
export function actRefusal(act: FinalReportAct, facts: FinalReportFacts): Violation | undefined {
  return nextState(facts.state, act) === undefined ? outOfTurn(act, facts.state) : guards[act]?.(facts);
}

type Guard = (facts: FinalReportFacts) => Violation | undefined;

const guards: Readonly<Partial<Record<FinalReportAct, Guard>>> = {
  draftFinalReport: ({ hasLaterDraft, isSuperseded }) => (hasLaterDraft ? draftUnderWay() : isSuperseded ? superseded() : undefined),
  handOverFinalReport: ({ isSuperseded, hasFullAppendix }) =>
    isSuperseded ? superseded() : hasFullAppendix ? undefined : nothingAnnexed(),
  confirmFinalReportReceipt: ({ isReceiptConfirmed, isPreparer }) =>
    isReceiptConfirmed ? alreadyConfirmed() : separationRefusal(isPreparer, receivedByAnother),
  publishFinalReport: ({ isPublished, isSuperseded, untranslated }) => {
    if (isPublished) return alreadyPublished();
    if (isSuperseded) return superseded();
    return untranslated.length > 0 ? untranslatedSections(untranslated) : undefined;
  },
};

/** R-III.4: one body hands it over and another receives it; that they are two people is ours. */
const receivedByAnother: Separation = {
  rule: 'R-III.4',
  preparing: {
    ky: 'Докладды даярдаган же өткөрүп берген',
    ru: 'готовил или передавал доклад',
    en: 'prepared the report or handed it over',
  },
  deciding: { ky: 'анын алынганын өзү ырастай албайт', ru: 'подтвердить его получение', en: 'confirm its receipt' },
  decider: 'INTERAGENCY_BODY',
};

const stateWords: Readonly<Record<FinalReportState, Required<LocalizedText>>> = {
  DRAFT: { ky: 'долбоор', ru: 'проект', en: 'a draft' },
  PREPARED: { ky: 'даярдалган', ru: 'подготовлен', en: 'prepared' },
  HANDED_OVER: { ky: 'өткөрүлүп берилген', ru: 'передан', en: 'handed over' },
};

/** What to do when an act comes out of turn. */
const turnHints: Readonly<Record<FinalReportAct, Required<LocalizedText>>> = {
  draftFinalReport: {
    ky: 'Долбоордун өзүн өзгөртүңүз (updateFinalReport).',
    ru: 'Измените сам проект (updateFinalReport).',
    en: 'Change the draft itself (updateFinalReport).',
  },
  updateFinalReport: {
    ky: 'Даярдалган доклад өзгөрбөйт: draftFinalReport менен кийинки редакциясын түзүңүз.',
    ru: 'Подготовленный доклад не меняется: создайте следующую редакцию через draftFinalReport.',
    en: 'A prepared report is frozen: make its next revision (draftFinalReport).',
  },
  prepareFinalReport: {
    ky: 'Долбоор гана даярдалат.',
    ru: 'Подготовить можно только проект.',
    en: 'Only a draft is prepared.',
  },
  handOverFinalReport: {
    ky: 'Алгач доклад даярдалсын (prepareFinalReport); бир эле жолу өткөрүлөт.',
    ru: 'Сначала доклад готовят (prepareFinalReport); передаётся он один раз.',
    en: 'The report must be prepared first (prepareFinalReport); it is handed over once.',
  },
  confirmFinalReportReceipt: {
    ky: 'Өткөрүлүп берилген доклад гана кабыл алынды деп ырасталат.',
    ru: 'Подтверждают получение только переданного доклада.',
    en: 'Only the receipt of a report that was handed over is confirmed.',
  },
  recordCollegiumConsideration: {
    ky: 'Коллегия даярдалган докладды карайт (prepareFinalReport).',
    ru: 'Коллегия рассматривает подготовленный доклад (prepareFinalReport).',
    en: 'The collegium considers a prepared report (prepareFinalReport).',
  },
  publishFinalReport: {
    ky: 'Алгач доклад өткөрүлүп берилсин (handOverFinalReport).',
    ru: 'Сначала доклад передают (handOverFinalReport).',
    en: 'The report must be handed over first (handOverFinalReport).',
  },
  renderFinalReport: { ky: 'Докладды кайра окуңуз.', ru: 'Перечитайте доклад.', en: 'Read the report again.' },
};

const ruleOf: Readonly<Partial<Record<FinalReportAct, string>>> = {
  handOverFinalReport: 'R-III.4',
  confirmFinalReportReceipt: 'R-III.4',
  recordCollegiumConsideration: 'R-III.5',
};

function outOfTurn(act: FinalReportAct, state: FinalReportState): Violation {
  const words = stateWords[state];
  return ruleViolated(
    ruleOf[act] ?? 'R-III.2',
    {
      ky: `Доклад азыр: ${words.ky}; бул аракет мүмкүн эмес.`,
      ru: `Доклад сейчас: ${words.ru}; это действие невозможно.`,
      en: `The report is ${words.en} now; this act is not open.`,
    },
    turnHints[act],
  ).violation;
}

/** Ours: one draft at a time. */
export function draftUnderWay(): Violation {
  return ruleViolated(
    'ours:one-draft-of-a-report',
    { ky: 'Докладдын долбоору бар.', ru: 'Проект доклада уже есть.', en: 'A draft of the report exists already.' },
    { ky: 'Ошол долбоорду өзгөртүңүз.', ru: 'Измените этот проект.', en: 'Change that draft.' },
  ).violation;
}

/** Ours: the latest revision counts. */
function superseded(): Violation {
  return ruleViolated(
    'ours:latest-revision-counts',
    {
      ky: 'Докладдын кийинки редакциясы даярдалган.',
      ru: 'Подготовлена более поздняя редакция доклада.',
      en: 'A later revision is prepared.',
    },
    { ky: 'Акыркы редакцияны колдонуңуз.', ru: 'Работайте с последней редакцией.', en: 'Use the latest revision.' },
  ).violation;
}

/** R-III.3: the databases of the answers are annexed to the report. */
function nothingAnnexed(): Violation {
  return ruleViolated(
    'R-III.3',
    {
      ky: 'Жооптордун маалымат базасы докладга тиркеле элек.',
      ru: 'База данных ответов ещё не приложена к докладу.',
      en: 'The database of the answers is not annexed yet.',
    },
    {
      ky: 'appendices жумушунун бүтүшүн күтүңүз; ийгиликсиз болсо, renderFinalReport аны кайра баштайт.',
      ru: 'Дождитесь конца работы в appendices; если она не удалась, renderFinalReport запустит её снова.',
      en: 'Wait for the job in `appendices`; if it failed, renderFinalReport starts it again.',
    },
  ).violation;
}

/** R-III.4: receipt is confirmed once. */
function alreadyConfirmed(): Violation {
  return ruleViolated(
    'R-III.4',
    { ky: 'Докладдын алынганы ырасталган.', ru: 'Получение доклада уже подтверждено.', en: 'The receipt is confirmed already.' },
    { ky: 'Эч нерсе жасоонун кереги жок.', ru: 'Ничего делать не нужно.', en: 'Nothing needs to be done.' },
  ).violation;
}

/** Ours: what was published stays published. */
function alreadyPublished(): Violation {
  return ruleViolated(
    'ours:published-once',
    { ky: 'Доклад жарыяланган.', ru: 'Доклад уже опубликован.', en: 'The report is published already.' },
    { ky: 'Эч нерсе жасоонун кереги жок.', ru: 'Ничего делать не нужно.', en: 'Nothing needs to be done.' },
  ).violation;
}

/** Ours: whatever is published is there in Russian too. */
function untranslatedSections(codes: readonly SectionCode[]): Violation {
  const list = codes.join(', ');
  return ruleViolated(
    'ours:russian-before-publishing',
    {
      ky: 'Айрым бөлүмдөрдүн орусча тексти жок.',
      ru: 'У некоторых разделов нет русского текста.',
      en: 'Some sections have no Russian text.',
    },
    {
      ky: `Жаңы редакцияда орусчасын жазыңыз: ${list}.`,
      ru: `Напишите русский текст в новой редакции: ${list}.`,
      en: `Write the Russian in a new revision: ${list}.`,
    },
  ).violation;
}

// ---- what is entered -----------------------------------------------------------------------------------------------

/** What a report may be drafted from. */
export interface RunFacts {
  cycleId: string;
  kind: RunKind;
  state: AnalysisState;
}

/** R-III.2: the report rests on the annual analysis of its own year, wholly computed. */
export function runRefusal(run: RunFacts, cycleId: string): Violation | undefined {
  if (run.kind === 'ANNUAL' && run.cycleId === cycleId && run.state === 'COMPLETED') return undefined;
  return ruleViolated(
    'R-III.2',
    {
      ky: 'Доклад ошол жылдын бүткөн жылдык талдоосуна таянат.',
      ru: 'Доклад строится на завершённом годовом анализе того же года.',
      en: 'The report rests on a completed annual analysis of the same year.',
    },
    {
      ky: 'analysisRuns(year, kind: ANNUAL) суроосунан бүткөн талдоону тандаңыз.',
      ru: 'Выберите завершённый анализ из analysisRuns(year, kind: ANNUAL).',
      en: 'Choose a completed run of analysisRuns(year, kind: ANNUAL).',
    },
    ['input', 'runId'],
  ).violation;
}

/** A change of a draft: of the run, of one section, or both. */
export interface ReportEdit {
  runId?: string | null;
  sectionCode?: string | null;
  narrative?: LocalizedText | null;
}

const longestNarrative = 10_000;
// Line breaks and tabs are text; other control characters, and those that turn the reading direction, are not.
const unprintable = /[^\P{Cc}\n\r\t]|[\u202A-\u202E\u2066-\u2069]/u;

export function isSectionCode(code: string): code is SectionCode {
  return (sectionCodes as readonly string[]).includes(code);
}

/** All that is wrong with a change of a draft. */
export function editViolations({ runId, sectionCode, narrative }: ReportEdit): Violation[] {
  if (runId == null && sectionCode == null) return [nothingToChange()];
  if (sectionCode != null && !isSectionCode(sectionCode)) return [noSuchSection()];
  return Object.entries(narrative ?? {}).flatMap(([language, text]) => longTextProblem(['input', 'narrative', language], text) ?? []);
}

function longTextProblem(path: readonly string[], text: string | null | undefined): Violation | undefined {
  if (text == null || (text.length <= longestNarrative && !unprintable.test(text))) return undefined;
  return badInput(
    path,
    {
      ky: `${longestNarrative} белгиге чейинки, башкаруучу белгилери жок текст керек.`,
      ru: `Нужен текст до ${longestNarrative} знаков без управляющих символов.`,
      en: `A text of up to ${longestNarrative} characters without control characters is needed.`,
    },
    { ky: 'Текстти кыскартыңыз же тазалаңыз.', ru: 'Сократите или очистите текст.', en: 'Shorten the text, or clean it.' },
  ).violation;
}

function nothingToChange(): Violation {
  return badInput(
    ['input'],
    { ky: 'Өзгөртө турган эч нерсе берилген жок.', ru: 'Не указано, что изменить.', en: 'Nothing to change was given.' },
    { ky: 'runId же sectionCode бериңиз.', ru: 'Укажите runId или sectionCode.', en: 'Give runId or sectionCode.' },
  ).violation;
}

function noSuchSection(): Violation {
  const list = sectionCodes.join(', ');
  return badInput(
    ['input', 'sectionCode'],
    { ky: 'Докладда мындай бөлүм жок.', ru: 'В докладе нет такого раздела.', en: 'The report has no such section.' },
    { ky: `Бөлүмдөр: ${list}.`, ru: `Разделы: ${list}.`, en: `Sections: ${list}.` },
  ).violation;
}

/** R-III.4: all that is wrong with what is said of handing over: the day lies between preparing it and today. */
export function handOverViolations(
  { handedOverOn, receipt }: { handedOverOn: LocalDate; receipt: string },
  preparedAt: Date,
  now: Date,
): Violation[] {
  return [dayProblem('R-III.4', 'handedOverOn', handedOverOn, preparedAt, now), ...nameProblems(['input', 'receipt'], receipt)].filter(
    (violation) => violation !== undefined,
  );
}

/** R-III.5: all that is wrong with what is said of the collegium's consideration. */
export function considerationViolations(said: Consideration, preparedAt: Date, now: Date): Violation[] {
  return [
    dayProblem('R-III.5', 'consideredOn', said.consideredOn, preparedAt, now),
    ...nameProblems(['input', 'minutesNumber'], said.minutesNumber),
    isBlank(said.decision) ? blankDecision() : longTextProblem(['input', 'decision'], said.decision),
    longTextProblem(['input', 'remarks'], said.remarks),
  ].filter((violation) => violation !== undefined);
}

function blankDecision(): Violation {
  return badInput(
    ['input', 'decision'],
    { ky: 'Коллегиянын чечими жазылган эмес.', ru: 'Решение коллегии не указано.', en: 'The decision of the collegium is not given.' },
    { ky: 'Чечимди жазыңыз.', ru: 'Напишите решение.', en: 'Write the decision.' },
  ).violation;
}

/** A day of what happened to a prepared report: not before it was prepared, not in the future. */
function dayProblem(rule: string, field: string, day: LocalDate, preparedAt: Date, now: Date): Violation | undefined {
  const [earliest, latest] = [dayOf(preparedAt), dayOf(now)];
  if (day >= earliest && day <= latest) return undefined;
  const { violation } = badInput(
    ['input', field],
    {
      ky: `Күн ${earliest} менен ${latest} арасында болсун: доклад даярдалгандан бүгүнкү күнгө чейин.`,
      ru: `День должен быть от ${earliest} до ${latest}: от подготовки доклада до сегодняшнего дня.`,
      en: `The day must lie between ${earliest} and ${latest}: from the report's preparation to today.`,
    },
    { ky: 'Күндү текшериңиз.', ru: 'Проверьте день.', en: 'Check the day.' },
  );
  return { ...violation, rule };
}

/** The instant that a day stands for: now if it is today, otherwise the day's last one, which no deadline counts for more than the day. */
export function instantOf(day: LocalDate, now: Date): Date {
  return day === dayOf(now) ? now : endOf(day);
}
