import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { act, commands, elsewhere, everyPage, home, type Place, placeOf, serviceOf, templateOf, texts } from './registry.fixture.ts';

let hub: TestHub;
let clerk: Client;
let stranger: Client;
let place: Place;
let there: Place;
let call: ReturnType<typeof commands>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-04-01T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  place = await placeOf(hub, home);
  there = await placeOf(hub, elsewhere);
  call = commands(hub);
});
afterAll(() => hub.stop());

interface Offer {
  id: string;
  version: number;
  [key: string]: unknown;
}
const fields =
  '{ serviceOffer { id version validFrom validTo confirmedAt confirmedForYear electronicForm { level url checkedOn } administrativeRegulation { act { number } url } informationChannels { kind evidence checkedOn } } }';
const board = { kind: 'NOTICE_BOARD', evidence: 'Айыл өкмөтүнүн имараты, 1-кабат', checkedOn: '2026-03-30' };
const url = 'https://portal.example/apply';

async function save(client: Client, serviceCode: string, change: Record<string, unknown> = {}): Promise<Offer> {
  const providerId = client === stranger ? there.providerId : place.providerId;
  return call.done(client, 'saveServiceOffer', { providerId, serviceId: (await serviceOf(hub, serviceCode)).id, ...change }, fields);
}
async function refusedSave(client: Client, serviceCode: string, change: Record<string, unknown> = {}) {
  return call.refused(client, 'saveServiceOffer', {
    providerId: place.providerId,
    serviceId: (await serviceOf(hub, serviceCode)).id,
    ...change,
  });
}

