import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sql } from '../../src/kit/sql.ts';
import { enterServices } from '../modules/monitoring-cycle/registry.fixture.ts';
import { act, commands, elsewhere, home, placeOf, serviceOf } from '../modules/service-registry/registry.fixture.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { agencyOf, enterClient, handIn, send, settled } from './agency.fixture.ts';

const reader = 'central-server/GOV/70000003/sf-personal-data';
const surveyor = 'central-server/GOV/70000019/dkrpni%20service';

/** Read in results.api.test.ts, where results are issued. */
const withResults = new Set(['/v1/quarterly-results', '/v1/indicator-results']);

let hub: TestHub;
let agency: ReturnType<typeof agencyOf>;
let submissionId: string;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-21T09:00:00+06:00', env: { EXCHANGE_PORT: '0' } });
  await enterClient(hub, reader);
  agency = agencyOf(hub, reader);
  const { done } = commands(hub);
  await done(await hub.as('ANALYST'), 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  const clerk = await hub.as('PROVIDER', { soate: home });
  const { providerId, id } = await placeOf(hub, home);
  await enterServices(hub, id);
  const service = await serviceOf(hub, 'MS-003');
  await done(clerk, 'saveServiceOffer', { providerId, serviceId: service.id, validFrom: '2026-01-01' }, '{ serviceOffer { id } }');
  submissionId = await handIn(hub, {
    soate: home,
    number: 1,
    isAccepted: true,
    figures: [
      ['VALUE', 7],
      ['VALUE', 0],
      ['NOT_OFFERED', null],
      ['MISSING', null],
    ],
  });
  await handIn(hub, { soate: home, number: 2, isAccepted: false, figures: [['VALUE', 9]] });
  await handIn(hub, { soate: elsewhere, number: 1, isAccepted: false, figures: [['VALUE', 5]] });
  const succession = { kind: 'RENAME', onDate: '2026-07-01', act: act('1'), predecessorIds: [id], successorIds: [id] };
  await done(await hub.as('ADMIN'), 'recordSuccession', succession, '{ succession { id } }');
});
afterAll(() => hub.stop());

interface Operation {
  operationId: string;
  parameters: { name?: string; $ref?: string; required?: boolean; schema?: object }[];
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}
interface Document {
  servers: { url: string }[];
  paths: Record<string, { get: Operation }>;
  components: { schemas: Record<string, Parameters<typeof z.fromJSONSchema>[0]> };
}

const documentOf = async (): Promise<Document> => JSON.parse((await send(hub.hub.exchangeUrl ?? '', '/v1/openapi.json')).text) as Document;
const validator = ({ components }: Document, name: string) =>
  z.fromJSONSchema(components.schemas[name] ?? false, { defaultTarget: 'openapi-3.0' });

