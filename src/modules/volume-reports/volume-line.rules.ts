import type { Channel, FigureState, Quarter } from '../../kit/figure.rules.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { excerptOf, writtenText } from '../../shared/plain-text.ts';
import { isReportQuarter, quarterDays } from './volume-report.rules.ts';

/** What a clerk states of one line. Absent = unchanged, null = cleared. */
export interface LineInput {
  serviceCode: string;
  offerId?: string | null;
  quarter: Quarter;
  channel: Channel;
  delivered: { state: FigureState; value?: number | null; reason?: string | null };
  paidTotal?: string | null;
  explanation?: string | null;
}

/** A line as far as it could be read: a cell of a file that says nothing we know leaves out what it should have said. */
export type ReadLine = Pick<LineInput, 'serviceCode'> & Partial<LineInput>;

export function isWhole(line: ReadLine): line is LineInput {
  return line.quarter !== undefined && line.channel !== undefined && line.delivered !== undefined;
}

/** A service that a line may be of: of the basic register, or of the municipality's own. */
export interface ServiceFacts {
  id: string;
  validFrom: LocalDate | null;
  validTo: LocalDate | null;
}

export interface OfferFacts {
  municipalityId: string;
  serviceId: string;
}

/** What the lines are held against. */
export interface LineContext {
  year: number;
  now: Date;
  municipalityId: string;
  serviceByCode: ReadonlyMap<string, ServiceFacts>;
  offerById: ReadonlyMap<string, OfferFacts>;
  /** How people find a line again, by its index: its row in a file. */
  numberOf: (index: number) => number;
}

export const mostLines = 500;
const longestText = 2000;

/** Ours: at most 500 lines at a time. */
export function lineCountViolation(count: number): Violation | undefined {
  if (count <= mostLines) return undefined;
  return badInput(
    ['input', 'lines'],
    {
      ky: `Бир жолу ${mostLines} саптан ашпасын.`,
      ru: `Не больше ${mostLines} строк за раз.`,
      en: `At most ${mostLines} lines at a time.`,
    },
    { ky: 'Бөлүп жөнөтүңүз.', ru: 'Передайте частями.', en: 'Send them in parts.' },
  ).violation;
}

const mostFileBytes = 2 * 2 ** 20;

/** Ours: what refuses a file of volumes before it is read: it is of another kind, or larger than 500 lines can be. */
export function unreadableVolumes(bytes: number, isOfKind: boolean): Violation | undefined {
  if (isOfKind && bytes <= mostFileBytes) return undefined;
  const { violation } = badInput(
    ['input', 'uploadId'],
    {
      ky: 'Файл CSV, XLSX же JSON болсун жана 2 МБ ашпасын.',
      ru: 'Нужен файл CSV, XLSX или JSON не больше 2 МБ.',
      en: 'The file is CSV, XLSX or JSON, of at most 2 MB.',
    },
    { ky: 'Үлгүнү толтуруп жөнөтүңүз.', ru: 'Заполните и отправьте шаблон.', en: 'Fill in the template, and send it.' },
  );
  return { ...violation, rule: 'ours:data-files' };
}

/** Lines come in the input or in a file, not both. */
export function eitherLinesOrFile({
  lines,
  uploadId,
}: {
  lines?: readonly unknown[] | null;
  uploadId?: string | null;
}): Violation | undefined {
  if (lines == null || uploadId == null) return undefined;
  return badInput(
    ['input', 'uploadId'],
    {
      ky: 'Саптар же lines менен, же файл (uploadId) менен берилет.',
      ru: 'Строки передаются или в lines, или файлом (uploadId).',
      en: 'Lines are given either as lines or as a file (uploadId).',
    },
    { ky: 'Экөөнүн бирин гана бериңиз.', ru: 'Укажите одно из двух.', en: 'Give one of the two.' },
  ).violation;
}

/** R12: all that is wrong with the lines to be saved, each with its path; any of it refuses all of them. */
export function lineViolations(lines: readonly ReadLine[], context: LineContext): Violation[] {
  const seen = new Map<string, number>();
  return lines.flatMap((line, index) => {
    const path = ['input', 'lines', String(index)];
    const wrong = violationsOfLine(line, path, context);
    if (!line.quarter || !line.channel) return wrong;
    const key = [line.serviceCode, line.quarter, line.channel].join(' ');
    const first = seen.get(key);
    if (first !== undefined) return [statedTwice([...path, 'serviceCode'], context.numberOf(first)), ...wrong];
    seen.set(key, index);
    return wrong;
  });
}

