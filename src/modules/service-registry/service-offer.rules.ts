import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { isBlank } from '../../shared/plain-text.ts';
import { isInForce, type Validity } from '../organizations/organization.rules.ts';
import { serviceNotInForce } from './service-standard.rules.ts';
import { actOfTheFuture } from './standard-day.rules.ts';

export const electronicLevels = ['NONE', 'INFORMATION', 'FORM_DOWNLOAD', 'APPLICATION', 'FULL_CYCLE'] as const;
export type ElectronicLevel = (typeof electronicLevels)[number];

/** R-II.6: where information on a service is given. */
export const informationChannelKinds = ['MASS_MEDIA', 'PUBLIC_PLACE', 'NOTICE_BOARD'] as const;
export type InformationChannelKind = (typeof informationChannelKinds)[number];

export const offerOrders = ['SERVICE_NAME_ASC', 'MUNICIPALITY_NAME_ASC', 'CONFIRMED_AT_ASC'] as const;
export type OfferOrder = (typeof offerOrders)[number];

/** Where an offer stands, as its history tells it: offered, confirmed for a year, or given an end. Ours. */
export function offerState({
  validTo,
  confirmedForYear,
}: {
  validTo?: LocalDate | null;
  confirmedForYear?: number | null;
}): 'OFFERED' | 'CONFIRMED' | 'ENDED' {
  if (validTo != null) return 'ENDED';
  return confirmedForYear == null ? 'OFFERED' : 'CONFIRMED';
}

/** A channel on which consumers are told of the service, with the evidence of it. */
export interface InformationChannel {
  kind: InformationChannelKind;
  evidence: string;
  url?: string | null;
  /** A picture or a scan of it. */
  fileId?: string;
  checkedOn: LocalDate;
}

export interface OfferFields {
  electronicLevel: ElectronicLevel | null;
  electronicUrl: string | null;
  regulation: LegalAct | null;
  informationChannels: readonly InformationChannel[];
  validFrom: LocalDate;
  validTo: LocalDate | null;
}

export interface OfferSubject {
  service: Validity & { isDelegated: boolean; municipalityId: string | null };
  provider: Validity & { municipalityId: string };
}

/** What a provider cannot offer at all: state services, another municipality's services, services not in the register then. */
export function offerRefusal({ service, provider }: OfferSubject, validFrom: LocalDate): Violation | undefined {
  if (service.isDelegated) return delegatedIsNotOffered();
  if (service.municipalityId !== null && service.municipalityId !== provider.municipalityId) return additionalOfAnother();
  if (!isInForce(service, validFrom)) return serviceNotInForce(['input', 'serviceId']);
  return isInForce(provider, validFrom) ? undefined : providerNotInForce();
}

/** R5: a delegated state service is not a municipal service that a provider offers under these rules. */
function delegatedIsNotOffered(): Violation {
  return ruleViolated(
    'R5',
    {
      ky: 'Берилген мамлекеттик кызмат мамлекеттик кызматтардын стандарты боюнча көрсөтүлөт, бул жерге киргизилбейт.',
      ru: 'Делегированная государственная услуга оказывается по стандарту государственных услуг и здесь не вносится.',
      en: 'A delegated state service follows the standards of state services and is not offered here.',
    },
    { ky: 'Муниципалдык кызматты тандаңыз.', ru: 'Выберите муниципальную услугу.', en: 'Choose a municipal service.' },
    ['input', 'serviceId'],
  ).violation;
}

function additionalOfAnother(): Violation {
  return ruleViolated(
    'ours:additional-of-another',
    {
      ky: 'Бул кызмат башка муниципалитеттин кошумча реестринде.',
      ru: 'Эта услуга в дополнительном реестре другого муниципалитета.',
      en: "This service stands in another municipality's additional register.",
    },
    {
      ky: 'Өз кошумча реестриңизге киргизиңиз.',
      ru: 'Внесите её в свой дополнительный реестр.',
      en: 'Enter it in your own additional register.',
    },
    ['input', 'serviceId'],
  ).violation;
}

function providerNotInForce(): Violation {
  return ruleViolated(
    'ours:provider-in-force',
    { ky: 'Аткаруучу бул күнү иштебейт.', ru: 'В этот день исполнителя нет.', en: 'The provider does not exist on that day.' },
    { ky: 'Аткаруучунун мөөнөтүн текшериңиз.', ru: 'Проверьте срок исполнителя.', en: "Check the provider's dates." },
    ['input', 'providerId'],
  ).violation;
}

const mostChannels = 50;
const levelsWithAnAddress: readonly (ElectronicLevel | null)[] = ['APPLICATION', 'FULL_CYCLE'];
const levelsWithoutAnAddress: readonly (ElectronicLevel | null)[] = [null, 'NONE'];

/** All that is wrong with what an offer says. R-II.4: who says that one can apply says where; R-II.6: evidence has been seen. */
export function offerViolations(offer: OfferFields, today: LocalDate): Violation[] {
  const { electronicLevel, electronicUrl, regulation, informationChannels, validFrom, validTo } = offer;
  const found: (Violation | undefined)[] = [
    electronicUrl === null && levelsWithAnAddress.includes(electronicLevel) ? addressMissing() : undefined,
    electronicUrl !== null && levelsWithoutAnAddress.includes(electronicLevel) ? addressWithoutForm() : undefined,
    regulation !== null && regulation.adoptedOn > today ? actOfTheFuture(['input', 'regulation', 'adoptedOn']) : undefined,
    validTo !== null && validTo <= validFrom ? endsBeforeItBegins() : undefined,
    informationChannels.length > mostChannels ? tooManyChannels() : undefined,
    ...informationChannels.flatMap((channel, index) => channelViolations(channel, ['input', 'informationChannels', String(index)], today)),
  ];
  return found.filter((violation) => violation !== undefined);
}

