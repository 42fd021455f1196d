import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectors } from '../../integrations/index.ts';
import { SecurityServerLink } from '../../integrations/tunduk/security-server-link.ts';
import { mappedVolumes } from '../../integrations/xroad-mapped-v1/connector.ts';
import {
  actionableFaults,
  type Connector,
  type PullRequest,
  type VolumeRecord,
  type VolumeSourceSettings,
} from '../../src/modules/ingestion/connector.ts';
import { sampleVolumes } from '../support/sample-volumes.ts';
import { behaviours, startSecurityServer, type Behaviour, type SecurityServer } from '../support/security-server.ts';
import { faultOf, hubSettings, october, pagesOf } from './source.ts';

const { body, changed, problem, withHeaders, xroadError } = behaviours;

/** As an administrator would write it: the whole of what the hub knows about an old service. */
interface Written {
  [field: string]: unknown;
  body: unknown;
  municipalities: object[];
  services: object[];
  answer: Record<string, unknown> & { counts: object[] };
}
const byPost: Written = JSON.parse(
  await readFile(new URL('../../integrations/xroad-mapped-v1/mapping.example.json', import.meta.url), 'utf8'),
);
const { idempotent: _idempotent, body: _body, ...asked } = byPost;
const byGet = { ...asked, method: 'GET', query: { from: '{periodFrom}', to: '{periodTo}' }, periodEnd: 'LAST_DAY' };

const legacy = (mapping: unknown = byPost): VolumeSourceSettings => ({
  code: 'old-counts',
  providerId: ['central-server', 'GOV', '70000050', 'sanaripaymak-service'],
  serviceCode: 'old-counts',
  mapping,
});
const one = { ...byPost, municipalities: byPost.municipalities.slice(0, 1), services: byPost.services.slice(0, 1) };

/** 5 November 2026, 03:00 in Bishkek. */
const now = new Date('2026-11-04T21:00:00.000Z');
const volumes = sampleVolumes({
  soates: ['41702205010000', '41703215020000'],
  serviceCodes: ['MU-001', 'MU-002'],
  months: ['2026-09-01', '2026-10-01', '2026-11-01'],
});
const ofOctober = volumes.filter(({ periodFrom }) => periodFrom === '2026-10-01');

let server: SecurityServer;
beforeAll(async () => {
  server = await startSecurityServer({ legacyServiceCode: 'old-counts' });
});
afterEach(() => server.behave());
afterAll(() => server.stop());

function connector(at = now, settings = {}): Connector {
  server.setVolumes(volumes);
  return mappedVolumes(new SecurityServerLink(hubSettings(server.url, settings)), () => at);
}

const keyAndCount = ({ soate, serviceCode, periodFrom, periodTo, channel, delivered }: VolumeRecord) => [
  soate,
  serviceCode,
  periodFrom,
  periodTo,
  channel,
  delivered,
];

