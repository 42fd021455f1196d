import { describe, expect, it } from 'vitest';
import { type FileRecord, readClassifier } from '../../../src/modules/organizations/classifier-file.rules.ts';
import { planImport } from '../../../src/modules/organizations/classifier.rules.ts';
import { countsOf } from '../../../src/modules/organizations/import-plan.rules.ts';
import type { KnownUnit } from '../../../src/modules/organizations/new-division.rules.ts';
import type { UnitLevel } from '../../../src/modules/organizations/organization.rules.ts';
import { municipalLevels } from '../../../src/modules/organizations/organization.rules.ts';
import { mayBeSameUnit } from '../../../src/modules/organizations/unit-name.rules.ts';
import { type ClassifierCells, classifierText } from './classifier-file.ts';

const day = '2026-01-01';

const code = {
  country: '417',
  oblast: '41706000000000',
  city: '41711000000000',
  alai: '41706207000000',
  kulja: '41706246000000',
  gulcho: '41706207814000',
  budalyk: '41706207809000',
  lenin: '41706207830000',
  korul: '41706207825000',
  free: '41706207899000',
  free2: '41706207898000',
} as const;

function unit(
  unitCode: string,
  level: UnitLevel,
  parent: string | null,
  region: string | null,
  ky: string,
  ru: string,
  isNameVerified = false,
): KnownUnit {
  const municipality = municipalLevels.includes(level) ? { id: `m${unitCode}`, isConfirmed: false, validTo: null } : null;
  const name = { ky, ru, en: null };
  return {
    id: `u${unitCode}`,
    code: unitCode,
    level,
    name,
    isNameVerified,
    parentId: parent && `u${parent}`,
    regionId: region && `u${region}`,
    validFrom: null,
    validTo: null,
    municipality,
  };
}

const known: readonly KnownUnit[] = [
  unit(code.country, 'COUNTRY', null, null, 'Кыргыз Республикасы', 'Кыргызская Республика', true),
  unit(code.oblast, 'OBLAST', code.country, code.oblast, 'Ош облусу', 'Ошская область', true),
  unit(code.city, 'REPUBLICAN_CITY', code.country, code.city, 'Бишкек шаары', 'г. Бишкек', true),
  unit(code.alai, 'RAION', code.oblast, code.oblast, 'Алай району', 'Алайский район', true),
  unit(code.kulja, 'RAION', code.oblast, code.oblast, 'Кара-Кулжа району', 'Кара-Кулжинский район', true),
  unit(code.gulcho, 'AIYL_AIMAK', code.alai, code.oblast, 'Гүлчө айыл аймагы', 'Гульчинский айылный аймак'),
  unit(code.budalyk, 'AIYL_AIMAK', code.alai, code.oblast, 'Будалык айыл аймагы', 'Будалыкский айылный аймак'),
  unit(code.lenin, 'AIYL_AIMAK', code.alai, code.oblast, 'Ленин айыл аймагы', 'Ленинский айылный аймак'),
  unit(code.korul, 'AIYL_AIMAK', code.alai, code.oblast, 'Корул айыл аймагы', 'Корульский айылный аймак', true),
];

const same = (unitCode: string): ClassifierCells => ({ code: unitCode });
const aimak = { level: 'aiyl_aimak', parent_code: code.alai, name_ky: 'Эки-Суу айыл аймагы', name_ru: 'Эки-Сууский айылный аймак' };

/** A whole classifier of the little division: every unit goes on but those that the rows speak of, or that are left out. */
function division(rows: readonly ClassifierCells[], without: readonly string[] = []): ClassifierCells[] {
  const spokenOf = new Set([...rows.map((row) => row.code), ...without]);
  return [...known.filter((each) => !spokenOf.has(each.code)).map((each) => same(each.code)), ...rows];
}

function recordsOf(text: string): FileRecord[] {
  return text.split('\r\n').map((line, index) => ({ row: index + 1, cells: line.split(',') }));
}

function planned(rows: readonly ClassifierCells[], units: readonly KnownUnit[] = known) {
  return planImport({ ...readClassifier(recordsOf(classifierText(rows)), day), units, inForceFrom: day });
}

