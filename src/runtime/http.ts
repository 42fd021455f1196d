import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { languageOf } from '../shared/localized-text.ts';
import { type DoorOptions, type DoorSettings, graphqlDoors } from './graphql/doors.ts';
import { edgeMessages } from './graphql/messages.ts';
import type { RequestContext } from './graphql/server.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { type OperatorOptions, operatorRoutes, type OperatorSettings } from './operator-routes.ts';
import { pageRoutes } from './page-routes.ts';
import { answerRefusals, noSuchAddress, refused } from './refusal.ts';
import { type RequestScope, requestScope } from './request-scope.ts';

export type { RequestContext };

const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
/** For resumable uploads over lines of 64 kbit/s. */
const slowRequestTimeoutMs = 3_600_000;
const drainTimeoutMs = 10_000;

export interface EdgeSettings<Context> extends DoorSettings<Context>, OperatorSettings {
  readonly explorer: boolean;
  /** Addresses or subnets of the proxies whose X-Forwarded-For counts, or how many hops; false = none. */
  readonly trustProxy: string | false;
  /** Path prefixes that may be sent slowly (resumable uploads); everything else must arrive within 30 s. */
  readonly slowPaths?: readonly string[];
}

export interface EdgeOptions<Context extends RequestContext> extends DoorOptions<Context>, OperatorOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  settings: EdgeSettings<Context>;
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

// --- the server --------------------------------------------------------------------------------------------------------------

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
