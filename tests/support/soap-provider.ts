import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { VolumeRecord } from '../../src/modules/ingestion/connector.ts';
import type { Answer, Provider, RecordedRequest } from './security-server.ts';
import { fieldOf, problemsOfSoapRequest, readSoapRequest, type SoapRequest, type Tag } from './soap-request.ts';
import type { Problem } from './volume-store.ts';

const wsdl = readFileSync(new URL('../../integrations/xroad-soap-v1/service-volumes.wsdl', import.meta.url));

/** What a healthy security server and a SOAP provider answer, of the same counts as over REST. */
export function soapAnswer(request: RecordedRequest, providers: ReadonlyMap<string, Provider>, serviceCode: string): Answer {
  const [problem] = problemsOfSoapRequest(request);
  if (problem) return soapFaultAnswer(problem);
  const asked = readSoapRequest(request.body);
  const provider = providers.get(asked.provider.join('/'));
  if (!provider)
    return soapFaultAnswer({ code: 'Server.ClientProxy.UnknownMember', message: 'Could not find addresses for service provider' });
  const hash = createHash('sha512').update(request.body).digest('base64');
  const services = asked.serviceCode === 'allowedMethods' && !provider.isGranted ? [] : [serviceCode];
  if (asked.serviceCode === 'listMethods' || asked.serviceCode === 'allowedMethods')
    return xml(envelope(asked, hash, methodsOf(asked, services)));
  if (asked.serviceCode === 'getWsdl') return wsdlAnswer(asked, hash, serviceCode);
  if (asked.serviceCode !== serviceCode || asked.serviceVersion !== 'v1') {
    return soapFaultAnswer({ code: 'Server.ServerProxy.UnknownService', message: `Unknown service: ${asked.serviceCode}` });
  }
  if (!provider.isGranted) return soapFaultAnswer({ code: 'Server.ServerProxy.AccessDenied', message: 'Request is not allowed' });
  return xml(envelope(asked, hash, volumesOf(asked, provider)));
}

function xml(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body: Buffer.from(body) };
}

/** With prefixes of its own: none of the request's means anything here. */
function envelope({ header, wrapper }: SoapRequest, hash: string, content: string): string {
  // A security server breaks the hash into lines.
  const lines = hash.replace(/^(.{44})/, '\n            $1\n            ');
  return `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n="${wrapper.namespace}" xmlns:iden="http://x-road.eu/xsd/identifiers" xmlns:xroad="http://x-road.eu/xsd/xroad.xsd">
    <SOAP-ENV:Header>
        ${header.children.map(copied).join('\n        ')}
        <xroad:requestHash algorithmId="http://www.w3.org/2001/04/xmlenc#sha512">${lines}
        </xroad:requestHash>
    </SOAP-ENV:Header>
    <SOAP-ENV:Body><n:${wrapper.name}Response>${content}</n:${wrapper.name}Response></SOAP-ENV:Body>
</SOAP-ENV:Envelope>`;
}

