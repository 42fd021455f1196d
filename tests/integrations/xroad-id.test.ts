import { expect, test } from 'vitest';
import { encodeXRoadId, namesXRoadId, parseXRoadId } from '../../integrations/tunduk/xroad-id.ts';
import { escapedByGuava } from '../support/security-server.ts';

/** The same numbers every run (mulberry32), so that a failure can be repeated. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const alphabet = [...'abzAZ019_-.~!$\'()*,;&=@:+/%?#\\" |<>[]{}^`үөңЖ漢😀'];

function randomParts(random: () => number): string[] {
  const part = () => {
    const characters = Array.from({ length: 1 + Math.floor(random() * 12) }, () => alphabet[Math.floor(random() * alphabet.length)]);
    const text = characters.join('');
    return /^\.{1,2}$/.test(text) ? 'dots' : text;
  };
  return Array.from({ length: 3 + Math.floor(random() * 3) }, part);
}

test('an identifier survives encoding and decoding, whatever its characters', () => {
  const random = numbers(1);
  for (let round = 0; round < 2_000; round += 1) {
    const parts = randomParts(random);
    const encoded = encodeXRoadId(parts);
    expect(encoded).toMatch(/^[!-~]+$/);
    expect(encoded.split('/')).toHaveLength(parts.length);
    expect(parseXRoadId(encoded)).toEqual(parts);
  }
});

test('an identifier escaped by the security server’s own rules names the same parts', () => {
  const random = numbers(2);
  for (let round = 0; round < 2_000; round += 1) {
    const parts = randomParts(random);
    expect(namesXRoadId(parts.map(escapedByGuava).join('/'), parts)).toBe(true);
  }
});

test('an identifier with any part changed names other parts', () => {
  const random = numbers(3);
  for (let round = 0; round < 500; round += 1) {
    const parts = randomParts(random);
    const changed = parts.with(Math.floor(random() * parts.length), 'somebody-else');
    expect(namesXRoadId(encodeXRoadId(changed), parts)).toBe(false);
    expect(namesXRoadId(encodeXRoadId([...parts, 'more']), parts)).toBe(false);
    expect(namesXRoadId(encodeXRoadId(parts.slice(1)), parts)).toBe(false);
  }
});

test('case matters and a plus is a plus', () => {
  expect(namesXRoadId('central-server/gov/1/sub', ['central-server', 'GOV', '1', 'sub'])).toBe(false);
  expect(parseXRoadId('a+b/c%2Bd/e')).toEqual(['a+b', 'c+d', 'e']);
});

test.each([
  ['an empty part', ''],
  ['a control character', 'a\nb'],
  ['a NUL', 'a\0b'],
  ['a C1 control character', 'a\u0085b'],
  ['half a surrogate pair', 'a\ud800b'],
  ['a dot segment', '.'],
  ['two dots', '..'],
  ['256 characters', 'x'.repeat(256)],
])('%s cannot be sent as a part', (_title, part) => {
  expect(() => encodeXRoadId(['central-server', 'GOV', part])).toThrow(RangeError);
});

test.each([
  ['an empty part', 'a//b'],
  ['a broken escape', 'a/%zz/b'],
  ['an escape that is not UTF-8', 'a/%ff/b'],
  ['a raw space', 'a/b c/d'],
  ['a raw non-ASCII character', 'a/ө/d'],
  ['an escaped control character', 'a/%0d%0a/b'],
  ['an escaped dot segment', 'a/%2e%2e/b'],
  ['nothing', ''],
])('%s is not an identifier', (_title, text) => {
  expect(parseXRoadId(text)).toBeUndefined();
});
