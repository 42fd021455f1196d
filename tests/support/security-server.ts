import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { VolumeRecord } from '../../src/modules/ingestion/connector.ts';
import { legacyAnswer } from './legacy-provider.ts';
import { soapAnswer, soapFaultAnswer, type SoapFaultWords } from './soap-provider.ts';
import { VolumeStore, type Problem } from './volume-store.ts';

/** A consumer's X-Road security server with providers of service volumes behind it, as far as a hub can see one. */
export interface SecurityServer {
  readonly url: string;
  /** Every request received, in order. */
  readonly requests: readonly RecordedRequest[];
  /** Emits `request` on each one. */
  readonly arrivals: EventEmitter;
  /** Requests that are being answered now, and the most there ever were at once. */
  readonly load: { current: number; peak: number };
  /** Replaces what a provider (`instance/class/member/subsystem`) states; a growing revision makes a change. */
  setVolumes(volumes: readonly VolumeRecord[], provider?: string): void;
  /** Whether a provider lets the client read; AccessDenied otherwise. */
  setGranted(isGranted: boolean, provider?: string): void;
  /** Snapshots behind open cursors are forgotten: 409. */
  expireSnapshots(provider?: string): void;
  /** Watermarks given out so far are forgotten: 410. */
  forgetChanges(provider?: string): void;
  /** The next `times` requests meet this instead of the true answer; without a behaviour, the truth again. */
  behave(behaviour?: Behaviour, times?: number): void;
  stop(): Promise<void>;
}

interface SecurityServerOptions {
  /** Provider that `setVolumes` and the others mean by default. */
  provider?: string;
  serviceCode?: string;
  /** Code of the same counts over SOAP, version v1. */
  soapServiceCode?: string;
  /** Code of the provider's old service; without one it has none. */
  legacyServiceCode?: string;
  /** Rows of a page at most, below what the client asks for. */
  largestPage?: number;
  /** HTTPS; with `clientCert` the client must present exactly that certificate (PEM). */
  tls?: { cert: string; key: string; clientCert?: string };
  /** 0 picks a free port. */
  port?: number;
}

