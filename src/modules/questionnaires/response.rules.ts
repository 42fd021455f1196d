import type { Channel } from '../../kit/figure.rules.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { excerptOf } from '../../shared/plain-text.ts';
import { type Answers, type AnswerValue, type NoAnswer, validateAnswers } from '../forms/answer.rules.ts';
import { channelOf, primaryAnswers } from '../forms/primary-question.rules.ts';
import type { Measure, Question } from '../forms/question.rules.ts';
import { isInForce, type Validity } from '../organizations/organization.rules.ts';
import type { CycleDays } from './response-batch.rules.ts';

/** One response as it is filed; nothing is absent. */
export interface FiledResponse {
  /** Whose; null = the filing municipality's. */
  municipalityId: string | null;
  offerId: string | null;
  serviceCode: string;
  /** null = did not apply, or not known. */
  appliedOn: LocalDate | null;
  /** null = not served yet, or not known. */
  servedOn: LocalDate | null;
  answers: unknown;
}

export interface FilingGround {
  municipalityId: string;
  /** Since when the municipality is there no more; null or absent = it is there, or that is not asked. */
  ceasedOn?: LocalDate | null | undefined;
  today: LocalDate;
  days: CycleDays;
  questions: readonly Question[];
  /** Services of the registers that hold in the municipality, by code. */
  services: ReadonlyMap<string, Validity & { id: string }>;
  /** R10: the services that the provider's variant is for; absent = the form is for any. */
  onlyServices?: ReadonlySet<string> | undefined;
  /** The municipality's own offers, by id. */
  offers: ReadonlyMap<string, { serviceId: string }>;
}

/** A response with its answers in the form in which they are kept. */
export type CheckedResponse = Omit<FiledResponse, 'answers'> & { answers: Answers };

export interface ResponseCheck {
  /** All that is wrong with it, each with its row (from 1) and column. */
  violations: Violation[];
  /** To be kept only if nothing is wrong. */
  response: CheckedResponse;
}

/** Where a response stands in what is filed: its row, from 1, and the path into the input of what is wrong within it. */
export interface ResponsePlace {
  row: number;
  pathTo: (within: readonly string[]) => readonly string[];
  noAnswer: NoAnswer;
  /** Where it says whose it is. */
  municipalityColumn: MunicipalityColumn;
}

/** A file may name a municipality by its SOATE code instead. */
export type MunicipalityColumn = 'municipalityId' | 'municipalitySoate';

/** The place of a response that came by the API; `index` is from 0. */
export function inlinePlace(index: number): ResponsePlace {
  const pathTo = (within: readonly string[]) => ['input', 'responses', String(index), ...within];
  return { row: index + 1, pathTo, noAnswer: 'NULL', municipalityColumn: 'municipalityId' };
}

/** The place of a response in a file: row and column say it all. */
export function filePlace(row: number, noAnswer: NoAnswer, municipalityColumn: MunicipalityColumn = 'municipalityId'): ResponsePlace {
  return { row, pathTo: () => ['input', 'uploadId'], noAnswer, municipalityColumn };
}

/** R12: checks one questionnaire on the ground of its filing, all of it at once. */
export function checkResponse(response: FiledResponse, place: ResponsePlace, ground: FilingGround): ResponseCheck {
  const { violations, answers } = validateAnswers(ground.questions, response.answers, place.noAnswer);
  const wrong = [
    ...(isElsewhere(response, ground) ? [{ column: place.municipalityColumn, violation: notYours(place.municipalityColumn) }] : []),
    ...dayViolations(response, ground),
    ...serviceViolations(response, ground),
    ...violations.map((violation) => ({ column: violation.path?.[1] ?? 'answers', violation })),
    ...(violations.length === 0 && isUnanswered(answers) ? [{ column: 'answers', violation: nothingAnswered() }] : []),
  ];
  return { violations: wrong.map(({ column, violation }) => placedAt(violation, place, column)), response: { ...response, answers } };
}

interface Wrong {
  column: string;
  violation: Violation;
}

/** The violation at its place in the input and in the batch. */
export function placedAt(violation: Violation, { row, pathTo }: ResponsePlace, column: string): Violation {
  return { ...violation, path: pathTo(violation.path ?? [column]), row, column };
}

