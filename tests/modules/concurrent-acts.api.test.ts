import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../src/app.ts';
import { firstRow, sql } from '../../src/kit/sql.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
import { Municipality } from '../../src/modules/organizations/organization.entity.ts';
import { type Client, startHub, type TestHub } from '../support/hub.ts';
import { elsewhere, home } from './service-registry/registry.fixture.ts';
import { approveObjects } from './submissions/submission.fixture.ts';

let hub: TestHub;
let [clerk, colleague, head, deputy]: Client[] = [];
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  [clerk, colleague, head, deputy] = await Promise.all([
    hub.as('PROVIDER', { soate: home }),
    hub.as('PROVIDER', { soate: home, user: 'colleague' }),
    hub.as('HEAD'),
    hub.as('HEAD', { user: 'deputy' }),
  ]);
  await approveObjects(hub, [
    { code: 'MS-002', soates: [home] },
    { code: 'MS-003', soates: [home] },
  ]);
});
afterAll(() => hub.stop());

/** Sends the acts at once: what became of each, as OK or its code and rule. */
async function bothAtOnce(acts: readonly (readonly [Client | undefined, string, Record<string, unknown>])[]): Promise<string[]> {
  const answers = acts.map(async ([client, mutation, input]) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation($input: ${type}!) { ${mutation}(input: $input) { obligations { id } } }`;
    const answer = await client?.query(document, { input: { ...input, idempotencyKey: hub.key() } });
    const { code, rule } = answer?.errors?.[0]?.extensions ?? { code: 'OK' };
    return rule === undefined ? code : `${code} ${rule}`;
  });
  return (await Promise.all(answers)).toSorted();
}

describe('of two people who act on the same several things at once', () => {
  it('one asks for the deferrals and one decides, and the other learns of it, round after round', async () => {
    const { myObligations } = (await clerk?.must('{ myObligations(filter: { year: 2026 }) { nodes { id } } }')) ?? {};
    const obligationIds: string[] = myObligations.nodes.slice(0, 3).map(({ id }: { id: string }) => id);
    expect(obligationIds).toHaveLength(3);
    for (let round = 0; round < 5; round += 1) {
      const request = { obligationIds, until: '2026-11-03', reason: 'Сел жүрдү' };
      const turned = { ...request, obligationIds: obligationIds.toReversed() };
      expect(
        await bothAtOnce([
          [clerk, 'requestDeferral', request],
          [colleague, 'requestDeferral', turned],
        ]),
      ).toEqual(['OK', 'RULE_VIOLATED ours:one-deferral-at-a-time']);
      const asked = await hub.rows<{ id: string }>(sql`select id from obligation_deferral where state = 'REQUESTED' order by id`);
      const deferralIds = asked.map(({ id }) => id);
      expect(
        await bothAtOnce([
          [head, 'grantDeferral', { deferralIds, until: '2026-11-01', reason: 'Макул' }],
          [deputy, 'refuseDeferral', { deferralIds: deferralIds.toReversed(), reason: 'Жок' }],
        ]),
      ).toEqual(['OK', 'RULE_VIOLATED ours:deferral-requested']);
      const states = await hub.rows(sql`select distinct state from obligation_deferral where id = any(${deferralIds}::uuid[])`);
      expect(states, 'all granted or all refused').toHaveLength(1);
    }
  });

  it('the later is refused by the version of each, also where no act locks them', async () => {
    const soates = { $in: [home, elsewhere] };
    const ctx = consoleCtx(hub.hub.orm, hub.clock, 'test');
    const blocked = async () =>
      (await firstRow<{ n: number }>(ctx, sql`select count(*) as n from pg_locks where not granted and locktype = 'transactionid'`))?.n;
    const write = (email: string, meanwhile: () => Promise<void>) =>
      inTransaction(ctx, async ({ em }) => {
        for (const municipality of await em.find(Municipality, { soate: soates })) municipality.officialEmail = email;
        await em.flush();
        await meanwhile();
      });
    let later: Promise<unknown> = Promise.resolve();
    await write('first@aiyl.example', async () => {
      later = write('second@aiyl.example', () => Promise.resolve()).catch((error: unknown) => error);
      // The later one has read before the first commits: it waits for the first one's rows.
      while (!(await blocked())) await new Promise((resolve) => setImmediate(resolve));
    });
    expect(await later).toMatchObject({ code: 'CONFLICT' });
    const emails = await hub.rows(sql`select distinct official_email from municipality where soate in (${home}, ${elsewhere})`);
    expect(emails).toEqual([{ officialEmail: 'first@aiyl.example' }]);
  });
});
