import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { discrepancyNotices } from '../../../src/modules/volume-reports/volume-report.jobs.ts';
import { lockVolumeReport, unlockVolumeReport } from '../../../src/modules/volume-reports/volume-report.service.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { elsewhere, everyPage, home, placeOf } from '../service-registry/registry.fixture.ts';
import { approveList, lineFields, lineOf, observe, type Report, reportFields, reportOf, stated } from './volume-report.fixture.ts';

let hub: TestHub;
let clerk: Client;
let stranger: Client;
let analyst: Client;
let cycleId: string;
let here: Awaited<ReturnType<typeof reportOf>>;
let there: Awaited<ReturnType<typeof reportOf>>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  stranger = await hub.as('PROVIDER', { soate: elsewhere });
  analyst = await hub.as('ANALYST');
  ({ cycleId } = await approveList(hub, [home, elsewhere], ['MS-002', 'MS-003']));
  here = await reportOf(hub, clerk, home);
  there = await reportOf(hub, stranger, elsewhere);
});
afterAll(() => hub.stop());

const storedLines = () =>
  hub.rows<{ n: number; reports: number }>(
    sql`select (select count(*) from volume_line) as n, (select count(*) from volume_report) as reports`,
  );
const notOffered = { state: 'NOT_OFFERED', reason: 'Портал жок' };

describe('a dry run before anything is there', () => {
  it('answers the report as it would be, and keeps nothing of it', async () => {
    const before = await storedLines();
    const planned = await here.save([stated('MS-002', 'Q1', 10)], { isDryRun: true });
    expect(planned).toMatchObject({ version: 0, total: { value: 10, n: 1, missing: 11, isComplete: false } });
    expect(lineOf(planned, 'MS-002', 'Q1')).toMatchObject({ delivered: { state: 'VALUE', value: 10 } });
    expect(await storedLines()).toEqual(before);
    const [error] = await clerk.refused('query($id: ID!) { volumeReport(municipalityId: $id, year: 2026) { id } }', {
      id: here.municipalityId,
    });
    expect(error?.extensions.code).toBe('NOT_FOUND');
    expect(error?.extensions.hint, 'how it is begun').toContain('lines: []');
  });

  it('refuses what the act itself would refuse', async () => {
    const lines = [stated('MS-002', 'Q1', 10), stated('MS-002', 'Q4', 10), stated('NONE', 'Q1', 1)];
    const [dry, real] = [await here.refused(lines, { isDryRun: true }), await here.refused(lines)];
    expect(dry).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R12', path: ['input', 'lines', '1', 'quarter'] });
    expect(dry.violations).toEqual(real.violations);
    expect((dry.violations as { path: string[] }[]).map(({ path }) => path.join('.'))).toEqual([
      'input.lines.1.quarter',
      'input.lines.2.serviceCode',
    ]);
    expect(await storedLines(), 'all or nothing').toEqual([{ n: 0, reports: 0 }]);
  });
});

