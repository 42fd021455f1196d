import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { delayBeforeRetry } from '../../integrations/tunduk/call-policy.ts';
import type { BreakerState, Connector, FaultClass } from '../../src/modules/ingestion/connector.ts';
import { behaviours, startSecurityServer, type SecurityServer } from '../support/security-server.ts';
import { faultOf, october, octoberVolumes, restConnector, source } from './source.ts';

const other = { ...source, code: 'other', providerId: ['central-server', 'GOV', '70000003', 'social'] };
const providerDown = behaviours.xroadError('Server.ServerProxy.ServiceFailed.NetworkError');
const ownServerIll = behaviours.xroadError('Server.ClientProxy.OutdatedGlobalConf');
const denied = behaviours.xroadError('Server.ServerProxy.AccessDenied');

let server: SecurityServer;
beforeEach(async () => {
  server = await startSecurityServer();
  server.setVolumes(octoberVolumes);
  server.setVolumes(octoberVolumes, other.providerId.join('/'));
});
afterEach(() => server.stop());

/** A connector with the product's own schedule of retries that notes each wait instead of waiting. */
function impatient(waits: number[], halfOpenAfterMs?: number): Connector {
  const wait = async (delayMs: number) => void waits.push(delayMs);
  return restConnector(server.url, { calls: { wait, halfOpenAfterMs } });
}

async function failTimes(connector: Connector, times: number, asked = source): Promise<void> {
  for (let call = 0; call < times; call += 1) await faultOf(connector.fetchPage(asked, october));
}

