import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectors } from '../../integrations/index.ts';
import { actionableFaults } from '../../src/modules/ingestion/connector.ts';
import { behaviours, startSecurityServer, type SecurityServer } from '../support/security-server.ts';
import { sampleVolumes } from '../support/sample-volumes.ts';
import { faultOf, october, octoberVolumes, pagesOf, restConnector, source } from './source.ts';

let server: SecurityServer;
beforeAll(async () => {
  server = await startSecurityServer({ largestPage: 3 });
  server.setVolumes(octoberVolumes);
});
afterEach(() => {
  server.behave();
  server.setGranted(true);
});
afterAll(() => server.stop());

describe('a snapshot', () => {
  test('is read page by page, from one snapshot, every row once', async () => {
    const pages = await pagesOf(restConnector(server.url), october);
    expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 2]);
    expect(pages.flatMap(({ items }) => items)).toEqual(octoberVolumes);
    expect(new Set(pages.map(({ snapshotId }) => snapshotId)).size).toBe(1);
    expect(pages.every(({ complete, totalItems }) => complete && totalItems === octoberVolumes.length)).toBe(true);
  });

  test('stays as it was while the source goes on, and the next one is new', async () => {
    const connector = restConnector(server.url);
    const first = await connector.fetchPage(source, october);
    server.setVolumes(octoberVolumes.map((row) => ({ ...row, delivered: row.delivered + 1, revision: row.revision + 1 })));
    const second = await connector.fetchPage(source, { ...october, cursor: first.nextCursor ?? '' });
    expect(second.snapshotId).toBe(first.snapshotId);
    expect(second.items).toEqual(octoberVolumes.slice(3, 6));
    expect((await connector.fetchPage(source, october)).items[0]?.delivered).toBe((octoberVolumes[0]?.delivered ?? 0) + 1);
    server.setVolumes(octoberVolumes);
  });

  test('has only the months asked', async () => {
    server.setVolumes(sampleVolumes({ soates: ['41702205010000'], serviceCodes: ['MU-001'], months: ['2026-09-01', '2026-10-01'] }));
    const pages = await pagesOf(restConnector(server.url), october);
    expect(pages.flatMap(({ items }) => items).map(({ periodFrom }) => periodFrom)).toEqual(['2026-10-01', '2026-10-01']);
    server.setVolumes(octoberVolumes);
  });

  test('that the source forgot between two pages says so', async () => {
    const connector = restConnector(server.url);
    const { nextCursor } = await connector.fetchPage(source, october);
    server.expireSnapshots();
    const fault = await faultOf(connector.fetchPage(source, { ...october, cursor: nextCursor ?? '' }));
    expect(fault).toMatchObject({
      normalisedCode: actionableFaults.snapshotExpired,
      origin: 'PROVIDER',
      class: 'PLANNED',
    });
  });

  test('may be empty: no rows and no next page', async () => {
    const page = await restConnector(server.url).fetchPage(source, {
      ...october,
      periodFrom: '2020-01-01',
      periodTo: '2020-02-01',
    });
    expect(page).toMatchObject({ items: [], nextCursor: null, totalItems: 0 });
  });

  test('that does not say whether it is complete is not', async () => {
    server.behave(behaviours.edited((text) => text.replace('"complete":true,', '')));
    expect((await restConnector(server.url).fetchPage(source, october)).complete).toBe(false);
  });
});

describe('changes', () => {
  test('since a watermark are the corrected rows alone', async () => {
    const connector = restConnector(server.url);
    const { watermark } = await connector.fetchPage(source, october);
    const corrected = octoberVolumes.map((row, index) =>
      index === 2 ? { ...row, delivered: 999, revision: row.revision + 5, correctionReason: 'кеч' } : row,
    );
    server.setVolumes(corrected);
    const changes = await connector.fetchPage(source, { mode: 'CHANGES', since: watermark, issue: 'run-2' });
    expect(changes.items).toEqual([corrected[2]]);
    const later = await connector.fetchPage(source, { mode: 'CHANGES', since: changes.watermark, issue: 'run-3' });
    expect(later).toMatchObject({ items: [], watermark: changes.watermark });
  });

  test('since a watermark that the source forgot say so', async () => {
    const connector = restConnector(server.url);
    const { watermark } = await connector.fetchPage(source, october);
    server.forgetChanges();
    const fault = await faultOf(connector.fetchPage(source, { mode: 'CHANGES', since: watermark, issue: 'run-4' }));
    expect(fault).toMatchObject({
      normalisedCode: actionableFaults.watermarkTooOld,
      origin: 'PROVIDER',
      class: 'PLANNED',
    });
  });
});