describe('the document', () => {
  it('is given to the security server without X-Road headers, and names where the hub is', async () => {
    const { servers, paths } = await documentOf();
    expect(servers).toEqual([{ url: hub.hub.exchangeUrl }]);
    expect(Object.keys(paths).filter((path) => path.includes('{'))).toEqual([]);
  });

  it('describes every answer that the handlers give: real ones of every path, whole and as bulk, fit its schemas', async () => {
    const document = await documentOf();
    const looked: string[] = [];
    for (const [path, { get }] of Object.entries(document.paths)) {
      const schema = get.responses['200']?.content?.['application/json']?.schema.$ref?.split('/').at(-1);
      if (schema && path !== '/v1/changes' && !withResults.has(path)) {
        const answer = await agency.get(path);
        expect(answer.items.length, path).toBeGreaterThan(0);
        expect(validator(document, schema).safeParse(answer).error, path).toBeUndefined();
        const item = validator(document, schema.replace(/Page$/, ''));
        const lines = (await agency.call(path.replace('/v1/', '/v1/bulk/'))).text.trim().split('\n');
        for (const line of lines.slice(0, -1)) expect(item.safeParse(JSON.parse(line)).error, line).toBeUndefined();
        looked.push(path);
      }
    }
    expect(looked.length + withResults.size).toBe((Object.keys(document.paths).length - 1) / 2);
    const watermark = (await agency.call('/v1/bulk/units')).headers['x-feed-watermark'];
    expect(validator(document, 'Changes').safeParse(await agency.get(`/v1/changes?since=${String(watermark)}`)).error).toBeUndefined();
    expect(validator(document, 'Problem').safeParse(JSON.parse((await agency.call('/v1/nothing')).text)).error).toBeUndefined();
  });

  it('has each parameter that a handler reads, and the handler knows each of it', async () => {
    const sample: Record<string, string> = {
      inForceOn: '2026-05-01',
      limit: '2',
      format: 'csv',
      year: '2026',
      soate: home,
      code: 'MS-003',
      serviceCode: 'MS-003',
    };
    for (const [path, { get }] of Object.entries((await documentOf()).paths)) {
      const names = get.parameters.flatMap(({ name }) => name ?? []);
      for (const name of names.filter((each) => each in sample))
        expect((await agency.call(`${path}?${name}=${sample[name]}`)).status, `${path} ${name}`).toBe(path === '/v1/changes' ? 400 : 200);
      expect(await agency.refused(`${path}?surprise=1`)).toMatchObject({ status: 400, path: ['surprise'] });
    }
  });
});

describe('what agencies read', () => {
  it('has the ids of GraphQL, all three languages, and dates', async () => {
    const { id } = await placeOf(hub, home);
    const { items } = await agency.get(`/v1/municipalities?soate=${home}&inForceOn=2026-05-01`);
    expect(items).toEqual([
      expect.objectContaining({
        id,
        soate: home,
        name: { ky: expect.any(String), ru: expect.any(String), en: expect.any(String) },
        population: null,
      }),
    ]);
  });

  it('has the norms in force on a date, exact, and no draft', async () => {
    const { items } = await agency.get('/v1/standards?inForceOn=2026-10-21&serviceCode=T-PERMIT');
    expect(items).toEqual([
      expect.objectContaining({ serviceCode: 'T-PERMIT', status: 'APPROVED', validFrom: '2020-01-01', validTo: null }),
    ]);
    expect(items[0].norms.map(({ kind, amount, unit }: Record<string, string>) => `${kind} ${amount} ${unit}`)).toEqual([
      'FEE 20.50 SOM',
      'PROCESSING_TIME 5 WORKING_DAY',
    ]);
    expect((await agency.get('/v1/standards?inForceOn=2019-12-31')).items).toEqual([]);
    const { items: all } = await agency.get('/v1/standards');
    expect(all.filter(({ status }: { status: string }) => status === 'DRAFT')).toEqual([]);
    expect((await hub.rows(sql`select 1 from service_standard where status = 'DRAFT'`)).length).toBeGreaterThan(0);
  });

  it('has accepted volumes only: of the latest accepted revision, and nothing missing is a zero', async () => {
    const { items } = await agency.get('/v1/accepted-volumes?year=2026');
    const delivered = items.map((each: { delivered: unknown }) => each.delivered);
    expect(delivered).toHaveLength(4);
    expect(delivered).toEqual(
      expect.arrayContaining([
        { state: 'VALUE', value: 7 },
        { state: 'VALUE', value: 0 },
        { state: 'NOT_OFFERED', value: null },
        { state: 'MISSING', value: null },
      ]),
    );
    expect(new Set(items.map((each: { soate: string; revision: number }) => `${each.soate} ${each.revision}`))).toEqual(
      new Set([`${home} 1`]),
    );
    expect((await agency.get(`/v1/accepted-volumes?ids=${submissionId}`)).items).toHaveLength(4);
  });

  it('is paged by cursors that hold for the same question only', async () => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const page = await agency.get(`/v1/services?limit=9${after}`);
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      if (page.next === null) break;
      after = `&after=${page.next}`;
      expect(await agency.refused(`/v1/services?limit=9&inForceOn=2026-01-01${after}`)).toMatchObject({ status: 400, path: ['after'] });
    }
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen).toHaveLength((await hub.rows(sql`select 1 from municipal_service`)).length);
    expect(await agency.refused('/v1/services?limit=101')).toMatchObject({ status: 400, path: ['limit'] });
    expect(await agency.refused('/v1/services?after=xyz')).toMatchObject({ status: 400 });
  });

  it('is not sent again to who has it: ETag', async () => {
    const first = await agency.call('/v1/services');
    const again = await agency.call('/v1/services', { headers: { 'If-None-Match': String(first.headers.etag) } });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect((await agency.call('/v1/services', { method: 'HEAD' })).headers.etag).toBe(first.headers.etag);
  });

  it('comes as a whole in one snapshot, whose last line proves that nothing was cut off', async () => {
    const { text, headers } = await agency.call('/v1/bulk/units');
    const end = text.trimEnd().lastIndexOf('\n') + 1;
    const closing = JSON.parse(text.slice(end));
    expect(closing).toEqual({
      end: true,
      rows: text.split('\n').length - 2,
      sha256: createHash('sha256').update(text.slice(0, end)).digest('hex'),
    });
    expect(closing.rows).toBe((await hub.rows(sql`select 1 from administrative_unit`)).length);
    expect(headers['x-feed-watermark']).toMatch(/^[\w-]+$/);
    const csv = (await agency.call('/v1/bulk/accepted-volumes?format=csv')).text.split('\r\n');
    expect(csv[0]).toContain('delivered.state,delivered.value');
    expect(csv.find((line) => line.includes('MISSING'))).toMatch(/MISSING,$/);
    expect(csv.at(-2)).toMatch(/^#end,4,[0-9a-f]{64}$/);
    const cut = await agency.call('/v1/bulk/units', { hangUpAfter: 1000 });
    expect(cut.isCut).toBe(true);
  });
});

