import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';

const first = '41708213826000';
const second = '41702215835000';

let hub: TestHub;
let admin: Client;
let clerk: Client;
beforeAll(async () => {
  hub = await startHub();
  admin = await hub.as('ADMIN');
  clerk = await hub.as('PROVIDER', { soate: first });
});
afterAll(() => hub.stop());

interface Node {
  id: string;
  name: string;
  [key: string]: unknown;
}

/** Every entry of a list, page by page. */
async function everyPage(client: Client, field: string, args: string, selection: string): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const data = await client.must(
      `query($after: String) { list: ${field}(first: 100, after: $after${args}) { nodes { id name(lang: KY) ${selection} } pageInfo { hasNextPage endCursor } } }`,
      {
        after,
      },
    );
    nodes.push(...(data.list.nodes as Node[]));
    if (!data.list.pageInfo.hasNextPage) return nodes;
    after = data.list.pageInfo.endCursor as string;
  }
}

describe('the administrative division', () => {
  it('answers all 545 units, each once, in the order of the Kyrgyz alphabet', async () => {
    const units = await everyPage(hub.anonymous, 'administrativeUnits', '', 'code');
    expect(units.length).toBe(545);
    expect(new Set(units.map(({ id }) => id)).size).toBe(545);
    const collator = new Intl.Collator('ky');
    const names = units.map(({ name }) => name);
    expect(names).toEqual(names.toSorted(collator.compare));
  });

  it('puts ң after н, ө after о and ү after у', async () => {
    const units = await everyPage(hub.anonymous, 'administrativeUnits', ', orderBy: NAME_DESC', '');
    const letters = [...new Set(units.map(({ name }) => name[0]?.toLowerCase() ?? ''))].filter((letter) => /[а-яңөүё]/.test(letter));
    const alphabet = 'абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя';
    expect(letters).toEqual(letters.toSorted((a, b) => alphabet.indexOf(b) - alphabet.indexOf(a)));
  });

  it('has a municipality for each of the 484 self-government units, none confirmed, none with a known beginning', async () => {
    const municipalities = await everyPage(hub.anonymous, 'municipalities', '', 'isConfirmed validFrom unit { level }');
    expect(municipalities.length).toBe(484);
    expect(new Set(municipalities.map(({ isConfirmed, validFrom }) => `${String(isConfirmed)} ${String(validFrom)}`))).toEqual(
      new Set(['false null']),
    );
    expect(new Set(municipalities.map(({ unit }) => (unit as { level: string }).level))).toEqual(
      new Set(['REPUBLICAN_CITY', 'OBLAST_CITY', 'TOWN', 'AIYL_AIMAK']),
    );
  });

  it('says which names were suggested by us and not attested', async () => {
    const units = await everyPage(hub.anonymous, 'administrativeUnits', '', 'isNameVerified');
    expect(units.filter(({ isNameVerified }) => isNameVerified === true).length).toBe(135);
  });

  it('leads up to the region and down to the children', async () => {
    const { administrativeUnit: talas } = await hub.anonymous.must(
      `{ administrativeUnit(code: "41707000000000") { name(lang: RU) region { code } parent { level } children(first: 100) { totalCount nodes { parent { code } } } } }`,
    );
    expect(talas).toMatchObject({ name: 'Таласская область', region: { code: '41707000000000' }, parent: { level: 'COUNTRY' } });
    const parents = talas.children.nodes.map(({ parent }: { parent: { code: string } }) => parent.code);
    expect(new Set(parents)).toEqual(new Set(['41707000000000']));
    expect(talas.children.totalCount).toBe(talas.children.nodes.length);
  });

  it('serves the language asked for, and says when it fell back', async () => {
    const answer = await hub.anonymous.query(
      '{ municipality(soate: "41708213826000") { name(lang: RU) nameTranslations { ky ru en servedLanguage } } }',
      {},
      { 'accept-language': 'en' },
    );
    expect(answer.headers.get('content-language')).toBe('en');
    expect(answer.data.municipality.nameTranslations).toMatchObject({ ru: answer.data.municipality.name });
  });
});

