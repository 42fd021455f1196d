import { createHash } from 'node:crypto';
import { SourceFaultError, type FaultClass, type FaultEvidence, type SourceFault } from '../../src/modules/ingestion/connector.ts';
import { cutTo } from '../../src/shared/plain-text.ts';
import {
  classifyTransport,
  classOfProviderFault,
  classOfProviderStatus,
  classOfXRoadError,
  isXRoadSoapCode,
  normaliseCode,
  originOfXRoadError,
} from './fault-classes.ts';
import { faultTextOf } from './fault-texts.ts';

const longestWordsOfOthers = 300;
const longestCode = 100;
const longestRetryAfterSeconds = 15 * 60;
const excerptCharacters = 4096;

type FaultFacts = Omit<SourceFault, 'normalisedCode' | 'message' | 'hint'>;

/** A fault with its words, from the facts. */
export function sourceFault(facts: FaultFacts, cause?: unknown): SourceFaultError {
  const normalisedCode = normaliseCode(facts.code);
  const fault = { ...facts, normalisedCode, ...faultTextOf(normalisedCode, facts.class) };
  return new SourceFaultError(fault, { cause });
}

/** What of a received answer a fault may quote. */
export interface FaultyAnswer {
  status: number;
  xroadId: string;
  contentTypes: readonly string[];
  body: Buffer;
  retryAfter?: string;
}

/** An error of X-Road itself: `xroadError` is the X-Road-Error header. Its body is a courtesy and may be anything. */
export function xroadFault(xroadError: string, answer: FaultyAnswer): SourceFaultError {
  const { message, detail } = wordsOf(answer.body);
  const code = foreignWords(xroadError, longestCode) ?? 'unreadable';
  const normalisedCode = normaliseCode(code);
  return sourceFault({
    origin: originOfXRoadError(normalisedCode),
    class: classOfXRoadError(normalisedCode, message ?? ''),
    code,
    detail,
    reported: message,
    ...commonFacts(answer),
  });
}

/** The texts of a SOAP Fault, or of a `fault` inside a response. */
export interface SoapFaultWords {
  code: string;
  message: string;
  /** What X-Road puts into `faultDetail`: an id to quote. */
  detail?: string;
}

/**
 * A SOAP Fault. X-Road's own and the provider's, which a security server relays as it came, look alike, both with HTTP 200: only the
 * code tells them apart.
 */
export function soapFault(words: SoapFaultWords, answer: FaultyAnswer): SourceFaultError {
  const code = foreignWords(words.code, longestCode) ?? 'unreadable';
  const normalisedCode = normaliseCode(code);
  const reported = foreignWords(words.message);
  if (isXRoadSoapCode(normalisedCode)) {
    return sourceFault({
      origin: originOfXRoadError(normalisedCode),
      class: classOfXRoadError(normalisedCode, words.message),
      code,
      detail: foreignWords(words.detail),
      reported,
      ...commonFacts(answer),
    });
  }
  return sourceFault({
    origin: 'PROVIDER',
    class: classOfProviderFault(normalisedCode),
    code: 'Provider.SoapFault',
    detail: code,
    reported,
    ...commonFacts(answer),
  });
}

/** A fault that is not technical: the provider's service understood the request and answers with an error of its own. */
export function serviceFault(words: SoapFaultWords, faultClass: FaultClass, answer: FaultyAnswer): SourceFaultError {
  return sourceFault({
    origin: 'PROVIDER',
    class: faultClass,
    code: 'Provider.ServiceFault',
    detail: foreignWords(words.code, longestCode),
    reported: foreignWords(words.message),
    ...commonFacts(answer),
  });
}

/** An error status without a word of X-Road: over SOAP no provider's status comes through, so something before it speaks. */
export function securityServerFault(answer: FaultyAnswer): SourceFaultError {
  return sourceFault({
    origin: 'OWN_SECURITY_SERVER',
    class: classOfProviderStatus(answer.status),
    code: `SecurityServer.Http${answer.status}`,
    ...commonFacts(answer),
  });
}