describe('the nine-month report (R12)', () => {
  let report: Report;

  it('is begun with a line for all that the List asks for; what nobody stated is MISSING, not 0', async () => {
    report = await here.save([
      stated('MS-002', 'Q1', 10),
      stated('MS-002', 'Q2', 0),
      stated('MS-002', 'Q1', notOffered, { channel: 'ELECTRONIC' }),
    ]);
    expect(report).toMatchObject({ version: 1, lockedAt: null, total: { value: 10, n: 2, notOffered: 1, missing: 9, isComplete: false } });
    expect(report.lines.totalCount).toBe(2 * 3 * 2);
    expect(lineOf(report, 'MS-002', 'Q1').delivered).toEqual({
      state: 'VALUE',
      value: 10,
      provenance: { source: 'MANUAL', recordedAt: '2026-10-05T03:00:00.000Z', reference: null, recordedBy: { role: 'PROVIDER' } },
    });
    expect(lineOf(report, 'MS-002', 'Q2').delivered).toMatchObject({ state: 'VALUE', value: 0 });
    expect(lineOf(report, 'MS-002', 'Q1', 'ELECTRONIC')).toMatchObject({
      delivered: { state: 'NOT_OFFERED', value: null },
      notOfferedReason: 'Портал жок',
      paidTotal: { state: 'NOT_OFFERED', value: null },
    });
    expect(lineOf(report, 'MS-003', 'Q3')).toMatchObject({
      delivered: { state: 'MISSING', value: null, provenance: null },
      observed: { state: 'MISSING', value: null },
      discrepancy: null,
    });
    expect(report.checkCount).toBe(9);
    expect(report.checks.every(({ rule, path }) => rule === 'R12' && path[0] === 'lines')).toBe(true);
  });

  it('is of its municipality, cycle and nine months', async () => {
    const { volumeReport } = await clerk.must(
      'query($id: ID!) { volumeReport(municipalityId: $id, year: 2026) { periodFrom periodTo municipality { soate } cycle { year } updatedBy { role } } }',
      { id: here.municipalityId },
    );
    expect(volumeReport).toEqual({
      periodFrom: '2026-01-01',
      periodTo: '2026-10-01',
      municipality: { soate: home },
      cycle: { year: 2026 },
      updatedBy: { role: 'PROVIDER' },
    });
  });

  it('changes the lines that are named and leaves the others; absent is unchanged, null is cleared', async () => {
    report = await here.save([stated('MS-002', 'Q1', 11, { paidTotal: '5.00', explanation: ' Эсепте ' })], {
      expectedVersion: report.version,
    });
    expect(report).toMatchObject({ version: 2, total: { value: 11, n: 2, missing: 9 } });
    report = await here.save([stated('MS-002', 'Q1', 12)], { expectedVersion: 2 });
    expect(lineOf(report, 'MS-002', 'Q1')).toMatchObject({ delivered: { value: 12 }, paidTotal: { state: 'VALUE', value: '5.00' } });
    expect(report.checks.filter(({ rule }) => rule === 'ours:paid-for-free')).toMatchObject([
      { path: ['lines', 'MS-002', 'Q1', 'IN_PERSON'] },
    ]);
    report = await here.save([stated('MS-002', 'Q1', 12, { paidTotal: null })], { expectedVersion: 3 });
    expect(lineOf(report, 'MS-002', 'Q1').paidTotal).toEqual({ state: 'MISSING', value: null });
  });

  it('takes back what was said, with who took it back', async () => {
    report = await here.save([stated('MS-002', 'Q2', { state: 'MISSING' })], { expectedVersion: report.version });
    expect(lineOf(report, 'MS-002', 'Q2').delivered).toMatchObject({ state: 'MISSING', value: null, provenance: { source: 'MANUAL' } });
    expect(report.total).toMatchObject({ value: 12, n: 1, missing: 10 });
  });

  it('is audited line by line, for the municipality', async () => {
    const entries = await hub.rows<{ municipalityId: string }>(
      sql`select municipality_id from audit_entry where action = 'saveVolumeReport' and subject_type = 'VolumeLine'`,
    );
    expect(entries.length).toBeGreaterThanOrEqual(12);
    expect(entries.every(({ municipalityId }) => municipalityId === here.municipalityId)).toBe(true);
  });

  it('refuses a version that is no longer the current one, and an entry without any', async () => {
    const line = stated('MS-002', 'Q3', 1);
    expect(await here.refused([line], { expectedVersion: 1 })).toMatchObject({ code: 'CONFLICT', currentVersion: report.version });
    expect(await here.refused([line])).toMatchObject({ code: 'CONFLICT', currentVersion: report.version });
    expect(await here.refused([line], { expectedVersion: 1, isDryRun: true }), 'a dry run too').toMatchObject({ code: 'CONFLICT' });
  });

  it('of two clerks at once one saves, and the other learns of it', async () => {
    const document = 'mutation($input: SaveVolumeReportInput!) { saveVolumeReport(input: $input) { volumeReport { version } } }';
    const common = { municipalityId: here.municipalityId, year: 2026, expectedVersion: report.version };
    const answers = await Promise.all(
      [1, 2, 3].map((count) =>
        clerk.query(document, { input: { ...common, lines: [stated('MS-002', 'Q3', count)], idempotencyKey: hub.key() } }),
      ),
    );
    const refused = answers.flatMap(({ errors }) => errors ?? []);
    expect(refused.map(({ extensions }) => extensions.code)).toEqual(['CONFLICT', 'CONFLICT']);
    report = await here.read();
  });

  it('clicked twice is saved once', async () => {
    const document = `mutation($input: SaveVolumeReportInput!) { saveVolumeReport(input: $input) { volumeReport { ${reportFields} } } }`;
    const input = {
      municipalityId: here.municipalityId,
      year: 2026,
      expectedVersion: report.version,
      lines: [stated('MS-003', 'Q1', 4)],
      idempotencyKey: hub.key(),
    };
    const clicks = await Promise.all([1, 2, 3].map(() => clerk.must(document, { input })));
    expect(new Set(clicks.map(({ saveVolumeReport }) => saveVolumeReport.volumeReport.version))).toEqual(new Set([report.version + 1]));
  });

  it('of a dry run on it says what would be, and stays as it is', async () => {
    report = await here.read();
    const planned = await here.save([stated('MS-003', 'Q2', 7)], { expectedVersion: report.version, isDryRun: true });
    expect(planned.id).toBe(report.id);
    expect(lineOf(planned, 'MS-003', 'Q2').delivered).toMatchObject({ state: 'VALUE', value: 7 });
    expect(planned.total.n).toBe(report.total.n + 1);
    expect(await here.read()).toEqual(report);
  });

  it('lists its lines page by page and by what is asked', async () => {
    const of = `municipalityId: "${here.municipalityId}", year: 2026`;
    const keys = (lines: { service: { code: string }; quarter: string; channel: string }[]) =>
      lines.map(({ service, quarter, channel }) => `${service.code} ${quarter} ${channel}`);
    const all = keys((await here.read()).lines.nodes);
    const paged: Report['lines']['nodes'] = [];
    for (let after: string | null = null; ;) {
      const { volumeReport } = await clerk.must(
        `query($after: String) { volumeReport(${of}) { lines(first: 5, after: $after) { nodes { ${lineFields} } pageInfo { hasNextPage endCursor } } } }`,
        { after },
      );
      paged.push(...volumeReport.lines.nodes);
      if (!volumeReport.lines.pageInfo.hasNextPage) break;
      after = volumeReport.lines.pageInfo.endCursor;
    }
    expect(keys(paged)).toEqual(all);
    const asked = async (filter: string) =>
      keys(
        (await clerk.must(`{ volumeReport(${of}) { lines(first: 100, filter: ${filter}) { nodes { ${lineFields} } } } }`)).volumeReport
          .lines.nodes,
      );
    expect(await asked('{ states: [NOT_OFFERED] }')).toEqual(['MS-002 Q1 ELECTRONIC']);
    expect(await asked('{ quarters: [Q1], channels: [IN_PERSON] }')).toEqual(['MS-002 Q1 IN_PERSON', 'MS-003 Q1 IN_PERSON']);
  });
});

