import type { PullRequest, VolumePage } from '../../src/modules/ingestion/connector.ts';
import type { SoapAnswer } from '../tunduk/soap-call.ts';
import type { XmlElement } from '../tunduk/strict-xml.ts';
import { volumePageOf } from '../tunduk/volume-page.ts';

/** Target namespace of service-volumes.xsd. */
export const volumesNamespace = 'urn:kg:municipal-services:volumes:v1';

type Kind = 'STRING' | 'DAY' | 'INSTANT' | 'INTEGER' | 'BOOLEAN' | 'ENUMERATION';

const fieldsOfPage: Readonly<Record<string, Kind>> = {
  snapshotId: 'STRING',
  asOf: 'INSTANT',
  complete: 'BOOLEAN',
  totalItems: 'INTEGER',
  nextCursor: 'STRING',
  watermark: 'STRING',
};
const fieldsOfItem: Readonly<Record<string, Kind>> = {
  soate: 'ENUMERATION',
  serviceCode: 'STRING',
  periodFrom: 'DAY',
  periodTo: 'DAY',
  channel: 'ENUMERATION',
  delivered: 'INTEGER',
  status: 'ENUMERATION',
  revision: 'INTEGER',
  recordedAt: 'INSTANT',
  correctionReason: 'STRING',
};

/** The page of an answer: `getServiceVolumesResponse` of service-volumes.xsd. Throws SourceFaultError of class DATA. */
export function readVolumePage(answer: SoapAnswer, request: PullRequest): VolumePage {
  const isItem = ({ namespace, name }: XmlElement) => namespace === volumesNamespace && name === 'item';
  const { response } = answer;
  const fields = { ...response, children: response.children.filter((child) => !isItem(child)) };
  const items = response.children.filter(isItem).map((item) => recordOf(item, fieldsOfItem));
  return volumePageOf({ ...recordOf(fields, fieldsOfPage), items, ...wrongNamespace(response) }, answer, request);
}

/** The wrapper's namespace is that of the schema, like everything in it. */
function wrongNamespace({ namespace }: XmlElement): Record<string, string> {
  return namespace === volumesNamespace ? {} : { namespace };
}

/**
 * An element's children by name. What the schema does not know, says twice or does not let stand there is given such a name or value
 * that the page's own schema refuses it. The order of the children is not looked at: no value depends on it.
 */
function recordOf({ children, text }: XmlElement, kinds: Readonly<Record<string, Kind>>): Record<string, unknown> {
  const record = new Map<string, unknown>(collapse(text) === '' ? [] : [['#text', text]]);
  for (const child of children) {
    const kind = child.namespace === volumesNamespace && Object.hasOwn(kinds, child.name) ? kinds[child.name] : undefined;
    const key = kind === undefined ? `{${child.namespace}}${child.name}` : child.name;
    record.set(key, record.has(key) || kind === undefined || child.children.length > 0 ? [] : valueOf(child.text, kind));
  }
  return Object.fromEntries(record);
}

/** What XML counts as white space; a no-break space is none. */
function collapse(text: string): string {
  return text.replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
}

const booleans = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** A value of XML Schema as JSON has it; a text that is none stays a text, which is then refused where another type stands. */
function valueOf(text: string, kind: Kind): unknown {
  if (kind === 'STRING' || kind === 'ENUMERATION') return text;
  const collapsed = collapse(text);
  if (kind === 'INTEGER') return /^(?:0|[1-9]\d{0,14})$/.test(collapsed) ? Number(collapsed) : collapsed;
  if (kind === 'BOOLEAN') return booleans.get(collapsed) ?? collapsed;
  // An xs:date may have a zone. That of the calendar changes nothing; any other one would move the day.
  return kind === 'DAY' ? collapsed.replace(/^(\d{4}-\d{2}-\d{2})\+06:00$/, '$1') : collapsed;
}