function channelViolations(
  { evidence, checkedOn }: InformationChannel,
  path: readonly string[],
  today: LocalDate,
): (Violation | undefined)[] {
  return [
    isBlank(evidence) ? evidenceMissing([...path, 'evidence']) : undefined,
    checkedOn > today ? notSeenYet([...path, 'checkedOn']) : undefined,
  ];
}

function addressMissing(): Violation {
  return ruleViolated(
    'R-II.4',
    {
      ky: 'Электрондук арыз кайсы даректе берилерин көрсөтүңүз.',
      ru: 'Укажите, по какому адресу можно подать электронное заявление.',
      en: 'Say at which address one can apply electronically.',
    },
    {
      ky: 'electronicUrl бериңиз же деңгээлди төмөндөтүңүз.',
      ru: 'Укажите electronicUrl или понизьте уровень.',
      en: 'Give electronicUrl, or a lower level.',
    },
    ['input', 'electronicUrl'],
  ).violation;
}

function addressWithoutForm(): Violation {
  return badInput(
    ['input', 'electronicUrl'],
    {
      ky: 'Электрондук түрү жок болсо, дареги да болбойт.',
      ru: 'Если электронного вида нет, нет и адреса.',
      en: 'Where there is no electronic form there is no address of it.',
    },
    {
      ky: 'electronicLevel бериңиз же даректи тазалаңыз.',
      ru: 'Укажите electronicLevel или уберите адрес.',
      en: 'Give electronicLevel, or clear the address.',
    },
  ).violation;
}

function endsBeforeItBegins(): Violation {
  return badInput(
    ['input', 'validTo'],
    {
      ky: 'Аяктоо күнү башталган күндөн кийин болсун.',
      ru: 'Дата окончания должна быть позже даты начала.',
      en: 'The end must come after the beginning.',
    },
    { ky: 'Күндөрдү текшериңиз.', ru: 'Проверьте даты.', en: 'Check the days.' },
  ).violation;
}

function tooManyChannels(): Violation {
  return badInput(
    ['input', 'informationChannels'],
    { ky: `Каналдар ${mostChannels}дөн ашпасын.`, ru: `Каналов не больше ${mostChannels}.`, en: `At most ${mostChannels} channels.` },
    { ky: 'Негизгилерин калтырыңыз.', ru: 'Оставьте основные.', en: 'Keep the main ones.' },
  ).violation;
}

function evidenceMissing(path: readonly string[]): Violation {
  return ruleViolated(
    'R-II.6',
    {
      ky: 'Маалыматтын берилгенин эмне тастыктайт?',
      ru: 'Чем подтверждается, что информация размещена?',
      en: 'What shows that the information is given?',
    },
    {
      ky: 'Гезиттин санын жана күнүн, тактайчанын дарегин жазыңыз.',
      ru: 'Напишите номер и дату газеты, адрес доски.',
      en: 'Write the issue and date of the newspaper, the address of the board.',
    },
    path,
  ).violation;
}

function notSeenYet(path: readonly string[]): Violation {
  return badInput(
    path,
    {
      ky: 'Текшерилген күн бүгүндөн кийин болбойт.',
      ru: 'День проверки не может быть позже сегодняшнего.',
      en: 'It cannot have been seen after today.',
    },
    {
      ky: 'Акыркы көрүлгөн күндү жазыңыз.',
      ru: 'Укажите день, когда видели в последний раз.',
      en: 'Give the day on which it was last seen.',
    },
  ).violation;
}

/** Ours: every offer is confirmed, or changed, each year before the List is drawn up: for this year or the next. */
export function confirmationYearViolation(year: number, today: LocalDate): Violation | undefined {
  const thisYear = Number(today.slice(0, 4));
  if (year === thisYear || year === thisYear + 1) return undefined;
  return badInput(
    ['input', 'year'],
    {
      ky: 'Сунуштар ушул же кийинки жыл үчүн ырасталат.',
      ru: 'Предложения подтверждаются на этот или следующий год.',
      en: 'Offers are confirmed for this year or the next.',
    },
    { ky: `${thisYear} же ${thisYear + 1}.`, ru: `${thisYear} или ${thisYear + 1}.`, en: `${thisYear} or ${thisYear + 1}.` },
  ).violation;
}

/** Ours: what is no longer offered, or no longer in the register, is not confirmed. */
export function confirmationRefusal(offer: Validity, service: Validity, today: LocalDate): Violation | undefined {
  if (!hasEnded(offer, today) && !hasEnded(service, today)) return undefined;
  return ruleViolated(
    'ours:confirm-offers',
    { ky: 'Кызмат мындан ары сунушталбайт.', ru: 'Услуга больше не предлагается.', en: 'The service is no longer offered.' },
    {
      ky: 'Тизмеден алып салыңыз же saveServiceOffer менен кайра ачыңыз.',
      ru: 'Уберите её из списка или возобновите через saveServiceOffer.',
      en: 'Leave it out, or reopen it with saveServiceOffer.',
    },
  ).violation;
}

function hasEnded({ validTo }: Validity, today: LocalDate): boolean {
  return validTo != null && validTo <= today;
}
