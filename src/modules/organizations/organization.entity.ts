import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, id, instant, notTwiceAtOnce, ref, searchText, text, versioned } from '../../kit/entity.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import type { Language } from '../../shared/localized-text.ts';
import type { AuthorityKind, ContactState, ProviderKind, SuccessionKind, UnitLevel } from './organization.rules.ts';

const AdministrativeUnitSchema = defineEntity({
  name: 'AdministrativeUnit',
  properties: {
    id: id(),
    /** SOATE. Codes are reused: only (code, period) is unique, by an exclusion constraint. */
    code: p.string(),
    level: p.string().$type<UnitLevel>(),
    name: text(),
    isNameVerified: p.boolean(),
    parentId: () => ref(AdministrativeUnit).nullable().index(),
    /** The oblast or republican city it lies in; itself for those; null for the country. */
    regionId: () => ref(AdministrativeUnit).nullable(),
    validFrom: day().nullable(),
    validTo: day().nullable(),
    source: p.text().nullable(),
    searchText: searchText('name'),
  },
  indexes: [
    { properties: ['code'] },
    {
      name: 'administrative_unit_name',
      expression: `create index administrative_unit_name on administrative_unit ((name ->> 'ky') collate "ky-x-icu", id)`,
    },
    notTwiceAtOnce('administrative_unit', 'code'),
  ],
});

/** A unit of the administrative division, for the time that its code meant it. */
export class AdministrativeUnit extends AdministrativeUnitSchema.class {}
AdministrativeUnitSchema.setClass(AdministrativeUnit);

const MunicipalitySchema = defineEntity({
  name: 'Municipality',
  properties: {
    ...versioned(),
    unitId: () => ref(AdministrativeUnit),
    regionId: () => ref(AdministrativeUnit).index(),
    soate: p.string(),
    name: text(),
    officialEmail: p.string().nullable(),
    populationCount: p.integer().nullable(),
    populationYear: p.integer().nullable(),
    populationSource: p.text().nullable(),
    xroadMemberIds: p.array().$type<string[]>(),
    /** Found in the current classifier; the division we were seeded with is older. */
    isConfirmed: p.boolean(),
    validFrom: day().nullable(),
    validTo: day().nullable(),
    searchText: searchText('name'),
  },
  indexes: [
    { properties: ['soate'] },
    { name: 'municipality_name', expression: `create index municipality_name on municipality ((name ->> 'ky') collate "ky-x-icu", id)` },
    notTwiceAtOnce('municipality', 'soate'),
  ],
});

/** The local self-government body of a unit. */
export class Municipality extends MunicipalitySchema.class {}
MunicipalitySchema.setClass(Municipality);

const ContactSchema = defineEntity({
  name: 'Contact',
  properties: {
    id: id(),
    municipalityId: () => ref(Municipality).nullable().index(),
    /** The region or district, of a contact who is told when a municipality there cannot be reached. */
    unitId: () => ref(AdministrativeUnit).nullable(),
    name: p.string(),
    position: p.string().nullable(),
    email: p.string(),
    language: p.string().$type<Language>(),
    state: p.string().$type<ContactState>(),
    verifiedAt: instant().nullable(),
    lastBounce: p.text().nullable(),
    /** SHA-256 of the token that was mailed. */
    tokenHash: p.string().nullable().hidden(),
  },
  indexes: [
    { name: 'contact_address', expression: 'create unique index contact_address on contact (municipality_id, lower(email))' },
    { name: 'contact_unit_address', expression: 'create unique index contact_unit_address on contact (unit_id, lower(email))' },
  ],
  checks: [{ name: 'contact_of_one', expression: 'num_nonnulls(municipality_id, unit_id) = 1' }],
});

/** A person of a municipality, or of a region or district, who is told; until the address is verified it receives nothing but the verification. */
export class Contact extends ContactSchema.class {}
ContactSchema.setClass(Contact);

const SuccessionSchema = defineEntity({
  name: 'Succession',
  properties: {
    id: id(),
    kind: p.string().$type<SuccessionKind>(),
    onDate: day(),
    act: p.json().$type<LegalAct>(),
  },
});

/** A dated merge, split or rename. Nothing of a predecessor is deleted or moved. */
export class Succession extends SuccessionSchema.class {}
SuccessionSchema.setClass(Succession);

const SuccessionMemberSchema = defineEntity({
  name: 'SuccessionMember',
  properties: {
    id: id(),
    successionId: () => ref(Succession),
    municipalityId: () => ref(Municipality).index(),
    side: p.string().$type<'PREDECESSOR' | 'SUCCESSOR'>(),
  },
  uniques: [{ properties: ['successionId', 'municipalityId', 'side'] }],
});

/** A municipality's part in a succession. */
export class SuccessionMember extends SuccessionMemberSchema.class {}
SuccessionMemberSchema.setClass(SuccessionMember);

const ServiceProviderSchema = defineEntity({
  name: 'ServiceProvider',
  properties: {
    ...versioned(),
    kind: p.string().$type<ProviderKind>(),
    name: text(),
    municipalityId: () => ref(Municipality).index(),
    validFrom: day().nullable(),
    validTo: day().nullable(),
  },
});

/** R3: who provides services in a municipality. */
export class ServiceProvider extends ServiceProviderSchema.class {}
ServiceProviderSchema.setClass(ServiceProvider);

const AuthoritySchema = defineEntity({
  name: 'Authority',
  properties: {
    id: id(),
    kind: p.string().$type<AuthorityKind>(),
    name: text(),
    validFrom: day().nullable(),
    validTo: day().nullable(),
  },
});

/** A national body by its name at the time: they have been renamed before. */
export class Authority extends AuthoritySchema.class {}
AuthoritySchema.setClass(Authority);