/** A provider copies every header field. */
function copied({ name, attributes, children, text }: Tag): string {
  const type = attributes.get('{http://x-road.eu/xsd/identifiers}objectType');
  const parts = children.map((part) => `<iden:${part.name}>${escaped(part.text)}</iden:${part.name}>`).join('');
  return type === undefined
    ? `<xroad:${name}>${escaped(text)}</xroad:${name}>`
    : `<xroad:${name} iden:objectType="${type}">${parts}</xroad:${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function methodsOf({ provider }: SoapRequest, services: readonly string[]): string {
  const names = ['xRoadInstance', 'memberClass', 'memberCode', 'subsystemCode'];
  const parts = provider.map((part, index) => `<iden:${names[index]}>${escaped(part)}</iden:${names[index]}>`).join('');
  return services
    .map(
      (code) =>
        `<n:service iden:objectType="SERVICE">${parts}<iden:serviceCode>${code}</iden:serviceCode><iden:serviceVersion>v1</iden:serviceVersion></n:service>`,
    )
    .join('');
}

function volumesOf({ wrapper }: SoapRequest, { volumes }: Provider): string {
  const query = new URLSearchParams(wrapper.children.map(({ name, text }): [string, string] => [name, text]));
  const result = query.has('since') ? volumes.changes(query) : volumes.list(query);
  if ('title' in result) return faultOf(result as Problem);
  const { items, ...page } = result as { items: readonly VolumeRecord[] } & Record<string, unknown>;
  return elements(page, pageOrder) + items.map((item) => `<n:item>${elements({ ...item }, itemOrder)}</n:item>`).join('\n');
}

const pageOrder = ['snapshotId', 'asOf', 'complete', 'totalItems', 'nextCursor', 'watermark'];
const itemOrder = [
  'soate',
  'serviceCode',
  'periodFrom',
  'periodTo',
  'channel',
  'delivered',
  'status',
  'revision',
  'recordedAt',
  'correctionReason',
];

function elements(of: Readonly<Record<string, unknown>>, order: readonly string[]): string {
  return order
    .filter((name) => of[name] !== undefined && of[name] !== null)
    .map((name) => `<n:${name}>${escaped(String(of[name]))}</n:${name}>`)
    .join('');
}

/** The codes that the schema names for what REST says with a status. */
const faultCodes: Readonly<Record<number, string>> = { 409: 'SnapshotExpired', 410: 'WatermarkTooOld' };

function faultOf({ status, title }: Problem): string {
  return `<n:fault><n:faultCode>${faultCodes[status] ?? 'BadRequest'}</n:faultCode><n:faultString>${escaped(title)}</n:faultString></n:fault>`;
}

function wsdlAnswer(asked: SoapRequest, hash: string, serviceCode: string): Answer {
  const partOf = (name: string) => asked.wrapper.children.find((child) => child.name === name)?.text;
  if (partOf('serviceCode') !== serviceCode)
    return soapFaultAnswer({ code: 'Server.ServerProxy.UnknownService', message: 'Could not find WSDL URL' });
  const version = partOf('serviceVersion');
  const content = elements({ serviceCode, serviceVersion: version }, ['serviceCode', 'serviceVersion']);
  return multipart(Buffer.from(envelope(asked, hash, content)), [{ contentType: 'text/xml', body: wsdl }]);
}

/** A message with attachments, as a security server writes it. */
export function multipart(
  message: Buffer,
  attachments: readonly { contentType: string; body: Buffer }[],
  rootType = 'text/xml; charset=UTF-8',
): Answer {
  const boundary = `xroad-${randomUUID()}`;
  const parts = [{ contentType: rootType, body: message }, ...attachments].flatMap(({ contentType, body }) => [
    Buffer.from(`--${boundary}\r\ncontent-type: ${contentType}\r\ncontent-transfer-encoding: 8bit\r\n\r\n`),
    body,
    Buffer.from('\r\n'),
  ]);
  return {
    status: 200,
    headers: { 'content-type': `multipart/related; type="text/xml"; charset=UTF-8; boundary=${boundary}` },
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

export interface SoapFaultWords {
  code: string;
  message?: string;
  status?: number;
}

/** A Fault of X-Road itself, or of a provider: they look alike. A security server gives it HTTP 200. */
export function soapFaultAnswer({ code, message = 'simulated', status = 200 }: SoapFaultWords): Answer {
  const detail = randomUUID();
  return {
    ...xml(`<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault>
<faultcode>${escaped(code)}</faultcode><faultstring>${escaped(message)}</faultstring><faultactor></faultactor>
<detail><faultDetail xmlns="">${detail}</faultDetail></detail>
</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`),
    status,
  };
}

/** A request's message id, for tests that answer by hand. */
export function messageIdOf(request: RecordedRequest): string | undefined {
  return fieldOf(readSoapRequest(request.body).header, 'id')?.text;
}
