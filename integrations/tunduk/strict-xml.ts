import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { cutTo } from '../../src/shared/plain-text.ts';

/** An element with its namespaces resolved: prefixes mean nothing. */
export interface XmlElement {
  /** Empty = none. */
  namespace: string;
  name: string;
  /** By `{namespace}name`, or the bare name of one without a namespace. */
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlElement[];
  /** The character data directly inside, references decoded, untrimmed. */
  text: string;
}

/** As the parser gives it: `{ 'p:name': content, ':@'?: attributes }`, `{ '#text': text }`, `{ '#cdata': content }`. */
type ParsedNode = Readonly<Record<string, unknown>>;
type Prefixes = ReadonlyMap<string, string>;

const deepestNesting = 32;
/** Tags, attributes and references together: a page of 1,000 rows has about 25,000. Millions would hold up the whole hub. */
const mostMarkup = 100_000;
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  cdataPropName: '#cdata',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  maxNestedTags: deepestNesting,
});

const notXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/**
 * The root of an XML document as SOAP allows it: no document type (refused before anything is parsed), so no entities but the five
 * of XML; no processing instructions; at most 32 levels and 100,000 tags; namespaces declared. Throws SyntaxError.
 */
export function parseStrictXml(text: string): XmlElement {
  if (/<!(?:doctype|entity|notation|element|attlist)/i.test(text)) throw new SyntaxError('a document type declaration is refused');
  if (hasTooMuchMarkup(text)) throw new SyntaxError(`more than ${mostMarkup} tags, attributes and references`);
  if (notXml.test(text)) throw new SyntaxError('a character that XML does not allow');
  assertWellFormed(text);
  const [first, ...others] = parsed(text).filter((node) => nameOf(node) !== '?xml');
  if (!first || others.length > 0) throw new SyntaxError('one root element is expected');
  return elementOf(first, new Map([['xml', xmlNamespace]]));
}

function hasTooMuchMarkup(text: string): boolean {
  const markup = /[<=&]/g;
  for (let found = 0; found <= mostMarkup; found += 1) if (!markup.test(text)) return false;
  return true;
}

/** Whether a text can be an element's local name. */
export function isXmlName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(text);
}

/** Text as the content of an element or an attribute. */
export function escapeXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
  return text.replace(/[&<>"\r]/g, (character) => escapes[character] ?? character);
}

/** The encoding that an XML declaration names, in lower case. */
export function declaredEncoding(text: string): string | undefined {
  return /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.-]+)["']/.exec(text)?.[1]?.toLowerCase();
}

/** The validator passes over what follows the root; the parser leaves it out. */
function assertWellFormed(text: string): void {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new SyntaxError(`line ${verdict.err.line}: ${verdict.err.msg}`);
  if (!text.trimEnd().endsWith('>')) throw new SyntaxError('text after the root element');
}

function parsed(text: string): ParsedNode[] {
  try {
    return (parser.parse(text) as ParsedNode[]).filter((node) => !('#text' in node));
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? error.message : 'not XML', { cause: error });
  }
}

function elementOf(node: ParsedNode, inherited: Prefixes): XmlElement {
  const written = (node[':@'] ?? {}) as Readonly<Record<string, string>>;
  const attributes = Object.entries(written).map(([name, value]) => [name, decoded(value)] as const);
  const prefixes = withDeclarations(inherited, attributes);
  const qualifiedName = nameOf(node);
  const content = node[qualifiedName] as readonly ParsedNode[];
  return {
    ...expanded(qualifiedName, prefixes, prefixes.get('') ?? ''),
    attributes: new Map(attributes.filter(([name]) => !isDeclaration(name)).map(([name, value]) => [attributeKey(name, prefixes), value])),
    children: content.filter((child) => !('#text' in child || '#cdata' in child)).map((child) => elementOf(child, prefixes)),
    text: content.map(textOf).join(''),
  };
}

function nameOf(node: ParsedNode): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}

function textOf(node: ParsedNode): string {
  if ('#text' in node) return decoded(String(node['#text']));
  return '#cdata' in node ? (node['#cdata'] as ParsedNode[]).map((part) => String(part['#text'])).join('') : '';
}

function isDeclaration(attribute: string): boolean {
  return attribute === 'xmlns' || attribute.startsWith('xmlns:');
}

function withDeclarations(inherited: Prefixes, attributes: readonly (readonly [string, string])[]): Prefixes {
  const own = attributes.filter(([name]) => isDeclaration(name)).map(([name, value]) => [name.slice('xmlns:'.length), value] as const);
  return own.length === 0 ? inherited : new Map([...inherited, ...own]);
}

function attributeKey(qualifiedName: string, prefixes: Prefixes): string {
  const { namespace, name } = expanded(qualifiedName, prefixes, '');
  return namespace === '' ? name : `{${namespace}}${name}`;
}

/** A name without a prefix is in the default namespace if it is an element's, in none if it is an attribute's. */
function expanded(qualifiedName: string, prefixes: Prefixes, unprefixed: string): { namespace: string; name: string } {
  const parts = qualifiedName.split(':');
  const [prefix, name] = parts.length === 1 ? [undefined, parts[0]] : parts;
  if (parts.length > 2 || name === undefined || !isXmlName(name)) throw new SyntaxError(`${cutTo(qualifiedName, 64)} is not a name`);
  const namespace = prefix === undefined ? unprefixed : prefixes.get(prefix);
  if (namespace === undefined) throw new SyntaxError(`the prefix ${prefix} is not declared`);
  return { namespace, name };
}

function decoded(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/&([^;&\s]{0,10})(;?)/g, (reference, body: string, end: string) => {
    const character = end === '' ? undefined : (characterOf(body) ?? named[body]);
    if (character === undefined) throw new SyntaxError(`the reference ${reference} is not allowed`);
    return character;
  });
}

function characterOf(body: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(body) ?? [];
  if (hex === undefined && decimal === undefined) return undefined;
  const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const character = codePoint > 0x10ffff ? '\0' : String.fromCodePoint(codePoint);
  return notXml.test(character) ? undefined : character;
}
