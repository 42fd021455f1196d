import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../support/hub.ts';
import { commands, home } from './service-registry/registry.fixture.ts';

const unknown = '0196f000-0000-7000-8000-000000000000';

let hub: TestHub;
let call: ReturnType<typeof commands>;
let [head, clerk, admin]: Client[] = [];
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  call = commands(hub);
  [head, clerk, admin] = await Promise.all([hub.as('HEAD'), hub.as('PROVIDER', { soate: home }), hub.as('ADMIN')]);
});
afterAll(() => hub.stop());

const deferral = { until: '2026-11-01', reason: 'abc' };

it.each([
  ['of the thing itself', () => admin, 'revokeApiKey', (id: string) => ({ id, reason: 'lost' }), ['id']],
  ['in a list', () => head, 'grantDeferral', (id: string) => ({ ...deferral, deferralIds: [id] }), ['deferralIds', '0']],
  [
    'in a list of their own',
    () => clerk,
    'requestDeferral',
    (id: string) => ({ ...deferral, obligationIds: [id] }),
    ['obligationIds', '0'],
  ],
  ['of offers', () => clerk, 'confirmServiceOffers', (id: string) => ({ offerIds: [id], year: 2026 }), ['offerIds', '0']],
])('what is no id names nothing, in its place: %s', async (_title, client, mutation, input, path) => {
  for (const id of [unknown, 'abc']) {
    const caller = client();
    if (!caller) throw new Error('No client');
    const refusal = await call.refused(caller, mutation, input(id));
    expect(refusal, id).toMatchObject({ code: 'NOT_FOUND', hint: expect.any(String) });
    expect(refusal.path, id).toEqual(['input', ...path]);
  }
});

it.each(['obligation', 'submission', 'complaint', 'municipality'])('and is asked for in vain: %s', async (query) => {
  const [error] = (await (await hub.as('ANALYST')).refused(`{ ${query}(id: "abc") { id } }`)) ?? [];
  expect(error?.extensions).toMatchObject({ code: 'NOT_FOUND', hint: expect.any(String) });
});
