import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, notFound, ruleViolated, type Violation } from '../../shared/errors.ts';

/** BASIC: the national register; ADDITIONAL: one municipality's. */
export const registerTiers = ['BASIC', 'ADDITIONAL'] as const;
export type RegisterTier = (typeof registerTiers)[number];

/** R2: who pays for a service: the budget, partly the consumer, or the consumer. */
export const feeKinds = ['FREE', 'PARTIALLY_PAID', 'FULLY_PAID'] as const;
export type FeeKind = (typeof feeKinds)[number];

/** Whether somebody applies for it, or it is given to a whole territory (street lighting has no applicant). */
export const provisions = ['ON_REQUEST', 'FOR_THE_TERRITORY'] as const;
export type Provision = (typeof provisions)[number];

export const serviceStatuses = ['ACTIVE', 'CLOSED'] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

export const serviceOrders = ['NAME_ASC', 'NAME_DESC', 'CODE_ASC', 'RELEVANCE'] as const;
export type ServiceOrder = (typeof serviceOrders)[number];

/** What one delivery is, unless the service says otherwise. */
export const defaultCountUnit = 'APPLICATION';

const codePattern = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*$/;
const countUnitPattern = /^[A-Z][A-Z0-9_]*$/;
const longestCode = 40;

/** Ours: codes are short, in capitals, so that they can be typed, printed and named in files. */
export function codeViolation(code: string): Violation | undefined {
  if (code.length <= longestCode && codePattern.test(code)) return undefined;
  return badInput(
    ['input', 'code'],
    {
      ky: 'Кызматтын коду баш латын тамгалардан, цифралардан жана дефистен турат.',
      ru: 'Код услуги состоит из заглавных латинских букв, цифр и дефисов.',
      en: 'A service code is made of capital Latin letters, digits and hyphens.',
    },
    { ky: 'Мисалы: MS-025.', ru: 'Например: MS-025.', en: 'For example: MS-025.' },
  ).violation;
}

/** Ours: what one delivery is, as a code, so that only like is ranked with like. */
export function countUnitViolation(countUnit: string): Violation | undefined {
  if (countUnit.length <= longestCode && countUnitPattern.test(countUnit)) return undefined;
  return badInput(
    ['input', 'countUnit'],
    {
      ky: 'Эсептөө бирдиги баш латын тамгалар менен жазылган код болсун.',
      ru: 'Единица счёта — код заглавными латинскими буквами.',
      en: 'A count unit is a code in capital Latin letters.',
    },
    {
      ky: 'Мисалы: APPLICATION, SUBSCRIBER, CUBIC_METRE.',
      ru: 'Например: APPLICATION, SUBSCRIBER, CUBIC_METRE.',
      en: 'For example: APPLICATION, SUBSCRIBER, CUBIC_METRE.',
    },
  ).violation;
}

/** R4: regulatory and control functions of self-government bodies are not entered in the register of municipal services. */
export function regulatoryFunctionRefusal(isRegulatoryFunction: boolean): Violation | undefined {
  if (!isRegulatoryFunction) return undefined;
  return ruleViolated(
    'R4',
    {
      ky: 'Жөнгө салуу жана контролдоо функциялары муниципалдык кызмат көрсөтүүлөр реестрине киргизилбейт.',
      ru: 'Регулирующие и контрольные функции не включаются в реестр муниципальных услуг.',
      en: 'Regulatory and control functions are not entered in the register of municipal services.',
    },
    {
      ky: 'Аракет сакталды; бул функция мыйзамда белгиленген башка тартипте жөнгө салынат.',
      ru: 'Попытка сохранена; эта функция регулируется законодательством в ином порядке.',
      en: 'The attempt is kept; such a function is governed by law in another order.',
    },
    ['input', 'isRegulatoryFunction'],
  ).violation;
}

/** Who asks, in the terms that the registers know: the responsible unit, or staff of one municipality. */
export interface RegistryActor {
  isAnalyst: boolean;
  municipalityId: string | null;
}

export interface TierFacts {
  tier: RegisterTier;
  /** The municipality of an ADDITIONAL service; null for BASIC. */
  municipalityId: string | null;
  isDelegated: boolean;
}

/** R5: a delegated state service is the same everywhere, so it stands in the BASIC register only; BASIC is of no one municipality. */
export function tierRefusal(actor: RegistryActor, facts: TierFacts): Violation | undefined {
  if (facts.isDelegated && facts.tier !== 'BASIC') return delegatedIsBasic();
  if (facts.tier === 'BASIC' && facts.municipalityId !== null) return basicHasNoMunicipality();
  const isOfNobody = facts.tier === 'ADDITIONAL' && facts.municipalityId === null;
  const refusal = isOfNobody ? additionalIsTheMunicipalitys() : keeperRefusal(actor, facts);
  return refusal && { ...refusal, path: ['input', 'tier'] };
}

