import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { questionnaire, surveySheet } from './sample-forms.fixture.ts';

const questionFields = `code order type text textTranslations { ky ru en } helpTranslations { ky ru en } unit basis min max isCore isRequired measures isPrimary
  showIf { questionCode operator values } options { code text textTranslations { ky ru en } isExclusive problemCategoryCode }`;
const versionFields = `id version number state publishedAt graceUntil isSample form { id kind } updatedBy { role }
  availableActions { mutation isAllowed refusal { code rule path } } history { action fromState toState by { role } }`;
const formOf = `query ($kind: FormKind!) { form(kind: $kind) { id kind title isSample current { ${versionFields} } versions { id number state } } }`;
const versionOf = `query ($id: ID!) { formVersion(id: $id) { ${versionFields} questions { ${questionFields} } } }`;
const draft = `mutation ($input: DraftFormVersionInput!) { draftFormVersion(input: $input) { formVersion { ${versionFields} questions { ${questionFields} } } } }`;
const update = `mutation ($input: UpdateFormVersionInput!) { updateFormVersion(input: $input) { formVersion { ${versionFields} questions { ${questionFields} } } } }`;
const publish = `mutation ($input: PublishFormVersionInput!) { publishFormVersion(input: $input) { formVersion { ${versionFields} } } }`;

interface ShownOption {
  code: string;
  text: string;
  textTranslations: object;
  isExclusive: boolean;
  problemCategoryCode: string | null;
}
interface ShownQuestion {
  code: string;
  text: string;
  order: number;
  isPrimary: boolean;
  textTranslations: object;
  helpTranslations: object | null;
  options: ShownOption[];
}
interface ShownVersion {
  id: string;
  version: number;
  questions: ShownQuestion[];
}

/** A question as it is read, proposed again. */
function inputOf({ order: _order, text: _text, textTranslations, helpTranslations, options, ...question }: ShownQuestion) {
  return {
    ...question,
    text: textTranslations,
    help: helpTranslations,
    options: options.map(({ text: _words, textTranslations, ...option }) => ({ ...option, text: textTranslations })),
  };
}

let hub: TestHub;
let analyst: Client;
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
});
afterAll(() => hub.stop());

async function currentVersion(kind: string): Promise<ShownVersion> {
  const { form } = await hub.anonymous.must(
    `query ($kind: FormKind!) { form(kind: $kind) { current { id version questions { ${questionFields} } } } }`,
    { kind },
  );
  return form.current;
}

async function drafted(kind: string): Promise<ShownVersion> {
  const { draftFormVersion } = await analyst.must(draft, { input: { formKind: kind, idempotencyKey: hub.key() } });
  return draftFormVersion.formVersion;
}

const change = ({ id, version }: { id: string; version: number }, more: object = {}) => ({
  input: { id, expectedVersion: version, idempotencyKey: hub.key(), ...more },
});

