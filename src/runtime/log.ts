import pino, { type DestinationStream, type Logger } from 'pino';
import { requestScope } from './request-scope.ts';

export type { Logger } from 'pino';

/** Names under which secrets and personal data travel, at the top of a log object and one level down. */
const secretNames = ['authorization', 'cookie', 'token', 'accessToken', 'apiKey', 'password', 'secret', 'email', 'phone'];

/** The same things inside free text: messages and stacks of libraries quote what they were given. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\b(Bearer|Basic|ApiKey)\s+[\w.~+/=-]+/gi, '$1 [token]'],
  [/(:\/\/[^\s:/@"]+):[^\s@/"]+@/g, '$1:[password]@'],
  [/[\w.+%-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi, '[email]'],
];

function scrub(line: string): string {
  return secretTexts.reduce((text, [secret, replacement]) => text.replace(secret, replacement), line);
}

/**
 * What is logged of an error: kind, words, stack and PostgreSQL's code and names. Never `detail`, `parameters` or `query`, which
 * quote rows.
 */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const { code, constraint, table, originalError } = error as Error & Record<string, unknown>;
  // A GraphQLError around something else has the other's words and stack.
  if (originalError instanceof Error) return describeError(originalError, depth);
  const cause = error.cause === undefined || depth === 5 ? undefined : describeError(error.cause, depth + 1);
  return { type: error.name, message: error.message, stack: error.stack, code, constraint, table, cause };
}

/** JSON lines with the id of the request they belong to, without tokens and personal data. */
export function createLog(options: { level: pino.LevelWithSilent; destination?: DestinationStream }): Logger {
  const destination = options.destination ?? pino.destination(1);
  return pino(
    {
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const scope = requestScope.getStore();
        return scope ? { requestId: scope.requestId } : {};
      },
      serializers: { err: (error: unknown) => describeError(error), error: (error: unknown) => describeError(error) },
      redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    },
    { write: (line) => destination.write(scrub(line)) },
  );
}
