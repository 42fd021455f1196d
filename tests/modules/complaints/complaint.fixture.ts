import type { Client, TestHub } from '../../support/hub.ts';
import { commands, placeOf, serviceOf } from '../service-registry/registry.fixture.ts';

export interface Complaint {
  id: string;
  version: number;
  [key: string]: unknown;
}

export interface ComplaintRecord {
  quarter: string;
  isOver: boolean;
  unexamined: number;
  municipality: { soate: string };
  received: {
    state: string;
    value: number | null;
    provenance: { source: string; recordedAt: string; recordedBy: { role: string } } | null;
  };
  justified: ComplaintRecord['received'];
  history: { action: string; fromState: string | null; toState: string; reason: string | null }[];
}

const figure = '{ state value provenance { source recordedAt recordedBy { role } } }';
export const recordFields = `quarter isOver unexamined municipality { soate } received ${figure} justified ${figure} history { action fromState toState reason }`;
export const complaintFields =
  'id version municipality { soate } service { code } receivedOn channel state finding findingReason text remedy registeredAt examinedAt';

/** The acts on complaints of a municipality by its staff. */
export async function complaintsOf(hub: TestHub, clerk: Client, soate: string) {
  const { id: municipalityId } = await placeOf(hub, soate);
  const { id: serviceId } = await serviceOf(hub, 'MS-002');
  const call = commands(hub);
  return {
    municipalityId,
    serviceId,
    call,
    register(receivedOn: string, change: Record<string, unknown> = {}): Promise<Complaint> {
      return call.done(
        clerk,
        'registerComplaint',
        { municipalityId, serviceId, receivedOn, ...change },
        `{ complaint { ${complaintFields} } }`,
      );
    },
    examine({ id, version }: Complaint, finding: string, change: Record<string, unknown> = {}): Promise<Complaint> {
      const input = {
        id,
        expectedVersion: version,
        finding,
        reason: 'текшерилди',
        remedy: finding === 'JUSTIFIED' ? 'оңдолду' : null,
        ...change,
      };
      return call.done(clerk, 'examineComplaint', input, `{ complaint { ${complaintFields} } }`);
    },
    confirm(year: number, quarter: string): Promise<ComplaintRecord> {
      return call.done(clerk, 'confirmNoComplaints', { municipalityId, year, quarter }, `{ complaintRecord { ${recordFields} } }`);
    },
    async records(year: number, as = clerk): Promise<ComplaintRecord[]> {
      const document = `query($year: Int!, $of: ID) { complaintRecords(year: $year, municipalityId: $of) { nodes { ${recordFields} } } }`;
      return (await as.must(document, { year, of: municipalityId })).complaintRecords.nodes;
    },
  };
}
