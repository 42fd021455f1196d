import { connectors, type XRoadSettings } from '../../integrations/index.ts';
import {
  SourceFaultError,
  type Connector,
  type PullRequest,
  type SourceFault,
  type VolumePage,
  type VolumeRecord,
  type VolumeSourceSettings,
} from '../../src/modules/ingestion/connector.ts';
import { sampleVolumes } from '../support/sample-volumes.ts';

/** A source as an administrator would configure it, the other side of the simulator's default provider. */
export const source: VolumeSourceSettings = {
  code: 'sanarip-aimak',
  providerId: ['central-server', 'GOV', '70000050', 'sanaripaymak-service'],
  serviceCode: 'service-volumes',
};

export const october = {
  mode: 'FULL',
  periodFrom: '2026-10-01',
  periodTo: '2026-11-01',
  issue: 'pull-2026-10-0001',
} as const satisfies PullRequest;

/** 2 municipalities x 2 services x October x 2 channels. */
export const octoberVolumes: VolumeRecord[] = sampleVolumes({
  soates: ['41702205010000', '41703215020000'],
  serviceCodes: ['MU-001', 'MU-002'],
  months: ['2026-10-01'],
});

/** The REST connector of a hub that does not sleep between retries. */
export function restConnector(securityServerUrl: string, settings: Partial<XRoadSettings> = {}): Connector {
  const [connector] = connectors({
    securityServerUrl,
    clientId: 'central-server/GOV/70000999/service-quality-hub',
    calls: { retryDelaysMs: {} },
    ...settings,
  });
  if (!connector) throw new Error('no connector is listed');
  return connector;
}

/** The fault of a reading that must fail. */
export async function faultOf(reading: Promise<unknown>): Promise<SourceFault> {
  const outcome = await reading.then(
    (value) => new Error(`expected a fault, got ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof SourceFaultError) return outcome.fault;
  throw outcome;
}

/** Every page of a pull, as ingestion reads them. */
export async function pagesOf(connector: Connector, request: PullRequest): Promise<VolumePage[]> {
  const page = await connector.fetchPage(source, request);
  return page.nextCursor === null
    ? [page]
    : [page, ...(await pagesOf(connector, { ...request, cursor: page.nextCursor }))];
}
