import { z } from 'zod';
import { decodeText, parseMediaType } from './charset.ts';
import { dataFault, providerFault } from './fault.ts';
import { jsonOf } from './json-answer.ts';
import { callRest } from './rest-call.ts';
import type { CallFacts, SecurityServerLink } from './security-server-link.ts';
import { callSoap, type SoapAnswer } from './soap-call.ts';
import { soapNamespaces } from './soap-envelope.ts';
import type { XmlElement } from './strict-xml.ts';
import type { XRoadIdParts } from './xroad-id.ts';
import { wordsOfZod } from './volume-page.ts';

/** Whom a metadata service is asked about, and for which run. */
export type Asking = Omit<CallFacts, 'serviceCode'>;

/** All services of a provider, or those that it lets the hub call. Both need no grant. */
export type MethodList = 'listMethods' | 'allowedMethods';

const code = z.string().max(255);

/** As the code answers (snake case, `service`), not as the schema of pr-mrest's Annex A has it. */
const restServices = z.object({
  service: z.array(
    z.object({
      service_code: code,
      endpoint_list: z.array(z.object({ method: z.string().max(16), path: z.string().max(1024) })).optional(),
    }),
  ),
});

/** REST services, such as `service-volumes GET /v1/volumes`; sorted, each once. SOAP services are not among them. */
export function restMethods(link: SecurityServerLink, list: MethodList, asking: Asking): Promise<string[]> {
  return callRest(link, { ...asking, serviceCode: list, path: [], query: {} }, (answer) => {
    const read = restServices.safeParse(jsonOf(answer));
    if (!read.success) throw dataFault('Hub.InvalidShape', wordsOfZod(read.error), answer);
    const lines = read.data.service.flatMap(({ service_code, endpoint_list = [] }) =>
      endpoint_list.length === 0 ? [service_code] : endpoint_list.map(({ method, path }) => `${service_code} ${method} ${path}`),
    );
    return [...new Set(lines)].toSorted();
  });
}

/** SOAP services with their versions, such as `getServiceVolumes v1`; sorted, each once. REST services are not among them. */
export function soapMethods(link: SecurityServerLink, list: MethodList, asking: Asking): Promise<string[]> {
  return callSoap(link, { ...asking, serviceCode: list, body: { namespace: soapNamespaces.xroad, parameters: {} } }, (answer) => {
    const lines = answer.response.children.map((service) => soapServiceName(service, answer));
    return [...new Set(lines)].toSorted();
  });
}

function soapServiceName(service: XmlElement, answer: SoapAnswer): string {
  const { xroad, identifiers } = soapNamespaces;
  const parts = new Map(service.children.map((part) => [part.namespace === identifiers ? part.name : '', part.text.trim()]));
  const isService =
    service.namespace === xroad && service.name === 'service' && service.attributes.get(`{${identifiers}}objectType`) === 'SERVICE';
  const named = code.min(1).safeParse(parts.get('serviceCode'));
  if (!isService || !named.success) throw dataFault('Hub.InvalidShape', `${service.name} is no service`, answer);
  return [named.data, parts.get('serviceVersion')].filter(Boolean).join(' ');
}

/** A service description as the provider keeps it; other people's text. */
export interface ServiceDescription {
  contentType: string;
  text: string;
}

const openApiTypes = /^(?:application\/(?:json|yaml|x-yaml|octet-stream)|text\/(?:yaml|x-yaml|plain))$/;

/** The OpenAPI description of a REST service; services of type REST have none, which is an X-Road InternalError. */
export function getOpenApi(link: SecurityServerLink, ofService: string, asking: Asking): Promise<ServiceDescription> {
  const call = {
    ...asking,
    serviceCode: 'getOpenAPI',
    path: [],
    query: { serviceCode: ofService },
    accept: 'application/json, application/yaml, text/yaml',
  };
  return callRest(link, call, (answer) => {
    // Our own request's headers may have been copied beside the provider's: the last one is the provider's.
    const contentType = answer.contentTypes.at(-1) ?? '';
    const media = parseMediaType(contentType);
    if (answer.status !== 200 || !media || !openApiTypes.test(media.type))
      throw dataFault('Hub.WrongContentType', contentType || 'none', answer);
    return { contentType, text: decodeText(answer.body, media.parameters.get('charset'), answer) };
  });
}

/** The WSDL of a SOAP service: an attachment, its address replaced by the security server. */
export function getWsdl(
  link: SecurityServerLink,
  ofService: { serviceCode: string; serviceVersion?: string },
  asking: Asking,
): Promise<ServiceDescription> {
  const { serviceCode, serviceVersion } = ofService;
  const parameters = { serviceCode, ...(serviceVersion === undefined ? {} : { serviceVersion }) };
  return callSoap(link, { ...asking, serviceCode: 'getWsdl', body: { namespace: soapNamespaces.xroad, parameters } }, (answer) => {
    const [wsdl, ...others] = answer.attachments;
    const media = parseMediaType(wsdl?.contentType ?? '');
    if (!wsdl || others.length > 0 || media?.type !== 'text/xml')
      throw dataFault('Hub.InvalidShape', 'not one attachment of text/xml', answer);
    return { contentType: wsdl.contentType ?? '', text: decodeText(wsdl.body, media.parameters.get('charset'), answer) };
  });
}

/** A member or a subsystem that the own security server knows of. */
export interface KnownClient {
  id: XRoadIdParts;
  name: string | undefined;
  subsystemName: string | undefined;
}

const clientList = z.object({
  member: z.array(
    z.object({
      id: z.object({
        object_type: z.enum(['MEMBER', 'SUBSYSTEM']),
        xroad_instance: code,
        member_class: code,
        member_code: code,
        subsystem_code: code.optional(),
      }),
      name: z.string().max(1024).optional(),
      subsystem_name: z.string().max(1024).optional(),
    }),
  ),
});

/**
 * Members and subsystems of an instance, or of the own one. Answered from the own security server's global configuration, so it says
 * nothing about anybody else's health; no X-Road header goes out or comes back.
 */
export function listClients(
  link: SecurityServerLink,
  { issue, instance, signal }: { issue: string; instance?: string; signal?: AbortSignal },
): Promise<KnownClient[]> {
  const facts = { providerId: link.clientId.slice(0, 1), serviceCode: 'listClients', issue, signal };
  const query = instance === undefined ? '' : `?xRoadInstance=${encodeURIComponent(instance)}`;
  return link.call(facts, async (xroadId) => {
    const answer = await link.exchange(
      { method: 'GET', path: `/listClients${query}`, headers: { accept: 'application/json' } },
      xroadId,
      signal,
    );
    if (answer.status >= 300) throw providerFault(answer);
    const read = clientList.safeParse(jsonOf(answer));
    if (!read.success) throw dataFault('Hub.InvalidShape', wordsOfZod(read.error), answer);
    return read.data.member.map(({ id, name, subsystem_name }) => ({
      id: [id.xroad_instance, id.member_class, id.member_code, ...(id.subsystem_code === undefined ? [] : [id.subsystem_code])],
      name,
      subsystemName: subsystem_name,
    }));
  });
}
