import type { Adapter, Connector } from '../src/modules/ingestion/connector.ts';
import { catalogueOf, type Catalogue } from './tunduk/catalogue.ts';
import { SecurityServerLink, type XRoadLog } from './tunduk/security-server-link.ts';
import type { XRoadSettings } from './tunduk/xroad-settings.ts';
import { mappedAdapter, mappedVolumes } from './xroad-mapped-v1/connector.ts';
import { restAdapter, restVolumes } from './xroad-rest-v1/connector.ts';
import { soapAdapter, soapVolumes } from './xroad-soap-v1/connector.ts';

export type { XRoadSettings };

/**
 * Every way of reading volumes that the hub has, over its one security server. `now` is the hub's clock, for sources that do not say
 * what instant they speak of. Throws Error on unusable settings.
 */
export function connectors(xroad: XRoadSettings, log?: XRoadLog, now?: () => Date): readonly Connector[] {
  const link = new SecurityServerLink(xroad, log);
  return [restVolumes(link), soapVolumes(link), mappedVolumes(link, now)];
}

/** What the exchange itself says of its members and their services, for an operator. Throws Error on unusable settings. */
export function catalogue(xroad: XRoadSettings, log?: XRoadLog): Catalogue {
  return catalogueOf(new SecurityServerLink(xroad, log));
}

/** The adapters that a source may name; each judges settings without a security server. */
export const adapters: readonly Adapter[] = [restAdapter, soapAdapter, mappedAdapter];
