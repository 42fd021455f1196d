import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { run, sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';

const soate = '41708213826000';
const notices =
  '{ notices(first: 100, filter: { kinds: [CONTACT_VERIFICATION] }) { nodes { id recipient state subject messageId sentAt attempts { smtpCode smtpAnswer nextAttemptAt } availableActions { mutation isAllowed refusal { rule } } history { action fromState toState reason } } } }';

let hub: TestHub;
let admin: Client;
let municipalityId: string;
const behaviour = new Map<string, 'accept' | 'reject' | 'defer'>();
beforeAll(async () => {
  hub = await startHub({ mail: { behave: (recipient) => behaviour.get(recipient) ?? 'accept' } });
  admin = await hub.as('ADMIN');
  municipalityId = (await admin.must(`{ municipality(soate: "${soate}") { id } }`)).municipality.id;
});
afterAll(() => hub.stop());

/** Something that mails an address: a contact is added. */
async function mailTo(email: string, relay: 'accept' | 'reject' | 'defer' = 'accept') {
  behaviour.set(email, relay);
  await admin.must('mutation($input: AddContactInput!) { addContact(input: $input) { municipality { id } } }', {
    input: { municipalityId, contact: { name: 'Айжан', email }, idempotencyKey: hub.key() },
  });
  await hub.runJobs();
  return noticeTo(email);
}

async function noticeTo(email: string) {
  const answer = await admin.must(notices);
  return answer.notices.nodes.find(({ recipient }: { recipient: string }) => recipient === email);
}

describe('a notice', () => {
  it('is SENT when the relay took it, with its answer', async () => {
    const notice = await mailTo('taken@aiyl.example');
    expect(notice).toMatchObject({ state: 'SENT', attempts: [{ smtpCode: 250, nextAttemptAt: null }] });
    expect(notice.sentAt).not.toBeNull();
    const [mail] = hub.mails.messagesTo('taken@aiyl.example');
    expect(mail?.parsed.messageId).toBe(notice.messageId);
    expect(mail?.parsed.subject).toBe(notice.subject);
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated/m);
  });

  it('is FAILED for good when the relay refuses it for good, and staff see its words', async () => {
    const notice = await mailTo('gone@aiyl.example', 'reject');
    expect(notice).toMatchObject({ state: 'FAILED', sentAt: null, attempts: [{ smtpCode: 550, nextAttemptAt: null }] });
  });

  it('is DEFERRED when the relay is busy, tried again later under the same Message-ID, and then sent', async () => {
    const deferred = await mailTo('busy@aiyl.example', 'defer');
    expect(deferred).toMatchObject({ state: 'DEFERRED', attempts: [{ smtpCode: 451 }] });
    const wait = Date.parse(deferred.attempts[0].nextAttemptAt) - hub.clock.now().getTime();
    expect(wait).toBeGreaterThanOrEqual(60_000);
    expect(wait).toBeLessThanOrEqual(75_000);
    behaviour.set('busy@aiyl.example', 'accept');
    await run(consoleCtx(hub.hub.orm, hub.clock, 'test'), sql`update graphile_worker._private_jobs set run_at = now()`);
    await hub.runJobs();
    const sent = await noticeTo('busy@aiyl.example');
    expect(sent).toMatchObject({ state: 'SENT', messageId: deferred.messageId });
    expect(sent.attempts.map(({ smtpCode }: { smtpCode: number }) => smtpCode)).toEqual([451, 250]);
  });

  it('is given up when three days of trying did not help', async () => {
    const { id } = await mailTo('never@aiyl.example', 'defer');
    hub.clock.set('2026-03-05T09:00:00.001+06:00');
    await run(consoleCtx(hub.hub.orm, hub.clock, 'test'), sql`update graphile_worker._private_jobs set run_at = now()`);
    await hub.runJobs();
    expect(await noticeTo('never@aiyl.example')).toMatchObject({ id, state: 'FAILED' });
    hub.clock.set('2026-03-02T09:00:00+06:00');
  });

  it('can be sent once more with a reason, unless it is under way', async () => {
    const resend = 'mutation($input: ResendNoticeInput!) { resendNotice(input: $input) { notice { state } } }';
    const gone = await noticeTo('gone@aiyl.example');
    expect(gone.availableActions).toEqual([{ mutation: 'resendNotice', isAllowed: true, refusal: null }]);
    behaviour.set('gone@aiyl.example', 'accept');
    await admin.must(resend, { input: { id: gone.id, reason: 'the mailbox was opened', idempotencyKey: hub.key() } });
    await hub.runJobs();
    expect(await noticeTo('gone@aiyl.example')).toMatchObject({
      state: 'SENT',
      messageId: gone.messageId,
      history: [{ fromState: 'FAILED', toState: 'QUEUED', reason: 'the mailbox was opened' }],
    });
    const waiting = await mailTo('waiting@aiyl.example', 'defer');
    expect(waiting.availableActions).toMatchObject([{ isAllowed: false, refusal: { rule: 'ours:resend-only-what-is-not-under-way' } }]);
    const [error] = await admin.refused(resend, { input: { id: waiting.id, reason: 'again', idempotencyKey: hub.key() } });
    expect(error?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:resend-only-what-is-not-under-way' });
  });

  it('is seen by the municipality it is to, and by no other', async () => {
    const own = await hub.as('PROVIDER', { soate });
    const other = await hub.as('PROVIDER', { soate: '41702215835000' });
    const { id } = await noticeTo('taken@aiyl.example');
    expect((await own.must(notices)).notices.nodes.length).toBeGreaterThan(0);
    expect((await other.must(notices)).notices.nodes).toEqual([]);
    expect((await other.refused(`{ notice(id: "${id}") { id } }`))[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await other.must(`{ municipality(soate: "${soate}") { notices { totalCount } } }`)).municipality.notices).toBeNull();
  });

  it('is not written when the act that causes it fails', async () => {
    const before = (await admin.must('{ notices { totalCount } }')).notices.totalCount;
    await admin.refused('mutation($input: AddContactInput!) { addContact(input: $input) { municipality { id } } }', {
      input: { municipalityId, contact: { name: 'Айжан', email: 'taken@aiyl.example' }, idempotencyKey: hub.key() },
    });
    expect((await admin.must('{ notices { totalCount } }')).notices.totalCount).toBe(before);
  });
});