describe('the sample forms', () => {
  it.each([
    ['SURVEY_SHEET', 'Typical survey sheet', surveySheet],
    ['QUESTIONNAIRE', 'Typical questionnaire', questionnaire],
  ] as const)('%s is in force for everyone as version 1, marked as a sample', async (kind, title, questions) => {
    const { form } = await hub.anonymous.must(formOf, { kind });
    expect(form).toMatchObject({
      kind,
      title,
      isSample: true,
      current: { number: 1, state: 'PUBLISHED', graceUntil: null, isSample: true, form: { kind } },
    });
    expect(form.versions).toEqual([{ id: form.current.id, number: 1, state: 'PUBLISHED' }]);
    expect(form.current.publishedAt).not.toBeNull();

    const shown = (await currentVersion(kind)).questions;
    expect(shown.map(({ code, order }) => [code, order])).toEqual(questions.map(({ code, order }) => [code, order]));
    expect(shown.map(({ isPrimary }) => isPrimary)).toEqual(questions.map(({ isPrimary }) => isPrimary));
  });

  it('are read in the language asked for', async () => {
    const { form } = await hub.anonymous.must(
      `{ form(kind: QUESTIONNAIRE) { ky: title(lang: KY) ru: title(lang: RU) current { questions { code text(lang: RU) options { code text(lang: KY) } } } } }`,
    );
    expect(form).toMatchObject({ ky: 'Типтүү анкета', ru: 'Типовая анкета' });
    expect(form.current.questions[0]).toMatchObject({ code: 'RESPONDENT_KIND', text: 'От чьего имени вы отвечаете?' });
    expect(form.current.questions[0].options[0]).toEqual({ code: 'PERSON', text: 'Жеке адам катары, өзүм же үй-бүлөм үчүн' });
  });

  it('are not changed by anybody: a published version stays as it is', async () => {
    const current = await currentVersion('SURVEY_SHEET');
    const [refused] = await analyst.refused(update, change(current, { questions: current.questions.map(inputOf) }));
    expect(refused?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:form-version-workflow', path: ['input', 'id'] });
    const [again] = await analyst.refused(publish, change(current));
    expect(again?.extensions).toMatchObject({ rule: 'ours:form-version-workflow' });
  });

  it('are not changed in the database either', async () => {
    const alter = (assignment: ReturnType<typeof sql>) => hub.rows(sql`update form_version set ${assignment} where state = 'PUBLISHED'`);
    await expect(alter(sql`questions = '[]'`)).rejects.toThrow('append-only');
    await expect(alter(sql`published_at = now()`)).rejects.toThrow('append-only');
    await expect(alter(sql`state = 'DRAFT', published_at = null`)).rejects.toThrow('append-only');
    await expect(hub.rows(sql`delete from form_version where state = 'PUBLISHED'`)).rejects.toThrow('append-only');
  });

  it('are not there for a stranger id, or as a form that is none', async () => {
    const [absent] = await hub.anonymous.refused(versionOf, { id: '0190f0a0-0000-7000-8000-000000000000' });
    expect(absent?.extensions.code).toBe('NOT_FOUND');
  });
});

describe('the next version of the survey sheet', () => {
  let begun: ShownVersion;

  it('begins with the questions in force, and the same act again is the same draft', async () => {
    const input = { formKind: 'SURVEY_SHEET', idempotencyKey: hub.key() };
    const { draftFormVersion } = await analyst.must(draft, { input });
    begun = draftFormVersion.formVersion;
    expect(begun).toMatchObject({
      number: 2,
      state: 'DRAFT',
      isSample: false,
      publishedAt: null,
      updatedBy: { role: 'ANALYST' },
      history: [{ action: 'draftFormVersion', fromState: null, toState: 'DRAFT', by: { role: 'ANALYST' } }],
      availableActions: [
        { mutation: 'updateFormVersion', isAllowed: true, refusal: null },
        { mutation: 'publishFormVersion', isAllowed: true, refusal: null },
      ],
    });
    expect(begun.questions).toEqual((await currentVersion('SURVEY_SHEET')).questions);
    expect(await analyst.must(draft, { input })).toEqual({ draftFormVersion });
  });

  it('is begun once: the other analyst is told so', async () => {
    const [refused] = await analyst.refused(draft, { input: { formKind: 'SURVEY_SHEET', idempotencyKey: hub.key() } });
    expect(refused?.extensions).toMatchObject({ code: 'CONFLICT', path: ['input', 'formKind'] });
  });

  it('is not based on a version of another form', async () => {
    const basedOnId = begun.id;
    const [refused] = await analyst.refused(draft, { input: { formKind: 'QUESTIONNAIRE', basedOnId, idempotencyKey: hub.key() } });
    expect(refused?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'basedOnId'] });
  });

  it('is seen by the ministry, and does not exist for others', async () => {
    const head = await hub.as('HEAD');
    expect(await head.must(versionOf, { id: begun.id })).toMatchObject({
      formVersion: {
        state: 'DRAFT',
        availableActions: [
          { isAllowed: false, refusal: { code: 'FORBIDDEN' } },
          { isAllowed: false, refusal: { code: 'FORBIDDEN' } },
        ],
      },
    });
    for (const other of [hub.anonymous, await hub.as('PROVIDER', { soate: '41702215835000' }), await hub.as('AGENCY_SYSTEM')]) {
      const [refused] = await other.refused(versionOf, { id: begun.id });
      expect(refused?.extensions.code).toBe('NOT_FOUND');
      const { form } = await other.must(formOf, { kind: 'SURVEY_SHEET' });
      expect(form.versions).toHaveLength(1);
    }
    const { form } = await analyst.must(formOf, { kind: 'SURVEY_SHEET' });
    expect(form.versions.map(({ number, state }: { number: number; state: string }) => [number, state])).toEqual([
      [2, 'DRAFT'],
      [1, 'PUBLISHED'],
    ]);
  });

  it('takes back every question of the sample as it was read', async () => {
    const { updateFormVersion } = await analyst.must(update, change(begun, { questions: begun.questions.map(inputOf) }));
    expect(updateFormVersion.formVersion.questions).toEqual(begun.questions);
    begun = updateFormVersion.formVersion;
  });

  it('is told all that is wrong with its questions at once', async () => {
    const [, second, ...rest] = begun.questions.map(inputOf);
    const questions = [{ code: 'time', type: 'NUMBER', text: { ky: 'Убакыт' } }, second, ...rest, second];
    const [refused] = await analyst.refused(update, change(begun, { questions }));
    expect(refused?.extensions).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:stable-codes',
      path: ['input', 'questions', '0', 'code'],
    });
    expect(refused?.extensions.violations).toMatchObject([
      { path: ['input', 'questions', '0', 'code'] },
      { path: ['input', 'questions', '0', 'unit'] },
      { path: ['input', 'questions', '23', 'code'] },
      { path: ['input', 'questions', '23', 'isPrimary'] },
    ]);
  });

  it('is not published without its core questions, or without Russian, and the button says so', async () => {
    const questions = [
      ...begun.questions.filter(({ code }) => code !== 'VISITS').map(inputOf),
      { code: 'QUEUE', type: 'BOOLEAN', text: { ky: 'Кезек болдубу?' } },
    ];
    const { updateFormVersion } = await analyst.must(update, change(begun, { questions }));
    begun = updateFormVersion.formVersion;
    expect(updateFormVersion.formVersion.availableActions[1]).toMatchObject({
      mutation: 'publishFormVersion',
      isAllowed: false,
      refusal: { rule: 'ours:translated-before-published', path: ['questions', 'QUEUE', 'text'] },
    });
    const [refused] = await analyst.refused(publish, change(begun));
    expect(refused?.extensions.violations).toMatchObject([
      { rule: 'ours:translated-before-published', path: ['questions', 'QUEUE', 'text'] },
      { rule: 'ours:core-questions', path: ['questions', 'VISITS'] },
    ]);
  });

  it('is changed by who read it last: a stale version is refused', async () => {
    const stale = { id: begun.id, version: begun.version - 1 };
    const [refused] = await analyst.refused(update, change(stale, { questions: [] }));
    expect(refused?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: begun.version });
  });

  it('is published with a question more, and the sample closes at once', async () => {
    const sample = await currentVersion('SURVEY_SHEET');
    const added = { code: 'QUEUE', type: 'BOOLEAN', text: { ky: 'Кезек болдубу?', ru: 'Была ли очередь?' } };
    const { updateFormVersion } = await analyst.must(update, change(begun, { questions: [...sample.questions.map(inputOf), added] }));
    const { publishFormVersion } = await analyst.must(publish, change(updateFormVersion.formVersion));
    expect(publishFormVersion.formVersion).toMatchObject({
      number: 2,
      state: 'PUBLISHED',
      publishedAt: '2026-03-02T03:00:00.000Z',
      isSample: false,
    });

    const { form } = await hub.anonymous.must(formOf, { kind: 'SURVEY_SHEET' });
    expect(form).toMatchObject({ isSample: false, current: { number: 2 } });
    expect(form.versions.map(({ number, state }: { number: number; state: string }) => [number, state])).toEqual([
      [2, 'PUBLISHED'],
      [1, 'CLOSED'],
    ]);
  });

  it('leaves the sample as it was, for the answers that were given on it', async () => {
    const { form } = await hub.anonymous.must(formOf, { kind: 'SURVEY_SHEET' });
    const { formVersion } = await hub.anonymous.must(versionOf, { id: form.versions[1].id });
    expect(formVersion).toMatchObject({ number: 1, state: 'CLOSED', isSample: true });
    expect(formVersion.questions).toHaveLength(23);
    expect(formVersion.history).toMatchObject([{ action: 'publishFormVersion', fromState: 'PUBLISHED', toState: 'CLOSED' }]);
  });
});

