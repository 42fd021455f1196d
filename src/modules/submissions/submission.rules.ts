import { type Separation, separationRefusal } from '../../access/separation.rules.ts';
import { channels } from '../../kit/figure.rules.ts';
import { addDays, dayOf, type LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import { inLanguage, type LocalizedText } from '../../shared/localized-text.ts';
import {
  type LineFacts,
  type LineKey,
  lineKeyText,
  quarterDays,
  reportChecks,
  reportPeriod,
  reportQuarters,
} from '../volume-reports/volume-report.rules.ts';

/** R12: what a municipality hands in. */
export const obligationParts = ['QUESTIONNAIRES', 'VOLUME_REPORT'] as const;
export type ObligationPart = (typeof obligationParts)[number];

/** Why an obligation ended: an amendment took its object off the List, or a successor owes it now. */
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

/** Ours: an accepted part is opened for a supplement when something is asked that no revision answers. */
export function isSupplementDue({ state, unanswered }: { state: SubmissionState; unanswered: number }): boolean {
  return state === 'ACCEPTED' && unanswered > 0;
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
    if (decisions.includes(act)) return ownFiling(part, isPreparer);
    if (act !== 'submitSubmission') return [];
    return due === 0 ? [nothingDue(part)] : [...missing];
  });
}

const decisions: readonly SubmissionAct[] = ['returnSubmission', 'acceptSubmission'];

/** What a button shows: an act that is open for one part is open; otherwise what refuses it, first for a part whose turn it is. */
export function buttonRefusal(act: SubmissionAct, parts: readonly PartFacts[]): Violation | undefined {
  const inTurn = parts.filter(({ state }) => nextState(state, act) !== undefined);
  const perPart = (inTurn.length > 0 ? inTurn : parts).map((part) => refusalsOf(act, [part]));
  return perPart.some((refusals) => refusals.length === 0) ? undefined : perPart.flat()[0];
}

// ---- what a part lacks ---------------------------------------------------------------------------------------------

export interface AskedService {
  id: string;
  code: string;
  validFrom: LocalDate | null;
  validTo: LocalDate | null;
}

/** An object of the List that a municipality owes a part for. */
export interface AskedObject {
  obligationId: string;
  code: string;
  name: LocalizedText;
  services: readonly AskedService[];
  /** Null = no number was set. */
  expectedResponses: number | null;
  /** Stored questionnaires on its services. */
  responses: number;
}

export interface QuestionnaireFacts {
  objects: readonly AskedObject[];
  findings: string | null | undefined;
  isNilReturn: boolean;
}

/**
 * R7, R12: what keeps the questionnaires from being handed in: an object without any, unless a nil return says that there were none; a nil
 * return where there are some on every object; and the provider's findings, unless there is nothing to find anything in.
 */
export function questionnairesMissing({ objects, findings, isNilReturn }: QuestionnaireFacts): Violation[] {
  const without = once(objects).filter(({ responses }) => responses === 0);
  const isEmpty = objects.every(({ responses }) => responses === 0);
  const needsFindings = !findings?.trim() && !(isNilReturn && isEmpty);
  return [
    ...(isNilReturn ? [] : without.map(noQuestionnaires)),
    ...(isNilReturn && without.length === 0 ? [nothingIsNil('QUESTIONNAIRES')] : []),
    ...(needsFindings ? [noFindings()] : []),
  ];
}

/** Ours: fewer questionnaires than asked for are taken, but the obligation stays PARTIALLY_FILED. */
export function questionnaireWarnings(objects: readonly AskedObject[]): Violation[] {
  return once(objects).filter(isShort).map(tooFewQuestionnaires);
}

/** A batch that holds questionnaires which are alike in everything, and how many. */
export interface AlikeCount {
  batchKey: string;
  /** To some in other batches too; otherwise to others of this batch alone. */
  isAcross: boolean;
  responses: number;
}

/** Ours: people do answer alike, and nothing of it is refused; what was filed a second time under another key would count twice in silence. */
export function alikeWarning(alike: readonly AlikeCount[]): Violation[] {
  return alike.length > 0 ? [filedAlike(alike)] : [];
}

/** A service that something is filed on. */
export interface FiledService {
  code: string;
  name: LocalizedText;
}

