import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../src/app.ts';
import { forgetIdempotencyKeys } from '../../src/kit/idempotency.jobs.ts';
import { enqueue } from '../../src/kit/outbox.ts';
import { type Client, startHub, type TestHub } from '../support/hub.ts';

const create = 'mutation($input: CreateUserInput!) { createUser(input: $input) { user { id name } } }';

let hub: TestHub;
let admin: Client;
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
  admin = await hub.as('ADMIN');
});
afterAll(() => hub.stop());

describe('an idempotency key', () => {
  const person = () => ({
    name: 'Бакыт',
    email: 'b@ministry.example',
    subject: `s-${hub.key()}`,
    roles: ['ANALYST'],
    idempotencyKey: hub.key(),
  });

  it('answers as the first time, for thirty days', async () => {
    const input = person();
    const first = await admin.must(create, { input });
    hub.clock.set('2026-04-01T08:59:59.999+06:00');
    await enqueue(consoleCtx(hub.hub.orm, hub.clock, 'test'), forgetIdempotencyKeys, {});
    await hub.runJobs();
    expect(await admin.must(create, { input })).toEqual(first);
    hub.clock.set('2026-04-01T09:00:00.001+06:00');
    await enqueue(consoleCtx(hub.hub.orm, hub.clock, 'test'), forgetIdempotencyKeys, {});
    await hub.runJobs();
    const [error] = await admin.refused(create, { input });
    expect(error?.extensions).toMatchObject({ code: 'CONFLICT', path: ['input', 'subject'] });
  });

  it("is the actor's own: another may use the same", async () => {
    const input = person();
    await admin.must(create, { input });
    const other = await hub.as('ADMIN', { user: 'other' });
    await other.must(create, { input: { ...input, subject: 'another' } });
  });

  it('of an act that was refused is free for the act put right', async () => {
    const input = person();
    await admin.refused(create, { input: { ...input, roles: ['PROVIDER'] } });
    await admin.must(create, { input });
  });
});
