import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kit/entity.ts';
import { sql } from '../../../src/kit/sql.ts';
import { Complaint, ComplaintNilReturn } from '../../../src/modules/complaints/complaint.entity.ts';
import type { Answers } from '../../../src/modules/forms/answer.rules.ts';
import type { Question } from '../../../src/modules/forms/question.rules.ts';
import { Form, FormVersion } from '../../../src/modules/forms/form.entity.ts';
import { Municipality } from '../../../src/modules/organizations/organization.entity.ts';
import { MunicipalService } from '../../../src/modules/service-registry/municipal-service.entity.ts';
import { ServiceOffer } from '../../../src/modules/service-registry/service-offer.entity.ts';
import { Norm, ServiceStandard } from '../../../src/modules/service-registry/service-standard.entity.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { type Appendix, annexedTo, expectRecounted } from '../../appendix.fixture.ts';
import type { Figure } from '../../support/appendix/figures.ts';
import type { Row } from '../../support/appendix/files.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { unzipped } from '../files/export.fixture.ts';
import { questionnaire, withQuestion } from '../forms/sample-forms.fixture.ts';
import { enterServices, type ServiceIds } from '../monitoring-cycle/registry.fixture.ts';
import { act, commands, elsewhere, home, type Place, placeOf, templateOf } from '../service-registry/registry.fixture.ts';
import { analyse, type AnswerPlan, asHub, handIn, type LinePlan, openWithList, said, survey } from './analysis.fixture.ts';
import { randomOf } from '../../support/random.ts';

/** A year at random, with all that figures rest on: R-II and R-III.1 counted by the hub, and anew from the annexed files alone. */

let hub: TestHub;
let analyst: Client;
let services: ServiceIds;
let places: [Place, Place];
let runId: string;
let full: Appendix;
let open: Appendix;
let figures: Figure[];

const random = randomOf(7);
const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
const localFrom = '2026-05-01';
const onRequest = ['T-PERMIT', 'T-PLAN', 'T-CERTIFICATE'] as const;
/** As people write them: Kyrgyz words around, other digits, letters for digits, signs between. */
const planted = [
  '20101199000123',
  '2 0101 1990 00123',
  '1-15-07-1985-00-123',
  '２０１０１１９９０００１２３',
  '2О1О1199ООО123',
  '+996 (555) 12-34-56',
  '0555.12.34.56',
  '0700–12–34–56',
];
const [personalNumber] = planted;
const by = { id: null, name: null, role: 'SYSTEM', municipalityId: null } as const;

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-25T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  places = [await placeOf(hub, home), await placeOf(hub, elsewhere)];
  services = await enterServices(hub, places[0].id);
  await enterStandards();
  await enterRegisters();
  const municipalityIds = places.map(({ id }) => id);
  const alone = (['T-PERMIT', 'T-PLAN', 'T-CERTIFICATE', 'T-HOME'] as const).map((code) => ({
    code,
    serviceIds: [services[code]],
    municipalityIds,
  }));
  const complex = { code: 'T-COMPLEX', kind: 'COMPLEX' as const, serviceIds: [services['T-PERMIT'], services['T-PLAN']], municipalityIds };
  const { cycleId } = await openWithList(hub, 2026, [...alone, complex]);
  await fill(cycleId);
  ({ id: runId } = await analyse(hub, analyst));
  hub.clock.set('2026-10-26T09:00:00+06:00');
  await happenLater();
  ({ full, open } = await annexedTo(hub, analyst, runId));
});
afterAll(() => hub.stop());