/** Ours: what is filed on a service that the List does not ask the municipality for is taken; it answers no obligation and is in no object's analysis. */
export function besideTheList(
  place: 'questionnaires' | 'lines',
  filed: readonly FiledService[],
  objects: readonly AskedObject[],
): Violation[] {
  const asked = new Set(objects.flatMap(({ services }) => services.map(({ code }) => code)));
  return filed.filter(({ code }) => !asked.has(code)).map((service) => notOnTheList(place, service));
}

/** Whether an object has some of the questionnaires that are asked for, and not all. */
function isShort({ responses, expectedResponses }: Pick<AskedObject, 'responses' | 'expectedResponses'>): boolean {
  return responses > 0 && expectedResponses !== null && responses < expectedResponses;
}

export interface VolumeFacts {
  year: number;
  now: Date;
  objects: readonly AskedObject[];
  lines: readonly LineFacts[];
  isNilReturn: boolean;
}

/**
 * R12: what keeps the nine-month report from being handed in: months that are not over, lines that nobody stated, and a nil return where
 * every line is stated.
 */
export function volumesMissing({ year, now, objects, lines, isNilReturn }: VolumeFacts): Violation[] {
  const isOver = dayOf(now) >= reportPeriod(year).periodTo;
  const unstated = unstatedKeys({ year, objects, lines });
  const isNothingNil = isNilReturn && unstated.length === 0 && lines.length > 0 && lines.every(isStatedByHand);
  return [
    ...(isOver ? [] : [monthsNotOver(year)]),
    ...reportChecks({ year, lines: [], expected: isNilReturn ? [] : unstated }),
    ...(isNothingNil ? [nothingIsNil('VOLUME_REPORT')] : []),
  ];
}

type Stated = Pick<LineFacts, 'deliveredState' | 'deliveredSource'>;

/** A figure, or a reason for none, that no nil return wrote. */
export function isStatedByHand({ deliveredState, deliveredSource }: Stated): boolean {
  return deliveredState !== 'MISSING' && deliveredSource !== 'NIL_RETURN';
}

/** R12: what the unit will ask about, though nothing of it refuses handing in: differences from sources, early figures, money. */
export function volumeWarnings({ year, lines }: Pick<VolumeFacts, 'year' | 'lines'>): Violation[] {
  const stated = lines.filter(({ deliveredState }) => deliveredState !== 'MISSING');
  return reportChecks({ year, lines: stated, expected: [] });
}

export type UnstatedKey = LineKey & { serviceId: string };

/** R12: the lines that the List asks for and nobody has stated, of the quarters in which the service was in force. */
export function unstatedKeys({ year, objects, lines }: Pick<VolumeFacts, 'year' | 'objects' | 'lines'>): UnstatedKey[] {
  const stated = new Set(lines.filter(({ deliveredState }) => deliveredState !== 'MISSING').map(lineKeyText));
  const services = new Map(objects.flatMap((object) => object.services.map((service) => [service.code, service] as const)));
  return [...services.values()].flatMap((service) => keysOf(service, year)).filter((key) => !stated.has(lineKeyText(key)));
}

function keysOf(service: AskedService, year: number): UnstatedKey[] {
  const quarters = reportQuarters.filter((quarter) => {
    const { periodFrom, periodTo } = quarterDays(year, quarter);
    return (service.validFrom ?? periodFrom) < periodTo && (service.validTo === null || service.validTo > periodFrom);
  });
  return quarters.flatMap((quarter) => channels.map((channel) => ({ serviceId: service.id, serviceCode: service.code, quarter, channel })));
}

/** An object may be owed twice, once inherited; it lacks the same once. */
function once(objects: readonly AskedObject[]): AskedObject[] {
  return [...new Map(objects.map((object) => [object.code, object])).values()];
}

// ---- the parts of an act --------------------------------------------------------------------------------------------

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
    ky: 'Кайра өткөрүүнүн кереги жок; кайтарылса же Тизме толукталса, кайра ачылат.',
    ru: 'Повторно представлять не нужно; часть откроется снова, если её вернут или дополнят Перечень.',
    en: 'There is nothing to hand in again; it opens when it is returned or the List asks for more.',
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

function ruled(rule: string, path: readonly string[], message: LocalizedText, hint: LocalizedText): Violation {
  return { ...ruleViolated(rule, message, hint).violation, path };
}