/** Ours: no answer to one question or another is counted; who answered nothing at all was not questioned, and fulfils nobody's obligation. */
function isUnanswered(answers: Answers): boolean {
  for (const code in answers) if (answers[code] !== null) return false;
  return true;
}

function isElsewhere({ municipalityId }: FiledResponse, ground: FilingGround): boolean {
  return municipalityId !== null && municipalityId !== ground.municipalityId;
}

/**
 * Who was served was served in the cycle's year and not after today; applied for it may have been in the year before, too. Nobody is
 * served before applying, or by a municipality that ceased; before it began those served whom it followed.
 */
function dayViolations({ appliedOn, servedOn }: FiledResponse, { days, today, ceasedOn }: FilingGround): Wrong[] {
  const daysOfApplying = { ...days, first: yearBefore(days.first) };
  const isOutside = (day: LocalDate | null, { first, last }: CycleDays) => day !== null && (day < first || day > last);
  const wrong = [
    ...(isOutside(appliedOn, daysOfApplying) ? [{ column: 'appliedOn', violation: notInCycle(appliedInCycle, daysOfApplying) }] : []),
    ...(isOutside(servedOn, days) ? [{ column: 'servedOn', violation: notInCycle(servedInCycle, days) }] : []),
    ...(ceasedOn != null && (servedOn ?? appliedOn ?? today) >= ceasedOn ? [{ column: 'servedOn', violation: ceased(ceasedOn) }] : []),
  ];
  if (appliedOn === null || servedOn === null || servedOn >= appliedOn) return wrong;
  return [...wrong, { column: 'servedOn', violation: servedBeforeApplying() }];
}

function yearBefore(first: LocalDate): LocalDate {
  return `${Number(first.slice(0, 4)) - 1}${first.slice(4)}`;
}

/** The service stands in the registers for the municipality, was in force on the day, and the offer named is one of it. */
function serviceViolations({ serviceCode, offerId, servedOn, appliedOn }: FiledResponse, ground: FilingGround): Wrong[] {
  const service = ground.services.get(serviceCode);
  if (!service) return [{ column: 'serviceCode', violation: noSuchService(serviceCode) }];
  const isOffered = offerId === null || ground.offers.get(offerId)?.serviceId === service.id;
  const day = servedOn ?? appliedOn ?? ground.today;
  return [
    ...(isInForce(service, day) ? [] : [{ column: 'serviceCode', violation: notInForce(day) }]),
    ...(ground.onlyServices?.has(service.id) === false ? [{ column: 'serviceCode', violation: notOfVariant() }] : []),
    ...(isOffered ? [] : [{ column: 'offerId', violation: noSuchOffer() }]),
  ];
}

// ---- what is kept as columns ---------------------------------------------------------------------------------------

/**
 * The primary measures of a response, beside its answers, for counting: amounts in the unit of the form version's question, choices
 * by code. null = not asked or no answer; which of the two, the answers say.
 */
export interface PrimaryMeasures {
  channel: Channel | null;
  respondentKind: string | null;
  procedureFollowed: string | null;
  timeSpent: string | null;
  timeExpected: string | null;
  costPaid: string | null;
  costExpected: string | null;
  waitingTime: string | null;
  visits: string | null;
  usedElectronic: string | null;
  satisfactionQuality: number | null;
  satisfactionAvailability: number | null;
  complained: boolean | null;
}

/** R-II.1 to R-II.3, R-II.7: reads the primary measures out of checked answers. */
export function primaryMeasures(questions: readonly Question[], answers: Answers): PrimaryMeasures {
  const primary = primaryAnswers(questions, answers);
  const value = (measure: Measure): AnswerValue | null => primary[measure] ?? null;
  const words = (measure: Measure) => textOf(value(measure));
  return {
    channel: channelOf(value('CHANNEL')),
    respondentKind: words('RESPONDENT_KIND'),
    procedureFollowed: words('PROCEDURE_FOLLOWED'),
    timeSpent: words('TIME_SPENT'),
    timeExpected: words('TIME_EXPECTED'),
    costPaid: words('COST_PAID'),
    costExpected: words('COST_EXPECTED'),
    waitingTime: words('WAITING_TIME'),
    visits: words('VISITS'),
    usedElectronic: words('USED_ELECTRONIC'),
    satisfactionQuality: pointOf(value('SATISFACTION_QUALITY')),
    satisfactionAvailability: pointOf(value('SATISFACTION_AVAILABILITY')),
    complained: value('COMPLAINED') === null ? null : value('COMPLAINED') === true,
  };
}

