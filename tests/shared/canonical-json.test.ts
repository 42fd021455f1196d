import { describe, expect, it } from 'vitest';
import { canonicalJson, type CanonicalValue } from '../../src/shared/canonical-json.ts';
import { randomOf } from '../support/random.ts';

describe('a value has one text', () => {
  it.each<[string, CanonicalValue, string]>([
    [
      'names are sorted by UTF-16 code units',
      { б: 1, a: 2, B: 3, '\u{1F600}': 4, '\uFB33': 5 },
      '{"B":3,"a":2,"б":1,"\u{1F600}":4,"\uFB33":5}',
    ],
    ['also inside', { list: [{ b: 1, a: [] }], empty: {} }, '{"empty":{},"list":[{"a":[],"b":1}]}'],
    ['members that are undefined are absent', { a: undefined, b: null }, '{"b":null}'],
    ['numbers as ECMAScript writes them', [1, -1.5, 1e21 / 1e6, 0.000001, 1e-7, 4.5], '[1,-1.5,1000000000000000,0.000001,1e-7,4.5]'],
    ['minus zero is zero', -0, '0'],
    ['whole numbers beyond 2^53 as bigint', [9007199254740991, 9007199254740993n], '[9007199254740991,9007199254740993]'],
    ['texts as ECMAScript writes them', 'ү"\\\n\u0001€', '"ү\\"\\\\\\n\\u0001€"'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each<[string, unknown]>([
    ['what is not a number', Number.NaN],
    ['what is not finite', Infinity],
    ['a whole number that may be another', 2 ** 53],
    ['half a surrogate pair', '\uD83D'],
    ['half a surrogate pair in a name', { '\uDE00': 1 }],
    ['a date: its owner says how it is written', new Date(0)],
    ['a map', new Map()],
    ['nothing in a list', [undefined]],
    ['a hole in a list', Array(1)],
  ])('%s has none', (_, value) => {
    expect(() => canonicalJson(value as CanonicalValue)).toThrow(TypeError);
  });
});

describe('of any data', () => {
  const samples = Array.from({ length: 300 }, (_, seed) => valueOf(randomOf(seed + 1), 4));

  it('the text is read back as the same data', () => {
    for (const value of samples) expect(JSON.parse(canonicalJson(value))).toEqual(value);
  });

  it('the order in which it was put together does not show', () => {
    for (const value of samples) expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
  });

  it('the text of the text, read back, is the text', () => {
    for (const value of samples) expect(canonicalJson(JSON.parse(canonicalJson(value)) as CanonicalValue)).toBe(canonicalJson(value));
  });

  it('other data has another text', () => {
    for (const value of samples) {
      expect(canonicalJson([value, 1])).not.toBe(canonicalJson([value, 2]));
      expect(canonicalJson({ value, added: null })).not.toBe(canonicalJson({ value }));
    }
  });
});

const letters = ['a', 'B', 'ң', 'ө', '"', '\\', '\n', '\u2028', '\u{1F600}', '0', ' '];

function valueOf(random: () => number, depth: number): CanonicalValue {
  const whole = (below: number) => Math.floor(random() * below);
  const text = () => Array.from({ length: whole(6) }, () => letters[whole(letters.length)]).join('');
  const kind = whole(depth > 0 ? 7 : 5);
  if (kind === 0) return null;
  if (kind === 1) return random() < 0.5;
  if (kind === 2) return whole(2 ** 40) - 2 ** 39;
  if (kind === 3) return (random() - 0.5) * 10 ** (whole(30) - 15);
  if (kind === 4) return text();
  const members = Array.from({ length: whole(5) }, () => valueOf(random, depth - 1));
  return kind === 5 ? members : Object.fromEntries(members.map((member) => [text(), member]));
}

/** The same data with the members of every object put in the other way round. */
function reversed(value: CanonicalValue): CanonicalValue {
  if (Array.isArray(value)) return (value as readonly CanonicalValue[]).map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value as Record<string, CanonicalValue>);
  return Object.fromEntries(members.toReversed().map(([name, member]) => [name, reversed(member)]));
}
