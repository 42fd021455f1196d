import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { deadlineCalendar } from '../../src/kit/mail/deadline-calendar.ts';
import { messageIdOf } from '../../src/kit/mail/message-id.ts';
import { noticeTexts } from '../../src/kit/mail/notice-texts.ts';
import { renderNotice } from '../../src/kit/mail/render-notice.ts';
import type { Mailer, OutgoingMail } from '../../src/kit/mail/mailer.ts';
import { createMailer, type MailerOptions } from '../../src/runtime/mailer.ts';
import { startMailCatcher, type MailCatcherOptions } from '../support/mail-catcher.ts';
import { samplePayloads, sender } from './sample-payloads.ts';

const from = { name: 'Кызмат сапаты: мониторинг', address: 'hub@hub.example.kg' };
const deliveryKey = 'list-notified/2026/1/office@kara-kulja.example.kg';
const mail: OutgoingMail = {
  to: 'office@kara-kulja.example.kg',
  messageId: messageIdOf(deliveryKey, 'hub.example.kg'),
  date: new Date('2026-04-10T03:00:00Z'),
  subject: 'Өткөрүү мөөнөтү жөнүндө: ң ө ү Ң Ө Ү',
  text: 'Урматтуу Өмүрзак!\n\nТаң атты, күн көтөрүлдү.\n',
  html: '<p lang="ky">Таң атты, күн көтөрүлдү.</p>',
  languages: ['KY', 'RU'],
};

interface LogLine {
  readonly level: 'debug' | 'warn';
  readonly fields: unknown;
}

function mailerWith(options: Partial<MailerOptions>): { mailer: Mailer; log: LogLine[] } {
  const log: LogLine[] = [];
  const mailer = createMailer({
    from,
    log: {
      debug: (fields: unknown) => void log.push({ level: 'debug', fields }),
      warn: (fields: unknown) => void log.push({ level: 'warn', fields }),
    },
    ...options,
  });
  onTestFinished(() => mailer.close());
  return { mailer, log };
}

async function relay(catcherOptions?: MailCatcherOptions, mailerOptions: Partial<MailerOptions> = {}) {
  const catcher = await startMailCatcher(catcherOptions);
  onTestFinished(() => catcher.stop());
  return { catcher, ...mailerWith({ smtpUrl: catcher.url, ...mailerOptions }) };
}

/** A server that does no more than `greet`; its URL. */
async function doorKeeper(greet: (socket: Socket) => void): Promise<string> {
  const server = createServer(greet).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a message over SMTP', () => {
  test('arrives with its words, in both parts, letter for letter', async () => {
    const { catcher, mailer } = await relay();
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'sent', smtpCode: 250 });
    const [caught] = await catcher.waitFor(1);
    expect(caught?.parsed.subject).toBe(mail.subject);
    expect(caught?.parsed.text).toBe(mail.text);
    expect(caught?.parsed.html).toBe(mail.html);
    expect(caught?.raw).not.toMatch(/[^\x20-\x7e\t\r\n]/);
  });

  test('arrives with the headers of an automatic letter and the Message-ID and date it was given', async () => {
    const { catcher, mailer } = await relay();
    await mailer.send({ ...mail, headers: { 'X-Hub-Notice': 'list-notified' } });
    const { headers, messageId, date, from: sentFrom, to } = (await catcher.waitFor(1))[0]!.parsed;
    expect(messageId).toBe(mail.messageId);
    expect(date).toEqual(mail.date);
    expect(sentFrom?.value).toEqual([from]);
    expect(to).toMatchObject({ value: [{ address: mail.to }] });
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('x-auto-response-suppress')).toBe('All');
    expect(headers.get('content-language')).toBe('ky, ru');
    expect(headers.get('x-hub-notice')).toBe('list-notified');
    expect(headers.has('x-mailer')).toBe(false);
  });

  test('goes to one recipient, with the bounce address as its envelope sender', async () => {
    const { catcher, mailer } = await relay({}, { envelopeFrom: 'bounces@hub.example.kg' });
    await mailer.send(mail);
    expect(await catcher.waitFor(1)).toMatchObject([{ from: 'bounces@hub.example.kg', to: [mail.to] }]);
    expect(catcher.recipientsTried).toEqual([mail.to]);
  });

  test('brings the deadline as a calendar file', async () => {
    const { catcher, mailer } = await relay();
    const calendar = deadlineCalendar({
      uid: 'submission-2026@hub.example.kg',
      due: { day: '2026-10-20' },
      title: 'Өткөрүү мөөнөтү',
      description: 'Жобонун 12-пункту',
      url: 'https://hub.example.kg/cycles/2026',
      stamp: mail.date,
    });
    await mailer.send({ ...mail, calendar });
    const [attachment] = (await catcher.waitFor(1))[0]!.parsed.attachments;
    expect(attachment).toMatchObject({ filename: 'deadline.ics', contentType: 'text/calendar' });
    expect(attachment?.headers.get('content-type')).toMatchObject({ params: { method: 'PUBLISH', charset: 'utf-8' } });
    expect(attachment?.content.toString('utf8')).toBe(calendar);
  });

  test('carries a whole notice as it was rendered', async () => {
    const { catcher, mailer } = await relay();
    const notice = await renderNotice({
      texts: noticeTexts('list-notified'),
      payload: samplePayloads['list-notified'],
      languages: ['KY', 'RU'],
      sender,
    });
    await mailer.send({ ...mail, ...notice });
    const { subject, text, html } = (await catcher.waitFor(1))[0]!.parsed;
    expect(subject).toBe(notice.subject);
    expect(text).toBe(notice.text);
    expect(html).toBe(notice.html);
  });

  test('is signed with DKIM when there is a key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const { catcher, mailer } = await relay({}, { dkim: { domainName: 'hub.example.kg', keySelector: 'm1', privateKey } });
    await mailer.send(mail);
    expect((await catcher.waitFor(1))[0]?.raw).toMatch(/^DKIM-Signature:[\s\S]*d=hub\.example\.kg;[\s\S]*s=m1;/m);
  });

  test('shares connections with others', async () => {
    const { catcher, mailer } = await relay();
    for (const to of ['a@x.kg', 'b@x.kg', 'c@x.kg']) await mailer.send({ ...mail, to });
    expect(catcher.messages).toHaveLength(3);
    expect(catcher.connectionCount).toBe(1);
  });
});

