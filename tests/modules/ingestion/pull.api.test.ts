import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { behaviours } from '../../support/security-server.ts';
import { type PullingHub, saveSource, sourceInput, startPull, startPullingHub, stated } from './ingestion.fixture.ts';

let at: PullingHub;
beforeEach(async () => {
  at = await startPullingHub({ largestPage: 2 });
});
afterEach(() => at.stop());

const threeMonths = (soate: string) =>
  ['2025-11-01', '2025-12-01', '2026-01-01'].map((periodFrom, i) => stated(soate, { periodFrom, delivered: 100 + i }));

describe('a pull over the data exchange', () => {
  it('stores the counts of the last three closed months, page by page, each with where it came from', async () => {
    at.securityServer.setVolumes([...threeMonths(at.soates[0]), stated(at.soates[1], { delivered: 0, channel: 'ELECTRONIC' })]);

    const run = await at.pull('FULL');

    expect(run).toMatchObject({
      mode: 'FULL',
      periodFrom: '2025-11-01',
      state: 'COMMITTED',
      stored: 4,
      fetched: 4,
      unchanged: 0,
      quarantined: 0,
      fault: null,
    });
    const observations = await at.observations();
    expect(observations).toHaveLength(4);
    const january = observations.find(({ periodFrom, channel }) => periodFrom === '2026-01-01' && channel === 'IN_PERSON');
    expect(january).toMatchObject({
      status: 'CURRENT',
      revision: 1,
      isFinal: true,
      source: { code: 'sanarip-aimak' },
      run: { id: run.id },
      municipality: { soate: at.soates[0] },
      service: { code: 'MS-002' },
      delivered: {
        state: 'VALUE',
        value: 102,
        provenance: { source: 'CONNECTOR', recordedAt: '2026-02-04T12:20:00.000Z', reference: january?.xroadId },
      },
    });
    const zero = observations.find(({ channel }) => channel === 'ELECTRONIC');
    expect(zero?.delivered, 'a stated 0 is a value').toMatchObject({ state: 'VALUE', value: 0 });

    const sent = at.securityServer.requests.filter(({ url }) => url.includes('/v1/volumes'));
    expect(sent).toHaveLength(2);
    const ids = sent.map(({ headers }) => headers['x-road-id']);
    expect(new Set(observations.map(({ xroadId }) => xroadId)), 'the ids that were really sent').toEqual(new Set(ids));
    expect(sent.map(({ headers }) => headers['x-road-issue'])).toEqual([run.id, run.id]);
    for (const { bodySha256, requestHash } of observations) {
      expect(bodySha256).toMatch(/^[0-9a-f]{64}$/);
      expect(requestHash).toMatch(/=$/);
    }
  });

  it('is seen by the municipality it is about, and by no other', async () => {
    at.securityServer.setVolumes([stated(at.soates[0])]);
    await at.pull();
    const count = async (soate: string) => {
      const provider = await at.hub.as('PROVIDER', { soate });
      return provider.must(
        `query ($soate: String!) { volumeObservations { totalCount } municipality(soate: $soate) { observations { totalCount } } }`,
        { soate: at.soates[0] },
      );
    };
    expect(await count(at.soates[0])).toEqual({ volumeObservations: { totalCount: 1 }, municipality: { observations: { totalCount: 1 } } });
    expect(await count(at.soates[1])).toEqual({ volumeObservations: { totalCount: 0 }, municipality: { observations: null } });
  });

  it('takes up a correction, keeps what stood before, and asks only for what changed', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    await at.pull();
    at.securityServer.setVolumes([
      ...threeMonths(at.soates[0]).slice(0, 2),
      stated(at.soates[0], { delivered: 140, revision: 2, correctionReason: 'late paper register' }),
    ]);

    const run = await at.pull('CHANGES');

    expect(run).toMatchObject({ mode: 'CHANGES', state: 'COMMITTED', stored: 1, fetched: 1 });
    expect(await at.current()).toEqual({ '2025-11-01 IN_PERSON': 100, '2025-12-01 IN_PERSON': 101, '2026-01-01 IN_PERSON': 140 });
    const january = await at.observations({ periodFrom: '2026-01-01' });
    expect(january.map(({ revision, status, delivered }) => [revision, status, delivered.value]).toSorted()).toEqual([
      [1, 'SUPERSEDED', 102],
      [2, 'CURRENT', 140],
    ]);
    expect(january.find(({ revision }) => revision === 2)?.correctionReason).toBe('late paper register');
  });

  it('changes nothing when the same comes again', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    await at.pull();
    const before = await at.observations();
    expect(await at.pull()).toMatchObject({ state: 'COMMITTED', stored: 0, unchanged: 3, withdrawn: 0 });
    expect(await at.observations()).toEqual(before);
  });

  it('takes what is withdrawn out of what stands and deletes nothing', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    await at.pull();
    at.securityServer.setVolumes([
      ...threeMonths(at.soates[0]).slice(0, 2),
      stated(at.soates[0], { delivered: 0, revision: 2, status: 'WITHDRAWN' }),
    ]);
    await at.pull('CHANGES');

    expect(Object.keys(await at.current())).toEqual(['2025-12-01 IN_PERSON', '2025-11-01 IN_PERSON']);
    const january = await at.observations({ periodFrom: '2026-01-01' });
    expect(january.map(({ revision, status, delivered }) => [revision, status, delivered.state, delivered.value]).toSorted()).toEqual([
      [1, 'SUPERSEDED', 'VALUE', 102],
      [2, 'WITHDRAWN', 'MISSING', null],
    ]);
  });

  it('withdraws what a complete snapshot of closed months no longer has, and lets it stand again when it is back', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    await at.pull();
    at.securityServer.setVolumes(threeMonths(at.soates[0]).slice(1));
    expect(await at.pull()).toMatchObject({ unchanged: 2, withdrawn: 1 });
    expect(Object.keys(await at.current())).toEqual(['2026-01-01 IN_PERSON', '2025-12-01 IN_PERSON']);
    expect(await at.observations({ statuses: ['WITHDRAWN'] })).toMatchObject([
      { periodFrom: '2025-11-01', delivered: { state: 'VALUE', value: 100 } },
    ]);

    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    expect(await at.pull()).toMatchObject({ stored: 1, unchanged: 2, withdrawn: 0 });
    expect(await at.current()).toMatchObject({ '2025-11-01 IN_PERSON': 100 });
  });

  it('changes nothing for what an incomplete snapshot does not have', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    await at.pull();
    at.securityServer.setVolumes(threeMonths(at.soates[0]).slice(1));
    at.securityServer.behave(behaviours.edited((page) => page.replace('"complete":true', '"complete":false')));
    expect(await at.pull()).toMatchObject({ state: 'COMMITTED', unchanged: 2, withdrawn: 0 });
    expect(await at.current()).toHaveProperty('2025-11-01 IN_PERSON', 100);
  });

  it('leaves other months alone when one is pulled again', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    await at.pull();
    at.securityServer.setVolumes([]);
    expect(await at.pull('FULL', { periodFrom: '2025-12-01', periodTo: '2026-01-01' })).toMatchObject({ withdrawn: 1 });
    expect(await at.current()).toEqual({ '2026-01-01 IN_PERSON': 102, '2025-11-01 IN_PERSON': 100 });
  });

  it('begins again once when the snapshot is gone, and says so', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    let pages = 0;
    at.securityServer.behave(({ answer, send }) => {
      pages += 1;
      if (pages === 1) at.securityServer.expireSnapshots();
      send(answer);
    });
    expect(await at.pull()).toMatchObject({
      state: 'COMMITTED',
      stored: 3,
      fetched: 3,
      fault: { code: 'Hub.SnapshotExpired', isRetried: true },
    });
  });

  it('fails when the snapshot is gone a second time', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    at.securityServer.behave(({ answer, send }) => {
      at.securityServer.expireSnapshots();
      send(answer);
    });
    expect(await at.pull()).toMatchObject({ state: 'FAILED', stored: 0, fault: { code: 'Hub.SnapshotExpired' } });
    expect(await at.observations()).toEqual([]);
  });

  it('reads the last three closed months in full when the source no longer knows the watermark', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    await at.pull();
    at.securityServer.forgetChanges();
    at.securityServer.setVolumes([...threeMonths(at.soates[0]), stated(at.soates[1])]);
    expect(await at.pull('CHANGES')).toMatchObject({
      mode: 'FULL',
      periodFrom: '2025-11-01',
      state: 'COMMITTED',
      stored: 1,
      unchanged: 3,
      fault: { code: 'Hub.WatermarkTooOld', isRetried: true },
    });
    expect(await at.pull('CHANGES'), 'and goes on from there').toMatchObject({
      mode: 'CHANGES',
      state: 'COMMITTED',
      fetched: 0,
      fault: null,
    });
  });

  it('of changes, before anything was read, is a full one', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    expect(await at.pull('CHANGES')).toMatchObject({ mode: 'FULL', state: 'COMMITTED', stored: 3 });
  });

  it('does not lose changes of other months because one month was read in full', async () => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    await at.pull();
    at.securityServer.setVolumes([
      stated(at.soates[0], { periodFrom: '2025-11-01', delivered: 120, revision: 2 }),
      ...threeMonths(at.soates[0]).slice(1),
    ]);
    await at.pull('FULL', { periodFrom: '2026-01-01', periodTo: '2026-02-01' });
    await at.pull('CHANGES');
    expect(await at.current()).toHaveProperty('2025-11-01 IN_PERSON', 120);
  });
});

