import {
  SourceFaultError,
  type Adapter,
  type Connector,
  type PullRequest,
  type VolumePage,
  type VolumeSourceSettings,
} from '../../src/modules/ingestion/connector.ts';
import { foreseen } from '../tunduk/fault.ts';
import { restMethods } from '../tunduk/metadata.ts';
import { callRest } from '../tunduk/rest-call.ts';
import type { SecurityServerLink } from '../tunduk/security-server-link.ts';
import { problemsOfAddress } from '../tunduk/source-settings.ts';
import { readVolumePage } from './response.ts';

const pageSize = '500';

/** Its name, and what may be wrong with the settings of a source that names it. */
export const restAdapter: Adapter = { adapter: 'xroad-rest-v1', hasRevisions: true, problemsOf: problemsOfAddress };

/** Sources that speak the contract `service-volumes` 1.x over X-Road REST. */
export function restVolumes(link: SecurityServerLink): Connector {
  return {
    ...restAdapter,
    fetchPage: (source, request) => askForPage(link, source, request),
    grants: ({ providerId }, issue, signal) => restMethods(link, 'allowedMethods', { providerId, issue, signal }),
    breaker: ({ providerId }) => link.breaker(providerId),
  };
}

async function askForPage(link: SecurityServerLink, source: VolumeSourceSettings, request: PullRequest): Promise<VolumePage> {
  const { providerId, serviceCode } = source;
  const { issue, signal } = request;
  try {
    return await callRest(link, { providerId, serviceCode, ...targetOf(request), issue, signal }, (answer) =>
      readVolumePage(answer, request),
    );
  } catch (error) {
    throw error instanceof SourceFaultError ? inTermsOfContract(error, request) : error;
  }
}

/** The path below the service and its query. A cursor comes from an answer, so it travels only as an escaped value. */
function targetOf(request: PullRequest): { path: readonly string[]; query: Record<string, string> } {
  const paging: Record<string, string> = request.cursor === undefined ? { pageSize } : { pageSize, cursor: request.cursor };
  if (request.mode === 'CHANGES') return { path: ['v1', 'changes'], query: { since: request.since, ...paging } };
  const { periodFrom, periodTo } = request;
  return { path: ['v1', 'volumes'], query: { periodFrom, periodTo, granularity: 'MONTH', ...paging } };
}

/** In this contract 409 to a cursor and 410 to a watermark are steps of the protocol, not refusals. */
function inTermsOfContract(error: SourceFaultError, request: PullRequest): SourceFaultError {
  const { fault } = error;
  if (fault.origin !== 'PROVIDER') return error;
  if (fault.httpStatus === 409 && request.cursor !== undefined) return foreseen(error, 'Hub.SnapshotExpired');
  return fault.httpStatus === 410 && request.mode === 'CHANGES' ? foreseen(error, 'Hub.WatermarkTooOld') : error;
}