describe('the Message-ID', () => {
  test('is the same for the same delivery key, another for another, and tells neither', () => {
    expect(messageIdOf(deliveryKey, 'hub.example.kg')).toBe(mail.messageId);
    expect(messageIdOf(`${deliveryKey}x`, 'hub.example.kg')).not.toBe(mail.messageId);
    expect(mail.messageId).toMatch(/^<[0-9a-f]{40}@hub\.example\.kg>$/);
  });

  test('is the same on every attempt', async () => {
    const { catcher, mailer } = await relay({
      behave: (_, triedBefore) => (triedBefore === 0 ? 'drop-kept' : 'accept'),
    });
    expect((await mailer.send(mail)).outcome).toBe('deferred');
    expect((await mailer.send({ ...mail, date: new Date('2026-04-10T03:01:00Z') })).outcome).toBe('sent');
    expect(catcher.messages.map(({ parsed }) => parsed.messageId)).toEqual([mail.messageId, mail.messageId]);
  });
});

describe('what the relay answers decides what comes next', () => {
  test.each([
    ['reject', 'failed', 550, 'No such mailbox'],
    ['reject-content', 'failed', 554, 'Not accepted'],
    ['defer', 'deferred', 451, 'Try again later'],
    ['defer-content', 'deferred', 452, 'Insufficient storage'],
    ['sign-in-first', 'deferred', 530, 'Authentication required'],
  ] as const)('%s: %s with the code and the words', async (behaviour, outcome, smtpCode, words) => {
    const { catcher, mailer } = await relay({ behave: () => behaviour });
    expect(await mailer.send(mail)).toEqual({ outcome, smtpCode, smtpAnswer: expect.stringContaining(words) });
    expect(catcher.messages).toEqual([]);
  });

  test('a connection cut after the message is a deferral, tried once and not again behind our back', async () => {
    const { catcher, mailer } = await relay({ behave: () => 'drop' });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: null });
    expect(catcher.recipientsTried).toEqual([mail.to]);
  });

  test('a relay that falls silent is a deferral', async () => {
    const { mailer } = await relay({ behave: () => 'stall' }, { timeouts: { silenceMs: 200 } });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: null });
  });

  test('an attempt that takes too long in all is a deferral', async () => {
    const { mailer } = await relay({ behave: () => 'stall' }, { timeouts: { attemptMs: 200 } });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: null });
  });

  test('a server that never greets is a deferral', async () => {
    const smtpUrl = await doorKeeper(() => {});
    const { mailer } = mailerWith({ smtpUrl, timeouts: { silenceMs: 200 } });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: null });
  });

  test('a server that refuses everybody at the door is a deferral, for it says nothing of the message', async () => {
    const smtpUrl = await doorKeeper((socket) => socket.end('554 5.3.2 No service here\r\n'));
    const { mailer } = mailerWith({ smtpUrl });
    expect((await mailer.send(mail)).outcome).toBe('deferred');
  });

  test('a server that hangs up at once is asked once: when to ask again is for the caller to say', async () => {
    let calls = 0;
    const smtpUrl = await doorKeeper((socket) => {
      calls += 1;
      socket.end();
    });
    const { mailer } = mailerWith({ smtpUrl });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: null });
    expect(calls).toBe(1);
  });

  test('nobody listening is a deferral, and is seen by the check', async () => {
    const catcher = await startMailCatcher();
    await catcher.stop();
    const { mailer } = mailerWith({ smtpUrl: catcher.url });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: null });
    expect(await mailer.verify()).toMatchObject({ ok: false, problem: expect.stringContaining('ECONNREFUSED') });
  });

  test('after a refusal the next message goes as if nothing had been', async () => {
    const { catcher, mailer } = await relay({ behave: (to) => (to === 'gone@x.kg' ? 'reject' : 'accept') });
    expect((await mailer.send({ ...mail, to: 'gone@x.kg' })).outcome).toBe('failed');
    expect((await mailer.send(mail)).outcome).toBe('sent');
    expect(catcher.messages.map(({ to }) => to)).toEqual([[mail.to]]);
  });

  test('is logged without the address', async () => {
    const { log, mailer } = await relay({ behave: () => 'reject' });
    await mailer.send(mail);
    expect(log).toEqual([{ level: 'warn', fields: { messageId: mail.messageId, outcome: 'failed', smtpCode: 550 } }]);
  });
});