describe('a pull that fails', () => {
  const health = `query ($id: ID!) { volumeSource(id: $id) { health healthReason { message hint } lastGoodPullAt grantsSeen breaker runs(first: 1) { nodes { state } } } }`;

  it('is visible with what to do, stores nothing, and leaves the old figure with its date', async () => {
    at.securityServer.setVolumes([stated(at.soates[0])]);
    await at.pull();
    const { volumeSource: before } = await at.admin.must(health, { id: at.source.id });
    expect(before).toMatchObject({
      health: 'HEALTHY',
      healthReason: null,
      grantsSeen: ['service-volumes GET /v1/changes', 'service-volumes GET /v1/volumes'],
    });

    at.hub.clock.set('2026-02-11T09:00:00+06:00');
    at.securityServer.setGranted(false);
    at.securityServer.setVolumes([stated(at.soates[0], { delivered: 120, revision: 2 })]);
    const run = await at.pull('CHANGES');

    expect(run).toMatchObject({
      state: 'FAILED',
      stored: 0,
      fault: { origin: 'PROVIDER_SECURITY_SERVER', code: 'Server.ServerProxy.AccessDenied', isRetried: false },
    });
    expect(run.fault?.message).toBeTruthy();
    expect(run.fault?.hint).toBeTruthy();
    expect(run.fault?.detail, 'what to quote to the administrator').toMatch(/^[0-9a-f-]{36}$/);
    expect(at.securityServer.requests.map(({ headers }) => headers['x-road-id'])).toContain(run.fault?.xroadId);
    const { volumeSource: after } = await at.admin.must(health, { id: at.source.id });
    expect(after).toMatchObject({
      health: 'MISCONFIGURED',
      healthReason: { message: run.fault?.message, hint: run.fault?.hint },
      lastGoodPullAt: before.lastGoodPullAt,
      runs: { nodes: [{ state: 'FAILED' }] },
    });
    expect(await at.current()).toEqual({ '2026-01-01 IN_PERSON': 100 });

    at.securityServer.setGranted(true);
    expect(await at.pull('CHANGES')).toMatchObject({ state: 'COMMITTED', stored: 1 });
    expect((await at.admin.must(health, { id: at.source.id })).volumeSource).toMatchObject({ health: 'HEALTHY', healthReason: null });
  });

  it('keeps of an unusable answer what a person needs to see, and nothing of it as a count', async () => {
    at.securityServer.setVolumes([stated(at.soates[0])]);
    at.securityServer.behave(behaviours.edited((page) => page.replace('"delivered":100', '"delivered":"100"')));
    expect(await at.pull()).toMatchObject({
      state: 'FAILED',
      stored: 0,
      quarantined: 1,
      fault: { origin: 'DATA', code: 'Hub.InvalidShape' },
    });
    const [kept] = await at.waiting();
    expect(kept).toMatchObject({
      violation: { rule: 'ours:readable-answer' },
      availableActions: [
        { mutation: 'acceptQuarantinedRecord', isAllowed: false },
        { mutation: 'rejectQuarantinedRecord', isAllowed: true },
      ],
    });
    expect(kept?.raw.excerpt).toContain('"delivered":"100"');
  });

  it.each([
    [
      'a row twice on two pages',
      (page: string) =>
        page.replace('"periodFrom":"2026-01-01","periodTo":"2026-02-01"', '"periodFrom":"2025-11-01","periodTo":"2025-12-01"'),
      'Hub.DuplicateRow',
    ],
    [
      'another snapshot on the second page',
      (page: string) => page.replace(/"snapshotId":"[^"]+","asOf":"([^"]+)"(.*"nextCursor":null)/, '"snapshotId":"other","asOf":"$1"$2'),
      'Hub.SnapshotChanged',
    ],
    ['fewer rows than promised', (page: string) => page.replace('"totalItems":3', '"totalItems":4'), 'Hub.WrongTotal'],
  ])('refuses an answer with %s', async (_, edit, code) => {
    at.securityServer.setVolumes(threeMonths(at.soates[0]));
    at.securityServer.behave(behaviours.edited(edit));
    expect(await at.pull()).toMatchObject({ state: 'FAILED', stored: 0, fault: { origin: 'DATA', code } });
    expect(await at.observations()).toEqual([]);
  });
});

describe('sources', () => {
  it('are refused with everything that is wrong at once', async () => {
    const input = {
      ...sourceInput,
      code: 'Other',
      adapter: 'xroad-rest-v1',
      providerId: ['central-server', 'GOV', '..'],
      schedule: 'every night',
      idempotencyKey: at.hub.key(),
    };
    const [error] = await at.admin.refused(saveSource, { input });
    const violations = [['code'], ['providerId'], ['providerId', '2'], ['schedule']].map((path) =>
      expect.objectContaining({ path: ['input', ...path] }),
    );
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', violations });
    const [unknown] = await at.admin.refused(saveSource, {
      input: { ...sourceInput, code: 'other', adapter: 'ftp', idempotencyKey: at.hub.key() },
    });
    expect(unknown?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      path: ['input', 'adapter'],
      hint: 'Adapters: xroad-rest-v1, xroad-soap-v1, xroad-mapped-v1.',
    });
  });

  it('are changed by code and version only', async () => {
    const save = (change: object) => at.admin.query(saveSource, { input: { ...sourceInput, ...change, idempotencyKey: at.hub.key() } });
    expect((await save({})).errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', path: ['input', 'code'] });
    expect((await save({ expectedVersion: 7 })).errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 1 });
    expect((await save({ code: 'absent', expectedVersion: 1 })).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect((await save({ name: 'Башка', expectedVersion: 1 })).data?.saveVolumeSource.volumeSource).toMatchObject({ version: 2 });
  });

  it('are kept by ADMIN alone', async () => {
    const [error] = await at.analyst.refused(saveSource, { input: { ...sourceInput, code: 'other', idempotencyKey: at.hub.key() } });
    expect(error?.extensions.code).toBe('FORBIDDEN');
  });

  it('that are paused are asked nothing until they are resumed', async () => {
    const pause = `mutation ($input: PauseSourceInput!) { pauseSource(input: $input) { volumeSource { version health healthReason { message } nextSlotAt } } }`;
    const { pauseSource } = await at.admin.must(pause, {
      input: { id: at.source.id, expectedVersion: 1, reason: 'repair', idempotencyKey: at.hub.key() },
    });
    expect(pauseSource.volumeSource).toEqual({
      version: 2,
      health: 'PAUSED',
      healthReason: { message: 'The source is paused: repair' },
      nextSlotAt: null,
    });
    const [error] = await at.analyst.refused(startPull, { input: { sourceId: at.source.id, mode: 'FULL', idempotencyKey: at.hub.key() } });
    expect(error?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:source-paused' });

    const resume = `mutation ($input: ResumeSourceInput!) { resumeSource(input: $input) { volumeSource { health nextSlotAt history { toState reason } availableActions { mutation isAllowed } } } }`;
    const { resumeSource } = await at.admin.must(resume, { input: { id: at.source.id, expectedVersion: 2, idempotencyKey: at.hub.key() } });
    expect(resumeSource.volumeSource).toEqual({
      health: 'HEALTHY',
      nextSlotAt: '2026-02-10T20:30:00.000Z',
      history: [
        { toState: 'ACTIVE', reason: null },
        { toState: 'PAUSED', reason: 'repair' },
        { toState: 'ACTIVE', reason: null },
      ],
      availableActions: [
        { mutation: 'saveVolumeSource', isAllowed: true },
        { mutation: 'startPull', isAllowed: true },
        { mutation: 'pauseSource', isAllowed: true },
        { mutation: 'resumeSource', isAllowed: false },
      ],
    });
    expect(at.securityServer.requests).toEqual([]);
  });

  it('can be told apart by their health', async () => {
    at.securityServer.setGranted(false);
    await at.pull();
    const list = `query ($health: [SourceHealth!]) { volumeSources(health: $health) { totalCount nodes { code } } }`;
    expect((await at.analyst.must(list, { health: ['MISCONFIGURED', 'LATE'] })).volumeSources).toEqual({
      totalCount: 1,
      nodes: [{ code: 'sanarip-aimak' }],
    });
    expect((await at.analyst.must(list, { health: ['HEALTHY'] })).volumeSources).toEqual({ totalCount: 0, nodes: [] });
  });
});
