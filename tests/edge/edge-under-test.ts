import { HubError, unauthenticated } from '../../src/shared/errors.ts';
import { type EdgeOptions, type EdgeSettings, type Edge, type RequestContext, startHttp } from '../../src/runtime/http.ts';
import { createLog } from '../../src/runtime/log.ts';
import { Metrics } from '../../src/runtime/metrics.ts';
import { edgeSchema } from './edge-schema.ts';

export interface EdgeUnderTest extends Edge {
  readonly graphqlUrl: string;
  /** The lines logged so far. */
  readonly lines: Record<string, unknown>[];
  readonly rawLog: () => string;
  /** Request ids of the contexts made and released. */
  readonly made: string[];
  readonly released: string[];
  post(body: unknown, headers?: Record<string, string>): Promise<Reply>;
}

export interface Reply {
  status: number;
  headers: Headers;
  body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: unknown[]; locations?: unknown[]; extensions: Record<string, unknown> & { code: string } }[];
    extensions?: Record<string, unknown>;
  };
}

export const strictJson = { accept: 'application/graphql-response+json' };

/** Anonymous without a token, `clerk-1` with `Bearer clerk`, refused with any other. */
async function contextFor({
  headers,
  language,
  requestId,
}: Parameters<EdgeOptions<RequestContext>['contextFor']>[0]): Promise<RequestContext> {
  const { authorization } = headers;
  if (authorization === undefined) return { language, requestId, actorKey: 'anonymous', isAnonymous: true };
  if (authorization === 'Bearer broken') throw new Error('the key store is not there');
  if (authorization !== 'Bearer clerk') throw unauthenticated();
  return { language, requestId, actorKey: 'clerk-1', isAnonymous: false };
}

/** `secret` is not for the anonymous. */
const checkAccess: NonNullable<EdgeOptions<RequestContext>['checkAccess']> = ({ operation, context }) =>
  operation.selectionSet.selections
    .filter((selection) => selection.kind === 'Field')
    .filter((field) => field.name.value === 'secret' && context.isAnonymous)
    .map((field) => ({
      field,
      error: new HubError({ code: 'FORBIDDEN', message: { ky: 'Уруксат жок.', ru: 'Нет доступа.', en: 'Not allowed.' } }),
    }));

export async function startEdge(
  changes: Partial<Omit<EdgeOptions<RequestContext>, 'settings'>> & { settings?: Partial<EdgeSettings<RequestContext>> } = {},
): Promise<EdgeUnderTest> {
  let text = '';
  const made: string[] = [];
  const released: string[] = [];
  const { settings, ...others } = changes;
  const edge = await startHttp<RequestContext>({
    host: '127.0.0.1',
    port: 0,
    schema: await edgeSchema(),
    log: createLog({ level: 'debug', destination: { write: (line) => void (text += line) } }),
    metrics: new Metrics(),
    contextFor: async (request) => {
      const context = await contextFor(request);
      made.push(request.requestId);
      return context;
    },
    release: ({ requestId }) => void released.push(requestId),
    checkAccess,
    readiness: async () => ({ ready: true, checks: { database: 'ok' } }),
    ...others,
    settings: { introspection: true, explorer: true, trustProxy: false, ...settings },
  });
  const graphqlUrl = `${edge.url}/graphql`;
  return {
    ...edge,
    graphqlUrl,
    made,
    released,
    rawLog: () => text,
    get lines() {
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    async post(body, headers = {}) {
      const response = await fetch(graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] };
    },
  };
}