describe('signing in to the relay', () => {
  const login = { user: 'hub@hub', password: 'p:w/ö' };
  const urlWith = (port: number, password: string) =>
    `smtp://${encodeURIComponent(login.user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`;

  test('uses the user and password of the URL', async () => {
    const catcher = await startMailCatcher({ login });
    onTestFinished(() => catcher.stop());
    const { mailer } = mailerWith({ smtpUrl: urlWith(catcher.port, login.password) });
    expect(await mailer.verify()).toEqual({ ok: true });
    expect((await mailer.send(mail)).outcome).toBe('sent');
  });

  test('a wrong password defers every message and fails none, for it is ours to mend', async () => {
    const catcher = await startMailCatcher({ login });
    onTestFinished(() => catcher.stop());
    const { mailer } = mailerWith({ smtpUrl: urlWith(catcher.port, 'wrong') });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: 535 });
    expect((await mailer.verify()).ok).toBe(false);
  });

  test('a relay whose certificate nobody vouches for is given nothing', async () => {
    const { catcher, mailer } = await relay({ untrustedTls: true });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: null });
    expect(catcher.recipientsTried).toEqual([]);
  });
});

describe('nothing leaves for anybody but the one recipient', () => {
  test.each([
    'a@ours.kg, evil@theirs.example',
    '"evil@theirs.example"@ours.kg',
    '<evil@theirs.example> a@ours.kg',
    'a@ours.kg\r\nRCPT TO:<evil@theirs.example>',
    'a@ours.kg\r\nBcc: evil@theirs.example',
    '',
  ])('an address like %j fails and reaches no relay', async (to) => {
    const { catcher, mailer } = await relay();
    expect(await mailer.send({ ...mail, to })).toMatchObject({ outcome: 'failed', smtpCode: null });
    expect(catcher.connectionCount).toBe(0);
  });

  test.each([
    ['a subject with a new line', { subject: 'x\r\nBcc: evil@theirs.example' }],
    ['a Message-ID with a new line', { messageId: '<a@b.kg>\r\nBcc: evil@theirs.example' }],
    ['a Message-ID without brackets', { messageId: 'a@b.kg' }],
    ['a header value with a new line', { headers: { 'X-A': 'x\r\nBcc: evil@theirs.example' } }],
    ['a header name with a new line', { headers: { 'X-A: x\r\nBcc': 'evil@theirs.example' } }],
    ['a header of ours', { headers: { Bcc: 'evil@theirs.example' } }],
  ])('%s fails and reaches no relay', async (_, change) => {
    const { catcher, mailer } = await relay();
    expect(await mailer.send({ ...mail, ...change })).toMatchObject({ outcome: 'failed', smtpCode: null });
    expect(catcher.connectionCount).toBe(0);
  });

  test('a sender name with a new line stays a name', async () => {
    const { catcher, mailer } = await relay({}, { from: { ...from, name: 'Hub"\r\nBcc: evil@theirs.example' } });
    await mailer.send(mail);
    const [caught] = await catcher.waitFor(1);
    expect(caught?.to).toEqual([mail.to]);
    expect(caught?.parsed.bcc).toBeUndefined();
    expect(caught?.parsed.from?.value).toEqual([{ name: 'Hub" Bcc: evil@theirs.example', address: from.address }]);
  });

  test('headers of a mailer cannot be taken over by those of a message', async () => {
    const { catcher, mailer } = await relay();
    await mailer.send({ ...mail, headers: { 'X-Auto-Response-Suppress': 'None' } });
    expect((await catcher.waitFor(1))[0]?.parsed.headers.get('x-auto-response-suppress')).toBe('All');
  });
});

