import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { act, commands, elsewhere, everyPage, home, type Place, placeOf, serviceOf, templateOf, texts } from './registry.fixture.ts';

let hub: TestHub;
let analyst: Client;
let clerk: Client;
let stranger: Client;
let place: Place;
let template: { id: string; required: string[] };
let call: ReturnType<typeof commands>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-04-01T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  place = await placeOf(hub, home);
  template = await templateOf(hub);
  call = commands(hub);
});
afterAll(() => hub.stop());

interface Standard {
  id: string;
  version: number;
  redaction: number;
  status: string;
  validFrom: string | null;
  validTo: string | null;
  [key: string]: unknown;
}
const fields = '{ serviceStandard { id version redaction status validFrom validTo isSample municipality { soate } } }';
const fee = { kind: 'FEE', amount: '20.50', unit: 'SOM', act: act('Т-1') };

/** A service of its own for each story. */
async function newService(code: string, change: Record<string, unknown> = {}): Promise<string> {
  const input = {
    code,
    tier: 'BASIC',
    name: { ky: `Кызмат ${code}`, ru: `Услуга ${code}` },
    feeKind: 'FULLY_PAID',
    provision: 'ON_REQUEST',
    isRegulatoryFunction: false,
    validFrom: '2026-01-01',
    ...change,
  };
  const { id } = (await call.done(
    input.tier === 'BASIC' ? analyst : clerk,
    'createMunicipalService',
    input,
    '{ municipalService { id } }',
  )) as { id: string };
  return id;
}

const draft = (client: Client, serviceId: string, change: Record<string, unknown> = {}): Promise<Standard> =>
  call.done(client, 'draftServiceStandard', { serviceId, templateId: template.id, ...change }, fields);
const edit = (
  client: Client,
  { id, version }: Standard,
  change: Record<string, unknown> = { items: texts(template.required) },
): Promise<Standard> => call.done(client, 'updateServiceStandard', { id, expectedVersion: version, ...change }, fields);
const approve = (client: Client, { id, version }: Standard, body: string, change: Record<string, unknown> = {}): Promise<Standard> =>
  call.done(client, 'recordStandardApproval', { id, expectedVersion: version, body, act: act('№ 77', '2026-02-10'), ...change }, fields);

/** A redaction that is in force from a day. */
async function inForce(
  client: Client,
  serviceId: string,
  validFrom: string,
  change: Record<string, unknown> = {},
  contents: Record<string, unknown> = {},
): Promise<Standard> {
  const written = await edit(client, await draft(client, serviceId, change), { items: texts(template.required), ...contents });
  return approve(client, written, change['municipalityId'] ? 'LOCAL_COUNCIL' : 'GOVERNMENT', { validFrom });
}

const read = async (client: Client, id: string, selection: string) =>
  (await client.must(`query($id: ID!) { serviceStandard(id: $id) { ${selection} } }`, { id })).serviceStandard;

