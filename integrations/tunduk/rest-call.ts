import { createHash } from 'node:crypto';
import type { Provenance } from '../../src/modules/ingestion/connector.ts';
import { dataFault, providerFault, suspicious } from './fault.ts';
import { encodedId, headerOf, type CallFacts, type HttpAnswer, type SecurityServerLink } from './security-server-link.ts';
import { encodeXRoadId, namesXRoadId } from './xroad-id.ts';

/** A read of a provider's REST service. */
export interface RestCall extends CallFacts {
  /** POST only where the provider reads by it: it is repeated like a GET. */
  method?: 'GET' | 'POST';
  /** Path after the service code, part by part; decoded. */
  path: readonly string[];
  query: Readonly<Record<string, string>>;
  /** JSON. */
  body?: string;
  /** JSON by default. */
  accept?: string;
  /** Error statuses that `read` wants to judge by itself. */
  statusesToRead?: readonly number[];
}

/** An answer that provably belongs to the request. */
export interface RestAnswer extends HttpAnswer, Provenance {}

/**
 * The consumer side of the X-Road REST message protocol 1.0. What `read` throws counts as the call's fault, with its retries.
 * Throws SourceFaultError, or the signal's reason.
 */
export function callRest<T>(link: SecurityServerLink, call: RestCall, read: (answer: RestAnswer) => T): Promise<T> {
  return link.call(call, async (xroadId) => {
    const { method = 'GET', body, signal, statusesToRead = [] } = call;
    const request = { method, path: pathOf(call), headers: headersOf(link, call, xroadId), body };
    const answer = await link.exchange(request, xroadId, signal);
    if (isAnonymousError(answer)) throw providerFault(answer);
    assertOwnAnswer(call, answer);
    if (answer.status >= 300 && !statusesToRead.includes(answer.status)) throw providerFault(answer);
    return read({
      ...answer,
      xroadRequestId: headerOf(answer, 'x-road-request-id'),
      requestHash: headerOf(answer, 'x-road-request-hash'),
      bodySha256: createHash('sha256').update(answer.body).digest('hex'),
    });
  });
}

function pathOf({ providerId, serviceCode, path, query }: RestCall): string {
  const search = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `/r1/${encodedId([...providerId, serviceCode, ...path])}${search.length ? `?${search.join('&')}` : ''}`;
}

function headersOf(link: SecurityServerLink, { issue, accept, body }: RestCall, xroadId: string): Record<string, string> {
  return {
    'x-road-client': encodeXRoadId(link.clientId),
    'x-road-id': xroadId,
    'x-road-issue': issue,
    ...(link.userId === undefined ? {} : { 'x-road-userid': link.userId }),
    accept: accept ?? 'application/json, application/problem+json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

/** An error that carries no id at all is taken for what its status says, whoever sent it. */
function isAnonymousError(answer: HttpAnswer): boolean {
  const isNamed = headerOf(answer, 'x-road-id') !== undefined || headerOf(answer, 'x-road-service') !== undefined;
  return answer.status >= 300 && !isNamed;
}

/** An answer must carry our id and the service asked: anything else is the answer to another question, from a cache or a proxy. */
function assertOwnAnswer({ providerId, serviceCode }: RestCall, answer: HttpAnswer): void {
  const echoedId = headerOf(answer, 'x-road-id');
  const echoedService = headerOf(answer, 'x-road-service');
  const isOurs = echoedId === answer.xroadId && echoedService !== undefined && namesXRoadId(echoedService, [...providerId, serviceCode]);
  if (!isOurs) throw suspicious(dataFault('Hub.EchoMismatch', `X-Road-Id ${echoedId}, X-Road-Service ${echoedService}`, answer));
}
