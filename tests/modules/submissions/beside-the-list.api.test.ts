import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { surveySheet } from '../forms/sample-forms.fixture.ts';
import { fewAnswers } from '../questionnaires/questionnaire.fixture.ts';
import { home } from '../service-registry/registry.fixture.ts';
import { approveObjects, submissionOf } from './submission.fixture.ts';

let hub: TestHub;
let clerk: Client;
let here: Awaited<ReturnType<typeof submissionOf>>;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  await approveObjects(hub, [
    { code: 'MS-002', soates: [home] },
    { code: 'MS-003', soates: [home] },
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
