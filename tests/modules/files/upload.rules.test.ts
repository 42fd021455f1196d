import { describe, expect, it } from 'vitest';
import {
  assertUploadSize,
  expiryOf,
  maximumBytes,
  parseContentRange,
  sendingOf,
  uploadSha256,
  useRefusal,
} from '../../../src/modules/files/upload.rules.ts';
import { HubError } from '../../../src/shared/errors.ts';

const at = new Date('2026-10-20T17:00:00+06:00');
const after = (minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof HubError) return error.code;
    throw error;
  }
  return undefined;
}

describe('an upload', () => {
  it('is begun within 15 minutes, and gone on with for 24 hours', () => {
    expect(expiryOf({ createdAt: at }).toISOString()).toBe('2026-10-20T11:15:00.000Z');
    expect(expiryOf({ createdAt: at, begunAt: at }).toISOString()).toBe('2026-10-21T11:00:00.000Z');
  });

  it.each([
    [0, 'BAD_USER_INPUT'],
    [1, undefined],
    [maximumBytes, undefined],
    [maximumBytes + 1, 'BAD_USER_INPUT'],
  ])('of %i bytes: %s', (bytes, code) => {
    expect(codeOf(() => assertUploadSize(bytes))).toBe(code);
  });

  it('is announced with a SHA-256, in either case', () => {
    expect(uploadSha256('AB'.repeat(32))).toBe('ab'.repeat(32));
    for (const wrong of ['', 'ab'.repeat(31), 'zz'.repeat(32), `${'ab'.repeat(32)}\n`])
      expect(codeOf(() => uploadSha256(wrong))).toBe('BAD_USER_INPUT');
  });

  it.each([
    ['not there whole', {}, 'ours:whole-file'],
    ['there', { receivedAt: at }, undefined],
    ['used', { receivedAt: at, usedAt: at }, 'ours:one-use'],
    ['thrown away on the day after', { begunAt: at, receivedAt: at, discardedAt: after(24 * 60) }, 'ours:uploads-last-a-day'],
    ['thrown away before: it was another file', { begunAt: at, discardedAt: at }, 'ours:upload-sha256'],
    ['never begun, and thrown away', { discardedAt: after(24 * 60) }, 'ours:uploads-last-a-day'],
  ])('that is %s: named in an act -> %s', (_, facts, rule) => {
    expect(useRefusal({ createdAt: at, ...facts })?.violation.rule).toBe(rule);
  });
});

describe('Content-Range', () => {
  it.each([
    ['bytes 0-0/1', { from: 0, to: 0, total: 1 }],
    ['bytes 100-199/200', { from: 100, to: 199, total: 200 }],
  ])('%s is a part', (header, range) => {
    expect(parseContentRange(header)).toEqual(range);
  });

  it.each([
    '',
    'bytes */200',
    'bytes 0-9/*',
    'bytes 5-4/10',
    'bytes 0-10/10',
    'bytes=0-9/10',
    'bytes 0-9',
    'bytes -1-2/10',
    'items 0-9/10',
    'bytes 0-99999999999/999999999999',
  ])('%j is none', (header) => {
    expect(parseContentRange(header)).toBeUndefined();
  });
});

describe('what a PUT sends', () => {
  it.each([
    ['the whole file', {}, { from: undefined, bytes: 200 }],
    ['the whole file, its length said', { contentLength: '200' }, { from: undefined, bytes: 200 }],
    ['a part', { contentRange: 'bytes 50-199/200', contentLength: '150' }, { from: 50, bytes: 150 }],
    ['a part in the middle', { contentRange: 'bytes 50-99/200' }, { from: 50, bytes: 50 }],
  ])('%s', (_, headers, sending) => {
    expect(sendingOf(headers, 200)).toEqual(sending);
  });

  it.each([
    ['of another file', { contentRange: 'bytes 0-9/201' }, 'BAD_REQUEST'],
    ['that is none', { contentRange: 'bytes */200' }, 'BAD_REQUEST'],
    ['shorter than its range', { contentRange: 'bytes 0-99/200', contentLength: '99' }, 'BAD_REQUEST'],
    ['longer than its range', { contentRange: 'bytes 0-99/200', contentLength: '101' }, 'PAYLOAD_TOO_LARGE'],
    ['longer than the file', { contentLength: '201' }, 'PAYLOAD_TOO_LARGE'],
    ['shorter than the file', { contentLength: '199' }, 'BAD_REQUEST'],
  ])('a part %s is refused', (_, headers, code) => {
    expect(codeOf(() => sendingOf(headers, 200))).toBe(code);
  });
});
