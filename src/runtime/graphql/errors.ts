import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type ErrorCode, errorCodes, HubError, serviceBusy, type Violation, violationIn } from '../../shared/errors.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { cutTo } from '../../shared/plain-text.ts';
import { unknownIdOf } from '../../kit/unknown-id.ts';
import { edgeMessages } from './messages.ts';

/** The one error map (api.md 1.4): known refusals pass in the caller's language, all else is masked. */

const maximumMessageLength = 300;
const maximumViolations = 100;
const busySeconds = 5;

interface ErrorAudience {
  readonly requestId: string;
  readonly language: Language;
}

export interface AnsweredError extends GraphQLFormattedError {
  readonly extensions: { code: ErrorCode; requestId: string; retryAfterSeconds?: number; [name: string]: unknown };
}

/** An error as it is answered, and whether somebody of ours must read about it. */
interface Verdict {
  readonly answer: AnsweredError;
  /** `error`: ours and masked, log in full; `warn`: the database refused or was busy; undefined: the caller's matter. */
  readonly logLevel?: 'error' | 'warn';
}

interface Classified {
  readonly refusal: HubError;
  readonly logLevel?: 'error' | 'warn';
  /** Already in the words of graphql-js or Apollo, which are English. */
  readonly message?: string;
}

/** The error and what it wraps: type-graphql and graphql-js use `originalError`, the ORM `previous`, everybody else `cause`. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  let current: unknown = error;
  while (current instanceof Error && chain.length < 10 && !chain.includes(current)) {
    chain.push(current);
    const { originalError, previous } = current as Error & { originalError?: unknown; previous?: unknown };
    current = originalError ?? current.cause ?? previous;
  }
  return chain;
}

function refusalOf(code: ErrorCode, message: LocalizedText, path?: readonly string[]): HubError {
  return new HubError({ code, message, path });
}

/** Classes and codes of PostgreSQL that a caller can do something about; the first prefix that fits decides. */
const sqlStates: readonly (readonly [string, () => HubError])[] = [
  ['23505', () => refusalOf('CONFLICT', edgeMessages.taken)],
  ['23P01', () => refusalOf('CONFLICT', edgeMessages.taken)],
  ['23503', () => refusalOf('BAD_USER_INPUT', edgeMessages.unknownReference)],
  ['23514', () => refusalOf('BAD_USER_INPUT', edgeMessages.unfitValue)],
  ['22', () => refusalOf('BAD_USER_INPUT', edgeMessages.unfitValue)],
  ['40001', () => refusalOf('CONFLICT', edgeMessages.concurrent)],
  ['40P01', () => refusalOf('CONFLICT', edgeMessages.concurrent)],
  // Statement and lock timeouts, a full server, a server that is starting, stopping or gone.
  ...['57014', '55P03', '53', '57P', '08'].map((state) => [state, () => serviceBusy(busySeconds)] as const),
];
const unreachable: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** pg gives these no code. */
const poolWords =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|driver has already been destroyed|Cannot use a pool after calling end)/;

function refusalOfDatabase(error: Error): HubError | undefined {
  const { code, syscall } = error as Error & { code?: unknown; syscall?: unknown };
  if (poolWords.test(error.message)) return serviceBusy(busySeconds);
  if (typeof code !== 'string') return undefined;
  if (unreachable.has(code) && syscall !== undefined) return serviceBusy(busySeconds);
  return /^[0-9A-Z]{5}$/.test(code) ? sqlStates.find(([state]) => code.startsWith(state))?.[1]() : undefined;
}

/** Apollo's own codes that are not in our list. */
function refusalOfApollo(error: GraphQLError): HubError | undefined {
  const { code, http, validationErrorCode } = error.extensions as {
    code?: unknown;
    http?: { status?: number };
    validationErrorCode?: unknown;
  };
  if (validationErrorCode === 'INTROSPECTION_DISABLED') {
    return refusalOf('GRAPHQL_VALIDATION_FAILED', edgeMessages.noIntrospection);
  }
  switch (code) {
    case 'BAD_REQUEST':
      return http?.status === 405 ? refusalOf('OPERATION_NOT_SUPPORTED', edgeMessages.wrongMethod) : undefined;
    case 'PERSISTED_QUERY_NOT_SUPPORTED':
    case 'PERSISTED_QUERY_NOT_FOUND':
      return refusalOf('OPERATION_NOT_SUPPORTED', edgeMessages.noPersistedQueries);
    case 'OPERATION_RESOLUTION_FAILURE':
      return refusalOf('BAD_REQUEST', edgeMessages.unknownOperation);
    default:
      return undefined;
  }
}

