import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, CommandInput, graphqlEnum, LocalizedTextInput, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../../kit/scalars.ts';
import { type FinalReportState, finalReportStates } from './final-report.rules.ts';

const FinalReportStateEnum = graphqlEnum(
  'FinalReportState',
  finalReportStates,
  'Where a final report stands. The collegium considers it beside, which has no date and blocks nothing.',
);

@ObjectType('FinalReport', {
  implements: [Versioned, Workflow],
  description:
    'A revision of the final report of a year. What is prepared never changes; a correction is the next revision. Requirement: R-III.2.',
})
export class FinalReportType extends Versioned {
  @Field(() => FinalReportStateEnum, { description: 'Where it stands.' })
  state!: FinalReportState;
  @Field(() => Int, { description: 'Number of the revision, from 1.' })
  revision!: number;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was prepared; null = not yet. Requirement: R-III.2.' })
  preparedAt?: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was handed over, the end of the day if that was recorded later; null = not yet. Requirement: R-III.4.',
  })
  handedOverAt?: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the body of inter-agency interaction confirmed that it has it; null = not yet. Requirement: R-III.4.',
  })
  receiptConfirmedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when everybody sees it; null = not published.' })
  publishedAt?: Date | null;
}

@ObjectType('ReportSection', { description: 'A part of the report that people write into.' })
export class ReportSectionType {
  @Field(() => String, { description: 'Its code, for updateFinalReport.' })
  code!: string;
}

@ObjectType('CollegiumConsideration', { description: 'What the collegium of the authorised body said of it. Requirement: R-III.5.' })
export class CollegiumConsiderationType {
  @Field(() => LocalDateScalar, { description: 'The day of its meeting.' })
  consideredOn!: string;
  @Field(() => String, { description: 'Number of the minutes.' })
  minutesNumber!: string;
  @Field(() => String, { description: 'What it decided.' })
  decision!: string;
  @Field(() => String, { nullable: true, description: 'What it remarked; null = nothing.' })
  remarks!: string | null;
}

@InputType({ description: 'Input of draftFinalReport.' })
export class DraftFinalReportInput extends CommandInput {
  @Field(() => Int, { description: 'Calendar year of the cycle.' })
  year!: number;
  @Field(() => ID, { description: 'A completed ANNUAL run of that year.' })
  runId!: string;
}

@InputType({ description: 'Input of updateFinalReport.' })
export class UpdateFinalReportInput extends ChangeInput {
  @Field(() => ID, { nullable: true, description: 'Another completed ANNUAL run of the year; the same unless given.' })
  runId?: string | null;
  @Field(() => String, { nullable: true, description: 'The section to be written; none unless given.' })
  sectionCode?: string | null;
  @Field(() => LocalizedTextInput, {
    nullable: true,
    description:
      'What the section says: plain text of up to 10,000 characters a language, line breaks kept; null = the section is emptied.',
  })
  narrative?: LocalizedTextInput | null;
}

@InputType({ description: 'Input of handOverFinalReport.' })
export class HandOverFinalReportInput extends ChangeInput {
  @Field(() => LocalDateScalar, { description: 'The day it was handed over, not before it was prepared and not in the future.' })
  handedOverOn!: string;
  @Field(() => String, { description: 'Number or signature of who took it, one line.' })
  receipt!: string;
}

@InputType({ description: 'Input of confirmFinalReportReceipt.' })
export class ConfirmFinalReportReceiptInput extends CommandInput {
  @Field(() => ID, { description: 'Which report.' })
  id!: string;
}

@InputType({ description: 'Input of recordCollegiumConsideration.' })
export class RecordCollegiumConsiderationInput extends ChangeInput {
  @Field(() => LocalDateScalar, { description: 'The day of the meeting, not before the report was prepared and not in the future.' })
  consideredOn!: string;
  @Field(() => String, { description: 'Number of the minutes, one line.' })
  minutesNumber!: string;
  @Field(() => String, { description: 'What was decided, up to 10,000 characters.' })
  decision!: string;
  @Field(() => String, { nullable: true, description: 'What was remarked, up to 10,000 characters; nothing unless given.' })
  remarks?: string | null;
}
