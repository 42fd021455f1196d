import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { act, elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';
import { amendObjects, approveObjects, everyLine, submissionOf } from './submission.fixture.ts';

const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'];

let hub: TestHub;
let clerk: Client;
let analyst: Client;
let here: Awaited<ReturnType<typeof submissionOf>>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  [clerk, analyst] = await Promise.all([hub.as('PROVIDER', { soate: home }), hub.as('ANALYST')]);
  await approveObjects(hub, [
    { code: 'MS-002', soates: [home], expectedResponses: 4 },
    { code: 'MS-003', soates: [home] },
  ]);
  here = await submissionOf(hub, home, clerk);
});
afterAll(() => hub.stop());

const standing = async () =>
  (await here.read()).parts.map(({ obligations }) =>
    obligations.map(({ object, status, timeliness }) => `${object.code} ${status} ${timeliness}`),
  );
const handIn = (input = {}) => here.act(clerk, 'submitSubmission', { parts: both, ...input });
const accept = () => here.act(analyst, 'acceptSubmission', { parts: both });
/** Changes the first line of a service. */
const restate = async (code: string, value: number) => {
  const { version } = await here.report.read();
  await here.report.save(everyLine(code, value).slice(0, 1), { expectedVersion: version });
};

describe('a supplement (ours): what was accepted, and what is handed in again with other content (R12)', () => {
  it('a nil return of a part in which nothing is empty is refused, and nothing of the other is written', async () => {
    await here.file('first', 'MS-002', 3);
    await here.file('second', 'MS-003', 1);
    await here.act(clerk, 'updateSubmission', { findings: 'Жакшы' });
    expect(await here.refused(clerk, 'submitSubmission', { parts: both, nilReturn: true })).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:nil-return-of-what-is-empty',
      path: ['input', 'nilReturn'],
    });
    await here.report.save([...everyLine('MS-002', 23), ...everyLine('MS-003', 7)]);
    expect((await here.report.read()).lines.nodes.every(({ delivered }) => delivered.provenance?.source !== 'NIL_RETURN')).toBe(true);
    await handIn();
    expect(await standing()).toEqual([
      ['MS-002 PARTIALLY_FILED NOT_YET_DUE', 'MS-003 FILED ON_TIME'],
      ['MS-002 FILED ON_TIME', 'MS-003 FILED ON_TIME'],
    ]);
  });

  it('what is under examination is not written to, which names a field that the input has', async () => {
    expect(await here.refused(clerk, 'updateSubmission', { findings: 'Жаман' })).toMatchObject({ rule: 'R12', path: ['input', 'id'] });
  });

  it('a remark about nothing is refused, with what there is', async () => {
    const paths = [
      ['lines', 'MS-999'],
      ['batches', 'third'],
      ['questions', 'SHOE_SIZE'],
    ];
    const refused = await here.refused(analyst, 'returnSubmission', { parts: both, remarks: paths.map((path) => ({ path, text: 'x' })) });
    expect(refused.violations).toMatchObject([
      { code: 'BAD_USER_INPUT', path: ['input', 'remarks', '0', 'path'], hint: expect.stringContaining('MS-002, MS-003') },
      { code: 'BAD_USER_INPUT', path: ['input', 'remarks', '1', 'path'], hint: expect.stringContaining('first, second') },
      { code: 'BAD_USER_INPUT', path: ['input', 'remarks', '2', 'path'], hint: expect.stringContaining('TIME_SPENT') },
    ]);
  });

  it('handed in again, an object whose content changed is to be accepted anew; an untouched one stays accepted, none gets late', async () => {
    await accept();
    await amendObjects(hub, { add: [{ code: 'MS-005', soates: [home] }] });
    hub.clock.set('2026-10-21T09:00:00+06:00');
    await restate('MS-002', 999);
    await here.file('third', 'MS-002', 1);
    expect((await standing())[1], 'a draft is not in force').toEqual([
      'MS-002 ACCEPTED ON_TIME',
      'MS-003 ACCEPTED ON_TIME',
      'MS-005 DUE OVERDUE',
    ]);
    const after = await handIn({ nilReturn: true });
    expect(
      after.parts.map(({ isNil }) => isNil),
      'something is filed',
    ).toEqual([false, false]);
    expect(await standing()).toEqual([
      ['MS-002 FILED ON_TIME', 'MS-003 ACCEPTED ON_TIME', 'MS-005 FILED LATE'],
      ['MS-002 FILED ON_TIME', 'MS-003 ACCEPTED ON_TIME', 'MS-005 FILED LATE'],
    ]);
  });

  it('returned, what changed is returned; put back to what was accepted, it is accepted', async () => {
    const remarks = [{ path: ['lines', 'MS-002', 'Q1', 'IN_PERSON'], text: '999?' }];
    await here.act(analyst, 'returnSubmission', { parts: ['VOLUME_REPORT'], remarks });
    expect((await standing())[1]).toEqual(['MS-002 RETURNED ON_TIME', 'MS-003 ACCEPTED ON_TIME', 'MS-005 RETURNED LATE']);
    await restate('MS-002', 23);
    await handIn({ parts: ['VOLUME_REPORT'] });
    expect((await standing())[1]).toEqual(['MS-002 ACCEPTED ON_TIME', 'MS-003 ACCEPTED ON_TIME', 'MS-005 FILED LATE']);
  });

  it('once accepted, all of it is; what was accepted before keeps its day', async () => {
    hub.clock.set('2026-10-25T09:00:00+06:00');
    await accept();
    expect(new Set((await standing()).flat().map((each) => each.split(' ')[1]))).toEqual(new Set(['ACCEPTED']));
    const { myObligations } = await clerk.must(
      '{ myObligations(filter: { year: 2026 }, first: 10) { nodes { part acceptedAt object { code } } } }',
    );
    expect(myObligations.nodes.map(({ acceptedAt }: { acceptedAt: string }) => acceptedAt.slice(0, 10))).toEqual([
      '2026-10-25',
      '2026-10-05',
      '2026-10-05',
      '2026-10-05',
      '2026-10-25',
      '2026-10-25',
    ]);
  });

  it('taken off the List, what is handed in stays as it stands, and is not asked for again', async () => {
    await amendObjects(hub, { add: [{ code: 'MS-007', soates: [home] }], remove: ['MS-005'] });
    const { myObligations } = await clerk.must(
      '{ myObligations(filter: { year: 2026, isEnded: true }) { nodes { status timeliness endReason object { code } } } }',
    );
    const taken = { status: 'ACCEPTED', timeliness: 'LATE', endReason: 'REMOVED', object: { code: 'MS-005' } };
    expect(myObligations.nodes).toEqual([taken, taken]);
    expect((await standing())[1]).toEqual(['MS-002 ACCEPTED ON_TIME', 'MS-003 ACCEPTED ON_TIME', 'MS-007 DUE OVERDUE']);
  });

  it('a successor owes what was got back and never accepted; what was once accepted counts where it was filed', async () => {
    await restate('MS-002', 5);
    await handIn({ nilReturn: true });
    await here.act(analyst, 'returnSubmission', { parts: ['VOLUME_REPORT'], remarks: [{ path: ['volumeReport'], text: '5?' }] });
    expect((await standing())[1]).toEqual(expect.arrayContaining(['MS-002 RETURNED ON_TIME', 'MS-007 RETURNED LATE']));
    const heir = await placeOf(hub, elsewhere);
    hub.clock.set('2026-10-26T09:00:00+06:00');
    await here.call.done(
      await hub.as('ADMIN'),
      'recordSuccession',
      { kind: 'MERGE', onDate: '2026-10-26', act: act('9'), predecessorIds: [here.municipalityId], successorIds: [heir.id] },
      '{ succession { id } }',
    );
    const { myObligations } = await (
      await hub.as('PROVIDER', { soate: elsewhere })
    ).must('{ myObligations(filter: { year: 2026 }, first: 10) { nodes { part object { code } } } }');
    expect(myObligations.nodes).toEqual([{ part: 'VOLUME_REPORT', object: { code: 'MS-007' } }]);
  });
});