/** graphql-js refuses an argument at execution without any code, when its variable holds nothing or what only the scalar refuses. */
function refusalOfArgument(chain: readonly Error[]): HubError | undefined {
  const innermost = chain.at(-1);
  const isArgument = innermost instanceof GraphQLError && innermost.extensions['code'] === undefined;
  const [, argument] =
    (isArgument && /^Argument "(\w+)" (?:of (?:required|non-null) type|has invalid value) /.exec(innermost.message)) || [];
  return argument === undefined ? undefined : refusalOf('BAD_USER_INPUT', edgeMessages.wrongType, [argument]);
}

/** Codes whose English words Apollo and graphql-js found, and which are safe to show. */
const technicalCodes: ReadonlySet<unknown> = new Set<ErrorCode>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_REQUEST']);

function technicalRefusal(error: unknown): Classified | undefined {
  if (!(error instanceof GraphQLError) || !technicalCodes.has(error.extensions['code'])) return undefined;
  const code = errorCodes.find((known) => known === error.extensions['code']) ?? 'BAD_REQUEST';
  return { refusal: refusalOf(code, edgeMessages.malformed), message: withoutSuggestions(error.message) };
}

function classify(error: unknown): Classified {
  const chain = chainOf(error);
  const ownRefusal = chain.find((link) => link instanceof HubError);
  if (ownRefusal) return { refusal: ownRefusal };

  const unknownId = unknownIdOf(chain.at(-1));
  if (unknownId) return { refusal: unknownId };

  const databaseRefusal = chain.map(refusalOfDatabase).find((refusal) => refusal !== undefined);
  if (databaseRefusal) return { refusal: databaseRefusal, logLevel: 'warn' };

  const frameworkRefusal = (error instanceof GraphQLError ? refusalOfApollo(error) : undefined) ?? refusalOfArgument(chain);
  if (frameworkRefusal) return { refusal: frameworkRefusal };

  return technicalRefusal(error) ?? { refusal: refusalOf('INTERNAL_SERVER_ERROR', edgeMessages.internal), logLevel: 'error' };
}

/** What graphql-js guesses would tell names of the schema to those who may not ask for it. */
function withoutSuggestions(message: string): string {
  return message.replace(/\s*Did you mean[\s\S]*$/, '');
}

/** Cut to what may be shown, never through the middle of a character. */
function shorten(message: string): string {
  return message.length <= maximumMessageLength ? message : `${cutTo(message, maximumMessageLength - 1)}…`;
}

function answeredViolation(language: Language, violation: Violation) {
  const { message, hint, ...rest } = violationIn(language, violation);
  return { ...rest, message: shorten(message), ...(hint && { hint }) };
}

/** The error as the caller sees it: code, words in their language, and what helps to mend the request. */
export function answerError(error: unknown, { requestId, language }: ErrorAudience): Verdict {
  const { refusal, logLevel, message } = classify(error);
  const { code, rule, path, hint, row, column } = refusal.violation;
  const { violations, violationCount, retryAfterSeconds, currentVersion } = refusal.details;
  const located = error instanceof GraphQLError ? error : undefined;
  return {
    logLevel,
    answer: {
      message: shorten(message ?? inLanguage(refusal.violation.message, language)),
      ...(located?.locations && { locations: located.locations }),
      ...(located?.path && { path: located.path }),
      extensions: {
        code,
        requestId,
        ...(rule && { rule }),
        ...(path?.length && { path }),
        ...(row !== undefined && { row }),
        ...(column !== undefined && { column }),
        ...(hint && { hint: inLanguage(hint, language) }),
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
        ...(currentVersion !== undefined && { currentVersion }),
        ...(violations?.length && {
          violations: violations.slice(0, maximumViolations).map((violation) => answeredViolation(language, violation)),
          violationCount: violationCount ?? violations.length,
        }),
      },
    },
  };
}
