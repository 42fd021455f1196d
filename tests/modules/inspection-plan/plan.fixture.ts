import { firstMethod } from '../../../src/modules/indicators/analysis-method.rules.ts';
import type { PlanContent, PlannedInspection } from '../../../src/modules/inspection-plan/plan-content.rules.ts';

const name = (text: string) => ({ ky: `${text} ky`, ru: `${text} ru` });

/** An inspection for spending 140 % more time than the norm of 5 working days. */
export function plannedInspection(change: Partial<PlannedInspection> = {}): PlannedInspection {
  const deviation = { signed: 7, absolute: 7, percent: 140, unit: 'WORKING_DAY' as const };
  return {
    quarter: 'Q1',
    note: 'С выездом',
    municipality: name('Ак-Суу'),
    isMerged: false,
    region: name('Чүй'),
    district: name('Москва'),
    soate: '41708000000010',
    objectCode: 'MS-001',
    objectName: name('Справка'),
    providers: [name('Айыл өкмөтү'), name('Мекеме')],
    facts: { rule: 'BIG_DEVIATION', deviations: [{ indicator: 'TIME', percent: 140, signed: 7, unit: 'WORKING_DAY' }] },
    finding: {
      indicator: 'TIME',
      state: 'NOT_ACHIEVED',
      share: 0.125,
      n: 1204,
      threshold: 0.9,
      lower: 0.08,
      upper: 0.19,
      comparison: {
        normIds: [],
        actual: { n: 1204, sum: '14448', min: '1', max: '40', mean: 12, median: 11, unit: 'WORKING_DAY' },
        expectation: null,
        withinNorm: 150,
        meanDeviation: deviation,
        maximumDeviation: { ...deviation, signed: 35, absolute: 35, percent: 700 },
        endToEnd: null,
      },
      norms: [{ amount: '5', unit: 'WORKING_DAY' }],
      perThousand: null,
    },
    ...change,
  };
}

/** A plan that a delegate of the head consented to: three inspections in two quarters, and a namesake that is not picked. */
export function planContent(change: Partial<PlanContent> = {}): PlanContent {
  return {
    forYear: 2027,
    state: 'CONSENTED',
    date: '2026-11-26',
    author: name('Жооптуу аткаруучу'),
    preparation: { name: 'Айгүл Аналитик', onBehalfOf: null, on: '2026-11-25' },
    consent: { name: 'Бакыт Заместитель', onBehalfOf: 'Чолпон Руководитель', on: '2026-11-26' },
    dueOn: '2026-11-30',
    isInTime: true,
    remarks: null,
    report: { revision: 2, preparedOn: '2026-11-14' },
    run: { id: '0197a000-0000-7000-8000-000000000001', method: 1, referenceDay: '2026-10-25' },
    thresholds: firstMethod.inspection,
    inspections: [
      plannedInspection(),
      plannedInspection({ soate: '41702000000020', region: name('Ысык-Көл'), district: null }),
      plannedInspection({ quarter: 'Q3', finding: null, facts: { rule: 'NOTHING_FILED', parts: ['QUESTIONNAIRES', 'VOLUME_REPORT'] } }),
    ],
    rules: [
      { rule: 'LOW_RANK', proposed: 0, picked: 0 },
      { rule: 'BIG_DEVIATION', proposed: 3, picked: 2 },
      { rule: 'JUSTIFIED_COMPLAINTS', proposed: 0, picked: 0 },
      { rule: 'NOTHING_FILED', proposed: 3, picked: 1 },
    ],
    objects: [
      { code: 'MS-001', name: name('Справка'), proposed: 4, picked: 3 },
      { code: 'MS-002', name: name('Вода'), proposed: 2, picked: 0 },
    ],
    others: [
      {
        municipality: name('Ак-Суу'),
        isMerged: false,
        region: name('Ысык-Көл'),
        district: null,
        soate: '41702000000020',
        grounds: [
          { rule: 'BIG_DEVIATION', codes: ['MS-002'] },
          { rule: 'NOTHING_FILED', codes: ['MS-001', 'MS-002'] },
        ],
      },
    ],
    ...change,
  };
}
