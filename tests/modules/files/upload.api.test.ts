import http from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { chunkBytes, readContent } from '../../../src/modules/files/content.service.ts';
import { purgeUploadsJob } from '../../../src/modules/files/upload.jobs.ts';
import { fileFromUpload } from '../../../src/modules/files/upload.service.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { contextOf, sampleBytes, sha256Of } from './files.fixture.ts';

/** For what comes about in its own time; nothing is measured by it. */
const patience = { timeout: 20_000 };
const start = '2026-10-19T09:00:00+06:00';
const createUpload = `mutation($input: CreateUploadInput!) {
  createUpload(input: $input) { upload { id putUrl maxBytes expiresAt receivedAt sha256 } } }`;

let hub: TestHub;
let analyst: Client;
let provider: Client;
beforeAll(async () => {
  hub = await startHub({ now: start });
  analyst = await hub.as('ANALYST');
  provider = await hub.as('PROVIDER', { soate: '41708213826000' });
});
afterAll(() => hub.stop());
beforeEach(() => hub.clock.set(start));

interface Announced {
  id: string;
  putUrl: string;
  maxBytes: number;
  expiresAt: string;
}

/** Announces a file. */
async function announce(content: Uint8Array, facts: Record<string, unknown> = {}, client: Client = analyst): Promise<Announced> {
  const input = {
    fileName: 'volumes.csv',
    mediaType: 'text/csv',
    bytes: content.length,
    sha256: sha256Of(content),
    idempotencyKey: hub.key(),
    ...facts,
  };
  const { createUpload: answer } = await client.must(createUpload, { input });
  return answer.upload;
}

interface Told {
  status: number;
  offset: string | null;
  isComplete: boolean;
  body: {
    receivedAt?: string | null;
    sha256?: string;
    errors?: { message: string; extensions: { code: string; rule?: string; hint?: string } }[];
  };
}

async function told(response: Response): Promise<Told> {
  const text = await response.text();
  const { status, headers } = response;
  return {
    status,
    offset: headers.get('upload-offset'),
    isComplete: headers.get('upload-complete') === '?1',
    body: text ? (JSON.parse(text) as Told['body']) : {},
  };
}

