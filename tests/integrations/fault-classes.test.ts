import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRetryAfter } from '../../integrations/tunduk/fault.ts';
import { classOfXRoadError, normaliseCode, originOfXRoadError } from '../../integrations/tunduk/fault-classes.ts';
import type { FaultClass, FaultOrigin } from '../../src/modules/ingestion/connector.ts';
import { behaviours, startSecurityServer, type SecurityServer } from '../support/security-server.ts';
import { faultOf, october, restConnector, soapConnector, soapSource, source } from './source.ts';

const own: FaultOrigin = 'OWN_SECURITY_SERVER';
const theirs: FaultOrigin = 'PROVIDER_SECURITY_SERVER';

const table: [code: string, origin: FaultOrigin, expected: FaultClass, message?: string][] = [
  ['Server.ClientProxy.NetworkError', own, 'TRANSIENT', 'Could not connect to any target host'],
  ['Server.ClientProxy.IOError', own, 'TRANSIENT'],
  ['Server.ClientProxy.IOError', own, 'OPERATOR', 'LoggingFailed: timed out after [120 seconds]'],
  ['Server.ClientProxy.HttpError', own, 'TRANSIENT'],
  ['Server.ClientProxy.DatabaseError', own, 'TRANSIENT'],
  ['Server.ClientProxy.ServiceFailed.IOError', own, 'TRANSIENT'],
  ['Server.ServerProxy.NetworkError', theirs, 'TRANSIENT'],
  ['Server.ServerProxy.IOError', theirs, 'TRANSIENT', 'Read timed out'],
  ['Server.ServerProxy.DatabaseError', theirs, 'TRANSIENT'],
  ['Server.ServerProxy.ServiceFailed.NetworkError', theirs, 'TRANSIENT'],
  ['Server.ServerProxy.ServiceFailed.IOError', theirs, 'TRANSIENT'],
  ['Server.ServerProxy.ServiceFailed.HttpError', theirs, 'TRANSIENT'],
  ['Server.ServerProxy.ServiceFailed.UnknownHost', theirs, 'TRANSIENT'],
  ['Server.ClientProxy.OutdatedGlobalConf', own, 'OPERATOR'],
  ['Server.ServerProxy.OutdatedGlobalConf', theirs, 'OPERATOR'],
  ['Server.ClientProxy.LoggingFailed.InternalError', own, 'OPERATOR'],
  ['Server.ServerProxy.TimestampingFailed', theirs, 'OPERATOR'],
  ['Server.ClientProxy.TimestamperFailed', own, 'OPERATOR'],
  ['Server.ClientProxy.CannotCreateSignature', own, 'OPERATOR'],
  ['Server.ServerProxy.CannotSign', theirs, 'OPERATOR'],
  ['Server.ClientProxy.TokenNotActive', own, 'OPERATOR'],
  ['Server.ClientProxy.HSMNonOperational', own, 'OPERATOR'],
  ['Server.ClientProxy.KeyNotFound', own, 'OPERATOR'],
  ['Server.ClientProxy.SslAuthenticationFailed', own, 'OPERATOR', 'Security server has no valid authentication certificate'],
  [
    'Server.ClientProxy.SslAuthenticationFailed',
    own,
    'PERMANENT',
    'Client (SUBSYSTEM:a/GOV/1/b) specifies HTTPS but did not supply TLS certificate',
  ],
  ['Server.ServerProxy.MaintenanceMode', theirs, 'PLANNED', 'Until 18:00'],
  ['Server.ServerProxy.ServiceDisabled', theirs, 'PLANNED'],
  ['Server.ServerProxy.AccessDenied', theirs, 'PERMANENT'],
  ['Server.ServerProxy.UnknownService', theirs, 'PERMANENT'],
  ['Server.ClientProxy.UnknownMember', own, 'PERMANENT'],
  ['Server.ServerProxy.ServiceType', theirs, 'PERMANENT'],
  ['Server.ClientProxy.InvalidClientIdentifier', own, 'PERMANENT'],
  ['Server.ClientProxy.InvalidSecurityServer', own, 'PERMANENT'],
  ['Server.ServerProxy.ServiceMissingUrl', theirs, 'PERMANENT'],
  ['Server.ServerProxy.ServiceMalformedUrl', theirs, 'PERMANENT'],
  ['Client.InvalidRequest', own, 'PERMANENT'],
  ['Server.ClientProxy.InternalError', own, 'PERMANENT', 'Invalid request URI'],
  ['Server.ClientProxy.InternalError', own, 'PERMANENT', 'Invalid Client Id'],
  ['Server.ClientProxy.InternalError', own, 'PERMANENT', 'Invalid character in identifier'],
  ['Server.ClientProxy.InternalError', own, 'PERMANENT', "Client 'SUBSYSTEM:a/GOV/1/b' not found"],
  ['Server.ClientProxy.InternalError', own, 'UNKNOWN', 'Connection pool shut down'],
  ['Server.ServerProxy.ServiceFailed.InvalidContentType', theirs, 'DATA'],
  ['Server.ServerProxy.ServiceFailed.InvalidSoap', theirs, 'DATA'],
  ['Server.ServerProxy.ServiceFailed.MissingBody', theirs, 'DATA'],
  ['Server.ServerProxy.ServiceFailed.InvalidBody', theirs, 'DATA'],
  ['Server.ServerProxy.ServiceFailed.InvalidMessage', theirs, 'DATA'],
  ['Server.ServerProxy.ServiceFailed.MissingHeaderField', theirs, 'DATA'],
  ['Server.ClientProxy.InvalidSignatureValue', own, 'SECURITY'],
  ['Server.ClientProxy.SignatureVerification.InvalidCertPath', own, 'SECURITY'],
  ['Server.ClientProxy.InconsistentResponse', own, 'SECURITY'],
  ['Server.ServerProxy.CertValidation', theirs, 'SECURITY'],
  ['Server.ServerProxy.IncorrectValidationInfo', theirs, 'SECURITY'],
  ['Server.ServerProxy.MissingSignature', theirs, 'SECURITY'],
  ['Server.ServerProxy.SomethingNew', theirs, 'UNKNOWN'],
  ['NobodyKnows', own, 'UNKNOWN'],
  ['Server.ServerProxy.constructor', theirs, 'UNKNOWN'],
];

