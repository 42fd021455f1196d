import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kit/entity.ts';
import { wilsonInterval } from '../../../src/modules/indicators/formulas/v1/share.rules.ts';
import type { Answers } from '../../../src/modules/forms/answer.rules.ts';
import { Norm, ServiceStandard } from '../../../src/modules/service-registry/service-standard.entity.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { enterServices, type ServiceIds } from '../monitoring-cycle/registry.fixture.ts';
import { elsewhere, home, placeOf, templateOf } from '../service-registry/registry.fixture.ts';
import { analyse, type AnswerPlan, asHub, handIn, openWithList, resultFields, type ResultView, said, survey } from './analysis.fixture.ts';
import { randomOf } from '../../support/random.ts';

interface Told extends AnswerPlan {
  municipalityId: string;
}

let hub: TestHub;
let analyst: Client;
let services: ServiceIds;
let places: string[];
/** What the unit's own survey was told, in the first municipality alone. */
let asked: Told[];
let results: ResultView[];
let handedInOn: string;

const localFrom = '2026-05-01';

beforeAll(async () => {
  hub = await startHub({ now: '2026-10-25T09:00:00+06:00' });
  handedInOn = '2026-10-25';
  analyst = await hub.as('ANALYST');
  places = [(await placeOf(hub, home)).id, (await placeOf(hub, elsewhere)).id];
  services = await enterServices(hub, places[0] ?? '');
  await enterStandards();
  const codes = ['T-PERMIT', 'T-PLAN', 'T-CERTIFICATE'] as const;
  const { cycleId } = await openWithList(
    hub,
    2026,
    codes.map((code) => ({ code, serviceIds: [services[code]], municipalityIds: places })),
  );
  const random = randomOf(7);
  // Questionnaires are there too, and do not count.
  for (const municipalityId of places) {
    await handIn(hub, cycleId, { municipalityId, responses: Array.from({ length: 60 }, () => anyAnswer(random, codes)) });
  }
  asked = Array.from({ length: 160 }, () => ({ municipalityId: places[0] ?? '', ...anyAnswer(random, codes) }));
  await survey(hub, cycleId, { municipalityId: places[0] ?? '', responses: asked });
  const document = `query($id: ID!) { analysisRun(id: $id) { results(first: 100) { nodes { ${resultFields} } } } }`;
  const { id } = await analyse(hub, analyst, { kind: 'QUARTERLY', quarter: 'Q2', sources: ['SURVEYS'] });
  results = (await analyst.must(document, { id })).analysisRun.results.nodes;
});
afterAll(() => hub.stop());

/** In May the first municipality gives itself a shorter norm and no fee; a certificate has norms that fit no answer. */
function enterStandards() {
  return asHub(hub, async (ctx) => {
    const { id: templateId } = await templateOf(hub);
    const standardOf = (serviceId: string, municipalityId: string | null, validFrom: string): string => {
      const id = newId();
      ctx.em.create(ServiceStandard, {
        id,
        serviceId,
        municipalityId,
        redaction: 1,
        templateId,
        status: 'APPROVED',
        items: [],
        edits: 0,
        validFrom,
        isSample: false,
      });
      return id;
    };
    const local = standardOf(services['T-PERMIT'], places[0] ?? null, localFrom);
    ctx.em.create(Norm, { standardId: local, kind: 'PROCESSING_TIME', amount: '3', unit: 'WORKING_DAY' });
    ctx.em.create(Norm, { standardId: local, kind: 'FEE', amount: '0', unit: 'SOM' });
    const certificate = standardOf(services['T-CERTIFICATE'], null, '2020-01-01');
    ctx.em.create(Norm, { standardId: certificate, kind: 'PROCESSING_TIME', amount: '2', unit: 'HOUR' });
    ctx.em.create(Norm, { standardId: certificate, kind: 'FEE', amount: '10', unit: 'SOM', basis: { ky: 'айына', ru: 'в месяц' } });
  });
}

