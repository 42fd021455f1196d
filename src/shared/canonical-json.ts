/** What has one canonical text. Members that are undefined are absent. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue | undefined };

/**
 * The one text of a JSON value, whoever writes it: no blanks, names sorted by UTF-16 code units, numbers and strings as ECMAScript
 * writes them (RFC 8785); whole numbers beyond 2^53 only as bigint. Throws a TypeError for what would be written inexactly: numbers
 * that are not finite or not exact, half a surrogate pair, and objects that are no plain data.
 */
export function canonicalJson(value: CanonicalValue): string {
  switch (typeof value) {
    case 'string':
      return textOf(value);
    case 'number':
      return numberOf(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : compositeOf(value);
  }
}

function textOf(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('Half a surrogate pair has no canonical JSON');
  return JSON.stringify(text);
}

function numberOf(number: number): string {
  const isExact = Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
  if (!isExact) throw new TypeError(`${number} has no canonical JSON`);
  // Minus zero is zero.
  return String(number);
}

function compositeOf(value: object): string {
  if (Array.isArray(value)) return listOf(value as CanonicalValue[]);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw new TypeError(`${value.constructor.name} has no canonical JSON`);
  return recordOf(value as Readonly<Record<string, CanonicalValue | undefined>>);
}

// Filings are long: their text grows member by member, without lists of parts.

function listOf(items: readonly CanonicalValue[]): string {
  let text = '';
  // Holes are undefined, too.
  for (const item of items) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
  return `[${text}]`;
}

function recordOf(record: Readonly<Record<string, CanonicalValue | undefined>>): string {
  let text = '';
  // By UTF-16 code units, as sorting does by itself.
  for (const name of Object.keys(record).toSorted()) {
    const member = record[name];
    if (member !== undefined) text += `${text === '' ? '' : ','}${textOf(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
