import { createHash, randomUUID } from 'node:crypto';
import { Agent, type Dispatcher } from 'undici';
import { SourceFaultError, type BreakerState, type Provenance } from '../../src/modules/ingestion/connector.ts';
import { CallPolicy, type CallPolicyOptions } from './call-policy.ts';
import { dataFault, providerFault, sourceFault, transportFault, xroadFault, type FaultyAnswer } from './fault.ts';
import { encodeXRoadId, namesXRoadId, parseXRoadId, type XRoadIdParts } from './xroad-id.ts';

/** The hub's own security server: the only address that any connector talks to. */
export interface XRoadSettings {
  /** `https://10.0.0.5:8443`; plain http only where the subsystem's connection type is HTTP. */
  securityServerUrl: string;
  /** The hub's subsystem: `central-server/GOV/70000999/service-quality-hub`, parts percent-encoded if they need it. */
  clientId: string;
  /** A service account for the message logs (X-Road-UserId), never a person. */
  userId?: string;
  /** Required for https: the system's own trust store is never used. */
  tls?: {
    /** PEM of the security server's certificate, or of the authority that issued it. */
    ca: string | Buffer;
    /** PEM of the hub's client certificate, byte-equal to the one uploaded to the security server. */
    cert?: string | Buffer;
    key?: string | Buffer;
    /** The name in the server's certificate, where it is not the host of the URL. */
    servername?: string;
  };
  timeouts?: Partial<Timeouts>;
  /** Bytes of one answer; 8 MiB by default. */
  largestAnswerBytes?: number;
  calls?: Omit<CallPolicyOptions, 'onRetry' | 'onBreaker'>;
}

interface Timeouts {
  connectMs: number;
  /** Until the answer's headers: above the server's own 30 s to connect and 60 s for the service. */
  headersMs: number;
  totalMs: number;
}

/** Where the client tells what happened; pino's shape. */
export interface XRoadLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** A GET to a service of a provider. */
export interface RestCall {
  /** Instance, class, member, subsystem; decoded. */
  providerId: XRoadIdParts;
  serviceCode: string;
  /** Path after the service code, part by part. */
  path: readonly string[];
  query: Readonly<Record<string, string>>;
  /** X-Road-Issue. */
  issue: string;
  signal?: AbortSignal;
}

/** A 2xx answer that provably belongs to the request. */
export interface RestAnswer extends FaultyAnswer, Provenance {}

const defaultTimeouts: Timeouts = { connectMs: 5_000, headersMs: 100_000, totalMs: 120_000 };
const defaultLargestAnswerBytes = 8 * 1024 * 1024;

/** The consumer side of the X-Road REST message protocol 1.0, over one security server. */
export class XRoadClient {
  private readonly base: URL;
  private readonly clientId: string;
  private readonly agent: Agent;
  private readonly policy: CallPolicy;
  private readonly timeouts: Timeouts;
  private readonly largestAnswerBytes: number;

  /** Throws Error in words for an operator if the settings cannot be used. */
  constructor(
    private readonly settings: XRoadSettings,
    private readonly log?: XRoadLog,
  ) {
    this.base = checkedBase(settings);
    this.clientId = checkedClientId(settings.clientId);
    if (settings.userId !== undefined) assertHeaderWord('userId', settings.userId);
    this.timeouts = { ...defaultTimeouts, ...settings.timeouts };
    this.largestAnswerBytes = settings.largestAnswerBytes ?? defaultLargestAnswerBytes;
    this.agent = new Agent({
      connect: { timeout: this.timeouts.connectMs, minVersion: 'TLSv1.2', ...settings.tls, rejectUnauthorized: true },
      headersTimeout: this.timeouts.headersMs,
      bodyTimeout: this.timeouts.totalMs,
      allowH2: false,
    });
    this.policy = new CallPolicy({
      ...settings.calls,
      onRetry: ({ code, xroadId, origin }, delayMs) =>
        log?.warn({ code, xroadId, origin, delayMs }, 'X-Road call will be retried'),
      onBreaker: (subject, state) => log?.warn({ subject, state }, 'X-Road breaker changed'),
    });
  }

