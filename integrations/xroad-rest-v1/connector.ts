import {
  SourceFaultError,
  type Connector,
  type PullRequest,
  type SourceFault,
  type VolumeSourceSettings,
} from '../../src/modules/ingestion/connector.ts';
import { allowedMethods } from '../tunduk/allowed-methods.ts';
import { sourceFault } from '../tunduk/fault.ts';
import { problemsOfAddress } from '../tunduk/source-settings.ts';
import type { RestAnswer, XRoadClient } from '../tunduk/xroad-client.ts';
import { readVolumePage } from './response.ts';

const pageSize = '500';

/** Sources that speak the contract `service-volumes` 1.x over X-Road REST. */
export function restVolumes(client: XRoadClient): Connector {
  return {
    adapter: 'xroad-rest-v1',
    problemsOf: problemsOfAddress,
    fetchPage: async (source, request) => readVolumePage(await askForPage(client, source, request), request),
    grants: (source, issue, signal) => allowedMethods(client, source, issue, signal),
    breaker: ({ providerId }) => client.breaker(providerId),
  };
}

async function askForPage(
  client: XRoadClient,
  source: VolumeSourceSettings,
  request: PullRequest,
): Promise<RestAnswer> {
  const { providerId, serviceCode } = source;
  const { issue, signal } = request;
  try {
    return await client.get({ providerId, serviceCode, ...targetOf(request), issue, signal });
  } catch (error) {
    throw error instanceof SourceFaultError ? inTermsOfContract(error, request) : error;
  }
}

/** The path below the service and its query. A cursor comes from an answer, so it travels only as an escaped value. */
function targetOf(request: PullRequest): { path: readonly string[]; query: Record<string, string> } {
  const paging: Record<string, string> =
    request.cursor === undefined ? { pageSize } : { pageSize, cursor: request.cursor };
  if (request.mode === 'CHANGES') return { path: ['v1', 'changes'], query: { since: request.since, ...paging } };
  const { periodFrom, periodTo } = request;
  return { path: ['v1', 'volumes'], query: { periodFrom, periodTo, granularity: 'MONTH', ...paging } };
}

/** In this contract 409 to a cursor and 410 to a watermark are steps of the protocol, not refusals. */
function inTermsOfContract(error: SourceFaultError, request: PullRequest): SourceFaultError {
  const { fault } = error;
  if (fault.origin !== 'PROVIDER') return error;
  if (fault.httpStatus === 409 && request.cursor !== undefined) return foreseen(fault, 'Hub.SnapshotExpired', error);
  if (fault.httpStatus === 410 && request.mode === 'CHANGES') return foreseen(fault, 'Hub.WatermarkTooOld', error);
  return error;
}

function foreseen(fault: SourceFault, code: string, cause: SourceFaultError): SourceFaultError {
  return sourceFault({ ...fault, class: 'PLANNED', code }, cause);
}
