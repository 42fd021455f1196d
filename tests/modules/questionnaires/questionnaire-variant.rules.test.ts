import { describe, expect, it } from 'vitest';
import { diffQuestions } from '../../../src/modules/forms/question-diff.rules.ts';
import {
  type ProposalFacts,
  proposalViolations,
  type VariantAct,
  variantActRefusal,
  variantFilingRefusal,
  type VariantState,
  variantStates,
  variantTitle,
} from '../../../src/modules/questionnaires/questionnaire-variant.rules.ts';
import { drinkingWaterVariant, questionnaire, questionOf, withQuestion } from '../forms/sample-forms.fixture.ts';

describe('a variant is proposed, then decided; its provider may take it back (R10)', () => {
  const open: Record<VariantAct, readonly VariantState[]> = {
    consentToQuestionnaireVariant: ['PROPOSED'],
    refuseQuestionnaireVariant: ['PROPOSED'],
    withdrawQuestionnaireVariant: ['PROPOSED', 'CONSENTED'],
  };
  const cases = Object.entries(open).flatMap(([act, states]) =>
    variantStates.map((state) => ({ act: act as VariantAct, state, isOpen: states.includes(state) })),
  );
  it.each(cases)('$act of one that is $state: open = $isOpen', ({ act, state, isOpen }) => {
    expect(variantActRefusal(act, { state, isBaseInForce: true, isOtherInUse: false, isProposer: false })?.rule).toBe(
      isOpen ? undefined : 'ours:variant-workflow',
    );
  });

  it('consent is given to changes of the version in force only; refusing and withdrawing stay open', () => {
    const facts = { state: 'PROPOSED', isBaseInForce: false, isOtherInUse: false, isProposer: false } as const;
    expect(variantActRefusal('consentToQuestionnaireVariant', facts)?.rule).toBe('ours:form-version-open');
    expect(variantActRefusal('refuseQuestionnaireVariant', facts)).toBeUndefined();
    expect(variantActRefusal('withdrawQuestionnaireVariant', facts)).toBeUndefined();
  });

  it('one is in use for a service at a time: another is consented to after the former was withdrawn', () => {
    const facts = { state: 'PROPOSED', isBaseInForce: true, isOtherInUse: true, isProposer: false } as const;
    expect(variantActRefusal('consentToQuestionnaireVariant', facts)?.rule).toBe('ours:one-variant-in-use');
    expect(variantActRefusal('refuseQuestionnaireVariant', facts)).toBeUndefined();
    expect(variantActRefusal('withdrawQuestionnaireVariant', facts)).toBeUndefined();
  });

  it('whoever proposed it neither consents nor refuses, and may take it back', () => {
    const own = { state: 'PROPOSED', isBaseInForce: true, isOtherInUse: false, isProposer: true } as const;
    for (const act of ['consentToQuestionnaireVariant', 'refuseQuestionnaireVariant'] as const)
      expect(variantActRefusal(act, own)).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R10', path: ['input', 'id'] });
    expect(variantActRefusal('withdrawQuestionnaireVariant', own)).toBeUndefined();
    expect(variantActRefusal('refuseQuestionnaireVariant', { ...own, state: 'REFUSED' })?.rule).toBe('ours:variant-workflow');
    const hintOf = (state: 'CONSENTED' | 'WITHDRAWN') => variantActRefusal('consentToQuestionnaireVariant', { ...own, state })?.hint?.en;
    expect(hintOf('CONSENTED'), 'whoever reads it').toBe(
      'It is decided; only the municipality that proposed it can withdraw it (withdrawQuestionnaireVariant).',
    );
    expect(hintOf('WITHDRAWN')).toContain('The municipality may propose the changes anew');
  });

  it.each(variantStates)('questionnaires are filed on one that is consented to, and on no other: %s', (state) => {
    expect(variantFilingRefusal(state)?.rule).toBe(state === 'CONSENTED' ? undefined : 'R10');
  });
});

describe('what may be proposed (R10)', () => {
  const proposal = (change: Partial<ProposalFacts> = {}): ProposalFacts => ({
    base: { kind: 'QUESTIONNAIRE', isInForce: true, questions: questionnaire },
    questions: drinkingWaterVariant(),
    serviceCount: 1,
    awaiting: [],
    asked: [],
    ...change,
  });
  const wrong = (change: Partial<ProposalFacts>) => proposalViolations(proposal(change)).map(({ rule, path }) => [rule, path?.join('.')]);

  it('the sample variant for drinking water may', () => expect(wrong({})).toEqual([]));

  it('not for a service that others await a decision for', () => {
    expect(wrong({ awaiting: ['MS-005'] })).toEqual([['ours:one-variant-proposed', 'input.serviceIds']]);
  });

  it('Appendix 1 has no variants', () => {
    expect(wrong({ base: { kind: 'SURVEY_SHEET', isInForce: true, questions: questionnaire } })).toEqual([
      ['R10', 'input.baseFormVersionId'],
    ]);
  });

  it('only the version in force is changed', () => {
    const base = { kind: 'QUESTIONNAIRE', isInForce: false, questions: questionnaire } as const;
    expect(wrong({ base })).toEqual([['ours:form-version-open', 'input.baseFormVersionId']]);
  });

  it.each([
    [0, 1],
    [1, 0],
    [50, 0],
    [51, 1],
  ])('it is for 1 to 50 particular services: %i', (serviceCount, count) => expect(wrong({ serviceCount })).toHaveLength(count));

  it('what changes nothing is no variant', () => {
    expect(wrong({ questions: [...questionnaire] })).toEqual([[undefined, 'input.questions']]);
  });

  it('a core question stays as it is', () => {
    const core = questionnaire.find(({ isCore }) => isCore)?.code ?? '';
    const questions = withQuestion(questionnaire, core, { text: { ky: 'башка', ru: 'иначе' } });
    expect(wrong({ questions })).toEqual([['R10', `input.questions.${core}`]]);
  });

  it('a new code means what it means in other variants, so that an export has one column for it', () => {
    const added = questionOf(drinkingWaterVariant(), 'WATER_HOURS_PER_DAY');
    expect(wrong({ asked: [added] })).toEqual([]);
    expect(wrong({ asked: [{ ...added, unit: 'MINUTE' }] })).toEqual([['ours:stable-codes', 'input.questions.WATER_HOURS_PER_DAY']]);
  });

  it('all that is wrong is told at once', () => {
    expect(
      wrong({ serviceCount: 0, questions: [], base: { kind: 'SURVEY_SHEET', isInForce: false, questions: questionnaire } }).length,
    ).toBeGreaterThan(4);
  });
});

it('a variant is told in words by what it changes', () => {
  const { ky, ru } = variantTitle(
    3,
    diffQuestions(questionnaire, [...questionnaire.slice(1), { ...questionOf(questionnaire, 'VISITS'), code: 'NEW' }]),
  );
  expect(ky).toBe('2-тиркеме, 3-версия (кошулган суроолор: 1, өзгөргөнү: 0, алынганы: 1)');
  expect(ru).toBe('приложение 2, версия 3 (вопросов добавлено: 1, изменено: 0, убрано: 1)');
});