describe('who sees a report', () => {
  const read = 'query($id: ID!) { volumeReport(municipalityId: $id, year: 2026) { id } }';

  it('its own staff and the ministry, nobody else', async () => {
    for (const reader of [clerk, analyst, await hub.as('HEAD')])
      expect((await reader.must(read, { id: here.municipalityId })).volumeReport.id).toBeTruthy();
    const [notYours] = await stranger.refused(read, { id: here.municipalityId });
    expect(notYours?.extensions.code).toBe('NOT_FOUND');
    const [absent] = await stranger.refused(read, { id: there.municipalityId });
    expect(notYours?.message, 'absent and not yours are one answer').toBe(absent?.message);
    for (const outsider of [hub.anonymous, await hub.as('AGENCY_SYSTEM'), await hub.as('INTERAGENCY_BODY')]) {
      const [error] = await outsider.refused(read, { id: here.municipalityId });
      expect(['UNAUTHENTICATED', 'FORBIDDEN']).toContain(error?.extensions.code);
    }
  });

  it('is entered by its own staff only', async () => {
    const { id, version } = await here.read();
    const input = { municipalityId: here.municipalityId, year: 2026, expectedVersion: version, lines: [stated('MS-002', 'Q1', 1)] };
    expect(await there.call.refused(stranger, 'saveVolumeReport', input)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await there.call.refused(stranger, 'saveVolumeReport', { ...input, isDryRun: true })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await there.call.refused(stranger, 'takeObservedVolumes', { id, expectedVersion: version })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await here.call.refused(analyst, 'saveVolumeReport', input)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is only of a year that is monitored', async () => {
    expect(await here.refused([], { year: 2031 })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'year'] });
  });
});

