import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FaultClass, FaultOrigin } from '../../src/modules/ingestion/connector.ts';
import { watchOutbound } from '../support/outbound-watch.ts';
import { behaviours, startSecurityServer, type Behaviour, type SecurityServer } from '../support/security-server.ts';
import { messageIdOf, multipart, soapFaultAnswer } from '../support/soap-provider.ts';
import { faultOf, october, octoberVolumes, soapConnector, soapSource, timeoutsFor } from './source.ts';

const { body, changed, edited, plain, soapFault, withHeaders, xroadError } = behaviours;
const textXml = { 'content-type': 'text/xml; charset=UTF-8' };

const replaced = (from: string | RegExp, to: string) => edited((text) => text.replace(from, to));
/** The first row's delivered count replaced by other XML. */
const delivered = (xml: string) => replaced(/<n:delivered>\d+<\/n:delivered>/, `<n:delivered>${xml}</n:delivered>`);
const afterDeclaration = (xml: string) => replaced('?>\n', `?>\n${xml}\n`);
const inMultipart = (change: (text: string) => string): Behaviour =>
  changed(({ body }) => {
    const answer = multipart(body, [{ contentType: 'text/plain', body: Buffer.from('x') }]);
    return { ...answer, body: Buffer.from(change(answer.body.toString())) };
  });