/** In May the first municipality gives itself a shorter norm and no fee; a certificate has norms that fit no answer; lighting has no applicant. */
function enterStandards() {
  return asHub(hub, async (ctx) => {
    const { id: templateId } = await templateOf(hub);
    const standardOf = (serviceId: string, municipalityId: string | null, validFrom: string): string => {
      const id = newId();
      const dated = { redaction: 1, templateId, status: 'APPROVED' as const, items: [], edits: 0, validFrom, isSample: false };
      ctx.em.create(ServiceStandard, { id, serviceId, municipalityId, ...dated });
      return id;
    };
    const local = standardOf(services['T-PERMIT'], places[0].id, localFrom);
    ctx.em.create(Norm, { standardId: local, kind: 'PROCESSING_TIME', amount: '3', unit: 'WORKING_DAY' });
    ctx.em.create(Norm, { standardId: local, kind: 'FEE', amount: '0', unit: 'SOM' });
    const certificate = standardOf(services['T-CERTIFICATE'], null, '2020-01-01');
    ctx.em.create(Norm, { standardId: certificate, kind: 'PROCESSING_TIME', amount: '2', unit: 'HOUR' });
    ctx.em.create(Norm, { standardId: certificate, kind: 'FEE', amount: '10', unit: 'SOM', basis: { ky: 'айына', ru: 'в месяц' } });
    const lighting = await ctx.em.findOneOrFail(MunicipalService, { id: services['T-HOME'] });
    Object.assign(lighting, { provision: 'FOR_THE_TERRITORY', tier: 'BASIC', municipalityId: null });
    const first = await ctx.em.findOneOrFail(Municipality, { id: places[0].id });
    first.populationCount = 4_321;
  });
}

function enterRegisters() {
  return asHub(hub, async (ctx) => {
    const channel = (kind: 'MASS_MEDIA' | 'PUBLIC_PLACE' | 'NOTICE_BOARD') => ({ kind, evidence: 'сүрөт', checkedOn: '2026-03-01' });
    const all = [channel('MASS_MEDIA'), channel('PUBLIC_PLACE'), channel('NOTICE_BOARD')];
    for (const [index, { id: municipalityId, providerId }] of places.entries()) {
      for (const serviceId of [services['T-PERMIT'], services['T-PLAN'], services['T-CERTIFICATE']])
        ctx.em.create(ServiceOffer, {
          municipalityId,
          providerId,
          serviceId,
          electronicLevel: oneOf([null, 'NONE', 'APPLICATION', 'FULL_CYCLE'] as const),
          electronicUrl: null,
          electronicCheckedOn: oneOf([null, '2024-01-10', '2026-01-10']),
          regulation: oneOf([null, act('1')]),
          informationChannels: oneOf([[], all, all.slice(1)]),
          confirmedAt: null,
          confirmedForYear: oneOf([null, 2026]),
          validFrom: '2025-01-01',
        });
      const days = ['2026-02-01', '2026-05-01', '2026-05-02', '2026-08-01'];
      for (const receivedOn of days) {
        const finding = oneOf([null, 'UNJUSTIFIED', 'JUSTIFIED'] as const);
        const examined = {
          state: 'EXAMINED' as const,
          finding,
          findingReason: 'сөз',
          remedy: 'оңдолду',
          examinedAt: ctx.now,
          examinedBy: by,
        };
        const serviceId = services[oneOf(['T-PERMIT', 'T-PLAN'] as const)];
        // Of the first quarter the second municipality says nothing.
        if (index === 1 && receivedOn < '2026-04-01') continue;
        const frame = {
          municipalityId,
          serviceId,
          receivedOn,
          registeredAt: ctx.now,
          registeredBy: by,
        };
        ctx.em.create(Complaint, {
          ...frame,
          text: `Жеке номер ${personalNumber}`,
          ...(finding ? examined : { state: 'RECEIVED' as const }),
        });
      }
    }
    for (const quarter of ['Q3', 'Q4'] as const)
      ctx.em.create(ComplaintNilReturn, { municipalityId: places[1].id, year: 2026, quarter, confirmedAt: ctx.now, confirmedBy: by });
  });
}