describe('searching for a name', () => {
  const cases: [string, string, string][] = [
    ['in Kyrgyz', 'Ысык-Көл', 'Ысык-Көл облусу'],
    ['typed with Russian letters for ө and ү', 'Ысык-Кол', 'Ысык-Көл облусу'],
    ['in Russian', 'Иссык-Кульская', 'Ысык-Көл облусу'],
    ['with one wrong letter', 'Жалал-Обад', 'Жалал-Абад облусу'],
    ['by the beginning of a word', 'нары', 'Нарын облусу'],
    ['in capitals', 'БАТКЕН', 'Баткен облусу'],
  ];
  it.each(cases)('finds it %s: %s', async (_, search, expected) => {
    const { administrativeUnits } = await hub.anonymous.must(
      'query($search: String) { administrativeUnits(filter: { search: $search, levels: [OBLAST] }) { nodes { name(lang: KY) } } }',
      { search },
    );
    expect(administrativeUnits.nodes.map(({ name }: Node) => name)).toContain(expected);
  });

  it('does not find what is two letters off', async () => {
    const { administrativeUnits } = await hub.anonymous.must(
      '{ administrativeUnits(filter: { search: "Жылыл", levels: [OBLAST] }) { totalCount } }',
    );
    expect(administrativeUnits.totalCount).toBe(0);
  });

  it('treats what SQL or a pattern would read specially as letters', async () => {
    for (const search of ["'; drop table municipality; --", '%%', '\\\\', '_ _', '""']) {
      const { errors } = await hub.anonymous.query(
        'query($search: String) { municipalities(filter: { search: $search }) { totalCount } }',
        { search },
      );
      expect(errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain('INTERNAL_SERVER_ERROR');
    }
  });

  it('refuses a search of one letter', async () => {
    const [error] = await hub.anonymous.refused('{ municipalities(filter: { search: "а" }) { totalCount } }');
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['filter', 'search'] });
  });
});

