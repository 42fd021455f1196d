import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { audit, type AuditFacts } from '../kit/audit.ts';
import type { Ctx } from '../kit/ctx.ts';
import { inTransaction } from '../kit/transaction.ts';
import type { ExchangeClient } from '../modules/exchange-clients/exchange-client.entity.ts';
import { actorOfClient, findAdmittedClient } from '../modules/exchange-clients/exchange-client.service.ts';
import { type ErrorCode, HubError } from '../shared/errors.ts';
import { type Language, languageOf } from '../shared/localized-text.ts';
import { bulkRoute } from './bulk.ts';
import { type Caller, callerOf } from './caller.ts';
import { feedRoute } from './feed.ts';
import { openApiDocument } from './openapi.ts';
import { pageRoute } from './pages.ts';
import {
  noBodyHere,
  noSuchPath,
  outOfScope,
  problemType,
  Refusal,
  statusOfCode,
  tooManyRequests,
  tooManyStreams,
  unknownClient,
  wrongMethod,
} from './refusal.ts';
import { resources } from './resources/index.ts';
import { type Read, readQuery, type Route, type StreamedAnswer } from './route.ts';

const documentPath = '/v1/openapi.json';
const mostStreams = 2;
const longestStreamMs = 600_000;

/** Everything that can be read, by its exact path. */
const routes: readonly Route[] = [...resources.map(pageRoute), feedRoute, ...resources.map(bulkRoute)];
const routeOfPath = new Map(routes.map((route) => [route.path, route]));

/** An error in the caller's language, and whether somebody of ours must read about it. */
export interface Explanation {
  code: ErrorCode;
  message: string;
  hint?: string;
  path?: readonly string[];
  retryAfterSeconds?: number;
  logLevel?: 'error' | 'warn';
}

export interface ExchangeLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface ServeOptions {
  log: ExchangeLog;
  /** A context of nobody, for one request. */
  contextFor(request: { requestId: string; language: Language }): Ctx;
  rateLimit(clientKey: string): Promise<{ isAllowed: boolean; retryAfterSeconds: number }>;
  explain(error: unknown, audience: { requestId: string; language: Language }): Explanation;
  /** For the metrics: once for every request. */
  onAnswer(answer: { route: string; method: string; status: number; seconds: number }): void;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  language: Language;
  path: string;
  search: URLSearchParams;
  caller?: Caller;
}

/** Answers requests of the security server, one after the other or many at once. `url` is where it finds the hub. */
export function createServe(options: ServeOptions, url: () => string) {
  let streams = 0;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const [path = '', ...search] = (request.url ?? '').split('?');
    const exchange: Exchange = {
      request,
      response,
      requestId: randomUUID(),
      language: languageOf(request.headers['accept-language']),
      path,
      search: new URLSearchParams(search.join('?')),
    };
    response.setHeader('X-Request-Id', exchange.requestId).setHeader('X-Content-Type-Options', 'nosniff');
    try {
      await answer(exchange);
    } catch (error) {
      answerProblem(exchange, error, options);
    } finally {
      const { caller } = exchange;
      const seconds = (performance.now() - startedAt) / 1000;
      const route = routeOfPath.has(path) || path === documentPath ? path : 'unmatched';
      const facts = { route, method: request.method ?? '', status: response.statusCode };
      options.onAnswer({ ...facts, seconds });
      const ms = Math.round(seconds * 10_000) / 10;
      options.log.info({ ...facts, ms, client: caller?.clientId, xroadId: caller?.xroadId }, 'exchange');
    }
  };

  async function answer(exchange: Exchange): Promise<void> {
    const { request, response, path } = exchange;
    const route = routeOfPath.get(path);
    if (!route && path !== documentPath) throw noSuchPath();
    if (request.method !== 'GET' && request.method !== 'HEAD') throw wrongMethod(request);
    if (request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0) throw noBodyHere();
    if (!route) return send(exchange, openApiDocument(routes, url()));
    const caller = callerOf(request);
    exchange.caller = caller;
    response.setHeader('X-Road-Id', caller.xroadId);
    const { ctx, client } = await admit(exchange, caller, route);
    const read = { ctx, scopes: client.scopes, query: readQuery(route, exchange.search) };
    if (route.kind === 'STREAM') return stream(exchange, route, read, client);
    const body = await inTransaction(ctx, async (inner) => {
      const whole = await route.read({ ...read, ctx: inner });
      await audit(inner, factsOf(exchange, client, { rows: whole.rows }));
      return whole.body;
    });
    send(exchange, body);
  }

  /** The client must have been entered, be valid today, have the scope, and not ask too often. */
  async function admit(
    { requestId, language }: Exchange,
    { clientId }: Caller,
    route: Route,
  ): Promise<{ ctx: Ctx; client: ExchangeClient }> {
    const nobody = options.contextFor({ requestId, language });
    const client = await findAdmittedClient(nobody, clientId);
    const verdict = await options.rateLimit(client?.id ?? 'unknown');
    if (!verdict.isAllowed) throw tooManyRequests(verdict.retryAfterSeconds);
    if (!client) throw unknownClient(clientId);
    if (route.scope && !client.scopes.includes(route.scope)) throw outOfScope(route.scope);
    return { client, ctx: { ...nobody, actor: actorOfClient(client), actingAs: [client.role], action: 'exchange.read' } };
  }

  async function stream(exchange: Exchange, route: Extract<Route, { kind: 'STREAM' }>, read: Read, client: ExchangeClient): Promise<void> {
    if (streams >= mostStreams) throw tooManyStreams();
    streams += 1;
    try {
      const opened = await route.open(read);
      try {
        // That it was begun is kept though the hub should die in the midst of it; how far it came is kept after it.
        await record(read.ctx, factsOf(exchange, client, { begun: true }));
        const { rows, isWhole } = await pour(exchange, opened);
        await record(read.ctx, factsOf(exchange, client, { rows, isWhole }));
      } finally {
        await opened.close();
      }
    } finally {
      streams -= 1;
    }
    // Last of all: who has read to the end finds its place free again.
    exchange.response.end();
  }
}

