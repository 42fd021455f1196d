import http from 'node:http';
import { Readable } from 'node:stream';
import { Client as Postgres } from 'pg';
import readSheets from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { templateHead, templateMark } from '../../../src/modules/forms/template-column.rules.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { exportsOf, tableOf } from '../files/export.fixture.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';
import { home } from '../service-registry/registry.fixture.ts';
import { type Batch, batchFields, fewAnswers, type Filed, questionnairesOf } from './questionnaire.fixture.ts';
import { announce, cellsOf, codes, csvOf, type Ending, rawXlsx, upload, xlsxOf, zipOf } from './response-file.fixture.ts';

const fileFields = `${batchFields} job { id kind state done total failure { code message } } violationsFile { name mediaType url }`;
interface FileBatch extends Batch {
  history: { fromState: string | null; toState: string }[];
  job: { id: string; kind: string; state: string; done: number; total: number | null; failure: { code: string } | null } | null;
  violationsFile: { name: string; mediaType: string; url: string } | null;
}

let hub: TestHub;
let clerk: Client;
let here: Awaited<ReturnType<typeof questionnairesOf>>;
let postgres: Postgres;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-20T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  here = await questionnairesOf(hub, clerk);
  await here.call.done(await hub.as('ANALYST'), 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  postgres = new Postgres({ connectionString: hub.databaseUrl });
  await postgres.connect();
});
afterAll(async () => {
  await postgres.end();
  await hub.stop();
});

const filed = (change: Record<string, unknown> = {}, facts: Partial<Filed> = {}): Filed => ({
  serviceCode: 'MS-002',
  appliedOn: '2026-03-01',
  servedOn: '2026-03-05',
  ...facts,
  answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE', ...change }),
});
const table = (...responses: Filed[]) => [codes, ...responses.map((response) => cellsOf(response))];

/** Files an upload; answers the batch as the mutation gave it. */
async function handIn(
  batchKey: string,
  content: Buffer | string,
  ending: Ending,
  change: Record<string, unknown> = {},
): Promise<FileBatch> {
  const uploadId = await upload(hub, clerk, content, ending);
  const input = { year: 2026, formVersionId: here.formVersionId, batchKey, uploadId, ...change };
  return here.call.done(clerk, 'fileQuestionnaires', input, `{ batch { ${fileFields} } }`);
}

async function read(id: string): Promise<FileBatch> {
  return (await clerk.must(`query($id: ID!) { responseBatch(id: $id) { ${fileFields} } }`, { id })).responseBatch;
}

/** Files an upload and waits for its check. */
async function file(batchKey: string, content: Buffer | string, ending: Ending, change: Record<string, unknown> = {}): Promise<FileBatch> {
  const { id } = await handIn(batchKey, content, ending, change);
  await hub.runJobs();
  return read(id);
}

const countOf = async (batchId: string) =>
  (await hub.rows<{ n: number }>(sql`select count(*) as n from response where batch_id = ${batchId}`))[0]?.n;
/** What a work may leave behind where nobody sees it: staged rows, and contents that no file is made of. */
const leftovers = () =>
  hub.rows(sql`select job_id as id from staged_responses
    union all select c.content_id from content_chunk c where not exists (select 1 from file f where f.content_id = c.content_id)
      and not exists (select 1 from upload u where u.id = c.content_id)`);

