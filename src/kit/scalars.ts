import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isLocalDate } from '../shared/calendar.ts';
import { badInput, type HubError } from '../shared/errors.ts';
import type { LocalizedText } from '../shared/localized-text.ts';

/**
 * The scalars of the API (api.md 1.2). What a caller sends wrongly is a HubError BAD_USER_INPUT in their language, as a literal
 * and as a variable alike; what we would answer wrongly is a plain Error, which is ours and therefore masked.
 */

const firstInstant = Date.UTC(1990, 0, 1);
const afterLastInstant = Date.UTC(2101, 0, 1);
const maximumUrlLength = 2_000;
const maximumEmailLength = 254;
const maximumJsonDepth = 10;
const maximumJsonBytes = 65_536;
const maximumCount = 1_000_000_000;

/** What nobody may store: NUL (PostgreSQL refuses it) and half a surrogate pair (no valid UTF-8 has one). */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function refuse(message: LocalizedText): HubError {
  return badInput([], message);
}

interface TextScalar<Internal> {
  name: string;
  description: string;
  specifiedByURL?: string;
  /** The value the services get; throws a HubError for a text that is none. */
  parse(text: string): Internal;
  /** What is sent; throws an Error for a value that cannot be one. */
  serialize(value: unknown): string;
  /** Said when something other than a string comes. */
  notText: LocalizedText;
}

/** A scalar that is a string on the wire, in both directions. */
function textScalar<Internal>({ parse, notText, ...config }: TextScalar<Internal>): GraphQLScalarType<Internal, string> {
  const parseText = (value: unknown): Internal => {
    if (typeof value !== 'string') throw refuse(notText);
    return parse(value);
  };
  return new GraphQLScalarType<Internal, string>({
    ...config,
    parseValue: parseText,
    parseLiteral: (node) => parseText(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** For values that our own code produced: anything but a text of this form is our fault. */
function onlyText(name: string, form: RegExp): (value: unknown) => string {
  return (value) => {
    if (typeof value === 'string' && form.test(value)) return value;
    throw new TypeError(`${name} cannot be answered from ${typeof value}`);
  };
}

const notAnInstant: LocalizedText = {
  ky: 'Убакыт 1990–2100-жылдардын ичинде, RFC 3339 түрүндө жана убакыт алкагы менен жазылсын: 2026-10-20T17:59:59+06:00.',
  ru: 'Момент времени указывается по RFC 3339 со смещением, в пределах 1990–2100 годов: 2026-10-20T17:59:59+06:00.',
  en: 'An instant is written as in RFC 3339 with an offset, within 1990 to 2100: 2026-10-20T17:59:59+06:00.',
};

const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const utcInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const databaseInstant = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}(?::?\d{2})?)$/;

function parseInstant(text: string): Date {
  const [, day] = rfc3339.exec(text) ?? [];
  const instant = new Date(day !== undefined && isLocalDate(day) ? text : Number.NaN);
  const time = instant.getTime();
  if (!(time >= firstInstant && time < afterLastInstant)) throw refuse(notAnInstant);
  return instant;
}

/** PostgreSQL writes `2026-10-20 17:59:59.123456+06`; JavaScript reads only `…T…+06:00`. */
function instantOfDatabase(text: string): Date {
  const [, day, time, offset = ''] = databaseInstant.exec(text) ?? [];
  const fullOffset = offset.length === 3 ? `${offset}:00` : offset.replace(/^(.\d{2})(\d{2})$/, '$1:$2');
  return new Date(`${day}T${time}${fullOffset}`);
}

function serializeInstant(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') throw new TypeError(`DateTime cannot be answered from ${typeof value}`);
  return utcInstant.test(value) ? value : instantOfDatabase(value).toISOString();
}

export const DateTimeScalar = textScalar({
  name: 'DateTime',
  description: 'An instant: RFC 3339 with an offset, within 1990 to 2100. Answered in UTC with milliseconds.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parse: parseInstant,
  serialize: serializeInstant,
  notText: notAnInstant,
});

const notADay: LocalizedText = {
  ky: 'Күн жылнаамада бар болсун, 1990–2100-жылдардын ичинде жана жжжж-аа-кк түрүндө: 2026-10-20.',
  ru: 'Дата должна существовать в календаре, в пределах 1990–2100 годов, в виде гггг-мм-дд: 2026-10-20.',
  en: 'A day is a real calendar day within 1990 to 2100, written yyyy-MM-dd: 2026-10-20.',
};

export const LocalDateScalar = textScalar({
  name: 'LocalDate',
  description: 'A calendar day in Asia/Bishkek, yyyy-MM-dd, within 1990 to 2100.',
  parse: (text) => {
    if (!isLocalDate(text)) throw refuse(notADay);
    return text;
  },
  serialize: onlyText('LocalDate', /^\d{4}-\d{2}-\d{2}$/),
  notText: notADay,
});

const notAUuid: LocalizedText = {
  ky: 'UUID 8-4-4-4-12 он алтылык белгиден турат.',
  ru: 'UUID состоит из 8-4-4-4-12 шестнадцатеричных знаков.',
  en: 'A UUID is 8-4-4-4-12 hexadecimal digits.',
};
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const UuidScalar = textScalar({
  name: 'UUID',
  description: 'A universally unique identifier (RFC 9562). Read in either case, kept and answered in lower case.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  parse: (text) => {
    if (!uuid.test(text)) throw refuse(notAUuid);
    return text.toLowerCase();
  },
  serialize: onlyText('UUID', uuid),
  notText: notAUuid,
});

const notAUrl: LocalizedText = {
  ky: `Дарек http:// же https:// менен башталсын, боштуксуз, сырсөзсүз жана ${maximumUrlLength} белгиден узун болбосун.`,
  ru: `Адрес начинается с http:// или https://, без пробелов и паролей, не длиннее ${maximumUrlLength} знаков.`,
  en: `An address begins with http:// or https://, has no blanks or passwords, and at most ${maximumUrlLength} characters.`,
};
const webAddress = /^https?:\/\/[^\s\p{Cc}\\]+$/iu;

function parseUrl(text: string): string {
  if (text.length > maximumUrlLength || !text.isWellFormed() || !webAddress.test(text)) throw refuse(notAUrl);
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '') throw refuse(notAUrl);
  return text;
}

