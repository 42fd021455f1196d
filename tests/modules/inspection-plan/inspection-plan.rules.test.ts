import { describe, expect, it } from 'vitest';
import { type CandidateFacts, reasonOf } from '../../../src/modules/inspection-plan/inspection-candidate.rules.ts';
import {
  inspectionPlanActs,
  type InspectionPlanAct,
  inspectionPlanStates,
  type InspectionPlanState,
  nextState,
  pickViolations,
  planRefusal,
} from '../../../src/modules/inspection-plan/inspection-plan.rules.ts';

const steps: Record<InspectionPlanAct, Partial<Record<InspectionPlanState, InspectionPlanState>>> = {
  draftInspectionPlan: { DRAFT: 'DRAFT', RETURNED: 'RETURNED' },
  pickInspections: { DRAFT: 'DRAFT', RETURNED: 'RETURNED' },
  submitInspectionPlan: { DRAFT: 'SUBMITTED', RETURNED: 'SUBMITTED' },
  consentToInspectionPlan: { SUBMITTED: 'CONSENTED' },
  returnInspectionPlan: { SUBMITTED: 'RETURNED' },
  renderInspectionPlan: { DRAFT: 'DRAFT', SUBMITTED: 'SUBMITTED', RETURNED: 'RETURNED', CONSENTED: 'CONSENTED' },
};

describe('R-III.6: the plan is drawn up, submitted, consented to or returned; after consent it is changed no more', () => {
  const cases = inspectionPlanActs.flatMap((act) => inspectionPlanStates.map((state) => [act, state, steps[act][state]] as const));
  it.each(cases)('%s on %s leads to %s', (act, state, next) => {
    expect(nextState(state, act)).toBe(next);
    expect(planRefusal(act, { state, isPreparer: false, picked: 1 })?.rule).toBe(next ? undefined : 'R-III.6');
  });

  it('whoever prepared it cannot consent, but may return it', () => {
    const mine = { state: 'SUBMITTED', isPreparer: true, picked: 1 } as const;
    expect([planRefusal('consentToInspectionPlan', mine)?.rule, planRefusal('returnInspectionPlan', mine)]).toEqual(['R-III.6', undefined]);
  });

  it('a plan of nothing is not submitted', () => {
    const refusal = planRefusal('submitInspectionPlan', { state: 'DRAFT', isPreparer: true, picked: 0 });
    expect(refusal?.rule).toBe('ours:plan-has-inspections');
  });
});

describe('picking', () => {
  const known = new Set(['a', 'b']);
  const long = 'x'.repeat(2_001);
  it.each([
    ['candidates of the plan are picked and dropped', [{ candidateId: 'a' }], ['b'], []],
    ['nothing at all is refused', [], [], ['input']],
    ['the same one twice is', [{ candidateId: 'a' }], ['a'], ['input']],
    ['501 at once are', Array.from({ length: 501 }, (_, index) => ({ candidateId: String(index) })), [], ['input']],
    ['all strangers are told', [{ candidateId: 'x' }], ['b', 'y'], ['input.pick.0.candidateId', 'input.drop.1']],
    ['a note of 2,001 characters is too long', [{ candidateId: 'a', note: long }], [], ['input.pick.0.note']],
  ])('%s', (_, picks, drops, paths) => {
    expect(pickViolations(picks, drops, known).map(({ path }) => path?.join('.'))).toEqual(paths);
  });
});

describe('the reason of a candidate says what was found', () => {
  const cases: [CandidateFacts, string, string, string][] = [
    [
      { rule: 'LOW_RANK', place: 3, among: 264, score: 0.3125 },
      'Сапаты боюнча 264 муниципалитеттин ичинен аягынан 3-орунда: 1ден 0,31.',
      'По качеству 3-е место с конца из 264 муниципалитетов: оценка 0,31 из 1.',
      'By quality in place 3 from the bottom of 264 municipalities: a score of 0.31 of 1.',
    ],
    [
      { rule: 'BIG_DEVIATION', indicator: 'TIME', percent: 120 },
      'Убакыт чыгымы ченемден орточо 120 % ашык.',
      'Затраты времени в среднем на 120 % больше нормы.',
      'Time spent is on average 120 % over the norm.',
    ],
    [
      {
        rule: 'BIG_DEVIATION',
        deviations: [
          { indicator: 'COST', percent: null, signed: 12.083, unit: 'SOM' },
          { indicator: 'TIME', percent: 650, signed: 19.5, unit: 'WORKING_DAY' },
        ],
      },
      'Акча чыгымы орточо 12,08 сом, ченем 0. Убакыт чыгымы ченемден орточо 650 % ашык.',
      'Затраты денег в среднем 12,08 сом при норме 0. Затраты времени в среднем на 650 % больше нормы.',
      'Money spent is on average 12.08 som, though the norm is 0. Time spent is on average 650 % over the norm.',
    ],
    [
      { rule: 'BIG_DEVIATION', indicator: 'COST', percent: null },
      'Акча ченем боюнча такыр кетпеши керек, бирок кетет.',
      'По норме затрат денег быть не должно, но они есть.',
      'Money is spent though the norm is none at all.',
    ],
    [
      { rule: 'JUSTIFIED_COMPLAINTS', justified: 2 },
      'Негиздүү даттануулардын саны: 2.',
      'Обоснованных жалоб: 2.',
      'Justified complaints: 2.',
    ],
    [
      { rule: 'NOTHING_FILED', parts: ['QUESTIONNAIRES', 'VOLUME_REPORT'] },
      'Мөөнөттөн кийин да өткөрүлө элек: анкеталар, сандык көрсөткүчтөр отчету.',
      'Не представлено и после срока: анкеты, отчёт о количественных показателях.',
      'Not handed in though the deadline has passed: questionnaires, the report of quantitative figures.',
    ],
  ];
  it.each(cases)('%o', (facts, ky, ru, en) => expect(reasonOf(facts)).toEqual({ ky, ru, en }));
});
