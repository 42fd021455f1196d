import { isUtf8 } from 'node:buffer';
import { randomUUID, timingSafeEqual } from 'node:crypto';
import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expressMiddleware } from '@as-integrations/express5';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response } from 'express';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import helmet from 'helmet';
import { type ErrorCode, HubError, serviceBusy } from '../shared/errors.ts';
import { type Language, languageOf, type LocalizedText } from '../shared/localized-text.ts';
import { explorerRouter } from './explorer.ts';
import { createDocumentGate } from './graphql/limits.ts';
import { edgeMessages } from './graphql/messages.ts';
import { answerAndLog, type GraphqlOptions, refusedStatus, type RequestContext, retryAfterOf, startGraphql } from './graphql/server.ts';
import { indexPage } from './index-page.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { RateSubject, RateVerdict } from './rate-limit.ts';
import { currentScope, type RequestScope, requestScope } from './request-scope.ts';

export type { RequestContext };

const graphqlPath = '/graphql';
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
/** For resumable uploads over lines of 64 kbit/s. */
const slowRequestTimeoutMs = 3_600_000;
const drainTimeoutMs = 10_000;
const bodyLimit = '100kb';
const publicAtOnce = 8;
const publicWaiting = 200;
const busyForSeconds = 5;

/** What the edge knows of a request before anybody is authenticated. */
export interface IncomingRequest {
  readonly headers: IncomingHttpHeaders;
  /** The caller's address; behind a trusted proxy, the one that the proxy saw. */
  readonly address: string;
  readonly requestId: string;
  readonly language: Language;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** A second, narrower GraphQL door with a larger body, for filing many rows at once. */
interface FilingDoor {
  readonly path: string;
  /** As express reads it: `2mb`. */
  readonly bodyLimit: string;
  readonly mutations: ReadonlySet<string>;
}

export interface EdgeSettings<Context> {
  readonly introspection: boolean;
  readonly explorer: boolean;
  /** Addresses or subnets of the proxies whose X-Forwarded-For counts, or how many hops; false = none. */
  readonly trustProxy: string | false;
  /** With it /metrics answers from anywhere to `Authorization: Bearer`; from the machine itself it answers without. */
  readonly metricsToken?: string;
  /** SHA-256 (hex) of the documents that may be run; without it any may. */
  readonly trustedDocuments?: ReadonlySet<string>;
  readonly costBudget?: (context: Context) => number;
  readonly filing?: FilingDoor;
  /** Path prefixes that may be sent slowly (resumable uploads); everything else must arrive within 30 s. */
  readonly slowPaths?: readonly string[];
}

export interface EdgeOptions<Context extends RequestContext> extends Pick<
  GraphqlOptions<Context>,
  'checkAccess' | 'executor' | 'stringifyResult'
> {
  host: string;
  /** 0 takes a free one. */
  port: number;
  schema: GraphQLSchema;
  log: Logger;
  metrics: Metrics;
  settings: EdgeSettings<Context>;
  /** Authenticates and builds the request's context; a HubError refuses the whole request (UNAUTHENTICATED = 401). */
  contextFor(request: IncomingRequest): Promise<Context>;
  /** Called once for every context made, after its operation was computed, however that ended. */
  release?(context: Context): void | Promise<void>;
  rateLimit?(subject: RateSubject): Promise<RateVerdict>;
  readiness(): Promise<Readiness>;
  /** Adds further routes (files, exchange), before the hub's own pages. Refuse by throwing a HubError. */
  mount?(app: Express): void;
}

export interface Edge {
  readonly app: Express;
  readonly server: http.Server;
  readonly url: string;
  /** Takes no new connections, waits up to 10 s for requests that run, then closes what is left. */
  stop(): Promise<void>;
}

/** A refusal whose HTTP status its code alone does not give. */
class RefusedRequest extends Error {
  constructor(
    readonly status: number,
    readonly refusal: HubError,
  ) {
    super(refusal.message);
  }
}

function refused(status: number, code: ErrorCode, message: LocalizedText): RefusedRequest {
  return new RefusedRequest(status, new HubError({ code, message }));
}

// --- what every request gets -------------------------------------------------------------------------------------------------

const saneRequestId = /^[\w.-]{8,64}$/;

function requestIdOf(request: Request): string {
  const given = request.get('x-request-id') ?? '';
  return saneRequestId.test(given) ? given : randomUUID();
}

function pathOf(url: string): string {
  return (url.split('?', 1)[0] ?? '').slice(0, 200);
}

/** The route's pattern, never the path itself: paths carry ids and signed tokens. */
function routeOf(request: Request, scope: RequestScope): string {
  const { route } = request as { route?: { path?: unknown } };
  return scope.route ?? (typeof route?.path === 'string' ? `${request.baseUrl}${route.path}` : 'unmatched');
}

const quietRoutes: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

interface Finished {
  request: Request;
  response: Response;
  scope: RequestScope;
  startedAt: number;
}

/** One line and one measurement for each request, when it is over. */
function record({ request, response, scope, startedAt }: Finished, log: Logger, metrics: Metrics): void {
  const route = routeOf(request, scope);
  const { operationName, operationType, actorKey, codes } = scope;
  const { statusCode: status } = response;
  const seconds = (performance.now() - startedAt) / 1000;
  metrics.countRequest(route, request.method, status, seconds);
  if (operationType) metrics.countOperation(operationType, codes[0] ?? 'OK', seconds);
  const line = {
    method: request.method,
    path: route === 'unmatched' ? pathOf(request.originalUrl) : route,
    status,
    ms: Math.round(seconds * 10_000) / 10,
    operationName,
    actorKey,
    code: codes[0],
    aborted: response.writableFinished ? undefined : true,
  };
  log[quietRoutes.has(route) ? 'debug' : 'info'](line, 'request');
}

/** Gives the request its id and language, and everything below its scope. */
function scoped(log: Logger, metrics: Metrics, afterwards: () => void): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const scope: RequestScope = {
      requestId: requestIdOf(request),
      language: languageOf(request.get('accept-language')),
      mediaType: 'application/json',
      codes: [],
    };
    response.set({ 'X-Request-Id': scope.requestId, 'Cache-Control': 'no-store', 'Content-Language': scope.language.toLowerCase() });
    response.vary('Accept-Language');
    response.once('close', () => {
      requestScope.run(scope, () => record({ request, response, scope, startedAt }, log, metrics));
      afterwards();
    });
    response.locals['scope'] = scope;
    requestScope.run(scope, next);
  };
}