/** After the run: a complaint of a quarter that had none, another found justified, and an offer with a new address. */
function happenLater() {
  return asHub(hub, async (ctx) => {
    const [, { id: municipalityId }] = places;
    const frame = { id: newId(), municipalityId, serviceId: services['T-PERMIT'], receivedOn: '2026-08-02' };
    ctx.em.create(Complaint, { ...frame, state: 'RECEIVED', registeredAt: ctx.now, registeredBy: by });
    const nil = await ctx.em.findOneOrFail(ComplaintNilReturn, { municipalityId, quarter: 'Q3' });
    nil.voidedById = frame.id;
    const [waiting] = await ctx.em.find(Complaint, { state: 'RECEIVED', registeredAt: { $lt: ctx.now } }, { orderBy: { id: 'asc' } });
    const examined = {
      state: 'EXAMINED',
      finding: 'JUSTIFIED',
      findingReason: 'сөз',
      remedy: 'оңдолду',
      examinedAt: ctx.now,
      examinedBy: by,
    };
    Object.assign(waiting ?? {}, examined);
    const offer = await ctx.em.findOneOrFail(ServiceOffer, { municipalityId, serviceId: services['T-PERMIT'] });
    offer.electronicUrl = 'https://aiyl.example';
  });
}

/** Questionnaires on the form, on one that asks for calendar days, and surveys; reports with zeros, gaps and what is not offered. */
async function fill(cycleId: string) {
  const days = await formInDays();
  for (const [index, { id: municipalityId }] of places.entries()) {
    const lines = ([services['T-PERMIT'], services['T-PLAN']] as const).flatMap((serviceId) =>
      (['Q1', 'Q2', 'Q3'] as const).map((quarter): LinePlan => ({
        serviceId,
        quarter,
        ...oneOf([{ value: 0 }, { value: 700 + index }, { state: 'NOT_OFFERED' as const }]),
      })),
    );
    const gap: LinePlan[] = index === 0 ? [] : [{ serviceId: services['T-CERTIFICATE'], quarter: 'Q1', state: 'MISSING' }];
    const codes = [...onRequest, ...(index === 0 ? (['T-HOME'] as const) : [])];
    const { batchId } = await handIn(hub, cycleId, { municipalityId, responses: anyAnswers(240, codes), lines: [...lines, ...gap] });
    const few = anyAnswers(3, ['T-CLOSED']).map((each) => ({ ...each, answers: { ...each.answers, OWN: 'PERSON' } }));
    const calendar = await handIn(hub, cycleId, {
      municipalityId,
      responses: [...anyAnswers(60, ['T-PERMIT']), ...few],
      formVersionId: days,
      isAccepted: false,
    });
    await hub.rows(sql`insert into submission_revision_batch (id, revision_id, batch_id) select gen_random_uuid(), b.revision_id, ${calendar.batchId}
      from submission_revision_batch b where b.batch_id = ${batchId}`);
  }
  await conductSurveys(cycleId);
  const read = await hub.rows<{ id: string }>(sql`select id from response where service_id = ${services['T-PLAN']} order by id limit 20`);
  for (const { id: responseId } of read)
    await commands(hub).done(
      analyst,
      'tagResponse',
      { responseId, categoryCodes: oneOf([['TIME'], ['COST', 'TIME']]) },
      '{ response { id } }',
    );
}

/** In the first municipality many are asked and say worse, and of lighting few; in the second it is only surveys that tell of lighting. */
async function conductSurveys(cycleId: string) {
  const [first, second] = places;
  const asked = anyAnswers(160, onRequest);
  for (const { answers } of asked) if (random() < 0.5) Object.assign(answers, { SATISFACTION_QUALITY: 2, PROCEDURE_FOLLOWED: 'NO' });
  await survey(hub, cycleId, { municipalityId: first.id, responses: [...asked, ...anyAnswers(9, ['T-HOME'])] });
  await survey(hub, cycleId, { municipalityId: second.id, responses: anyAnswers(20, ['T-HOME']) });
}

