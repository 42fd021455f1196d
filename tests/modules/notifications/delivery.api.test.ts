import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { newId } from '../../../src/kit/entity.ts';
import { type NoticeDefinition, notify } from '../../../src/kit/notice.ts';
import { run, sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { samplePayloads } from '../../mail/sample-payloads.ts';
import { startHub, type TestHub } from '../../support/hub.ts';

const mass: NoticeDefinition = { name: 'list-notified', kind: 'LIST_NOTIFIED', priority: 10 };
const urgent: NoticeDefinition = { name: 'contact-verification', kind: 'CONTACT_VERIFICATION' };

let hub: TestHub;
let isAway = false;
beforeAll(async () => {
  hub = await startHub({ env: { MAIL_PER_MINUTE: '1200' }, mail: { behave: () => (isAway ? 'drop' : 'accept') } });
});
afterAll(() => hub.stop());

const ctx = () => consoleCtx(hub.hub.orm, hub.clock, 'test');

function mail(notice: NoticeDefinition, count: number, prefix: string): Promise<string[]> {
  const recipientOf = (index: number) => ({ email: `${prefix}-${index}@aiyl.example`, name: null, language: null, municipalityId: null });
  const to = Array.from({ length: count }, (_, index) => ({
    recipient: recipientOf(index),
    payload: { ...samplePayloads[notice.name], link: '/lists' },
  }));
  return inTransaction(ctx(), (inner) => notify(inner, notice, { subjectId: newId(), to }));
}

describe('the limit of the relay', () => {
  it('gives each mail of a mass mailing its place, one interval after the other, over all hubs', async () => {
    await mail(mass, 6, 'mass');
    await hub.mails.waitFor(6);
    const [lane] = await hub.rows<{ freeAt: Date }>(sql`select free_at from relay_lane where name = 'MASS'`);
    // Four fifths of 1,200 a minute: 62.5 ms each, by a clock that stands still.
    expect((lane?.freeAt.getTime() ?? 0) - hub.clock.now().getTime()).toBe(375);
  });

  it('does not let a mass mailing delay an urgent mail', async () => {
    hub.mails.clear();
    await run(ctx(), sql`update relay_lane set free_at = ${hub.clock.now()}::timestamptz + interval '1 hour'`);
    await run(ctx(), sql`delete from relay_lane where name = 'URGENT'`);
    await mail(mass, 30, 'crowd');
    await mail(urgent, 1, 'urgent');
    const [first] = await hub.mails.waitFor(1);
    expect(first?.to).toEqual(['urgent-0@aiyl.example']);
  });
});

describe('a relay that does not answer', () => {
  it('is left alone after five tries, which health shows; the mails that wait count no try, and go once it is back', async () => {
    await run(ctx(), sql`delete from graphile_worker._private_jobs`);
    await run(ctx(), sql`delete from relay_lane`);
    hub.mails.clear();
    isAway = true;
    const ids = await mail(urgent, 40, 'away');
    await hub.runJobs();
    const health = async () => (await (await fetch(`${hub.url}/health/ready`)).json()) as { checks: Record<string, string> };
    const paused = { checks: { mail: 'the mail relay does not answer: mails wait', worker: 'ok' } };
    await vi.waitFor(async () => expect(await health()).toMatchObject(paused), { timeout: 60_000 });
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
    await hub.runJobs();
    const [counts] = await hub.rows<{ tried: number; waiting: number }>(
      sql`select (select count(*) from delivery_attempt where notice_id = any(${ids}::uuid[])) as tried,
            (select count(*) from notice where id = any(${ids}::uuid[]) and state = 'QUEUED') as waiting`,
    );
    expect(counts?.tried).toBeGreaterThan(0);
    expect((counts?.tried ?? 0) + (counts?.waiting ?? 0)).toBe(40);
    expect(counts?.waiting).toBeGreaterThan(20);
  });
});
