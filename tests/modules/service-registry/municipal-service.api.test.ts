import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { commands, elsewhere, everyPage, home, type Place, placeOf, serviceOf } from './registry.fixture.ts';

let hub: TestHub;
let analyst: Client;
let clerk: Client;
let stranger: Client;
let place: Place;
let elsewherePlace: Place;
let call: ReturnType<typeof commands>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-04-01T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  place = await placeOf(hub, home);
  elsewherePlace = await placeOf(hub, elsewhere);
  call = commands(hub);
});
afterAll(() => hub.stop());

const service = (code: string, change: Record<string, unknown> = {}) => ({
  code,
  tier: 'BASIC',
  name: { ky: `Сыноо кызматы ${code}`, ru: `Пробная услуга ${code}` },
  feeKind: 'FREE',
  provision: 'ON_REQUEST',
  isRegulatoryFunction: false,
  validFrom: '2026-01-01',
  ...change,
});

describe('the register as it is delivered', () => {
  it('has 24 sample services and 3 delegated state services, each marked as a sample, none with a known beginning or an invented act', async () => {
    const { municipalServices } = await hub.anonymous.must(
      '{ municipalServices(first: 100) { totalCount nodes { code isSample validFrom legalBasis { number } lifeSituation { name } group { name } delegatedStateService { registerCode name } } } }',
    );
    expect(municipalServices.totalCount).toBe(27);
    for (const node of municipalServices.nodes) {
      expect(node).toMatchObject({ isSample: true, validFrom: null, legalBasis: [] });
      const isDelegated = (node.code as string).startsWith('DS-');
      expect(node.delegatedStateService === null).toBe(!isDelegated);
      if (isDelegated) expect(node.delegatedStateService.registerCode).toBeNull();
      else expect(node.lifeSituation.name && node.group.name).toBeTruthy();
    }
  });

  it('keeps 3 refused functions, each with its own reason (R4)', async () => {
    const { refusedServices } = await analyst.must(
      '{ refusedServices { totalCount nodes { proposedCode isSample proposedBy { role } violation { code rule message } } } }',
    );
    expect(refusedServices.totalCount).toBe(3);
    const messages = refusedServices.nodes.map((node: { violation: { message: string } }) => node.violation.message);
    expect(new Set(messages).size).toBe(3);
    for (const node of refusedServices.nodes)
      expect(node).toMatchObject({ isSample: true, proposedBy: { role: 'SYSTEM' }, violation: { code: 'RULE_VIOLATED', rule: 'R4' } });
  });

  it('has 6 sample standards as drafts, which the public does not see', async () => {
    const query =
      '{ serviceStandards { totalCount nodes { status isSample approvals { body } items { code text } norms { kind amount basis(lang: RU) } service { code } } } }';
    const { serviceStandards } = await analyst.must(query);
    expect(serviceStandards.totalCount).toBe(6);
    for (const node of serviceStandards.nodes) expect(node).toMatchObject({ status: 'DRAFT', isSample: true, approvals: [] });
    const water = serviceStandards.nodes.find((node: { service: { code: string } }) => node.service.code === 'MS-005');
    expect(water.norms).toContainEqual({ kind: 'FEE', amount: '150', basis: 'в месяц с домохозяйства' });
    expect(water.items).toHaveLength(20);
    expect((await hub.anonymous.must(query)).serviceStandards).toEqual({ totalCount: 0, nodes: [] });
    expect((await clerk.must(query)).serviceStandards.totalCount).toBe(0);
  });

  it('serves the typical standard on any day, with its items in order, and says that it is a sample', async () => {
    const { standardTemplate } = await hub.anonymous.must(
      '{ standardTemplate(code: "STANDARD_TEMPLATE", inForceOn: "2021-05-05") { revision act { number } isSample items { code order title(lang: KY) help text isRequired } normKinds { kind units } } }',
    );
    expect(standardTemplate).toMatchObject({ revision: 1, act: null, isSample: true });
    const orders = standardTemplate.items.map(({ order }: { order: number }) => order);
    expect(orders).toEqual(orders.toSorted((a: number, b: number) => a - b));
    expect(standardTemplate.items[0]).toMatchObject({ code: 'NAME', title: 'Кызматтын аталышы', text: null, isRequired: true });
    expect(standardTemplate.normKinds).toContainEqual({ kind: 'PROCESSING_TIME', units: ['WORKING_DAY', 'HOUR', 'MINUTE'] });
  });

  it('answers NOT_FOUND for a template that is not there', async () => {
    expect(await hub.anonymous.refused('{ standardTemplate(code: "NO_SUCH") { id } }')).toMatchObject([
      { extensions: { code: 'NOT_FOUND', hint: expect.stringContaining('STANDARD_TEMPLATE') } },
    ]);
  });

  it('is loaded once: seeding again adds nothing', async () => {
    const { seed } = await import('../../../src/app.ts');
    const { default: pino } = await import('pino');
    const count = async () => {
      const counts = await hub.rows<{ n: number }>(
        sql`select (select count(*) from municipal_service) + (select count(*) from refused_service) + (select count(*) from service_standard)
              + (select count(*) from norm) + (select count(*) from life_situation) + (select count(*) from service_group) + (select count(*) from standard_template) as n`,
      );
      return counts[0]?.n;
    };
    const before = await count();
    await seed(hub.hub.orm, hub.hub.clock, pino({ level: 'silent' }));
    expect(await count()).toBe(before);
  });
});

