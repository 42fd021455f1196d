import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { unzipped } from '../files/export.fixture.ts';
import { analyse, type AnswerPlan, handIn, openWithList, type RunView, said, survey } from '../indicators/analysis.fixture.ts';
import { enterServices, type ServiceIds } from '../monitoring-cycle/registry.fixture.ts';
import { commands, elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';
import { becomes } from '../users/role-change.fixture.ts';

let hub: TestHub;
let analyst: Client;
let secretary: Client;
let agency: Client;
let run: RunView;
let services: ServiceIds;
let report: ReportView;
let done: ReturnType<typeof commands>['done'];
let refused: ReturnType<typeof commands>['refused'];

interface ReportView {
  id: string;
  version: number;
  state: string;
  revision: number;
  availableActions: { mutation: string; isAllowed: boolean; refusal: { rule: string | null } | null }[];
  [key: string]: unknown;
}

const fields = `id version state revision preparedAt handedOverAt receiptConfirmedAt publishedAt isPreparedLate isHandedOverLate
  preparedBy { role } consideration { consideredOn minutesNumber decision remarks } sections { code title(lang: EN) narrative(lang: RU) narrativeTranslations { ky en } }
  run { id issuedAt publishedAt } history { action fromState toState } availableActions { mutation isAllowed refusal { rule } }`;
const selection = `{ finalReport { ${fields} } }`;

async function reportFor(client: Client, revision?: number): Promise<ReportView | null> {
  const document = `query($revision: Int) { finalReport(year: 2026, revision: $revision) { ${fields} } }`;
  return (await client.must(document, { revision })).finalReport;
}

/** Does an act of the workflow on the latest report, and keeps what it answers. */
async function act(client: Client, mutation: string, input: Record<string, unknown> = {}): Promise<ReportView> {
  const own = mutation === 'confirmFinalReportReceipt' ? { id: report.id } : { id: report.id, expectedVersion: report.version };
  report = await done(client, mutation, { ...own, ...input }, selection);
  return report;
}

const isAllowed = (mutation: string) => report.availableActions.find((each) => each.mutation === mutation);

const deadlineOf = async (kind: string): Promise<string | null> => {
  const { monitoringCycle } = await analyst.must('{ monitoringCycle(year: 2026) { deadlines { kind metAt } } }');
  return (monitoringCycle.deadlines as { kind: string; metAt: string | null }[]).find((each) => each.kind === kind)?.metAt ?? null;
};

interface ChartView {
  code: string;
  source: string;
  categories: string[];
  series: { points: { value: number | null; n: number | null; gap: string | null }[] }[];
}

interface DocumentView {
  language: string;
  format: 'PDF' | 'DOCX' | 'HTML';
  isWatermarked: boolean;
  job: { state: string };
  file: { url: string; sha256: string } | null;
}

async function documentsFor(client: Client): Promise<DocumentView[]> {
  const { finalReport } = await client.must(
    '{ finalReport(year: 2026) { documents { language format isWatermarked job { state } file { url sha256 } } } }',
  );
  return finalReport.documents;
}

async function fetched(client: Client, url: string): Promise<Buffer> {
  const response = await fetch(url, { headers: client.token ? { authorization: `Bearer ${client.token}` } : {} });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** Nothing of the queue of documents is made while it is held. */
const holdDocuments = (isHeld: boolean) =>
  hub.rows(
    sql`update graphile_worker._private_job_queues set locked_at = case when ${isHeld} then now() end, locked_by = case when ${isHeld} then 'test' end
        where queue_name = 'documents' returning id`,
  );

async function jobOfFullDatabase(): Promise<string> {
  const { finalReport } = await analyst.must('{ finalReport(year: 2026) { appendices { cut job { id } } } }');
  return (finalReport.appendices as { cut: string; job: { id: string } }[]).find(({ cut }) => cut === 'FULL')?.job.id ?? '';
}

const notAnnexed = 'Маалымат базасы түзүлө элек';

async function saidIn(format: string): Promise<string> {
  const document = (await documentsFor(analyst)).find((each) => each.format === format);
  const content = await fetched(analyst, document?.file?.url ?? '');
  return String(format === 'DOCX' ? (await unzipped(content)).get('word/document.xml') : content);
}

const personalNumber = '20101199000123';
const phone = '0555.12.34.56';

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-25T09:00:00+06:00' });
  ({ done, refused } = commands(hub));
  [analyst, secretary, agency] = [await hub.as('ANALYST'), await hub.as('COLLEGIUM_SECRETARY'), await hub.as('INTERAGENCY_BODY')];
  const [here, there] = [(await placeOf(hub, home)).id, (await placeOf(hub, elsewhere)).id];
  services = await enterServices(hub, here);
  const { cycleId } = await openWithList(hub, 2026, [
    { code: 'T-PERMIT', serviceIds: [services['T-PERMIT']], municipalityIds: [here, there] },
    { code: 'T-CERTIFICATE', serviceIds: [services['T-CERTIFICATE']], municipalityIds: [here, there] },
  ]);
  const permit = { serviceId: services['T-PERMIT'], appliedOn: '2026-04-01', servedOn: '2026-04-10' };
  const responses: AnswerPlan[] = [
    ...Array.from({ length: 40 }, () => ({ ...permit, answers: said() })),
    { ...permit, answers: said({ TIME_SPENT: 900, COST_PAID: '30.50', HAD_PROBLEM: true, PROBLEM_CATEGORY: ['TIME'] }) },
    { serviceId: services['T-CERTIFICATE'], servedOn: '2026-04-20', answers: said() },
  ];
  await handIn(hub, cycleId, {
    municipalityId: here,
    responses,
    lines: [{ serviceId: services['T-PERMIT'], quarter: 'Q1', value: 1_000 }],
  });
  const unhappy = Array.from({ length: 12 }, () => ({ ...permit, answers: said({ PROCEDURE_FOLLOWED: 'NO' }) }));
  await survey(hub, cycleId, { municipalityId: here, responses: unhappy });
  run = await analyse(hub, analyst);
});
afterAll(() => hub.stop());

