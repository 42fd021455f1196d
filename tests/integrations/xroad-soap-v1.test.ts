import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { actionableFaults } from '../../src/modules/ingestion/connector.ts';
import { behaviours, startSecurityServer, type Behaviour, type SecurityServer } from '../support/security-server.ts';
import { multipart } from '../support/soap-provider.ts';
import { fieldOf, problemsOfSoapRequest, readSoapRequest } from '../support/soap-request.ts';
import { faultOf, october, octoberVolumes, pagesOf, restConnector, soapConnector, soapSource, source } from './source.ts';

const { changed, edited, soapFault } = behaviours;
const replaced = (from: string | RegExp, to: string) => edited((text) => text.replace(from, to));

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

/** The last request's own header field. */
function sentField(name: string): string | undefined {
  return fieldOf(readSoapRequest(server.requests.at(-1)?.body ?? '').header, name)?.text;
}

describe('a snapshot over SOAP', () => {
  test('is read page by page, and says just what REST says', async () => {
    const pages = await pagesOf(soapConnector(server.url), october, soapSource);
    expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 2]);
    expect(pages.flatMap(({ items }) => items)).toEqual(octoberVolumes);
    expect(new Set(pages.map(({ snapshotId }) => snapshotId)).size).toBe(1);
    expect(pages.every(({ complete, totalItems }) => complete && totalItems === octoberVolumes.length)).toBe(true);
    const overRest = await pagesOf(restConnector(server.url), october);
    expect(overRest.flatMap(({ items }) => items)).toEqual(pages.flatMap(({ items }) => items));
  });

  test('that the source forgot between two pages says so', async () => {
    const connector = soapConnector(server.url);
    const { nextCursor } = await connector.fetchPage(soapSource, october);
    server.expireSnapshots();
    const fault = await faultOf(connector.fetchPage(soapSource, { ...october, cursor: nextCursor ?? '' }));
    expect(fault).toMatchObject({
      normalisedCode: actionableFaults.snapshotExpired,
      origin: 'PROVIDER',
      class: 'PLANNED',
      detail: 'SnapshotExpired',
    });
  });

  test('may be empty, and one that does not say whether it is complete is not', async () => {
    const long = { ...october, periodFrom: '2020-01-01', periodTo: '2020-02-01' };
    expect(await soapConnector(server.url).fetchPage(soapSource, long)).toMatchObject({
      items: [],
      nextCursor: null,
      totalItems: 0,
      complete: true,
    });
    server.behave(replaced('<n:complete>true</n:complete>', ''));
    expect((await soapConnector(server.url).fetchPage(soapSource, october)).complete).toBe(false);
  });
});

describe('changes over SOAP', () => {
  test('since a watermark are the corrected rows alone', async () => {
    const connector = soapConnector(server.url);
    const { watermark } = await connector.fetchPage(soapSource, october);
    const corrected = octoberVolumes.map((row, index) =>
      index === 2 ? { ...row, delivered: 999, revision: row.revision + 5, correctionReason: 'кеч & <кагаз> ]]> "журнал"' } : row,
    );
    server.setVolumes(corrected);
    const changes = await connector.fetchPage(soapSource, { mode: 'CHANGES', since: watermark, issue: 'run-2' });
    expect(changes.items).toEqual([corrected[2]]);
    expect(readSoapRequest(server.requests.at(-1)?.body ?? '').wrapper.children.map(({ name, text }) => [name, text])).toEqual([
      ['since', watermark],
      ['pageSize', '500'],
    ]);
    server.setVolumes(octoberVolumes);
  });

  test('since a watermark that the source forgot say so', async () => {
    const connector = soapConnector(server.url);
    const { watermark } = await connector.fetchPage(soapSource, october);
    server.forgetChanges();
    const fault = await faultOf(connector.fetchPage(soapSource, { mode: 'CHANGES', since: watermark, issue: 'run-4' }));
    expect(fault).toMatchObject({ normalisedCode: actionableFaults.watermarkTooOld, class: 'PLANNED' });
  });
});