/**
 * Who keeps which register (ours, after the two registers of the law): BASIC is the responsible unit's, ADDITIONAL is its
 * municipality's own; samples of the additional register, which are of no municipality, are the unit's.
 */
function keeperRefusal(actor: RegistryActor, { tier, municipalityId }: Pick<TierFacts, 'tier' | 'municipalityId'>): Violation | undefined {
  if (tier === 'BASIC') return actor.isAnalyst ? undefined : basicIsTheUnits();
  if (municipalityId === null ? actor.isAnalyst : actor.municipalityId === municipalityId) return undefined;
  return municipalityId === null || actor.isAnalyst ? additionalIsTheMunicipalitys() : notFound(['input', 'id']).violation;
}

function delegatedIsBasic(): Violation {
  return ruleViolated(
    'R5',
    {
      ky: 'Берилген мамлекеттик кызмат базалык реестрге гана киргизилет.',
      ru: 'Делегированная государственная услуга вносится только в базовый реестр.',
      en: 'A delegated state service is entered in the basic register only.',
    },
    {
      ky: 'tier: BASIC менен жооптуу аткаруучу киргизет.',
      ru: 'Её вносит ответственный исполнитель с tier: BASIC.',
      en: 'The responsible unit enters it with tier: BASIC.',
    },
    ['input', 'tier'],
  ).violation;
}

function basicHasNoMunicipality(): Violation {
  return badInput(
    ['input', 'municipalityId'],
    {
      ky: 'Базалык реестрдеги кызмат бир муниципалитетке таандык эмес.',
      ru: 'Услуга базового реестра не принадлежит одному муниципалитету.',
      en: 'A service of the basic register belongs to no one municipality.',
    },
    { ky: 'municipalityId бербеңиз.', ru: 'Не указывайте municipalityId.', en: 'Leave municipalityId out.' },
  ).violation;
}

function basicIsTheUnits(): Violation {
  return ruleViolated(
    'ours:register-tier',
    {
      ky: 'Базалык реестрди жооптуу аткаруучу жүргүзөт.',
      ru: 'Базовый реестр ведёт ответственный исполнитель.',
      en: 'The basic register is kept by the responsible unit.',
    },
    {
      ky: 'Өз муниципалитетиңиздин кошумча реестрине (ADDITIONAL) киргизиңиз.',
      ru: 'Внесите услугу в дополнительный реестр (ADDITIONAL) своего муниципалитета.',
      en: "Enter it in your municipality's additional register (ADDITIONAL).",
    },
  ).violation;
}

function additionalIsTheMunicipalitys(): Violation {
  return ruleViolated(
    'ours:register-tier',
    {
      ky: 'Кошумча реестрди муниципалитеттин өзү жүргүзөт.',
      ru: 'Дополнительный реестр ведёт сам муниципалитет.',
      en: 'An additional register is kept by its own municipality.',
    },
    {
      ky: 'Муну муниципалитеттин кызматкери жасайт.',
      ru: 'Это делает сотрудник муниципалитета.',
      en: "The municipality's own staff do this.",
    },
  ).violation;
}

/** What changes a service once it is in the register; each is open while the service is ACTIVE. */
export const serviceActs = ['updateMunicipalService', 'closeMunicipalService'] as const;

/** What refuses a change of a service. Ours: nothing of a closed one is changed, and it is closed once. */
export function serviceActRefusal(
  actor: RegistryActor,
  service: Pick<TierFacts, 'tier' | 'municipalityId'> & { status: ServiceStatus },
): Violation | undefined {
  const refusal = keeperRefusal(actor, service);
  if (refusal || service.status === 'ACTIVE') return refusal;
  return ruleViolated(
    'ours:service-active',
    { ky: 'Кызмат жабылган.', ru: 'Услуга закрыта.', en: 'The service is closed.' },
    {
      ky: 'Керек болсо, жаңы код менен киргизиңиз.',
      ru: 'Если нужна, внесите её заново под новым кодом.',
      en: 'If it is needed again, enter it under a new code.',
    },
  ).violation;
}

/** A service ends after it began, which may not be known. */
export function closingDayViolation(validFrom: LocalDate | null | undefined, validTo: LocalDate): Violation | undefined {
  if (validFrom == null || validTo > validFrom) return undefined;
  return badInput(
    ['input', 'validTo'],
    {
      ky: 'Аяктоо күнү башталган күндөн кийин болсун.',
      ru: 'Дата окончания должна быть позже даты начала.',
      en: 'The end must come after the beginning.',
    },
    { ky: `${validFrom} күнүнөн кийинки күн.`, ru: `День позже ${validFrom}.`, en: `A day after ${validFrom}.` },
  ).violation;
}
