import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kit/entity.ts';
import { sql } from '../../../src/kit/sql.ts';
import { Form, FormVersion } from '../../../src/modules/forms/form.entity.ts';
import type { Question } from '../../../src/modules/forms/question.rules.ts';
import { type Appendix, annexedTo } from '../../appendix.fixture.ts';
import type { Row } from '../../support/appendix/files.ts';
import { startHub, type TestHub } from '../../support/hub.ts';
import { unzipped } from '../files/export.fixture.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';
import { type AnswerPlan, analyse, asHub, handIn, openWithList, said, survey } from '../indicators/analysis.fixture.ts';
import { enterServices } from '../monitoring-cycle/registry.fixture.ts';

/** R-III.3: what joining the files of the open database with each other tells, in a year in which each kind of withholding happens. */

let hub: TestHub;
let open: Appendix;
let full: Appendix;
/** Five municipalities of one region, and one of another. */
let near: { id: string; regionCode: string }[];
let far: { id: string };
let variantId: string;
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-25T09:00:00+06:00' });
  const analyst = await hub.as('ANALYST');
  const all = await hub.rows<{ id: string; regionCode: string }>(
    sql`select m.id, r.code as region_code from municipality m join administrative_unit r on r.id = m.region_id where m.valid_to is null order by r.code, m.soate`,
  );
  near = all.filter(({ regionCode }) => regionCode === all[0]?.regionCode).slice(0, 5);
  far = all.find(({ regionCode }) => regionCode !== all[0]?.regionCode) ?? { id: '' };
  const [first = far, second = far, third = far, fourth = far, fifth = far] = near;
  const services = await enterServices(hub, first.id);
  const on = (code: 'T-PERMIT' | 'T-PLAN' | 'T-HOME', n: number, change = {}) =>
    Array.from({ length: n }, (): AnswerPlan => ({ serviceId: services[code], servedOn: '2026-04-10', answers: said(change) }));
  const everywhere = [...near, far].map(({ id }) => id);
  const { cycleId } = await openWithList(hub, 2026, [
    { code: 'T-PERMIT', serviceIds: [services['T-PERMIT']], municipalityIds: everywhere },
    { code: 'T-PLAN', serviceIds: [services['T-PLAN']], municipalityIds: everywhere },
    { code: 'T-HOME', serviceIds: [services['T-HOME']], municipalityIds: [first.id] },
  ]);
  variantId = await ownQuestionnaire();
  const file = (municipalityId: string, responses: AnswerPlan[], formVersionId?: string) =>
    handIn(hub, cycleId, { municipalityId, responses, ...(formVersionId && { formVersionId }) });
  await file(first.id, [...on('T-PERMIT', 12), ...on('T-PLAN', 2), ...on('T-HOME', 3)]);
  await file(second.id, [...on('T-PERMIT', 12), ...on('T-PLAN', 4)]);
  await file(third.id, on('T-PERMIT', 3));
  await file(fourth.id, [...on('T-PERMIT', 12), ...on('T-PLAN', 6)]);
  await file(fifth.id, on('T-PERMIT', 3, { OWN_VILLAGE: 'сырдуу' }), variantId);
  await file(far.id, on('T-PERMIT', 4));
  await survey(hub, cycleId, { municipalityId: second.id, responses: on('T-PERMIT', 1) });
  const { id } = await analyse(hub, analyst);
  ({ full, open } = await annexedTo(hub, analyst, id));
});
afterAll(() => hub.stop());

function ownQuestionnaire(): Promise<string> {
  return asHub(hub, async (ctx) => {
    const { id: formId } = await ctx.em.findOneOrFail(Form, { kind: 'QUESTIONNAIRE' });
    const { id: baseId } = await ctx.em.findOneOrFail(FormVersion, { formId, state: 'PUBLISHED', baseId: null });
    const id = newId();
    const plain = { type: 'TEXT' as const, options: [], measures: null, isPrimary: false, isCore: false };
    const own = {
      ...(questionnaire[0] as Question),
      ...plain,
      code: 'OWN_VILLAGE',
      order: 99,
      text: { ky: 'Ак-Суу айылы', ru: 'Село Ак-Суу' },
    };
    const questions = [...questionnaire, own];
    ctx.em.create(FormVersion, { id, formId, number: 1, baseId, state: 'PUBLISHED', publishedAt: ctx.now, isSample: false, questions });
    return id;
  });
}

const responses = (): readonly Row[] => open.files.get('responses') ?? [];
const withheld = (): readonly Row[] => responses().filter(({ isMunicipalityWithheld }) => isMunicipalityWithheld === 'true');

/** Municipalities of places.csv that a row could be of, those that are named beside it taken away. */
function candidates(row: Row): Set<string> {
  const objects = (open.files.get('objects') ?? []).filter(({ serviceCode }) => row.serviceCode === '' || serviceCode === row.serviceCode);
  const places = (open.files.get('places') ?? []).filter(
    ({ objectCode, regionCode }) =>
      objects.some((each) => each.objectCode === objectCode) && (row.regionCode === '' || regionCode === row.regionCode),
  );
  const named = responses().filter(({ serviceCode, source }) => source === row.source && serviceCode === row.serviceCode);
  const others = places.filter(({ municipalityId }) => !named.some((each) => each.municipalityId === municipalityId));
  return new Set(others.map(({ municipalityId = '' }) => municipalityId));
}

describe('the open database, its files joined with each other (R-III.3)', () => {
  it('gives region and service, the service alone, or neither, and never one candidate', () => {
    const shown = Map.groupBy(withheld(), ({ serviceCode, regionCode }) => `${serviceCode} ${regionCode}`);
    expect(new Map([...shown].map(([what, rows]) => [what, rows.length]))).toEqual(
      new Map([
        ['T-PERMIT ', 3 + 4],
        [`T-PLAN ${near[0]?.regionCode}`, 2 + 4],
      ]),
    );
    for (const row of withheld()) {
      expect(candidates(row).size, row.serviceCode).toBeGreaterThanOrEqual(2);
      expect([row.municipalityId, row.municipalitySoate, row.municipality]).toEqual(['', '', '']);
    }
    expect(
      responses().every(({ municipalityId, isMunicipalityWithheld }) => (municipalityId === '') === (isMunicipalityWithheld === 'true')),
    ).toBe(true);
  });

  it('leaves out what nothing hides: a service of one place, one person of a survey, few answers to a variant', () => {
    expect(responses().filter(({ serviceCode, source }) => serviceCode === 'T-HOME' || source === 'SURVEYS')).toEqual([]);
    expect(full.files.get('responses')).toHaveLength(responses().length + 3 + 1 + 3);
    expect(
      open.files
        .get('notes')
        ?.map(({ noteEn }) => noteEn)
        .join(),
    ).toContain('rows are left out: 7;');
  });

  it('R10: no file tells of a variant that no row is given of, nor what it asks', async () => {
    const sheets = await unzipped(open.archive.get('responses.xlsx') ?? Buffer.alloc(0));
    for (const [name, content] of [...open.archive, ...sheets])
      for (const secret of [variantId, 'OWN_VILLAGE', 'Ак-Суу айылы', 'Село Ак-Суу', 'сырдуу'])
        if (name !== 'responses.xlsx') expect(content.includes(secret), `${name}: ${secret}`).toBe(false);
    expect(full.files.get('questions')?.some(({ code }) => code === 'OWN_VILLAGE')).toBe(true);
  });
});
