import { describe, expect, test } from 'vitest';
import { soapFault } from '../../integrations/tunduk/fault.ts';
import { differingField, faultInside, readEnvelope, requestHashIn, type SoapMessage } from '../../integrations/tunduk/soap-envelope.ts';
import { parseStrictXml } from '../../integrations/tunduk/strict-xml.ts';

/**
 * Messages in the forms that X-Road's own documents show (PR-MESS Annexes D and E, PR-META Annex C): their prefixes, indentation,
 * order of header fields, unqualified children, broken lines.
 */
const identifiers = (prefix: string, of: Readonly<Record<string, string>>) =>
  Object.entries(of)
    .map(([name, value]) => `\n            <${prefix}:${name}>${value}</${prefix}:${name}>`)
    .join('');

const clientParts = { xRoadInstance: 'KG-TEST', memberClass: 'GOV', memberCode: 'CONSUMER', subsystemCode: 'READER' };
const providerParts = { xRoadInstance: 'KG-TEST', memberClass: 'GOV', memberCode: 'PRODUCER', subsystemCode: 'COUNTS' };
const sent = {
  client: Object.values(clientParts),
  provider: Object.values(providerParts),
  serviceCode: 'exampleService',
  serviceVersion: 'v1',
  id: '0b6ed4c6-7a0c-4c52-8f10-7b9f8f2f7d11',
  userId: 'KG-SYSTEM-hub',
  issue: '12345',
};

const response = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope
        xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"
        xmlns:ns1="http://producer.x-road.eu"
        xmlns:id="http://x-road.eu/xsd/identifiers"
        xmlns:xrd="http://x-road.eu/xsd/xroad.xsd">
    <SOAP-ENV:Header>
        <xrd:client id:objectType="SUBSYSTEM">${identifiers('id', clientParts)}
        </xrd:client>
        <xrd:service id:objectType="SERVICE">${identifiers('id', { ...providerParts, serviceCode: 'exampleService', serviceVersion: 'v1' })}
        </xrd:service>
        <xrd:id>${sent.id}</xrd:id>
        <xrd:userId>KG-SYSTEM-hub</xrd:userId>
        <xrd:issue>12345</xrd:issue>
        <xrd:protocolVersion>4.0</xrd:protocolVersion>
        <xrd:requestHash
                algorithmId="http://www.w3.org/2001/04/xmlenc#sha512">
            ${'A'.repeat(44)}
            ${'B'.repeat(42)}==
        </xrd:requestHash>
    </SOAP-ENV:Header>
    <SOAP-ENV:Body>
        ${body}
    </SOAP-ENV:Body>
</SOAP-ENV:Envelope>
`;

/** A metadata answer: other prefixes, the header's fields in reverse order, no user. */
const metadataResponse = `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
                  xmlns:iden="http://x-road.eu/xsd/identifiers"
                  xmlns:xro="http://x-road.eu/xsd/xroad.xsd">
    <soapenv:Header>
        <xro:protocolVersion>4.0</xro:protocolVersion>
        <xro:issue>123</xro:issue>
        <xro:id>123</xro:id>
        <xro:requestHash algorithmId="http://www.w3.org/2001/04/xmlenc#sha512">
            ${'C'.repeat(86)}==
        </xro:requestHash>
        <xro:service iden:objectType="SERVICE">${identifiers('iden', { ...providerParts, serviceCode: 'getWsdl' })}
        </xro:service>
        <xro:client iden:objectType="MEMBER">${identifiers('iden', { xRoadInstance: 'KG-TEST', memberClass: 'COM', memberCode: '111' })}
        </xro:client>
    </soapenv:Header>
    <soapenv:Body>
        <xro:getWsdlResponse>
            <xro:serviceCode>exampleService</xro:serviceCode>
        </xro:getWsdlResponse>
    </soapenv:Body>
