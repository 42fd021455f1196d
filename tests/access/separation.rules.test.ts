import { describe, expect, it } from 'vitest';
import { isAmong, type Separation, separationRefusal } from '../../src/access/separation.rules.ts';

const [aizada, bolot] = [
  { key: 'user:a', id: 'a' },
  { key: 'user:b', id: 'b' },
];
const nobody = { key: 'public', id: null };

describe('somebody is among those who did something', () => {
  it.each([
    ['by their key', aizada, ['user:b', 'user:a'], true],
    ['by the stamp that they left in another role', aizada, [{ id: 'a' }], true],
    ['another person', bolot, ['user:a', { id: 'a' }], false],
    ['a person whom a key only resembles', aizada, ['key:a'], false],
    ['a system whose key they made', { ...aizada, madeKeyIds: ['k'] }, [{ id: 'k' }], true],
    ['a system whose key another made', aizada, [{ id: 'k' }], false],
    ['their maker, and they are a key', { key: 'key:k', id: 'k', keyMakerId: 'a' }, [{ id: 'a' }], true],
    ['another than their maker', { key: 'key:k', id: 'k', keyMakerId: 'a' }, [{ id: 'b' }], false],
    ['the hub did it, and they made keys', { ...aizada, madeKeyIds: ['k'] }, [{ id: null }], false],
    ['nobody did it', aizada, [], false],
    ['the hub itself did it', aizada, [{ id: null }], false],
    ['nobody is not the hub', nobody, [{ id: null }], false],
  ])('%s: %j among %j = %s', (_title, doer, doers, expected) => expect(isAmong(doer, doers)).toBe(expected));
});

describe('whoever had a hand in something does not decide on it', () => {
  const words = { ky: 'ky', ru: 'ru', en: 'en' };
  const separation = (decider: Separation['decider']): Separation => ({ rule: 'R9', preparing: words, deciding: words, decider });

  it('nothing refuses another person', () => expect(separationRefusal(false, separation('HEAD'))).toBeUndefined());

  it.each([
    ['ANALYST', 'жооптуу аткаруучунун башка кызматкери', 'другой сотрудник ответственного исполнителя', 'another analyst'],
    ['HEAD', 'башка жетекчи', 'другой руководитель', 'another head'],
    ['INTERAGENCY_BODY', 'органдын башка кызматкери', 'другой сотрудник органа', 'another person of the inter-agency body'],
  ] as const)('says that another %s has to, in three languages', (decider, ky, ru, en) => {
    const refusal = separationRefusal(true, separation(decider));
    expect(refusal).toMatchObject({ code: 'RULE_VIOLATED', rule: 'R9', message: { en: 'Whoever en cannot en.' } });
    expect(refusal?.hint).toEqual({
      ky: expect.stringContaining(ky),
      ru: expect.stringContaining(ru),
      en: expect.stringContaining(en),
    });
  });
});