/** A source whose settings cannot be sent. */
export function settingsFault(detail?: string, cause?: unknown): SourceFaultError {
  return sourceFault({ origin: 'OWN_SECURITY_SERVER', class: 'PERMANENT', code: 'Hub.BadSettings', detail }, cause);
}

/** The same fault as one for information security: the answer is not what was asked for. */
export function suspicious(error: SourceFaultError): SourceFaultError {
  return sourceFault({ ...error.fault, class: 'SECURITY' }, error);
}

/** The same fault as the step of the protocol that it is: `Hub.SnapshotExpired`, `Hub.WatermarkTooOld`. */
export function foreseen(error: SourceFaultError, code: 'Hub.SnapshotExpired' | 'Hub.WatermarkTooOld'): SourceFaultError {
  return sourceFault({ ...error.fault, class: 'PLANNED', code }, error);
}

/** An error status of the provider's own system: relayed by X-Road without X-Road-Error. */
export function providerFault(answer: FaultyAnswer): SourceFaultError {
  const { title, detail } = wordsOf(answer.body);
  return sourceFault({
    origin: 'PROVIDER',
    class: classOfProviderStatus(answer.status),
    code: `Provider.Http${answer.status}`,
    detail,
    reported: title,
    ...commonFacts(answer),
  });
}

/** An answer that arrived and cannot be used. */
export function dataFault(code: string, detail: string, answer: FaultyAnswer): SourceFaultError {
  return sourceFault({
    origin: 'DATA',
    class: 'DATA',
    code,
    detail: cutTo(detail, longestWordsOfOthers),
    evidence: evidenceOf(answer),
    ...commonFacts(answer),
  });
}

/** The connection failed, or no answer came in time. */
export function transportFault(error: unknown, xroadId: string): SourceFaultError {
  const code = codeOfError(error);
  return sourceFault({ ...classifyTransport(code), detail: code, xroadId }, error);
}

/** Seconds of a Retry-After header (a number or an HTTP date), at most 15 minutes. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : secondsUntil(header, now);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), longestRetryAfterSeconds);
}

/** NaN for what is not an HTTP date; Date.parse alone makes a date of nearly anything. */
function secondsUntil(httpDate: string, now: Date): number {
  const looksLikeOne = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(httpDate);
  return looksLikeOne ? Math.ceil((Date.parse(httpDate) - now.getTime()) / 1000) : Number.NaN;
}

function commonFacts({ status, xroadId, retryAfter }: FaultyAnswer) {
  return { httpStatus: status, xroadId, retryAfterSeconds: parseRetryAfter(retryAfter, new Date()) };
}

/** Error code of Node, OpenSSL or undici; a failed connection to several addresses carries them inside. */
function codeOfError(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOfError(error.errors[0]);
  if (!(error instanceof Error)) return 'UnknownError';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function evidenceOf({ body, contentTypes }: FaultyAnswer): FaultEvidence {
  return {
    bodySha256: createHash('sha256').update(body).digest('hex'),
    bytes: body.length,
    contentType: foreignWords(contentTypes.join(', ')),
    excerpt: cutTo(new TextDecoder().decode(body.subarray(0, 4 * excerptCharacters)).replaceAll('\0', ''), excerptCharacters),
  };
}

/** The texts of an error body, whichever of the two shapes it has: X-Road's, or RFC 9457. */
function wordsOf(body: Buffer): { message?: string; title?: string; detail?: string } {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null) return {};
    const textOf = (key: string) => foreignWords(Reflect.get(parsed, key));
    return { message: textOf('message'), title: textOf('title'), detail: textOf('detail') };
  } catch {
    return {};
  }
}

/** Words of another system made fit to store and show: one line, bounded. */
function foreignWords(value: unknown, longest = longestWordsOfOthers): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return line === '' ? undefined : cutTo(line, longest);
}
