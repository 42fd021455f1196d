import { inLanguage, type Language, type LocalizedText } from './localized-text.ts';

export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'RULE_VIOLATED',
  'CONFLICT',
  'RATE_LIMITED',
  'SERVICE_BUSY',
  'INTERNAL_SERVER_ERROR',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'QUERY_TOO_COMPLEX',
  'DOCUMENT_NOT_TRUSTED',
  'OPERATION_NOT_SUPPORTED',
  'BAD_REQUEST',
  'PAYLOAD_TOO_LARGE',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One thing that is wrong, in words, with the rule that says so and what to do about it. */
export interface Violation {
  code: ErrorCode;
  /** `R9`, `R-III.6`, or `ours:…` where the rule is our own. */
  rule?: string;
  /** Into the input: `['input', 'lines', '3', 'delivered']`. */
  path?: readonly string[];
  row?: number;
  column?: string;
  message: LocalizedText;
  /** What to do. */
  hint?: LocalizedText;
}

export interface HubErrorDetails {
  retryAfterSeconds?: number;
  currentVersion?: number;
  /** All that is wrong at once, where that is more than the error itself. */
  violations?: readonly Violation[];
  /** How many they are, where `violations` are only the first of them. */
  violationCount?: number;
}

/** The only error that reaches a caller with its own words; every other is logged in full and masked. */
export class HubError extends Error {
  constructor(
    readonly violation: Violation,
    readonly details: HubErrorDetails = {},
  ) {
    super(inLanguage(violation.message, 'EN'));
    this.name = 'HubError';
  }

  get code(): ErrorCode {
    return this.violation.code;
  }
}

/** A violation's words in one language, for an answer. */
export function violationIn(language: Language, { message, hint, ...rest }: Violation) {
  return { ...rest, message: inLanguage(message, language), hint: hint && inLanguage(hint, language) };
}

/** The role may not do this; `roles` are those that may. */
export function forbidden(roles: readonly string[]): Violation {
  return {
    code: 'FORBIDDEN',
    message: { ky: 'Бул аракетке ролуңуз уруксат бербейт.', ru: 'Ваша роль не позволяет этого.', en: 'Your role may not do this.' },
    hint: {
      ky: `Муну жасай алган ролдор: ${roles.join(', ')}.`,
      ru: `Это могут роли: ${roles.join(', ')}.`,
      en: `Roles that may: ${roles.join(', ')}.`,
    },
  };
}

/** Absent and not yours are one answer, so that nobody can probe. */
export function notFound(path?: readonly string[]): HubError {
  return new HubError({
    code: 'NOT_FOUND',
    path,
    message: { ky: 'Табылган жок.', ru: 'Не найдено.', en: 'Not found.' },
    hint: {
      ky: 'Идентификаторду же кодду текшериңиз; башка органдын жазуулары көрүнбөйт.',
      ru: 'Проверьте идентификатор или код; записи других органов не показываются.',
      en: "Check the id or code; other bodies' records are not shown.",
    },
  });
}

export function badInput(path: readonly string[], message: LocalizedText, hint?: LocalizedText): HubError {
  return new HubError({ code: 'BAD_USER_INPUT', path, message, hint });
}

/** A rule of the regulation, or of ours, refuses the act, or what stands at a path of its input. */
export function ruleViolated(rule: string, message: LocalizedText, hint?: LocalizedText, path?: readonly string[]): HubError {
  return new HubError({ code: 'RULE_VIOLATED', rule, message, hint, path });
}

/** Somebody else changed the thing since it was read. */
export function staleVersion(currentVersion?: number): HubError {
  return new HubError(
    {
      code: 'CONFLICT',
      path: ['input', 'expectedVersion'],
      message: {
        ky: 'Жазууну башка адам өзгөртүп койгон.',
        ru: 'Запись уже изменил кто-то другой.',
        en: 'Somebody else has changed this record.',
      },
      hint: {
        ky: 'Кайра окуп, өзгөртүүңүздү жаңы версияга киргизиңиз.',
        ru: 'Прочитайте её заново и внесите изменение в новую версию.',
        en: 'Read it again and apply your change to the new version.',
      },
    },
    { currentVersion },
  );
}

export function conflict(path: readonly string[], message: LocalizedText, hint?: LocalizedText): HubError {
  return new HubError({ code: 'CONFLICT', path, message, hint });
}

export function unauthenticated(message?: LocalizedText): HubError {
  return new HubError({
    code: 'UNAUTHENTICATED',
    message: message ?? { ky: 'Кирүү керек.', ru: 'Нужно войти.', en: 'You must sign in.' },
    hint: {
      ky: 'Жарактуу токенди же API ачкычын Authorization башында жөнөтүңүз.',
      ru: 'Передайте действующий токен или ключ API в заголовке Authorization.',
      en: 'Send a valid bearer token or API key in the Authorization header.',
    },
  });
}

export function serviceBusy(retryAfterSeconds = 5): HubError {
  return new HubError(
    {
      code: 'SERVICE_BUSY',
      message: {
        ky: 'Система бош эмес, эч нерсе жасалган жок.',
        ru: 'Система занята, ничего не сделано.',
        en: 'The hub is busy; nothing was done.',
      },
      hint: {
        ky: 'Бир аздан кийин ошол эле ачкыч менен кайталаңыз.',
        ru: 'Повторите чуть позже с тем же ключом.',
        en: 'Try again shortly with the same key.',
      },
    },
    { retryAfterSeconds },
  );
}