export const UrlScalar = textScalar({
  name: 'URL',
  description: `A web address: http or https only, no user name or password, at most ${maximumUrlLength} characters.`,
  specifiedByURL: 'https://url.spec.whatwg.org/',
  parse: parseUrl,
  serialize: onlyText('URL', /^https?:\/\//i),
  notText: notAUrl,
});

const notAnEmail: LocalizedText = {
  ky: 'Электрондук дарек ысым@домен түрүндө, тырмакчасыз, үтүрсүз, боштуксуз болсун.',
  ru: 'Адрес почты имеет вид имя@домен, без кавычек, запятых и пробелов.',
  en: 'An e-mail address is name@domain, without quotes, commas or blanks.',
};
/** Narrower than RFC 5321 on purpose: what mail libraries read in two ways is not an address here. */
const emailAddress =
  /^(?=.{1,64}@)[a-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

export const EmailAddressScalar = textScalar({
  name: 'EmailAddress',
  description: `An e-mail address: one plain name@domain of at most ${maximumEmailLength} characters; no quotes, comments or commas.`,
  parse: (text) => {
    if (text.length > maximumEmailLength || !emailAddress.test(text)) throw refuse(notAnEmail);
    return text;
  },
  serialize: onlyText('EmailAddress', /@/),
  notText: notAnEmail,
});

const notMoney: LocalizedText = {
  ky: 'Сумма сом менен, так эки ондук белги менен, тырмакчада жазылат: "1250.00".',
  ru: 'Сумма в сомах пишется строкой ровно с двумя десятичными знаками: "1250.00".',
  en: 'An amount in som is a string with exactly two decimals: "1250.00".',
};

/** Of a numeric column as text, or of the number that PostgreSQL's JSON functions make of it. */
function serializeSom(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  const [, whole, decimals = ''] = (typeof text === 'string' && /^(-?\d+)(?:\.(\d{1,2})0*)?$/.exec(text)) || [];
  if (whole === undefined) throw new TypeError(`Som cannot be answered from ${typeof value}`);
  return `${whole}.${decimals.padEnd(2, '0')}`;
}

export const SomScalar = textScalar({
  name: 'Som',
  description: 'Money in som: a string with exactly two decimals, "1250.00". Never a Float. Amounts sent are not negative.',
  parse: (text) => {
    if (!/^(?:0|[1-9]\d{0,15})\.\d{2}$/.test(text)) throw refuse(notMoney);
    return text;
  },
  serialize: serializeSom,
  notText: notMoney,
});

const notADecimal: LocalizedText = {
  ky: 'Ондук сан 18 цифрадан ашпайт жана тырмакчада жазылат: "12.5".',
  ru: 'Десятичное число пишется строкой, не более 18 цифр: "12.5".',
  en: 'A decimal is a string of at most 18 digits: "12.5".',
};
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

export const DecimalScalar = textScalar({
  name: 'Decimal',
  description: 'An exact decimal number as a string, at most 18 digits, no exponent: "12.5".',
  parse: (text) => {
    if (text.length > 20 || !decimal.test(text) || text.replace(/\D/g, '').length > 18) throw refuse(notADecimal);
    return text;
  },
  serialize: (value) => onlyText('Decimal', decimal)(typeof value === 'number' ? String(value) : value),
  notText: notADecimal,
});

const notACount: LocalizedText = {
  ky: `Сан 0дон ${maximumCount} чейинки бүтүн сан болсун.`,
  ru: `Количество — целое число от 0 до ${maximumCount}.`,
  en: `A count is a whole number from 0 to ${maximumCount}.`,
};

function parseCount(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > maximumCount) throw refuse(notACount);
  return value;
}

/** Of a number, or of a bigint column or sum, which come as text. */
function serializeCount(value: unknown): number {
  const isText = typeof value === 'string' && /^\d{1,16}$/.test(value);
  const count = typeof value === 'bigint' || isText ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
    throw new TypeError(`Count cannot be answered from ${typeof value}`);
  }
  return count;
}

