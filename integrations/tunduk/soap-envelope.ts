import type { SoapFaultWords } from './fault.ts';
import { escapeXml, type XmlElement } from './strict-xml.ts';
import type { XRoadIdParts } from './xroad-id.ts';

export const soapNamespaces = {
  envelope: 'http://schemas.xmlsoap.org/soap/envelope/',
  xroad: 'http://x-road.eu/xsd/xroad.xsd',
  identifiers: 'http://x-road.eu/xsd/identifiers',
} as const;

/** The header of the X-Road message protocol 4.0. */
export interface SoapHeader {
  /** Instance, class, member, perhaps a subsystem. */
  client: XRoadIdParts;
  /** Instance, class, member, subsystem of the provider. */
  provider: XRoadIdParts;
  serviceCode: string;
  serviceVersion?: string;
  id: string;
  userId?: string;
  issue: string;
}

/** A request's body: an element named as the service, with its parameters in order. */
export interface SoapBody {
  namespace: string;
  parameters: Readonly<Record<string, string>>;
}

const protocolVersion = '4.0';
const clientPartNames = ['xRoadInstance', 'memberClass', 'memberCode', 'subsystemCode'];
const servicePartNames = [...clientPartNames, 'serviceCode', 'serviceVersion'];

/** A whole request: document/literal wrapped, identifiers with their parts in the schema's order. */
export function writeEnvelope(header: SoapHeader, { namespace, parameters }: SoapBody): string {
  const { envelope, xroad, identifiers } = soapNamespaces;
  const wrapper = `v:${header.serviceCode}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<soapenv:Envelope xmlns:soapenv="${envelope}" xmlns:xrd="${xroad}" xmlns:id="${identifiers}">`,
    `<soapenv:Header>${headerFieldsOf(header).map(writeField).join('')}</soapenv:Header>`,
    `<soapenv:Body><${wrapper} xmlns:v="${escapeXml(namespace)}">`,
    ...Object.entries(parameters).map(([name, value]) => `<v:${name}>${escapeXml(value)}</v:${name}>`),
    `</${wrapper}></soapenv:Body>`,
    '</soapenv:Envelope>',
  ].join('');
}

/** A header field: a text, or an identifier of some type. */
interface HeaderField {
  name: string;
  value: string | { objectType: string; parts: readonly (readonly [name: string, value: string])[] };
}

function headerFieldsOf({ client, provider, serviceCode, serviceVersion, id, userId, issue }: SoapHeader): HeaderField[] {
  const service = [...provider, serviceCode, ...(serviceVersion === undefined ? [] : [serviceVersion])];
  return [
    { name: 'client', value: { objectType: client.length === 4 ? 'SUBSYSTEM' : 'MEMBER', parts: named(clientPartNames, client) } },
    { name: 'service', value: { objectType: 'SERVICE', parts: named(servicePartNames, service) } },
    { name: 'id', value: id },
    ...(userId === undefined ? [] : [{ name: 'userId', value: userId }]),
    { name: 'issue', value: issue },
    { name: 'protocolVersion', value: protocolVersion },
  ];
}

function named(names: readonly string[], values: readonly string[]): (readonly [string, string])[] {
  return values.map((value, index) => [names[index] ?? '', value] as const);
}

function writeField({ name, value }: HeaderField): string {
  if (typeof value === 'string') return `<xrd:${name}>${escapeXml(value)}</xrd:${name}>`;
  const parts = value.parts.map(([part, text]) => `<id:${part}>${escapeXml(text)}</id:${part}>`).join('');
  return `<xrd:${name} id:objectType="${value.objectType}">${parts}</xrd:${name}>`;
}

// ---- reading -------------------------------------------------------------------------------------------------------

/** An answer taken apart: a Fault, or a header and the wrapper in the body. */
export type SoapMessage = { fault: SoapFaultWords } | { header: XmlElement | undefined; wrapper: XmlElement };

/** Throws SyntaxError if it is no SOAP 1.1 envelope with one element in its body. */
export function readEnvelope(root: XmlElement): SoapMessage {
  if (!isSoap(root, 'Envelope')) throw new SyntaxError(`{${root.namespace}}${root.name} is no SOAP 1.1 envelope`);
  const [body, ...otherBodies] = root.children.filter((child) => isSoap(child, 'Body'));
  const [header, ...otherHeaders] = root.children.filter((child) => isSoap(child, 'Header'));
  if (otherBodies.length > 0 || otherHeaders.length > 0) throw new SyntaxError('more than one header or body');
  const [wrapper, ...others] = body?.children ?? [];
  if (!wrapper || others.length > 0) throw new SyntaxError('the body has not exactly one element');
  return isSoap(wrapper, 'Fault') ? { fault: faultWordsOf(wrapper) } : { header, wrapper };
}

function isSoap({ namespace, name }: XmlElement, expected: string): boolean {
  return namespace === soapNamespaces.envelope && name === expected;
}

/** The children of a Fault have no namespace in SOAP 1.1; some providers give them one, and an error is an error all the same. */
function faultWordsOf(fault: XmlElement): SoapFaultWords {
  const detail = childNamed(fault, 'detail');
  return {
    code: childNamed(fault, 'faultcode')?.text.trim() ?? '',
    message: childNamed(fault, 'faultstring')?.text ?? '',
    detail: (detail && childNamed(detail, 'faultDetail'))?.text,
  };
}

/** The words of the `fault` that a response holds for an error that is not technical (PR-MESS, Annex D.2). */
export function faultInside(wrapper: XmlElement): SoapFaultWords | undefined {
  const fault = childNamed(wrapper, 'fault');
  return fault && { code: childNamed(fault, 'faultCode')?.text ?? '', message: childNamed(fault, 'faultString')?.text ?? '' };
}

/** The first child of a local name. */
function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/**
 * The name of a header field in which an answer differs from the request; undefined = it is the answer to the request. The provider
 * copies all fields, and the security server adds its own (`requestHash`).
 */
export function differingField(header: XmlElement | undefined, sent: SoapHeader): string | undefined {
  const fields = headerFieldsOf(sent);
  const expected = sent.userId === undefined ? [...fields, { name: 'userId', value: undefined }] : fields;
  return expected.find(({ name, value }) => JSON.stringify(fieldIn(header, name)) !== JSON.stringify(value))?.name;
}

/** What a header says: undefined = nothing, null = something twice or out of shape. */
function fieldIn(header: XmlElement | undefined, name: string): HeaderField['value'] | null | undefined {
  const [field, ...others] = header?.children.filter((child) => child.namespace === soapNamespaces.xroad && child.name === name) ?? [];
  if (!field) return undefined;
  if (others.length > 0) return null;
  if (name !== 'client' && name !== 'service') return field.children.length === 0 ? field.text : null;
  const objectType = field.attributes.get(`{${soapNamespaces.identifiers}}objectType`) ?? '';
  return {
    objectType,
    parts: field.children.map((part) => [part.namespace === soapNamespaces.identifiers ? part.name : '', part.text] as const),
  };
}

/** Base64 SHA-512 of the request, as the provider's security server computed it. */
export function requestHashIn(header: XmlElement | undefined): string | undefined {
  const hash = header?.children.find((child) => child.namespace === soapNamespaces.xroad && child.name === 'requestHash');
  const base64 = hash?.text.replaceAll(/\s/g, '');
  return base64 !== undefined && /^[A-Za-z0-9+/]{20,172}={0,2}$/.test(base64) ? base64 : undefined;
}
