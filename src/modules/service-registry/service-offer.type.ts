import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CommandInput, connection, graphqlEnum, LegalActInput, LegalActType, PageArgs, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar, LocalDateScalar, UrlScalar } from '../../kit/scalars.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import {
  electronicLevels,
  informationChannelKinds,
  offerOrders,
  type ElectronicLevel,
  type InformationChannelKind,
  type OfferOrder,
} from './service-offer.rules.ts';

const ElectronicLevelEnum = graphqlEnum(
  'ElectronicLevel',
  electronicLevels,
  'How far a service can be used in electronic form: not at all, read about, a form to print, apply, or all the way to the result. Requirement: R-II.4.',
);
const InformationChannelKindEnum = graphqlEnum(
  'InformationChannelKind',
  informationChannelKinds,
  'Where information on a service is given. Requirement: R-II.6.',
);
const OfferOrderEnum = graphqlEnum('OfferOrder', offerOrders, 'By Kyrgyz names in the Kyrgyz alphabet, or longest unconfirmed first.');

@ObjectType('ElectronicForm', { description: 'How far an offer can be used in electronic form. Requirement: R-II.4.' })
export class ElectronicFormType {
  @Field(() => ElectronicLevelEnum, { nullable: true, description: 'The level; null = nobody ever told, NONE = told that there is none.' })
  level?: ElectronicLevel | null;
  @Field(() => UrlScalar, { nullable: true, description: 'Where; null = not told.' })
  url?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'The day on which that was last told; null = never.' })
  checkedOn?: string | null;
}

@ObjectType('AdministrativeRegulation', { description: 'The administrative regulation of a service. Requirement: R-II.5.' })
export class AdministrativeRegulationType {
  @Field(() => LegalActType, { description: 'The act.' })
  act!: LegalAct;
  @Field(() => UrlScalar, { nullable: true, description: 'Where it can be read; null = not known.' })
  url?: string | null;
}

@ObjectType('InformationChannel', { description: 'Where consumers are told of the service, with the evidence. Requirement: R-II.6.' })
export class InformationChannelType {
  @Field(() => InformationChannelKindEnum, { description: 'What kind of place.' })
  kind!: InformationChannelKind;
  @Field(() => String, { description: 'What shows it: issue and date of the newspaper, address of the board …' })
  evidence!: string;
  @Field(() => UrlScalar, { nullable: true, description: 'Where it can be seen; null = nowhere on the web.' })
  url?: string | null;
  @Field(() => LocalDateScalar, { description: 'The day on which it was last seen there.' })
  checkedOn!: string;
}

@ObjectType('ServiceOffer', {
  implements: [Versioned, Workflow],
  description: 'That a provider offers a service, and how it can be reached and known of. Requirement: R-II.4, R-II.5, R-II.6.',
})
export class ServiceOfferType extends Versioned {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last confirmed; null = never.' })
  confirmedAt?: Date | null;
  @Field(() => Int, { nullable: true, description: 'The latest year that it is confirmed for; null = none.' })
  confirmedForYear?: number | null;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  validFrom!: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no more; null = still offered.' })
  validTo?: string | null;
}
export const ServiceOfferConnection = connection(ServiceOfferType, 'ServiceOffer');

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which offers; fields are joined by AND.' })
export class ServiceOfferFilter {
  @Field(() => String, {
    nullable: true,
    description: "At least two letters of the service's name, Kyrgyz or Russian; one wrong letter is allowed.",
  })
  search?: string | null;
  @Field(() => ID, { nullable: true, description: 'Of this service.' })
  serviceId?: string | null;
  @Field(() => ID, { nullable: true, description: 'In this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'In the region (oblast, republican city) with this SOATE code.' })
  regionCode?: string | null;
  @Field(() => [ElectronicLevelEnum], { nullable: true, description: 'At one of these levels.' })
  electronicLevels?: ElectronicLevel[] | null;
  @Field(() => Boolean, { nullable: true, description: 'With, or without, an administrative regulation.' })
  hasRegulation?: boolean | null;
  @Field(() => Int, { nullable: true, description: 'Confirmed for this year.' })
  confirmedForYear?: number | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Offered on this day, the service being in force; today unless given.' })
  inForceOn?: string | null;
}

@ArgsType()
export class ServiceOfferPageArgs extends PageArgs {
  @Field(() => ServiceOfferFilter, { nullable: true, description: 'Which offers.' })
  filter?: ServiceOfferFilter | null;
}

@ArgsType()
export class ServiceOffersArgs extends ServiceOfferPageArgs {
  @Field(() => OfferOrderEnum, { defaultValue: 'SERVICE_NAME_ASC', description: 'In which order.' })
  orderBy!: OfferOrder;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Where consumers are told of the service.' })
export class InformationChannelInput {
  @Field(() => InformationChannelKindEnum, { description: 'What kind of place.' })
  kind!: InformationChannelKind;
  @Field(() => String, { description: 'What shows it.' })
  evidence!: string;
  @Field(() => UrlScalar, { nullable: true, description: 'Where it can be seen.' })
  url?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'A picture or a scan of it, as an upload. Absent = the channel keeps its file; null = it has none.',
  })
  uploadId?: string | null;
  @Field(() => LocalDateScalar, { description: 'The day on which it was last seen there; not after today.' })
  checkedOn!: string;
}
@InputType({ description: 'Input of the mutation of this name. Absent = unchanged, null = cleared.' })
export class SaveServiceOfferInput extends CommandInput {
  @Field(() => ID, { description: 'Whose offer: a provider of your municipality. With the service, the natural key.' })
  providerId!: string;
  @Field(() => ID, { description: 'Of which service.' })
  serviceId!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'The version that was read. Without it the offer is only created: CONFLICT if it is there.',
  })
  expectedVersion?: number | null;
  @Field(() => ElectronicLevelEnum, {
    nullable: true,
    description: 'How far it can be used in electronic form; null = take back what was told.',
  })
  electronicLevel?: ElectronicLevel | null;
  @Field(() => UrlScalar, { nullable: true, description: 'Where; required from APPLICATION on.' })
  electronicUrl?: string | null;
  @Field(() => LegalActInput, { nullable: true, description: 'The act of the administrative regulation.' })
  regulation?: LegalActInput | null;
  @Field(() => [InformationChannelInput], {
    nullable: true,
    description: 'Where consumers are told of it, all of them, at most 50; null clears them.',
  })
  informationChannels?: InformationChannelInput[] | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day; of a new offer today unless given.' })
  validFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no more; null reopens it.' })
  validTo?: string | null;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class ConfirmServiceOffersInput extends CommandInput {
  @Field(() => [ID], { description: 'Which offers, at most 500, all of your municipality: all are confirmed, or none.' })
  offerIds!: string[];
  @Field(() => Int, { description: 'The year that they are confirmed for: this one or the next.' })
  year!: number;
}
