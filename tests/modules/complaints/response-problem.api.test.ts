import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';
import { type Batch, fewAnswers, questionnairesOf } from '../questionnaires/questionnaire.fixture.ts';
import { home } from '../service-registry/registry.fixture.ts';

const fields = '{ response { id problems { category { code } source taggedBy { role } } } }';

let hub: TestHub;
let clerk: Client;
let analyst: Client;
let own: Awaited<ReturnType<typeof questionnairesOf>>;
let batch: Batch;
let responseId: string;
beforeAll(async () => {
  hub = await startHub({ now: '2026-05-05T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  analyst = await hub.as('ANALYST');
  own = await questionnairesOf(hub, clerk);
  await own.call.done(analyst, 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  const answers = fewAnswers(questionnaire, {
    CHANNEL: 'OFFICE',
    HAD_PROBLEM: true,
    PROBLEM_CATEGORY: ['TIME'],
    PROBLEM_WORDS: 'Эки саат кезек күттүм, баасы да жазылган эмес.',
  });
  batch = await own.file('problems', [{ serviceCode: 'MS-002', servedOn: '2026-03-05', answers }]);
  responseId = (await hub.rows<{ id: string }>(sql`select id from response where batch_id = ${batch.id}`))[0]?.id ?? '';
});
afterAll(() => hub.stop());

interface Tagged {
  problems: { category: { code: string }; source: string; taggedBy: { role: string } | null }[];
}
const tag = (categoryCodes: string[]): Promise<Tagged> => own.call.done(analyst, 'tagResponse', { responseId, categoryCodes }, fields);
const shown = ({ problems }: Tagged) => problems.map(({ category, source }) => `${source} ${category.code}`);

describe('the problems of one response (R-III.1.2)', () => {
  it('are those that the respondent named, and apart from them those that the analyst found', async () => {
    const tagged = await tag(['TIME', 'COST', 'COST']);
    expect(shown(tagged).toSorted()).toEqual(['ANALYST COST', 'ANALYST TIME', 'ANSWER TIME']);
    expect(tagged.problems.map(({ source, taggedBy }) => [source, taggedBy?.role ?? null])).toContainEqual(['ANSWER', null]);
    expect(tagged.problems.map(({ source, taggedBy }) => [source, taggedBy?.role ?? null])).toContainEqual(['ANALYST', 'ANALYST']);
  });

  it('are replaced by the next tags, and taken back by none; what the respondent said stays', async () => {
    expect(shown(await tag(['INFO', 'COST'])).toSorted()).toEqual(['ANALYST COST', 'ANALYST INFO', 'ANSWER TIME']);
    expect(shown(await tag([]))).toEqual(['ANSWER TIME']);
    const audited = await hub.rows<{ before: object; after: object }>(
      sql`select before, after from audit_entry where action = 'tagResponse' and subject_type = 'Response' order by id`,
    );
    expect(audited).toEqual([
      { before: { categoryCodes: [] }, after: { categoryCodes: ['COST', 'TIME'] } },
      { before: { categoryCodes: ['COST', 'TIME'] }, after: { categoryCodes: ['COST', 'INFO'] } },
      { before: { categoryCodes: ['COST', 'INFO'] }, after: { categoryCodes: [] } },
    ]);
  });

  it('are of the taxonomy: every unknown code is told', async () => {
    const refusal = await own.call.refused(analyst, 'tagResponse', { responseId, categoryCodes: ['NOWHERE', 'TIME', 'NEITHER'] });
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'categoryCodes', '0'] });
    expect(refusal.violations).toHaveLength(2);
  });

  it('are tagged by analysts alone, read by the municipality too, each answer of the act being a reading', async () => {
    expect(await own.call.refused(clerk, 'tagResponse', { responseId, categoryCodes: [] })).toMatchObject({ code: 'FORBIDDEN' });
    await tag(['CONDUCT']);
    const { responses } = await clerk.must('{ responses { nodes { problems { category { code } source } } } }');
    expect(shown(responses.nodes[0])).toEqual(['ANSWER TIME', 'ANALYST CONDUCT']);
    const [reading] = await hub.rows<{ actor: { role: string } }>(
      sql`select actor from audit_entry where action = 'readResponses' and subject_id = ${responseId} order by id desc limit 1`,
    );
    expect(reading?.actor.role).toBe('ANALYST');
  });

  it('of a batch that was withdrawn are nobody’s to tag', async () => {
    await own.withdraw(batch);
    for (const id of [responseId, hub.key()])
      expect(await own.call.refused(analyst, 'tagResponse', { responseId: id, categoryCodes: ['TIME'] })).toMatchObject({
        code: 'NOT_FOUND',
        path: ['input', 'responseId'],
      });
  });
});
