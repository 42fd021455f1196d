import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import type { Connector, VolumePage } from '../../../src/modules/ingestion/connector.ts';
import { ingestion } from '../../../src/modules/ingestion/index.ts';
import { pullVolumesJob } from '../../../src/modules/ingestion/pull.jobs.ts';
import { claimRun, RunLostError, stagePage } from '../../../src/modules/ingestion/pull.service.ts';
import { behaviours } from '../../support/security-server.ts';
import { type PullingHub, startPull, startPullingHub, stated } from './ingestion.fixture.ts';

let at: PullingHub;
beforeEach(async () => {
  at = await startPullingHub();
});
afterEach(() => at.stop());

const consoleOf = (hub: PullingHub) => consoleCtx(hub.hub.hub.orm, hub.hub.clock, 'test');
/** What every hub does every half minute. */
const look = () => ingestion.ticks[0].run(consoleOf(at));
const runs = async () => {
  const { volumeSource } = await at.analyst.must(
    `query ($id: ID!) { volumeSource(id: $id) { nextSlotAt health runs { nodes { mode slot state stored } } } }`,
    { id: at.source.id },
  );
  return volumeSource as {
    nextSlotAt: string;
    health: string;
    runs: { nodes: { mode: string; slot: string; state: string; stored: number }[] };
  };
};

describe('the schedule of a source', () => {
  it('is its own row in Bishkek time: nothing is queued before the slot', async () => {
    at.hub.clock.set('2026-02-11T02:29:59+06:00');
    await look();
    expect(await runs()).toMatchObject({ nextSlotAt: '2026-02-10T20:30:00.000Z', runs: { nodes: [] } });
  });

  it('is queued exactly once by several hubs that look at the same moment', async () => {
    at.securityServer.setVolumes([stated(at.soates[0])]);
    at.hub.clock.set('2026-02-11T02:30:00+06:00');
    await Promise.all([look(), look(), look(), look()]);
    await look();
    await at.hub.runJobs();
    expect(await runs()).toMatchObject({
      nextSlotAt: '2026-02-11T20:30:00.000Z',
      health: 'HEALTHY',
      runs: { nodes: [{ mode: 'FULL', slot: '2026-02-10T20:30:00.000Z', state: 'COMMITTED', stored: 1 }] },
    });
  });

  it('asks for changes the next night, and for the three months again in a new one', async () => {
    at.securityServer.setVolumes([stated(at.soates[0])]);
    for (const night of ['2026-02-11T02:30:00+06:00', '2026-02-12T02:30:00+06:00', '2026-03-01T02:30:00+06:00']) {
      at.hub.clock.set(night);
      await look();
      await at.hub.runJobs();
    }
    expect((await runs()).runs.nodes.map(({ mode, state }) => [mode, state])).toEqual([
      ['FULL', 'COMMITTED'],
      ['CHANGES', 'COMMITTED'],
      ['FULL', 'COMMITTED'],
    ]);
  });

  it('makes up once for slots that were missed while every hub was down', async () => {
    at.hub.clock.set('2026-02-20T12:00:00+06:00');
    expect((await runs()).health).toBe('LATE');
    await look();
    await look();
    await at.hub.runJobs();
    expect(await runs()).toMatchObject({
      nextSlotAt: '2026-02-20T20:30:00.000Z',
      health: 'HEALTHY',
      runs: { nodes: [{ state: 'COMMITTED' }] },
    });
  });

  it('asks for nothing while the source is paused', async () => {
    const pause = `mutation ($input: PauseSourceInput!) { pauseSource(input: $input) { volumeSource { id } } }`;
    await at.admin.must(pause, { input: { id: at.source.id, expectedVersion: 1, reason: 'repair', idempotencyKey: at.hub.key() } });
    at.hub.clock.set('2026-02-20T12:00:00+06:00');
    await look();
    expect((await runs()).runs.nodes).toEqual([]);
  });
});

