import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { referenceImport } from '../../../src/import-command.ts';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { importClassifier } from '../../../src/modules/organizations/classifier.service.ts';
import { UsageError } from '../../../src/runtime/usage-error.ts';
import { startHub, type TestHub } from '../../support/hub.ts';
import { type ClassifierCells, classifierText, divisionWith, exampleDivision, wholeDivision } from './classifier-file.ts';

const inForceFrom = '2026-01-01';
const act = { kind: 'law', number: '1', adoptedOn: '2025-12-01', title: { ky: 'Административдик-аймактык түзүлүш жөнүндө' } };

let hub: TestHub;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(() => hub.stop());

function imported(file: string | Uint8Array, isDryRun = false) {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  return inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'importClassifier'), (ctx) =>
    importClassifier(ctx, { file: bytes, inForceFrom, act, isDryRun }),
  );
}

const tables = ['administrative_unit', 'municipality', 'service_provider', 'succession', 'succession_member', 'audit_entry'];

/** Every row of what an import may touch. */
function everything() {
  return Promise.all(tables.map((table) => hub.rows(sql`select * from ${sql.table(table)} order by id`)));
}

const municipalityQuery = `query ($soate: String!, $on: LocalDate) {
  municipality(soate: $soate, inForceOn: $on) {
    id isConfirmed validFrom validTo name region { code } unit { code validFrom validTo isNameVerified }
    providers { nodes { kind validFrom validTo } }
    predecessors { kind onDate act { number } predecessors { soate } successors { soate validFrom } }
    successors { kind onDate predecessors { soate } successors { soate validFrom } }
  }
}`;

async function municipalityOn(soate: string, on?: string) {
  return (await hub.anonymous.must(municipalityQuery, { soate, on })).municipality;
}

describe('importing the classifier that a fresh hub has', () => {
  it('confirms its 484 municipalities and changes nothing else; the same file again finds nothing to do', async () => {
    const report = await imported(classifierText(wholeDivision()));
    expect(report).toMatchObject({
      violations: [],
      isApplied: true,
      rowCount: 545,
      counts: { confirmed: 484, named: 0, moved: 0, begun: 0, ended: 0 },
    });
    expect((await municipalityOn('41702205805000')).isConfirmed).toBe(true);
    const before = await everything();
    expect(await imported(classifierText(wholeDivision()))).toMatchObject({ violations: [], hasNothingToDo: true, isApplied: false });
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['nothing else', ''],
    ['a line that names the separator', 'sep=;\r\n'],
  ])('reads what a spreadsheet saves: a byte order mark, semicolons, blank lines, %s', async (_title, before) => {
    const report = await imported(`\uFEFF${before}${classifierText(wholeDivision(), ';')}\r\n;;;;;;;;\r\n\r\n`, true);
    expect(report).toMatchObject({ violations: [], rowCount: 545, counts: { confirmed: 484 } });
  });
});

