import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kit/entity.ts';
import { AnalysisRun } from '../../../src/modules/indicators/analysis.entity.ts';
import { QuarterlyResult } from '../../../src/modules/quarterly-results/quarterly-result.entity.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { sha256Of } from '../files/files.fixture.ts';
import { analyse, asHub, handIn, openWithList, type RunView, said } from '../indicators/analysis.fixture.ts';
import { enterServices } from '../monitoring-cycle/registry.fixture.ts';
import { commands, elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';

let hub: TestHub;
let analyst: Client;
let agency: Client;
let own: Client;
let other: Client;
let here: string;
let run: RunView;
let findingId: string;
let done: ReturnType<typeof commands>['done'];
let refused: ReturnType<typeof commands>['refused'];

interface Seen {
  id: string;
  version: number;
  [key: string]: unknown;
}
let result: Seen;
let measure: Seen;

const resultFields = `id version quarter state sources issuedAt publishedAt isLate summary(lang: RU)
  availableActions { mutation isAllowed refusal { rule } } history { action toState }`;
const measureFields = `id version state what note isOverdue doneOn doneAt municipality { id } finding { indicator } quarterlyResult { id }
  evidence { name url } availableActions { mutation isAllowed }`;
const ofMeasure = `{ correctiveMeasure { ${measureFields} } }`;

beforeAll(async () => {
  hub = await startHub({ now: '2026-04-15T09:00:00+06:00' });
  ({ done, refused } = commands(hub));
  [analyst, agency] = [await hub.as('ANALYST'), await hub.as('INTERAGENCY_BODY')];
  [own, other] = [await hub.as('PROVIDER', { soate: home }), await hub.as('PROVIDER', { soate: elsewhere })];
  here = (await placeOf(hub, home)).id;
  const services = await enterServices(hub, here);
  const permit = { serviceId: services['T-PERMIT'], appliedOn: '2026-02-01', servedOn: '2026-02-20' };
  const { cycleId } = await openWithList(hub, 2026, [{ code: 'T-PERMIT', serviceIds: [permit.serviceId], municipalityIds: [here] }]);
  const slow = Array.from({ length: 20 }, () => ({ ...permit, answers: said({ TIME_SPENT: 15 }) }));
  await handIn(hub, cycleId, { municipalityId: here, responses: slow, isAccepted: false });
  run = await analyse(hub, analyst, { kind: 'QUARTERLY', quarter: 'Q1' });
  const results = await analyst.must(
    'query($id: ID!) { analysisRun(id: $id) { results(filter: { indicators: [TIME], isCountryLevel: false }) { nodes { id state } } } }',
    { id: run.id },
  );
  expect(results.analysisRun.results.nodes).toMatchObject([{ state: 'NOT_ACHIEVED' }]);
  findingId = results.analysisRun.results.nodes[0].id;
});
afterAll(() => hub.stop());

async function act(mutation: string, input: Record<string, unknown> = {}): Promise<Seen> {
  const change = { id: result.id, expectedVersion: result.version, ...input };
  result = await done(analyst, mutation, change, `{ quarterlyResult { ${resultFields} } }`);
  return result;
}

const seenBy = async (client: Client): Promise<{ quarterlyResult: Seen | null; monitoringCycle: { quarterlyResults: Seen[] } }> =>
  client.must(`{ quarterlyResult(year: 2026, quarter: Q1) { id summary(lang: KY) run { id } measures { totalCount } }
    monitoringCycle(year: 2026) { quarterlyResults { id } } }`);
const measuresOf = async (client: Client, filter = '{}'): Promise<Seen[]> =>
  (await client.must(`{ correctiveMeasures(filter: ${filter}) { nodes { ${measureFields} } } }`)).correctiveMeasures.nodes;

async function upload(content: string): Promise<string> {
  const input = {
    fileName: 'act.pdf',
    mediaType: 'application/pdf',
    bytes: content.length,
    sha256: sha256Of(content),
  };
  const announced = (await done(analyst, 'createUpload', input, '{ upload { id putUrl } }')) as { id: string; putUrl: string };
  await fetch(announced.putUrl, { method: 'PUT', body: content });
  return announced.id;
}

describe("R11: a quarter's result", () => {
  it('is drawn up once, from a run of that quarter', async () => {
    const input = { year: 2026, quarter: 'Q1', runId: run.id };
    expect(await refused(analyst, 'draftQuarterlyResult', { ...input, quarter: 'Q2' })).toMatchObject({ path: ['input', 'runId'] });
    result = await done(analyst, 'draftQuarterlyResult', input, `{ quarterlyResult { ${resultFields} } }`);
    expect(result).toMatchObject({ state: 'DRAFT', sources: ['QUESTIONNAIRES'], isLate: false, summary: null });
    expect(await refused(analyst, 'draftQuarterlyResult', input)).toMatchObject({ code: 'CONFLICT' });
  });

  it("is nobody else's while it is a draft, and is not issued without a summary", async () => {
    for (const client of [agency, own, hub.anonymous]) {
      expect(await seenBy(client)).toEqual({ quarterlyResult: null, monitoringCycle: { quarterlyResults: [] } });
    }
    const change = { id: result.id, expectedVersion: result.version };
    expect(await refused(analyst, 'issueQuarterlyResult', change)).toMatchObject({ rule: 'R11' });
  });

  it('has measures planned on its findings, which the municipality does not see yet', async () => {
    const what = 'Мөөнөттү көзөмөлдөө, 0555 123456';
    const plan = { quarterlyResultId: result.id, findingId, what, responsible: 'Асанова А.', dueOn: '2026-04-30' };
    measure = await done(analyst, 'planCorrectiveMeasure', plan, ofMeasure);
    expect(measure).toMatchObject({ state: 'PLANNED', municipality: { id: here }, finding: { indicator: 'TIME' }, evidence: [] });
    expect([await measuresOf(own), await measuresOf(agency), await measuresOf(hub.anonymous)]).toEqual([[], [], []]);
  });

  it('is late from the day after its deadline; issuing meets the deadline', async () => {
    hub.clock.set('2026-04-20T23:59:59.999+06:00');
    expect((await analyst.must('{ quarterlyResult(year: 2026, quarter: Q1) { isLate } }')).quarterlyResult.isLate).toBe(false);
    hub.clock.set('2026-04-21T00:00:00+06:00');
    await act('updateQuarterlyResult', { summary: { ky: 'Мөөнөт бузулган, 20101199000123' } });
    const at = '2026-04-20T18:00:00.000Z';
    expect(await act('issueQuarterlyResult')).toMatchObject({ state: 'ISSUED', isLate: true, issuedAt: at });
    const { monitoringCycle } = await analyst.must('{ monitoringCycle(year: 2026) { deadlines { kind quarter metAt isLate } } }');
    expect(monitoringCycle.deadlines).toContainEqual({ kind: 'QUARTERLY_RESULT', quarter: 'Q1', metAt: at, isLate: true });
  });

  it('is seen by the inter-agency body once issued; the municipality sees its measure alone', async () => {
    const seen = await seenBy(agency);
    expect(seen).toMatchObject({ quarterlyResult: { id: result.id, run: { id: run.id } }, monitoringCycle: { quarterlyResults: [{}] } });
    expect(seen.quarterlyResult?.summary).not.toContain('20101199000123');
    expect((await seenBy(own)).quarterlyResult).toBeNull();
    const [mine] = await measuresOf(own);
    expect(mine).toMatchObject({ id: measure.id, finding: null, quarterlyResult: null, evidence: [] });
    expect(mine?.what).not.toContain('123456');
    expect([await measuresOf(other), await measuresOf(hub.anonymous)]).toEqual([[], []]);
  });

  it("is published in Russian too, and then is everybody's", async () => {
    const change = { id: result.id, expectedVersion: result.version };
    expect(await refused(analyst, 'publishQuarterlyResult', change)).toMatchObject({ rule: 'ours:translated-before-published' });
    const rewritten = { ...change, summary: { ky: 'Башка' } };
    expect(await refused(analyst, 'updateQuarterlyResult', rewritten)).toMatchObject({ rule: 'ours:issued-stays' });
    await act('updateQuarterlyResult', { summary: { ky: 'Мөөнөт бузулган, 20101199000123', ru: 'Срок нарушен' } });
    const published = await act('publishQuarterlyResult');
    expect(published.summary).toBe('Срок нарушен');
    expect(published.availableActions).toMatchObject([
      { isAllowed: false },
      { isAllowed: false },
      { isAllowed: false },
      { isAllowed: true },
    ]);
    expect((await seenBy(hub.anonymous)).quarterlyResult).toMatchObject({ id: result.id, measures: { totalCount: 1 } });
    expect(await measuresOf(hub.anonymous)).toMatchObject([{ finding: { indicator: 'TIME' }, quarterlyResult: {}, evidence: null }]);
  });
});

describe('R11: a corrective measure', () => {
  it('is overdue from the day after', async () => {
    hub.clock.set('2026-05-01T00:00:00+06:00');
    const overdue = await measuresOf(own, '{ isOverdue: true, year: 2026, states: [PLANNED] }');
    expect(overdue).toMatchObject([{ id: measure.id, isOverdue: true }]);
    expect(await measuresOf(own, '{ isOverdue: false }')).toEqual([]);
  });

  it('is completed with evidence, which its municipality may read', async () => {
    const change = { id: measure.id, expectedVersion: measure.version };
    const tooSoon = { ...change, doneOn: '2026-05-02', evidenceUploadIds: [] };
    expect(await refused(analyst, 'completeCorrectiveMeasure', tooSoon)).toMatchObject({
      violations: [{ path: ['input', 'doneOn'] }, { path: ['input', 'evidenceUploadIds'] }],
    });
    const completion = { ...change, doneOn: '2026-04-30', evidenceUploadIds: [await upload('%PDF-1.4 act')] };
    measure = await done(analyst, 'completeCorrectiveMeasure', completion, ofMeasure);
    expect(measure).toMatchObject({ state: 'DONE', doneOn: '2026-04-30', isOverdue: false, evidence: [{ name: 'act.pdf' }] });
    const [mine] = await measuresOf(own);
    const [file] = (mine?.evidence ?? []) as { url: string }[];
    expect(await (await fetch(file?.url ?? '')).text()).toBe('%PDF-1.4 act');
    expect((await measuresOf(other))[0]?.evidence).toBeNull();
    const again = { id: measure.id, expectedVersion: measure.version, reason: 'Кайталанган' };
    expect(await refused(analyst, 'cancelCorrectiveMeasure', again)).toMatchObject({ rule: 'ours:measure-once' });
  });

  it('is cancelled with a reason', async () => {
    const plan = { quarterlyResultId: result.id, what: 'Окутуу', responsible: 'Асанова А.', dueOn: '2026-06-01' };
    const { id, version } = (await done(analyst, 'planCorrectiveMeasure', plan, ofMeasure)) as Seen;
    const cancelled = await done(analyst, 'cancelCorrectiveMeasure', { id, expectedVersion: version, reason: 'Кайталанган' }, ofMeasure);
    expect(cancelled).toMatchObject({ state: 'CANCELLED', note: 'Кайталанган', municipality: null });
  });
});

describe('R11: a quarter that is not over', () => {
  const ofQ2 = { kind: 'QUARTERLY', quarter: 'Q2' };

  it('may be looked at, and has no result', async () => {
    const preview = await analyse(hub, analyst, ofQ2);
    const input = { year: 2026, quarter: 'Q2', runId: preview.id };
    expect(await refused(analyst, 'draftQuarterlyResult', input)).toMatchObject({ rule: 'R11', path: ['input', 'runId'] });
  });

  it('a draft that rests on such a run, from before that was refused, is issued by a run of the whole quarter alone', async () => {
    const preview = await analyse(hub, analyst, ofQ2);
    const id = newId();
    await asHub(hub, async ({ em }) => {
      const { cycleId } = await em.findOneOrFail(AnalysisRun, { id: preview.id });
      em.create(QuarterlyResult, { id, cycleId, quarter: 'Q2', runId: preview.id, state: 'DRAFT', summary: { ky: 'Үлгү' } });
    });
    hub.clock.set('2026-07-01T00:00:00+06:00');
    const issuing = async () => {
      const { quarterlyResult } = await analyst.must(`{ quarterlyResult(year: 2026, quarter: Q2) { ${resultFields} } }`);
      return (quarterlyResult as { availableActions: { mutation: string }[] }).availableActions.find(
        ({ mutation }) => mutation === 'issueQuarterlyResult',
      );
    };
    expect(await issuing()).toMatchObject({ isAllowed: false, refusal: { rule: 'R11' } });
    expect(await refused(analyst, 'issueQuarterlyResult', { id, expectedVersion: 1 })).toMatchObject({ rule: 'R11' });
    const { id: runId } = await analyse(hub, analyst, ofQ2);
    await act('updateQuarterlyResult', { id, expectedVersion: 1, runId });
    expect(await issuing()).toMatchObject({ isAllowed: true });
    expect(await act('issueQuarterlyResult')).toMatchObject({ state: 'ISSUED', isLate: false });
  });
});