describe('every read', () => {
  it('is kept with who, what, how many rows and the X-Road-Id, which is echoed', async () => {
    const xroadId = 'central-server-0b7c0a5e-1d2f-4c3b-8a9d-000000000001';
    const { headers } = await agency.call('/v1/services?code=MS-003', { headers: { 'X-Road-Id': xroadId, 'X-Road-UserId': 'KG12345' } });
    expect(headers['x-road-id']).toBe(xroadId);
    expect(headers['x-road-error']).toBeUndefined();
    const [entry] = await hub.rows(sql`select action, actor, subject_type, after, xroad_id from audit_entry where xroad_id = ${xroadId}`);
    expect(entry).toMatchObject({
      action: 'exchange.read',
      subjectType: 'ExchangeRead',
      actor: { role: 'AGENCY_SYSTEM', name: 'Сынак мекеме' },
      after: { client: reader, userId: 'KG12345', path: '/v1/services', query: 'code=MS-003', rows: 1 },
    });
  });

  it('needs an X-Road-Id and an X-Road-Client, each once', async () => {
    expect(await agency.refused('/v1/units', { headers: { 'X-Road-Id': '' } })).toMatchObject({ status: 400, path: ['X-Road-Id'] });
    expect(await agency.refused('/v1/units', { headers: { 'X-Road-Id': ['a', 'b'] } })).toMatchObject({ status: 400, path: ['X-Road-Id'] });
    expect(await agency.refused('/v1/units', { headers: { 'X-Road-Client': [reader, reader] } })).toMatchObject({
      status: 400,
      path: ['X-Road-Client'],
    });
    const bare = await send(hub.hub.exchangeUrl ?? '', '/v1/units');
    expect(JSON.parse(bare.text)).toMatchObject({ status: 400, path: ['X-Road-Client'] });
  });
});