async function put(url: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<Told> {
  return told(await fetch(url, { method: 'PUT', body: Buffer.from(body), headers: { 'accept-language': 'en', ...headers } }));
}

const rangeOf = (from: number, to: number, total: number) => ({ 'content-range': `bytes ${from}-${to - 1}/${total}` });

async function head(url: string): Promise<Told> {
  return told(await fetch(url, { method: 'HEAD' }));
}

/**
 * Begins to send everything from a place on, and cuts the line when the hub has taken so many bytes off it; every one of them is
 * kept.
 */
async function sendAndCut(
  { id, putUrl }: Announced,
  content: Buffer,
  { from, cutAfter }: { from: number; cutAfter: number },
): Promise<void> {
  const writer = async () => (await hub.rows<{ writerId: string | null }>(sql`select writer_id from upload where id = ${id}`))[0]?.writerId;
  const before = await writer();
  const headers = { ...rangeOf(from, content.length, content.length), 'content-length': content.length - from };
  const request = http.request(putUrl, { method: 'PUT', headers, agent: false });
  const isOver = new Promise<void>((resolve) => request.on('error', () => resolve()).on('close', () => resolve()));
  await new Promise((resolve) => request.write(content.subarray(from, from + cutAfter), resolve));
  const end = from + cutAfter;
  const fullRows = Math.max(from, end - (end % chunkBytes));
  await vi.waitFor(async () => expect(await writer()).not.toBe(before), patience);
  await vi.waitFor(async () => expect(Number((await head(putUrl)).offset)).toBe(fullRows), patience);
  await head(putUrl);
  request.destroy();
  await isOver;
  // What was begun of a row is kept as well.
  await vi.waitFor(async () => expect((await head(putUrl)).offset).toBe(String(end)), patience);
}

/** What the hub keeps of a content. */
async function storedOf(id: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readContent(await contextOf(hub, analyst), id)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a file is uploaded', () => {
  it('whole, with one PUT, and then shows when and what was received', async () => {
    const content = sampleBytes(700_001);
    const upload = await announce(content);
    expect(upload).toMatchObject({ maxBytes: 700_001, expiresAt: '2026-10-19T03:15:00.000Z', receivedAt: null, sha256: null });
    const answer = await put(upload.putUrl, content);
    expect(answer).toMatchObject({
      status: 200,
      offset: '700001',
      isComplete: true,
      body: { receivedAt: '2026-10-19T03:00:00.000Z', sha256: sha256Of(content) },
    });
    expect((await storedOf(upload.id)).equals(content)).toBe(true);
  });

  it('over a line that is cut three times, from where it stopped each time', async () => {
    const content = sampleBytes(1_500_000);
    const upload = await announce(content);
    const { id, putUrl } = upload;
    let offset = 0;
    for (const cutAfter of [300_000, 1, 600_000]) {
      await sendAndCut(upload, content, { from: offset, cutAfter });
      offset += cutAfter;
    }
    hub.clock.set('2026-10-20T08:59:59+06:00');
    const last = await put(putUrl, content.subarray(offset), rangeOf(offset, content.length, content.length));
    expect(last).toMatchObject({ status: 200, isComplete: true, body: { receivedAt: '2026-10-20T02:59:59.000Z' } });
    expect((await storedOf(id)).equals(content)).toBe(true);
  });

  it('in parts, each answered with how far it is', async () => {
    const content = sampleBytes(500_000);
    const { id, putUrl } = await announce(content);
    expect(await put(putUrl, content.subarray(0, 100_000), rangeOf(0, 100_000, 500_000))).toMatchObject({
      status: 202,
      offset: '100000',
      isComplete: false,
    });
    expect(await put(putUrl, content.subarray(100_000, 300_000), rangeOf(100_000, 300_000, 500_000))).toMatchObject({
      status: 202,
      offset: '300000',
    });
    expect(await put(putUrl, content.subarray(300_000), rangeOf(300_000, 500_000, 500_000))).toMatchObject({
      status: 200,
      isComplete: true,
    });
    expect((await storedOf(id)).equals(content)).toBe(true);
  });

  it('all over again, where a client that knows no parts sends it once more', async () => {
    const content = sampleBytes(600_000);
    const upload = await announce(content);
    const { id, putUrl } = upload;
    await sendAndCut(upload, content, { from: 0, cutAfter: 400_000 });
    expect(await put(putUrl, content)).toMatchObject({ status: 200, isComplete: true });
    expect((await storedOf(id)).equals(content)).toBe(true);
  });

  it('of 60 MB, in rows of 256 KB and no larger', async () => {
    const piece = sampleBytes(1_000_000);
    const pieces = () => Readable.from(Array<Buffer>(60).fill(piece));
    const content = Buffer.concat(Array<Buffer>(60).fill(piece));
    const { id, putUrl } = await announce(content);
    const request = { method: 'PUT', body: Readable.toWeb(pieces()) as ReadableStream, duplex: 'half' as const };
    expect(await told(await fetch(putUrl, request))).toMatchObject({ status: 200, isComplete: true });
    const [rows] = await hub.rows<object>(
      sql`select count(*) as n, max(octet_length(bytes)) as largest, sum(octet_length(bytes))::int as bytes from content_chunk where content_id = ${id}`,
    );
    expect(rows).toEqual({ n: Math.ceil(60_000_000 / chunkBytes), largest: chunkBytes, bytes: 60_000_000 });
  });

  it('although the hub died between the last byte and the check', async () => {
    const content = sampleBytes(1000);
    const { id, putUrl } = await announce(content);
    await put(putUrl, content);
    await hub.rows(sql`update upload set received_at = null where id = ${id}`);
    expect(await head(putUrl)).toMatchObject({ status: 200, offset: '1000', isComplete: true });
  });
});

