import { describe, expect, it } from 'vitest';
import {
  approvalRefusal,
  decisiveBody,
  draftingRefusal,
  editRefusal,
  standardActRefusal,
} from '../../../src/modules/service-registry/service-standard.rules.ts';
import {
  approvalDefects,
  askedNormKinds,
  itemDifferences,
  itemViolations,
  normViolations,
  type TemplateItem,
} from '../../../src/modules/service-registry/standard-content.rules.ts';
import {
  approvalDayViolation,
  isStandardInForce,
  withdrawalDayViolation,
} from '../../../src/modules/service-registry/standard-day.rules.ts';

const own = '01990000-0000-7000-8000-000000000001';
const other = '01990000-0000-7000-8000-000000000002';
const analyst = { isAnalyst: true, municipalityId: null };
const clerk = { isAnalyst: false, municipalityId: own };

const item = (code: string, isRequired = true): TemplateItem => ({
  code,
  order: 10,
  section: 'PASSPORT',
  title: { ky: `${code} ky`, ru: `${code} ru` },
  help: null,
  text: null,
  isRequired,
});
const template = {
  items: [item('NAME'), item('FEE'), item('VISITS', false)],
  normKinds: [
    { kind: 'PROCESSING_TIME' as const, units: ['WORKING_DAY' as const, 'HOUR' as const] },
    { kind: 'FEE' as const, units: ['SOM' as const] },
    { kind: 'VISITS' as const, units: ['VISIT' as const] },
  ],
};
const written = (ky: string, ru?: string) => ({ ky, ru });

describe('who may draft a redaction, and of what (R5, R6)', () => {
  const basic = { tier: 'BASIC', municipalityId: null, isDelegated: false, isInForce: true } as const;
  const additional = { tier: 'ADDITIONAL', municipalityId: own, isDelegated: false, isInForce: true } as const;
  const sample = { ...additional, municipalityId: null };
  it.each([
    ['the responsible unit a national one', analyst, null, basic, true, undefined],
    ['the responsible unit a local one', analyst, own, basic, true, undefined],
    ['a clerk a local one of the own municipality', clerk, own, basic, true, undefined],
    ['a clerk no national one', clerk, null, basic, true, 'ours:standard-keeper'],
    ["a clerk no other municipality's", clerk, other, basic, true, 'NOT_FOUND'],
    ['nobody a local one of a delegated state service', clerk, own, { ...basic, isDelegated: true }, true, 'R5'],
    ['nobody a national one of a delegated state service', analyst, null, { ...basic, isDelegated: true }, true, 'R5'],
    ['nobody one of a service that is not in force', analyst, null, { ...basic, isInForce: false }, true, 'ours:service-in-force'],
    ['nobody one from a template that is not in force', analyst, null, basic, false, 'R6'],
    ['a clerk one of the own additional service', clerk, own, additional, true, undefined],
    ['a clerk one of a sample of the additional register', clerk, own, sample, true, undefined],
    ['nobody a national one of an additional service', analyst, null, additional, true, 'ours:additional-standard-is-local'],
    ["nobody one of another municipality's additional service", analyst, other, additional, true, 'ours:additional-standard-is-local'],
  ] as const)('%s', (_, actor, municipalityId, service, isTemplateInForce, expected) => {
    const violation = draftingRefusal(actor, { municipalityId, service, isTemplateInForce });
    expect(violation?.rule ?? violation?.code).toBe(expected);
  });
});

describe('the texts of a redaction (R6)', () => {
  it("takes the template's items, in any order", () =>
    expect(
      itemViolations(template, [
        { code: 'FEE', text: written('акысыз') },
        { code: 'NAME', text: written('аты') },
      ]),
    ).toEqual([]));
  it('tells at once of what is not in the template, what comes twice and what is blank', () => {
    const violations = itemViolations(template, [
      { code: 'NAME', text: written(' ') },
      { code: 'MOOD', text: written('жакшы') },
      { code: 'FEE', text: written('акысыз') },
      { code: 'FEE', text: written('акылуу') },
    ]);
    expect(violations.map(({ code, rule, path }) => [rule ?? code, path?.join('.')])).toEqual([
      ['BAD_USER_INPUT', 'input.items.0.text.ky'],
      ['R6', 'input.items.1.code'],
      ['BAD_USER_INPUT', 'input.items.3.code'],
    ]);
  });
});

