import { randomUUID } from 'node:crypto';
import {
  getOpenApi,
  getWsdl,
  listClients,
  restMethods,
  soapMethods,
  type KnownClient,
  type MethodList,
  type ServiceDescription,
} from './metadata.ts';
import type { SecurityServerLink } from './security-server-link.ts';
import type { XRoadIdParts } from './xroad-id.ts';

/** What an operator can look up before a source is entered. Each throws SourceFaultError. */
export interface Catalogue {
  /** Members and subsystems of an instance, or of the own one. */
  clients(instance?: string): Promise<KnownClient[]>;
  /** A provider's REST and SOAP services: all of them, or those that the hub may call. */
  methods(providerId: XRoadIdParts, list: MethodList): Promise<string[]>;
  openApi(providerId: XRoadIdParts, serviceCode: string): Promise<ServiceDescription>;
  wsdl(providerId: XRoadIdParts, serviceCode: string, serviceVersion?: string): Promise<ServiceDescription>;
}

/** The metadata services over a link; each look has an issue of its own in the message logs. */
export function catalogueOf(link: SecurityServerLink): Catalogue {
  const asking = (providerId: XRoadIdParts) => ({ providerId, issue: `look-${randomUUID()}` });
  return {
    clients: (instance) => listClients(link, { issue: `look-${randomUUID()}`, instance }),
    // REST lists only REST services, SOAP only SOAP ones.
    methods: async (providerId, list) =>
      (await Promise.all([restMethods(link, list, asking(providerId)), soapMethods(link, list, asking(providerId))])).flat().toSorted(),
    openApi: (providerId, serviceCode) => getOpenApi(link, serviceCode, asking(providerId)),
    wsdl: (providerId, serviceCode, serviceVersion) => getWsdl(link, { serviceCode, serviceVersion }, asking(providerId)),
  };
}