describe('who may read', () => {
  it('is whom an ADMIN entered, whatever way the security server escapes the id; in its role and scopes', async () => {
    const saved = await enterClient(hub, surveyor, { scopes: ['TERRITORY'], role: 'INTERAGENCY_BODY' });
    const other = agencyOf(hub, 'central-server/GOV/70000019/%64krpni%20service');
    expect((await other.get('/v1/units?limit=1')).items).toHaveLength(1);
    expect(await other.refused('/v1/services')).toMatchObject({
      status: 403,
      type: 'urn:msq:problem:out-of-scope',
      hint: expect.stringContaining('REGISTRY'),
    });
    const audited = await hub.rows(sql`select actor ->> 'role' as role from audit_entry where after ->> 'client' = ${surveyor}`);
    expect(audited).toEqual([{ role: 'INTERAGENCY_BODY' }]);
    const unknown = agencyOf(hub, surveyor.replace('GOV', 'gov'));
    expect(await unknown.refused('/v1/units')).toMatchObject({
      status: 403,
      type: 'urn:msq:problem:unknown-client',
      hint: expect.stringMatching(/administrator/),
    });
    await enterClient(hub, surveyor, { scopes: ['TERRITORY'], validTo: '2026-10-21', expectedVersion: saved.version });
    expect(await other.refused('/v1/units')).toMatchObject({ status: 403 });
  });

  it('is entered once, changed at the version that was read, and listed for ADMIN alone', async () => {
    const once = 'central-server/GOV/70000024/minjust';
    const { version } = await enterClient(hub, once);
    const { refused } = commands(hub);
    const admin = await hub.as('ADMIN');
    const again = {
      clientId: once.replace('minjust', 'min%6Aust'),
      name: 'Б',
      role: 'AGENCY_SYSTEM',
      scopes: ['OFFERS'],
      validFrom: '2026-01-01',
    };
    expect(await refused(admin, 'saveExchangeClient', again)).toMatchObject({
      code: 'CONFLICT',
      path: ['input', 'clientId'],
      currentVersion: 1,
    });
    await enterClient(hub, once, { expectedVersion: version, isActive: false });
    expect(await agencyOf(hub, once).refused('/v1/units')).toMatchObject({ status: 403 });
    expect(await refused(admin, 'saveExchangeClient', { ...again, expectedVersion: version })).toMatchObject({
      code: 'CONFLICT',
      currentVersion: 2,
    });
    const wrong = await refused(admin, 'saveExchangeClient', { ...again, clientId: 'nobody', scopes: [] });
    expect((wrong['violations'] as { path: string[] }[]).map(({ path }) => path[1])).toEqual(['clientId', 'scopes']);
    const list = '{ exchangeClients(first: 100) { nodes { clientId isActive version } } }';
    expect((await admin.must(list)).exchangeClients.nodes).toContainEqual({ clientId: once, isActive: false, version: 2 });
    const [notYours] = await (await hub.as('ANALYST')).refused(list);
    expect(notYours?.extensions.code).toBe('FORBIDDEN');
    const kept = await hub.rows(
      sql`select before, after from audit_entry where subject_type = 'ExchangeClient' and before ->> 'isActive' = 'true'`,
    );
    expect(kept).toEqual([{ before: expect.objectContaining({ isActive: true }), after: expect.objectContaining({ isActive: false }) }]);
  });

  it('is told of changes of its scopes only', async () => {
    const narrow = 'central-server/COM/60000001/maps';
    await enterClient(hub, narrow, { scopes: ['TERRITORY'] });
    const maps = agencyOf(hub, narrow);
    await settled(hub);
    const since = String((await maps.call('/v1/bulk/units')).headers['x-feed-watermark']);
    await handIn(hub, { soate: elsewhere, number: 2, isAccepted: true, figures: [['VALUE', 6]] });
    await settled(hub);
    expect((await agency.get(`/v1/changes?since=${since}`)).changes).toEqual([
      expect.objectContaining({ type: 'AcceptedVolumes', version: 2, key: { soate: elsewhere, year: 2026 }, kind: 'SAVED' }),
    ]);
    expect(await maps.get(`/v1/changes?since=${since}`)).toMatchObject({ changes: [], watermark: expect.any(String), hasMore: false });
  });
});
