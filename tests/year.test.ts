import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../src/app.ts';
import { sql } from '../src/kit/sql.ts';
import { followSuccessionsJob } from '../src/modules/obligations/obligation.jobs.ts';
import { addMonths } from '../src/shared/calendar.ts';
import type { Question } from '../src/modules/forms/question.rules.ts';
import { randomOf } from './support/random.ts';
import { sampleVolumes } from './support/sample-volumes.ts';
import { drinkingWaterVariant, questionnaire, surveySheet } from './modules/forms/sample-forms.fixture.ts';
import { sourceInput } from './modules/ingestion/ingestion.fixture.ts';
import { anyAnswers, fewAnswers } from './modules/questionnaires/questionnaire.fixture.ts';
import { act as legalAct, serviceOf } from './modules/service-registry/registry.fixture.ts';
import { everyLine } from './modules/submissions/submission.fixture.ts';
import { beginYear, counted, type Person, quarters, type Staff, type Year } from './year.fixture.ts';
import type { Data } from './support/hub.ts';
import { recountTheYear } from './year-recount.ts';

/** The monitoring of 2026, walked through the API by each role in turn, the clock set to the day. */

const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'];
const onTheList: readonly Staff[] = ['diligent', 'late', 'idle', 'merging'];
const random = randomOf(2026);

let year: Year;
let services: Record<string, string>;
let list: { id: string; version: number };
/** The questionnaire in force, and the provider's own variant of it. */
let forms: { base: string; sheet: string; variant: string };
beforeAll(async () => {
  year = await beginYear('2026-02-10T09:00:00+06:00');
  const codes = ['MS-001', 'MS-002', 'MS-003', 'MS-005'];
  services = Object.fromEntries(await Promise.all(codes.map(async (code) => [code, (await serviceOf(year.hub, code)).id] as const)));
  const { base, sheet } = await ask(
    'anybody',
    '{ base: form(kind: QUESTIONNAIRE) { current { id } } sheet: form(kind: SURVEY_SHEET) { current { id } } }',
  );
  forms = { base: base.current.id, sheet: sheet.current.id, variant: '' };
  for (const { id, office, soate } of Object.values(year.places)) {
    if (soate === year.places.merging.soate) continue;
    await act('admin', 'updateMunicipality', { id, expectedVersion: 1, officialEmail: office }, '{ municipality { id } }');
  }
});
afterAll(() => year.stop());

const act = (by: Person, mutation: string, input: object, selection: string, others: readonly Person[] = []): Promise<Data> =>
  year.act(by, mutation, { ...input }, selection, others);
const ask = (by: Person, document: string, variables: Record<string, unknown> = {}): Promise<Data> => year.ask(by, document, variables);
const idsOf = (...names: readonly Staff[]) => names.map((name) => year.places[name].id);

async function step(by: Person, mutation: string, input: object = {}): Promise<Data> {
  const done = await act(
    by,
    mutation,
    { id: list.id, expectedVersion: list.version, ...input },
    `{ monitoringList { id version state objects { id code } } }`,
  );
  list = { id: done.id, version: done.version };
  return done;
}

const submissionFields = `id version state isLate firstSubmittedAt findings revision parts { part state missingCount } revisions { number submittedAt receipt { number isLate } } remarks { isResolved }`;
const submissionOf = async (of: Staff, by: Person = of): Promise<Data> =>
  (await ask(by, `query($id: ID!) { submission(municipalityId: $id, year: 2026) { ${submissionFields} } }`, { id: year.places[of].id }))
    .submission;
/** An act on a submission as it stands now. */
async function onSubmission(of: Staff, by: Person, mutation: string, input: object): Promise<Data> {
  const { id, version } = await submissionOf(of);
  return act(by, mutation, { id, expectedVersion: version, ...input }, `{ submission { ${submissionFields} } }`);
}

const reportFields = `id version lockedAt checkCount total { value n missing isComplete } lines(first: 100) { nodes { id service { code } quarter channel delivered { state value provenance { source } }
  observed { value } discrepancy { id isOverTolerance difference explanation } } }`;
const reportOf = async (of: Staff, by: Person = of): Promise<Data> =>
  (await ask(by, `query($id: ID!) { volumeReport(municipalityId: $id, year: 2026) { ${reportFields} } }`, { id: year.places[of].id }))
    .volumeReport;
