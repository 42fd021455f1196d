import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { followList } from '../../../src/modules/obligations/obligation-begin.service.ts';
import { Obligation } from '../../../src/modules/submissions/obligation.entity.ts';
import { SubmissionRevisionObligation } from '../../../src/modules/submissions/revision-obligation.entity.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { complaintsOf } from '../complaints/complaint.fixture.ts';
import { type AnswerPlan, analyse, asHub, handIn, openWithList, said } from '../indicators/analysis.fixture.ts';
import { enterServices, type ServiceIds } from '../monitoring-cycle/registry.fixture.ts';
import { commands, elsewhere, home, placeOf } from '../service-registry/registry.fixture.ts';

const silent = '41704235816000';
const personalNumber = '20101199000123';

let hub: TestHub;
let analyst: Client;
let both: Client;
let head: Client;
let services: ServiceIds;
let places: string[];
let here: string;
let there: string;
let done: ReturnType<typeof commands>['done'];
let refused: ReturnType<typeof commands>['refused'];

interface Candidate {
  id: string;
  rule: string;
  municipality: { id: string };
  [key: string]: unknown;
}
interface Plan {
  id: string;
  version: number;
  candidates: { nodes: Candidate[] };
  availableActions: { mutation: string; isAllowed: boolean }[];
  [key: string]: unknown;
}
let plan: Plan;

const candidateFields = `id rule reason(lang: RU) isPicked quarter note municipality { id } object { code }
  finding { indicator state } obligation { part status } nextYearResult { indicator state }`;
const fields = `id version state forYear isLate consentedAt remarks report { revision } preparedBy { role } consentedBy { role }
  candidates(first: 50) { nodes { ${candidateFields} } } history { action toState reason } availableActions { mutation isAllowed refusal { rule } }`;
const selection = `{ inspectionPlan { ${fields} } }`;

/** A year in which one municipality serves slowly and dear, one well, and one says nothing. */
async function monitored(year: number, answers: Record<string, unknown>): Promise<string> {
  const { cycleId, listId } = await openWithList(hub, year, [
    { code: 'T-PERMIT', serviceIds: [services['T-PERMIT']], municipalityIds: places },
  ]);
  await asHub(hub, (ctx) => followList(ctx, { listId, cycleId }));
  const permit = { serviceId: services['T-PERMIT'], appliedOn: `${year}-04-01`, servedOn: `${year}-04-20` };
  const times = (answer: Record<string, unknown>): AnswerPlan[] =>
    Array.from({ length: 100 }, () => ({ ...permit, answers: said(answer) }));
  for (const [municipalityId, each] of [
    [here, answers],
    [there, {}],
  ] as const) {
    const { revisionId } = await handIn(hub, cycleId, { municipalityId, responses: times(each) });
    await asHub(hub, async (ctx) => {
      for (const { id } of await ctx.em.find(Obligation, { cycleId, municipalityId }))
        ctx.em.create(SubmissionRevisionObligation, {
          revisionId,
          obligationId: id,
          responses: null,
          number: 1,
          submittedAt: ctx.now,
          acceptedAt: ctx.now,
        });
    });
  }
  return (await analyse(hub, analyst, { year })).id;
}

async function prepareReport(runId: string): Promise<void> {
  const draft = (await done(analyst, 'draftFinalReport', { year: 2026, runId }, '{ finalReport { id version } }')) as Plan;
  await done(analyst, 'prepareFinalReport', { id: draft.id, expectedVersion: draft.version }, '{ finalReport { id } }');
}

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-25T09:00:00+06:00' });
  ({ done, refused } = commands(hub));
  [analyst, both, head] = [
    await hub.as('ANALYST'),
    await hub.as(['ANALYST', 'HEAD'], { user: 'both' }),
    await hub.as('HEAD', { user: 'head' }),
  ];
  places = await Promise.all([home, elsewhere, silent].map(async (soate) => (await placeOf(hub, soate)).id));
  [here = '', there = ''] = places;
  services = await enterServices(hub, here);
  const complaints = await complaintsOf(hub, await hub.as('PROVIDER', { soate: home }), home);
  await complaints.examine(await complaints.register('2026-05-01', { serviceId: services['T-PERMIT'] }), 'JUSTIFIED');
});
afterAll(() => hub.stop());

async function act(client: Client, mutation: string, input: Record<string, unknown> = {}): Promise<Plan> {
  plan = await done(client, mutation, { id: plan.id, expectedVersion: plan.version, ...input }, selection);
  return plan;
}
interface DocumentView {
  language: string;
  format: string;
  isWatermarked: boolean;
  job: { state: string };
  file: { name: string; url: string } | null;
}
const documentFields = 'documents { language format isWatermarked job { id state } file { name url } }';

async function documents(): Promise<DocumentView[]> {
  return (await analyst.must(`{ inspectionPlan(year: 2026) { ${documentFields} } }`)).inspectionPlan.documents;
}

