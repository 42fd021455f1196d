import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { act, commands, elsewhere, everyPage, home, type Place, placeOf, serviceOf, templateOf, texts } from './registry.fixture.ts';

let hub: TestHub;
let analyst: Client;
let clerk: Client;
let place: Place;
let template: { id: string; required: string[] };
let call: ReturnType<typeof commands>;
const allKinds = ['PROCESSING_TIME', 'WAITING_TIME', 'FEE', 'VISITS', 'DOCUMENTS'];
const norm = {
  PROCESSING_TIME: { kind: 'PROCESSING_TIME', amount: '10', unit: 'WORKING_DAY', act: act('1') },
  WAITING_TIME: { kind: 'WAITING_TIME', amount: '15', unit: 'MINUTE', act: act('1') },
  FEE: { kind: 'FEE', amount: '0', unit: 'SOM', act: act('1') },
  VISITS: { kind: 'VISITS', amount: '1', unit: 'VISIT', act: act('1') },
  DOCUMENTS: { kind: 'DOCUMENTS', amount: '0', unit: 'DOCUMENT', act: act('1') },
};

/** Puts a standard with some norms in force from 1 March 2026. */
async function standardWith(client: Client, serviceId: string, norms: readonly object[], municipalityId?: string): Promise<void> {
  const drafted = (await call.done(
    client,
    'draftServiceStandard',
    { serviceId, templateId: template.id, municipalityId },
    '{ serviceStandard { id version } }',
  )) as { id: string; version: number };
  const written = (await call.done(
    client,
    'updateServiceStandard',
    { id: drafted.id, expectedVersion: drafted.version, items: texts(template.required), norms },
    '{ serviceStandard { id version } }',
  )) as { id: string; version: number };
  const approval = {
    id: written.id,
    expectedVersion: written.version,
    body: municipalityId ? 'LOCAL_COUNCIL' : 'GOVERNMENT',
    act: act('2'),
    validFrom: '2026-03-01',
  };
  await call.done(client, 'recordStandardApproval', approval, '{ serviceStandard { id } }');
}

beforeAll(async () => {
  hub = await startHub({ now: '2026-04-01T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  clerk = await hub.as('PROVIDER', { soate: home });
  place = await placeOf(hub, home);
  template = await templateOf(hub);
  call = commands(hub);
  await standardWith(analyst, (await serviceOf(hub, 'MS-001')).id, Object.values(norm));
  await standardWith(analyst, (await serviceOf(hub, 'MS-002')).id, [norm.PROCESSING_TIME, norm.FEE]);
  await standardWith(clerk, (await serviceOf(hub, 'MS-002')).id, Object.values(norm), place.id);
  await standardWith(analyst, (await serviceOf(hub, 'MS-008')).id, []);
  await standardWith(analyst, (await serviceOf(hub, 'MS-007')).id, []);
});
afterAll(() => hub.stop());

interface Gap {
  service: { code: string; name: string };
  municipality: { soate: string } | null;
  standard: { redaction: number } | null;
  missing: string[];
}
const gaps = (args: string, first = 100) =>
  everyPage<Gap>(
    hub.anonymous,
    (page) => `normGaps(${args}${args && ', '}${page})`,
    'service { code name(lang: KY) } municipality { soate } standard { redaction } missing',
    first,
  );
const of = (found: readonly Gap[], code: string) => found.find(({ service }) => service.code === code);

describe('R-III.1.5: what nobody has approved', () => {
  it('a service with all its norms is no gap', async () => expect(of(await gaps(''), 'MS-001')).toBeUndefined());
  // Redaction 1 of these services is the sample draft.
  it('a standard without some norms is one, and says which', async () =>
    expect(of(await gaps(''), 'MS-002')).toMatchObject({ standard: { redaction: 2 }, missing: ['WAITING_TIME', 'VISITS', 'DOCUMENTS'] }));
  it('a service without a standard lacks all that the typical standard asks for; a sample draft approves nothing', async () =>
    expect(of(await gaps(''), 'MS-005')).toMatchObject({ standard: null, missing: allKinds }));
  it('what is given to the territory for nothing lacks no norm: it has no applicant', async () =>
    expect(of(await gaps(''), 'MS-008')).toBeUndefined());
  it('without a standard it is a gap all the same', async () =>
    expect(of(await gaps(''), 'MS-009')).toMatchObject({ standard: null, missing: [] }));
  it('what is given to the territory and paid for lacks its fee', async () =>
    expect(of(await gaps(''), 'MS-007')).toMatchObject({ standard: { redaction: 2 }, missing: ['FEE'] }));
  it('delegated state services follow other standards and are no gaps (R5)', async () =>
    expect((await gaps('')).some(({ service }) => service.code.startsWith('DS-'))).toBe(false));

  it('in a municipality its own redaction counts, elsewhere the national one', async () => {
    expect(of(await gaps(`municipalityId: "${place.id}"`), 'MS-002')).toBeUndefined();
    const there = await gaps(`municipalityId: "${(await placeOf(hub, elsewhere)).id}"`);
    expect(of(there, 'MS-002')).toMatchObject({ municipality: { soate: elsewhere }, missing: ['WAITING_TIME', 'VISITS', 'DOCUMENTS'] });
  });

  it('on a day: before the standards were in force everything was a gap', async () => {
    expect(of(await gaps('inForceOn: "2026-02-28"'), 'MS-001')).toMatchObject({ standard: null });
    expect(of(await gaps('inForceOn: "2026-03-01"'), 'MS-001')).toBeUndefined();
  });

  it('over a region each of its municipalities, page by page the whole list in the Kyrgyz order, counted on demand', async () => {
    const region = `regionCode: "${place.regionCode}"`;
    const whole = await gaps(region);
    expect(await gaps(region, 37)).toEqual(whole);
    const { normGaps } = await hub.anonymous.must(`{ normGaps(${region}, first: 1) { totalCount } }`);
    expect(normGaps.totalCount).toBe(whole.length);
    const places = await hub.anonymous.must(`{ municipalities(filter: { regionCode: "${place.regionCode}" }, first: 1) { totalCount } }`);
    expect(new Set(whole.map(({ municipality }) => municipality?.soate)).size).toBe(places.municipalities.totalCount);
    const names = whole.map(({ service }) => service.name);
    expect(names).toEqual(names.toSorted(new Intl.Collator('ky').compare));
    expect(whole.filter(({ service }) => service.code === 'MS-002').some(({ municipality }) => municipality?.soate === home)).toBe(false);
  });

  it('`hasStandard` finds the services without a standard, in the country and in a municipality', async () => {
    const codes = async (filter: string) =>
      (
        await hub.anonymous.must(`{ municipalServices(filter: { ${filter} }, first: 100, orderBy: CODE_ASC) { nodes { code } } }`)
      ).municipalServices.nodes.map(({ code }: { code: string }) => code) as string[];
    expect(await codes('hasStandard: true')).toEqual(['MS-001', 'MS-002', 'MS-007', 'MS-008']);
    expect(await codes('hasStandard: true, inForceOn: "2026-02-28"')).toEqual([]);
    expect(await codes(`hasStandard: false, municipalityId: "${place.id}", tiers: [BASIC], isDelegated: false`)).not.toContain('MS-002');
  });
});