const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
  },
});

/** Where some paths may be slow, Node's one limit for all must be long, and the others are held to 30 s here. */
function bodyDeadline(slowPaths: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
    if (hasBody && !slowPaths.some((prefix) => request.path.startsWith(prefix))) {
      const timer = setTimeout(() => {
        response.set('Connection', 'close');
        next(refused(408, 'BAD_REQUEST', edgeMessages.tooSlow));
      }, requestTimeoutMs);
      request.once('end', () => clearTimeout(timer));
      response.once('close', () => clearTimeout(timer));
    }
    next();
  };
}

// --- GraphQL -----------------------------------------------------------------------------------------------------------------

const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;

/** Decides the answer's media type before anything is run: a mutation must not be done and then answered 406. */
const negotiate: RequestHandler = (request, _response, next) => {
  const accepted = request.accepts([...mediaTypes]);
  const mediaType = mediaTypes.find((known) => known === accepted);
  if (!mediaType) throw refused(406, 'BAD_REQUEST', edgeMessages.notAcceptable);
  currentScope().mediaType = mediaType;
  next();
};

function onlyMethods(...methods: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (methods.includes(request.method)) return next();
    response.set('Allow', methods.join(', '));
    throw refused(405, 'OPERATION_NOT_SUPPORTED', edgeMessages.wrongMethod);
  };
}

const jsonType = /^application\/json\s*(?:;\s*charset="?utf-?8"?\s*)?$/i;

const onlyJson: RequestHandler = (request, _response, next) => {
  if (request.method === 'POST' && !jsonType.test(request.get('content-type') ?? '')) {
    throw refused(415, 'BAD_REQUEST', edgeMessages.wrongMediaType);
  }
  next();
};

/** The parser would quietly replace what is not UTF-8. */
function assertUtf8(_request: unknown, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw refused(400, 'BAD_REQUEST', edgeMessages.malformed);
}

function readJson(limit: string): RequestHandler {
  return express.json({ limit, inflate: false, verify: assertUtf8 });
}

/** The document of a request, where there is exactly one; Apollo refuses the other forms. */
function documentOf(request: Request): string | undefined {
  if (request.method === 'GET') return new URLSearchParams(request.originalUrl.split('?')[1]).get('query') ?? undefined;
  const { query } = (request.body ?? {}) as { query?: unknown };
  return typeof query === 'string' ? query : undefined;
}

/** A context between its making and its operation. */
interface Held<Context> {
  readonly context: Context;
  /** From now on the operation releases it, whether or not the caller is still there. */
  isRunning: boolean;
}

function heldOf<Context>(response: Response): Held<Context> {
  return response.locals['held'] as Held<Context>;
}