const saveReport = (of: Staff, lines: readonly object[], expectedVersion?: number): Promise<Data> =>
  act(
    of,
    'saveVolumeReport',
    { municipalityId: year.places[of].id, year: 2026, lines, expectedVersion },
    `{ volumeReport { ${reportFields} } }`,
  );

/** Questionnaires as any people may fill them. */
const filled = (form: readonly Question[], serviceCode: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    serviceCode,
    appliedOn: '2026-05-04',
    servedOn: index % 5 ? '2026-05-12' : null,
    answers: { ...anyAnswers(random, form) },
  }));
const file = (by: Staff, batchKey: string, responses: readonly object[], formVersionId = forms.base): Promise<Data> =>
  act(
    by,
    'fileQuestionnaires',
    { year: 2026, formVersionId, batchKey, responses },
    '{ batch { state accepted violations { row column message } receipt { number isLate } } }',
    ['diligent', 'late'],
  );

const noComplaints = (of: Staff, quarter: string): Promise<Data> =>
  act(of, 'confirmNoComplaints', { municipalityId: year.places[of].id, year: 2026, quarter }, '{ complaintRecord { quarter } }');

const missing = async (): Promise<string[]> =>
  (await ask('analyst', '{ whoHasNotFiled(year: 2026) { nodes { municipality { soate } missingParts } } }')).whoHasNotFiled.nodes.map(
    ({ municipality, missingParts }: Data) => `${nameOf(municipality.soate)}: ${missingParts.join(' ')}`,
  );
const nameOf = (soate: string) => Object.entries(year.places).find(([, place]) => place.soate === soate)?.[0];

describe('winter and spring: the List (R8, R9)', () => {
  it('is prepared by the responsible unit, approved by another person, and what it holds is owed', async () => {
    const opened = await act(
      'analyst',
      'openMonitoringCycle',
      { year: 2026, noticeYear: 2026 },
      '{ monitoringCycle { deadlines { kind dueOn } list { id version } } }',
      ['preparer'],
    );
    expect(opened.deadlines).toContainEqual({ kind: 'SUBMISSION', dueOn: '2026-10-20' });
    list = opened.list;
    const municipalityIds = idsOf(...onTheList);
    await step('analyst', 'updateMonitoringList', {
      addObjects: [{ kind: 'SERVICE', serviceIds: [services['MS-002']], municipalityIds, expectedResponses: 10 }],
    });
    const complex = {
      kind: 'COMPLEX',
      serviceIds: [services['MS-003'], services['MS-005']],
      municipalityIds,
      name: { ky: 'Жаңы үй', ru: 'Новый дом' },
    };
    // Whoever edited it once has prepared it, whoever submits it.
    const edited: Data = await year.act(
      'preparer',
      'updateMonitoringList',
      { id: list.id, expectedVersion: list.version, addObjects: [complex] },
      '{ monitoringList { id version } }',
      ['analyst'],
    );
    list = edited;
    const submitted = await step('analyst', 'submitMonitoringList');
    expect(submitted.objects).toHaveLength(2);
    const own = await year.refused('preparer', 'approveMonitoringList', { id: list.id, expectedVersion: list.version });
    expect(own).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R9' });
    expect((await step('head', 'approveMonitoringList')).state).toBe('APPROVED');
    expect(await missing()).toHaveLength(onTheList.length);
  });

  it('is brought to notice before 20 April: by mail, by letter, and acknowledged', async () => {
    await year.day('2026-04-12T09:00:00+06:00');
    expect(year.hub.mails.messagesTo('aizada-analyst@hub.example').map(({ parsed }) => parsed.subject)).toContain(
      '7 күн калды: Тизмени аткаруучуларга билдирүү',
    );
    await step('analyst', 'notifyMonitoringList');
    await year.hub.runJobs();
    expect(onTheList.map((name) => year.subjects(name).length)).toEqual([1, 1, 1, 0]);
    const letter = { listId: list.id, municipalityId: year.places.merging.id, means: 'кат', on: '2026-04-12', reference: '№ 12/345' };
    await act('analyst', 'recordNoticeGiven', letter, '{ proofOfNotice { isProven } }');
    for (const name of onTheList)
      await act(name, 'acknowledgeMonitoringList', { listId: list.id }, '{ proofOfNotice { acknowledgedAt } }', ['diligent', 'late']);
    const { monitoringCycle } = await ask(
      'anybody',
      '{ monitoringCycle(year: 2026) { deadlines { kind metAt } list { state unprovenCount } } }',
    );
    expect(monitoringCycle.list).toEqual({ state: 'NOTIFIED', unprovenCount: 0 });
    expect(monitoringCycle.deadlines).toContainEqual({ kind: 'LIST_NOTIFIED', metAt: '2026-04-12T03:00:00.000Z' });
    const proof = await ask('analyst', '{ monitoringCycle(year: 2026) { list { proofOfNotice { nodes { isProven acknowledgedAt } } } } }');
    const acknowledged = proof.monitoringCycle.list.proofOfNotice.nodes.filter(({ acknowledgedAt }: Data) => acknowledgedAt);
    expect(acknowledged).toHaveLength(onTheList.length);
  });
});

