import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../integrations/index.ts';
import { getOpenApi, getWsdl, listClients, restMethods, soapMethods, type Asking } from '../../integrations/tunduk/metadata.ts';
import { SecurityServerLink } from '../../integrations/tunduk/security-server-link.ts';
import { behaviours, startSecurityServer, type SecurityServer } from '../support/security-server.ts';
import { multipart } from '../support/soap-provider.ts';
import { problemsOfSoapRequest } from '../support/soap-request.ts';
import { faultOf, hubSettings, octoberVolumes, source } from './source.ts';

const { changed, edited, plain, withHeaders } = behaviours;
const asking: Asking = { providerId: source.providerId, issue: 'look-1' };

let server: SecurityServer;
let link: SecurityServerLink;
beforeAll(async () => {
  server = await startSecurityServer({ legacyServiceCode: 'old-counts' });
  server.setVolumes(octoberVolumes);
});
afterEach(() => {
  server.behave();
  server.setGranted(true);
});
afterAll(() => server.stop());
// A link each time: the breakers of one would open on so many failures.
const look = () => (link = new SecurityServerLink(hubSettings(server.url)));

describe('the list of methods', () => {
  test('of REST services and that of SOAP services are two, and each knows only its own', async () => {
    expect(await restMethods(look(), 'listMethods', asking)).toEqual([
      'old-counts POST /counts/**',
      'service-volumes GET /v1/changes',
      'service-volumes GET /v1/volumes',
    ]);
    expect(await soapMethods(link, 'listMethods', asking)).toEqual(['getServiceVolumes v1']);
  });

  test('shows also what is not granted; the list of what is allowed does not', async () => {
    server.setGranted(false);
    expect(
      [await restMethods(look(), 'listMethods', asking), await soapMethods(link, 'listMethods', asking)].map((list) => list.length),
    ).toEqual([3, 1]);
    expect([await restMethods(link, 'allowedMethods', asking), await soapMethods(link, 'allowedMethods', asking)]).toEqual([[], []]);
  });

  test('is asked over SOAP as the protocol wants it', async () => {
    for (const list of ['listMethods', 'allowedMethods'] as const) {
      await soapMethods(look(), list, asking);
      const request = server.requests.at(-1);
      expect(request && problemsOfSoapRequest(request)).toEqual([]);
    }
  });

  test('of an unknown member is a fault', async () => {
    const unknown = { ...asking, providerId: ['central-server', 'GOV', '7', 'x'] };
    expect(await faultOf(restMethods(look(), 'listMethods', unknown))).toMatchObject({
      code: 'Server.ClientProxy.UnknownMember',
      class: 'PERMANENT',
    });
    expect(await faultOf(soapMethods(link, 'listMethods', unknown))).toMatchObject({
      code: 'Server.ClientProxy.UnknownMember',
      class: 'PERMANENT',
    });
  });
});

describe('a WSDL', () => {
  const volumes = { serviceCode: 'getServiceVolumes', serviceVersion: 'v1' };

  test('is the attachment of the answer, byte by byte', async () => {
    const { contentType, text } = await getWsdl(look(), volumes, asking);
    expect(contentType).toBe('text/xml');
    expect(text).toBe(await readFile(new URL('../../integrations/xroad-soap-v1/service-volumes.wsdl', import.meta.url), 'utf8'));
    const request = server.requests.at(-1);
    expect(request && problemsOfSoapRequest(request)).toEqual([]);
  });

  test('may be asked for without a version', async () => {
    expect((await getWsdl(look(), { serviceCode: 'getServiceVolumes' }, asking)).text).toContain('wsdl:definitions');
  });

  test('of a service that is not there is a fault', async () => {
    expect(await faultOf(getWsdl(look(), { serviceCode: 'other' }, asking))).toMatchObject({ code: 'Server.ServerProxy.UnknownService' });
  });

  test.each([
    ['without an attachment', changed(({ body }) => multipart(Buffer.from(envelopeIn(body)), []))],
    ['with two', changed(({ body }) => multipart(Buffer.from(envelopeIn(body)), [wsdlPart, wsdlPart]))],
    [
      'with one that is no XML',
      changed(({ body }) => multipart(Buffer.from(envelopeIn(body)), [{ ...wsdlPart, contentType: 'text/html' }])),
    ],
  ])('%s is a fault', async (_title, behaviour) => {
    server.behave(behaviour);
    expect(await faultOf(getWsdl(look(), volumes, asking))).toMatchObject({ code: 'Hub.InvalidShape', class: 'DATA' });
  });
});