describe('importing the shipped example', () => {
  const file = classifierText(exampleDivision());

  it('a dry run tells what it would change and changes nothing', async () => {
    const before = await everything();
    const report = await imported(file, true);
    expect(report.violations).toEqual([]);
    expect(report).toMatchObject({
      isApplied: false,
      hasNothingToDo: false,
      counts: { merged: 3, split: 1, renamed: 1, recoded: 2, abolished: 1, new: 1, ended: 17, begun: 8 },
    });
    expect(await everything()).toEqual(before);
  });

  it('loads it whole, keeps every predecessor, and finds nothing to do the second time', async () => {
    const before = await hub.rows<{ id: string }>(sql`select id from municipality`);
    expect(await imported(file)).toMatchObject({ violations: [], isApplied: true });
    const kept = await hub.rows(sql`select id from municipality where id = any(${before.map(({ id }) => id)}::uuid[])`);
    expect(kept).toHaveLength(484);
    const after = await everything();
    expect(await imported(file)).toMatchObject({ violations: [], hasNothingToDo: true, isApplied: false });
    expect(await everything()).toEqual(after);
  });

  it('tells agencies of every row that it touched, at the version it has now', async () => {
    const published = {
      AdministrativeUnit: sql`select id, null as version, to_jsonb(t) as content from administrative_unit t`,
      Municipality: sql`select id, version, to_jsonb(t) as content from municipality t`,
      ServiceProvider: sql`select id, version, to_jsonb(t) as content from service_provider t`,
      Succession: sql`select id, null as version, to_jsonb(t) as content from succession t`,
    };
    const rowsNow = () =>
      Promise.all(
        Object.entries(published).map(async ([type, statement]) =>
          (await hub.rows<{ id: string; version: number | null; content: object }>(statement)).map(
            ({ id, version, content }) => [`${type} ${id} ${version}`, JSON.stringify(content)] as const,
          ),
        ),
      ).then((all) => new Map(all.flat()));
    const before = await rowsNow();
    await imported(file);
    const touched = [...(await rowsNow())].filter(([key, content]) => before.get(key) !== content).map(([key]) => key);
    expect(touched.length).toBeGreaterThan(500);
    const told = await hub.rows<{ type: string; subjectId: string; version: number | null }>(
      sql`select type, subject_id, version from change`,
    );
    const keys = new Set(told.map(({ type, subjectId, version }) => `${type} ${subjectId} ${version}`));
    expect(touched.filter((key) => !keys.has(key))).toEqual([]);
  });

  it('a reused code means the old unit before the day and the new one from it', async () => {
    await imported(file);
    const lenin = await municipalityOn('41706207830000', '2024-12-31');
    const janyAlai = await municipalityOn('41706207830000', '2025-01-01');
    expect(lenin).toMatchObject({
      isConfirmed: false,
      validFrom: null,
      validTo: '2025-01-01',
      unit: { validTo: '2025-01-01' },
      successors: [],
    });
    expect(janyAlai).toMatchObject({
      isConfirmed: true,
      validFrom: '2025-01-01',
      validTo: null,
      region: { code: '41706000000000' },
      unit: { validFrom: '2025-01-01', isNameVerified: true },
      providers: { nodes: [{ kind: 'LSG_BODY', validFrom: '2025-01-01', validTo: null }] },
      predecessors: [{ kind: 'RENAME', onDate: '2025-01-01', act: { number: '1' }, predecessors: [{ soate: '41706207841000' }] }],
    });
    expect(lenin.id).not.toBe(janyAlai.id);
    expect(lenin.providers.nodes).toEqual([{ kind: 'LSG_BODY', validFrom: null, validTo: '2025-01-01' }]);
  });

  it('merges, splits and absorptions lead from predecessors to successors', async () => {
    await imported(file);
    const chalma = await municipalityOn('41706246860000', '2025-06-30');
    expect(chalma.successors).toMatchObject([
      { kind: 'SPLIT', onDate: '2025-07-01', successors: expect.arrayContaining([{ soate: '41706246863000', validFrom: '2025-07-01' }]) },
    ]);
    expect(chalma.successors[0].successors).toHaveLength(2);
    const bishkek = await municipalityOn('41711000000000');
    expect(bishkek).toMatchObject({
      isConfirmed: true,
      validFrom: null,
      validTo: null,
      predecessors: [{ kind: 'MERGE', onDate: '2025-01-01' }],
    });
    expect(bishkek.predecessors[0].predecessors).toHaveLength(8);
  });

  it('is in the audit log: once as a whole with the digest of the file, and for each unit it touched', async () => {
    const report = await imported(file);
    const [whole] = await hub.rows<{ after: object }>(
      sql`select after from audit_entry where action = 'importClassifier' and subject_id is null`,
    );
    expect(whole?.after).toMatchObject({ sha256: report.sha256, inForceFrom, counts: report.counts });
    const { id } = await municipalityOn('41706207830000', '2024-12-31');
    expect(
      await hub.rows(sql`select before, after from audit_entry where municipality_id = ${id} and action = 'importClassifier'`),
    ).toEqual([{ before: { validTo: null }, after: { validTo: '2025-01-01' } }]);
  });
});

describe('units that follow what replaced their parent or region', () => {
  it('a renamed oblast takes its raions and municipalities along', async () => {
    const oblast = {
      code: '41706000000000',
      level: 'oblast',
      parent_code: '417',
      name_ky: 'Түштүк облусу',
      name_ru: 'Южная область',
      change: 'RENAME',
    };
    const file = classifierText(divisionWith([oblast]));
    expect(await imported(file)).toMatchObject({ violations: [], isApplied: true, counts: { renamed: 1 } });
    const [count] = await hub.rows<{ n: number }>(
      sql`select count(*) as n from municipality m join administrative_unit r on r.id = m.region_id where r.code = '41706000000000' and r.valid_from is null`,
    );
    expect(count?.n).toBe(0);
    expect((await municipalityOn('41706207814000')).region.code).toBe('41706000000000');
    expect(await imported(file)).toMatchObject({ violations: [], hasNothingToDo: true });
  });
});

