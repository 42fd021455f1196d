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

/** The same provider's SOAP service. */
export const soapSource: VolumeSourceSettings = { ...source, code: 'sanarip-aimak-soap', serviceCode: 'getServiceVolumes' };

/** What every test's hub is set to: no sleep between retries. */
export function hubSettings(securityServerUrl: string, settings: Partial<XRoadSettings> = {}): XRoadSettings {
  return { securityServerUrl, clientId: 'central-server/GOV/70000999/service-quality-hub', calls: { retryDelaysMs: {} }, ...settings };
}

export function restConnector(securityServerUrl: string, settings?: Partial<XRoadSettings>): Connector {
  return connectorNamed('xroad-rest-v1', securityServerUrl, settings);
}

export function soapConnector(securityServerUrl: string, settings?: Partial<XRoadSettings>): Connector {
  return connectorNamed('xroad-soap-v1', securityServerUrl, settings);
}

function connectorNamed(adapter: string, securityServerUrl: string, settings?: Partial<XRoadSettings>): Connector {
  const found = connectors(hubSettings(securityServerUrl, settings)).find((connector) => connector.adapter === adapter);
  if (!found) throw new Error(`${adapter} is not listed`);
  return found;
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
export async function pagesOf(connector: Connector, request: PullRequest, of = source): Promise<VolumePage[]> {
  const page = await connector.fetchPage(of, request);
  return page.nextCursor === null ? [page] : [page, ...(await pagesOf(connector, { ...request, cursor: page.nextCursor }, of))];
}

/** Short for the two kinds of faulty answer that only time can tell, generous for the rest. */
export function timeoutsFor(code: string) {
  return code === 'Hub.AnswerTimeout' ? { headersMs: 150, totalMs: 300 } : {};
}