</soapenv:Envelope>`;

const technicalFault = `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
    <SOAP-ENV:Body>
        <SOAP-ENV:Fault>
            <faultcode>Server.ClientProxy.ServiceFailed.MissingBody</faultcode>
            <faultstring>Malformed SOAP message: body missing</faultstring>
            <faultactor></faultactor>
            <detail>
                <faultDetail xmlns="">2d0d8a52-77a8-4a8e-9d4f-5f2a0b8e6c01</faultDetail>
            </detail>
        </SOAP-ENV:Fault>
    </SOAP-ENV:Body>
</SOAP-ENV:Envelope>`;

function messageOf(xml: string): Extract<SoapMessage, { wrapper: unknown }> {
  const message = readEnvelope(parseStrictXml(xml));
  if ('fault' in message) throw new Error('a Fault');
  return message;
}

describe('a response as PR-MESS shows it', () => {
  test('is the answer to its request, and its hash is read over its line breaks', () => {
    const { header, wrapper } = messageOf(
      response('<ns1:exampleServiceResponse><exampleOutput>bar</exampleOutput></ns1:exampleServiceResponse>'),
    );
    expect(differingField(header, sent)).toBeUndefined();
    expect(requestHashIn(header)).toBe(`${'A'.repeat(44)}${'B'.repeat(42)}==`);
    expect([wrapper.namespace, wrapper.name, wrapper.children[0]?.text]).toEqual([
      'http://producer.x-road.eu',
      'exampleServiceResponse',
      'bar',
    ]);
    expect(faultInside(wrapper)).toBeUndefined();
  });

  test.each([
    ['client', { client: ['KG-TEST', 'GOV', 'CONSUMER'] }],
    ['client', { client: ['KG-TEST', 'GOV', 'CONSUMER', 'reader'] }],
    ['service', { provider: ['KG-TEST', 'GOV', 'PRODUCER', 'OTHER'] }],
    ['service', { serviceCode: 'other' }],
    ['service', { serviceVersion: undefined }],
    ['id', { id: 'other' }],
    ['userId', { userId: undefined }],
    ['userId', { userId: 'KG-SYSTEM-other' }],
    ['issue', { issue: '12346' }],
  ])('is not the answer to a request that differs in %s: %o', (field, difference) => {
    const { header } = messageOf(response('<ns1:exampleServiceResponse/>'));
    expect(differingField(header, { ...sent, ...difference })).toBe(field);
  });

  test('may say in itself that it failed', () => {
    const body =
      '<ns1:exampleServiceResponse><exampleOutput /><fault><faultCode>test_failed</faultCode><faultString>Could not read test parameters</faultString></fault></ns1:exampleServiceResponse >';
    expect(faultInside(messageOf(response(body)).wrapper)).toEqual({ code: 'test_failed', message: 'Could not read test parameters' });
  });
});

test('a technical fault as PR-MESS shows it is of the own security server, with the id to quote', () => {
  const message = readEnvelope(parseStrictXml(technicalFault));
  if (!('fault' in message)) throw new Error('no Fault');
  const { fault } = soapFault(message.fault, { status: 200, xroadId: 'x', contentTypes: ['text/xml'], body: Buffer.alloc(0) });
  expect(fault).toMatchObject({
    origin: 'OWN_SECURITY_SERVER',
    class: 'DATA',
    code: 'Server.ClientProxy.ServiceFailed.MissingBody',
    detail: '2d0d8a52-77a8-4a8e-9d4f-5f2a0b8e6c01',
    reported: 'Malformed SOAP message: body missing',
  });
});

test('a metadata answer as PR-META shows it, fields in another order, is the answer to its request', () => {
  const { header, wrapper } = messageOf(metadataResponse);
  const asked = { client: ['KG-TEST', 'COM', '111'], provider: sent.provider, serviceCode: 'getWsdl', id: '123', issue: '123' };
  expect(differingField(header, asked)).toBeUndefined();
  expect(wrapper.name).toBe('getWsdlResponse');
});