type CallerGate<Context extends RequestContext> = Pick<EdgeOptions<Context>, 'contextFor' | 'rateLimit'>;

/** The context of a request, which counts against its caller, or against its address where nobody signed in. Throws RATE_LIMITED. */
export async function admit<Context extends RequestContext>(gate: CallerGate<Context>, request: IncomingRequest): Promise<Context> {
  const context = await authenticate(gate, request);
  await count(gate, context, request.address);
  return context;
}

/** Wrong tokens count against the address, so that nobody can try many. */
async function authenticate<Context extends RequestContext>(gate: CallerGate<Context>, request: IncomingRequest): Promise<Context> {
  try {
    return await gate.contextFor(request);
  } catch (error) {
    await assertRate(gate, { kind: 'address', key: request.address });
    throw error;
  }
}

function count(gate: CallerGate<RequestContext>, { isAnonymous, actorKey }: RequestContext, address: string): Promise<void> {
  return assertRate(gate, isAnonymous ? { kind: 'address', key: address } : { kind: 'actor', key: actorKey });
}

async function assertRate({ rateLimit }: Pick<CallerGate<RequestContext>, 'rateLimit'>, subject: RateSubject): Promise<void> {
  const verdict = await rateLimit?.(subject);
  if (!verdict || verdict.isAllowed) return;
  const { retryAfterSeconds } = verdict;
  throw new HubError({ code: 'RATE_LIMITED', message: edgeMessages.rateLimited }, { retryAfterSeconds });
}

/** The chain of one GraphQL door, cheapest refusals first: method, media types, caller, body, document, and only then Apollo. */
async function graphqlDoors<Context extends RequestContext>(options: EdgeOptions<Context>) {
  const { schema, log, settings } = options;
  const apollo = await startGraphql<Context>({
    schema,
    log,
    introspection: settings.introspection,
    checkAccess: options.checkAccess,
    executor: options.executor,
    stringifyResult: options.stringifyResult,
    costBudget: settings.costBudget ?? (({ isAnonymous }) => (isAnonymous ? 2_000 : 10_000)),
  });
  const admitted = createDocumentGate({ trustedDocuments: settings.trustedDocuments });

  async function release(context: Context): Promise<void> {
    try {
      await options.release?.(context);
    } catch (error) {
      log.error({ err: error }, 'a context could not be released');
    }
  }

  const identify: RequestHandler = async (request, response, next) => {
    const address = request.ip ?? '';
    const { requestId, language } = currentScope();
    const context = await authenticate(options, { headers: request.headers, address, requestId, language });
    if (response.closed) return release(context);
    currentScope().actorKey = context.actorKey;
    const held: Held<Context> = { context, isRunning: false };
    response.locals['held'] = held;
    // A request that is refused on its way, or whose caller left, never comes to the operation.
    response.once('close', () => held.isRunning || void release(context));
    await count(options, context, address);
    next();
  };

  const admitDocument: RequestHandler = (request, _response, next) => {
    const source = documentOf(request);
    if (source !== undefined) admitted(source);
    next();
  };

  /** The public waits its turn, so that however many ask at once, those who work with the hub find it free. */
  const publicTurn = bulkhead(publicAtOnce, publicWaiting);
  const apolloHandler = expressMiddleware<Context>(apollo, { context: async ({ res }) => heldOf<Context>(res).context });

  const execute: RequestHandler = async (request, response, next) => {
    if (response.closed) return;
    const held = heldOf<Context>(response);
    held.isRunning = true;
    const run = () => apolloHandler(request, response, next);
    try {
      await (held.context.isAnonymous ? publicTurn.execute(run) : run());
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? serviceBusy(busyForSeconds) : error;
    } finally {
      await release(held.context);
    }
  };

  function narrow(door: FilingDoor): RequestHandler {
    return (_request, _response, next) => {
      currentScope().onlyMutations = door.mutations;
      next();
    };
  }

  function open(app: Express): void {
    const { filing } = settings;
    if (filing) {
      const body = [onlyJson, identify, readJson(filing.bodyLimit)];
      app.all(filing.path, negotiate, onlyMethods('POST'), ...body, narrow(filing), admitDocument, execute);
    }
    app.all(graphqlPath, negotiate, onlyMethods('GET', 'POST'), onlyJson, identify, readJson(bodyLimit), admitDocument, execute);
  }

  return { open, stop: () => apollo.stop() };
}

// --- pages for operators and programmers ----------------------------------------------------------------------------------------

const loopback = /^(?:127\.|::1$|::ffff:127\.)/;

/** A local proxy is not the machine itself: what it forwards says so. */
function isFromThisMachine(request: Request): boolean {
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined;
  return !isForwarded && loopback.test(request.socket.remoteAddress ?? '');
}

