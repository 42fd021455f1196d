import { connect } from 'node:net';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../src/runtime/log.ts';
import { Metrics } from '../../src/runtime/metrics.ts';
import { createRateLimits } from '../../src/runtime/rate-limit.ts';
import { notFound } from '../../src/shared/errors.ts';
import { type EdgeUnderTest, startEdge, type Reply } from './edge-under-test.ts';

let edge: EdgeUnderTest;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.stop());

async function get(path: string, headers: Record<string, string> = {}, from: EdgeUnderTest = edge) {
  const response = await fetch(from.url + path, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('every answer', () => {
  it.each(['/', '/graphql', '/health/live', '/explorer', '/nowhere'])('%s tells nothing of the server and is not kept', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('vary')).toContain('Accept-Language');
  });

  it('a sane request id is kept, any other is replaced', async () => {
    expect((await get('/health/live', { 'x-request-id': 'proxy-1234.abc' })).headers.get('x-request-id')).toBe('proxy-1234.abc');
    for (const id of ['short', 'with blanks in it', 'x'.repeat(65), '<script>alert(1)']) {
      expect((await get('/health/live', { 'x-request-id': id })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('an address that does not exist is a GraphQL-shaped 404', async () => {
    const { status, text } = await get('/nowhere/at%all', { 'accept-language': 'ru' });
    expect(status).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ message: 'Такого адреса нет.', extensions: { code: 'NOT_FOUND' } }] });
  });

  it('HTTP that is none is refused on the socket, and the server lives', async () => {
    const { port } = new URL(edge.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await get('/health/live')).status).toBe(200);
  });

  it('the server bounds how long headers and bodies may take', () => {
    expect([edge.server.headersTimeout, edge.server.requestTimeout]).toEqual([10_000, 30_000]);
  });
});

describe('where some paths may be slow', () => {
  it('only those may be: a body anywhere else is awaited for 30 s', async () => {
    let begun = 0;
    let haveBegun = () => {};
    const bothBegun = new Promise<void>((resolve) => (haveBegun = resolve));
    const patient = await startEdge({
      settings: { slowPaths: ['/uploads/'] },
      mount: (app) => {
        app.put(['/uploads/1', '/elsewhere'], (request, response) => {
          request.resume().on('end', () => response.send('kept'));
          if (++begun === 2) haveBegun();
        });
      },
    });
    const begin = (path: string) => {
      const request = http.request(patient.url + path, { method: 'PUT', headers: { 'content-length': 2 }, agent: false });
      const status = new Promise((resolve, reject) => {
        request.on('response', (response) => resolve(response.resume().statusCode));
        request.on('error', reject);
      });
      request.write('a');
      return { request, status };
    };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const [upload, other] = [begin('/uploads/1'), begin('/elsewhere')];
      await bothBegun;
      vi.advanceTimersByTime(29_999);
      expect(patient.lines).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(await other.status).toBe(408);
      upload.request.end('b');
      expect(await upload.status).toBe(200);
    } finally {
      vi.useRealTimers();
      await patient.stop();
    }
  });
});

describe('routes that others add', () => {
  it('refuse with a HubError and its HTTP status', async () => {
    const mounted = await startEdge({
      mount: (app) => {
        app.get('/files/:id', () => {
          throw notFound(['id']);
        });
        app.get('/bug', () => {
          throw new Error('secret inside');
        });
      },
    });
    try {
      const missing = await get('/files/7', { 'accept-language': 'en' }, mounted);
      expect([missing.status, JSON.parse(missing.text)]).toMatchObject([404, { errors: [{ message: 'Not found.' }] }]);
      const bug = await get('/bug', {}, mounted);
      expect(bug.status).toBe(500);
      expect(bug.text).not.toContain('secret inside');
      expect(mounted.lines.map(({ path }) => path)).toContain('/files/:id');
    } finally {
      await mounted.stop();
    }
  });
});

