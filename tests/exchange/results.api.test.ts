import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Client, startHub, type TestHub } from '../support/hub.ts';
import { analyse, handIn, openWithList, said } from '../modules/indicators/analysis.fixture.ts';
import { enterServices } from '../modules/monitoring-cycle/registry.fixture.ts';
import { commands, home, placeOf } from '../modules/service-registry/registry.fixture.ts';
import { agencyOf, enterClient, settled } from './agency.fixture.ts';

const reader = 'central-server/GOV/70000003/sf-personal-data';
const narrow = 'central-server/GOV/70000004/volumes-only';

let hub: TestHub;
let analyst: Client;
let agency: ReturnType<typeof agencyOf>;
let done: ReturnType<typeof commands>['done'];
let runId: string;
let result: { id: string; version: number };

const read = async (path: string): Promise<Record<string, unknown>[]> => (await agency.get(path)).items;

beforeAll(async () => {
  hub = await startHub({ now: '2026-04-15T09:00:00+06:00', env: { EXCHANGE_PORT: '0' } });
  await enterClient(hub, reader);
  await enterClient(hub, narrow, { scopes: ['VOLUMES'] });
  agency = agencyOf(hub, reader);
  ({ done } = commands(hub));
  analyst = await hub.as('ANALYST');
  const here = (await placeOf(hub, home)).id;
  const services = await enterServices(hub, here);
  const permit = { serviceId: services['T-PERMIT'], appliedOn: '2026-02-01', servedOn: '2026-02-20' };
  const { cycleId } = await openWithList(hub, 2026, [{ code: 'T-PERMIT', serviceIds: [permit.serviceId], municipalityIds: [here] }]);
  const slow = Array.from({ length: 20 }, () => ({ ...permit, answers: said({ TIME_SPENT: 15 }) }));
  await handIn(hub, cycleId, { municipalityId: here, responses: slow, isAccepted: false });
  ({ id: runId } = await analyse(hub, analyst, { kind: 'QUARTERLY', quarter: 'Q1' }));
  const draft = { year: 2026, quarter: 'Q1', runId };
  result = await done(analyst, 'draftQuarterlyResult', draft, '{ quarterlyResult { id version } }');
  const summary = { ky: 'Мөөнөт бузулган, 20101199000123', ru: 'Срок нарушен' };
  const change = { id: result.id, expectedVersion: result.version, summary };
  result = await done(analyst, 'updateQuarterlyResult', change, '{ quarterlyResult { id version } }');
});
afterAll(() => hub.stop());

describe('R11: results for other agencies', () => {
  it('are not there, and not in the feed, before they are issued', async () => {
    expect([await read('/v1/quarterly-results'), await read('/v1/indicator-results')]).toEqual([[], []]);
  });

  it('are there once issued, without personal numbers, and the feed says so', async () => {
    await settled(hub);
    const { headers } = await agency.call('/v1/bulk/quarterly-results?format=ndjson');
    const watermark = String(headers['x-feed-watermark']);
    await done(analyst, 'issueQuarterlyResult', { id: result.id, expectedVersion: result.version }, '{ quarterlyResult { id version } }');
    await settled(hub);
    const [issued, ...others] = await read('/v1/quarterly-results?year=2026');
    expect(others).toEqual([]);
    expect(issued).toMatchObject({ id: result.id, runId, quarter: 'Q1', issuedAt: '2026-04-15T03:00:00.000Z', publishedAt: null });
    expect(JSON.stringify(issued)).not.toContain('20101199000123');
    const { changes } = await agency.get(`/v1/changes?since=${watermark}`);
    expect(changes.map(({ type, id, key }: Record<string, unknown>) => ({ type, id, key }))).toEqual(
      expect.arrayContaining([
        { type: 'QuarterlyResult', id: result.id, key: { year: 2026, quarter: 'Q1' } },
        { type: 'IndicatorResults', id: runId, key: { year: 2026, kind: 'QUARTERLY', quarter: 'Q1' } },
      ]),
    );
  });

  it('say of every indicator what came out, at every level; what was not judged has no share', async () => {
    const items = await read(`/v1/indicator-results?ids=${runId}`);
    const time = items.find(({ indicator, level }) => indicator === 'TIME' && level === 'MUNICIPALITY');
    expect(time).toMatchObject({ soate: home, objectCode: 'T-PERMIT', requirement: 'R-II.2', state: 'NOT_ACHIEVED', share: 0, n: 20 });
    const judged = new Set(['ACHIEVED', 'NOT_ACHIEVED', 'INCONCLUSIVE']);
    const shares = items.filter(({ state }) => !judged.has(String(state))).map(({ share }) => share);
    expect(new Set(shares)).toEqual(new Set([null]));
    expect(new Set(items.map(({ level }) => level))).toEqual(new Set(['MUNICIPALITY', 'REGION', 'COUNTRY']));
    expect(await read('/v1/indicator-results?kind=ANNUAL')).toEqual([]);
  });

  it('fit the document', async () => {
    const { components } = await agency.get('/v1/openapi.json');
    for (const [path, name] of [
      ['/v1/quarterly-results', 'QuarterlyResultPage'],
      ['/v1/indicator-results', 'IndicatorResultsPage'],
    ] as const) {
      const schema = z.fromJSONSchema(components.schemas[name], { defaultTarget: 'openapi-3.0' });
      const answer = await agency.get(path);
      expect(answer.items.length).toBeGreaterThan(0);
      expect(schema.safeParse(answer).error, path).toBeUndefined();
    }
  });

  it('are for subsystems with the scope alone', async () => {
    for (const path of ['/v1/quarterly-results', '/v1/indicator-results'])
      expect(await agencyOf(hub, narrow).refused(path)).toMatchObject({ status: 403, type: 'urn:msq:problem:out-of-scope' });
  });
});
