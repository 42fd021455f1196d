import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import {
  ActorType,
  ChangeInput,
  CommandInput,
  connection,
  graphqlEnum,
  PageArgs,
  Versioned,
  ViolationType,
  Workflow,
} from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar } from '../../kit/scalars.ts';
import type { Violation } from '../../shared/errors.ts';
import { type BatchState, batchStates } from './response-batch.rules.ts';
import { ResponseInput } from './response.type.ts';

const BatchStateEnum = graphqlEnum(
  'BatchState',
  batchStates,
  'Where a batch stands. DRY_RUN_PASSED and REJECTED hold no responses, only the report; STORED holds all; WITHDRAWN counts nowhere.',
);

@ObjectType('ResponseBatch', {
  implements: [Versioned, Workflow],
  description: 'Responses that were filed together: all of them are stored, or none. Requirement: R12.',
})
export class ResponseBatchType extends Versioned {
  @Field(() => String, { description: "Its filer's own name for it, within the municipality or the survey; it names one batch for good." })
  batchKey!: string;
  @Field(() => BatchStateEnum, { description: 'Where it stands.' })
  state!: BatchState;
  @Field(() => Boolean, { description: 'Whether it was only checked when it was last filed.' })
  isDryRun!: boolean;
  @Field(() => CountScalar, {
    description: 'Responses that were stored, or after a dry run could be; 0 = it was rejected, all or nothing.',
  })
  accepted!: number;
  @Field(() => [ViolationType], { description: 'What is wrong, by row (from 1) and column (a field, or a question code); the first 100.' })
  violations!: Violation[];
  @Field(() => CountScalar, { description: 'How much is wrong in all.' })
  violationCount!: number;
  @Field(() => DateTimeScalar, { description: 'When it was last filed.' })
  filedAt!: Date;
  @Field(() => ActorType, { description: 'Who filed it last.' })
  filedBy!: ActorStamp;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "When it was handed in with the municipality's submission, or its survey was closed; null = it may be withdrawn. Requirement: R10, R12.",
  })
  lockedAt?: Date | null;
}
export const ResponseBatchConnection = connection(ResponseBatchType, 'ResponseBatch');

// ---- arguments -----------------------------------------------------------------------------------------------------

@ArgsType()
export class ResponseBatchArgs {
  @Field(() => ID, { nullable: true, description: 'Its id.' })
  id?: string | null;
  @Field(() => String, { nullable: true, description: "The municipality's name for it, instead of the id." })
  batchKey?: string | null;
  @Field(() => ID, { nullable: true, description: "Whose key it is; the caller's own unless given." })
  municipalityId?: string | null;
}

@ArgsType()
export class ResponseBatchesArgs extends PageArgs {
  @Field(() => Int, { description: 'Of the cycle of this calendar year.' })
  year!: number;
  @Field(() => ID, { nullable: true, description: 'Of this municipality alone.' })
  municipalityId?: string | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Input of the mutation of this name.' })
export class FileQuestionnairesInput extends CommandInput {
  @Field(() => Int, { description: 'The calendar year that is monitored.' })
  year!: number;
  @Field(() => ID, { description: 'The version of the questionnaire that the answers were given on.' })
  formVersionId!: string;
  @Field(() => String, { description: 'Your own name for the batch, once per municipality, at most 100 characters.' })
  batchKey!: string;
  @Field(() => [ResponseInput], { nullable: true, description: 'The questionnaires, 1 to 500; null = they come as a file.' })
  responses?: ResponseInput[] | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'An upload of up to 50,000 questionnaires instead: CSV, XLSX, or JSON (an array, or an object a line); null = they are here.',
  })
  uploadId?: string | null;
  @Field(() => Boolean, { defaultValue: false, description: 'Only check: nothing is kept but the report.' })
  isDryRun!: boolean;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class WithdrawResponseBatchInput extends ChangeInput {
  @Field(() => String, { description: 'Why; it stays in the history.' })
  reason!: string;
}