describe('an old service described by a mapping', () => {
  test.each([
    ['a POST with a body', byPost],
    ['a GET with the last day of the period', byGet],
  ])('is read by %s, one municipality and service at a time, and says what it says', async (_title, mapping) => {
    const before = server.requests.length;
    const pages = await pagesOf(connector(), october, legacy(mapping));
    expect(pages.flatMap(({ items }) => items).map(keyAndCount)).toEqual(ofOctober.map(keyAndCount));
    expect(pages).toHaveLength(4);
    expect(server.requests).toHaveLength(before + 4);
    expect(new Set(pages.map(({ xroadId }) => xroadId)).size).toBe(4);
  });

  test('gives its readings one snapshot, one instant and one watermark, and never says that it is complete', async () => {
    const pages = await pagesOf(connector(), october, legacy());
    const at = now.toISOString();
    for (const page of pages) expect(page).toMatchObject({ snapshotId: at, asOf: at, watermark: at, complete: false });
    expect(pages.map(({ totalItems }) => totalItems)).toEqual([undefined, undefined, undefined, undefined]);
    expect(pages.map(({ nextCursor }) => nextCursor)).toEqual([`${at}~1`, `${at}~2`, `${at}~3`, null]);
  });

  test('has revisions that grow with the time of reading; a month that has not ended is preliminary', async () => {
    const period = { ...october, periodTo: '2026-12-01' };
    const [earlier, later] = await Promise.all(
      [now, new Date(now.getTime() + 86_400_000)].map((at) => pagesOf(connector(at), period, legacy(one))),
    );
    const rows = (earlier ?? []).flatMap(({ items }) => items);
    expect(rows.map(({ periodFrom, status }) => [periodFrom, status])).toEqual([
      ['2026-10-01', 'FINAL'],
      ['2026-10-01', 'FINAL'],
      ['2026-11-01', 'PRELIMINARY'],
      ['2026-11-01', 'PRELIMINARY'],
    ]);
    expect(rows[0]?.recordedAt).toBe(now.toISOString());
    expect(later?.[0]?.items[0]?.revision).toBe((rows[0]?.revision ?? 0) + 86_400);
    expect(later?.[0]?.items[0]?.revision).toBeLessThan(2 ** 31);
  });

  test('is read again as far back as the mapping says where only changes are asked for', async () => {
    const changes: PullRequest = { mode: 'CHANGES', since: '2026-10-05T00:00:00.000Z', issue: 'run-9' };
    const pages = await pagesOf(connector(), changes, legacy({ ...one, monthsBack: 2 }));
    expect(pages.flatMap(({ items }) => items).map(({ periodFrom }) => periodFrom)).toEqual([
      '2026-09-01',
      '2026-09-01',
      '2026-10-01',
      '2026-10-01',
    ]);
    expect(await pagesOf(connector(), changes, legacy(one))).toHaveLength(3);
  });

  test('is called with its own names for municipalities and services, the hub keeps its own', async () => {
    const named = {
      ...byGet,
      municipalities: [{ soate: '41702205010000', sourceCode: 'Ак-Суу/7 & 50%' }],
      services: [{ code: 'MU-001', sourceCode: '../17' }],
      query: { q: '{soate}={serviceCode}', month: '{year}-{month}' },
    };
    server.behave(said({ code: 0, data: [{ counts: { 'in/person': 5, online: 0 } }] }));
    const { items } = await connector().fetchPage(legacy(named), october);
    const [a, b] = ['Ак-Суу/7 & 50%', '../17'].map(encodeURIComponent);
    expect(server.requests.at(-1)?.url).toBe(
      `/r1/central-server/GOV/70000050/sanaripaymak-service/old-counts/counts/${a}/${b}?q=${a}%3D${b}&month=2026-10`,
    );
    expect(items.map(keyAndCount)).toEqual([
      ['41702205010000', 'MU-001', '2026-10-01', '2026-11-01', 'IN_PERSON', 5],
      ['41702205010000', 'MU-001', '2026-10-01', '2026-11-01', 'ELECTRONIC', 0],
    ]);
  });

  test('is sent a body in which values are nothing but text', async () => {
    const quoting = {
      ...one,
      municipalities: [{ soate: '41702205010000', sourceCode: '","x":"\\' }],
      body: { where: ['{soate}', 7, null, true] },
    };
    await connector().fetchPage(legacy(quoting), october);
    const request = server.requests.at(-1);
    expect(request).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json', 'x-road-issue': october.issue } });
    expect(JSON.parse(request?.body ?? '')).toEqual({ where: ['","x":"\\', 7, null, true] });
  });

  test('may be read by POST without a body', async () => {
    const { body: _none, ...bare } = one;
    server.behave(said({ code: 0, data: [{ counts: { 'in/person': 1, online: 2 } }] }));
    expect((await connector().fetchPage(legacy(bare), october)).items).toHaveLength(2);
    expect(server.requests.at(-1)?.body).toBe('');
    expect(server.requests.at(-1)?.headers['content-type']).toBeUndefined();
  });

  test('is asked again after trouble that passes: it only reads', async () => {
    server.behave(problem(503), 2);
    const before = server.requests.length;
    const page = await connector(now, { calls: { wait: () => Promise.resolve() } }).fetchPage(legacy(), october);
    expect(page.items).toHaveLength(2);
    expect(server.requests).toHaveLength(before + 3);
  });

  test('is granted like any REST service', async () => {
    expect(await connector().grants(legacy(), 'probe')).toContain('old-counts POST /counts/**');
  });

  test('begins again if the cursor is not its own, or the mapping has become shorter', async () => {
    for (const cursor of ['p2', `${now.toISOString()}~4`, '2026-99-99T00:00:00.000Z~1']) {
      const fault = await faultOf(connector().fetchPage(legacy(), { ...october, cursor }));
      expect(fault).toMatchObject({ normalisedCode: actionableFaults.snapshotExpired, class: 'PLANNED' });
    }
  });

  test('is among the connectors', () => {
    expect(connectors(hubSettings(server.url)).map(({ adapter }) => adapter)).toContain('xroad-mapped-v1');
  });
});

