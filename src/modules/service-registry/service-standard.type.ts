import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  ChangeInput,
  CommandInput,
  connection,
  graphqlEnum,
  LegalActInput,
  LegalActType,
  LocalizedTextInput,
  PageArgs,
  Versioned,
  Workflow,
} from '../../kit/graphql.ts';
import { DateTimeScalar, DecimalScalar, LocalDateScalar } from '../../kit/scalars.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import {
  approvingBodies,
  measureUnits,
  normKinds,
  standardStatuses,
  type ApprovingBody,
  type MeasureUnit,
  type NormKind,
  type StandardStatus,
} from './service-standard.rules.ts';
import { itemChanges, type ItemChange } from './standard-content.rules.ts';

const StandardStatusEnum = graphqlEnum('StandardStatus', standardStatuses, 'Where a redaction stands.');
const ApprovingBodyEnum = graphqlEnum('ApprovingBody', approvingBodies, 'Who approves standards. Requirement: R2.');
export const NormKindEnum = graphqlEnum('NormKind', normKinds, 'What a norm limits.');
export const MeasureUnitEnum = graphqlEnum('MeasureUnit', measureUnits, 'What an amount is counted in.');
export const ItemChangeEnum = graphqlEnum('ItemChange', itemChanges, 'How an item differs from what it was developed from.');

@ObjectType('StandardItem', { description: 'A coded passport item. Requirement: R6.' })
export class StandardItemType {
  @Field(() => String, { description: 'Its code in the template.' })
  code!: string;
  @Field(() => Int, { description: 'Its place.' })
  order!: number;
  @Field(() => Boolean, { description: 'Whether a standard must have it to be approved.' })
  isRequired!: boolean;
}

@ObjectType('TemplateNormKind', { description: 'A norm that the typical standard asks for.' })
export class TemplateNormKindType {
  @Field(() => NormKindEnum, { description: 'What it limits.' })
  kind!: NormKind;
  @Field(() => [MeasureUnitEnum], { description: 'The units it may be given in.' })
  units!: MeasureUnit[];
}

@ObjectType('StandardTemplate', { description: 'The typical standard, from which standards are developed. Requirement: R2.' })
export class StandardTemplateType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => String, { description: 'Its code; with a day, the natural key.' })
  code!: string;
  @Field(() => Int, { description: 'Revision, from 1.' })
  revision!: number;
  @Field(() => LegalActType, { nullable: true, description: 'The act that approves it; null = none is known (samples).' })
  act?: LegalAct | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day; null = not known.' })
  validFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day of the next revision; null = current.' })
  validTo?: string | null;
  @Field(() => Boolean, { description: 'A sample of ours, not the typical standard of the Government, whose field list was not found.' })
  isSample!: boolean;
}

@ObjectType('StandardItemDiff', {
  description:
    'How an item of a redaction differs from what it was developed from: for a local redaction the national standard in force, otherwise the template.',
})
export class StandardItemDiffType {
  @Field(() => String, { description: 'The item.' })
  code!: string;
  @Field(() => ItemChangeEnum, { description: 'How it differs.' })
  change!: ItemChange;
}

@ObjectType('StandardApproval', { description: 'That a body has approved a redaction. Requirement: R2.' })
export class StandardApprovalType {
  @Field(() => ApprovingBodyEnum, { description: 'Who approved.' })
  body!: ApprovingBody;
  @Field(() => LegalActType, { description: 'By which act.' })
  act!: LegalAct;
  @Field(() => DateTimeScalar, { description: 'When it was recorded here.' })
  recordedAt!: Date;
}

@ObjectType('Norm', { description: 'An approved value. That there is none is a fact of its own, not a zero. Requirement: R-II.2, R-II.3.' })
export class NormType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => NormKindEnum, { description: 'What it limits.' })
  kind!: NormKind;
  @Field(() => DecimalScalar, { description: 'The limit, exactly as approved; 0 is a real zero.' })
  amount!: string;
  @Field(() => MeasureUnitEnum, { description: 'What the amount is counted in.' })
  unit!: MeasureUnit;
  @Field(() => LegalActType, { nullable: true, description: "The norm's own act; null = it rests on the act that approves the redaction." })
  act?: LegalAct | null;
}

