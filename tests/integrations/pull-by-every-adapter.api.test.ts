import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VolumeRecord } from '../../src/modules/ingestion/connector.ts';
import { sql } from '../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../support/hub.ts';
import { sampleVolumes } from '../support/sample-volumes.ts';
import { behaviours, type SecurityServer, startSecurityServer } from '../support/security-server.ts';
import { source } from './source.ts';

let server: SecurityServer;
let hub: TestHub;
let admin: Client;
let analyst: Client;
let volumes: VolumeRecord[];

beforeEach(async () => {
  server = await startSecurityServer({ legacyServiceCode: 'old-counts', largestPage: 5 });
  const xroad = { securityServerUrl: server.url, clientId: 'central-server/GOV/70000999/service-quality-hub' };
  hub = await startHub({ now: '2026-02-10T09:00:00+06:00', xroad });
  [admin, analyst] = await Promise.all([hub.as('ADMIN'), hub.as('ANALYST')]);
  const { municipalities } = await hub.anonymous.must('{ municipalities(first: 2) { nodes { soate } } }');
  const soates: string[] = municipalities.nodes.map(({ soate }: { soate: string }) => soate);
  // A month more than is pulled, so that none of those pulled is its source's last and preliminary one.
  const months = ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'];
  volumes = sampleVolumes({ soates, serviceCodes: ['MS-002'], months });
  server.setVolumes(volumes);
});
afterEach(async () => {
  await hub.stop();
  await server.stop();
});

const adapters = [
  { adapter: 'xroad-rest-v1', serviceCode: 'service-volumes' },
  { adapter: 'xroad-soap-v1', serviceCode: 'getServiceVolumes' },
  { adapter: 'xroad-mapped-v1', serviceCode: 'old-counts' },
];

function mapping() {
  return {
    method: 'POST',
    idempotent: true,
    path: '/counts/{soate}/{serviceCode}',
    body: { period: { year: '{year}', month: '{month}' } },
    municipalities: [...new Set(volumes.map(({ soate }) => soate))].map((soate) => ({ soate })),
    services: [{ code: 'MS-002' }],
    answer: {
      code: { pointer: '/response/code', ok: ['0'], absent: ['404'] },
      noContent: 'ABSENT',
      counts: [
        { channel: 'IN_PERSON', pointer: '/response/data/0/counts/in~1person' },
        { channel: 'ELECTRONIC', pointer: '/response/data/0/counts/online' },
      ],
    },
  };
}

async function enter({ adapter, serviceCode }: (typeof adapters)[number], described: unknown = mapping()): Promise<string> {
  const settings = { code: adapter, name: adapter, adapter, providerId: source.providerId, serviceCode, schedule: '30 2 * * *' };
  const input = { ...settings, mapping: adapter === 'xroad-mapped-v1' ? described : null, idempotencyKey: randomUUID() };
  const saved = await admin.must('mutation ($input: SaveVolumeSourceInput!) { saveVolumeSource(input: $input) { volumeSource { id } } }', {
    input,
  });
  return saved.saveVolumeSource.volumeSource.id;
}

async function pull(sourceId: string, mode: 'FULL' | 'CHANGES' = 'FULL') {
  const input = { sourceId, mode, idempotencyKey: randomUUID() };
  const { startPull } = await analyst.must('mutation ($input: StartPullInput!) { startPull(input: $input) { run { id } } }', { input });
  await hub.runJobs();
  const run = '{ mode state fetched stored unchanged quarantined withdrawn fault { code } }';
  return (await analyst.must(`query ($id: ID!) { ingestionRun(id: $id) ${run} }`, { id: startPull.run.id })).ingestionRun;
}

/** What stands of a source: key and count. */
async function standing(sourceId: string): Promise<string[]> {
  const { volumeObservations } = await analyst.must(
    `query ($filter: ObservationFilter) { volumeObservations(filter: $filter, first: 100) { nodes { periodFrom channel xroadId bodySha256 municipality { soate } service { code } delivered { value } } } }`,
    { filter: { sourceId, statuses: ['CURRENT'] } },
  );
  for (const { xroadId, bodySha256 } of volumeObservations.nodes) {
    expect(xroadId).toMatch(/^[0-9a-f-]{36}$/);
    expect(bodySha256).toMatch(/^[0-9a-f]{64}$/);
  }
  return volumeObservations.nodes
    .map(
      (node: {
        periodFrom: string;
        channel: string;
        municipality: { soate: string };
        service: { code: string };
        delivered: { value: number };
      }) => [node.municipality.soate, node.service.code, node.periodFrom, node.channel, node.delivered.value].join(' '),
    )
    .toSorted();
}

