import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../support/hub.ts';
import { attacks, type AttackTarget, leaks, send } from './attacks.ts';

let hub: TestHub;
const signedIn: Record<string, string> = {};
beforeAll(async () => {
  hub = await startHub();
  const admin = await hub.as('ADMIN');
  signedIn.authorization = `Bearer ${admin.token}`;
});
afterAll(() => hub.stop());

const fields: AttackTarget['fields'] = {
  text: 'query ($value: String!) { municipalities(filter: { search: $value }) { totalCount } }',
  id: 'query ($value: ID!) { municipality(id: $value) { id } }',
  int: 'query ($value: Int!) { municipalities(first: $value) { nodes { id } } }',
  localDate: 'query ($value: LocalDate!) { municipalities(filter: { inForceOn: $value }) { totalCount } }',
};

const target = (headers: Record<string, string>): AttackTarget => ({
  url: `${hub.url}/graphql`,
  headers,
  validQuery: '{ serverTime }',
  mutation: 'mutation { confirmContact(input: { token: "x", idempotencyKey: "01900000-0000-7000-8000-000000000001" }) { isConfirmed } }',
  fields,
  nearMiss: { wrong: 'municipalitys', right: 'municipality' },
});
const fitting = attacks.filter(({ needs }) => !needs || needs in fields);

describe.each(['the public', 'an administrator'])('an attack by %s', (who) => {
  it.each(fitting)('$title', async (attack) => {
    const aim = target(who === 'the public' ? {} : signedIn);
    const reply = await send(aim, attack.request(aim));
    expect(reply.status, reply.text.slice(0, 300)).toBeLessThan(500);
    if (attack.status !== undefined) expect(reply.status).toBe(attack.status);
    expect(reply.text).not.toMatch(leaks);
    const after = await send(aim, { body: JSON.stringify({ query: aim.validQuery }) });
    expect(after.status).toBe(200);
  });
});

describe('GraphQL over HTTP', () => {
  it('passes every audit without an error', async () => {
    const results = await Promise.all(serverAudits({ url: `${hub.url}/graphql` }).map((audit) => audit.fn()));
    expect(results.filter(({ status }) => status === 'error').map(({ name }) => name)).toEqual([]);
  });
});

describe('an input', () => {
  it('that lacks fields or has one too many is told each by its name', async () => {
    const analyst = await hub.as('ANALYST');
    const [error] = await analyst.refused('mutation ($input: PauseSourceInput!) { pauseSource(input: $input) { volumeSource { id } } }', {
      input: { id: hub.key(), reazon: 'repair' },
    });
    expect(error?.extensions['violations']).toEqual(
      [
        [['input', 'idempotencyKey'], 'A value is required: idempotencyKey.'],
        [['input', 'expectedVersion'], 'A value is required: expectedVersion.'],
        [['input', 'reason'], 'A value is required: reason.'],
        [['input', 'reazon'], 'There is no such field: reazon.'],
      ].map(([path, message]) => ({ code: 'BAD_USER_INPUT', path, message })),
    );
  });
});
