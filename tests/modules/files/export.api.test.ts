import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import readSheets from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { defineExport } from '../../../src/kit/export.ts';
import { run, sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { sealAudit } from '../../../src/modules/audit/audit.service.ts';
import { exportCatalogue, fulfilExport, purgeExports, startExport } from '../../../src/modules/files/export.service.ts';
import { modules } from '../../../src/modules/index.ts';
import { readContent } from '../../../src/modules/files/content.service.ts';
import { writeDataAppendix } from '../../../src/modules/questionnaires/data-appendix.service.ts';
import { inBatches } from '../../../src/modules/questionnaires/response-export.service.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { complaintsOf } from '../complaints/complaint.fixture.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';
import { fewAnswers, questionnairesOf } from '../questionnaires/questionnaire.fixture.ts';
import { elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';
import { becomes } from '../users/role-change.fixture.ts';
import { approveList, reportOf, stated } from '../volume-reports/volume-report.fixture.ts';
import { exportsOf, tableOf, unzipped } from './export.fixture.ts';
import { contextOf, sha256Of } from './files.fixture.ts';

let hub: TestHub;
let clerk: Client;
let stranger: Client;
let analyst: Client;
let body: Client;
let made: ReturnType<typeof exportsOf>;
let listId: string;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  analyst = await hub.as('ANALYST');
  body = await hub.as('INTERAGENCY_BODY');
  made = exportsOf(hub);
  await approveList(hub, [home, elsewhere], ['MS-002', 'MS-003']);
  const [list] = await hub.rows<{ id: string }>(sql`select id from monitoring_list order by id desc limit 1`);
  listId = list?.id ?? '';
});
afterAll(() => hub.stop());

/** The sheets of a workbook, read by somebody else's reader. */
const sheetsOf = async (xlsx: Buffer) => (await readSheets(Readable.from(xlsx))).map(({ sheet, data }) => ({ name: sheet, data }));

const terms = { kind: 'SERVICES', formats: ['CSV'], cuts: ['FULL'], roles: ['ANALYST'], takes: [] } as const;

/** An export that no worker takes: asked for in a transaction of the test's own, which takes its work out of the queue. */
const heldBack = async (input: { kind: 'SERVICES' | 'VOLUMES'; format: 'CSV'; cut: 'FULL' }, client = analyst) => {
  const catalogue = exportCatalogue(modules.flatMap((module) => module.exports ?? []));
  const asked = { ...input, year: null, municipalityId: null, subjectId: null, language: 'KY' as const };
  const id = await inTransaction(await contextOf(hub, client), async (ctx) => {
    const started = await startExport(ctx, asked, catalogue);
    await run(ctx, sql`delete from graphile_worker._private_jobs where payload ->> 'exportId' = ${started.id}`);
    return started.id;
  });
  return made.seen(client, id);
};

const jobOf = 'query($id: ID!) { job(id: $id) { state } }';
const cancel = 'mutation($input: CancelJobInput!) { cancelJob(input: $input) { job { state } } }';
const jobRefusal = async (client: Client, id: string) => (await client.refused(jobOf, { id }))[0]?.extensions.code;

/** How the work of an export ends that is taken up only now. */
const endOf = async ({ id, job }: { id: string; job: { id: string } }) => {
  const catalogue = exportCatalogue(modules.flatMap((module) => module.exports ?? []));
  await fulfilExport(consoleCtx(hub.hub.orm, hub.clock, 'test'), id, catalogue, new AbortController().signal);
  return (await hub.rows(sql`select state, failure ->> 'rule' as rule from hub_job where id = ${job.id}`))[0];
};
const rightsChanged = { state: 'FAILED', rule: 'ours:exports-follow-rights' };
const sealed = () => sealAudit(consoleCtx(hub.hub.orm, hub.clock, 'test'));