describe('a lookup', () => {
  it('takes exactly one key', async () => {
    for (const keys of ['', `(soate: "${first}", id: "01900000-0000-7000-8000-000000000000")`]) {
      const [error] = await hub.anonymous.refused(`{ municipality${keys} { id } }`);
      expect(error?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('answers NOT_FOUND at its own path, and the rest of the operation all the same', async () => {
    const { data, errors } = await hub.anonymous.query(
      `{ a: municipality(soate: "00000000000000") { id } b: municipality(soate: "${first}") { soate } }`,
    );
    expect(data).toMatchObject({ a: null, b: { soate: first } });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['a'], 'NOT_FOUND']]);
  });
});

describe('an id', () => {
  it('is the same id in capitals, and what is no id is not found without spoiling its neighbours', async () => {
    const { municipality } = await hub.anonymous.must(`{ municipality(soate: "${first}") { id } }`);
    const { data, errors } = await hub.anonymous.query(
      'query($id: ID!) { a: municipality(id: $id) { soate } b: municipality(id: "zzz") { id } c: municipality(id: $id) { id } }',
      {
        id: municipality.id.toUpperCase(),
      },
    );
    expect(data).toEqual({ a: { soate: first }, b: null, c: { id: municipality.id } });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
  });
});

describe('a page', () => {
  it('refuses a cursor of another list, order or filter, and one that is no cursor', async () => {
    const { municipalities } = await hub.anonymous.must('{ municipalities(first: 1) { pageInfo { endCursor } } }');
    const after = municipalities.pageInfo.endCursor as string;
    for (const [field, cursor] of [
      ['municipalities(first: 1, orderBy: NAME_DESC, after: $after)', after],
      ['municipalities(first: 1, filter: { regionCode: "41707000000000" }, after: $after)', after],
      ['administrativeUnits(first: 1, after: $after)', after],
      ['municipalities(first: 1, after: $after)', 'bm9uc2Vuc2U'],
      ['municipalities(first: 1, after: $after)', ''],
    ]) {
      const [error] = await hub.anonymous.refused(`query($after: String) { ${field} { nodes { id } } }`, { after: cursor });
      expect(error?.extensions, field).toMatchObject({ code: 'BAD_USER_INPUT', path: ['after'] });
    }
  });

  it('holds 1 to 100 entries', async () => {
    for (const size of [0, -1, 101]) {
      const [error] = await hub.anonymous.refused(`{ municipalities(first: ${size}) { nodes { id } } }`);
      expect(error?.extensions, String(size)).toMatchObject({ code: 'BAD_USER_INPUT', path: ['first'] });
    }
  });
});

const addContact = 'mutation($input: AddContactInput!) { addContact(input: $input) { municipality { contacts { id email state } } } }';

describe('a contact', () => {
  const email = 'clerk@aiyl.example';

  it('is mailed a link, and is verified by its token only', async () => {
    const { municipality } = await clerk.must(`{ municipality(soate: "${first}") { id } }`);
    const { addContact: added } = await clerk.must(addContact, {
      input: { municipalityId: municipality.id, contact: { name: 'Айжан', email, language: 'RU' }, idempotencyKey: hub.key() },
    });
    expect(added.municipality.contacts).toMatchObject([{ email, state: 'UNVERIFIED' }]);
    const [mail] = await hub.mails.waitFor(1);
    const token = /confirm#([\w-]+)/.exec(mail?.parsed.text ?? '')?.[1];
    const confirm = 'mutation($input: ConfirmContactInput!) { confirmContact(input: $input) { isConfirmed } }';
    const [wrong] = await hub.anonymous.refused(confirm, { input: { token: 'x'.repeat(43), idempotencyKey: hub.key() } });
    expect(wrong?.extensions.code).toBe('BAD_USER_INPUT');
    expect(await hub.anonymous.must(confirm, { input: { token, idempotencyKey: hub.key() } })).toEqual({
      confirmContact: { isConfirmed: true },
    });
    const after = await clerk.must(`{ municipality(soate: "${first}") { contacts { state } } }`);
    expect(after.municipality.contacts).toEqual([{ state: 'VERIFIED' }]);
  });

  it('is seen by its own municipality and the ministry, and by nobody else', async () => {
    const query = `{ municipality(soate: "${first}") { contacts { email } xroadMemberIds } }`;
    const stranger = await hub.as('PROVIDER', { soate: second });
    expect((await hub.anonymous.must(query)).municipality).toEqual({ contacts: null, xroadMemberIds: null });
    expect((await stranger.must(query)).municipality.contacts).toBeNull();
    expect((await clerk.must(query)).municipality.contacts).toEqual([{ email }]);
    expect((await admin.must(query)).municipality.contacts).toEqual([{ email }]);
  });

  it("is not added to another's municipality: that is not found", async () => {
    const { municipality } = await clerk.must(`{ municipality(soate: "${second}") { id } }`);
    const [error] = await clerk.refused(addContact, {
      input: { municipalityId: municipality.id, contact: { name: 'Я', email }, idempotencyKey: hub.key() },
    });
    expect(error?.extensions.code).toBe('NOT_FOUND');
  });
});

const update =
  'mutation($input: UpdateMunicipalityInput!) { updateMunicipality(input: $input) { municipality { version officialEmail population { count year source } } } }';

describe('changing a municipality', () => {
  const idOf = async (soate: string) =>
    (await admin.must(`{ municipality(soate: "${soate}") { id version } }`)).municipality as { id: string; version: number };

  it('is done once, however often the same key and input come', async () => {
    const { id, version } = await idOf(second);
    const input = { id, expectedVersion: version, officialEmail: 'ayil@aiyl.example', idempotencyKey: hub.key() };
    const answers = await Promise.all([admin.must(update, { input }), admin.must(update, { input }), admin.must(update, { input })]);
    for (const answer of answers)
      expect(answer.updateMunicipality.municipality).toMatchObject({ version: version + 1, officialEmail: 'ayil@aiyl.example' });
    const entries = await hub.rows(sql`select 1 from audit_entry where subject_id = ${id} and action = 'updateMunicipality'`);
    expect(entries.length).toBe(1);
  });

  it('refuses the same key with other input', async () => {
    const { id, version } = await idOf(second);
    const input = { id, expectedVersion: version, officialEmail: 'a@aiyl.example', idempotencyKey: hub.key() };
    await admin.must(update, { input });
    const [error] = await admin.refused(update, { input: { ...input, officialEmail: 'b@aiyl.example' } });
    expect(error?.extensions).toMatchObject({ code: 'CONFLICT', path: ['input', 'idempotencyKey'] });
  });

  it('tells a stale version which one is current', async () => {
    const { id, version } = await idOf(second);
    const [error] = await admin.refused(update, {
      input: { id, expectedVersion: version - 1, officialEmail: null, idempotencyKey: hub.key() },
    });
    expect(error?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: version });
  });

  it('lets only one of two who change the same version at once', async () => {
    const { id, version } = await idOf(second);
    const change = (officialEmail: string) =>
      admin.query(update, { input: { id, expectedVersion: version, officialEmail, idempotencyKey: hub.key() } });
    const answers = await Promise.all(['x@aiyl.example', 'y@aiyl.example', 'z@aiyl.example'].map(change));
    expect(answers.filter(({ errors }) => !errors).length).toBe(1);
    expect(new Set(answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? []))).toEqual(new Set(['CONFLICT']));
    expect((await idOf(second)).version).toBe(version + 1);
  });

  it('clears what is null and leaves what is absent', async () => {
    const { id, version } = await idOf(second);
    const filled = await admin.must(update, {
      input: {
        id,
        expectedVersion: version,
        officialEmail: 'c@aiyl.example',
        population: 1200,
        populationYear: 2022,
        populationSource: 'census',
        idempotencyKey: hub.key(),
      },
    });
    expect(filled.updateMunicipality.municipality.population).toEqual({ count: 1200, year: 2022, source: 'census' });
    const cleared = await admin.must(update, { input: { id, expectedVersion: version + 1, population: null, idempotencyKey: hub.key() } });
    expect(cleared.updateMunicipality.municipality).toMatchObject({ population: null, officialEmail: 'c@aiyl.example' });
  });

  it('wants the year and the source with a population, and keeps nothing of what it refuses', async () => {
    const { id, version } = await idOf(second);
    const [error] = await admin.refused(update, {
      input: { id, expectedVersion: version, officialEmail: 'lost@aiyl.example', population: 5, idempotencyKey: hub.key() },
    });
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'populationYear'] });
    expect((await admin.must(`{ municipality(soate: "${second}") { officialEmail version } }`)).municipality).toMatchObject({
      officialEmail: 'c@aiyl.example',
      version,
    });
  });
});