function violationsOfLine(line: ReadLine, path: readonly string[], context: LineContext): Violation[] {
  const service = context.serviceByCode.get(line.serviceCode);
  const { delivered } = line;
  return [
    service ? undefined : serviceUnknown([...path, 'serviceCode'], line.serviceCode),
    ...quarterViolations(line, service, path, context),
    delivered && figureViolation(delivered, [...path, 'delivered']),
    tooLong([...path, 'delivered', 'reason'], delivered?.reason),
    line.paidTotal != null && delivered && delivered.state !== 'VALUE' ? paidWithoutValue([...path, 'paidTotal']) : undefined,
    service && offerViolation(line, service, [...path, 'offerId'], context),
    tooLong([...path, 'explanation'], line.explanation),
  ].filter((violation) => violation !== undefined);
}

function quarterViolations(
  { quarter, delivered }: ReadLine,
  service: ServiceFacts | undefined,
  path: readonly string[],
  { year, now }: LineContext,
): (Violation | undefined)[] {
  if (quarter === undefined) return [];
  if (!isReportQuarter(quarter)) return [outsideNineMonths([...path, 'quarter'])];
  const { periodFrom, periodTo } = quarterDays(year, quarter);
  const isInForce =
    !service || ((service.validFrom ?? periodFrom) < periodTo && (service.validTo === null || service.validTo > periodFrom));
  return [
    delivered?.state === 'VALUE' && dayOf(now) < periodFrom ? notBegun([...path, 'quarter']) : undefined,
    isInForce ? undefined : serviceNotInForce([...path, 'serviceCode']),
  ];
}

/** A figure says what its state promises: a VALUE its count, NOT_OFFERED its reason, and neither anything else. */
function figureViolation({ state, value, reason }: LineInput['delivered'], path: readonly string[]): Violation | undefined {
  if (state === 'VALUE' && value == null) return valueAbsent([...path, 'value']);
  if (state !== 'VALUE' && value != null) return valueBesideState([...path, 'value']);
  const isReasoned = writtenText(reason) !== null;
  if (state !== 'NOT_OFFERED' && isReasoned) return reasonBesideState([...path, 'reason']);
  return state === 'NOT_OFFERED' && !isReasoned ? reasonAbsent([...path, 'reason']) : undefined;
}

function offerViolation(
  { offerId }: ReadLine,
  service: ServiceFacts,
  path: readonly string[],
  { offerById, municipalityId }: LineContext,
): Violation | undefined {
  if (offerId == null) return undefined;
  const offer = offerById.get(offerId);
  return offer?.municipalityId === municipalityId && offer.serviceId === service.id ? undefined : offerUnknown(path);
}

function ruled(rule: string, path: readonly string[], message: LocalizedText, hint: LocalizedText): Violation {
  return { ...ruleViolated(rule, message, hint).violation, path };
}

function badLine(rule: string, path: readonly string[], message: LocalizedText, hint: LocalizedText): Violation {
  return { ...badInput(path, message, hint).violation, rule };
}

function statedTwice(path: readonly string[], first: number): Violation {
  return badLine(
    'ours:volume-line-once',
    path,
    {
      ky: `Ушул эле сап мурда да бар (${first}).`,
      ru: `Такая же строка уже есть (${first}).`,
      en: `The same line is there already (${first}).`,
    },
    {
      ky: 'Кызмат, квартал жана канал үчүн бир сап.',
      ru: 'Одна строка на услугу, квартал и канал.',
      en: 'One line for a service, quarter and channel.',
    },
  );
}

function serviceUnknown(path: readonly string[], code: string): Violation {
  const said = excerptOf(code);
  return badLine(
    'ours:volume-service',
    path,
    {
      ky: `Мындай коддуу кызмат жок: «${said}».`,
      ru: `Услуги с таким кодом нет: «${said}».`,
      en: `There is no service with this code: "${said}".`,
    },
    {
      ky: 'Базалык реестрдин же өз реестриңиздин кызматынын кодун жазыңыз.',
      ru: 'Укажите код услуги базового или своего реестра.',
      en: 'Give the code of a service of the basic register or of your own.',
    },
  );
}

function serviceNotInForce(path: readonly string[]): Violation {
  return ruled(
    'ours:volume-service-in-force',
    path,
    {
      ky: 'Бул кварталда кызмат реестрде күчүндө болгон эмес.',
      ru: 'В этом квартале услуга в реестре не действовала.',
      en: 'The service was not in force on any day of the quarter.',
    },
    { ky: 'Кварталды же кызматты текшериңиз.', ru: 'Проверьте квартал или услугу.', en: 'Check the quarter, or the service.' },
  );
}