export interface RecordedRequest {
  method: string;
  /** As received, undecoded. */
  url: string;
  headers: IncomingMessage['headers'];
  /** Whole once the request is answered. */
  body: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** What happens to one request: given the true answer, send something with `send` or use `response` itself. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;

interface Exchange {
  request: RecordedRequest;
  answer: Answer;
  response: ServerResponse;
  send(answer: Answer): void;
}

export interface Provider {
  volumes: VolumeStore;
  isGranted: boolean;
}

const sampleProvider = 'central-server/GOV/70000050/sanaripaymak-service';

/** Starts the simulator on 127.0.0.1. */
export async function startSecurityServer(options: SecurityServerOptions = {}): Promise<SecurityServer> {
  const { provider: defaultProvider = sampleProvider, tls } = options;
  const providers = new Map<string, Provider>();
  const requests: RecordedRequest[] = [];
  const arrivals = new EventEmitter();
  const load = { current: 0, peak: 0 };
  let programme: { behaviour: Behaviour; times: number } | undefined;

  const providerOf = (id: string) => {
    const known = providers.get(id) ?? { volumes: new VolumeStore(options.largestPage ?? 1000), isGranted: true };
    providers.set(id, known);
    return known;
  };
  providerOf(defaultProvider);

  const nextBehaviour = (): Behaviour => {
    if (!programme || programme.times <= 0) return ({ answer, send }) => send(answer);
    programme.times -= 1;
    return programme.behaviour;
  };

  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    const request = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body: '' };
    requests.push(request);
    load.current += 1;
    load.peak = Math.max(load.peak, load.current);
    arrivals.emit('request');
    response.on('close', () => (load.current -= 1));
    const send = ({ status, headers, body }: Answer) => response.writeHead(status, headers).end(body);
    const respond = async () => {
      request.body = await textOf(incoming);
      const answer = refusedByTls(incoming, tls?.clientCert) ?? trueAnswer(request, providers, options);
      await nextBehaviour()({ request, answer, response, send });
    };
    respond().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  };

  const server = tls ? createHttpsServer({ ...tls, ...clientCertificatesOf(tls) }, listener) : createHttpServer(listener);
  const port = await listen(server, options.port ?? 0);
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    arrivals,
    load,
    setVolumes: (volumes, provider = defaultProvider) => providerOf(provider).volumes.replace(volumes),
    setGranted: (isGranted, provider = defaultProvider) => void (providerOf(provider).isGranted = isGranted),
    expireSnapshots: (provider = defaultProvider) => providerOf(provider).volumes.expireSnapshots(),
    forgetChanges: (provider = defaultProvider) => providerOf(provider).volumes.forgetChanges(),
    behave: (behaviour, times = Infinity) => void (programme = behaviour && { behaviour, times }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * A security server takes any certificate in the handshake and compares it byte by byte with the uploaded one, so a
 * wrong one is an X-Road error, not a broken connection.
 */
function clientCertificatesOf({ clientCert }: { clientCert?: string }) {
  return clientCert === undefined ? {} : { requestCert: true, rejectUnauthorized: false };
}

function refusedByTls(incoming: IncomingMessage, clientCert: string | undefined): Answer | undefined {
  if (clientCert === undefined) return undefined;
  const shown = (incoming.socket as TLSSocket).getPeerCertificate().raw as Buffer | undefined;
  if (shown && pemOf(shown) === clientCert.replace(/\s/g, '')) return undefined;
  return xroadErrorAnswer('Server.ClientProxy.SslAuthenticationFailed', {
    message: 'Client (SUBSYSTEM:central-server/GOV/70000999/service-quality-hub) specifies HTTPS but did not supply TLS certificate',
  });
}

function pemOf(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----${der.toString('base64')}-----END CERTIFICATE-----`.replace(/\s/g, '');
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** What a healthy security server and provider answer. SOAP is what is left when the path is no other protocol's. */
function trueAnswer(request: RecordedRequest, providers: ReadonlyMap<string, Provider>, options: SecurityServerOptions): Answer {
  const url = new URL(request.url, 'http://security-server');
  if (url.pathname === '/listClients') return listClients(providers, url.searchParams.get('xRoadInstance'));
  if (url.pathname.startsWith('/r1/')) return restAnswer(request, url, providers, options);
  return soapAnswer(request, providers, options.soapServiceCode ?? 'getServiceVolumes');
}

function restAnswer(request: RecordedRequest, url: URL, providers: ReadonlyMap<string, Provider>, options: SecurityServerOptions): Answer {
  const { serviceCode = 'service-volumes', legacyServiceCode } = options;
  const client = request.headers['x-road-client'];
  if (typeof client !== 'string' || client.split('/').length < 3) {
    return xroadErrorAnswer('Server.ClientProxy.InvalidClientIdentifier', { message: 'Invalid or missing client identifier' });
  }
  const parts = url.pathname.slice('/r1/'.length).split('/').map(decodeURIComponent);
  if (parts.length < 5) return xroadErrorAnswer('Server.ClientProxy.InternalError', { message: 'Invalid request URI' });
  const provider = providers.get(parts.slice(0, 4).join('/'));
  if (!provider) return xroadErrorAnswer('Server.ClientProxy.UnknownMember', { message: 'Could not find addresses for service provider' });

  const [service = '', ...path] = parts.slice(4);
  const answeredBy = (answer: Answer) => answered(request, parts.slice(0, 5), answer);
  if (service === 'listMethods' || service === 'allowedMethods') {
    const isShown = service === 'listMethods' || provider.isGranted;
    return answeredBy(json({ service: isShown ? servicesOf(parts, serviceCode, legacyServiceCode) : [] }));
  }
  if (service === 'getOpenAPI') return answeredBy(openApiOf(url.searchParams.get('serviceCode'), serviceCode));
  if (service !== serviceCode && service !== legacyServiceCode) {
    return xroadErrorAnswer('Server.ServerProxy.UnknownService', { message: `Unknown service: ${service}` });
  }
  if (!provider.isGranted) return xroadErrorAnswer('Server.ServerProxy.AccessDenied', { message: 'Request is not allowed' });
  if (service === legacyServiceCode) return answeredBy(legacyAnswer(request, provider.volumes, path, url.searchParams));
  return answeredBy(volumesAnswer(provider.volumes, path.join('/'), url.searchParams));
}

function volumesAnswer(volumes: VolumeStore, path: string, query: URLSearchParams): Answer {
  if (path === 'v1/volumes') return pageOrProblem(volumes.list(query));
  if (path === 'v1/changes') return pageOrProblem(volumes.changes(query));
  return problemAnswer({ status: 404, title: 'Not found' });
}

function pageOrProblem(result: object | Problem): Answer {
  return 'status' in result && 'title' in result ? problemAnswer(result) : json(result);
}

function servicesOf(
  [xroad_instance, member_class, member_code, subsystem_code]: string[],
  serviceCode: string,
  legacyServiceCode?: string,
) {
  const id = { object_type: 'SERVICE', xroad_instance, member_class, member_code, subsystem_code };
  const endpoint_list = ['/v1/changes', '/v1/volumes'].map((path) => ({ method: 'GET', path }));
  const legacy = { ...id, service_code: legacyServiceCode, service_type: 'REST', endpoint_list: [{ method: 'POST', path: '/counts/**' }] };
  return [
    { ...id, service_code: serviceCode, service_type: 'OPENAPI', endpoint_list },
    ...(legacyServiceCode === undefined ? [] : [legacy]),
  ];
}

const openApi = readFileSync(new URL('../../integrations/xroad-rest-v1/service-volumes.openapi.yaml', import.meta.url));

/** Only services of type OPENAPI have a description; the request's own headers are copied beside the answer's. */
function openApiOf(asked: string | null, serviceCode: string): Answer {
  if (asked === serviceCode) return { status: 200, headers: { 'content-type': 'text/yaml;charset=utf-8' }, body: openApi };
  return xroadErrorAnswer('Server.ServerProxy.InternalError', { message: 'Invalid service type: REST' });
}

/** From the own server's global configuration: no X-Road header is asked for, none comes back. */
function listClients(providers: ReadonlyMap<string, Provider>, instance: string | null): Answer {
  const member = [...providers.keys()].flatMap((id) => {
    const [xroad_instance, member_class, member_code, subsystem_code] = id.split('/');
    const owner = { xroad_instance, member_class, member_code };
    return [
      { id: { ...owner, object_type: 'MEMBER' }, name: `Member ${member_code}` },
      {
        id: { ...owner, subsystem_code, object_type: 'SUBSYSTEM' },
        name: `Member ${member_code}`,
        subsystem_name: `Subsystem ${subsystem_code}`,
      },
    ];
  });
  return json({ member: member.filter(({ id }) => instance === null || id.xroad_instance === instance) });
}

function json(body: unknown): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

function problemAnswer(problem: Problem, headers: Record<string, string> = {}): Answer {
  const body = Buffer.from(JSON.stringify({ type: 'about:blank', ...problem }));
  return { status: problem.status, headers: { 'content-type': 'application/problem+json', ...headers }, body };
}

/** Adds the headers that the provider's security server sets on whatever the provider answers. */
function answered(request: RecordedRequest, serviceId: readonly string[], answer: Answer): Answer {
  const hash = createHash('sha512')
    .update(`${request.url}${JSON.stringify(request.headers)}`)
    .digest('base64');
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'x-road-client': String(request.headers['x-road-client']),
      'x-road-service': serviceId.map(escapedByGuava).join('/'),
      'x-road-id': String(request.headers['x-road-id'] ?? `central-server-${randomUUID()}`),
      'x-road-request-id': randomUUID(),
      'x-road-request-hash': hash,
    },
  };
}

/** Guava's path segment escaper leaves more characters bare than encodeURIComponent. */
export function escapedByGuava(part: string): string {
  return encodeURIComponent(part).replace(/%(24|26|2C|3B|3D|40|3A|2B)/g, (escape) => decodeURIComponent(escape));
}

interface XRoadErrorWords {
  message?: string;
  /** 7.8.0 began to write codes in snake case. */
  spelling?: 'PascalCase' | 'snake_case';
  /** Version of the consumer's own server: its status test is case-sensitive, so a foreign spelling becomes 400. */
  consumer?: '7.7' | '7.8';
}

/** An X-Road error as the consumer's security server sends it: the code is given in the spelling of 7.7. */
function xroadErrorAnswer(
  code: string,
  { message = 'simulated', spelling = 'PascalCase', consumer = '7.7' }: XRoadErrorWords = {},
): Answer {
  const type = spelling === 'snake_case' ? inSnakeCase(code) : code;
  const isServerCode = type.startsWith(consumer === '7.8' ? 'server.' : 'Server.');
  return {
    status: isServerCode ? 500 : 400,
    headers: { 'content-type': 'application/json;charset=utf-8', 'x-road-error': type },
    body: Buffer.from(JSON.stringify({ type, message, detail: randomUUID() })),
  };
}

/** `Server.ServerProxy.ServiceFailed.IOError` to `server.serverproxy.service_failed.io_error`. */
function inSnakeCase(code: string): string {
  return code
    .replace('OutdatedGlobalConf', 'GlobalConfOutdated')
    .split('.')
    .map((part) => (/^(Server|Client)Proxy$/.test(part) ? part : part.replace(/([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])/g, '$1$3_$2$4')))
    .join('.')
    .toLowerCase();
}

/** Kinds of trouble, for `behave`. */
export const behaviours = {
  xroadError:
    (code: string, words?: XRoadErrorWords): Behaviour =>
    ({ send }) =>
      send(xroadErrorAnswer(code, words)),

  /** The same over SOAP, where a provider's own Fault looks like it: only the code, given in the spelling of 7.7, tells. */
  soapFault:
    ({ spelling = 'PascalCase', ...words }: SoapFaultWords & Pick<XRoadErrorWords, 'spelling'>): Behaviour =>
    ({ send }) =>
      send(soapFaultAnswer({ ...words, code: spelling === 'snake_case' ? inSnakeCase(words.code) : words.code })),

  /** An error of the provider's own system, relayed with the headers of a good answer. */
  problem:
    (status: number, headers: Record<string, string> = {}): Behaviour =>
    ({ answer, send }) => {
      const problem = problemAnswer({ status, title: `simulated ${status}`, detail: 'try another way' }, headers);
      send({ ...problem, headers: { ...answer.headers, ...problem.headers } });
    },

  /** The true answer with something changed. */
  changed:
    (change: (answer: Answer) => Partial<Answer>): Behaviour =>
    ({ answer, send }) =>
      send({ ...answer, ...change(answer) }),

  /** The true answer with headers replaced; undefined removes one. */
  withHeaders:
    (headers: Record<string, string | string[] | undefined>): Behaviour =>
    ({ answer, send }) => {
      const all = Object.entries({ ...answer.headers, ...headers });
      send({
        ...answer,
        headers: Object.fromEntries(all.filter((entry): entry is [string, string | string[]] => entry[1] !== undefined)),
      });
    },

  /** The true headers with another body. */
  body:
    (body: string | Buffer): Behaviour =>
    ({ answer, send }) =>
      send({ ...answer, body: Buffer.from(body) }),

  /** The text of the true page edited. */
  edited:
    (edit: (text: string) => string): Behaviour =>
    ({ answer, send }) =>
      send({ ...answer, body: Buffer.from(edit(answer.body.toString())) }),

  /** No X-Road at all: what a proxy or a wrong port says. */
  plain:
    (status: number, headers: Record<string, string>, body: string): Behaviour =>
    ({ send }) =>
      send({ status, headers, body: Buffer.from(body) }),

  /** Never answers. */
  silent: (): Behaviour => () => undefined,

  /** Headers, then one byte now and then for ever. */
  dribbling:
    (): Behaviour =>
    ({ answer, response }) => {
      response.writeHead(answer.status, answer.headers);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },

  /** Promises the whole body, sends half, hangs up. */
  cutShort:
    (): Behaviour =>
    ({ answer, response }) => {
      response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
      response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy());
    },

  /** Half a chunked body, then hangs up without the last chunk. */
  cutShortChunked:
    (): Behaviour =>
    ({ answer, response }) => {
      response.writeHead(answer.status, answer.headers);
      response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy());
    },

  /** Half the body with an end that looks right: nothing but the JSON tells. */
  endedEarly:
    (): Behaviour =>
    ({ answer, send }) =>
      send({ ...answer, body: answer.body.subarray(0, answer.body.length / 2) }),

  /** A body without end. */
  endless:
    (): Behaviour =>
    ({ answer, response }) => {
      response.writeHead(answer.status, answer.headers);
      const block = Buffer.alloc(256 * 1024, ' ');
      const pour = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', pour);
      pour();
    },

  /** Small on the wire, 64 MiB when unpacked. */
  gzipBomb:
    (): Behaviour =>
    ({ answer, send }) =>
      send({
        ...answer,
        headers: { ...answer.headers, 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')),
      }),

  /** Bytes that are not HTTP. */
  notHttp:
    (): Behaviour =>
    ({ response }) =>
      void response.socket?.end('\u0016\u0003\u0001 this is no HTTP\r\n\r\n'),

  /** Hangs up without a word. */
  reset:
    (): Behaviour =>
    ({ response }) =>
      void response.destroy(),

  /** The true answer once the gate opens. */
  held:
    (gate: Promise<unknown>): Behaviour =>
    async ({ answer, send }) => {
      await gate;
      send(answer);
    },
} as const;
