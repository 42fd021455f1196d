import { describe, expect, it } from 'vitest';
import { type Actor, isStill } from '../../src/access/actor.ts';

const clerk: Actor = { key: 'user:a', id: 'a', name: 'Aizada', roles: ['PROVIDER'], municipalityId: 'm' };
const analyst: Actor = { ...clerk, roles: ['ANALYST', 'COLLEGIUM_SECRETARY'], municipalityId: null };

describe('what was made for somebody is theirs with the rights that they asked with', () => {
  it.each<[string, Actor, Partial<Actor>, boolean]>([
    ['who asked', clerk, {}, true],
    ['who asked, under another name by now', clerk, { name: 'Aizada Bolotova' }, true],
    ['who asked, with their roles told in another order', analyst, { roles: ['COLLEGIUM_SECRETARY', 'ANALYST'] }, true],
    ['a colleague with the same rights', clerk, { key: 'user:b', id: 'b' }, false],
    ['who lost a role', analyst, { roles: ['ANALYST'] }, false],
    ['who has another role', clerk, { roles: ['ANALYST'], municipalityId: null }, false],
    ['who acts for a head today', analyst, { roles: [...analyst.roles, 'HEAD'] }, false],
    ['who moved to another municipality', clerk, { municipalityId: 'n' }, false],
  ])('%s: %j, now %j = %s', (_title, asker, change, expected) => expect(isStill({ ...asker, ...change }, asker)).toBe(expected));
});