/** A provider's variant that asks for calendar days. */
function formInDays(): Promise<string> {
  return asHub(hub, async (ctx) => {
    const { id: formId } = await ctx.em.findOneOrFail(Form, { kind: 'QUESTIONNAIRE' });
    const { id: baseId } = await ctx.em.findOneOrFail(FormVersion, { formId, state: 'PUBLISHED', baseId: null });
    const id = newId();
    const [first] = questionnaire;
    const own = { ...(first as Question), code: 'OWN', order: 99, measures: null, isPrimary: false, isCore: false };
    const questions = [...withQuestion(questionnaire, 'TIME_SPENT', { unit: 'DAY' }), own];
    ctx.em.create(FormVersion, { id, formId, number: 1, baseId, state: 'PUBLISHED', questions, publishedAt: ctx.now, isSample: false });
    return id;
  });
}

function anyAnswers(count: number, codes: readonly (keyof ServiceIds)[]): AnswerPlan[] {
  return Array.from({ length: count }, () => {
    const servedOn = addDays('2026-03-01', Math.floor(random() * 120));
    const isWaiting = random() < 0.1;
    const answers: Record<string, unknown> = said({
      RESPONDENT_KIND: oneOf(['PERSON', 'PERSON', 'ORGANISATION', 'COMMUNITY', null]),
      PROCEDURE_FOLLOWED: oneOf(['YES', 'YES', 'YES', 'PARTLY', 'NO', 'DONT_KNOW', null]),
      TIME_SPENT: oneOf([0, 1, 2.5, 3, 4, 5, 6, 10, 366, 1_900, null]),
      TIME_EXPECTED: oneOf([1, 3, 7, null]),
      COST_PAID: oneOf(['0.00', '20.50', '20.51', '150.00', '9999999.99', null]),
      SATISFACTION_QUALITY: oneOf([1, 3, 4, 5, 5, null]),
      SATISFACTION_AVAILABILITY: oneOf([2, 4, 5, null]),
      PROBLEM_CATEGORY: oneOf([null, ['TIME'], ['TIME', 'COST']]),
      PROBLEM_WORDS: oneOf([null, ...planted.map((number) => `Кезек, менин номерим ${number}, жооп жок`)]),
    });
    if (isWaiting) delete answers.TIME_SPENT;
    return {
      serviceId: services[oneOf(codes)],
      appliedOn: addDays(servedOn, -5),
      servedOn: isWaiting ? null : servedOn,
      answers: answers as Answers,
    };
  });
}