describe('through the year: what citizens say (R10, R-II.8)', () => {
  it('the unit surveys in all regions; a region where nobody was asked is a gap', async () => {
    year.hub.clock.set('2026-04-20T09:00:00+06:00');
    const regionCode = year.places.diligent.regionCode;
    const plan = {
      year: 2026,
      quarter: 'Q2',
      formVersionId: forms.sheet,
      title: 'Экинчи квартал',
      openFrom: '2026-04-15',
      openTo: '2026-06-30',
    };
    const targets = [{ regionCode, respondentKind: 'PERSON', target: 3 }];
    const { id } = await act('analyst', 'createSurvey', { ...plan, targets }, '{ survey { id } }');
    const responses = (['diligent', 'diligent', 'late'] as const).map((name) => {
      const answers = fewAnswers(surveySheet, { CHANNEL: 'OFFICE', RESPONDENT_KIND: 'PERSON' });
      return { municipalityId: year.places[name].id, serviceCode: 'MS-002', servedOn: '2026-04-15', answers };
    });
    await act('analyst', 'recordSurveyResponses', { surveyId: id, batchKey: 'sheets', responses }, '{ survey { id } }');
    const { survey } = await ask(
      'analyst',
      'query($id: ID!) { survey(id: $id) { version responseCount coverage { region { code } respondentKind collected isGap } } }',
      { id },
    );
    const collected = survey.coverage.reduce((sum: number, each: Data) => sum + each.collected, 0);
    expect([
      collected,
      survey.responseCount,
      await counted(year, sql`select count(*) as n from response r join survey_batch b on b.batch_id = r.batch_id`),
    ]).toEqual([3, 3, 3]);
    expect(survey.coverage.filter(({ isGap }: Data) => !isGap)).toHaveLength(2);
    await act('analyst', 'closeSurvey', { id, expectedVersion: survey.version }, '{ survey { id } }');
  });

  it('a provider changes the questionnaire for drinking water, with the unit’s consent', async () => {
    year.hub.clock.set('2026-05-05T09:00:00+06:00');
    const questions = drinkingWaterVariant().map((question) =>
      Object.fromEntries(Object.entries(question).filter(([name]) => name !== 'order')),
    );
    const proposal = {
      providerId: year.places.diligent.providerId,
      serviceIds: [services['MS-005']],
      baseFormVersionId: forms.base,
      questions,
      reason: 'Суу күн сайын колдонулат.',
    };
    const { id, version, formVersion } = await act(
      'diligent',
      'proposeQuestionnaireVariant',
      proposal,
      '{ questionnaireVariant { id version formVersion { id } } }',
    );
    const consented = await act(
      'analyst',
      'consentToQuestionnaireVariant',
      { id, expectedVersion: version },
      '{ questionnaireVariant { state } }',
    );
    expect(consented.state).toBe('CONSENTED');
    forms.variant = formVersion.id;
  });

  it('complaints are registered and examined as they come; a quarter without any is confirmed', async () => {
    const complaint = '{ complaint { id version } }';
    const municipalityId = year.places.diligent.id;
    for (const [receivedOn, finding] of [
      ['2026-04-20', 'JUSTIFIED'],
      ['2026-05-02', 'UNJUSTIFIED'],
      ['2026-05-04', 'JUSTIFIED'],
    ] as const) {
      const given = { municipalityId, serviceId: services['MS-002'], receivedOn, channel: 'IN_PERSON', text: 'Кезек узун' };
      const { id, version } = await act('diligent', 'registerComplaint', given, complaint);
      const examination = {
        id,
        expectedVersion: version,
        finding,
        reason: 'Текшерилди',
        remedy: finding === 'JUSTIFIED' ? 'Оңдолду' : null,
      };
      await act('diligent', 'examineComplaint', examination, complaint);
    }
    expect(await year.refused('diligent', 'confirmNoComplaints', { municipalityId, year: 2026, quarter: 'Q2' })).toMatchObject({
      code: 'RULE_VIOLATED',
    });
    await noComplaints('diligent', 'Q1');
  });

  it('an amendment of the List asks more of one municipality, and is brought to its notice', async () => {
    year.hub.clock.set('2026-06-01T09:00:00+06:00');
    await step('analyst', 'amendMonitoringList', { reason: 'Кызмат кошулду' });
    await step('analyst', 'updateMonitoringList', {
      addObjects: [{ kind: 'SERVICE', serviceIds: [services['MS-001']], municipalityIds: idsOf('idle') }],
    });
    await step('analyst', 'submitMonitoringList');
    await step('head', 'approveMonitoringList');
    await step('analyst', 'notifyMonitoringList');
    const owed = async (name: Staff) => (await ask(name, '{ myObligations { totalCount } }')).myObligations.totalCount;
    expect([await owed('diligent'), await owed('idle'), await owed('heir')]).toEqual([4, 6, 0]);
  });
});

