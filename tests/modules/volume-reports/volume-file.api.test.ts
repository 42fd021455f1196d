import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { volumeColumns } from '../../../src/modules/volume-reports/volume-file.rules.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { exportsOf, tableOf } from '../files/export.fixture.ts';
import { sha256Of } from '../files/files.fixture.ts';
import { csvOf, type Ending, upload, xlsxOf } from '../questionnaires/response-file.fixture.ts';
import { commands, elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';
import { type Report, reportFields } from './volume-report.fixture.ts';

let hub: TestHub;
let clerk: Client;
let call: ReturnType<typeof commands>;
let municipalityId: string;
/** Somebody who has no report yet. */
let beginner: Client;
let theirs: string;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-10T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  call = commands(hub);
  ({ id: municipalityId } = await placeOf(hub, home));
  beginner = await hub.as('PROVIDER', { soate: elsewhere });
  ({ id: theirs } = await placeOf(hub, elsewhere));
  await call.done(await hub.as('ANALYST'), 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
});
afterAll(() => hub.stop());

const codes = Object.keys(volumeColumns);
const words = Object.values(volumeColumns).map(({ ru }) => ru);
const lines = [
  ['MS-002', 'Q1', 'IN_PERSON', '1 200', '', '350,5', 'көп', ''],
  ['MS-002', '2', 'электронно', '0', '', '', '', ''],
  ['MS-002', 'III', 'өзү келип', 'не оказывается', 'нет помещения', '', '', ''],
  ['MS-002', 'Q3', 'ELECTRONIC', '', '', '', '', ''],
];
const inputOf = (change: Record<string, unknown>) => ({ municipalityId, year: 2026, ...change });
const save = (change: Record<string, unknown>): Promise<Report> =>
  call.done(clerk, 'saveVolumeReport', inputOf(change), `{ volumeReport { ${reportFields} } }`);
const figures = ({ lines: { nodes } }: Report) =>
  nodes.map(({ quarter, channel, delivered, notOfferedReason, paidTotal }) =>
    [quarter, channel, delivered.state, delivered.value, notOfferedReason, paidTotal.value].join(' '),
  );
const expected = [
  'Q1 IN_PERSON VALUE 1200  350.50',
  'Q2 ELECTRONIC VALUE 0  ',
  'Q3 ELECTRONIC MISSING   ',
  'Q3 IN_PERSON NOT_OFFERED  нет помещения ',
];

