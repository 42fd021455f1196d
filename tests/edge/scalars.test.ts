import { type GraphQLScalarType, Kind, parseValue, type ValueNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  CountScalar,
  DateTimeScalar,
  DecimalScalar,
  EmailAddressScalar,
  JsonScalar,
  LocalDateScalar,
  SomScalar,
  UrlScalar,
  UuidScalar,
} from '../../src/kit/scalars.ts';
import { HubError } from '../../src/shared/errors.ts';

const id = '0190b5c0-6f3a-7cc0-8a53-0242ac120002';

const accepted: readonly (readonly [GraphQLScalarType, unknown, unknown])[] = [
  [DateTimeScalar, '2026-10-20T17:59:59Z', new Date('2026-10-20T17:59:59Z')],
  [DateTimeScalar, '2026-10-20T23:59:59.999+06:00', new Date('2026-10-20T17:59:59.999Z')],
  [DateTimeScalar, '1990-01-01T00:00:00Z', new Date('1990-01-01T00:00:00Z')],
  [DateTimeScalar, '2100-12-31T23:59:59.999999Z', new Date('2100-12-31T23:59:59.999Z')],
  [LocalDateScalar, '2024-02-29', '2024-02-29'],
  [LocalDateScalar, '2100-12-31', '2100-12-31'],
  [UuidScalar, id.toUpperCase(), id],
  [UrlScalar, 'https://msq.example/а?б=в#г', 'https://msq.example/а?б=в#г'],
  [UrlScalar, 'http://[::1]:8080/', 'http://[::1]:8080/'],
  [EmailAddressScalar, 'a.b+c@ayil-okmotu.gov.kg', 'a.b+c@ayil-okmotu.gov.kg'],
  [EmailAddressScalar, "o'brien@example.org", "o'brien@example.org"],
  [CountScalar, 0, 0],
  [CountScalar, 1_000_000_000, 1_000_000_000],
  [SomScalar, '0.00', '0.00'],
  [SomScalar, '1250.00', '1250.00'],
  [DecimalScalar, '-12.50', '-12.50'],
  [DecimalScalar, '123456789012345678', '123456789012345678'],
];

const refused: readonly (readonly [GraphQLScalarType, string, unknown])[] = [
  ...[
    '2026-10-20',
    '2026-10-20T10:00:00',
    '2026-10-20 10:00:00Z',
    '2026-10-20T10:00Z',
    '2026-10-20T10:00:00+6',
    '2026-10-20t10:00:00z',
  ].map((text) => [DateTimeScalar, text, text] as const),
  ...['2026-02-29T00:00:00Z', '2026-10-20T24:00:00Z', '2026-10-20T10:60:00Z', '2026-10-20T10:00:60Z', '2026-10-20T10:00:00+24:00'].map(
    (text) => [DateTimeScalar, text, text] as const,
  ),
  // The day is within the years, the instant is not.
  ...['1989-12-31T23:59:59.999Z', '1990-01-01T00:00:00+06:00', '2101-01-01T00:00:00Z', '2100-12-31T23:00:00-06:00'].map(
    (text) => [DateTimeScalar, text, text] as const,
  ),
  [DateTimeScalar, 'a number', 1_760_000_000_000],
  ...['2026-02-29', '2026-13-01', '2026-1-1', '1989-12-31', '2101-01-01', '2026-10-20T00:00:00Z', ' 2026-10-20'].map(
    (text) => [LocalDateScalar, text, text] as const,
  ),
  ...[`{${id}}`, id.slice(1), id.replaceAll('-', ''), `${id}\n`, ''].map((text) => [UuidScalar, text, text] as const),
  ...[
    'javascript:alert(1)',
    'ftp://a.kg',
    '//a.kg',
    'https://',
    'https:a.kg',
    'https://user:pw@a.kg',
    'https://a.kg/ b',
    'https://a.kg/\n',
    'https:\\\\a.kg',
    `https://a.kg/${'x'.repeat(2_000)}`,
  ].map((text) => [UrlScalar, text.slice(0, 30), text] as const),
  ...[
    '"a b"@x.kg',
    'a,b@x.kg',
    'a@x.kg, b@y.kg',
    'a(c)@x.kg',
    'a@x',
    'a@@x.kg',
    '.a@x.kg',
    'a..b@x.kg',
    'a.@x.kg',
    'a@-x.kg',
    'a@x.kg\r\nBcc: b@y.kg',
    'a@[127.0.0.1]',
    '<a@x.kg>',
    'а@x.kg',
    `${'a'.repeat(65)}@x.kg`,
    `a@${'x.'.repeat(130)}kg`,
  ].map((text) => [EmailAddressScalar, text.slice(0, 30), text] as const),
  ...[-1, 1.5, 1_000_000_001, Number.NaN, Number.POSITIVE_INFINITY, '1', true, null].map(
    (value) => [CountScalar, String(value), value] as const,
  ),
  ...['1250', '1250.0', '1250.000', '-1.00', '01.00', '1 250.00', '1250,00', '1e3', `${'9'.repeat(17)}.00`].map(
    (text) => [SomScalar, text, text] as const,
  ),
  [SomScalar, 'a number', 1250],
  ...['1e5', '.5', '5.', '+1', '00', '0x1', '1234567890123456789', '0.1234567890123456789', ''].map(
    (text) => [DecimalScalar, text, text] as const,
  ),
  [DecimalScalar, 'a number', 1.5],
];

