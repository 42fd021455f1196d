import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { isBlank } from '../../shared/plain-text.ts';
import type { FeeKind, RegisterTier } from '../service-registry/municipal-service.rules.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';

/** R8: a single service that resolves a life situation, or a complex of services that together do. */
export const monitoringObjectKinds = ['SERVICE', 'COMPLEX'] as const;
export type MonitoringObjectKind = (typeof monitoringObjectKinds)[number];

/** Ours: how many objects a List may have, and has as a rule (the basic register's services); how many services a complex may have. */
export const mostObjects = 100;
export const usualObjects = 25;
const mostServices = 10;

export interface ObjectDraft {
  kind: MonitoringObjectKind;
  name?: LocalizedText | null;
  serviceIds: readonly string[];
  expectedResponses?: number | null;
}

type Path = readonly string[];

/** R8: the shape of an object, before its services are looked at; `path` leads to it in the input. */
export function objectShapeRefusal(draft: ObjectDraft, path: Path): Violation | undefined {
  const { kind, name, serviceIds, expectedResponses } = draft;
  if (new Set(serviceIds).size < serviceIds.length) return sameServiceTwice(path);
  if (kind === 'SERVICE' && serviceIds.length !== 1) return notOneService(path);
  if (kind === 'COMPLEX' && (serviceIds.length < 2 || serviceIds.length > mostServices)) return notAComplex(path);
  if (kind === 'COMPLEX' ? name == null || isBlank(name.ky) : name != null && isBlank(name.ky)) return withoutName(path);
  if (expectedResponses != null && expectedResponses < 1) return noResponsesExpected(path);
  return undefined;
}

/** R8.1. */
function notOneService(path: Path): Violation {
  return at(
    [...path, 'serviceIds'],
    'R8',
    {
      ky: 'SERVICE объектиси так бир кызматтан турат.',
      ru: 'Объект SERVICE состоит ровно из одной услуги.',
      en: 'A SERVICE object is exactly one service.',
    },
    {
      ky: 'Бир кызмат бериңиз же kind: COMPLEX тандаңыз.',
      ru: 'Укажите одну услугу или kind: COMPLEX.',
      en: 'Give one service, or kind: COMPLEX.',
    },
  );
}

/** R8.2. */
function notAComplex(path: Path): Violation {
  return at(
    [...path, 'serviceIds'],
    'R8',
    {
      ky: `Комплекс экиден ${mostServices} чейинки кызматтан турат.`,
      ru: `Комплекс состоит из двух–${mostServices} услуг.`,
      en: `A complex is made of two to ${mostServices} services.`,
    },
    {
      ky: 'Кызматтарды керектөөчү өтө турган тартипте бериңиз.',
      ru: 'Перечислите услуги в том порядке, в каком их проходит потребитель.',
      en: 'Give the services in the order in which a consumer goes through them.',
    },
  );
}

function sameServiceTwice(path: Path): Violation {
  return at(
    [...path, 'serviceIds'],
    'R8',
    {
      ky: 'Бир кызмат объектте бир гана жолу болот.',
      ru: 'Услуга входит в объект только один раз.',
      en: 'A service is in an object only once.',
    },
    { ky: 'Кайталанганын алып салыңыз.', ru: 'Уберите повтор.', en: 'Leave the repetition out.' },
  );
}

function withoutName(path: Path): Violation {
  return badInput(
    [...path, 'name'],
    { ky: 'Комплекстин аталышы керек.', ru: 'У комплекса должно быть название.', en: 'A complex must have a name.' },
    { ky: 'name.ky жана name.ru бериңиз.', ru: 'Укажите name.ky и name.ru.', en: 'Give name.ky and name.ru.' },
  ).violation;
}

/** Ours: how many questionnaires are asked for, so that one sheet does not count as filed. */
function noResponsesExpected(path: Path): Violation {
  return badInput(
    [...path, 'expectedResponses'],
    {
      ky: 'Күтүлгөн анкеталардын саны 1ден кем болбойт.',
      ru: 'Ожидаемое число анкет не меньше 1.',
      en: 'At least one questionnaire is expected.',
    },
    {
      ky: '1 же андан көп; белгисиз болсо, бербеңиз.',
      ru: '1 или больше; если неизвестно, не указывайте.',
      en: '1 or more; leave it out where it is not known.',
    },
  ).violation;
}

export interface ServiceFacts {
  code: string;
  tier: RegisterTier;
  isDelegated: boolean;
  /** Active and within its dates today. */
  isInForce: boolean;
}

/** R5, R8: whether a service may be monitored at all. */
export function serviceRefusal({ code, isDelegated, isInForce }: ServiceFacts, path: Path): Violation | undefined {
  if (isDelegated) {
    return at(
      path,
      'R5',
      {
        ky: `${code}: берилген мамлекеттик кызмат мамлекеттик кызматтын стандарты менен көрсөтүлөт.`,
        ru: `${code}: делегированная государственная услуга оказывается по стандарту государственных услуг.`,
        en: `${code}: a delegated state service follows the standard of state services.`,
      },
      { ky: 'Муниципалдык кызмат тандаңыз.', ru: 'Выберите муниципальную услугу.', en: 'Choose a municipal service.' },
    );
  }
  if (isInForce) return undefined;
  return at(
    path,
    'R8',
    { ky: `${code}: кызмат күчүндө эмес.`, ru: `${code}: услуга не действует.`, en: `${code}: the service is not in force.` },
    { ky: 'Күчүндөгү кызмат тандаңыз.', ru: 'Выберите действующую услугу.', en: 'Choose a service in force.' },
  );
}

