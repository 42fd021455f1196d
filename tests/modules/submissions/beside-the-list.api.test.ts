import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { surveySheet } from '../forms/sample-forms.fixture.ts';
import { fewAnswers } from '../questionnaires/questionnaire.fixture.ts';
import { elsewhere, home } from '../service-registry/registry.fixture.ts';
import { amendObjects, approveObjects, everyLine, filledOn, submissionOf } from './submission.fixture.ts';

let hub: TestHub;
let clerk: Client;
let here: Awaited<ReturnType<typeof submissionOf>>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  await approveObjects(hub, [
    { code: 'MS-002', soates: [home] },
    { code: 'MS-003', soates: [home] },
    { code: 'MS-005', soates: [elsewhere] },
  ]);
  here = await submissionOf(hub, home, clerk);
});
afterAll(() => hub.stop());

describe('what the unit surveyed (R10)', () => {
  it('is no questionnaire that the municipality has filed', async () => {
    const analyst = await hub.as('ANALYST');
    const { form } = await hub.anonymous.must('{ form(kind: SURVEY_SHEET) { current { id } } }');
    const plan = {
      year: 2026,
      quarter: 'Q4',
      formVersionId: form.current.id,
      title: 'Сурамжылоо',
      openFrom: '2026-10-01',
      openTo: '2026-10-31',
    };
    const survey: { id: string } = await here.call.done(analyst, 'createSurvey', { ...plan, targets: [] }, '{ survey { id } }');
    const answers = fewAnswers(surveySheet, { CHANNEL: 'OFFICE', RESPONDENT_KIND: 'PERSON' });
    const responses = [{ municipalityId: here.municipalityId, serviceCode: 'MS-002', servedOn: '2026-02-05', answers }];
    const input = { surveyId: survey.id, batchKey: 'sheets', responses };
    const recorded = await here.call.done(analyst, 'recordSurveyResponses', input, '{ batch { state accepted } }');
    expect(recorded).toEqual({ state: 'STORED', accepted: 1 });
    const [questionnaires] = (await here.read()).parts;
    expect(questionnaires.missing.map(({ path }) => path.join(' '))).toEqual([
      'questionnaires MS-002',
      'questionnaires MS-003',
      'findings',
    ]);
  });
});

describe('questionnaires filed a second time (ours)', () => {
  const messages = async () => (await here.read()).parts[0].warnings.map(({ rule, message }) => [rule, message]);
  const served = (servedOn: string) => ({ ...filledOn('MS-002'), servedOn });

  it('under another key are taken, and their batches are named until one is withdrawn', async () => {
    const filled = [served('2026-03-05'), served('2026-03-06')];
    await here.questionnaires.file('k1', filled);
    expect(await messages()).toEqual([]);
    const late = await here.questionnaires.file('late2', [...filled, served('2026-03-07'), served('2026-03-08'), served('2026-03-08')]);
    expect(late).toMatchObject({ state: 'STORED', accepted: 5 });
    const told = expect.stringMatching(/: in different batches 4 \(k1 – 2; late2 – 2\), within one batch 2 \(late2 – 2\)\.$/);
    expect(await messages()).toEqual([['ours:questionnaires-alike', told]]);
    await here.questionnaires.withdraw(late);
    expect(await messages()).toEqual([]);
  });
});

describe('what is filed on a service that the List does not ask for (ours)', () => {
  const warned = async () => (await here.read()).parts.map(({ warnings }) => warnings.map(({ rule, path }) => [rule, ...path].join(' ')));

  it('is taken, and its service is named before anything is handed in', async () => {
    await here.file('asked', 'MS-002');
    expect(await warned()).toEqual([[], []]);
    await here.file('beside', 'MS-005');
    await here.report.save([...everyLine('MS-002', 5), ...everyLine('MS-005', 1)]);
    expect(await warned()).toEqual([['ours:service-on-the-list questionnaires MS-005'], ['ours:service-on-the-list lines MS-005']]);
    const [questionnaires, volumes] = (await here.read()).parts;
    for (const { warnings } of [questionnaires, volumes]) expect(warnings[0]?.message).toMatch(/^The List does not ask .*: MS-005 /);
    expect(volumes.missing.map(({ path }) => path[1])).toEqual(Array.from({ length: 6 }, () => 'MS-003'));
  });

  it('of a service that an amendment takes off the List too; what was filed on it stays', async () => {
    await amendObjects(hub, { remove: ['MS-002'] });
    expect(await warned()).toEqual([
      ['ours:service-on-the-list questionnaires MS-002', 'ours:service-on-the-list questionnaires MS-005'],
      ['ours:service-on-the-list lines MS-002', 'ours:service-on-the-list lines MS-005'],
    ]);
  });

  it('refuses nothing', async () => {
    await here.file('rest', 'MS-003');
    await here.report.save(everyLine('MS-003', 2), { expectedVersion: (await here.report.read()).version });
    await here.act(clerk, 'updateSubmission', { findings: 'Кезек узун' });
    expect(await here.act(clerk, 'submitSubmission', { parts: ['QUESTIONNAIRES', 'VOLUME_REPORT'] })).toMatchObject({ state: 'SUBMITTED' });
  });
});