describe('the norms of a redaction', () => {
  const month = { ky: 'айына', ru: 'в месяц' };
  it.each([
    ['working days', 'PAID', { kind: 'PROCESSING_TIME', amount: '10', unit: 'WORKING_DAY' }, undefined],
    ['half an hour', 'PAID', { kind: 'PROCESSING_TIME', amount: '0.5', unit: 'HOUR' }, undefined],
    ['a fee with tyiyn', 'PAID', { kind: 'FEE', amount: '12.50', unit: 'SOM' }, undefined],
    ['a real zero', 'PAID', { kind: 'FEE', amount: '0', unit: 'SOM' }, undefined],
    ['no fee for what is free, written as 0.00', 'FREE', { kind: 'FEE', amount: '0.00', unit: 'SOM' }, undefined],
    ['not a fee for what is free (R2)', 'FREE', { kind: 'FEE', amount: '0.01', unit: 'SOM' }, 'R2 amount'],
    ['not a negative value', 'PAID', { kind: 'FEE', amount: '-1', unit: 'SOM' }, 'BAD_USER_INPUT amount'],
    ['not three decimals of a som', 'PAID', { kind: 'FEE', amount: '1.005', unit: 'SOM' }, 'BAD_USER_INPUT amount'],
    ['not half a visit', 'PAID', { kind: 'VISITS', amount: '1.5', unit: 'VISIT' }, 'BAD_USER_INPUT amount'],
    [
      'not a unit that the template does not allow for the kind (R6)',
      'PAID',
      { kind: 'PROCESSING_TIME', amount: '1', unit: 'SOM' },
      'R6 unit',
    ],
    ['not a kind that the template does not know (R6)', 'PAID', { kind: 'DOCUMENTS', amount: '1', unit: 'DOCUMENT' }, 'R6 kind'],
    ['not a blank basis', 'PAID', { kind: 'FEE', amount: '1', unit: 'SOM', basis: { ky: '' } }, 'BAD_USER_INPUT ky'],
  ] as const)('may be %s', (_, fee, norm, expected) => {
    const [violation] = normViolations(template, fee === 'FREE' ? 'FREE' : 'FULLY_PAID', [norm]);
    expect(violation && `${violation.rule ?? violation.code} ${violation.path?.at(-1)}`).toBe(expected);
  });
  it('has at most 99 norms', () => {
    const norms = (n: number) =>
      Array.from({ length: n }, (_, index) => ({
        kind: 'FEE' as const,
        amount: '1',
        unit: 'SOM' as const,
        basis: { ky: `${index} м² үчүн` },
      }));
    expect(normViolations(template, 'FULLY_PAID', norms(99))).toEqual([]);
    expect(normViolations(template, 'FULLY_PAID', norms(100))).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['input', 'norms'] }]);
  });
  it('has one norm per kind and basis', () => {
    const fee = { kind: 'FEE', amount: '20', unit: 'SOM' } as const;
    expect(normViolations(template, 'FULLY_PAID', [fee, { ...fee, basis: month }])).toEqual([]);
    expect(normViolations(template, 'FULLY_PAID', [fee, { ...fee, basis: month }, { ...fee, amount: '30', basis: month }])).toMatchObject([
      { code: 'BAD_USER_INPUT', path: ['input', 'norms', '2', 'kind'] },
    ]);
  });
});

describe('what keeps a draft from being approved', () => {
  const complete = [
    { code: 'NAME', text: written('аты', 'название') },
    { code: 'FEE', text: written('акысыз', 'бесплатно') },
  ];
  it('nothing, when every required item is written in both languages', () =>
    expect(approvalDefects({ template, items: complete, norms: [], feeKind: 'FREE' })).toEqual([]));
  it('an item that the template requires and nobody wrote (R6)', () =>
    expect(approvalDefects({ template, items: complete.slice(1), norms: [], feeKind: 'FREE' })).toMatchObject([
      { rule: 'R6', path: ['items', 'NAME'] },
    ]));
  it('a text, or a basis of a norm, without Russian', () =>
    expect(
      approvalDefects({
        template,
        items: [complete[0], { code: 'FEE', text: written('акысыз') }].filter((entry) => entry !== undefined),
        norms: [{ kind: 'FEE', amount: '5', unit: 'SOM', basis: { ky: 'айына' } }],
        feeKind: 'FULLY_PAID',
      }).map(({ rule, path }) => [rule, path?.join('.')]),
    ).toEqual([
      ['ours:translated-before-published', 'items.FEE'],
      ['ours:translated-before-published', 'norms.FEE.basis'],
    ]));
  it('a fee of a service that has become free since (R2)', () =>
    expect(
      approvalDefects({ template, items: complete, norms: [{ kind: 'FEE', amount: '5', unit: 'SOM' }], feeKind: 'FREE' }),
    ).toMatchObject([{ rule: 'R2' }]));
});

