import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EdgeUnderTest, startEdge, strictJson } from './edge-under-test.ts';

let edge: EdgeUnderTest;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.stop());

const fails = (how: string) => ({ query: `{ fails(how: "${how}") }` });
const english = { ...strictJson, 'accept-language': 'en' };

describe('what a resolver throws, and how it is answered', () => {
  it.each([
    { how: 'notFound', code: 'NOT_FOUND', status: 200, extensions: { path: ['id'] } },
    { how: 'wrapped', code: 'NOT_FOUND', status: 200, extensions: {} },
    { how: 'rule', code: 'RULE_VIOLATED', status: 200, extensions: { rule: 'R9' } },
    { how: 'stale', code: 'CONFLICT', status: 200, extensions: { currentVersion: 7, path: ['input', 'expectedVersion'] } },
    { how: 'busy', code: 'SERVICE_BUSY', status: 503, extensions: { retryAfterSeconds: 9 } },
    { how: 'pool', code: 'SERVICE_BUSY', status: 503, extensions: { retryAfterSeconds: 5 } },
    { how: 'unauthenticated', code: 'UNAUTHENTICATED', status: 200, extensions: {} },
    { how: '23505', code: 'CONFLICT', status: 200, extensions: {} },
    { how: '23503', code: 'BAD_USER_INPUT', status: 200, extensions: {} },
    { how: '23514', code: 'BAD_USER_INPUT', status: 200, extensions: {} },
    { how: '22P02', code: 'BAD_USER_INPUT', status: 200, extensions: {} },
    { how: '40001', code: 'CONFLICT', status: 200, extensions: {} },
    { how: '40P01', code: 'CONFLICT', status: 200, extensions: {} },
    { how: '57014', code: 'SERVICE_BUSY', status: 503, extensions: { retryAfterSeconds: 5 } },
    { how: '53300', code: 'SERVICE_BUSY', status: 503, extensions: { retryAfterSeconds: 5 } },
    { how: '57P01', code: 'SERVICE_BUSY', status: 503, extensions: { retryAfterSeconds: 5 } },
    { how: '42P01', code: 'INTERNAL_SERVER_ERROR', status: 200, extensions: {} },
    { how: 'EBUSY', code: 'INTERNAL_SERVER_ERROR', status: 200, extensions: {} },
    { how: 'bug', code: 'INTERNAL_SERVER_ERROR', status: 200, extensions: {} },
  ])('$how is $code with HTTP $status', async ({ how, code, status, extensions }) => {
    const reply = await edge.post(fails(how), english);

    expect(reply.status).toBe(status);
    expect(reply.body.data).toEqual({ fails: null });
    expect(reply.body.errors).toHaveLength(1);
    expect(reply.body.errors?.[0]).toMatchObject({ path: ['fails'], extensions: { code, ...extensions } });
    expect(reply.body.errors?.[0]?.extensions['requestId']).toBe(reply.headers.get('x-request-id'));
    expect(reply.headers.get('retry-after')).toBe(status === 503 ? String(extensions.retryAfterSeconds) : null);
    expect(JSON.stringify(reply.body)).not.toMatch(/azamat|insert into|secretColumn|Key \(/);
  });

  it('a partial answer stays HTTP 200 although one field was busy', async () => {
    const { status, body } = await edge.post({ query: '{ hello fails(how: "busy") }' }, english);
    expect(status).toBe(200);
    expect(body.data).toEqual({ hello: 'hello world', fails: null });
  });

  it('a fault of ours is logged in full, with the request id, without the address in its words', async () => {
    const { headers } = await edge.post(fails('42P01'), english);
    const line = edge.lines.find(({ level, requestId }) => level === 'error' && requestId === headers.get('x-request-id'));
    expect(line).toMatchObject({ err: { type: 'DriverException', cause: { code: '42P01' } } });
    expect(JSON.stringify(line)).toContain('edge-schema.ts');
    expect(edge.rawLog()).not.toContain('azamat@mail.kg');
    expect(edge.rawLog()).not.toContain('Key (email)');
  });

  it('an answer that a scalar cannot hold is a fault of ours, not of the caller', async () => {
    const { body } = await edge.post({ query: '{ wrongAnswer }' }, english);
    expect(body.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
  });

  it('a message is cut at 300 characters', async () => {
    const { body } = await edge.post(fails('long'), english);
    expect(body.errors?.[0]?.message).toHaveLength(300);
  });

  it('at most 100 violations are told, in the language asked, and how many there are in all', async () => {
    const { body } = await edge.post(fails('many'), english);
    const violations = body.errors?.[0]?.extensions['violations'] as { message: string; row: number }[];
    expect(violations).toHaveLength(100);
    expect(violations[0]).toEqual({ code: 'BAD_USER_INPUT', row: 0, message: 'Wrong.' });
    expect(body.errors?.[0]?.extensions['violationCount']).toBe(150);
  });

  it.each([
    ['ky', 'Мөөнөтү өттү.'],
    ['ru-RU,ru;q=0.9', 'Срок прошёл.'],
    ['en', 'The deadline has passed.'],
    ['de', 'Мөөнөтү өттү.'],
  ])('Accept-Language %s is answered "%s"', async (language, message) => {
    const { body, headers } = await edge.post(fails('rule'), { 'accept-language': language });
    expect(body.errors?.[0]?.message).toBe(message);
    expect(headers.get('vary')).toContain('Accept-Language');
  });
});

describe('refusals before anything is run', () => {
  it.each([
    { what: 'a document that does not parse', query: '{', code: 'GRAPHQL_PARSE_FAILED', legacy: 200 },
    { what: 'a document that does not validate', query: '{ nothing }', code: 'GRAPHQL_VALIDATION_FAILED', legacy: 200 },
    {
      what: 'a literal that its scalar refuses',
      query: '{ echo(input: { on: "2026-02-30" }) { on } }',
      code: 'BAD_USER_INPUT',
      legacy: 200,
    },
    { what: 'a query too deep', query: `${'{ a '.repeat(13)}${'}'.repeat(13)}`, code: 'QUERY_TOO_COMPLEX', legacy: 400 },
    { what: 'a subscription', query: 'subscription { a }', code: 'OPERATION_NOT_SUPPORTED', legacy: 400 },
    { what: 'a forbidden field', query: '{ secret }', code: 'FORBIDDEN', legacy: 403, strict: 403 },
  ])('$what is $code: HTTP $legacy as application/json', async ({ query, code, legacy, strict = 400 }) => {
    const old = await edge.post({ query }, { accept: 'application/json' });
    const strictly = await edge.post({ query }, strictJson);

    expect([old.status, old.body.errors?.[0]?.extensions.code]).toEqual([legacy, code]);
    expect([strictly.status, strictly.body.errors?.[0]?.extensions.code]).toEqual([strict, code]);
    expect(strictly.body).not.toHaveProperty('data');
    expect(strictly.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('every forbidden field is named by its place, and nothing is run', async () => {
    const { body } = await edge.post({ query: '{ hello a: secret b: secret }' }, english);
    expect(body.errors?.map(({ locations, extensions }) => [locations, extensions.code])).toEqual([
      [[{ line: 1, column: 9 }], 'FORBIDDEN'],
      [[{ line: 1, column: 19 }], 'FORBIDDEN'],
    ]);
    expect(body).not.toHaveProperty('data');
  });

  it('a document that passed once is still refused to the next caller who may not use it', async () => {
    const asked = { query: '{ secret }' };
    expect((await edge.post(asked, { authorization: 'Bearer clerk' })).body).toEqual({ data: { secret: 'secret' } });
    expect((await edge.post(asked)).status).toBe(403);
  });

  it('all that is wrong with the variables is told at once, each with its path into the input', async () => {
    const { status, body } = await edge.post(
      {
        query: 'query ($whatever: EchoInput!) { echo(input: $whatever) { at } }',
        variables: { whatever: { at: 'now', texts: ['a', 'b\0'], nothing: 1 } },
      },
      english,
    );
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]?.extensions['violations']).toEqual([
      expect.objectContaining({ path: ['input', 'at'], message: expect.stringContaining('RFC 3339') }),
      { code: 'BAD_USER_INPUT', path: ['input', 'texts', '1'], message: 'The text contains NUL or broken Unicode.' },
      { code: 'BAD_USER_INPUT', path: ['input', 'nothing'], message: 'There is no such field: nothing.' },
    ]);
    expect(JSON.stringify(body)).not.toContain('EchoInput');
  });

  it('of what is wrong with the variables the first 100 are told, and how many there are in all', async () => {
    const texts = Array.from({ length: 130 }, () => 'b\0');
    const { body } = await edge.post({ query: 'query ($i: EchoInput!) { echo(input: $i) { at } }', variables: { i: { texts } } }, english);
    expect(body.errors?.[0]?.extensions['violations']).toHaveLength(100);
    expect(body.errors?.[0]?.extensions['violationCount']).toBe(130);
  });

  it('a bad token refuses the whole request, and is never anonymous', async () => {
    const { status, body, headers } = await edge.post({ query: '{ hello }' }, { authorization: 'Bearer stolen' });
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(body).not.toHaveProperty('data');
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(edge.rawLog()).not.toContain('stolen');
  });

  it('a fault while the caller is being recognised is masked and answered 500', async () => {
    const { status, body } = await edge.post({ query: '{ hello }' }, { authorization: 'Bearer broken' });
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(JSON.stringify(body)).not.toContain('key store');
  });
});
