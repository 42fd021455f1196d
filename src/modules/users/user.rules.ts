import type { Violation } from '../../shared/errors.ts';

/** Roles that an administrator may give to a person. PUBLIC and SYSTEM are nobody's. */
export const personRoles = ['ANALYST', 'HEAD', 'COLLEGIUM_SECRETARY', 'PROVIDER', 'INTERAGENCY_BODY', 'ADMIN'] as const;
/** Roles that an API key may have: a municipality's system prepares and hands in, and no system decides on anything. */
export const systemRoles = ['PROVIDER', 'AGENCY_SYSTEM', 'INTERAGENCY_BODY'] as const;

interface Grants {
  roles: readonly string[];
  municipalityId?: string | null;
}

/** Ours: a PROVIDER belongs to one municipality, and nobody else does; and is nothing besides, or they would decide on their own filings. */
export function roleProblem({ roles, municipalityId }: Grants, allowed: readonly string[]): Violation | undefined {
  const stranger = roles.find((role) => !allowed.includes(role));
  if (roles.length === 0 || stranger !== undefined) {
    return {
      code: 'BAD_USER_INPUT',
      path: ['input', 'roles'],
      message: {
        ky: `Берилүүчү ролдор: ${allowed.join(', ')}.`,
        ru: `Можно дать роли: ${allowed.join(', ')}.`,
        en: `Roles that can be given: ${allowed.join(', ')}.`,
      },
    };
  }
  if (roles.includes('PROVIDER') && roles.some((role) => role !== 'PROVIDER')) return providerAlone();
  if (roles.includes('ADMIN') && roles.includes('HEAD')) return adminApprovesNothing();
  if (roles.includes('PROVIDER') === (municipalityId != null)) return undefined;
  return {
    code: 'RULE_VIOLATED',
    rule: 'ours:provider-has-one-municipality',
    path: ['input', 'municipalityId'],
    message: {
      ky: 'PROVIDER бир гана органга таандык, башка ролдордо орган болбойт.',
      ru: 'PROVIDER относится ровно к одному органу; у других ролей органа нет.',
      en: 'A PROVIDER belongs to exactly one municipality; other roles to none.',
    },
    hint: {
      ky: 'PROVIDER үчүн municipalityId бериңиз, башка ролдор үчүн бербеңиз.',
      ru: 'Для PROVIDER укажите municipalityId, для других ролей не указывайте.',
      en: 'Give municipalityId for a PROVIDER and for no other role.',
    },
  };
}

/**
 * Ours: the roles that a person acts in. Who was given what no longer goes together keeps only what decides the less: as ADMIN they are no
 * HEAD, and as anything else no PROVIDER.
 */
export function rolesInForce<R extends string>(roles: readonly R[]): R[] {
  return roles.filter((role) =>
    role === 'HEAD' ? !(roles as readonly string[]).includes('ADMIN') : role !== 'PROVIDER' || roles.length === 1,
  );
}

function providerAlone(): Violation {
  return {
    code: 'RULE_VIOLATED',
    rule: 'ours:provider-has-no-other-role',
    path: ['input', 'roles'],
    message: {
      ky: 'PROVIDER ролу башка ролдор менен бирге берилбейт.',
      ru: 'Роль PROVIDER не совмещается с другими.',
      en: 'PROVIDER goes with no other role.',
    },
    hint: {
      ky: 'Отчет берген адам ал боюнча чечим кабыл албайт: бир гана PROVIDER же башка ролдорду бериңиз.',
      ru: 'Кто представляет отчёт, не решает по нему: дайте только PROVIDER или только другие роли.',
      en: 'Whoever files does not decide on it: give PROVIDER alone, or the other roles without it.',
    },
  };
}

function adminApprovesNothing(): Violation {
  return {
    code: 'RULE_VIOLATED',
    rule: 'ours:admin-approves-nothing',
    path: ['input', 'roles'],
    message: {
      ky: 'ADMIN жана HEAD ролдору бир адамга берилбейт.',
      ru: 'Роли ADMIN и HEAD не даются одному человеку.',
      en: 'ADMIN and HEAD are not given to one person.',
    },
    hint: {
      ky: 'Укуктарды башкарган адам эч нерсени бекитпейт: ролдорду эки адамга бериңиз.',
      ru: 'Кто ведёт права, ничего не утверждает: дайте эти роли двум людям.',
      en: 'Whoever keeps the rights approves nothing: give the roles to two people.',
    },
  };
}
