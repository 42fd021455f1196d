import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { auditHeadJob } from '../../../src/modules/audit/audit.jobs.ts';
import { sealAudit } from '../../../src/modules/audit/audit.service.ts';
import { noticeKinds } from '../../../src/kit/notice.rules.ts';
import { startHub, type TestHub } from '../../support/hub.ts';

const soate = '41708213826000';
const preview = `query ($kind: NoticeKind!, $municipalityId: ID, $language: Language!) {
  noticePreview(kind: $kind, municipalityId: $municipalityId, language: $language) { subject html text calendar } }`;

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ env: { AUDIT_HEAD_EMAIL: 'witness@elsewhere.example' } });
});
afterAll(() => hub.stop());

describe('the preview of a notice', () => {
  it('shows every kind, in both forms', async () => {
    const analyst = await hub.as('ANALYST');
    for (const kind of noticeKinds) {
      for (const language of ['KY', 'RU']) {
        const { noticePreview } = await analyst.must(preview, { kind, language });
        expect([kind, noticePreview.subject.length > 0, noticePreview.html.includes(noticePreview.subject)]).toEqual([kind, true, true]);
        expect(noticePreview.text.includes('Урматтоо менен')).toBe(language === 'KY');
        expect(noticePreview.text).toContain('С уважением');
      }
    }
  });

  it('has the municipality’s own name and the hub’s own address in it, and its calendar entry', async () => {
    const analyst = await hub.as('ANALYST');
    const { municipality } = await analyst.must(`{ municipality(soate: "${soate}") { id name(lang: KY) } }`);
    const { noticePreview } = await analyst.must(preview, { kind: 'LIST_NOTIFIED', municipalityId: municipality.id, language: 'KY' });
    expect(noticePreview.text).toContain(municipality.name);
    expect(noticePreview.text).toContain(`${hub.url}/`);
    expect(noticePreview.calendar).toContain('DTSTART;VALUE=DATE:20261020');
  });

  it('is of no other municipality for a PROVIDER', async () => {
    const provider = await hub.as('PROVIDER', { soate });
    const { municipality } = await provider.must('{ municipality(soate: "41702215835000") { id } }');
    const [error] = await provider.refused(preview, { kind: 'LIST_NOTIFIED', municipalityId: municipality.id, language: 'KY' });
    expect(error?.extensions.code).toBe('NOT_FOUND');
    expect((await provider.must(preview, { kind: 'LIST_NOTIFIED', language: 'KY' })).noticePreview.subject).not.toBe('');
  });
});

describe('the head of the audit log', () => {
  it('is mailed to the address outside, once a day however often the job runs', async () => {
    await hub.as('HEAD');
    await sealAudit(consoleCtx(hub.hub.orm, hub.clock, 'seal'));
    const run = auditHeadJob('witness@elsewhere.example').run;
    for (let again = 0; again < 2; again += 1)
      await run(consoleCtx(hub.hub.orm, hub.clock, 'mail-audit-head'), undefined as never, {
        signal: new AbortController().signal,
        log: () => undefined,
      });
    const [mail] = await hub.mails.waitFor(1);
    const head = await hub.as('ADMIN');
    const { auditHead } = await head.must('{ auditHead { hash sequence } }');
    expect(mail?.to).toEqual(['witness@elsewhere.example']);
    expect(mail?.parsed.text).toMatch(/\(HMAC-SHA-256\): [0-9a-f]{64}\./);
    expect(auditHead.sequence).toBeGreaterThan(0);
    await hub.runJobs();
    expect(hub.mails.messagesTo('witness@elsewhere.example')).toHaveLength(1);
  });
});