function literal(value: unknown): ValueNode {
  return parseValue(JSON.stringify(value));
}

function refusalOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error instanceof HubError ? error.code : error;
  }
}

describe('what comes in', () => {
  it.each(accepted)('%s accepts %j', (scalar, value, meant) => {
    expect(scalar.parseValue(value)).toEqual(meant);
    expect(scalar.parseLiteral(literal(value), {})).toEqual(meant);
  });

  it.each(refused)('%s refuses %s', (scalar, _name, value) => {
    expect(refusalOf(() => scalar.parseValue(value))).toBe('BAD_USER_INPUT');
    expect(refusalOf(() => scalar.parseLiteral(literal(value), {}))).toBe('BAD_USER_INPUT');
  });

  it('JSON is taken to 10 levels and 64 KB, as a variable and as a literal', () => {
    const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`) as unknown;
    expect(JsonScalar.parseValue(deep(10))).toEqual(deep(10));
    expect(refusalOf(() => JsonScalar.parseValue(deep(11)))).toBe('BAD_USER_INPUT');
    expect(JsonScalar.parseValue('ы'.repeat(32_767))).toHaveLength(32_767);
    expect(refusalOf(() => JsonScalar.parseValue('ы'.repeat(32_768)))).toBe('BAD_USER_INPUT');
    expect(JsonScalar.parseLiteral(parseValue('{ a: [1, 2.5, "x", true, null, ENUM], b: $v }'), { v: 7 })).toEqual({
      a: [1, 2.5, 'x', true, null, 'ENUM'],
      b: 7,
    });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('JSON refuses the key %s at any level', (key) => {
    expect(refusalOf(() => JsonScalar.parseValue(JSON.parse(`{"a":[{"${key}":1}]}`)))).toBe('BAD_USER_INPUT');
    expect(refusalOf(() => JsonScalar.parseLiteral(parseValue(`{ a: [{ ${key}: 1 }] }`), {}))).toBe('BAD_USER_INPUT');
    expect(Object.prototype).not.toHaveProperty('a');
  });

  it.each(['\0', '\ud800', { 'a\0': 1 }, ['\udfff'], [Number.POSITIVE_INFINITY]])('JSON refuses what cannot be stored: %j', (value) => {
    expect(refusalOf(() => JsonScalar.parseValue(value))).toBe('BAD_USER_INPUT');
  });
});

describe('what goes out', () => {
  it.each([
    [DateTimeScalar, new Date(0), '1970-01-01T00:00:00.000Z'],
    [DateTimeScalar, '2026-10-20T17:59:59.999Z', '2026-10-20T17:59:59.999Z'],
    [DateTimeScalar, '2026-10-20 23:59:59.999999+06', '2026-10-20T17:59:59.999Z'],
    [DateTimeScalar, '2026-10-20T17:59:59+00:00', '2026-10-20T17:59:59.000Z'],
    [DateTimeScalar, '2026-10-20 17:59:59-0330', '2026-10-20T21:29:59.000Z'],
    [CountScalar, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [CountScalar, '12', 12],
    [CountScalar, 12n, 12],
    [SomScalar, '1250', '1250.00'],
    [SomScalar, '1250.5000', '1250.50'],
    [SomScalar, -0.1, '-0.10'],
    [DecimalScalar, '0.10', '0.10'],
    [DecimalScalar, 2.5, '2.5'],
  ] as const)('%s answers %s as %s', (scalar: GraphQLScalarType, value, answer) => {
    expect(scalar.serialize(value)).toBe(answer);
  });

  it.each([
    [DateTimeScalar, 1_760_000_000_000],
    [DateTimeScalar, 'tomorrow'],
    [LocalDateScalar, new Date()],
    [CountScalar, '9007199254740993'],
    [CountScalar, -1],
    [SomScalar, 0.1 + 0.2],
    [SomScalar, '1.001'],
    [DecimalScalar, 1e21],
    [UrlScalar, 'javascript:alert(1)'],
  ] as const)('%s does not answer %s', (scalar: GraphQLScalarType, value) => {
    expect(refusalOf(() => scalar.serialize(value))).toBeInstanceOf(Error);
  });

  it('an enum literal is no text', () => {
    expect(refusalOf(() => LocalDateScalar.parseLiteral({ kind: Kind.ENUM, value: '2026-10-20' }, {}))).toBe('BAD_USER_INPUT');
  });
});