describe('a succession', () => {
  it('ends the predecessor on its day and deletes nothing', async () => {
    const soates = ['41703225843000', '41708213826000'];
    const ids = await Promise.all(
      soates.map(async (soate) => (await admin.must(`{ municipality(soate: "${soate}") { id } }`)).municipality.id as string),
    );
    const act = { kind: 'law', number: '1', adoptedOn: '2026-02-01', title: { ky: 'Үлгү' } };
    const record =
      'mutation($input: RecordSuccessionInput!) { recordSuccession(input: $input) { succession { kind predecessors { soate } successors { soate } } } }';
    const input = { kind: 'MERGE', onDate: '2026-07-01', act, predecessorIds: [ids[0]], successorIds: [ids[1]], idempotencyKey: hub.key() };
    const [wrong] = await admin.refused(record, { input: { ...input, kind: 'SPLIT', idempotencyKey: hub.key() } });
    expect(wrong?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:succession-shape' });
    expect((await admin.must(record, { input })).recordSuccession.succession).toEqual({
      kind: 'MERGE',
      predecessors: [{ soate: soates[0] }],
      successors: [{ soate: soates[1] }],
    });
    const on = async (day: string) =>
      (await hub.anonymous.query(`{ municipality(soate: "${soates[0]}", inForceOn: "${day}") { validTo successors { onDate } } }`)).data
        .municipality;
    expect(await on('2026-06-30')).toEqual({ validTo: '2026-07-01', successors: [{ onDate: '2026-07-01' }] });
    expect(await on('2026-07-01')).toBeNull();
    const { municipality } = await admin.must(`{ municipality(id: "${ids[0]}") { providers { nodes { validTo } } } }`);
    expect(municipality.providers.nodes, 'what provides services there ends with it').toEqual([{ validTo: '2026-07-01' }]);
    const again = { ...input, idempotencyKey: hub.key() };
    expect((await admin.refused(record, { input: again }))[0]?.extensions, 'it ends once').toMatchObject({
      rule: 'ours:succession-once',
      path: ['input', 'predecessorIds', '0'],
    });
    const back = { ...again, kind: 'RENAME', onDate: '2026-08-01', predecessorIds: [ids[1]], successorIds: [ids[0]] };
    expect((await admin.refused(record, { input: back }))[0]?.extensions, 'nobody could file for what is gone').toMatchObject({
      rule: 'ours:succession-in-force',
      path: ['input', 'successorIds', '0'],
    });
  });

  it('recorded twice at once stands once', async () => {
    const [one, other] = await hub.rows<{ id: string }>(
      sql`select id from municipality where valid_to is null order by soate desc limit 2`,
    );
    const record = 'mutation($input: RecordSuccessionInput!) { recordSuccession(input: $input) { succession { id } } }';
    const act = { kind: 'law', number: '2', adoptedOn: '2026-02-01', title: { ky: 'Үлгү' } };
    const input = { kind: 'MERGE', onDate: '2026-08-01', act, predecessorIds: [one?.id], successorIds: [other?.id] };
    const answers = await Promise.all([1, 2, 3].map(() => admin.query(record, { input: { ...input, idempotencyKey: hub.key() } })));
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.rule ?? 'recorded').toSorted()).toEqual([
      'ours:succession-once',
      'ours:succession-once',
      'recorded',
    ]);
  });
});
