import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Complaint, ComplaintNilReturn } from '../../../src/modules/complaints/complaint.entity.ts';
import { newId } from '../../../src/kit/entity.ts';
import { Form, FormVersion } from '../../../src/modules/forms/form.entity.ts';
import { Municipality, Succession, SuccessionMember } from '../../../src/modules/organizations/organization.entity.ts';
import { ServiceOffer } from '../../../src/modules/service-registry/service-offer.entity.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { questionnaire, withQuestion } from '../forms/sample-forms.fixture.ts';
import { enterServices, type ServiceIds } from '../monitoring-cycle/registry.fixture.ts';
import { act, commands, elsewhere, home, type Place, placeOf } from '../service-registry/registry.fixture.ts';
import { analyse, asHub, handIn, openWithList, said } from './analysis.fixture.ts';

let hub: TestHub;
let analyst: Client;
let here: Place;
let there: Place;
let services: ServiceIds;
let ids: { cycleId: string };
const by = { id: null, name: null, role: 'SYSTEM', municipalityId: null } as const;

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-25T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
  [here, there] = [await placeOf(hub, home), await placeOf(hub, elsewhere)];
  services = await enterServices(hub, here.id);
  const { cycleId } = await openWithList(hub, 2026, [
    { code: 'T-PERMIT', serviceIds: [services['T-PERMIT']], municipalityIds: [here.id, there.id] },
    { code: 'T-PLAN', serviceIds: [services['T-PLAN']], municipalityIds: [here.id] },
  ]);
  await asHub(hub, async (ctx) => {
    const channel = (kind: 'MASS_MEDIA' | 'PUBLIC_PLACE' | 'NOTICE_BOARD') => ({ kind, evidence: 'сүрөт', checkedOn: '2026-03-01' });
    const offer = (serviceId: string, { id: municipalityId, providerId }: Place, fields: object) =>
      ctx.em.create(ServiceOffer, {
        municipalityId,
        providerId,
        serviceId,
        electronicLevel: null,
        electronicUrl: null,
        electronicCheckedOn: null,
        regulation: null,
        informationChannels: [],
        confirmedAt: null,
        confirmedForYear: null,
        validFrom: '2025-01-01',
        ...fields,
      });
    offer(services['T-PERMIT'], here, {
      electronicLevel: 'FULL_CYCLE',
      electronicCheckedOn: '2026-01-10',
      regulation: act('1'),
      informationChannels: [channel('MASS_MEDIA'), channel('PUBLIC_PLACE'), channel('NOTICE_BOARD')],
    });
    // Confirmed for the year: what it does not say is a no; its electronic form was last seen two years ago.
    offer(services['T-PERMIT'], there, { electronicLevel: 'APPLICATION', electronicCheckedOn: '2024-01-10', confirmedForYear: 2026 });
    // Not confirmed: what it does not say is unknown.
    offer(services['T-PLAN'], here, { electronicLevel: 'INFORMATION' });
    for (const quarter of ['Q1', 'Q2', 'Q3'] as const)
      ctx.em.create(ComplaintNilReturn, { municipalityId: here.id, year: 2026, quarter, confirmedAt: ctx.now, confirmedBy: by });
    const complaint = { serviceId: services['T-PERMIT'], registeredAt: ctx.now, registeredBy: by, municipalityId: there.id };
    ctx.em.create(Complaint, {
      ...complaint,
      receivedOn: '2026-02-01',
      state: 'EXAMINED',
      finding: 'JUSTIFIED',
      findingReason: 'ооба',
      remedy: 'оңдолду',
      examinedAt: ctx.now,
      examinedBy: by,
    });
  });
  await handIn(hub, cycleId, {
    municipalityId: there.id,
    responses: [{ serviceId: services['T-PERMIT'], servedOn: '2026-03-03', answers: said() }],
    lines: [{ serviceId: services['T-PERMIT'], quarter: 'Q1', value: 400 }],
  });
  await handIn(hub, cycleId, {
    municipalityId: here.id,
    responses: Array.from({ length: 20 }, () => ({ serviceId: services['T-PERMIT'], servedOn: '2026-03-03', answers: said() })),
  });
  await analyse(hub, analyst);
  ids = { cycleId };
});
afterAll(() => hub.stop());

async function statesOf(municipalityId: string | null, code: string): Promise<Record<string, unknown>> {
  const filter = municipalityId ? `municipalityId: "${municipalityId}"` : 'isCountryLevel: true';
  const { monitoringCycle } = await analyst.must(`{ monitoringCycle(year: 2026) { analysis { results(first: 100, filter: {
    indicators: [ELECTRONIC_FORM, ADMINISTRATIVE_REGULATION, INFORMATION, COMPLAINTS], ${filter} }) { nodes { indicator state share object { code } justifiedComplaints justifiedPerThousand } } } } }`);
  const nodes = monitoringCycle.analysis.results.nodes as { indicator: string; state: string; object: { code: string } }[];
  return Object.fromEntries(nodes.filter(({ object }) => object.code === code).map(({ indicator, state }) => [indicator, state]));
}

