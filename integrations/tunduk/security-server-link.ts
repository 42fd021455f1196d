import { randomUUID } from 'node:crypto';
import { Agent, type Dispatcher } from 'undici';
import { SourceFaultError, type BreakerState } from '../../src/modules/ingestion/connector.ts';
import { CallPolicy } from './call-policy.ts';
import { dataFault, settingsFault, transportFault, xroadFault, type FaultyAnswer } from './fault.ts';
import { encodeXRoadId, type XRoadIdParts } from './xroad-id.ts';
import { assertHeaderWord, checkedBase, checkedClientId, type Timeouts, type XRoadSettings } from './xroad-settings.ts';

/** Where the link tells what happened; pino's shape. */
export interface XRoadLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** What every call has, whatever protocol it speaks. */
export interface CallFacts {
  /** Instance, class, member, subsystem; decoded. */
  providerId: XRoadIdParts;
  serviceCode: string;
  /** The run's id, for both sides' message logs. */
  issue: string;
  signal?: AbortSignal;
}

interface HttpRequest {
  method: 'GET' | 'POST';
  /** Below the security server's base path, encoded, with its query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** A whole answer within its bounds: neither an X-Road error, nor a redirect, nor compressed. */
export interface HttpAnswer extends FaultyAnswer {
  headers: Dispatcher.ResponseData['headers'];
}

const defaultTimeouts: Timeouts = { connectMs: 5_000, headersMs: 100_000, totalMs: 120_000 };
const defaultLargestAnswerBytes = 8 * 1024 * 1024;

/** The way to the own security server, alike for REST and SOAP: connections, time-outs, size limits, retries, breakers. */
export class SecurityServerLink {
  readonly clientId: XRoadIdParts;
  readonly userId: string | undefined;
  private readonly base: URL;
  private readonly agent: Agent;
  private readonly policy: CallPolicy;
  private readonly totalMs: number;
  private readonly largestAnswerBytes: number;

  /** Throws Error in words for an operator if the settings cannot be used. */
  constructor(
    settings: XRoadSettings,
    private readonly log?: XRoadLog,
  ) {
    this.base = checkedBase(settings);
    this.clientId = checkedClientId(settings);
    if (settings.userId !== undefined) assertHeaderWord('userId', settings.userId);
    this.userId = settings.userId;
    const { connectMs, headersMs, totalMs } = { ...defaultTimeouts, ...settings.timeouts };
    this.totalMs = totalMs;
    this.largestAnswerBytes = settings.largestAnswerBytes ?? defaultLargestAnswerBytes;
    this.agent = new Agent({
      connect: { timeout: connectMs, minVersion: 'TLSv1.2', ...settings.tls, rejectUnauthorized: true },
      headersTimeout: headersMs,
      bodyTimeout: totalMs,
      allowH2: false,
    });
    this.policy = new CallPolicy({
      ...settings.calls,
      onRetry: ({ code, xroadId, origin }, delayMs) => log?.warn({ code, xroadId, origin, delayMs }, 'X-Road call will be retried'),
      onBreaker: (subject, state) => log?.warn({ subject, state }, 'X-Road breaker changed'),
    });
  }

  /**
   * One read with its retries, breakers and limits; each attempt has an X-Road id of its own. Throws the last SourceFaultError, or
   * the signal's reason.
   */
  async call<T>(facts: CallFacts, attempt: (xroadId: string) => Promise<T>): Promise<T> {
    assertHeaderWord('issue', facts.issue);
    return this.policy.run(encodedId(facts.providerId), () => this.logged(facts, attempt), facts.signal);
  }

  /** The worse of the provider's breaker and the own security server's. */
  breaker(providerId: XRoadIdParts): BreakerState {
    return this.policy.stateOf(encodedId(providerId));
  }

  private async logged<T>({ issue, providerId, serviceCode }: CallFacts, attempt: (xroadId: string) => Promise<T>): Promise<T> {
    const xroadId = randomUUID();
    const startedAt = performance.now();
    const outcome = (code: string) => ({
      xroadId,
      issue,
      provider: providerId,
      serviceCode,
      code,
      ms: Math.round(performance.now() - startedAt),
    });
    try {
      const result = await attempt(xroadId);
      this.log?.info(outcome('OK'), 'X-Road call');
      return result;
    } catch (error) {
      if (error instanceof SourceFaultError) this.log?.warn(outcome(error.fault.code), 'X-Road call failed');
      throw error;
    }
  }

  /** One request and its answer. Throws SourceFaultError, or the signal's reason. */
  async exchange(request: HttpRequest, xroadId: string, signal?: AbortSignal): Promise<HttpAnswer> {
    try {
      return await this.exchanged(request, xroadId, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof SourceFaultError ? error : transportFault(error, xroadId);
    }
  }

  private async exchanged({ method, path, headers, body }: HttpRequest, xroadId: string, signal?: AbortSignal): Promise<HttpAnswer> {
    const deadline = AbortSignal.timeout(this.totalMs);
    const response = await this.agent.request({
      origin: this.base.origin,
      path: `${this.base.pathname.replace(/\/$/, '')}${path}`,
      method,
      headers: { ...headers, 'accept-encoding': 'identity' },
      body,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    const head = headOf(response, xroadId);
    const xroadError = headerOf(head, 'x-road-error');
    if (xroadError !== undefined) throw xroadFault(xroadError, { ...head, body: await this.bodyOfError(response, head) });
    refuseUnreadable(response, head);
    return { ...head, body: await this.bodyOf(response, head) };
  }

  private async bodyOf(response: Dispatcher.ResponseData, head: FaultyAnswer): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // Leaving the loop destroys the stream and with it the connection.
      if (bytes > this.largestAnswerBytes) throw dataFault('Hub.AnswerTooLarge', `more than ${this.largestAnswerBytes} bytes`, head);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** The header already says what is wrong, so a body that cannot be read takes nothing away. */
  private async bodyOfError(response: Dispatcher.ResponseData, head: FaultyAnswer): Promise<Buffer> {
    return this.bodyOf(response, head).catch(() => Buffer.alloc(0));
  }
}

/** An X-Road id in its encoded form; settings that cannot be one are a fault of the source, not a crash. */
export function encodedId(parts: XRoadIdParts): string {
  try {
    return encodeXRoadId(parts);
  } catch (error) {
    throw settingsFault(error instanceof RangeError ? error.message : undefined, error);
  }
}

/** A header's text; one that came twice is joined, and so fails whatever it is compared with. */
export function headerOf({ headers }: Pick<HttpAnswer, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function headOf({ statusCode: status, headers }: Dispatcher.ResponseData, xroadId: string): HttpAnswer {
  const contentTypes = [headers['content-type'] ?? []].flat();
  return { status, xroadId, contentTypes, headers, body: Buffer.alloc(0), retryAfter: headerOf({ headers }, 'retry-after') };
}

/** What is refused without looking at the body. */
function refuseUnreadable(response: Dispatcher.ResponseData, head: HttpAnswer): void {
  const encoding = headerOf(head, 'content-encoding') ?? 'identity';
  const isRedirect = head.status >= 300 && head.status < 400;
  if (!isRedirect && encoding.toLowerCase() === 'identity') return;
  // A destroyed body reports the abort as an error; nobody is left to hear it.
  response.body.on('error', () => undefined).destroy();
  if (isRedirect) throw dataFault('Hub.Redirected', `to ${headerOf(head, 'location') ?? 'nowhere'}`, head);
  throw dataFault('Hub.EncodedAnswer', `content-encoding ${encoding}`, head);
}