describe('reported beside observed (R12)', () => {
  const months = (quarter: readonly string[], code: string, delivered: readonly number[], xroadId?: string) =>
    quarter.map((month, index) => ({ municipalityId: here.municipalityId, code, month, delivered: delivered[index] ?? 0, xroadId }));
  const [q1, q2, q3] = [
    ['2026-01-01', '2026-02-01', '2026-03-01'],
    ['2026-04-01', '2026-05-01', '2026-06-01'],
    ['2026-07-01', '2026-08-01', '2026-09-01'],
  ] as const;

  beforeAll(async () => {
    const { version } = await here.read();
    await here.save(
      [stated('MS-002', 'Q1', 40, { explanation: null }), stated('MS-002', 'Q2', { state: 'MISSING' }), stated('MS-002', 'Q3', 3)],
      {
        expectedVersion: version,
      },
    );
    await observe(hub, [
      ...months(q1, 'MS-002', [10, 0, 12], 'x-q1'),
      ...months(q2, 'MS-002', [1, 2, 3], 'x-q2'),
      // September is not stated: a withdrawn count is none.
      ...months(q3.slice(0, 2), 'MS-002', [5, 5]),
      { municipalityId: here.municipalityId, code: 'MS-002', month: '2026-09-01', delivered: 9, status: 'WITHDRAWN' },
      // October is of no report.
      { municipalityId: here.municipalityId, code: 'MS-002', month: '2026-10-01', delivered: 1000 },
      { municipalityId: there.municipalityId, code: 'MS-002', month: '2026-01-01', delivered: 1000 },
    ]);
    await observe(hub, [
      { municipalityId: here.municipalityId, code: 'MS-002', month: '2026-01-01', delivered: 999, asOf: '2026-09-01T00:00:00Z' },
    ]);
  });

  it('sums the months of a quarter where all three are stated, each once, by the source that answered last', async () => {
    const line = lineOf(await here.read(), 'MS-002', 'Q1');
    expect(line).toMatchObject({
      observedMonths: 3,
      observed: {
        state: 'VALUE',
        value: 22,
        provenance: { source: 'CONNECTOR', reference: 'x-q1', recordedAt: '2026-04-01T03:00:00.000Z', recordedBy: null },
      },
      discrepancy: { id: line.id, difference: 18, relative: 18 / 22, isOverTolerance: true, line: { id: line.id } },
    });
  });

  it('is MISSING where a month lacks, and nothing is compared with it', async () => {
    expect(lineOf(await here.read(), 'MS-002', 'Q3')).toMatchObject({
      observedMonths: 2,
      observed: { state: 'MISSING', value: null },
      discrepancy: null,
    });
  });

  it('tells the municipality of a difference over the tolerance, once for the same figures', async () => {
    const looked = async () => {
      hub.mails.clear();
      await discrepancyNotices.run(consoleCtx(hub.hub.orm, hub.clock, 'test'), undefined, {
        signal: new AbortController().signal,
        log: () => undefined,
      });
      await hub.runJobs();
      return hub.mails.messages.map(({ parsed }) => parsed.text ?? '');
    };
    await hub.rows(sql`update municipality set official_email = 'ayil@example.kg' where id = ${here.municipalityId} returning id`);
    const [mail = '', ...others] = await looked();
    expect(others).toEqual([]);
    expect(mail).toContain('2026-жылдын 1-кварталы');
    expect(mail).toContain('Вы указали: 40. В источнике: 22');
    expect(mail).toContain('20 октября 2026');
    expect(await looked(), 'it has been told').toEqual([]);
  });

  it('asks to explain a difference over the tolerance', async () => {
    const unexplained = ({ checks }: Report) =>
      checks.filter(({ rule }) => rule === 'ours:volume-discrepancy').map(({ path }) => path.join(' '));
    const report = await here.read();
    expect(unexplained(report)).toEqual(['lines MS-002 Q1 IN_PERSON']);
    const saved = await here.save([stated('MS-002', 'Q1', 40, { explanation: 'Кагаз журнал' })], { expectedVersion: report.version });
    expect(unexplained(saved)).toEqual([]);
    expect(lineOf(saved, 'MS-002', 'Q1').discrepancy).toMatchObject({ explanation: 'Кагаз журнал' });
  });

  it('lists the differences to both sides, to a stranger none', async () => {
    const list = (change = '') => `query { discrepancies(year: 2026${change}) { totalCount nodes { difference line { ${lineFields} } } } }`;
    for (const reader of [clerk, analyst]) {
      const { discrepancies } = await reader.must(list());
      expect(discrepancies).toMatchObject({ totalCount: 1, nodes: [{ difference: 18, line: { quarter: 'Q1', observed: { value: 22 } } }] });
    }
    expect((await stranger.must(list())).discrepancies).toMatchObject({ totalCount: 0, nodes: [] });
    expect((await stranger.must(list(`, municipalityId: "${here.municipalityId}"`))).discrepancies.nodes).toEqual([]);
    const { regionCode } = await placeOf(hub, home);
    expect((await analyst.must(list(`, regionCode: "${regionCode}"`))).discrepancies.nodes).toHaveLength(1);
    const { administrativeUnits } = await analyst.must(
      '{ administrativeUnits(filter: { levels: [OBLAST, REPUBLICAN_CITY] }) { nodes { code } } }',
    );
    const other = administrativeUnits.nodes.find(({ code }: { code: string }) => code !== regionCode).code as string;
    expect((await analyst.must(list(`, regionCode: "${other}"`))).discrepancies.nodes).toEqual([]);
    const [error] = await analyst.refused('{ discrepancies(year: 2031) { nodes { id } } }');
    expect(error?.extensions.code).toBe('NOT_FOUND');
  });

  it('names only lines of its own, observed in full, to be taken over', async () => {
    const report = await here.read();
    const base = { id: report.id, expectedVersion: report.version };
    const partly = await here.call.refused(clerk, 'takeObservedVolumes', { ...base, lineIds: [lineOf(report, 'MS-002', 'Q3').id] });
    expect(partly).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:observed-whole-quarter', path: ['input', 'lineIds', '0'] });
    const unknown = await here.call.refused(clerk, 'takeObservedVolumes', {
      ...base,
      lineIds: [lineOf(report, 'MS-002', 'Q1').id, hub.key()],
    });
    expect(unknown).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'lineIds', '1'] });
    const stale = await here.call.refused(clerk, 'takeObservedVolumes', { ...base, expectedVersion: 1 });
    expect(stale).toMatchObject({ code: 'CONFLICT', currentVersion: report.version });
    expect(await here.read()).toEqual(report);
  });

  it('takes over a named line with where it came from, and leaves the others', async () => {
    const report = await here.read();
    const taken = await here.take(report, { lineIds: [lineOf(report, 'MS-002', 'Q2').id] });
    expect(lineOf(taken, 'MS-002', 'Q2')).toMatchObject({
      delivered: {
        state: 'VALUE',
        value: 6,
        provenance: { source: 'CONNECTOR', reference: 'x-q2', recordedAt: '2026-07-01T03:00:00.000Z', recordedBy: null },
      },
      discrepancy: null,
    });
    expect(lineOf(taken, 'MS-002', 'Q1').delivered.value).toBe(40);
  });

  it('takes over every line observed in full when none is named', async () => {
    const taken = await here.take(await here.read());
    expect(lineOf(taken, 'MS-002', 'Q1').delivered).toMatchObject({ value: 22, provenance: { source: 'CONNECTOR', reference: 'x-q1' } });
    expect(lineOf(taken, 'MS-002', 'Q3').delivered, 'not observed in full').toMatchObject({ value: 3, provenance: { source: 'MANUAL' } });
  });

  it('still comes from the source when it is stated again as it is, and from the clerk when it is changed', async () => {
    const same = await here.save([stated('MS-002', 'Q1', 22)], { expectedVersion: (await here.read()).version });
    expect(lineOf(same, 'MS-002', 'Q1').delivered.provenance?.source).toBe('CONNECTOR');
    const other = await here.save([stated('MS-002', 'Q1', 23)], { expectedVersion: same.version });
    expect(lineOf(other, 'MS-002', 'Q1').delivered.provenance).toMatchObject({ source: 'MANUAL', reference: null });
  });

  it('begun by two clerks at once is begun once, and the other learns of it', async () => {
    const document = 'mutation($input: SaveVolumeReportInput!) { saveVolumeReport(input: $input) { volumeReport { id } } }';
    const input = { municipalityId: there.municipalityId, year: 2026 };
    const answers = await Promise.all([1, 2].map(() => stranger.query(document, { input: { ...input, idempotencyKey: hub.key() } })));
    expect(answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions.code)).toEqual(['CONFLICT']);
    expect((await there.read()).lines.totalCount, 'with a line for all that the List asks for').toBe(12);
  });

  it('has nothing to take over where nothing is observed in full', async () => {
    const report = await there.read();
    const refused = await there.call.refused(stranger, 'takeObservedVolumes', { id: report.id, expectedVersion: report.version });
    expect(refused).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:observed-whole-quarter' });
  });
});