describe('health', () => {
  it('ready is 503 and names the check that fails', async () => {
    const sick = await startEdge({ readiness: async () => ({ ready: false, checks: { database: 'does not answer' } }) });
    try {
      const { status, text } = await get('/health/ready', {}, sick);
      expect([status, JSON.parse(text)]).toEqual([503, { status: 'unavailable', checks: { database: 'does not answer' } }]);
      expect((await get('/health/live', {}, sick)).status).toBe(200);
    } finally {
      await sick.stop();
    }
  });
});

describe('metrics', () => {
  it('count requests and operations by route, status and code, and show pools', async () => {
    const metrics = new Metrics();
    metrics.watchPools(() => ({ api: { total: 5, idle: 2, waiting: 1 } }));
    metrics.countJob('send-mail', 'done');
    metrics.countPull('tunduk', 'failed');
    metrics.countMail('sent');
    const counted = await startEdge({ metrics });
    try {
      await counted.post({ query: '{ hello }' });
      await counted.post({ query: '{ fails(how: "rule") }' });
      const { text } = await get('/metrics', {}, counted);
      expect(text).toContain('hub_http_request_seconds_count{route="/graphql",method="POST",status="200"} 2');
      expect(text).toContain('hub_graphql_operation_seconds_count{type="query",code="OK"} 1');
      expect(text).toContain('hub_graphql_operation_seconds_count{type="query",code="RULE_VIOLATED"} 1');
      expect(text).toContain('hub_pool_connections{pool="api",state="busy"} 3');
      expect(text).toContain('hub_jobs_total{task="send-mail",outcome="done"} 1');
      expect(text).toContain('hub_pulls_total{source="tunduk",outcome="failed"} 1');
      expect(text).toContain('hub_mails_total{outcome="sent"} 1');
      expect(text).toContain('process_cpu_seconds_total');
    } finally {
      await counted.stop();
    }
  });

  it('are for the machine itself; through a proxy only with the token', async () => {
    const guarded = await startEdge({ settings: { metricsToken: 'a-long-metrics-token' } });
    const proxied = { 'x-forwarded-for': '203.0.113.9' };
    try {
      expect((await get('/metrics', {}, guarded)).status).toBe(200);
      expect((await get('/metrics', proxied, guarded)).status).toBe(403);
      expect((await get('/metrics', { ...proxied, authorization: 'Bearer a-long-metrics-tokem' }, guarded)).status).toBe(403);
      expect((await get('/metrics', { ...proxied, authorization: 'Bearer a-long-metrics-token' }, guarded)).status).toBe(200);
      expect((await get('/metrics', { ...proxied, authorization: 'Bearer ' })).status).toBe(403);
    } finally {
      await guarded.stop();
    }
  });
});

