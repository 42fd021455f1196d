import type { LocalDate } from '../../shared/calendar.ts';
import type { Violation } from '../../shared/errors.ts';
import { inLanguage, type LocalizedText } from '../../shared/localized-text.ts';

/** One count as a source states it, already validated. An explicit 0 is a statement; an absent row is not. */
export interface VolumeRecord {
  /** 14 digits. */
  soate: string;
  /** Code in the unified register of municipal services. */
  serviceCode: string;
  /** First day of a calendar month. */
  periodFrom: LocalDate;
  /** First day of the next month, exclusive. */
  periodTo: LocalDate;
  channel: 'IN_PERSON' | 'ELECTRONIC';
  /** 0..10^9. */
  delivered: number;
  status: 'PRELIMINARY' | 'FINAL' | 'WITHDRAWN';
  /** 1..2^31-1, grows per (soate, serviceCode, periodFrom, periodTo, channel). */
  revision: number;
  /** RFC 3339 instant with its offset. */
  recordedAt: string;
  correctionReason?: string;
}

/** Where an answer came from: kept with every count stored from it. */
export interface Provenance {
  xroadId: string;
  xroadRequestId?: string;
  /** Base64 SHA-512 of the request, as the security server computed it. */
  requestHash?: string;
  /** Hex, of the bytes received. */
  bodySha256: string;
}

/** One page of a snapshot or of a change list. Rows are unique within the page; across pages ingestion checks. */
export interface VolumePage extends Provenance {
  snapshotId: string;
  /** RFC 3339 instant with its offset. */
  asOf: string;
  /** Whether an absent row means that nothing was delivered. */
  complete: boolean;
  totalItems?: number;
  nextCursor: string | null;
  /** Give it as `since` once the last page is stored. */
  watermark: string;
  items: VolumeRecord[];
}

/** What to ask: a snapshot of whole months, or what changed since a watermark. */
type PullScope = { mode: 'FULL'; periodFrom: LocalDate; periodTo: LocalDate } | { mode: 'CHANGES'; since: string };

export type PullRequest = PullScope & {
  cursor?: string;
  /** The run's id: printable ASCII, the same for all its pages and attempts (X-Road-Issue). */
  issue: string;
  signal?: AbortSignal;
};

/** The part of a configured source that a connector needs. */
export interface VolumeSourceSettings {
  code: string;
  /** X-Road instance, member class, member code, subsystem; decoded. */
  providerId: readonly string[];
  serviceCode: string;
  /** For adapters of legacy services. */
  mapping?: unknown;
}

export type BreakerState = 'CLOSED' | 'HALF_OPEN' | 'OPEN';

/** What is known of a way of reading before any server is asked. */
export interface Adapter {
  /** What `VolumeSource.adapter` names, such as `xroad-rest-v1`. */
  readonly adapter: string;
  /** Whether the source numbers its revisions; otherwise the adapter does, and a number alone is no news. */
  readonly hasRevisions: boolean;
  /** All that is wrong with a source's settings, before they are saved; paths begin at the settings. */
  problemsOf(source: VolumeSourceSettings): readonly Violation[];
}

/** One way of reading volumes from a kind of source. */
export interface Connector extends Adapter {
  /** One page. Throws SourceFaultError, or the signal's reason if the caller gave up. */
  fetchPage(source: VolumeSourceSettings, request: PullRequest): Promise<VolumePage>;
  /** What the provider grants the hub: `service-volumes GET /v1/volumes`, sorted. Throws like fetchPage. */
  grants(source: VolumeSourceSettings, issue: string, signal?: AbortSignal): Promise<string[]>;
  /** Whether calls to the source go out now; the worse of the provider's breaker and the own security server's. */
  breaker(source: VolumeSourceSettings): BreakerState;
}

/** Whose fault: our security server, the provider's, the provider's system, the line, or the content of the answer. */
export type FaultOrigin = 'OWN_SECURITY_SERVER' | 'PROVIDER_SECURITY_SERVER' | 'PROVIDER' | 'NETWORK' | 'DATA';

/**
 * What may be done about it.
 * TRANSIENT: was retried, the next slot tries again. OPERATOR: a security server is unwell, alert its operator.
 * PLANNED: announced or foreseen, the next slot tries again. PERMANENT: nothing changes until somebody changes
 * settings or rights. DATA: the answer is unusable and quarantined. SECURITY: alert, a person decides.
 * UNKNOWN: retried once.
 */
export type FaultClass = 'TRANSIENT' | 'OPERATOR' | 'PLANNED' | 'PERMANENT' | 'DATA' | 'SECURITY' | 'UNKNOWN';

/** The part of an unusable answer that is kept for the person who looks into it. */
export interface FaultEvidence {
  bodySha256: string;
  bytes: number;
  contentType?: string;
  /** The first 4,096 characters, undecodable bytes replaced, NUL removed. */
  excerpt: string;
}

export interface SourceFault {
  origin: FaultOrigin;
  class: FaultClass;
  /** As received (`Server.ServerProxy.AccessDenied`), `Provider.Http503`, or the hub's own `Hub.…`. */
  code: string;
  /** Lower case without `_`, one spelling for all X-Road versions. */
  normalisedCode: string;
  /** What was wrong in detail; for an X-Road error the id to quote to the security server's administrator. */
  detail?: string;
  /** The other side's own words, untrusted, at most 300 characters: a maintenance notice, a problem's title. */
  reported?: string;
  /** X-Road-Id of the last attempt. */
  xroadId?: string;
  httpStatus?: number;
  /** As the other side asked, or until a breaker lets a call through; at most 15 minutes. */
  retryAfterSeconds?: number;
  evidence?: FaultEvidence;
  message: LocalizedText;
  /** What an administrator can do. */
  hint: LocalizedText;
}

/** Normalised codes that ingestion acts upon. */
export const actionableFaults = {
  /** The snapshot behind the cursor is gone: begin again without a cursor. */
  snapshotExpired: 'hub.snapshotexpired',
  /** The source no longer knows the watermark: do a full pull. */
  watermarkTooOld: 'hub.watermarktooold',
} as const;

/** A source could not be read; nothing of the answer may be stored as a count. */
export class SourceFaultError extends Error {
  constructor(
    readonly fault: SourceFault,
    options?: ErrorOptions,
  ) {
    super(`${fault.code}: ${inLanguage(fault.message, 'EN')}`, options);
    this.name = 'SourceFaultError';
  }
}
