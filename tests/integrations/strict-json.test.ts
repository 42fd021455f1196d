import { expect, test } from 'vitest';
import { parseStrictJson } from '../../integrations/tunduk/strict-json.ts';

test('plain JSON is read as it stands', () => {
  const text = '{"a": [1, -2, 0, 9007199254740991], "b\\u0061": "1.5 {\\"a\\":1} \\\\", "c": {"a": null, "d": true}, "e": "\\u04e9"}';
  expect(parseStrictJson(text)).toEqual({
    a: [1, -2, 0, 9007199254740991],
    ba: '1.5 {"a":1} \\',
    c: { a: null, d: true },
    e: 'ө',
  });
});

test('the same key in different objects is fine', () => {
  expect(parseStrictJson('[{"a":{"a":1}},{"a":2}]')).toEqual([{ a: { a: 1 } }, { a: 2 }]);
});

test.each([
  ['a key twice', '{"a":1,"a":1}'],
  ['a key twice, once escaped', '{"a":1,"\\u0061":2}'],
  ['a key twice with a nested object between', '{"a":1,"b":{"a":1},"a":2}'],
  ['__proto__', '{"__proto__":{"delivered":1}}'],
  ['an escaped __proto__', '{"\\u005f_proto__":1}'],
  ['constructor', '{"constructor":1}'],
  ['prototype', '[{"prototype":1}]'],
  ['a fraction', '[1.5]'],
  ['a fraction of nothing', '[1.0]'],
  ['an exponent', '[1e3]'],
  ['infinity', '[1e400]'],
  ['2^53+1', '[9007199254740993]'],
  ['2^53', '[9007199254740992]'],
  ['minus zero', '[-0]'],
  ['17 levels', `${'['.repeat(17)}${']'.repeat(17)}`],
  ['two values', '1 2'],
  ['a trailing comma', '[1,]'],
  ['NaN', '[NaN]'],
  ['nothing', ''],
])('%s is refused', (_title, text) => {
  expect(() => parseStrictJson(text)).toThrow(SyntaxError);
});
