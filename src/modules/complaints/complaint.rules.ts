import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import { isInForce, type Validity } from '../organizations/organization.rules.ts';

export const complaintStates = ['RECEIVED', 'EXAMINED'] as const;
export type ComplaintState = (typeof complaintStates)[number];

/** R-II.8: only a JUSTIFIED complaint counts against a service. */
export const complaintFindings = ['JUSTIFIED', 'UNJUSTIFIED'] as const;
export type ComplaintFinding = (typeof complaintFindings)[number];

/** What changes a complaint once it is registered. */
export const complaintActs = ['examineComplaint'] as const;
export type ComplaintAct = (typeof complaintActs)[number];

/** The workflow: each state with the acts that are open in it, and the state that each leads to. */
const workflow = {
  RECEIVED: { examineComplaint: 'EXAMINED' },
  EXAMINED: {},
} as const satisfies Record<ComplaintState, Partial<Record<ComplaintAct, ComplaintState>>>;

/** The state that an act leads to; undefined = the act is not open in this state. */
export function nextState(state: ComplaintState, act: ComplaintAct): ComplaintState | undefined {
  const open: Partial<Record<ComplaintAct, ComplaintState>> = workflow[state];
  return open[act];
}

/** What refuses an act on a complaint now. Ours: a finding is made once, so that a quarter's figures do not change behind a report. */
export function complaintActRefusal(act: ComplaintAct, state: ComplaintState): Violation | undefined {
  if (nextState(state, act) !== undefined) return undefined;
  return ruleViolated(
    'ours:examined-once',
    { ky: 'Даттануу каралып бүткөн.', ru: 'Жалоба уже рассмотрена.', en: 'The complaint has been examined.' },
    {
      ky: 'Жыйынтык менен себеби жазууда турат; жаңы даттануу өзүнчө катталат.',
      ru: 'Вывод и причина в записи; новая жалоба регистрируется отдельно.',
      en: 'The finding and its reason are in the record; a new complaint is registered apart.',
    },
  ).violation;
}

const longestText = 4000;
const longestReason = 2000;

export interface RegistrationFacts {
  today: LocalDate;
  receivedOn: LocalDate;
  text: string | null;
  municipality: Validity & { id: string };
  /** `municipalityId`: whose additional register the service stands in; null = of no one municipality. */
  service: Validity & { municipalityId: string | null };
}

/**
 * R-II.8: all that is wrong with a complaint to be registered. It was received by today, on a day on which the municipality was
 * there and the service was in force in it.
 */
export function registrationViolations({ today, receivedOn, text, municipality, service }: RegistrationFacts): Violation[] {
  const isElsewhere = service.municipalityId !== null && service.municipalityId !== municipality.id;
  return [
    receivedOn > today ? receivedLater() : undefined,
    isInForce(municipality, receivedOn) ? undefined : municipalityNotThere(),
    isElsewhere ? serviceOfAnother() : undefined,
    isInForce(service, receivedOn) ? undefined : serviceNotInForce(),
    tooLong(['input', 'text'], text, longestText),
  ].filter((violation) => violation !== undefined);
}

export interface Examination {
  finding: ComplaintFinding;
  reason: string | null;
  remedy: string | null;
}

/** R-II.8: all that is wrong with an examination. Ours: a finding has its reason, and a justified complaint what is done about it. */
export function examinationViolations({ finding, reason, remedy }: Examination): Violation[] {
  return [
    reason === null ? reasonMissing() : tooLong(['input', 'reason'], reason, longestReason),
    finding === 'JUSTIFIED' && remedy === null ? remedyMissing() : tooLong(['input', 'remedy'], remedy, longestReason),
  ].filter((violation) => violation !== undefined);
}

function receivedLater(): Violation {
  return badInput(
    ['input', 'receivedOn'],
    {
      ky: 'Даттануу бүгүнкү күндөн кийин келиши мүмкүн эмес.',
      ru: 'Жалоба не могла поступить позже сегодняшнего дня.',
      en: 'A complaint cannot have been received after today.',
    },
    { ky: 'Келген күнүн текшериңиз.', ru: 'Проверьте дату поступления.', en: 'Check the day it was received.' },
  ).violation;
}

function municipalityNotThere(): Violation {
  return ruleViolated(
    'ours:complaint-in-force',
    {
      ky: 'Ал күнү бул орган болгон эмес.',
      ru: 'В этот день такого органа не было.',
      en: 'The municipality was not there on that day.',
    },
    {
      ky: 'Даттануу ошол күнкү органга катталат.',
      ru: 'Жалоба регистрируется за тем органом, который был в тот день.',
      en: 'A complaint is registered with the body that was there on the day.',
    },
    ['input', 'receivedOn'],
  ).violation;
}

function serviceOfAnother(): Violation {
  return ruleViolated(
    'ours:complaint-service-here',
    {
      ky: 'Бул кызмат башка муниципалитеттин кошумча реестринде турат.',
      ru: 'Эта услуга стоит в дополнительном реестре другого муниципалитета.',
      en: "This service stands in another municipality's additional register.",
    },
    {
      ky: 'Базалык реестрдин же өз реестриңиздин кызматын тандаңыз.',
      ru: 'Выберите услугу базового или своего реестра.',
      en: 'Choose a service of the basic register or of your own.',
    },
    ['input', 'serviceId'],
  ).violation;
}

function serviceNotInForce(): Violation {
  return ruleViolated(
    'ours:complaint-in-force',
    {
      ky: 'Ал күнү бул кызмат реестрде күчүндө болгон эмес.',
      ru: 'В этот день услуга в реестре не действовала.',
      en: 'The service was not in force on that day.',
    },
    {
      ky: 'Келген күнүн же кызматты текшериңиз.',
      ru: 'Проверьте дату поступления или услугу.',
      en: 'Check the day it was received, or the service.',
    },
    ['input', 'serviceId'],
  ).violation;
}

function reasonMissing(): Violation {
  return badInput(
    ['input', 'reason'],
    { ky: 'Жыйынтыктын себебин жазыңыз.', ru: 'Укажите причину вывода.', en: 'Say why the finding is so.' },
    { ky: 'Себеп тарыхта калат.', ru: 'Причина останется в истории.', en: 'The reason stays in the history.' },
  ).violation;
}

function remedyMissing(): Violation {
  return ruleViolated(
    'ours:remedy-for-justified',
    {
      ky: 'Негиздүү даттанууда эмне чара көрүлгөнү жазылат.',
      ru: 'По обоснованной жалобе указывается, что сделано.',
      en: 'A justified complaint needs what was done about it.',
    },
    { ky: 'remedy талаасын толтуруңуз.', ru: 'Заполните поле remedy.', en: 'Fill in remedy.' },
    ['input', 'remedy'],
  ).violation;
}

function tooLong(path: readonly string[], text: string | null, longest: number): Violation | undefined {
  if (text === null || text.length <= longest) return undefined;
  return badInput(
    path,
    { ky: `Текст ${longest} белгиден ашпасын.`, ru: `Текст не длиннее ${longest} знаков.`, en: `A text of at most ${longest} characters.` },
    { ky: 'Кыскартыңыз.', ru: 'Сократите его.', en: 'Shorten it.' },
  ).violation;
}