describe('the workflow DRAFT > APPROVED > WITHDRAWN', () => {
  it.each([
    ['updateServiceStandard', 'DRAFT', true],
    ['updateServiceStandard', 'APPROVED', false],
    ['updateServiceStandard', 'WITHDRAWN', false],
    ['recordStandardApproval', 'DRAFT', true],
    ['recordStandardApproval', 'APPROVED', true],
    ['recordStandardApproval', 'WITHDRAWN', false],
    ['withdrawServiceStandard', 'DRAFT', false],
    ['withdrawServiceStandard', 'APPROVED', true],
    ['withdrawServiceStandard', 'WITHDRAWN', false],
  ] as const)('%s of a standard that is %s: %s', (act, status, isOpen) => {
    expect(standardActRefusal(analyst, act, { status, municipalityId: null })?.rule).toBe(isOpen ? undefined : 'ours:standard-workflow');
  });
  it.each([
    ['a clerk the own redaction', clerk, own, undefined],
    ['a clerk not the national one', clerk, null, 'ours:standard-keeper'],
    ["a clerk not another municipality's", clerk, other, 'NOT_FOUND'],
    ["the responsible unit a municipality's", analyst, own, undefined],
  ] as const)('is kept by its keeper: %s', (_, actor, municipalityId, expected) => {
    const violation = standardActRefusal(actor, 'updateServiceStandard', { status: 'DRAFT', municipalityId });
    expect(violation?.rule ?? violation?.code).toBe(expected);
  });
  it('keeps a text that a body has approved, though it is not in force yet', () => {
    expect(editRefusal(analyst, { status: 'DRAFT', municipalityId: own, approvedBy: ['GOVERNMENT'] })?.rule).toBe('ours:standard-workflow');
    expect(editRefusal(analyst, { status: 'DRAFT', municipalityId: own, approvedBy: [] })).toBeUndefined();
  });
});

describe('R2: who approves', () => {
  const draft = { status: 'DRAFT', approvedBy: [], defects: [] } as const;
  it('the Government puts the national redaction in force, its council a local one', () => {
    expect(decisiveBody(null)).toBe('GOVERNMENT');
    expect(decisiveBody(own)).toBe('LOCAL_COUNCIL');
  });
  it.each([
    ['the Government, the national one', analyst, { ...draft, municipalityId: null }, 'GOVERNMENT', undefined],
    ['a council, not the national one', analyst, { ...draft, municipalityId: null }, 'LOCAL_COUNCIL', 'R2'],
    ["a clerk records the own council's", clerk, { ...draft, municipalityId: own }, 'LOCAL_COUNCIL', undefined],
    ["a clerk does not record the Government's", clerk, { ...draft, municipalityId: own }, 'GOVERNMENT', 'R2'],
    ["the responsible unit records the Government's of a local one", analyst, { ...draft, municipalityId: own }, 'GOVERNMENT', undefined],
    ['nobody twice', analyst, { ...draft, status: 'APPROVED', municipalityId: null, approvedBy: ['GOVERNMENT'] }, 'GOVERNMENT', 'CONFLICT'],
  ] as const)('%s', (_, actor, facts, body, expected) => {
    const violation = approvalRefusal(actor, facts, body);
    expect(violation?.rule ?? violation?.code).toBe(expected);
  });
  it('not what has defects: the first of them is the refusal', () => {
    const defects = approvalDefects({ template, items: [], norms: [], feeKind: 'FREE' });
    expect(approvalRefusal(analyst, { ...draft, municipalityId: null, defects }, 'GOVERNMENT')).toBe(defects[0]);
  });
});

