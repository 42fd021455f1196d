import type { Connector } from '../src/modules/ingestion/connector.ts';
import { XRoadClient, type XRoadLog, type XRoadSettings } from './tunduk/xroad-client.ts';
import { restVolumes } from './xroad-rest-v1/connector.ts';

export type { XRoadSettings };

/** Every way of reading volumes that the hub has, over its one security server. Throws Error on unusable settings. */
export function connectors(xroad: XRoadSettings, log?: XRoadLog): readonly Connector[] {
  const client = new XRoadClient(xroad, log);
  return [restVolumes(client)];
}
