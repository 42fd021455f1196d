import type { VolumeRecord } from '../../src/modules/ingestion/connector.ts';
import { dayOf, startOf } from '../../src/shared/calendar.ts';
import { dataFault, providerFault, serviceFault } from '../tunduk/fault.ts';
import { jsonBodyOf } from '../tunduk/json-answer.ts';
import type { RestAnswer } from '../tunduk/rest-call.ts';
import { count } from '../tunduk/volume-page.ts';
import type { Mapping } from './mapping.ts';
import type { Cell } from './template.ts';

/** Where numbers of revisions begin: seconds since then stay below 2^31 until 2088. */
const revisionsBeginAt = startOf('2020-01-01');

/**
 * The counts that an answer states about a cell, by the mapping; none = the source has nothing to say, which is never zero. Throws
 * SourceFaultError: of class DATA if it cannot be understood, UNKNOWN if the source answers with a code that the mapping does not know.
 */
export function readCell(answer: RestAnswer, cell: Cell, { answer: rules }: Mapping, asOf: Date): VolumeRecord[] {
  if (answer.status === 204 && rules.noContent === 'ABSENT') return [];
  if (answer.status !== 200 && answer.status !== 404) throw dataFault('Hub.UnexpectedStatus', `HTTP ${answer.status}`, answer);
  const body = bodyOf(answer);
  const verdict = verdictOf(body, rules, answer);
  // A 404 alone may be a wrong path: it takes the source's own word for "not found".
  if (answer.status === 404 && verdict !== 'ABSENT') throw providerFault(answer);
  if (verdict === 'ABSENT') return [];
  return rules.counts.flatMap(({ channel, pointer }) => {
    const stated = valueAt(body, pointer);
    if (stated === null && rules.nullCount === 'ABSENT') return [];
    const delivered = count.safeParse(stated);
    if (!delivered.success) throw dataFault('Hub.InvalidShape', `${pointer}: not a count`, answer);
    return [recordOf(cell, channel, delivered.data, asOf)];
  });
}

/** What else is in a legacy answer is not the hub's business: 1.5 beside the count does not matter, 1.5 as the count does. */
function bodyOf(answer: RestAnswer): unknown {
  try {
    return jsonBodyOf(answer, { otherNumbers: 'NAN' });
  } catch (error) {
    throw answer.status === 404 ? providerFault(answer) : error;
  }
}

function verdictOf(body: unknown, { code: rule, message }: Mapping['answer'], answer: RestAnswer): 'STATED' | 'ABSENT' {
  if (!rule) return 'STATED';
  const value = valueAt(body, rule.pointer);
  const code = typeof value === 'number' ? String(value) : value;
  if (typeof code !== 'string') throw dataFault('Hub.InvalidShape', `${rule.pointer}: no code`, answer);
  if (rule.absent.includes(code)) return 'ABSENT';
  if (rule.ok.includes(code)) return 'STATED';
  const words = message === undefined ? undefined : valueAt(body, message);
  throw serviceFault({ code, message: typeof words === 'string' ? words : '' }, 'UNKNOWN', answer);
}

/** RFC 6901; undefined = there is nothing. */
function valueAt(body: unknown, pointer: string): unknown {
  const keys = pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>((value, key) => {
    const isContainer = typeof value === 'object' && value !== null;
    const isThere = isContainer && Object.hasOwn(value, key) && !(Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(key));
    return isThere ? Reflect.get(value, key) : undefined;
  }, body);
}

/**
 * The source knows no revisions, so the hub gives one: what is read later counts for more. A month that had not ended when it was read
 * is preliminary. When the source recorded it is not known: the reading's instant stands for it.
 */
function recordOf(
  { soate, serviceCode, periodFrom, periodTo }: Cell,
  channel: VolumeRecord['channel'],
  delivered: number,
  asOf: Date,
): VolumeRecord {
  const status = periodTo > dayOf(asOf) ? 'PRELIMINARY' : 'FINAL';
  return {
    soate,
    serviceCode,
    periodFrom,
    periodTo,
    channel,
    delivered,
    status,
    revision: revisionAt(asOf),
    recordedAt: asOf.toISOString(),
  };
}

function revisionAt(asOf: Date): number {
  return Math.max(1, Math.floor((asOf.getTime() - revisionsBeginAt.getTime()) / 1000));
}