describe('the final report', () => {
  it('R-III.2: is drafted from a completed annual run of its year, and nobody outside the ministry sees the draft', async () => {
    const quarterly = await analyse(hub, analyst, { kind: 'QUARTERLY', quarter: 'Q2' });
    expect(await refused(analyst, 'draftFinalReport', { year: 2026, runId: quarterly.id })).toMatchObject({ rule: 'R-III.2' });
    report = await done(analyst, 'draftFinalReport', { year: 2026, runId: run.id }, selection);
    expect(report).toMatchObject({ state: 'DRAFT', revision: 1, isPreparedLate: false, run: { id: run.id } });
    expect(await refused(analyst, 'draftFinalReport', { year: 2026, runId: run.id })).toMatchObject({ rule: 'ours:one-draft-of-a-report' });
    expect(await reportFor(secretary)).not.toBeNull();
    expect(await reportFor(agency)).toBeNull();
    expect(await reportFor(hub.anonymous)).toBeNull();
  });

  it('R-III.2: people write its sections in three languages while it is a draft; all that is wrong is said at once', async () => {
    const ky = `Корутунду.\nЖеке номер ${personalNumber}.`;
    await act(analyst, 'updateFinalReport', { sectionCode: 'CONCLUSIONS', narrative: { ky } });
    const tooLong = { ky: 'я'.repeat(10_001), ru: 'я'.repeat(10_001) };
    const wrong = await refused(analyst, 'updateFinalReport', {
      id: report.id,
      expectedVersion: report.version,
      sectionCode: 'CONCLUSIONS',
      narrative: tooLong,
    });

    expect(wrong.violations).toHaveLength(2);
    expect(await refused(analyst, 'updateFinalReport', { id: report.id, expectedVersion: 1, sectionCode: 'CONCLUSIONS' })).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await refused(analyst, 'updateFinalReport', { id: report.id, expectedVersion: report.version })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('R-III.2, R-III.3: what it has to contain is checked off against what is there, and its charts are data with their sources', async () => {
    const { finalReport } = await analyst.must(`{ finalReport(year: 2026) { contents { requirement isMet missing(lang: EN) }
      charts { code kind unit n source(lang: EN) categories series { label(lang: EN) points { value n gap(lang: EN) } } svg(lang: KY) { id } } } }`);
    const contents = finalReport.contents as { requirement: string; isMet: boolean; missing: string | null }[];
    expect(contents.map(({ requirement, isMet }) => [requirement, isMet])).toEqual([
      ['R-III.2.1', false],
      ['R-III.2.2', true],
      ['R-III.2.3', true],
      ['R-III.2.4', true],
      ['R-III.3', true],
      ['R-III.3', false],
    ]);
    expect(contents[0]?.missing).toBe('No provider is entered in 4 of 4 cases (a service in a municipality).');
    const charts = finalReport.charts as ChartView[];
    const quality = charts.find(({ code }) => code === 'QUALITY');
    expect(quality).toMatchObject({ kind: 'INTERVAL', unit: 'SHARE', n: 42, svg: null });
    expect(quality?.source).toContain(run.id);
    expect(quality?.series[0]?.points[1]).toEqual({ value: null, n: 1, gap: 'too few answers' });
    expect(charts.find(({ code }) => code === 'SURVEYS_PROCEDURE')).toMatchObject({
      n: 12,
      categories: ['T-PERMIT'],
      series: [{ points: [{ value: 1, n: 41 }] }, { points: [{ value: 0, n: 12 }] }],
    });
    const all = charts.flatMap(({ series }) => series.flatMap(({ points }) => points));
    expect(all.filter(({ value, gap }) => (value === null) !== (gap !== null))).toEqual([]);
  });

  it('R-III.2, R-III.3: documents of a draft are marked as such; every format and language opens, and charts are pictures', async () => {
    const wrong = { id: report.id, languages: [], formats: ['XLSX'] };
    expect((await refused(analyst, 'renderFinalReport', wrong)).violations).toHaveLength(2);
    const asked = { id: report.id, languages: ['RU'], formats: ['PDF', 'DOCX', 'HTML'] };
    await done(analyst, 'renderFinalReport', asked, '{ documents { language } finalReport { id } }');
    await hub.runJobs();
    const documents = await documentsFor(analyst);
    expect(documents.map(({ language, format, isWatermarked, job }) => [language, format, isWatermarked, job.state])).toEqual(
      ['DOCX', 'HTML', 'PDF'].map((format) => ['RU', format, true, 'SUCCEEDED']),
    );
    const starts = { PDF: '%PDF-1.7', DOCX: 'PK', HTML: '<!doctype html>' };
    for (const { format, file } of documents) {
      const bytes = await fetched(analyst, file?.url ?? '');
      expect(bytes.subarray(0, starts[format].length).toString('latin1')).toBe(starts[format]);
      if (format !== 'HTML') continue;
      expect(bytes.toString()).not.toContain(personalNumber);
      expect(bytes.toString()).toContain('T-CERTIFICATE: Затраты времени – норма не утверждена');
      for (const place of ['По стране', 'Чуйская область', 'А.Дуйшеевский айылный аймак'])
        expect(bytes.toString()).toContain(
          `${place}: T-PERMIT. Порядок соблюдён: по анкетам 100\u00a0% (n\u00a0=\u00a041), по опросу 0\u00a0% (n\u00a0=\u00a012); по анкетам на 100 п.\u00a0п. выше.`,
        );
    }
    const { finalReport } = await analyst.must(
      '{ finalReport(year: 2026) { charts { code categories svg(lang: RU) { mediaType url } } } }',
    );
    const pictures = (finalReport.charts as (ChartView & { svg: { url: string } | null })[]).filter(
      ({ categories }) => categories.length > 0,
    );
    expect(pictures.every(({ svg }) => svg !== null)).toBe(true);
    expect((await fetched(analyst, pictures[0]?.svg?.url ?? '')).toString()).toContain('<svg');
  });

  it('R-III.2: is prepared before 15 November, by whom is kept, and its deadline is met; then it does not change any more', async () => {
    hub.clock.set('2026-11-15T00:00:00+06:00');
    expect(await reportFor(analyst)).toMatchObject({ isPreparedLate: true });
    hub.clock.set('2026-11-14T23:59:59+06:00');
    await act(analyst, 'prepareFinalReport');
    await hub.runJobs();
    expect(report).toMatchObject({ state: 'PREPARED', isPreparedLate: false, preparedBy: { role: 'ANALYST' } });
    expect(await deadlineOf('FINAL_REPORT')).toBe(report.preparedAt);
    expect(isAllowed('updateFinalReport')).toMatchObject({ isAllowed: false, refusal: { rule: 'R-III.2' } });
    const edit = { id: report.id, expectedVersion: report.version, sectionCode: 'RANKING', narrative: { ky: 'кеч' } };
    expect(await refused(analyst, 'updateFinalReport', edit)).toMatchObject({ rule: 'R-III.2' });
    expect(await reportFor(agency)).toBeNull();
  });

  it('R-III.5: the collegium considers it whenever it meets; nobody else records it, and it blocks nothing', async () => {
    const considered = { consideredOn: '2026-11-14', minutesNumber: '7', decision: `Кабыл алынсын ${personalNumber}` };
    expect(
      await refused(analyst, 'recordCollegiumConsideration', { id: report.id, expectedVersion: report.version, ...considered }),
    ).toMatchObject({
      code: 'FORBIDDEN',
    });
    const tooEarly = { ...considered, consideredOn: '2026-11-13', decision: ' ' };
    const wrong = await refused(secretary, 'recordCollegiumConsideration', { id: report.id, expectedVersion: report.version, ...tooEarly });
    expect(wrong.violations).toHaveLength(2);
    await act(secretary, 'recordCollegiumConsideration', considered);
    expect(report).toMatchObject({ state: 'PREPARED', consideration: { minutesNumber: '7', remarks: null } });
  });

  it('R-III.4: is handed over to the inter-agency body, which sees it and its run from then on and confirms receipt', async () => {
    hub.clock.set('2026-11-21T10:00:00+06:00');
    expect(await reportFor(analyst)).toMatchObject({ isHandedOverLate: true });
    const confirming = { id: report.id };
    expect(await refused(agency, 'confirmFinalReportReceipt', confirming)).toMatchObject({ code: 'NOT_FOUND' });
    const tomorrow = { id: report.id, expectedVersion: report.version, handedOverOn: '2026-11-22', receipt: '№ 12' };
    expect(await refused(analyst, 'handOverFinalReport', tomorrow)).toMatchObject({ rule: 'R-III.4', path: ['input', 'handedOverOn'] });
    await act(analyst, 'handOverFinalReport', { handedOverOn: '2026-11-19', receipt: '№ 12' });
    expect(report).toMatchObject({ state: 'HANDED_OVER', isHandedOverLate: false, handedOverAt: '2026-11-19T17:59:59.999Z' });
    expect(await deadlineOf('REPORT_HANDED_OVER')).toBe(report.handedOverAt);
    expect(report.run).toMatchObject({ issuedAt: expect.any(String), publishedAt: null });
    expect(await refused(analyst, 'confirmFinalReportReceipt', confirming)).toMatchObject({ code: 'FORBIDDEN' });
    await becomes(hub, analyst, ['ANALYST', 'INTERAGENCY_BODY', 'ADMIN']);
    const made = { label: 'AIS', role: 'INTERAGENCY_BODY', expiresAt: '2026-12-31T00:00:00+06:00', idempotencyKey: hub.key() };
    const { createApiKey } = await analyst.must('mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }', {
      input: made,
    });
    for (const same of [analyst, hub.bearing(createApiKey.secret)]) {
      expect(await refused(same, 'confirmFinalReportReceipt', confirming), 'nobody hands over to themselves').toMatchObject({
        rule: 'R-III.4',
        hint: expect.stringContaining('another person of the inter-agency body'),
      });
    }
    await becomes(hub, analyst, ['ANALYST']);
    await act(agency, 'confirmFinalReportReceipt');
    expect(report.receiptConfirmedAt).toBe('2026-11-21T04:00:00.000Z');
    expect(await refused(agency, 'confirmFinalReportReceipt', confirming)).toMatchObject({ rule: 'R-III.4' });
  });

  it('a prepared report is corrected by its next revision, which replaces it only when it is prepared', async () => {
    expect(await refused(analyst, 'publishFinalReport', { id: report.id, expectedVersion: report.version })).toMatchObject({
      rule: 'ours:russian-before-publishing',
    });
    const [first] = [report];
    report = await done(analyst, 'draftFinalReport', { year: 2026, runId: run.id }, selection);
    expect(report).toMatchObject({ revision: 2, state: 'DRAFT' });
    const narrative = { ky: `Корутунду ${personalNumber}`, ru: `Вывод: ИНН ${personalNumber}`, en: `Ask ${phone}` };
    await act(analyst, 'updateFinalReport', { sectionCode: 'CONCLUSIONS', narrative });
    expect(await reportFor(agency)).toMatchObject({ revision: 1 });
    await holdDocuments(true);
    await act(analyst, 'prepareFinalReport');
    expect(isAllowed('handOverFinalReport')).toMatchObject({ isAllowed: false, refusal: { rule: 'R-III.3' } });
    const asked = { id: report.id, languages: ['KY'], formats: ['HTML', 'DOCX'] };
    await done(analyst, 'renderFinalReport', asked, '{ finalReport { id } }');
    await done(analyst, 'cancelJob', { id: await jobOfFullDatabase() }, '{ job { state } }');
    await holdDocuments(false);
    await hub.runJobs();
    expect(await saidIn('HTML')).toContain(notAnnexed);
    await done(analyst, 'renderFinalReport', { ...asked, formats: ['DOCX'] }, '{ finalReport { id } }');
    await hub.runJobs();
    for (const format of asked.formats) expect(await saidIn(format), format).not.toContain(notAnnexed);
    expect(await reportFor(analyst, 1)).toMatchObject({ id: first?.id, isPreparedLate: false });
    await act(analyst, 'handOverFinalReport', { handedOverOn: '2026-11-21', receipt: '№ 13' });
    expect(await deadlineOf('REPORT_HANDED_OVER')).toBe('2026-11-19T17:59:59.999Z');
    expect(await refused(analyst, 'publishFinalReport', { id: first?.id, expectedVersion: first?.version })).toMatchObject({
      rule: 'ours:latest-revision-counts',
    });
  });

  it('everybody sees it once it is published, without personal numbers that somebody wrote into it', async () => {
    expect(await reportFor(hub.anonymous)).toBeNull();
    await act(analyst, 'publishFinalReport');
    const seen = await reportFor(hub.anonymous);
    expect(seen).toMatchObject({ revision: 2, run: { publishedAt: expect.any(String) } });
    for (const number of [personalNumber, phone]) expect(JSON.stringify(seen)).not.toContain(number);
    expect(JSON.stringify(seen)).toContain('Вывод: ИНН [***]');
    expect(JSON.stringify(await reportFor(secretary))).toContain(personalNumber);
  });

  it('R-III.4: whose signature stands on the receipt is seen by the ministry and by who took it, and by nobody else', async () => {
    const look = '{ finalReport(year: 2026, revision: 1) { handOverReceipt } }';
    for (const client of [analyst, secretary, agency]) expect((await client.must(look)).finalReport).toEqual({ handOverReceipt: '№ 12' });
    for (const client of [hub.anonymous, await hub.as('PROVIDER', { soate: '41702215835000' })]) {
      expect(await client.must('{ finalReport(year: 2026, revision: 2) { revision } }')).toEqual({ finalReport: { revision: 2 } });
      const [error] = await client.refused('{ finalReport(year: 2026, revision: 2) { handOverReceipt } }');
      expect(error?.extensions.code).toMatch(/^(FORBIDDEN|UNAUTHENTICATED)$/);
    }
  });

  it('R-III.3: the full database is for the inter-agency body, the de-identified one and documents are at public addresses', async () => {
    const appendices = async (
      client: Client,
    ): Promise<{ cut: string; rows: number; suppressedCells: number; manifestSha256: string }[]> => {
      const { finalReport } = await client.must(
        '{ finalReport(year: 2026) { appendices { cut format rows suppressedCells manifestSha256 note(lang: EN) } } }',
      );
      return finalReport.appendices;
    };
    expect((await appendices(agency)).map(({ cut, rows }) => [cut, rows])).toEqual([
      ['DEIDENTIFIED', 42 + 12 - 1],
      ['FULL', 42 + 12],
    ]);
    const [open, ...others] = await appendices(hub.anonymous);
    expect(others).toEqual([]);
    expect(open).toMatchObject({ cut: 'DEIDENTIFIED', suppressedCells: 1 });
    const bytes = await fetched(hub.anonymous, `${hub.url}/files/public/${open?.manifestSha256}`);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(open?.manifestSha256);
    const documents = await documentsFor(hub.anonymous);
    expect(documents.map(({ language, format, isWatermarked }) => [language, format, isWatermarked])).toEqual([
      ['KY', 'DOCX', false],
      ['KY', 'HTML', false],
    ]);
    for (const { format, file } of documents) {
      const content = await fetched(hub.anonymous, `${hub.url}/files/public/${file?.sha256}`);
      const text = (format === 'DOCX' ? (await unzipped(content)).get('word/document.xml') : content)?.toString();
      expect(text, format).toContain('Корутунду [***]');
      expect(text, format).not.toContain(personalNumber);
    }
  });
});