describe('questionnaires in a file (R12)', () => {
  it('are CHECKING at once, and stored with a receipt when the job is done', async () => {
    const begun = await handIn('csv', csvOf(table(filed(), filed({ VISITS: 2 }))), 'csv');
    expect(begun).toMatchObject({ state: 'CHECKING', accepted: 0, receipt: null, job: { kind: 'CHECK_RESPONSE_FILE' } });
    hub.clock.set('2026-10-21T00:00:00+06:00');
    await hub.runJobs();
    hub.clock.set('2026-10-20T09:00:00+06:00');
    const batch = await read(begun.id);
    expect(batch).toMatchObject({
      state: 'STORED',
      accepted: 2,
      violationCount: 0,
      violationsFile: null,
      // It was handed in on the 20th, whenever it was looked into.
      receipt: { isLate: false, receivedAt: '2026-10-20T03:00:00.000Z' },
      job: { state: 'SUCCEEDED', done: 2, total: 2 },
    });
    expect(await countOf(batch.id)).toBe(2);
    expect(batch.history.map(({ fromState, toState }) => [fromState, toState])).toEqual([
      [null, 'CHECKING'],
      ['CHECKING', 'STORED'],
    ]);
    expect(await leftovers()).toEqual([]);
  });

  it.each(['CSV', 'XLSX'] as const)('are filled into the template that the hub gives, and filed: %s', async (format) => {
    const made = exportsOf(hub);
    const asked = { kind: 'FORM_TEMPLATE', format, subjectId: here.formVersionId, language: 'KY' };
    const bytes = await made.fetched(await made.made(clerk, asked));
    const [sheet] = format === 'XLSX' ? await readSheets(Readable.from(bytes)) : [];
    const head = sheet ? sheet.data.map((cells) => cells.map((cell) => String(cell ?? ''))) : tableOf(bytes).lines;
    const lines = [...head, ...[filed(), filed({ VISITS: 2 })].map((response) => cellsOf(response, head[1]))];
    const batch = await file(`template ${format}`, sheet ? await xlsxOf(lines) : csvOf(lines), sheet ? 'xlsx' : 'csv');
    expect(batch, JSON.stringify(batch.violations)).toMatchObject({ state: 'STORED', accepted: 2 });
  });

  it('are the same by every way: CSV of either kind, XLSX, JSON and NDJSON make the content that the API makes', async () => {
    // In a table every question is asked: what is empty was not answered.
    const unanswered = Object.fromEntries(questionnaire.map(({ code }) => [code, null]));
    const asked = (change: Record<string, unknown>) => ({ ...filed(), answers: { ...unanswered, CHANNEL: 'OFFICE', ...change } });
    const responses = [asked({ VISITS: 2, INFORMED_BY: ['INTERNET', 'NOTICE_BOARD'], COST_PAID: '1200.50' }), asked({ COMPLAINED: false })];
    const inline = await here.file('every way', responses);
    const head = templateHead({ id: here.formVersionId, questions: questionnaire }, 'QUESTIONNAIRE', 'RU');
    const lines = [...head, ...responses.map((response) => cellsOf(response))];
    const [, , words = []] = head;
    const said: Record<string, string> = { '1200.50': '1 200,50', false: 'нет', '2026-03-05': '05.03.2026' };
    const spoken = [words, ...lines.slice(3).map((cells) => cells.map((cell) => said[cell] ?? cell))];
    const ways: [Ending, Buffer | string][] = [
      ['csv', csvOf(lines)],
      ['csv', `\uFEFF${csvOf(spoken, ';')}`],
      ['xlsx', await xlsxOf(lines)],
      ['json', JSON.stringify(responses, null, 2)],
      ['json', responses.map((response) => JSON.stringify({ ...response, formVersionId: here.formVersionId })).join('\n')],
    ];
    for (const [ending, content] of ways) {
      const batch = await file('every way', content, ending);
      expect(batch, `${ending}: ${JSON.stringify(batch.job)}`).toMatchObject({
        state: 'STORED',
        receipt: inline.receipt,
        job: { state: 'SUCCEEDED' },
      });
    }
    expect(await countOf(inline.id)).toBe(2);
    expect(await leftovers()).toEqual([]);
  });

  it('with other content under a key in use are CONFLICT, and the stored batch stays', async () => {
    const batch = await file('every way', csvOf(table(filed())), 'csv');
    expect(batch).toMatchObject({ state: 'STORED', accepted: 2, job: { state: 'FAILED', failure: { code: 'CONFLICT' } } });
  });

  it('are only checked in a dry run', async () => {
    const batch = await file('dry', csvOf(table(filed())), 'csv', { isDryRun: true });
    expect(batch).toMatchObject({ state: 'DRY_RUN_PASSED', accepted: 1, receipt: null, job: { state: 'SUCCEEDED' } });
    expect(await countOf(batch.id)).toBe(0);
    expect(await leftovers()).toEqual([]);
    const [upload] = await hub.rows<{ id: string }>(
      sql`select f.content_id as id from response_batch b join file f on f.id = b.source_file_id where b.id = ${batch.id}`,
    );
    // What came over the line for the dry run need not come again.
    const input = { year: 2026, formVersionId: here.formVersionId, batchKey: 'dry', uploadId: upload?.id };
    await here.call.done(clerk, 'fileQuestionnaires', input, '{ batch { id } }');
    await hub.runJobs();
    expect(await read(batch.id)).toMatchObject({ state: 'STORED', accepted: 1 });
  });

  it('are not tried out under a key that is stored: neither the upload nor the batch is touched', async () => {
    const content = csvOf(table(filed({ VISITS: 3 })));
    const stored = await file('kept', content, 'csv');
    const uploadId = await upload(hub, clerk, content, 'csv');
    const input = { year: 2026, formVersionId: here.formVersionId, batchKey: 'kept', uploadId };
    const refusal = await here.call.refused(clerk, 'fileQuestionnaires', { ...input, isDryRun: true });
    expect(refusal).toMatchObject({ code: 'CONFLICT', rule: 'ours:dry-run-of-a-new-key' });
    expect(await read(stored.id)).toEqual(stored);
    await here.call.done(clerk, 'fileQuestionnaires', input, '{ batch { id } }');
    await hub.runJobs();
    expect(await read(stored.id)).toMatchObject({ state: 'STORED', receipt: stored.receipt, job: { state: 'SUCCEEDED' } });
  });

  it('are late after 20 October, and are taken', async () => {
    hub.clock.set('2026-10-21T00:00:00+06:00');
    expect(await file('late', csvOf(table(filed())), 'csv')).toMatchObject({ state: 'STORED', receipt: { isLate: true } });
    hub.clock.set('2026-10-20T09:00:00+06:00');
  });

  it('are rejected whole for one that is wrong: the first 100 in the batch, all of them in a file', async () => {
    const wrong = Array.from({ length: 150 }, () => filed({ CHANNEL: '=PIGEON' }));
    const lines = table(filed(), ...wrong, filed({}, { serviceCode: 'NOWHERE', servedOn: '31.02.2026' })).map((cells) =>
      cells.map((cell) => cell.replace('=PIGEON', "'=PIGEON")),
    );
    const batch = await file('wrong', csvOf(lines), 'csv');
    expect(batch).toMatchObject({ state: 'REJECTED', accepted: 0, violationCount: 152, receipt: null, job: { state: 'SUCCEEDED' } });
    expect(batch.violations).toHaveLength(100);
    const hint = expect.stringContaining('leave it empty');
    expect(batch.violations[0]).toMatchObject({ row: 3, column: 'CHANNEL', path: ['input', 'uploadId'], hint });
    const inJson = await file('wrong in JSON', JSON.stringify([filed({ CHANNEL: 'PIGEON' })]), 'json');
    expect(inJson.violations).toMatchObject([{ row: 1, column: 'CHANNEL', hint: expect.stringContaining('send null') }]);
    const unknown = filed({ [`${'a'.repeat(63)}😀`]: 1 });
    const unasked = await file('unknown', JSON.stringify([unknown]), 'json');
    expect(unasked.violations).toMatchObject([{ row: 1, column: 'a'.repeat(63) }]);
    expect(unasked).toMatchObject({ state: 'REJECTED', job: { state: 'SUCCEEDED' } });
    expect((await here.file('unknown inline', [unknown])).violations).toMatchObject([{ row: 1, column: 'a'.repeat(63) }]);
    expect(await countOf(batch.id)).toBe(0);
    const answer = await fetch(batch.violationsFile?.url ?? '');
    const text = await answer.text();
    const report = text.split('\r\n');
    expect(report[0]).toBe('\uFEFFrow,column,rule,message,hint'.slice(1));
    expect(report).toHaveLength(154);
    expect(report[1]).toMatch(/^3,CHANNEL,BAD_USER_INPUT,/);
    expect(report.slice(151, 153).map((line) => line.split(',').slice(0, 3))).toEqual([
      ['153', 'servedOn', 'ours:day-of-a-cell'],
      ['153', 'serviceCode', 'BAD_USER_INPUT'],
    ]);
    expect(await leftovers()).toEqual([]);
    expect(await file('wrong', csvOf(table(filed())), 'csv')).toMatchObject({ state: 'STORED', violationsFile: null });
  });

  it('are none where nothing at all is answered', async () => {
    const batch = await file('blank', csvOf(table(filed(), filed({ CHANNEL: null }))), 'csv');
    expect(batch).toMatchObject({ state: 'REJECTED', violationCount: 1 });
    expect(batch.violations).toMatchObject([{ rule: 'ours:something-answered', row: 3, column: 'answers' }]);
  });

  it('of 5,000 rows are stored whole', async () => {
    const batch = await file('many', csvOf(table(...Array.from({ length: 5_000 }, (_, n) => filed({ VISITS: n % 7 })))), 'csv');
    expect(batch).toMatchObject({ state: 'STORED', accepted: 5_000, job: { done: 5_000, total: 5_000 } });
    expect(await countOf(batch.id)).toBe(5_000);
  });
});