let server: SecurityServer;
beforeAll(async () => {
  server = await startSecurityServer();
});
afterAll(() => server.stop());

const versions = [
  { spelling: 'PascalCase', consumer: '7.7' },
  { spelling: 'snake_case', consumer: '7.8' },
  { spelling: 'PascalCase', consumer: '7.8' },
  { spelling: 'snake_case', consumer: '7.7' },
] as const;

test.each(table)('%s of the %s is %s in both spellings and both statuses', async (code, origin, expected, message = 'simulated') => {
  for (const version of versions) {
    server.behave(behaviours.xroadError(code, { message, ...version }), 1);
    // A new connector each time: the breakers of one would open on so many failures.
    const fault = await faultOf(restConnector(server.url).fetchPage(source, october));
    expect(fault).toMatchObject({ origin, class: expected, normalisedCode: normaliseCode(code), reported: message });
    expect(fault.detail).toMatch(/^[0-9a-f-]{36}$/);
    expect(server.requests.at(-1)?.headers['x-road-id']).toBe(fault.xroadId);
  }
});

test.each(table)('%s of the %s is %s over SOAP too, with 200 and with 500', async (code, origin, expected, message = 'simulated') => {
  // Over SOAP a word that is not X-Road's is the provider's own.
  const isXRoad = code.includes('.');
  for (const { spelling } of versions.slice(0, 2)) {
    for (const status of [200, 500]) {
      server.behave(behaviours.soapFault({ code, message, spelling, status }), 1);
      const fault = await faultOf(soapConnector(server.url).fetchPage(soapSource, october));
      expect(fault).toMatchObject({ origin: isXRoad ? origin : 'PROVIDER', class: expected, httpStatus: status, reported: message });
      expect(fault.normalisedCode).toBe(isXRoad ? normaliseCode(code) : 'provider.soapfault');
      expect(fault.detail).toMatch(isXRoad ? /^[0-9a-f-]{36}$/ : /^nobody_?knows$/i);
      expect(server.requests.at(-1)?.body).toContain(fault.xroadId);
    }
  }
});

test('both spellings of every code are one', () => {
  expect(normaliseCode('Server.ServerProxy.AccessDenied')).toBe(normaliseCode('server.serverproxy.access_denied'));
  expect(normaliseCode('Server.ClientProxy.OutdatedGlobalConf')).toBe(normaliseCode('server.clientproxy.global_conf_outdated'));
});

test('a code that only begins like a known one is unknown', () => {
  expect(classOfXRoadError('server.serverproxy.accessdeniedperhaps', '')).toBe('UNKNOWN');
  expect(classOfXRoadError('accessdenied', '')).toBe('UNKNOWN');
  expect(originOfXRoadError('accessdenied')).toBe(own);
});

test.each([
  ['7', 7],
  ['0', 0],
  ['86400', 900],
  ['Sun, 01 Nov 2026 00:00:30 GMT', 30],
  ['Sat, 31 Oct 2026 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  [undefined, undefined],
])('Retry-After %s at midnight is %s seconds, at most 15 minutes', (header, seconds) => {
  expect(parseRetryAfter(header, new Date('2026-11-01T00:00:00Z'))).toBe(seconds);
});

test('every fault speaks Kyrgyz, Russian and English', async () => {
  for (const [code] of table) {
    server.behave(behaviours.xroadError(code), 1);
    const { message, hint } = await faultOf(restConnector(server.url).fetchPage(source, october));
    for (const text of [message.ky, message.ru, message.en, hint.ky, hint.ru, hint.en]) expect(text).toBeTruthy();
  }
});
