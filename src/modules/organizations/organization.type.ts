import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  CommandInput,
  ChangeInput,
  connection,
  graphqlEnum,
  LanguageEnum,
  LegalActInput,
  LegalActType,
  LocalizedTextInput,
  PageArgs,
  Versioned,
} from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar, EmailAddressScalar, LocalDateScalar } from '../../kit/scalars.ts';
import type { Language } from '../../shared/localized-text.ts';
import {
  authorityKinds,
  contactStates,
  nameOrders,
  providerKinds,
  successionKinds,
  unitLevels,
  type AuthorityKind,
  type ContactState,
  type NameOrder,
  type ProviderKind,
  type SuccessionKind,
  type UnitLevel,
} from './organization.rules.ts';

const UnitLevelEnum = graphqlEnum('UnitLevel', unitLevels, 'Level of the administrative division.');
const SuccessionKindEnum = graphqlEnum('SuccessionKind', successionKinds, 'How one body followed another.');
const ProviderKindEnum = graphqlEnum('ProviderKind', providerKinds, 'Who provides. Requirement: R3.');
const ContactStateEnum = graphqlEnum('ContactState', contactStates, 'Whether an address is verified; BOUNCING = mail came back.');
const AuthorityKindEnum = graphqlEnum('AuthorityKind', authorityKinds, 'National bodies that the regulation names.');
const NameOrderEnum = graphqlEnum(
  'NameOrder',
  nameOrders,
  'Names sort by the Kyrgyz name in the Kyrgyz alphabet, whatever language is served.',
);

@ObjectType('AdministrativeUnit', { description: 'A unit of the administrative division, for the time that its code meant it.' })
export class AdministrativeUnitType {
  @Field(() => ID, { description: 'UUID v7. Identity: codes are reused.' })
  id!: string;
  @Field(() => String, { description: 'SOATE code; identifies a unit only together with a day.' })
  code!: string;
  @Field(() => UnitLevelEnum, { description: 'Its level.' })
  level!: UnitLevel;
  @Field(() => Boolean, { description: 'Whether the Kyrgyz name is attested; otherwise it was suggested by us.' })
  isNameVerified!: boolean;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day; null = not known.' })
  validFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no more; null = still in force.' })
  validTo?: string | null;
}
export const AdministrativeUnitConnection = connection(AdministrativeUnitType, 'AdministrativeUnit');

@ObjectType('Population', { description: 'Residents, as some source counted them.' })
export class PopulationType {
  @Field(() => CountScalar, { description: 'Residents.' })
  count!: number;
  @Field(() => Int, { description: 'Year of the count.' })
  year!: number;
  @Field(() => String, { description: 'Where the figure is from.' })
  source!: string;
}

@ObjectType('Contact', { description: 'A person who is told. Access: ministry, and staff of the municipality.' })
export class ContactType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'Position; null = not told.' })
  position?: string | null;
  @Field(() => EmailAddressScalar, { description: 'Address.' })
  email!: string;
  @Field(() => LanguageEnum, { description: 'The language they are written to in.' })
  language!: Language;
  @Field(() => ContactStateEnum, { description: 'Only a verified contact receives notices.' })
  state!: ContactState;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the address was verified; null = not yet.' })
  verifiedAt?: Date | null;
  @Field(() => String, { nullable: true, description: "The relay's last refusal; null = none." })
  lastBounce?: string | null;
}

@ObjectType('Municipality', {
  implements: Versioned,
  description: 'A local self-government body: the provider of municipal services that files reports.',
})
export class MunicipalityType extends Versioned {
  @Field(() => String, { description: "SOATE code of its unit; see the unit's validity." })
  soate!: string;
  @Field(() => EmailAddressScalar, { nullable: true, description: 'Official address, which gets legal notices; null = not known.' })
  officialEmail?: string | null;
  @Field(() => Boolean, { description: 'Whether it was found in the current classifier; the division loaded at first is older.' })
  isConfirmed!: boolean;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day; null = not known.' })
  validFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no more; null = still in force.' })
  validTo?: string | null;
}
export const MunicipalityConnection = connection(MunicipalityType, 'Municipality');

@ObjectType('Succession', { description: 'A dated merge, split or rename of municipalities.' })
export class SuccessionType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => SuccessionKindEnum, { description: 'Merge, split or rename.' })
  kind!: SuccessionKind;
  @Field(() => LocalDateScalar, { description: 'The day it took effect.' })
  onDate!: string;
  @Field(() => LegalActType, { description: 'The act it rests on.' })
  act!: LegalActType;
}

@ObjectType('ServiceProvider', { implements: Versioned, description: 'Who provides services in a municipality. Requirement: R3.' })
export class ServiceProviderType extends Versioned {
  @Field(() => ProviderKindEnum, { description: 'What kind of provider.' })
  kind!: ProviderKind;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day; null = not known.' })
  validFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no more; null = still in force.' })
  validTo?: string | null;
}
export const ServiceProviderConnection = connection(ServiceProviderType, 'ServiceProvider');