describe('a work under way', () => {
  /** Holds a table, so that the work stands still where it needs it. */
  async function held<T>(name: 'response' | 'staged_responses', meanwhile: () => Promise<T>): Promise<T> {
    await postgres.query(`begin; lock table ${name} in share row exclusive mode`);
    try {
      return await meanwhile();
    } finally {
      await postgres.query('commit');
    }
  }
  const content = () => csvOf(table(filed(), filed(), filed()));

  it('shows its progress, answers the same file again with the batch, and refuses another', async () => {
    await held('response', async () => {
      const begun = await handIn('slow', content(), 'csv');
      await expect.poll(async () => (await read(begun.id)).job, { timeout: 20_000 }).toMatchObject({ state: 'RUNNING', done: 3 });
      expect(await handIn('slow', content(), 'csv')).toMatchObject({ id: begun.id, state: 'CHECKING', job: { id: begun.job?.id } });
      const uploadId = await upload(hub, clerk, csvOf(table(filed())), 'csv');
      const other = { year: 2026, formVersionId: here.formVersionId, batchKey: 'slow', uploadId };
      expect(await here.call.refused(clerk, 'fileQuestionnaires', other)).toMatchObject({
        code: 'CONFLICT',
        rule: 'ours:one-check-at-a-time',
      });
      expect(await here.refused('slow', [filed()])).toMatchObject({ code: 'CONFLICT', rule: 'ours:one-check-at-a-time' });
    });
    await hub.runJobs();
  });

  it('that is cancelled leaves nothing but a batch that says so', async () => {
    const begun = await held('response', async () => {
      const batch = await handIn('cancelled', content(), 'csv');
      await expect.poll(async () => (await read(batch.id)).job?.done, { timeout: 20_000 }).toBe(3);
      await here.call.done(clerk, 'cancelJob', { id: batch.job?.id }, '{ job { state } }');
      return batch;
    });
    await hub.runJobs();
    const batch = await read(begun.id);
    expect(batch).toMatchObject({ state: 'REJECTED', accepted: 0, receipt: null, job: { state: 'CANCELLED' } });
    expect(batch.violations).toMatchObject([{ rule: 'ours:cancelled-work-leaves-nothing' }]);
    expect(await countOf(batch.id)).toBe(0);
    expect(await leftovers()).toEqual([]);
    expect(await file('cancelled', content(), 'csv')).toMatchObject({ state: 'STORED' });
  });

  it('whose hub died is done again from the start, and what it left is gone', async () => {
    const begun = await held('staged_responses', async () => {
      const batch = await handIn('died', content(), 'csv');
      const { id: jobId } = batch.job ?? {};
      await postgres.query(`insert into staged_responses (job_id, ordinal, responses) values ($1, 0, '[{"id": "half"}]'), ($1, 7, '[]')`, [
        jobId,
      ]);
      await postgres.query(`insert into content_chunk (content_id, ordinal, bytes) values ($1, 0, 'half')`, [jobId]);
      await postgres.query(`update hub_job set state = 'RUNNING', started_at = now(), done = 500 where id = $1`, [jobId]);
      return batch;
    });
    await hub.runJobs();
    const batch = await read(begun.id);
    expect(batch).toMatchObject({ state: 'STORED', accepted: 3, job: { state: 'SUCCEEDED', done: 3 } });
    expect(await countOf(batch.id)).toBe(3);
    const check = 'query($n: String!, $h: String!) { receiptCheck(number: $n, sha256: $h) { isGenuine } }';
    expect((await hub.anonymous.must(check, { n: batch.receipt?.number, h: batch.receipt?.sha256 })).receiptCheck.isGenuine).toBe(true);
    expect(await leftovers()).toEqual([]);
  });

  it('over which hubs die again and again is given up before the queue forgets it: the job fails, the batch is rejected and says why, and its key is free', async () => {
    const begun = await held('staged_responses', async () => {
      const batch = await handIn('deadly', csvOf(table(filed())), 'csv');
      await postgres.query(`update hub_job set state = 'RUNNING', started_at = now(), beginnings = 4 where id = $1`, [batch.job?.id]);
      return batch;
    });
    await hub.runJobs();
    const rule = 'ours:work-is-given-up';
    expect(await read(begun.id)).toMatchObject({
      state: 'REJECTED',
      violations: [{ rule }],
      job: { state: 'FAILED', failure: { code: 'RULE_VIOLATED' } },
    });
    expect(await leftovers()).toEqual([]);
    expect(await file('deadly', csvOf(table(filed())), 'csv')).toMatchObject({ id: begun.id, state: 'STORED' });
  });
});