describe('entering and changing an offer', () => {
  it('begins with nothing told: a level that nobody told is not NONE', async () => {
    expect(await save(clerk, 'MS-001')).toMatchObject({
      version: 1,
      validFrom: '2026-04-01',
      validTo: null,
      confirmedAt: null,
      confirmedForYear: null,
      electronicForm: { level: null, url: null, checkedOn: null },
      administrativeRegulation: null,
      informationChannels: [],
    });
    expect(await save(clerk, 'MS-002', { electronicLevel: 'NONE' })).toMatchObject({
      electronicForm: { level: 'NONE', url: null, checkedOn: '2026-04-01' },
    });
  });

  it('tells of the electronic form, the regulation and the channels (R-II.4 to R-II.6); absent stays, null clears', async () => {
    const regulation = { ...act('№ 5'), url: 'https://portal.example/regulation' };
    const offer = await save(clerk, 'MS-003', {
      electronicLevel: 'APPLICATION',
      electronicUrl: url,
      regulation,
      informationChannels: [board],
    });
    expect(offer).toMatchObject({
      electronicForm: { level: 'APPLICATION', url, checkedOn: '2026-04-01' },
      administrativeRegulation: { act: { number: '№ 5' }, url: 'https://portal.example/regulation' },
      informationChannels: [board],
    });
    hub.clock.set('2026-04-05T09:00:00+06:00');
    const changed = await save(clerk, 'MS-003', { expectedVersion: 1, informationChannels: [board, { ...board, kind: 'PUBLIC_PLACE' }] });
    expect(changed).toMatchObject({ version: 2, electronicForm: { level: 'APPLICATION', checkedOn: '2026-04-01' } });
    expect(changed['informationChannels']).toHaveLength(2);
    const cleared = await save(clerk, 'MS-003', { expectedVersion: 2, electronicLevel: null, electronicUrl: null, regulation: null });
    hub.clock.set('2026-04-01T09:00:00+06:00');
    expect(cleared).toMatchObject({ electronicForm: { level: null, url: null, checkedOn: null }, administrativeRegulation: null });
    expect(cleared['informationChannels']).toHaveLength(2);
  });

  it('shows a channel by a file, which stays while the channel is stated again, and goes with null (R-II.6)', async () => {
    const picture = Buffer.from('89504e470d0a1a0a', 'hex');
    const announced = { fileName: 'board.png', mediaType: 'image/png', bytes: picture.length };
    const upload: { id: string; putUrl: string } = await call.done(
      clerk,
      'createUpload',
      { ...announced, sha256: createHash('sha256').update(picture).digest('hex') },
      '{ upload { id putUrl } }',
    );
    expect((await fetch(upload.putUrl, { method: 'PUT', body: picture })).status).toBe(200);
    const filesOf = async (offer: Offer) => {
      const asked = 'query($id: ID!) { serviceOffer(id: $id) { informationChannels { kind file { name url } } } }';
      const { serviceOffer } = await clerk.must(asked, { id: offer.id });
      return serviceOffer.informationChannels.map(({ file }: { file: { name: string; url: string } | null }) => file);
    };
    const shown = await save(clerk, 'MS-006', { informationChannels: [{ ...board, uploadId: upload.id }] });
    const [file] = await filesOf(shown);
    expect(file.name).toBe('board.png');
    expect(Buffer.from(await (await fetch(file.url)).arrayBuffer())).toEqual(picture);
    const later = {
      expectedVersion: 1,
      informationChannels: [
        { ...board, checkedOn: '2026-03-31' },
        { ...board, kind: 'MASS_MEDIA' },
      ],
    };
    expect((await filesOf(await save(clerk, 'MS-006', later))).map((kept: unknown) => kept !== null)).toEqual([true, false]);
    const without = { expectedVersion: 2, informationChannels: [{ ...board, uploadId: null }] };
    expect(await filesOf(await save(clerk, 'MS-006', without))).toEqual([null]);
    const stolen = { expectedVersion: 3, informationChannels: [{ ...board, uploadId: upload.id }] };
    expect(await refusedSave(clerk, 'MS-006', stolen)).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:one-use' });
  });

  it('without a version it only creates; with a stale one it is refused; a version of nothing is NOT_FOUND', async () => {
    await save(clerk, 'MS-004');
    expect(await refusedSave(clerk, 'MS-004')).toMatchObject({ code: 'CONFLICT', path: ['input', 'serviceId'], currentVersion: 1 });
    await save(clerk, 'MS-004', { expectedVersion: 1, electronicLevel: 'NONE' });
    expect(await refusedSave(clerk, 'MS-004', { expectedVersion: 1, electronicLevel: 'INFORMATION' })).toMatchObject({
      code: 'CONFLICT',
      path: ['input', 'expectedVersion'],
      currentVersion: 2,
    });
    expect(await refusedSave(clerk, 'MS-012', { expectedVersion: 1 })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'serviceId'] });
  });

  it('a double click makes one offer', async () => {
    const change = { idempotencyKey: hub.key() };
    const [one, two] = await Promise.all([save(clerk, 'MS-009', change), save(clerk, 'MS-009', change)]);
    expect(one).toEqual(two);
  });

  it("is refused for another's provider, and to all but PROVIDER", async () => {
    expect(await refusedSave(stranger, 'MS-010')).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'providerId'] });
    expect(await refusedSave(await hub.as('ANALYST'), 'MS-010')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusedSave(hub.anonymous, 'MS-010')).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['a delegated state service', 'DS-001', {}, 'R5', 'serviceId'],
    ['one can apply, but nobody says where', 'MS-010', { electronicLevel: 'APPLICATION' }, 'R-II.4', 'electronicUrl'],
    ['all is done electronically, but nobody says where', 'MS-010', { electronicLevel: 'FULL_CYCLE' }, 'R-II.4', 'electronicUrl'],
    [
      'an address of a form that is not there',
      'MS-010',
      { electronicLevel: 'NONE', electronicUrl: url },
      'BAD_USER_INPUT',
      'electronicUrl',
    ],
    [
      'an address that is none',
      'MS-010',
      { electronicLevel: 'APPLICATION', electronicUrl: 'javascript:alert(1)' },
      'BAD_USER_INPUT',
      'electronicUrl',
    ],
    [
      'a channel without evidence',
      'MS-010',
      { informationChannels: [{ ...board, evidence: '' }] },
      'R-II.6',
      'informationChannels.0.evidence',
    ],
    [
      'a channel seen tomorrow',
      'MS-010',
      { informationChannels: [board, { ...board, checkedOn: '2026-04-02' }] },
      'BAD_USER_INPUT',
      'informationChannels.1.checkedOn',
    ],
    ['a regulation of tomorrow', 'MS-010', { regulation: act('1', '2026-04-02') }, 'BAD_USER_INPUT', 'regulation.adoptedOn'],
    ['an end before the beginning', 'MS-010', { validFrom: '2026-04-01', validTo: '2026-04-01' }, 'BAD_USER_INPUT', 'validTo'],
  ])('is refused: %s', async (_, serviceCode, change, expected, path) => {
    const refusal = await refusedSave(clerk, serviceCode, change);
    expect([refusal.rule ?? refusal.code, refusal.path?.slice(1).join('.')]).toEqual([expected, path]);
  });

  it("is refused: a service of another municipality's register, and one that is not in force", async () => {
    const service = {
      name: { ky: 'Кызмат', ru: 'Услуга' },
      feeKind: 'FREE',
      provision: 'ON_REQUEST',
      isRegulatoryFunction: false,
      validFrom: '2026-05-01',
    };
    await call.done(stranger, 'createMunicipalService', { ...service, code: 'O-THERE', tier: 'ADDITIONAL' }, '{ municipalService { id } }');
    await call.done(
      await hub.as('ANALYST'),
      'createMunicipalService',
      { ...service, code: 'O-LATER', tier: 'BASIC' },
      '{ municipalService { id } }',
    );
    expect(await refusedSave(clerk, 'O-THERE', { validFrom: '2026-05-01' })).toMatchObject({
      rule: 'ours:additional-of-another',
      path: ['input', 'serviceId'],
    });
    expect(await refusedSave(clerk, 'O-LATER', { validFrom: '2026-04-30' })).toMatchObject({
      rule: 'ours:service-in-force',
      path: ['input', 'serviceId'],
    });
    expect(await save(clerk, 'O-LATER', { validFrom: '2026-05-01' })).toMatchObject({ validFrom: '2026-05-01' });
  });

  it('ends on a day, is reopened, and its history tells it', async () => {
    await save(clerk, 'MS-011');
    await save(clerk, 'MS-011', { expectedVersion: 1, validTo: '2026-05-01' });
    const { id } = await save(clerk, 'MS-011', { expectedVersion: 2, validTo: null });
    const { serviceOffer } = await hub.anonymous.must('query($id: ID) { serviceOffer(id: $id) { history { action fromState toState } } }', {
      id,
    });
    expect(
      serviceOffer.history.map(({ fromState, toState }: { fromState: string | null; toState: string }) => [fromState, toState]),
    ).toEqual([
      [null, 'OFFERED'],
      ['OFFERED', 'ENDED'],
      ['ENDED', 'OFFERED'],
    ]);
  });
});

