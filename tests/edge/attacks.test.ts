import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttackTarget, attacks, leaks, send } from './attacks.ts';
import { type EdgeUnderTest, startEdge } from './edge-under-test.ts';

let edge: EdgeUnderTest;
let target: AttackTarget;

const echo = (type: string, field: string) => `query ($value: ${type}) { echo(input: { ${field}: $value }) { ${field} } }`;

beforeAll(async () => {
  edge = await startEdge();
  target = {
    url: edge.graphqlUrl,
    validQuery: '{ hello }',
    mutation: 'mutation { removeEverything }',
    fields: {
      text: 'query ($value: String!) { hello(name: $value) }',
      id: 'query ($value: ID!) { offer(id: $value) { id } }',
      int: echo('Int', 'int'),
      dateTime: echo('DateTime', 'at'),
      localDate: echo('LocalDate', 'on'),
      uuid: echo('UUID', 'uuid'),
      json: echo('JSON', 'json'),
      count: echo('Count', 'count'),
    },
    nearMiss: { wrong: 'helo', right: 'hello' },
  };
});
afterAll(() => edge.stop());

describe('an attack is refused with a code, tells nothing, and the next request is answered', () => {
  it('the table has more than a hundred attacks, each with its own title', () => {
    expect(attacks.length).toBeGreaterThan(100);
    expect(new Set(attacks.map(({ title }) => title)).size).toBe(attacks.length);
  });

  it.each(attacks)('$title', async ({ request, answers, status }) => {
    const reply = await send(target, request(target));

    expect(reply.status, reply.text).toBeLessThan(500);
    expect(reply.text).not.toMatch(leaks);
    expect(reply.headers['content-type']).toMatch(/^application\/(?:graphql-response\+)?json; charset=utf-8$/);
    const body = JSON.parse(reply.text) as { errors?: { message: string; extensions: { code: string; requestId: string } }[] };
    const [error] = body.errors ?? [];
    if (answers) expect([answers].flat(), reply.text).toContain(error?.extensions.code ?? 'OK');
    if (status) expect(reply.status, reply.text).toBe(status);
    for (const { message, extensions } of body.errors ?? []) {
      expect(message.length).toBeLessThanOrEqual(300);
      expect(extensions.requestId).toBe(reply.headers['x-request-id']);
    }

    const next = await edge.post({ query: target.validQuery });
    expect(next.body).toEqual({ data: { hello: 'hello world' } });
  });

  it('a near miss does not name the real field', async () => {
    const { body } = await edge.post({ query: `{ ${target.nearMiss.wrong} }` });
    expect(JSON.stringify(body)).not.toContain(`"${target.nearMiss.right}"`);
  });

  it('nothing of all this was logged as a fault of the hub', () => {
    expect(edge.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('every context that was made was released', () => {
    expect(edge.released.toSorted()).toEqual(edge.made.toSorted());
  });
});