describe('a report that is handed in (R12)', () => {
  const inHub = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'handing-in'), work);

  it('is not changed until it is returned', async () => {
    await inHub((ctx) => lockVolumeReport(ctx, here.municipalityId, cycleId));
    const report = await here.read();
    expect(report.lockedAt).toBe('2026-10-05T03:00:00.000Z');
    const line = [stated('MS-002', 'Q1', 1)];
    for (const change of [{}, { isDryRun: true }]) {
      expect(await here.refused(line, { expectedVersion: report.version, ...change })).toMatchObject({ rule: 'ours:report-handed-in' });
    }
    const taking = await here.call.refused(clerk, 'takeObservedVolumes', { id: report.id, expectedVersion: report.version });
    expect(taking).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:report-handed-in', hint: expect.any(String) });

    await inHub((ctx) => unlockVolumeReport(ctx, here.municipalityId, cycleId));
    const returned = await here.read();
    expect(returned.lockedAt).toBeNull();
    expect(lineOf(await here.save(line, { expectedVersion: returned.version }), 'MS-002', 'Q1').delivered.value).toBe(1);
  });

  it('handed in while a clerk still saves refuses the one or counts the other, never both', async () => {
    const { version } = await here.read();
    const [, saved] = await Promise.allSettled([
      inHub((ctx) => lockVolumeReport(ctx, here.municipalityId, cycleId)),
      here.save([stated('MS-002', 'Q1', 77)], { expectedVersion: version }),
    ]);
    const after = await here.read();
    expect(lineOf(after, 'MS-002', 'Q1').delivered.value).toBe(saved.status === 'fulfilled' ? 77 : 1);
    await inHub((ctx) => unlockVolumeReport(ctx, here.municipalityId, cycleId));
  });

  it('is not begun by handing in', async () => {
    const unreported = sql`select m.id from municipality m where not exists (select 1 from volume_report r where r.municipality_id = m.id) order by m.soate limit 1`;
    const [before] = await hub.rows<{ id: string }>(unreported);
    await inHub((ctx) => lockVolumeReport(ctx, before?.id ?? '', cycleId));
    expect(await hub.rows(unreported)).toEqual([before]);
  });
});

it('differences come page by page as they come at once', async () => {
  const { version } = await here.read();
  await here.save([stated('MS-002', 'Q1', 30), stated('MS-002', 'Q2', 30)], { expectedVersion: version });
  const of = [`, municipalityId: "${here.municipalityId}"`, ''];
  for (const narrowed of of) {
    const paged = await everyPage<{ difference: number }>(
      analyst,
      (page) => `discrepancies(year: 2026${narrowed}, ${page})`,
      'difference',
      1,
    );
    expect(paged.map(({ difference }) => difference).toSorted((a, b) => b - a)).toEqual([24, 8]);
    if (narrowed) expect(paged[0]?.difference, 'of one municipality the biggest first').toBe(24);
  }
});
