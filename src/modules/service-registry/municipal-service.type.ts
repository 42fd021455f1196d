import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import {
  ActorType,
  ChangeInput,
  CommandInput,
  connection,
  graphqlEnum,
  LegalActInput,
  LegalActType,
  LocalizedTextInput,
  PageArgs,
  Versioned,
  ViolationType,
  Workflow,
} from '../../kit/graphql.ts';
import { DateTimeScalar, LocalDateScalar, UrlScalar } from '../../kit/scalars.ts';
import type { Violation } from '../../shared/errors.ts';
import {
  defaultCountUnit,
  feeKinds,
  provisions,
  registerTiers,
  serviceOrders,
  serviceStatuses,
  type FeeKind,
  type Provision,
  type RegisterTier,
  type ServiceOrder,
  type ServiceStatus,
} from './municipal-service.rules.ts';

const RegisterTierEnum = graphqlEnum('RegisterTier', registerTiers, "Which register: BASIC is national, ADDITIONAL one municipality's.");
const FeeKindEnum = graphqlEnum('FeeKind', feeKinds, 'Who pays: the budget, partly the consumer, or the consumer. Requirement: R2.');
const ProvisionEnum = graphqlEnum(
  'Provision',
  provisions,
  'Whether somebody applies for it, or it is given to a whole territory (street lighting has no applicant).',
);
const ServiceStatusEnum = graphqlEnum('ServiceStatus', serviceStatuses, 'Whether it stands in the register, or was closed.');
const ServiceOrderEnum = graphqlEnum(
  'ServiceOrder',
  serviceOrders,
  'By the Kyrgyz name in the Kyrgyz alphabet, by code, or best match first (RELEVANCE, of use with `search`).',
);

@ObjectType('LifeSituation', { description: 'What a consumer wants to have resolved. Data, not law. Requirement: R8.' })
export class LifeSituationType {
  @Field(() => String, { description: 'Its code.' })
  code!: string;
  @Field(() => Boolean, { description: 'A sample of ours, not an official record.' })
  isSample!: boolean;
}

@ObjectType('ServiceGroup', { description: 'What services are about: water, documents, roads. Data, not law.' })
export class ServiceGroupType {
  @Field(() => String, { description: 'Its code.' })
  code!: string;
  @Field(() => Boolean, { description: 'A sample of ours, not an official record.' })
  isSample!: boolean;
}

@ObjectType('DelegatedStateService', {
  description:
    'The entry of the Unified Register of State Services that a delegated service has; it follows the standards made for it there. Requirement: R5.',
})
export class DelegatedStateServiceType {
  @Field(() => String, { nullable: true, description: 'Its code in the Unified Register; null = not looked up yet (samples only).' })
  registerCode?: string | null;
  @Field(() => UrlScalar, { nullable: true, description: 'Where the entry can be read; null = not known.' })
  url?: string | null;
}

@ObjectType('MunicipalService', {
  implements: [Versioned, Workflow],
  description: "What a self-government body does at a consumer's request, or for its territory. Requirement: R2.",
})
export class MunicipalServiceType extends Versioned {
  @Field(() => String, { description: 'Its code in the register, the natural key.' })
  code!: string;
  @Field(() => RegisterTierEnum, { description: 'Which register it stands in.' })
  tier!: RegisterTier;
  @Field(() => FeeKindEnum, { description: 'Who pays. Requirement: R2.' })
  feeKind!: FeeKind;
  @Field(() => ProvisionEnum, { description: 'Whether somebody applies for it.' })
  provision!: Provision;
  @Field(() => String, {
    description:
      'What one delivery is, as a code: APPLICATION, SUBSCRIBER, CUBIC_METRE … Demand is compared only among services of one unit.',
  })
  countUnit!: string;
  @Field(() => [LegalActType], { description: 'The acts it rests on; fewer than 100.' })
  legalBasis!: LegalActType[];
  @Field(() => ServiceStatusEnum, { description: 'Whether it stands in the register.' })
  status!: ServiceStatus;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day; null = not known.' })
  validFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no more; null = still in force.' })
  validTo?: string | null;
  @Field(() => Boolean, { description: "A sample of ours, not an official record: the basic register's text was not found." })
  isSample!: boolean;
}
export const MunicipalServiceConnection = connection(MunicipalServiceType, 'MunicipalService');

