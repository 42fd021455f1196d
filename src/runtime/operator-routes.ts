import { timingSafeEqual } from 'node:crypto';
import type { Express, Request } from 'express';
import { HubError } from '../shared/errors.ts';
import { edgeMessages } from './graphql/messages.ts';
import type { Metrics } from './metrics.ts';
import { onlyMethods } from './refusal.ts';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface OperatorSettings {
  /** With it /metrics answers from anywhere to `Authorization: Bearer`; from the machine itself it answers without. */
  readonly metricsToken?: string;
}

export interface OperatorOptions {
  metrics: Metrics;
  settings: OperatorSettings;
  readiness(): Promise<Readiness>;
}

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

export function operatorRoutes(app: Express, { metrics, readiness, settings }: OperatorOptions, isDraining: () => boolean): void {
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
