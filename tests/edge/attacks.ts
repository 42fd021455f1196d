import http from 'node:http';

/**
 * The attack table of quality.md 2.8. Every attack is one HTTP request against a GraphQL address; none may be answered by a 5xx, tell
 * anything of the inside, or hurt the requests after it. It knows nothing of a particular schema but what the target says, so the
 * same table runs against the edge's test schema and against the hub's.
 */

export interface AttackTarget {
  /** The GraphQL address. */
  readonly url: string;
  /** Sent with each attack, such as Authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A query that is answered 200 without errors. */
  readonly validQuery: string;
  /** A mutation that is valid but for the method it is sent with. */
  readonly mutation: string;
  /** Documents with one variable `$value`, by what it may be: `query ($value: String!) { hello(name: $value) }`. */
  readonly fields: {
    readonly text: string;
    readonly id: string;
    readonly int: string;
    readonly dateTime?: string;
    readonly localDate?: string;
    readonly uuid?: string;
    readonly json?: string;
    readonly count?: string;
  };
  /** A field name near a real one of the root, to fish for suggestions, and the real one. */
  readonly nearMiss: { readonly wrong: string; readonly right: string };
}

export interface AttackRequest {
  readonly method?: string;
  /** After the GraphQL address: a query string. */
  readonly search?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Attack {
  readonly title: string;
  readonly request: (target: AttackTarget) => AttackRequest;
  /** The code of the first error, one of several, or `OK` for an answer without errors. Left out: any, as long as it is an answer. */
  readonly answers?: string | readonly string[];
  readonly status?: number;
  /** Left out of a target that has no such field. */
  readonly needs?: keyof AttackTarget['fields'];
}

export interface AttackReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const strict = { accept: 'application/graphql-response+json' };
const json = { 'content-type': 'application/json' };

/** Sends an attack byte by byte as it is, which fetch would not. */
export function send(target: AttackTarget, { method = 'POST', search = '', headers = json, body }: AttackRequest): Promise<AttackReply> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      target.url + search,
      { method, headers: { ...strict, ...target.headers, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function query(document: string, variables?: unknown, rest: object = {}): AttackRequest {
  return { body: JSON.stringify({ query: document, variables, ...rest }) };
}

function times(count: number, make: (index: number) => string, separator = ' '): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(separator);
}

function nested(depth: number, open: string, inside: string, close: string): string {
  return open.repeat(depth) + inside + close.repeat(depth);
}

const anyRefusal = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'QUERY_TOO_COMPLEX', 'BAD_REQUEST', 'BAD_USER_INPUT'];

function document(title: string, text: string | ((target: AttackTarget) => string), answers: Attack['answers']): Attack {
  return {
    title,
    answers,
    status: answers === 'OK' ? 200 : 400,
    request: (target) => query(typeof text === 'string' ? text : text(target)),
  };
}

const documents: readonly Attack[] = [
  document('31 aliases of one field', `{${times(31, (n) => `a${n}: __typename`)}}`, 'QUERY_TOO_COMPLEX'),
  document('30 aliases are still allowed', `{${times(30, (n) => `a${n}: __typename`)}}`, 'OK'),
  document(
    'aliases inside a fragment that is spread many times',
    `{${times(8, () => '...F')}} fragment F on Query {${times(4, (n) => `a${n}: __typename`)}}`,
    'QUERY_TOO_COMPLEX',
  ),
  document('501 times the same field', `{${times(501, () => '__typename')}}`, 'QUERY_TOO_COMPLEX'),
  document('2,000 tokens and more', `{${times(2_000, (n) => `f${n}`)}}`, 'QUERY_TOO_COMPLEX'),
  document('tokens hidden in a list argument', `{ a(x: [${times(2_500, () => '1', ',')}]) }`, 'QUERY_TOO_COMPLEX'),
  document('tokens hidden in variable definitions', `query (${times(800, (n) => `$v${n}: Int`)}) { __typename }`, 'QUERY_TOO_COMPLEX'),
  document(
    '1,000 operations in one document',
    times(1_000, (n) => `query Q${n} { __typename }`),
    'QUERY_TOO_COMPLEX',
  ),
  document('13 levels of fields', nested(12, 'a {', 'a', '}').replace(/^a/, '{ a') + '}', 'QUERY_TOO_COMPLEX'),
  document('900 levels of fields', nested(900, '{a', '', '}'), 'QUERY_TOO_COMPLEX'),
  document(
    'depth hidden in fragments',
    `{...F0} ${times(15, (n) => `fragment F${n} on Query { a { ...F${n + 1} } }`)} fragment F15 on Query { a }`,
    'QUERY_TOO_COMPLEX',
  ),
  document('depth hidden in inline fragments', `{${nested(41, '... on Query {', '__typename', '}')}}`, 'QUERY_TOO_COMPLEX'),
  document('900 levels of a list value', `{ a(x: ${nested(900, '[', '1', ']')}) }`, 'QUERY_TOO_COMPLEX'),
  document('500 levels of an object value', `{ a(x: ${nested(500, '{a:', '1', '}')}) }`, 'QUERY_TOO_COMPLEX'),
  document('900 levels of a list type', `query ($v: ${nested(900, '[', 'Int', ']')}) { __typename }`, 'QUERY_TOO_COMPLEX'),
  document('21 directives on one field', `{ __typename ${'@include(if: true) '.repeat(21)}}`, 'QUERY_TOO_COMPLEX'),
  document('200 unknown directives', `{ __typename ${'@a '.repeat(200)}}`, 'QUERY_TOO_COMPLEX'),
  document('directives spread over fields', `{${times(21, () => '__typename @include(if: true)')}}`, 'QUERY_TOO_COMPLEX'),
  document('directives on an operation', `query ${'@a '.repeat(30)} { __typename }`, 'QUERY_TOO_COMPLEX'),
  document('the same directive twice', '{ __typename @skip(if: false) @skip(if: false) }', 'GRAPHQL_VALIDATION_FAILED'),
  document('a fragment that contains itself', '{...F} fragment F on Query {...F}', 'GRAPHQL_VALIDATION_FAILED'),
  document(
    'two fragments that contain each other',
    '{...A} fragment A on Query {...B} fragment B on Query {...A}',
    'GRAPHQL_VALIDATION_FAILED',
  ),
  document(
    'a fragment cycle through fields',
    '{...A} fragment A on Query { a {...B} a {...A} } fragment B on Query { a {...A} }',
    'GRAPHQL_VALIDATION_FAILED',
  ),
  document(
    'a ring of 100 fragments, each twice in the next',
    `{...F0 ...F1} ${times(100, (n) => `fragment F${n} on Query { a {...F${(n + 1) % 100}} a {...F${(n + 2) % 100}} }`)}`,
    'GRAPHQL_VALIDATION_FAILED',
  ),
  document('a fragment cycle that nobody uses', '{ __typename } fragment A on Query { a {...A} }', 'GRAPHQL_VALIDATION_FAILED'),
  document(
    'fragments that double at each step',
    `{...F0} ${times(60, (n) => `fragment F${n} on Query {...F${n + 1} ...F${n + 1}}`)} fragment F60 on Query { __typename }`,
    'QUERY_TOO_COMPLEX',
  ),
  document('a fragment that does not exist', '{...Nowhere}', 'GRAPHQL_VALIDATION_FAILED'),
  document('a fragment twice', '{...F} fragment F on Query { __typename } fragment F on Query { __typename }', 'GRAPHQL_VALIDATION_FAILED'),
  document('a fragment on a type that does not exist', '{...F} fragment F on Nothing { a }', 'GRAPHQL_VALIDATION_FAILED'),
  document('a cycle of introspection', `{ __schema { types { ${nested(6, 'fields { type {', 'name', '} }')} } } }`, anyRefusal),
  document('introspection within introspection', `{${nested(26, '__schema {', 'a', '}')}}`, 'QUERY_TOO_COMPLEX'),
  document(
    'fields of one name that differ in arguments',
    '{ __type(name: "A") { name } __type(name: "B") { name } }',
    'GRAPHQL_VALIDATION_FAILED',
  ),
  document('no text at all', '', 'BAD_REQUEST'),
  document('blanks only', ' \n\t ', 'GRAPHQL_PARSE_FAILED'),
  document('a comment only', '# nothing', 'GRAPHQL_PARSE_FAILED'),
  document('no selection', '{}', 'GRAPHQL_PARSE_FAILED'),
  document('brackets that do not close', '{ a { b', 'GRAPHQL_PARSE_FAILED'),
  document('brackets that were never opened', '}}}}}}}}', 'GRAPHQL_PARSE_FAILED'),
  document('a string that does not close', '{ a(b: "', 'GRAPHQL_PARSE_FAILED'),
  document('a block string that does not close', `{ a(b: """${'x'.repeat(50_000)}`, 'GRAPHQL_PARSE_FAILED'),
  document('NUL in the document', '{ __typename \0 }', 'GRAPHQL_PARSE_FAILED'),
  document('half a surrogate pair in the document', '{ __typename \ud800 }', 'GRAPHQL_PARSE_FAILED'),
  document(
    'a surrogate escape in a string',
    (target) => target.fields.text.replace('$value)', '"\\ud800")').replace('($value: String!)', ''),
    anyRefusal,
  ),
  document('80 KB of comment before a query', `#${'x'.repeat(80_000)}\n{ __typename }`, 'OK'),
  document('80 KB of blanks in a query', `{${' '.repeat(80_000)}__typename }`, 'OK'),
  document('a name of 50,000 letters', `{ ${'a'.repeat(50_000)} }`, 'GRAPHQL_VALIDATION_FAILED'),
  document('type definitions', 'type A { b: C }', 'GRAPHQL_VALIDATION_FAILED'),
  document('an extension of the schema', 'extend type Query { a: Int } { __typename }', 'GRAPHQL_VALIDATION_FAILED'),
  document('a subscription', 'subscription { anything }', ['OPERATION_NOT_SUPPORTED', 'GRAPHQL_VALIDATION_FAILED']),
  document('a prototype key as a field', '{ __proto__ }', 'GRAPHQL_VALIDATION_FAILED'),
  document('constructor as a field', '{ constructor { prototype } }', 'GRAPHQL_VALIDATION_FAILED'),
  document('__proto__ as an alias', '{ __proto__: __typename }', 'OK'),
  document('prototype keys as fragment names', '{...__proto__ ...constructor}', 'GRAPHQL_VALIDATION_FAILED'),
  document('prototype keys as types', '{ ... on constructor { a } ... on __proto__ { a } }', 'GRAPHQL_VALIDATION_FAILED'),
  document('prototype keys as directives', '{ __typename @constructor @__proto__ }', 'GRAPHQL_VALIDATION_FAILED'),
  document('prototype keys as arguments', '{ __type(name: "A", __proto__: 1, constructor: 2) { name } }', 'GRAPHQL_VALIDATION_FAILED'),
  document('@defer, which is not offered', '{ ... @defer { __typename } }', 'GRAPHQL_VALIDATION_FAILED'),
  document('a near miss of a field', (target) => `{ ${target.nearMiss.wrong} }`, 'GRAPHQL_VALIDATION_FAILED'),
];

function variables(
  title: string,
  field: keyof AttackTarget['fields'],
  value: unknown,
  answers: Attack['answers'] = 'BAD_USER_INPUT',
): Attack {
  return {
    title: `${title} as ${field}`,
    needs: field,
    answers,
    status: answers === 'BAD_USER_INPUT' ? 400 : undefined,
    request: (target) => query(target.fields[field] ?? '', { value }),
  };
}

/** JSON text that JSON.stringify would not write. */
function rawVariable(
  title: string,
  field: keyof AttackTarget['fields'],
  value: string,
  answers: Attack['answers'] = 'BAD_USER_INPUT',
): Attack {
  return {
    title: `${title} as ${field}`,
    needs: field,
    answers,
    request: (target) => ({ body: `{"query":${JSON.stringify(target.fields[field])},"variables":{"value":${value}}}` }),
  };
}

const inputs: readonly Attack[] = [
  variables('NUL', 'text', 'a\0b'),
  variables('half a surrogate pair', 'text', '\ud800'),
  rawVariable('an escaped half of a surrogate pair', 'text', '"\\udc00"'),
  rawVariable('an escaped NUL', 'text', '"\\u0000"'),
  variables('10,001 characters', 'text', 'x'.repeat(10_001)),
  variables('a number', 'text', 1),
  variables('an object', 'text', { a: 1 }),
  variables('a list', 'text', ['a']),
  variables('null', 'text', null),
  variables('true', 'text', true),
  variables('letters that change direction', 'text', '\u202e\u2066\ufeff', ['OK', 'BAD_USER_INPUT', 'NOT_FOUND']),
  variables('SQL', 'text', "'; DROP TABLE users; --", ['OK', 'BAD_USER_INPUT', 'NOT_FOUND']),
  variables('SQL with a comment', 'text', "' OR 1=1 /*", ['OK', 'BAD_USER_INPUT', 'NOT_FOUND']),
  variables('a LIKE pattern', 'text', '%_%\\', ['OK', 'BAD_USER_INPUT', 'NOT_FOUND']),
  variables('a format string', 'text', '%s%n${7*7}{{7*7}}', ['OK', 'BAD_USER_INPUT', 'NOT_FOUND']),
  variables('markup', 'text', '<script>alert(1)</script>', ['OK', 'BAD_USER_INPUT', 'NOT_FOUND']),
  variables('65 characters', 'id', '1'.repeat(65)),
  variables('NUL', 'id', '\0'),
  variables('SQL', 'id', "1' OR '1'='1", ['OK', 'BAD_USER_INPUT', 'NOT_FOUND']),
  variables('an object', 'id', {}),
  variables('a fraction', 'id', 1.5),
  variables('2^31', 'int', 2 ** 31),
  variables('a fraction', 'int', 1.5),
  variables('digits in a string', 'int', '1'),
  rawVariable('1e400', 'int', '1e400'),
  rawVariable('400 digits', 'int', '9'.repeat(400)),
  variables('a list of a list', 'int', [[1]]),
  variables('30 February', 'dateTime', '2026-02-30T00:00:00Z'),
  variables('no offset', 'dateTime', '2026-10-20T00:00:00'),
  variables('hour 24', 'dateTime', '2026-10-20T24:00:00Z'),
  variables('a leap second', 'dateTime', '2016-12-31T23:59:60Z'),
  variables('the year 1989', 'dateTime', '1989-12-31T23:59:59Z'),
  variables('the year 2101', 'dateTime', '2101-01-01T00:00:00Z'),
  variables('an expanded year', 'dateTime', '+275760-09-13T00:00:00Z'),
  variables('milliseconds', 'dateTime', 1_760_000_000_000),
  variables('words', 'dateTime', 'tomorrow'),
  variables('29 February of a common year', 'localDate', '2026-02-29'),
  variables('month 13', 'localDate', '2026-13-01'),
  variables('an instant', 'localDate', '2026-10-20T00:00:00Z'),
  variables('the year 2101', 'localDate', '2101-01-01'),
  variables('Arabic digits', 'localDate', '٢٠٢٦-١٠-٢٠'),
  variables('letters that are not hexadecimal', 'uuid', 'g0000000-0000-7000-8000-000000000000'),
  variables('braces', 'uuid', '{00000000-0000-7000-8000-000000000000}'),
  variables('a list', 'uuid', []),
  rawVariable('__proto__', 'json', '{"__proto__":{"isAdmin":true}}'),
  rawVariable('a deep constructor', 'json', '{"a":[{"constructor":{"prototype":{}}}]}'),
  variables('11 levels', 'json', JSON.parse(nested(11, '[', '1', ']'))),
  rawVariable('40,000 levels', 'json', nested(40_000, '[', '1', ']')),
  variables('66 KB', 'json', 'x'.repeat(66_000)),
  variables('NUL in a key', 'json', { 'a\0': 1 }),
  rawVariable('a number beyond all', 'json', '[1e400]'),
  variables('-1', 'count', -1),
  variables('10^9 + 1', 'count', 1_000_000_001),
  variables('digits in a string', 'count', '12'),
  rawVariable('2^53 + 1', 'count', '9007199254740993'),
  {
    title: 'a variable missing',
    answers: 'BAD_USER_INPUT',
    status: 400,
    request: (target) => query(target.fields.text, {}),
  },
  {
    title: 'variables with prototype keys',
    answers: 'OK',
    request: (target) => ({ body: `{"query":${JSON.stringify(target.validQuery)},"variables":{"__proto__":{"a":1},"constructor":2}}` }),
  },
];

function raw(
  title: string,
  request: AttackRequest | ((target: AttackTarget) => AttackRequest),
  status: number,
  answers: Attack['answers'] = 'BAD_REQUEST',
): Attack {
  return { title, status, answers, request: typeof request === 'function' ? request : () => request };
}

function typed(contentType: string): (target: AttackTarget) => AttackRequest {
  return ({ validQuery }) => ({ headers: { 'content-type': contentType }, body: JSON.stringify({ query: validQuery }) });
}

function getting(search: (target: AttackTarget) => string, headers: Record<string, string> = { 'apollo-require-preflight': '1' }) {
  return (target: AttackTarget): AttackRequest => ({ method: 'GET', headers, search: search(target) });
}

const asked = (text: string) => `?query=${encodeURIComponent(text)}`;

const transport: readonly Attack[] = [
  raw('a batch', ({ validQuery }) => ({ body: JSON.stringify([{ query: validQuery }, { query: validQuery }]) }), 400),
  raw('a batch of 1,000', ({ validQuery }) => ({ body: JSON.stringify(Array(1_000).fill({ query: validQuery })) }), 400),
  raw('an empty batch', { body: '[]' }, 400),
  raw('1 MB of query', { body: JSON.stringify({ query: `{ ${'a '.repeat(500_000)}}` }) }, 413, 'PAYLOAD_TOO_LARGE'),
  raw('1 MB of variables', ({ validQuery }) => query(validQuery, { a: 'x'.repeat(1_000_000) }), 413, 'PAYLOAD_TOO_LARGE'),
  raw(
    '1 MB without a length',
    ({ validQuery }) => ({ ...query(validQuery, { a: 'x'.repeat(1_000_000) }), headers: { ...json, 'transfer-encoding': 'chunked' } }),
    413,
    'PAYLOAD_TOO_LARGE',
  ),
  raw('a compressed body', { headers: { ...json, 'content-encoding': 'gzip' }, body: Buffer.from('1f8b0800', 'hex') }, 415),
  raw('an unknown encoding', { headers: { ...json, 'content-encoding': 'evil' }, body: '{}' }, 415),
  raw('no body', {}, 400),
  raw('an empty object', { body: '{}' }, 400),
  raw('null', { body: 'null' }, 400),
  raw('a number', { body: '1' }, 400),
  raw('a string', { body: '"{ __typename }"' }, 400),
  raw('half a JSON object', { body: '{"query":' }, 400),
  raw('JSON with a comma too many', { body: '{"query":"{ __typename }",}' }, 400),
  raw('JSON with a byte order mark', { body: '\ufeff{"query":"{ __typename }"}' }, 200, 'OK'),
  raw('100,000 brackets', { body: '['.repeat(100_000) }, 400),
  raw('bytes that are no UTF-8', { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) }, 400),
  raw(
    'an overlong UTF-8 NUL',
    { body: Buffer.concat([Buffer.from('{"query":"{ a('), Buffer.from([0xc0, 0x80]), Buffer.from(')}"}')]) },
    400,
  ),
  raw(
    'a surrogate encoded in UTF-8',
    { body: Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]) },
    400,
  ),
  raw('UTF-16', { headers: { 'content-type': 'application/json; charset=utf-16' }, body: Buffer.from('{"query":"{a}"}', 'utf16le') }, 415),
  raw('a query that is a number', { body: '{"query":1}' }, 400),
  raw('a query that is an object', { body: '{"query":{"kind":"Document"}}' }, 400),
  raw('a query that is a list', { body: '{"query":["{ __typename }"]}' }, 400),
  raw('variables that are a list', ({ validQuery }) => query(validQuery, [1]), 400),
  raw('variables that are a string', ({ validQuery }) => query(validQuery, '{}'), 400),
  raw('an operation name that is an object', ({ validQuery }) => query(validQuery, {}, { operationName: {} }), 400),
  raw('an operation name that does not exist', ({ validQuery }) => query(validQuery, {}, { operationName: 'Nowhere' }), 400),
  raw('an operation name with a prototype key', ({ validQuery }) => query(validQuery, {}, { operationName: '__proto__' }), 400),
  raw('two operations and no name', query('query A { __typename } query B { __typename }'), 400),
  raw('extensions that are a number', ({ validQuery }) => query(validQuery, {}, { extensions: 1 }), 400),
  raw(
    'a persisted query',
    { body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } }) },
    400,
    'OPERATION_NOT_SUPPORTED',
  ),
  raw(
    'a persisted query of version 99',
    ({ validQuery }) => query(validQuery, {}, { extensions: { persistedQuery: { version: 99 } } }),
    400,
    'OPERATION_NOT_SUPPORTED',
  ),
  raw('text/plain, which needs no preflight', typed('text/plain'), 415),
  raw('a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={__typename}' }, 415),
  raw('a multipart form', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' }, 415),
  raw('application/graphql', { headers: { 'content-type': 'application/graphql' }, body: '{ __typename }' }, 415),
  raw('JSON of another kind', typed('application/vnd.api+json'), 415),
  raw('a content type that is none', typed('application/json; ;;;'), 415),
  raw('no content type', { headers: {}, body: '{"query":"{ __typename }"}' }, 415),
  raw('an answer in HTML only', ({ validQuery }) => ({ ...query(validQuery), headers: { ...json, accept: 'text/html' } }), 406),
  raw('an answer in parts only', ({ mutation }) => ({ ...query(mutation), headers: { ...json, accept: 'multipart/mixed' } }), 406),
  raw(
    'a mutation by GET',
    getting(({ mutation }) => asked(mutation)),
    405,
    'OPERATION_NOT_SUPPORTED',
  ),
  raw(
    'a subscription by GET',
    getting(() => asked('subscription { a }')),
    405,
    'OPERATION_NOT_SUPPORTED',
  ),
  raw(
    'a query by GET without a preflight',
    getting(({ validQuery }) => asked(validQuery), {}),
    400,
  ),
  raw(
    'a query by GET as a form',
    getting(({ validQuery }) => asked(validQuery), { 'content-type': 'text/plain' }),
    400,
  ),
  raw(
    'a GET without a query',
    getting(() => ''),
    400,
  ),
  raw(
    'two queries in one GET',
    getting(({ validQuery }) => `${asked(validQuery)}&query=x`),
    400,
  ),
  raw(
    'broken percent signs',
    getting(() => '?query=%E0%A4%A&variables=%ZZ'),
    400,
    anyRefusal,
  ),
  raw(
    'variables by GET that are no JSON',
    getting(({ validQuery }) => `${asked(validQuery)}&variables={`),
    400,
  ),
  raw(
    'a fragment cycle by GET',
    getting(() => asked('{...F} fragment F on Query { a {...F} }')),
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ),
  raw(
    '31 aliases by GET',
    getting(() => asked(`{${times(31, (n) => `a${n}: __typename`)}}`)),
    400,
    'QUERY_TOO_COMPLEX',
  ),
  ...['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].map((method) =>
    raw(`the method ${method}`, { method, body: '{}' }, 405, 'OPERATION_NOT_SUPPORTED'),
  ),
  {
    title: 'a tunnelled method',
    answers: 'OK',
    request: ({ validQuery }) => ({ ...query(validQuery), headers: { ...json, 'x-http-method-override': 'DELETE' } }),
  },
  {
    title: 'a request id that would break a log line',
    answers: 'OK',
    request: ({ validQuery }) => ({ ...query(validQuery), headers: { ...json, 'x-request-id': '"},{"level":"error' } }),
  },
  {
    title: 'a language that does not exist',
    answers: 'OK',
    request: ({ validQuery }) => ({ ...query(validQuery), headers: { ...json, 'accept-language': `${'x,'.repeat(2_000)};q=NaN` } }),
  },
  {
    title: 'a forged proxy header',
    answers: 'OK',
    request: ({ validQuery }) => ({ ...query(validQuery), headers: { ...json, 'x-forwarded-for': "'; --, 127.0.0.1, ::1%evil" } }),
  },
  {
    title: 'a prototype key beside the query',
    answers: 'OK',
    request: ({ validQuery }) => ({ body: `{"query":${JSON.stringify(validQuery)},"__proto__":{"isAdmin":true},"constructor":1}` }),
  },
  {
    title: 'a token that is none',
    answers: 'UNAUTHENTICATED',
    status: 401,
    request: ({ validQuery }) => ({ ...query(validQuery), headers: { ...json, authorization: 'Bearer \u00e9.e30.' } }),
  },
];

export const attacks: readonly Attack[] = [...documents, ...inputs, ...transport];

/** What no answer may hold: stacks, files of ours, SQL, suggestions. */
export const leaks = /node_modules|\bat \S+ \(|\.[jt]s:\d+|Did you mean|\bselect .+ from\b|SQLSTATE|DriverException|pg_catalog/i;