describe('the life of a national standard', () => {
  it('drafted, written, approved by the Government, in force on its days, followed by the next redaction, and withdrawn', async () => {
    const serviceId = await newService('S-LIFE');
    const begun = await draft(analyst, serviceId);
    expect(begun).toMatchObject({
      version: 1,
      redaction: 1,
      status: 'DRAFT',
      validFrom: null,
      validTo: null,
      isSample: false,
      municipality: null,
    });

    const written = await edit(analyst, begun, {
      items: texts(template.required),
      norms: [{ kind: 'PROCESSING_TIME', amount: '10', unit: 'WORKING_DAY', act: act('Т-1') }, fee],
    });
    expect(written.version).toBe(2);
    const approved = await approve(analyst, written, 'GOVERNMENT', { validFrom: '2026-05-01' });
    expect(approved).toMatchObject({ status: 'APPROVED', validFrom: '2026-05-01', validTo: null });

    const standardOn = async (day: string) =>
      (
        await hub.anonymous.must(
          'query($id: ID, $day: LocalDate) { municipalService(id: $id) { standard(inForceOn: $day) { redaction isInForce(on: $day) norm(kind: FEE) { amount } } } }',
          {
            id: serviceId,
            day,
          },
        )
      ).municipalService.standard;
    expect(await standardOn('2026-04-30')).toBeNull();
    expect(await standardOn('2026-05-01')).toEqual({ redaction: 1, isInForce: true, norm: { amount: '20.50' } });

    const next = await draft(analyst, serviceId, { basedOnId: approved.id });
    expect(next.redaction).toBe(2);
    const dearer = await edit(analyst, next, { norms: [{ ...fee, amount: '30.00' }] });
    const second = await approve(analyst, dearer, 'GOVERNMENT', { validFrom: '2026-07-01' });
    expect(await read(hub.anonymous, approved.id, 'status validTo')).toEqual({ status: 'APPROVED', validTo: '2026-07-01' });
    expect(await standardOn('2026-06-30')).toEqual({ redaction: 1, isInForce: true, norm: { amount: '20.50' } });
    expect(await standardOn('2026-07-01')).toEqual({ redaction: 2, isInForce: true, norm: { amount: '30.00' } });

    hub.clock.set('2026-08-10T09:00:00+06:00');
    const withdrawn = await call.done(
      analyst,
      'withdrawServiceStandard',
      { id: second.id, expectedVersion: second.version, validTo: '2026-09-01', act: act('№ 90', '2026-08-05') },
      '{ serviceStandard { status validTo withdrawnBy { number } history { action fromState toState } } }',
    );
    hub.clock.set('2026-04-01T09:00:00+06:00');
    expect(withdrawn).toEqual({
      status: 'WITHDRAWN',
      validTo: '2026-09-01',
      withdrawnBy: { number: '№ 90' },
      history: [
        { action: 'draftServiceStandard', fromState: null, toState: 'DRAFT' },
        { action: 'recordStandardApproval', fromState: 'DRAFT', toState: 'APPROVED' },
        { action: 'withdrawServiceStandard', fromState: 'APPROVED', toState: 'WITHDRAWN' },
      ],
    });
    // What was in force stays so: figures of those days are compared with its norms.
    expect(await standardOn('2026-08-31')).toMatchObject({ redaction: 2 });
    expect(await standardOn('2026-09-01')).toBeNull();
    expect(await standardOn('2026-06-15')).toMatchObject({ redaction: 1 });
  });

  it('shows its items in the order of the template, those not written yet too, its norms and its approvals with their acts', async () => {
    const serviceId = await newService('S-CONTENTS');
    const norms = [
      { kind: 'FEE', amount: '20', unit: 'SOM', basis: { ky: 'бир адамдан жылына', ru: 'в год с человека' }, act: act('Т-2') },
      fee,
      { kind: 'VISITS', amount: '0', unit: 'VISIT', act: act('Т-3') },
    ];
    const { id } = await inForce(analyst, serviceId, '2026-05-01', {}, { norms });
    const standard = await read(
      hub.anonymous,
      id,
      'service { code } template { code } items { code order title(lang: RU) text textTranslations { ky ru } isRequired } norms { kind amount unit basis(lang: RU) act { number } } norm(kind: FEE) { amount basis } approvals { body act { number adoptedOn } }',
    );
    expect(standard.service.code).toBe('S-CONTENTS');
    expect(standard.items).toHaveLength(20);
    expect(standard.items[0]).toMatchObject({
      code: 'NAME',
      title: 'Наименование услуги',
      text: 'текст NAME ky',
      textTranslations: { ru: 'текст NAME ru' },
    });
    expect(standard.items.find(({ code }: { code: string }) => code === 'VISITS')).toMatchObject({
      text: null,
      textTranslations: null,
      isRequired: false,
    });
    expect(standard.norms).toEqual([
      { kind: 'FEE', amount: '20.50', unit: 'SOM', basis: null, act: { number: 'Т-1' } },
      { kind: 'FEE', amount: '20', unit: 'SOM', basis: 'в год с человека', act: { number: 'Т-2' } },
      { kind: 'VISITS', amount: '0', unit: 'VISIT', basis: null, act: { number: 'Т-3' } },
    ]);
    expect(standard.norm).toEqual({ amount: '20.50', basis: null });
    expect(standard.approvals).toEqual([{ body: 'GOVERNMENT', act: { number: '№ 77', adoptedOn: '2026-02-10' } }]);
  });

  it('no norm is a fact of its own, not a zero', async () => {
    const { id } = await inForce(analyst, await newService('S-NO-NORM'), '2026-05-01', {}, { norms: [fee] });
    expect(await read(hub.anonymous, id, 'norms { kind } norm(kind: PROCESSING_TIME) { amount }')).toEqual({
      norms: [{ kind: 'FEE' }],
      norm: null,
    });
  });

  it('a sample that the Government approves is no sample any more', async () => {
    const { id: serviceId } = await serviceOf(hub, 'MS-001');
    const { serviceStandards } = await analyst.must(
      'query($f: ServiceStandardFilter) { serviceStandards(filter: $f) { nodes { id version isSample } } }',
      { f: { serviceId } },
    );
    const [sample] = serviceStandards.nodes;
    expect(sample.isSample).toBe(true);
    expect(await approve(analyst, sample, 'GOVERNMENT', { validFrom: '2026-05-01' })).toMatchObject({
      status: 'APPROVED',
      isSample: false,
    });
  });

  it('the database lets no two redactions be in force on one day, whoever writes them', async () => {
    const serviceId = await newService('S-OVERLAP');
    const { id } = await inForce(analyst, serviceId, '2026-05-01');
    const copy = sql`insert into service_standard (id, version, updated_at, updated_by, service_id, redaction, template_id, status, items, edits, valid_from, is_sample)
      select gen_random_uuid(), 1, updated_at, updated_by, service_id, 99, template_id, status, items, 0, date '2026-08-01', false from service_standard where id = ${id}`;
    await expect(hub.rows(copy)).rejects.toThrow(/service_standard_one_in_force/);
  });
});

