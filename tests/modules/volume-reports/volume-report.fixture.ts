import { consoleCtx } from '../../../src/app.ts';
import { newId } from '../../../src/kit/entity.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { IngestionRun, SourceAnswer, VolumeObservation, VolumeSource } from '../../../src/modules/ingestion/ingestion.entity.ts';
import { addMonths } from '../../../src/shared/calendar.ts';
import type { Client, TestHub } from '../../support/hub.ts';
import { commands, placeOf, type Refusal, serviceOf } from '../service-registry/registry.fixture.ts';

export interface Figure {
  state: string;
  value: number | null;
  provenance: { source: string; recordedAt: string; reference: string | null; recordedBy: { role: string } | null } | null;
}

export interface Line {
  id: string;
  service: { code: string };
  quarter: string;
  channel: string;
  delivered: Figure;
  notOfferedReason: string | null;
  paidTotal: { state: string; value: string | null };
  observed: Figure;
  observedMonths: number;
  discrepancy: {
    id: string;
    difference: number;
    relative: number | null;
    isOverTolerance: boolean;
    explanation: string | null;
    line: { id: string };
  } | null;
}

export interface Report {
  id: string;
  version: number;
  lockedAt: string | null;
  total: { value: number | null; n: number; notOffered: number; missing: number; isComplete: boolean };
  checks: { rule: string; path: string[]; message: string; hint: string }[];
  checkCount: number;
  lines: { nodes: Line[]; totalCount: number };
}

const figure = '{ state value provenance { source recordedAt reference recordedBy { role } } }';
export const lineFields = `id service { code } quarter channel delivered ${figure} notOfferedReason paidTotal { state value } observed ${figure} observedMonths
  discrepancy { id difference relative isOverTolerance explanation line { id } }`;
export const reportFields = `id version lockedAt total { value n notOffered missing isComplete } checks { rule path message hint } checkCount
  lines(first: 100) { totalCount nodes { ${lineFields} } }`;

/** What a clerk states of a line. */
export const stated = (
  serviceCode: string,
  quarter: string,
  delivered: number | Record<string, unknown>,
  change: Record<string, unknown> = {},
) => ({
  serviceCode,
  quarter,
  channel: 'IN_PERSON',
  delivered: typeof delivered === 'number' ? { state: 'VALUE', value: delivered } : delivered,
  ...change,
});

/** The report of a municipality for 2026, by its staff. */
export async function reportOf(hub: TestHub, clerk: Client, soate: string) {
  const { id: municipalityId } = await placeOf(hub, soate);
  const call = commands(hub);
  const read = `query($id: ID!) { volumeReport(municipalityId: $id, year: 2026) { ${reportFields} } }`;
  return {
    municipalityId,
    call,
    read: async (as = clerk): Promise<Report> => (await as.must(read, { id: municipalityId })).volumeReport,
    save: (lines: readonly object[], change: Record<string, unknown> = {}): Promise<Report> =>
      call.done(clerk, 'saveVolumeReport', { municipalityId, year: 2026, lines, ...change }, `{ volumeReport { ${reportFields} } }`),
    refused: (lines: readonly object[], change: Record<string, unknown> = {}): Promise<Refusal> =>
      call.refused(clerk, 'saveVolumeReport', { municipalityId, year: 2026, lines, ...change }),
    take: ({ id, version }: Report, change: Record<string, unknown> = {}): Promise<Report> =>
      call.done(clerk, 'takeObservedVolumes', { id, expectedVersion: version, ...change }, `{ volumeReport { ${reportFields} } }`),
  };
}

export const lineOf = (report: Report, code: string, quarter: string, channel = 'IN_PERSON'): Line => {
  const found = report.lines.nodes.find((line) => line.service.code === code && line.quarter === quarter && line.channel === channel);
  if (!found) throw new Error(`No line ${code} ${quarter} ${channel}`);
  return found;
};