describe('a file that is wrong itself', () => {
  const good = () => cellsOf(filed());
  const cell = (inner: string, attributes = '') => `<row r="1"><c r="A1"${attributes}>${inner}</c></row>`;
  const other = '00000000-0000-7000-8000-000000000000';
  const jsonOf = (from: string, to: string) => JSON.stringify([filed()]).replace(from, to);
  const without = (code: string) => codes.filter((each) => each !== code);
  const cases: [string, Ending, () => Promise<Buffer | string> | Buffer | string, { rule: string; row?: number; column?: string }][] = [
    [
      "another form's template",
      'csv',
      () => csvOf([[templateMark({ id: other })], ...table(filed())]),
      { rule: 'ours:one-form-version', row: 1 },
    ],
    [
      'two versions pasted together',
      'csv',
      () => csvOf([...table(filed()), [templateMark({ id: other })]]),
      { rule: 'ours:one-form-version', row: 3 },
    ],
    [
      'JSON of another version',
      'json',
      () => JSON.stringify([{ ...filed(), formVersionId: other }]),
      { rule: 'ours:one-form-version', row: 1, column: 'formVersionId' },
    ],
    ['Windows-1251', 'csv', () => Buffer.concat([Buffer.from(csvOf([codes])), Buffer.from('cfe0f1eff0ee', 'hex')]), { rule: 'ours:utf-8' }],
    ['UTF-16', 'csv', () => Buffer.from(csvOf(table(filed())), 'utf16le'), { rule: 'ours:utf-8' }],
    ['an open quotation mark', 'csv', () => `${csvOf(table(filed()))}"open`, { rule: 'ours:csv', row: 3 }],
    ['a formula in CSV', 'csv', () => csvOf([codes, good()]).replace('MS-002', '=1+1'), { rule: 'ours:no-formulas', row: 2, column: 'A' }],
    ['a formula in XLSX', 'xlsx', () => rawXlsx(cell('<f>1+1</f><v>2</v>')), { rule: 'ours:no-formulas', row: 1, column: 'A' }],
    ['an error in XLSX', 'xlsx', () => rawXlsx(cell('<v>#N/A</v>', ' t="e"')), { rule: 'ours:no-formulas', row: 1, column: 'A' }],
    [
      'a heading twice',
      'csv',
      () =>
        csvOf([
          [...codes, 'VISITS'],
          [...good(), ''],
        ]),
      { rule: 'ours:columns-once', row: 1, column: 'VISITS' },
    ],
    [
      'an unknown column',
      'csv',
      () =>
        csvOf([
          [...codes, 'WEATHER'],
          [...good(), ''],
        ]),
      { rule: 'ours:known-columns', row: 1, column: 'WEATHER' },
    ],
    [
      'a missing column',
      'csv',
      () => csvOf([without('CHANNEL'), cellsOf(filed(), without('CHANNEL'))]),
      { rule: 'ours:needed-columns', row: 1, column: 'CHANNEL' },
    ],
    ['a value beneath no heading', 'csv', () => csvOf([codes, [...good(), 'x']]), { rule: 'ours:known-columns', row: 2 }],
    ['too many columns', 'csv', () => csvOf([Array.from({ length: 301 }, () => 'x')]), { rule: 'ours:columns-of-a-file', row: 1 }],
    [
      'a cell that is too long',
      'csv',
      () => csvOf([codes, [...good().slice(0, -1), 'x'.repeat(4_001)]]),
      { rule: 'ours:length-of-a-cell', row: 2 },
    ],
    [
      'too many rows',
      'csv',
      () => `${codes.join(',')}\n${'MS-002,,,,PERSON\n'.repeat(50_010)}`,
      { rule: 'ours:rows-of-a-file', row: 50_011 },
    ],
    ['a million empty rows', 'xlsx', () => rawXlsx('<row></row>'.repeat(1_000_000)), { rule: 'ours:lines-of-a-file', row: 100_001 }],
    ['nothing in it', 'csv', () => codes.join(','), { rule: 'ours:filled-file' }],
    ['a list of nothing', 'json', () => '[]', { rule: 'ours:filled-file' }],
    ['a bomb', 'xlsx', () => rawXlsx(Buffer.alloc(270_000_000, ' ')), { rule: 'ours:xlsx-size' }],
    ['a DTD', 'xlsx', () => rawXlsx('', { dtd: '<!DOCTYPE a [<!ENTITY b "b">]>' }), { rule: 'ours:xlsx' }],
    ['a password', 'xlsx', () => Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), { rule: 'ours:xlsx-open' }],
    ['macros', 'xlsx', () => rawXlsx('', { extra: { 'xl/vbaProject.bin': 'x' } }), { rule: 'ours:xlsx-no-macros' }],
    ['a ZIP that is no workbook', 'xlsx', () => zipOf({ 'a.txt': 'a' }), { rule: 'ours:xlsx' }],
    ['a damaged workbook', 'xlsx', async () => (await xlsxOf(table(filed()))).subarray(0, 900), { rule: 'ours:xlsx' }],
    ['JSON that breaks off', 'json', () => '[{"serviceCode": "MS-002"', { rule: 'ours:json', row: 1 }],
    ['JSON that hides what cannot be kept', 'json', () => jsonOf('MS-002', 'MS\\\\\\u0000'), { rule: 'ours:json', row: 1 }],
    [
      'JSON that says an answer twice',
      'json',
      () => jsonOf('"CHANNEL":', '"CHANNEL":"OTHER","CHANNEL":'),
      { rule: 'ours:columns-once', row: 1, column: 'CHANNEL' },
    ],
    ['JSON of something else', 'json', () => '[1, 2]', { rule: 'ours:json', row: 1 }],
  ];

  it.each(cases)('%s', async (title, ending, content, expected) => {
    const batch = await file(`file ${title.replaceAll(/[^a-z0-9 ]/gi, '')}`, await content(), ending);
    expect(batch).toMatchObject({ state: 'REJECTED', accepted: 0, job: { state: 'SUCCEEDED' } });
    const wrong = batch.violations.find(({ rule }) => rule === expected.rule);
    expect(wrong, JSON.stringify(batch.violations[0])).toMatchObject({ ...expected, hint: expect.any(String) });
    expect(await countOf(batch.id)).toBe(0);
    expect(await leftovers()).toEqual([]);
  });

  it('or both given, or of no kind that is read, is refused at once', async () => {
    const input = { year: 2026, formVersionId: here.formVersionId, batchKey: 'both' };
    expect(await here.call.refused(clerk, 'fileQuestionnaires', input)).toMatchObject({ path: ['input', 'uploadId'] });
    const uploadId = await upload(hub, clerk, 'a', 'csv');
    const both = { ...input, uploadId, responses: [filed()] };
    expect(await here.call.refused(clerk, 'fileQuestionnaires', both)).toMatchObject({ path: ['input', 'uploadId'] });
    const stranger = await hub.as('PROVIDER', { soate: home, user: 'another' });
    expect(await here.call.refused(stranger, 'fileQuestionnaires', { ...input, uploadId })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a line that is cut three times', () => {
  it('loses nothing: the upload goes on from where it stopped, and the 200 responses are filed', async () => {
    const content = Buffer.from(csvOf(table(...Array.from({ length: 200 }, () => filed()))));
    const { id, putUrl } = await announce(hub, clerk, content, 'csv');
    const quarter = Math.ceil(content.length / 4);
    for (let cuts = 1; cuts <= 3; cuts += 1) {
      await cutAt(id, putUrl, content, quarter * cuts);
      await expect.poll(() => offsetOf(putUrl), { timeout: 20_000 }).toBe(quarter * cuts);
    }
    const from = await offsetOf(putUrl);
    const range = `bytes ${from}-${content.length - 1}/${content.length}`;
    const last = await fetch(putUrl, { method: 'PUT', body: content.subarray(from), headers: { 'content-range': range } });
    expect(last.ok).toBe(true);
    const input = { year: 2026, formVersionId: here.formVersionId, batchKey: 'cut', uploadId: id };
    const begun: FileBatch = await here.call.done(clerk, 'fileQuestionnaires', input, `{ batch { ${fileFields} } }`);
    await hub.runJobs();
    expect(await read(begun.id)).toMatchObject({ state: 'STORED', accepted: 200 });
  });

  async function offsetOf(url: string): Promise<number> {
    return Number((await fetch(url, { method: 'HEAD' })).headers.get('upload-offset'));
  }

  /** Sends what is left up to a place, and breaks the connection off when the hub has it. */
  async function cutAt(id: string, url: string, content: Buffer, to: number): Promise<void> {
    const writer = async () =>
      (await hub.rows<{ writerId: string | null }>(sql`select writer_id from upload where id = ${id}`))[0]?.writerId;
    const [before, from] = [await writer(), await offsetOf(url)];
    const headers = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}`, 'content-length': content.length - from };
    const request = http.request(url, { method: 'PUT', headers, agent: false });
    const ended = new Promise<void>((resolve) => request.on('error', () => resolve()).on('close', () => resolve()));
    await new Promise<void>((resolve) => request.write(content.subarray(from, to), () => resolve()));
    await expect.poll(writer, { timeout: 20_000 }).not.toBe(before);
    // The hub has gone on reading by the time that it answers others.
    await offsetOf(url);
    request.destroy();
    await ended;
  }
});