/** `rule column` of everything found, in order; the row is told where a test looks for it. */
function rulesOf(rows: readonly ClassifierCells[], units?: readonly KnownUnit[]): string[] {
  return planned(rows, units).violations.map(({ rule, column }) => `${rule?.replace('ours:classifier-', '')} ${column ?? '-'}`);
}

describe('what a classifier changes', () => {
  it('a unit that is the same is confirmed, once', () => {
    const { plan, violations } = planned(division([]));
    expect(violations).toEqual([]);
    expect(countsOf(plan)).toMatchObject({ confirmed: 5, begun: 0, ended: 0, named: 0, moved: 0 });
    const confirmed = known.map((each) => ({ ...each, municipality: each.municipality && { ...each.municipality, isConfirmed: true } }));
    expect(Object.values(countsOf(planned(division([]), confirmed).plan)).every((count) => count === 0)).toBe(true);
  });

  it('a Kyrgyz name verifies an unverified one; a verified one stays, and the difference is a warning', () => {
    const unverified = planned(division([{ code: code.gulcho, name_ky: 'Гүлчө айыл аймак', name_en: 'Gulcho' }])).plan.updates.find(
      ({ unit: { code: of } }) => of === code.gulcho,
    );
    expect(unverified?.name).toEqual({
      name: { ky: 'Гүлчө айыл аймак', ru: 'Гульчинский айылный аймак', en: 'Gulcho' },
      isNameVerified: true,
    });
    const verified = planned(division([{ code: code.korul, name_ky: 'Корулл айыл аймагы', name_en: 'Korul' }]));
    expect(verified.plan.updates.find(({ unit: { code: of } }) => of === code.korul)?.name?.name).toEqual({
      ky: 'Корул айыл аймагы',
      ru: 'Корульский айылный аймак',
      en: 'Korul',
    });
    expect(verified.warnings).toMatchObject([{ rule: 'ours:classifier-name-kept', column: 'name_ky' }]);
  });

  it('merged units end on the day, and what they become begins on it in their region', () => {
    const { plan, violations } = planned(
      division([{ code: code.free, ...aimak, change: 'MERGE', predecessors: `${code.gulcho}|${code.lenin}` }], [code.gulcho, code.lenin]),
    );
    expect(violations).toEqual([]);
    expect(plan.endings.map(({ unit: { code: of }, on }) => [of, on])).toEqual([
      [code.gulcho, day],
      [code.lenin, day],
    ]);
    expect(plan.beginnings).toMatchObject([
      { code: code.free, on: day, regionCode: code.oblast, parentCode: code.alai, isMunicipal: true, isNameVerified: true },
    ]);
    expect(plan.successions).toEqual([
      { kind: 'MERGE', on: day, predecessorIds: [`m${code.gulcho}`, `m${code.lenin}`], successorCodes: [code.free] },
    ]);
  });

  it('a code may be reused from the day on which its bearer ends', () => {
    const rows = [
      { code: code.budalyk, ...aimak, change: 'NEW', valid_from: '2025-03-01' },
      { code: code.free, ...aimak, change: 'MERGE', predecessors: code.budalyk, valid_from: '2025-03-01' },
    ];
    expect(rulesOf(division(rows))).toEqual([]);
    const tooEarly = [
      { ...rows[0], code: code.budalyk, valid_from: '2025-02-28' },
      { ...rows[1], code: code.free },
    ];
    expect(rulesOf(division(tooEarly))).toEqual(['code-in-use code']);
  });

  it('a split has one succession with all its parts; one of them may keep the code', () => {
    const rows = [code.gulcho, code.free].map((each) => ({ code: each, ...aimak, change: 'SPLIT', predecessors: code.gulcho }));
    const { plan, violations } = planned(division(rows));
    expect(violations).toEqual([]);
    expect(plan.successions).toEqual([
      { kind: 'SPLIT', on: day, predecessorIds: [`m${code.gulcho}`], successorCodes: [code.gulcho, code.free] },
    ]);
    expect(countsOf(plan)).toMatchObject({ split: 1, ended: 1, begun: 2 });
  });

  it('an absorbing unit goes on as itself', () => {
    const { plan } = planned(division([{ code: code.city, change: 'ABSORB', predecessors: code.lenin }], [code.lenin]));
    expect(plan.endings.map(({ unit: { code: of } }) => of)).toEqual([code.lenin]);
    expect(plan.beginnings).toEqual([]);
    expect(plan.successions).toEqual([{ kind: 'MERGE', on: day, predecessorIds: [`m${code.lenin}`], successorCodes: [code.city] }]);
  });

  it('a new code and a new name are renames between municipalities; a new code keeps the names it is not given', () => {
    const { plan } = planned(
      division(
        [
          { code: code.free, level: 'town', parent_code: code.alai, change: 'RECODE', predecessors: code.gulcho },
          { code: code.lenin, ...aimak, change: 'RENAME' },
        ],
        [code.gulcho],
      ),
    );
    expect(plan.successions.map(({ kind }) => kind)).toEqual(['RENAME', 'RENAME']);
    expect(plan.beginnings[0]).toMatchObject({
      name: { ky: 'Гүлчө айыл аймагы', ru: 'Гульчинский айылный аймак' },
      isNameVerified: false,
      level: 'TOWN',
    });
  });

  it('an abolished unit ends without a succession', () => {
    const { plan } = planned(division([{ code: code.lenin, change: 'ABOLISHED' }]));
    expect(plan.endings).toHaveLength(1);
    expect(plan.successions).toEqual([]);
  });

  it('units follow their parent and region to what took its place', () => {
    const raion = {
      code: code.alai,
      level: 'raion',
      parent_code: code.oblast,
      name_ky: 'Жаңы Алай району',
      name_ru: 'Ново-Алайский район',
      change: 'RENAME',
    };
    expect(countsOf(planned(division([raion])).plan)).toMatchObject({ moved: 4, renamed: 1 });
    const oblast = {
      code: code.oblast,
      level: 'oblast',
      parent_code: code.country,
      name_ky: 'Түштүк облусу',
      name_ru: 'Южная область',
      change: 'RENAME',
    };
    expect(planned(division([oblast])).plan.updates.filter(({ regionCode }) => regionCode === code.oblast)).toHaveLength(6);
  });
});