describe('figures of a run (R-III.3)', () => {
  it('are what the annexed files alone give, by the words of figures.csv', async () => {
    figures = await expectRecounted(hub, analyst, runId, full.files);
    expect(figures).toHaveLength(5 * (1 + 2 + 2) * 8);
  });

  it('and the year holds what makes them differ', () => {
    const states = (indicator: string) => new Set(figures.filter((each) => each.indicator === indicator).map(({ state }) => state));
    expect(states('TIME')).toEqual(new Set(['NOT_ACHIEVED', 'NO_NORM', 'NOT_APPLICABLE']));
    expect(figures.some(({ comparison }) => comparison?.endToEndNorm != null)).toBe(true);
    expect(figures.some(({ parts }) => parts.some(({ code }) => code === 'SURVEYS'))).toBe(true);
    expect(figures.some(({ leftOut }) => leftOut > 0)).toBe(true);
    for (const name of ['accepted', 'volumes', 'complaints', 'no-complaints', 'problem-tags', 'offers'])
      expect(full.files.get(name)?.length, name).toBeGreaterThan(0);
  });

  it('R10, R-III.1: surveys beside, question by question, over the country and by municipality, and what of the gaps is a finding', () => {
    const compared = (level: Figure['level']) =>
      figures.filter((each) => each.level === level).flatMap(({ surveyComparisons }) => surveyComparisons);
    const statesOf = (level: Figure['level']) => new Set(compared(level).map(({ state }) => state));
    // Three services and a complex have five questions but for norms that a certificate lacks; lighting has no norms either.
    expect(compared('COUNTRY')).toHaveLength(5 + 5 + 3 + 5 + 3);
    expect(compared('MUNICIPALITY')).toHaveLength(5 + 5 + 3 + 5 + 3 + 3);
    expect(statesOf('COUNTRY')).toEqual(new Set(['GAP', 'NO_GAP', 'TOO_FEW']));
    expect(statesOf('MUNICIPALITY')).toEqual(new Set(['GAP', 'NO_GAP', 'TOO_FEW', 'NO_DATA']));
    for (const { archive, files } of [full, open]) {
      const [query] = files.get('figures')?.flatMap((each) => (each.figure === 'SURVEY_COMPARISONS' ? [each.query] : [])) ?? [];
      for (const name of Object.keys(compared('COUNTRY')[0] ?? {})) expect(query, name).toContain(name);
      expect(archive.get('README.md')?.toString()).toContain('how questionnaires are compared with surveys');
      expect(files.get('codebook')?.find(({ code }) => code === 'source')?.textEn).toContain('SURVEYS');
    }
  });

  it('rest on what the run saw: what was recorded later is left out, and a register that changed since says so', () => {
    const complaints = full.files.get('complaints') ?? [];
    expect(complaints).toHaveLength(4 + 3);
    expect(complaints.some(({ finding }) => finding === '')).toBe(true);
    expect(full.files.get('no-complaints')).toHaveLength(2);
    expect(
      full.files
        .get('offers')
        ?.map(({ isChangedSinceRun }) => isChangedSinceRun)
        .toSorted(),
    ).toEqual([...Array(5).fill('false'), 'true']);
  });

  it('every file is in the README and every column in the codebook, in three languages, and every figure has its formula', () => {
    for (const { archive, files } of [full, open]) {
      const readme = archive.get('README.md')?.toString() ?? '';
      for (const name of files.keys()) expect(readme.split(`- ${name}.csv: `), `${name} in three languages`).toHaveLength(1 + 3);
      const sources = new Set(files.get('responses')?.map(({ source }) => source));
      expect(sources).toEqual(new Set(['QUESTIONNAIRES', 'SURVEYS']));
      for (const line of readme.split('\n').filter((each) => each.startsWith('- responses.csv: ')))
        for (const word of ['source', ...sources]) expect(line).toContain(word);
      const book = files.get('codebook') ?? [];
      for (const [name, [row]] of files) {
        if (['codebook', 'questions', 'options', 'form-versions', 'notes'].includes(name) || !row) continue;
        expect(
          book.filter(({ file }) => file === `${name}.csv`).map(({ code }) => code),
          name,
        ).toEqual(Object.keys(row));
      }
      for (const { formulaKy, formulaRu, formulaEn, query } of files.get('figures') ?? [])
        expect([formulaKy, formulaRu, formulaEn, query].every(Boolean)).toBe(true);
    }
  });

  it('what concerns few people is in full alone, and no file has a personal number, however it is written', async () => {
    const own = ['accepted', 'volumes', 'complaints', 'no-complaints', 'problem-tags'];
    expect([...full.files.keys()].filter((name) => !open.files.has(name))).toEqual(own);
    for (const { archive } of [full, open]) {
      const sheets = [...(await unzipped(archive.get('responses.xlsx') ?? Buffer.alloc(0)))];
      expect(sheets.length).toBeGreaterThan(10);
      for (const [name, content] of [...archive, ...sheets])
        for (const number of planted) expect(content.includes(number), `${name}: ${number}`).toBe(false);
      expect(archive.get('responses.csv')?.includes('Кезек, менин номерим [***], жооп жок')).toBe(true);
    }
  });

  it('R10: few answers to a questionnaire that a provider changed are in full alone', () => {
    const few = ({ serviceCode }: Row) => serviceCode === 'T-CLOSED';
    const whole = full.files.get('responses')?.filter(few) ?? [];
    expect(whole.map(({ OWN }) => OWN)).toEqual(Array(6).fill('PERSON'));
    expect(open.files.get('responses')?.filter(few)).toEqual([]);
    expect(open.files.get('responses')).toHaveLength((full.files.get('responses')?.length ?? 0) - whole.length);
  });
});