const wsdlPart = { contentType: 'text/xml', body: Buffer.from('<wsdl/>') };
function envelopeIn(body: Buffer): string {
  return /<\?xml[\s\S]*?Envelope>/.exec(body.toString())?.[0] ?? '';
}

describe('an OpenAPI description', () => {
  test('is the text that the provider keeps', async () => {
    const { contentType, text } = await getOpenApi(look(), 'service-volumes', asking);
    expect(contentType).toBe('text/yaml;charset=utf-8');
    expect(text).toContain('openapi: 3.0.3');
    expect(server.requests.at(-1)?.url).toBe('/r1/central-server/GOV/70000050/sanaripaymak-service/getOpenAPI?serviceCode=service-volumes');
    expect(server.requests.at(-1)?.headers.accept).toBe('application/json, application/yaml, text/yaml');
  });

  test('comes with our own content type beside the true one, which is the last', async () => {
    server.behave(withHeaders({ 'content-type': ['application/json', 'text/yaml'] }));
    expect((await getOpenApi(look(), 'service-volumes', asking)).contentType).toBe('text/yaml');
  });

  test('of a service that has none is an error of the provider’s security server', async () => {
    expect(await faultOf(getOpenApi(look(), 'old-counts', asking))).toMatchObject({
      code: 'Server.ServerProxy.InternalError',
      class: 'UNKNOWN',
    });
  });

  test('in HTML, or in bytes that are not UTF-8, is a fault', async () => {
    server.behave(withHeaders({ 'content-type': 'text/html' }));
    expect(await faultOf(getOpenApi(look(), 'service-volumes', asking))).toMatchObject({ code: 'Hub.WrongContentType' });
    server.behave(behaviours.body(Buffer.from([0xff, 0xfe])));
    expect(await faultOf(getOpenApi(look(), 'service-volumes', asking))).toMatchObject({ code: 'Hub.InvalidUtf8' });
  });
});

describe('the list of clients', () => {
  test('has members and subsystems, and needs no X-Road header', async () => {
    expect(await listClients(look(), { issue: 'look-2' })).toEqual([
      { id: ['central-server', 'GOV', '70000050'], name: 'Member 70000050', subsystemName: undefined },
      { id: source.providerId, name: 'Member 70000050', subsystemName: 'Subsystem sanaripaymak-service' },
    ]);
    const { url, headers } = server.requests.at(-1) ?? { url: '', headers: {} };
    expect(url).toBe('/listClients');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-road'))).toEqual([]);
  });

  test('of another instance is asked for by its name', async () => {
    expect(await listClients(look(), { issue: 'look-3', instance: 'KG & TEST' })).toEqual([]);
    expect(server.requests.at(-1)?.url).toBe('/listClients?xRoadInstance=KG%20%26%20TEST');
  });

  test.each([
    ['in XML', plain(200, { 'content-type': 'text/xml' }, '<clientList/>'), 'Hub.WrongContentType'],
    ['of another shape', edited((text) => text.replaceAll('"member"', '"members"')), 'Hub.InvalidShape'],
    ['of a member without a code', edited((text) => text.replaceAll('"member_code"', '"memberCode"')), 'Hub.InvalidShape'],
    ['with an error', plain(500, { 'content-type': 'text/html' }, 'no'), 'Provider.Http500'],
  ])('%s is a fault', async (_title, behaviour, code) => {
    server.behave(behaviour);
    expect(await faultOf(listClients(look(), { issue: 'look-4' }))).toMatchObject({ code });
  });
});

test('an operator sees members, services and descriptions, whatever the protocol', async () => {
  const look = catalogue(hubSettings(server.url));
  const { providerId } = source;
  expect((await look.clients()).map(({ id }) => id.length)).toEqual([3, 4]);
  expect(await look.methods(providerId, 'allowedMethods')).toEqual([
    'getServiceVolumes v1',
    'old-counts POST /counts/**',
    'service-volumes GET /v1/changes',
    'service-volumes GET /v1/volumes',
  ]);
  expect((await look.openApi(providerId, 'service-volumes')).text).toContain('openapi');
  expect((await look.wsdl(providerId, 'getServiceVolumes', 'v1')).text).toContain('wsdl:definitions');
});