/** Opens the cycle of 2026 with a List that asks every given municipality for the given services. */
export async function approveList(
  hub: TestHub,
  soates: readonly string[],
  codes: readonly string[],
): Promise<{ cycleId: string; listId: string }> {
  const analyst = await hub.as('ANALYST');
  const head = await hub.as('HEAD');
  const call = commands(hub);
  const cycle: { id: string; list: { id: string; version: number } } = await call.done(
    analyst,
    'openMonitoringCycle',
    { year: 2026, noticeYear: 2026 },
    '{ monitoringCycle { id list { id version } } }',
  );
  const municipalityIds = (await Promise.all(soates.map((soate) => placeOf(hub, soate)))).map(({ id }) => id);
  const services = await Promise.all(codes.map((code) => serviceOf(hub, code)));
  const addObjects = services.map(({ id }) => ({ kind: 'SERVICE', serviceIds: [id], municipalityIds }));
  const { id } = cycle.list;
  const step = async (as: Client, mutation: string, version: number, change = {}): Promise<number> => {
    const list: { version: number } = await call.done(
      as,
      mutation,
      { id, expectedVersion: version, ...change },
      '{ monitoringList { version } }',
    );
    return list.version;
  };
  const edited = await step(analyst, 'updateMonitoringList', cycle.list.version, { addObjects });
  const submitted = await step(analyst, 'submitMonitoringList', edited);
  await step(head, 'approveMonitoringList', submitted);
  return { cycleId: cycle.id, listId: id };
}

export interface ObservedMonth {
  municipalityId: string;
  code: string;
  month: string;
  delivered: number;
  channel?: 'IN_PERSON' | 'ELECTRONIC';
  xroadId?: string;
  status?: 'CURRENT' | 'WITHDRAWN';
  /** The instant that its answer speaks of; later answers count before earlier ones. */
  asOf?: string;
}

/** What a source of its own states, as ingestion would have stored it. */
export async function observe(hub: TestHub, months: readonly ObservedMonth[]): Promise<void> {
  const services = new Map(
    await Promise.all([...new Set(months.map(({ code }) => code))].map(async (code) => [code, (await serviceOf(hub, code)).id] as const)),
  );
  await inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'fixture'), async ({ em, now }) => {
    const sourceId = newId();
    const nothing = { pausedAt: null, pausedReason: null, nextSlotAt: null, lastSlotAt: null, lastGoodPullAt: null, lastFullPullAt: null };
    em.create(VolumeSource, {
      ...nothing,
      id: sourceId,
      code: `source-${sourceId}`,
      name: 'Булак',
      adapter: 'xroad-rest-v1',
      providerId: ['a', 'b', 'c', 'd'],
      serviceCode: 'volumes',
      mapping: null,
      schedule: '30 2 * * *',
      watermark: null,
      fault: null,
      breaker: 'CLOSED',
      grantsSeen: [],
      grantsSeenAt: null,
    });
    const runId = newId();
    em.create(IngestionRun, {
      id: runId,
      sourceId,
      mode: 'CHANGES',
      periodFrom: null,
      periodTo: null,
      slot: 'fixture',
      state: 'COMMITTED',
      requestedBy: { id: null, name: null, role: 'SYSTEM', municipalityId: null },
      attempts: 1,
      attemptId: null,
      fetched: 0,
      expected: null,
      stored: 0,
      unchanged: 0,
      quarantined: 0,
      withdrawn: 0,
      snapshotId: null,
      asOf: null,
      fault: null,
      queuedAt: now,
      startedAt: now,
      finishedAt: now,
    });
    await em.flush();
    months.forEach(({ municipalityId, code, month, delivered, channel = 'IN_PERSON', xroadId = 'x-1', status = 'CURRENT', asOf }, page) => {
      const answerId = newId();
      em.create(SourceAnswer, {
        id: answerId,
        runId,
        page,
        xroadId,
        xroadRequestId: null,
        requestHash: null,
        bodySha256: 'b',
        snapshotId: 's',
        asOf: new Date(asOf ?? '2026-10-02T00:00:00Z'),
        isComplete: true,
      });
      em.create(VolumeObservation, {
        sourceId,
        runId,
        answerId,
        municipalityId,
        serviceId: services.get(code) ?? '',
        periodFrom: month,
        periodTo: addMonths(month, 1),
        channel,
        delivered,
        stated: status === 'CURRENT' ? 'FINAL' : 'WITHDRAWN',
        revision: 1,
        status,
        recordedAt: new Date(`${addMonths(month, 1)}T03:00:00Z`),
        correctionReason: null,
        absentSinceRunId: null,
      });
    });
  });
}
