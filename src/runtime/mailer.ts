import { createHash, randomBytes } from 'node:crypto';
import { access, constants, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Logger } from 'pino';
import { isDeliverable } from '../kit/mail/address.ts';
import type { Mailer, OutgoingMail, SendOutcome } from '../kit/mail/mailer.ts';
import { asOneLine } from '../kit/mail/notice-payload.ts';
import { relayCircuit } from './relay-circuit.ts';

interface MailTimeouts {
  readonly connectMs: number;
  /** Of the relay, at any point. */
  readonly silenceMs: number;
  /** Of a whole attempt, waiting for a free connection included. */
  readonly attemptMs: number;
}

export interface MailerOptions {
  /** `smtp://user:password@host:587` (STARTTLS where the relay offers it) or `smtps://…:465`. */
  readonly smtpUrl?: string;
  /** Where messages are written as .eml files when there is no relay. */
  readonly emlDir?: string;
  readonly from: { readonly name: string; readonly address: string };
  /** The envelope sender, to which relays return what cannot be delivered; `from.address` by default. */
  readonly envelopeFrom?: string;
  readonly dkim?: { readonly domainName: string; readonly keySelector: string; readonly privateKey: string };
  /** How many messages this process hands to the relay in a second, at most. No limit by default. */
  readonly maxPerSecond?: number;
  readonly timeouts?: Partial<MailTimeouts>;
  readonly log: Pick<Logger, 'debug' | 'warn'>;
}

const defaultTimeouts: MailTimeouts = { connectMs: 10_000, silenceMs: 60_000, attemptMs: 180_000 };

/** Hands composed messages over, and says what was answered. */
interface Handover {
  readonly kind: Mailer['kind'];
  handOver(message: SendMailOptions, mail: OutgoingMail): Promise<SendOutcome>;
  /** Rejects with what is wrong. */
  check(): Promise<unknown>;
  release(): void;
}

/** The hub's way out for e-mail: a relay, or a folder of .eml files. Throws at once if the options cannot work. */
export function createMailer(options: MailerOptions): Mailer {
  const envelopeFrom = options.envelopeFrom ?? options.from.address;
  for (const address of [options.from.address, envelopeFrom]) {
    if (!isDeliverable(address)) throw new Error(`Mail cannot be sent from the address ${asOneLine(address)}`);
  }
  const handover = handoverOf(options);
  const circuit = relayCircuit();
  const underWay = new Set<Promise<SendOutcome>>();
  let closed = false;

  async function attempt(mail: OutgoingMail): Promise<SendOutcome> {
    const refusal = refusalOf(mail);
    if (refusal) return { outcome: 'failed', smtpCode: null, smtpAnswer: refusal };
    if (closed) return { outcome: 'deferred', smtpCode: null, smtpAnswer: 'The hub is shutting down' };
    const result = await handover.handOver(compose(mail, options.from, envelopeFrom), mail).catch(outcomeOf);
    circuit.note(result.outcome === 'sent' || result.smtpCode !== null);
    return result;
  }

  return {
    kind: handover.kind,
    pausedUntil: () => circuit.pausedUntil(),
    async send(mail) {
      const sending = attempt(mail);
      underWay.add(sending);
      const result = await sending.finally(() => underWay.delete(sending));
      // The relay's words may hold the recipient's address, and logs hold no personal data.
      const { outcome, smtpCode } = result;
      options.log[outcome === 'sent' ? 'debug' : 'warn']({ messageId: asOneLine(mail.messageId), outcome, smtpCode }, 'mail');
      return result;
    },
    async verify() {
      try {
        await handover.check();
        return { ok: true };
      } catch (error) {
        return { ok: false, problem: asOneLine(String(error)) };
      }
    },
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
      handover.release();
    },
  };
}

const messageIdShape = /^<[A-Za-z0-9._+=-]{1,128}@[A-Za-z0-9.-]{1,128}>$/;
const headerNameShape = /^(?:X|List)-[A-Za-z0-9-]{1,60}$/;
const control = /\p{Cc}/u;

/** Why a message must not leave at all; undefined if it may. */
function refusalOf(mail: OutgoingMail): string | undefined {
  if (!isDeliverable(mail.to)) return 'The address is not one that mail can be sent to';
  if (!messageIdShape.test(mail.messageId)) return 'The Message-ID is malformed';
  if (control.test(mail.subject)) return 'The subject holds control characters';
  const wrong = Object.entries(mail.headers ?? {}).find(([name, value]) => !headerNameShape.test(name) || control.test(value));
  return wrong && `The header ${asOneLine(wrong[0])} may not be set, or holds control characters`;
}