describe('the yearly "confirm or change"', () => {
  it('confirms all that are named, or none of them', async () => {
    const [one, two, others] = [await save(clerk, 'MS-014'), await save(clerk, 'MS-015'), await save(stranger, 'MS-014')];
    const state = async (id: string) =>
      (await hub.anonymous.must('query($id: ID) { serviceOffer(id: $id) { confirmedForYear } }', { id })).serviceOffer.confirmedForYear;
    expect(await call.refused(clerk, 'confirmServiceOffers', { offerIds: [one.id, others.id], year: 2027 })).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'offerIds', '1'],
    });
    expect(await state(one.id)).toBeNull();
    const confirmed = await call.done(
      clerk,
      'confirmServiceOffers',
      { offerIds: [two.id, one.id], year: 2027 },
      '{ serviceOffers { id confirmedForYear confirmedAt version } }',
    );
    expect(confirmed).toEqual(
      [two.id, one.id].map((id) => ({ id, confirmedForYear: 2027, confirmedAt: '2026-04-01T03:00:00.000Z', version: 2 })),
    );
    expect(await state(others.id)).toBeNull();
  });

  it('is refused for no offers, for another year, and for what has ended', async () => {
    const { id } = await save(clerk, 'MS-016', { validFrom: '2026-03-01', validTo: '2026-04-01' });
    expect(await call.refused(clerk, 'confirmServiceOffers', { offerIds: [], year: 2026 })).toMatchObject({
      code: 'BAD_USER_INPUT',
      path: ['input', 'offerIds'],
    });
    expect(await call.refused(clerk, 'confirmServiceOffers', { offerIds: [id], year: 2025 })).toMatchObject({
      code: 'BAD_USER_INPUT',
      path: ['input', 'year'],
    });
    expect(await call.refused(clerk, 'confirmServiceOffers', { offerIds: [id], year: 2026 })).toMatchObject({
      rule: 'ours:confirm-offers',
      path: ['input', 'offerIds', '0'],
    });
    const { serviceOffer } = await clerk.must(
      'query($id: ID) { serviceOffer(id: $id) { availableActions { mutation isAllowed refusal { rule } } } }',
      { id },
    );
    expect(serviceOffer.availableActions).toEqual([
      { mutation: 'saveServiceOffer', isAllowed: true, refusal: null },
      { mutation: 'confirmServiceOffers', isAllowed: false, refusal: { rule: 'ours:confirm-offers' } },
    ]);
  });
});