/** An amount or a code as it goes into a column; exact, since a number of an answer has at most 15 digits. */
function textOf(value: AnswerValue | null): string | null {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : null;
}

function pointOf(value: AnswerValue | null): number | null {
  return typeof value === 'number' ? value : null;
}

// ---- what is shown -------------------------------------------------------------------------------------------------

/** An answer to a question that was asked; null = NO_ANSWER. */
export interface GivenAnswer {
  question: Question;
  value: AnswerValue | null;
}

/** What was answered to each question that was asked, in the form's order. */
export function givenAnswers(questions: readonly Question[], answers: Answers): GivenAnswer[] {
  return questions.flatMap((question) => {
    const value = answers[question.code];
    return value === undefined ? [] : [{ question, value }];
  });
}

const yes: LocalizedText = { ky: 'ооба', ru: 'да', en: 'yes' };
const no: LocalizedText = { ky: 'жок', ru: 'нет', en: 'no' };

/** An answer in words: the texts of the options marked, otherwise what was written; null = no answer. */
export function wordsOf({ question, value }: GivenAnswer, language: Language): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return inLanguage(value ? yes : no, language);
  if (question.options.length === 0) return String(value);
  const marked: readonly unknown[] = typeof value === 'object' ? value : [String(value)];
  const options = question.options.filter(({ code }) => marked.includes(code));
  return options.length === 0 ? String(value) : options.map(({ text }) => inLanguage(text, language)).join('; ');
}

// ---- words ---------------------------------------------------------------------------------------------------------

function notYours(column: MunicipalityColumn): Violation {
  const { violation } = badInput(
    ['municipalityId'],
    {
      ky: 'Анкеталар өз муниципалитетиңиздин атынан гана өткөрүлөт.',
      ru: 'Анкеты подаются только от своего муниципалитета.',
      en: 'Questionnaires are filed for your own municipality only.',
    },
    { ky: `${column} бербеңиз.`, ru: `Не указывайте ${column}.`, en: `Leave ${column} out.` },
  );
  return violation;
}

function nothingAnswered(): Violation {
  const { violation } = ruleViolated(
    'ours:something-answered',
    {
      ky: 'Анкетада бир да суроого жооп жок.',
      ru: 'В анкете нет ни одного ответа.',
      en: 'Nothing at all is answered in this questionnaire.',
    },
    {
      ky: 'Бул анкетаны (файлда — сапты) алып салыңыз: эч нерсеге жооп бербеген адам сурамжыланган эмес.',
      ru: 'Уберите эту анкету (в файле — строку): кто ни на что не ответил, тот не опрошен.',
      en: 'Leave this questionnaire out (in a file its row): who answered nothing was not questioned.',
    },
  );
  return { ...violation, path: ['answers'] };
}

const appliedInCycle: LocalizedText = {
  ky: 'Кайрылган күн циклдин жылында же мурунку жылда, бүгүнкү күндөн кеч эмес болсун.',
  ru: 'День обращения должен быть в году цикла или в предыдущем году и не позже сегодняшнего.',
  en: 'The day of applying is in the year of the cycle or the year before, and not after today.',
};
const servedInCycle: LocalizedText = {
  ky: 'Кызмат көрсөтүлгөн күн циклдин жылында, бүгүнкү күндөн кеч эмес болсун.',
  ru: 'День оказания услуги должен быть в году цикла и не позже сегодняшнего.',
  en: 'The day of service is in the year of the cycle, and not after today.',
};