  /** One read, with retries, breakers and limits. Throws SourceFaultError, or the signal's reason. */
  async get(call: RestCall): Promise<RestAnswer> {
    assertHeaderWord('issue', call.issue);
    const provider = idOf(call.providerId);
    const path = this.pathOf(call);
    return this.policy.run(provider, () => this.attempt(call, path), call.signal);
  }

  /** The worse of the provider's breaker and the own security server's. */
  breaker(providerId: XRoadIdParts): BreakerState {
    return this.policy.stateOf(idOf(providerId));
  }

  private pathOf({ providerId, serviceCode, path, query }: RestCall): string {
    const parts = ['r1', idOf([...providerId, serviceCode, ...path])];
    const search = Object.entries(query).map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    );
    return `${this.base.pathname.replace(/\/$/, '')}/${parts.join('/')}${search.length ? `?${search.join('&')}` : ''}`;
  }

  private async attempt(call: RestCall, path: string): Promise<RestAnswer> {
    const xroadId = randomUUID();
    const startedAt = performance.now();
    const outcome = (code: string) => ({
      xroadId,
      issue: call.issue,
      provider: call.providerId,
      serviceCode: call.serviceCode,
      code,
      ms: Math.round(performance.now() - startedAt),
    });
    try {
      const answer = await this.exchange(call, path, xroadId);
      this.log?.info(outcome('OK'), 'X-Road call');
      return answer;
    } catch (error) {
      call.signal?.throwIfAborted();
      const fault = error instanceof SourceFaultError ? error : transportFault(error, xroadId);
      this.log?.warn(outcome(fault.fault.code), 'X-Road call failed');
      throw fault;
    }
  }

  private async exchange(call: RestCall, path: string, xroadId: string): Promise<RestAnswer> {
    const deadline = AbortSignal.timeout(this.timeouts.totalMs);
    const response = await this.agent.request({
      origin: this.base.origin,
      path,
      method: 'GET',
      headers: this.headersOf(call, xroadId),
      signal: call.signal ? AbortSignal.any([call.signal, deadline]) : deadline,
    });
    const head = headOf(response, xroadId);
    const xroadError = headerOf(response, 'x-road-error');
    if (xroadError !== undefined) throw xroadFault(xroadError, { ...head, body: await this.bodyOfError(response) });

    refuseUnreadable(response, head);
    const answer = { ...head, body: await this.bodyOf(response, head) };
    assertOwnAnswer(response, call, answer);
    if (answer.status >= 300) throw providerFault(answer);
    return {
      ...answer,
      xroadRequestId: headerOf(response, 'x-road-request-id'),
      requestHash: headerOf(response, 'x-road-request-hash'),
      bodySha256: createHash('sha256').update(answer.body).digest('hex'),
    };
  }

  private headersOf(call: RestCall, xroadId: string): Record<string, string> {
    return {
      'x-road-client': this.clientId,
      'x-road-id': xroadId,
      'x-road-issue': call.issue,
      ...(this.settings.userId === undefined ? {} : { 'x-road-userid': this.settings.userId }),
      accept: 'application/json, application/problem+json',
      'accept-encoding': 'identity',
    };
  }

  private async bodyOf(response: Dispatcher.ResponseData, head: FaultyAnswer): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // Leaving the loop destroys the stream and with it the connection.
      if (bytes > this.largestAnswerBytes) {
        throw dataFault('Hub.AnswerTooLarge', `more than ${this.largestAnswerBytes} bytes`, head);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** The header already says what is wrong, so a body that cannot be read takes nothing away. */
  private async bodyOfError(response: Dispatcher.ResponseData): Promise<Buffer> {
    const bounded = this.bodyOf(response, {
      status: response.statusCode,
      xroadId: '',
      contentTypes: [],
      body: Buffer.alloc(0),
    });
    return bounded.catch(() => Buffer.alloc(0));
  }
}

