import { describe, expect, it } from 'vitest';
import {
  alreadyListed,
  awayFromHome,
  complexCodes,
  endToEndFee,
  endToEndTime,
  type MemberNorm,
  mostObjects,
  objectShapeRefusal,
  serviceRefusal,
  tooManyObjects,
} from '../../../src/modules/monitoring-cycle/monitoring-object.rules.ts';

const path = ['input', 'addObjects', '0'];
const name = { ky: 'Турак жай куруу' };

describe('R8: an object is one service, or a complex of them', () => {
  it.each([
    ['a SERVICE is exactly one service', { kind: 'SERVICE', serviceIds: ['a'] }, undefined],
    ['a SERVICE is not two', { kind: 'SERVICE', serviceIds: ['a', 'b'] }, 'serviceIds'],
    ['a SERVICE is not none', { kind: 'SERVICE', serviceIds: [] }, 'serviceIds'],
    ['a COMPLEX is two or more', { kind: 'COMPLEX', name, serviceIds: ['a', 'b'] }, undefined],
    ['a COMPLEX is not one', { kind: 'COMPLEX', name, serviceIds: ['a'] }, 'serviceIds'],
    ['a COMPLEX is ten at most', { kind: 'COMPLEX', name, serviceIds: [...'abcdefghijk'] }, 'serviceIds'],
    ['no service comes twice', { kind: 'COMPLEX', name, serviceIds: ['a', 'a'] }, 'serviceIds'],
    ['a COMPLEX has a name', { kind: 'COMPLEX', serviceIds: ['a', 'b'] }, 'name'],
    ['a COMPLEX has a name that is not blank', { kind: 'COMPLEX', name: { ky: ' ' }, serviceIds: ['a', 'b'] }, 'name'],
    ['one questionnaire may be expected', { kind: 'SERVICE', serviceIds: ['a'], expectedResponses: 1 }, undefined],
    ['no questionnaires may not be expected', { kind: 'SERVICE', serviceIds: ['a'], expectedResponses: 0 }, 'expectedResponses'],
  ] as const)('%s', (_title, draft, field) => {
    expect(objectShapeRefusal(draft, path)?.path).toEqual(field && [...path, field]);
  });
});

describe('which services may be monitored', () => {
  const service = { code: 'MS-001', tier: 'BASIC', isDelegated: false, isInForce: true } as const;
  it.each([
    ['one in force', service, undefined],
    ['not one that was closed (R8)', { ...service, isInForce: false }, 'R8'],
    ['not a delegated state service (R5)', { ...service, isDelegated: true }, 'R5'],
  ])('%s', (_title, given, rule) => {
    expect(serviceRefusal(given, path)?.rule).toBe(rule);
  });

  it('each once in a List', () =>
    expect([alreadyListed([]), alreadyListed(['MS-001'])?.rule]).toEqual([undefined, 'ours:service-listed-once']));
  it('an additional one at home only', () =>
    expect([awayFromHome([]), awayFromHome(['X-1'])?.rule]).toEqual([undefined, 'ours:additional-service-at-home']));
  it('a hundred objects at most', () =>
    expect([tooManyObjects(mostObjects), tooManyObjects(mostObjects + 1)?.rule]).toEqual([undefined, 'ours:list-size']));
  it.each([
    [
      'are numbered',
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
      [],
      ['CX-01', 'CX-02'],
    ],
    ['go on after the last number', [['a', 'c']], [{ code: 'CX-11', serviceIds: ['a', 'b'], isOnList: false }], ['CX-12']],
    ['of the same services have their code again', [['a', 'b']], [{ code: 'CX-01', serviceIds: ['b', 'a'], isOnList: false }], ['CX-01']],
    ['… but for one that is on the List', [['a', 'b']], [{ code: 'CX-01', serviceIds: ['a', 'b'], isOnList: true }], ['CX-02']],
    [
      '… and each code once',
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
      [{ code: 'CX-01', serviceIds: ['a', 'b'], isOnList: false }],
      ['CX-01', 'CX-02'],
    ],
    ['of some of the services are others', [['a', 'b']], [{ code: 'CX-01', serviceIds: ['a', 'b', 'c'], isOnList: false }], ['CX-02']],
  ])('complexes %s', (_, complexes, listed, codes) => expect(complexCodes(complexes, listed)).toEqual(codes));
});

describe('R8.2: what a complex costs from end to end', () => {
  const norm = (amount: string | null, unit: MemberNorm['unit'] = 'WORKING_DAY'): MemberNorm => ({
    feeKind: 'FULLY_PAID',
    amount,
    unit: amount === null ? null : unit,
  });

  it.each([
    ['norms of one unit are added', [norm('3'), norm('10')], { amount: '13', unit: 'WORKING_DAY', missingNorms: 0 }],
    ['exactly, as they were written', [norm('0.10'), norm('0.2')], { amount: '0.30', unit: 'WORKING_DAY', missingNorms: 0 }],
    ['in their own unit', [norm('2', 'HOUR'), norm('1.5', 'HOUR')], { amount: '3.5', unit: 'HOUR', missingNorms: 0 }],
    ['a missing norm is counted, and is not a zero', [norm('3'), norm(null)], { amount: '3', unit: 'WORKING_DAY', missingNorms: 1 }],
    ['with no norm at all there is no amount', [norm(null), norm(null)], { amount: null, unit: 'WORKING_DAY', missingNorms: 2 }],
    ['different units are not added', [norm('3'), norm('2', 'HOUR')], { amount: null, unit: 'WORKING_DAY', missingNorms: 0 }],
    ['a norm of zero is a value', [norm('0'), norm('0')], { amount: '0', unit: 'WORKING_DAY', missingNorms: 0 }],
  ])('time: %s', (_title, members, cost) => {
    expect(endToEndTime(members)).toEqual(cost);
  });

  it.each([
    ['fees are added', [norm('150.00', 'SOM'), norm('20.50', 'SOM')], { amount: '170.50', unit: 'SOM', missingNorms: 0 }],
    [
      'a paid service without a fee norm is missing',
      [norm('150.00', 'SOM'), norm(null)],
      { amount: '150.00', unit: 'SOM', missingNorms: 1 },
    ],
    [
      'R2: a free service costs nothing',
      [norm('150.00', 'SOM'), { feeKind: 'FREE', amount: null, unit: null }],
      { amount: '150.00', unit: 'SOM', missingNorms: 0 },
    ],
  ] as const)('money: %s', (_title, members, cost) => {
    expect(endToEndFee(members)).toEqual(cost);
  });
});
