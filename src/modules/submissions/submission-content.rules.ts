import { channels } from '../../kit/figure.rules.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { ruleViolated, type Violation } from '../../shared/errors.ts';
import { inLanguage, type LocalizedText } from '../../shared/localized-text.ts';
import { writtenText } from '../../shared/plain-text.ts';
import {
  type LineFacts,
  type LineKey,
  lineKeyText,
  quarterDays,
  reportChecks,
  reportPeriod,
  reportQuarters,
} from '../volume-reports/volume-report.rules.ts';
import { type ObligationPart, partWords } from './submission.rules.ts';

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
  const needsFindings = writtenText(findings) === null && !(isNilReturn && isEmpty);
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

/** Ours: a file whose check ends after the handing in is refused, for all that is filed is closed then. */
export function underCheckWarning(batchKeys: readonly string[]): Violation[] {
  return batchKeys.length > 0 ? [underCheck(batchKeys)] : [];
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

/**
 * R12: what the unit will ask about, though nothing of it refuses handing in: differences from sources, early figures, money, and a
 * service of which nothing was delivered though questionnaires are filed on it (`questioned`).
 */
export function volumeWarnings({
  year,
  lines,
  questioned,
}: Pick<VolumeFacts, 'year' | 'lines'> & { questioned: readonly FiledService[] }): Violation[] {
  const stated = lines.filter(({ deliveredState }) => deliveredState !== 'MISSING');
  const undelivered = questioned.filter(({ code }) => isNothingDelivered(lines.filter(({ serviceCode }) => serviceCode === code)));
  return [...undelivered.map(questionedAndUndelivered), ...reportChecks({ year, lines: stated, expected: [] })];
}

/** Whether the lines of a service say, all of them, that nothing was delivered; what nobody stated says nothing. */
function isNothingDelivered(lines: readonly LineFacts[]): boolean {
  const isNothing = ({ deliveredState, deliveredValue }: LineFacts) =>
    deliveredState === 'NOT_OFFERED' || (deliveredState === 'VALUE' && deliveredValue === 0);
  return lines.length > 0 && lines.every(isNothing);
}

/** Ours: nobody is kept from handing in as it was what was returned, but that it is so is told. */
export function unchangedWarning(part: ObligationPart, isUnchanged: boolean): Violation[] {
  return isUnchanged ? [unchangedSinceReturn(part)] : [];
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

// ---- words ---------------------------------------------------------------------------------------------------------

function noQuestionnaires({ code, name, expectedResponses }: AskedObject): Violation {
  const of = expectedResponses === null ? '' : ` (0/${expectedResponses})`;
  return ruleViolated(
    'R12',
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
    ['questionnaires', code],
  ).violation;
}

/** Ours: the number of questionnaires that the List asks for, so that one sheet does not count as filed. */
function tooFewQuestionnaires({ code, name, responses, expectedResponses }: AskedObject): Violation {
  const of = `${responses}/${expectedResponses}`;
  return ruleViolated(
    'ours:expected-responses',
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
    ['questionnaires', code],
  ).violation;
}

function underCheck(batchKeys: readonly string[]): Violation {
  const keys = batchKeys.join(', ');
  return ruleViolated(
    'ours:file-under-check',
    {
      ky: `Файлдар али текшерилүүдө, алардын анкеталары тапшырууга кирбейт: ${keys}.`,
      ru: `Файлы ещё проверяются, их анкеты не войдут в представление: ${keys}.`,
      en: `Files are still being checked, and their questionnaires will not be part of what is handed in: ${keys}.`,
    },
    {
      ky: 'Текшерүү бүткүчө күтүңүз (responseBatch(batchKey) { job { progress } }), андан кийин тапшырыңыз.',
      ru: 'Дождитесь конца проверки (responseBatch(batchKey) { job { progress } }) и представьте тогда.',
      en: 'Wait until the check is done (responseBatch(batchKey) { job { progress } }), and hand in then.',
    },
    ['batches'],
  ).violation;
}

function questionedAndUndelivered({ code, name }: FiledService): Violation {
  return ruleViolated(
    'ours:questioned-and-undelivered',
    {
      ky: `Анкеталар өткөрүлгөн, бирок отчет боюнча бир да жолу көрсөтүлгөн эмес: ${code} ${name.ky}.`,
      ru: `Анкеты поданы, а по отчёту услуга не оказана ни разу: ${code} ${inLanguage(name, 'RU')}.`,
      en: `Questionnaires are filed on it, and by the report it was never delivered: ${code} ${inLanguage(name, 'EN')}.`,
    },
    {
      ky: 'Санын же анкеталардагы кызматтын кодун текшериңиз. Экөө тең туура болсо (кызмат сентябрдан кийин көрсөтүлсө), калтырыңыз.',
      ru: 'Проверьте число или код услуги в анкетах. Если верно и то и другое (услуга оказана после сентября), оставьте как есть.',
      en: 'Check the count, or the code of the service in the questionnaires. If both are right (it was delivered after September), leave them.',
    },
    ['lines', code],
  ).violation;
}

function unchangedSinceReturn(part: ObligationPart): Violation {
  const { ky, ru, en } = partWords[part];
  return ruleViolated(
    'ours:returned-and-unchanged',
    {
      ky: `${ky}: кайтарылгандан бери эч нерсе өзгөргөн жок.`,
      ru: `${ru}: с возврата ничего не изменено.`,
      en: `${en}: nothing was changed since it was returned.`,
    },
    {
      ky: 'Эскертүүлөр боюнча оңдоңуз же түшүндүрүңүз (саптын түшүндүрмөсү, корутунду). Өзгөртпөй кайра өткөрсө болот, бирок эскертүүлөр «кайра өткөрүлдү» деп белгиленет.',
      ru: 'Исправьте по замечаниям или поясните (пояснение строки, выводы). Представить без изменений можно, но замечания будут отмечены как «представлено повторно».',
      en: 'Mend what the remarks say, or explain it (explanation of a line, findings). It can be handed in as it is, but then the remarks read as handed in again.',
    },
    [part === 'QUESTIONNAIRES' ? 'questionnaires' : 'volumeReport'],
  ).violation;
}

function notOnTheList(place: string, { code, name }: FiledService): Violation {
  return ruleViolated(
    'ours:service-on-the-list',
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
    [place, code],
  ).violation;
}

/** R7: monitoring rests on the providers' reports on what the questioning showed. */
function noFindings(): Violation {
  return ruleViolated(
    'R7',
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
    ['findings'],
  ).violation;
}

/** Ours: a nil return says of what is empty that there was nothing; of a part in which something is everywhere it would be untrue. */
function nothingIsNil(part: ObligationPart): Violation {
  const { ky, ru, en } = partWords[part];
  return ruleViolated(
    'ours:nil-return-of-what-is-empty',
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
    ['input', 'nilReturn'],
  ).violation;
}

function monthsNotOver(year: number): Violation {
  return ruleViolated(
    'R12',
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
    ['volumeReport'],
  ).violation;
}