describe('a wrong reference file changes nothing', () => {
  const good = exampleDivision();
  const bytes = (text: string) => new TextEncoder().encode(text);
  const cut = <T>(list: readonly T[]): T[] => list.slice(0, -30);
  it.each<[rule: string, file: Uint8Array, found: string]>([
    ['one wrong row among good ones', bytes(classifierText([...good, { code: '41708213898000', change: 'NEW' }])), 'required'],
    ['a file that was cut off', bytes(classifierText(cut(wholeDivision()))), 'missing-unit'],
    [
      'a code of before the reform that now means another unit',
      bytes(classifierText(divisionWith([{ code: '41706207809000', name_ky: 'Гүлчө айыл аймагы', name_ru: 'Гульча' }]))),
      'other-unit',
    ],
    ['Windows-1251', new Uint8Array([...bytes(`${classifierText(wholeDivision())}\r\n41706207809000,,,`), 0xc3, 0xf3, 0xeb]), 'encoding'],
    ['UTF-16', new Uint8Array(Buffer.from(`\uFEFF${classifierText(wholeDivision())}`, 'utf16le')), 'encoding'],
    ['a quote that is never closed', bytes(`${classifierText(wholeDivision())}\r\n"4170`), 'csv'],
    ['a formula', bytes(classifierText(divisionWith([{ code: '417', name_en: '=HYPERLINK(0)' }]))), 'formula'],
    ['more than 10 MB', new Uint8Array(10 * 1024 * 1024 + 1), 'size'],
    ['no file to speak of', new Uint8Array(), 'empty'],
  ])('%s', async (_, file, found) => {
    const before = await everything();
    const report = await imported(file);
    expect(report.violations.map(({ rule }) => rule)).toContain(`ours:classifier-${found}`);
    expect(report).toMatchObject({ isApplied: false, changes: [], counts: { confirmed: 0, ended: 0, begun: 0 } });
    expect(await everything()).toEqual(before);
  });

  it('the row of broken encoding is named', async () => {
    const { violations } = await imported(new Uint8Array([...bytes('code,level\r\n417,'), 0xc3, 0x28, 10]));
    expect(violations).toMatchObject([{ rule: 'ours:classifier-encoding', row: 2 }]);
  });

  it('a classifier older than the division is refused', async () => {
    await imported(classifierText(good));
    const older = await inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'importClassifier'), (ctx) =>
      importClassifier(ctx, { file: bytes(classifierText(wholeDivision())), inForceFrom: '2025-06-30', act, isDryRun: false }),
    );
    expect(older.violations).toMatchObject([{ rule: 'ours:classifier-newer-loaded' }]);
  });

  it('an act without its number or with a date that is none is refused', async () => {
    const ctx = consoleCtx(hub.hub.orm, hub.clock, 'importClassifier');
    const { violations } = await importClassifier(ctx, {
      file: bytes(classifierText(wholeDivision())),
      inForceFrom,
      act: { ...act, number: ' ', adoptedOn: '2025-02-30' },
      isDryRun: true,
    });
    expect(violations.map(({ column }) => column)).toEqual(['act-number', 'act-date']);
  });
});

describe('npm run reference:import', () => {
  const actOptions = ['--act-kind', 'law', '--act-number', '1', '--act-date', '2025-12-01', '--act-title', 'Жөнүндө'];
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-classifier-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(rows: readonly ClassifierCells[], ...more: string[]) {
    const path = join(folder, 'classifier.csv');
    await writeFile(path, classifierText(rows));
    const said: string[] = [];
    const open: Parameters<typeof referenceImport>[1] = (action, work) => work(consoleCtx(hub.hub.orm, hub.clock, action));
    const code = await referenceImport([path, '--in-force-from', inForceFrom, ...actOptions, ...more], open, (text) => said.push(text));
    return { code, text: said.join('\n') };
  }

  it('tells the plan of a dry run, then imports, then has nothing to do', async () => {
    const dry = await run(exampleDivision(), '--dry-run');
    expect(dry).toMatchObject({
      code: 0,
      text: expect.stringMatching(/Dry run: nothing was changed[\s\S]* 3 {2}units made or enlarged by merging[\s\S]*2025-07-01 SPLIT/),
    });
    expect(await run(exampleDivision())).toMatchObject({ code: 0, text: expect.stringContaining('Imported:') });
    expect(await run(exampleDivision())).toMatchObject({ code: 0, text: expect.stringContaining('Nothing to do') });
  });

  it('shows the first 100 of what is wrong by row and column, and how many more there are', async () => {
    const { code, text } = await run(
      wholeDivision().map((row) => ({ ...row, level: 'hamlet' })),
      '--lang',
      'ru',
    );
    expect(code).toBe(1);
    expect(text).toContain('545 things are wrong; nothing was changed');
    expect(text).toContain('row 2, level: Неизвестное значение «hamlet».');
    expect(text.match(/^ {2}row /gm)).toHaveLength(100);
    expect(text).toContain('… and 445 more');
  });

  it('asks for what it needs, all of it at once', async () => {
    const open = () => Promise.reject(new Error('must not be opened'));
    const refused = referenceImport(['--in-force-from', '2026-02-30', '--lang', 'de'], open, () => undefined);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(
      /name one file[\s\S]*--act-kind[\s\S]*--act-title[\s\S]*--in-force-from must be a real day[\s\S]*--lang/,
    );
  });

  it('a file that is not there is told plainly', async () => {
    const open = () => Promise.reject(new Error('must not be opened'));
    await expect(
      referenceImport([join(folder, 'none.csv'), '--in-force-from', inForceFrom, ...actOptions], open, () => undefined),
    ).rejects.toThrow(/cannot be read \(ENOENT\)/);
  });
});
