import type { ErrorRequestHandler, RequestHandler } from 'express';
import { type ErrorCode, HubError } from '../shared/errors.ts';
import type { LocalizedText } from '../shared/localized-text.ts';
import { edgeMessages } from './graphql/messages.ts';
import { answerAndLog, refusedStatus, retryAfterOf } from './graphql/server.ts';
import type { Logger } from './log.ts';
import { type RequestScope, requestScope } from './request-scope.ts';

/** A refusal whose HTTP status its code alone does not give. */
class RefusedRequest extends Error {
  constructor(
    readonly status: number,
    readonly refusal: HubError,
  ) {
    super(refusal.message);
  }
}

export function refused(status: number, code: ErrorCode, message: LocalizedText, hint?: LocalizedText): RefusedRequest {
  return new RefusedRequest(status, new HubError({ code, message, hint }));
}

export function onlyMethods(...methods: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (methods.includes(request.method)) return next();
    response.set('Allow', methods.join(', '));
    throw refused(405, 'OPERATION_NOT_SUPPORTED', edgeMessages.wrongMethod);
  };
}

/** Refusals by body-parser and express, which carry a status and sometimes a type. */
function refusalOfExpress(error: unknown): RefusedRequest | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status === 413) return refused(413, 'PAYLOAD_TOO_LARGE', edgeMessages.tooLarge, edgeMessages.inParts);
  if (error.status === 415) return refused(415, 'BAD_REQUEST', edgeMessages.wrongMediaType);
  return error.status >= 400 && error.status < 500 ? refused(400, 'BAD_REQUEST', edgeMessages.malformed) : undefined;
}

/** Answers everything that no route answered, in the form of a GraphQL answer. */
export function answerRefusals(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (thrown: unknown, _request, response, next) => {
    if (response.headersSent) return next(thrown);
    // A callback of some library may have lost the scope on its way here.
    const scope = response.locals['scope'] as RequestScope;
    const refusal = thrown instanceof RefusedRequest ? thrown : refusalOfExpress(thrown);
    const answer = requestScope.run(scope, () => answerAndLog(refusal?.refusal ?? thrown, scope, log));
    const retryAfter = retryAfterOf([answer]);
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    if (answer.extensions.code === 'UNAUTHENTICATED') response.set('WWW-Authenticate', 'Bearer');
    response
      .status(refusal?.status ?? refusedStatus(answer.extensions.code, scope.mediaType))
      .set('Content-Type', `${scope.mediaType}; charset=utf-8`)
      .send(`${JSON.stringify({ errors: [answer] })}\n`);
  };
}

export const noSuchAddress: RequestHandler = () => {
  throw refused(404, 'NOT_FOUND', edgeMessages.noSuchAddress);
};