describe('a SOAP request', () => {
  test('is the sample request of the contract, but for its id', async () => {
    await soapConnector(server.url, { userId: 'KG-SYSTEM-hub' }).fetchPage(soapSource, october);
    const sample = await readFile(new URL('recorded/sample-request.soap.xml', import.meta.url), 'utf8');
    const withoutIndent = (xml: string) => xml.replaceAll(/>\s+</g, '><').trim();
    const sent = (server.requests.at(-1)?.body ?? '').replace(sentField('id') ?? '?', '4894e35d-bf0f-44a6-867a-8e51f1daa7e0');
    expect(withoutIndent(sent)).toBe(withoutIndent(sample));
  });

  test.each([
    ['of a subsystem', {}, october],
    ['of a member without subsystems', { clientId: 'central-server/GOV/70000999' }, october],
    ['with a user', { userId: 'KG-SYSTEM-hub' }, october],
    ['of a client with letters of its own', { clientId: encodeURI('central-server/GOV/айыл & өкмөтү/<хаб>') }, october],
    ['with a cursor full of markup', {}, { ...october, cursor: '"]]><v:pageSize>9</v:pageSize><!-- &amp; \' é' }],
    ['for changes', {}, { mode: 'CHANGES', since: 'w-000001<>', issue: 'run-5' } as const],
  ])('%s keeps to the schemas of the protocol', async (_title, settings, request) => {
    await soapConnector(server.url, settings)
      .fetchPage(soapSource, request)
      .catch(() => undefined);
    const sent = server.requests.at(-1);
    if (!sent) throw new Error('nothing was sent');
    expect(problemsOfSoapRequest(sent)).toEqual([]);
  });

  test('says who asks, whom, and for which run, with a new id each time, in the version 4.0', async () => {
    const before = server.requests.length;
    await pagesOf(soapConnector(server.url), october, soapSource);
    const requests = server.requests.slice(before);
    expect(new Set(requests.map(({ body }) => fieldOf(readSoapRequest(body).header, 'id')?.text)).size).toBe(3);
    for (const { method, url, headers, body } of requests) {
      expect([method, url]).toEqual(['POST', '/']);
      expect(headers).toMatchObject({ 'content-type': 'text/xml; charset=UTF-8', soapaction: '""', 'accept-encoding': 'identity' });
      expect(headers['x-road-client']).toBeUndefined();
      const { provider, serviceCode, serviceVersion } = readSoapRequest(body);
      expect([...provider, serviceCode, serviceVersion]).toEqual([...soapSource.providerId, 'getServiceVolumes', 'v1']);
    }
    expect([sentField('issue'), sentField('protocolVersion'), sentField('userId')]).toEqual([october.issue, '4.0', undefined]);
  });

  test('carries a cursor as nothing but text', async () => {
    const cursor = '"]]><v:pageSize>9</v:pageSize><!-- &amp; \' é';
    await faultOf(soapConnector(server.url).fetchPage(soapSource, { ...october, cursor }));
    const { children } = readSoapRequest(server.requests.at(-1)?.body ?? '').wrapper;
    expect(children.map(({ name }) => name)).toEqual(['periodFrom', 'periodTo', 'cursor', 'pageSize']);
    expect(children[2]?.text).toBe(cursor);
  });

  test('goes to a base path if the security server stands behind one', async () => {
    await faultOf(soapConnector(`${server.url}/gateway`).fetchPage(soapSource, october));
    expect(server.requests.at(-1)?.url).toBe('/gateway/');
  });

  test('is repeated with a new id, which then is the one to come back', async () => {
    server.behave(soapFault({ code: 'Server.ServerProxy.IOError' }), 2);
    const before = server.requests.length;
    const page = await soapConnector(server.url, { calls: { wait: () => Promise.resolve() } }).fetchPage(soapSource, october);
    const ids = server.requests.slice(before).map(({ body }) => fieldOf(readSoapRequest(body).header, 'id')?.text);
    expect(new Set(ids).size).toBe(3);
    expect(page.xroadId).toBe(ids.at(-1));
  });

  test('fails for the same breaker as REST: a provider that is down is down for both', async () => {
    server.behave(soapFault({ code: 'Server.ServerProxy.ServiceFailed.NetworkError' }));
    const connector = soapConnector(server.url);
    for (let call = 0; call < 5; call += 1) await faultOf(connector.fetchPage(soapSource, october));
    expect(connector.breaker(soapSource)).toBe('OPEN');
    const asked = server.requests.length;
    expect(await faultOf(connector.fetchPage(soapSource, october))).toMatchObject({ code: 'Hub.CircuitOpen' });
    expect(server.requests).toHaveLength(asked);
  });
});