describe('retries', () => {
  test.each<[FaultClass, string, number]>([
    ['TRANSIENT', 'Server.ServerProxy.IOError', 4],
    ['UNKNOWN', 'Server.ServerProxy.SomethingNew', 1],
    ['OPERATOR', 'Server.ServerProxy.OutdatedGlobalConf', 1],
    ['PLANNED', 'Server.ServerProxy.MaintenanceMode', 0],
    ['PERMANENT', 'Server.ServerProxy.AccessDenied', 0],
    ['DATA', 'Server.ServerProxy.ServiceFailed.InvalidBody', 0],
    ['SECURITY', 'Server.ClientProxy.InvalidSignatureValue', 0],
  ])('of a %s fault (%s) are %i', async (faultClass, code, retries) => {
    const waits: number[] = [];
    server.behave(behaviours.xroadError(code));
    const fault = await faultOf(impatient(waits).fetchPage(source, october));
    expect(fault.class).toBe(faultClass);
    expect(waits).toHaveLength(retries);
    expect(server.requests).toHaveLength(retries + 1);
    expect(new Set(server.requests.map(({ headers }) => headers['x-road-id'])).size).toBe(retries + 1);
    expect(new Set(server.requests.map(({ headers }) => headers['x-road-issue']))).toEqual(new Set([october.issue]));
    expect(fault.xroadId).toBe(server.requests.at(-1)?.headers['x-road-id']);
  });

  test('stop at the first good answer', async () => {
    const waits: number[] = [];
    server.behave(behaviours.problem(503), 2);
    const page = await impatient(waits).fetchPage(source, october);
    expect(page.items).toEqual(octoberVolumes);
    expect(server.requests).toHaveLength(3);
  });

  test('wait as long as the provider asks, at most 15 minutes', async () => {
    const waits: number[] = [];
    server.behave(behaviours.problem(429, { 'retry-after': '86400' }), 1);
    await impatient(waits).fetchPage(source, october);
    expect(waits).toEqual([900_000]);
  });

  test('wait a random part of 2, 8, 30 and 120 seconds', async () => {
    const waits: number[] = [];
    server.behave(providerDown);
    await faultOf(impatient(waits).fetchPage(source, october));
    const bounds = [2_000, 8_000, 30_000, 120_000];
    expect(waits.map((delayMs, retry) => delayMs >= 0 && delayMs < (bounds[retry] ?? 0))).toEqual([true, true, true, true]);
  });

  test('of a class without a schedule never come; jitter is full', () => {
    const delays = { TRANSIENT: [2_000, 8_000] };
    const transient = { class: 'TRANSIENT' } as const;
    expect(delayBeforeRetry(transient, 0, delays, () => 0)).toBe(0);
    expect(delayBeforeRetry(transient, 1, delays, () => 0.5)).toBe(4_000);
    expect(delayBeforeRetry({ ...transient, retryAfterSeconds: 5 }, 1, delays, () => 0.5)).toBe(5_000);
    expect(delayBeforeRetry(transient, 2, delays, () => 0)).toBeUndefined();
    expect(delayBeforeRetry({ class: 'DATA', retryAfterSeconds: 1 }, 0, delays)).toBeUndefined();
  });

  test('end at once when the caller gives up', async () => {
    const controller = new AbortController();
    const reason = new Error('the hub shuts down');
    server.behave(providerDown);
    const connector = restConnector(server.url, { calls: { retryDelaysMs: { TRANSIENT: [3_600_000] } } });
    const reading = connector.fetchPage(source, { ...october, signal: controller.signal });
    reading.catch(() => undefined);
    await untilRequests(1);
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a provider's breaker", () => {
  test('opens after five failed calls in a row, whatever their retries, and then asks nobody', async () => {
    const connector = impatient([]);
    server.behave(providerDown);
    await failTimes(connector, 4);
    expect(connector.breaker(source)).toBe('CLOSED');
    await failTimes(connector, 1);
    expect(connector.breaker(source)).toBe('OPEN');

    const asked = server.requests.length;
    const fault = await faultOf(connector.fetchPage(source, october));
    expect(fault).toMatchObject({
      code: 'Hub.CircuitOpen',
      class: 'TRANSIENT',
      origin: 'PROVIDER_SECURITY_SERVER',
      detail: 'Server.ServerProxy.ServiceFailed.NetworkError',
    });
    expect(server.requests).toHaveLength(asked);
  });

  test("leaves other providers' calls alone", async () => {
    const connector = impatient([]);
    server.behave(providerDown);
    await failTimes(connector, 5);
    server.behave();
    expect(connector.breaker(other)).toBe('CLOSED');
    expect((await connector.fetchPage(other, october)).items).toEqual(octoberVolumes);
  });

  test('also opens when our server cannot reach the provider, without pausing the others', async () => {
    const connector = impatient([]);
    server.behave(behaviours.xroadError('Server.ClientProxy.NetworkError', { message: 'Could not connect to any target host' }));
    await failTimes(connector, 5);
    expect([connector.breaker(source), connector.breaker(other)]).toEqual(['OPEN', 'CLOSED']);
  });

  test('opens when half of ten calls fail, never five in a row', async () => {
    const connector = impatient([]);
    for (let round = 0; round < 5; round += 1) {
      server.behave();
      await connector.fetchPage(source, october);
      expect(connector.breaker(source)).toBe('CLOSED');
      server.behave(providerDown);
      await failTimes(connector, 1);
    }
    expect(connector.breaker(source)).toBe('OPEN');
  });

  test.each([
    ['refusals', denied],
    ['maintenance', behaviours.xroadError('Server.ServerProxy.MaintenanceMode')],
    ['unusable answers', behaviours.body('{}')],
    ['doubtful answers', behaviours.withHeaders({ 'x-road-id': 'other' })],
    ["the provider's 4xx", behaviours.problem(400)],
  ])('does not open for %s', async (_title, behaviour) => {
    const connector = impatient([]);
    server.behave(behaviour);
    await failTimes(connector, 12);
    expect(connector.breaker(source)).toBe('CLOSED');
    expect(server.requests).toHaveLength(12);
  });

  test('lets one call try when its time is up, and closes if that one is answered', async () => {
    const connector = impatient([], 0);
    server.behave(providerDown);
    await failTimes(connector, 5);
    expect(connector.breaker(source)).toBe('OPEN');

    const gate = Promise.withResolvers<void>();
    server.behave(behaviours.held(gate.promise));
    const asked = server.requests.length;
    const probe = connector.fetchPage(source, october);
    const follower = connector.fetchPage(source, october);
    await untilRequests(asked + 1);
    expect(connector.breaker(source)).toBe('HALF_OPEN');
    expect(server.requests).toHaveLength(asked + 1);

    gate.resolve();
    await Promise.all([probe, follower]);
    expect(connector.breaker(source)).toBe('CLOSED');
  });

  test('opens again if the trying call fails', async () => {
    const connector = impatient([], 0);
    server.behave(providerDown);
    await failTimes(connector, 6);
    expect(connector.breaker(source)).toBe('OPEN');
  });

  test('stays open if the trying call was given up: it proved nothing', async () => {
    const connector = impatient([], 0);
    server.behave(providerDown);
    await failTimes(connector, 5);
    const controller = new AbortController();
    server.behave(() => controller.abort());
    await expect(connector.fetchPage(source, { ...october, signal: controller.signal })).rejects.toThrow();
    expect(connector.breaker(source)).toBe('OPEN');
  });
});

describe("the own security server's breaker", () => {
  test('opens after five failed calls and pauses every pull', async () => {
    const connector = impatient([]);
    server.behave(ownServerIll);
    await failTimes(connector, 3);
    await failTimes(connector, 2, other);
    const states: BreakerState[] = [connector.breaker(source), connector.breaker(other)];
    expect(states).toEqual(['OPEN', 'OPEN']);
    const asked = server.requests.length;
    expect(await faultOf(connector.fetchPage(other, october))).toMatchObject({
      code: 'Hub.CircuitOpen',
      origin: 'OWN_SECURITY_SERVER',
    });
    expect(server.requests).toHaveLength(asked);
  });

  test('opens when the server is gone', async () => {
    const connector = impatient([]);
    await server.stop();
    await failTimes(connector, 5);
    expect(connector.breaker(other)).toBe('OPEN');
  });

  test('does not open for one provider that is down', async () => {
    const connector = impatient([]);
    server.behave(providerDown);
    await failTimes(connector, 12);
    expect(connector.breaker(other)).toBe('CLOSED');
  });
});

describe('calls at once', () => {
  test('are two per provider', async () => {
    const gate = Promise.withResolvers<void>();
    server.behave(behaviours.held(gate.promise));
    const connector = impatient([]);
    const readings = Array.from({ length: 6 }, () => connector.fetchPage(source, october));
    await untilRequests(2);
    // Another provider's call, begun later, arrives: so the first one's others had every chance to.
    const later = connector.fetchPage(other, october);
    await untilRequests(3);
    expect(server.requests.filter(({ url }) => url.includes('/70000050/'))).toHaveLength(2);
    gate.resolve();
    await Promise.all([...readings, later]);
    expect(server.requests).toHaveLength(7);
  });

  test('are eight in all', async () => {
    const gate = Promise.withResolvers<void>();
    server.behave(behaviours.held(gate.promise));
    const connector = impatient([]);
    const providers = Array.from({ length: 6 }, (_, index) => ['central-server', 'GOV', `7000010${index}`, 'services']);
    for (const providerId of providers) server.setVolumes(octoberVolumes, providerId.join('/'));
    const readings = providers.flatMap((providerId) => [1, 2].map(() => connector.fetchPage({ ...source, providerId }, october)));
    await untilRequests(8);
    await readElsewhere();
    gate.resolve();
    await Promise.all(readings);
    expect(server.requests).toHaveLength(12);
    expect(server.load.peak).toBe(8);
  });
});

/** A whole reading from another server: time enough for every request that could leave to have left. */
async function readElsewhere(): Promise<void> {
  const elsewhere = await startSecurityServer();
  await restConnector(elsewhere.url).fetchPage(source, october);
  await elsewhere.stop();
}

/** Until the simulator has received so many requests in all. */
async function untilRequests(count: number): Promise<void> {
  while (server.requests.length < count) await once(server.arrivals, 'request');
}