describe('a questionnaire that is replaced while some are still on paper', () => {
  it('closes with a grace day, and is closed when it has passed', async () => {
    const before = await currentVersion('QUESTIONNAIRE');
    const next = await drafted('QUESTIONNAIRE');
    const [refused] = await analyst.refused(publish, change(next, { previousGraceUntil: '2026-03-01' }));
    expect(refused?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'previousGraceUntil'] });
    await analyst.must(publish, change(next, { previousGraceUntil: '2026-04-30' }));

    const standing = async () => (await hub.anonymous.must(versionOf, { id: before.id })).formVersion;
    expect(await standing()).toMatchObject({ state: 'CLOSING', graceUntil: '2026-04-30' });
    hub.clock.set('2026-04-30T23:59:59.999+06:00');
    expect(await standing()).toMatchObject({ state: 'CLOSING' });
    hub.clock.set('2026-05-01T00:00:00.000+06:00');
    expect(await standing()).toMatchObject({ state: 'CLOSED', graceUntil: '2026-04-30' });
  });

  it('is one act: of two who publish at once, one does', async () => {
    const next = await drafted('QUESTIONNAIRE');
    const answers = await Promise.all([analyst.query(publish, change(next)), analyst.query(publish, change(next))]);
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.rule ?? errors?.[0]?.extensions.code ?? 'PUBLISHED');
    expect(codes.toSorted()).toEqual(['PUBLISHED', 'ours:form-version-workflow']);
    const { form } = await hub.anonymous.must(formOf, { kind: 'QUESTIONNAIRE' });
    expect(form.current).toMatchObject({ number: 3 });
  });

  it('keeps each of its earlier versions in order, whichever it is based on', async () => {
    const { form } = await analyst.must(formOf, { kind: 'QUESTIONNAIRE' });
    const [first] = form.versions.toReversed();
    const { draftFormVersion } = await analyst.must(draft, {
      input: { formKind: 'QUESTIONNAIRE', basedOnId: first.id, idempotencyKey: hub.key() },
    });
    expect(draftFormVersion.formVersion).toMatchObject({ number: 4, state: 'DRAFT' });
    expect(draftFormVersion.formVersion.questions).toHaveLength(24);
  });
});

describe('drafting, changing and publishing', () => {
  it('is for the responsible unit only', async () => {
    const input = { formKind: 'SURVEY_SHEET', idempotencyKey: hub.key() };
    for (const other of [
      hub.anonymous,
      await hub.as('HEAD'),
      await hub.as('ADMIN'),
      await hub.as('PROVIDER', { soate: '41702215835000' }),
    ]) {
      const [refused] = await other.refused(draft, { input });
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(refused?.extensions.code);
    }
  });
});