describe('HEAD and GET say how far it is', () => {
  it('before, during and after', async () => {
    const content = sampleBytes(10_000);
    const { id, putUrl } = await announce(content);
    expect(await head(putUrl)).toMatchObject({ status: 200, offset: '0', isComplete: false });
    await put(putUrl, content.subarray(0, 4000), rangeOf(0, 4000, 10_000));
    expect(await head(putUrl)).toMatchObject({ status: 200, offset: '4000', isComplete: false });
    const { body } = await told(await fetch(putUrl));
    expect(body).toEqual({ id, receivedBytes: 4000, bytes: 10_000, receivedAt: null, sha256: null, expiresAt: '2026-10-20T03:00:00.000Z' });
    await put(putUrl, content.subarray(4000), rangeOf(4000, 10_000, 10_000));
    expect(await head(putUrl)).toMatchObject({ status: 200, offset: '10000', isComplete: true });
  });
});

describe('what is sent is refused', () => {
  const codeOf = ({ body }: Told) => body.errors?.[0]?.extensions.code;
  const ruleOf = ({ body }: Told) => body.errors?.[0]?.extensions.rule;

  it('when its SHA-256 is another, and nothing of it is kept', async () => {
    const content = sampleBytes(300_000);
    const { id, putUrl } = await announce(content, { sha256: sha256Of('other') });
    const answer = await put(putUrl, content);
    expect([answer.status, codeOf(answer), ruleOf(answer)]).toEqual([422, 'RULE_VIOLATED', 'ours:upload-sha256']);
    expect(answer.body.errors?.[0]?.extensions.hint).toContain('createUpload');
    expect(await storedOf(id)).toHaveLength(0);
    const again = await put(putUrl, content);
    expect([again.status, ruleOf(again)]).toEqual([422, 'ours:upload-sha256']);
  });

  it('when it is more than was announced, whether the length is said or not', async () => {
    const content = sampleBytes(1000);
    const { putUrl } = await announce(content.subarray(0, 900));
    const said = await put(putUrl, content);
    expect([said.status, codeOf(said), said.offset]).toEqual([413, 'PAYLOAD_TOO_LARGE', '0']);
    const unsaid = await told(
      await fetch(putUrl, {
        method: 'PUT',
        body: Readable.toWeb(Readable.from([content.subarray(0, 500), content])) as ReadableStream,
        duplex: 'half',
      }),
    );
    expect([unsaid.status, codeOf(unsaid), unsaid.isComplete]).toEqual([413, 'PAYLOAD_TOO_LARGE', false]);
  });

  it('when its part is not the next one, with the place where to go on', async () => {
    const content = sampleBytes(2000);
    const { putUrl } = await announce(content);
    await put(putUrl, content.subarray(0, 500), rangeOf(0, 500, 2000));
    for (const from of [0, 499, 501, 1000]) {
      const answer = await put(putUrl, content.subarray(from), rangeOf(from, 2000, 2000));
      expect([answer.status, codeOf(answer), ruleOf(answer), answer.offset]).toEqual([409, 'CONFLICT', 'ours:parts-in-order', '500']);
    }
  });

  it('when its range is of another file', async () => {
    const content = sampleBytes(2000);
    const { putUrl } = await announce(content);
    for (const header of ['bytes 0-1999/2001', 'bytes */2000', 'nonsense']) {
      const answer = await put(putUrl, content, { 'content-range': header });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    }
    expect((await head(putUrl)).offset).toBe('0');
  });

  it('when the file is there already: a link takes one file', async () => {
    const content = sampleBytes(2000);
    const { id, putUrl } = await announce(content);
    await put(putUrl, content);
    for (const headers of [{}, rangeOf(0, 2000, 2000)]) {
      const answer = await put(putUrl, content, headers);
      expect([answer.status, codeOf(answer), ruleOf(answer), answer.isComplete]).toEqual([409, 'CONFLICT', 'ours:one-use', true]);
    }
    expect((await storedOf(id)).equals(content)).toBe(true);
  });

  it('when sending was not begun within 15 minutes, to the second', async () => {
    const content = sampleBytes(2000);
    const { putUrl } = await announce(content);
    hub.clock.set('2026-10-19T09:15:00+06:00');
    const late = await put(putUrl, content);
    expect([late.status, codeOf(late), ruleOf(late)]).toEqual([403, 'FORBIDDEN', 'ours:uploads-last-a-day']);
    hub.clock.set('2026-10-19T09:14:59.999+06:00');
    expect((await put(putUrl, content)).status).toBe(200);
  });

  it('when it was begun 24 hours ago', async () => {
    const content = sampleBytes(2000);
    const { putUrl } = await announce(content);
    await put(putUrl, content.subarray(0, 500), rangeOf(0, 500, 2000));
    hub.clock.set('2026-10-20T09:00:00+06:00');
    const late = await put(putUrl, content.subarray(500), rangeOf(500, 2000, 2000));
    expect([late.status, codeOf(late)]).toEqual([403, 'FORBIDDEN']);
    hub.clock.set('2026-10-20T08:59:59.999+06:00');
    expect((await put(putUrl, content.subarray(500), rangeOf(500, 2000, 2000))).status).toBe(200);
  });

  it('when the link is not the right one, or the caller is another than the one who announced it', async () => {
    const content = sampleBytes(2000);
    const mine = await announce(content);
    const other = await announce(content);
    const token = new URL(other.putUrl).search;
    const wrong = [
      mine.putUrl.replace(/\?.*/, ''),
      mine.putUrl.replace(/\?.*/, token),
      mine.putUrl.slice(0, -1),
      `${hub.url}/uploads/not-an-id${token}`,
      `${hub.url}/uploads/01900000-0000-7000-8000-000000000000${token}`,
    ];
    for (const url of wrong) {
      const answer = await put(url, content);
      expect([answer.status, codeOf(answer), answer.offset]).toEqual([404, 'NOT_FOUND', null]);
    }
    const foreign = await put(mine.putUrl, content, { authorization: `Bearer ${provider.token}` });
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'NOT_FOUND']);
    const badToken = await put(mine.putUrl, content, { authorization: 'Bearer nonsense' });
    expect([badToken.status, codeOf(badToken)]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await put(mine.putUrl, content, { authorization: `Bearer ${analyst.token}` })).status).toBe(200);
  });
});

