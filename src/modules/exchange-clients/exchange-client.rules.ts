import { isLocalDate, type LocalDate } from '../../shared/calendar.ts';
import type { Violation } from '../../shared/errors.ts';
import { nameProblems } from '../../shared/plain-text.ts';

/** In whose role an agency's system reads; INTERAGENCY_BODY is the system of the inter-agency body (R7). */
export const exchangeRoles = ['AGENCY_SYSTEM', 'INTERAGENCY_BODY'] as const;
export type ExchangeRole = (typeof exchangeRoles)[number];

/** What a subsystem may read, each a part of the exchange's resources. */
export const exchangeScopes = ['TERRITORY', 'REGISTRY', 'STANDARDS', 'OFFERS', 'VOLUMES', 'RESULTS'] as const;
export type ExchangeScope = (typeof exchangeScopes)[number];

const longestPart = 255;

function isSendable(part: string): boolean {
  return part !== '' && part.length <= longestPart && part.isWellFormed() && !/\p{Cc}/u.test(part) && part !== '.' && part !== '..';
}

/**
 * An X-Road client id in one spelling: instance/class/member[/subsystem], each part percent-encoded on its own. Security servers escape
 * by differing rules, so the decoded parts are what counts; case matters. Undefined = it is none.
 */
export function canonicalClientId(text: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(text)) return undefined;
  try {
    const parts = text.split('/').map((part) => decodeURIComponent(part));
    const isWhole = (parts.length === 3 || parts.length === 4) && parts.every(isSendable);
    return isWhole ? parts.map((part) => encodeURIComponent(part)).join('/') : undefined;
  } catch {
    return undefined;
  }
}

export interface ClientFields {
  clientId: string;
  name: string;
  scopes: readonly ExchangeScope[];
  validFrom: LocalDate;
  validTo?: LocalDate | null;
}

/** All that is wrong with a client's entry. */
export function clientViolations({ clientId, name, scopes, validFrom, validTo }: ClientFields): Violation[] {
  const violations: Violation[] = [...nameProblems(['input', 'name'], name)];
  if (canonicalClientId(clientId) === undefined) violations.push(badClientId());
  if (scopes.length === 0) violations.push(noScope());
  if (validTo != null && isLocalDate(validTo) && validTo <= validFrom) violations.push(endsBeforeItBegins());
  return violations;
}

export interface Admission {
  isActive: boolean;
  validFrom: LocalDate;
  validTo?: LocalDate | null;
}

/** Whether a client may read on a day: entered, active, from its first day and before its last. */
export function isAdmitted({ isActive, validFrom, validTo }: Admission, today: LocalDate): boolean {
  return isActive && validFrom <= today && (validTo == null || today < validTo);
}

function badClientId(): Violation {
  return {
    code: 'BAD_USER_INPUT',
    path: ['input', 'clientId'],
    message: {
      ky: 'X-Road кардарынын идентификатору туура эмес.',
      ru: 'Неверный идентификатор клиента X-Road.',
      en: 'This is no X-Road client id.',
    },
    hint: {
      ky: 'instance/class/member/subsystem, ар бир бөлүгү өзүнчө percent-encoding менен.',
      ru: 'instance/class/member/subsystem, каждая часть в percent-encoding отдельно.',
      en: 'Give instance/class/member/subsystem, each part percent-encoded on its own.',
    },
  };
}

function noScope(): Violation {
  return {
    code: 'BAD_USER_INPUT',
    path: ['input', 'scopes'],
    message: {
      ky: 'Эмнени окуй ала турганы көрсөтүлгөн эмес.',
      ru: 'Не указано, что ему можно читать.',
      en: 'It is not said what it may read.',
    },
    hint: {
      ky: `Кеминде бирин бериңиз: ${exchangeScopes.join(', ')}.`,
      ru: `Укажите хотя бы одно: ${exchangeScopes.join(', ')}.`,
      en: `Give at least one of: ${exchangeScopes.join(', ')}.`,
    },
  };
}

function endsBeforeItBegins(): Violation {
  return {
    code: 'BAD_USER_INPUT',
    path: ['input', 'validTo'],
    message: {
      ky: 'Аяктоо күнү башталган күндөн кийин болушу керек.',
      ru: 'Дата окончания должна быть позже даты начала.',
      en: 'The end must come after the beginning.',
    },
  };
}
