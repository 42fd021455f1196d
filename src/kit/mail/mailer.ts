import type { Language } from '../../shared/localized-text.ts';

export interface OutgoingMail {
  /** One bare address; a message has one recipient. */
  readonly to: string;
  /** `<…@…>`, the same for every attempt at the same delivery. */
  readonly messageId: string;
  /** The Date header: the caller's clock, not the machine's. */
  readonly date: Date;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly languages: readonly Language[];
  /** An iCalendar file (METHOD:PUBLISH), attached as `deadline.ics`. */
  readonly calendar?: string;
  /** More headers, `X-…` or `List-…`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What became of one attempt. `deferred`: try again later (4xx, network, time-outs, a relay that refuses us and not the
 * message). `failed`: the same message will never go (5xx, or not fit to be sent). `smtpCode` is null where no relay answered.
 */
export interface SendOutcome {
  readonly outcome: 'sent' | 'deferred' | 'failed';
  readonly smtpCode: number | null;
  readonly smtpAnswer: string;
}

export interface Mailer {
  readonly kind: 'smtp' | 'eml';
  /** Until when the relay is left alone, because it could not be reached; undefined = it may be tried. */
  pausedUntil(): Date | undefined;
  /** Makes one attempt. Never throws for a delivery that went wrong. */
  send(message: OutgoingMail): Promise<SendOutcome>;
  /** Whether mail can be handed over now; `problem` is for operators. */
  verify(): Promise<{ readonly ok: boolean; readonly problem?: string }>;
  /** Waits for the attempts under way and lets the connections go. Later attempts are deferred. */
  close(): Promise<void>;
}
