import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { amendObjects, approveObjects, type Filer, filersOf, soatesFor } from './submission.fixture.ts';

const parts = ['QUESTIONNAIRES'];

/** Each municipality by how many of three questionnaires it handed in, and whether the unit has accepted them. */
const names = ['accepted', 'short', 'nil', 'handedIn'] as const;
type Name = (typeof names)[number];

let hub: TestHub;
let analyst: Client;
let places: Record<Name, Filer>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  const soates = await soatesFor(hub, names);
  await approveObjects(hub, [
    { code: 'MS-002', soates: Object.values(soates), expectedResponses: 3 },
    { code: 'MS-003', soates: Object.values(soates) },
  ]);
  places = await filersOf(hub, soates);
  for (const name of names) {
    const { clerk, filing } = places[name];
    if (name !== 'nil') {
      await filing.file('a', 'MS-002', name === 'short' ? 2 : 3);
      await filing.file('b', 'MS-003');
      await filing.act(clerk, 'updateSubmission', { findings: 'Кезек узун' });
    }
    await filing.act(clerk, 'submitSubmission', { parts, nilReturn: name === 'nil' });
  }
  for (const name of ['accepted', 'short', 'nil'] as const) await places[name].filing.act(analyst, 'acceptSubmission', { parts });
});
afterAll(() => hub.stop());

/** The state of the questionnaires, and where each object of them stands. */
const standing = async () =>
  Object.fromEntries(
    await Promise.all(
      names.map(async (name) => {
        const [{ state, obligations }] = (await places[name].filing.read()).parts;
        return [name, [state, ...obligations.map(({ object, status }) => `${object.code} ${status}`)].join(', ')] as const;
      }),
    ),
  );
const amend = async (expectedResponses: number) => {
  const soates = names.map((name) => places[name].soate);
  await amendObjects(hub, { remove: ['MS-002'], add: [{ code: 'MS-002', soates, expectedResponses }] });
};

describe('an amendment that asks for more questionnaires on an object (R9, R12)', () => {
  it('opens nothing where it asks for no more than was asked for: what was accepted short is accepted', async () => {
    hub.clock.set('2026-10-06T09:00:00+06:00');
    await amendObjects(hub, { remove: ['MS-003'] });
    expect(await standing()).toEqual({
      accepted: 'ACCEPTED, MS-002 ACCEPTED',
      short: 'ACCEPTED, MS-002 ACCEPTED',
      nil: 'ACCEPTED, MS-002 ACCEPTED',
      handedIn: 'SUBMITTED, MS-002 FILED',
    });
  });

  it('opens what is accepted, which counts until more is accepted; a nil return stands', async () => {
    await amend(5);
    expect(await standing()).toEqual({
      accepted: 'DRAFT, MS-002 ACCEPTED',
      short: 'DRAFT, MS-002 ACCEPTED',
      nil: 'ACCEPTED, MS-002 ACCEPTED',
      handedIn: 'SUBMITTED, MS-002 PARTIALLY_FILED',
    });
    const { clerk, filing } = places.accepted;
    expect((await filing.read()).parts[0].warnings).toContainEqual(expect.objectContaining({ rule: 'ours:expected-responses' }));
    const batches: { id: string; version: number; batchKey: string }[] = (
      await clerk.must(
        '{ responseBatches(year: 2026) { nodes { id version batchKey availableActions { mutation isAllowed refusal { rule message } } } } }',
      )
    ).responseBatches.nodes;
    expect(batches[0]).toMatchObject({
      availableActions: [
        { mutation: 'withdrawResponseBatch', isAllowed: false, refusal: { rule: 'R12', message: 'This batch is accepted.' } },
      ],
    });
    const { id, version: expectedVersion } = batches[0] ?? {};
    const withdrawn = await filing.call.refused(clerk, 'withdrawResponseBatch', { id, expectedVersion, reason: 'эки жолу' });
    expect(withdrawn).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R12', path: ['input', 'id'] });
    hub.clock.set('2026-10-22T09:00:00+06:00');
    await filing.questionnaires.withdraw(await filing.file('twice', 'MS-002'));
    await filing.file('c', 'MS-002', 2);
    const { parts: handedIn } = await filing.act(clerk, 'submitSubmission', { parts });
    expect(handedIn[0].obligations).toMatchObject([{ status: 'FILED', timeliness: 'ON_TIME', responses: 5 }]);
    expect((await filing.act(analyst, 'acceptSubmission', { parts })).parts[0]).toMatchObject({ state: 'ACCEPTED' });
  });

  it('opens what was handed in before it as soon as that is accepted, and once', async () => {
    const { clerk, filing } = places.handedIn;
    await filing.act(analyst, 'acceptSubmission', { parts });
    expect((await standing()).handedIn).toBe('DRAFT, MS-002 ACCEPTED');
    await filing.file('c', 'MS-002');
    await filing.act(clerk, 'submitSubmission', { parts });
    await filing.act(analyst, 'acceptSubmission', { parts });
    expect((await standing()).handedIn, 'four of five, as the unit accepted them').toBe('ACCEPTED, MS-002 ACCEPTED');
  });
});