describe('autumn: what is handed in by 20 October (R7, R12)', () => {
  it('quarters that are over without a complaint are confirmed; whoever confirms nothing has no record', async () => {
    year.hub.clock.set('2026-10-01T09:00:00+06:00');
    await noComplaints('diligent', 'Q3');
    for (const quarter of quarters) await noComplaints('late', quarter);
  });

  it('counts of other systems are pulled, and stand beside what a municipality reports', async () => {
    year.hub.clock.set('2026-10-05T09:00:00+06:00');
    const months = Array.from({ length: 9 }, (_, index) => addMonths('2026-01-01', index));
    const soates = [year.places.diligent.soate, year.places.late.soate];
    year.exchange.setVolumes(sampleVolumes({ soates, serviceCodes: ['MS-002', 'MS-003', 'MS-005'], months }));
    const source = await act('admin', 'saveVolumeSource', sourceInput, '{ volumeSource { id } }');
    await act(
      'analyst',
      'startPull',
      { sourceId: source.id, mode: 'FULL', periodFrom: '2026-01-01', periodTo: '2026-10-01' },
      '{ run { id } }',
      ['admin'],
    );
    await year.hub.runJobs();
    const { volumeObservations } = await ask('analyst', '{ volumeObservations(filter: { statuses: [CURRENT] }) { totalCount } }');
    expect(volumeObservations.totalCount).toBe(2 * 3 * 9 * 2);

    const begun = await saveReport('diligent', []);
    const taken = await act(
      'diligent',
      'takeObservedVolumes',
      { id: begun.id, expectedVersion: begun.version },
      `{ volumeReport { ${reportFields} } }`,
    );
    expect(taken.lines.nodes.map(({ delivered }: Data) => delivered.provenance.source)).toEqual(Array(18).fill('CONNECTOR'));
    const line = taken.lines.nodes.find((each: Data) => each.service.code === 'MS-002' && each.channel === 'IN_PERSON');
    const change = {
      serviceCode: 'MS-002',
      quarter: line.quarter,
      channel: 'IN_PERSON',
      delivered: { state: 'VALUE', value: line.observed.value + 1000 },
    };
    const saved = await saveReport('diligent', [change], taken.version);
    expect(saved.checkCount, 'a difference over the tolerance asks to be explained').toBe(1);
    for (const reader of ['diligent', 'analyst'] as const) {
      const { discrepancies } = await ask(reader, '{ discrepancies(year: 2026) { nodes { difference isOverTolerance } } }');
      expect(discrepancies.nodes).toEqual([{ difference: 1000, isOverTolerance: true }]);
    }
    expect((await ask('late', '{ discrepancies(year: 2026) { nodes { id } } }')).discrepancies.nodes).toEqual([]);
    const explained = await saveReport('diligent', [{ ...change, explanation: 'Кагаз журнал' }], saved.version);
    expect([explained.checkCount, explained.total.isComplete]).toEqual([0, true]);
  });

  it('questionnaires are filed in batches, each once, with a receipt; the findings are the provider’s own', async () => {
    const first = filled(questionnaire, 'MS-002', 12);
    const batch = await file('diligent', 'certificates', first);
    expect(batch).toMatchObject({ state: 'STORED', accepted: 12, receipt: { isLate: false } });
    expect((await file('diligent', 'certificates', first)).receipt.number, 'the same batch again is the same').toBe(batch.receipt.number);
    expect(await file('diligent', 'residence', filled(questionnaire, 'MS-003', 11))).toMatchObject({ state: 'STORED' });
    expect(await file('diligent', 'water', filled(drinkingWaterVariant(), 'MS-005', 10), forms.variant)).toMatchObject({ state: 'STORED' });
    expect(
      await year.refused('late', 'fileQuestionnaires', {
        year: 2026,
        formVersionId: forms.variant,
        batchKey: 'x',
        responses: filled(drinkingWaterVariant(), 'MS-005', 1),
      }),
    ).toMatchObject({ code: 'NOT_FOUND' });
    await onSubmission('diligent', 'diligent', 'updateSubmission', { findings: 'Кезек узун, суу үзгүлтүксүз' });
  });

  it('reminders come as the days pass; a deferral stops them and moves nothing', async () => {
    await act(
      'admin',
      'updateMunicipality',
      { id: year.places.merging.id, expectedVersion: 1, officialEmail: year.places.merging.office },
      '{ municipality { id } }',
    );
    await year.day('2026-10-06T08:00:00+06:00');
    const isReminder = (subject: string) => subject.startsWith('Эскертүү');
    const reminded = () => onTheList.map((name) => year.subjects(name).filter(isReminder).length);
    expect(reminded()).toEqual([1, 1, 1, 1]);
    const { myObligations } = await ask('merging', '{ myObligations { nodes { id dueAt } } }');
    const asked: Data[] = await act(
      'merging',
      'requestDeferral',
      { obligationIds: myObligations.nodes.map(({ id }: Data) => id), until: '2026-11-05', reason: 'Сел жүрдү' },
      '{ obligations { deferral { id } } }',
    );
    const deferralIds = asked.map(({ deferral }) => deferral.id);
    const granted: Data[] = await act(
      'head',
      'grantDeferral',
      { deferralIds, until: '2026-11-05', reason: 'Табигый кырсык' },
      '{ obligations { status timeliness dueAt } }',
      ['preparer'],
    );
    expect(granted).toEqual(Array(4).fill({ status: 'DUE', timeliness: 'NOT_YET_DUE', dueAt: '2026-10-20T17:59:59.999Z' }));
    for (const day of ['13', '17', '19', '20']) await year.day(`2026-10-${day}T08:00:00+06:00`);
    expect(reminded()).toEqual([5, 5, 5, 1]);
  });

  it('until 20 October 23:59:59.999 it is in time; a nil return is an act; a millisecond later it is late, and taken', async () => {
    year.hub.clock.set('2026-10-20T23:59:59.999+06:00');
    expect(await onSubmission('diligent', 'diligent', 'submitSubmission', { parts: both })).toMatchObject({
      state: 'SUBMITTED',
      isLate: false,
    });
    expect(await onSubmission('idle', 'idle', 'submitSubmission', { parts: both, nilReturn: true })).toMatchObject({
      state: 'SUBMITTED',
      isLate: false,
    });
    year.hub.clock.set('2026-10-21T00:00:00+06:00');
    expect(await missing()).toEqual(expect.arrayContaining([`late: ${both.join(' ')}`, `merging: ${both.join(' ')}`]));
    await file('late', 'all', [...filled(questionnaire, 'MS-002', 10), ...filled(questionnaire, 'MS-003', 4)]);
    await file('late', 'too few', filled(questionnaire, 'MS-005', 3));
    await saveReport(
      'late',
      ['MS-002', 'MS-003', 'MS-005'].flatMap((code) => everyLine(code, 40).map((line) => ({ ...line, explanation: 'Кагаз журнал' }))),
    );
    await onSubmission('late', 'late', 'updateSubmission', { findings: 'Кеч калдык' });
    expect(await onSubmission('late', 'late', 'submitSubmission', { parts: both })).toMatchObject({ state: 'SUBMITTED', isLate: true });
    expect(await missing()).toEqual([`merging: ${both.join(' ')}`]);
    await year.day('2026-10-21T08:00:00+06:00');
    expect(
      year.subjects('merging').some((subject) => subject.startsWith('Мөөнөт')),
      'deferred',
    ).toBe(false);
  });

  it('the unit returns with remarks, sees what changed, and accepts; late stays late', async () => {
    const report = await reportOf('diligent');
    const path = ['lines', 'MS-003', 'Q2', 'IN_PERSON'];
    const returned = await onSubmission('diligent', 'analyst', 'returnSubmission', {
      parts: ['VOLUME_REPORT'],
      remarks: [{ path, text: 'Бул сан туурабы?' }],
    });
    expect(returned).toMatchObject({ state: 'RETURNED', remarks: [{ isResolved: false }] });
    const old = report.lines.nodes.find(
      (line: Data) => line.service.code === 'MS-003' && line.quarter === 'Q2' && line.channel === 'IN_PERSON',
    ).delivered.value;
    const corrected = { serviceCode: 'MS-003', quarter: 'Q2', channel: 'IN_PERSON', delivered: { state: 'VALUE', value: old + 3 } };
    await saveReport('diligent', [corrected], (await reportOf('diligent')).version);
    const again = await onSubmission('diligent', 'diligent', 'submitSubmission', { parts: ['VOLUME_REPORT'] });
    expect(again).toMatchObject({ revision: 2, remarks: [{ isResolved: true }], firstSubmittedAt: '2026-10-20T17:59:59.999Z' });
    const { submission } = await ask(
      'analyst',
      'query($id: ID!) { submission(id: $id) { diff(fromRevision: 1, toRevision: 2) { path before after } } }',
      { id: again.id },
    );
    expect(submission.diff).toContainEqual({ path, before: String(old), after: String(old + 3) });
    for (const name of ['diligent', 'late', 'idle'] as const)
      expect((await onSubmission(name, 'analyst', 'acceptSubmission', { parts: both })).state).toBe('ACCEPTED');
    expect((await submissionOf('late')).isLate).toBe(true);
    await year.hub.runJobs();
    const words = ['алынды', 'кайтарылды', 'алынды', 'кабыл алынды'];
    expect(
      year
        .subjects('diligent')
        .slice(-words.length)
        .map((subject, index) => subject.includes(words[index] ?? '')),
      year.subjects('diligent').join(),
    ).toEqual(words.map(() => true));
  });

  it('after a merge the successor owes what was not filed, and hands it in', async () => {
    year.hub.clock.set('2026-11-02T09:00:00+06:00');
    const merge = {
      kind: 'MERGE',
      onDate: '2026-11-01',
      act: legalAct('77', '2026-10-15'),
      predecessorIds: idsOf('merging', 'idle'),
      successorIds: idsOf('heir'),
    };
    await act('admin', 'recordSuccession', merge, '{ succession { id } }');
    await followSuccessionsJob.run(consoleCtx(year.hub.hub.orm, year.hub.clock, 'test'), undefined, {
      signal: new AbortController().signal,
      log: () => undefined,
    });
    const { myObligations } = await ask('heir', '{ myObligations { nodes { status timeliness inheritedFrom { soate } } } }');
    expect(myObligations.nodes).toEqual(
      Array(4).fill({ status: 'DUE', timeliness: 'OVERDUE', inheritedFrom: { soate: year.places.merging.soate } }),
    );
    expect(await missing()).toEqual([`heir: ${both.join(' ')}`]);
    expect(await onSubmission('heir', 'heir', 'submitSubmission', { parts: both, nilReturn: true })).toMatchObject({ isLate: true });
    await onSubmission('heir', 'analyst', 'acceptSubmission', { parts: both });
    expect(await missing()).toEqual([]);
  });
});

recountTheYear(() => year);