describe('the nine-month report from a file (R12)', () => {
  it('is checked first, which does not use the upload up, and then saved with the file as its source', async () => {
    const content = csvOf([words, ...lines], ';');
    const uploadId = await upload(hub, clerk, content, 'csv');
    expect(figures(await save({ uploadId, isDryRun: true }))).toEqual(expected);
    const report = await save({ uploadId });
    expect(figures(report)).toEqual(expected);
    expect(report.lines.nodes[0]?.delivered.provenance).toMatchObject({
      source: 'FILE',
      reference: sha256Of(content),
      recordedBy: { role: 'PROVIDER' },
    });
    const again = await call.refused(clerk, 'saveVolumeReport', inputOf({ uploadId, expectedVersion: report.version }));
    expect(again).toMatchObject({ rule: 'ours:one-use' });
  });

  it('is the same from XLSX and JSON: a number, the word for "not offered", or nothing', async () => {
    const objects = lines.map((cells) => Object.fromEntries(cells.map((cell, index) => [codes[index], cell === '0' ? 0 : cell || null])));
    const ways: [Ending, Buffer | string][] = [
      ['xlsx', await xlsxOf([codes, words, ...lines])],
      ['json', JSON.stringify(objects)],
    ];
    for (const [ending, content] of ways) {
      const { version } = (await clerk.must(`{ volumeReport(municipalityId: "${municipalityId}", year: 2026) { version } }`)).volumeReport;
      expect(figures(await save({ uploadId: await upload(hub, clerk, content, ending), expectedVersion: version }))).toEqual(expected);
    }
  });

  it('goes out and comes back: an export with a figure changed is filed, and one as it was puts the figures back', async () => {
    const made = exportsOf(hub);
    const exported = async (format: string) =>
      made.fetched(await made.made(clerk, { kind: 'VOLUMES', format, year: 2026, municipalityId, language: 'RU' }));
    const file = async (content: Buffer | string, ending: Ending) => {
      const { version } = (await clerk.must(`{ volumeReport(municipalityId: "${municipalityId}", year: 2026) { version } }`)).volumeReport;
      return figures(await save({ uploadId: await upload(hub, clerk, content, ending), expectedVersion: version }));
    };
    const workbook = await exported('XLSX');
    const { lines: table, codes: columns } = tableOf(await exported('CSV'));
    const delivered = columns.indexOf('delivered');
    const changed = table.map((cells) => cells.map((cell, place) => (place === delivered && cell === '1200' ? '1201' : cell)));
    expect(await file(csvOf(changed), 'csv')).toEqual([expected[0]?.replace('1200', '1201'), ...expected.slice(1)]);
    expect(await file(workbook, 'xlsx')).toEqual(expected);
  });

  it('is refused with all that is wrong, each by its row and column', async () => {
    const content = csvOf([
      codes,
      ['MS-002', 'Q4', 'IN_PERSON', '1', '', '', '', ''],
      ['NOWHERE', 'Q5', 'pigeon', '1.5', '', 'x', '', ''],
      ['MS-002', 'Q1', 'IN_PERSON', '1', '', '', '', ''],
      ['MS-002', 'Q1', 'in person', '2', '', '', '', ''],
      ['MS-003', 'Q9', 'IN_PERSON', 'not offered', '', '5', '', 'x'],
    ]);
    const refusal = await call.refused(
      beginner,
      'saveVolumeReport',
      inputOf({ municipalityId: theirs, uploadId: await upload(hub, beginner, content, 'csv'), isDryRun: true }),
    );
    const wrong = refusal.violations as { row: number; column?: string; rule?: string; message: string }[];
    expect(wrong.map(({ row, column, rule }) => [row, column, rule].join(' '))).toEqual([
      '2 quarter R12',
      ...['quarter', 'channel', 'delivered', 'paidTotal'].map((column) => `3 ${column} ours:cell-of-a-volume`),
      '3 serviceCode ours:volume-service',
      '5 serviceCode ours:volume-line-once',
      '6 quarter ours:cell-of-a-volume',
      '6 reason ours:volume-reason',
      '6 paidTotal ours:volume-paid',
      '6 offerId ours:volume-offer',
    ]);
    expect(wrong[6]?.message, 'the row of the first').toContain('(4)');
  });

  it.each([
    ['a service that is not there', [codes, ['NOWHERE', 'Q1', 'IN_PERSON', '1', '', '', '', '']], { row: 2, column: 'serviceCode' }],
    ['no reason', [codes, ['MS-002', 'Q1', 'IN_PERSON', 'not offered', '', '', '', '']], { row: 2, column: 'reason' }],
    ['an offer that is no id', [codes, ['MS-002', 'Q1', 'IN_PERSON', '1', '', '', '', 'x']], { row: 2, column: 'offerId' }],
    ['a missing column', [codes.slice(1)], { row: 1, column: 'serviceCode', rule: 'ours:needed-columns' }],
    [
      'more lines than a file may have',
      [codes, ...Array.from({ length: 501 }, () => lines[0] ?? [])],
      {
        path: ['input', 'uploadId'],
        row: 502,
        rule: 'ours:rows-of-a-file',
        hint: expect.stringContaining('Split the file'),
      },
    ],
    ['headings alone', [codes, words], { path: ['input', 'uploadId'], rule: 'ours:filled-file', hint: expect.any(String) }],
  ])('is refused for %s', async (_title, table, expectedRefusal) => {
    const uploadId = await upload(hub, beginner, csvOf(table), 'csv');
    const { violations, ...refusal } = await call.refused(
      beginner,
      'saveVolumeReport',
      inputOf({ municipalityId: theirs, uploadId, isDryRun: true }),
    );
    expect([refusal, ...((violations ?? []) as object[])]).toContainEqual(expect.objectContaining(expectedRefusal));
  });

  it('is refused for a list of nothing in JSON, as for headings alone', async () => {
    const uploadId = await upload(hub, beginner, '[]', 'json');
    const refusal = await call.refused(beginner, 'saveVolumeReport', inputOf({ municipalityId: theirs, uploadId, isDryRun: true }));
    expect(refusal).toMatchObject({ path: ['input', 'uploadId'], rule: 'ours:filled-file' });
  });

  it('is told the first 100 of what is wrong, and how much it is in all; nothing of it is stored', async () => {
    const wrong = Array.from({ length: 120 }, () => ['MS-002', 'Q9', 'pigeon', '1', '', '', '', '']);
    const uploadId = await upload(hub, beginner, csvOf([codes, lines[0] ?? [], ...wrong]), 'csv');
    const refusal = await call.refused(beginner, 'saveVolumeReport', inputOf({ municipalityId: theirs, uploadId }));
    expect(refusal.violations).toHaveLength(100);
    expect(refusal['violationCount']).toBe(240);
    expect(await hub.rows(sql`select id from volume_report where municipality_id = ${theirs}`)).toEqual([]);
  });

  it('comes either in the input or as a file', async () => {
    const both = inputOf({ municipalityId: theirs, uploadId: hub.key(), lines: [] });
    expect(await call.refused(beginner, 'saveVolumeReport', both)).toMatchObject({ path: ['input', 'uploadId'] });
  });
});