async function fetched(url: string): Promise<Buffer> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${analyst.token}` } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const change = () => ({ id: plan.id, expectedVersion: plan.version });
const of = (rule: string): Candidate[] => plan.candidates.nodes.filter((each) => each.rule === rule);
const idOf = (rule: string): string => of(rule)[0]?.id ?? '';

describe('R-III.6: the plan of inspections', () => {
  it('is drawn up on the basis of the final report, once that is prepared', async () => {
    const runId = await monitored(2026, { TIME_SPENT: 12, COST_PAID: '41.00', SATISFACTION_QUALITY: 1, SATISFACTION_AVAILABILITY: 1 });
    expect(await refused(analyst, 'draftInspectionPlan', { year: 2026 })).toMatchObject({ rule: 'R-III.6', path: ['input', 'year'] });
    await prepareReport(runId);
    plan = await done(analyst, 'draftInspectionPlan', { year: 2026 }, selection);
    expect(plan).toMatchObject({ state: 'DRAFT', forYear: 2027, report: { revision: 1 }, isLate: false });
  });

  it('proposes candidates by rule, each with the finding that put it there and a reason in words', () => {
    const candidate = { municipality: { id: here }, object: { code: 'T-PERMIT' }, isPicked: false, quarter: null, obligation: null };
    expect(plan.candidates.nodes).toMatchObject([
      { ...candidate, rule: 'LOW_RANK', finding: { state: 'NOT_ACHIEVED' }, reason: expect.stringContaining('место с конца из 2') },
      {
        ...candidate,
        rule: 'BIG_DEVIATION',
        finding: { indicator: 'TIME' },
        reason: 'Затраты времени в среднем на 140 % больше нормы. Затраты денег в среднем на 100 % больше нормы.',
      },
      { ...candidate, rule: 'JUSTIFIED_COMPLAINTS', finding: { indicator: 'COMPLAINTS' }, reason: 'Обоснованных жалоб: 1.' },
      { rule: 'NOTHING_FILED', municipality: { id: places[2] }, finding: null, obligation: { part: 'QUESTIONNAIRES', status: 'DUE' } },
    ]);
  });

  it('is picked from by people, and proposed anew without losing what they picked', async () => {
    const stranger = { candidateId: plan.id, quarter: 'Q1' };
    expect(await refused(both, 'pickInspections', { ...change(), pick: [stranger] })).toMatchObject({
      path: ['input', 'pick', '0', 'candidateId'],
    });
    expect(await refused(analyst, 'submitInspectionPlan', change())).toMatchObject({ rule: 'ours:plan-has-inspections' });
    const pick = [
      { candidateId: idOf('BIG_DEVIATION'), quarter: 'Q2', note: 'Кезекти көрүү' },
      { candidateId: idOf('NOTHING_FILED'), quarter: 'Q3' },
    ];
    await act(both, 'pickInspections', { pick });
    await act(both, 'pickInspections', { drop: [idOf('NOTHING_FILED')] });
    plan = await done(analyst, 'draftInspectionPlan', { year: 2026 }, selection);
    expect(of('BIG_DEVIATION')).toMatchObject([{ isPicked: true, quarter: 'Q2', note: 'Кезекти көрүү' }]);
    const filter = 'candidates(isPicked: true) { totalCount nodes { rule } }';
    const { inspectionPlan } = await analyst.must(`{ inspectionPlan(year: 2026) { ${filter} } }`);
    expect(inspectionPlan.candidates).toEqual({ totalCount: 1, nodes: [{ rule: 'BIG_DEVIATION' }] });
  });

  it('a document that is asked for twice is made by the later job alone; one that is cancelled is not made', async () => {
    const ask = async (language: string): Promise<string> => {
      const asked = { id: plan.id, languages: [language], formats: ['HTML'] };
      const [document] = (await done(analyst, 'renderInspectionPlan', asked, '{ documents { job { id } } }')) as { job: { id: string } }[];
      return document?.job.id ?? '';
    };
    const [earlier, later, cancelled] = [await ask('KY'), await ask('KY'), await ask('EN')];
    await done(analyst, 'cancelJob', { id: cancelled }, '{ job { state } }');
    await hub.runJobs();
    const file = { name: 'inspection-plan-2027-ky.html' };
    expect(await documents()).toMatchObject([
      { language: 'EN', job: { id: cancelled, state: 'CANCELLED' }, file: null },
      { language: 'KY', isWatermarked: true, job: { id: later, state: 'SUCCEEDED' }, file },
    ]);
    expect(await hub.rows(sql`select state from hub_job where id = ${earlier}`)).toEqual([{ state: 'SUCCEEDED' }]);
    expect(await hub.rows(sql`select name from file where name like 'inspection-plan%'`)).toEqual([file]);
  });

  it('is given back with remarks by a head, and submitted again', async () => {
    await act(analyst, 'submitInspectionPlan');
    expect(await refused(analyst, 'pickInspections', { ...change(), drop: [idOf('BIG_DEVIATION')] })).toMatchObject({ rule: 'R-III.6' });
    expect(await refused(both, 'consentToInspectionPlan', change())).toMatchObject({ rule: 'R-III.6' });
    expect(await refused(analyst, 'consentToInspectionPlan', change())).toMatchObject({ code: 'FORBIDDEN' });
    expect(await act(head, 'returnInspectionPlan', { remarks: 'Дагы бирди кошуңуз' })).toMatchObject({ state: 'RETURNED' });
    await act(analyst, 'pickInspections', {
      pick: [{ candidateId: idOf('LOW_RANK'), quarter: 'Q1', note: `<b>Арыз</b> ${personalNumber}` }],
    });
    await act(analyst, 'submitInspectionPlan');
  });

  it('is given as one document to several who ask at once; it says when the head returned it, though it is submitted again', async () => {
    const asked = { id: plan.id, languages: ['RU'], formats: ['HTML'] };
    await Promise.all(Array.from({ length: 6 }, () => done(analyst, 'renderInspectionPlan', asked, '{ documents { format } }')));
    await hub.runJobs();
    const made = (await documents()).filter(({ language }) => language === 'RU');
    expect(made).toMatchObject([{ format: 'HTML', job: { state: 'SUCCEEDED' } }]);
    expect(String(await fetched(made[0]?.file?.url ?? ''))).toContain('Замечания руководителя, возвращено 25 октября 2026 г.');
  });

  it('is consented to by a head who took no part in preparing it', async () => {
    hub.clock.set('2026-11-29T23:59:59.999+06:00');
    const at = '2026-11-29T17:59:59.999Z';
    const consented = { state: 'CONSENTED', isLate: false, consentedAt: at, consentedBy: { role: 'HEAD' }, remarks: null };
    expect(await act(head, 'consentToInspectionPlan')).toMatchObject(consented);
    expect(await hub.rows(sql`select met_at from cycle_deadline where kind = 'INSPECTION_PLAN'`)).toEqual([{ metAt: new Date(at) }]);
  });

  it('is given as documents, marked as drafts until the head has consented', async () => {
    const asked = { id: plan.id, languages: ['EN', 'KY', 'RU'], formats: ['PDF', 'DOCX', 'HTML'] };
    await done(analyst, 'renderInspectionPlan', asked, `{ ${documentFields} inspectionPlan { id } }`);
    await hub.runJobs();
    const made = await documents();
    const names = ['en', 'ky', 'ru'].flatMap((language) =>
      ['docx', 'html', 'pdf'].map((ending) => `inspection-plan-2027-${language}.${ending}`),
    );
    expect(made).toMatchObject(names.map((name) => ({ isWatermarked: false, job: { state: 'SUCCEEDED' }, file: { name } })));
    const [docx, html, pdf] = await Promise.all(made.slice(6).map(({ file }) => fetched(file?.url ?? '')));
    expect([docx?.subarray(0, 2), pdf?.subarray(0, 5)].map(String)).toEqual(['PK', '%PDF-']);
    const page = String(html);
    for (const said of [
      'план проверок',
      'СОАТЕ',
      home,
      'на 140 % больше нормы',
      'n\u00a0=\u00a0100',
      'Кезекти көрүү',
      'head, 29 ноября 2026 г.',
    ])
      expect(page.toLowerCase()).toContain(said.toLowerCase());
    expect(page).toContain('&lt;b&gt;Арыз&lt;/b&gt; [***]');
    expect(page).not.toContain(personalNumber);
    const audited = await hub.rows<{ role: string }>(
      sql`select actor ->> 'role' as role from audit_entry where action = 'renderInspectionPlan' and subject_type = 'PlanDocument'`,
    );
    expect(new Set(audited.map(({ role }) => role))).toEqual(new Set(['ANALYST']));
  });

  it("is then changed no more, and is nobody else's to read", async () => {
    plan = (await analyst.must(`{ inspectionPlan(year: 2026) { ${fields} } }`)).inspectionPlan;
    const allowed = plan.availableActions.filter(({ isAllowed }) => isAllowed);
    expect(allowed.map(({ mutation }) => mutation)).toEqual(['renderInspectionPlan']);
    expect(await refused(analyst, 'draftInspectionPlan', { year: 2026 })).toMatchObject({ rule: 'R-III.6' });
    const provider = await hub.as('PROVIDER', { soate: home });
    expect((await provider.refused('{ inspectionPlan(year: 2026) { documents { format } } }'))[0]?.extensions.code).toBe('FORBIDDEN');
    const ofAnother = { id: here, languages: ['KY'], formats: ['PDF'] };
    expect(await refused(analyst, 'renderInspectionPlan', ofAnother)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'id'] });
  });

  it('R13: shows a year later whether what was inspected got better', async () => {
    expect(of('BIG_DEVIATION')[0]?.nextYearResult).toBeNull();
    hub.clock.set('2027-10-25T09:00:00+06:00');
    await monitored(2027, {});
    plan = (await analyst.must(`{ inspectionPlan(year: 2026) { ${fields} } }`)).inspectionPlan;
    expect(of('BIG_DEVIATION')).toMatchObject([
      { finding: { state: 'NOT_ACHIEVED' }, nextYearResult: { indicator: 'TIME', state: 'ACHIEVED' } },
    ]);
    expect(of('NOTHING_FILED')[0]?.nextYearResult).toBeNull();
  });
});
