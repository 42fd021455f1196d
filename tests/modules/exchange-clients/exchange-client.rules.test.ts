import { describe, expect, it } from 'vitest';
import { canonicalClientId, clientViolations, isAdmitted } from '../../../src/modules/exchange-clients/exchange-client.rules.ts';

describe('an X-Road client id', () => {
  it.each([
    ['of a subsystem', 'central-server/GOV/70000003/sf-personal-data', 'central-server/GOV/70000003/sf-personal-data'],
    ['of a member', 'central-server/GOV/70000003', 'central-server/GOV/70000003'],
    ['in another escaping is the same', "central-server/GOV/70000003/%61bs_online'bank", "central-server/GOV/70000003/abs_online'bank"],
    ['with characters that one server leaves bare and another does not', 'a/b/c/d$e', 'a/b/c/d%24e'],
    ['in Kyrgyz', 'a/b/c/%D2%AF', 'a/b/c/%D2%AF'],
    ['in other letter case is another', 'Central-Server/gov/1', 'Central-Server/gov/1'],
  ])('%s', (_, given, canonical) => {
    expect(canonicalClientId(given)).toBe(canonical);
  });

  it.each([
    ['nothing', ''],
    ['two parts', 'a/b'],
    ['five parts', 'a/b/c/d/e'],
    ['an empty part', 'a//c/d'],
    ['an escaped slash makes no new part, nor a dot segment', 'a/b/../d'],
    ['an escaped dot segment', 'a/b/%2e%2e/d'],
    ['a raw space', 'a/b/c d'],
    ['bytes that are no ASCII', 'a/b/ү'],
    ['a broken escape', 'a/b/%zz'],
    ['no UTF-8', 'a/b/%ff'],
    ['a control character', 'a/b/c%00'],
    ['two ids in one header', 'a/b/c, a/b/c'],
    ['a part without end', `a/b/${'c'.repeat(256)}`],
  ])('is not %s', (_, given) => {
    expect(canonicalClientId(given)).toBeUndefined();
  });
});

describe('an entry', () => {
  it('is told all that is wrong at once', () => {
    const wrong = { clientId: 'a/b', name: '', scopes: [], validFrom: '2026-02-01', validTo: '2026-02-01' };
    expect(clientViolations(wrong).map(({ path }) => path?.join('.'))).toEqual([
      'input.name',
      'input.clientId',
      'input.scopes',
      'input.validTo',
    ]);
    expect(
      clientViolations({ clientId: 'a/b/c', name: 'Мекеме', scopes: ['OFFERS'], validFrom: '2026-02-01', validTo: '2026-02-02' }),
    ).toEqual([]);
  });

  it.each([
    ['before its first day', { validFrom: '2026-03-02' }, false],
    ['on its first day', { validFrom: '2026-03-01' }, true],
    ['on the day before its last', { validTo: '2026-03-02' }, true],
    ['on the day that it no longer holds', { validTo: '2026-03-01' }, false],
    ['when it was taken away', { isActive: false }, false],
  ])('admits, or not: %s', (_, change, admitted) => {
    expect(isAdmitted({ isActive: true, validFrom: '2026-01-01', validTo: null, ...change }, '2026-03-01')).toBe(admitted);
  });
});