function record(ctx: Ctx, facts: AuditFacts): Promise<void> {
  return inTransaction(ctx, (inner) => audit(inner, facts));
}

/** One read in the audit log: who read what, as X-Road knows it. */
function factsOf({ path, search, caller }: Exchange, client: ExchangeClient, outcome: Record<string, unknown>): AuditFacts {
  return {
    subjectType: 'ExchangeRead',
    subjectId: client.id,
    xroadId: caller?.xroadId,
    after: { client: client.clientId, userId: caller?.userId ?? null, path, query: search.toString(), ...outcome },
  };
}

/** Sends a whole answer, or says that the caller has it already. */
function send({ request, response }: Exchange, body: object): void {
  const text = Buffer.from(JSON.stringify(body));
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  response.setHeader('ETag', etag).setHeader('Cache-Control', 'private, no-cache');
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': text.length }).end(text);
}

/** Writes the pieces as fast as they are taken. What is cut off has no last line. */
async function pour({ request, response }: Exchange, { contentType, headers, pieces }: StreamedAnswer) {
  response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store', ...headers });
  if (request.method === 'HEAD') {
    return { rows: 0, isWhole: false };
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(longestStreamMs)]);
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return { rows: value, isWhole: true };
    if (signal.aborted || !(await written(response, value, signal))) {
      response.destroy();
      return { rows: null, isWhole: false };
    }
  }
}

/** Whether a piece went out; waits until the caller has taken enough of what is before it. */
async function written(response: ServerResponse, piece: string, signal: AbortSignal): Promise<boolean> {
  if (response.write(piece)) return true;
  return once(response, 'drain', { signal }).then(
    () => true,
    () => false,
  );
}

function answerProblem(
  { request, response, requestId, language, caller, path }: Exchange,
  error: unknown,
  { explain, log }: ServeOptions,
): void {
  const { code, message, hint, path: about, retryAfterSeconds, logLevel } = explain(error, { requestId, language });
  if (logLevel) log[logLevel]({ err: error, requestId, path }, 'an exchange request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const refusal = error instanceof Refusal ? error : undefined;
  const status = refusal?.status ?? (error instanceof HubError || code === 'SERVICE_BUSY' ? (statusOfCode[code] ?? 500) : 500);
  const body = {
    type: problemType(refusal?.problem ?? code.toLowerCase().replaceAll('_', '-')),
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    hint,
    path: about?.length ? about : undefined,
    requestId,
    xroadId: caller?.xroadId,
  };
  // What came with a refused request is not read: the connection ends with the answer.
  const hasBody = request.headers['transfer-encoding'] !== undefined || request.headers['content-length'] !== undefined;
  response
    .writeHead(status, {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Language': language.toLowerCase(),
      'Cache-Control': 'no-store',
      ...refusal?.headers,
      ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
      ...(hasBody && { Connection: 'close' }),
    })
    .end(`${JSON.stringify(body)}\n`);
}