function anyAnswer(random: () => number, codes: readonly (keyof ServiceIds)[]): AnswerPlan {
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const servedOn = addDays('2026-03-01', Math.floor(random() * 120));
  const isWaiting = random() < 0.1;
  const answers: Record<string, unknown> = {
    ...said({
      RESPONDENT_KIND: oneOf(['PERSON', 'PERSON', 'ORGANISATION', 'COMMUNITY', null]),
      PROCEDURE_FOLLOWED: oneOf(['YES', 'YES', 'YES', 'PARTLY', 'NO', 'DONT_KNOW', null]),
      TIME_SPENT: oneOf([0, 1, 2.5, 3, 4, 5, 6, 10, 366, null]),
      TIME_EXPECTED: oneOf([1, 3, 7, null]),
      COST_PAID: oneOf(['0.00', '20.50', '20.51', '150.00', '9999999.99', null]),
      SATISFACTION_QUALITY: oneOf([1, 3, 4, 5, 5, null]),
      SATISFACTION_AVAILABILITY: oneOf([2, 4, 5, null]),
    }),
  };
  if (isWaiting) delete answers.TIME_SPENT;
  const serviceId = services[oneOf(codes)];
  return { serviceId, appliedOn: addDays(servedOn, -5), servedOn: isWaiting ? null : servedOn, answers: answers as Answers };
}

// ---- the recount: plain, one answer after the other ----------------------------------------------------------------

/** The norm of an answer, from what this test entered and nothing else. */
function normOf({ serviceId, servedOn, municipalityId }: Told, kind: 'TIME' | 'COST'): number | null {
  const day = servedOn ?? handedInOn;
  if (serviceId === services['T-CERTIFICATE']) return null;
  if (serviceId === services['T-PLAN']) return kind === 'TIME' ? 10 : 150;
  if (municipalityId === places[0] && day >= localFrom) return kind === 'TIME' ? 3 : 0;
  return kind === 'TIME' ? 5 : 20.5;
}

/** Working days after one day until and with another, without holidays' names: the method's list, written out. */
function workingDays(from: string, to: string): number {
  const holidays = ['03-08', '03-21', '04-07', '05-01', '05-05', '05-09', '08-31'];
  let days = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday % 6 !== 0 && !holidays.includes(day.slice(5))) days += 1;
  }
  return days;
}

function recountMeasure(answers: readonly Told[], kind: 'TIME' | 'COST') {
  const code = kind === 'TIME' ? 'TIME_SPENT' : 'COST_PAID';
  const amounts = answers.flatMap((each) => {
    const value = each.answers[code];
    return value == null ? [] : [{ value: Number(value), norm: normOf(each, kind) }];
  });
  const compared = amounts.flatMap(({ value, norm }) => (norm === null ? [] : [{ value, norm }]));
  const overdue = answers.filter((each) => {
    const norm = normOf(each, kind);
    if (kind === 'COST' || each.servedOn != null || norm === null) return false;
    return each.appliedOn != null && workingDays(each.appliedOn, handedInOn) > norm;
  }).length;
  const within = compared.filter(({ value, norm }) => value <= norm).length;
  const values = amounts.map(({ value }) => value).toSorted((a, b) => a - b);
  const cents = (value: number): number => Math.round(value * 100);
  const sum = values.reduce((total, value) => total + cents(value), 0) / 100;
  const deviations = compared.map(({ value, norm }) => (cents(value) - cents(norm)) / 100);
  const greatest = deviations.toSorted((a, b) => Math.abs(b) - Math.abs(a) || b - a)[0] ?? 0;
  return { n: compared.length + overdue, within, values, sum, compared, deviations, greatest };
}

/** The state, by the words of the domain. */
function stateOf(hits: number, n: number, threshold: number): string {
  if (n === 0) return 'NO_DATA';
  if (n < 10) return 'TOO_FEW';
  const { lower, upper } = wilsonInterval(hits, n, 0.95);
  if (lower >= threshold) return 'ACHIEVED';
  return upper < threshold ? 'NOT_ACHIEVED' : 'INCONCLUSIVE';
}

function answersOf({ object, municipality }: ResultView, from: readonly Told[]): Told[] {
  const serviceId = services[object.code as keyof ServiceIds];
  return from.filter((each) => each.serviceId === serviceId && (municipality === null || each.municipalityId === municipality.id));
}

const isInQuarter = ({ servedOn, appliedOn }: Told): boolean => {
  const day = servedOn ?? appliedOn ?? handedInOn;
  return day >= '2026-04-01' && day < '2026-07-01';
};