describe('the days of an approval', () => {
  const usual = { today: '2026-04-20', actAdoptedOn: '2026-04-10', validFrom: '2026-05-01', isDecisive: true, latestFrom: null };
  it.each([
    ['in force later than the act', {}, undefined],
    ['in force on the day of the act', { validFrom: '2026-04-10' }, undefined],
    ['not in force the day before the act (R2)', { validFrom: '2026-04-09' }, 'R2'],
    ['the act adopted today', { actAdoptedOn: '2026-04-20' }, undefined],
    ['the act not adopted tomorrow', { actAdoptedOn: '2026-04-21' }, 'BAD_USER_INPUT'],
    ['not without a first day', { validFrom: null }, 'BAD_USER_INPUT'],
    ['after the redaction before', { latestFrom: '2026-04-30' }, undefined],
    ['not on its first day', { latestFrom: '2026-05-01' }, 'ours:redactions-in-order'],
    ['not before it', { latestFrom: '2026-05-02' }, 'ours:redactions-in-order'],
    ['no first day where the approval puts nothing in force', { isDecisive: false }, 'BAD_USER_INPUT'],
    ['none needed there', { isDecisive: false, validFrom: null }, undefined],
  ])('%s', (_, change, expected) => {
    const violation = approvalDayViolation({ ...usual, ...change });
    expect(violation?.rule ?? violation?.code).toBe(expected);
  });
});

describe('the days of a withdrawal', () => {
  const usual = { today: '2026-04-20', actAdoptedOn: '2026-04-10', validFrom: '2026-01-01', endsOn: null, validTo: '2026-05-01' };
  it.each([
    ['it ends later than the act', {}, undefined],
    ['on the day of the act', { validTo: '2026-04-10' }, undefined],
    ['not the day before', { validTo: '2026-04-09' }, 'ours:no-backdated-withdrawal'],
    ['on its own first day: it never takes force', { validFrom: '2026-05-01' }, undefined],
    ['not before its first day', { validFrom: '2026-05-02' }, 'BAD_USER_INPUT'],
    ['not later than it ends anyway', { endsOn: '2026-04-30' }, 'BAD_USER_INPUT'],
    ['not by an act of tomorrow', { actAdoptedOn: '2026-04-21' }, 'BAD_USER_INPUT'],
  ])('%s', (_, change, expected) => {
    const violation = withdrawalDayViolation({ ...usual, ...change });
    expect(violation?.rule ?? violation?.code).toBe(expected);
  });
});

describe('in force = approved and within its dates', () => {
  it.each([
    ['on its first day', 'APPROVED', '2026-05-01', null, '2026-05-01', true],
    ['not the day before', 'APPROVED', '2026-05-01', null, '2026-04-30', false],
    ['on its last day', 'APPROVED', '2026-05-01', '2026-06-01', '2026-05-31', true],
    ['not on its end', 'APPROVED', '2026-05-01', '2026-06-01', '2026-06-01', false],
    ['a withdrawn one until its end', 'WITHDRAWN', '2026-05-01', '2026-06-01', '2026-05-31', true],
    ['never one withdrawn on its first day', 'WITHDRAWN', '2026-05-01', '2026-05-01', '2026-05-01', false],
    ['never a draft', 'DRAFT', null, null, '2026-05-01', false],
  ] as const)('%s', (_, status, validFrom, validTo, on, expected) =>
    expect(isStandardInForce({ status, validFrom, validTo }, on)).toBe(expected),
  );
});

describe('R6: how a redaction differs from what it was developed from', () => {
  const order = ['A', 'B', 'C', 'D', 'E', 'F'].map((code) => item(code));
  const base = [
    { code: 'A', text: written('а', 'а') },
    { code: 'B', text: written('б', 'б') },
    { code: 'C', text: written('в', 'в') },
    { code: 'E', text: written('е', 'е') },
  ];
  const local = [
    { code: 'E', text: { ky: 'е', ru: 'е', en: null } },
    { code: 'B', text: written('б', 'иначе') },
    { code: 'A', text: written('а', 'а') },
    { code: 'D', text: written('г') },
  ];
  it("item by item in the template's order; items without any text are left out", () =>
    expect(itemDifferences(order, base, local).map(({ code, change }) => `${code} ${change}`)).toEqual([
      'A SAME',
      'B CHANGED',
      'C REMOVED',
      'D ADDED',
      'E SAME',
    ]));
});

describe('R-III.1.5: which norms somebody should have approved', () => {
  it.each([
    ['all, for what is asked for', 'ON_REQUEST', 'FREE', ['PROCESSING_TIME', 'WAITING_TIME', 'FEE', 'VISITS', 'DOCUMENTS']],
    ['a fee only, for what is given to the territory and paid for', 'FOR_THE_TERRITORY', 'PARTIALLY_PAID', ['FEE']],
    ['none, for what is given to the territory for nothing: it has no applicant', 'FOR_THE_TERRITORY', 'FREE', []],
  ] as const)('%s', (_, provision, feeKind, expected) => expect(askedNormKinds(provision, feeKind)).toEqual(expected));
});