describe('two requests that send the same file', () => {
  it('at once: one of them is taken, the other told to go on from where that one is', async () => {
    const content = sampleBytes(900_000);
    const { id, putUrl } = await announce(content);
    const whole = rangeOf(0, content.length, content.length);
    const statuses = (await Promise.all([put(putUrl, content, whole), put(putUrl, content, whole)])).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await storedOf(id)).equals(content)).toBe(true);
  });

  it('one on a line that is dead and does not know it: the later one takes over', async () => {
    const content = sampleBytes(900_000);
    const { id, putUrl } = await announce(content);
    const stalled = http.request(putUrl, {
      method: 'PUT',
      headers: { ...rangeOf(0, 900_000, 900_000), 'content-length': 900_000 },
      agent: false,
    });
    const stalledStatus = new Promise((resolve, reject) => {
      stalled.on('response', (response) => resolve(response.resume().statusCode));
      stalled.on('error', reject);
    });
    stalled.write(content.subarray(0, 300_000));
    await vi.waitFor(async () => expect((await head(putUrl)).offset).toBe(String(chunkBytes)), patience);
    const later = await put(putUrl, content.subarray(chunkBytes), rangeOf(chunkBytes, 900_000, 900_000));
    expect(later.status).toBe(200);
    stalled.end(content.subarray(300_000));
    expect(await stalledStatus).toBe(409);
    expect((await storedOf(id)).equals(content)).toBe(true);
  });
});