function hasToken(request: Request, token: string | undefined): boolean {
  if (!token) return false;
  const given = Buffer.from(request.get('authorization') ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function operatorRoutes<Context extends RequestContext>(
  app: Express,
  { metrics, readiness, settings }: EdgeOptions<Context>,
  isDraining: () => boolean,
): void {
  app.all(['/health/live', '/health/ready', '/metrics'], onlyMethods('GET', 'HEAD'));
  app.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/health/ready', async (_request, response) => {
    const { ready, checks } = await readiness();
    const isReady = ready && !isDraining();
    response.status(isReady ? 200 : 503).json({
      status: isReady ? 'ok' : 'unavailable',
      checks: { ...checks, ...(isDraining() && { shutdown: 'the hub is stopping' }) },
    });
  });
  app.get('/metrics', async (request, response) => {
    if (!isFromThisMachine(request) && !hasToken(request, settings.metricsToken)) {
      throw new HubError({ code: 'FORBIDDEN', message: edgeMessages.restricted });
    }
    response.set('Content-Type', metrics.contentType).end(await metrics.text());
  });
}

function pageRoutes(app: Express, schema: GraphQLSchema, settings: { explorer: boolean; introspection: boolean }): void {
  app.all('/', onlyMethods('GET', 'HEAD'));
  app.get('/', (request, response) => {
    const [, asked] = /[?&]lang=(ky|ru|en)\b/.exec(request.originalUrl) ?? [];
    const language = asked ? languageOf(asked) : currentScope().language;
    const { html, policy } = indexPage(language, settings);
    response.set({ 'Content-Security-Policy': policy, 'Content-Language': language.toLowerCase() }).type('html').send(html);
  });
  if (settings.introspection) {
    const sdl = printSchema(lexicographicSortSchema(schema));
    app.get('/schema.graphql', (_request, response) => {
      response.type('text/plain').send(sdl);
    });
  }
  if (settings.explorer) app.use(explorerRouter(graphqlPath));
}

// --- the last word -----------------------------------------------------------------------------------------------------------

/** Refusals by body-parser and express, which carry a status and sometimes a type. */
function refusalOfExpress(error: unknown): RefusedRequest | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status === 413) return refused(413, 'PAYLOAD_TOO_LARGE', edgeMessages.tooLarge);
  if (error.status === 415) return refused(415, 'BAD_REQUEST', edgeMessages.wrongMediaType);
  return error.status >= 400 && error.status < 500 ? refused(400, 'BAD_REQUEST', edgeMessages.malformed) : undefined;
}

/** Answers everything that no route answered, in the form of a GraphQL answer. */
function answerRefusals(log: Logger): ErrorRequestHandler {
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

const noSuchAddress: RequestHandler = () => {
  throw refused(404, 'NOT_FOUND', edgeMessages.noSuchAddress);
};

function trustProxyValue(trustProxy: string | false): string | number | false {
  return trustProxy !== false && /^\d+$/.test(trustProxy) ? Number(trustProxy) : trustProxy;
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: http.Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Builds and starts the hub's HTTP server: GraphQL, health, metrics, explorer, and what `mount` adds. Rejects if the port is taken. */
export async function startHttp<Context extends RequestContext>(options: EdgeOptions<Context>): Promise<Edge> {
  const { log, metrics, settings } = options;
  const slowPaths = settings.slowPaths ?? [];
  const graphql = await graphqlDoors(options);
  let isDraining = false;

  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false).set('trust proxy', trustProxyValue(settings.trustProxy));
  const server = http.createServer(
    { headersTimeout: headersTimeoutMs, requestTimeout: slowPaths.length > 0 ? slowRequestTimeoutMs : requestTimeoutMs },
    app,
  );
  // A connection that becomes idle while the hub stops must not hold it up.
  const closeIdle = () => {
    if (isDraining) setImmediate(() => server.closeIdleConnections());
  };
  app.use(scoped(log, metrics, closeIdle), securityHeaders);
  if (slowPaths.length > 0) app.use(bodyDeadline(slowPaths));
  operatorRoutes(app, options, () => isDraining);
  graphql.open(app);
  options.mount?.(app);
  pageRoutes(app, options.schema, settings);
  app.use(noSuchAddress, answerRefusals(log));

  await listen(server, options.port, options.host);

  async function stop(): Promise<void> {
    isDraining = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const deadline = setTimeout(() => server.closeAllConnections(), drainTimeoutMs);
    await closed;
    clearTimeout(deadline);
    await graphql.stop();
  }

  return { app, server, url: urlOf(server), stop };
}