function compose(mail: OutgoingMail, from: MailerOptions['from'], envelopeFrom: string): SendMailOptions {
  return {
    from: { name: asOneLine(from.name), address: from.address },
    to: { name: '', address: mail.to },
    // Explicit, because a mail library takes an address apart its own way.
    envelope: { from: envelopeFrom, to: [mail.to] },
    messageId: mail.messageId,
    date: mail.date,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    attachments: mail.calendar === undefined ? [] : [calendarPart(mail.calendar)],
    headers: {
      ...mail.headers,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': mail.languages.map((language) => language.toLowerCase()).join(', '),
    },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function calendarPart(content: string) {
  return { filename: 'deadline.ics', contentType: 'text/calendar; charset=utf-8; method=PUBLISH', content };
}

function handoverOf(options: MailerOptions): Handover {
  if (options.smtpUrl) return toRelay(options.smtpUrl, options);
  if (options.emlDir) return toFolder(options.emlDir, options);
  throw new Error('A mailer needs the URL of an SMTP relay or a folder for .eml files');
}

function toRelay(smtpUrl: string, { dkim, maxPerSecond, timeouts }: MailerOptions): Handover {
  const { connectMs, silenceMs, attemptMs } = { ...defaultTimeouts, ...timeouts };
  const transport = createTransport({
    pool: true,
    ...relayAt(smtpUrl),
    dkim,
    rateLimit: maxPerSecond,
    connectionTimeout: connectMs,
    dnsTimeout: connectMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    idleTimeout: 30_000,
    // When a connection breaks off, the relay may have taken the message: whether to try again is for our own row to say.
    maxRequeues: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    kind: 'smtp',
    async handOver(message) {
      const { response } = await transport.sendMail({ ...message, signal: AbortSignal.timeout(attemptMs) });
      return { outcome: 'sent', smtpCode: Number(response.slice(0, 3)), smtpAnswer: asOneLine(response) };
    },
    check: () => transport.verify(),
    release: () => transport.close(),
  };
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** What an SMTP URL says. A password goes over TLS, or to this machine, or nowhere. */
function relayAt(smtpUrl: string) {
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : undefined;
  if (!url?.hostname || !['smtp:', 'smtps:'].includes(url.protocol) || url.search) {
    throw new Error('The SMTP URL must look like smtp://user:password@host:587 or smtps://user:password@host:465');
  }
  const secure = url.protocol === 'smtps:';
  const auth = url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    auth,
    requireTLS: auth !== undefined && !secure && !loopback.test(url.hostname),
  };
}

function toFolder(folder: string, { dkim }: MailerOptions): Handover {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', dkim });
  return {
    kind: 'eml',
    async handOver(message, { date, messageId }) {
      const { message: content } = await transport.sendMail(message);
      const name = emlName(date, messageId);
      await writeWhole(folder, name, content as Buffer);
      return { outcome: 'sent', smtpCode: null, smtpAnswer: `Written to ${name}` };
    },
    async check() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.W_OK);
    },
    release: () => transport.close(),
  };
}

function emlName(date: Date, messageId: string): string {
  const time = date.toISOString().replaceAll(/[-:]/g, '');
  return `${time}-${createHash('sha256').update(messageId).digest('hex').slice(0, 16)}.eml`;
}

/** A reader of the folder sees the whole file or none. */
async function writeWhole(folder: string, name: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = join(folder, `.${name}.${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(unfinished, content, { flag: 'wx', mode: 0o600, flush: true });
    await rename(unfinished, join(folder, name));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** What the error of an attempt means for the message. */
function outcomeOf(error: unknown): SendOutcome {
  const { code, response, responseCode } = smtpFieldsOf(error);
  // Only an answer to this message's envelope or content is about this message; a refused login or greeting is about us.
  const aboutTheMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  // 503 says that the session, and 530 that our login, is not as the relay wants it.
  const forGood = responseCode !== null && responseCode >= 500 && ![503, 530].includes(responseCode);
  return {
    outcome: aboutTheMessage && forGood ? 'failed' : 'deferred',
    smtpCode: responseCode,
    smtpAnswer: asOneLine(response ?? String(error)),
  };
}

function smtpFieldsOf(error: unknown) {
  const fields = error instanceof Error ? (error as Error & { code?: unknown; response?: unknown; responseCode?: unknown }) : undefined;
  return {
    code: fields?.code,
    response: typeof fields?.response === 'string' ? fields.response : undefined,
    responseCode: typeof fields?.responseCode === 'number' ? fields.responseCode : null,
  };
}