/** Ours: an additional service is one municipality's, so it is monitored nowhere else. */
export function awayFromHome(codes: readonly string[]): Violation | undefined {
  if (codes.length === 0) return undefined;
  return at(
    ['input', 'addObjects'],
    'ours:additional-service-at-home',
    {
      ky: `Кошумча реестрдин кызматы өз муниципалитетинде гана мониторингден өтөт: ${codes.join(', ')}.`,
      ru: `Услуга дополнительного реестра подлежит мониторингу только в своём муниципалитете: ${codes.join(', ')}.`,
      en: `A service of an additional register is monitored in its own municipality only: ${codes.join(', ')}.`,
    },
    { ky: 'Ошол муниципалитетти гана бериңиз.', ru: 'Укажите только этот муниципалитет.', en: 'Give that municipality alone.' },
  );
}

/** Ours: a service is an object of its own once in a List. */
export function alreadyListed(codes: readonly string[]): Violation | undefined {
  if (codes.length === 0) return undefined;
  return at(
    ['input', 'addObjects'],
    'ours:service-listed-once',
    {
      ky: `Бул кызматтар Тизмеде бар: ${codes.join(', ')}.`,
      ru: `Эти услуги уже есть в Перечне: ${codes.join(', ')}.`,
      en: `These services are on the List already: ${codes.join(', ')}.`,
    },
    {
      ky: 'Бар объектини өзгөртүү үчүн аны removeObjectIds менен алып, кайра кошуңуз.',
      ru: 'Чтобы изменить объект, удалите его через removeObjectIds и добавьте заново.',
      en: 'To change the object that is there, remove it with removeObjectIds and add it again.',
    },
  );
}

/** Ours: a List has at most a hundred objects. */
export function tooManyObjects(count: number): Violation | undefined {
  if (count <= mostObjects) return undefined;
  return at(
    ['input', 'addObjects'],
    'ours:list-size',
    {
      ky: `Тизмеде эң көп ${mostObjects} объект болот.`,
      ru: `В Перечне не больше ${mostObjects} объектов.`,
      en: `A List has at most ${mostObjects} objects.`,
    },
    { ky: 'Объекттердин бир бөлүгүн алып салыңыз.', ru: 'Уберите часть объектов.', en: 'Leave some of the objects out.' },
  );
}

function at(path: Path, rule: string, message: LocalizedText, hint: LocalizedText): Violation {
  return ruleViolated(rule, message, hint, path).violation;
}

/** A complex of some revision of a cycle's List. */
export interface ListedComplex {
  code: string;
  serviceIds: readonly string[];
  /** Whether it is on the revision that is edited. */
  isOnList: boolean;
}

/**
 * The codes of complexes to be put on a List, by their services, `CX-01` and on. Ours: one of the same services as one in a revision of the
 * cycle, in whatever order, is that object, and has its code again: nobody owes it twice. Otherwise it has the cycle's next number; no other
 * complex is given the number of one that was dropped.
 */
export function complexCodes(complexes: readonly (readonly string[])[], listed: readonly ListedComplex[]): string[] {
  const taken = new Set(listed.filter(({ isOnList }) => isOnList).map(({ code }) => code));
  let number = Math.max(0, ...listed.map(({ code }) => Number(code.replace(/^CX-/, ''))));
  return complexes.map((serviceIds) => {
    const same = listed.find((each) => !taken.has(each.code) && isSameSet(each.serviceIds, serviceIds));
    const code = same?.code ?? `CX-${String((number += 1)).padStart(2, '0')}`;
    taken.add(code);
    return code;
  });
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}

// ---- R8.2: what a complex costs from end to end --------------------------------------------------------------------

/** A member service's norm in force; amount null = no norm has been approved. */
export interface MemberNorm {
  feeKind: FeeKind;
  amount: string | null;
  unit: MeasureUnit | null;
}

export interface ComplexCost {
  /** Exact decimal; null = no norm at all, or norms in different units. */
  amount: string | null;
  unit: MeasureUnit;
  missingNorms: number;
}

/** R8.2: time through all member services one after the other: the sum of those norms that have been approved. */
export function endToEndTime(members: readonly MemberNorm[]): ComplexCost {
  return costOf(members, 'WORKING_DAY');
}

/** R8.2: money for all member services. R2: a free service costs nothing, so it needs no norm for that. */
export function endToEndFee(members: readonly MemberNorm[]): ComplexCost {
  return costOf(
    members.map((member) => (member.feeKind === 'FREE' && member.amount === null ? { ...member, amount: '0.00', unit: 'SOM' } : member)),
    'SOM',
  );
}

function costOf(members: readonly MemberNorm[], usualUnit: MeasureUnit): ComplexCost {
  const amounts = members.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  const units = [...new Set(members.flatMap(({ unit }) => (unit === null ? [] : [unit])))];
  const isSummable = amounts.length > 0 && units.length === 1;
  return {
    amount: isSummable ? sumOf(amounts) : null,
    unit: units.length === 1 && units[0] ? units[0] : usualUnit,
    missingNorms: members.length - amounts.length,
  };
}

/** The exact sum of decimals written as text, with as many decimals as the longest of them. */
function sumOf(amounts: readonly string[]): string {
  const places = Math.max(...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const total = amounts.map((amount) => scaled(amount, places)).reduce((sum, amount) => sum + amount, 0n);
  const digits = total.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function scaled(amount: string, places: number): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(places, '0'));
}