@ObjectType('RefusedService', {
  description: 'An attempt to register a regulatory or control function; refused, and kept. Requirement: R4.',
})
export class RefusedServiceType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => String, { description: 'The code that was proposed for it.' })
  proposedCode!: string;
  @Field(() => ActorType, { description: 'Who proposed it.' })
  proposedBy!: ActorType;
  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
  @Field(() => ViolationType, { description: 'What was answered.' })
  violation!: Violation;
  @Field(() => Boolean, { description: 'A sample of ours, not a real attempt.' })
  isSample!: boolean;
}
export const RefusedServiceConnection = connection(RefusedServiceType, 'RefusedService');

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which services; fields are joined by AND.' })
export class MunicipalServiceFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'At least two letters of the name, Kyrgyz or Russian; one wrong letter, or a Russian letter for a Kyrgyz one (н for ң, о for ө, у for ү), is allowed.',
  })
  search?: string | null;
  @Field(() => [String], { nullable: true, description: 'With one of these codes.' })
  codes?: string[] | null;
  @Field(() => [RegisterTierEnum], { nullable: true, description: 'Of these registers.' })
  tiers?: RegisterTier[] | null;
  @Field(() => [FeeKindEnum], { nullable: true, description: 'Paid for in one of these ways.' })
  feeKinds?: FeeKind[] | null;
  @Field(() => String, { nullable: true, description: 'For the life situation with this code.' })
  lifeSituationCode?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'Of the registers that hold in this municipality: the basic one and its own additional one.',
  })
  municipalityId?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'With, or without, a standard in force on the day: the local one of `municipalityId` if given, otherwise the national one.',
  })
  hasStandard?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Only delegated state services, or none of them. Requirement: R5.' })
  isDelegated?: boolean | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'In force on this day; today unless given.' })
  inForceOn?: string | null;
}

@ArgsType()
export class MunicipalServicesArgs extends PageArgs {
  @Field(() => MunicipalServiceFilter, { nullable: true, description: 'Which services.' })
  filter?: MunicipalServiceFilter | null;
  @Field(() => ServiceOrderEnum, { defaultValue: 'NAME_ASC', description: 'In which order.' })
  orderBy!: ServiceOrder;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Input of the mutation of this name.' })
export class CreateMunicipalServiceInput extends CommandInput {
  @Field(() => String, {
    description: 'Code in the register: capital Latin letters, digits, hyphens, at most 40. CONFLICT if it is taken.',
  })
  code!: string;
  @Field(() => RegisterTierEnum, { description: 'Which register.' })
  tier!: RegisterTier;
  @Field(() => ID, { nullable: true, description: 'Whose additional register; your own municipality unless given. Not for BASIC.' })
  municipalityId?: string | null;
  @Field(() => LocalizedTextInput, { description: 'Name; Russian is required, since the register is public.' })
  name!: LocalizedTextInput;
  @Field(() => LocalizedTextInput, { nullable: true, description: 'What is done and what the consumer gets.' })
  description?: LocalizedTextInput | null;
  @Field(() => FeeKindEnum, { description: 'Who pays.' })
  feeKind!: FeeKind;
  @Field(() => ProvisionEnum, { description: 'Whether somebody applies for it.' })
  provision!: Provision;
  @Field(() => String, {
    defaultValue: defaultCountUnit,
    description: 'What one delivery is, as a code in capitals: APPLICATION, SUBSCRIBER, CUBIC_METRE …',
  })
  countUnit!: string;
  @Field(() => String, { nullable: true, description: 'Code of the life situation it resolves.' })
  lifeSituationCode?: string | null;
  @Field(() => String, { nullable: true, description: 'Code of the group it belongs to.' })
  groupCode?: string | null;
  @Field(() => [LegalActInput], { nullable: true, description: 'The acts it rests on; fewer than 100.' })
  legalBasis?: LegalActInput[] | null;
  @Field(() => Boolean, {
    description: 'Whether it is a regulatory or control function. Such are refused, and the attempt is kept. Requirement: R4.',
  })
  isRegulatoryFunction!: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'Code in the Unified Register of State Services, if it is a delegated state service. Requirement: R5.',
  })
  stateRegisterCode?: string | null;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  validFrom!: string;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class UpdateMunicipalServiceInput extends ChangeInput {
  @Field(() => LocalizedTextInput, { nullable: true, description: 'New name.' })
  name?: LocalizedTextInput | null;
  @Field(() => LocalizedTextInput, { nullable: true, description: 'New description; null clears it.' })
  description?: LocalizedTextInput | null;
  @Field(() => FeeKindEnum, { nullable: true, description: 'Who pays.' })
  feeKind?: FeeKind | null;
  @Field(() => String, { nullable: true, description: 'What one delivery is.' })
  countUnit?: string | null;
  @Field(() => String, { nullable: true, description: 'Code of the life situation; null clears it.' })
  lifeSituationCode?: string | null;
  @Field(() => String, { nullable: true, description: 'Code of the group; null clears it.' })
  groupCode?: string | null;
  @Field(() => [LegalActInput], { nullable: true, description: 'The acts it rests on, all of them; null clears them.' })
  legalBasis?: LegalActInput[] | null;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class CloseMunicipalServiceInput extends ChangeInput {
  @Field(() => LocalDateScalar, { description: 'First day on which it is no more.' })
  validTo!: string;
  @Field(() => String, { description: 'Why.' })
  reason!: string;
}