@ObjectType('ServiceStandard', {
  implements: [Versioned, Workflow],
  description:
    "One dated redaction of a service's standard. A draft is seen only by the ministry and by the municipality whose it is. Requirement: R2, R6.",
})
export class ServiceStandardType extends Versioned {
  @Field(() => Int, { description: 'Number among the redactions of the service, national or of its municipality, from 1.' })
  redaction!: number;
  @Field(() => StandardStatusEnum, { description: 'Where it stands.' })
  status!: StandardStatus;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day in force; null = not approved yet.' })
  validFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it is no more in force; null = no end is set.' })
  validTo?: string | null;
  @Field(() => LegalActType, { nullable: true, description: 'The act that withdrew it; null = it was not withdrawn.' })
  withdrawnBy?: LegalAct | null;
  @Field(() => Boolean, { description: 'A sample in our own words, approved by nobody.' })
  isSample!: boolean;
}
export const ServiceStandardConnection = connection(ServiceStandardType, 'ServiceStandard');

@ObjectType('NormGap', {
  description: 'A service without a standard in force, or whose standard lacks norms that the template asks for. Requirement: R-III.1.5.',
})
export class NormGapType {
  @Field(() => [NormKindEnum], { description: 'The norms that nobody has approved; with no standard, all that the template asks for.' })
  missing!: NormKind[];
}
export const NormGapConnection = connection(NormGapType, 'NormGap');

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which redactions; fields are joined by AND.' })
export class ServiceStandardFilter {
  @Field(() => ID, { nullable: true, description: 'Of this service.' })
  serviceId?: string | null;
  @Field(() => ID, { nullable: true, description: "This municipality's own redactions." })
  municipalityId?: string | null;
  @Field(() => [StandardStatusEnum], { nullable: true, description: 'Standing at one of these.' })
  statuses?: StandardStatus[] | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'In force on this day; all redactions, drafts too, unless given.' })
  inForceOn?: string | null;
}

@ArgsType()
export class ServiceStandardsArgs extends PageArgs {
  @Field(() => ServiceStandardFilter, { nullable: true, description: 'Which redactions.' })
  filter?: ServiceStandardFilter | null;
}

@ArgsType()
export class NormGapsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'In this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'In each municipality of the region with this SOATE code.' })
  regionCode?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'On this day; today unless given.' })
  inForceOn?: string | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: "A redaction's text of a passport item." })
export class StandardItemInput {
  @Field(() => String, { description: 'Code of an item of the template.' })
  code!: string;
  @Field(() => LocalizedTextInput, { description: 'The text; Russian is required before approval.' })
  text!: LocalizedTextInput;
}
@InputType({ description: 'A norm of a redaction.' })
export class NormInput {
  @Field(() => NormKindEnum, { description: 'What it limits.' })
  kind!: NormKind;
  @Field(() => DecimalScalar, { description: 'The limit, 0 or more; 0 is a real zero. Leave the norm out where none is approved.' })
  amount!: string;
  @Field(() => MeasureUnitEnum, { description: 'One of the units that the template allows for the kind.' })
  unit!: MeasureUnit;
  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What it is per: per month, per head and year; null = per delivery. One norm per kind and basis.',
  })
  basis?: LocalizedTextInput | null;
  @Field(() => LegalActInput, { description: 'The act that sets it.' })
  act!: LegalActInput;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class DraftServiceStandardInput extends CommandInput {
  @Field(() => ID, { description: 'Of which service.' })
  serviceId!: string;
  @Field(() => ID, { nullable: true, description: 'Whose redaction; null = the national one.' })
  municipalityId?: string | null;
  @Field(() => ID, { description: 'The typical standard that it is developed from. Requirement: R6.' })
  templateId!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'A redaction of the same service whose items and norms it begins with; null = it begins empty.',
  })
  basedOnId?: string | null;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class UpdateServiceStandardInput extends ChangeInput {
  @Field(() => [StandardItemInput], { nullable: true, description: 'The items as they are to be, all of them; unchanged unless given.' })
  items?: StandardItemInput[] | null;
  @Field(() => [NormInput], { nullable: true, description: 'The norms as they are to be, all of them; unchanged unless given.' })
  norms?: NormInput[] | null;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class RecordStandardApprovalInput extends ChangeInput {
  @Field(() => ApprovingBodyEnum, { description: 'Who approved it.' })
  body!: ApprovingBody;
  @Field(() => LegalActInput, { description: 'By which act.' })
  act!: LegalActInput;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'First day in force; required with the approval that puts it in force. The redaction before ends on it.',
  })
  validFrom?: string | null;
}
@InputType({ description: 'Input of the mutation of this name.' })
export class WithdrawServiceStandardInput extends ChangeInput {
  @Field(() => LocalDateScalar, { description: 'First day on which it is no more in force.' })
  validTo!: string;
  @Field(() => LegalActInput, { description: 'By which act.' })
  act!: LegalActInput;
}
