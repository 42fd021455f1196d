import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FaultClass, FaultOrigin, PullRequest } from '../../src/modules/ingestion/connector.ts';
import { watchOutbound } from '../support/outbound-watch.ts';
import { behaviours, startSecurityServer, type Behaviour, type SecurityServer } from '../support/security-server.ts';
import { faultOf, october, octoberVolumes, restConnector, source, timeoutsFor } from './source.ts';

const { body, changed, edited, plain, problem, withHeaders, xroadError } = behaviours;
const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html' };

/** The first row's delivered count replaced by other JSON. */
const delivered = (value: string) => edited((text) => text.replace(/"delivered":\d+/, `"delivered":${value}`));
const replaced = (from: string | RegExp, to: string) => edited((text) => text.replace(from, to));

type Row = [kind: string, behaviour: Behaviour, origin: FaultOrigin, faultClass: FaultClass, code: string];

const xroadErrors: Row[] = [
  [
    'access denied',
    xroadError('Server.ServerProxy.AccessDenied'),
    'PROVIDER_SECURITY_SERVER',
    'PERMANENT',
    'Server.ServerProxy.AccessDenied',
  ],
  [
    'access denied as 7.8 spells it, relayed with 400',
    xroadError('Server.ServerProxy.AccessDenied', { spelling: 'snake_case' }),
    'PROVIDER_SECURITY_SERVER',
    'PERMANENT',
    'server.serverproxy.access_denied',
  ],
  [
    'an X-Road error with status 200',
    changed(({ headers }) => ({ headers: { ...headers, 'x-road-error': 'Server.ServerProxy.IOError' } })),
    'PROVIDER_SECURITY_SERVER',
    'TRANSIENT',
    'Server.ServerProxy.IOError',
  ],
  [
    'an X-Road error with an HTML body',
    plain(500, { ...html, 'x-road-error': 'Server.ClientProxy.IOError' }, '<h1>Error</h1>'),
    'OWN_SECURITY_SERVER',
    'TRANSIENT',
    'Server.ClientProxy.IOError',
  ],
  [
    'an X-Road error in gzip',
    plain(500, { 'content-encoding': 'gzip', 'x-road-error': 'Server.ServerProxy.MaintenanceMode' }, '??'),
    'PROVIDER_SECURITY_SERVER',
    'PLANNED',
    'Server.ServerProxy.MaintenanceMode',
  ],
  [
    'an X-Road error of an unknown code',
    xroadError('Server.ServerProxy.Whatever'),
    'PROVIDER_SECURITY_SERVER',
    'UNKNOWN',
    'Server.ServerProxy.Whatever',
  ],
];

const providerErrors: Row[] = [
  ...[400, 401, 403, 404, 405, 409, 410, 422].map((status): Row => [
    `a provider's ${status}`,
    problem(status),
    'PROVIDER',
    'PERMANENT',
    `Provider.Http${status}`,
  ]),
  ...[408, 425, 429, 502, 503, 504].map((status): Row => [
    `a provider's ${status}`,
    problem(status),
    'PROVIDER',
    'TRANSIENT',
    `Provider.Http${status}`,
  ]),
  ["a provider's 500", problem(500), 'PROVIDER', 'UNKNOWN', 'Provider.Http500'],
  ['an HTML page with 502 from a proxy', plain(502, html, '<h1>Bad gateway</h1>'), 'PROVIDER', 'TRANSIENT', 'Provider.Http502'],
];

const connectionErrors: Row[] = [
  ['silence', behaviours.silent(), 'NETWORK', 'TRANSIENT', 'Hub.AnswerTimeout'],
  ['a body that never ends, byte by byte', behaviours.dribbling(), 'NETWORK', 'TRANSIENT', 'Hub.AnswerTimeout'],
  ['a body shorter than promised', behaviours.cutShort(), 'NETWORK', 'TRANSIENT', 'Hub.ConnectionFailed'],
  ['a chunked body cut off', behaviours.cutShortChunked(), 'NETWORK', 'TRANSIENT', 'Hub.ConnectionFailed'],
  ['a hang-up without a word', behaviours.reset(), 'NETWORK', 'TRANSIENT', 'Hub.ConnectionFailed'],
  ['bytes that are not HTTP', behaviours.notHttp(), 'DATA', 'DATA', 'Hub.NotHttp'],
];