/** R12: handed in, then examined; nothing is changed while the unit examines it. */
function outOfTurn(act: SubmissionAct, part: ObligationPart, state: SubmissionState): Violation {
  const [what, where] = [partWords[part], stateWords[state]];
  return ruled(
    'R12',
    ['input', act === 'updateSubmission' ? 'id' : 'parts'],
    { ky: `${what.ky}: ${where.ky}.`, ru: `${what.ru}: ${where.ru}.`, en: `${what.en}: ${where.en}.` },
    turnHints[act],
  );
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
  return ruled(
    'R9',
    ['input', 'parts'],
    {
      ky: `${ky}: Тизме боюнча милдет жок.`,
      ru: `${ru}: по Перечню ничего не требуется.`,
      en: `${en}: the List asks for nothing.`,
    },
    {
      ky: 'Муниципалитет бириктирилсе, милдет укук мураскерине өттү.',
      ru: 'Если муниципалитет преобразован, обязательство перешло к преемнику.',
      en: 'If the municipality was merged, its successor owes it now.',
    },
  );
}

function noQuestionnaires({ code, name, expectedResponses }: AskedObject): Violation {
  const of = expectedResponses === null ? '' : ` (0/${expectedResponses})`;
  return ruled(
    'R12',
    ['questionnaires', code],
    {
      ky: `Бир да анкета жок: ${code} ${name.ky}${of}.`,
      ru: `Нет ни одной анкеты: ${code} ${inLanguage(name, 'RU')}${of}.`,
      en: `No questionnaire at all: ${code} ${inLanguage(name, 'EN')}${of}.`,
    },
    {
      ky: 'fileQuestionnaires менен өткөрүңүз; кайрылган адам болбосо, nilReturn менен ырастаңыз.',
      ru: 'Подайте через fileQuestionnaires; если никто не обращался, подтвердите через nilReturn.',
      en: 'File them with fileQuestionnaires; if nobody applied, say so with nilReturn.',
    },
  );
}

/** Ours: the number of questionnaires that the List asks for, so that one sheet does not count as filed. */
function tooFewQuestionnaires({ code, name, responses, expectedResponses }: AskedObject): Violation {
  const of = `${responses}/${expectedResponses}`;
  return ruled(
    'ours:expected-responses',
    ['questionnaires', code],
    {
      ky: `Анкеталар толук эмес: ${code} ${name.ky}, ${of}.`,
      ru: `Анкет меньше, чем нужно: ${code} ${inLanguage(name, 'RU')}, ${of}.`,
      en: `Fewer questionnaires than asked for: ${code} ${inLanguage(name, 'EN')}, ${of}.`,
    },
    {
      ky: 'Азыр өткөрсө болот, бирок милдет жарым-жартылай аткарылган бойдон калат.',
      ru: 'Представить можно, но обязательство останется выполненным частично.',
      en: 'It can be handed in, but the obligation stays PARTIALLY_FILED.',
    },
  );
}

const mostShownBatches = 10;

/** How many in all, and in which batches; undefined = none. */
function inBatches(alike: readonly AlikeCount[]): string | undefined {
  if (alike.length === 0) return undefined;
  const total = alike.reduce((sum, { responses }) => sum + responses, 0);
  const shown = alike.slice(0, mostShownBatches).map(({ batchKey, responses }) => `${batchKey} – ${responses}`);
  return `${total} (${[...shown, ...(alike.length > mostShownBatches ? ['…'] : [])].join('; ')})`;
}

function filedAlike(alike: readonly AlikeCount[]): Violation {
  const across = inBatches(alike.filter(({ isAcross }) => isAcross));
  const within = inBatches(alike.filter(({ isAcross }) => !isAcross));
  const counted = (inSeveral: string, inOne: string) =>
    [...(across ? [`${inSeveral} ${across}`] : []), ...(within ? [`${inOne} ${within}`] : [])].join(', ');
  return ruled(
    'ours:questionnaires-alike',
    ['batches'],
    {
      ky: `Баары бирдей анкеталар бар (кызмат, күндөр, бардык жооптор): ${counted('ар башка топтомдордо', 'бир топтомдун ичинде')}.`,
      ru: `Есть анкеты, одинаковые во всём (услуга, дни, все ответы): ${counted('в разных пакетах', 'внутри одного пакета')}.`,
      en: `Some questionnaires are alike in everything (service, days, all answers): ${counted('in different batches', 'within one batch')}.`,
    },
    {
      ky: 'Адамдар бирдей жооп бериши мүмкүн. Эгер анкеталар эки жолу өткөрүлсө, ашык топтомду withdrawResponseBatch менен кайра алыңыз; болбосо калтырыңыз.',
      ru: 'Люди могут отвечать одинаково. Если анкеты поданы дважды, отзовите лишний пакет через withdrawResponseBatch; если нет — оставьте как есть.',
      en: 'People may answer alike. If questionnaires were filed twice, withdraw the superfluous batch with withdrawResponseBatch; otherwise leave all as it is.',
    },
  );
}

