import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SourceFault } from '../../src/modules/ingestion/connector.ts';
import { selfSigned } from '../support/self-signed.ts';
import { startSecurityServer, type SecurityServer } from '../support/security-server.ts';
import { faultOf, october, octoberVolumes, restConnector, source } from './source.ts';

const serverPair = selfSigned('security-server');
const hubPair = selfSigned('service-quality-hub');
const strangerPair = selfSigned('stranger');

let server: SecurityServer;
beforeAll(async () => {
  server = await startSecurityServer({ tls: { ...serverPair, clientCert: hubPair.cert } });
  server.setVolumes(octoberVolumes);
});
afterAll(() => server.stop());

test('the pinned server and the uploaded client certificate let volumes through', async () => {
  const connector = restConnector(server.url, { tls: { ca: serverPair.cert, ...hubPair } });
  expect((await connector.fetchPage(source, october)).items).toEqual(octoberVolumes);
});

test.each([
  ['no client certificate', {}],
  ["a stranger's client certificate", strangerPair],
])('%s is refused by the security server in words', async (_title, clientPair) => {
  const fault = await faultOf(restConnector(server.url, { tls: { ca: serverPair.cert, ...clientPair } }).fetchPage(source, october));
  expect(fault).toMatchObject<Partial<SourceFault>>({
    origin: 'OWN_SECURITY_SERVER',
    class: 'PERMANENT',
    code: 'Server.ClientProxy.SslAuthenticationFailed',
  });
});

test('a server with another certificate than the pinned one hears no request', async () => {
  const before = server.requests.length;
  const fault = await faultOf(restConnector(server.url, { tls: { ca: strangerPair.cert, ...hubPair } }).fetchPage(source, october));
  expect(fault).toMatchObject({ origin: 'NETWORK', class: 'SECURITY', code: 'Hub.ServerCertificateNotTrusted' });
  expect(server.requests).toHaveLength(before);
});

test('a server whose certificate names another host hears no request, unless that name is configured', async () => {
  const before = server.requests.length;
  const tls = { ca: serverPair.cert, ...hubPair };
  const fault = await faultOf(restConnector(server.url, { tls: { ...tls, servername: 'ss.gov.kg' } }).fetchPage(source, october));
  expect(fault).toMatchObject({
    class: 'SECURITY',
    code: 'Hub.ServerCertificateNotTrusted',
    detail: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  expect(server.requests).toHaveLength(before);

  const named = restConnector(server.url, { tls: { ...tls, servername: 'localhost' } });
  expect((await named.fetchPage(source, october)).items).toEqual(octoberVolumes);
});

test('a plain port behind an https address is a failed handshake', async () => {
  const plain = await startSecurityServer();
  const url = plain.url.replace('http:', 'https:');
  const fault = await faultOf(restConnector(url, { tls: { ca: serverPair.cert } }).fetchPage(source, october));
  await plain.stop();
  expect(fault).toMatchObject({ origin: 'NETWORK', class: 'PERMANENT', code: 'Hub.TlsHandshakeFailed' });
});