describe('a request', () => {
  test('says who asks and for which run, with a new id each time, and asks for plain JSON', async () => {
    const connector = restConnector(server.url, { userId: 'KG-SYSTEM-hub' });
    await pagesOf(connector, october);
    const requests = server.requests.slice(-3);
    expect(new Set(requests.map(({ headers }) => headers['x-road-id'])).size).toBe(3);
    for (const { method, headers } of requests) {
      expect(method).toBe('GET');
      expect(headers).toMatchObject({
        'x-road-client': 'central-server/GOV/70000999/service-quality-hub',
        'x-road-userid': 'KG-SYSTEM-hub',
        'x-road-issue': 'pull-2026-10-0001',
        'accept-encoding': 'identity',
      });
      expect(headers['x-road-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(headers['x-road-request-id']).toBeUndefined();
    }
  });

  test('goes to the service by its id, and a cursor travels only as an escaped value', async () => {
    const connector = restConnector(server.url);
    const cursor = '../../other?soate=1&x=%2f#é';
    await faultOf(connector.fetchPage(source, { ...october, cursor }));
    expect(server.requests.at(-1)?.url).toBe(
      '/r1/central-server/GOV/70000050/sanaripaymak-service/service-volumes/v1/volumes' +
        `?periodFrom=2026-10-01&periodTo=2026-11-01&granularity=MONTH&pageSize=500&cursor=${encodeURIComponent(cursor)}`,
    );
  });

  test('to parts with slashes and Cyrillic letters is escaped part by part, and the echo still fits', async () => {
    const odd = { ...source, providerId: ['central-server', 'GOV', '7000/0051', 'айыл+өкмөт & $1'] };
    server.setVolumes(octoberVolumes, odd.providerId.join('/'));
    const page = await restConnector(server.url).fetchPage(odd, october);
    expect(page.items).toEqual(octoberVolumes.slice(0, 3));
    expect(server.requests.at(-1)?.url.split('/').slice(1, 6)).toEqual(['r1', ...odd.providerId.map(encodeURIComponent)]);
  });

  test('below a base path keeps the path', async () => {
    await faultOf(restConnector(`${server.url}/gateway/`).fetchPage(source, october));
    expect(server.requests.at(-1)?.url).toMatch(/^\/gateway\/r1\/central-server\//);
  });

  test.each([
    ['a dot segment', ['central-server', 'GOV', '..', 'x']],
    ['an empty part', ['central-server', 'GOV', '', 'x']],
    ['a line break', ['central-server', 'GOV', 'a\r\nb', 'x']],
  ])('to an id with %s is never made', async (_title, providerId) => {
    const before = server.requests.length;
    const bad = { ...source, providerId };
    const connector = restConnector(server.url);
    expect(await faultOf(connector.fetchPage(bad, october))).toMatchObject({
      code: 'Hub.BadSettings',
      class: 'PERMANENT',
    });
    expect(connector.problemsOf(bad)).toHaveLength(1);
    expect(server.requests.length).toBe(before);
  });

  test('whose caller gives up ends with the caller’s reason', async () => {
    const reason = new Error('the hub shuts down');
    const controller = new AbortController();
    server.behave(() => controller.abort(reason));
    await expect(restConnector(server.url).fetchPage(source, { ...october, signal: controller.signal })).rejects.toBe(reason);
  });
});

test('the sample page of the contract is read as it stands', async () => {
  const sample = await readFile(new URL('recorded/sample-page.json', import.meta.url));
  server.behave(behaviours.body(sample));
  const page = await restConnector(server.url).fetchPage(source, october);
  expect(page).toMatchObject({
    snapshotId: '2026-10/7',
    complete: true,
    totalItems: 2,
    nextCursor: null,
    watermark: 'w-000184',
  });
  expect(page.items.map(({ channel, delivered, revision }) => [channel, delivered, revision])).toEqual([
    ['IN_PERSON', 214, 2],
    ['ELECTRONIC', 0, 1],
  ]);
});

test('an answer’s provenance is its X-Road id, request id, request hash and the digest of its very bytes', async () => {
  let sent: Buffer = Buffer.alloc(0);
  server.behave(({ answer, send }) => {
    sent = answer.body;
    send(answer);
  });
  const page = await restConnector(server.url).fetchPage(source, october);
  expect(page.xroadId).toBe(server.requests.at(-1)?.headers['x-road-id']);
  expect(page.xroadRequestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(Buffer.from(page.requestHash ?? '', 'base64')).toHaveLength(64);
  expect(page.bodySha256).toBe(createHash('sha256').update(sent).digest('hex'));
});

describe('grants', () => {
  test('are the methods and paths that the provider allows', async () => {
    expect(await restConnector(server.url).grants(source, 'probe')).toEqual([
      'service-volumes GET /v1/changes',
      'service-volumes GET /v1/volumes',
    ]);
  });

  test('are none when the provider allows nothing, and reading is refused', async () => {
    server.setGranted(false);
    const connector = restConnector(server.url);
    expect(await connector.grants(source, 'probe')).toEqual([]);
    expect(await faultOf(connector.fetchPage(source, october))).toMatchObject({
      code: 'Server.ServerProxy.AccessDenied',
      class: 'PERMANENT',
    });
  });

  test('with the content type twice, as metadata services answer, are read', async () => {
    server.behave(behaviours.withHeaders({ 'content-type': ['application/json', 'application/json;charset=UTF-8'] }));
    expect(await restConnector(server.url).grants(source, 'probe')).toHaveLength(2);
  });

  test('of another shape are a fault', async () => {
    server.behave(behaviours.body('{"member":[]}'));
    expect(await faultOf(restConnector(server.url).grants(source, 'probe'))).toMatchObject({
      code: 'Hub.InvalidShape',
      class: 'DATA',
    });
  });
});

describe('settings', () => {
  const good = { securityServerUrl: 'http://127.0.0.1:80', clientId: 'central-server/GOV/70000999/hub' };

  test('that are right make every connector', () => {
    expect(connectors(good).map(({ adapter }) => adapter)).toEqual(['xroad-rest-v1', 'xroad-soap-v1', 'xroad-mapped-v1']);
    expect(restConnector(server.url).problemsOf(source)).toEqual([]);
  });

  test('of a source need four parts', () => {
    const problems = restConnector(server.url).problemsOf({ ...source, providerId: ['central-server', 'GOV', '1'] });
    expect(problems).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['providerId'] }]);
  });

  test.each([
    ['an address that is no URL', { securityServerUrl: '10.0.0.5' }],
    ['another protocol', { securityServerUrl: 'ftp://10.0.0.5' }],
    ['a password in the address', { securityServerUrl: 'http://a:b@10.0.0.5' }],
    ['a query in the address', { securityServerUrl: 'http://10.0.0.5/?a=b' }],
    ['https without a pinned certificate', { securityServerUrl: 'https://10.0.0.5' }],
    ['plain http with TLS configured', { tls: { ca: 'PEM' } }],
    ['a client certificate without its key', { securityServerUrl: 'https://10.0.0.5', tls: { ca: 'PEM', cert: 'PEM' } }],
    ['a client id of two parts', { clientId: 'central-server/GOV' }],
    ['a user id with a line break', { userId: 'a\r\nX-Road-Client: b' }],
  ])('with %s are refused at start', (_title, wrong) => {
    expect(() => connectors({ ...good, ...wrong })).toThrow(Error);
  });
});