describe('a run', () => {
  it('is not asked for twice at the same time', async () => {
    const gate = Promise.withResolvers<void>();
    at.securityServer.behave(behaviours.held(gate.promise));
    const ask = () => at.analyst.query(startPull, { input: { sourceId: at.source.id, mode: 'FULL', idempotencyKey: at.hub.key() } });
    expect((await ask()).errors).toBeUndefined();
    expect((await ask()).errors?.[0]?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:one-pull-at-a-time' });
    gate.resolve();
    await at.hub.runJobs();
    expect(at.securityServer.load.peak).toBe(1);
  });

  it('waits while another of its source is under way: a source is read by one at a time', async () => {
    const gate = Promise.withResolvers<void>();
    const arrived = new Promise((resolve) => at.securityServer.arrivals.once('request', resolve));
    at.securityServer.behave(behaviours.held(gate.promise), 1);
    const ask = (period: object) =>
      at.analyst.must(startPull, { input: { sourceId: at.source.id, mode: 'FULL', ...period, idempotencyKey: at.hub.key() } });
    await ask({});
    await ask({ periodFrom: '2025-01-01', periodTo: '2025-02-01' });
    await arrived;
    const jobs = await at.hub.rows(
      sql`select queue_name, locked_at is not null as is_running from graphile_worker.jobs where task_identifier = 'pull-volumes' order by id`,
    );
    const queueName = `pull:${at.source.id}`;
    expect(jobs).toEqual([
      { queueName, isRunning: true },
      { queueName, isRunning: false },
    ]);
    gate.resolve();
    await at.hub.runJobs();
    expect((await runs()).runs.nodes.map(({ state }) => state)).toEqual(['COMMITTED', 'COMMITTED']);
    expect(at.securityServer.load.peak).toBe(1);
  });

  it('fails in words where the hub has no security server', async () => {
    const runId = await queuedRun();
    await runJob(runId, new Map());
    const { volumeSource } = await at.admin.must(
      `query ($id: ID!) { volumeSource(id: $id) { health healthReason { message hint } runs { nodes { state fault { origin code isRetried xroadId } } } } }`,
      { id: at.source.id },
    );
    expect(volumeSource).toEqual({
      health: 'MISCONFIGURED',
      healthReason: {
        message: 'The hub has no security server configured.',
        hint: 'Set XROAD_SECURITY_SERVER_URL and XROAD_CLIENT, and restart the hub.',
      },
      runs: {
        nodes: [
          { state: 'FAILED', fault: { origin: 'OWN_SECURITY_SERVER', code: 'Hub.NoSecurityServer', isRetried: false, xroadId: null } },
        ],
      },
    });
  });

  it('of a hub that died in the midst leaves nothing, and is done again from the beginning', async () => {
    const runId = await queuedRun();
    const died = new Error('the hub dies here');
    const dying = connectorOf([pageOf([stated(at.soates[0])], 'more'), () => Promise.reject(died)]);
    await expect(runJob(runId, dying)).rejects.toThrow(died);
    expect(
      await at.hub.rows<{ staged: number; seen: number }>(
        sql`select (select count(*) from staged_volume) as staged, (select count(*) from volume_observation) as seen`,
      ),
    ).toEqual([{ staged: 1, seen: 0 }]);
    expect((await runs()).runs.nodes).toMatchObject([{ state: 'RUNNING', stored: 0 }]);

    await runJob(runId, connectorOf([pageOf([stated(at.soates[0])], 'more'), pageOf([stated(at.soates[1])], null)]));
    expect((await runs()).runs.nodes).toMatchObject([{ state: 'COMMITTED', stored: 2 }]);
    expect(await at.hub.rows(sql`select 1 from staged_volume`)).toEqual([]);
    await runJob(runId, connectorOf([]));
    expect((await runs()).runs.nodes, 'and once it has ended it is not done again').toMatchObject([{ state: 'COMMITTED', stored: 2 }]);
  });

  it('that another hub took over can no longer be written by the first', async () => {
    const runId = await queuedRun();
    const first = await inTransaction(consoleOf(at), (ctx) => claimRun(ctx, runId));
    await inTransaction(consoleOf(at), (ctx) => claimRun(ctx, runId));
    if (!first) throw new Error('the run was not claimed');
    const page = await pageOf([stated(at.soates[0])], null)();
    await expect(inTransaction(consoleOf(at), (ctx) => stagePage(ctx, first, page, 1))).rejects.toThrow(RunLostError);
    expect(await at.hub.rows(sql`select 1 from staged_volume`)).toEqual([]);
  });

  it('that fails for a reason of ours is given up after five tries, in words', async () => {
    const runId = await queuedRun();
    const broken = () => runJob(runId, connectorOf([() => Promise.reject(new Error('a fault of ours'))]));
    for (let attempt = 1; attempt < 5; attempt += 1) await expect(broken()).rejects.toThrow('a fault of ours');
    await broken();
    const { ingestionRun } = await at.admin.must(`query ($id: ID!) { ingestionRun(id: $id) { state fault { code message } } }`, {
      id: runId,
    });
    expect(ingestionRun).toEqual({
      state: 'FAILED',
      fault: { code: 'Hub.NotStored', message: 'The hub could not store the answer; nothing has changed.' },
    });
  });
});

describe('a service that is offered', () => {
  it('shows each month and channel: a stated 0 is a value, and what nobody stated is missing, never 0', async () => {
    at.securityServer.setVolumes([
      stated(at.soates[0], { periodFrom: '2025-12-01' }),
      stated(at.soates[0], { delivered: 0, channel: 'ELECTRONIC' }),
    ]);
    await at.pull();
    const provider = await at.hub.as('PROVIDER', { soate: at.soates[0] });
    const { municipality, municipalService } = await provider.must(
      `query ($soate: String!) { municipality(soate: $soate) { providers { nodes { id } } } municipalService(code: "MS-002") { id } }`,
      { soate: at.soates[0] },
    );
    const input = { providerId: municipality.providers.nodes[0].id, serviceId: municipalService.id, idempotencyKey: at.hub.key() };
    const volumes = `monthlyVolumes(periodFrom: "2025-12-01", periodTo: "2026-02-01") { periodFrom channel delivered { state value provenance { source reference } } }`;
    const { saveServiceOffer } = await provider.must(
      `mutation ($input: SaveServiceOfferInput!) { saveServiceOffer(input: $input) { serviceOffer { id ${volumes} } } }`,
      { input },
    );
    const xroadId = expect.any(String);
    const missing = { state: 'MISSING', value: null, provenance: null };
    expect(saveServiceOffer.serviceOffer.monthlyVolumes).toEqual([
      {
        periodFrom: '2025-12-01',
        channel: 'IN_PERSON',
        delivered: { state: 'VALUE', value: 100, provenance: { source: 'CONNECTOR', reference: xroadId } },
      },
      { periodFrom: '2025-12-01', channel: 'ELECTRONIC', delivered: missing },
      { periodFrom: '2026-01-01', channel: 'IN_PERSON', delivered: missing },
      {
        periodFrom: '2026-01-01',
        channel: 'ELECTRONIC',
        delivered: { state: 'VALUE', value: 0, provenance: { source: 'CONNECTOR', reference: xroadId } },
      },
    ]);

    const ask = (periodFrom: string, periodTo: string) =>
      provider.query(
        `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) { serviceOffer(id: $id) { monthlyVolumes(periodFrom: $from, periodTo: $to) { channel } } }`,
        {
          id: saveServiceOffer.serviceOffer.id,
          from: periodFrom,
          to: periodTo,
        },
      );
    expect((await ask('2024-01-01', '2026-01-01')).data.serviceOffer.monthlyVolumes).toHaveLength(48);
    expect((await ask('2025-12-02', '2026-01-31')).data.serviceOffer.monthlyVolumes, 'only whole months').toEqual([]);
    expect((await ask('2024-01-01', '2026-02-01')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect((await ask('2026-01-01', '2026-01-01')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');

    // What was pulled is not accepted yet: nobody but the ministry and the municipality itself reads it.
    const look = `{ serviceOffer(id: "${saveServiceOffer.serviceOffer.id}") { monthlyVolumes(periodFrom: "2026-01-01", periodTo: "2026-02-01") { channel } } }`;
    const stranger = await at.hub.as('PROVIDER', { soate: at.soates[1] });
    expect((await stranger.refused(look))[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await at.hub.anonymous.refused(look))[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

/** A run that no worker has been told of. */
async function queuedRun(): Promise<string> {
  const [queued] = await at.hub.rows<{ id: string }>(sql`
    insert into ingestion_run (id, source_id, mode, period_from, period_to, slot, state, requested_by, attempts, fetched, stored, unchanged, quarantined, withdrawn, queued_at)
    values (gen_random_uuid(), ${at.source.id}, 'FULL', '2025-11-01', '2026-02-01', 'test', 'QUEUED', '{}', 0, 0, 0, 0, 0, 0, ${at.hub.clock.now()}) returning id`);
  return queued?.id ?? '';
}

function runJob(runId: string, connectors: ReadonlyMap<string, Connector>): Promise<void> {
  const job = pullVolumesJob({ connectors, onOutcome: () => undefined });
  return job.run(consoleOf(at), { runId }, { signal: new AbortController().signal, log: () => undefined });
}

type Answer = () => Promise<VolumePage>;

/** A source that gives these answers, one after the other. */
function connectorOf(answers: Answer[]): ReadonlyMap<string, Connector> {
  const left = [...answers];
  const connector: Connector = {
    adapter: 'xroad-rest-v1',
    hasRevisions: true,
    problemsOf: () => [],
    fetchPage: () => (left.shift() ?? (() => Promise.reject(new Error('nobody was to ask'))))(),
    grants: () => Promise.resolve([]),
    breaker: () => 'CLOSED',
  };
  return new Map([[connector.adapter, connector]]);
}

function pageOf(items: VolumePage['items'], nextCursor: string | null): Answer {
  return () =>
    Promise.resolve({
      snapshotId: 's',
      asOf: '2026-02-10T03:00:00+06:00',
      complete: true,
      nextCursor,
      watermark: 'w',
      items,
      xroadId: 'x',
      bodySha256: 'b',
    });
}
