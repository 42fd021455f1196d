import type { VolumeRecord } from '../../src/modules/ingestion/connector.ts';
import { addMonths } from '../../src/shared/calendar.ts';
import type { Answer, RecordedRequest } from './security-server.ts';
import type { VolumeStore } from './volume-store.ts';

/**
 * An old service as they are met on Tunduk: one count a call, read by `POST counts/{soate}/{service}` with a JSON body, or by GET with
 * the last day of the period; its code inside the body, 204 for a municipality that it does not know.
 */
export function legacyAnswer(
  request: RecordedRequest,
  volumes: VolumeStore,
  [, soate, service]: readonly string[],
  query: URLSearchParams,
): Answer {
  const rows = volumes.stated();
  if (!rows.some((row) => row.soate === soate)) return { status: 204, headers: {}, body: Buffer.alloc(0) };
  const month = request.method === 'POST' ? monthOfBody(request.body) : monthOfDays(query.get('from'), query.get('to'));
  if (month === undefined) return said({ code: 400, message: 'bad period' });
  const found = rows.filter((row) => row.soate === soate && row.serviceCode === service && row.periodFrom === month);
  if (found.length === 0) return said({ code: 404, message: 'маалымат жок' });
  const countOf = (channel: VolumeRecord['channel']) => found.find((row) => row.channel === channel)?.delivered ?? null;
  return said({
    code: 0,
    message: 'OK',
    rate: 0.75,
    data: [{ counts: { 'in/person': countOf('IN_PERSON'), online: countOf('ELECTRONIC') } }],
  });
}

function said(response: object): Answer {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: Buffer.from(JSON.stringify({ response })) };
}

function monthOfBody(body: string): string | undefined {
  if (body === '') return undefined;
  const { period } = JSON.parse(body) as { period?: { year?: string; month?: string } };
  return period && `${period.year}-${period.month}-01`;
}

/** Its periods end with their last day. */
function monthOfDays(from: string | null, to: string | null): string | undefined {
  if (from === null || to === null) return undefined;
  const nextMonth = addMonths(from, 1);
  return new Date(Date.parse(nextMonth) - 86_400_000).toISOString().startsWith(to) ? from : undefined;
}
