/**
 * The simulator's own reading of SOAP requests, written from the X-Road message protocol 4.0 (PR-MESS 2.1 to 2.6, Annexes A and B) and
 * from service-volumes.xsd, with nothing of the product in it: what the hub sends is judged by somebody else's eyes.
 */

/** An element with its namespace resolved. */
export interface Tag {
  namespace: string;
  name: string;
  /** By `{namespace}name`. */
  attributes: ReadonlyMap<string, string>;
  children: Tag[];
  text: string;
}

interface SoapRequestParts {
  method: string;
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** What a security server would refuse a request for, as an X-Road code and a message. */
export interface SoapProblem {
  code: string;
  message: string;
}

const ns = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  xroad: 'http://x-road.eu/xsd/xroad.xsd',
  id: 'http://x-road.eu/xsd/identifiers',
  volumes: 'urn:kg:municipal-services:volumes:v1',
} as const;

const unescaped: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&', '&#13;': '\r' };

function unescape(text: string): string {
  return text.replace(/&[^;]*;/g, (reference) => unescaped[reference] ?? `?${reference}?`);
}

/** The root of plain XML: no CDATA, no comments, no document type. Throws Error. */
function parsePlainXml(xml: string): Tag {
  const top: Tag = { namespace: '', name: '', attributes: new Map(), children: [], text: '' };
  const open: { tag: Tag; written: string; prefixes: Map<string, string> }[] = [{ tag: top, written: '', prefixes: new Map() }];
  const tokens = xml.replace(/^<\?xml [^>]*\?>\s*/, '').matchAll(/<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy);
  let end = 0;
  for (const token of tokens) {
    const [whole, closing, written = '', attributes = '', empty, text] = token;
    end = token.index + whole.length;
    const within = open.at(-1) ?? { tag: top, written: '', prefixes: new Map<string, string>() };
    if (text !== undefined) within.tag.text += unescape(text);
    else if (closing) {
      if (open.pop()?.written !== written) throw new Error(`</${written}> closes nothing`);
    } else {
      const pairs = [...attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescape(value)] as const);
      const prefixes = new Map(within.prefixes);
      for (const [name, value] of pairs) if (/^xmlns(:|$)/.test(name)) prefixes.set(name.slice(6), value);
      const tag = { ...resolved(written, prefixes), attributes: attributesOf(pairs, prefixes), children: [], text: '' };
      within.tag.children.push(tag);
      if (!empty) open.push({ tag, written, prefixes });
    }
  }
  const rest = xml.replace(/^<\?xml [^>]*\?>\s*/, '').slice(end);
  const [root, ...others] = top.children;
  if (!root || others.length > 0 || open.length !== 1 || rest.trim() !== '') throw new Error('not one well-formed element');
  return root;
}

function resolved(written: string, prefixes: ReadonlyMap<string, string>): { namespace: string; name: string } {
  const [prefix, name] = written.includes(':') ? written.split(':') : ['', written];
  const namespace = prefixes.get(prefix ?? '');
  if (prefix !== '' && namespace === undefined) throw new Error(`prefix ${prefix} is not declared`);
  return { namespace: namespace ?? '', name: name ?? '' };
}

function attributesOf(pairs: readonly (readonly [string, string])[], prefixes: ReadonlyMap<string, string>): Map<string, string> {
  const plain = pairs.filter(([name]) => !/^xmlns(:|$)/.test(name));
  return new Map(
    plain.map(([written, value]) => {
      if (!written.includes(':')) return [`{}${written}`, value];
      const { namespace, name } = resolved(written, prefixes);
      return [`{${namespace}}${name}`, value];
    }),
  );
}

/** A request taken apart. */
export interface SoapRequest {
  header: Tag;
  /** Instance, class, member, subsystem. */
  provider: string[];
  serviceCode: string;
  serviceVersion: string | undefined;
  wrapper: Tag;
}

/** Throws Error on what `problemsOfSoapRequest` would have told. */
export function readSoapRequest(body: string): SoapRequest {
  const [header, soapBody] = parsePlainXml(body).children;
  const wrapper = soapBody?.children[0];
  const service = header && fieldOf(header, 'service');
  if (!header || !wrapper || !service) throw new Error('no header, no service or no body');
  const partOf = (name: string) => service.children.find((part) => part.name === name)?.text;
  const provider = ['xRoadInstance', 'memberClass', 'memberCode', 'subsystemCode'].flatMap((name) => partOf(name) ?? []);
  return { header, provider, serviceCode: partOf('serviceCode') ?? '', serviceVersion: partOf('serviceVersion'), wrapper };
}

export function fieldOf(header: Tag, name: string): Tag | undefined {
  return header.children.find((child) => child.namespace === ns.xroad && child.name === name);
}

/** All that the protocol and the schema forbid in a request; none = a security server lets it pass. */
export function problemsOfSoapRequest({ method, url, headers, body }: SoapRequestParts): SoapProblem[] {
  const problems: SoapProblem[] = [];
  const refuse = (code: string, message: string) => void problems.push({ code, message });
  if (method !== 'POST') return [{ code: 'Client.InvalidHttpMethod', message: `Must use POST request method instead of ${method}` }];
  if (url !== '/') refuse('Client.InvalidRequest', `posted to ${url}`);
  if (!/^text\/xml; ?charset=utf-8$/i.test(String(headers['content-type'])))
    refuse('Client.InvalidContentType', String(headers['content-type']));
  if (!/^"[^"]*"$/.test(String(headers.soapaction))) refuse('Client.InvalidSoapAction', String(headers.soapaction));
  if (/<!|<\?(?!xml )/.test(body)) refuse('Client.InvalidXml', 'a declaration or an instruction');
  try {
    problems.push(...problemsOfEnvelope(parsePlainXml(body)));
  } catch (error) {
    refuse('Client.InvalidXml', String(error));
  }
  return problems;
}

