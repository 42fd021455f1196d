import { describe, expect, it } from 'vitest';
import {
  closingDayViolation,
  codeViolation,
  countUnitViolation,
  regulatoryFunctionRefusal,
  serviceActRefusal,
  tierRefusal,
} from '../../../src/modules/service-registry/municipal-service.rules.ts';

const own = '01990000-0000-7000-8000-000000000001';
const other = '01990000-0000-7000-8000-000000000002';
const analyst = { isAnalyst: true, municipalityId: null };
const clerk = { isAnalyst: false, municipalityId: own };
const nobody = { isAnalyst: false, municipalityId: null };

describe('R4: regulatory and control functions are not entered', () => {
  it('refuses one by R4, in three languages', () => {
    const violation = regulatoryFunctionRefusal(true);
    expect(violation).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R4', path: ['input', 'isRegulatoryFunction'] });
    expect(Object.values(violation?.message ?? {}).filter(Boolean)).toHaveLength(3);
  });
  it('lets a service pass', () => expect(regulatoryFunctionRefusal(false)).toBeUndefined());
});

describe('who enters what in which register', () => {
  it.each([
    ['the responsible unit enters a basic service', analyst, 'BASIC', null, false, undefined],
    ['the responsible unit enters a delegated state service as basic', analyst, 'BASIC', null, true, undefined],
    ['a clerk enters an additional service of the own municipality', clerk, 'ADDITIONAL', own, false, undefined],
    ['a clerk does not enter a basic service', clerk, 'BASIC', null, false, 'ours:register-tier'],
    ['a clerk does not enter a delegated state service (R5)', clerk, 'ADDITIONAL', own, true, 'R5'],
    ['a clerk does not enter a service of another municipality', clerk, 'ADDITIONAL', other, false, 'NOT_FOUND'],
    ['the responsible unit does not enter an additional service', analyst, 'ADDITIONAL', own, false, 'ours:register-tier'],
    ['an additional service is of some municipality', analyst, 'ADDITIONAL', null, false, 'ours:register-tier'],
    ['a basic service is of no one municipality', analyst, 'BASIC', own, false, 'BAD_USER_INPUT'],
    ['nobody else enters anything', nobody, 'BASIC', null, false, 'ours:register-tier'],
  ] as const)('%s', (_, actor, tier, municipalityId, isDelegated, expected) => {
    const violation = tierRefusal(actor, { tier, municipalityId, isDelegated });
    expect(violation?.rule ?? violation?.code).toBe(expected);
  });
});

describe('who changes a service, and when', () => {
  it.each([
    ['the responsible unit a basic one', analyst, 'BASIC', null, 'ACTIVE', undefined],
    ['the responsible unit a sample of the additional register', analyst, 'ADDITIONAL', null, 'ACTIVE', undefined],
    ['a clerk the own additional one', clerk, 'ADDITIONAL', own, 'ACTIVE', undefined],
    ['a clerk no basic one', clerk, 'BASIC', null, 'ACTIVE', 'ours:register-tier'],
    ["a clerk no other municipality's", clerk, 'ADDITIONAL', other, 'ACTIVE', 'NOT_FOUND'],
    ['a clerk no sample', clerk, 'ADDITIONAL', null, 'ACTIVE', 'ours:register-tier'],
    ["the responsible unit no municipality's", analyst, 'ADDITIONAL', own, 'ACTIVE', 'ours:register-tier'],
    ['nobody a closed one', analyst, 'BASIC', null, 'CLOSED', 'ours:service-active'],
  ] as const)('%s', (_, actor, tier, municipalityId, status, expected) => {
    const violation = serviceActRefusal(actor, { tier, municipalityId, status });
    expect(violation?.rule ?? violation?.code).toBe(expected);
  });
});

describe('the fields of a service', () => {
  it.each(['MS-025', 'A', 'DS-001', 'X1-Y2-Z3'])('%s is a code', (code) => expect(codeViolation(code)).toBeUndefined());
  it.each(['', 'ms-1', 'МС-001', 'MS 001', 'MS-', '-MS', '1MS', 'M'.repeat(41)])('"%s" is no code', (code) =>
    expect(codeViolation(code)).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'code'] }),
  );
  it.each(['APPLICATION', 'CUBIC_METRE', 'M3'])('%s is a count unit', (unit) => expect(countUnitViolation(unit)).toBeUndefined());
  it.each(['', 'm³', 'application', 'PER HEAD'])('"%s" is no count unit', (unit) =>
    expect(countUnitViolation(unit)).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'countUnit'] }),
  );
});

describe('a service ends after it began', () => {
  it.each([
    ['on the next day', '2026-01-01', '2026-01-02', true],
    ['not on its first day', '2026-01-01', '2026-01-01', false],
    ['not before it', '2026-01-01', '2025-12-31', false],
    ['any day, where the beginning is not known', null, '1999-01-01', true],
  ])('%s', (_, validFrom, validTo, isAllowed) => expect(closingDayViolation(validFrom, validTo) === undefined).toBe(isAllowed));
});