describe('without a relay', () => {
  const folders: string[] = [];
  const newFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hub-mail-'));
    folders.push(folder);
    return folder;
  };
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  test('a message becomes a file that any mail program opens, for its owner alone, and nothing half-written beside it', async () => {
    const emlDir = join(await newFolder(), 'outgoing');
    const { mailer } = mailerWith({ emlDir });
    expect(mailer.kind).toBe('eml');
    const { outcome, smtpCode, smtpAnswer } = await mailer.send({
      ...mail,
      calendar: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR',
    });
    expect({ outcome, smtpCode }).toEqual({ outcome: 'sent', smtpCode: null });
    const files = await readdir(emlDir);
    expect(files).toEqual([expect.stringMatching(/^20260410T030000\.000Z-[0-9a-f]{16}\.eml$/)]);
    expect(smtpAnswer).toBe(`Written to ${files[0]}`);
    const path = join(emlDir, files[0]!);
    expect((await stat(path)).mode & 0o077).toBe(0);
    const content = await readFile(path, 'utf8');
    expect(content.replaceAll('\r\n', '')).not.toContain('\n');
    expect(await simpleParser(content)).toMatchObject({
      messageId: mail.messageId,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      to: { value: [{ address: mail.to }] },
      attachments: [{ filename: 'deadline.ics' }],
    });
  });

  test('the same attempt again is the same file', async () => {
    const emlDir = await newFolder();
    const { mailer } = mailerWith({ emlDir });
    await Promise.all([mailer.send(mail), mailer.send(mail)]);
    expect(await readdir(emlDir)).toHaveLength(1);
  });

  test('a bad address makes no file', async () => {
    const emlDir = await newFolder();
    const { mailer } = mailerWith({ emlDir });
    expect((await mailer.send({ ...mail, to: 'a@ours.kg, evil@theirs.example' })).outcome).toBe('failed');
    expect(await readdir(emlDir)).toEqual([]);
  });

  test('a folder that cannot be written to defers, and is seen by the check', async () => {
    const file = join(await newFolder(), 'not-a-folder');
    await writeFile(file, '');
    const { mailer } = mailerWith({ emlDir: file });
    expect((await mailer.send(mail)).outcome).toBe('deferred');
    expect((await mailer.verify()).ok).toBe(false);
    expect((await mailerWith({ emlDir: await newFolder() }).mailer.verify()).ok).toBe(true);
  });

  test('no part of a message can name a file to be read', async () => {
    const emlDir = await newFolder();
    const { mailer } = mailerWith({ emlDir });
    const disguised = { ...mail, text: { path: new URL(import.meta.url).pathname } as unknown as string };
    expect((await mailer.send(disguised)).outcome).toBe('deferred');
    expect(await readdir(emlDir)).toEqual([]);
  });
});

describe('closing', () => {
  test('waits for the attempts under way; what comes after is deferred', async () => {
    const { catcher, mailer } = await relay();
    const sending = mailer.send(mail);
    await mailer.close();
    expect(catcher.messages).toHaveLength(1);
    expect((await sending).outcome).toBe('sent');
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'deferred', smtpCode: null });
  });
});

describe('options that cannot work are refused at once', () => {
  test.each<[string, Partial<MailerOptions>]>([
    ['neither relay nor folder', {}],
    ['a URL of another kind', { smtpUrl: 'http://mail.example.kg' }],
    ['a URL with options that would override ours', { smtpUrl: 'smtp://mail.example.kg?maxRequeues=9' }],
    ['no URL at all', { smtpUrl: 'mail.example.kg' }],
    ['a sender address that is none', { emlDir: 'x', from: { name: 'Hub', address: 'hub' } }],
    ['a bounce address that is two', { emlDir: 'x', envelopeFrom: 'a@x.kg, b@x.kg' }],
  ])('%s', (_, options) => {
    expect(() => mailerWith(options)).toThrow(/SMTP|address/);
  });

  test('and the refusal does not tell the password', () => {
    expect(() => mailerWith({ smtpUrl: 'ftp://hub:secret@mail.example.kg' })).toThrow(expect.not.stringContaining('secret'));
  });
});