describe('what refuses a classifier', () => {
  const merge = { code: code.free, ...aimak, change: 'MERGE' };
  it.each<[rule: string, rows: ClassifierCells[], without: string[], found: string[]]>([
    ['a unit in force that the file forgets', [], [code.lenin], ['missing-unit code']],
    ['a code twice in the new division', [same(code.lenin), same(code.lenin)], [], ['duplicate code']],
    [
      'a unit abolished twice',
      [
        { code: code.lenin, change: 'ABOLISHED' },
        { code: code.lenin, change: 'ABOLISHED' },
      ],
      [],
      ['duplicate code'],
    ],
    ['an unknown unit that is said to be the same', [same(code.free)], [], ['unknown-unit code']],
    [
      'a predecessor that was not there on the eve',
      [{ ...merge, predecessors: `${code.lenin} ${code.free2}` }],
      [code.lenin],
      ['predecessor predecessors'],
    ],
    ['a merge of nothing', [merge], [], ['predecessors predecessors']],
    [
      'a new unit with a predecessor',
      [{ ...merge, change: 'NEW', predecessors: code.lenin }],
      [code.lenin],
      ['predecessors predecessors', 'missing-unit code'],
    ],
    ['a split into one part', [{ ...merge, change: 'SPLIT', predecessors: code.lenin }], [code.lenin], ['split predecessors']],
    [
      'a split on two days',
      [code.free, code.free2].map((each, index) => ({
        ...merge,
        code: each,
        change: 'SPLIT',
        predecessors: code.lenin,
        valid_from: `2025-0${index + 1}-01`,
      })),
      [code.lenin],
      ['split valid_from'],
    ],
    [
      'a unit merged into two',
      [code.free, code.free2].map((each) => ({ ...merge, code: each, predecessors: code.lenin })),
      [code.lenin],
      ['contradiction change'],
    ],
    ['a unit that goes on and is merged', [{ ...merge, predecessors: code.lenin }], [], ['contradiction change']],
    [
      'a unit that is merged and abolished',
      [
        { ...merge, predecessors: code.lenin },
        { code: code.lenin, change: 'ABOLISHED' },
      ],
      [],
      ['contradiction change'],
    ],
    ['a code whose bearer has not ended', [{ ...merge, code: code.lenin, predecessors: code.gulcho }], [code.gulcho], ['code-in-use code']],
    [
      'a name of another unit under a code',
      [{ code: code.budalyk, name_ky: 'Гүлчө айыл аймагы', name_ru: 'Гульчинский айылный аймак' }],
      [],
      ['other-unit name_ky'],
    ],
    ['another level of a unit that is the same', [{ code: code.lenin, level: 'town' }], [], ['level level']],
    ['another parent of a unit that is the same', [{ code: code.lenin, parent_code: code.kulja }], [], ['parent parent_code']],
    ['a parent that is not in the new division', [{ ...merge, change: 'NEW', parent_code: code.free2 }], [], ['parent parent_code']],
    ['an aiyl aimak inside another', [{ ...merge, change: 'NEW', parent_code: code.lenin }], [], ['parent-level parent_code']],
    [
      'a cycle of parents',
      [
        { ...merge, change: 'NEW', level: 'raion', parent_code: code.free2 },
        { ...merge, change: 'NEW', level: 'raion', code: code.free2, parent_code: code.free },
      ],
      [],
      ['parent-level parent_code', 'parent-level parent_code'],
    ],
    [
      'a unit that begins without level, parent or names',
      [{ code: code.free, change: 'NEW' }],
      [],
      ['level', 'parent_code', 'name_ky', 'name_ru'].map((column) => `required ${column}`),
    ],
  ])('%s', (_, rows, without, found) => {
    expect(rulesOf(division(rows, without))).toEqual(found);
  });

  it('a change on or before the day on which the unit began', () => {
    const young = known.map((each) => (each.code === code.lenin ? { ...each, validFrom: '2024-06-01' } : each));
    const on = (valid_from: string) => rulesOf(division([{ code: code.lenin, change: 'ABOLISHED', valid_from }]), young);
    expect(on('2024-06-01')).toEqual(['date code']);
    expect(on('2024-06-02')).toEqual([]);
  });

  it('a division that is newer than the file', () => {
    const newer = known.map((each) => (each.code === code.lenin ? { ...each, validTo: '2026-01-02' } : each));
    expect(rulesOf(division([]), newer)).toEqual(['newer-loaded -']);
  });

  it('all of it is told at once, by row, and nothing is planned', () => {
    const rows = division([
      { code: code.free, change: 'NEW', level: 'hamlet' },
      { code: code.lenin, level: 'town' },
      { ...same('4.17062E+13') },
      { ...merge, code: code.free2 },
    ]);
    const { violations, plan } = planned(rows);
    expect(violations.map(({ row, column }) => [row, column])).toEqual([
      [10, 'level'],
      [11, 'level'],
      [12, 'code'],
      [13, 'predecessors'],
    ]);
    expect(Object.values(countsOf(plan)).every((count) => count === 0)).toBe(true);
  });
});