describe('what registers say', () => {
  it('R-II.4 to R-II.6, R-II.8: all is there and reported', async () => {
    expect(await statesOf(here.id, 'T-PERMIT')).toEqual({
      ELECTRONIC_FORM: 'ACHIEVED',
      ADMINISTRATIVE_REGULATION: 'ACHIEVED',
      INFORMATION: 'ACHIEVED',
      COMPLAINTS: 'ACHIEVED',
    });
  });

  it('old evidence is none; what a confirmed offer does not say is a no; one justified complaint is enough', async () => {
    expect(await statesOf(there.id, 'T-PERMIT')).toEqual({
      ELECTRONIC_FORM: 'NO_DATA',
      ADMINISTRATIVE_REGULATION: 'NOT_ACHIEVED',
      INFORMATION: 'NOT_ACHIEVED',
      COMPLAINTS: 'NOT_ACHIEVED',
    });
  });

  it('a level that is told and too low is a no; the rest of an offer that nobody confirmed is unknown', async () => {
    expect(await statesOf(here.id, 'T-PLAN')).toMatchObject({
      ELECTRONIC_FORM: 'NOT_ACHIEVED',
      ADMINISTRATIVE_REGULATION: 'NO_DATA',
      INFORMATION: 'NO_DATA',
    });
  });

  it('over the country it is the share of municipalities', async () => {
    expect(await statesOf(null, 'T-PERMIT')).toEqual({
      ELECTRONIC_FORM: 'INCONCLUSIVE',
      ADMINISTRATIVE_REGULATION: 'NOT_ACHIEVED',
      INFORMATION: 'NOT_ACHIEVED',
      COMPLAINTS: 'NOT_ACHIEVED',
    });
  });

  it('R-II.8: complaints stand beside deliveries; an offer shows the eight of its service', async () => {
    const { municipality } = await analyst.must(
      'query($id: ID!) { municipality(id: $id) { indicatorResults(year: 2026, filter: { indicators: [COMPLAINTS] }) { nodes { justifiedComplaints justifiedPerThousand } } offers { nodes { service { code } indicatorResults(year: 2026) { indicator } } } } }',
      { id: there.id },
    );
    expect(municipality.indicatorResults.nodes).toEqual([{ justifiedComplaints: 1, justifiedPerThousand: 2.5 }]);
    expect(municipality.offers.nodes[0].indicatorResults).toHaveLength(8);
  });
});

describe('R-II.8: complaints of a quarter', () => {
  const complaintsOf = async (quarter: string) => {
    const { id } = await analyse(hub, analyst, { kind: 'QUARTERLY', quarter });
    const { analysisRun } = await analyst.must(
      `query($id: ID!) { analysisRun(id: $id) { isPreview country: results(filter: { indicators: [COMPLAINTS], isCountryLevel: true }) { nodes { ...figures } }
        here: results(filter: { indicators: [COMPLAINTS], municipalityId: "${here.id}" }) { nodes { ...figures } } } }
        fragment figures on IndicatorResult { object { code } state share n }`,
      { id },
    );
    return analysisRun;
  };
  const no = { state: 'NO_DATA', share: null };

  it('a quarter that is not over has none: nobody can have reported it', async () => {
    expect(await complaintsOf('Q4')).toMatchObject({
      isPreview: true,
      country: {
        nodes: [
          { ...no, object: { code: 'T-PERMIT' } },
          { ...no, object: { code: 'T-PLAN' } },
        ],
      },
      here: { nodes: [no, no] },
    });
  });

  it('of one that is over, whoever confirmed that there were none has achieved it', async () => {
    expect(await complaintsOf('Q3')).toMatchObject({ isPreview: false, here: { nodes: [{ state: 'ACHIEVED' }, { state: 'ACHIEVED' }] } });
  });
});