function outsideNineMonths(path: readonly string[]): Violation {
  return ruled(
    'R12',
    path,
    {
      ky: 'Отчет жылдын алгачкы тогуз айы үчүн: Q1, Q2, Q3.',
      ru: 'Отчёт за первые девять месяцев года: Q1, Q2, Q3.',
      en: 'The report is of the first nine months of the year: Q1, Q2, Q3.',
    },
    { ky: 'Төртүнчү кварталдын сабын алып салыңыз.', ru: 'Уберите строку четвёртого квартала.', en: 'Leave out the fourth quarter.' },
  );
}

function notBegun(path: readonly string[]): Violation {
  return ruled(
    'ours:quarter-begun',
    path,
    { ky: 'Квартал баштала элек.', ru: 'Квартал ещё не начался.', en: 'The quarter has not begun.' },
    {
      ky: 'Санды квартал бүткөндөн кийин жазыңыз; азырынча MISSING.',
      ru: 'Укажите число после окончания квартала; пока — MISSING.',
      en: 'State the count after the quarter has ended; until then it is MISSING.',
    },
  );
}

function valueAbsent(path: readonly string[]): Violation {
  return badLine(
    'ours:volume-figure',
    path,
    { ky: 'VALUE үчүн сан керек.', ru: 'Для VALUE нужно число.', en: 'A VALUE needs its count.' },
    {
      ky: 'Бир да жолу болбосо 0 жазыңыз; белгисиз болсо MISSING.',
      ru: 'Если не было ни разу, укажите 0; если неизвестно — MISSING.',
      en: 'Give 0 if there was none, and MISSING if it is not known.',
    },
  );
}

function valueBesideState(path: readonly string[]): Violation {
  return badLine(
    'ours:volume-figure',
    path,
    { ky: 'Сан VALUE үчүн гана жазылат.', ru: 'Число указывается только для VALUE.', en: 'Only a VALUE has a count.' },
    {
      ky: 'state VALUE болсун же санды алып салыңыз.',
      ru: 'Укажите state VALUE или уберите число.',
      en: 'Say VALUE, or leave out the count.',
    },
  );
}

function reasonAbsent(path: readonly string[]): Violation {
  return badLine(
    'ours:volume-reason',
    path,
    {
      ky: 'Кызмат эмне үчүн көрсөтүлбөй турганын жазыңыз.',
      ru: 'Укажите, почему услуга не оказывается.',
      en: 'Say why the service is not offered.',
    },
    { ky: 'reason талаасын толтуруңуз.', ru: 'Заполните поле reason.', en: 'Fill in reason.' },
  );
}

function reasonBesideState(path: readonly string[]): Violation {
  return badLine(
    'ours:volume-reason',
    path,
    {
      ky: 'Себеби көрсөтүлбөгөн кызмат үчүн гана жазылат.',
      ru: 'Причина указывается только там, где услуга не оказывается.',
      en: 'Only what is not offered has a reason.',
    },
    {
      ky: 'Көрсөтүлбөсө ошону жазыңыз; болбосо текстти түшүндүрмөгө көчүрүңүз.',
      ru: 'Если услуга не оказывается, так и укажите; иначе перенесите текст в пояснение.',
      en: 'Say that it is not offered, or move the text to the explanation.',
    },
  );
}

function paidWithoutValue(path: readonly string[]): Violation {
  return badLine(
    'ours:volume-paid',
    path,
    {
      ky: 'Саны айтылбаган кызматка төлөнгөн сумма жазылбайт.',
      ru: 'Сумма не указывается там, где нет числа.',
      en: 'There is no amount paid where there is no count.',
    },
    {
      ky: 'Санын жазыңыз же сумманы алып салыңыз.',
      ru: 'Укажите число или уберите сумму.',
      en: 'Give the count, or leave out the amount.',
    },
  );
}

function offerUnknown(path: readonly string[]): Violation {
  return badLine(
    'ours:volume-offer',
    path,
    {
      ky: 'Бул кызмат боюнча сиздин мындай сунушуңуз жок.',
      ru: 'У вас нет такого предложения этой услуги.',
      en: 'You have no such offer of this service.',
    },
    {
      ky: 'Өз сунушуңузду тандаңыз же бош калтырыңыз.',
      ru: 'Выберите своё предложение или не указывайте.',
      en: 'Choose an offer of yours, or none.',
    },
  );
}

function tooLong(path: readonly string[], text: string | null | undefined): Violation | undefined {
  if ((writtenText(text)?.length ?? 0) <= longestText) return undefined;
  return badLine(
    'ours:volume-text',
    path,
    {
      ky: `Текст ${longestText} белгиден ашпасын.`,
      ru: `Текст не длиннее ${longestText} знаков.`,
      en: `A text of at most ${longestText} characters.`,
    },
    { ky: 'Кыскартыңыз.', ru: 'Сократите его.', en: 'Shorten it.' },
  );
}
