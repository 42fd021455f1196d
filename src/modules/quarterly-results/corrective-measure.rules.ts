import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, notFound, ruleViolated, type Violation } from '../../shared/errors.ts';
import { isBlank, nameProblems } from '../../shared/plain-text.ts';

/** R11: measures are taken to correct the shortcomings found. */
export const measureStates = ['PLANNED', 'DONE', 'CANCELLED'] as const;
export type MeasureState = (typeof measureStates)[number];

export const measureActs = ['completeCorrectiveMeasure', 'cancelCorrectiveMeasure'] as const;

/** R11: a measure is completed or cancelled once. The mutations and the buttons both ask this. */
export function measureRefusal(state: MeasureState): Violation | undefined {
  return state === 'PLANNED' ? undefined : alreadyOver();
}

/** R11: whether a measure is still to be done though its day has passed; the day itself is in time. */
export function isOverdue({ state, dueOn }: { state: MeasureState; dueOn: LocalDate }, today: LocalDate): boolean {
  return state === 'PLANNED' && dueOn < today;
}

const longestText = 2_000;

export interface MeasurePlan {
  what: string;
  responsible: string;
  dueOn: LocalDate;
  today: LocalDate;
  municipalityId: string | null;
  /** Null = it rests on none. */
  finding: { isOfRun: boolean; municipalityId: string | null } | null;
}

/** R11: all that is wrong with a measure to be planned. Ours: its finding is one of the run that the result rests on. */
export function planViolations({ what, responsible, dueOn, today, municipalityId, finding }: MeasurePlan): Violation[] {
  const isElsewhere = municipalityId !== null && finding?.municipalityId != null && finding.municipalityId !== municipalityId;
  return [
    ...textViolations('what', what),
    ...nameProblems(['input', 'responsible'], responsible),
    ...(dueOn < today ? [inThePast()] : []),
    ...(finding && !finding.isOfRun ? [notFound(['input', 'findingId']).violation] : []),
    ...(isElsewhere ? [findingElsewhere()] : []),
  ];
}

const mostEvidence = 10;

export interface Completion {
  doneOn: LocalDate;
  plannedOn: LocalDate;
  today: LocalDate;
  evidence: readonly string[];
  note: string | null;
}

/** Ours: all that is wrong with a completion: a measure is done on a day that has come, and something shows it. */
export function completionViolations({ doneOn, plannedOn, today, evidence, note }: Completion): Violation[] {
  const isCountable = evidence.length >= 1 && evidence.length <= mostEvidence && new Set(evidence).size === evidence.length;
  return [
    ...(doneOn > today || doneOn < plannedOn ? [notInBetween(plannedOn, today)] : []),
    ...(isCountable ? [] : [badEvidence()]),
    ...(note === null ? [] : textViolations('note', note)),
  ];
}

/** A text that people must fill in: not blank, and not longer than can be read. */
export function textViolations(field: string, value: string): Violation[] {
  if (!isBlank(value) && value.length <= longestText) return [];
  return [
    badInput(
      ['input', field],
      {
        ky: `1ден ${longestText} белгиге чейин текст керек.`,
        ru: `Нужен текст от 1 до ${longestText} знаков.`,
        en: `A text of 1 to ${longestText} characters is needed.`,
      },
      { ky: 'Текстин жазыңыз.', ru: 'Напишите текст.', en: 'Write the text.' },
    ).violation,
  ];
}

// ---- words ---------------------------------------------------------------------------------------------------------

function alreadyOver(): Violation {
  return ruleViolated(
    'ours:measure-once',
    {
      ky: 'Чара аткарылган же жокко чыгарылган.',
      ru: 'Мера уже выполнена или отменена.',
      en: 'The measure is done or cancelled already.',
    },
    {
      ky: 'Керек болсо жаңы чара пландаштырыңыз.',
      ru: 'При необходимости запланируйте новую меру.',
      en: 'Plan a new measure if one is needed.',
    },
  ).violation;
}

function inThePast(): Violation {
  return badInput(
    ['input', 'dueOn'],
    { ky: 'Мөөнөт өтүп кеткен.', ru: 'Срок уже прошёл.', en: 'The day has passed.' },
    { ky: 'Бүгүн же кийинки күндү бериңиз.', ru: 'Укажите сегодняшний или более поздний день.', en: 'Give today or a later day.' },
  ).violation;
}

function findingElsewhere(): Violation {
  return badInput(
    ['input', 'municipalityId'],
    {
      ky: 'Табылга башка муниципалитет жөнүндө.',
      ru: 'Вывод относится к другому муниципалитету.',
      en: 'The finding is about another municipality.',
    },
    {
      ky: 'municipalityId калтырыңыз: табылганын муниципалитети алынат.',
      ru: 'Не указывайте municipalityId: возьмётся муниципалитет вывода.',
      en: "Leave municipalityId out: the finding's is taken.",
    },
  ).violation;
}

function notInBetween(from: LocalDate, to: LocalDate): Violation {
  return badInput(
    ['input', 'doneOn'],
    {
      ky: 'Аткарылган күн пландаштырылган күндөн бүгүнкү күнгө чейин болсун.',
      ru: 'День выполнения — от дня планирования до сегодняшнего.',
      en: 'A measure is done between the day it was planned and today.',
    },
    { ky: `${from} – ${to}.`, ru: `${from} – ${to}.`, en: `${from} to ${to}.` },
  ).violation;
}

function badEvidence(): Violation {
  return badInput(
    ['input', 'evidenceUploadIds'],
    {
      ky: `Аткарылганын көрсөткөн 1ден ${mostEvidence} чейин файл керек, ар бири бир жолу.`,
      ru: `Нужно от 1 до ${mostEvidence} файлов, подтверждающих выполнение, каждый один раз.`,
      en: `1 to ${mostEvidence} files that show it are needed, each once.`,
    },
    { ky: 'Файлды createUpload менен жүктөңүз.', ru: 'Загрузите файл через createUpload.', en: 'Upload a file with createUpload.' },
  ).violation;
}
