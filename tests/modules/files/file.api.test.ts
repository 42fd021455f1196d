import http from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import type { StoredFile } from '../../../src/modules/files/file.entity.ts';
import { FileResolver } from '../../../src/modules/files/file.resolver.ts';
import { publishFile, storeFile } from '../../../src/modules/files/file.service.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';
import { becomes } from '../users/role-change.fixture.ts';
import { contextOf, sampleBytes, sha256Of } from './files.fixture.ts';

const start = '2026-10-19T09:00:00+06:00';
const content = sampleBytes(700_001);

let hub: TestHub;
let analyst: Client;
let file: StoredFile;
beforeAll(async () => {
  hub = await startHub({ now: start });
  analyst = await hub.as('ANALYST');
  file = await store({ name: '../Отчёт "2026" – Көлөм.pdf' });
});
afterAll(() => hub.stop());
beforeEach(() => hub.clock.set(start));

async function store({ name = 'a.csv', isPublic = false, of = content } = {}): Promise<StoredFile> {
  const pieces = async function* () {
    for (let from = 0; from < of.length; from += 100_000) yield of.subarray(from, from + 100_000);
  };
  return inTransaction(await contextOf(hub, analyst), (ctx) =>
    storeFile(ctx, { name, mediaType: 'application/pdf', content: pieces(), isPublic }),
  );
}

/** The link that a reader of the file is given. */
async function linkFor(client: Client, of: StoredFile = file): Promise<string> {
  return new FileResolver().url(of, await contextOf(hub, client));
}

async function codeAt(url: string, headers: Record<string, string> = {}): Promise<[number, string | undefined]> {
  const response = await fetch(url, { headers });
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return [response.status, errors?.[0]?.extensions.code];
}