const wrongEnvelopes: Row[] = [
  [
    "another request's X-Road-Id",
    withHeaders({ 'x-road-id': '00000000-0000-4000-8000-000000000000' }),
    'DATA',
    'SECURITY',
    'Hub.EchoMismatch',
  ],
  ['no X-Road-Id', withHeaders({ 'x-road-id': undefined }), 'DATA', 'SECURITY', 'Hub.EchoMismatch'],
  ['two X-Road-Ids', withHeaders({ 'x-road-id': ['a', 'b'] }), 'DATA', 'SECURITY', 'Hub.EchoMismatch'],
  [
    "another service's name",
    withHeaders({ 'x-road-service': 'central-server/GOV/70000050/sanaripaymak-service/other' }),
    'DATA',
    'SECURITY',
    'Hub.EchoMismatch',
  ],
  [
    "the service's name in other letters",
    withHeaders({ 'x-road-service': 'central-server/gov/70000050/sanaripaymak-service/service-volumes' }),
    'DATA',
    'SECURITY',
    'Hub.EchoMismatch',
  ],
  ['no X-Road-Service', withHeaders({ 'x-road-service': undefined }), 'DATA', 'SECURITY', 'Hub.EchoMismatch'],
  [
    "a provider's 503 to another request",
    changed(({ headers }) => ({ status: 503, headers: { ...headers, 'x-road-id': 'other' } })),
    'DATA',
    'SECURITY',
    'Hub.EchoMismatch',
  ],
  ['the page of a server that is no security server', plain(200, json, '{}'), 'DATA', 'SECURITY', 'Hub.EchoMismatch'],
  ...[301, 302, 303, 307, 308].map((status): Row => [
    `a redirect ${status}`,
    changed(({ headers }) => ({ status, headers: { ...headers, location: elsewhere() } })),
    'DATA',
    'DATA',
    'Hub.Redirected',
  ]),
  ['304 not modified', changed(() => ({ status: 304, body: Buffer.alloc(0) })), 'DATA', 'DATA', 'Hub.Redirected'],
  ['204 no content', changed(() => ({ status: 204, body: Buffer.alloc(0) })), 'DATA', 'DATA', 'Hub.UnexpectedStatus'],
  ['206 partial content', changed(() => ({ status: 206 })), 'DATA', 'DATA', 'Hub.UnexpectedStatus'],
  ['an HTML page', withHeaders({ 'content-type': 'text/html; charset=utf-8' }), 'DATA', 'DATA', 'Hub.WrongContentType'],
  ['problem+json with status 200', withHeaders({ 'content-type': 'application/problem+json' }), 'DATA', 'DATA', 'Hub.WrongContentType'],
  ['no content type', withHeaders({ 'content-type': undefined }), 'DATA', 'DATA', 'Hub.WrongContentType'],
  [
    'JSON in another charset',
    withHeaders({ 'content-type': 'application/json; charset=windows-1251' }),
    'DATA',
    'DATA',
    'Hub.WrongContentType',
  ],
  ['a body without end', behaviours.endless(), 'DATA', 'DATA', 'Hub.AnswerTooLarge'],
  ['9 MiB', body(Buffer.alloc(9 * 1024 * 1024, ' ')), 'DATA', 'DATA', 'Hub.AnswerTooLarge'],
  ['a gzip bomb', behaviours.gzipBomb(), 'DATA', 'DATA', 'Hub.EncodedAnswer'],
  ['a brotli body', withHeaders({ 'content-encoding': 'br' }), 'DATA', 'DATA', 'Hub.EncodedAnswer'],
];