describe('pages', () => {
  it.each([
    ['ky', 'Муниципалдык кызмат көрсөтүүлөрдүн сапатынын хабы'],
    ['ru', 'Хаб качества муниципальных услуг'],
    ['en', 'Municipal service quality hub'],
  ])('the index speaks %s and leads to the explorer', async (language, title) => {
    const { headers, text } = await get('/', { 'accept-language': language });
    expect(headers.get('content-language')).toBe(language);
    expect(text).toContain(title);
    expect(text).toContain('href="/explorer"');
  });

  it('the explorer loads nothing from elsewhere and runs no script but its own', async () => {
    const { headers, text } = await get('/explorer');
    expect(text).not.toMatch(/(?:src|href|from|import)\s*[=(]?\s*["']https?:/);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'sha256-/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const assets = [...text.matchAll(/"(\/explorer\/static\/[\w.]+)"/g)].map(([, path = '']) => path);
    expect(new Set(assets).size).toBeGreaterThan(1);
    for (const path of new Set(assets)) expect((await get(path)).status, path).toBe(200);
    expect((await get('/explorer/static/../../package.json')).status).toBe(404);
    expect((await get('/explorer/static/__proto__')).status).toBe(404);
  });

  it('the explorer is absent where it is off', async () => {
    const closed = await startEdge({ settings: { explorer: false } });
    try {
      expect((await get('/explorer', {}, closed)).status).toBe(404);
      expect((await get('/explorer/static/ruru.js', {}, closed)).status).toBe(404);
      expect((await get('/', {}, closed)).text).not.toContain('/explorer');
    } finally {
      await closed.stop();
    }
  });
});

describe('rate limits', () => {
  const limits = () => createRateLimits({ actor: { points: 3, seconds: 60 }, address: { points: 2, seconds: 60 } });
  const ask = (from: EdgeUnderTest, headers: Record<string, string>) => from.post({ query: '{ hello }' }, headers);
  const statuses = async (from: EdgeUnderTest, headers: Record<string, string>, count: number) => {
    const found: number[] = [];
    for (let n = 0; n < count; n++) found.push((await ask(from, headers)).status);
    return found;
  };

  it('the public is counted by address, a user wherever they are, and a refusal says how long to wait', async () => {
    const limited = await startEdge({ rateLimit: limits() });
    try {
      expect(await statuses(limited, {}, 3)).toEqual([200, 200, 429]);
      expect(await statuses(limited, { authorization: 'Bearer clerk' }, 4)).toEqual([200, 200, 200, 429]);
      const { headers, body } = await ask(limited, { authorization: 'Bearer clerk' });
      expect(body.errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(headers.get('retry-after')).toBe(String(body.errors?.[0]?.extensions['retryAfterSeconds']));
      expect(limited.released.toSorted()).toEqual(limited.made.toSorted());
    } finally {
      await limited.stop();
    }
  });

  it('wrong tokens are counted by address, so that nobody can try many', async () => {
    const limited = await startEdge({ rateLimit: limits() });
    try {
      expect(await statuses(limited, { authorization: 'Bearer guess' }, 3)).toEqual([401, 401, 429]);
    } finally {
      await limited.stop();
    }
  });

  it('a forged X-Forwarded-For makes no new caller, unless it comes through the named proxy', async () => {
    const direct = await startEdge({ rateLimit: limits() });
    const proxied = await startEdge({ rateLimit: limits(), settings: { trustProxy: 'loopback' } });
    try {
      expect(await statuses(direct, { 'x-forwarded-for': '203.0.113.1' }, 2)).toEqual([200, 200]);
      expect(await statuses(direct, { 'x-forwarded-for': '203.0.113.2' }, 1)).toEqual([429]);
      expect(await statuses(proxied, { 'x-forwarded-for': '203.0.113.1' }, 3)).toEqual([200, 200, 429]);
      expect(await statuses(proxied, { 'x-forwarded-for': '203.0.113.2' }, 1)).toEqual([200]);
      // One network of IPv6 is one caller.
      expect(await statuses(proxied, { 'x-forwarded-for': '2001:db8::1' }, 2)).toEqual([200, 200]);
      expect(await statuses(proxied, { 'x-forwarded-for': '2001:db8:0:0:9::2' }, 1)).toEqual([429]);
      expect(await statuses(proxied, { 'x-forwarded-for': '2001:db8:0:1::1' }, 1)).toEqual([200]);
    } finally {
      await direct.stop();
      await proxied.stop();
    }
  });
});

describe('the log', () => {
  it('has one line a request, with its id, operation and actor, and never a variable or a token', async () => {
    const query = 'query Greeting($name: String) { hello(name: $name) }';
    const { headers } = await edge.post({ query, variables: { name: 'Айгүл' } }, { authorization: 'Bearer clerk' });
    const lines = edge.lines.filter(({ requestId }) => requestId === headers.get('x-request-id'));
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        method: 'POST',
        path: '/graphql',
        status: 200,
        operationName: 'Greeting',
        actorKey: 'clerk-1',
      }),
    ]);
    expect(edge.rawLog()).not.toContain('Айгүл');
    expect(edge.rawLog()).not.toContain('Bearer clerk');
  });

  it('carries no tokens, passwords and addresses, wherever they stand', () => {
    let text = '';
    const log = createLog({ level: 'info', destination: { write: (line) => void (text += line) } });
    log.info({ authorization: 'Bearer abc', headers: { authorization: 'Basic abc' }, email: 'x' }, 'mail to aida@mail.kg');
    log.error({ err: new Error('connect postgres://hub:sesame@db/hub with Bearer abc.def') }, 'eyJhbGciOi.eyJzdWIi.c2ln was refused');
    for (const secret of ['abc', 'aida', 'sesame', 'eyJ', '"x"']) expect(text).not.toContain(secret);
    for (const line of text.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

describe('stopping', () => {
  it('waits for the request that runs, takes no new one, and holds on to no idle connection', async () => {
    let entered = () => {};
    let leave = () => {};
    const inside = new Promise<void>((resolve) => (entered = resolve));
    const free = new Promise<void>((resolve) => (leave = resolve));
    const stopping = await startEdge({
      mount: (app) => {
        app.get('/slow', async (_request, response) => {
          entered();
          await free;
          response.send('done');
        });
      },
    });
    const agent = new http.Agent({ keepAlive: true });
    const answered = new Promise<string>((resolve, reject) => {
      http
        .get(`${stopping.url}/slow`, { agent }, (response) => {
          let text = '';
          response.on('data', (chunk) => (text += String(chunk)));
          response.on('end', () => resolve(text));
        })
        .on('error', reject);
    });
    await inside;
    let isStopped = false;
    const stopped = stopping.stop().then(() => (isStopped = true));
    await expect(fetch(`${stopping.url}/health/live`)).rejects.toThrow();
    expect(isStopped).toBe(false);
    leave();
    expect(await answered).toBe('done');
    await stopped;
    agent.destroy();
  });

  it('a caller who leaves early leaves no context behind', async () => {
    const left = await startEdge();
    try {
      const controller = new AbortController();
      const body = new ReadableStream({
        start(stream) {
          stream.enqueue(new TextEncoder().encode('{"query":'));
        },
      });
      const asked = fetch(left.graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: controller.signal,
        duplex: 'half',
      });
      await expect.poll(() => left.made.length).toBe(1);
      controller.abort();
      await expect(asked).rejects.toThrow();
      await expect.poll(() => left.released).toEqual(left.made);
    } finally {
      await left.stop();
    }
  });
});

describe('when everybody asks at once', () => {
  it('the public waits its turn, or is told to come back, and whoever works with the hub is answered', async () => {
    const gate = Promise.withResolvers<void>();
    let running = 0;
    const crowded = await startEdge({
      executor: async ({ context }) => {
        if (context.isAnonymous) {
          running += 1;
          await gate.promise;
        }
        return { data: { hello: 'hello' } };
      },
    });
    try {
      const refused: Reply[] = [];
      const visitors = Array.from({ length: 8 + 200 + 5 }, async () => {
        const reply = await crowded.post({ query: '{ hello }' });
        if (reply.status === 503) refused.push(reply);
        return reply.status;
      });
      await expect.poll(() => refused.length).toBe(5);
      expect(refused[0]?.body.errors?.[0]?.extensions).toMatchObject({ code: 'SERVICE_BUSY', retryAfterSeconds: 5 });
      expect(refused[0]?.headers.get('retry-after')).toBe('5');
      expect((await crowded.post({ query: '{ hello }' }, { authorization: 'Bearer clerk' })).status).toBe(200);
      expect(running).toBe(8);
      gate.resolve();
      expect((await Promise.all(visitors)).filter((status) => status === 200)).toHaveLength(208);
      await expect.poll(() => crowded.released.length).toBe(crowded.made.length);
    } finally {
      gate.resolve();
      await crowded.stop();
    }
  });
});