/** The old service's own envelope around other words. */
function said(response: unknown, status = 200): Behaviour {
  return changed(({ headers }) => ({
    status,
    headers: { ...headers, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ response })),
  }));
}
const counts = (inPerson: unknown, online: unknown = 1) => said({ code: 0, data: [{ counts: { 'in/person': inPerson, online } }] });
const without = (...fields: string[]) => ({
  ...one,
  answer: Object.fromEntries(Object.entries(one.answer).filter(([name]) => !fields.includes(name))),
});
const withoutAbsentCode = { ...one, answer: { ...one.answer, code: { pointer: '/response/code', ok: ['0'] } } };

describe('what an old service does not say is never zero:', () => {
  const noContent = changed(() => ({ status: 204, body: Buffer.alloc(0) }));
  test.each<[string, Behaviour]>([
    ['204', noContent],
    ['its code for "not found"', said({ code: 404 })],
    ['its code for "not found" as a text', said({ code: '404' })],
    ['its code for "not found" with 404', said({ code: '404' }, 404)],
    ['its code for "not found" beside a count', said({ code: 404, data: [{ counts: { 'in/person': 0, online: 0 } }] })],
    ['two nulls', counts(null, null)],
  ])('%s is no row', async (_title, behaviour) => {
    server.behave(behaviour);
    const page = await connector().fetchPage(legacy(one), october);
    expect(page).toMatchObject({ items: [], complete: false, nextCursor: null });
    expect(page.bodySha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('one null is one row, and a zero is a zero', async () => {
    server.behave(counts(null, 0));
    expect((await connector().fetchPage(legacy(one), october)).items.map(({ channel, delivered }) => [channel, delivered])).toEqual([
      ['ELECTRONIC', 0],
    ]);
  });

  test.each<[string, Behaviour, unknown, string]>([
    ['204', noContent, without('noContent'), 'Hub.UnexpectedStatus'],
    ['null', counts(null), without('nullCount'), 'Hub.InvalidShape'],
    ['its code for "not found"', said({ code: 404 }), withoutAbsentCode, 'Provider.ServiceFault'],
    ['404', problem(404), withoutAbsentCode, 'Provider.Http404'],
  ])('%s is a fault where the mapping does not say that it means nothing', async (_title, behaviour, mapping, code) => {
    server.behave(behaviour);
    expect(await faultOf(connector().fetchPage(legacy(mapping), october))).toMatchObject({ code });
  });
});

describe('a faulty answer of an old service:', () => {
  test.each<[string, Behaviour, string, string]>([
    ['a code that the mapping does not know', said({ code: 500, message: 'ORA-00942' }), 'Provider.ServiceFault', 'UNKNOWN'],
    ['no code', said({ data: [{ counts: { 'in/person': 1, online: 1 } }] }), 'Hub.InvalidShape', 'DATA'],
    ['a code that is an object', said({ code: { ok: true } }), 'Hub.InvalidShape', 'DATA'],
    ['a code of 0.5', said({ code: 0.5 }), 'Provider.ServiceFault', 'UNKNOWN'],
    ['no data', said({ code: 0 }), 'Hub.InvalidShape', 'DATA'],
    ['an empty list', said({ code: 0, data: [] }), 'Hub.InvalidShape', 'DATA'],
    ['a count missing', said({ code: 0, data: [{ counts: { online: 1 } }] }), 'Hub.InvalidShape', 'DATA'],
    ...['1.5', '1e2', '1e400', '-1', '-0', '12.0', '1000000001', '9007199254740993', '"12"', '""', 'true', '[12]', '{}'].map(
      (count): [string, Behaviour, string, string] => [
        `a count of ${count}`,
        body(`{"response":{"code":0,"data":[{"counts":{"in/person":${count},"online":1}}]}}`),
        'Hub.InvalidShape',
        'DATA',
      ],
    ),
    [
      'a count twice',
      body('{"response":{"code":0,"data":[{"counts":{"in/person":1,"in/person":2,"online":1}}]}}'),
      'Hub.InvalidJson',
      'DATA',
    ],
    ['half the JSON', behaviours.endedEarly(), 'Hub.InvalidJson', 'DATA'],
    ['HTML', withHeaders({ 'content-type': 'text/html' }), 'Hub.WrongContentType', 'DATA'],
    ['XML', withHeaders({ 'content-type': 'text/xml' }), 'Hub.WrongContentType', 'DATA'],
    ["another request's answer", withHeaders({ 'x-road-id': 'other' }), 'Hub.EchoMismatch', 'SECURITY'],
    [
      "another request's 404",
      changed(({ headers }) => ({ status: 404, headers: { ...headers, 'x-road-id': 'other' } })),
      'Hub.EchoMismatch',
      'SECURITY',
    ],
    ['404 in HTML', problem(404, { 'content-type': 'text/html' }), 'Provider.Http404', 'PERMANENT'],
    ['404 with a code that says it is there', said({ code: 0, data: [] }, 404), 'Provider.Http404', 'PERMANENT'],
    ['404 of nobody', behaviours.plain(404, {}, ''), 'Provider.Http404', 'PERMANENT'],
    ['206', changed(() => ({ status: 206 })), 'Hub.UnexpectedStatus', 'DATA'],
    ['503', problem(503), 'Provider.Http503', 'TRANSIENT'],
    ['access denied', xroadError('Server.ServerProxy.AccessDenied'), 'Server.ServerProxy.AccessDenied', 'PERMANENT'],
  ])('%s is a fault and no count', async (_title, behaviour, code, faultClass) => {
    server.behave(behaviour);
    expect(await faultOf(connector().fetchPage(legacy(one), october))).toMatchObject({ code, class: faultClass });
  });

  test('the words that it gives with its code are kept', async () => {
    server.behave(said({ code: 'E17', message: 'ката\nкод' }));
    expect(await faultOf(connector().fetchPage(legacy(one), october))).toMatchObject({
      origin: 'PROVIDER',
      detail: 'E17',
      reported: 'ката код',
    });
  });

  test('a code that nobody knows is asked about once more', async () => {
    server.behave(said({ code: 500 }), 1);
    expect((await connector(now, { calls: { wait: () => Promise.resolve() } }).fetchPage(legacy(one), october)).items).toHaveLength(2);
  });

  test('numbers that are no counts may stand beside the count', async () => {
    server.behave(body('{"response":{"code":0,"sum":12.50,"big":9007199254740993,"data":[{"counts":{"in/person":3,"online":4}}]}}'));
    expect((await connector().fetchPage(legacy(one), october)).items.map(({ delivered }) => delivered)).toEqual([3, 4]);
  });
});

describe('a mapping', () => {
  test.each([
    ['by POST', byPost],
    ['by GET', byGet],
    ['of one municipality', one],
  ])('%s is right', (_title, mapping) => {
    expect(connector().problemsOf(legacy(mapping))).toEqual([]);
  });

  const answer = one.answer;
  test.each<[string, unknown, string[]]>([
    ['that is not there', null, ['mapping']],
    ['that is a text', '{}', ['mapping']],
    ['of another method', { ...one, method: 'DELETE' }, ['mapping', 'method']],
    ['of a POST that is not said to read only', { ...one, idempotent: undefined }, ['mapping', 'idempotent']],
    ['of a POST that is said to write', { ...one, idempotent: false }, ['mapping', 'idempotent']],
    ['of a GET with a body', { ...byGet, body: {} }, ['mapping']],
    ['with a field that nobody knows', { ...one, url: 'http://evil' }, ['mapping']],
    ['with an unknown placeholder', { ...one, path: '/counts/{municipality}' }, ['mapping', 'path']],
    ['with an open brace', { ...one, query: { a: '{soate' } }, ['mapping', 'query', 'a']],
    ['with a path that climbs', { ...one, path: '/../other' }, ['mapping', 'path']],
    ['with an empty part of its path', { ...one, path: '/a//b' }, ['mapping', 'path']],
    ['with a whole address for a path', { ...one, path: 'http://evil/{soate}' }, ['mapping', 'path']],
    ['with an unknown placeholder in its body', { ...one, body: { a: ['{day}'] } }, ['mapping', 'body', 'a', '0']],
    ['without municipalities', { ...one, municipalities: [] }, ['mapping', 'municipalities']],
    ['with a SOATE of 13 digits', { ...one, municipalities: [{ soate: '4170220501000' }] }, ['mapping', 'municipalities', '0', 'soate']],
    [
      'with a municipality twice',
      { ...one, municipalities: [one.municipalities[0], one.municipalities[0]] },
      ['mapping', 'municipalities'],
    ],
    ['with a service twice', { ...one, services: [{ code: 'a' }, { code: 'a', sourceCode: 'b' }] }, ['mapping', 'services']],
    ['with an empty code of the source', { ...one, services: [{ code: 'a', sourceCode: '' }] }, ['mapping', 'services', '0', 'sourceCode']],
    [
      'of too many calls',
      { ...one, municipalities: soates(100), services: Array.from({ length: 31 }, (_, n) => ({ code: `s${n}` })) },
      ['mapping', 'services'],
    ],
    [
      'that counts one channel twice',
      { ...one, answer: { ...answer, counts: [answer.counts[0], answer.counts[0]] } },
      ['mapping', 'answer', 'counts'],
    ],
    ['that counts nothing', { ...one, answer: { ...answer, counts: [] } }, ['mapping', 'answer', 'counts']],
    [
      'of a channel that there is not',
      { ...one, answer: { ...answer, counts: [{ channel: 'POST', pointer: '/a' }] } },
      ['mapping', 'answer', 'counts', '0', 'channel'],
    ],
    [
      'with a pointer that is none',
      { ...one, answer: { ...answer, counts: [{ channel: 'IN_PERSON', pointer: 'a.b' }] } },
      ['mapping', 'answer', 'counts', '0', 'pointer'],
    ],
    ['that takes nothing for zero', { ...one, answer: { ...answer, noContent: 'ZERO' } }, ['mapping', 'answer', 'noContent']],
    ['that takes null for zero', { ...one, answer: { ...answer, nullCount: 0 } }, ['mapping', 'answer', 'nullCount']],
    [
      'without a code that is good',
      { ...one, answer: { ...answer, code: { pointer: '/a', ok: [] } } },
      ['mapping', 'answer', 'code', 'ok'],
    ],
  ])('%s is refused in three languages, and nobody is asked', async (_title, mapping, path) => {
    const [problem, ...others] = connector().problemsOf(legacy(mapping));
    expect(problem).toMatchObject({ code: 'BAD_USER_INPUT', path });
    expect(others).toEqual([]);
    for (const text of [problem?.message, problem?.hint]) expect([text?.ky, text?.ru, text?.en].every(Boolean)).toBe(true);
    const before = server.requests.length;
    expect(await faultOf(connector().fetchPage(legacy(mapping), october))).toMatchObject({ code: 'Hub.BadSettings', class: 'PERMANENT' });
    expect(server.requests).toHaveLength(before);
  });

  test('cannot reach what an object has from its prototype', async () => {
    const inherited = { ...one, answer: { counts: [{ channel: 'IN_PERSON', pointer: '/response/message/length' }] } };
    server.behave(said({ message: 'OK' }));
    expect(await faultOf(connector().fetchPage(legacy(inherited), october))).toMatchObject({ code: 'Hub.InvalidShape' });
  });
});

function soates(howMany: number) {
  return Array.from({ length: howMany }, (_, index) => ({ soate: String(41_700_000_000_000 + index) }));
}
