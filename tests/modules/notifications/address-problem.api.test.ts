import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { newId } from '../../../src/kit/entity.ts';
import { notify } from '../../../src/kit/notice.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { listNotified } from '../../../src/modules/monitoring-cycle/monitoring-list.notices.ts';
import { samplePayloads } from '../../mail/sample-payloads.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';

const soate = '41708213826000';
const problems = `{ addressProblems { totalCount nodes { recipient isOfficial answer municipality { soate } notice { state } problem { rule message hint } } } }`;

let hub: TestHub;
let admin: Client;
let municipalityId: string;
let unitId: string;
const gone = new Set<string>();
beforeAll(async () => {
  hub = await startHub({ mail: { behave: (recipient) => (gone.has(recipient) ? 'reject' : 'accept') } });
  admin = await hub.as('ADMIN');
  const { municipality } = await admin.must(`{ municipality(soate: "${soate}") { id version unit { parent { id } } } }`);
  municipalityId = municipality.id;
  unitId = municipality.unit.parent.id;
  await admin.must('mutation ($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) { municipality { id } } }', {
    input: { id: municipalityId, expectedVersion: municipality.version, officialEmail: 'office@aiyl.example', idempotencyKey: hub.key() },
  });
});
afterAll(() => hub.stop());

/** A mail to an address of the municipality, tried to its end. */
async function mailTo(email: string, to: { municipalityId: string | null } = { municipalityId }): Promise<void> {
  await inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'test'), (ctx) =>
    notify(ctx, listNotified, {
      subjectId: newId(),
      to: [{ recipient: { email, name: null, language: null, ...to }, payload: { ...samplePayloads['list-notified'], link: '/' } }],
    }),
  );
  await hub.runJobs();
}

async function verify(email: string): Promise<void> {
  const [mail] = hub.mails.messagesTo(email);
  const token = /confirm#([\w-]+)/.exec(mail?.parsed.text ?? '')?.[1];
  await hub.anonymous.must('mutation ($input: ConfirmContactInput!) { confirmContact(input: $input) { isConfirmed } }', {
    input: { token, idempotencyKey: hub.key() },
  });
}

describe('an address that refuses mail', () => {
  it('is shown to staff with what to do, official or a contact’s; a contact is BOUNCING', async () => {
    const contact = { name: 'Айжан', email: 'aijan@aiyl.example' };
    await admin.must('mutation ($input: AddContactInput!) { addContact(input: $input) { municipality { id } } }', {
      input: { municipalityId, contact, idempotencyKey: hub.key() },
    });
    await hub.runJobs();
    await verify('aijan@aiyl.example');
    gone.add('aijan@aiyl.example').add('office@aiyl.example');
    await mailTo('aijan@aiyl.example');
    await mailTo('office@aiyl.example');
    const analyst = await hub.as('ANALYST');
    const { addressProblems } = await analyst.must(problems);
    expect(
      addressProblems.nodes.map(({ recipient, isOfficial, problem, answer }: Record<string, never>) => [
        recipient,
        isOfficial,
        problem,
        answer,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [
          'office@aiyl.example',
          true,
          expect.objectContaining({ rule: 'R9', hint: expect.stringContaining('updateMunicipality') }),
          expect.stringContaining('550'),
        ],
        [
          'aijan@aiyl.example',
          false,
          expect.objectContaining({ hint: expect.stringContaining('updateContact') }),
          expect.stringContaining('550'),
        ],
      ]),
    );
    const { municipality } = await admin.must(`{ municipality(soate: "${soate}") { contacts { state lastBounce } } }`);
    expect(municipality.contacts).toEqual([{ state: 'BOUNCING', lastBounce: expect.stringContaining('550') }]);
  });

  it('is told at its second refusal to the verified contacts of the district and region, once', async () => {
    const add =
      'mutation ($input: AddUnitContactInput!) { addUnitContact(input: $input) { administrativeUnit { contacts { name state } } } }';
    const contact = { name: 'Бакыт', email: 'raion@kg.example', language: 'RU' };
    const added = await admin.must(add, { input: { unitId, contact, idempotencyKey: hub.key() } });
    expect(added.addUnitContact.administrativeUnit.contacts).toEqual([{ name: 'Бакыт', state: 'UNVERIFIED' }]);
    await hub.runJobs();
    await verify('raion@kg.example');
    hub.mails.clear();
    await mailTo('office@aiyl.example');
    await mailTo('office@aiyl.example');
    await hub.runJobs();
    const told = hub.mails.messagesTo('raion@kg.example');
    expect(told).toHaveLength(1);
    expect(told[0]?.parsed.subject).toMatch(/^Письма не доходят: /);
    expect(told[0]?.parsed.text).toContain('office@aiyl.example');
    const { administrativeUnit } = await hub.anonymous.must(`{ administrativeUnit(id: "${unitId}") { contacts { email } } }`);
    expect(administrativeUnit.contacts).toBeNull();
  });

  it('is told to the responsible unit where the region has no contact', async () => {
    const { administrativeUnit } = await admin.must(`{ administrativeUnit(id: "${unitId}") { contacts { id } } }`);
    await admin.must(
      'mutation ($input: RemoveUnitContactInput!) { removeUnitContact(input: $input) { administrativeUnit { contacts { id } } } }',
      {
        input: { contactId: administrativeUnit.contacts[0].id, idempotencyKey: hub.key() },
      },
    );
    hub.mails.clear();
    await mailTo('aijan@aiyl.example');
    await hub.runJobs();
    expect(hub.mails.messages.map(({ to }) => to[0])).toEqual(['local-analyst@hub.example']);
  });

  it('that takes mail again is a problem no more, and its contact is told again', async () => {
    gone.clear();
    await mailTo('aijan@aiyl.example');
    hub.clock.set('2026-03-02T09:10:00+06:00');
    await mailTo('aijan@aiyl.example');
    const { addressProblems } = await admin.must(problems);
    expect(addressProblems.nodes.map(({ recipient }: { recipient: string }) => recipient)).toEqual(['office@aiyl.example']);
    const { municipality } = await admin.must(`{ municipality(soate: "${soate}") { contacts { state lastBounce } } }`);
    expect(municipality.contacts).toEqual([{ state: 'VERIFIED', lastBounce: null }]);
  });
});