const wrongBodies: Row[] = [
  ['nothing', body(''), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['half the JSON', behaviours.endedEarly(), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['HTML called JSON', body('<!DOCTYPE html><p>Sign in'), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['bytes that are not UTF-8', body(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), 'DATA', 'DATA', 'Hub.InvalidUtf8'],
  ['UTF-16', body(Buffer.from('{}', 'utf16le')), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['the key delivered twice', replaced(/"delivered":(\d+)/, '"delivered":1,"delivered":$1'), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['the key items twice', edited((text) => `${text.slice(0, -1)},"items":[]}`), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['__proto__', replaced('"snapshotId"', '"__proto__":{"complete":true},"snapshotId"'), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['10,000 levels', body('['.repeat(10_000) + ']'.repeat(10_000)), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['a count of 1.5', delivered('1.5'), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['a count of 1e400', delivered('1e400'), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['a count of 1e2', delivered('1e2'), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['a count of 2^53+1', delivered('9007199254740993'), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['a count of -0', delivered('-0'), 'DATA', 'DATA', 'Hub.InvalidJson'],
  ['a negative count', delivered('-1'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a count over 10^9', delivered('1000000001'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a count in a string', delivered('"12"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a null count', delivered('null'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['no count', replaced(/"delivered":\d+,/, ''), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a list instead of a page', body('[]'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['null', body('null'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a page without items', replaced(/"items":\[.*\]/, '"items":null'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a page without a watermark', replaced(/"watermark":"[^"]*",/, ''), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a field of the page that nobody agreed', replaced('"snapshotId"', '"extra":1,"snapshotId"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a field of a row that nobody agreed', replaced('"soate"', '"personalNumber":"1","soate"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a SOATE of 13 digits', replaced(/"soate":"\d/, '"soate":"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a service code with a NUL', replaced('"MU-001"', '"MU\\u0000001"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a service code with half a surrogate', replaced('"MU-001"', '"MU\\ud800"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['an unknown channel', replaced('"IN_PERSON"', '"BY_POST"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['an unknown status', replaced('"PRELIMINARY"', '"DRAFT"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a revision of 0', replaced(/"revision":\d+/, '"revision":0'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['31 February', replaced('"2026-10-01"', '"2026-02-31"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['an instant without an offset', replaced(/("recordedAt":"[^"+]*)[^"]*"/, '$1"'), 'DATA', 'DATA', 'Hub.InvalidShape'],
  ['a cursor of 513 characters', replaced('"nextCursor":null', `"nextCursor":"${'c'.repeat(513)}"`), 'DATA', 'DATA', 'Hub.InvalidShape'],
  [
    'another month than asked',
    replaced(/"periodFrom":"2026-10-01","periodTo":"2026-11-01"/, '"periodFrom":"2026-09-01","periodTo":"2026-10-01"'),
    'DATA',
    'DATA',
    'Hub.WrongPeriod',
  ],
  ["a day's row among months", replaced('"periodTo":"2026-11-01"', '"periodTo":"2026-10-02"'), 'DATA', 'DATA', 'Hub.WrongPeriod'],
  ['a period of no length', replaced('"periodTo":"2026-11-01"', '"periodTo":"2026-10-01"'), 'DATA', 'DATA', 'Hub.WrongPeriod'],
  ['the same row twice', replaced('"ELECTRONIC"', '"IN_PERSON"'), 'DATA', 'DATA', 'Hub.DuplicateRow'],
  ['more rows than the total says', replaced(/"totalItems":\d+/, '"totalItems":1'), 'DATA', 'DATA', 'Hub.WrongTotal'],
];

const table: Row[] = [...xroadErrors, ...providerErrors, ...connectionErrors, ...wrongEnvelopes, ...wrongBodies];

let server: SecurityServer;
/** Where redirects point: it must never hear from us. */
let trap: Server;
let trapRequests = 0;
function elsewhere(): string {
  return `http://127.0.0.1:${(trap.address() as AddressInfo).port}/stolen`;
}

beforeAll(async () => {
  server = await startSecurityServer();
  server.setVolumes(octoberVolumes);
  trap = createServer((_request, response) => {
    trapRequests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => void trap.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.behave());
afterAll(async () => {
  await server.stop();
  await new Promise((resolve) => trap.close(resolve));
});

test.each(table)('%s is a fault and no page, and nobody else is asked', async (_kind, behaviour, origin, faultClass, code) => {
  const outbound = watchOutbound();
  const requestsBefore = server.requests.length;
  server.behave(behaviour);

  const fault = await faultOf(restConnector(server.url, { timeouts: timeoutsFor(code) }).fetchPage(source, october));

  outbound.stop();
  expect(fault).toMatchObject({ origin, class: faultClass, code });
  expect(fault.xroadId).toBe(server.requests.at(-1)?.headers['x-road-id']);
  expect(server.requests.length - requestsBefore).toBe(1);
  expect([...outbound.ports]).toEqual([Number(new URL(server.url).port)]);
  expect(trapRequests).toBe(0);
});

test('at least 52 kinds of faulty answer are tried', () => {
  expect(new Set(table.map(([kind]) => kind)).size).toBe(table.length);
  expect(table.length).toBeGreaterThanOrEqual(52);
});

test('the rows of the table fail for what they change: the same page unchanged is read', async () => {
  const page = await restConnector(server.url).fetchPage(source, october);
  expect(page.items).toEqual(octoberVolumes);
});

test('silence before the headers is told by the headers timeout alone', async () => {
  server.behave(behaviours.silent());
  const fault = await faultOf(restConnector(server.url, { timeouts: { headersMs: 100 } }).fetchPage(source, october));
  expect(fault).toMatchObject({ code: 'Hub.AnswerTimeout', detail: 'UND_ERR_HEADERS_TIMEOUT' });
});

test('a security server that is not there is a fault of the network', async () => {
  const gone = await startSecurityServer();
  await gone.stop();
  const fault = await faultOf(restConnector(gone.url).fetchPage(source, october));
  expect(fault).toMatchObject({
    origin: 'NETWORK',
    class: 'TRANSIENT',
    code: 'Hub.ConnectionFailed',
    detail: 'ECONNREFUSED',
  });
});

test('an unusable body is kept as evidence, bounded and fit to store', async () => {
  server.behave(body(`{"name":"\0${'x'.repeat(4_086)}${'😀'.repeat(1_000)}"}`));
  const { evidence } = await faultOf(restConnector(server.url).fetchPage(source, october));
  expect(evidence).toMatchObject({ bytes: 8_098, contentType: 'application/json' });
  expect(evidence?.bodySha256).toMatch(/^[0-9a-f]{64}$/);
  expect(evidence?.excerpt).toBe(`{"name":"${'x'.repeat(4_086)}`);
});

test("a provider's words are kept in one bounded line", async () => {
  server.behave(
    changed(({ headers }) => ({
      status: 400,
      headers,
      body: Buffer.from(JSON.stringify({ title: `a\r\nb${'c'.repeat(999)}`, detail: 7 })),
    })),
  );
  const fault = await faultOf(restConnector(server.url).fetchPage(source, october));
  expect(fault.reported).toBe(`a b${'c'.repeat(297)}`);
  expect(fault.detail).toBeUndefined();
});

const nextPage: PullRequest = { ...october, cursor: 'c' };
test('a source that gives the cursor just used would never end, and is refused', async () => {
  server.behave(plainPage('{"snapshotId":"s","asOf":"2026-11-05T03:00:00+06:00","watermark":"w","items":[],"nextCursor":"c"}'));
  expect(await faultOf(restConnector(server.url).fetchPage(source, nextPage))).toMatchObject({
    code: 'Hub.CursorRepeated',
    class: 'DATA',
  });
});

/** A page whatever the cursor: the simulator itself would refuse one it never gave. */
function plainPage(text: string): Behaviour {
  return ({ request, send }) =>
    send({
      status: 200,
      headers: {
        ...json,
        'x-road-id': String(request.headers['x-road-id']),
        'x-road-service': [...source.providerId, source.serviceCode].join('/'),
      },
      body: Buffer.from(text),
    });
}
