import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Channel, FigureState, Quarter } from '../../kit/figure.rules.ts';
import { ChannelEnum, CountFigureInput, FigureStateEnum, QuarterEnum } from '../../kit/figure.ts';
import { ChangeInput, CommandInput, connection, PageArgs, Versioned } from '../../kit/graphql.ts';
import { DateTimeScalar, SomScalar } from '../../kit/scalars.ts';
import type { LineInput } from './volume-line.rules.ts';

@ObjectType('VolumeReport', {
  implements: Versioned,
  description: "A municipality's report of how often services were delivered in the first nine months of a year. Requirement: R12.",
})
export class VolumeReportType extends Versioned {
  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is handed in and not changed; null = it may be changed.' })
  lockedAt?: Date | null;
}

@ObjectType('VolumeLine', {
  description: 'How often a service was delivered in a quarter through a channel, as reported and as observed. Requirement: R12.',
})
export class VolumeLineType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => QuarterEnum, { description: 'Q1, Q2 or Q3.' })
  quarter!: Quarter;
  @Field(() => ChannelEnum, { description: 'How it was delivered.' })
  channel!: Channel;
  @Field(() => Int, {
    description: "In how many of the quarter's three months a source states a count; with fewer than 3 `observed` is MISSING.",
  })
  observedMonths!: number;
  @Field(() => String, {
    nullable: true,
    description: 'What the municipality explains of it, whether it differs from `observed` or not; null = nothing. Requirement: R12.',
  })
  explanation?: string | null;
}
export const VolumeLineConnection = connection(VolumeLineType, 'VolumeLine');

@ObjectType('Discrepancy', { description: 'How a reported count differs from the observed one; never made of a figure that is no VALUE.' })
export class DiscrepancyType {
  @Field(() => ID, { description: "The line's id: a line has one difference at most." })
  id!: string;
  @Field(() => String, { nullable: true, description: "The municipality's explanation; null = not given." })
  explanation?: string | null;
}
export const DiscrepancyConnection = connection(DiscrepancyType, 'Discrepancy');

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which lines; fields are joined by AND.' })
export class VolumeLineFilter {
  @Field(() => ID, { nullable: true, description: 'Of this service.' })
  serviceId?: string | null;
  @Field(() => [QuarterEnum], { nullable: true, description: 'Of these quarters.' })
  quarters?: Quarter[] | null;
  @Field(() => [ChannelEnum], { nullable: true, description: 'Through these channels.' })
  channels?: Channel[] | null;
  @Field(() => [FigureStateEnum], { nullable: true, description: 'Whose reported figure is in one of these states.' })
  states?: FigureState[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Only those that differ from what is observed, or only those that do not.' })
  hasDiscrepancy?: boolean | null;
}

@ArgsType()
export class VolumeLinesArgs extends PageArgs {
  @Field(() => VolumeLineFilter, { nullable: true, description: 'Which lines.' })
  filter?: VolumeLineFilter | null;
}

@ArgsType()
export class VolumeReportArgs {
  @Field(() => ID, { description: 'Whose.' })
  municipalityId!: string;
  @Field(() => Int, { description: "The cycle's year." })
  year!: number;
}

@ArgsType()
export class DiscrepanciesArgs extends PageArgs {
  @Field(() => Int, { description: "The cycle's year." })
  year!: number;
  @Field(() => ID, { nullable: true, description: 'Only of this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'Only in the region (oblast, republican city) with this SOATE code.' })
  regionCode?: string | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'What is stated of a service, quarter and channel; they name the line, and it is entered or changed.' })
export class VolumeLineInput implements LineInput {
  @Field(() => String, { description: 'Code of a service of the basic register or of your own.' })
  serviceCode!: string;
  @Field(() => ID, { nullable: true, description: 'An offer of yours that it is of. Absent = unchanged.' })
  offerId?: string | null;
  @Field(() => QuarterEnum, { description: 'Q1, Q2 or Q3.' })
  quarter!: Quarter;
  @Field(() => ChannelEnum, { description: 'How it was delivered.' })
  channel!: Channel;
  @Field(() => CountFigureInput, { description: 'How often; MISSING takes back what was said.' })
  delivered!: CountFigureInput;
  @Field(() => SomScalar, {
    nullable: true,
    description: 'What applicants paid in all, in som. Absent = unchanged; cleared where `delivered` is no VALUE.',
  })
  paidTotal?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Why it differs from what is observed, or what else a remark asks to be explained. Absent = unchanged.',
  })
  explanation?: string | null;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class SaveVolumeReportInput extends CommandInput {
  @Field(() => ID, { description: 'Whose: your own.' })
  municipalityId!: string;
  @Field(() => Int, { description: "The cycle's year." })
  year!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'The version that was read. Without it the report is only created: CONFLICT if it is there.',
  })
  expectedVersion?: number | null;
  @Field(() => [VolumeLineInput], { nullable: true, description: 'At most 500; lines that are not named stay as they are.' })
  lines?: VolumeLineInput[] | null;
  @Field(() => ID, {
    nullable: true,
    description: 'An upload with the lines instead: CSV, XLSX or JSON of at most 500 lines and 2 MB; a dry run does not use it up.',
  })
  uploadId?: string | null;
  @Field(() => Boolean, { defaultValue: false, description: 'Only checks: answers the report as it would be, and keeps nothing of it.' })
  isDryRun!: boolean;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class TakeObservedVolumesInput extends ChangeInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'Which lines; null = every line whose three months are observed, also where a figure is stated already.',
  })
  lineIds?: string[] | null;
}
