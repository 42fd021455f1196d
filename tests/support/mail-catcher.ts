import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/**
 * What the catcher does with a message for a recipient:
 * - `accept` keeps it; `reject` and `defer` answer RCPT with 550 and 451;
 * - `reject-content` and `defer-content` read it and answer 554 and 452;
 * - `stall` reads it and never answers; `drop` reads it and cuts the connection;
 * - `drop-kept` keeps it and cuts the connection, as when an acknowledgement is lost; `stall-kept` keeps it and never answers;
 * - `sign-in-first` answers RCPT with 530.
 */
export type MailBehaviour =
  | 'accept'
  | 'reject'
  | 'defer'
  | 'reject-content'
  | 'defer-content'
  | 'stall'
  | 'drop'
  | 'drop-kept'
  | 'stall-kept'
  | 'sign-in-first';

interface CaughtMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly raw: string;
  readonly parsed: ParsedMail;
}

export interface MailCatcherOptions {
  /** By recipient and how many times that recipient was tried before; `accept` by default. */
  readonly behave?: (recipient: string, triedBefore: number) => MailBehaviour;
  /** Offers STARTTLS with a certificate that nobody trusts. */
  readonly untrustedTls?: boolean;
  /** The only login there is; none is asked for by default. */
  readonly login?: { readonly user: string; readonly password: string };
  readonly port?: number;
}

export interface MailCatcher {
  readonly port: number;
  /** `smtp://127.0.0.1:…` */
  readonly url: string;
  /** What was kept, in order. */
  readonly messages: readonly CaughtMail[];
  /** Every RCPT TO seen, whatever was answered. */
  readonly recipientsTried: readonly string[];
  readonly connectionCount: number;
  messagesTo(address: string): readonly CaughtMail[];
  /** Resolves once so many messages are kept. */
  waitFor(count: number): Promise<readonly CaughtMail[]>;
  clear(): void;
  stop(): Promise<void>;
}

const answersToRecipient: Partial<Record<MailBehaviour, [code: number, words: string]>> = {
  reject: [550, '5.1.1 No such mailbox'],
  defer: [451, '4.7.1 Try again later'],
  'sign-in-first': [530, '5.7.0 Authentication required'],
};
const answersToContent: Partial<Record<MailBehaviour, [code: number, words: string]>> = {
  'reject-content': [554, '5.7.1 Not accepted'],
  'defer-content': [452, '4.3.1 Insufficient storage'],
};

/** Starts a real SMTP server on 127.0.0.1 that keeps what it is sent and misbehaves as told. */
export async function startMailCatcher({
  behave = () => 'accept',
  untrustedTls = false,
  login,
  port = 0,
}: MailCatcherOptions = {}): Promise<MailCatcher> {
  const messages: CaughtMail[] = [];
  const recipientsTried: string[] = [];
  const behaviours = new Map<string, MailBehaviour>();
  const arrivals = new EventEmitter();
  let connectionCount = 0;

  const server = new SMTPServer({
    logger: false,
    disabledCommands: [...(untrustedTls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    authOptional: login === undefined,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(_session, done) {
      connectionCount += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(answer(535, '5.7.8 Wrong user or password'));
    },
    onRcptTo({ address }, session, done) {
      const behaviour = behave(address, recipientsTried.filter((tried) => tried === address).length);
      recipientsTried.push(address);
      behaviours.set(session.id, behaviour);
      const refusal = answersToRecipient[behaviour];
      done(refusal && answer(...refusal));
    },
    onData(stream, session, done) {
      void receive().then(done, done);

      async function receive(): Promise<Error | null> {
        const raw = await buffer(stream);
        const behaviour = behaviours.get(session.id) ?? 'accept';
        const refusal = answersToContent[behaviour];
        if (refusal) return answer(...refusal);
        if (behaviour === 'accept' || behaviour.endsWith('-kept')) await keep(raw);
        if (behaviour === 'drop' || behaviour === 'drop-kept') cut();
        return behaviour === 'accept' ? null : new Promise<never>(() => {});
      }

      async function keep(raw: Buffer): Promise<void> {
        const { mailFrom, rcptTo } = session.envelope;
        messages.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: raw.toString('utf8'),
          parsed: await simpleParser(raw),
        });
        arrivals.emit('kept');
      }

      function cut(): void {
        for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
      }
    },
  });
  // A client that goes away in the middle is part of the play.
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const { port: boundPort } = server.server.address() as AddressInfo;

  return {
    port: boundPort,
    url: `smtp://127.0.0.1:${boundPort}`,
    messages,
    recipientsTried,
    get connectionCount() {
      return connectionCount;
    },
    messagesTo: (address) => messages.filter(({ to }) => to.includes(address)),
    async waitFor(count) {
      while (messages.length < count) await once(arrivals, 'kept');
      return messages;
    },
    clear() {
      messages.length = 0;
      recipientsTried.length = 0;
    },
    async stop() {
      await new Promise<void>((stopped) => {
        server.close(() => stopped());
      });
    },
  };
}

function answer(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
