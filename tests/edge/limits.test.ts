import { createHash } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EdgeUnderTest, startEdge, strictJson } from './edge-under-test.ts';

let edge: EdgeUnderTest;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.stop());

const english = { ...strictJson, 'accept-language': 'en' };
const clerk = { ...english, authorization: 'Bearer clerk' };

async function costOf(query: string, variables?: object, headers: Record<string, string> = english): Promise<unknown> {
  const { body } = await edge.post({ query, variables }, { ...headers, 'graphql-cost': 'report' });
  return body.extensions?.['cost'];
}

describe('what an operation costs', () => {
  it.each([
    ['an object is 1', '{ offer(id: 1) { id name } }', 1],
    ['fields without an object are free', '{ hello __typename }', 0],
    ['a connection is `first` times its rows, and itself', '{ offers(first: 30) { nodes { id } } }', 31],
    ['a page is 20 where `first` is not given', '{ offers { nodes { id } } }', 21],
    ['a page of less than 1 is not free', '{ offers(first: -100) { nodes { id } } }', 2],
    ['totalCount is 10, once', '{ offers(first: 100) { totalCount nodes { id } } }', 111],
    ['totalCount in a fragment is 10 too', '{ offers(first: 5) { ...T } } fragment T on OfferConnection { totalCount }', 11],
    ['pageInfo is free', '{ offers(first: 5) { pageInfo { hasNextPage } } }', 1],
    ['search is 10', '{ offers(first: 5, filter: { search: "суу" }) { nodes { id } } }', 16],
    ['a plain list is its bound times its rows', '{ offer(id: 1) { siblings { id siblings { id } } } }', 1 + 10 * (1 + 10 * 1)],
    ['what a field declares is its own cost', '{ offer(id: 1) { computed } }', 51],
    ['what is skipped is free', '{ offer(id: 1) @skip(if: true) { computed } hello }', 0],
    ['the schema itself is free', '{ __schema { types { name } } }', 0],
  ])('%s', async (_rule, query, cost) => {
    expect(await costOf(query)).toEqual({ cost, limit: 2_000 });
  });

  it('the same document costs what its variables ask for, each time', async () => {
    const query = 'query ($n: Int) { offers(first: $n) { nodes { id } } }';
    expect(await costOf(query, { n: 1 })).toMatchObject({ cost: 2 });
    expect(await costOf(query, { n: 100 })).toMatchObject({ cost: 101 });
    expect(await costOf(query, { n: 1 })).toMatchObject({ cost: 2 });
  });

  it('only the operation that is run counts', async () => {
    const query = 'query A { hello } query B { offers(first: 100) { nodes { id } } }';
    const { body } = await edge.post({ query, operationName: 'A' }, { ...english, 'graphql-cost': 'report' });
    expect(body.extensions).toEqual({ cost: { cost: 0, limit: 2_000 } });
  });

  it('a budget is of the caller: the same operation is refused to the public and run for a clerk', async () => {
    const query = '{ offers(first: 100) { nodes { id computed } } }';
    const refused = await edge.post({ query }, english);
    expect(refused.status).toBe(400);
    expect(refused.body.errors?.[0]).toMatchObject({
      message: 'The query is too complex (cost): at most 2000, yours has 5101.',
      extensions: { code: 'QUERY_TOO_COMPLEX', hint: expect.stringContaining('Ask for fewer with `first`') },
    });
    expect((await edge.post({ query }, clerk)).body.data).toBeDefined();
    expect((await edge.post({ query }, english)).status).toBe(400);
  });

  it('the cost is told only when asked', async () => {
    expect((await edge.post({ query: '{ hello }' })).body).not.toHaveProperty('extensions');
  });
});

describe('introspection', () => {
  it('the standard introspection query passes where it is on', async () => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true, oneOf: true });
    const { body } = await edge.post({ query }, english);
    expect(body.errors).toBeUndefined();
  });

  it("the explorer's query, which nests types 12 deep in a fragment, passes too", async () => {
    const fragment = `fragment T on __Type { kind ${'ofType { kind name '.repeat(12)}${'}'.repeat(12)} }`;
    const { body } = await edge.post({ query: `{ __schema { types { fields { type { ...T } } } } } ${fragment}` }, english);
    expect(body.errors).toBeUndefined();
  });

  it('it is refused where it is off', async () => {
    const closed = await startEdge({ settings: { introspection: false } });
    try {
      const { status, body } = await closed.post({ query: '{ __schema { types { name } } }' }, english);
      expect([status, body.errors?.[0]?.message]).toEqual([400, 'Introspection is turned off.']);
      expect((await closed.post({ query: '{ __typename }' })).body).toEqual({ data: { __typename: 'Query' } });
      expect((await fetch(`${closed.url}/schema.graphql`)).status).toBe(404);
    } finally {
      await closed.stop();
    }
  });
});

describe('trusted documents', () => {
  it('only the listed documents are run when they are required', async () => {
    const listed = '{ hello }';
    const trustedDocuments = new Set([createHash('sha256').update(listed).digest('hex')]);
    const closed = await startEdge({ settings: { trustedDocuments } });
    try {
      expect((await closed.post({ query: listed })).body).toEqual({ data: { hello: 'hello world' } });
      const { status, body } = await closed.post({ query: '{hello}' });
      expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'DOCUMENT_NOT_TRUSTED']);
    } finally {
      await closed.stop();
    }
  });
});

describe('the filing door', () => {
  it('is named to whoever sends too much at the other', async () => {
    const { status, body } = await edge.post({ query: '{ hello }', variables: { many: 'x'.repeat(200_000) } }, english);
    const [error] = body.errors ?? [];
    expect([status, error?.extensions.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(error?.extensions['hint']).toBe('Many rows go to /graphql/filing (up to 2 MB), or in a file (createUpload, then uploadId).');
  });

  it('takes a larger body, but nothing except its mutations', async () => {
    const filing = { path: '/graphql/filing', bodyLimit: '2mb', mutations: new Set(['saveEcho']) };
    const open = await startEdge({ settings: { filing } });
    const file = async (query: string, texts: string[] = []) => {
      const response = await fetch(`${open.url}/graphql/filing`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { input: { texts } } }),
      });
      const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
      return errors?.[0]?.extensions.code ?? data;
    };
    try {
      const save = 'mutation ($input: EchoInput!) { saveEcho(input: $input) { int } }';
      const large = Array<string>(200).fill('x'.repeat(5_000));
      expect(await file(save, large)).toEqual({ saveEcho: { int: null } });
      expect(await file(save, Array<string>(500).fill('x'.repeat(5_000)))).toBe('PAYLOAD_TOO_LARGE');
      expect(await file('mutation { removeEverything }')).toBe('OPERATION_NOT_SUPPORTED');
      expect(
        await file('mutation ($input: EchoInput!) { saveEcho(input: $input) { int } ...M } fragment M on Mutation { removeEverything }'),
      ).toBe('OPERATION_NOT_SUPPORTED');
      expect(await file('{ hello }')).toBe('OPERATION_NOT_SUPPORTED');
    } finally {
      await open.stop();
    }
  });
});