const expectedRows = () =>
  volumes
    .filter(({ periodFrom }) => periodFrom < '2026-02-01')
    .map(({ soate, serviceCode, periodFrom, channel, delivered }) => [soate, serviceCode, periodFrom, channel, delivered].join(' '))
    .toSorted();

test('the same counts stand in the hub whichever way they came', async () => {
  for (const adapter of adapters) {
    const id = await enter(adapter);
    expect(await pull(id)).toMatchObject({ state: 'COMMITTED', fetched: 12, stored: 12, quarantined: 0, fault: null });
    expect(await standing(id)).toEqual(expectedRows());
  }
});

test('a correction arrives with the changes over REST and over SOAP, and nothing else changes', async () => {
  const ids: string[] = [];
  for (const adapter of adapters.slice(0, 2)) ids.push(await enter(adapter));
  for (const id of ids) await pull(id);
  const [first, ...others] = volumes;
  if (!first) throw new Error('no volumes');
  volumes = [{ ...first, delivered: first.delivered + 1, revision: first.revision + 1 }, ...others];
  server.setVolumes(volumes);
  for (const id of ids) {
    expect(await pull(id, 'CHANGES')).toMatchObject({
      mode: 'CHANGES',
      state: 'COMMITTED',
      fetched: 1,
      stored: 1,
      withdrawn: 0,
      fault: null,
    });
    expect(await standing(id)).toEqual(expectedRows());
  }
});

test('what an old service no longer says stays as it was said, with its date: silence is not zero', async () => {
  const id = await enter({ adapter: 'xroad-mapped-v1', serviceCode: 'old-counts' });
  await pull(id);
  const before = await standing(id);
  server.behave(behaviours.changed(() => ({ status: 204, body: Buffer.alloc(0) })));
  expect(await pull(id)).toMatchObject({ state: 'COMMITTED', fetched: 0, stored: 0, withdrawn: 0 });
  expect(await standing(id)).toEqual(before);
});

test('an old service that says the same again adds nothing, whatever the hub reads it for', async () => {
  const id = await enter({ adapter: 'xroad-mapped-v1', serviceCode: 'old-counts' });
  await pull(id);
  const before = await standing(id);
  hub.clock.set('2026-02-11T09:00:00+06:00');
  expect(await pull(id)).toMatchObject({ state: 'COMMITTED', stored: 0, unchanged: before.length });
  expect(await standing(id)).toEqual(before);
  const [counted] = await hub.rows<{ n: number }>(sql`select count(*)::int as n from volume_observation`);
  expect(counted?.n).toBe(before.length);
});

test('a fault in the midst of a SOAP or an old source stores nothing of that pull', async () => {
  for (const adapter of adapters.slice(1)) {
    const id = await enter(adapter);
    let answered = 0;
    server.behave(({ answer, send }) => {
      answered += 1;
      send(answered === 3 ? { ...answer, headers: { 'content-type': 'text/html' }, body: Buffer.from('<p>sign in') } : answer);
    });
    const run = await pull(id);
    expect(run).toMatchObject({ state: 'FAILED', stored: 0 });
    expect(await standing(id)).toEqual([]);
    server.behave();
  }
});

test('a mapping that cannot be used is refused when it is entered, with the place that is wrong', async () => {
  const input = {
    code: 'bad',
    name: 'bad',
    adapter: 'xroad-mapped-v1',
    providerId: source.providerId,
    serviceCode: 'old-counts',
    schedule: '30 2 * * *',
    mapping: { ...mapping(), path: '/{personalNumber}' },
    idempotencyKey: randomUUID(),
  };
  const [error] = await admin.refused(
    'mutation ($input: SaveVolumeSourceInput!) { saveVolumeSource(input: $input) { volumeSource { id } } }',
    { input },
  );
  expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'mapping', 'path'] });
});