/** A provider's fault in words and with a status of its own. */
const faultXml = (fault: string, status = 200) =>
  plain(
    status,
    textXml,
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>${fault}</s:Fault></s:Body></s:Envelope>`,
  );
const serviceFault = (xml: string) => replaced(/(<n:getServiceVolumesResponse>).*(<\/n:getServiceVolumesResponse>)/s, `$1${xml}$2`);

const entityBomb = `<!DOCTYPE lolz [${Array.from({ length: 9 }, (_, level) => `<!ENTITY lol${level + 1} "${`&lol${level};`.repeat(10)}">`).join('')}<!ENTITY lol0 "lol">]>`;

type Row = [kind: string, behaviour: Behaviour, origin: FaultOrigin, faultClass: FaultClass, code: string];
const data = (kind: string, behaviour: Behaviour, code: string): Row => [kind, behaviour, 'DATA', 'DATA', code];
const echo = (kind: string, behaviour: Behaviour): Row => [kind, behaviour, 'DATA', 'SECURITY', 'Hub.EchoMismatch'];

const faults: Row[] = [
  [
    'access denied, with 200',
    soapFault({ code: 'Server.ServerProxy.AccessDenied' }),
    'PROVIDER_SECURITY_SERVER',
    'PERMANENT',
    'Server.ServerProxy.AccessDenied',
  ],
  [
    'access denied as 7.8 spells it',
    soapFault({ code: 'Server.ServerProxy.AccessDenied', spelling: 'snake_case' }),
    'PROVIDER_SECURITY_SERVER',
    'PERMANENT',
    'server.serverproxy.access_denied',
  ],
  [
    'access denied, with 500',
    soapFault({ code: 'Server.ServerProxy.AccessDenied', status: 500 }),
    'PROVIDER_SECURITY_SERVER',
    'PERMANENT',
    'Server.ServerProxy.AccessDenied',
  ],
  [
    'a provider that answers 503 to its security server',
    soapFault({ code: 'Server.ServerProxy.ServiceFailed.HttpError' }),
    'PROVIDER_SECURITY_SERVER',
    'TRANSIENT',
    'Server.ServerProxy.ServiceFailed.HttpError',
  ],
  [
    'our own server out of date',
    soapFault({ code: 'Server.ClientProxy.OutdatedGlobalConf' }),
    'OWN_SECURITY_SERVER',
    'OPERATOR',
    'Server.ClientProxy.OutdatedGlobalConf',
  ],
  [
    'a message that X-Road refuses',
    soapFault({ code: 'Client.MissingHeaderField' }),
    'OWN_SECURITY_SERVER',
    'PERMANENT',
    'Client.MissingHeaderField',
  ],
  [
    'an X-Road fault in a multipart message',
    ({ send }) => send(multipart(soapFaultAnswer({ code: 'Server.ServerProxy.IOError' }).body, [])),
    'PROVIDER_SECURITY_SERVER',
    'TRANSIENT',
    'Server.ServerProxy.IOError',
  ],
  [
    'an X-Road error as REST has it',
    xroadError('Server.ClientProxy.IOError'),
    'OWN_SECURITY_SERVER',
    'TRANSIENT',
    'Server.ClientProxy.IOError',
  ],
  ["a provider's soap:Server", soapFault({ code: 'soap:Server' }), 'PROVIDER', 'UNKNOWN', 'Provider.SoapFault'],
  ["a provider's soap:Client", soapFault({ code: 'soap:Client' }), 'PROVIDER', 'PERMANENT', 'Provider.SoapFault'],
  ["a provider's code in words of its own", soapFault({ code: 'foo:FOOCODE' }), 'PROVIDER', 'UNKNOWN', 'Provider.SoapFault'],
  [
    "a provider's code that only begins like X-Road's",
    soapFault({ code: 'Server.ServerProxyOfOurs.IOError' }),
    'PROVIDER',
    'UNKNOWN',
    'Provider.SoapFault',
  ],
  [
    "a provider's fault with namespaces on its children",
    faultXml('<s:faultcode>s:Server</s:faultcode><s:faultstring>no</s:faultstring>'),
    'PROVIDER',
    'UNKNOWN',
    'Provider.SoapFault',
  ],
  ["a provider's fault without a word", faultXml('', 500), 'PROVIDER', 'UNKNOWN', 'Provider.SoapFault'],
  [
    'a fault inside the response',
    serviceFault('<n:fault><n:faultCode>test_failed</n:faultCode><n:faultString>Could not read</n:faultString></n:fault>'),
    'PROVIDER',
    'PERMANENT',
    'Provider.ServiceFault',
  ],
  [
    'an unqualified fault beside an empty result',
    serviceFault('<exampleOutput/><fault><faultCode>test_failed</faultCode><faultString>no</faultString></fault>'),
    'PROVIDER',
    'PERMANENT',
    'Provider.ServiceFault',
  ],
  [
    'a fault inside the response beside rows',
    replaced('<n:item>', '<n:fault><n:faultCode>x</n:faultCode></n:fault><n:item>'),
    'PROVIDER',
    'PERMANENT',
    'Provider.ServiceFault',
  ],
  [
    'an expired snapshot that nobody asked for',
    serviceFault('<n:fault><n:faultCode>SnapshotExpired</n:faultCode></n:fault>'),
    'PROVIDER',
    'PERMANENT',
    'Provider.ServiceFault',
  ],
];

const statuses: Row[] = [
  ...[400, 403, 404, 405].map((status): Row => [
    `${status} in HTML`,
    plain(status, { 'content-type': 'text/html' }, '<p>no'),
    'OWN_SECURITY_SERVER',
    'PERMANENT',
    `SecurityServer.Http${status}`,
  ]),
  ...[429, 502, 503, 504].map((status): Row => [
    `${status} in HTML`,
    plain(status, { 'content-type': 'text/html' }, '<p>busy'),
    'OWN_SECURITY_SERVER',
    'TRANSIENT',
    `SecurityServer.Http${status}`,
  ]),
  ['500 with a good page', changed(() => ({ status: 500 })), 'OWN_SECURITY_SERVER', 'UNKNOWN', 'SecurityServer.Http500'],
  [
    '500 with half an envelope',
    changed(({ body }) => ({ status: 500, body: body.subarray(0, 300) })),
    'OWN_SECURITY_SERVER',
    'UNKNOWN',
    'SecurityServer.Http500',
  ],
  data(
    '204 no content',
    changed(() => ({ status: 204, body: Buffer.alloc(0) })),
    'Hub.UnexpectedStatus',
  ),
  data(
    '202 with a good page',
    changed(() => ({ status: 202 })),
    'Hub.UnexpectedStatus',
  ),
  data(
    'a redirect',
    changed(({ headers }) => ({ status: 302, headers: { ...headers, location: 'http://127.0.0.1:9/' } })),
    'Hub.Redirected',
  ),
];

const connections: Row[] = [
  ['silence', behaviours.silent(), 'NETWORK', 'TRANSIENT', 'Hub.AnswerTimeout'],
  ['a body that never ends, byte by byte', behaviours.dribbling(), 'NETWORK', 'TRANSIENT', 'Hub.AnswerTimeout'],
  ['a body shorter than promised', behaviours.cutShort(), 'NETWORK', 'TRANSIENT', 'Hub.ConnectionFailed'],
  ['a hang-up without a word', behaviours.reset(), 'NETWORK', 'TRANSIENT', 'Hub.ConnectionFailed'],
  data('a body without end', behaviours.endless(), 'Hub.AnswerTooLarge'),
  data('a gzip bomb', behaviours.gzipBomb(), 'Hub.EncodedAnswer'),
];

const wrongForms: Row[] = [
  data('SOAP 1.2', withHeaders({ 'content-type': 'application/soap+xml; charset=utf-8' }), 'Hub.WrongContentType'),
  data('application/xml', withHeaders({ 'content-type': 'application/xml' }), 'Hub.WrongContentType'),
  data('JSON', plain(200, { 'content-type': 'application/json' }, '{"items":[]}'), 'Hub.WrongContentType'),
  data('no content type', withHeaders({ 'content-type': undefined }), 'Hub.WrongContentType'),
  data('two content types', withHeaders({ 'content-type': ['text/xml', 'text/xml'] }), 'Hub.WrongContentType'),
  data('a charset that is not read', withHeaders({ 'content-type': 'text/xml; charset=windows-1251' }), 'Hub.WrongCharset'),
  data(
    'another charset in the declaration than in the header',
    withHeaders({ 'content-type': 'text/xml; charset=ISO-8859-1' }),
    'Hub.WrongCharset',
  ),
  data('a declaration of ISO-8859-1 alone', replaced('encoding="UTF-8"', 'encoding="ISO-8859-1"'), 'Hub.WrongCharset'),
  data(
    'UTF-16 with its mark',
    changed(({ body }) => ({ body: Buffer.from(`\uFEFF${body.toString()}`, 'utf16le') })),
    'Hub.InvalidUtf8',
  ),
  data(
    'bytes that are not UTF-8',
    changed(({ body }) => ({ body: Buffer.from(body.toString().replace('MU-001', 'M\xdc'), 'latin1') })),
    'Hub.InvalidUtf8',
  ),
  data('nothing', body(''), 'Hub.InvalidXml'),
  data('half the envelope', behaviours.endedEarly(), 'Hub.InvalidXml'),
  data('an envelope without its last tag', replaced('</SOAP-ENV:Envelope>', ''), 'Hub.InvalidXml'),
  data(
    'two envelopes',
    edited((text) => text + text.replace(/^<\?xml.*\n/, '')),
    'Hub.InvalidXml',
  ),
  data(
    'words after the envelope',
    edited((text) => `${text} and more`),
    'Hub.InvalidXml',
  ),
  data('a document type', afterDeclaration('<!DOCTYPE Envelope>'), 'Hub.InvalidXml'),
  data('a document type of another server', afterDeclaration('<!doctype a SYSTEM "http://127.0.0.1:9/evil.dtd">'), 'Hub.InvalidXml'),
  data(
    'an entity that reads a file',
    edited((text) => text.replace('?>\n', '?>\n<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>\n').replace('MU-001', '&f;')),
    'Hub.InvalidXml',
  ),
  data(
    'a thousand million laughs',
    edited((text) => text.replace('?>\n', `?>\n${entityBomb}\n`).replace('MU-001', '&lol9;')),
    'Hub.InvalidXml',
  ),
  data('an entity that nobody declared', replaced('MU-001', '&nbsp;'), 'Hub.InvalidXml'),
  data('a reference to NUL', replaced('MU-001', 'MU&#0;'), 'Hub.InvalidXml'),
  data('a control character', replaced('MU-001', 'MU\u0001'), 'Hub.InvalidXml'),
  data('a processing instruction', replaced('<n:item>', '<?php exit ?><n:item>'), 'Hub.InvalidXml'),
  data('a prefix that nobody declared', replaced('<n:item>', '<z:item/><n:item>'), 'Hub.InvalidXml'),
  data('an attribute twice', replaced('<n:item>', '<n:item a="1" a="2">'), 'Hub.InvalidXml'),
  data('100 levels', delivered('<n:a>'.repeat(100) + '</n:a>'.repeat(100)), 'Hub.InvalidXml'),
  data('__proto__', delivered('<__proto__>1</__proto__>'), 'Hub.InvalidXml'),
  data(
    'a SOAP 1.2 envelope',
    edited((text) => text.replaceAll('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope')),
    'Hub.NotSoap',
  ),
  data('XML that is no envelope', body('<page/>'), 'Hub.NotSoap'),
  data('an envelope without a body', replaced(/<SOAP-ENV:Body>.*<\/SOAP-ENV:Body>/s, ''), 'Hub.NotSoap'),
  data('an empty body', replaced(/<SOAP-ENV:Body>.*<\/SOAP-ENV:Body>/s, '<SOAP-ENV:Body/>'), 'Hub.NotSoap'),
  data(
    'two responses in the body',
    edited((text) => text.replace(/<n:getServiceVolumesResponse>.*<\/n:getServiceVolumesResponse>/s, '$&$&')),
    'Hub.NotSoap',
  ),
  data(
    'two bodies',
    edited((text) => text.replace(/<SOAP-ENV:Body>.*<\/SOAP-ENV:Body>/s, '$&$&')),
    'Hub.NotSoap',
  ),
  data(
    "another service's wrapper",
    edited((text) => text.replaceAll('getServiceVolumesResponse', 'getPersonsResponse')),
    'Hub.WrongWrapper',
  ),
  data(
    'our own request back',
    ({ request, send }) => send({ status: 200, headers: textXml, body: Buffer.from(request.body) }),
    'Hub.WrongWrapper',
  ),
  data(
    'a multipart message cut off',
    inMultipart((text) => text.slice(0, -40)),
    'Hub.InvalidMultipart',
  ),
  data(
    'a multipart message without its last boundary',
    inMultipart((text) => text.replace(/--xroad-[\w-]+--\r\n$/, '')),
    'Hub.InvalidMultipart',
  ),
  data(
    'a multipart message of another boundary',
    changed(({ body }) => ({ ...multipart(body, []), headers: { 'content-type': 'multipart/related; boundary=other' } })),
    'Hub.InvalidMultipart',
  ),
  data(
    'a multipart message without a boundary',
    changed(({ body }) => ({ ...multipart(body, []), headers: { 'content-type': 'multipart/related' } })),
    'Hub.InvalidMultipart',
  ),
  data(
    'an envelope in a code of its own',
    inMultipart((text) => text.replace('8bit', 'quoted-printable')),
    'Hub.InvalidMultipart',
  ),
  data(
    'a header of a part twice',
    inMultipart((text) => text.replace('content-transfer-encoding: 8bit', 'content-type: text/xml')),
    'Hub.InvalidMultipart',
  ),
  data(
    'the envelope as the second part',
    changed(({ body }) => multipart(Buffer.from('hello'), [{ contentType: 'text/xml', body }], 'text/plain')),
    'Hub.WrongContentType',
  ),
  data(
    'multipart/mixed',
    changed(({ body }) => ({ ...multipart(body, []), headers: { 'content-type': 'multipart/mixed; boundary=a' } })),
    'Hub.WrongContentType',
  ),
];

const wrongEchoes: Row[] = [
  echo("another message's id", replaced(/<xroad:id>[^<]*/, '<xroad:id>00000000-0000-4000-8000-000000000000')),
  echo(
    'the id twice',
    edited((text) => text.replace(/<xroad:id>.*?<\/xroad:id>/, '$&$&')),
  ),
  echo('no id', replaced(/<xroad:id>.*?<\/xroad:id>/, '')),
  echo(
    'the id in another namespace',
    edited((text) => text.replaceAll('xroad:id>', 'n:id>')),
  ),
  echo('no header', replaced(/<SOAP-ENV:Header>.*<\/SOAP-ENV:Header>/s, '')),
  echo("another client's answer", replaced('<iden:memberCode>70000999', '<iden:memberCode>70000998')),
  echo('the client in other letters', replaced('<iden:memberClass>GOV', '<iden:memberClass>gov')),
  echo('the client as a member', replaced('iden:objectType="SUBSYSTEM"', 'iden:objectType="MEMBER"')),
  echo('the client without its type', replaced(' iden:objectType="SUBSYSTEM"', ' objectType="SUBSYSTEM"')),
  echo("another provider's answer", replaced('<iden:memberCode>70000050', '<iden:memberCode>70000051')),
  echo("another service's answer", replaced('<iden:serviceCode>getServiceVolumes', '<iden:serviceCode>getServiceVolume')),
  echo("another version's answer", replaced('<iden:serviceVersion>v1', '<iden:serviceVersion>v2')),
  echo('no version', replaced('<iden:serviceVersion>v1</iden:serviceVersion>', '')),
  echo("another run's answer", replaced('<xroad:issue>pull-2026-10-0001', '<xroad:issue>pull-2026-09-0001')),
  echo('no issue', replaced(/<xroad:issue>.*?<\/xroad:issue>/, '')),
  echo('a user, though none asked', replaced('<xroad:issue>', '<xroad:userId>KG1</xroad:userId><xroad:issue>')),
  echo('another version of the protocol', replaced('<xroad:protocolVersion>4.0', '<xroad:protocolVersion>3.1')),
];

const shape = (kind: string, behaviour: Behaviour): Row => data(kind, behaviour, 'Hub.InvalidShape');
const wrongPages: Row[] = [
  shape(
    'the response in no namespace',
    edited((text) => text.replaceAll('<n:', '<').replaceAll('</n:', '</')),
  ),
  shape(
    'a row in no namespace',
    edited((text) => text.replace('<n:item>', '<item>').replace('</n:item>', '</item>')),
  ),
  shape('a count in another namespace', replaced(/<n:delivered>(\d+)<\/n:delivered>/, '<xroad:delivered>$1</xroad:delivered>')),
  shape('an empty response', serviceFault('')),
  shape('a count twice', replaced(/<n:delivered>\d+<\/n:delivered>/, '$&$&')),
  shape('no count', replaced(/<n:delivered>\d+<\/n:delivered>/, '')),
  shape('an empty count', delivered('')),
  shape(
    'a count of nil',
    replaced(/<n:delivered>\d+<\/n:delivered>/, '<n:delivered xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'),
  ),
  ...['1.5', '1e2', '-1', '-0', '+1', '007', '0x10', '1 000', '1000000001', '9007199254740993', '12&#160;', 'Infinity'].map((count) =>
    shape(`a count of ${count}`, delivered(count)),
  ),
  shape('a count in an element', delivered('<n:value>12</n:value>')),
  shape('words among the rows', replaced('<n:item>', 'and now<n:item>')),
  shape('words in a row', replaced('<n:soate>', '12<n:soate>')),
  shape('a field that nobody agreed', replaced('<n:soate>', '<n:personalNumber>1</n:personalNumber><n:soate>')),
  shape('a field named like a method', replaced('<n:soate>', '<n:constructor>1</n:constructor><n:soate>')),
  shape('a truth of yes', replaced('<n:complete>true', '<n:complete>yes')),
  shape('a truth named like a method', replaced('<n:complete>true', '<n:complete>toString')),
  shape('a SOATE of 13 digits', replaced(/<n:soate>\d/, '<n:soate>')),
  shape('a SOATE among spaces', replaced('<n:soate>', '<n:soate> ')),
  shape('an unknown channel', replaced('IN_PERSON', 'BY_POST')),
  shape('an unknown status', replaced('PRELIMINARY', 'DRAFT')),
  shape('a revision of 0', replaced(/<n:revision>\d+/, '<n:revision>0')),
  shape('31 February', replaced('<n:periodFrom>2026-10-01', '<n:periodFrom>2026-02-31')),
  shape('a day in another zone', replaced('<n:periodFrom>2026-10-01', '<n:periodFrom>2026-10-01Z')),
  shape('an instant without an offset', replaced(/<n:recordedAt>([^<+]*)[^<]*/, '<n:recordedAt>$1')),
  shape('a service code with a line break', replaced('MU-001', 'MU&#10;001')),
  shape('an empty next cursor', replaced('<n:watermark>', '<n:nextCursor/><n:watermark>')),
  shape('no watermark', replaced(/<n:watermark>.*?<\/n:watermark>/, '')),
  shape(
    '1,001 rows',
    edited((text) => text.replace(/<n:item>.*?<\/n:item>/s, (row) => row.repeat(1001))),
  ),
  data(
    'another month than asked',
    replaced('2026-10-01</n:periodFrom><n:periodTo>2026-11-01', '2026-09-01</n:periodFrom><n:periodTo>2026-10-01'),
    'Hub.WrongPeriod',
  ),
  data("a day's row among months", replaced('<n:periodTo>2026-11-01', '<n:periodTo>2026-10-02'), 'Hub.WrongPeriod'),
  data('the same row twice', replaced('ELECTRONIC', 'IN_PERSON'), 'Hub.DuplicateRow'),
  data('more rows than the total says', replaced(/<n:totalItems>\d+/, '<n:totalItems>1'), 'Hub.WrongTotal'),
];

const table: Row[] = [...faults, ...statuses, ...connections, ...wrongForms, ...wrongEchoes, ...wrongPages];

let server: SecurityServer;
beforeAll(async () => {
  server = await startSecurityServer();
  server.setVolumes(octoberVolumes);
});
afterEach(() => server.behave());
afterAll(() => server.stop());

test.each(table)('%s is a fault and no page, and nobody else is asked', async (_kind, behaviour, origin, faultClass, code) => {
  const outbound = watchOutbound();
  const requestsBefore = server.requests.length;
  server.behave(behaviour);

  const fault = await faultOf(soapConnector(server.url, { timeouts: timeoutsFor(code) }).fetchPage(soapSource, october));

  outbound.stop();
  expect(fault).toMatchObject({ origin, class: faultClass, code });
  const request = server.requests.at(-1);
  expect(fault.xroadId).toBe(request && messageIdOf(request));
  expect(server.requests.length - requestsBefore).toBe(1);
  expect([...outbound.ports]).toEqual([Number(new URL(server.url).port)]);
});

test('at least 100 kinds of faulty SOAP answer are tried', () => {
  expect(new Set(table.map(([kind]) => kind)).size).toBe(table.length);
  expect(table.length).toBeGreaterThanOrEqual(100);
});

test('the rows of the table fail for what they change: the same page unchanged is read', async () => {
  const page = await soapConnector(server.url).fetchPage(soapSource, october);
  expect(page.items).toEqual(octoberVolumes);
});

test('a document type is refused before anything is parsed, and says so', async () => {
  server.behave(afterDeclaration(entityBomb));
  expect(await faultOf(soapConnector(server.url).fetchPage(soapSource, october))).toMatchObject({
    detail: 'a document type declaration is refused',
  });
});

test("a provider's words are kept, in one bounded line, and so is X-Road's id to quote", async () => {
  const connector = soapConnector(server.url);
  server.behave(faultXml(`<faultcode>soap:Server</faultcode><faultstring>a\nb${'c'.repeat(999)}</faultstring><detail>x<y/></detail>`));
  expect(await faultOf(connector.fetchPage(soapSource, october))).toMatchObject({
    reported: `a b${'c'.repeat(297)}`,
    detail: 'soap:Server',
  });
  server.behave(serviceFault('<n:fault><n:faultCode>test_failed</n:faultCode><n:faultString>Базада ката</n:faultString></n:fault>'));
  expect(await faultOf(connector.fetchPage(soapSource, october))).toMatchObject({ reported: 'Базада ката', detail: 'test_failed' });
  server.behave(soapFault({ code: 'Server.ServerProxy.IOError', message: 'Read timed out' }));
  const fault = await faultOf(connector.fetchPage(soapSource, october));
  expect(fault.reported).toBe('Read timed out');
  expect(fault.detail).toMatch(/^[0-9a-f-]{36}$/);
});

test('an unusable envelope is kept as evidence', async () => {
  server.behave(delivered('1.5'));
  const { evidence } = await faultOf(soapConnector(server.url).fetchPage(soapSource, october));
  expect(evidence).toMatchObject({ contentType: 'text/xml; charset=UTF-8' });
  expect(evidence?.excerpt).toContain('SOAP-ENV:Envelope');
});

test('a source that gives the cursor just used would never end, and is refused', async () => {
  const page =
    '<n:snapshotId>s</n:snapshotId><n:asOf>2026-11-05T03:00:00+06:00</n:asOf><n:nextCursor>c</n:nextCursor><n:watermark>w</n:watermark>';
  server.behave(serviceFault(page));
  expect(await faultOf(soapConnector(server.url).fetchPage(soapSource, { ...october, cursor: 'c' }))).toMatchObject({
    code: 'Hub.CursorRepeated',
  });
});
