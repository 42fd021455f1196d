import { z } from 'zod';
import type { Provenance, PullRequest, VolumePage, VolumeRecord } from '../../src/modules/ingestion/connector.ts';
import { addMonths, isLocalDate } from '../../src/shared/calendar.ts';
import { dataFault, type FaultyAnswer } from './fault.ts';

const largestCount = 1_000_000_000;
const largestRevision = 2 ** 31 - 1;

/** A text that can be stored and shown: whole characters, no controls. */
const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'has control characters or broken UTF-16');
const day = z.string().refine(isLocalDate, 'is not a calendar day between 1990 and 2100');
const instant = z.iso
  .datetime({ offset: true })
  .refine((value) => value >= '1990' && value < '2101', 'is not an instant between 1990 and 2100');

export const soate = z.string().regex(/^[0-9]{14}$/, 'is not 14 digits');
export const serviceCode = text(64);
export const channel = z.enum(['IN_PERSON', 'ELECTRONIC']);
export const count = z.int().min(0).max(largestCount);

/** `Volume` of the contract (service-volumes.openapi.yaml, service-volumes.xsd), its counts bounded. */
const volume = z.strictObject({
  soate,
  serviceCode,
  periodFrom: day,
  periodTo: day,
  channel,
  delivered: count,
  status: z.enum(['PRELIMINARY', 'FINAL', 'WITHDRAWN']),
  revision: z.int().min(1).max(largestRevision),
  recordedAt: instant,
  correctionReason: text(500).optional(),
});

/** `VolumePage` of the contract. */
const page = z.strictObject({
  snapshotId: text(128),
  asOf: instant,
  complete: z.boolean().default(false),
  totalItems: count.optional(),
  nextCursor: text(512).nullable().default(null),
  watermark: text(512),
  items: z.array(volume).max(1000),
});
type Page = z.infer<typeof page>;

/** A page as a source states it, in whatever protocol. Throws SourceFaultError of class DATA if any of it is not what was asked. */
export function volumePageOf(stated: unknown, answer: FaultyAnswer & Provenance, request: PullRequest): VolumePage {
  const read = page.safeParse(stated);
  if (!read.success) throw dataFault('Hub.InvalidShape', wordsOfZod(read.error), answer);
  const problem = problemOfPage(read.data, request);
  if (problem) throw dataFault(problem.code, problem.detail, answer);
  return { ...read.data, ...provenanceOf(answer) };
}

/** What is kept with every count of an answer. */
export function provenanceOf({ xroadId, xroadRequestId, requestHash, bodySha256 }: Provenance): Provenance {
  return { xroadId, xroadRequestId, requestHash, bodySha256 };
}

/** The first three things that are wrong, in one line. */
export function wordsOfZod({ issues }: z.ZodError): string {
  return issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.') || 'page'}: ${message}`)
    .join('; ');
}

interface PageProblem {
  code: string;
  detail: string;
}

function problemOfPage({ items, totalItems, nextCursor }: Page, request: PullRequest): PageProblem | undefined {
  if (nextCursor !== null && nextCursor === request.cursor) {
    return { code: 'Hub.CursorRepeated', detail: 'the next cursor is the one just used' };
  }
  if (totalItems !== undefined && totalItems < items.length) {
    return { code: 'Hub.WrongTotal', detail: `totalItems ${totalItems}, but ${items.length} on this page alone` };
  }
  const misdated = items.findIndex((item) => !isOfPeriod(item, request));
  if (misdated >= 0) return { code: 'Hub.WrongPeriod', detail: `items.${misdated}: not a calendar month of the period asked` };
  return duplicateOf(items);
}

/** Counts are asked by month: a day's row beside its month's would be counted twice. */
function isOfPeriod({ periodFrom, periodTo }: VolumeRecord, request: PullRequest): boolean {
  const isMonth = periodFrom.endsWith('-01') && addMonths(periodFrom, 1) === periodTo;
  return isMonth && (request.mode === 'CHANGES' || (periodFrom >= request.periodFrom && periodTo <= request.periodTo));
}

function duplicateOf(items: readonly VolumeRecord[]): PageProblem | undefined {
  const seen = new Set<string>();
  for (const [index, { soate, serviceCode, periodFrom, channel }] of items.entries()) {
    const key = JSON.stringify([soate, serviceCode, periodFrom, channel]);
    if (seen.has(key)) return { code: 'Hub.DuplicateRow', detail: `items.${index}: the same key twice on one page` };
    seen.add(key);
  }
  return undefined;
}
