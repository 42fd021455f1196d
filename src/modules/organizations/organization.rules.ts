import type { LocalDate } from '../../shared/calendar.ts';
import { ruleViolated, type Violation } from '../../shared/errors.ts';

export const unitLevels = [
  'COUNTRY',
  'OBLAST',
  'REPUBLICAN_CITY',
  'RAION',
  'OBLAST_CITY',
  'TOWN',
  'URBAN_SETTLEMENT',
  'CITY_RAION',
  'AIYL_AIMAK',
  'VILLAGE',
] as const;
export type UnitLevel = (typeof unitLevels)[number];

/** Levels whose units have a local self-government body of their own. */
export const municipalLevels: readonly UnitLevel[] = ['REPUBLICAN_CITY', 'OBLAST_CITY', 'TOWN', 'AIYL_AIMAK'];
/** Levels that reports call a region. */
export const regionLevels: readonly UnitLevel[] = ['OBLAST', 'REPUBLICAN_CITY'];

export const successionKinds = ['MERGE', 'SPLIT', 'RENAME'] as const;
export type SuccessionKind = (typeof successionKinds)[number];

/** R3: whose work is providing municipal services. */
export const providerKinds = ['LSG_BODY', 'MUNICIPAL_INSTITUTION', 'LEGAL_ENTITY', 'INDIVIDUAL'] as const;
export type ProviderKind = (typeof providerKinds)[number];

export const contactStates = ['UNVERIFIED', 'VERIFIED', 'BOUNCING'] as const;
export type ContactState = (typeof contactStates)[number];

export const authorityKinds = ['AUTHORIZED_BODY', 'RESPONSIBLE_UNIT', 'INTERAGENCY_BODY', 'COLLEGIUM'] as const;
export type AuthorityKind = (typeof authorityKinds)[number];

/** Ours: verification mails that one municipality's contacts may cause in a day. */
export const maximumVerificationsADay = 20;

export const nameOrders = ['NAME_ASC', 'NAME_DESC', 'CODE_ASC'] as const;
export type NameOrder = (typeof nameOrders)[number];

export interface Validity {
  validFrom?: LocalDate | null;
  validTo?: LocalDate | null;
}

/** Whether something is in force on a day: `validFrom` inclusive (null = unknown beginning), `validTo` exclusive (null = open). */
export function isInForce({ validFrom, validTo }: Validity, day: LocalDate): boolean {
  return (validFrom == null || validFrom <= day) && (validTo == null || day < validTo);
}

/** Ours: how many predecessors and successors each kind of succession has. */
export function successionShape(kind: SuccessionKind, predecessors: number, successors: number): Violation | undefined {
  const fits = {
    MERGE: predecessors >= 1 && successors === 1,
    SPLIT: predecessors === 1 && successors >= 2,
    RENAME: predecessors === 1 && successors === 1,
  }[kind];
  if (fits) return undefined;
  return ruleViolated(
    'ours:succession-shape',
    {
      ky: 'Кайра түзүүнүн түрү органдардын санына туура келбейт.',
      ru: 'Вид преобразования не соответствует числу органов.',
      en: 'The kind of succession does not fit the number of bodies.',
    },
    {
      ky: 'MERGE: бирден көп мурунку, бир жаңы; SPLIT: бир мурунку, экиден кем эмес жаңы; RENAME: бирден.',
      ru: 'MERGE: один или больше предшественников и один преемник; SPLIT: один предшественник и не менее двух преемников; RENAME: по одному.',
      en: 'MERGE: one or more predecessors, one successor; SPLIT: one predecessor, two or more successors; RENAME: one of each.',
    },
  ).violation;
}
