import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { commands } from '../service-registry/registry.fixture.ts';

let hub: TestHub;
let analyst: Client;
let call: ReturnType<typeof commands>;
const start = async () => {
  hub = await startHub();
  analyst = await hub.as('ANALYST');
  call = commands(hub);
};
const stop = () => hub.stop();

interface Category {
  code: string;
  version: number;
  name: string;
  indicator: string | null;
  isSample: boolean;
  parent: { code: string } | null;
  children: { code: string }[];
}
const fields = 'code version name(lang: EN) nameTranslations { ky ru en } indicator isSample parent { code } children { code }';
const taxonomy = async (): Promise<Category[]> => (await hub.anonymous.must(`{ problemCategories { ${fields} } }`)).problemCategories;
const find = async (code: string): Promise<Category | undefined> => (await taxonomy()).find((category) => category.code === code);
const name = { ky: 'Сууга байланыштуу', ru: 'Про воду', en: 'On water' };
const save = (input: Record<string, unknown>): Promise<Category> =>
  call.done(analyst, 'saveProblemCategory', { name, ...input }, `{ problemCategory { ${fields} } }`);
const refused = (input: Record<string, unknown>, client = analyst) => call.refused(client, 'saveProblemCategory', { name, ...input });

describe('the taxonomy of problems (R-III.1.2)', () => {
  beforeAll(start);
  afterAll(stop);

  it('begins as our sample, says so, and is public', async () => {
    const categories = await taxonomy();
    expect(categories).toHaveLength(43);
    expect(categories.every(({ isSample, indicator }) => isSample && indicator !== null)).toBe(true);
    expect(categories.filter(({ parent }) => parent === null)).toHaveLength(9);
  });

  it('gives each group, followed by what is in it', async () => {
    const categories = await taxonomy();
    const groups = categories.filter(({ parent }) => parent === null);
    expect(categories.map(({ code }) => code)).toEqual(
      groups.flatMap(({ code, children }) => [code, ...children.map((child) => child.code)]),
    );
    expect(groups.map(({ code }) => code)).toEqual([
      'INFO',
      'PROCEDURE',
      'TIME',
      'COST',
      'ELECTRONIC',
      'AVAILABILITY',
      'QUALITY',
      'CONDUCT',
      'COMPLAINT',
    ]);
    expect(await find('TIME_QUEUE')).toMatchObject({
      name: 'Long waiting in the queue',
      indicator: 'R-II.2',
      parent: { code: 'TIME' },
      children: [],
    });
  });
});

describe('saving a category', () => {
  beforeEach(start);
  afterEach(stop);

  it('enters it as the last of its group, with the indicator of the group', async () => {
    expect(await save({ code: 'TIME_WATER', parentCode: 'TIME' })).toMatchObject({
      version: 1,
      name: 'On water',
      nameTranslations: name,
      indicator: 'R-II.2',
      isSample: false,
      parent: { code: 'TIME' },
    });
    expect((await find('TIME'))?.children.map(({ code }) => code)).toEqual([
      'TIME_LATE',
      'TIME_QUEUE',
      'TIME_VISITS',
      'TIME_HOURS',
      'TIME_WATER',
    ]);
    expect(await save({ code: 'WATER' })).toMatchObject({ parent: null, indicator: null });
    expect((await taxonomy()).at(-1)?.code).toBe('WATER');
  });

  it('changes it with its version: absent stays, null clears, and it is a sample no more', async () => {
    const changed = await save({ code: 'TIME_QUEUE', expectedVersion: 1 });
    expect(changed).toMatchObject({ version: 2, name: 'On water', indicator: 'R-II.2', parent: { code: 'TIME' }, isSample: false });
    expect((await find('TIME'))?.children[1], 'in its old place').toEqual({ code: 'TIME_QUEUE' });
    expect(await save({ code: 'TIME_QUEUE', expectedVersion: 2, parentCode: null, indicator: null })).toMatchObject({
      version: 3,
      parent: null,
      indicator: null,
    });
    expect(await save({ code: 'TIME_QUEUE', expectedVersion: 3, parentCode: 'INFO', indicator: 'R-II.6' })).toMatchObject({
      parent: { code: 'INFO' },
      indicator: 'R-II.6',
    });
    expect((await find('INFO'))?.children.at(-1)).toEqual({ code: 'TIME_QUEUE' });
  });

  it('without a version only enters: a code that is there is CONFLICT, and so is a stale version', async () => {
    expect(await refused({ code: 'TIME_QUEUE' })).toMatchObject({ code: 'CONFLICT', path: ['input', 'code'], currentVersion: 1 });
    await save({ code: 'TIME_QUEUE', expectedVersion: 1 });
    expect(await refused({ code: 'TIME_QUEUE', expectedVersion: 1 })).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
  });

  it('with the same key again is answered as the first time', async () => {
    const idempotencyKey = hub.key();
    const both = [await save({ code: 'WATER', idempotencyKey }), await save({ code: 'WATER', idempotencyKey })];
    expect(both.map(({ version }) => version)).toEqual([1, 1]);
    expect((await taxonomy()).filter(({ code }) => code === 'WATER')).toHaveLength(1);
  });

  it('refuses the hundredth category, however many come at once', async () => {
    for (let n = 43; n < 97; n += 1) await save({ code: `N_${n}` });
    const last = await Promise.allSettled(['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => save({ code: `LAST_${letter}` })));
    expect(last.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await taxonomy()).toHaveLength(99);
    expect(await refused({ code: 'ONE_MORE' })).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:taxonomy-size' });
  });
});

describe('what is refused, and so changes nothing', () => {
  beforeAll(start);
  afterAll(stop);

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a code in small letters', { code: 'water' }, { code: 'BAD_USER_INPUT', path: ['input', 'code'] }],
    [
      'a name without Russian',
      { code: 'WATER', name: { ky: 'Суу' } },
      { rule: 'ours:translated-before-published', path: ['input', 'name'] },
    ],
    ['an indicator that there is not', { code: 'WATER', indicator: 'R-III.1' }, { code: 'BAD_USER_INPUT', path: ['input', 'indicator'] }],
    ['a group that nobody knows', { code: 'WATER', parentCode: 'NOPE' }, { code: 'NOT_FOUND', path: ['input', 'parentCode'] }],
    ['a version of what is not there', { code: 'WATER', expectedVersion: 1 }, { code: 'NOT_FOUND', path: ['input', 'code'] }],
    ['a third level', { code: 'WATER', parentCode: 'TIME_QUEUE' }, { rule: 'ours:two-levels', path: ['input', 'parentCode'] }],
    ['a group under itself', { code: 'TIME', expectedVersion: 1, parentCode: 'TIME' }, { rule: 'ours:two-levels' }],
    ['a group with problems under another', { code: 'TIME', expectedVersion: 1, parentCode: 'INFO' }, { rule: 'ours:two-levels' }],
  ])('%s', async (_title, input, refusal) => {
    expect(await refused(input)).toMatchObject(refusal);
  });

  it('saving, to everybody but ANALYST', async () => {
    for (const role of ['ADMIN', 'HEAD'] as const)
      expect(await refused({ code: 'WATER' }, await hub.as(role))).toMatchObject({ code: 'FORBIDDEN' });
  });
});