/** The true answer as bytes of another form. */
const sentAs = (contentType: string, bytes: (text: string) => Buffer): Behaviour =>
  changed(({ headers, body }) => ({ headers: { ...headers, 'content-type': contentType }, body: bytes(body.toString()) }));
const asAttachment = (rootType?: string): Behaviour =>
  changed(({ body }) => multipart(body, [{ contentType: 'application/octet-stream', body: Buffer.from('\r\n--other\r\n') }], rootType));
const latin = (text: string) =>
  Buffer.from(text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').replace('MU-001', 'MÜ-001'), 'latin1');

describe('an answer over SOAP', () => {
  const firstCount = /<n:delivered>\d+<\/n:delivered>/;
  test.each<[string, Behaviour]>([
    ['with a byte order mark', changed(({ body }) => ({ body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]) }))],
    ['without a charset', sentAs('text/xml', (text) => Buffer.from(text))],
    ['with the charset in quotes and in small letters', sentAs('text/xml;charset="utf-8"', (text) => Buffer.from(text))],
    ['without an XML declaration', edited((text) => text.replace(/^<\?xml.*\?>\n/, ''))],
    ['as the first part of a multipart message', asAttachment()],
    ['as application/xop+xml in a multipart message', asAttachment('application/xop+xml; charset=UTF-8; type="text/xml"')],
    ['with comments and CDATA', edited((text) => text.replace('<n:item>', '<!-- a --><n:item>').replace('MU-001', '<![CDATA[MU-0]]>01'))],
    ['with references instead of letters', edited((text) => text.replaceAll('MU-001', '&#77;&#x55;-001'))],
    [
      'with other prefixes',
      edited((text) =>
        text
          .replaceAll(/(<\/?|xmlns:)n\b/g, '$1tns')
          .replaceAll(/\bxroad(?=[:=])/g, 'x')
          .replaceAll('SOAP-ENV', 's'),
      ),
    ],
    [
      'with a default namespace',
      edited((text) =>
        text
          .replaceAll('<n:', '<')
          .replaceAll('</n:', '</')
          .replace('<getServiceVolumesResponse', '<getServiceVolumesResponse xmlns="urn:kg:municipal-services:volumes:v1"'),
      ),
    ],
    [
      'with its header in another order',
      edited((text) => text.replace(/(<xroad:client.*?<\/xroad:client>)([\s\S]*?)(<xroad:requestHash)/, '$2$1$3')),
    ],
    ['with days in the zone of the calendar', edited((text) => text.replaceAll(/(<n:period\w+>[\d-]+)/g, '$1+06:00'))],
    ['with numbers among white space', edited((text) => text.replace(/<n:revision>(\d+)/g, '<n:revision>\n $1 '))],
    ['with a truth of 1', replaced('<n:complete>true', '<n:complete>1')],
    ['that ends with a line break and a comment', edited((text) => `${text}\n<!-- node 2 -->\n`)],
  ])('%s is read all the same', async (_title, behaviour) => {
    server.behave(behaviour);
    const { items, complete } = await soapConnector(server.url).fetchPage(soapSource, october);
    expect(items).toEqual(octoberVolumes.slice(0, 3));
    expect(complete).toBe(true);
  });

  test('in ISO-8859-1 is read letter by letter', async () => {
    server.behave(sentAs('text/xml; charset=ISO-8859-1', latin));
    const { items } = await soapConnector(server.url).fetchPage(soapSource, october);
    expect(items[0]?.serviceCode).toBe('MÜ-001');
  });

  test('keeps an explicit zero apart from nothing', async () => {
    server.behave(replaced(firstCount, '<n:delivered>0</n:delivered>'));
    expect((await soapConnector(server.url).fetchPage(soapSource, october)).items[0]?.delivered).toBe(0);
    server.behave(edited((text) => text.replace(/<n:item>.*?<\/n:item>/, '')));
    expect((await soapConnector(server.url).fetchPage(soapSource, october)).items).toEqual(octoberVolumes.slice(1, 3));
  });

  test('has for provenance its X-Road id, the hash of the request and the digest of its very bytes', async () => {
    let sent: Buffer = Buffer.alloc(0);
    server.behave(({ answer, send }) => {
      sent = answer.body;
      send(answer);
    });
    const page = await soapConnector(server.url).fetchPage(soapSource, october);
    const request = server.requests.at(-1)?.body ?? '';
    expect(page.xroadId).toBe(sentField('id'));
    expect(page.requestHash).toBe(createHash('sha512').update(request).digest('base64'));
    expect(page.bodySha256).toBe(createHash('sha256').update(sent).digest('hex'));
  });
});