describe('finding offers', () => {
  it('by provider and service code, which is the natural key', async () => {
    const { id } = await save(clerk, 'MS-017');
    const { serviceOffer } = await hub.anonymous.must(
      'query($p: ID) { serviceOffer(providerId: $p, serviceCode: "MS-017") { id provider { kind } municipality { soate } service { code } } }',
      { p: place.providerId },
    );
    expect(serviceOffer).toEqual({ id, provider: { kind: 'LSG_BODY' }, municipality: { soate: home }, service: { code: 'MS-017' } });
    for (const args of ['', '(serviceCode: "MS-017")', `(id: "${id}", serviceCode: "MS-017")`]) {
      expect((await hub.anonymous.refused(`{ serviceOffer${args} { id } }`))[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        path: ['id'],
      });
    }
    expect(
      (await hub.anonymous.refused(`{ serviceOffer(providerId: "${there.providerId}", serviceCode: "MS-017") { id } }`))[0]?.extensions
        .code,
    ).toBe('NOT_FOUND');
  });

  it('of a municipality, a provider and a service; a filter narrows and never widens', async () => {
    await save(stranger, 'MS-017', { electronicLevel: 'FULL_CYCLE', electronicUrl: url });
    const { municipality } = await hub.anonymous.must(
      `query($soate: String, $there: ID) { municipality(soate: $soate) { offers(filter: { search: "китепкана" }) { totalCount nodes { municipality { soate } service { code } } }
         widened: offers(filter: { municipalityId: $there }) { totalCount } providers { nodes { offers(filter: { search: "китепкана" }) { totalCount } } } } }`,
      { soate: home, there: there.id },
    );
    expect(municipality).toEqual({
      offers: { totalCount: 1, nodes: [{ municipality: { soate: home }, service: { code: 'MS-017' } }] },
      widened: { totalCount: 0 },
      providers: { nodes: [{ offers: { totalCount: 1 } }] },
    });
    const { municipalService } = await hub.anonymous.must(
      '{ municipalService(code: "MS-017") { offers { nodes { municipality { name(lang: KY) } } } } }',
    );
    const names = municipalService.offers.nodes.map((node: { municipality: { name: string } }) => node.municipality.name);
    expect(names).toEqual(names.toSorted(new Intl.Collator('ky').compare));
    expect(names).toHaveLength(2);
  });

  it.each([
    ['in a region', () => `regionCode: "${there.regionCode}"`, elsewhere],
    ['by electronic level', () => 'electronicLevels: [FULL_CYCLE]', elsewhere],
    ['in a municipality', () => `municipalityId: "${there.id}"`, elsewhere],
  ])('%s', async (_, filter, soate) => {
    const { serviceOffers } = await hub.anonymous.must(
      `{ serviceOffers(filter: { ${filter()} }, first: 100) { nodes { municipality { soate } } } }`,
    );
    expect(new Set(serviceOffers.nodes.map((node: { municipality: { soate: string } }) => node.municipality.soate))).toEqual(
      new Set([soate]),
    );
  });

  it('by regulation, by year confirmed, and on a day', async () => {
    await save(clerk, 'MS-018', { regulation: act('№ 18'), validFrom: '2026-06-01', validTo: '2026-07-01' });
    const codes = async (filter: string) =>
      (
        await hub.anonymous.must(`{ serviceOffers(filter: { ${filter} }, first: 100) { nodes { service { code } } } }`)
      ).serviceOffers.nodes.map((node: { service: { code: string } }) => node.service.code) as string[];
    expect(await codes('hasRegulation: true')).not.toContain('MS-018');
    expect(await codes('hasRegulation: true, inForceOn: "2026-06-01"')).toEqual(['MS-018']);
    expect(await codes('hasRegulation: true, inForceOn: "2026-07-01"')).toEqual([]);
    expect((await codes('confirmedForYear: 2027')).toSorted()).toEqual(['MS-014', 'MS-015']);
  });

  it.each(['SERVICE_NAME_ASC', 'MUNICIPALITY_NAME_ASC', 'CONFIRMED_AT_ASC'])(
    'page by page is the whole list, each offer once, in the order %s',
    async (order) => {
      type Found = { id: string; confirmedAt: string | null };
      const list = (page: string) => `serviceOffers(orderBy: ${order}, ${page})`;
      const paged = await everyPage<Found>(hub.anonymous, list, 'id confirmedAt', 3);
      expect(paged).toEqual(await everyPage<Found>(hub.anonymous, list, 'id confirmedAt', 100));
      expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
      const confirmed = paged.map(({ confirmedAt }) => confirmedAt ?? '');
      if (order === 'CONFIRMED_AT_ASC') expect(confirmed).toEqual(confirmed.toSorted());
    },
  );

  it('an offer of a closed service is no longer in force', async () => {
    const service = {
      code: 'O-CLOSED',
      tier: 'BASIC',
      name: { ky: 'Кызмат', ru: 'Услуга' },
      feeKind: 'FREE',
      provision: 'ON_REQUEST',
      isRegulatoryFunction: false,
      validFrom: '2026-01-01',
    };
    const analyst = await hub.as('ANALYST');
    const { id } = (await call.done(analyst, 'createMunicipalService', service, '{ municipalService { id } }')) as { id: string };
    await save(clerk, 'O-CLOSED');
    await call.done(
      analyst,
      'closeMunicipalService',
      { id, expectedVersion: 1, validTo: '2026-05-01', reason: 'себеп' },
      '{ municipalService { id } }',
    );
    const count = async (day: string) =>
      (await hub.anonymous.must(`{ serviceOffers(filter: { serviceId: "${id}", inForceOn: "${day}" }) { totalCount } }`)).serviceOffers
        .totalCount;
    expect([await count('2026-04-30'), await count('2026-05-01')]).toEqual([1, 0]);
  });

  it('follows the standard in force in its municipality on a day', async () => {
    const template = await templateOf(hub);
    const service = await serviceOf(hub, 'MS-020');
    const draft = (await call.done(
      clerk,
      'draftServiceStandard',
      { serviceId: service.id, municipalityId: place.id, templateId: template.id },
      '{ serviceStandard { id version } }',
    )) as Offer;
    await call.done(
      clerk,
      'updateServiceStandard',
      { id: draft.id, expectedVersion: 1, items: texts(template.required) },
      '{ serviceStandard { id } }',
    );
    await call.done(
      clerk,
      'recordStandardApproval',
      { id: draft.id, expectedVersion: 2, body: 'LOCAL_COUNCIL', act: act('1'), validFrom: '2026-03-01' },
      '{ serviceStandard { id } }',
    );
    const mine = await save(clerk, 'MS-020');
    const theirs = await save(stranger, 'MS-020');
    const standardOf = async (id: string, day: string) =>
      (
        await hub.anonymous.must('query($id: ID, $day: LocalDate) { serviceOffer(id: $id) { standard(inForceOn: $day) { id } } }', {
          id,
          day,
        })
      ).serviceOffer.standard;
    expect(await standardOf(mine.id, '2026-03-01')).toEqual({ id: draft.id });
    expect(await standardOf(mine.id, '2026-02-28')).toBeNull();
    expect(await standardOf(theirs.id, '2026-03-01')).toBeNull();
  });
});