describe('R13.3 dynamics', () => {
  it('adds up the counts of what was merged, and shows each as it was', async () => {
    const merged = await asHub(hub, async (ctx) => {
      const { unitId, regionId } = await ctx.em.findOneOrFail(Municipality, { id: here.id });
      const municipality = ctx.em.create(Municipality, {
        unitId,
        regionId,
        soate: '41799999999999',
        name: { ky: 'Бириккен', ru: 'Объединённый' },
        xroadMemberIds: [],
        isConfirmed: true,
        validFrom: '2027-01-01',
      });
      const succession = ctx.em.create(Succession, { kind: 'MERGE', onDate: '2027-01-01', act: act('9') });
      for (const id of [here.id, there.id])
        ctx.em.create(SuccessionMember, { successionId: succession.id, municipalityId: id, side: 'PREDECESSOR' });
      ctx.em.create(SuccessionMember, { successionId: succession.id, municipalityId: municipality.id, side: 'SUCCESSOR' });
      return municipality.id;
    });
    const document = `query($id: ID, $basis: TerritoryBasis!) { dynamics(indicator: PROCEDURE, objectCode: "T-PERMIT", municipalityId: $id, fromYear: 2025, toYear: 2026, basis: $basis) {
      year state n isBreak note result { id } } }`;
    const of = async (id: string | null, basis: string) => (await analyst.must(document, { id, basis })).dynamics[1];
    expect(await of(merged, 'TODAY')).toMatchObject({ year: 2026, state: 'INCONCLUSIVE', n: 21, result: null });
    expect(await of(merged, 'AS_IT_WAS')).toMatchObject({ state: 'NO_DATA', n: 0 });
    expect(await of(there.id, 'AS_IT_WAS')).toMatchObject({ state: 'TOO_FEW', n: 1, result: { id: expect.any(String) } });
    expect(await of(null, 'TODAY')).toMatchObject({ n: 21 });
    const refusal = await analyst.refused(document.replace('2025', '1900'), { id: null, basis: 'TODAY' });
    expect(refusal[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const unknown = await analyst.refused(document.replace('T-PERMIT', 'XX-2'), { id: null, basis: 'TODAY' });
    expect(unknown[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a method', () => {
  it('is written as a further version, refused with all that is wrong, and used when it is named', async () => {
    const { analysisMethods } = await hub.anonymous.must('{ analysisMethods { version minimumSample parameters } }');
    const input = {
      note: { ky: 'Жаңы', ru: 'Новая' },
      validFrom: '2030-01-01',
      parameters: { ...analysisMethods[0].parameters, minimumSample: 1 },
    };
    const call = commands(hub);
    const created = await call.done(analyst, 'createAnalysisMethod', input, '{ analysisMethod { version minimumSample note } }');
    expect(created).toEqual({ version: 2, minimumSample: 1, note: 'Жаңы' });
    const refusal = await call.refused(analyst, 'createAnalysisMethod', {
      ...input,
      parameters: { ...input.parameters, confidence: 2, x: 1 },
    });
    expect((refusal.violations as unknown[]).length).toBe(2);
    expect(await analyse(hub, analyst)).toMatchObject({ method: { version: 1 } });
    expect(await analyse(hub, analyst, { methodVersion: 2 })).toMatchObject({ method: { version: 2 } });
  });
});

describe('R-II.2 calendar days against a norm in working days', () => {
  it('are counted by the calendar, back from the day of service: ten are within ten, one day longer is not', async () => {
    const formVersionId = await asHub(hub, async (ctx) => {
      const form = await ctx.em.findOneOrFail(Form, { kind: 'QUESTIONNAIRE' });
      const questions = withQuestion(questionnaire, 'TIME_SPENT', { unit: 'DAY' });
      const id = newId();
      const rest = { state: 'CLOSED', publishedAt: ctx.now, isSample: true } as const;
      ctx.em.create(FormVersion, { id, formId: form.id, number: 99, questions: [...questions], ...rest });
      return id;
    });
    // From Monday 2 March to Monday 16 March; 8 March is a Sunday.
    const plan = { serviceId: services['T-PLAN'], servedOn: '2026-03-16' };
    await handIn(hub, ids.cycleId, {
      municipalityId: here.id,
      formVersionId,
      responses: [14, 15].map((days) => ({ ...plan, answers: said({ TIME_SPENT: days }) })),
    });
    await analyse(hub, analyst);
    expect(await timeOfPlans()).toEqual({
      object: { code: 'T-PLAN' },
      n: 2,
      comparison: { withinNorm: 1, actual: { min: '10', max: '11', unit: 'WORKING_DAY' }, expectation: null },
    });
  });

  it('a day that is proclaimed a holiday is none, once the method has its date', async () => {
    const { analysisMethods } = await hub.anonymous.must('{ analysisMethods { version parameters } }');
    const [{ version, parameters }] = analysisMethods;
    const holidays = [...parameters.holidays, '2025-03-05', '2026-03-04'];
    const input = { note: { ky: 'Майрам', ru: 'Праздник' }, validFrom: '2026-01-01', parameters: { ...parameters, holidays } };
    await commands(hub).done(analyst, 'createAnalysisMethod', input, '{ analysisMethod { version } }');
    expect(await analyse(hub, analyst)).toMatchObject({ method: { version: version + 1 } });
    expect(await timeOfPlans()).toMatchObject({ comparison: { withinNorm: 2, actual: { min: '9', max: '10' } } });
  });

  async function timeOfPlans(): Promise<unknown> {
    const { monitoringCycle } = await analyst.must(
      `{ monitoringCycle(year: 2026) { analysis { results(filter: { indicators: [TIME], municipalityId: "${here.id}" }) { nodes { object { code } n comparison { withinNorm actual { min max unit } expectation { n } } } } } } }`,
    );
    return monitoringCycle.analysis.results.nodes[1];
  }
});