function notOnTheList(place: string, { code, name }: FiledService): Violation {
  return ruled(
    'ours:service-on-the-list',
    [place, code],
    {
      ky: `Тизме бул муниципалитеттен сурабаган кызмат: ${code} ${name.ky}.`,
      ru: `Перечень не требует от этого муниципалитета услугу: ${code} ${inLanguage(name, 'RU')}.`,
      en: `The List does not ask this municipality for the service: ${code} ${inLanguage(name, 'EN')}.`,
    },
    {
      ky: 'Кызматтын кодун текшериңиз. Туура болсо, калтырсаңыз болот: сакталат, бирок милдет катары эсептелбейт.',
      ru: 'Проверьте код услуги. Если он верен, можно оставить: это хранится, но обязательством не считается.',
      en: 'Check the code of the service. If it is right it may stay: it is kept, and fulfils no obligation.',
    },
  );
}

/** R7: monitoring rests on the providers' reports on what the questioning showed. */
function noFindings(): Violation {
  return ruled(
    'R7',
    ['findings'],
    {
      ky: 'Сурамжылоонун жыйынтыгы боюнча корутунду жазылган эмес.',
      ru: 'Не записаны выводы по результатам анкетирования.',
      en: 'The findings of the questioning are not written down.',
    },
    {
      ky: 'updateSubmission менен findings жазыңыз.',
      ru: 'Запишите findings через updateSubmission.',
      en: 'Write findings with updateSubmission.',
    },
  );
}

/** Ours: a nil return says of what is empty that there was nothing; of a part in which something is everywhere it would be untrue. */
function nothingIsNil(part: ObligationPart): Violation {
  const { ky, ru, en } = partWords[part];
  return ruled(
    'ours:nil-return-of-what-is-empty',
    ['input', 'nilReturn'],
    {
      ky: `${ky}: баары толтурулган, нөлдүк отчет бере турган эч нерсе жок.`,
      ru: `${ru}: заполнено всё, нулевой отчёт подавать не о чем.`,
      en: `${en}: nothing in it is empty, so there is nothing to state as nil.`,
    },
    {
      ky: 'Бул бөлүктү nilReturn жок өткөрүңүз; жаңылыш сакталганын адегенде алып салыңыз.',
      ru: 'Представьте эту часть без nilReturn; сохранённое по ошибке сначала отзовите.',
      en: 'Hand this part in without nilReturn; what was stored by mistake is to be withdrawn first.',
    },
  );
}

function monthsNotOver(year: number): Violation {
  return ruled(
    'R12',
    ['volumeReport'],
    {
      ky: `${year}-жылдын тогуз айы бүтө элек.`,
      ru: `Девять месяцев ${year} года ещё не закончились.`,
      en: `The nine months of ${year} are not over.`,
    },
    {
      ky: 'Отчет 1-октябрдан баштап өткөрүлөт.',
      ru: 'Отчёт представляется с 1 октября.',
      en: 'The report is handed in from 1 October on.',
    },
  );
}

const longestFindings = 20_000;

/** Ours: what is wrong with findings as they are written; null clears them. */
export function findingsViolation(findings: string | null | undefined): Violation | undefined {
  if ((findings?.length ?? 0) <= longestFindings) return undefined;
  return badInput(
    ['input', 'findings'],
    {
      ky: `Корутунду ${longestFindings} белгиден ашпасын.`,
      ru: `Выводы — не более ${longestFindings} знаков.`,
      en: `Findings have at most ${longestFindings} characters.`,
    },
    { ky: 'Кыскартыңыз.', ru: 'Сократите.', en: 'Make them shorter.' },
  ).violation;
}