export const CountScalar = new GraphQLScalarType<number, number>({
  name: 'Count',
  description: 'A whole number of things: 0 to 10^9 when sent, up to 2^53-1 when answered.',
  serialize: serializeCount,
  parseValue: parseCount,
  parseLiteral: (node) => parseCount(node.kind === Kind.INT ? Number(node.value) : undefined),
});

const notJson: LocalizedText = {
  ky: `JSON эң көп ${maximumJsonDepth} деңгээл жана ${maximumJsonBytes / 1024} КБ болсун; NUL, бузук Unicode жана __proto__, constructor, prototype аттары жарабайт.`,
  ru: `JSON — не глубже ${maximumJsonDepth} уровней и не больше ${maximumJsonBytes / 1024} КБ; без NUL, повреждённого Unicode и имён __proto__, constructor, prototype.`,
  en: `JSON is at most ${maximumJsonDepth} levels deep and ${maximumJsonBytes / 1024} KB, without NUL, broken Unicode or the names __proto__, constructor, prototype.`,
};
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The most bytes of JSON that a unit of UTF-16 makes: `\\u001f`. What is around a text or a number is less than three such. */
const mostBytesPerUnit = 6;
const unitsAround = 3;
const longestNumber = 24;

/**
 * How long a value is at most, in units of UTF-16; no JSON of it is longer. Throws at the first thing wrong, so that nothing deeper than
 * the limit is ever walked.
 */
function assertedLength(value: unknown, depth: number): number {
  if (typeof value === 'string') {
    if (!isStorableText(value)) throw refuse(notJson);
    return value.length + unitsAround;
  }
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'number' && !Number.isFinite(value)) throw refuse(notJson);
    return longestNumber;
  }
  if (depth === maximumJsonDepth) throw refuse(notJson);
  let length = unitsAround;
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members)) {
    if (forbiddenKeys.has(key) || !isStorableText(key)) throw refuse(notJson);
    length += key.length + unitsAround + assertedLength(members[key], depth + 1);
  }
  return length;
}

/** A variable is read when it is checked, when the cost is reckoned and when it is used: what was good once need not be walked again. */
const seenGood = new WeakSet<object>();

/** A value as the hub takes it as JSON, from whatever door; throws BAD_USER_INPUT for one that is too large or could not be kept. */
export function parseJson(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && seenGood.has(value)) return value;
  // Nearly everything is far too short to be measured.
  const isShort = assertedLength(value, 0) * mostBytesPerUnit <= maximumJsonBytes;
  if (!isShort && Buffer.byteLength(JSON.stringify(value)) > maximumJsonBytes) throw refuse(notJson);
  if (isObject) seenGood.add(value);
  return value;
}

function jsonOfLiteral(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, jsonOfLiteral(field.value, variables)]));
    case Kind.LIST:
      return node.values.map((item) => jsonOfLiteral(item, variables));
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.VARIABLE:
      return variables[node.name.value] ?? null;
    case Kind.NULL:
      return null;
    default:
      return node.value;
  }
}

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: `Any JSON value of at most ${maximumJsonDepth} levels and ${maximumJsonBytes / 1024} KB; validated against its form or method when it comes in.`,
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  parseValue: parseJson,
  parseLiteral: (node, variables) => parseJson(jsonOfLiteral(node, variables ?? {})),
});