/** X-Road id in its encoded form; settings that cannot be one are a fault of the source, not a crash. */
function idOf(parts: XRoadIdParts): string {
  try {
    return encodeXRoadId(parts);
  } catch (error) {
    const detail = error instanceof RangeError ? error.message : undefined;
    throw sourceFault({ origin: 'OWN_SECURITY_SERVER', class: 'PERMANENT', code: 'Hub.BadSettings', detail }, error);
  }
}

function headOf(response: Dispatcher.ResponseData, xroadId: string): FaultyAnswer {
  return {
    status: response.statusCode,
    xroadId,
    contentTypes: [response.headers['content-type'] ?? []].flat(),
    body: Buffer.alloc(0),
    retryAfter: headerOf(response, 'retry-after'),
  };
}

/** A header's text; one that came twice is joined, and so fails whatever it is compared with. */
function headerOf({ headers }: Dispatcher.ResponseData, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** What is refused without looking at the body. */
function refuseUnreadable(response: Dispatcher.ResponseData, head: FaultyAnswer): void {
  const encoding = headerOf(response, 'content-encoding') ?? 'identity';
  const isRedirect = head.status >= 300 && head.status < 400;
  if (!isRedirect && encoding.toLowerCase() === 'identity') return;
  // A destroyed body reports the abort as an error; nobody is left to hear it.
  response.body.on('error', () => undefined).destroy();
  if (isRedirect) throw dataFault('Hub.Redirected', `to ${headerOf(response, 'location') ?? 'nowhere'}`, head);
  throw dataFault('Hub.EncodedAnswer', `content-encoding ${encoding}`, head);
}

/**
 * An answer must carry our id and the service asked: anything else is the answer to another question, from a cache or
 * a proxy. Only an error that carries no id at all is taken for what its status says.
 */
function assertOwnAnswer(response: Dispatcher.ResponseData, call: RestCall, answer: FaultyAnswer): void {
  const echoedId = headerOf(response, 'x-road-id');
  const echoedService = headerOf(response, 'x-road-service');
  if (answer.status >= 300 && echoedId === undefined && echoedService === undefined) return;
  const isOurs =
    echoedId === answer.xroadId &&
    echoedService !== undefined &&
    namesXRoadId(echoedService, [...call.providerId, call.serviceCode]);
  if (isOurs) return;
  const { fault } = dataFault('Hub.EchoMismatch', `X-Road-Id ${echoedId}, X-Road-Service ${echoedService}`, answer);
  throw sourceFault({ ...fault, class: 'SECURITY' });
}

function checkedBase({ securityServerUrl, tls }: XRoadSettings): URL {
  const base = URL.parse(securityServerUrl);
  if (!base || !['http:', 'https:'].includes(base.protocol))
    throw new Error('the security server needs an http or https URL');
  if (base.username || base.password || base.search || base.hash) {
    throw new Error("the security server's URL may have no credentials, query or fragment");
  }
  if (base.protocol === 'https:' && !tls?.ca) throw new Error("https needs the security server's certificate (tls.ca)");
  if (base.protocol === 'http:' && tls) throw new Error('TLS is configured but the security server URL is plain http');
  if (tls && !tls.cert !== !tls.key) throw new Error('the client certificate and its key go together');
  return base;
}

function checkedClientId(clientId: string): string {
  const parts = parseXRoadId(clientId);
  if (!parts || parts.length < 3 || parts.length > 4) {
    throw new Error('the X-Road client id needs 3 or 4 parts: instance/class/member[/subsystem]');
  }
  return encodeXRoadId(parts);
}

/** Header values are words of ours: printable ASCII, so that nothing can end a header early. */
function assertHeaderWord(name: string, value: string): void {
  if (!/^[\x21-\x7e]{1,100}$/.test(value)) throw new Error(`${name} must be 1 to 100 printable ASCII characters`);
}