function problemsOfEnvelope(root: Tag): SoapProblem[] {
  const names = root.children.map(({ namespace, name }) => `{${namespace}}${name}`);
  const isEnvelope = root.namespace === ns.soap && root.name === 'Envelope';
  if (!isEnvelope || names.join() !== `{${ns.soap}}Header,{${ns.soap}}Body`) return [{ code: 'Client.InvalidSoap', message: names.join() }];
  const [header, body] = root.children as [Tag, Tag];
  const wrapper = body.children[0];
  if (!wrapper || body.children.length > 1) return [{ code: 'Client.MissingBody', message: 'the body needs one element' }];
  return [...problemsOfHeader(header), ...problemsOfWrapper(header, wrapper)];
}

const mandatory = ['client', 'service', 'id', 'protocolVersion'];
const known = [...mandatory, 'userId', 'issue'];

function problemsOfHeader(header: Tag): SoapProblem[] {
  const names = header.children.map(({ name }) => name);
  const foreign = header.children.filter(({ namespace, name }) => namespace !== ns.xroad || !known.includes(name));
  return [
    ...foreign.map(({ name }) => ({ code: 'Client.InvalidSoap', message: `header field ${name}` })),
    ...mandatory.filter((name) => !names.includes(name)).map((name) => ({ code: 'Client.MissingHeaderField', message: name })),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => ({ code: 'Client.DuplicateHeaderField', message: name })),
    ...problemsOfId(fieldOf(header, 'client'), ['MEMBER', 'SUBSYSTEM'], /^xRoadInstance,memberClass,memberCode(,subsystemCode)?$/),
    ...problemsOfId(
      fieldOf(header, 'service'),
      ['SERVICE'],
      /^xRoadInstance,memberClass,memberCode(,subsystemCode)?,serviceCode(,serviceVersion)?$/,
    ),
    ...problemsOfKind(fieldOf(header, 'client')),
    ...(fieldOf(header, 'protocolVersion')?.text === '4.0' ? [] : [{ code: 'Client.InvalidProtocolVersion', message: 'not 4.0' }]),
  ];
}

/** The parts are a sequence: their order counts; the attribute is qualified and required. */
function problemsOfId(field: Tag | undefined, types: readonly string[], sequence: RegExp): SoapProblem[] {
  if (!field) return [];
  const parts = field.children.map(({ namespace, name }) => (namespace === ns.id ? name : `{${namespace}}${name}`)).join();
  const type = field.attributes.get(`{${ns.id}}objectType`);
  const isWhole = sequence.test(parts) && field.children.every(({ text }) => text !== '') && field.text.trim() === '';
  if (isWhole && type !== undefined && types.includes(type) && field.attributes.size === 1) return [];
  return [{ code: 'Client.InvalidXml', message: `${field.name}: ${type} ${parts}` }];
}

function problemsOfKind(client: Tag | undefined): SoapProblem[] {
  const isSubsystem = client?.children.some(({ name }) => name === 'subsystemCode');
  const type = client?.attributes.get(`{${ns.id}}objectType`);
  return !client || (type === 'SUBSYSTEM') === isSubsystem ? [] : [{ code: 'Client.InvalidClientIdentifier', message: `${type}` }];
}

function problemsOfWrapper(header: Tag, wrapper: Tag): SoapProblem[] {
  const serviceCode = fieldOf(header, 'service')?.children.find(({ name }) => name === 'serviceCode')?.text;
  if (wrapper.name !== serviceCode) return [{ code: 'Client.InconsistentHeaders', message: `${wrapper.name} for ${serviceCode}` }];
  const isMetadata = ['listMethods', 'allowedMethods', 'getWsdl'].includes(wrapper.name);
  if (wrapper.namespace !== (isMetadata ? ns.xroad : ns.volumes)) return [{ code: 'Client.InvalidSoap', message: wrapper.namespace }];
  const sequence = isMetadata ? /^(serviceCode(,serviceVersion)?)?$/ : sequenceOfVolumes;
  const names = wrapper.children.map(({ namespace, name }) => (namespace === wrapper.namespace ? name : `{${namespace}}${name}`)).join();
  const badValue = wrapper.children.find(({ name, text }) => valueForms[name]?.test(text) === false);
  const isValid = sequence.test(names) && !badValue && wrapper.text.trim() === '';
  return isValid ? [] : [{ code: 'Client.InvalidBody', message: `${names} ${badValue?.name ?? ''}` }];
}

const sequenceOfVolumes = /^(?:periodFrom,periodTo(?:,granularity)?(?:,soate)?(?:,serviceCode)?|since)(?:,cursor)?(?:,pageSize)?$/;
const valueForms: Readonly<Record<string, RegExp>> = {
  periodFrom: /^\d{4}-\d{2}-\d{2}$/,
  periodTo: /^\d{4}-\d{2}-\d{2}$/,
  granularity: /^(?:DAY|MONTH)$/,
  soate: /^\d{14}$/,
  pageSize: /^[1-9]\d*$/,
};
