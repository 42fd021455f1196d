import type { Adapter, Connector, PullRequest, VolumePage, VolumeSourceSettings } from '../../src/modules/ingestion/connector.ts';
import { addMonths, dayOf, monthOf, type LocalDate } from '../../src/shared/calendar.ts';
import { settingsFault, sourceFault } from '../tunduk/fault.ts';
import { restMethods } from '../tunduk/metadata.ts';
import { callRest, type RestCall } from '../tunduk/rest-call.ts';
import type { SecurityServerLink } from '../tunduk/security-server-link.ts';
import { problemsOfAddress } from '../tunduk/source-settings.ts';
import { provenanceOf } from '../tunduk/volume-page.ts';
import { mappingOf, problemsOfMapping, type Mapping } from './mapping.ts';
import { readCell } from './response.ts';
import { filled, type Cell } from './template.ts';

/** Its name, and what may be wrong with the settings of a source that names it. */
export const mappedAdapter: Adapter = {
  adapter: 'xroad-mapped-v1',
  hasRevisions: false,
  problemsOf: (source) => [...problemsOfAddress(source), ...problemsOfMapping(source)],
};

/**
 * Legacy REST sources that answer one count at a time, described by a mapping. Each call is a page, so that each count keeps the
 * provenance of its own answer. They have no snapshot: the instant of the first call stands for all, and absence says nothing.
 */
export function mappedVolumes(link: SecurityServerLink, now: () => Date = () => new Date()): Connector {
  return {
    ...mappedAdapter,
    fetchPage: async (source, request) => fetchCell(link, source, request, positionOf(request, now)),
    grants: ({ providerId }, issue, signal) => restMethods(link, 'allowedMethods', { providerId, issue, signal }),
    breaker: ({ providerId }) => link.breaker(providerId),
  };
}

/** Where a reading stands: when it began, and which of its cells comes next. */
interface Position {
  asOf: Date;
  index: number;
}

/** Our own cursor. One of another form is of another hub's version: the reading begins again. */
function positionOf({ cursor }: PullRequest, now: () => Date): Position {
  if (cursor === undefined) return { asOf: now(), index: 0 };
  const [, instant = '', index = ''] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~(\d{1,6})$/.exec(cursor) ?? [];
  const asOf = new Date(instant);
  if (Number.isNaN(asOf.getTime()))
    throw sourceFault({ origin: 'DATA', class: 'PLANNED', code: 'Hub.SnapshotExpired', detail: 'not our cursor' });
  return { asOf, index: Number(index) };
}

async function fetchCell(
  link: SecurityServerLink,
  source: VolumeSourceSettings,
  request: PullRequest,
  { asOf, index }: Position,
): Promise<VolumePage> {
  const mapping = mappingOf(source);
  if (!mapping) throw settingsFault('the mapping cannot be used');
  const months = monthsOf(request, mapping, asOf);
  const cell = cellAt(mapping, months, index);
  if (!cell) throw sourceFault({ origin: 'DATA', class: 'PLANNED', code: 'Hub.SnapshotExpired', detail: 'the mapping has become shorter' });
  const isLast = index + 1 >= months.length * mapping.municipalities.length * mapping.services.length;
  const instant = asOf.toISOString();
  return callRest(link, callOf(source, request, mapping, cell), (answer) => ({
    snapshotId: instant,
    asOf: instant,
    complete: false,
    nextCursor: isLast ? null : `${instant}~${index + 1}`,
    watermark: instant,
    items: readCell(answer, cell, mapping, asOf),
    ...provenanceOf(answer),
  }));
}

/** A source without a list of changes is read again as far back as its mapping says. */
function monthsOf(request: PullRequest, { monthsBack }: Mapping, asOf: Date): LocalDate[] {
  const thisMonth = monthOf(dayOf(asOf));
  const { periodFrom, periodTo } =
    request.mode === 'FULL' ? request : { periodFrom: addMonths(thisMonth, -monthsBack), periodTo: thisMonth };
  const months: LocalDate[] = [];
  for (let month = periodFrom; month < periodTo; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** Cells in order: month by month, in it each municipality, of it each service. */
function cellAt({ municipalities, services }: Mapping, months: readonly LocalDate[], index: number): Cell | undefined {
  const service = services[index % services.length];
  const municipality = municipalities[Math.floor(index / services.length) % municipalities.length];
  const periodFrom = months[Math.floor(index / services.length / municipalities.length)];
  if (!service || !municipality || periodFrom === undefined) return undefined;
  return {
    soate: municipality.soate,
    sourceSoate: municipality.sourceCode ?? municipality.soate,
    serviceCode: service.code,
    sourceServiceCode: service.sourceCode ?? service.code,
    periodFrom,
    periodTo: addMonths(periodFrom, 1),
  };
}

function callOf({ providerId, serviceCode }: VolumeSourceSettings, { issue, signal }: PullRequest, mapping: Mapping, cell: Cell): RestCall {
  const fill = (template: string) => filled(template, cell, mapping.periodEnd);
  return {
    providerId,
    serviceCode,
    method: mapping.method,
    path: mapping.path.slice(1).split('/').map(fill),
    query: Object.fromEntries(Object.entries(mapping.query).map(([name, template]) => [name, fill(template)])),
    body: mapping.method === 'POST' && mapping.body !== undefined ? JSON.stringify(mapping.body, fillText(fill)) : undefined,
    statusesToRead: mapping.answer.code?.absent.length ? [404] : [],
    issue,
    signal,
  };
}

/** As a replacer of JSON.stringify: it escapes what the templates are filled with. */
function fillText(fill: (template: string) => string) {
  return (_key: string, value: unknown): unknown => (typeof value === 'string' ? fill(value) : value);
}