describe('a file is announced', () => {
  const refusedRule = async (facts: Record<string, unknown>, client = analyst): Promise<string | undefined> => {
    const input = { fileName: 'a.csv', mediaType: 'text/csv', bytes: 1, sha256: sha256Of('a'), idempotencyKey: hub.key(), ...facts };
    return (await client.refused(createUpload, { input }))[0]?.extensions.rule;
  };

  it('with a type, a name, a size and a SHA-256 that are taken', async () => {
    expect(await refusedRule({ mediaType: 'image/svg+xml' })).toBe('ours:upload-types');
    expect(await refusedRule({ fileName: 'a.html' })).toBe('ours:name-fits-type');
    expect(await refusedRule({ bytes: 0 })).toBe('ours:upload-size');
    expect(await refusedRule({ bytes: 64 * 1024 * 1024 + 1 })).toBe('ours:upload-size');
    expect(await refusedRule({ sha256: 'abc' })).toBe('ours:upload-sha256');
  });

  it('once for one key, with the same link', async () => {
    const client = await hub.as('ADMIN', { user: 'replay' });
    const key = hub.key();
    const first = await announce(sampleBytes(10), { idempotencyKey: key }, client);
    expect(await announce(sampleBytes(10), { idempotencyKey: key }, client)).toEqual(first);
  });

  it('by one actor for no more than 20 files at a time', async () => {
    const client = await hub.as('ADMIN', { user: 'hoarder' });
    for (let n = 0; n < 20; n += 1) await announce(sampleBytes(10), {}, client);
    expect(await refusedRule({}, client)).toBe('ours:open-uploads');
    hub.clock.set('2026-10-20T09:00:00+06:00');
    expect((await announce(sampleBytes(10), {}, client)).maxBytes).toBe(10);
  });
});

describe('an upload is named in an act', () => {
  const useAs = async (client: Client, id: string) => inTransaction(await contextOf(hub, client), (ctx) => fileFromUpload(ctx, id));

  async function received(client: Client): Promise<{ id: string; content: Buffer }> {
    const content = sampleBytes(400_000);
    const { id, putUrl } = await announce(content, { fileName: '../кагаз/Көлөм.csv' }, client);
    await put(putUrl, content);
    return { id, content };
  }

  it('and is its file from then on', async () => {
    const { id, content } = await received(provider);
    const file = await useAs(provider, id);
    expect(file).toMatchObject({ name: 'Көлөм.csv', mediaType: 'text/csv', bytes: 400_000, sha256: sha256Of(content), isPublic: false });
    expect((await storedOf(file.contentId)).equals(content)).toBe(true);
  });

  it('once, also by two acts at the same time', async () => {
    const { id } = await received(provider);
    const outcomes = await Promise.allSettled([useAs(provider, id), useAs(provider, id)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(useAs(provider, id)).rejects.toMatchObject({ violation: { rule: 'ours:one-use' } });
  });

  it('by nobody else', async () => {
    const { id } = await received(provider);
    await expect(useAs(analyst, id)).rejects.toMatchObject({ code: 'NOT_FOUND', violation: { path: ['input', 'uploadId'] } });
    await expect(useAs(provider, '01900000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('not where another file was sent than was announced: it has not expired, and is to be sent again', async () => {
    const content = sampleBytes(10);
    const { id, putUrl } = await announce(content, { sha256: sha256Of('other') }, provider);
    await put(putUrl, content);
    await expect(useAs(provider, id)).rejects.toMatchObject({
      violation: { code: 'RULE_VIOLATED', rule: 'ours:upload-sha256', hint: { en: expect.stringContaining('createUpload') } },
    });
  });

  it('not before it is there whole', async () => {
    const { id } = await announce(sampleBytes(10), {}, provider);
    await expect(useAs(provider, id)).rejects.toMatchObject({ violation: { rule: 'ours:whole-file' } });
  });

  it('within a day: what nobody named is thrown away, what was used stays', async () => {
    const [unused, used] = [await received(provider), await received(provider)];
    await useAs(provider, used.id);
    hub.clock.set('2026-10-20T09:00:00+06:00');
    const ctx = await contextOf(hub, analyst);
    await purgeUploadsJob.run(ctx, undefined, { signal: new AbortController().signal, log: () => undefined });
    expect(await storedOf(unused.id)).toHaveLength(0);
    expect((await storedOf(used.id)).equals(used.content)).toBe(true);
    await expect(useAs(provider, unused.id)).rejects.toMatchObject({ violation: { rule: 'ours:uploads-last-a-day' } });
  });
});