describe('an export', () => {
  it('is asked for, made, fetched by its link, and in the audit log with its SHA-256', async () => {
    const asked = await made.started(analyst, { kind: 'SERVICES', format: 'CSV', language: 'RU' });
    expect(asked).toMatchObject({ kind: 'SERVICES', format: 'CSV', cut: 'DEIDENTIFIED', expiresAt: '2026-10-12T03:00:00.000Z' });
    await hub.runJobs();
    const done = await made.seen(analyst, asked.id);
    expect(done.job).toMatchObject({ state: 'SUCCEEDED', failure: null });
    const bytes = await made.fetched(done);
    expect(done.file).toMatchObject({
      name: 'services-2026-10-05.csv',
      mediaType: 'text/csv; charset=utf-8',
      sha256: sha256Of(bytes),
      bytes: bytes.length,
    });
    expect(bytes.toString().slice(0, 60)).toMatch(/^\uFEFFserviceCode,serviceName,tier/);
    await sealed();
    const admin = await hub.as('ADMIN');
    const { auditEntries } = await admin.must(
      'query($id: ID!) { auditEntries(filter: { subjectId: $id, actions: ["export"] }) { nodes { action actor { role } after } } }',
      { id: asked.id },
    );
    expect(auditEntries.nodes).toEqual([
      {
        action: 'export',
        actor: { role: 'ANALYST' },
        after: expect.objectContaining({ kind: 'SERVICES', cut: 'DEIDENTIFIED', language: 'RU', rows: done.rows, sha256: sha256Of(bytes) }),
      },
    ]);
  });

  it('is for whoever asked alone, and how far it is: not for colleagues of the same role, not for strangers', async () => {
    const colleague = await hub.as('PROVIDER', { soate: home, user: 'colleague' });
    const inTheUnit = await hub.as('ANALYST', { user: 'colleague' });
    for (const [asker, others] of [
      [clerk, [colleague, stranger, analyst, body]],
      [analyst, [inTheUnit, await hub.as('ADMIN'), clerk, body]],
      [body, [analyst, clerk]],
    ] as const) {
      const { id, job } = await made.made(asker, { kind: 'SERVICES', format: 'CSV' });
      expect((await made.seen(asker, id)).file).not.toBeNull();
      expect((await asker.must(jobOf, { id: job.id })).job.state).toBe('SUCCEEDED');
      for (const other of others)
        expect([await made.unseen(other, id), await jobRefusal(other, job.id)]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    }
  });

  it.each([
    ['of the ministry who became staff of a municipality', ['ANALYST'], ['PROVIDER'], true],
    ['of the ministry who went to the inter-agency body', ['ANALYST'], ['INTERAGENCY_BODY'], false],
    ['of the ministry who took another role there', ['ANALYST'], ['COLLEGIUM_SECRETARY'], false],
    ['of a municipality who moved to another', ['PROVIDER'], ['PROVIDER'], true],
  ] as const)('is lost to staff %s: made before, and waiting', async (title, before, after, isMoved) => {
    const user = title.replaceAll(' ', '-');
    const mover = await hub.as(before, { user, ...(before[0] === 'PROVIDER' && { soate: home }) });
    const done = await made.made(mover, { kind: 'VOLUMES', format: 'CSV' });
    const waiting = await heldBack({ kind: 'VOLUMES', format: 'CSV', cut: 'FULL' }, mover);
    const municipalityId = isMoved ? (await placeOf(hub, elsewhere)).id : null;
    expect((await mover.must(jobOf, { id: waiting.job.id })).job.state).toBe('QUEUED');
    await becomes(hub, mover, after, municipalityId);
    for (const { id, job } of [done, waiting]) {
      expect([await made.unseen(mover, id), await jobRefusal(mover, job.id)]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    }
    const cancelling = await mover.refused(cancel, { input: { id: waiting.job.id, idempotencyKey: hub.key() } });
    expect(cancelling[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await endOf(waiting)).toEqual(rightsChanged);
  });

  it('is lost with a role and there again with it', async () => {
    const mover = await hub.as('ANALYST', { user: 'there-and-back' });
    const { id, job } = await made.made(mover, { kind: 'SERVICES', format: 'CSV' });
    await becomes(hub, mover, ['COLLEGIUM_SECRETARY']);
    expect([await made.unseen(mover, id), await jobRefusal(mover, job.id)]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    await becomes(hub, mover, ['ANALYST']);
    expect((await made.seen(mover, id)).file).not.toBeNull();
    expect((await mover.must(jobOf, { id: job.id })).job.state).toBe('SUCCEEDED');
  });

  it('is not for who was deactivated: made before, and waiting', async () => {
    const leaving = await hub.as('ANALYST', { user: 'leaving' });
    const done = await made.made(leaving, { kind: 'VOLUMES', format: 'CSV' });
    const waiting = await heldBack({ kind: 'VOLUMES', format: 'CSV', cut: 'FULL' }, leaving);
    await hub.rows(sql`update hub_user set is_active = false where subject = 'own:leaving-analyst' returning id`);
    for (const { id, job } of [done, waiting]) {
      expect([await made.unseen(leaving, id), await jobRefusal(leaving, job.id)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    }
    expect(await endOf(waiting)).toEqual(rightsChanged);
  });

  it('is kept for seven days; then that it was made remains', async () => {
    const done = await made.made(analyst, { kind: 'OFFERS', format: 'CSV' });
    const purge = async (now: string) => purgeExports({ ...consoleCtx(hub.hub.orm, hub.clock, 'test'), now: new Date(now) });
    await purge('2026-10-12T08:59:59.999+06:00');
    expect((await made.seen(analyst, done.id)).file).not.toBeNull();
    await purge('2026-10-12T09:00:00+06:00');
    expect(await made.seen(analyst, done.id)).toMatchObject({ file: null, rows: done.rows, job: { state: 'SUCCEEDED' } });
    expect((await fetch(done.file?.url ?? '')).status).toBe(404);
    expect(await hub.rows(sql`select 1 from content_chunk where content_id not in (select content_id from file)`)).toEqual([]);
  });

  it('that is cancelled while it is read leaves nothing', async () => {
    // Rows that never end: only the cancelling can end them.
    const endless = defineExport({
      ...terms,
      open: async () => ({
        name: 'endless',
        table: {
          name: 'endless',
          columns: [],
          rows: (async function* () {
            for (let row = 0; ; row += 1) {
              if (row === 5000) await analyst.must(cancel, { input: { id: job.id, idempotencyKey: hub.key() } });
              yield [];
            }
          })(),
        },
      }),
    });
    const { id, job } = await heldBack({ kind: 'SERVICES', format: 'CSV', cut: 'FULL' });
    await fulfilExport(consoleCtx(hub.hub.orm, hub.clock, 'test'), id, new Map([['SERVICES', endless]]), new AbortController().signal);
    expect(await made.seen(analyst, id)).toMatchObject({ file: null, rows: null, job: { state: 'CANCELLED' } });
    expect(await hub.rows(sql`select 1 from file where name like 'endless%'`)).toEqual([]);
  });

  it('that fails says so on its job, a fault of ours masked; one that a stopping hub leaves is made by the next', async () => {
    const broken = defineExport({
      ...terms,
      open: () => Promise.reject(new Error('password=secret')),
    });
    const { id } = await heldBack({ kind: 'SERVICES', format: 'CSV', cut: 'FULL' });
    const ctx = consoleCtx(hub.hub.orm, hub.clock, 'test');
    const catalogue = new Map([['SERVICES', broken]] as const);
    await expect(fulfilExport(ctx, id, catalogue, AbortSignal.abort())).rejects.toThrow('secret');
    expect((await made.seen(analyst, id)).job).toMatchObject({ state: 'RUNNING', failure: null });
    await expect(fulfilExport(ctx, id, catalogue, new AbortController().signal)).rejects.toThrow('secret');
    const { job } = await made.seen(analyst, id);
    expect(job).toMatchObject({ state: 'FAILED', failure: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(JSON.stringify(job)).not.toContain('secret');
  });

  it("refuses at once what cannot be: role, form, cut, narrowing, subject, somebody else's", async () => {
    expect(await made.refused(body, { kind: 'RESPONSES', format: 'CSV' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await made.refused(clerk, { kind: 'AUDIT', format: 'CSV', cut: 'FULL' })).toMatchObject({ code: 'FORBIDDEN' });
    const admin = await hub.as('ADMIN');
    expect(await made.refused(admin, { kind: 'AUDIT', format: 'CSV' })).toMatchObject({ path: ['input', 'cut'], hint: 'cut: FULL.' });
    expect(await made.refused(analyst, { kind: 'FORM_TEMPLATE', format: 'JSON' })).toMatchObject({ path: ['input', 'format'] });
    expect(await made.refused(analyst, { kind: 'SERVICES', format: 'CSV', year: 2026 })).toMatchObject({ path: ['input', 'year'] });
    const unknown = '0196f000-0000-7000-8000-000000000000';
    expect(await made.refused(analyst, { kind: 'PROOF_OF_NOTICE', format: 'CSV', subjectId: unknown })).toMatchObject({
      code: 'NOT_FOUND',
    });
    const { id } = await placeOf(hub, elsewhere);
    expect(await made.refused(clerk, { kind: 'VOLUMES', format: 'CSV', municipalityId: id })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('for the inter-agency body holds what is public', async () => {
    expect((await made.table(body, { kind: 'SERVICES' })).rows.length).toBeGreaterThan(0);
    expect((await made.table(body, { kind: 'STANDARDS' })).rows, 'drafts are not').toEqual([]);
  });
});

describe('in a workbook', () => {
  it('texts are texts, numbers are numbers, and sheets stand beside', async () => {
    const done = await made.made(analyst, { kind: 'STANDARDS', format: 'XLSX', language: 'KY' });
    const sheets = await sheetsOf(await made.fetched(done));
    expect(sheets.map(({ name }) => name)).toEqual(['standards', 'items']);
    const [codes = [], words = [], ...rows] = sheets[0]?.data ?? [];
    expect([codes[0], words[0], rows.length]).toEqual(['serviceCode', 'Кызматтын коду', done.rows]);
    const amounts = rows.map((row) => row[codes.indexOf('normAmount')]);
    expect(amounts.some((amount) => typeof amount === 'number')).toBe(true);
  });
});

describe('the template of a form (R10)', () => {
  it.each(['CSV', 'XLSX'])('has its mark, the codes, and the words of the questions: %s', async (format) => {
    const { formVersionId } = await questionnairesOf(hub, clerk);
    const done = await made.made(clerk, { kind: 'FORM_TEMPLATE', format, subjectId: formVersionId, language: 'RU' });
    const bytes = await made.fetched(done);
    const sheets = format === 'CSV' ? [] : await sheetsOf(bytes);
    const lines = sheets[0]?.data ?? tableOf(bytes).lines;
    expect(lines[0]?.[0]).toBe(`#form-version ${formVersionId}`);
    expect(lines[1]?.slice(0, 6)).toEqual([
      'serviceCode',
      'offerId',
      'appliedOn',
      'servedOn',
      ...questionnaire.slice(0, 2).map(({ code }) => code),
    ]);
    expect(lines[2]?.[0]).toBe('Код услуги');
    if (format === 'CSV') return;
    expect(sheets.map(({ name }) => name)).toEqual(['responses', 'Инструкция', 'Вопросы', 'Варианты ответов']);
    expect(sheets[3]?.data.length).toBe(2 + questionnaire.flatMap((question) => question.options).length);
  });

  it.each([
    ['QUESTIONNAIRE', /^questionnaire-template-1-/, 'Каждая заполненная анкета — '],
    ['SURVEY_SHEET', /^survey-sheet-template-1-/, 'Каждый заполненный опросный лист — '],
  ])('is called what it is of, in its name and in its words: %s', async (kind, fileName, words) => {
    const { form } = await hub.anonymous.must('query($kind: FormKind!) { form(kind: $kind) { current { id } } }', { kind });
    const done = await made.made(analyst, { kind: 'FORM_TEMPLATE', format: 'XLSX', subjectId: form.current.id, language: 'RU' });
    expect(done.file?.name).toMatch(fileName);
    const [, instructions] = await sheetsOf(await made.fetched(done));
    expect(instructions?.data.flat().join(' ')).toContain(words);
  });
});

describe('the proof of notice of a List (R9)', () => {
  it('has a row for each municipality with what proves it; a municipality sees its own', async () => {
    const all = await made.table(analyst, { kind: 'PROOF_OF_NOTICE', subjectId: listId });
    expect(all.rows.map(({ municipalitySoate }) => municipalitySoate).toSorted()).toEqual([elsewhere, home]);
    expect(all.rows.every(({ isProven }) => isProven === 'true' || isProven === 'false')).toBe(true);
    const own = await made.table(clerk, { kind: 'PROOF_OF_NOTICE', subjectId: listId, cut: 'DEIDENTIFIED' });
    expect(own.rows.map(({ municipalitySoate }) => municipalitySoate)).toEqual([home]);
    expect(own.codes).not.toContain('mailRecipients');
  });
});

describe('the volume report (R12)', () => {
  const filed = ['serviceCode', 'quarter', 'channel', 'delivered', 'reason', 'paidTotal', 'explanation', 'offerId'];

  it('of its own municipality has every line that is asked for, to be filled in, and nothing that cannot be filed', async () => {
    const before = await made.table(clerk, { kind: 'VOLUMES', year: 2026 });
    expect(before.rows.length).toBe(2 * 3 * 2);
    expect(before.rows.every(({ delivered }) => delivered === '')).toBe(true);
    expect(before.codes).toEqual(filed);
    const [first, second] = await sheetsOf(await made.fetched(await made.made(clerk, { kind: 'VOLUMES', format: 'XLSX', year: 2026 })));
    expect([first?.data[0], second?.data[0]?.slice(0, 5)]).toEqual([filed, ['serviceCode', 'serviceName', 'quarter', 'channel', 'state']]);
  });

  it('has what was stated, a zero as a zero; the ministry sees it with where it is from', async () => {
    const notOffered = stated('MS-003', 'Q1', { state: 'NOT_OFFERED', reason: 'Портал жок' }, { channel: 'ELECTRONIC' });
    const lines = [stated('MS-002', 'Q1', 0), stated('MS-002', 'Q2', 7, { paidTotal: '350.50', explanation: '=1+1' }), notOffered];
    await (await reportOf(hub, clerk, home)).save(lines);
    const own = await made.table(clerk, { kind: 'VOLUMES', year: 2026 });
    const said = own.rows.filter(({ delivered }) => delivered !== '');
    expect(said.map((row) => [row.quarter, row.delivered, row.reason, row.paidTotal, row.explanation])).toEqual([
      ['Q1', '0', '', '', ''],
      ['Q2', '7', '', '350.5', "'=1+1"],
      ['Q1', 'NOT_OFFERED', 'Портал жок', '', ''],
    ]);
    const ministry = await made.table(analyst, { kind: 'VOLUMES', year: 2026 });
    expect(ministry.rows.length).toBe(12);
    expect(ministry.rows.find(({ delivered }) => delivered === '7')).toMatchObject({
      municipalitySoate: home,
      state: 'VALUE',
      source: 'MANUAL',
      year: '2026',
    });
    expect((await made.table(stranger, { kind: 'VOLUMES', year: 2025 })).rows).toEqual([]);
  });
});

describe('complaints (R-II.8)', () => {
  it('come in full with their words scrubbed, and to others as months without words; each sees its own', async () => {
    await (await complaintsOf(hub, clerk, home)).register('2026-03-05', { text: 'Чалыңыз +996 555 12 34 56, 1 250 сом' });
    await (await complaintsOf(hub, stranger, elsewhere)).register('2026-04-05');
    const full = await made.table(clerk, { kind: 'COMPLAINTS', year: 2026 });
    expect(full.rows).toMatchObject([{ municipalitySoate: home, receivedOn: '2026-03-05', text: 'Чалыңыз [***], 1 250 сом' }]);
    const cut = await made.table(analyst, { kind: 'COMPLAINTS', cut: 'DEIDENTIFIED' });
    expect(cut.rows.map(({ receivedMonth }) => receivedMonth).toSorted()).toEqual(['2026-03', '2026-04']);
    expect(cut.codes.filter((code) => ['text', 'complaintId', 'receivedOn'].includes(code))).toEqual([]);
    expect((await made.table(analyst, { kind: 'COMPLAINTS', year: 2025 })).rows).toEqual([]);
  });
});

const answered = () => ({
  serviceCode: 'MS-002',
  appliedOn: '2026-03-01',
  servedOn: '2026-03-05',
  answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE' }),
});

describe('responses (R12, R-III.3)', () => {
  it('come in full with days, for the ministry all, for a municipality its own', async () => {
    await (
      await questionnairesOf(hub, clerk)
    ).file(
      'a',
      Array.from({ length: 5 }, () => answered()),
    );
    await (
      await questionnairesOf(hub, stranger)
    ).file(
      'a',
      Array.from({ length: 4 }, () => answered()),
    );
    const all = await made.table(analyst, { kind: 'RESPONSES', year: 2026 });
    expect([all.rows.length, all.export.rows]).toEqual([9, 9]);
    expect(all.rows[0]).toMatchObject({
      municipalitySoate: home,
      serviceCode: 'MS-002',
      servedOn: '2026-03-05',
      batchKey: 'a',
      CHANNEL: 'OFFICE',
    });
    for (const { code } of questionnaire) expect(all.codes).toContain(code);
    const own = await made.table(stranger, { kind: 'RESPONSES' });
    expect(new Set(own.rows.map(({ municipalitySoate }) => municipalitySoate))).toEqual(new Set([elsewhere]));
  });

  it('without who it was: months for days, and not the few of a municipality that no others would hide', async () => {
    const { rows, codes } = await made.table(analyst, { kind: 'RESPONSES', year: 2026, cut: 'DEIDENTIFIED' });
    expect(rows.map(({ municipalitySoate }) => municipalitySoate)).toEqual(Array(5).fill(home));
    expect(new Set(rows.map(({ servedMonth }) => servedMonth))).toEqual(new Set(['2026-03']));
    for (const code of ['responseId', 'offerId', 'batchKey', 'appliedOn', 'servedOn']) expect(codes).not.toContain(code);
  });

  it('have the codebook and what is withheld beside them in a workbook', async () => {
    const done = await made.made(analyst, { kind: 'RESPONSES', format: 'XLSX', language: 'EN' });
    const [data, book, , , , notes] = await sheetsOf(await made.fetched(done));
    expect([data, book, notes].map((sheet) => sheet?.name)).toEqual(['responses', 'codebook', 'notes']);
    expect(JSON.stringify(notes)).toContain('rows are left out: 4;');
    expect(book?.data.slice(2).map(([code]) => code)).toEqual(data?.data[0]);
  });

  it('are objects by the same codes in JSON and NDJSON', async () => {
    const [json, ndjson] = [
      await made.made(analyst, { kind: 'RESPONSES', format: 'JSON' }),
      await made.made(analyst, { kind: 'RESPONSES', format: 'NDJSON' }),
    ];
    const whole = JSON.parse((await made.fetched(json)).toString()) as { columns: { code: string }[]; rows: Record<string, unknown>[] };
    const lines = (await made.fetched(ndjson))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(whole.rows).toEqual(lines);
    expect(Object.keys(lines[0] ?? {})).toEqual(whole.columns.map(({ code }) => code));
  });
});

describe('the data appendix of the report (R-III.3)', () => {
  it('is one archive of what was pinned: data, codebook, versions, what is withheld, and a SHA-256 for each file', async () => {
    const batches = await hub.rows<{ id: string }>(sql`select id from response_batch where state = 'STORED'`);
    await (await questionnairesOf(hub, clerk)).file('after the pinning', [answered()]);
    const ctx = { ...consoleCtx(hub.hub.orm, hub.clock, 'test'), language: 'KY' as const };
    const which = inBatches(batches.map(({ id }) => id));
    const { file, rows, withheld } = await writeDataAppendix(ctx, { name: 'appendix-2026', which, cut: 'DEIDENTIFIED', beside: [] });
    expect([file.name, rows, withheld]).toEqual(['appendix-2026.zip', 5, 4]);
    const entries = await unzipped(await buffer(readContent(ctx, file.contentId)));
    const tables = ['responses.xlsx', 'responses.csv', 'codebook.csv', 'questions.csv', 'options.csv', 'form-versions.csv', 'notes.csv'];
    const names = ['README.md', ...tables];
    expect([...entries.keys()]).toEqual([...names, 'SHA256SUMS']);
    const sums = names.map((name) => `${sha256Of(entries.get(name) ?? '')}  ${name}\n`).join('');
    expect(entries.get('SHA256SUMS')?.toString()).toBe(sums);
    const explained = [...(entries.get('README.md')?.toString() ?? '').matchAll(/^- (\S+): /gm)].map(([, name]) => name);
    const csvs = tables.filter((name) => name.endsWith('.csv'));
    expect(explained, 'each in three languages').toEqual([...csvs, ...csvs, ...csvs]);
    const data = tableOf(entries.get('responses.csv') ?? Buffer.alloc(0));
    expect(data.rows.length).toBe(5);
    const book = tableOf(entries.get('codebook.csv') ?? Buffer.alloc(0));
    expect(book.rows.map(({ code }) => code)).toEqual(data.codes);
    const time = book.rows.find(({ measures, isPrimary }) => measures === 'TIME_SPENT' && isPrimary === 'true');
    expect(time).toMatchObject({ formVersions: '1', textKy: expect.stringMatching(/./), textRu: expect.stringMatching(/./) });
  });
});

describe('the audit log', () => {
  it('is exported link by link, for whoever reads it whole', async () => {
    await sealed();
    const head = await hub.as('HEAD');
    const { rows } = await made.table(head, { kind: 'AUDIT', year: 2026 });
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.slice(1).map(({ previousHash }) => previousHash)).toEqual(rows.slice(0, -1).map(({ hash }) => hash));
    expect((await made.table(head, { kind: 'AUDIT', year: 2025 })).rows).toEqual([]);
  });
});
