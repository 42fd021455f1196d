import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../support/hub.ts';
import { selfSigned } from '../support/self-signed.ts';
import { type Asked, agencyOf, enterClient, send } from './agency.fixture.ts';

const client = 'central-server/GOV/70000003/sf-personal-data';
const own = selfSigned('hub');
const securityServer = selfSigned('security server');
const impostor = selfSigned('security server');

let hub: TestHub;
let files: string;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'hub-exchange-'));
  const written = async (name: string, text: string) => {
    await writeFile(join(files, name), text);
    return join(files, name);
  };
  hub = await startHub({
    env: {
      EXCHANGE_PORT: '0',
      EXCHANGE_TLS_CERT_FILE: await written('hub.crt', own.cert),
      EXCHANGE_TLS_KEY_FILE: await written('hub.key', own.key),
      EXCHANGE_TLS_CA_FILE: await written('security-server.crt', securityServer.cert),
      RATE_LIMIT_PER_MINUTE_EXCHANGE: '100',
    },
  });
  await enterClient(hub, client);
});
afterAll(async () => {
  await hub.stop();
  await rm(files, { recursive: true });
});

const tls = { ca: own.cert, cert: securityServer.cert, key: securityServer.key };
const forged = { 'X-Road-Client': client, 'X-Road-Id': 'forged-1' };
const ask = (path: string, asked: Asked = {}) => agencyOf(hub, client).call(path, { tls, ...asked });

describe('the door of the exchange', () => {
  it('opens to the pinned security server, over TLS', async () => {
    expect(hub.hub.exchangeUrl).toMatch(/^https:/);
    expect((await ask('/v1/units?limit=1')).status).toBe(200);
    expect((await ask('/v1/openapi.json')).status).toBe(200);
  });

  it.each([
    ['no certificate', { ca: own.cert }],
    ['another certificate of the same name', { ca: own.cert, cert: impostor.cert, key: impostor.key }],
    ["the hub's own certificate", { ca: own.cert, cert: own.cert, key: own.key }],
  ])('stays shut to a forged X-Road-Client from who has %s', async (_, identity) => {
    await expect(send(hub.hub.exchangeUrl ?? '', '/v1/units', { headers: forged, tls: identity })).rejects.toThrow();
  });

  it('is not on the API: X-Road headers mean nothing there', async () => {
    const { status } = await send(hub.url, '/v1/units', { headers: forged });
    expect(status).toBe(404);
    await expect(send(hub.hub.exchangeUrl?.replace('https', 'http') ?? '', '/v1/units', { headers: forged })).rejects.toThrow();
  });

  it.each([
    '/v1/../v1/units',
    '/v1/./units',
    '//v1/units',
    '/v1//units',
    '/v1/units/',
    '/v1%2funits',
    '/v1/%75nits',
    '/v1/units%00',
    '/v1/units;a=1',
    '/v1/%2e%2e/units',
    '/V1/units',
    '/v1/bulk',
    '/',
    '/v1\\units',
    'http://other.example/v1/units',
    '/v1/constructor',
    '/graphql',
  ])('knows exact paths only: %s is none', async (path) => {
    const { status, text } = await ask(path);
    expect([status, JSON.parse(text).type]).toEqual([404, 'urn:msq:problem:no-such-path']);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])('only lets read: %s is refused', async (method) => {
    const { status, headers } = await ask('/v1/units', { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it('takes no body', async () => {
    expect((await ask('/v1/units', { body: '{}', headers: { 'Content-Length': '2' } })).status).toBe(400);
  });

  it.each([
    ['a parameter twice', '/v1/units?limit=1&limit=2'],
    ['a parameter in brackets', '/v1/units?ids[]=1'],
    ['SQL', "/v1/municipalities?soate=1'%20or%201=1--"],
    ['a NUL', '/v1/municipalities?soate=%00'],
    ['broken UTF-8', '/v1/municipalities?soate=%ff%fe'],
    ['no id', '/v1/units?ids=1'],
    ['101 ids', `/v1/units?ids=${Array(101).fill('00000000-0000-7000-8000-000000000000').join(',')}`],
    ['no day', '/v1/units?inForceOn=2026-02-30'],
    ['a prototype', '/v1/units?__proto__=1'],
    ['a name of Object', '/v1/units?constructor=1'],
    ['no watermark', '/v1/changes?since=abc'],
    ['a watermark of another shape', `/v1/changes?since=${Buffer.from('[2,"x","1",0]').toString('base64url')}`],
    [
      'a watermark of another database',
      `/v1/changes?since=${Buffer.from(JSON.stringify([1, 'a'.repeat(32), '1', 0])).toString('base64url')}`,
    ],
    ['no watermark at all', '/v1/changes'],
  ])('refuses %s', async (_, path) => {
    const { status, headers, text } = await ask(path);
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(headers['x-road-error']).toBeUndefined();
    expect(text).not.toMatch(/at .*\.ts|select /);
  });

  it('ends what is too large before it is read', async () => {
    expect((await ask(`/v1/units?code=${'a'.repeat(20_000)}`)).status).toBe(431);
  });

  it('counts the requests of each subsystem, known or not', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 110 }, () =>
        ask('/v1/units?limit=1').then(({ status, headers }) => `${status} ${Boolean(headers['retry-after'])}`),
      ),
    );
    expect(new Set(statuses)).toContain('429 true');
    expect((await agencyOf(hub, 'central-server/GOV/1/x').call('/v1/units', { tls })).status).toBe(403);
  });
});