describe('R11: what the statements count of a quarter judged on surveys is what a plain recount of their sheets counts', () => {
  // Nobody was surveyed in the other municipality.
  const of = (indicator: string): ResultView[] =>
    results.filter((each) => each.indicator === indicator && each.municipality?.id !== places[1]);
  const answersTo = (result: ResultView): Told[] => answersOf(result, asked.filter(isInQuarter));

  it('R-II.1', () => {
    for (const each of of('PROCEDURE')) {
      const said = answersTo(each).map(({ answers }) => answers.PROCEDURE_FOLLOWED);
      const hits = said.filter((word) => word === 'YES').length;
      const n = hits + said.filter((word) => word === 'NO' || word === 'PARTLY').length;
      expect([each.state, each.n, each.share]).toEqual([stateOf(hits, n, 0.95), n, hits / n]);
      expect([each.noAnswer, each.leftOut]).toEqual([
        said.filter((word) => word === null).length,
        said.filter((word) => word === 'DONT_KNOW').length,
      ]);
    }
  });

  it.each(['TIME', 'COST'] as const)('R-II.2, R-II.3, R-III.1.1, R-III.1.3: %s', (kind) => {
    for (const each of of(kind)) {
      const { n, within, values, sum, compared, deviations, greatest } = recountMeasure(answersTo(each), kind);
      const threshold = kind === 'TIME' ? 0.9 : 0.95;
      const hasNorm = each.object.code !== 'T-CERTIFICATE';
      expect([each.object.code, each.state, each.n, each.share]).toEqual([
        each.object.code,
        hasNorm ? stateOf(within, n, threshold) : 'NO_NORM',
        hasNorm ? n : 0,
        hasNorm ? within / n : null,
      ]);
      const middle = ((values[Math.ceil(values.length / 2) - 1] ?? 0) + (values[Math.floor(values.length / 2)] ?? 0)) / 2;
      const comparison = each.comparison as unknown as Record<string, Record<string, unknown>>;
      const { actual, meanDeviation, maximumDeviation } = comparison;
      expect(actual).toMatchObject({ n: values.length, median: middle });
      expect([Number(actual?.sum), Number(actual?.min), Number(actual?.max)]).toEqual([sum, values[0], values.at(-1)]);
      expect(actual?.mean).toBeCloseTo(sum / values.length, 9);
      if (!hasNorm) {
        expect([meanDeviation, maximumDeviation]).toEqual([null, null]);
        continue;
      }
      expect(meanDeviation?.signed).toBeCloseTo(deviations.reduce((total, value) => total + value, 0) / compared.length, 6);
      expect(meanDeviation?.absolute).toBeCloseTo(deviations.reduce((total, value) => total + Math.abs(value), 0) / compared.length, 6);
      expect(maximumDeviation?.signed).toBe(greatest);
    }
  });

  it('R-II.7', () => {
    for (const each of of('SATISFACTION')) {
      const persons = answersTo(each).filter(({ answers }) => answers.RESPONDENT_KIND === 'PERSON');
      const [quality, availability] = ['SATISFACTION_QUALITY', 'SATISFACTION_AVAILABILITY'].map((code) => {
        const points = persons.map(({ answers }) => answers[code]).filter((point) => point != null);
        return { n: points.length, hits: points.filter((point) => Number(point) >= 4).length };
      });
      const parts = each.drillDown as { code: string; n: number; share: number | null }[];
      expect(parts.slice(0, 2).map(({ n, share }) => [n, share])).toEqual(
        [quality, availability].map((part) => [part?.n, (part?.hits ?? 0) / (part?.n ?? 1)]),
      );
    }
  });

  it('has every object, in every municipality and over the country', () => {
    expect(results).toHaveLength(3 * 3 * 8);
  });

  it('nothing stands beside, and of whom nobody asked nothing is known', () => {
    expect(results.flatMap(({ surveyComparisons }) => surveyComparisons)).toEqual([]);
    const silent = results.filter(({ municipality, indicator }) => municipality?.id === places[1] && indicator === 'PROCEDURE');
    expect(silent.map(({ state, share, n }) => [state, share, n])).toEqual(Array(3).fill(['NO_DATA', null, 0]));
  });
});