describe('a draft', () => {
  it('is seen by the ministry and by the municipality whose it is; to others it does not exist, and they cannot change it', async () => {
    const serviceId = await newService('S-DRAFT');
    const national = await draft(analyst, serviceId);
    const local = await draft(clerk, serviceId, { municipalityId: place.id });
    const seenBy = async (client: Client) => {
      const data = await client.must('query($id: ID) { municipalService(id: $id) { standards { totalCount nodes { id } } } }', {
        id: serviceId,
      });
      const ids = data.municipalService.standards.nodes.map(({ id }: { id: string }) => id) as string[];
      expect(data.municipalService.standards.totalCount).toBe(ids.length);
      return ids;
    };
    expect(await seenBy(analyst)).toEqual([local.id, national.id]);
    expect(await seenBy(await hub.as('HEAD'))).toEqual([local.id, national.id]);
    expect(await seenBy(clerk)).toEqual([local.id]);
    for (const client of [stranger, hub.anonymous, await hub.as('AGENCY_SYSTEM')]) {
      expect(await seenBy(client)).toEqual([]);
      for (const { id } of [national, local]) {
        expect((await client.refused('query($id: ID!) { serviceStandard(id: $id) { id } }', { id }))[0]?.extensions.code).toBe('NOT_FOUND');
      }
    }
    const items = texts(template.required);
    for (const { id } of [national, local]) {
      expect(await call.refused(stranger, 'updateServiceStandard', { id, expectedVersion: 1, items })).toMatchObject({
        code: 'NOT_FOUND',
        path: ['input', 'id'],
      });
    }
    expect(await call.refused(clerk, 'updateServiceStandard', { id: national.id, expectedVersion: 1, items })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(
      await call.refused(stranger, 'draftServiceStandard', {
        serviceId,
        templateId: template.id,
        basedOnId: local.id,
        municipalityId: (await placeOf(hub, elsewhere)).id,
      }),
    ).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'basedOnId'],
    });
  });

  it('changes whole lists of items and norms; what is absent stays; norms that stay keep their ids', async () => {
    const begun = await edit(analyst, await draft(analyst, await newService('S-EDIT')), {
      norms: [fee, { kind: 'VISITS', amount: '2', unit: 'VISIT', act: act('Т-3') }],
    });
    const idOf = async (kind: string) => (await read(analyst, begun.id, `norm(kind: ${kind}) { id }`)).norm?.id as string | undefined;
    const before = await idOf('FEE');
    const changed = await edit(analyst, begun, { norms: [{ ...fee, amount: '21' }] });
    expect([await idOf('FEE'), await idOf('VISITS')]).toEqual([before, undefined]);
    const written = await edit(analyst, changed, { items: texts(['NAME']) });
    expect(await read(analyst, written.id, 'norms { amount }')).toEqual({ norms: [{ amount: '21' }] });
    expect(written.version).toBe(begun.version + 2);
  });

  it('of two who read the same version the second is told, though only norms were changed', async () => {
    const begun = await draft(analyst, await newService('S-RACE'));
    await edit(analyst, begun, { norms: [fee] });
    expect(await call.refused(analyst, 'updateServiceStandard', { id: begun.id, expectedVersion: begun.version, norms: [] })).toMatchObject(
      {
        code: 'CONFLICT',
        path: ['input', 'expectedVersion'],
        currentVersion: begun.version + 1,
      },
    );
  });

  it('two drafts begun at once are numbered one after the other', async () => {
    const serviceId = await newService('S-NUMBERS');
    const drafts = await Promise.all([draft(analyst, serviceId), draft(analyst, serviceId), draft(analyst, serviceId)]);
    expect(drafts.map(({ redaction }) => redaction).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  it('a double click begins one', async () => {
    const input = { serviceId: await newService('S-TWICE'), templateId: template.id, idempotencyKey: hub.key() };
    const click = () => call.done(analyst, 'draftServiceStandard', input, fields);
    const [one, two] = await Promise.all([click(), click()]);
    expect(one).toEqual(two);
  });

  it('tells all that is wrong at once', async () => {
    const { id } = await draft(analyst, await newService('S-WRONG'));
    const refusal = await call.refused(analyst, 'updateServiceStandard', {
      id,
      expectedVersion: 1,
      items: [...texts(['NAME', 'NO_SUCH', 'NAME'])],
      norms: [fee, { ...fee, unit: 'VISIT' }, { kind: 'VISITS', amount: '-1', unit: 'VISIT', act: act('Т-3') }],
    });
    const violations = refusal['violations'] as { code: string; rule?: string; path: string[] }[];
    expect(violations.map(({ code, rule, path }) => `${rule ?? code} ${path.join('.')}`)).toEqual([
      'R6 input.items.1.code',
      'BAD_USER_INPUT input.items.2.code',
      'R6 input.norms.1.unit',
      'BAD_USER_INPUT input.norms.2.amount',
    ]);
    expect(refusal).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R6', path: ['input', 'items', '1', 'code'] });
    expect((await read(analyst, id, 'version')).version).toBe(1);
  });
});

describe('drafting is refused', () => {
  it('for delegated state services, national and local alike (R5)', async () => {
    const { id: serviceId } = await serviceOf(hub, 'DS-001');
    for (const [client, change] of [
      [analyst, {}],
      [clerk, { municipalityId: place.id }],
    ] as const) {
      const refusal = await call.refused(client, 'draftServiceStandard', { serviceId, templateId: template.id, ...change });
      expect(refusal).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R5', path: ['input', 'serviceId'] });
    }
  });

  it('to a clerk for the nation, and for another municipality', async () => {
    const { id: serviceId } = await serviceOf(hub, 'MS-002');
    expect(await call.refused(clerk, 'draftServiceStandard', { serviceId, templateId: template.id })).toMatchObject({
      rule: 'ours:standard-keeper',
      path: ['input', 'municipalityId'],
    });
    const municipalityId = (await placeOf(hub, elsewhere)).id;
    expect(await call.refused(clerk, 'draftServiceStandard', { serviceId, templateId: template.id, municipalityId })).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'municipalityId'],
    });
  });

  it.each([
    ['a service that is not there', { serviceId: '01990000-0000-7000-8000-000000000000' }, 'NOT_FOUND', 'serviceId'],
    ['a template that is not there', { templateId: '01990000-0000-7000-8000-000000000000' }, 'NOT_FOUND', 'templateId'],
    ['a municipality that is not there', { municipalityId: '01990000-0000-7000-8000-000000000000' }, 'NOT_FOUND', 'municipalityId'],
    ['a base that is not there', { basedOnId: '01990000-0000-7000-8000-000000000000' }, 'NOT_FOUND', 'basedOnId'],
  ])('with %s', async (_, change, code, field) => {
    const { id: serviceId } = await serviceOf(hub, 'MS-002');
    expect(await call.refused(analyst, 'draftServiceStandard', { serviceId, templateId: template.id, ...change })).toMatchObject({
      code,
      path: ['input', field],
    });
  });

  it("with another service's redaction as its base", async () => {
    const { id: basedOnId } = await draft(analyst, await newService('S-BASE'));
    const { id: serviceId } = await serviceOf(hub, 'MS-002');
    expect(await call.refused(analyst, 'draftServiceStandard', { serviceId, templateId: template.id, basedOnId })).toMatchObject({
      code: 'BAD_USER_INPUT',
      path: ['input', 'basedOnId'],
    });
  });

  it('for the nation, of a service of an additional register', async () => {
    const serviceId = await newService('S-ADDITIONAL', { tier: 'ADDITIONAL' });
    expect(await call.refused(analyst, 'draftServiceStandard', { serviceId, templateId: template.id })).toMatchObject({
      rule: 'ours:additional-standard-is-local',
    });
    expect(await draft(clerk, serviceId, { municipalityId: place.id })).toMatchObject({ redaction: 1, municipality: { soate: home } });
  });
});