function notInCycle(message: LocalizedText, { first, last }: CycleDays): Violation {
  const { violation } = ruleViolated(
    'ours:response-in-cycle',
    message,
    first > last
      ? {
          ky: 'Бул жыл башталган эмес, жылды текшериңиз.',
          ru: 'Этот год ещё не начался, проверьте год.',
          en: 'This year has not begun: check it.',
        }
      : { ky: `${first} – ${last}.`, ru: `${first} – ${last}.`, en: `${first} to ${last}.` },
  );
  return violation;
}

function ceased(on: LocalDate): Violation {
  const { violation } = ruleViolated(
    'ours:municipality-in-force',
    {
      ky: `Бул муниципалитет ${on} баштап жок.`,
      ru: `С ${on} этого муниципалитета нет.`,
      en: `This municipality is there no more since ${on}.`,
    },
    {
      ky: 'Андан мурун көрсөтүлгөн кызматтын анкеталарын гана өткөрүңүз; калганын анын укук мураскери (successors) өткөрөт.',
      ru: 'Подайте только анкеты об услугах, оказанных до этого дня; остальные подаёт преемник (successors).',
      en: 'File those on services of the days before; the others are filed by the one that followed it (successors).',
    },
  );
  return violation;
}

function servedBeforeApplying(): Violation {
  const { violation } = ruleViolated(
    'ours:served-after-applying',
    {
      ky: 'Кызмат кайрылгандан эрте көрсөтүлүшү мүмкүн эмес.',
      ru: 'Услуга не могла быть оказана раньше обращения.',
      en: 'Nobody is served before applying.',
    },
    { ky: 'Эки күндү тең текшериңиз.', ru: 'Проверьте оба дня.', en: 'Check both days.' },
  );
  return violation;
}

function noSuchService(code: string): Violation {
  const said = excerptOf(code);
  return badInput(
    ['serviceCode'],
    {
      ky: `Бул муниципалитет үчүн реестрлерде мындай коддуу кызмат жок: «${said}».`,
      ru: `В реестрах для этого муниципалитета нет услуги с таким кодом: «${said}».`,
      en: `The registers have no service of this code for this municipality: "${said}".`,
    },
    {
      ky: 'Коддорду municipalServices(filter: {municipalityId}) көрсөтөт.',
      ru: 'Коды показывает municipalServices(filter: {municipalityId}).',
      en: 'municipalServices(filter: {municipalityId}) gives the codes.',
    },
  ).violation;
}

function notInForce(day: LocalDate): Violation {
  return ruleViolated(
    'ours:service-in-force',
    {
      ky: `${day} күнү бул кызмат колдонууда болгон эмес.`,
      ru: `На ${day} эта услуга не действовала.`,
      en: `This service was not in force on ${day}.`,
    },
    { ky: 'Күндү же кызматтын кодун текшериңиз.', ru: 'Проверьте день или код услуги.', en: 'Check the day or the code of the service.' },
  ).violation;
}

/** R10: a provider's changes are for particular services. */
function notOfVariant(): Violation {
  return ruleViolated(
    'R10',
    {
      ky: 'Өзгөртүлгөн анкета бул кызмат үчүн эмес.',
      ru: 'Изменённая анкета — не для этой услуги.',
      en: 'The changed questionnaire is not for this service.',
    },
    {
      ky: 'Бул кызмат боюнча анкеталарды 2-тиркеменин версиясы менен башка топтомдо өткөрүңүз.',
      ru: 'Анкеты по этой услуге подайте другим пакетом на версии приложения 2.',
      en: 'File the questionnaires on this service in another batch, on the version of Appendix 2.',
    },
    ['serviceCode'],
  ).violation;
}

function noSuchOffer(): Violation {
  return badInput(
    ['offerId'],
    {
      ky: 'Муниципалитеттин бул кызмат боюнча мындай сунушу жок.',
      ru: 'У муниципалитета нет такого предложения этой услуги.',
      en: 'The municipality has no such offer of this service.',
    },
    {
      ky: 'Ушул кызматтын өз сунушун бериңиз же offerId бербеңиз.',
      ru: 'Укажите своё предложение этой услуги или уберите offerId.',
      en: 'Give your own offer of this service, or leave offerId out.',
    },
  ).violation;
}
