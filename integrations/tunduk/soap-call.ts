import { createHash } from 'node:crypto';
import { SourceFaultError, type Provenance } from '../../src/modules/ingestion/connector.ts';
import { decodeText, parseMediaType } from './charset.ts';
import { dataFault, securityServerFault, serviceFault, settingsFault, soapFault, suspicious, type FaultyAnswer } from './fault.ts';
import { boundaryOf, parseMultipart, type MimePart } from './multipart.ts';
import { headerOf, type CallFacts, type HttpAnswer, type SecurityServerLink } from './security-server-link.ts';
import {
  differingField,
  faultInside,
  readEnvelope,
  requestHashIn,
  writeEnvelope,
  type SoapBody,
  type SoapHeader,
  type SoapMessage,
} from './soap-envelope.ts';
import { declaredEncoding, isXmlName, parseStrictXml, type XmlElement } from './strict-xml.ts';

/** A read of a provider's SOAP service. */
export interface SoapCall extends CallFacts {
  serviceVersion?: string;
  body: SoapBody;
}

/** A response that provably belongs to the request. */
export interface SoapAnswer extends HttpAnswer, Provenance {
  /** `fooResponse` of the service `foo`. */
  response: XmlElement;
  attachments: readonly MimePart[];
}

/**
 * The consumer side of the X-Road message protocol 4.0. What `read` throws counts as the call's fault, with its retries. Throws
 * SourceFaultError, or the signal's reason.
 */
export function callSoap<T>(link: SecurityServerLink, call: SoapCall, read: (answer: SoapAnswer) => T): Promise<T> {
  return link.call(call, async (id) => {
    const header = headerOfCall(link, call, id);
    const body = writeEnvelope(header, call.body);
    const answer = await link.exchange({ method: 'POST', path: '/', headers: requestHeaders, body }, id, call.signal);
    return read(ownAnswer(answer, header));
  });
}

/** The version is 1.1, told by the content type; the action is empty, but must be there in quotes. */
const requestHeaders = { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' };

function headerOfCall(link: SecurityServerLink, { providerId, serviceCode, serviceVersion, issue }: SoapCall, id: string): SoapHeader {
  if (!isXmlName(serviceCode)) throw settingsFault(`${JSON.stringify(serviceCode)} cannot name an XML element`);
  const { clientId: client, userId } = link;
  return { client, provider: providerId, serviceCode, serviceVersion, id, userId, issue };
}

function ownAnswer(answer: HttpAnswer, sent: SoapHeader): SoapAnswer {
  const [envelope, ...attachments] = partsOf(answer);
  const message = answer.status === 200 ? readMessage(envelope, answer) : faultOrNothing(envelope, answer);
  if (message && 'fault' in message) throw soapFault(message.fault, answer);
  if (!message) throw wrongStatus(answer);
  const { header, wrapper } = message;
  const differing = differingField(header, sent);
  if (differing !== undefined) throw suspicious(dataFault('Hub.EchoMismatch', `header field ${differing}`, answer));
  if (wrapper.name !== `${sent.serviceCode}Response`) throw dataFault('Hub.WrongWrapper', wrapper.name, answer);
  const refusal = faultInside(wrapper);
  if (refusal) throw serviceFault(refusal, 'PERMANENT', answer);
  return {
    ...answer,
    response: wrapper,
    attachments,
    xroadRequestId: headerOf(answer, 'x-road-request-id'),
    requestHash: requestHashIn(header),
    bodySha256: createHash('sha256').update(answer.body).digest('hex'),
  };
}

/** A Fault comes with 200, sometimes with 500; with any other status nothing but a Fault is believed. */
function faultOrNothing(envelope: MimePart | undefined, answer: FaultyAnswer): SoapMessage | undefined {
  try {
    const message = readMessage(envelope, answer);
    return 'fault' in message ? message : undefined;
  } catch (error) {
    if (error instanceof SourceFaultError) return undefined;
    throw error;
  }
}

function wrongStatus(answer: FaultyAnswer): SourceFaultError {
  return answer.status < 400
    ? dataFault('Hub.UnexpectedStatus', `HTTP ${answer.status} instead of 200`, answer)
    : securityServerFault(answer);
}

/** The envelope is the whole body, or the first part of a multipart/related one. */
function partsOf(answer: FaultyAnswer): MimePart[] {
  const contentType = answer.contentTypes.join(', ');
  const boundary = boundaryOf(contentType);
  if (boundary === null) return [{ contentType, body: answer.body }];
  try {
    return parseMultipart(answer.body, boundary);
  } catch (error) {
    throw dataFault('Hub.InvalidMultipart', wordsOfError(error), answer);
  }
}

function readMessage(envelope: MimePart | undefined, answer: FaultyAnswer): SoapMessage {
  const root = xmlOf(envelope, answer);
  try {
    return readEnvelope(root);
  } catch (error) {
    throw dataFault('Hub.NotSoap', wordsOfError(error), answer);
  }
}

const envelopeTypes: ReadonlySet<string> = new Set(['text/xml', 'application/xop+xml']);

/** Throws SourceFaultError of class DATA if a part is not well-formed XML in the charset that it says. */
function xmlOf(part: MimePart | undefined, answer: FaultyAnswer): XmlElement {
  const media = parseMediaType(part?.contentType ?? '');
  if (!part || !media || !envelopeTypes.has(media.type)) throw dataFault('Hub.WrongContentType', part?.contentType || 'none', answer);
  const charset = media.parameters.get('charset');
  const text = decodeText(part.body, charset, answer);
  const declared = declaredEncoding(text);
  // The Content-Type counts; a declaration that says otherwise means that somebody got it wrong, and letters may be others.
  if (declared !== undefined && declared !== (charset ?? 'utf-8').toLowerCase())
    throw dataFault('Hub.WrongCharset', `${charset} and ${declared}`, answer);
  try {
    return parseStrictXml(text);
  } catch (error) {
    throw dataFault('Hub.InvalidXml', wordsOfError(error), answer);
  }
}

function wordsOfError(error: unknown): string {
  return error instanceof SyntaxError ? error.message : 'it cannot be read';
}