describe('what is wrong in single cells', () => {
  it.each<[rule: string, cells: Partial<ClassifierCells>, found: string[]]>([
    ['a code is 14 digits', { code: '4170620783000' }, ['code code']],
    ['a code is not what a spreadsheet makes of a number', { code: '4,17E+13'.replace(',', '.') }, ['code code']],
    [
      'a parent and a predecessor are codes too',
      { parent_code: 'Алай', predecessors: 'x | y' },
      ['code parent_code', 'code predecessors', 'code predecessors'],
    ],
    ['levels and changes are of the list', { level: 'hamlet', change: 'MOVED' }, ['value level', 'value change']],
    ['30 February is no day', { change: 'NEW', valid_from: '2025-02-30' }, ['date valid_from']],
    ['a change after the day of the file belongs into the next one', { change: 'NEW', valid_from: '2026-01-02' }, ['date valid_from']],
    ['what is the same has no day', { valid_from: '2025-01-01' }, ['date valid_from']],
    [
      'a cell may not begin like a formula',
      { name_ky: '=cmd()', name_ru: '+1', name_en: '-1', parent_code: '@x' },
      ['formula parent_code', 'formula name_ky', 'formula name_ru', 'formula name_en'],
    ],
    ['the mark of a bad conversion is no letter', { name_ky: 'Г\uFFFDлч\uFFFD' }, ['text name_ky']],
    ['a NUL is no letter', { name_ru: 'а\u0000б' }, ['text name_ru']],
    ['a name has at most 200 letters', { name_ru: 'а'.repeat(201) }, ['text name_ru']],
  ])('%s', (_, cells, found) => {
    const read = readClassifier(recordsOf(classifierText([{ code: code.lenin, ...cells }])), day);
    expect(read.violations.map(({ rule, column }) => `${rule?.replace('ours:classifier-', '')} ${column}`)).toEqual(found);
    expect(
      read.violations.every(({ row, hint, message }) => row === 2 && [hint, message].every((text) => text?.ky && text.ru && text.en)),
    ).toBe(true);
  });

  it('Latin letters among Cyrillic ones are a warning, Roman figures are not', () => {
    const { warnings, violations } = readClassifier(
      recordsOf(classifierText([{ code: code.lenin, name_ky: 'Кoрул XXII', name_ru: 'XXII партсъезд', name_en: 'Korul' }])),
      day,
    );
    expect(violations).toEqual([]);
    expect(warnings).toMatchObject([{ rule: 'ours:classifier-look-alike', row: 2, column: 'name_ky' }]);
  });

  it('levels go by the names of the enum and of the former file', () => {
    const levels = ['TOWN', 'raion_city', 'pgt', 'village', 'Aiyl_Aimak'].map((level) => ({ code: code.lenin, level }));
    expect(readClassifier(recordsOf(classifierText(levels)), day).rows.map(({ level }) => level)).toEqual([
      'TOWN',
      'TOWN',
      'URBAN_SETTLEMENT',
      'VILLAGE',
      'AIYL_AIMAK',
    ]);
  });

  it('columns must be there once; unknown ones are told and not read', () => {
    const read = (header: string) =>
      readClassifier(
        [
          { row: 1, cells: header.split(',') },
          { row: 2, cells: [code.lenin] },
        ],
        day,
      );
    expect(read('code,level,name_ky,name_ru,code').violations.map(({ column, row }) => [row, column])).toEqual([
      [1, 'parent_code'],
      [1, 'code'],
    ]);
    expect(read('Code, LEVEL,parent_code,name_ky,name_ru,predecesors')).toMatchObject({
      violations: [],
      warnings: [{ column: 'predecesors' }],
    });
  });

  it('an empty file and one of more than 20,000 rows are refused', () => {
    const rows = (count: number): FileRecord[] =>
      Array.from({ length: count + 1 }, (_, index) => ({
        row: index + 1,
        cells: index === 0 ? ['code', 'level', 'parent_code', 'name_ky', 'name_ru'] : ['417'],
      }));
    expect(readClassifier(rows(0), day).violations).toMatchObject([{ rule: 'ours:classifier-empty' }]);
    expect(readClassifier(rows(20_001), day).violations).toMatchObject([{ rule: 'ours:classifier-size' }]);
    expect(readClassifier(rows(20_000), day).violations).toEqual([]);
  });
});

describe('whether two names may be of one unit', () => {
  it.each([
    [{ ky: 'Гүлчө айыл аймагы', ru: 'Гульчинский айылный аймак' }, { ky: 'Гүлчө шаары' }, true],
    [{ ky: 'Каракол шаары', ru: 'г. Каракол' }, { ru: 'город Каракол' }, true],
    [{ ky: 'Ак-Булуң айыл аймагы', ru: 'Ак-Булунский айылный аймак' }, { ru: 'Акбулунский аильный аймак' }, true],
    [{ ky: 'Будалык айыл аймагы', ru: 'Будалыкский айылный аймак' }, { ky: 'Гүлчө айыл аймагы', ru: 'Гульчинский айылный аймак' }, false],
    [{ ky: 'Ленин айыл аймагы', ru: 'Ленинский айылный аймак' }, { ru: 'Жаны-Алайский айылный аймак' }, false],
    [{ ky: 'Ленин айыл аймагы', ru: 'Ленинский айылный аймак' }, { en: 'Jany-Alai' }, true],
  ])('%j and %j: %s', (stored, given, expected) => {
    expect(mayBeSameUnit(stored, given)).toBe(expected);
  });
});