describe('finding a service', () => {
  const found = async (search: string, filter = ''): Promise<string[]> => {
    const { municipalServices } = await hub.anonymous.must(
      `query($search: String!) { municipalServices(filter: { search: $search${filter} }, orderBy: RELEVANCE, first: 10) { nodes { code } } }`,
      { search },
    );
    return municipalServices.nodes.map(({ code }: { code: string }) => code);
  };

  it.each([
    ['the words of the name', 'ичүүчү суу менен камсыздоо', 'MS-005'],
    ["other words for it, as in the API's own example", 'суу менен камсыз кылуу', 'MS-005'],
    ['Russian letters for Kyrgyz ones', 'ичуучу суу менен камсыздоо', 'MS-005'],
    ['Russian letters for ө and ү', 'кочолорду жарыктандыруу', 'MS-008'],
    ['one wrong letter', 'ичүүчу суу менен камсыздао', 'MS-005'],
    ['a letter left out', 'көрстөндөн жер бөлүү', 'MS-010'],
    ['Russian words', 'уличное освещение', 'MS-008'],
    ['Russian words with one wrong letter', 'уличное освищение', 'MS-008'],
    ['capitals', 'КӨЧӨЛӨРДҮ', 'MS-008'],
    ['the beginning of a word', 'китепкан', 'MS-017'],
  ])('by %s', async (_, search, code) => expect(await found(search)).toContain(code));

  it('by a Russian letter for ң', async () => {
    const name = { ky: 'Кеңеш берүү', ru: 'Консультация' };
    await call.done(analyst, 'createMunicipalService', service('T-ADVICE', { name }), '{ municipalService { id } }');
    expect(await found('кенеш беруу')).toEqual(['T-ADVICE']);
  });

  it('the best match comes first', async () => {
    expect((await found('ичүүчү суу менен камсыздоо'))[0]).toBe('MS-005');
    expect((await found('сугат суу менен камсыздоо'))[0]).toBe('MS-006');
  });
  it("serves the citizen's search of the API's contract, within the public's budget", async () => {
    const data = await hub.anonymous.must(
      `query Search($text: String = "суу менен камсыз кылуу", $soate: String!) {
         municipalServices(filter: { search: $text, tiers: [BASIC] }, orderBy: RELEVANCE, first: 10) {
           nodes { code name(lang: KY) nameTranslations { ru } feeKind standard { isInForce norm(kind: FEE) { amount unit basis } } } }
         municipality(soate: $soate) { offers(filter: { search: $text }) { nodes { service { name } electronicForm { level url } provider { name } } } }
       }`,
      { soate: home },
    );
    expect(data.municipalServices.nodes[0]).toMatchObject({
      code: 'MS-005',
      nameTranslations: { ru: 'Снабжение питьевой водой' },
      standard: null,
    });
    expect(data.municipality).toEqual({ offers: { nodes: [] } });
  });
  it('not by words that are in no name', async () => expect(await found('космос кемеси')).toEqual([]));
  it('within a filter', async () => expect(await found('суу менен камсыздоо', ', tiers: [ADDITIONAL]')).toEqual(['MS-006']));
  it('a search needs two letters', async () => {
    const [error] = await hub.anonymous.refused('{ municipalServices(filter: { search: "с" }) { nodes { id } } }');
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['filter', 'search'] });
  });

  it.each([
    ['by code', 'codes: ["MS-002", "DS-001", "NO-SUCH"]', ['DS-001', 'MS-002']],
    ['the delegated state services (R5)', 'isDelegated: true', ['DS-001', 'DS-002', 'DS-003']],
    ['by life situation', 'lifeSituationCode: "FARMING"', ['MS-006', 'MS-024']],
    ['by who pays', 'feeKinds: [PARTIALLY_PAID], tiers: [BASIC]', ['MS-005', 'MS-007', 'MS-014']],
    ['those with a standard in force: none yet', 'hasStandard: true', []],
  ])('%s', async (_, filter, expected) => {
    const { municipalServices } = await hub.anonymous.must(
      `{ municipalServices(filter: { ${filter} }, orderBy: CODE_ASC) { totalCount nodes { code } } }`,
    );
    expect(municipalServices.nodes.map(({ code }: { code: string }) => code)).toEqual(expected);
    expect(municipalServices.totalCount).toBe(expected.length);
  });

  it.each(['NAME_ASC', 'NAME_DESC', 'CODE_ASC', 'RELEVANCE'])(
    'page by page is the whole list, each service once, in the order %s',
    async (order) => {
      type Found = { code: string; name: string };
      const paged = await everyPage<Found>(hub.anonymous, (page) => `municipalServices(orderBy: ${order}, ${page})`, 'code name(lang: KY)');
      const whole = await everyPage<Found>(
        hub.anonymous,
        (page) => `municipalServices(orderBy: ${order}, ${page})`,
        'code name(lang: KY)',
        100,
      );
      expect(paged).toEqual(whole);
      expect(new Set(paged.map(({ code }) => code)).size).toBe(paged.length);
      const names = paged.map(({ name }) => name);
      const sorted = names.toSorted(new Intl.Collator('ky').compare);
      if (order.startsWith('NAME')) expect(names).toEqual(order === 'NAME_ASC' ? sorted : sorted.toReversed());
    },
  );

  it('a page of a search goes on where the one before ended', async () => {
    const list = (page: string) => `municipalServices(filter: { search: "муниципалдык" }, orderBy: RELEVANCE, ${page})`;
    const whole = await everyPage<{ code: string }>(hub.anonymous, list, 'code', 100);
    expect(whole.length).toBeGreaterThan(3);
    expect(await everyPage(hub.anonymous, list, 'code', 2)).toEqual(whole);
  });

  it('a cursor of another order or filter is refused', async () => {
    const { municipalServices } = await hub.anonymous.must('{ municipalServices(first: 1) { pageInfo { endCursor } } }');
    const after = municipalServices.pageInfo.endCursor as string;
    for (const other of ['orderBy: CODE_ASC', 'filter: { tiers: [BASIC] }']) {
      const [error] = await hub.anonymous.refused(`query($after: String) { municipalServices(${other}, after: $after) { nodes { id } } }`, {
        after,
      });
      expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['after'] });
    }
  });

  it.each([
    ['no key', ''],
    ['two keys', '(id: "01990000-0000-7000-8000-000000000000", code: "MS-001")'],
  ])('a lookup with %s is refused', async (_, args) => {
    expect((await hub.anonymous.refused(`{ municipalService${args} { id } }`))[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
  it('a service that is not there is NOT_FOUND', async () => {
    expect((await hub.anonymous.refused('{ municipalService(code: "NO-1") { id } }'))[0]?.extensions.code).toBe('NOT_FOUND');
  });
  it('life situations come in the order of the Kyrgyz alphabet', async () => {
    const { lifeSituations } = await hub.anonymous.must('{ lifeSituations { code name(lang: KY) isSample } }');
    const names = lifeSituations.map(({ name }: { name: string }) => name);
    expect(names).toHaveLength(15);
    expect(names).toEqual(names.toSorted(new Intl.Collator('ky').compare));
  });
});

describe('entering a service', () => {
  it('the responsible unit enters a basic one, which everybody finds', async () => {
    const made = await call.done(
      analyst,
      'createMunicipalService',
      service('T-BASIC', {
        lifeSituationCode: 'LEISURE',
        groupCode: 'CULTURE',
        countUnit: 'READER',
        legalBasis: [{ kind: 'law', number: '139', adoptedOn: '2014-07-17', title: { ky: 'Мыйзам', ru: 'Закон' } }],
      }),
      '{ municipalService { id code version status isSample countUnit municipality { id } lifeSituation { code } group { code } legalBasis { number } updatedBy { role } history { action fromState toState by { role } } } }',
    );
    expect(made).toMatchObject({
      code: 'T-BASIC',
      version: 1,
      status: 'ACTIVE',
      isSample: false,
      countUnit: 'READER',
      municipality: null,
      lifeSituation: { code: 'LEISURE' },
      group: { code: 'CULTURE' },
      legalBasis: [{ number: '139' }],
      updatedBy: { role: 'ANALYST' },
      history: [{ action: 'createMunicipalService', fromState: null, toState: 'ACTIVE', by: { role: 'ANALYST' } }],
    });
    expect(await serviceOf(hub, 'T-BASIC')).toMatchObject({ id: (made as { id: string }).id });
  });

  it("a clerk enters one in the own municipality's additional register, which holds there and nowhere else", async () => {
    await call.done(
      clerk,
      'createMunicipalService',
      service('T-LOCAL', { tier: 'ADDITIONAL' }),
      '{ municipalService { municipality { soate } } }',
    );
    const codes = async (municipalityId: string) => {
      const { municipalServices } = await hub.anonymous.must(
        'query($filter: MunicipalServiceFilter) { municipalServices(filter: $filter, first: 100) { nodes { code } } }',
        { filter: { municipalityId } },
      );
      return municipalServices.nodes.map(({ code }: { code: string }) => code) as string[];
    };
    expect(await codes(place.id)).toContain('T-LOCAL');
    expect(await codes(elsewherePlace.id)).not.toContain('T-LOCAL');
    expect(await codes(elsewherePlace.id)).toContain('MS-001');
  });

  it('a delegated state service carries its entry in the Unified Register (R5), and each entry is used once', async () => {
    const made = await call.done(
      analyst,
      'createMunicipalService',
      service('T-STATE', { stateRegisterCode: '17.4' }),
      '{ municipalService { delegatedStateService { registerCode name(lang: RU) url } } }',
    );
    expect(made).toEqual({ delegatedStateService: { registerCode: '17.4', name: 'Пробная услуга T-STATE', url: null } });
    expect(await call.refused(analyst, 'createMunicipalService', service('T-STATE2', { stateRegisterCode: '17.4' }))).toMatchObject({
      code: 'CONFLICT',
      path: ['input', 'stateRegisterCode'],
    });
  });

  it.each([
    ['a code that is taken', {}, 'MS-001', 'CONFLICT', undefined, 'input.code'],
    ['a code that is none', {}, 'суу', 'BAD_USER_INPUT', undefined, 'input.code'],
    ['a blank name', { name: { ky: ' ', ru: 'Услуга' } }, 'T-1', 'BAD_USER_INPUT', undefined, 'input.name.ky'],
    [
      'a name without Russian, since the register is public',
      { name: { ky: 'Кызмат' } },
      'T-1',
      'RULE_VIOLATED',
      'ours:translated-before-published',
      'input.name',
    ],
    [
      'a description without Russian',
      { description: { ky: 'Кызмат' } },
      'T-1',
      'RULE_VIOLATED',
      'ours:translated-before-published',
      'input.description',
    ],
    ['a life situation that is not there', { lifeSituationCode: 'NOPE' }, 'T-1', 'BAD_USER_INPUT', undefined, 'input.lifeSituationCode'],
    ['a group that is not there', { groupCode: 'NOPE' }, 'T-1', 'BAD_USER_INPUT', undefined, 'input.groupCode'],
    ['a count unit that is no code', { countUnit: 'м³' }, 'T-1', 'BAD_USER_INPUT', undefined, 'input.countUnit'],
    ['a blank code of the Unified Register', { stateRegisterCode: ' ' }, 'T-1', 'BAD_USER_INPUT', undefined, 'input.stateRegisterCode'],
    ['a basic service of one municipality', { municipalityId: 'home' }, 'T-1', 'BAD_USER_INPUT', undefined, 'input.municipalityId'],
    ['an additional service of no municipality', { tier: 'ADDITIONAL' }, 'T-1', 'RULE_VIOLATED', 'ours:register-tier', 'input.tier'],
    [
      'an additional delegated state service',
      { tier: 'ADDITIONAL', municipalityId: 'home', stateRegisterCode: '9.9' },
      'T-1',
      'RULE_VIOLATED',
      'R5',
      'input.tier',
    ],
    ['a day that is none', { validFrom: '2026-02-30' }, 'T-1', 'BAD_USER_INPUT', undefined, 'input.validFrom'],
  ])('is refused with %s', async (_, change: Record<string, unknown>, code, expectedCode, rule, path) => {
    const municipalityId = change['municipalityId'] === 'home' ? { municipalityId: place.id } : {};
    const refusal = await call.refused(analyst, 'createMunicipalService', service(code, { ...change, ...municipalityId }));
    expect({ code: refusal.code, rule: refusal.rule, path: refusal.path?.join('.') }).toEqual({ code: expectedCode, rule, path });
    expect(refusal.code === 'NOT_FOUND' || refusal.hint || path === 'input.validFrom').toBeTruthy();
  });

  it('is refused to a clerk for the basic register, and for another municipality as if there were none', async () => {
    expect(await call.refused(clerk, 'createMunicipalService', service('T-2'))).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:register-tier',
    });
    const other = service('T-2', { tier: 'ADDITIONAL', municipalityId: elsewherePlace.id });
    expect(await call.refused(clerk, 'createMunicipalService', other)).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'municipalityId'],
    });
  });

  it('is refused to those who keep no register', async () => {
    for (const role of ['HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY'] as const) {
      expect(await call.refused(await hub.as(role), 'createMunicipalService', service('T-3'))).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await call.refused(hub.anonymous, 'createMunicipalService', service('T-3'))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('a double click makes one service, and both clicks get the same answer', async () => {
    const input = service('T-TWICE', { idempotencyKey: hub.key() });
    const click = () => call.done(analyst, 'createMunicipalService', input, '{ municipalService { id version } }');
    const [one, two] = await Promise.all([click(), click()]);
    expect(one).toEqual(two);
    expect(await call.refused(analyst, 'createMunicipalService', { ...input, feeKind: 'FULLY_PAID' })).toMatchObject({
      code: 'CONFLICT',
      path: ['input', 'idempotencyKey'],
    });
  });
});

describe('R4: a regulatory or control function', () => {
  const attempt = () =>
    service('T-CONTROL', { tier: 'ADDITIONAL', isRegulatoryFunction: true, name: { ky: 'Базарды көзөмөлдөө', ru: 'Контроль рынка' } });

  it('is refused, and the attempt is kept once however often it is sent, even twice at once', async () => {
    const input = { ...attempt(), idempotencyKey: hub.key() };
    const before = (await analyst.must('{ refusedServices { totalCount } }')).refusedServices.totalCount as number;
    const refusals = await Promise.all([
      call.refused(clerk, 'createMunicipalService', input),
      call.refused(clerk, 'createMunicipalService', input),
    ]);
    refusals.push(await call.refused(clerk, 'createMunicipalService', input));
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R4', path: ['input', 'isRegulatoryFunction'] });
    const { refusedServices } = await analyst.must(
      '{ refusedServices(first: 100) { totalCount nodes { proposedCode violation { rule hint } } } }',
    );
    expect(refusedServices.totalCount).toBe(before + 1);
    const kept = refusedServices.nodes.filter(({ proposedCode }: { proposedCode: string }) => proposedCode === 'T-CONTROL');
    expect(kept).toMatchObject([{ violation: { rule: 'R4', hint: expect.stringContaining('kept') as string } }]);
  });

  it('does not enter the register', async () => {
    await call.refused(clerk, 'createMunicipalService', attempt());
    expect((await hub.anonymous.refused('{ municipalService(code: "T-CONTROL") { id } }'))[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('another attempt is another record, and tells who made it', async () => {
    await call.refused(stranger, 'createMunicipalService', { ...attempt(), code: 'T-CONTROL-2' });
    const { refusedServices } = await analyst.must(
      '{ refusedServices(first: 100) { nodes { proposedCode proposedName(lang: RU) isSample proposedBy { role name } } } }',
    );
    const kept = refusedServices.nodes.filter(({ proposedCode }: { proposedCode: string }) => proposedCode === 'T-CONTROL-2');
    expect(kept).toMatchObject([{ proposedName: 'Контроль рынка', isSample: false, proposedBy: { role: 'PROVIDER' } }]);
    expect(kept[0].proposedBy.name).toContain(elsewhere);
  });

  it("the list of refused functions is the ministry's", async () => {
    expect((await clerk.refused('{ refusedServices { nodes { id } } }'))[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await hub.anonymous.refused('{ refusedServices { nodes { id } } }'))[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('changing and closing a service', () => {
  const make = async (code: string, client = analyst, change: Record<string, unknown> = {}): Promise<{ id: string; version: number }> =>
    call.done(
      client,
      'createMunicipalService',
      service(code, { description: { ky: 'Сүрөттөмө', ru: 'Описание' }, ...change }),
      '{ municipalService { id version } }',
    );

  it('what is absent stays, what is null is cleared', async () => {
    const { id, version } = await make('T-CHANGE', analyst, { lifeSituationCode: 'TRADE' });
    const selection = '{ municipalService { version feeKind description lifeSituation { code } } }';
    const paid = await call.done(analyst, 'updateMunicipalService', { id, expectedVersion: version, feeKind: 'FULLY_PAID' }, selection);
    expect(paid).toEqual({ version: 2, feeKind: 'FULLY_PAID', description: 'Сүрөттөмө', lifeSituation: { code: 'TRADE' } });
    const cleared = await call.done(
      analyst,
      'updateMunicipalService',
      { id, expectedVersion: 2, description: null, lifeSituationCode: null },
      selection,
    );
    expect(cleared).toEqual({ version: 3, feeKind: 'FULLY_PAID', description: null, lifeSituation: null });
  });

  it('of two who read the same version the second is told, with the current version', async () => {
    const { id, version } = await make('T-RACE');
    await call.done(analyst, 'updateMunicipalService', { id, expectedVersion: version, countUnit: 'SITE' }, '{ municipalService { id } }');
    expect(await call.refused(analyst, 'updateMunicipalService', { id, expectedVersion: version, countUnit: 'READER' })).toMatchObject({
      code: 'CONFLICT',
      path: ['input', 'expectedVersion'],
      currentVersion: 2,
    });
  });

  it('a closed one is not changed, is in the register until its end, and says why it was closed', async () => {
    const { id, version } = await make('T-CLOSE');
    const closed = await call.done(
      analyst,
      'closeMunicipalService',
      { id, expectedVersion: version, validTo: '2026-06-01', reason: 'Мыйзам өзгөрдү' },
      '{ municipalService { version status validTo history { action toState reason } availableActions { mutation isAllowed refusal { rule } } } }',
    );
    expect(closed).toMatchObject({ status: 'CLOSED', validTo: '2026-06-01' });
    expect((closed as { history: object[] }).history.at(-1)).toMatchObject({
      action: 'closeMunicipalService',
      toState: 'CLOSED',
      reason: 'Мыйзам өзгөрдү',
    });
    const actions = (closed as { availableActions: object[] }).availableActions;
    expect(actions).toEqual(
      ['updateMunicipalService', 'closeMunicipalService'].map((mutation) => ({
        mutation,
        isAllowed: false,
        refusal: { rule: 'ours:service-active' },
      })),
    );
    expect(await call.refused(analyst, 'updateMunicipalService', { id, expectedVersion: 2, feeKind: 'FREE' })).toMatchObject({
      rule: 'ours:service-active',
    });
    const listed = async (day: string) =>
      (await hub.anonymous.must(`{ municipalServices(filter: { codes: ["T-CLOSE"], inForceOn: "${day}" }) { totalCount } }`))
        .municipalServices.totalCount;
    expect([await listed('2025-12-31'), await listed('2026-01-01'), await listed('2026-05-31'), await listed('2026-06-01')]).toEqual([
      0, 1, 1, 0,
    ]);
  });

  it.each([
    ['on its first day', 'T-NOT-CLOSED-1', { validTo: '2026-01-01', reason: 'себеп' }, 'input.validTo'],
    ['without a reason', 'T-NOT-CLOSED-2', { validTo: '2026-06-01', reason: ' ' }, 'input.reason'],
  ])('is not closed %s', async (_, code, input, path) => {
    const { id, version } = await make(code);
    const refusal = await call.refused(analyst, 'closeMunicipalService', { id, expectedVersion: version, ...input });
    expect([refusal.code, refusal.path?.join('.')]).toEqual(['BAD_USER_INPUT', path]);
  });

  it("a clerk changes the own additional service, not another municipality's, not a basic one; the buttons say the same", async () => {
    const { id, version } = await make('T-OWN', clerk, { tier: 'ADDITIONAL' });
    await call.done(
      clerk,
      'updateMunicipalService',
      { id, expectedVersion: version, feeKind: 'FULLY_PAID' },
      '{ municipalService { id } }',
    );
    expect(await call.refused(stranger, 'updateMunicipalService', { id, expectedVersion: 2, feeKind: 'FREE' })).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'id'],
    });
    const basic = await serviceOf(hub, 'MS-001');
    expect(await call.refused(clerk, 'updateMunicipalService', { id: basic.id, expectedVersion: 1, feeKind: 'FREE' })).toMatchObject({
      rule: 'ours:register-tier',
    });
    const buttons = async (client: Client, of: string) =>
      (
        await client.must(
          'query($id: ID) { municipalService(id: $id) { availableActions { mutation isAllowed refusal { code rule } } } }',
          { id: of },
        )
      ).municipalService.availableActions[0];
    expect(await buttons(clerk, id)).toMatchObject({ isAllowed: true, refusal: null });
    expect(await buttons(stranger, id)).toMatchObject({ isAllowed: false, refusal: { code: 'NOT_FOUND' } });
    expect(await buttons(clerk, basic.id)).toMatchObject({ isAllowed: false, refusal: { rule: 'ours:register-tier' } });
    expect(await buttons(hub.anonymous, basic.id)).toMatchObject({ isAllowed: false, refusal: { code: 'FORBIDDEN' } });
  });

  it('every change is in the audit log, with what was before', async () => {
    const { id, version } = await make('T-AUDIT');
    await call.done(
      analyst,
      'updateMunicipalService',
      { id, expectedVersion: version, feeKind: 'FULLY_PAID' },
      '{ municipalService { id } }',
    );
    const entries = await hub.rows<{ action: string; before: Record<string, unknown> | null; after: Record<string, unknown> }>(
      sql`select action, before, after from audit_entry where subject_id = ${id} order by id`,
    );
    expect(entries.map(({ action }) => action)).toEqual(['createMunicipalService', 'updateMunicipalService']);
    expect(entries[1]).toMatchObject({ before: { feeKind: 'FREE' }, after: { feeKind: 'FULLY_PAID' } });
  });
});

describe('a name that is one endless word', () => {
  it('takes the search from nobody', async () => {
    const long = { ky: 'щ'.repeat(300), ru: 'ш'.repeat(300) };
    const municipalityId = place.id;
    await clerk.query(
      'mutation($input: CreateMunicipalServiceInput!) { createMunicipalService(input: $input) { municipalService { id } } }',
      {
        input: {
          code: 'LONG-1',
          tier: 'ADDITIONAL',
          municipalityId,
          name: long,
          feeKind: 'FREE',
          provision: 'ON_REQUEST',
          isRegulatoryFunction: false,
          validFrom: '2026-01-01',
          idempotencyKey: hub.key(),
        },
      },
    );
    const { municipalServices } = await hub.anonymous.must('{ municipalServices(filter: { search: "кочолорду" }) { totalCount } }');
    expect(municipalServices.totalCount).toBeGreaterThan(0);
  });
});
