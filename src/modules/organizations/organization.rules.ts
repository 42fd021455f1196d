import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, type HubError } from '../../shared/errors.ts';

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

/** Ours: reports call an oblast or a republican city a region; a filter by another code would find nothing. */
export function notARegion(): HubError {
  return badInput(
    ['regionCode'],
    {
      ky: 'Бул облустун же республикалык маанидеги шаардын коду эмес.',
      ru: 'Это не код области или города республиканского значения.',
      en: 'This is not the code of an oblast or a republican city.',
    },
    {
      ky: 'Облустун же республикалык маанидеги шаардын СОАТЕ кодун бериңиз; аларды administrativeUnits(filter: { levels: [OBLAST, REPUBLICAN_CITY] }) көрсөтөт.',
      ru: 'Укажите код СОАТЕ области или города республиканского значения; их показывает administrativeUnits(filter: { levels: [OBLAST, REPUBLICAN_CITY] }).',
      en: 'Give the SOATE code of an oblast or a republican city; administrativeUnits(filter: { levels: [OBLAST, REPUBLICAN_CITY] }) lists them.',
    },
  );
}
