import {
  SourceFaultError,
  type Adapter,
  type Connector,
  type PullRequest,
  type VolumePage,
  type VolumeSourceSettings,
} from '../../src/modules/ingestion/connector.ts';
import { foreseen } from '../tunduk/fault.ts';
import { soapMethods } from '../tunduk/metadata.ts';
import type { SecurityServerLink } from '../tunduk/security-server-link.ts';
import { callSoap } from '../tunduk/soap-call.ts';
import { problemsOfSoapAddress } from '../tunduk/source-settings.ts';
import { readVolumePage, volumesNamespace } from './response.ts';

const pageSize = '500';
const serviceVersion = 'v1';

/** Its name, and what may be wrong with the settings of a source that names it. */
export const soapAdapter: Adapter = { adapter: 'xroad-soap-v1', hasRevisions: true, problemsOf: problemsOfSoapAddress };

/** Sources that speak `getServiceVolumes` v1 (service-volumes.xsd) over X-Road SOAP. */
export function soapVolumes(link: SecurityServerLink): Connector {
  return {
    ...soapAdapter,
    fetchPage: (source, request) => askForPage(link, source, request),
    grants: ({ providerId }, issue, signal) => soapMethods(link, 'allowedMethods', { providerId, issue, signal }),
    breaker: ({ providerId }) => link.breaker(providerId),
  };
}

async function askForPage(link: SecurityServerLink, source: VolumeSourceSettings, request: PullRequest): Promise<VolumePage> {
  const { providerId, serviceCode } = source;
  const { issue, signal } = request;
  const body = { namespace: volumesNamespace, parameters: parametersOf(request) };
  try {
    return await callSoap(link, { providerId, serviceCode, serviceVersion, body, issue, signal }, (answer) =>
      readVolumePage(answer, request),
    );
  } catch (error) {
    throw error instanceof SourceFaultError ? inTermsOfContract(error, request) : error;
  }
}

/** In the schema's order. Months are its default granularity. */
function parametersOf(request: PullRequest): Record<string, string> {
  const paging: Record<string, string> = request.cursor === undefined ? { pageSize } : { cursor: request.cursor, pageSize };
  if (request.mode === 'CHANGES') return { since: request.since, ...paging };
  const { periodFrom, periodTo } = request;
  return { periodFrom, periodTo, ...paging };
}

/** Two of the fault codes that the schema names are steps of the protocol, not refusals. */
function inTermsOfContract(error: SourceFaultError, request: PullRequest): SourceFaultError {
  const { code, detail } = error.fault;
  if (code !== 'Provider.ServiceFault') return error;
  if (detail === 'SnapshotExpired' && request.cursor !== undefined) return foreseen(error, 'Hub.SnapshotExpired');
  return detail === 'WatermarkTooOld' && request.mode === 'CHANGES' ? foreseen(error, 'Hub.WatermarkTooOld') : error;
}
