import type { VolumeRecord } from '../../../src/modules/ingestion/connector.ts';
import { addMonths } from '../../../src/shared/calendar.ts';
import { type Client, startHub, type TestHub, type TestHubOptions } from '../../support/hub.ts';
import { type SecurityServer, startSecurityServer } from '../../support/security-server.ts';

export const providerId = ['central-server', 'GOV', '70000050', 'sanaripaymak-service'];

/** A hub whose source is behind a security server, both over real HTTP; the months closed at its clock are November to January. */
export interface PullingHub {
  hub: TestHub;
  securityServer: SecurityServer;
  admin: Client;
  analyst: Client;
  source: { id: string };
  /** SOATE codes of two municipalities. */
  soates: readonly [string, string];
  /** Asks for a pull, lets the jobs run, and answers the run. */
  pull(mode?: 'FULL' | 'CHANGES', period?: { periodFrom: string; periodTo: string }): Promise<Run>;
  observations(filter?: Record<string, unknown>): Promise<Observation[]>;
  /** What stands: `month channel` of the first municipality and MS-002, with the count. */
  current(): Promise<Record<string, number>>;
  waiting(): Promise<Quarantined[]>;
  stop(): Promise<void>;
}

export interface Run {
  id: string;
  mode: string;
  periodFrom: string | null;
  state: string;
  slot: string;
  stored: number;
  unchanged: number;
  quarantined: number;
  withdrawn: number;
  fetched: number;
  fault: {
    origin: string;
    code: string;
    detail: string | null;
    xroadId: string | null;
    isRetried: boolean;
    message: string;
    hint: string | null;
  } | null;
}

export interface Observation {
  id: string;
  periodFrom: string;
  channel: string;
  status: string;
  revision: number;
  isFinal: boolean;
  xroadId: string;
  bodySha256: string;
  requestHash: string | null;
  correctionReason: string | null;
  asOf: string;
  run: { id: string };
  source: { code: string };
  municipality: { soate: string };
  service: { code: string };
  delivered: { state: string; value: number | null; provenance: { source: string; recordedAt: string; reference: string } };
}

export interface Quarantined {
  id: string;
  version: number;
  violation: { rule: string; message: string; hint: string };
  raw: Record<string, unknown>;
  availableActions: { mutation: string; isAllowed: boolean }[];
}

const runFields = `id mode periodFrom state slot stored unchanged quarantined withdrawn fetched fault { origin code detail xroadId isRetried message hint }`;
const observationFields = `id periodFrom channel status revision isFinal xroadId bodySha256 requestHash correctionReason asOf run { id } source { code }
  municipality { soate } service { code } delivered { state value provenance { source recordedAt reference } }`;

export const sourceInput = {
  code: 'sanarip-aimak',
  name: 'Санарип Аймак',
  adapter: 'xroad-rest-v1',
  providerId,
  serviceCode: 'service-volumes',
  schedule: '30 2 * * *',
};

export const saveSource = `mutation ($input: SaveVolumeSourceInput!) { saveVolumeSource(input: $input) { volumeSource { id version code } } }`;
export const startPull = `mutation ($input: StartPullInput!) { startPull(input: $input) { run { ${runFields} } } }`;

export async function startPullingHub(options: TestHubOptions & { largestPage?: number } = {}): Promise<PullingHub> {
  const securityServer = await startSecurityServer({ provider: providerId.join('/'), largestPage: options.largestPage });
  const xroad = { securityServerUrl: securityServer.url, clientId: 'central-server/GOV/70000999/service-quality-hub' };
  const hub = await startHub({ now: '2026-02-10T09:00:00+06:00', xroad, ...options });
  const admin = await hub.as('ADMIN');
  const analyst = await hub.as('ANALYST');
  const { municipalities } = await hub.anonymous.must('{ municipalities(first: 2) { nodes { soate } } }');
  const soates = municipalities.nodes.map(({ soate }: { soate: string }) => soate) as [string, string];
  const { saveVolumeSource } = await admin.must(saveSource, { input: { ...sourceInput, idempotencyKey: hub.key() } });
  const source = saveVolumeSource.volumeSource as { id: string };

  const observations: PullingHub['observations'] = async (filter = {}) => {
    const found = await analyst.must(
      `query ($filter: ObservationFilter) { volumeObservations(filter: $filter, first: 100) { nodes { ${observationFields} } } }`,
      { filter },
    );
    return found.volumeObservations.nodes;
  };
  return {
    hub,
    securityServer,
    admin,
    analyst,
    source,
    soates,
    observations,
    async pull(mode = 'FULL', period) {
      const { startPull: started } = await analyst.must(startPull, {
        input: { sourceId: source.id, mode, ...period, idempotencyKey: hub.key() },
      });
      await hub.runJobs();
      return (await analyst.must(`query ($id: ID!) { ingestionRun(id: $id) { ${runFields} } }`, { id: started.run.id })).ingestionRun;
    },
    async current() {
      const standing = await observations({ statuses: ['CURRENT'] });
      const ofFirst = standing.filter(({ municipality, service }) => municipality.soate === soates[0] && service.code === 'MS-002');
      return Object.fromEntries(
        ofFirst.map(({ periodFrom, channel, delivered }) => [`${periodFrom} ${channel}`, delivered.value as number]),
      );
    },
    async waiting() {
      const found = await analyst.must(
        `{ quarantinedRecords(states: [WAITING], first: 100) { nodes { id version violation { rule message hint } raw availableActions { mutation isAllowed } } } }`,
      );
      return found.quarantinedRecords.nodes;
    },
    async stop() {
      await hub.stop();
      await securityServer.stop();
    },
  };
}

/** A row as a source states it. */
export function stated(soate: string, said: Partial<VolumeRecord> = {}): VolumeRecord {
  const periodFrom = said.periodFrom ?? '2026-01-01';
  return {
    soate,
    serviceCode: 'MS-002',
    periodFrom,
    periodTo: addMonths(periodFrom, 1),
    channel: 'IN_PERSON',
    delivered: 100,
    status: 'FINAL',
    revision: 1,
    recordedAt: '2026-02-04T18:20:00+06:00',
    ...said,
  };
}