describe('a file is fetched by its link', () => {
  it('and who fetched it is in the audit log, whole or in part; public files are not', async () => {
    const [kept, given] = [await store({ name: 'kept.csv' }), await store({ name: 'given.csv', isPublic: true })];
    const url = await linkFor(analyst, kept);
    await (await fetch(url, { method: 'HEAD' })).arrayBuffer();
    await (await fetch(url)).arrayBuffer();
    await (await fetch(url, { headers: { range: 'bytes=1-' } })).arrayBuffer();
    await (await fetch(await linkFor(analyst, given))).arrayBuffer();
    const entries = await hub.rows(
      sql`select subject_id, actor ->> 'name' as name, after ->> 'sha256' as sha256, after ->> 'range' as range from audit_entry
          where action = 'downloadFile' and subject_id = any(${[kept.id, given.id]}::uuid[]) order by id`,
    );
    const read = { subjectId: kept.id, name: 'local-analyst', sha256: sha256Of(content) };
    expect(entries).toEqual([
      { ...read, range: null },
      { ...read, range: 'bytes=1-' },
    ]);
  });

  it('not by who was deactivated meanwhile', async () => {
    const leaving = await hub.as('ANALYST', { user: 'leaving' });
    const url = await linkFor(leaving);
    await hub.rows(sql`update hub_user set is_active = false where subject = 'own:leaving-analyst' returning id`);
    expect(await codeAt(url)).toEqual([404, 'NOT_FOUND']);
  });

  it.each([
    ['took another role', ['COLLEGIUM_SECRETARY'], false],
    ['went to a municipality', ['PROVIDER'], true],
  ] as const)('not by who %s meanwhile; a new link is good', async (title, roles, isMoved) => {
    const mover = await hub.as('ANALYST', { user: title.replaceAll(' ', '-') });
    const url = await linkFor(mover);
    await becomes(hub, mover, roles, isMoved ? (await placeOf(hub, home)).id : null);
    expect(await codeAt(url)).toEqual([404, 'NOT_FOUND']);
    expect((await fetch(await linkFor(mover), { method: 'HEAD' })).status).toBe(200);
  });

  it('not by who moved to another municipality meanwhile', async () => {
    const mover = await hub.as('PROVIDER', { soate: home, user: 'moving' });
    const url = await linkFor(mover);
    await becomes(hub, mover, ['PROVIDER'], (await placeOf(hub, elsewhere)).id);
    expect(await codeAt(url)).toEqual([404, 'NOT_FOUND']);
  });

  it('whole, as an attachment, with its SHA-256 beside', async () => {
    const response = await fetch(await linkFor(analyst));
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    const { headers } = response;
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-length')).toBe('700001');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('etag')).toBe(`"${sha256Of(content)}"`);
    expect(headers.get('repr-digest')).toBe(`sha-256=:${Buffer.from(sha256Of(content), 'hex').toString('base64')}:`);
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('Отчёт 2026 – Көлөм.pdf')}`);
  });

  it('in parts, after a cut', async () => {
    const url = await linkFor(analyst);
    const rest = await fetch(url, { headers: { range: 'bytes=262143-', 'if-range': `"${file.sha256}"` } });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([206, 'bytes 262143-700000/700001']);
    expect(Buffer.from(await rest.arrayBuffer()).equals(content.subarray(262_143))).toBe(true);
    const middle = await fetch(url, { headers: { range: 'bytes=524287-524288' } });
    expect(Buffer.from(await middle.arrayBuffer()).equals(content.subarray(524_287, 524_289))).toBe(true);
    for (const odd of [
      { range: 'bytes=700001-' },
      { range: 'bytes=0-1,5-6' },
      { range: 'lines=1-2' },
      { range: 'bytes=5-', 'if-range': '"other"' },
    ]) {
      const whole = await fetch(url, { headers: odd });
      expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, 700_001]);
    }
  });

  it('not again by who has it, and HEAD tells without sending', async () => {
    const url = await linkFor(analyst);
    // fetch() adds `Cache-Control: no-cache`, which asks for the whole.
    const status = await new Promise((resolve, reject) => {
      const request = http.get(url, { headers: { 'if-none-match': `"${file.sha256}"` }, agent: false });
      request.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(304);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual([200, '700001', 0]);
  });

  it('for five minutes, to the second; a new reading gives a new link', async () => {
    const url = await linkFor(analyst);
    expect(new FileResolver().urlExpiresAt(await contextOf(hub, analyst))).toEqual(new Date('2026-10-19T09:05:00+06:00'));
    hub.clock.set('2026-10-19T09:04:59.999+06:00');
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    hub.clock.set('2026-10-19T09:05:00+06:00');
    expect(await codeAt(url)).toEqual([403, 'FORBIDDEN']);
    expect((await fetch(await linkFor(analyst), { method: 'HEAD' })).status).toBe(200);
  });

  it('by none that was tampered with', async () => {
    const other = await store();
    const url = await linkFor(analyst);
    const changed = (name: string, value: string): string => {
      const tampered = new URL(url);
      tampered.searchParams.set(name, value);
      return tampered.href;
    };
    const tampered = [
      url.replace(file.id, other.id),
      changed('expires', '4102444800'),
      changed('for', 'public'),
      changed('for', 'user:nobody'),
      changed('for', `user:${hub.key()}`),
      changed('for', 'system'),
      changed('token', ''),
      changed('token', 'A'.repeat(43)),
      url.split('?')[0] ?? '',
      `${hub.url}/files/not-an-id?${url.split('?')[1]}`,
    ];
    for (const wrong of tampered) expect(await codeAt(wrong)).toEqual([404, 'NOT_FOUND']);
  });

  it('by nobody who is known to be somebody else', async () => {
    const provider = await hub.as('PROVIDER', { soate: '41708213826000' });
    const url = await linkFor(analyst);
    expect(await codeAt(url, { authorization: `Bearer ${provider.token}` })).toEqual([404, 'NOT_FOUND']);
    expect(await codeAt(url, { authorization: 'Bearer nonsense' })).toEqual([401, 'UNAUTHENTICATED']);
    expect((await fetch(url, { method: 'HEAD', headers: { authorization: `Bearer ${analyst.token}` } })).status).toBe(200);
    const publicLink = await linkFor(hub.anonymous);
    expect((await fetch(publicLink, { method: 'HEAD', headers: { authorization: `Bearer ${provider.token}` } })).status).toBe(200);
  });
});

describe('a public file', () => {
  it('is at an address of its content, which caches may keep', async () => {
    const published = await store({ name: 'a.csv', isPublic: true, of: sampleBytes(5000) });
    const response = await fetch(`${hub.url}/files/public/${published.sha256}`);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=86400, immutable']);
    expect(sha256Of(Buffer.from(await response.arrayBuffer()))).toBe(published.sha256);
  });

  it('is one only when it was made so', async () => {
    const one = await store({ of: sampleBytes(6000) });
    const url = `${hub.url}/files/public/${one.sha256}`;
    expect(await codeAt(url)).toEqual([404, 'NOT_FOUND']);
    await inTransaction(await contextOf(hub, analyst), (ctx) => publishFile(ctx, one.id));
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    expect(await codeAt(`${hub.url}/files/public/${'0'.repeat(64)}`)).toEqual([404, 'NOT_FOUND']);
    for (const nonsense of ['nonsense', '%00', one.sha256.toUpperCase()])
      expect(await codeAt(`${hub.url}/files/public/${nonsense}`)).toEqual([404, 'NOT_FOUND']);
  });
});

describe('requests for files', () => {
  it('count against their caller as all others do, also those with wrong tokens', async () => {
    const limited = await startHub({ env: { RATE_LIMIT_PER_MINUTE_ADDRESS: '3' } });
    try {
      const statusOf = async (headers: Record<string, string> = {}) =>
        (await fetch(`${limited.url}/files/public/${'0'.repeat(64)}`, { headers })).status;
      expect([await statusOf(), await statusOf({ authorization: 'Bearer guess' }), await statusOf(), await statusOf()]).toEqual([
        404, 401, 404, 429,
      ]);
    } finally {
      await limited.stop();
    }
  });
});
