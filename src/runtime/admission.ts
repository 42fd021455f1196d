import type { IncomingHttpHeaders } from 'node:http';
import { HubError } from '../shared/errors.ts';
import type { Language } from '../shared/localized-text.ts';
import { edgeMessages } from './graphql/messages.ts';
import type { RequestContext } from './graphql/server.ts';
import type { RateSubject, RateVerdict } from './rate-limit.ts';

/** What the edge knows of a request before anybody is authenticated. */
export interface IncomingRequest {
  readonly headers: IncomingHttpHeaders;
  /** The caller's address; behind a trusted proxy, the one that the proxy saw. */
  readonly address: string;
  readonly requestId: string;
  readonly language: Language;
}

export interface CallerGate<Context extends RequestContext> {
  /** Authenticates and builds the request's context; a HubError refuses the whole request (UNAUTHENTICATED = 401). */
  contextFor(request: IncomingRequest): Promise<Context>;
  rateLimit?(subject: RateSubject): Promise<RateVerdict>;
}

/** The context of a request, which counts against its caller, or against its address where nobody signed in. Throws RATE_LIMITED. */
export async function admit<Context extends RequestContext>(gate: CallerGate<Context>, request: IncomingRequest): Promise<Context> {
  const context = await authenticate(gate, request);
  await countCaller(gate, context, request.address);
  return context;
}

/** Wrong tokens count against the address, so that nobody can try many. */
export async function authenticate<Context extends RequestContext>(gate: CallerGate<Context>, request: IncomingRequest): Promise<Context> {
  try {
    return await gate.contextFor(request);
  } catch (error) {
    await assertRate(gate, { kind: 'address', key: request.address });
    throw error;
  }
}

export function countCaller(gate: CallerGate<RequestContext>, { isAnonymous, actorKey }: RequestContext, address: string): Promise<void> {
  return assertRate(gate, isAnonymous ? { kind: 'address', key: address } : { kind: 'actor', key: actorKey });
}

async function assertRate({ rateLimit }: Pick<CallerGate<RequestContext>, 'rateLimit'>, subject: RateSubject): Promise<void> {
  const verdict = await rateLimit?.(subject);
  if (!verdict || verdict.isAllowed) return;
  const { retryAfterSeconds } = verdict;
  throw new HubError({ code: 'RATE_LIMITED', message: edgeMessages.rateLimited }, { retryAfterSeconds });
}
