import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PullingHub, type Quarantined, saveSource, sourceInput, startPullingHub, stated } from './ingestion.fixture.ts';

let at: PullingHub;
beforeEach(async () => {
  at = await startPullingHub();
});
afterEach(() => at.stop());

const accept = `mutation ($input: AcceptQuarantinedRecordInput!) { acceptQuarantinedRecord(input: $input) { record { state reason decidedBy { role } history { action toState reason } } } }`;
const reject = `mutation ($input: RejectQuarantinedRecordInput!) { rejectQuarantinedRecord(input: $input) { record { state reason } } }`;
const decision = ({ id, version }: Quarantined, reason = 'asked the municipality') => ({
  input: { id, expectedVersion: version, reason, idempotencyKey: at.hub.key() },
});

describe('what waits for a person', () => {
  it('a jump: the old figure stands until it is accepted, then the new one does', async () => {
    at.securityServer.setVolumes([stated(at.soates[0])]);
    await at.pull();
    at.securityServer.setVolumes([stated(at.soates[0], { delivered: 2140, revision: 2 })]);

    expect(await at.pull('CHANGES')).toMatchObject({ state: 'COMMITTED', stored: 0, quarantined: 1 });
    expect(await at.current()).toEqual({ '2026-01-01 IN_PERSON': 100 });
    const [waiting] = await at.waiting();
    expect(waiting).toMatchObject({
      violation: { rule: 'ours:no-jump-unseen' },
      raw: { soate: at.soates[0], serviceCode: 'MS-002', delivered: 2140, revision: 2 },
    });
    expect(await at.pull(), 'it waits once, and its key is not taken for absent').toMatchObject({
      unchanged: 1,
      quarantined: 0,
      withdrawn: 0,
    });

    const { acceptQuarantinedRecord } = await at.analyst.must(accept, decision(waiting as Quarantined));
    expect(acceptQuarantinedRecord.record).toEqual({
      state: 'ACCEPTED',
      reason: 'asked the municipality',
      decidedBy: { role: 'ANALYST' },
      history: [{ action: 'acceptQuarantinedRecord', toState: 'ACCEPTED', reason: 'asked the municipality' }],
    });
    expect(await at.current()).toEqual({ '2026-01-01 IN_PERSON': 2140 });
    expect(await at.waiting()).toEqual([]);
    expect(await at.pull(), 'and the source saying so again changes nothing').toMatchObject({ stored: 0, unchanged: 1, quarantined: 0 });
  });

  it('a jump between months is seen also within one pull', async () => {
    at.securityServer.setVolumes([stated(at.soates[0], { periodFrom: '2025-12-01' }), stated(at.soates[0], { delivered: 0 })]);
    expect(await at.pull()).toMatchObject({ stored: 1, quarantined: 1 });
    expect(await at.current()).toEqual({ '2025-12-01 IN_PERSON': 100 });
  });

  it('what is rejected stays out, and the source may state it again in a new revision', async () => {
    at.securityServer.setVolumes([stated(at.soates[0])]);
    await at.pull();
    at.securityServer.setVolumes([stated(at.soates[0], { delivered: 2140, revision: 2 })]);
    await at.pull('CHANGES');
    const [waiting] = await at.waiting();
    expect((await at.analyst.must(reject, decision(waiting as Quarantined))).rejectQuarantinedRecord.record).toEqual({
      state: 'REJECTED',
      reason: 'asked the municipality',
    });
    expect(await at.pull()).toMatchObject({ unchanged: 1, quarantined: 0 });
    expect(await at.current()).toEqual({ '2026-01-01 IN_PERSON': 100 });
    const [again] = await at.analyst.refused(accept, { input: { ...decision(waiting as Quarantined).input, expectedVersion: 2 } });
    expect(again?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:decided-once' });

    at.securityServer.setVolumes([stated(at.soates[0], { delivered: 214, revision: 3 })]);
    await at.pull('CHANGES');
    expect(await at.current()).toEqual({ '2026-01-01 IN_PERSON': 214 });
  });

  it('a revision that contradicts itself: the first value stands until a person decides', async () => {
    at.securityServer.setVolumes([stated(at.soates[0])]);
    await at.pull();
    at.securityServer.setVolumes([stated(at.soates[0], { delivered: 101 })]);
    expect(await at.pull()).toMatchObject({ stored: 0, quarantined: 1 });
    expect(await at.current()).toEqual({ '2026-01-01 IN_PERSON': 100 });
    const [waiting] = await at.waiting();
    expect(waiting?.violation.rule).toBe('ours:one-value-per-revision');
    await at.analyst.must(accept, decision(waiting as Quarantined));
    expect(await at.current()).toEqual({ '2026-01-01 IN_PERSON': 101 });
  });

  it('codes that the hub does not know wait, and the rest of the page is stored', async () => {
    at.securityServer.setVolumes([stated('41799999999999'), stated(at.soates[0], { serviceCode: 'NO-SUCH' }), stated(at.soates[0])]);
    expect(await at.pull()).toMatchObject({ state: 'COMMITTED', stored: 1, quarantined: 2 });
    const waiting = await at.waiting();
    expect(waiting.map(({ violation }) => violation.rule).toSorted()).toEqual(['ours:known-municipality', 'ours:known-service']);
    for (const record of waiting) {
      const [error] = await at.analyst.refused(accept, decision(record));
      expect(error?.extensions, 'nobody can accept what has no place').toMatchObject({
        code: 'RULE_VIOLATED',
        rule: record.violation.rule,
      });
    }
    expect(await at.pull(), 'they wait once').toMatchObject({ unchanged: 3, quarantined: 0 });
  });

  it('a municipality is known by its code in the month of the count, not by what the code means today', async () => {
    const { municipality } = await at.hub.anonymous.must(`query ($soate: String!) { municipality(soate: $soate) { id } }`, {
      soate: at.soates[0],
    });
    const { municipality: successor } = await at.hub.anonymous.must(`query ($soate: String!) { municipality(soate: $soate) { id } }`, {
      soate: at.soates[1],
    });
    const act = { kind: 'LAW', number: '1', adoptedOn: '2025-12-01', title: { ky: 'мыйзам' } };
    await at.admin.must(`mutation ($input: RecordSuccessionInput!) { recordSuccession(input: $input) { succession { id } } }`, {
      input: {
        kind: 'MERGE',
        onDate: '2026-01-01',
        act,
        predecessorIds: [municipality.id],
        successorIds: [successor.id],
        idempotencyKey: at.hub.key(),
      },
    });
    at.securityServer.setVolumes([stated(at.soates[0], { periodFrom: '2025-12-01' }), stated(at.soates[0])]);
    expect(await at.pull()).toMatchObject({ stored: 1, quarantined: 1 });
    expect(await at.current()).toEqual({ '2025-12-01 IN_PERSON': 100 });
    expect(await at.waiting()).toMatchObject([{ violation: { rule: 'ours:known-municipality' }, raw: { periodFrom: '2026-01-01' } }]);
  });

  it('a municipality that the source does not speak for waits, until the source does', async () => {
    const { municipality } = await at.hub.anonymous.must(`query ($soate: String!) { municipality(soate: $soate) { id } }`, {
      soate: at.soates[0],
    });
    const save = (municipalityIds: string[], expectedVersion: number) =>
      at.admin.must(saveSource, { input: { ...sourceInput, municipalityIds, expectedVersion, idempotencyKey: at.hub.key() } });
    await save([municipality.id], 1);
    at.securityServer.setVolumes([stated(at.soates[0]), stated(at.soates[1])]);
    expect(await at.pull()).toMatchObject({ stored: 1, quarantined: 1 });
    const [waiting] = await at.waiting();
    expect(waiting).toMatchObject({ violation: { rule: 'ours:municipality-of-source' }, raw: { soate: at.soates[1] } });

    await save([], 1);
    await at.analyst.must(accept, decision(waiting as Quarantined));
    expect((await at.observations({ statuses: ['CURRENT'] })).map(({ municipality: { soate } }) => soate).toSorted()).toEqual(
      [...at.soates].toSorted(),
    );
  });

  it('is decided by ANALYST alone', async () => {
    at.securityServer.setVolumes([stated('41799999999999')]);
    await at.pull();
    const [waiting] = await at.waiting();
    const [error] = await at.admin.refused(reject, decision(waiting as Quarantined));
    expect(error?.extensions.code).toBe('FORBIDDEN');
    const [blank] = await at.analyst.refused(reject, decision(waiting as Quarantined, '  '));
    expect(blank?.extensions, 'with a reason').toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'reason'] });
  });
});