describe('grants over SOAP', () => {
  test('are the services that the provider allows, with their versions', async () => {
    expect(await soapConnector(server.url).grants(soapSource, 'probe')).toEqual(['getServiceVolumes v1']);
    expect(problemsOfSoapRequest(server.requests.at(-1) ?? { method: '', url: '', headers: {}, body: '' })).toEqual([]);
  });

  test('are none when the provider allows nothing, and reading is refused', async () => {
    server.setGranted(false);
    const connector = soapConnector(server.url);
    expect(await connector.grants(soapSource, 'probe')).toEqual([]);
    expect(await faultOf(connector.fetchPage(soapSource, october))).toMatchObject({
      code: 'Server.ServerProxy.AccessDenied',
      class: 'PERMANENT',
    });
  });

  test('of another shape are a fault', async () => {
    server.behave(edited((text) => text.replace(/<n:service iden:objectType="SERVICE">/, '<n:service iden:objectType="MEMBER">')));
    expect(await faultOf(soapConnector(server.url).grants(soapSource, 'probe'))).toMatchObject({ class: 'DATA', code: 'Hub.InvalidShape' });
  });
});

describe('settings of a SOAP source', () => {
  test('are the same as of a REST source', () => {
    const connector = soapConnector(server.url);
    expect(connector.problemsOf(soapSource)).toEqual([]);
    expect(connector.problemsOf({ ...soapSource, providerId: ['a', 'b', ''] })).toMatchObject([
      { path: ['providerId'] },
      { path: ['providerId', '2'] },
    ]);
  });

  test.each(['get volumes', 'a:b', '1volumes', 'get/volumes', 'a><b'])(
    'need a service code that XML can carry: %s',
    async (serviceCode) => {
      const bad = { ...soapSource, serviceCode };
      const connector = soapConnector(server.url);
      const before = server.requests.length;
      expect(connector.problemsOf(bad)).toMatchObject([{ path: ['serviceCode'] }]);
      expect(await faultOf(connector.fetchPage(bad, october))).toMatchObject({ code: 'Hub.BadSettings', class: 'PERMANENT' });
      expect(server.requests).toHaveLength(before);
    },
  );

  test('may name another service of the same shape', async () => {
    const named = await startSecurityServer({ soapServiceCode: 'kyzmatKolomu' });
    named.setVolumes(octoberVolumes);
    const page = await soapConnector(named.url).fetchPage({ ...source, serviceCode: 'kyzmatKolomu' }, october);
    expect(page.items).toEqual(octoberVolumes);
    await named.stop();
  });
});