@ObjectType('Authority', { description: 'A national body by its name at the time.' })
export class AuthorityType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => AuthorityKindEnum, { description: 'What the regulation calls it.' })
  kind!: AuthorityKind;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day of this name; null = not known.' })
  validFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day of the next name; null = current.' })
  validTo?: string | null;
}

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which units; fields are joined by AND.' })
export class AdministrativeUnitFilter {
  @Field(() => String, { nullable: true, description: 'At least two letters of the name, Kyrgyz or Russian; one wrong letter is allowed.' })
  search?: string | null;
  @Field(() => [UnitLevelEnum], { nullable: true, description: 'Of these levels.' })
  levels?: UnitLevel[] | null;
  @Field(() => ID, { nullable: true, description: 'Right under this unit.' })
  parentId?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'In force on this day; today unless given.' })
  inForceOn?: string | null;
}

@InputType({ description: 'Which municipalities; fields are joined by AND.' })
export class MunicipalityFilter {
  @Field(() => String, { nullable: true, description: 'At least two letters of the name, Kyrgyz or Russian; one wrong letter is allowed.' })
  search?: string | null;
  @Field(() => String, { nullable: true, description: 'In the region (oblast, republican city) with this SOATE code.' })
  regionCode?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'With, or without, a verified contact.' })
  hasVerifiedContact?: boolean | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'In force on this day; today unless given.' })
  inForceOn?: string | null;
}

@ArgsType()
export class AdministrativeUnitsArgs extends PageArgs {
  @Field(() => AdministrativeUnitFilter, { nullable: true, description: 'Which units.' })
  filter?: AdministrativeUnitFilter | null;
  @Field(() => NameOrderEnum, { defaultValue: 'NAME_ASC', description: 'In which order.' })
  orderBy!: NameOrder;
}

@ArgsType()
export class MunicipalitiesArgs extends PageArgs {
  @Field(() => MunicipalityFilter, { nullable: true, description: 'Which municipalities.' })
  filter?: MunicipalityFilter | null;
  @Field(() => NameOrderEnum, { defaultValue: 'NAME_ASC', description: 'In which order.' })
  orderBy!: NameOrder;
}

// ---- inputs and payloads -------------------------------------------------------------------------------------------

@InputType({ description: 'Input of the mutation of this name.' })
export class UpdateMunicipalityInput extends ChangeInput {
  @Field(() => EmailAddressScalar, { nullable: true, description: 'Official address; null clears it.' })
  officialEmail?: string | null;
  @Field(() => CountScalar, { nullable: true, description: 'Residents; null clears the figure.' })
  population?: number | null;
  @Field(() => Int, { nullable: true, description: 'Year of the figure; required with it.' })
  populationYear?: number | null;
  @Field(() => String, { nullable: true, description: 'Source of the figure; required with it.' })
  populationSource?: string | null;
  @Field(() => [String], { nullable: true, description: 'X-Road member ids; null clears them.' })
  xroadMemberIds?: string[] | null;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class RecordSuccessionInput extends CommandInput {
  @Field(() => SuccessionKindEnum, { description: 'Merge, split or rename.' })
  kind!: SuccessionKind;
  @Field(() => LocalDateScalar, { description: 'The day it takes effect: the first on which the predecessors are no more.' })
  onDate!: string;
  @Field(() => LegalActInput, { description: 'The act it rests on.' })
  act!: LegalActInput;
  @Field(() => [ID], {
    description: 'Municipalities that end (of a rename: that is renamed). One that takes in others goes on and is not among them.',
  })
  predecessorIds!: string[];
  @Field(() => [ID], { description: 'Municipalities that follow, in force on the day.' })
  successorIds!: string[];
}
@InputType({ description: 'A contact as it is to be.' })
export class ContactInput {
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'Position.' })
  position?: string | null;
  @Field(() => EmailAddressScalar, { description: 'Address; it is mailed a link to verify it.' })
  email!: string;
  @Field(() => LanguageEnum, { defaultValue: 'KY', description: 'The language to write to them in.' })
  language!: Language;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class AddContactInput extends CommandInput {
  @Field(() => ID, { description: 'Whose contact.' })
  municipalityId!: string;
  @Field(() => ContactInput, { description: 'The contact.' })
  contact!: ContactInput;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class AddUnitContactInput extends CommandInput {
  @Field(() => ID, { description: 'The region or district.' })
  unitId!: string;
  @Field(() => ContactInput, { description: 'The contact.' })
  contact!: ContactInput;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class RemoveUnitContactInput extends CommandInput {
  @Field(() => ID, { description: 'Which contact.' })
  contactId!: string;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class UpdateContactInput extends CommandInput {
  @Field(() => ID, { description: 'Which contact.' })
  contactId!: string;
  @Field(() => ContactInput, { description: 'The contact as it is to be.' })
  contact!: ContactInput;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class RemoveContactInput extends CommandInput {
  @Field(() => ID, { description: 'Which contact.' })
  contactId!: string;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class ConfirmContactInput extends CommandInput {
  @Field(() => String, { description: 'The token that was mailed.' })
  token!: string;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class CreateServiceProviderInput extends CommandInput {
  @Field(() => ID, { description: 'In which municipality.' })
  municipalityId!: string;
  @Field(() => ProviderKindEnum, { description: 'What kind of provider.' })
  kind!: ProviderKind;
  @Field(() => LocalizedTextInput, { description: 'Name.' })
  name!: LocalizedTextInput;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  validFrom!: string;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class UpdateServiceProviderInput extends ChangeInput {
  @Field(() => LocalizedTextInput, { nullable: true, description: 'New name.' })
  name?: LocalizedTextInput | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no more; null reopens it.' })
  validTo?: string | null;
}