describe('approval is refused (R2, R6)', () => {
  it('while required items are not written, naming each; the button says so before', async () => {
    const begun = await edit(analyst, await draft(analyst, await newService('S-EMPTY')), { items: texts(template.required.slice(2)) });
    const refusal = await call.refused(analyst, 'recordStandardApproval', {
      id: begun.id,
      expectedVersion: begun.version,
      body: 'GOVERNMENT',
      act: act('1'),
      validFrom: '2026-05-01',
    });
    expect(refusal).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R6', path: ['items', template.required[0]] });
    expect((refusal['violations'] as { path: string[] }[]).map(({ path }) => path[1])).toEqual(template.required.slice(0, 2));
    const { availableActions } = await read(analyst, begun.id, 'availableActions { mutation isAllowed refusal { rule path } }');
    expect(availableActions).toEqual([
      { mutation: 'updateServiceStandard', isAllowed: true, refusal: null },
      { mutation: 'recordStandardApproval', isAllowed: false, refusal: { rule: 'R6', path: ['items', template.required[0]] } },
      { mutation: 'withdrawServiceStandard', isAllowed: false, refusal: { rule: 'ours:standard-workflow', path: [] } },
    ]);
  });

  it('while a text has no Russian', async () => {
    const items = texts(template.required).map(({ code, text }) => ({ code, text: code === 'FEE' ? { ky: text.ky } : text }));
    const begun = await edit(analyst, await draft(analyst, await newService('S-KYRGYZ')), { items });
    const refusal = await call.refused(analyst, 'recordStandardApproval', {
      id: begun.id,
      expectedVersion: begun.version,
      body: 'GOVERNMENT',
      act: act('1'),
      validFrom: '2026-05-01',
    });
    expect(refusal).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:translated-before-published', path: ['items', 'FEE'] });
  });

  it.each([
    ['a council for the nation', 'S-A1', { body: 'LOCAL_COUNCIL' }, 'R2', 'body'],
    ['without a first day', 'S-A2', { validFrom: null }, 'BAD_USER_INPUT', 'validFrom'],
    ['in force before its act', 'S-A3', { act: act('1', '2026-03-01'), validFrom: '2026-02-28' }, 'R2', 'validFrom'],
    ['by an act of tomorrow', 'S-A4', { act: act('1', '2026-04-02') }, 'BAD_USER_INPUT', 'act.adoptedOn'],
    [
      'in force before the service is',
      'S-A5',
      { act: act('1', '2025-01-01'), validFrom: '2025-12-31' },
      'ours:service-in-force',
      'validFrom',
    ],
    ['on a stale version', 'S-A6', { expectedVersion: 1 }, 'CONFLICT', 'expectedVersion'],
  ])('%s', async (_, code, change, expected, path) => {
    const begun = await edit(analyst, await draft(analyst, await newService(code)));
    const input = { id: begun.id, expectedVersion: begun.version, body: 'GOVERNMENT', act: act('1'), validFrom: '2026-05-01', ...change };
    const refusal = await call.refused(analyst, 'recordStandardApproval', input);
    expect([refusal.rule ?? refusal.code, refusal.path?.slice(1).join('.')]).toEqual([expected, path]);
  });

  it('twice by one body, before the redaction in force began, and after it was withdrawn', async () => {
    const serviceId = await newService('S-ORDER');
    const first = await inForce(analyst, serviceId, '2026-05-01');
    const approval = { body: 'GOVERNMENT', act: act('2') };
    expect(
      await call.refused(analyst, 'recordStandardApproval', { id: first.id, expectedVersion: first.version, ...approval }),
    ).toMatchObject({ code: 'CONFLICT', path: ['input', 'body'] });
    const next = await edit(analyst, await draft(analyst, serviceId));
    for (const validFrom of ['2026-05-01', '2026-04-30']) {
      const refusal = await call.refused(analyst, 'recordStandardApproval', {
        id: next.id,
        expectedVersion: next.version,
        ...approval,
        validFrom,
      });
      expect(refusal).toMatchObject({ rule: 'ours:redactions-in-order', path: ['input', 'validFrom'] });
    }
    const withdrawal = { id: first.id, expectedVersion: first.version, validTo: '2026-06-01', act: act('3') };
    await call.done(analyst, 'withdrawServiceStandard', withdrawal, fields);
    expect(
      await call.refused(analyst, 'recordStandardApproval', { id: first.id, expectedVersion: first.version + 1, ...approval }),
    ).toMatchObject({ rule: 'ours:standard-workflow' });
    expect(await call.refused(analyst, 'withdrawServiceStandard', { ...withdrawal, expectedVersion: first.version + 1 })).toMatchObject({
      rule: 'ours:standard-workflow',
    });
  });

  it('of two redactions approved at once for one day one is in force, the other refused', async () => {
    const serviceId = await newService('S-AT-ONCE');
    const drafts = [await edit(analyst, await draft(analyst, serviceId)), await edit(analyst, await draft(analyst, serviceId))];
    const outcomes = await Promise.allSettled(
      drafts.map((standard) => approve(analyst, standard, 'GOVERNMENT', { validFrom: '2026-05-01' })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(String(refused?.reason)).toContain('ours:redactions-in-order');
    const inForceOn = await hub.rows(sql`select 1 from service_standard where service_id = ${serviceId} and status = 'APPROVED'`);
    expect(inForceOn).toHaveLength(1);
  });

  it('an approved redaction is not changed, and is withdrawn only within its time and not before the act', async () => {
    const { id, version } = await inForce(analyst, await newService('S-APPROVED'), '2026-05-01');
    expect(await call.refused(analyst, 'updateServiceStandard', { id, expectedVersion: version, items: [] })).toMatchObject({
      rule: 'ours:standard-workflow',
    });
    for (const [validTo, adoptedOn, expected] of [
      ['2026-04-30', '2026-02-01', 'BAD_USER_INPUT'],
      ['2026-05-01', '2026-04-02', 'BAD_USER_INPUT'],
    ] as const) {
      const refusal = await call.refused(analyst, 'withdrawServiceStandard', {
        id,
        expectedVersion: version,
        validTo,
        act: act('4', adoptedOn),
      });
      expect(refusal.rule ?? refusal.code).toBe(expected);
    }
  });
});

describe("a municipality's own redaction", () => {
  it('is approved by its council, goes before the national one there and nowhere else, and shows how it differs from it', async () => {
    const serviceId = await newService('S-LOCAL');
    const national = await inForce(
      analyst,
      serviceId,
      '2026-03-01',
      {},
      { items: texts([...template.required, 'WAITING_TIME']), norms: [fee] },
    );
    const begun = await draft(clerk, serviceId, { municipalityId: place.id, basedOnId: national.id });
    expect(begun).toMatchObject({ redaction: 1, municipality: { soate: home } });
    const items = texts([...template.required, 'VISITS']).map((item) =>
      item.code === 'FEE' ? { ...item, text: { ky: 'арзаныраак', ru: 'дешевле' } } : item,
    );
    const written = await edit(clerk, begun, { items, norms: [{ ...fee, amount: '15' }] });
    const local = await approve(clerk, written, 'LOCAL_COUNCIL', { validFrom: '2026-04-01' });

    const { differences } = await read(hub.anonymous, local.id, 'differences { code change templateText(lang: RU) localText(lang: RU) }');
    type Difference = { code: string; change: string };
    expect(differences.filter(({ change }: Difference) => change !== 'SAME')).toEqual([
      { code: 'WAITING_TIME', change: 'REMOVED', templateText: 'текст WAITING_TIME ru', localText: null },
      { code: 'VISITS', change: 'ADDED', templateText: null, localText: 'текст VISITS ru' },
      { code: 'FEE', change: 'CHANGED', templateText: 'текст FEE ru', localText: 'дешевле' },
    ]);
    expect(differences.filter(({ change }: Difference) => change === 'SAME')).toHaveLength(template.required.length - 1);

    const standardIn = async (municipalityId: string | null, day: string) =>
      (
        await hub.anonymous.must(
          'query($id: ID, $municipalityId: ID, $day: LocalDate) { municipalService(id: $id) { standard(municipalityId: $municipalityId, inForceOn: $day) { id norm(kind: FEE) { amount } } } }',
          { id: serviceId, municipalityId, day },
        )
      ).municipalService.standard;
    const there = (await placeOf(hub, elsewhere)).id;
    expect(await standardIn(place.id, '2026-04-01')).toEqual({ id: local.id, norm: { amount: '15' } });
    expect(await standardIn(place.id, '2026-03-31')).toMatchObject({ id: national.id });
    expect(await standardIn(there, '2026-04-01')).toMatchObject({ id: national.id });
    expect(await standardIn(null, '2026-04-01')).toMatchObject({ id: national.id });
  }, 60_000);

  it("is not put in force by the Government's approval alone; that is recorded by the responsible unit, and freezes the text", async () => {
    const serviceId = await newService('S-BOTH');
    const written = await edit(clerk, await draft(clerk, serviceId, { municipalityId: place.id }));
    expect(
      await call.refused(clerk, 'recordStandardApproval', {
        id: written.id,
        expectedVersion: written.version,
        body: 'GOVERNMENT',
        act: act('1'),
      }),
    ).toMatchObject({ rule: 'R2', path: ['input', 'body'] });
    expect(
      await call.refused(analyst, 'recordStandardApproval', {
        id: written.id,
        expectedVersion: written.version,
        body: 'GOVERNMENT',
        act: act('1'),
        validFrom: '2026-05-01',
      }),
    ).toMatchObject({
      code: 'BAD_USER_INPUT',
      path: ['input', 'validFrom'],
    });
    const byGovernment = await approve(analyst, written, 'GOVERNMENT');
    expect(byGovernment).toMatchObject({ status: 'DRAFT', validFrom: null, version: written.version + 1 });
    expect(
      await call.refused(clerk, 'updateServiceStandard', { id: written.id, expectedVersion: byGovernment.version, items: [] }),
    ).toMatchObject({ rule: 'ours:standard-workflow' });
    const byCouncil = await approve(clerk, byGovernment, 'LOCAL_COUNCIL', { validFrom: '2026-05-01' });
    expect(byCouncil).toMatchObject({ status: 'APPROVED', validFrom: '2026-05-01' });
    expect(await read(hub.anonymous, written.id, 'approvals { body }')).toEqual({
      approvals: [{ body: 'GOVERNMENT' }, { body: 'LOCAL_COUNCIL' }],
    });
  });

  it('of another municipality is read once approved, and changed by nobody else', async () => {
    const { id, version } = await inForce(clerk, await newService('S-OTHER'), '2026-04-01', { municipalityId: place.id });
    expect(await read(stranger, id, 'status')).toEqual({ status: 'APPROVED' });
    const withdrawal = { id, expectedVersion: version, validTo: '2026-06-01', act: act('5') };
    expect(await call.refused(stranger, 'withdrawServiceStandard', withdrawal)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'id'] });
    const { availableActions } = await read(stranger, id, 'availableActions { isAllowed refusal { code } }');
    expect(availableActions).toEqual(Array.from({ length: 3 }, () => ({ isAllowed: false, refusal: { code: 'NOT_FOUND' } })));
  });

  it('of a service without a national standard differs from the template: all of it is added', async () => {
    const { id } = await draft(clerk, await newService('S-ALONE'), { municipalityId: place.id });
    await edit(clerk, (await read(clerk, id, 'id version')) as Standard);
    const { differences } = await read(clerk, id, 'differences { change }');
    expect(new Set(differences.map(({ change }: { change: string }) => change))).toEqual(new Set(['ADDED']));
  });
});

describe('the list of redactions', () => {
  it('page by page is the whole list, and its filters join', async () => {
    const serviceId = await newService('S-LIST');
    await inForce(analyst, serviceId, '2026-03-01');
    await inForce(analyst, serviceId, '2026-04-01');
    await draft(analyst, serviceId);
    await inForce(clerk, serviceId, '2026-04-01', { municipalityId: place.id });
    const ids = (filter: string, first?: number) =>
      everyPage<{ redaction: number; status: string }>(
        analyst,
        (page) => `serviceStandards(filter: { serviceId: "${serviceId}"${filter} }, ${page})`,
        'redaction status municipality { soate }',
        first,
      );
    expect(await ids('', 1)).toEqual(await ids('', 100));
    expect(await ids('')).toHaveLength(4);
    expect((await ids(', inForceOn: "2026-03-31"')).map(({ redaction }) => redaction)).toEqual([1]);
    expect(await ids(', inForceOn: "2026-04-01"')).toHaveLength(2);
    expect((await ids(', statuses: [DRAFT]')).map(({ redaction }) => redaction)).toEqual([3]);
    expect(await ids(`, municipalityId: "${place.id}"`)).toEqual([{ redaction: 1, status: 'APPROVED', municipality: { soate: home } }]);
  });
});
